"""Where we stand as tables and drawings: the same on the dashboard, in reports and in files (section `targets`)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from chain.days import today
from chain.models import Municipality, Partner
from reporting.charts import Year, target_charts
from reporting.figures import Cells, ResultFigures, YearFigures, result_figures
from reporting.models import EXTENTS, KINDS, Cell, Programme
from reporting.promised import Promised, of_extra, promised
from reporting.scope import Scope, Section
from reporting.tables import Column, Drawing, Line, Table

SETTLED_AFTER = dt.timedelta(days=31)  # until then an outflow is provisional (counting.md)
HEADINGS = {
    "activation": (_("Extra geactiveerd"), _("Geactiveerd")),
    "outflow": (_("Extra uitgestroomd, geheel of gedeeltelijk"), _("Uitgestroomd")),
}


def last_day(programme: Programme) -> dt.date:
    """The last day worth asking for: today, or the day after which a closed programme changes no more."""
    return min(today(), programme.ended_on + SETTLED_AFTER)


def cells_up_to(programme: Programme, day: dt.date, **only: Any) -> Cells:
    """One query, whatever the number of persons; `only` narrows it down, such as kind="outflow"."""
    rows = (
        Cell.objects.filter(programme=programme, day__lte=day, **only)
        .values_list("kind", "year", "municipality", "partner", "extent")
        .annotate(number=Sum("change"))
        .order_by()
    )
    return Cells([row for row in rows if row[5]])


@dataclass(frozen=True)
class Standing:
    """What the chain and each municipality have reached of what was promised, as of the day."""

    programme: Programme
    day: dt.date
    cells: Cells
    promised: Promised
    places: Sequence[Municipality]

    @cached_property
    def _kept(self) -> dict[tuple[str, int | None], ResultFigures]:
        return {}

    def figures(self, kind: str, place: int | None = None) -> ResultFigures:
        """Of a kind of result: of the chain, or of a municipality (id) with its part of targets and baselines."""
        if (kind, place) not in self._kept:
            self._kept[kind, place] = result_figures(
                kind,
                self.programme,
                self.promised.targets,
                self.cells.within(place),
                self.day,
                self.promised.part(place),
            )
        return self._kept[kind, place]

    def assumed(self, place: int | None = None) -> Any:
        """Euro that the extra outflow saves by the programme's amounts: those of all counted x extra / counted. The rate is
        the chain's and what is rounded is divided, so that the municipalities add up. None while a baseline or an amount is
        missing."""
        saved, whole = self.promised.assumed(self.cells), self.figures("outflow")
        extra = self.figures("outflow", place).extra
        if not whole.counted and extra:  # nobody yet: what was promised for one person
            saving = self.promised.saving(self.day.year)
            return saving and saving.full * extra
        return of_extra(saved, whole.counted, self.extras(place))[place or 0]

    def extras(self, place: int | None = None) -> dict[int, int | None]:
        """Extra outflow of each municipality (id), or of all of the chain as 0: what is divided together."""
        if place is None:
            return {0: self.figures("outflow").extra}
        return {one.pk: self.figures("outflow", one.pk).extra for one in self.places}


def standing(programme: Programme, day: dt.date, places: Sequence[Municipality]) -> Standing:
    """Two queries."""
    return Standing(programme, day, cells_up_to(programme, day), promised(programme), places)


def of_scope(scope: Scope) -> Standing | None:
    """As the scope asks; after the end of a programme nothing changes any more. None where there is no programme."""
    if scope.programme is None:
        return None
    return standing(scope.programme, min(scope.day, last_day(scope.programme)), scope.places)


def tables(scope: Scope) -> list[Table]:
    """All tables of the section; `jaar` of the address narrows those by municipality and partner."""
    found = of_scope(scope)
    if found is None:
        return []
    partners = list(Partner.objects.filter(chain_id=scope.chain_id))
    return [*year_tables(found, scope), *place_tables(found, scope), partner_table(found, scope, partners)]


def drawings(scope: Scope) -> list[Drawing]:
    found = of_scope(scope)
    return [drawing(found, kind, scope.municipality) for kind in KINDS] if found else []


# Tables


def _columns(kind: str, *, share: bool = False, explained: bool = False) -> tuple[Column, ...]:
    """explained: with what the words mean; once on a page is enough."""

    def means(key: str) -> str:
        return key if explained else ""

    extra = (
        Column("baseline", translate("Basislijn"), people=False, means=means("baseline")),
        Column("extra", translate("Extra"), people=False, of="counted", means=means("extra")),
        Column("target", translate("Doel"), people=False, means=means("target")),
        Column("pace", translate("Tempo"), people=False, means=means("pace")),
        Column("difference", translate("Verschil met tempo"), "signed", people=False, of="counted"),
    )
    counted: tuple[Column, ...] = (Column("counted", translate("Geteld")),)
    if kind == "outflow":
        counted = (
            *(Column(key, capfirst(str(EXTENTS[key]))) for key in ("full", "partial")),
            Column("counted", translate("Samen"), sums=("full", "partial")),
        )
    first = (Column("share", translate("Aandeel"), "percent", people=False, means=means("share")),) if share else ()
    return (*first, *counted, *extra)


def year_tables(found: Standing, scope: Scope) -> list[Table]:
    """Both results at once, and each of them by year."""
    place = scope.municipality.pk if scope.municipality else None
    links = _Links(scope, found)
    results = {kind: found.figures(kind, place) for kind in KINDS}
    within = found.cells.within(place)
    lines = [
        Line(capfirst(str(KINDS[kind])), (*_extra(one), one.provisional if kind == "outflow" else None), kind,
             links.to(counted={"soort": kind}))
        for kind, one in results.items()
    ]  # fmt: skip
    both = Line(translate("In beide resultaten"), (within.total("both"), *[None] * 6), "both")
    columns = (
        *_columns("", explained=True),
        Column("provisional", translate("Waarvan voorlopig"), means="provisional"),
    )
    return [
        Table("results", translate("Stand van de resultaten"), translate("Resultaat"), columns, (*lines, both), adds=False,
              note=translate("Wie in beide resultaten telt, telt in elk één keer."), definition="results"),
        *(_years(kind, found, place, links) for kind in KINDS),
    ]  # fmt: skip


def _years(kind: str, found: Standing, place: int | None, links: "_Links") -> Table:
    result, within = found.figures(kind, place), found.cells.within(place)
    outflow = kind == "outflow"

    def cells(one: YearFigures | ResultFigures, year: int | None) -> tuple[Any, ...]:
        extent = _extents(within, year) if outflow and one.counted is not None else (None, None) if outflow else ()
        return (*extent, *_extra(one))

    lines = tuple(
        Line(
            f"{one.year} {translate('tot nu')}" if one.running else str(one.year), cells(one, one.year), str(one.year),
            links.to(counted={"soort": kind, "jaar": one.year}) if one.counted is not None else {},
        )
        for one in result.years
    )  # fmt: skip
    total = Line(translate("Hele programma"), cells(result, None), "total", links.to(counted={"soort": kind}))
    title = translate("Geactiveerd per jaar") if kind == "activation" else translate("Uitgestroomd per jaar")
    return Table(
        f"{kind}-years", title, translate("Jaar"), _columns(kind), lines, total, definition=kind,
    )  # fmt: skip


def place_tables(found: Standing, scope: Scope) -> list[Table]:
    """Each result by municipality, with its share of the targets."""
    return [_places(kind, found, scope) for kind in KINDS]


def _places(kind: str, found: Standing, scope: Scope) -> Table:
    year, links, shares = year_of(scope), _Links(scope, found), found.promised.shares
    outflow = kind == "outflow"

    def cells(place: int | None) -> tuple[Any, ...]:
        result = found.figures(kind, place)
        one = result.of(year) if year else result
        extent = _extents(found.cells.within(place), year) if outflow else ()
        share = None if not shares else shares.get(place) if place else sum(shares.values())
        return (share, *extent, *_extra(one, counted=found.cells.within(place).total(kind, year)))

    shown = [scope.municipality] if scope.municipality else found.places
    lines = tuple(
        Line(place.name, cells(place.pk), place.code,
             links.to(counted={"soort": kind, "gemeente": place.code, "jaar": year or ""}))
        for place in shown
    )  # fmt: skip
    total = Line(
        translate("Alle gemeenten samen"), cells(None), "total", links.to(counted={"soort": kind, "jaar": year or ""})
    )
    titles = {
        "activation": (translate("Geactiveerd per gemeente"), translate("Geactiveerd per gemeente in %(year)s")),
        "outflow": (translate("Uitgestroomd per gemeente"), translate("Uitgestroomd per gemeente in %(year)s")),
    }[kind]  # fmt: skip
    return Table(
        f"{kind}-municipalities", titles[1] % {"year": year} if year else titles[0], translate("Gemeente"),
        _columns(kind, share=True, explained=not outflow), lines, None if scope.municipality else total, definition=kind,
        note=share_note(found),
    )  # fmt: skip


def partner_table(found: Standing, scope: Scope, partners: Sequence[Partner]) -> Table:
    """Activation by who carried out the step, in the chain's own order; outflow belongs to the chain."""
    year, links = year_of(scope), _Links(scope, found)
    place = scope.municipality.pk if scope.municipality else None
    counted = found.cells.within(place).by("partner", "activation", year)
    lines = tuple(
        Line(partner.name, (counted[partner.pk],), partner.code,
             links.to(counted={"soort": "activation", "partner": partner.code, "jaar": year or "",
                               "gemeente": scope.municipality.code if scope.municipality else ""}))
        for partner in sorted(partners, key=lambda one: (one.position, one.pk)) if partner.pk in counted
    )  # fmt: skip
    title = translate("Geactiveerd bij wie in %(year)s") % {"year": year} if year else translate("Geactiveerd bij wie")
    return Table(
        "partners", title, translate("Partner"), (Column("counted", translate("Geactiveerd")),), lines,
        Line(translate("Samen"), (sum(counted.values()),), "total"), definition="activation",
        note=translate("De partner die de activerende stap uitvoert. Het resultaat is van de keten samen; uitstroom telt daarom "
                       "niet per partner."),
    )  # fmt: skip


