"""What a programme promised, read at once: targets and baselines, shares, costs and savings. No persons."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from reporting.figures import Cells, Part, divided, in_whole
from reporting.models import Cost, Programme, Saving, Share, Target


@dataclass(frozen=True)
class Promised:
    """shares: municipality (id) -> percent, together 100, or none. costs, savings: by day, the first one first."""

    programme: Programme
    targets: list[Target] = field(default_factory=list)
    shares: Mapping[int, Decimal] = field(default_factory=dict)
    costs: list[Cost] = field(default_factory=list)
    savings: list[Saving] = field(default_factory=list)

    def part(self, place: int | None) -> Part | None:
        """What result_figures asks for: None for all of the chain."""
        return None if place is None else Part(place, self.shares)

    def cost(self, kind: str, until: dt.date | None = None, place: int | None = None) -> Decimal | None:
        """Euro planned or spent, up to the day where one is given; None where a municipality has no share in it."""
        found = sum(
            (one.amount for one in self.costs if one.kind == kind and (until is None or one.on <= until)), Decimal(0)
        )
        return self.money(found, place)

    def money(self, amount: Decimal, place: int | None) -> Decimal | None:
        """The part of an amount that falls to a municipality, in whole euro or cents that add up."""
        if place is None:
            return amount
        units = 1 if amount == amount.to_integral_value() else 100
        return Decimal(divided(int(amount * units), self.shares)[place]) / units if place in self.shares else None

    def saving(self, year: int) -> Saving | None:
        """What one outflow of the year saves, as was assumed; savings begin with a year, or with the programme."""
        first = max(dt.date(year, 1, 1), self.programme.started_on)
        return next((one for one in reversed(self.savings) if one.started_on <= first), None)

    def assumed(self, cells: Cells) -> Decimal | None:
        """Euro that the counted outflows save by the assumptions; None where a year with outflow has none."""
        found = Decimal(0)
        for year in range(self.programme.started_on.year, self.programme.ended_on.year + 1):
            full, partial = (cells.total("outflow", year, extent) for extent in ("full", "partial"))
            saving = self.saving(year)
            if full or partial:
                if saving is None:
                    return None
                found += full * saving.full + partial * saving.partial
        return found

    def promised(self, place: int | None = None) -> Decimal | None:
        """Euro that the targets would save if every extra outflow were full (document 002: 375 times 8,500); None where
        nothing was assumed."""
        found, part = Decimal(0), self.part(place)
        for target in self.targets:
            if target.kind == "outflow" and target.target:
                saving = self.saving(target.year)
                number = part.of(target.target) if part else target.target
                if saving is None or number is None:
                    return None
                found += number * saving.full
        return found


def of_extra(
    saved: Decimal | None, counted: int, extra: Mapping[int, int | None], together: Decimal | None = None
) -> dict[int, Decimal | None]:
    """Of what all who are counted save, the part that would not have come anyway: saved x extra / counted, in whole euro,
    for each of the parts (municipalities, years, or the whole as one) whose extra outflow is given. They add up to what all
    their extra saves; `together`: that, where it was rounded already as a part of something larger.

    None while there is no baseline. Who flowed out anyway cannot be told from who did not: so by proportion.
    """
    if saved is None:
        return dict.fromkeys(extra)
    rate = Fraction(saved) / counted if counted else Fraction(0)
    exact = {key: rate * number for key, number in extra.items() if number is not None}
    amount = sum(exact.values(), Fraction(1, 2)).__floor__() if together is None else int(together)  # half up
    whole = in_whole(exact, amount)
    return {key: Decimal(whole[key]) if key in whole else None for key in extra}


def promised(programme: Programme) -> Promised:
    """One query."""

    def rows(model: Any, order: str, **columns: str) -> ArraySubquery:
        # Amounts as text, so that they stay exact.
        told = {name: Cast(column, TextField()) if column in EXACT else column for name, column in columns.items()}
        return ArraySubquery(
            model.objects.filter(programme=OuterRef("pk")).order_by(order).values(row=JSONObject(**told))
        )

    targets, shares, costs, savings = Programme.objects.filter(pk=programme.pk).values_list(
        rows(Target, "year", kind="kind", year="year", target="target", baseline="baseline"),
        rows(Share, "municipality", municipality_id="municipality_id", percent="percent"),
        rows(Cost, "on", pk="pk", kind="kind", on="on", amount="amount", text="text"),
        rows(Saving, "started_on", pk="pk", started_on="started_on", full="full", partial="partial", text="text"),
    )[0]
    return Promised(
        programme,
        [Target(programme=programme, **row) for row in targets],
        {row["municipality_id"]: Decimal(row["percent"]) for row in shares},
        [_read(Cost, row) for row in costs],
        [_read(Saving, row) for row in savings],
    )


EXACT = frozenset({"percent", "amount", "full", "partial"})
DAYS = frozenset({"on", "started_on"})


def _read(model: Any, row: Mapping[str, Any]) -> Any:
    return model(**{
        name: Decimal(value) if name in EXACT else dt.date.fromisoformat(value) if name in DAYS else value
        for name, value in row.items()
    })  # fmt: skip
