"""What every page needs: the main menu, who acts, and whether this is a demo."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.phones import KEEPER_ROLES, PHONE_ROLES
from chain.registry import registered


@dataclass(frozen=True)
class Entry:
    """An entry of the main menu; `section` marks it as the current one on pages with that section."""

    label: object
    url: str
    section: str
    position: int


def entries(request: HttpRequest) -> list[Entry]:
    """The entries for the acting membership, in their order."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return []
    found = [entry for function in registered("SNOER_NAVIGATION") for entry in function(membership)]
    return sorted(found, key=lambda entry: entry.position)


def phone_menu(role: str) -> str:
    """What the page of phones is called in the user's menu; empty for who has nothing there."""
    if role in PHONE_ROLES:
        return translate("Deze telefoon")
    return translate("Telefoons van collega’s") if role in KEEPER_ROLES else ""


def context(request: HttpRequest) -> dict:
    """Context of every template: `navigation`, `membership`, `demo`, `can_switch`, `phone_menu`; on the demo's
    sign-in page its users."""
    membership = getattr(request, "membership", None)
    found = {
        "navigation": entries(request), "membership": membership, "demo": settings.DEMO,
        "phone_menu": phone_menu(membership.role) if membership else "",
        "can_switch": membership is not None and request.session.get("several", False),
    }  # fmt: skip
    if settings.DEMO and request.path == reverse("account_login"):
        from chain.demo import PASSWORD, sign_in_choices

        found |= {"demo_users": sign_in_choices(), "demo_password": PASSWORD}
    return found
