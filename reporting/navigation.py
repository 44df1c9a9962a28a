"""Entries of the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry
from chain.parts import OUTSIDE


def entries(membership: Membership) -> list[Entry]:
    """The dashboard is for everyone in the chain: all see the same figures. Aldermen read reports."""
    if membership.role in OUTSIDE:
        return [Entry(_("Rapporten"), reverse("reports"), "reports", 90)]
    return [Entry(_("Doelen"), reverse("targets"), "targets", 90)]
