"""A session that ended while somebody was typing: what was typed waits, and is sent on by the same user.

A form that comes in after a session ran out is kept, encrypted, in the session that is about to begin, and the sign-in page
follows: by password, code, passkey or provider, whichever it is. After that it is shown to the same user, who sends it on;
another gets the beginning, and what was kept is gone. Who it was, and in which session, stands in a signed cookie that lasts
as long as the browser is open. Of a session that was ended (signed out, here or from elsewhere) nothing is kept: whoever
sits there now types in nobody's name. Files cannot be kept. Without JavaScript.
"""

import json
from collections.abc import Callable
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.acting import memberships_of, providers_of
from chain.phones import came_from, local, typed
from chain.sealing import box

COOKIE, SALT = "snoer_who", "snoer.again"
KEPT = "typed"  # in the session
MOST = 500_000  # characters of what is kept: more is no form that somebody filled in
# Filled in again: forms with a password in them, and acts about access, rights and whole files.
NEVER_UNDER = ("/beheer/", "/privacy/", "/inzage/", "/overdragen/", "/voor-wie/", "/mijn-instellingen/", "/telefoon/",
               "/wachtwoord/", "/afmelden/")  # fmt: skip
NEVER = frozenset(
    {"bsn", "file_close", "file_reopen", "whole_file", "rights_request", "team_add", "team_leave", "lead_change"}
)


def who(request: HttpRequest) -> tuple[int, int, str] | None:
    """The user and the membership that last signed in with this browser, and the session; None if that is not known."""
    try:
        user, membership, session = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return user, membership, session


def _seal(text: str) -> str:
    return box("typed").encrypt(text.encode()).decode()


def ran_out(session: str) -> bool:
    """Whether the session was left to end by itself: one that was ended is gone."""
    return Session.objects.filter(session_key=session).exists()


def _open(sealed: str | None) -> dict[str, Any] | None:
    """What was kept; None too where the key that it was sealed with is no more."""
    try:
        return json.loads(box("typed").decrypt(sealed.encode())) if sealed else None  # type: ignore[no-any-return]
    except InvalidToken:
        return None


def keep(request: HttpRequest, owner: tuple[int, int, str]) -> bool:
    """What the form sent, until somebody signs in; False where there is nothing to keep."""
    fields = typed(request.POST)
    text = json.dumps(
        {"who": owner[:2], "to": request.get_full_path(), "typed": fields, "files": sorted(request.FILES)}
    )
    match = request.resolver_match
    if not fields or len(text) > MOST or match is None or match.url_name in NEVER:
        return False
    if request.path.startswith(NEVER_UNDER) or not ran_out(owner[2]):
        return False
    request.session[KEPT] = _seal(text)
    return True


class AgainMiddleware:
    """Before chain.acting. Where the answer to who is not signed in is the sign-in page: keeps what was typed, and gives
    scripts a 403 with the address to sign in at (X-Sign-In) instead of a page that they would take for an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/static/", "/api/", "/oauth/")) or request.path == "/health":
            return self.get_response(request)
        before = request.user.is_authenticated
        response = self.get_response(request)
        if request.user.is_authenticated:
            return remember(request, response)
        if before:  # signed out
            response.delete_cookie(COOKIE, samesite="Lax")
        sign_in = reverse("account_login")
        led = response.status_code == 302 and response.headers["Location"].partition("?")[0] == sign_in
        if before or not led or request.path.startswith(sign_in):
            return response
        return self._signed_out(request, response, sign_in)

    def _signed_out(self, request: HttpRequest, response: HttpResponse, sign_in: str) -> HttpResponse:
        scripted = "HX-Request" in request.headers or request.headers.get("Accept") == "application/json"
        owner, onward = who(request), "autosave" not in request.POST
        kept = request.method == "POST" and owner is not None and onward and keep(request, owner)
        to = reverse("again") if kept else came_from(request) if scripted else ""
        url = f"{sign_in}?{urlencode({'next': to})}" if to else response.headers["Location"]
        return HttpResponse(status=403, headers={"X-Sign-In": url}) if scripted else HttpResponseRedirect(url)


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Who is signed in, for when the session has ended."""
    now = (request.user.pk, request.session.get("membership", 0), request.session.session_key)
    if who(request) != now:
        value = signing.dumps(now, salt=SALT)
        response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@login_required
@never_cache
@require_GET
def again(request: HttpRequest) -> HttpResponse:
    """What was typed, shown to be sent on by the same user, for the same partner; else the beginning."""
    kept = _open(request.session.pop(KEPT, None))
    if kept is None or kept["who"][0] != request.user.pk:
        return redirect("home")
    held, membership = memberships_of(request.user.pk, providers_of(request)), kept["who"][1]  # type: ignore[arg-type]
    if membership in held:
        request.session["membership"], request.session["several"] = membership, len(held) > 1
    elif len(held) != 1:  # it was for a partner that this user does not work for any more
        return redirect("home")
    context = {"typed_to": local(kept["to"]), "typed": kept["typed"], "files": kept["files"], "at_once": False}
    return render(request, "chain/phone_again_on.html", context)
