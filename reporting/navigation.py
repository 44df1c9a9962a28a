"""Entries of the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry


def entries(membership: Membership) -> list[Entry]:
    """The dashboard is for everyone in the chain: all see the same figures."""
    return [Entry(_("Doelen"), reverse("targets"), "targets", 90)]
