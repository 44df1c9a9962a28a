"""Who is there: the one way to tell the database under which membership it is asked.

Row-level security reads the setting `snoer.membership_id` of the transaction (rowsecurity.md). With nobody acting, a
statement on a fenced table is an error; nobody signed in is membership 0, who sees nothing.
"""

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import partial
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from chain.api import tokens
from chain.models import Chain, Membership, Partner, User

NOBODY = 0
POLL = "X-Poll"  # sent along with what a page asks by itself every few seconds
_acting: ContextVar[tuple[int, str] | None] = ContextVar("acting", default=None)


def _context(membership: int, why: str) -> str:
    return json.dumps({"membership": membership, "why": why})


def _say(acting: tuple[int, str] | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('snoer.membership_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(acting[0]), _context(*acting)] if acting else ["", ""],
        )


def _enter(acting: tuple[int, str], user: User) -> Membership | None:
    """As `_say`, and the user's membership with its chain and partner, in the same question; None if it has ended."""
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [acting[0], user.pk, _context(*acting)])
        row = cursor.fetchone()
    if row is None:
        return None
    values, found = list(row), []
    for model in ENTERING:
        fields = [field.attname for field in model._meta.concrete_fields]
        found.append(model.from_db(connection.alias, fields, values[: len(fields)]))
        del values[: len(fields)]
    membership: Membership = found[0]
    membership.user, membership.chain, membership.partner = user, found[1], found[2] if membership.partner_id else None
    membership.is_contact_point, membership.acts_for, membership.held = values
    return membership


ENTERING: list[Any] = [Membership, Chain, Partner]
COLUMNS = ", ".join(
    f'(e.{name})."{field.column}"'
    for name, model in zip(("acting", "of_chain", "of_partner"), ENTERING, strict=True)
    for field in model._meta.concrete_fields
)
ENTER = f"select {COLUMNS}, e.contact_point, e.own, e.held from snoer_enter(%s, %s, %s) e"  # noqa: S608


@contextlib.contextmanager
def acting_as(
    membership_id: int, why: str = "", say: Callable[[tuple[int, str]], Membership | None] = _say
) -> Iterator[Membership | None]:
    """A transaction in which the database knows who acts and, for the history, why.

    Nested, it gives the outer one back at the end; an exception rolls its savepoint back, and the setting with it.
    `say` is how it is told to the database: the middleware gets the membership in the same question.
    """
    outer = _acting.get()
    nested = connection.in_atomic_block  # else the settings end with the transaction
    token = _acting.set((membership_id, why))
    try:
        with transaction.atomic():
            yield say((membership_id, why))
            if nested and not connection.needs_rollback:
                _say(outer)
    finally:
        _acting.reset(token)


def acting_membership() -> int:
    """The membership now acted under; RuntimeError with nobody acting."""
    acting = _acting.get()
    if acting is None:
        raise RuntimeError("nobody is acting: use acting_as()")
    return acting[0]


def system_membership(chain: Chain | int, job: str) -> int:
    """The membership under which a job of the chain acts; Membership.DoesNotExist if it has none."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_system_membership(%s, %s)", [chain.pk if isinstance(chain, Chain) else chain, job])
        (found,) = cursor.fetchone()
    if found is None:
        raise Membership.DoesNotExist(f"no system membership for {job}")
    return found


def memberships_of(user_id: int, providers: list[str] | None = None) -> list[int]:
    """The memberships that the user can act under today: by any way of signing in, or (with `providers`) in a session
    begun by those. Asked before anybody acts, so by a definer function."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_memberships_of(%s, %s::text[])", [user_id, providers])
        return [row[0] for row in cursor.fetchall()]


def providers_of(request: HttpRequest) -> list[str]:
    """By which providers of the settings the session was begun. What a provider's claims gave is acted under there alone:
    who it puts out has no way in left, whatever else the account can sign in with. Without a question."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    came = {record.get("provider") for record in records if record["method"] == "socialaccount"}
    return [one["id"] for one in settings.SNOER_OIDC if one["id"] in came]


def _end_in_time(session: Any, now: int) -> None:
    """However busy, a session ends so many hours after it began: its last idle time is cut short. By phone it has its own end."""
    if "phone" in session:
        return
    ends = session.setdefault("begun", now) + settings.SNOER_SESSION_HOURS * 3600
    if ends - now < settings.SESSION_COOKIE_AGE:
        session.set_expiry(dt.datetime.fromtimestamp(ends, tz=dt.UTC))


class ActingMiddleware:
    """One transaction a request, templates included (ATOMIC_REQUESTS ends before those render).

    Sets `request.membership` (None: nobody is signed in or nothing is chosen yet). A 5xx answer leaves nothing behind.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/static/") or request.path == "/health":
            return self.get_response(request)
        request.membership = None  # type: ignore[attr-defined]
        if request.path.startswith(tokens.PREFIXES):
            return self._by_token(request)
        chosen = self._chosen(request)
        say = partial(_enter, user=request.user) if chosen else _say  # type: ignore[arg-type]
        with acting_as(chosen, request.path, say) as membership:
            if membership and membership.by_claims and membership.by_claims not in providers_of(request):
                membership = None
            request.membership = membership  # type: ignore[attr-defined]
            response = self._ended(request) if chosen and not request.membership else self.get_response(request)  # type: ignore[attr-defined]
            if response.status_code >= 500 or getattr(request, "failed", False):
                transaction.set_rollback(True)
        if chosen:
            patch_cache_control(response, private=True, no_store=True)  # pages about people stay in no cache
        return response

    def _by_token(self, request: HttpRequest) -> HttpResponse:
        """As the membership of the machine whose token the call carries, and without one as nobody: never by a session."""
        machine = tokens.machine(request) if request.path.startswith("/api/") else None
        request.machine = machine  # type: ignore[attr-defined]
        say = partial(_enter, user=machine.user) if machine else _say
        with acting_as(machine.membership if machine else NOBODY, "api", say) as membership:
            request.membership = membership  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "failed", False):
                transaction.set_rollback(True)
        return response

    def _chosen(self, request: HttpRequest) -> int:
        """The membership of the session, or the only one that the user has; 0 if none."""
        session = request.session
        if not request.user.is_authenticated:
            return NOBODY
        now = int(timezone.now().timestamp())
        narrowed = getattr(request, "narrowed", False)  # chain.phones: only a touch makes that wide again
        polls = POLL in request.headers  # the page asks by itself, which is nobody at work
        if not narrowed and not polls and now - session.get("seen", 0) > 60:  # renew without a write on every click
            session["seen"] = now
            _end_in_time(session, now)
        if "membership" not in session:
            held = memberships_of(request.user.pk, providers_of(request))
            if len(held) != 1:
                return NOBODY
            session["membership"] = held[0]
        return session["membership"]

    def _ended(self, request: HttpRequest) -> HttpResponse:
        """The membership ended since: nothing is left to act under."""
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A refusal is an answer, and the look that tells of it stays; after any other exception nothing does."""
        request.failed = not isinstance(exception, Http404 | PermissionDenied)  # type: ignore[attr-defined]
