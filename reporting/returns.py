"""What it brings: what the programme takes against what outflow saves, as of a day. The numbers; reporting/returns_tables.py
shows them.

Saved, of one outflow, from real amounts: what the benefit that ended paid a month, times the months since, less what began
since at a partial level; until the day before full benefit begins again, the as-of day, or HORIZON_DAYS after the programme
ended. A month is a twelfth of 365.25 days. Where an amount is not known: the programme's saving of that day, once.
(Founding document 002, investment: 8,500 euro a person, full or partial; benefits only, no social return.)
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from placement.staying_sql import MONTHS
from reporting.dashboard_tables import Standing, of_scope
from reporting.promised import of_extra
from reporting.scope import Scope

HORIZON_DAYS = 365  # after the programme; what it saves later is not reckoned


@dataclass(frozen=True)
class Outflow:
    """Of a municipality (id), year and extent, or of several together. Euro are whole.

    known: people of whom the real amounts are known, who save `saved`; the others save `assumed`, but for `unpriced` of
    them, for whom nothing was assumed. promised: what all save by the assumption.
    """

    place: int
    year: int
    extent: str
    people: int = 0
    known: int = 0
    saved: Decimal = Decimal(0)
    assumed: Decimal = Decimal(0)
    unpriced: int = 0
    promised: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return self.saved + self.assumed


@dataclass(frozen=True)
class After:
    """So many months after their outflow: of how many that day has come, who has paid work, no counted benefit, no full one."""

    months: int
    came: int
    work: int
    without: int
    less: int


@dataclass(frozen=True)
class Returns:
    """What was found of the whole chain; its methods answer for a municipality (id), year or extent too."""

    standing: Standing
    rows: Sequence[Outflow]
    after_rows: Sequence[Sequence[int | str]]
    day: dt.date

    def outflow(self, place: int | None = None, year: int | None = None, extent: str = "") -> Outflow:
        """All rows together that are of the municipality, year and extent."""
        return together(
            row for row in self.rows
            if (place is None or row.place == place) and (year is None or row.year == year)
            and (not extent or row.extent == extent)
        )  # fmt: skip

    def extra(self, place: int | None = None, year: int | None = None) -> int | None:
        """Outflow above the baseline."""
        found = self.standing.figures("outflow", place)
        return found.of(year).extra if year else found.extra

    def of_extra(self, place: int | None = None, year: int | None = None) -> Decimal | None:
        """What the extra outflow saves: what all save x extra / counted, at the chain's own rate. The municipalities add up to
        the chain, and the years to the whole of the municipality or chain."""
        whole = self.outflow()
        told = of_extra(whole.total, whole.people, self.standing.extras(place))[place or 0]
        if year is None:
            return told
        years = {one.year: one.extra for one in self.standing.figures("outflow", place).years}
        return of_extra(whole.total, whole.people, years, told).get(year)

    def after(self, place: int | None = None, extent: str = "") -> list[After]:
        chosen = [row for row in self.after_rows
                  if (place is None or row[0] == place) and (not extent or row[1] == extent)]  # fmt: skip
        return [
            After(months, *(sum(int(row[3 + 4 * at + column]) for row in chosen) for column in range(4)))
            for at, months in enumerate(MONTHS)
        ]


def together(rows: Iterable[Outflow]) -> Outflow:
    """The sum of them."""
    found = list(rows)

    def euro(name: str) -> Decimal:
        return sum((getattr(row, name) for row in found), Decimal(0))

    return Outflow(
        0, 0, "", sum(row.people for row in found), sum(row.known for row in found), euro("saved"), euro("assumed"),
        sum(row.unpriced for row in found), euro("promised"),
    )  # fmt: skip


def returns(scope: Scope) -> Returns | None:
    """As of the scope's day: what is saved and what became of people goes on after the programme. Four queries; None without
    a programme."""
    standing = of_scope(scope)
    if standing is None or scope.programme is None:
        return None
    day = scope.day
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_returns(%s, %s, %s)", [scope.programme.pk, day, HORIZON_DAYS])
        rows = [Outflow(*row) for row in cursor.fetchall()]
        cursor.execute("select * from snoer_after_outflow(%s, %s, %s)", [scope.programme.pk, day, HORIZON_DAYS])
        after = cursor.fetchall()
    return Returns(standing, rows, after, day)
