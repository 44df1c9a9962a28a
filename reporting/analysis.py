"""The caseload analysed: how many people with an open file fall into which group, one kind at a time or two crossed.

The numbers are of all of the chain, the same for everybody who steers (reporting/facet_sql.py). What is chosen stands in the
address, by name of the kind: `leeftijd=27-34&gemeente=GM0935`; `rij` and `kolom` cross two kinds, and `toon` says in what.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from chain.models import JobRun, Municipality, Outbox
from reporting.facet_choice import PLACE, asked, told, understood
from reporting.facet_kinds import BY_NAME, ELSEWHERE, KINDS, UNKNOWN, Kind
from reporting.facets import JOB
from reporting.group_chart import group_chart
from reporting.scope import Scope, Section
from reporting.tables import Column, Drawing, Line, Table

NUMBER, OF_ROW, OF_COLUMN = "aantal", "rij", "kolom"
SHOWN = {NUMBER: _("aantal"), OF_ROW: _("% van de rij"), OF_COLUMN: _("% van de kolom")}
TOTAL = "total"
CROSSED = "kruising"  # the key of its table
Numbers = dict[str, dict[str, int]]  # kind -> group -> people; "" -> "" all of them


@dataclass(frozen=True)
class Asked:
    """What the address asks for. chosen: name -> group, with the municipality by its code; row, column: names of the kinds
    that are crossed, "" for none. wrong: what was not understood, in words, and is left out."""

    chosen: dict[str, str] = field(default_factory=dict)
    row: str = ""
    column: str = ""
    shown: str = NUMBER
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, scope: Scope) -> "Asked":
        data, wrong = scope.asked, []
        chosen = understood(data)
        for name in BY_NAME:
            if data.get(name) and name not in chosen and not (name == PLACE and scope.municipality):
                wrong.append(translate("Deze keuze is er niet: %(kind)s") % {"kind": str(BY_NAME[name].title).lower()})
        if scope.municipality:
            chosen[PLACE] = scope.municipality.code
        row, column = (data.get(name, "") if data.get(name, "") in BY_NAME else "" for name in ("rij", "kolom"))
        if bool(data.get("rij")) != bool(data.get("kolom")):
            wrong.append(translate("Kies een rij en een kolom"))
        elif (data.get("rij") or data.get("kolom")) and not (row and column):
            wrong.append(translate("Deze kruising is er niet"))
        elif row and row == column:
            wrong.append(translate("Kies voor de kolom iets anders dan voor de rij"))
        if not row or not column or row == column:
            row = column = ""
        return cls(chosen, row, column, data["toon"] if data.get("toon") in SHOWN else NUMBER, wrong)

    @property
    def crossed(self) -> bool:
        return bool(self.row)

    def address(self, **changes: str) -> str:
        """The query of the page with these changes; what is empty is left out."""
        crossing = {"rij": self.row, "kolom": self.column, "toon": self.shown if self.shown != NUMBER else ""}
        here = self.chosen | crossing | changes
        return "?" + urlencode({name: value for name, value in here.items() if value})

    def words(self, places: list[Municipality]) -> list[tuple[str, str]]:
        """(name, in words) of each choice, in the order of the kinds."""
        named = {place.code: place.name for place in places}
        return [
            (name, named.get(self.chosen[name], "") if name == PLACE else told({name: self.chosen[name]})[0])
            for name in BY_NAME if name in self.chosen
        ]  # fmt: skip


def numbers(scope: Scope, wanted: Asked) -> Numbers:
    """The people of each group of each kind, narrowed to what is chosen: one question."""
    found: Numbers = {}
    codes = _codes(scope)
    for key, number, people in _ask("select * from snoer_caseload(%s::jsonb)", _params(scope, wanted)):
        group = _group(KINDS[key], number, codes) if key else ""
        there = found.setdefault(key, {})
        there[group] = there.get(group, 0) + people
    return found


def crossing(scope: Scope, wanted: Asked) -> dict[tuple[str, str], int]:
    """The people of each row and column; where one of them is the target group, whose groups do not add up, beside TOTAL
    those of the other alone."""
    row, column, codes = BY_NAME[wanted.row], BY_NAME[wanted.column], _codes(scope)
    sql = "select * from snoer_caseload_crossed(%s, %s, %s::jsonb)"
    found: dict[tuple[str, str], int] = {}
    for one, other, people in _ask(sql, row.key, column.key, _params(scope, wanted)):
        place = _group(row, one, codes), _group(column, other, codes)
        found[place] = found.get(place, 0) + people
    return found


def _group(kind: Kind, number: int | None, codes: Mapping[int, str]) -> str:
    """The key of the group; municipalities that are not of the chain are one group together."""
    if number is None:
        return TOTAL
    return codes.get(number, ELSEWHERE) if kind.name == PLACE else kind.at(number)


def _codes(scope: Scope) -> dict[int, str]:
    return {0: UNKNOWN} | {place.pk: place.code for place in scope.places}


def _params(scope: Scope, wanted: Asked) -> str:
    return json.dumps(asked(wanted.chosen, scope.municipality.pk if scope.municipality else None))


def _ask(sql: str, *params: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def groups(kind: Kind, places: list[Municipality]) -> list[tuple[str, str]]:
    """(key in the tables, name) of every group of the kind, the last one who is in none."""
    named: Mapping[str, object] = kind.groups
    if kind.name == PLACE:
        named = {place.code: place.name for place in places} | {ELSEWHERE: translate("buiten de keten")}
    return [*((key, str(name)) for key, name in named.items()), (UNKNOWN, str(kind.unknown))]


def percent(part: int, whole: int) -> int | None:
    """Whole percents, rounded half up; None of nobody."""
    return int((Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else None


def facet_table(kind: Kind, found: Numbers, places: list[Municipality]) -> Table:
    """The people of each group of the kind, and their share of all that were chosen."""
    there, whole = found.get(kind.key, {}), found[""][""]
    columns = (
        Column("people", translate("Inwoners"), means="open-file"),
        Column("share", translate("Deel"), "percent", people=False, of="people"),
    )
    lines = tuple(
        Line(name, (there.get(key, 0), percent(there.get(key, 0), whole)), key) for key, name in groups(kind, places)
    )
    total = Line(translate("Alle inwoners"), (whole, percent(whole, whole)), TOTAL)
    return Table(
        kind.name, str(kind.title), str(kind.title), columns, lines, total, not kind.several,
        _note(kind.several), "caseload",
    )  # fmt: skip


def _note(several: bool) -> str:
    return (
        translate("Iemand kan in meer doelgroepen zijn. Samen zijn de regels dus meer dan alle inwoners.")
        if several
        else ""
    )


def crossed_table(wanted: Asked, cells: Mapping[tuple[str, str], int], places: list[Municipality]) -> Table:
    """The two kinds crossed: numbers, or percents of the row or the column, with who is in none and the totals."""
    row, column = BY_NAME[wanted.row], BY_NAME[wanted.column]
    known = _with_totals(row, column, cells)
    across, down = groups(column, places), groups(row, places)

    def cell(one: str, other: str) -> int | None:
        people = known.get((one, other), 0)
        if wanted.shown == NUMBER:
            return people
        return percent(people, known.get((one, TOTAL) if wanted.shown == OF_ROW else (TOTAL, other), 0))

    kind = "number" if wanted.shown == NUMBER else "percent"
    adds = not column.several and wanted.shown != OF_COLUMN
    columns = tuple(Column(key, name, kind) for key, name in across)
    columns += (Column(TOTAL, translate("Samen"), kind, sums=tuple(key for key, _n in across) if adds else ()),)
    every = [*(key for key, _name in across), TOTAL]
    return Table(
        CROSSED, f"{row.title} × {str(column.title).lower()}", str(row.title), columns,
        tuple(Line(name, tuple(cell(key, other) for other in every), key) for key, name in down),
        Line(translate("Samen"), tuple(cell(TOTAL, other) for other in every), TOTAL),
        not row.several and wanted.shown != OF_ROW, _note(row.several or column.several), "caseload",
    )  # fmt: skip


def _with_totals(row: Kind, column: Kind, cells: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The cells with the totals of rows, of columns and of all."""
    known = dict(cells)
    for (one, other), people in cells.items():
        if TOTAL in (one, other):  # of the kind that adds up, beside target groups
            known[TOTAL, TOTAL] = known.get((TOTAL, TOTAL), 0) + people
            continue
        if not column.several:
            known[one, TOTAL] = known.get((one, TOTAL), 0) + people
        if not row.several:
            known[TOTAL, other] = known.get((TOTAL, other), 0) + people
        if not (row.several or column.several):
            known[TOTAL, TOTAL] = known.get((TOTAL, TOTAL), 0) + people
    return known


