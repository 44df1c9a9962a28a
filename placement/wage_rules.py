"""What wage value and wage subsidy come to (Participatiewet, article 10d): pure rules, in exact decimals.

Amounts are euros a month and percents are whole unless said otherwise. Halves of a cent or a percent are rounded up, and only
where a rule says so: a step in between keeps all its decimals.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from clients.terms import after

CENT, WHOLE = Decimal("0.01"), Decimal(1)
HUNDRED = Decimal(100)


class Shares(ValueError):
    """The shares of the tasks do not add up to a hundred percent; `total` is what they come to."""

    def __init__(self, total: int) -> None:
        self.total = total
        super().__init__(f"the shares add up to {total} percent")


def cents(amount: Decimal) -> Decimal:
    """Rounded to whole cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Measured:
    """How a main task goes against the norm, in percents, and its share of the work."""

    share: int
    pace: int
    quality: int
    deployment: int

    @property
    def of_norm(self) -> Decimal:
        """What is done of the task, in percents of its norm: pace x quality x deployability."""
        return Decimal(self.pace * self.quality * self.deployment) / 10_000

    @property
    def counts(self) -> Decimal:
        """What the task adds to the wage value, in percents: the above times its share."""
        return self.of_norm * self.share / HUNDRED


def sum_of_shares(tasks: Sequence[Measured]) -> int:
    return sum(task.share for task in tasks)


def wage_value(tasks: Sequence[Measured]) -> int:
    """The wage value in whole percents: per main task tempo x quality x deployability x share, the total rounded
    (Regeling loonkostensubsidie Participatiewet, articles 2 to 4). Shares where they are not a hundred percent together."""
    if (total := sum_of_shares(tasks)) != 100:
        raise Shares(total)
    return int(sum((task.counts for task in tasks), Decimal(0)).quantize(WHOLE, ROUND_HALF_UP))


def month_wage(hourly: Decimal, full_week: Decimal) -> Decimal:
    """The minimum wage of a full working week in euros a month: per hour x hours x 52 weeks / 12 months, in whole cents."""
    return cents(hourly * full_week * 52 / 12)


def with_allowance(monthly: Decimal, percent: Decimal) -> Decimal:
    """With the holiday allowance, in whole cents."""
    return cents(monthly * (1 + percent / HUNDRED))


@dataclass(frozen=True)
class Calculation:
    """A wage subsidy step by step, in euros a month."""

    norm: Decimal  # minimum wage with holiday allowance, for a full week
    percent: Decimal  # the wage value; of a flat-rate one the part that is paid
    hours: Decimal
    full_week: Decimal
    charges: Decimal  # percents
    flat_rate: bool = False
    cap: Decimal = HUNDRED  # percents

    @property
    def worth(self) -> Decimal:
        """What the work is worth, for a full week."""
        return self.norm * self.percent / HUNDRED

    @property
    def gap(self) -> Decimal:
        """What the employer pays more than the work is worth; of a flat-rate subsidy the part that is paid."""
        return self.worth if self.flat_rate else self.norm - self.worth

    @property
    def most(self) -> Decimal:
        return self.norm * self.cap / HUNDRED

    @property
    def capped(self) -> bool:
        return self.gap > self.most

    @property
    def full(self) -> Decimal:
        """The subsidy for a full week, with all decimals."""
        return min(self.gap, self.most)

    @property
    def monthly(self) -> Decimal:
        """For the hours of the contract, in whole cents."""
        return cents(self.full * self.hours / self.full_week)

    @property
    def of_charges(self) -> Decimal:
        """The employer's charges over it, in whole cents."""
        return cents(self.monthly * self.charges / HUNDRED)

    @property
    def with_charges(self) -> Decimal:
        return self.monthly + self.of_charges


def subsidy(
    norm: Decimal, percent: int | Decimal, hours: Decimal, *, full_week: Decimal, cap: Decimal, charges: Decimal
) -> Calculation:
    """The wage subsidy: minimum wage with holiday allowance less the wage value's part of it, at most `cap` percent of the
    first, for the hours of the contract, and the employer's charges over that (article 10d, paragraph 4)."""
    return Calculation(norm, Decimal(percent), hours, full_week, charges, cap=cap)


def flat_rate(norm: Decimal, part: Decimal, hours: Decimal, *, full_week: Decimal, charges: Decimal) -> Calculation:
    """The flat-rate subsidy: a fixed part of the minimum wage with holiday allowance (article 10d, paragraph 5)."""
    return Calculation(norm, part, hours, full_week, charges, flat_rate=True)


def flat_rate_until(employed_on: dt.date, months: int) -> dt.date:
    """The last day of a flat-rate subsidy: so many months from the start of the employment (article 10d, paragraph 5)."""
    return after(employed_on, months, "months") - dt.timedelta(1)
