"""What placement adds to the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry
from placement.introduction_list import reads_list
from placement.staying_figures import may_see


def entries(membership: Membership) -> list[Entry]:
    found = []
    if reads_list(membership):
        found.append(Entry(_("Bemiddeling"), reverse("introductions"), "introductions", 37))
    elif may_see(membership):  # the figures alone
        found.append(Entry(_("Blijven werken"), reverse("staying"), "introductions", 37))
    if membership.reads("vacancies"):
        found.append(Entry(_("Vacatures"), reverse("vacancies"), "vacancies", 38))
    if membership.reads("employers"):
        found.append(Entry(_("Werkgevers"), reverse("employers"), "employers", 40))
    return found
