"""As it was: the count as of a day as it was known at an earlier moment, beside as it is counted now, as tables.

The moment is the end of a day (`bekend`), or that at which a report was made (`rapport`). Without either it is that of the last
published report before the day; without one, or with an empty `rapport`, a month ago. The as-of day is `op` where it is asked
for, else the report's own.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from chain.addresses import number
from chain.days import AMSTERDAM, today
from chain.forms import DutchDateField
from chain.models import Instrument, Partner
from clients.models.facts import SCHEMES
from reporting.counting import RETURN_DAYS
from reporting.dashboard_tables import cells_up_to
from reporting.figures import Cells
from reporting.known import Changed, Comparison, Setting, compare
from reporting.known_sql import CAUSES
from reporting.models import EXTENTS, KINDS, Programme, Report
from reporting.scope import Scope, Section
from reporting.tables import Column, Line, Table

A_MONTH = dt.timedelta(31)
CAUSE_NAMES = {
    "returned": _("terug in de uitkering binnen 31 dagen"),
    "removed": _("weggehaald, of nu op een latere dag"),
    "corrected": _("verbeterd"),
    "registered": _("later vastgelegd"),
    "settings": _("een module, gemeente of regel veranderde"),
}
WAYS = {"gone": _("telt niet meer"), "new": _("telt nu wel"), "other": _("telt anders")}
assert tuple(CAUSE_NAMES) == CAUSES
Address = Callable[[dict[str, str]], str]


@dataclass(frozen=True)
class Asked:
    """The as-of day, the moment, and the report that they are of, if any."""

    day: dt.date
    moment: dt.datetime
    report: Report | None = None


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of the day in Amsterdam."""
    return dt.datetime.combine(day + dt.timedelta(1), dt.time(), AMSTERDAM) - dt.timedelta(microseconds=1)


def reports_of(programme: Programme) -> list[Report]:
    """Its reports that were made, drafts too, the latest first, without what stands in them."""
    made = Report.objects.filter(programme=programme, content__has_key="sections")
    return list(made.order_by("-made_at", "-pk").defer("content"))


def asked_of(scope: Scope, reports: list[Report]) -> Asked:
    """What the scope asks for; of what is not there, or no day, as if it was not asked."""
    chosen = number(scope.asked.get("rapport"))
    if report := next((one for one in reports if chosen and one.pk == int(chosen)), None):
        return Asked(_day(scope, report), report.made_at, report)
    try:
        known = DutchDateField(required=False).clean(scope.asked.get("bekend", ""))
    except ValidationError:
        known = None
    if known and known < today():
        return Asked(scope.day, end_of(known))
    published = (one for one in reports if one.published_at and one.as_of < scope.day)
    if "rapport" not in scope.asked and (report := next(published, None)):
        return Asked(_day(scope, report), report.made_at, report)
    return Asked(scope.day, end_of(min(scope.day, today() - A_MONTH)))


def _day(scope: Scope, report: Report) -> dt.date:
    """The day that was asked for holds, whatever the report is of."""
    return scope.day if scope.asked.get("op") else report.as_of


def comparison_of(scope: Scope, asked: Asked | None = None) -> Comparison:
    """Then against now, of the scope's programme."""
    assert scope.programme is not None
    asked = asked or asked_of(scope, reports_of(scope.programme))
    return compare(scope.programme, asked.day, asked.moment, min(asked.day + dt.timedelta(RETURN_DAYS), today()))


def tables(scope: Scope) -> list[Table]:
    """The tables of the difference; none where the chain has no programme."""
    return tables_of(scope, comparison_of(scope)) if scope.programme else []


