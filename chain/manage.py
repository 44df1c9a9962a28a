"""The administrator's pages: who may be there, and the tabs that lead from one to the other."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from chain.models import Membership

# address -> name of the tab; pages that stand under a tab begin with its address
TABS = {
    "users": _("Gebruikers"),
    "routing": _("Wie doet wat"),
    "terms": _("Termijnen"),
    "letter_templates": _("Brieven"),
    "programmes": _("Doelen"),
    "amounts": _("Bedragen"),
    "words": _("Begrippen"),
    "partners": _("Partners en gemeenten"),
    "machines": _("Koppelingen"),
    "palette": _("Palet"),
}
# pages of a tab at an address of their own
ALSO = {"users": "/beheer/functies/"}


def admin(request: HttpRequest) -> Membership:
    """The acting membership; PermissionDenied for who is no administrator."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.role != "admin":
        raise PermissionDenied
    return membership


def tabs(path: str) -> list[tuple[str, object, bool]]:
    """(address, name, whether the path is of it) of each tab."""
    found: list[tuple[str, object, bool]] = []
    for name, label in TABS.items():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append((url, label, path.startswith((url, ALSO.get(name, url)))))
    return found
