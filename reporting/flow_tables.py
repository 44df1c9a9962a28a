"""The page of flow as tables and drawings: benefits, files, steps and the ladder, in, through and out of a period."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from chain.models import PHASES, Partner
from reporting import flow_figures
from reporting.flow_chart import Point, charts
from reporting.flow_figures import WITHIN, Begun, Moves, Span
from reporting.scope import Scope, Section
from reporting.tables import Column, Drawing, Line, Table

ORDER = ("diagnosis", "development", "placement")  # of the phases, as most people meet them
COURSES = {
    "up": _("hoger dan de vorige keer"), "same": _("even hoog"), "down": _("lager dan de vorige keer"),
    "first": _("voor het eerst op de ladder gezet"),
}  # fmt: skip


class Figure(NamedTuple):
    """A number at the head of the page."""

    name: str
    people: int
    explain: str
    means: str = ""


class Part(NamedTuple):
    """What the page tells of one thing: benefits, files or steps."""

    figures: list[Figure]
    tables: list[Table]
    drawings: list[Drawing]


def benefit_part(scope: Scope) -> Part:
    """One query."""
    moves, parts = flow_figures.benefits(scope), _spans(scope)
    through = {"down": translate("Naar gedeeltelijk"), "up": translate("Naar volledig")}
    note = translate(
        "Mensen met een uitkering die meetelt en die in een gemeente van de keten wonen. Wie in de periode twee keer in- of "
        "uitstroomt, telt twee keer: anders klopt de som niet. Een uitkering die de volgende dag doorgaat onder een andere "
        "regeling, is geen uitstroom."
    )
    tables = [
        _by_period("benefit", translate("Uitkeringen per periode"), parts, moves, through),
        _balance("benefit", translate("Uitkeringen van begin tot eind"), moves, note),
    ]
    if not scope.municipality:
        tables.append(_by_place(scope, moves, through))
    figures = _figures(moves, translate("Met uitkering, eind van %(day)s"))
    figures.insert(2, Figure(
        translate("Naar gedeeltelijk"), moves.total("through", ["down"]),
        translate("en terug naar volledig: %(number)s") % {"number": formats.number(moves.total("through", ["up"]))},
        "flow-through",
    ))  # fmt: skip
    return Part(figures, tables, [_drawing("benefit-flow", translate("Uitkeringen: erbij en eraf"), parts, moves)])


def file_part(scope: Scope) -> Part:
    """One query."""
    moves, parts = flow_figures.files(scope), _spans(scope)
    note = translate("Bij een gemeente horen de dossiers van wie er nu woont, of er het laatst woonde.")
    tables = [
        _by_period("file", translate("Dossiers per periode"), parts, moves, {}),
        _balance("file", translate("Dossiers van begin tot eind"), moves, note),
    ]
    figures = _figures(moves, translate("Open dossiers, eind van %(day)s"))
    return Part(figures, tables, [_drawing("file-flow", translate("Dossiers: erbij en eraf"), parts, moves)])


def step_part(scope: Scope) -> Part:
    """Three queries."""
    found, places = flow_figures.steps(scope), flow_figures.ladder(scope)
    tables = _step_tables(found, list(Partner.objects.filter(chain_id=scope.chain_id)))
    begun, (up, down) = tables[0].cell("all", "all"), (places["up"], places["down"])
    first = sum(row.steps for row in found if not row.before)
    further = sum(row.steps for row in found if (row.before, row.phase) == ("development", "placement"))
    figures = [
        Figure(translate("Stappen begonnen"), begun,  # type: ignore[arg-type]
               translate("waarvan %(number)s een eerste stap") % {"number": formats.number(first)}, "step"),
        Figure(translate("Van ontwikkeling naar plaatsing"), further,
               translate("stappen na een stap in de ontwikkeling"), "phase"),
        Figure(translate("Hoger op de ladder"), up, translate("en lager: %(number)s") % {"number": formats.number(down)}),
    ]  # fmt: skip
    return Part(figures, [*tables, _ladder_table(places)], [])


# What the page is about, in the address: name, and what works it out.
ABOUT = {
    "uitkeringen": (_("uitkeringen"), benefit_part), "dossiers": (_("dossiers"), file_part),
    "stappen": (_("stappen en de ladder"), step_part),
}  # fmt: skip


def _spans(scope: Scope) -> list[Span]:
    return flow_figures.spans(scope.first, scope.day, scope.asked.get("per", ""))


def _figures(moves: Moves, name: str) -> list[Figure]:
    """How many there are, came in and went out."""
    back = formats.number(moves.total("in", ["back", "reopened"]))
    work, start = formats.number(moves.total("out", ["work"])), formats.number(moves.start)
    return [
        Figure(name % {"day": formats.day_short(moves.day)}, moves.end,
               translate("aan het begin %(number)s") % {"number": start}),
        Figure(translate("Erbij"), moves.arrived(), translate("van wie %(number)s opnieuw") % {"number": back}, "came-in"),
        Figure(translate("Eraf"), moves.left(), translate("van wie %(number)s door werk") % {"number": work}, "went-out"),
    ]  # fmt: skip


# tables


def _step_tables(found: Sequence[Begun], everyone: Sequence[Partner]) -> list[Table]:
    """Steps that began, by partner in the chain's own order, and from which phase to which people went."""
    by_partner: Counter[tuple[int, str]] = Counter()
    moved: Counter[tuple[str, str]] = Counter()
    for row in found:
        by_partner[row.partner, row.phase] += row.steps
        moved[row.before, row.phase] += row.steps
    phases = tuple(Column(phase, capfirst(str(PHASES[phase]))) for phase in ORDER)
    columns = (*phases, Column("all", translate("Samen"), sums=ORDER))
    partners = [one for one in everyone if any((one.pk, phase) in by_partner for phase in ORDER)]
    froms = {"": translate("Eerste stap"), **{phase: capfirst(str(PHASES[phase])) for phase in ORDER}}
    return [
        Table(
            "steps-begun", translate("Stappen die begonnen, per partner"), translate("Partner"), columns,
            tuple(_sum_line(one.name, one.code, [by_partner[one.pk, phase] for phase in ORDER]) for one in partners),
            _sum_line(translate("Samen"), "all", [sum(by_partner[one.pk, phase] for one in partners) for phase in ORDER]),
            note=translate("Elke stap telt, ook als iemand er meer begint. Praktische ondersteuning is geen stap."),
            definition="step-flow",
        ),
        Table(
            "phases", translate("Van stap naar stap"), translate("Stap ervoor"), columns,
            tuple(_sum_line(name, before or "none", [moved[before, phase] for phase in ORDER]) for before, name in froms.items()),
            _sum_line(translate("Samen"), "all", [sum(moved[before, phase] for before in froms) for phase in ORDER]),
            note=translate("Van elke stap die begon: bij welke fase hij hoort, en bij welke fase de stap ervoor hoorde."),
            definition="step-flow",
        ),
    ]  # fmt: skip


