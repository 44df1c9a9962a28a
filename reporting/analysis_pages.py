"""The pages of the analysis: the figures for who steers, who is behind them for who may see that, and the way to a round."""

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.addresses import number
from chain.models import Membership
from chain.parts import ARCHIVE, WITHOUT_FILES
from clients import access
from clients.models import Client
from diagnosis.screening import may_make
from reporting.analysis import (
    CROSSED,
    SHOWN,
    TOTAL,
    Asked,
    crossed_table,
    crossing,
    numbers,
    renewed,
    tables_of,
)
from reporting.facet_choice import PLACE, asked, parts
from reporting.facet_kinds import BY_NAME, ELSEWHERE, UNKNOWN
from reporting.facet_sql import SOME
from reporting.group_chart import share_of
from reporting.scope import Scope, scope_of, steering
from reporting.tables import Line, Table
from reporting.tabs import tabs

PAGE = 25


def reads_people(membership: Membership, wanted: Asked) -> bool:
    """Whether the membership can see who is behind the choice: it sees files, and reads all parts that the choice tells of."""
    sees = membership.role not in WITHOUT_FILES | ARCHIVE and membership.reads("client")
    return sees and all(map(membership.reads, parts(wanted.chosen)))


@login_required
@never_cache
@require_GET
def analysis(request: HttpRequest) -> HttpResponse:
    """Every kind of group with bars, or two crossed (`rij`, `kolom`, `toon`); narrowed by what stands in the address."""
    membership = steering(request)
    scope, _form = scope_of(membership, request.GET.dict())
    wanted = Asked.of(scope)
    when, behind = renewed(scope)
    if wanted.crossed:
        found = [crossed_table(wanted, crossing(scope, wanted), scope.places)]
        total = _whole(scope, wanted, found[0])
    else:
        counted = numbers(scope, wanted)
        found, total = tables_of(scope, wanted, counted), counted[""][""]
    sees = reads_people(membership, wanted) and bool(wanted.chosen)
    context = {
        "section": "targets", "tabs": tabs(membership, "analysis"), "wanted": wanted, "total": total, "when": when,
        "behind": behind, "query": request.GET.urlencode(), "choices": _choices(wanted, scope),
        "uncrossed": reverse("analysis") + wanted.address(rij="", kolom="", toon=""),
        "kinds": [(kind.name, kind.title) for kind in BY_NAME.values()], "shows": list(SHOWN.items()),
        "panels": [] if wanted.crossed else [_panel(table, wanted) for table in found],
        "crossed": _crossed(found[0], wanted) if wanted.crossed else None,
        "people_url": _address("analysis_people", wanted) if sees and total else "",
        "round_url": _round(membership, wanted) if sees and total else "",
    }  # fmt: skip
    return render(request, "reporting/analysis.html", context)


def _whole(scope: Scope, wanted: Asked, table: Table) -> int:
    """How many were chosen, where the table may be in percents."""
    value = table.cell(TOTAL, TOTAL)
    return value if wanted.shown == "aantal" and isinstance(value, int) else numbers(scope, wanted)[""][""]


def _address(page: str, wanted: Asked) -> str:
    return f"{reverse(page)}?{urlencode(wanted.chosen)}"


def _round(membership: Membership, wanted: Asked) -> str:
    """On to a round, which asks for more than a municipality; "" for who makes none."""
    there = wanted.chosen.keys() - {PLACE} and may_make(membership)
    return _address("analysis_screening", wanted) if there else ""


def _choices(wanted: Asked, scope: Scope) -> list[tuple[str, str]]:
    """(in words, address without it) of what is chosen."""
    return [(text, wanted.address(**{name: ""})) for name, text in wanted.words(scope.places)]


def _narrows(name: str, line: Line, people: object) -> bool:
    """Whether the page can be narrowed to the line: of municipalities to those of the chain."""
    return bool(people) and line.key != TOTAL and not (name == PLACE and line.key in (UNKNOWN, ELSEWHERE))


