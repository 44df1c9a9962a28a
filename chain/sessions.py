"""Where somebody is signed in: listed for oneself, ended by oneself or by the administrator.

A session is noted when it begins, in the library's table (allauth.usersessions); when something was last done in it stands
in the session itself (chain.acting renews it once a minute), so that no page writes anything for this list.
"""

import datetime as dt
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as translate

from chain.models import User

# What stands in what a browser says of itself -> what people call it; the first that fits.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "SamsungBrowser": "Samsung Internet",
            "Chrome/": "Chrome", "Safari/": "Safari"}  # fmt: skip
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "CrOS": "ChromeOS",
           "Mac OS X": "Mac", "Linux": "Linux"}  # fmt: skip
WEEKEND = dt.timedelta(3)


@dataclass(frozen=True)
class SignedIn:
    """A place where a user is signed in."""

    pk: int
    device: str
    since: dt.datetime
    seen: dt.datetime
    here: bool


def device(agent: str) -> str:
    """`Chrome op Windows`, from what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    if browser and system:
        return translate("%(browser)s op %(system)s") % {"browser": browser, "system": system}
    return browser or system or translate("Onbekend apparaat")


def begun(request: HttpRequest) -> None:
    """Notes the session that just began, and forgets those of the user that are over."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    UserSession.objects.filter(user=request.user.pk).exclude(session_key__in=live).delete()  # type: ignore[misc]
    UserSession.objects.create_from_request(request)


def of(request: HttpRequest) -> list[SignedIn]:
    """Where the user is signed in now, this place first and then what was used last. Two queries."""
    noted = {row.session_key: row for row in UserSession.objects.filter(user=request.user.pk)}  # type: ignore[misc]
    kept = Session.objects.filter(session_key__in=noted, expire_date__gt=timezone.now())
    found = []
    for session in kept:
        row, data = noted[session.session_key], session.get_decoded()
        if data.get("_auth_user_id") != str(request.user.pk):
            continue
        seen = dt.datetime.fromtimestamp(data["seen"], tz=dt.UTC) if "seen" in data else row.created_at
        here = session.session_key == request.session.session_key
        found.append(SignedIn(row.pk, device(row.user_agent), row.created_at, max(seen, row.created_at), here))
    return sorted(found, key=lambda one: (not one.here, -one.seen.timestamp()))


def _end(rows: QuerySet[UserSession]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_one(request: HttpRequest, pk: int) -> bool:
    """Another session of one's own; False where it is not there."""
    return bool(_end(_others(request).filter(pk=pk)))


def end_others(request: HttpRequest) -> int:
    """All of one's own but this one; how many."""
    return _end(_others(request))


def _others(request: HttpRequest) -> QuerySet[UserSession]:
    rows = UserSession.objects.filter(user=request.user.pk)  # type: ignore[misc]
    return rows.exclude(session_key=request.session.session_key)


def end_all(user: User) -> int:
    """All sessions of the user: at the next click there is none; how many."""
    return _end(UserSession.objects.filter(user=user))


def forget() -> int:
    """Take away the sessions that are over, of everybody: what was typed can stand in one. How many.

    One in which somebody was signed in stays over a weekend more: a form that is still open is sent on (again.ran_out).
    """
    over = Session.objects.filter(expire_date__lt=timezone.now())
    noted = UserSession.objects.values("session_key")
    found, _of = over.exclude(Q(expire_date__gte=timezone.now() - WEEKEND) & Q(session_key__in=noted)).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return found


def number(user: User) -> int:
    """On how many devices the user is signed in now."""
    keys = UserSession.objects.filter(user=user).values("session_key")
    return Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).count()


def moved(request: HttpRequest, before: str | None) -> None:
    """The session goes on under another key (a password was changed)."""
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
