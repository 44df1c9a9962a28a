"""Where somebody stood over time: what was said in the chain's words, and the ladder that the plan tells, in one line."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chain.days import today
from chain.models import Membership
from clients import access
from clients.asked import ask
from clients.models import Client
from clients.models.standing import WAYS
from clients.standing import TONES, answer

LADDER, ABILITY = "ladder", "work-ability"
ORDER = (LADDER, ABILITY, "distance")
FROM_PLAN = {"begin": gettext_lazy("begin van het plan"), "review": gettext_lazy("evaluatie van het plan"),
             "end": gettext_lazy("einde van het plan")}  # fmt: skip
# What was said, for who reads its part; what a plan tells of the ladder, for who reads the plan.
SAID = """
    select d.key, d.name, d.kind, d.position, a.value, a.percent, a.way, a."on", a.at, a.id{more}
    from clients_assessment a join clients_definition d on d.id = a.definition_id{joins}
    where a.client_id = %(client)s and a.part in ({parts})"""
IN_PLAN = """
    select '' as key, '' as name, 'ladder' as kind, null::int as position, {value}::text as value, null::int as percent,
      '{way}' as way, {on} as "on", {at} as at, p.id{more} from {tables} where p.client_id = %(client)s
      and {value} is not null"""
PLANS = (  # way, where the step of the ladder stands, its day, when it was written
    ("begin", "p.ladder_start", "p.started_on", "p.started_on::timestamptz", "clients_plan p"),
    ("review", "e.ladder", 'e."on"', "e.at", "clients_plan p join clients_evaluation e on e.plan_id = p.id"),
    ("end", "p.ladder_end", "p.ended_on", "p.ended_on::timestamptz", "clients_plan p"),
)
MORE = ", {ground} as ground, {partner} as partner, {colour} as colour, {author} as author"


class Point(NamedTuple):
    """What was said on a day: by whom, and how they came to it. `planned`: told by a plan."""

    on: dt.date
    value: str
    percent: int | None
    said: object
    way: object
    planned: bool = False
    tone: str = ""
    ground: str = ""
    author: str = ""
    partner: str = ""
    colour: str = ""


@dataclass
class Line:
    """One word over time, oldest first; of a day the last that was said holds."""

    name: str
    kind: str
    points: list[Point] = field(default_factory=list)


def question(membership: Membership, client: Client, *, whole: bool = False) -> str:
    """The select of what the membership may read of it; with `whole` also who said it on what ground. "" for nothing."""
    parts = access.readable(membership, client, "profile", "capacity")
    if not parts:
        return ""
    people = " join chain_partner o on o.id = {0}.partner_id join chain_user u on u.id = {0}.author_id"
    named = {"partner": "o.name", "colour": "o.colour", "author": "u.name"}
    selects = [
        SAID.format(
            parts=", ".join(f"'{part}'" for part in parts), joins=people.format("a") if whole else "",
            more=MORE.format(ground="a.ground", **named) if whole else "",
        )
    ]  # fmt: skip
    if "profile" in parts and access.reads(membership, client, "plan"):
        for way, value, on, at, tables in PLANS:
            joins = people.format("e") if way == "review" else " join chain_user u on u.id = p.author_id"
            told = named if way == "review" else {"partner": "''", "colour": "''", "author": "u.name"}
            selects.append(
                IN_PLAN.format(
                    way=way, value=value, on=on, at=at, tables=tables + (joins if whole else ""),
                    more=MORE.format(ground="''", **told) if whole else "",
                )
            )  # fmt: skip
    return " union all ".join(selects)


def rows_of(membership: Membership, client: Client, *, whole: bool = False) -> list[dict[str, Any]]:
    """What the membership may read of it: one statement."""
    sql = question(membership, client, whole=whole)
    return ask({"ability": sql}, {"client": client.pk})["ability"] if sql else []


def lines(rows: Iterable[dict[str, Any]]) -> list[Line]:
    """The ladder, work ability, distance, and the other words in the chain's order, each with its points; those of which
    nothing was said are left out."""
    rows = sorted(rows, key=lambda row: (_word(row), row["on"], row["at"], row["id"]))
    found = []
    for _key, group in groupby(rows, key=_word):
        of_word = list(group)
        named = [row for row in of_word if row["key"]]
        name = named[-1]["name"] if named else _("Participatieladder")
        kind = of_word[0]["kind"]
        place = (ORDER.index(kind) if kind in ORDER else len(ORDER), named[-1]["position"] if named else 0)
        found.append((place, Line(name, kind, [_point(row) for row in of_word])))
    return [line for _place, line in sorted(found, key=lambda one: one[0])]


def _word(row: dict[str, Any]) -> str:
    """What makes one line: the ladder is one, whoever tells it."""
    return row["kind"] if row["kind"] in (LADDER, ABILITY) else row["key"]


def _point(row: dict[str, Any]) -> Point:
    return Point(
        row["on"], row["value"], row["percent"], answer(row["kind"], row["value"], row["percent"]),
        WAYS.get(row["way"]) or FROM_PLAN.get(row["way"], ""), not row["key"], TONES.get(row["value"], ""),
        row.get("ground", ""), row.get("author", ""), row.get("partner", ""), row.get("colour", ""),
    )  # fmt: skip


def lately(found: Iterable[Line], years: int, most: int) -> list[Line]:
    """The last years of each, at most so many points: what held at the beginning comes along as its first point."""
    first = today() - dt.timedelta(366 * years)
    cut = []
    for line in found:
        late = [point for point in line.points if point.on >= first][-most:]
        held = [point for point in line.points if point.on < first][-1:]
        cut.append(Line(line.name, line.kind, [point._replace(on=first) for point in held] + late))
    return cut