def _ladder_table(found: Mapping[str, int]) -> Table:
    lines = tuple(Line(capfirst(str(text)), (found[key],), key) for key, text in COURSES.items())
    return Table(
        "ladder", translate("Op en af de participatieladder"), translate("In de periode op de ladder gezet"),
        (Column("people", translate("Mensen")),), lines,
        Line(translate("Samen"), (sum(found.values()),), "all"),
        note=translate("Vergeleken wordt de laatste keer in de periode met de laatste keer daarvoor."), definition="ladder-flow",
    )  # fmt: skip


def _sum_line(name: str, key: str, numbers: Sequence[int]) -> Line:
    return Line(name, (*numbers, sum(numbers)), key)


def _balance(key: str, title: str, moves: Moves, note: str) -> Table:
    """From the start, in by in and out by out, to the end. Ways that nobody went are left out."""
    before = moves.first - dt.timedelta(1)
    came = [Line(translate("Erbij: %(how)s") % {"how": text}, (moves.total("in", [way]),), f"in-{way}")
            for way, text in moves.came.items()]  # fmt: skip
    went = [Line(translate("Eraf: %(why)s") % {"why": text}, (moves.total("out", [why]),), f"out-{why or 'unknown'}")
            for why, text in moves.went.items()]  # fmt: skip
    return Table(
        f"{key}-balance", title, translate("Wat er gebeurde"), (Column("people", translate("Mensen")),),
        (
            Line(translate("Eind van %(day)s") % {"day": formats.day(before)}, (moves.start,), "start"),
            *(line for line in came if line.cells[0]), Line(translate("Erbij, samen"), (moves.arrived(),), "in"),
            *(line for line in went if line.cells[0]), Line(translate("Eraf, samen"), (moves.left(),), "out"),
        ),
        Line(translate("Eind van %(day)s") % {"day": formats.day(moves.day)}, (moves.end,), "end"),
        adds=False, note=note, definition=f"{key}-flow",
    )  # fmt: skip


