"""What administrators did about how somebody signs in: added to in the act itself, shown with the user, and told to whom it
is about."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as translate

from chain import formats
from chain.models import Membership, User, UserAct

SHOWN = 10
BEFORE = "signed_in_before"  # in the session, until it is told: when its user last signed in before


def note(by: Membership, user: User, act: str) -> None:
    UserAct.objects.create(chain_id=by.chain_id, membership=by, user=user, act=act)


def newest(by: Membership, user: User) -> QuerySet[UserAct]:
    """The last ones, for an administrator or the user."""
    return _of(by, user)[:SHOWN]


def _of(by: Membership, user: User) -> QuerySet[UserAct]:
    rows = UserAct.objects.filter(chain_id=by.chain_id, user=user).select_related("membership__user")
    return rows.order_by("-at", "-pk")


def remember(sender: type, request: HttpRequest | None, user: User, **more: Any) -> None:
    """At signing in, before Django writes down that somebody signed in now (chain/apps.py)."""
    if request is not None and user.last_login:
        request.session[BEFORE] = user.last_login.isoformat()


def tell(request: HttpRequest) -> None:
    """On the first page after signing in: what was done about it since the last time, by others than oneself."""
    before = request.session.pop(BEFORE, None)
    if before is None:
        return
    user: User = request.user  # type: ignore[assignment]
    done = _of(request.membership, user).filter(at__gt=dt.datetime.fromisoformat(before))  # type: ignore[attr-defined]
    for each in done.exclude(membership__user=user)[:SHOWN]:
        said = {"act": each.get_act_display(), "at": formats.moment(each.at), "who": each.membership.user}
        messages.warning(request, translate(
            "Een beheerder veranderde iets aan uw aanmelden: %(act)s (%(at)s, %(who)s). Wist u hier niet van? Zeg het dan "
            "meteen tegen uw privacy officer."
        ) % said)  # fmt: skip
