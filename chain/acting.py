"""Who is there: the one way to tell the database under which membership it is asked.

Row-level security reads the setting `snoer.membership_id` of the transaction (rowsecurity.md). With nobody acting, a
statement on a fenced table is an error; nobody signed in is membership 0, who sees nothing.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from contextvars import ContextVar

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from chain.models import Chain, Membership

NOBODY = 0
_acting: ContextVar[tuple[int, str] | None] = ContextVar("acting", default=None)


def _say(acting: tuple[int, str] | None) -> None:
    membership, why = acting or ("", "")
    context = json.dumps({"membership": membership, "why": why}) if acting else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('snoer.membership_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(membership), context],
        )


@contextlib.contextmanager
def acting_as(membership_id: int, why: str = "") -> Iterator[None]:
    """A transaction in which the database knows who acts and, for the history, why.

    Nested, it gives the outer one back at the end; an exception rolls its savepoint back, and the setting with it.
    """
    outer = _acting.get()
    nested = connection.in_atomic_block  # else the settings end with the transaction
    token = _acting.set((membership_id, why))
    try:
        with transaction.atomic():
            _say((membership_id, why))
            yield
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


def memberships_of(user_id: int) -> list[int]:
    """The memberships that the user can act under today; asked before anybody acts, so by a definer function."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_memberships_of(%s)", [user_id])
        return [row[0] for row in cursor.fetchall()]


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
        chosen = self._chosen(request)
        with acting_as(chosen, request.path):
            if chosen:
                request.membership = (  # type: ignore[attr-defined]
                    Membership.objects.with_contact_point()
                    .select_related("user", "chain", "partner")
                    .filter(pk=chosen, user=request.user)
                    .first()
                )
            response = self._ended(request) if chosen and not request.membership else self.get_response(request)
            if response.status_code >= 500 or getattr(request, "failed", False):
                transaction.set_rollback(True)
        return response

    def _chosen(self, request: HttpRequest) -> int:
        """The membership of the session, or the only one that the user has; 0 if none."""
        session = request.session
        if not request.user.is_authenticated:
            return NOBODY
        now = int(timezone.now().timestamp())
        if now - session.get("seen", 0) > 60:  # renew the idle time without a write on every click
            session["seen"] = now
        if "membership" not in session:
            held = memberships_of(request.user.pk)
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
