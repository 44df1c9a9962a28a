"""What it brings as tables and a drawing: the same on the page, in reports and in files (section `returns`)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from reporting.dashboard_tables import share_note
from reporting.models import COSTS, EXTENTS
from reporting.returns import HORIZON_DAYS, Outflow, Returns, returns
from reporting.returns_chart import Amount, balance_drawing
from reporting.scope import Scope, Section
from reporting.tables import Column, Drawing, Line, Table


def tables(scope: Scope) -> list[Table]:
    """All tables of the section, of the chain or of one municipality."""
    found = returns(scope)
    return tables_of(found, scope) if found else []


def tables_of(found: Returns, scope: Scope) -> list[Table]:
    whole = [] if scope.municipality else [place_table(found, scope)]
    return [balance(found, scope), year_table(found, scope), *whole, extent_table(found, scope), after_table(found, scope),
            assumptions(found)]  # fmt: skip


def drawings(scope: Scope) -> list[Drawing]:
    found = returns(scope)
    return [drawing(found, scope)] if found else []


def _place(scope: Scope) -> int | None:
    return scope.municipality.pk if scope.municipality else None


# Tables


def balance(found: Returns, scope: Scope) -> Table:
    """Invested against saved, each with how it is reckoned."""
    place, promised = _place(scope), found.standing.promised
    people, extra = found.outflow(place), found.extra(place)
    target = found.standing.figures("outflow", place).target
    spent, saved = promised.cost("spent", found.day, place), found.of_extra(place)
    day = formats.day_long(found.day)
    rows: list[tuple[str, str, int | None, Any, str]] = [
        ("planned", translate("Begroot"), None, promised.cost("planned", place=place), translate("het hele programma")),
        ("spent", translate("Uitgegeven"), None, spent, translate("tot en met %(day)s") % {"day": day}),
        ("promised", translate("Beloofd te besparen"), target or None, promised.promised(place),
         translate("het doel × het bedrag per persoon")),
        ("counted", translate("Bespaard door iedereen die uitstroomde"), people.people, people.total,
         translate("tot en met %(day)s; echte bedragen waar die bekend zijn") % {"day": day}),
        ("extra", translate("Daarvan door de extra uitstroom"), extra, saved,
         translate("bespaard × extra gedeeld door geteld")),
        ("assumed", translate("Extra uitstroom, geraamd"), extra, found.standing.assumed(place),
         translate("extra × het bedrag per persoon, zoals bij Stand")),
        ("balance", translate("Extra bespaard min uitgegeven"), None,
         None if saved is None or spent is None else saved - spent, translate("nog zonder wat later bespaard wordt")),
    ]  # fmt: skip
    columns = (
        Column("people", translate("Mensen")),
        Column("amount", translate("Bedrag"), "euro", people=False, of="people"),
        Column("how", translate("Hoe berekend"), "text", people=False),
    )
    lines = tuple(Line(name, (number, amount, how), key) for key, name, number, amount, how in rows)
    return Table("balance", translate("Geïnvesteerd en bespaard"), translate("Bedrag"), columns, lines, adds=False,
                 note=_average(people), definition="returns")  # fmt: skip


def _average(row: Outflow) -> str:
    if not row.known:
        return ""
    told = {"number": formats.number(row.known), "euro": formats.euro((row.saved / row.known).quantize(Decimal(1)))}
    return (
        translate("Van %(number)s mensen is het echte bedrag bekend: gemiddeld %(euro)s per persoon tot nu toe.") % told
    )


def _saving_columns(*, extra: bool = True) -> tuple[Column, ...]:
    found = (
        Column("people", translate("Uitgestroomd")),
        Column("known", translate("Waarvan bedrag bekend"), means="known-amount"),
        Column("saved", translate("Bespaard, echt bedrag"), "euro", people=False, of="known"),
        Column("assumed", translate("Bespaard, geraamd"), "euro", people=False, of="people"),
        Column("total", translate("Samen bespaard"), "euro", people=False, of="people"),
    )
    of_extra = (
        Column("extra", translate("Extra"), people=False, of="people", means="extra"),
        Column("of_extra", translate("Bespaard door extra"), "euro", people=False, of="people"),
    )
    return (*found, *of_extra) if extra else found


def _saved(row: Outflow) -> tuple[Any, ...]:
    return row.people, row.known, row.saved, row.assumed, row.total


def year_table(found: Returns, scope: Scope) -> Table:
    """By the year of the outflow."""
    place = _place(scope)

    def cells(year: int | None) -> tuple[Any, ...]:
        return (*_saved(found.outflow(place, year)), found.extra(place, year), found.of_extra(place, year))

    programme = found.standing.programme
    years = range(programme.started_on.year, min(programme.ended_on.year, found.day.year) + 1)
    lines = tuple(Line(str(year), cells(year), str(year)) for year in years)
    return Table(
        "years", translate("Besparing per jaar van uitstroom"), translate("Jaar"), _saving_columns(), lines,
        Line(translate("Hele programma"), cells(None), "total"), definition="returns", note=_not_priced(found.outflow(place)),
    )  # fmt: skip


def place_table(found: Returns, scope: Scope) -> Table:
    """By the municipality of the outflow, with its share of the costs."""
    promised = found.standing.promised

    def cells(place: int | None) -> tuple[Any, ...]:
        return (
            *_saved(found.outflow(place)), found.extra(place), found.of_extra(place),
            promised.cost("planned", place=place), promised.cost("spent", found.day, place),
        )  # fmt: skip

    columns = (
        *_saving_columns(),
        Column("planned", translate("Begroot"), "euro", people=False),
        Column("spent", translate("Uitgegeven"), "euro", people=False),
    )
    lines = tuple(Line(place.name, cells(place.pk), place.code) for place in scope.places)
    return Table(
        "municipalities", translate("Besparing en kosten per gemeente"), translate("Gemeente"), columns, lines,
        Line(translate("Alle gemeenten samen"), cells(None), "total"), definition="returns", note=share_note(found.standing),
    )  # fmt: skip


def extent_table(found: Returns, scope: Scope) -> Table:
    """By full and partial outflow."""
    place = _place(scope)
    lines = tuple(
        Line(capfirst(str(name)), _saved(found.outflow(place, extent=extent)), extent)
        for extent, name in EXTENTS.items()
    )
    return Table(
        "extents", translate("Besparing naar omvang"), translate("Uitstroom"), _saving_columns(extra=False), lines,
        Line(translate("Samen"), _saved(found.outflow(place)), "total"), definition="returns",
    )  # fmt: skip


def after_table(found: Returns, scope: Scope) -> Table:
    """What became of who flowed out, after 3, 6 and 12 months."""
    columns: list[Column] = [Column("came", translate("Zo lang geleden uitgestroomd"))]
    kinds: list[tuple[str, Any, str]] = [
        ("work", _("Betaald werk"), "still-at-work"), ("less", _("Geen volledige uitkering"), ""),
        ("without", _("Geen uitkering"), ""),
    ]  # fmt: skip
    for key, name, means in kinds:
        columns += [
            Column(key, str(name), means=means),
            Column(f"{key}-part", translate("%(what)s, deel") % {"what": name}, "percent", people=False, of=key),
        ]
    lines = []
    for after in found.after(_place(scope)):
        cells: list[Any] = [after.came]
        for key, _name, _means in kinds:
            number = getattr(after, key)
            cells += [number, percent(number, after.came)]
        lines.append(
            Line(translate("Na %(months)s maanden") % {"months": after.months}, tuple(cells), str(after.months))
        )
    return Table(
        "after", translate("Hoe het verder ging na de uitstroom"), translate("Gemeten"), tuple(columns), tuple(lines), adds=False,
        definition="after-outflow",
        note=translate("Alleen wie zo lang geleden uitstroomde, telt mee. Betaald werk is hier werk dat als plaatsing in Snoer "
                       "staat; wie zelf werk vond, staat er soms niet bij."),
    )  # fmt: skip


def assumptions(found: Returns) -> Table:
    """Every figure that was put in by people, with where it comes from."""
    programme, promised = found.standing.programme, found.standing.promised
    lines = []
    for saving in promised.savings:
        since = formats.day(saving.started_on)
        for extent in EXTENTS:
            name = translate("Besparing per %(extent)s uitstroom, vanaf %(day)s") % {
                "extent": _OF[extent](),
                "day": since,
            }
            value = formats.euro(getattr(saving, extent))
            lines.append((f"saving-{saving.started_on}-{extent}", name, value, saving.text))
    for cost in promised.costs:
        if cost.kind == "planned":
            name = f"{capfirst(str(COSTS[cost.kind]))}, {formats.day(cost.on)}"
            lines.append((f"cost-{cost.pk}", name, formats.euro(cost.amount), cost.text))
    spent = [cost for cost in promised.costs if cost.kind == "spent" and cost.on <= found.day]
    for year in sorted({cost.on.year for cost in spent}):
        rows = [cost for cost in spent if cost.on.year == year]
        texts = " ".join(dict.fromkeys(cost.text for cost in rows))
        value = formats.euro(sum(cost.amount for cost in rows))
        lines.append((f"spent-{year}", translate("Uitgegeven in %(year)s") % {"year": year}, value, texts))
    if promised.shares:
        how = f"{capfirst(str(programme.get_share_key_display()))}. {programme.share_note}".strip()
        lines.append(("shares", translate("Verdeling over de gemeenten"), "", how))
    lines += [
        ("baseline", translate("Basislijn"), "", programme.baseline_note or translate("zoals per jaar ingevuld")),
        ("horizon", translate("Zo lang telt een besparing na het programma"), f"{HORIZON_DAYS} {translate('dagen')}",
         translate("Daarna rekent Snoer niet verder. Het getal is een keuze in dit rekenmodel.")),
        ("month", translate("Een maand"), f"{formats.number(Decimal('30.4375'), 2)} {translate('dagen')}",
         translate("Een twaalfde van 365,25 dagen.")),
    ]  # fmt: skip
    columns = (
        Column("value", translate("Waarde"), "text", people=False),
        Column("source", translate("Bron"), "text", people=False),
    )
    return Table(
        "assumptions", translate("Waar dit op rust"), translate("Aanname"), columns,
        tuple(Line(name, (value, source), key) for key, name, value, source in lines), adds=False, definition="returns",
    )  # fmt: skip


_OF: dict[str, Callable[[], str]] = {"full": lambda: translate("gehele"), "partial": lambda: translate("gedeeltelijke")}


def _not_priced(row: Outflow) -> str:
    if not row.unpriced:
        return ""
    return translate("Van %(number)s mensen is geen bedrag bekend en gold er nog geen raming: zij tellen hier voor niets.") % {
        "number": formats.number(row.unpriced)
    }  # fmt: skip


def percent(number: int, whole: int) -> int | None:
    """Rounded half up; None of nobody."""
    return (200 * number + whole) // (2 * whole) if whole else None


# The drawing


def drawing(found: Returns, scope: Scope) -> Drawing:
    """Costs and savings against what was planned and promised."""
    table = balance(found, scope)

    def of(key: str) -> Decimal | None:
        value = table.cell(key, "amount")
        return value if isinstance(value, Decimal) else None

    amounts = [
        Amount(translate("Uitgegeven"), of("spent"), of("planned"), translate("begroot")),
        Amount(translate("Extra uitstroom, geraamd"), of("assumed"), of("promised"), translate("beloofd")),
        Amount(translate("Extra uitstroom, echte bedragen waar bekend"), of("extra"), None, ""),
    ]
    title = translate("Geïnvesteerd en bespaard")
    wide, narrow = balance_drawing("balance", title, amounts)
    return Drawing("balance", title, wide, narrow, conclusion(of("spent"), of("assumed"), of("extra"), found))


def conclusion(spent: Decimal | None, assumed: Decimal | None, saved: Decimal | None, found: Returns) -> str:
    """What it comes to, in a sentence or two."""
    day = formats.day_long(found.day)
    said = translate("Wat er is uitgegeven, is niet ingevuld.")
    if spent:
        said = translate("Tot en met %(day)s is %(spent)s uitgegeven.") % {
            "day": day,
            "spent": formats.euro_short(spent),
        }
    told = {"saved": formats.euro_short(saved), "assumed": formats.euro_short(assumed)}
    if saved is None:
        more = translate(
            "Hoeveel de extra uitstroom bespaart, is pas te zeggen als voor elk jaar een basislijn is ingevuld."
        )
    elif assumed is None:
        more = translate("De extra uitstroom bespaarde %(saved)s.") % told
    else:
        more = translate(
            "De extra uitstroom bespaarde %(assumed)s met het bedrag van de belofte, en %(saved)s met echte bedragen waar die "
            "bekend zijn."
        ) % told  # fmt: skip
    return f"{said} {more}"


SECTION = Section("returns", _("Wat het opbrengt"), tables, drawings, outside=True, counted=True)