def share_note(found: Standing) -> str:
    """Where the targets of a municipality come from."""
    programme = found.programme
    if not found.promised.shares:
        return translate("Het doel is nog niet verdeeld over de gemeenten.")
    note = translate("Doel, basislijn en tempo zijn verdeeld %(how)s.") % {"how": programme.get_share_key_display()}
    return f"{note} {programme.share_note}".strip()


def year_of(scope: Scope) -> int | None:
    """`jaar`, if it is one of the programme."""
    asked = scope.asked.get("jaar", "")
    if scope.programme is None or not asked.isdecimal():
        return None
    return int(asked) if scope.programme.started_on.year <= int(asked) <= scope.programme.ended_on.year else None


def _extra(one: YearFigures | ResultFigures, counted: int | None = None) -> tuple[int | None, ...]:
    target = one.target if one.pace is not None or isinstance(one, YearFigures) else None
    return (one.counted if counted is None else counted, one.baseline, one.extra, target, one.pace, one.difference)


def _extents(cells: Cells, year: int | None) -> tuple[int, int]:
    return cells.total("outflow", year, "full"), cells.total("outflow", year, "partial")


class _Links:
    """Addresses of the persons behind a figure, for who reads of results."""

    def __init__(self, scope: Scope, found: Standing) -> None:
        self.base = reverse("results", args=[found.programme.key]) if scope.membership.reads("results") else ""
        self.given = {"op": formats.day_typed(found.day)}
        if scope.municipality:
            self.given["gemeente"] = scope.municipality.code

    def to(self, **columns: Mapping[str, Any]) -> dict[str, str]:
        """column -> what its persons are asked by."""
        if not self.base:
            return {}
        return {
            column: f"{self.base}?{urlencode({key: value for key, value in (self.given | dict(asked)).items() if value})}"
            for column, asked in columns.items()
        }