def _columns(through: Mapping[str, str], *between: Column) -> tuple[Column, ...]:
    return (
        Column("start", translate("Begin")), Column("in", translate("Erbij"), means="came-in"),
        Column("out", translate("Eraf"), means="went-out"), *between, Column("end", translate("Eind")),
        *(Column(course, name, means="flow-through" if course == "down" else "") for course, name in through.items()),
    )  # fmt: skip


def _by_period(key: str, title: str, spans: Sequence[Span], moves: Moves, through: Mapping[str, str]) -> Table:
    lines = tuple(
        Line(
            span.name,
            (*numbers, *(moves.total("through", [course], span) for course in through)),
            span.first.isoformat(),
        )
        for span, *numbers in moves.by_span(spans)
    )
    whole = (moves.start, moves.arrived(), moves.left(), moves.end)
    return Table(
        f"{key}-by-period", title, translate("Periode"), _columns(through), lines,
        Line(translate("Hele periode"), (*whole, *(moves.total("through", [course]) for course in through)), "all"),
        adds=False, definition=f"{key}-flow",
    )  # fmt: skip


def _by_place(scope: Scope, moves: Moves, through: Mapping[str, str]) -> Table:
    """A line per municipality; who moved within the chain stands apart, and takes nobody from the whole."""
    before, lines = scope.first - dt.timedelta(1), []
    for place in scope.places:
        at = place.pk
        moved = moves.total("in", [WITHIN], place=at) - moves.total("out", [WITHIN], place=at)
        numbers = [moves.stock(before, place=at), moves.arrived(place=at), moves.left(place=at), moved,
                   moves.stock(moves.day, place=at)]  # fmt: skip
        numbers += [moves.total("through", [course], place=at) for course in through]
        lines.append((place, numbers))
    within = Column("within", translate("Verhuisd binnen de keten"), "signed")
    return Table(
        "benefit-by-place", translate("Uitkeringen per gemeente"), translate("Gemeente"), _columns(through, within),
        tuple(Line(place.name, tuple(numbers), place.code) for place, numbers in lines),
        Line(translate("Alle gemeenten"), tuple(map(sum, zip(*(numbers for _place, numbers in lines), strict=True))), "all"),
        definition="benefit-flow",
    )  # fmt: skip


# drawings


def _drawing(key: str, title: str, spans: Sequence[Span], moves: Moves) -> Drawing:
    points = [
        Point(span.short, span.year, came, went, end) for span, _before, came, went, end in moves.by_span(spans)
    ]  # fmt: skip
    both = charts(key, title, moves.start, points)
    return Drawing(
        key,
        title,
        both["wide"],
        both["narrow"],
        _conclusion(moves),
        translate("Volle balk: erbij. Open balk: eraf. Lijn: aantal aan het eind; zij begint niet bij nul."),
    )


def _conclusion(moves: Moves) -> str:
    gap = moves.end - moves.start
    told = {
        "came": formats.number(moves.arrived()),
        "went": formats.number(moves.left()),
        "gap": formats.number(abs(gap)),
    }
    if gap > 0:
        return translate("Erbij %(came)s, eraf %(went)s: aan het eind %(gap)s meer dan aan het begin.") % told
    if gap < 0:
        return translate("Erbij %(came)s, eraf %(went)s: aan het eind %(gap)s minder dan aan het begin.") % told
    return translate("Erbij %(came)s, eraf %(went)s: aan het eind evenveel als aan het begin.") % told


# as a part of reports and files


def all_tables(scope: Scope) -> list[Table]:
    return [table for _name, part in ABOUT.values() for table in part(scope).tables]


def all_drawings(scope: Scope) -> list[Drawing]:
    return [*benefit_part(scope).drawings, *file_part(scope).drawings]


# Not outside the chain: that start + in - out = end would tell what was hidden (reporting/suppression.py knows sums alone).
SECTION = Section("flow", _("In, door en uit"), all_tables, all_drawings)