def _panel(table: Table, wanted: Asked) -> dict[str, Any]:
    """A table with, for each line, its texts, how long its bar is and the page narrowed to it."""
    most = max((people for line in table.lines if isinstance(people := line.cells[0], int)), default=0)
    lines = [
        {
            "line": line, "whole": whole, "texts": [text for _column, text, _url in cells],
            "bar": "" if whole or not line.cells[0] else share_of(line.cells[0], most), "unknown": line.key == UNKNOWN,
            "url": wanted.address(**{table.key: line.key}) if _narrows(table.key, line, line.cells[0]) else "",
        }
        for line, whole, cells in table.shown()
    ]  # fmt: skip
    return {"table": table, "lines": lines, "means": BY_NAME[table.key].means}


def _crossed(table: Table, wanted: Asked) -> Table:
    """The crossing, each number with the address of the page narrowed to its row and column."""
    row, column = wanted.row, wanted.column
    lines = []
    for line in table.lines:
        there = {
            each.key: wanted.address(**{row: line.key, column: each.key, "rij": "", "kolom": "", "toon": ""})
            for each, value in zip(table.columns, line.cells, strict=True)
            if each.key != TOTAL and _narrows(row, line, value) and _narrows(column, Line("", (), each.key), value)
        }  # fmt: skip
        lines.append(Line(line.name, line.cells, line.key, there))
    return Table(
        CROSSED,
        table.title,
        table.head,
        table.columns,
        tuple(lines),
        table.total,
        table.adds,
        table.note,
        table.definition,
    )


@login_required
@never_cache
@require_GET
def analysis_people(request: HttpRequest) -> HttpResponse:
    """Who is behind the choice, as far as the reader sees them, by name; `na`: after that person (an id)."""
    membership = steering(request)
    scope, _form = scope_of(membership, request.GET.dict())
    wanted = Asked.of(scope)
    if not reads_people(membership, wanted):
        raise PermissionDenied
    after = number(request.GET.get("na"))
    ids, whole = _people(scope, wanted, int(after) if after else None)
    found = Client.objects.visible_to(membership).select_related("home", "lead").in_bulk(ids[:PAGE])
    people = [found[pk] for pk in ids[:PAGE] if pk in found]
    access.looks(membership, people, ["client", *parts(wanted.chosen)])
    counted = numbers(scope, wanted)[""][""]
    context = {
        "section": "targets", "wanted": wanted, "choices": wanted.words(scope.places), "people": people, "counted": counted,
        "visible": whole, "many": whole > SOME, "back": reverse("analysis") + wanted.address(), "after": after,
        "next_url": f"{_address('analysis_people', wanted)}&na={ids[PAGE - 1]}" if len(ids) > PAGE else "",
        "round_url": _round(membership, wanted) if whole else "",
    }  # fmt: skip
    return render(request, "reporting/analysis_people.html", context)


def _people(scope: Scope, wanted: Asked, after: int | None) -> tuple[list[int], int]:
    """Ids of a page of people and one more, and how many the reader sees, at most SOME and one; of a page past the last one 0."""
    place = scope.municipality.pk if scope.municipality else None
    chosen = json.dumps(asked(wanted.chosen, place))
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from snoer_faceted(%s, %s::jsonb, %s, %s)", [scope.chain_id, chosen, after, PAGE + 1]
        )  # fmt: skip
        rows = cursor.fetchall()
    return [pk for pk, _number in rows], rows[0][1] if rows else 0


@login_required
@require_GET
def analysis_screening(request: HttpRequest) -> HttpResponse:
    """On to a new round of who was chosen: its page shows how many of them it would hold, before there is a round."""
    membership = steering(request)
    scope, _form = scope_of(membership, request.GET.dict())
    wanted = Asked.of(scope)
    if not may_make(membership) or not reads_people(membership, wanted):
        raise PermissionDenied
    if not wanted.chosen.keys() - {PLACE}:
        return redirect(reverse("analysis") + wanted.address())
    return redirect(f"{reverse('screening_new')}?{urlencode({'selectie': 'facets', 'kijk': '1'} | wanted.chosen)}")
