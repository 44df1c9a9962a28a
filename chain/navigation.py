"""What every page needs: the main menu with what waits there, who acts, and whether this is a demo.

What waits is counted by the pages that know it, and by a fragment (clients/counts.py) that the menu asks for where that was
long ago or something was done since. In between it travels in a cookie: numbers only, shown without a question.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.parts import OUTSIDE
from chain.phones import KEEPER_ROLES, PHONE_ROLES
from chain.registry import registered

COOKIE = "counts"
FRESH_SECONDS = 120


@dataclass(frozen=True)
class Entry:
    """An entry of the main menu; `section` marks it as the current one on pages with that section."""

    label: object
    url: str
    section: str
    position: int
    count: int = 0  # what waits there


def entries(request: HttpRequest) -> list[Entry]:
    """The entries for the acting membership, in their order."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return []
    there, _at = counts(request)
    found = [
        replace(entry, count=there.get(entry.section, 0))
        for function in registered("SNOER_NAVIGATION") for entry in function(membership)
    ]  # fmt: skip
    return sorted(found, key=lambda entry: entry.position)


def counts(request: HttpRequest) -> tuple[dict[str, int], int]:
    """Section -> what waits there, and when all were counted (seconds; 0: something was done since, or never)."""
    if hasattr(request, "counted"):
        found: tuple[dict[str, int], int] = request.counted
        return found
    who, _, rest = request.COOKIES.get(COOKIE, "").partition(".")
    at, _, told = rest.partition(".")
    if who != str(request.membership.pk) or not re.fullmatch(r"[0-9]{1,12}", at):  # type: ignore[attr-defined]
        return {}, 0
    return {section: int(number) for section, number in re.findall(r"([a-z-]{1,30}):([0-9]{1,6})(?=\.|$)", told)}, int(
        at
    )


def counted(request: HttpRequest, numbers: Mapping[str, int], *, all_of_them: bool = False) -> None:
    """What a page counted: its own menu shows it, and `keep` lets the next ones know."""
    there, at = counts(request)
    new = dict(numbers) if all_of_them else there | dict(numbers)
    request.counted = (new, int(time.time()) if all_of_them else at)  # type: ignore[attr-defined]


def keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with what was counted in its cookie; of another membership it says nothing."""
    there, at = counts(request)
    told = ".".join(f"{section}:{number}" for section, number in there.items())
    response.set_cookie(
        COOKIE, f"{request.membership.pk}.{at}.{told}", httponly=True, samesite="Lax",  # type: ignore[attr-defined]
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def posted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to what was done: the next page counts again."""
    if COOKIE not in request.COOKIES:
        return response
    request.counted = (counts(request)[0], 0)  # type: ignore[attr-defined]
    return keep(request, response)


def phone_menu(role: str) -> str:
    """What the page of phones is called in the user's menu; empty for who has nothing there."""
    if role in PHONE_ROLES:
        return translate("Deze telefoon")
    return translate("Telefoons van collega’s") if role in KEEPER_ROLES else ""


def context(request: HttpRequest) -> dict:
    """Context of every template: `navigation`, `membership`, `demo`, `can_switch`, `phone_menu`, whether one
    is `outside` the chain, whether it `finds`
    people and `finds_bsn`; on the demo's sign-in page its users."""
    membership = getattr(request, "membership", None)
    old = membership is not None and time.time() - counts(request)[1] > FRESH_SECONDS  # the menu counts anew
    found = {
        "navigation": entries(request), "old_counts": old, "membership": membership, "demo": settings.DEMO,
        "phone_menu": phone_menu(membership.role) if membership else "",
        "outside": membership is not None and membership.role in OUTSIDE,
        "can_switch": membership is not None and request.session.get("several", False),
        "finds": membership is not None and membership.reads("client"),
        "finds_bsn": membership is not None and membership.reads("identity"),
    }  # fmt: skip
    if settings.DEMO and request.path == reverse("account_login"):
        from chain.demo import PASSWORD, sign_in_choices

        found |= {"demo_users": sign_in_choices(), "demo_password": PASSWORD}
    return found
