"""The drawing of where somebody stood over time: the ladder and work ability as steps, the other words as bands.

Pure geometry: lines in, coordinates out, which the template only prints. It is drawn for a wide and for a narrow place; the
page shows the one that fits. The same stands as words in a table. Form and text tell what colour tells.
"""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chain import formats
from chain.days import today
from clients.standing import NOT_MEASURED
from diagnosis.ability_lines import ABILITY, LADDER, Line, Point

WIDE, NARROW = 900, 320
LEFT, RIGHT = 30, 36  # room for the scale, and for what holds now
NAME = 28  # a line's name stands above it
# The lines of a scale, the pixels between them, and which of them has its number.
STEPS = {LADDER: (range(1, 7), 13, 2), ABILITY: (range(0, 101, 50), 24, 50)}
BAND, GAP, LETTER = 20, 10, 6.8
SHORTEST = dt.timedelta(182)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)  # between two days on the axis
ROOM = 56  # pixels for one of them
SOLID = ("yes", "short", "supported", "independent")
BRIEF = {
    "yes": gettext_lazy("ja"), "not-yet": gettext_lazy("nog niet"), "short": gettext_lazy("kort"),
    "long": gettext_lazy("groot"), "below": gettext_lazy("onder minimumloon"), "supported": gettext_lazy("met hulp"),
    "independent": gettext_lazy("zelfstandig"), "none-now": gettext_lazy("nu niet"),
    "unknown": gettext_lazy("niet bekend"),
}  # fmt: skip


def draw(chart_id: str, title: str, lines: Sequence[Line], width: int = NARROW) -> SafeString:
    """The SVG of one drawing, "" where there is nothing to draw; chart_id must differ between all drawings of a page."""
    if not any(line.points for line in lines):
        return SafeString("")
    chart = geometry(chart_id, title, lines, width)
    return mark_safe(render_to_string("diagnosis/ability_chart.svg", {"chart": chart}))


def geometry(chart_id: str, title: str, lines: Sequence[Line], width: int = NARROW) -> dict[str, Any]:
    """Everything that the template prints."""
    until = today()
    since = min([point.on for line in lines for point in line.points] + [until - SHORTEST])
    right = width - RIGHT

    def x(on: dt.date) -> int:
        return round(LEFT + (right - LEFT) * (min(on, until) - since).days / (until - since).days)

    rows, top = [], 0
    for line in lines:
        if not line.points:
            continue
        base = top + NAME
        if line.kind == LADDER or (line.kind == ABILITY and any(point.percent is not None for point in line.points)):
            row = _steps(line, x, base, right)
        else:
            row = _band(line, x, base, right)
        rows.append({"name": line.name, "name_y": base - 13, **row})
        top = row["bottom"] + GAP
    return {
        "id": chart_id, "css_class": "wide" if width > NARROW else "narrow", "title": title, "left": LEFT, "right": right,
        "width": width, "height": top + 16, "axis_y": top - GAP // 2, "day_y": top + 10,
        "description": " ".join(describe(line) for line in lines if line.points),
        "days": [{"x": x(on), "text": text} for on, text in _days(since, until, right - LEFT)], "rows": rows,
    }  # fmt: skip


def describe(line: Line) -> str:
    """A line in words: what was said first and last, and how often."""
    first, last = line.points[0], line.points[-1]
    words = {"name": line.name, "first": first.said, "since": formats.day(first.on), "last": last.said,
             "on": formats.day(last.on), "number": len(line.points)}  # fmt: skip
    if len(line.points) == 1:
        return _("%(name)s: %(last)s op %(on)s.") % words
    return _("%(name)s: %(first)s op %(since)s, %(last)s op %(on)s, %(number)s keer gezegd.") % words


def _steps(line: Line, x: Any, base: int, right: int) -> dict[str, Any]:
    """A scale with a line that goes up and down in steps; it stops where somebody said that there is nothing to measure."""
    scale, apart, named = STEPS[line.kind]
    bottom = base + apart * (len(scale) - 1)

    def y(value: int) -> int:
        return round(bottom - (value - scale.start) * apart / scale.step)

    path, dots, level = "", [], None
    for point in line.points:
        value = int(point.value) if line.kind == LADDER else point.percent
        if value is None and point.value not in NOT_MEASURED:
            continue  # the measure of before holds on
        if level is not None:
            path += f"H{x(point.on)}"
        if value is not None:
            path += f"V{y(value)}" if level is not None else f"M{x(point.on)} {y(value)}"
            dots.append({"x": x(point.on), "y": y(value), "open": point.planned})
        level = value
    now = None
    if level is not None:
        path += f"H{right}"
        now = {"y": y(level) + 5, "text": f"{level}%" if line.kind == ABILITY else str(level)}
    grid = [{"y": y(value), "text_y": y(value) + 4, "text": "" if value % named else value} for value in scale]
    return {"bottom": bottom, "grid": grid, "path": path, "dots": dots, "now": now, "bands": []}


def _band(line: Line, x: Any, base: int, right: int) -> dict[str, Any]:
    """A band cut where the answer changed: solid for yes, short and the like, an outline for the others."""
    changes: list[Point] = []
    for point in line.points:
        if not changes or changes[-1].value != point.value:
            changes.append(point)
    edges = [*(x(point.on) for point in changes), right]
    bands = []
    for point, (start, end) in zip(changes, pairwise(edges), strict=True):
        text = str(BRIEF.get(point.value, point.said))
        fits = LETTER * len(text) + 8 <= end - start
        bands.append(
            {"x": start, "y": base, "width": max(end - start, 2), "height": BAND, "solid": point.value in SOLID,
             "text": text if fits else "", "text_x": start + 5, "text_y": base + 15}
        )  # fmt: skip
    return {"bottom": base + BAND, "bands": bands, "grid": [], "path": "", "dots": [], "now": None}


def _days(since: dt.date, until: dt.date, room: int) -> list[tuple[dt.date, str]]:
    """The days on the axis: firsts of a month, as many as have room."""
    span = (until.year - since.year) * 12 + until.month - since.month
    apart = next((months for months in MONTHS if span // months * ROOM <= room), MONTHS[-1])
    names = formats.MONTHS[formats.language()]
    found = []
    for month in range(since.year * 12 + since.month, until.year * 12 + until.month):
        if month % apart == 0:
            on = dt.date(month // 12, month % 12 + 1, 1)
            found.append((on, str(on.year) if on.month == 1 else names[on.month - 1]))
    return found
