"""The agenda: what is to come today and in the week ahead, of oneself or of all of one's partner; made for a phone first."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.days import today
from chain.formats import day_near, day_short, weekday
from chain.models import Membership
from chain.parts import CASEWORKERS
from chain.registry import registered
from clients import access, appointments
from clients.day_tabs import tabs
from clients.models import Client
from clients.registered import AgendaItem

DAYS = 7
MOST = 150  # people on the page
EARLIEST = dt.date(2000, 1, 1)
LATEST = dt.date(2199, 1, 1)


@dataclass(frozen=True)
class Day:
    on: dt.date
    name: str
    today: bool
    rows: list[tuple[AgendaItem, str]]  # and whose diary it is, where that is not the reader's


def items(membership: Membership, users: list[int], first: dt.date, last: dt.date) -> list[AgendaItem]:
    """From the floors that have something (SNOER_AGENDA), in the order of the day; what has no hour comes first."""
    found = [item for function in registered("SNOER_AGENDA") for item in function(membership, users, first, last)]
    return sorted(found, key=lambda item: (item.on, item.time or dt.time.min, item.name, item.url))


@login_required
@never_cache
@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    """Seven days from `van` (today); `wie`: a colleague, or `iedereen` of one's own partner. The looks are logged."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.partner is None or membership.role not in CASEWORKERS:
        raise PermissionDenied
    now, names = today(), {user.pk: str(user) for user in appointments.colleagues(membership)}
    first = _from(request.GET.get("van", ""))
    who = request.GET.get("wie", "")
    chosen = (
        int(who) if who.isascii() and who.isdecimal() and len(who) < 10 and int(who) in names else membership.user_id
    )
    users = list(names) if who == "iedereen" else [chosen]
    found = items(membership, users, first, first + dt.timedelta(DAYS - 1))
    people = {
        one.number: one
        for one in Client.objects.visible_to(membership).filter(number__in={item.number for item in found})[:MOST]
    }
    shown = [item for item in found if item.number in people]
    access.looks(membership, people.values(), ["client", "plan"])
    several = len(users) > 1
    days = [
        Day(on, _name(on), on == now,
            [(item, names.get(item.user, "") if several else "") for item in rows])
        for on, rows in groupby(shown, key=lambda item: item.on)
    ]  # fmt: skip
    here = f"&wie={who}" if users != [membership.user_id] else ""
    context: dict[str, Any] = {
        "section": "day", "tabs": tabs(membership, "agenda"), "days": days,
        "first": first, "last": first + dt.timedelta(DAYS - 1), "today": now,
        "from_today": first == now, "everyone": several, "more": len(shown) < len(found),
        "nothing_today": first <= now < first + dt.timedelta(DAYS) and not any(day.today for day in days),
        "chosen": chosen if not several else "iedereen", "names": sorted(names.items(), key=lambda each: each[1]),
        "before": f"{reverse('agenda')}?van={first - dt.timedelta(DAYS)}{here}",
        "after": f"{reverse('agenda')}?van={first + dt.timedelta(DAYS)}{here}", "me": membership.user_id,
        "asks": translate("Hoe liep het?"),
    }  # fmt: skip
    return render(request, "clients/agenda.html", context)


def _from(typed: str) -> dt.date:
    try:
        first = dt.date.fromisoformat(typed)
    except ValueError:
        return today()
    return first if EARLIEST < first < LATEST else today()


def _name(on: dt.date) -> str:
    near = day_near(on)
    if near == day_short(on):
        return f"{capfirst(weekday(on))} {near}"
    return translate("%(near)s, %(weekday)s %(day)s") % {
        "near": capfirst(near),
        "weekday": weekday(on),
        "day": day_short(on),
    }
