"""The record's entries in the main menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership
from chain.navigation import Entry
from chain.parts import ARCHIVE, CASEWORKERS, CONSULTANTS, GLASS
from clients import overdue, privacy_tabs, referral_inbox, unseen


def entries(membership: Membership) -> list[Entry]:
    """Mijn dag for those who work with people, the list for all who read names: consultants begin with their own."""
    found = []
    if membership.role in CASEWORKERS:
        found.append(Entry(_("Mijn dag"), reverse("day"), "day", 10))
    if referral_inbox.reads_inbox(membership):
        found.append(Entry(_("Verwijzingen"), referral_inbox.start(membership), "referrals", 25))
    if membership.reads("client"):
        own = "?consulent=mijn" if membership.role in CONSULTANTS else ""
        found.append(Entry(_("Inwoners"), reverse("clients") + own, "clients", 20))
    if membership.role in CASEWORKERS:  # who has Mijn dag finds the next ones beside it
        pass
    elif overdue.may_see(membership):
        found.append(Entry(_("Te laat"), reverse("overdue"), "overdue", 28))
    elif unseen.reads_page(membership):
        found.append(Entry(_("Uit beeld"), reverse("out_of_sight"), "out-of-sight", 28))
    if membership.role == "admin":
        found.append(Entry(_("Beheer"), reverse("users"), "manage", 70))
    if membership.role in ARCHIVE | {"privacy"} and (first := privacy_tabs.first(membership)):
        found.append(Entry(_("Privacy"), first, privacy_tabs.SECTION, 60))
    elif membership.role in GLASS:  # consultants, who seldom need it, come from the list
        found.append(Entry(_("Inzage"), reverse("glass"), "glass", 60))
    return found
