"""What the stage of diagnosis adds to the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry
from chain.parts import CONSULTANTS


def entries(membership: Membership) -> list[Entry]:
    found = []
    if membership.reads("outlook"):
        found.append(Entry(_("Arbeidsmarkt"), reverse("outlooks"), "outlooks", 38))
    # Who makes rounds and goes through them: at the point of contact, and the employers' side of the duos. Others who
    # screen find their round on Mijn dag.
    if (membership.role in CONSULTANTS and membership.is_contact_point) or membership.role == "employer_adviser":
        found.append(Entry(_("Screening"), reverse("screenings"), "screening", 30))
    return found
