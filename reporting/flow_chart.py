"""The drawing of a flow: a bar up for who came in and one down for who went out, under the line of how many there are.

Pure geometry: numbers in, coordinates out, which the template only prints. It is drawn for a wide and for a narrow place, which
takes the last spans alone. The same figures stand in a table. In and out differ by side and by filling, not by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chain import formats

WIDE, NARROW = (920, 24), (340, 6)  # width, and how many spans it takes
LINE, GAP, BARS = 78, 30, 84  # height of the line's part, of what is between, and of the bars to each side
TOP, LABELS, SIDE = 34, 42, 26
DIGIT = 8.2  # width of a figure: about


@dataclass(frozen=True)
class Point:
    """Of a span: what stands beneath it, and its year, who came in and went out, and how many there were at its end."""

    label: str
    year: str
    came: int
    went: int
    stock: int


def charts(chart_id: str, title: str, start: int, points: Sequence[Point]) -> dict[str, SafeString]:
    """Both drawings: `wide` and `narrow`."""
    return {
        "wide": draw(chart_id, title, start, points, WIDE),
        "narrow": draw(f"{chart_id}-narrow", title, start, points, NARROW),
    }


def draw(chart_id: str, title: str, start: int, points: Sequence[Point], size: tuple[int, int]) -> SafeString:
    """The SVG of one drawing; chart_id must differ between all drawings of a page."""
    chart = geometry(chart_id, title, start, points, size)
    return mark_safe(render_to_string("reporting/flow_chart.svg", {"chart": chart}))


def geometry(chart_id: str, title: str, start: int, points: Sequence[Point], size: tuple[int, int]) -> dict[str, Any]:
    """Everything that the template prints. The line has a scale of its own, from the lowest to the highest stock: each of its
    points says its number. The bars have one scale for both sides, from nobody."""
    width, most = size
    before, shown = (points[-most - 1].stock if len(points) > most else start), points[-most:]
    slot = (width - 2 * SIDE) / max(len(shown), 1)
    stocks = [before, *(point.stock for point in shown)]
    low, high = min(stocks), max(stocks)
    highest = max((max(point.came, point.went) for point in shown), default=0) or 1
    base = TOP + LINE + GAP + BARS

    def level(stock: int) -> float:
        return round(TOP + LINE - (LINE * (stock - low) / (high - low) if high > low else LINE / 2), 1)

    def length(people: int) -> float:
        return round((BARS - 18) * people / highest, 1)

    line = [(float(SIDE), level(before))]
    bars = []
    # A figure at each point where there is room for it, else at every second, third ...; the last one always.
    wide = max(len(formats.number(stock)) for stock in stocks) * DIGIT + 8
    each = max(int(-(-wide // slot)), 1) if slot else 1
    for place, point in enumerate(shown):
        last = place == len(shown) - 1  # its figure stands beneath the line where that goes down
        middle, end = round(SIDE + slot * (place + 0.5), 1), round(SIDE + slot * (place + 1), 1)
        line.append((end, level(point.stock)))
        bar = min(slot * 0.62, 44)
        up, down = length(point.came), length(point.went)
        bars.append({
            "x": round(middle - bar / 2, 1), "width": round(bar, 1), "middle": middle, "label": point.label,
            "year": point.year if not place or shown[place - 1].year != point.year else "",
            "up": {"y": round(base - up, 1), "height": up, "text": formats.number(point.came), "text_y": round(base - up - 5, 1)},
            "down": {"y": base, "height": down, "text": formats.number(point.went), "text_y": round(base + down + 15, 1)},
            "stock": {
                "x": end, "y": line[-1][1], "text": formats.number(point.stock), "anchor": "end" if last else "middle",
                "text_y": round(line[-1][1] + (22 if last and line[-1][1] > line[-2][1] else -8), 1),
                "told": (len(shown) - 1 - place) % each == 0,
            },
        })  # fmt: skip
    return {
        "id": chart_id, "css_class": "wide" if size == WIDE else "narrow", "title": title,
        "description": describe(before, shown), "width": width, "height": base + BARS + LABELS, "left": SIDE,
        "right": width - SIDE, "base": base, "label_y": base + BARS + LABELS - 24, "year_y": base + BARS + LABELS - 6,
        "begin": {"x": SIDE, "y": line[0][1], "text": formats.number(before),
                  "text_y": round(line[0][1] + (22 if line[1:] and line[1][1] < line[0][1] else -8), 1)},
        "line": " ".join(f"{x},{y}" for x, y in line), "bars": bars,
    }  # fmt: skip


def describe(before: int, points: Sequence[Point]) -> str:
    """The drawing in words, for who does not see it."""
    if not points:
        return ""
    each = "; ".join(
        _("%(span)s: erbij %(came)s, eraf %(went)s")
        % {
            "span": f"{point.label} {point.year}".strip(),
            "came": formats.number(point.came),
            "went": formats.number(point.went),
        }
        for point in points
    )
    whole = {"start": formats.number(before), "end": formats.number(points[-1].stock), "each": each}
    return _("Begin %(start)s, eind %(end)s. %(each)s.") % whole