def tables_of(scope: Scope, found: Comparison, address: Address | None = None) -> list[Table]:
    """`address`: of the persons behind a number, by what they are chosen by; none for who may see nobody."""
    then, now = both_sides(scope, found)
    here = [scope.municipality] if scope.municipality else scope.places
    partners = list(Partner.objects.filter(chain_id=scope.chain_id).order_by("position", "pk"))
    years = range(found.programme.started_on.year, min(found.programme.ended_on.year, found.day.year) + 1)
    by_year = [(str(y), str(y), [(then.total(kind, y), now.total(kind, y)) for kind in KINDS]) for y in years]
    by_place = [(p.code, p.name, [_of(then, now, "municipality", kind, p.pk) for kind in KINDS]) for p in here]
    by_partner = [(p.code, p.name, [_of(then, now, "partner", "activation", p.pk)]) for p in partners]
    listed = [
        _beside("changes-years", translate("Per jaar, toen en nu"), translate("Jaar"), by_year, KINDS, note=_note(found)),
        _reasons(scope, found, address),
        _returned(scope, found),
        _beside("changes-places", translate("Per gemeente, toen en nu"), translate("Gemeente"), by_place, KINDS),
        _beside("changes-partners", translate("Geactiveerd bij, toen en nu"), translate("Partner"),
                [row for row in by_partner if any(row[2][0])], ["activation"]),
        _beside("changes-extent", translate("Omvang, voorlopig en beide, toen en nu"), translate("Wat"),
                _extents(then, now), [""], whole=False),
    ]  # fmt: skip
    return [*listed, _settings(scope, found.settings)] if found.settings else listed


def _of(then: Cells, now: Cells, column: str, kind: str, pk: int) -> tuple[int, ...]:
    return tuple(side.by(column, kind).get(pk, 0) for side in (then, now))


def both_sides(scope: Scope, found: Comparison) -> tuple[Cells, Cells]:
    """What was known then, and what is counted now, as of the day, of the scope's municipality or of all."""
    counted = cells_up_to(found.programme, found.day)
    place = scope.municipality.pk if scope.municipality else None
    return Cells([*counted.rows, *found.delta]).within(place), counted.within(place)


def _note(found: Comparison) -> str:
    return translate("Toen: zoals bekend op %(moment)s. Nu: zoals nu geteld. Allebei over wat tot en met %(day)s gebeurde.") % {
        "moment": formats.moment(found.moment), "day": formats.day(found.day),
    }  # fmt: skip


def _beside(
    key: str, title: str, head: str, rows: list[Any], kinds: Iterable[str], *, note: str = "", whole: bool = True
) -> Table:
    """Rows of (key, name, per kind what it was and is) with the difference, and under what adds up a total."""
    columns: list[Column] = []
    sides = translate("toen bekend"), translate("nu geteld"), translate("verschil")
    for kind in kinds:
        of, what = (f"{kind}-", f"{capfirst(str(KINDS[kind]))}: ") if kind else ("", "")
        columns += [
            Column(f"{of}then", f"{what}{sides[0]}", means="known-then"),
            Column(f"{of}now", f"{what}{sides[1]}", sums=(f"{of}then", f"{of}difference")),
            Column(f"{of}difference", f"{what}{sides[2]}", "signed"),
        ]
    lines = tuple(
        Line(name, tuple(one for was, now in told for one in (was, now, now - was)), code) for code, name, told in rows
    )
    total = tuple(sum(line.cells[at] for line in lines) for at in range(len(columns)))  # type: ignore[misc]
    return Table(
        key, title, head, tuple(columns), lines, Line(translate("Samen"), total, "all") if whole else None, adds=whole,
        note=note, definition="changes",
    )  # fmt: skip


def _extents(then: Cells, now: Cells) -> list[Any]:
    told: list[Any] = [
        (
            key,
            f"{capfirst(str(KINDS['outflow']))}, {name}",
            [tuple(side.total("outflow", None, key) for side in (then, now))],
        )
        for key, name in EXTENTS.items()
    ]
    for key, name in (("provisional", translate("Nog voorlopig")), ("both", translate("In beide resultaten"))):
        told.append((key, name, [(then.total(key), now.total(key))]))
    return told


def of_place(changed: Changed, place: int | None) -> bool:
    """Whether the municipality, if one was chosen, is that of then or of now."""
    return place is None or any(side is not None and side.municipality == place for side in (changed.was, changed.now))


