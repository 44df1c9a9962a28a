"""Who waits for what and how long, against what was agreed; how it was; and what holds people up most: the tables of it.

The same for all who steer (reporting/waiting_sql.py). Who waits now is of today; what ended is of the period of the scope.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain import formats
from chain.days import today
from chain.functions import FUNCTIONS
from chain.models import Partner
from reporting.people_waiting import UNSEEN, people_url
from reporting.scope import Scope, Section
from reporting.tables import Column, Drawing, Line, Table, Value
from reporting.waiting_chart import Bar, drawings_of
from reporting.waits import PEOPLE, WAITS

BARS = 10  # in the drawing; the table beneath has all


@dataclass(frozen=True)
class Group:
    """Waits taken together, in days: the middle one, the ninth of ten, the longest. agreed_number: of how many something was
    agreed; beyond: how many last (or lasted) longer than that, and together so many days longer.

    people: of all together. agreed: the middle of what was agreed, of a kind. partners: ids of whose turn it is, of what is held.
    """

    level: str
    kind: str
    name: str
    number: int
    middle: int
    ninth: int
    longest: int
    agreed_number: int
    beyond: int
    beyond_days: int
    people: int = 0
    agreed: int | None = None
    partners: Sequence[int] = ()

    @property
    def within(self) -> int:
        return self.agreed_number - self.beyond

    @property
    def percent(self) -> int | None:
        """Whole percents of what had something agreed, rounded half up; None where nothing had."""
        return (200 * self.within + self.agreed_number) // (2 * self.agreed_number) if self.agreed_number else None


@dataclass(frozen=True)
class Groups:
    """The answer of one of the two functions."""

    rows: Sequence[Group]

    def of(self, level: str) -> dict[str, Group]:
        """By what they are called: a kind, a function, the id of a partner or municipality, a quarter (2026-4)."""
        return {row.name: row for row in self.rows if row.level == level}

    @cached_property
    def whole(self) -> Group:
        nothing = Group("whole", "", "", 0, 0, 0, 0, 0, 0, 0)
        return next((row for row in self.rows if row.level == "whole" and row.number), nothing)


def _groups(sql: str, *values: Any) -> Groups:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return Groups([Group(*row) for row in rows])


def waiting(place: int | None = None, kind: str = "") -> Groups:
    """Who waits now, in the chain that acts; of one municipality or all. One query."""
    return _groups("select * from snoer_waiting(%s, %s)", place, kind)


def waited(first: dt.date, day: dt.date, place: int | None = None, kind: str = "") -> Groups:
    """What ended from the first up to and including the last day. One query."""
    return _groups("select * from snoer_waited(%s, %s, %s, %s)", first, day, place, kind)


# What holds people up


def bottleneck(groups: Groups) -> list[Group]:
    """What holds people up most: of what the chain can act upon, by wait and function, the one with the most days beyond what was
    agreed, of all who wait now together. Several where they tie; none where nobody waits longer than agreed."""
    held = [row for row in groups.rows if row.level == "held" and row.beyond_days > 0]
    most = max((row.beyond_days for row in held), default=0)
    return sorted(
        (row for row in held if row.beyond_days == most), key=lambda row: (list(WAITS).index(row.kind), row.name)
    )


def called(row: Group) -> str:
    """What is waited for, with the function where the wait is of several."""
    name = str(WAITS[row.kind].name)
    function = FUNCTIONS.get(row.name)
    return (
        f"{name} ({function})"
        if function and row.kind in ("first-answer", "explanation", "answer", "seat", "step")
        else name
    )


def conclusion(groups: Groups) -> str:
    """The bottleneck in a sentence: of the whole chain, whatever wait is chosen."""
    found = bottleneck(groups)
    if not found:
        kinds = [row for key, row in groups.of("kind").items() if key in PEOPLE]
        if kinds and not any(row.agreed_number for row in kinds):
            return translate("Er is niet te zeggen waar mensen vastlopen: voor wie wacht is niets afgesproken.")
        return translate("Niemand wacht langer dan is afgesproken.")
    told = {
        "what": translate(" en ").join(called(row) for row in found), "days": formats.number(found[0].beyond_days),
        "shown": formats.number(found[0].beyond),
    }  # fmt: skip
    if len(found) > 1:
        text = translate(
            "Mensen lopen nu het meest vast bij het wachten op %(what)s. Bij elk duurt dat samen %(days)s dagen langer dan "
            "afgesproken."
        )
    else:
        text = ngettext(
            "Mensen lopen nu het meest vast bij het wachten op %(what)s. Dat duurt %(shown)s keer langer dan afgesproken, "
            "%(days)s dagen.",
            "Mensen lopen nu het meest vast bij het wachten op %(what)s. Dat duurt %(shown)s keer langer dan afgesproken, "
            "samen %(days)s dagen.",
            found[0].beyond,
        )
    return text % told


# Tables


def kind_of(scope: Scope) -> str:
    """The wait that the address chooses (`wacht`); "" for all that people wait for."""
    asked = scope.asked.get("wacht", "")
    return asked if asked in WAITS else ""


def _columns_now() -> tuple[Column, ...]:
    return (
        Column("number", translate("Wachten nu"), means="waiting"),
        Column("middle", translate("Mediaan, dagen"), "days", people=False, of="number", means="median"),
        Column("ninth", translate("9 van de 10, dagen"), "days", people=False, of="number", means="ninth"),
        Column("longest", translate("Langst, dagen"), "days", people=False, of="number"),
        Column("agreed", translate("Afgesproken, dagen"), "days", people=False, of="number", means="agreed"),
        Column("beyond", translate("Langer dan afgesproken")),
        Column("beyond_days", translate("Dagen te lang, samen"), "days", people=False, of="beyond", means="person-days"),
    )  # fmt: skip


def _cells_now(row: Group) -> tuple[Value, ...]:
    if not row.agreed_number:
        return row.number, row.middle, row.ninth, row.longest, translate("niet afgesproken"), None, None
    return row.number, row.middle, row.ninth, row.longest, row.agreed, row.beyond, row.beyond_days


def _columns_apart() -> tuple[Column, ...]:
    """Of what is taken apart: what was agreed differs within it. The words are explained above."""
    return tuple(replace(column, means="") for column in _columns_now() if column.key not in ("longest", "agreed"))


def _cells_apart(row: Group) -> tuple[Value, ...]:
    number, middle, ninth, _longest, _agreed, beyond, beyond_days = _cells_now(row)
    return number, middle, ninth, beyond, beyond_days


def _columns_past() -> tuple[Column, ...]:
    return (
        Column("number", translate("Afgelopen"), means="wait-over"),
        Column("middle", translate("Mediaan, dagen"), "days", people=False, of="number"),
        Column("ninth", translate("9 van de 10, dagen"), "days", people=False, of="number"),
        Column("agreed_number", translate("Iets afgesproken")),
        Column("within", translate("Binnen de afspraak")),
        Column("percent", translate("Deel binnen de afspraak"), "percent", people=False, of="agreed_number"),
    )  # fmt: skip


def _cells_past(row: Group) -> tuple[Value, ...]:
    return (
        row.number,
        row.middle,
        row.ninth,
        row.agreed_number,
        row.within if row.agreed_number else None,
        row.percent,
    )


def _total(groups: Groups, cells: tuple[Value, ...]) -> Line | None:
    return Line(translate("Samen"), cells, "total") if groups.whole.number else None


def quarter(name: str) -> str:
    """2026-4 as people read it."""
    year, number = name.split("-")
    return translate("%(number)se kwartaal %(year)s") % {"number": number, "year": year}


def tables(scope: Scope) -> list[Table]:
    """Now: by wait, then of the chosen one or all together by whose turn it is, function and municipality. In the period: by
    wait, and of the chosen one or all together by quarter. Three queries."""
    kind, place = kind_of(scope), scope.municipality.pk if scope.municipality else None
    return tables_of(
        scope, waiting(place, kind), waited(scope.first, scope.day, place, kind),
        list(Partner.objects.filter(chain_id=scope.chain_id)),
    )  # fmt: skip


def tables_of(scope: Scope, now: Groups, past: Groups, partners: Sequence[Partner]) -> list[Table]:
    kind = kind_of(scope)
    of = {"of": capfirst(str(WAITS[kind].name)) if kind else translate("Alles waar mensen op wachten")}
    places = {str(place.pk): place.name for place in scope.places}
    elsewhere = {key: translate("elders of onbekend") for key in now.of("place") if key not in places}

    def apart(level: str, title: str, head: str, names: Mapping[str, str], keys: Mapping[str, str]) -> Table:
        found = now.of(level)
        lines = (
            Line(name, _cells_apart(found[key]), keys.get(key, key)) for key, name in names.items() if key in found
        )
        return Table(
            f"waiting-{level}", title % of, head, _columns_apart(), tuple(lines),
            _total(now, _cells_apart(now.whole)), adds=False, definition="waiting", note=_of_today(),
        )  # fmt: skip

    return [
        Table(
            "waiting-now", translate("Wie wacht nu waarop"), translate("Wacht op"), _columns_now(),
            tuple(_line(scope, key, row) for key in WAITS if (row := now.of("kind").get(key))), adds=False,
            note=_note(now), definition="waiting",
        ),
        apart("partner", translate("%(of)s: wie aan zet is"), translate("Aan zet"),
              {str(one.pk): one.name for one in partners}, {str(one.pk): one.code for one in partners}),
        apart("function", translate("%(of)s: waarvoor"), translate("Waarvoor"),
              {key: capfirst(str(name)) for key, name in FUNCTIONS.items()}, {}),
        apart("place", translate("%(of)s: in welke gemeente"), translate("Gemeente"), places | elsewhere,
              {str(place.pk): place.code for place in scope.places}),
        Table(
            "waiting-past", translate("Hoe lang het duurde, van %(period)s")
            % {"period": formats.period(scope.first, scope.day)}, translate("Wachtte op"), _columns_past(),
            tuple(
                Line(capfirst(str(wait.name)), _cells_past(row), key)
                for key, wait in WAITS.items() if (row := past.of("kind").get(key))
            ), adds=False, definition="waited",
            note=translate("Wat in deze periode eindigde. Wat is ingetrokken, telt niet mee."),
        ),
        Table(
            "waiting-quarter", translate("%(of)s: per kwartaal") % of, translate("Kwartaal"),
            tuple(replace(column, means="") for column in _columns_past()),
            tuple(Line(quarter(name), _cells_past(row), name) for name, row in sorted(past.of("quarter").items())),
            _total(past, _cells_past(past.whole)), adds=False, definition="waited",
        ),
    ]  # fmt: skip


def _line(scope: Scope, key: str, row: Group) -> Line:
    """Where the list has only who waits longer than agreed, the address stands at those."""
    late = key in UNSEEN
    url = people_url(scope.membership, key, scope.municipality) if row.beyond or not late else ""
    return Line(
        capfirst(str(WAITS[key].name)), _cells_now(row), key, {"beyond" if late else "number": url} if url else {}
    )


def _note(now: Groups) -> str:
    without = sum(row.number - row.agreed_number for row in now.of("kind").values())
    note = f"{_of_today()} " + translate("Wie op twee dingen wacht, telt bij elk mee.")
    told = {"without": formats.number(without)}
    return f"{note} " + translate("Voor %(without)s daarvan is niets afgesproken.") % told if without else note


def _of_today() -> str:
    """Who waits is of now, whatever day is asked for."""
    return translate("Stand van %(day)s.") % {"day": formats.day_long(today())}


def drawings(scope: Scope) -> list[Drawing]:
    """How long people wait now, against what was agreed; without what everybody began to wait for today."""
    place = scope.municipality.pk if scope.municipality else None
    return [drawing(waiting(place, kind_of(scope)))]


def drawing(now: Groups) -> Drawing:
    """Of at most so many waits, those in which nine out of ten take longest, in the order of the table."""
    found = {key: row for key in PEOPLE if (row := now.of("kind").get(key)) and row.longest}
    drawn = sorted(found, key=lambda key: -found[key].ninth)[:BARS]
    bars = [
        Bar(capfirst(str(WAITS[key].name)), row.number, row.middle, row.ninth, row.agreed)
        for key, row in found.items() if key in drawn
    ]  # fmt: skip
    return drawings_of("waiting", translate("Hoe lang mensen nu wachten, in dagen"), bars, conclusion(now))


SECTION = Section("waiting", _("Wachten"), tables, drawings)
