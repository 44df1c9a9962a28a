"""What development adds to the main menu: one entry, which leads each to where their work begins."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry


def entries(membership: Membership) -> list[Entry]:
    if not membership.reads("places"):
        return []
    return [Entry(_("Ontwikkeling"), reverse("running" if membership.writes("plan") else "palette"), "development", 30)]
