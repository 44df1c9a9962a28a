"""What development adds to the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry


def entries(membership: Membership) -> list[Entry]:
    return [Entry(_("Lopend"), reverse("running"), "running", 30)] if membership.writes("plan") else []
