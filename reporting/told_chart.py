"""The drawing of a table that left the chain: a bar a line, and for what is hidden its sign instead of a bar.

Made from what is told alone, so that it shows no more than the table beneath it.
"""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as translate

from chain import formats
from reporting.charts import nice_axis
from reporting.tables import NOTHING, Drawing, Table, said

WIDE, NARROW = 640, 330
TOP, ROW, THICK, BOTTOM = 12, 34, 18, 26
LETTER, FIGURE = 6.8, 9.2
COUNTED = ("counted", "people")  # the first of these columns is drawn
MOST = 12  # lines


def drawn(table: Table) -> Drawing | None:
    """Both drawings; None for a table without numbers of people, or without lines."""
    column = next((each for key in COUNTED for each in table.columns if each.key == key), None)
    if column is None or not 1 < len(table.lines) <= MOST:
        return None
    place = table.columns.index(column)
    bars = [(line.name, line.cells[place]) for line in table.lines]
    if not any(isinstance(value, int) for _name, value in bars):
        return None
    key = f"told-{table.key}"
    wide, narrow = (_drawn(name, table.title, bars, width) for name, width in ((key, WIDE), (f"{key}-narrow", NARROW)))
    return Drawing(key, table.title, wide, narrow, "", translate("Balk: %(what)s.") % {"what": column.name.lower()})


def _drawn(chart_id: str, title: str, bars: list[tuple[str, Any]], width: int) -> SafeString:
    return mark_safe(render_to_string("components/told_chart.svg", {"chart": geometry(chart_id, title, bars, width)}))


def geometry(chart_id: str, title: str, bars: list[tuple[str, Any]], width: int) -> dict[str, Any]:
    """Names at the left, bars from an axis at nought, and each number at the end of its bar."""
    left = min(12 + LETTER * max(len(name) for name, _value in bars), width * 0.42)
    right, base = width - 52, TOP + ROW * len(bars)
    top, tick = nice_axis(
        max((value for _name, value in bars if isinstance(value, int)), default=0), 4 if width == WIDE else 3
    )

    def x(value: float) -> int:
        return round(left + (right - left) * value / top)

    rows = []
    for place, (name, value) in enumerate(bars):
        y = TOP + ROW * place + (ROW - THICK) // 2
        long = int((left - 8) / LETTER)
        rows.append({
            "name": name if len(name) <= long else f"{name[: long - 1]}…", "y": y, "height": THICK, "x": round(left),
            "name_x": round(left - 8), "width": x(value) - round(left) if isinstance(value, int) else None,
            "text": said(value, "number"), "text_y": y + THICK - 4,
            "text_x": (x(value) if isinstance(value, int) else round(left)) + 6,
        })  # fmt: skip
    told = "; ".join(f"{name}: {said(value, 'number')}" for name, value in bars if said(value, "number") != NOTHING)
    return {
        "id": chart_id, "css_class": "wide" if width == WIDE else "narrow", "title": title, "description": f"{told}.",
        "width": width, "height": base + BOTTOM, "top": TOP, "base": base, "axis_y": base + 18, "rows": rows,
        "grid": [
            {"x": x(value), "text": formats.number(value), "anchor": "middle" if value else "start"}
            for value in range(0, top + 1, tick)
        ],
    }  # fmt: skip
