"""The drawing of what was invested and saved: bars that lie, each with what was planned or promised as a dashed outline.

Pure geometry, like reporting/charts.py; the same figures stand in the table beneath it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as translate

from chain import formats
from reporting.charts import nice_axis

WIDE, NARROW = 720, 330
ROW, BAR, TEXT = 66, 30, 18  # height of a row, of its bar, and of the line of text above it
LETTER = 8.4  # width of a letter of an amount, about


@dataclass(frozen=True)
class Amount:
    """A bar in euro; None where it is not known. goal: the outline around it, and what that is called."""

    name: str
    value: Decimal | None
    goal: Decimal | None
    goal_name: str

    @property
    def told(self) -> str:
        return formats.euro_short(self.value) if self.value is not None else translate("niet bekend")

    @property
    def goal_told(self) -> str:
        return f"{self.goal_name} {formats.euro_short(self.goal)}" if self.goal else ""


def geometry(chart_id: str, title: str, amounts: Sequence[Amount], width: int) -> dict[str, Any]:
    """Everything the template prints. A negative amount has no bar and keeps its number."""
    top, step = nice_axis(float(max((max(one.value or 0, one.goal or 0) for one in amounts), default=Decimal(0))), 4)
    left, right = 2, width - 40

    def x(value: Decimal | None) -> float:
        return round(left + (right - left) * max(float(value or 0), 0) / top, 1)

    rows = []
    for position, one in enumerate(amounts):
        y = 6 + ROW * position
        inside = x(one.value) - left > LETTER * len(one.told) + 16
        rows.append({
            "name": one.name, "text_y": y + TEXT - 5, "y": y + TEXT, "middle": y + TEXT + 21, "told": one.told,
            "width": round(x(one.value) - left, 1), "goal_width": round(x(one.goal) - left, 1) if one.goal else 0,
            "inside": inside, "told_x": left + 10 if inside else round(x(one.value) + 8, 1), "goal_told": one.goal_told,
        })  # fmt: skip
    base = 6 + ROW * len(amounts)
    return {
        "id": chart_id, "title": title, "width": width, "height": base + 24, "left": left, "base": base, "bar": BAR, "rows": rows,
        "css_class": "wide" if width == WIDE else "narrow",
        "description": "; ".join(", ".join(filter(None, (f"{one.name} {one.told}", one.goal_told))) for one in amounts) + ".",
        "grid": [{"x": x(Decimal(value)), "value": formats.euro_short(value)} for value in range(0, top + 1, step)],
    }  # fmt: skip


def balance_drawing(chart_id: str, title: str, amounts: Sequence[Amount]) -> tuple[SafeString, SafeString]:
    """Wide and narrow."""
    wide, narrow = (
        mark_safe(render_to_string("components/balance_chart.svg", {"chart": geometry(name, title, amounts, width)}))
        for name, width in ((chart_id, WIDE), (f"{chart_id}-narrow", NARROW))
    )
    return wide, narrow