def _reasons(scope: Scope, found: Comparison, address: Address | None) -> Table:
    place = scope.municipality.pk if scope.municipality else None
    numbers = Counter((one.cause, one.kind, one.way) for one in found.changed if of_place(one, place))
    kinds = [(kind, way) for kind in KINDS for way in WAYS]
    lines = []
    for cause in CAUSES:
        cells = tuple(numbers[cause, kind, way] for kind, way in kinds)
        if not any(cells):
            continue
        urls = {
            f"{kind}-{way}": address({"soort": kind, "reden": cause, "wijze": way})
            for (kind, way), many in zip(kinds, cells, strict=True)
            if address and many
        }
        lines.append(Line(capfirst(str(CAUSE_NAMES[cause])), cells, cause, urls))
    columns = tuple(
        Column(f"{kind}-{way}", f"{capfirst(str(KINDS[kind]))}: {WAYS[way]}") for kind, way in kinds
    )  # fmt: skip
    whole = tuple(sum(line.cells[at] for line in lines) for at in range(len(kinds)))  # type: ignore[misc]
    return Table(
        "changes-reasons", translate("Waardoor het verschilt"), translate("Wat er veranderde"), columns, tuple(lines),
        Line(translate("Samen"), whole, "all"), definition="changes",
        note=translate("Mensen, elk één keer per resultaat. Waren er meer redenen, dan telt de bovenste van deze tabel. Telt "
                       "anders: een andere dag, gemeente, partner of omvang."),
    )  # fmt: skip


def _returned(scope: Scope, found: Comparison) -> Table:
    """People who came back: by the day it changes the count as of it, after the day only that of later days."""
    place = scope.municipality.pk if scope.municipality else None
    told: Counter[tuple[str, str]] = Counter()
    for one in found.changed:
        if one.cause == "returned" and of_place(one, place):
            told["gone" if one.now is None or one.was is None or one.now.on > one.was.on else "lowered", "known"] += 1
    for what, municipality, many in found.returned:
        if place is None or municipality == place:
            told[what, "after"] += many
    columns = (
        Column("known", translate("Toen al terug, maar nog niet bekend")),
        Column("after", translate("Terug na %(day)s") % {"day": formats.day(found.day)}),
    )
    names = {
        "gone": translate("Telt niet meer, of op een latere dag"),
        "lowered": translate("Telt nu als gedeeltelijk"),
    }
    return Table(
        "changes-returned", translate("Wie terugkwam in de uitkering"), translate("Wat dat deed"), columns,
        tuple(Line(name, tuple(told[key, column.key] for column in columns), key) for key, name in names.items()),
        Line(translate("Samen"), tuple(sum(told[key, column.key] for key in names) for column in columns), "all"),
        definition="changes",
        note=translate("Wie binnen 31 dagen terugkomt, stroomde niet uit, of maar gedeeltelijk. Wie terugkwam na de dag van de "
                       "stand, verandert het cijfer van die dag niet, wel dat van de dagen erna."),
    )  # fmt: skip


SETTING_NAMES = {
    "counted_schemes": _("Regelingen die meetellen"), "started_on": _("Eerste dag van het programma"),
    "ended_on": _("Laatste dag van het programma"), "rule_set": _("Regels om te tellen"),
    "activates": _("Module: %(name)s"), "served": _("Gemeente: %(name)s"),
}  # fmt: skip
SWITCHES = {"activates": (_("activeert niet"), _("activeert")), "served": (_("niet in de keten"), _("in de keten"))}


def _settings(scope: Scope, settings: list[Setting]) -> Table:
    columns = tuple(
        Column(key, name, "text", people=False) for key, name in (("then", translate("Toen")), ("now", translate("Nu")))
    )
    lines = tuple(
        Line(
            str(SETTING_NAMES[one.what]) % {"name": one.of},
            (_said(one, one.was), _said(one, one.now)),
            f"{one.what}-{place}",
        )
        for place, one in enumerate(settings)
    )
    return Table(
        "changes-settings", translate("Wat voor iedereen veranderde"), translate("Wat"), columns, lines, adds=False,
        definition="changes", note=translate("Wie dit veranderde en wanneer, staat in de geschiedenis onder Beheer."),
    )  # fmt: skip


def _said(setting: Setting, value: Any) -> str:
    if setting.what in SWITCHES:
        return str(SWITCHES[setting.what][bool(value)])
    if isinstance(value, dt.date):
        return formats.day(value)
    return ", ".join(str(SCHEMES.get(one, one)) for one in value) if isinstance(value, list) else str(value)


def activating(settings: list[Setting], chain_id: int) -> set[int]:
    """Ids of the modules that activate, now or then."""
    names = {one.of for one in settings if one.what == "activates"}
    found = Instrument.objects.filter(chain_id=chain_id).values_list("pk", "name", "activates")
    return {pk for pk, name, activates in found if activates or name in names}


SECTION = Section("changes", _("Wat er veranderde"), tables, counted=True)
