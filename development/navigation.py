"""What development adds to the main menu: one entry, which leads each to where their work begins."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry
from clients.step_pages import address


def entries(membership: Membership) -> list[Entry]:
    if membership.role == "admin":  # who keeps the palette, and nothing else of it
        return [Entry(_("Palet"), reverse("palette"), "development", 30)]
    return [Entry(_("Ontwikkeling"), _begins(membership), "development", 30)] if membership.reads("places") else []


def _begins(membership: Membership) -> str:
    """Who is with the people begins at the groups of today, others where there is room."""
    return (
        reverse("groups_today")
        if membership.role in ("work_coach", "trainer")
        else address("places") or reverse("palette")
    )
