"""The pages of learning lines: all of them, one drawn as a string with who is where, and everybody at one station."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chain.models import Membership
from clients import access, search
from clients.models import Client
from development import line_shown, lines
from development.models import LearningLine, Stay

PAGE = 25
FOUND = 8  # people offered by name
LISTS = {"": _("Daar nu"), "komt": _("Komt nog of wacht")}
STATES = {"": ["running"], "komt": ["held", "waiting"]}


@login_required
@require_safe
def line_list(request: HttpRequest) -> HttpResponse:
    """The chain's lines with how many are on them, can move on, are stuck and wait; `voor`: somebody is to come in."""
    membership = lines.reader(request)
    rows = list(LearningLine.objects.filter(chain_id=membership.chain_id).select_related("partner")[: lines.MOST])
    there, placed = line_shown.all_of(rows), lines.placed([row.pk for row in rows])
    offered = line_shown.vacancies_of(membership, rows)
    number = request.GET.get("voor", "")[:12]
    shown = [
        {"line": row, "state": lines.state(row), "stops": there[row.pk], "summary": line_shown.summary(there[row.pk]),
         "stuck": [f"{stop.station.name}: {each}" for stop in there[row.pk] for each in stop.stuck], "placed": placed[row.pk].all,
         "vacancies": offered.get(row.pk, 0), "url": _address(row, number),
         "waiting": sum(stop.tally.waiting for stop in there[row.pk])}
        for row in rows
    ]  # fmt: skip
    shown.sort(key=lambda each: each["state"] == "over")
    context = {
        "section": "development", "rows": shown, "writes": lines.may_write(membership),
        "reads_vacancies": membership.reads("vacancies") and membership.reads("employers"),
    }  # fmt: skip
    return render(request, "development/lines.html", context)


def _address(line: LearningLine, number: str = "") -> str:
    url = reverse("line", args=[line.pk])
    return f"{url}?{urlencode({'voor': number})}" if number else url


@login_required
@never_cache
@require_safe
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """One line: its string, what there is of room, who is where (in sight), tasks, schools and the work at the end.

    `voor`: a client's number or name, for whom each station then has a way in.
    """
    membership, found = lines.one(request, line_id)
    there, left = line_shown.stops(lines.stations(found), lines.tallies([found.pk]))
    placed = lines.placed([found.pk])[found.pk]
    takers = line_shown.takers(membership, found, placed)
    sees = line_shown.meet(membership, [*there, *left])
    offered = sum(taker.open for taker in takers)
    context = {
        "section": "development", "line": found, "state": lines.state(found), "stops": there, "left": left,
        "string": line_shown.string(found, there, len(takers), offered, placed.all), "summary": line_shown.summary(there),
        "stuck": [(stop, each) for stop in [*there, *left] for each in stop.stuck],
        "takers": takers, "offered": offered, "placed": placed.all, "reads_vacancies": membership.reads("vacancies"),
        "tasks": line_shown.tasks_of(found), "schools": found.schools.order_by("school", "course"),  # type: ignore[attr-defined]
        "sees": sees, "writes": lines.may_write(membership), "most": line_shown.PEOPLE,
        "brings_in": membership.writes("plan"), **_entrant(request, membership, there),
    }  # fmt: skip
    return render(request, "development/line.html", context)


def _entrant(request: HttpRequest, membership: Membership, there: list[line_shown.Stop]) -> dict[str, Any]:
    """Who is to come in: the one with that number, or those whose name begins so; looked at as any list of people."""
    typed = request.GET.get("voor", "").strip()[: search.LONGEST].replace("\x00", "")
    if not typed or not membership.writes("plan"):
        return {"asked": ""}
    seen = Client.objects.visible_to(membership).filter(closed_on=None)
    wanted, number = search.words(typed), search.as_number(typed)
    people = list(seen.filter(number=number)) if number else []
    if not people and wanted:
        people = list(search.named(seen, wanted, membership.chain_id).order_by("sort_name", "pk")[:FOUND])
    access.looks(membership, people, ["client"])
    if len(people) == 1:
        entrant = people[0]
        ways = [(stop, line_shown.entry_url(entrant.number, stop.station)) for stop in there]
        return {"asked": typed, "entrant": entrant, "ways": ways}
    return {"asked": typed, "people": people}


@login_required
@never_cache
@require_safe
def station(request: HttpRequest, line_id: int, station_id: int) -> HttpResponse:
    """Everybody in sight at the station, or (`lijst=komt`) on the way to it; 25 at a time, longest there first."""
    membership, found = lines.one(request, line_id)
    if not membership.reads("plan"):
        raise PermissionDenied
    there, left = line_shown.stops(lines.stations(found), lines.tallies([found.pk]))
    stop = next((each for each in [*there, *left] if each.station.pk == station_id), None)
    if stop is None:
        raise Http404
    chosen = request.GET.get("lijst", "")
    chosen = chosen if chosen in LISTS else ""
    seen = line_shown.in_sight(membership).filter(station=stop.station, state__in=STATES[chosen])
    day = "asked_on" if chosen else "held_from"
    after = request.GET.get("na", "")
    rows = list(_after(seen, day, after, membership).order_by(day, "pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    people = line_shown.people(membership, stop, rows)
    access.looks(membership, (one.client for one in people), ["plan"])
    kept = {"lijst": chosen} if chosen else {}
    context = {
        "section": "development", "line": found, "stop": stop, "people": people, "chosen": chosen,
        "lists": LISTS.items(), "number": stop.tally.held + stop.tally.waiting if chosen else stop.tally.running,
        "next_url": "?" + urlencode(kept | {"na": str(rows[-1].pk)}) if more else "",
        "first_url": "?" + urlencode(kept) if after else "", "previous_url": "",
    }  # fmt: skip
    return render(request, "development/station.html", context)


def _after(seen: QuerySet[Stay], day: str, after: str, membership: Membership) -> QuerySet[Stay]:
    """Those that come behind the stay with that id, which has to be one in sight."""
    if not after.isdecimal() or len(after) > 17:
        return seen
    last = get_object_or_404(Stay, pk=int(after), chain_id=membership.chain_id)
    value = getattr(last, day)
    return seen.filter(Q(**{f"{day}__gt": value}) | Q(**{day: value, "pk__gt": last.pk}))
