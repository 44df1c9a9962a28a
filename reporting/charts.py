"""The drawings of the dashboard: target charts and progress bars.

Pure geometry: numbers in, coordinates out, which the templates only print. A chart is drawn twice, for a wide and for a
narrow place; the page shows the one that fits (static/snoer.css). The same figures stand in a table beneath it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chain import formats

WIDE, NARROW = (640, 300), (330, 270)
MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 6, 22, 46
LABEL_ROOM = 34  # a bar at least this high carries its own figure
LINE = 16  # height of a line of text
DIGIT, LETTER, FIGURE = 7.6, 6.8, 9.2  # width of a figure on the axis, a letter of a label, a figure in a bar: about


@dataclass(frozen=True)
class Year:
    """The figures of one bar.

    counted: None where the year has not begun. baseline: None while nobody entered it: then the counted is drawn, and
    no gap to the target. target: None where there is none, as for one municipality. pace: None in a year that is over
    or not begun. note: a line under the year, as `t/m september`; short_note: the same for the narrow drawing.
    """

    label: str
    target: int | None
    counted: int | None
    baseline: int | None
    pace: int | None = None
    note: str = ""
    short_note: str = ""

    @property
    def extra(self) -> int | None:
        """Counted minus baseline; None where either is unknown."""
        return None if self.counted is None or self.baseline is None else self.counted - self.baseline

    @property
    def value(self) -> int | None:
        """What is drawn: the extra, or what was counted while there is no baseline."""
        return self.counted if self.baseline is None else self.extra

    @property
    def difference(self) -> int | None:
        """Extra minus target; None where either is unknown."""
        return None if self.extra is None or self.target is None else self.extra - self.target


def nice_axis(highest: float, ticks: int = 4) -> tuple[int, int]:
    """The top of an axis from 0 and the distance between its lines, in whole round numbers: 375 gives (400, 100).

    The distance is 1, 2 or 5 times a power of ten; there are at most `ticks` of them, and the top is not under highest.
    """
    if highest <= 0:
        return 4, 1
    power = 10 ** floor(log10(highest / ticks)) if highest > ticks else 1
    step = next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power * ticks >= highest)
    lines = int(-(-highest // step))
    return max(lines, 2) * step, step


def target_chart(chart_id: str, title: str, years: Sequence[Year], size: tuple[int, int] = WIDE) -> SafeString:
    """The SVG of one drawing; chart_id must differ between all drawings of a page."""
    chart = target_geometry(chart_id, title, years, size)
    return mark_safe(render_to_string("components/target_chart.svg", {"chart": chart}))


def target_charts(chart_id: str, title: str, years: Sequence[Year]) -> dict[str, SafeString]:
    """Both drawings: `wide` and `narrow`."""
    return {
        "wide": target_chart(chart_id, title, years, WIDE),
        "narrow": target_chart(f"{chart_id}-narrow", title, years, NARROW),
    }


def target_geometry(chart_id: str, title: str, years: Sequence[Year], size: tuple[int, int] = WIDE) -> dict[str, Any]:
    """Everything the template prints: the dashed outline is the target, the solid bar what is realised, the line where
    we should be. A negative extra has no bar and keeps its number; a bar may rise above its target."""
    width, height = size
    wide = size == WIDE
    top, tick = nice_axis(max((v for y in years for v in (y.target, y.value, y.pace) if v is not None), default=0))
    left = round(18 + DIGIT * len(formats.number(top)))
    right, base = width - MARGIN_RIGHT, height - MARGIN_BOTTOM

    def y(value: float) -> float:
        return round(base - (base - MARGIN_TOP) * max(value, 0) / top, 1)

    slot = (right - left) / max(len(years), 1)
    target_width = min(104.0, slot * 0.66)
    value_width = target_width * 0.58
    bars = []
    for position, year in enumerate(years):
        middle = round(left + slot * (position + 0.5), 1)
        edges = {"x": round(middle - target_width / 2, 1), "width": round(target_width, 1)}
        bar: dict[str, Any] = {"label": year.label, "middle": middle, "target": None, "value": None, "pace": None}
        bar["note"] = year.note if wide else year.short_note or year.note
        taken = base  # the highest point in use in the middle of the slot
        if year.value is not None:
            bar["value"] = _value_bar(year, y, base, middle, value_width)
            taken = bar["value"]["taken"]
        if year.target is not None:
            words = _("doel %(target)s") % {"target": formats.number(year.target)}
            label = words if LETTER * len(words) <= slot - 4 else formats.number(year.target)
            label_y = round(y(year.target) - 6, 1)
            if label_y > taken - 4:  # the bar or its figure is as high: the label goes above both
                label_y = round(taken - 6, 1)
            bar["target"] = edges | {
                "y": y(year.target), "height": round(base - y(year.target), 1), "label": label,
                "label_x": round(middle + target_width / 2, 1), "label_y": label_y,
            }  # fmt: skip
        if year.pace is not None and year.baseline is not None and year.target is not None:
            reach = target_width / 2 + 5
            bar["pace"] = {"y": y(year.pace), "x1": round(middle - reach, 1), "x2": round(middle + reach, 1)}
        bars.append(bar)
    labels = [part["label_y"] for bar in bars for part in (bar["target"], bar["value"]) if part]
    above = min(0.0, round(min(labels, default=LINE) - LINE, 1))  # room for what stands above the highest bar
    return {
        "id": chart_id,
        "css_class": "wide" if wide else "narrow",
        "title": title,
        "description": "; ".join(describe(year) for year in years) + ".",
        "width": width, "height": round(height - above, 1), "top": above, "left": left, "right": right,
        "scale_x": left - 8, "year_y": base + 22, "note_y": base + 39,
        "grid": [
            {"value": formats.number(value), "y": y(value), "text_y": round(y(value) + 5, 1)}
            for value in range(0, top + 1, tick)
        ],
        "bars": bars,
    }  # fmt: skip


def _value_bar(year: Year, y: Any, base: float, middle: float, width: float) -> dict[str, Any]:
    """The solid bar with its figure: inside if it is high enough, and clear of the line of the pace."""
    value = year.value or 0
    height = round(base - y(value), 1)
    text = formats.number(value)
    inside = height > LABEL_ROOM and FIGURE * len(text) <= width - 4
    label_y = round(y(value) + (19 if inside else -6), 1)
    if year.pace is not None and year.baseline is not None and year.target is not None:
        line = y(year.pace)
        if label_y - LINE < line < label_y + 5:  # the line would strike the figure through
            below, above = round(line + 20, 1), round(line - 7, 1)
            if inside and below < base - 6:
                label_y = below
            else:
                inside, label_y = False, min(above, round(y(value) - 6, 1))
    return {
        "text": text, "kind": "counted" if year.baseline is None else "value",
        "x": round(middle - width / 2, 1), "y": y(value), "width": round(width, 1), "height": height,
        "inside": inside, "label_y": label_y, "taken": min(y(value), label_y - (0 if inside else LINE - 4)),
    }  # fmt: skip


def describe(year: Year) -> str:
    """The figures of a year in words, for who does not see the drawing."""
    parts = []
    if year.target is not None:
        parts.append(_("doel %(target)s") % {"target": formats.number(year.target)})
    if year.pace is not None and year.baseline is not None:
        parts.append(_("tempo %(pace)s") % {"pace": formats.number(year.pace)})
    if year.counted is None:
        parts.append(_("nog niet begonnen"))
    elif year.baseline is None:
        parts.append(_("geteld %(counted)s, basislijn nog niet ingevuld") % {"counted": formats.number(year.counted)})
    else:
        parts.append(_("extra %(extra)s") % {"extra": formats.number(year.extra)})
    return f"{year.label}: {', '.join(parts)}"


def progress_bar(value: int | None, target: int | None, pace: int | None = None, width: int = 300) -> dict[str, Any]:
    """How far a bar is filled, and where its marks stand, in pixels of `width`.

    The bar ends at the target, or at the highest value where that is beyond it: then `goal` says where the target is.
    Nothing is filled below zero or while the value is unknown.
    """
    end = max(target or 0, value or 0, pace or 0, 1)

    def x(number: int | None) -> float:
        return round(width * min(max(number or 0, 0), end) / end, 1)

    return {
        "width": width,
        "filled": x(value),
        "mark": None if pace is None else min(x(pace), width - 2),
        "goal": x(target) if target and target < end else None,
    }
