"""One's own phone: who may sign in by one touch, how long that lasts, and what it narrows to (access.md, sign-in).

A passkey signs in by itself: something that one has, with the finger, face or code of who has it. A session begun so keeps
its cookie for PHONE_DAYS, then ends. Idle for as long as ends any other session, it narrows to today's groups until
one touches the phone again. The key stands in allauth's table; the server keeps no fingerprint and no face.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from chain.acting import acting_as, memberships_of
from chain.days import today
from chain.models import Membership, User

PHONE_ROLES = frozenset({"work_coach", "trainer"})  # who is with a group on the shop floor
KEEPER_ROLES = frozenset({"manager", "admin"})  # takes away a lost phone of somebody of the own partner
COOKIE = "snoer_phone"  # says only that a key for Snoer is on this device; not whose
COOKIE_DAYS = 400
PASSWORD_SECONDS = 300  # so long after the password was given a phone may be added
# Where a narrowed session goes on besides the groups of today: nothing about anybody. Not the sign-in page: who goes there,
# from a form that could not be sent, wants to be asked.
ALWAYS = frozenset({"home", "phone_again", "account_logout", "language", "privacy", "accessibility"})

logger = logging.getLogger(__name__)


def may(user: User) -> bool:
    """Whether the user works today, for any partner, in a function that may sign in by phone."""
    for pk in memberships_of(user.pk, []):  # what a provider gave asks for signing in there
        with acting_as(pk, "phone"):  # each is visible only while it is acted under
            if Membership.objects.filter(pk=pk, role__in=PHONE_ROLES).exists():
                return True
    return False


def own(user_id: int) -> QuerySet[Authenticator]:
    """The user's phones, the newest first."""
    return Authenticator.objects.filter(user=user_id, type=Authenticator.Type.WEBAUTHN).order_by("-created_at", "-pk")


def of_colleagues(membership: Membership) -> QuerySet[Authenticator]:
    """Phones of who works for the keeper's partner or did: somebody who left has one to be taken away as well."""
    staff = Membership.objects.filter(chain=membership.chain_id, partner__in=membership.acts_for).values("user")
    return (
        Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN, user__in=staff)
        .exclude(user=membership.user_id)
        .select_related("user")
        .order_by("user__name", "user__username", "-created_at")
    )


def within_reach(membership: Membership) -> QuerySet[Authenticator]:
    """The phones that the membership may take away: one's own, and as a keeper those of the partner."""
    mine = own(membership.user_id).order_by()
    return mine | of_colleagues(membership).order_by() if membership.role in KEEPER_ROLES else mine


def begin(request: HttpRequest, phone: Authenticator) -> None:
    """The session that was just begun by a touch of the phone: keeps until so many days from now, however busy."""
    session = request.session
    session["phone"], session["seen"] = phone.pk, int(time.time())
    session.set_expiry(timezone.now() + dt.timedelta(days=settings.PHONE_DAYS))


def stands(request: HttpRequest) -> bool:
    """Whether the phone that began the session is still the user's."""
    return own(request.user.pk).filter(pk=request.session["phone"]).exists()  # type: ignore[arg-type]


def narrow(session: Any) -> bool:
    """Whether nothing was done in a session by phone for as long as ends any other."""
    return time.time() - session.get("seen", 0) > settings.SESSION_COOKIE_AGE


def widen(request: HttpRequest) -> None:
    """Who it is was shown again."""
    request.session["seen"] = int(time.time())


def gave_password(request: HttpRequest) -> bool:
    """Whether the user gave the password just now: a phone in other hands does not bring in a second one."""
    return any(
        record["method"] == "password" and time.time() - record["at"] < PASSWORD_SECONDS
        for record in get_authentication_records(request, request.user)  # type: ignore[arg-type]
    )


class PhoneMiddleware:
    """Ends a session whose phone was taken away, and holds a narrowed one to the pages of today's groups.

    Before chain.acting, so that nobody is signed in where nobody should be. Sets `request.narrowed`. One question more to
    the database a page, in sessions by phone alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.narrowed = False  # type: ignore[attr-defined]
        by_phone = not request.path.startswith("/static/") and "phone" in request.session
        if by_phone and request.user.is_authenticated:
            if stands(request):
                request.narrowed = narrow(request.session)  # type: ignore[attr-defined]
            else:
                logout(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if not request.narrowed:  # type: ignore[attr-defined]
            return None
        membership = request.membership  # type: ignore[attr-defined]
        if membership and membership.role not in PHONE_ROLES:  # idle in another function: as without a phone
            logout(request)
            return HttpResponseRedirect(reverse("account_login"))
        return None if goes_on(request) else ask_again(request)


def goes_on(request: HttpRequest) -> bool:
    """Whether a narrowed session may see the page: of what names a day, only today."""
    match = request.resolver_match
    if match is None or match.url_name in ALWAYS:
        return True
    return match.url_name in settings.SNOER_PHONE_PAGES and all(
        isinstance(value, int) or str(value) == today().isoformat() for value in match.kwargs.values()
    )


def ask_again(request: HttpRequest) -> HttpResponse:
    """The page that asks for a touch. What a form sent rides along, to be sent on after it; a script gets 403 and X-Touch."""
    scripted = "HX-Request" in request.headers or request.headers.get("Accept") == "application/json"
    if request.method in ("GET", "HEAD") and not scripted:
        return HttpResponseRedirect(again_url(request.get_full_path()))
    if scripted:
        return HttpResponse(status=403, headers={"X-Touch": again_url(came_from(request))})
    return render(
        request, "chain/phone_again.html",
        {"next": urlsplit(request.headers.get("Referer", "")).path or "/", "typed": typed(request.POST),
         "typed_to": request.get_full_path(), "touch": True, "wait": True}, status=403,
    )  # fmt: skip


def came_from(request: HttpRequest) -> str:
    """The page, with what was chosen there, that a script asks from."""
    back = urlsplit(request.headers.get("Referer", ""))
    return f"{back.path}?{back.query}" if back.query else back.path


def again_url(back: str) -> str:
    return f"{reverse('phone_again')}?{urlencode({'next': back or '/'})}"


def typed(data: Any) -> list[tuple[str, str]]:
    """The fields of a post, in its order, to be sent once more."""
    return [(name, value) for name, values in data.lists() for value in values if name != "csrfmiddlewaretoken"]


def local(url: str) -> str:
    """The address if it is one of this site's own, else the beginning."""
    return url if url and url_has_allowed_host_and_scheme(url, None) else "/"


def remember(response: HttpResponse, here: bool) -> HttpResponse:
    """That a key for Snoer is on this device, or is no longer: the sign-in page then begins with the touch."""
    if here:
        response.set_cookie(COOKIE, "1", max_age=COOKIE_DAYS * 86400, httponly=True, samesite="Lax",
                            secure=settings.SESSION_COOKIE_SECURE)  # fmt: skip
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
