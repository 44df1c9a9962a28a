"""The tabs of the pages about privacy: who looked, who may, what was agreed, what went wrong, what is asked and kept."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership

SECTION = "privacy"  # of the main menu


def is_officer(membership: Membership) -> bool:
    """The chain's privacy officer, who sees no file but all that is done with files."""
    return membership.role == "privacy"


def reads_rights(membership: Membership) -> bool:
    return membership.reads("rights")


def reads_retention(membership: Membership) -> bool:
    return membership.reads("retention")


# name of the address, name of the tab, who has it
TABS: list[tuple[str, object, Callable[[Membership], bool]]] = [
    ("looks", _("Wie keek waar"), is_officer),
    ("access_now", _("Wie heeft toegang"), is_officer),
    ("partner_agreements", _("Overeenkomsten"), is_officer),
    ("incidents", _("Incidenten"), is_officer),
    ("rights_list", _("Verzoeken"), reads_rights),
    ("retention", _("Bewaren"), reads_retention),
]


def officer(request: HttpRequest) -> Membership:
    """The acting membership; PermissionDenied for who is not the privacy officer."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not is_officer(membership):
        raise PermissionDenied
    return membership


def tabs(membership: Membership, here: str) -> list[tuple[str, object, bool]]:
    """(address, name, whether it is the current one) of each tab that the membership has; none where there would be one."""
    found: list[tuple[str, object, bool]] = []
    for name, label, has in TABS:
        if not has(membership):
            continue
        try:
            found.append((reverse(name), label, name == here))
        except NoReverseMatch:  # not made yet
            continue
    return found if len(found) > 1 else []


def first(membership: Membership) -> str:
    """The address of the first page about privacy that the membership has; empty where it has none."""
    for name, _label, has in TABS:
        if has(membership):
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
    return ""