def tables_of(scope: Scope, wanted: Asked, found: Numbers) -> list[Table]:
    """A table for each kind, without those that are one group by the choice."""
    return [facet_table(kind, found, scope.places) for kind in _open(wanted)]


def _open(wanted: Asked) -> Iterator[Kind]:
    return (kind for kind in KINDS.values() if kind.name not in wanted.chosen)


def tables(scope: Scope) -> list[Table]:
    """The section: the crossing where the address asks for one, else every kind. Whatever day is asked for, it is of when the
    rows were renewed, and says so."""
    wanted = Asked.of(scope)
    if wanted.crossed:
        found = [crossed_table(wanted, crossing(scope, wanted), scope.places)]
    else:
        found = tables_of(scope, wanted, numbers(scope, wanted))
    when, _behind = renewed(scope)
    of = translate("Stand van %(day)s.") % {"day": formats.day_long(when)} if when else translate("Nog niet geteld.")
    return [replace(table, note=f"{of} {table.note}".strip()) for table in found]


def drawings(scope: Scope) -> list[Drawing]:
    """The bars of each kind, for reports and files."""
    wanted = Asked.of(scope)
    if wanted.crossed:
        return []
    return [group_chart(table) for table in tables_of(scope, wanted, numbers(scope, wanted))]


def renewed(scope: Scope) -> tuple[Any, bool]:
    """When the rows were last renewed (None: never), and whether something changed since."""
    run = JobRun.objects.filter(chain_id=scope.chain_id, job=JOB).order_by("-ended_at").first()
    waits = Outbox.objects.filter(chain_id=scope.chain_id, topic__in=("facts", "facet"), done_at__isnull=True)
    return run and run.ended_at, waits.exists()


SECTION = Section("caseload", _("Bestand"), tables, drawings, outside=True)
