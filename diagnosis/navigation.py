"""What the stage of diagnosis adds to the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry


def entries(membership: Membership) -> list[Entry]:
    found = []
    if membership.reads("outlook"):
        found.append(Entry(_("Arbeidsmarkt"), reverse("outlooks"), "outlooks", 38))
    return found
