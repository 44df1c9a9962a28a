"""What every page needs: the main menu, who acts, and whether this is a demo."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

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


def context(request: HttpRequest) -> dict:
    """Context of every template: `navigation`, `membership`, `demo`, `can_switch`; on the demo's sign-in page its users."""
    membership = getattr(request, "membership", None)
    found = {
        "navigation": entries(request), "membership": membership, "demo": settings.DEMO,
        "can_switch": membership is not None and request.session.get("several", False),
    }  # fmt: skip
    if settings.DEMO and request.path == reverse("account_login"):
        from chain.demo import PASSWORD, sign_in_choices

        found |= {"demo_users": sign_in_choices(), "demo_password": PASSWORD}
    return found