# Drawings


def drawing(found: Standing, kind: str, place: Municipality | None = None) -> Drawing:
    """The years of a result against their targets, with the sentence that says it."""
    result = found.figures(kind, place.pk if place else None)
    until = formats.day_long(found.day), formats.day(found.day)
    note, short_note = (translate("t/m %(day)s") % {"day": text.rsplit(" ", 1)[0]} for text in until)
    years = [
        Year(
            label=str(row.year), target=row.target or None, counted=row.counted, baseline=row.baseline,
            pace=row.pace if row.running else None, note=note if row.running else "",
            short_note=short_note if row.running else "",
        )
        for row in result.years
    ]  # fmt: skip
    heading, plain = HEADINGS[kind]
    title = str(plain if result.extra is None else heading)
    charts = target_charts(kind, translate("%(what)s per jaar") % {"what": title}, years)
    return Drawing(kind, title, charts["wide"], charts["narrow"], conclusion(result, found.day, place))


def conclusion(result: ResultFigures, day: dt.date, place: Municipality | None) -> str:
    """What the figures say, in a sentence or two."""
    where = f"{place.name}. " if place else ""
    if result.pace is None:
        said = translate("Er zijn %(counted)s mensen geteld. Het doel is nog niet verdeeld over de gemeenten.")
        return where + said % {"counted": formats.number(result.counted)}
    if result.extra is None or result.ahead is None:
        said = translate("Er zijn %(counted)s mensen geteld. Zolang niet voor elk jaar een basislijn is ingevuld, is niet te "
                         "zeggen hoeveel er extra zijn.")  # fmt: skip
        return where + said % {"counted": formats.number(result.counted)}
    told = {
        "extra": formats.number(result.extra), "pace": formats.number(result.pace), "day": formats.day_long(day),
        "gap": formats.number(abs(result.ahead)),
    }  # fmt: skip
    if result.ahead < 0:
        return where + translate("Tot en met %(day)s zijn %(extra)s mensen extra geteld. Het tempo is %(pace)s. "
                                 "Dat is een achterstand van %(gap)s.") % told  # fmt: skip
    if result.ahead > 0:
        return where + translate("Tot en met %(day)s zijn %(extra)s mensen extra geteld. Het tempo is %(pace)s. "
                                 "Dat is %(gap)s meer.") % told  # fmt: skip
    return where + translate("Tot en met %(day)s zijn %(extra)s mensen extra geteld: precies op tempo.") % told


SECTION = Section("targets", _("Waar we staan"), tables, drawings, outside=True, everybody=True, counted=True)
