"""What the dashboard says on a chosen day: counted, baseline, extra and pace (counting.md, Terms). No queries here."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

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
    """A kind of result on the day. baseline, extra: None until the programme has begun and every year up to the day has a
    baseline. Of a municipality without a share they are None, like the pace, and the target is 0."""

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

    @property
    def difference(self) -> int | None:
        """As of a year."""
        return self.ahead

    def of(self, year: int) -> YearFigures:
        """A year of it; empty where it has none."""
        return next((one for one in self.years if one.year == year), YearFigures(year, None, None, None, None, False))


@dataclass(frozen=True)
class Part:
    """A municipality (id), to which its share falls of every number of the whole."""

    place: int
    shares: Mapping[int, Decimal]

    def of(self, amount: int) -> int | None:
        """What falls to it; None where it has no share."""
        return divided(amount, self.shares)[self.place] if self.place in self.shares else None


def divided(amount: int, shares: Mapping[int, Decimal]) -> dict[int, int]:
    """The amount in whole parts by the shares, which together are exactly the amount.

    Each gets its exact part rounded down; what is left goes, one each, to those with the largest remainder, and among
    equals to the lowest key. Shares that are all 0 divide nothing.
    """
    whole = sum(map(Fraction, shares.values()))
    if not whole:
        return dict.fromkeys(shares, 0)
    return in_whole({key: Fraction(share) * amount / whole for key, share in shares.items()}, amount)


def in_whole(exact: Mapping[int, Fraction], amount: int) -> dict[int, int]:
    """Exact parts as whole numbers that together are the amount, which is their sum rounded: by largest remainder."""
    parts = {key: one.__floor__() for key, one in exact.items()}
    by_remainder = sorted(parts, key=lambda key: (parts[key] - exact[key], key))
    for key in by_remainder[: amount - sum(parts.values())]:
        parts[key] += 1
    return parts


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
    kind: str, programme: Programme, targets: Iterable[Target], cells: Cells, day: dt.date, part: Part | None = None
) -> ResultFigures:
    """The figures of one kind of result as of the day; of a municipality with its own cells, and its part of each number.

    Targets, baselines and paces are worked out for the chain and then divided, so that the parts add up to the whole.
    """
    rows = {target.year: target for target in targets if target.kind == kind}

    def own(amount: int | None) -> int | None:
        return amount if part is None or amount is None else part.of(amount)

    years = []
    for year in range(programme.started_on.year, programme.ended_on.year + 1):
        begun = max(dt.date(year, 1, 1), programme.started_on) <= day
        counted = cells.total(kind, year) if begun else None
        row = rows.get(year)
        if row is None and not counted:
            continue
        baseline = row.baseline if row else None
        years.append(
            YearFigures(
                year=year,
                target=own(row.target) if row else None,
                counted=counted,
                baseline=own(share_of_year(baseline, year, day)) if baseline is not None and begun else None,
                pace=own(share_of_year(row.target, year, day)) if row and begun else None,
                running=day.year == year,
            )
        )
    begun_years = [year for year in years if year.counted is not None]
    known = (
        bool(begun_years)
        and (part is None or part.place in part.shares)
        and all(year.baseline is not None for year in begun_years)
    )
    counted = cells.total(kind)
    baseline = sum(year.baseline or 0 for year in begun_years) if known else None
    return ResultFigures(
        kind=kind,
        counted=counted,
        baseline=baseline,
        extra=counted - baseline if baseline is not None else None,
        target=sum(own(row.target) or 0 for row in rows.values()),
        pace=None if part and part.place not in part.shares else sum(year.pace or 0 for year in begun_years),
        provisional=cells.total("provisional") if kind == "outflow" else 0,
        years=years,
    )
