"""What placement adds to the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry


def entries(membership: Membership) -> list[Entry]:
    found = []
    if membership.writes("placements"):
        found.append(Entry(_("Voorstellen"), reverse("proposals"), "proposals", 35))
    if membership.reads("employers"):
        found.append(Entry(_("Werkgevers"), reverse("employers"), "employers", 40))
    return found
