"""In, through and out: what the database counts of a period (reporting/flow_sql.py), by month, quarter or year.

A stock is that at the end of its day. Start + in - out = end holds for benefits and for files, to the person, for the chain
and for each municipality (there with who moved within the chain): nothing is left over to be explained.
"""

import calendar
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from clients.models.closing import CLOSE_REASONS
from clients.models.facts import END_REASONS
from reporting.scope import Scope

# How people came in, and why they went out, in the order of the page; `within`: moved inside the chain, which takes nobody out.
BENEFIT_IN = {
    "first": _("voor het eerst"), "back": _("opnieuw"), "moved": _("hierheen verhuisd, met uitkering"),
}  # fmt: skip
BENEFIT_OUT = {
    **{reason: text for reason, text in END_REASONS.items() if reason != "other"},
    "moved-away": _("weg verhuisd, met uitkering"), "other": END_REASONS["other"],
}  # fmt: skip
WITHIN = "within"
FILE_IN = {"registered": _("aangemeld"), "reopened": _("opnieuw geopend")}
FILE_OUT = {**CLOSE_REASONS, "": _("reden niet vastgelegd")}
COUNTED_SCHEMES = ("participatiewet", "ioaw", "ioaz")  # where there is no programme that says so
PER = {"maand": (1, _("maand")), "kwartaal": (3, _("kwartaal")), "jaar": (12, _("jaar"))}
MOST_SPANS = 24  # in a table or drawing; beyond, the next longer span


@dataclass(frozen=True)
class Span:
    """A part of the period. `name` for a table, `short` and `year` for a drawing; both days are included."""

    first: dt.date
    last: dt.date
    name: str
    short: str
    year: str

    def has(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


class Number(NamedTuple):
    """What was counted of a kind, a detail and a municipality (id) in a month (its first day; a stock: its day)."""

    kind: str
    detail: str
    place: int | None
    month: dt.date
    people: int


class Moves:
    """The numbers of a period and sums of them: `came` and `went` are the ways in and the reasons out, as the page says them.

    place: of one municipality alone, where who moved within the chain came in and went out as well.
    """

    def __init__(
        self, numbers: Sequence[Number], scope: Scope, came: Mapping[str, object], went: Mapping[str, object]
    ) -> None:
        self.first, self.day, self.came, self.went = scope.first, scope.day, dict(came), dict(went)
        self.numbers = list(numbers)
        if scope.municipality:
            self.numbers = [number for number in numbers if number.place == scope.municipality.pk]
            if any(number.detail == WITHIN for number in self.numbers):
                self.came[WITHIN] = _("verhuisd uit een andere gemeente van de keten")
                self.went[WITHIN] = _("verhuisd naar een andere gemeente van de keten")

    def total(self, kind: str, details: Collection[str], span: Span | None = None, *, place: int | None = None) -> int:
        """People of the kind and the details; in the span and the municipality where these are given."""
        return sum(
            number.people for number in self.numbers
            if number.kind == kind and (details is None or number.detail in details) and (place is None or number.place == place)
            and (span is None or span.has(max(number.month, self.first)))
        )  # fmt: skip

    def arrived(self, span: Span | None = None, *, place: int | None = None) -> int:
        return self.total("in", self.came, span, place=place)

    def left(self, span: Span | None = None, *, place: int | None = None) -> int:
        return self.total("out", self.went, span, place=place)

    def stock(self, day: dt.date, *, place: int | None = None) -> int:
        """People at the end of the day, which is that before the period or its last."""
        return sum(
            number.people for number in self.numbers
            if number.kind == "stock" and number.month == day and (place is None or number.place == place)
        )  # fmt: skip

    @property
    def start(self) -> int:
        return self.stock(self.first - dt.timedelta(1))

    @property
    def end(self) -> int:
        return self.stock(self.day)

    def by_span(self, spans: Sequence[Span]) -> list[tuple[Span, int, int, int, int]]:
        """Of each span: how many there were, came in, went out and were there at its end."""
        found, before = [], self.start
        for span in spans:
            arrived, left = self.arrived(span), self.left(span)
            found.append((span, before, arrived, left, before + arrived - left))
            before += arrived - left
        return found


def benefits(scope: Scope) -> Moves:
    """Who received a counted benefit, and `through`: down (full to partial) and up (partial to full). One query."""
    schemes = list(scope.programme.counted_schemes if scope.programme else COUNTED_SCHEMES)
    numbers = _numbers("select * from snoer_benefit_flow(%s, %s, %s)", [scope.first, scope.day, schemes])
    return Moves(numbers, scope, BENEFIT_IN, BENEFIT_OUT)


def files(scope: Scope) -> Moves:
    """Files that are open. One query."""
    numbers = _numbers("select * from snoer_file_flow(%s, %s)", [scope.first, scope.day])
    return Moves(numbers, scope, FILE_IN, FILE_OUT)


def _numbers(sql: str, values: list[Any]) -> list[Number]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Number(*row) for row in cursor.fetchall()]


class Begun(NamedTuple):
    """Steps that began in a month, by phase, by the phase of the person's step before ("": none) and by partner (id)."""

    before: str
    phase: str
    partner: int
    place: int | None
    month: dt.date
    steps: int


def steps(scope: Scope) -> list[Begun]:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_step_flow(%s, %s)", [scope.first, scope.day])
        found = [Begun(*row) for row in cursor.fetchall()]
    return [row for row in found if not scope.municipality or row.place == scope.municipality.pk]


def ladder(scope: Scope) -> dict[str, int]:
    """People by how their place on the ladder went: up, same, down, first. One query."""
    found = dict.fromkeys(("up", "same", "down", "first"), 0)
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_ladder_flow(%s, %s)", [scope.first, scope.day])
        for course, place, people in cursor.fetchall():
            if not scope.municipality or place == scope.municipality.pk:
                found[course] += people
    return found


# the parts of a period


def a_year_to(day: dt.date) -> dt.date:
    """The first day of twelve months that end with that of the day."""
    return dt.date(day.year - (day.month < 12), day.month % 12 + 1, 1)


def spans(first: dt.date, day: dt.date, per: str = "") -> list[Span]:
    """The period in months, quarters or years of the calendar, the first and the last cut off where it begins and ends.

    per: a key of PER, else the shortest that makes at most MOST_SPANS; also where the asked one makes more of them.
    """
    for key, (months, _name) in PER.items():
        if per in PER and months < PER[per][0]:
            continue
        found = _cut(first, day, months)
        if len(found) <= MOST_SPANS or key == "jaar":
            return found
    raise AssertionError


def _cut(first: dt.date, day: dt.date, months: int) -> list[Span]:
    found, begin = [], dt.date(first.year, (first.month - 1) // months * months + 1, 1)
    while begin <= day:
        month = begin.month + months - 1
        end = dt.date(begin.year, month, calendar.monthrange(begin.year, month)[1])
        name, short, year = _called(begin, months)
        if end > day:
            name = translate("%(span)s, tot en met %(day)s") % {"span": name, "day": formats.day_short(day)}
        found.append(Span(max(begin, first), min(end, day), name, short, year))
        begin = end + dt.timedelta(1)
    return found


def _called(begin: dt.date, months: int) -> tuple[str, str, str]:
    year = str(begin.year)
    if months == 12:
        return year, year, ""
    if months == 3:
        words = {"quarter": (begin.month + 2) // 3, "year": year}
        return translate("Kwartaal %(quarter)s van %(year)s") % words, translate("kw %(quarter)s") % words, year
    return formats.month_of(begin), formats.MONTHS[formats.language()][begin.month - 1], year
