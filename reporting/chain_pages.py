"""The chain on one screen, for who steers: where we stand, what came in and went out, what holds people up, who is out of sight,
what is to be mended, and what was last reported. Each figure is that of its own page, by its own function."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from chain import formats
from chain.days import today
from chain.models import Membership, Partner
from clients import unseen
from clients.reasons import AHEAD, REASONS
from reporting import flow_figures, quality_figures, waiting
from reporting.charts import progress_bar
from reporting.dashboard_tables import HEADINGS, Standing, last_day, standing
from reporting.models import KINDS, Report
from reporting.people_waiting import people_url
from reporting.scope import Scope, scope_of, steering
from reporting.tabs import tabs

ONE_DAY = dt.timedelta(1)


@login_required
@require_GET
def chain_view(request: HttpRequest) -> HttpResponse:
    """The page; `gemeente` in the address narrows what is of people."""
    membership = steering(request)
    scope, form = scope_of(
        membership, {name: request.GET[name] for name in ("gemeente", "programma") if name in request.GET}
    )
    place = scope.municipality.pk if scope.municipality else None
    now = waiting.waiting(place)
    held = waiting.bottleneck(now)
    here = unseen.Asked(place=scope.municipality.code if scope.municipality else "")
    known = unseen.there(membership, here)
    context = {
        "section": "targets", "tabs": tabs(membership, "chain_view"), "scope": scope, "form": form,
        "as_of": last_day(scope.programme) if scope.programme else None,
        "begun": scope.programme is not None and scope.programme.started_on <= today(),
        "standing": _standing(scope), "quarter": _quarter(scope), "conclusion": waiting.conclusion(now),
        "turn": [one for one in Partner.objects.filter(chain_id=scope.chain_id) if any(one.pk in row.partners for row in held)],
        "people": next((url for row in held if (url := people_url(membership, row.kind, scope.municipality))), ""),
        "whole": now.whole,
        "unseen": next((row for row in known.figures if row["whole"]), None), "reasons": _reasons(known, here),
        "unseen_url": here.address(),
        "mend": _to_mend(membership, place),
        "report": Report.objects.filter(chain_id=scope.chain_id, published_at__isnull=False).defer("content").first(),
        "query": urlencode({"gemeente": scope.municipality.code}) if scope.municipality else "",
    }  # fmt: skip
    return render(request, "reporting/chain.html", context)


@dataclass(frozen=True)
class Stand:
    """A result on the screen: what it is called, its figures, the bar towards the target, and its page."""

    kind: str
    name: object
    figures: Any
    bar: dict[str, Any] | None
    url: str


def _standing(scope: Scope) -> list[Stand]:
    """Both results of the programme as of today, or its last day; none where there is no programme. Two queries."""
    if scope.programme is None:
        return []
    day = last_day(scope.programme)
    found: Standing = standing(scope.programme, day, scope.places)
    place = scope.municipality.pk if scope.municipality else None
    asked = {"gemeente": scope.municipality.code} if scope.municipality else {}
    url = reverse("dashboard", args=[scope.programme.key]) + (f"?{urlencode(asked)}" if asked else "")
    return [
        Stand(
            kind, HEADINGS[kind][one.extra is None], one,
            progress_bar(one.extra, one.target, one.pace) if one.extra is not None and one.target else None, url,
        )
        for kind in KINDS for one in [found.figures(kind, place)]
    ]  # fmt: skip


def last_quarter(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the last quarter of the calendar that was over before the day."""
    begin = dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    last = begin - ONE_DAY
    return dt.date(last.year, last.month - 2, 1), last


def _quarter(scope: Scope) -> dict[str, Any]:
    """People on a counted benefit in the last quarter: at its start, in, through, out and at its end. One query."""
    first, last = last_quarter(today())
    moves = flow_figures.benefits(replace(scope, first=first, day=last))
    asked = {"van": formats.day_typed(first), "op": formats.day_typed(last)}
    if scope.municipality:
        asked["gemeente"] = scope.municipality.code
    if scope.programme:  # whose schemes count
        asked["programma"] = scope.programme.key
    return {
        "first": first, "last": last, "start": moves.start, "end": moves.end, "in": moves.arrived(), "out": moves.left(),
        "through": moves.total("through", ("down", "up")),
        "work": moves.total("out", ("work",)), "url": f"{reverse('flow')}?{urlencode(asked)}",
    }  # fmt: skip


def _to_mend(membership: Membership, place: int | None) -> dict[str, Any]:
    """What is to be mended in the record: how much, and since when the oldest is so where that is known. One query."""
    found = quality_figures.figures(membership, place)
    return {"number": found.number, "since": min((row[3] for row in found.by_check.values() if row[3]), default=None)}


def _reasons(known: unseen.There, here: unseen.Asked) -> list[tuple[str, int, str]]:
    """The reasons why people are out of sight, those with most people first, three at most: name, people, address.

    here: the municipality that is chosen.
    """
    whole = next((row for row in known.figures if row["whole"]), None)
    if whole is None:
        return []
    found = [
        (capfirst(str(one.label)), whole[f"of_{key}"], key)
        for key, one in REASONS.items() if key != AHEAD and whole[f"of_{key}"]
    ]  # fmt: skip
    found.sort(key=lambda row: -row[1])
    return [(name, people, here.address(reden=key)) for name, people, key in found[:3]]
