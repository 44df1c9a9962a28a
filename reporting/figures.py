"""What the dashboard says on a chosen day: counted, baseline, extra and pace (counting.md, Terms). No queries here."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from reporting.models import Programme, Target


@dataclass(frozen=True)
class Cells:
    """The sums of a programme's cells up to a day, by kind, year, municipality, partner and extent (ids; "" or None)."""

    rows: Sequence[tuple[str, int, int | None, int | None, str, int]]

    def total(self, kind: str, year: int | None = None, extent: str | None = None) -> int:
        return sum(
            n
            for k, y, _m, _p, e, n in self.rows
            if k == kind and (year is None or y == year) and (extent is None or e == extent)
        )

    def by(self, column: str, kind: str, year: int | None = None, extent: str | None = None) -> dict[int | None, int]:
        """Numbers per municipality or partner id; what is 0 is left out."""
        position = {"municipality": 2, "partner": 3}[column]
        found: Counter[int | None] = Counter()
        for row in self.rows:
            if row[0] == kind and (year is None or row[1] == year) and (extent is None or row[4] == extent):
                found[row[position]] += row[5]  # type: ignore[index]
        return {key: number for key, number in found.items() if number}

    def within(self, municipality: int | None) -> "Cells":
        return self if municipality is None else Cells([row for row in self.rows if row[2] == municipality])


@dataclass(frozen=True)
class YearFigures:
    """A year of a result. counted, baseline: up to the day; None before the year begins, or while nobody entered it."""

    year: int
    target: int | None
    counted: int | None
    baseline: int | None
    pace: int | None
    running: bool

    @property
    def extra(self) -> int | None:
        return None if self.counted is None or self.baseline is None else self.counted - self.baseline

    @property
    def difference(self) -> int | None:
        """Extra minus the pace of the day, so that a running year is not measured by its end; None where unknown."""
        return None if self.extra is None or self.pace is None else self.extra - self.pace


@dataclass(frozen=True)
class ResultFigures:
    """A kind of result on the day. baseline, extra, pace: None until every year up to the day has a baseline, or for a
    part of the chain, for which no targets are set."""

    kind: str
    counted: int
    baseline: int | None
    extra: int | None
    target: int
    pace: int | None
    provisional: int
    years: list[YearFigures] = field(default_factory=list)

    @property
    def ahead(self) -> int | None:
        """Extra minus pace: negative is behind."""
        return None if self.extra is None or self.pace is None else self.extra - self.pace


def share_of_year(amount: int, year: int, day: dt.date) -> int:
    """The part of a year's amount that belongs to the days up to and including `day`, rounded half up."""
    if day.year < year:
        return 0
    if day.year > year:
        return amount
    days = 366 if calendar.isleap(year) else 365
    part = Decimal(amount) * day.timetuple().tm_yday / days
    return int(part.quantize(Decimal(1), ROUND_HALF_UP))


def pace(amounts: dict[int, int], day: dt.date) -> int:
    """The amounts of the years before, plus the part of the day's year (counting.md, pace)."""
    return sum(share_of_year(amount, year, day) for year, amount in amounts.items())


def result_figures(
    kind: str, programme: Programme, targets: Iterable[Target], cells: Cells, day: dt.date, *, whole: bool = True
) -> ResultFigures:
    """The figures of one kind of result as of the day; `whole`: of the chain, to which targets and baselines apply."""
    rows = {target.year: target for target in targets if target.kind == kind}
    years = []
    for year in range(programme.started_on.year, programme.ended_on.year + 1):
        begun = dt.date(year, 1, 1) <= day
        counted = cells.total(kind, year) if begun else None
        row = rows.get(year)
        if row is None and not counted:
            continue
        baseline = row.baseline if row and whole else None
        years.append(
            YearFigures(
                year=year,
                target=row.target if row and whole else None,
                counted=counted,
                baseline=share_of_year(baseline, year, day) if baseline is not None and begun else None,
                pace=share_of_year(row.target, year, day) if row and whole and begun else None,
                running=day.year == year,
            )
        )
    begun_years = [year for year in years if year.counted is not None]
    known = whole and all(year.baseline is not None for year in begun_years)
    counted = cells.total(kind)
    baseline = sum(year.baseline or 0 for year in begun_years) if known else None
    return ResultFigures(
        kind=kind,
        counted=counted,
        baseline=baseline,
        extra=counted - baseline if baseline is not None else None,
        target=sum(row.target for row in rows.values()),
        pace=pace({row.year: row.target for row in rows.values()}, day) if whole else None,
        provisional=cells.total("provisional") if kind == "outflow" else 0,
        years=years,
    )
