"""The string of pearls: a person's own path, its small form for lists, and the steps on a time axis.

Pure geometry: it takes plain dicts, works out every place and gives dataclasses that templates only print, so that no
page needs a style attribute or a script. A step is a dict with

- `name`, and `partners`: a list of (colour, name), the colour a key of the palette in static/theme.css;
- `planned_on`, `planned_end`, `started_on`, `ended_on`: days, inclusive, or None; keys may be left out;
- `status`: planned, active, done, stopped or cancelled;
- optional `url`, and `text` for what stands in place of the state's name.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, pi, sin
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chain import formats
from chain.days import today as today_in_amsterdam

STATES = {"done": "done", "active": "now", "planned": "planned", "stopped": "stopped"}  # cancelled: not on the string
STATE_NAMES = {
    "done": gettext_lazy("klaar"),
    "now": gettext_lazy("loopt"),
    "planned": gettext_lazy("gepland"),
    "stopped": gettext_lazy("gestopt"),
}
OVER = ("done", "stopped")
MOST_STRANDS = 4  # pearls side by side in one moment; the rest goes into a pearl of its own
MOST_MOMENTS = 8  # places on the string that can still be read next to each other at 1440 pixels
LONG_FROM = 6  # from so many moments on the string stands upright already on a laptop
ONE_DAY = dt.timedelta(days=1)

Step = Mapping[str, Any]


class Who(NamedTuple):
    """A partner as it is shown: the key of its colour, and its name."""

    colour: str
    name: str


class Shell(NamedTuple):
    """The part of a pearl in one partner's colour: an SVG path."""

    colour: str
    d: str


@dataclass
class Pearl:
    """A step on the string; with `folds` a pearl that stands for several steps (`names`)."""

    name: str
    state: str
    partners: list[Who]
    start: dt.date | None
    end: dt.date | None  # as planned, where it is not over
    when: str = ""
    url: str = ""
    text: str = ""
    folds: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def colour(self) -> str:
        """The key of its colour; what stands for the steps of several partners has no partner's colour."""
        return "system" if not self.partners or (self.folds and len(self.partners) > 1) else self.partners[0].colour

    @property
    def colours(self) -> tuple[str, ...]:
        """The keys of its colours, as it is drawn."""
        return (self.colour,) if self.folds else tuple(who.colour for who in self.partners)

    @property
    def state_name(self) -> str:
        return self.text or str(STATE_NAMES[self.state])

    @property
    def radius(self) -> float:
        return 10 if self.state == "now" else 8.5

    @property
    def shells(self) -> list[Shell]:
        """The pearl in 25 by 25 pixels, cut in as many pieces as there are partners; empty for one: a circle."""
        return sectors(12.5, 12.5, self.radius, self.colours)


@dataclass
class Moment:
    """One place on the string: the pearls that run side by side there."""

    pearls: list[Pearl]

    @property
    def state(self) -> str:
        states = {pearl.state for pearl in self.pearls}
        if "now" in states:
            return "now"
        return "planned" if states <= {"planned"} else "done" if states <= set(OVER) else "now"


@dataclass
class String:
    """A person's path: the moments in their own order, and what it says in words."""

    moments: list[Moment]
    summary: str

    @property
    def size(self) -> str:
        """How much room it takes: `long` stands upright sooner."""
        return "long" if len(self.moments) >= LONG_FROM else ""


@lru_cache(maxsize=1024)
def sectors(x: float, y: float, radius: float, colours: tuple[str, ...]) -> list[Shell]:
    """A circle cut in equal pieces, from the top, against the clock: one piece a colour; [] for fewer than two."""
    if len(colours) < 2:
        return []

    def edge(position: int) -> str:
        angle = -pi / 2 - 2 * pi * position / len(colours)
        return f"{_coordinate(x + radius * cos(angle))} {_coordinate(y + radius * sin(angle))}"

    middle = "" if len(colours) == 2 else f"L{_coordinate(x)} {_coordinate(y)}"
    size = _coordinate(radius)
    return [
        Shell(colour, f"M{edge(position)}A{size} {size} 0 0 0 {edge(position + 1)}{middle}Z")
        for position, colour in enumerate(colours)
    ]


def _coordinate(value: float) -> float | int:
    """One decimal is a tenth of a pixel; without a needless `.0`."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _pearl(step: Step, this_year: int) -> Pearl | None:
    state = STATES.get(step["status"])
    if state is None:
        return None
    start = step.get("started_on") or step.get("planned_on")
    end = step.get("ended_on") or step.get("planned_end")
    if start and end and end < start:  # a planned end that the real start has passed says nothing
        end = None
    return Pearl(
        name=str(step["name"]),
        state=state,
        partners=[Who(*partner) for partner in step["partners"]],
        start=start,
        end=end,
        when=formats.since(start, this_year)
        if state == "now" and not end
        else formats.period_short(start, end, this_year),
        url=step.get("url") or "",
        text=str(step.get("text") or ""),
    )


def _span(pearl: Pearl, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day for the order: what is planned cannot begin before tomorrow; without a day it comes last.

    What runs without a planned end holds until today, so that not everything to come seems to be beside it.
    """
    if pearl.state == "planned":
        start = max(pearl.start, today + ONE_DAY) if pearl.start else dt.date.max
        return start, max(pearl.end or start, start)
    start = pearl.start or today
    if pearl.over:
        return start, pearl.end or start
    return start, max(pearl.end or today, today, start)


def moments(steps: Iterable[Step], today: dt.date | None = None) -> list[Moment]:
    """The path in its own order. A step shares a moment with the steps that still run when it begins.

    To begin on the last day of another is to follow it, unless both begin on that day.
    """
    today = today or today_in_amsterdam()
    spans = [(_span(pearl, today), pearl) for step in steps if (pearl := _pearl(step, today.year))]
    path: list[Moment] = []
    first_start = first_end = dt.date.min  # of the moment: when it began, and when the first of its steps ends
    for (start, end), pearl in sorted(spans, key=lambda item: (item[0][0], item[1].state == "planned", item[0][1])):
        together = start < first_end or start == first_start
        if path and together:
            path[-1].pearls.append(pearl)
            first_end = min(first_end, end)
        else:
            path.append(Moment([pearl]))
            first_start, first_end = start, end
    return path


def _folded(pearls: Sequence[Pearl], name: str) -> Pearl:
    """One pearl that stands for several, in the colours of their partners."""
    partners = list(dict.fromkeys(who for pearl in pearls for who in pearl.partners))
    starts = [pearl.start for pearl in pearls if pearl.start]
    ends = [pearl.end for pearl in pearls]
    known_end = max(end for end in ends if end) if ends and all(ends) else None
    state = next((state for state in ("now", "planned") if any(pearl.state == state for pearl in pearls)), "done")
    return Pearl(
        name=name,
        state=state,
        partners=partners,
        start=min(starts, default=None),
        end=known_end,
        when=formats.period(min(starts, default=None), known_end),
        folds=len(pearls),
        names=[pearl.name for pearl in pearls],
    )


def _fold_strands(moment: Moment) -> Moment:
    """At most four side by side: what runs stays, then what is planned; the rest in one pearl `+ n`."""
    if len(moment.pearls) <= MOST_STRANDS:
        return moment
    rank = {"now": 0, "planned": 1, "stopped": 2, "done": 3}
    by_rank = sorted(range(len(moment.pearls)), key=lambda place: (rank[moment.pearls[place].state], place))
    kept = set(by_rank[: MOST_STRANDS - 1])
    rest = [pearl for place, pearl in enumerate(moment.pearls) if place not in kept]
    name = _("+ %(count)s tegelijk") % {"count": len(rest)}
    return Moment([pearl for place, pearl in enumerate(moment.pearls) if place in kept] + [_folded(rest, name)])


def fold(path: list[Moment], most: int = MOST_MOMENTS) -> list[Moment]:
    """A long path, short enough to draw: the oldest moments become one pearl `+ n eerdere`, and if that is not enough
    the farthest planned ones `+ n later`. What still runs is never folded away: it goes on beside the next moment."""
    path = list(path)
    earlier: list[Pearl] = []
    still: list[Pearl] = []
    while len(path) + bool(earlier) > most and len(path) > 1 and path[0].state != "planned":
        running = [pearl for pearl in path[0].pearls if not pearl.over]
        if (still or running) and path[1].state == "planned":
            break
        earlier += [pearl for pearl in path.pop(0).pearls if pearl.over]
        still += running
    if still:
        path[0] = Moment(still + path[0].pearls)
    if earlier:
        name = _("+ %(count)s eerdere") % {"count": len(earlier)}
        path.insert(0, Moment([_folded(earlier, name)]))
    if len(path) > most:
        later = [pearl for moment in path[most - 1 :] for pearl in moment.pearls]
        name = _("+ %(count)s later") % {"count": len(later)}
        path[most - 1 :] = [Moment([_folded(later, name)])]
    return [_fold_strands(moment) for moment in path]


def summary(path: Iterable[Moment]) -> str:
    """The path in words: `2 van 6 afgerond, 2 lopen, 1 gestopt, 1 gepland`; "" for nobody's path."""
    states = [pearl.state for moment in path for pearl in moment.pearls]
    if not states:
        return ""
    tell = {"now": (_("%(n)s loopt"), _("%(n)s lopen")), "stopped": (_("%(n)s gestopt"),) * 2,
            "planned": (_("%(n)s gepland"),) * 2}  # fmt: skip
    parts = [_("%(done)s van %(all)s afgerond") % {"done": states.count("done"), "all": len(states)}]
    parts += [tell[s][n != 1] % {"n": n} for s in ("now", "stopped", "planned") if (n := states.count(s))]
    return ", ".join(parts)


def string(steps: Iterable[Step], today: dt.date | None = None) -> String:
    """What templates/components/string.html draws on the record page."""
    path = moments(steps, today)
    return String(fold(path), summary(path))


# The small form, for a row of a list.

MINI_GAP, MINI_LANE, MINI_EDGE, MINI_SAG, MINI_MOMENTS = 19, 13, 7, 4, 10

Shape = tuple[tuple[tuple[str, tuple[str, ...], int], ...], ...]  # moments of pearls: state, colours, how many folded


def mini_string(path: Iterable[Moment]) -> SafeString:
    """The path as a small drawing without words; the row beside it says what runs."""
    shape: Shape = tuple(
        tuple((pearl.state, pearl.colours, pearl.folds) for pearl in moment.pearls)
        for moment in fold(list(path), MINI_MOMENTS)
    )
    return _mini_svg(shape)


@lru_cache(maxsize=2048)  # people with the same path share a drawing; it holds colours, nothing of a person
def _mini_svg(shape: Shape) -> SafeString:
    if not shape:
        return mark_safe("")
    return mark_safe(render_to_string("components/mini_string.svg", {"mini": mini_geometry(shape)}).strip())


def mini_geometry(shape: Shape) -> dict[str, Any]:
    """Width, height, cords (a path) and pearls of the small drawing, in pixels."""
    lanes = max(len(moment) for moment in shape)
    last = max(len(shape) - 1, 1)
    middle = MINI_EDGE + MINI_SAG / 2 + MINI_LANE * (lanes - 1) / 2

    def place(position: int, lane: int, count: int) -> tuple[int, float]:
        sag = MINI_SAG * (1 - (2 * position / last - 1) ** 2) - MINI_SAG / 2
        return MINI_EDGE + MINI_GAP * position, _coordinate(middle + sag + MINI_LANE * (lane - (count - 1) / 2))

    pearls: list[dict[str, Any]] = []
    cords: list[Cord] = []
    for position, moment in enumerate(shape):
        for lane, (state, colours, folds) in enumerate(moment):
            x, y = place(position, lane, len(moment))
            radius = 5 if state == "now" else 4
            pearls.append(
                {
                    "x": x, "y": y, "radius": radius, "state": state, "folds": folds,
                    "colour": colours[0] if colours else "system", "shells": sectors(x, y, radius, colours),
                }
            )  # fmt: skip
            if position:
                before = shape[position - 1]
                if len(before) > 1 and len(moment) > 1:  # strands come together before they part again
                    half, knot = _coordinate(x - MINI_GAP / 2), _coordinate(middle)
                    if lane == 0:
                        cords += [(*place(position - 1, n, len(before)), half, knot) for n in range(len(before))]
                    cords.append((half, knot, x, y))
                else:
                    cords += [(*place(position - 1, n, len(before)), x, y) for n in range(len(before))]
    width = MINI_GAP * (len(shape) - 1) + 2 * MINI_EDGE
    return {"width": width, "height": round(2 * middle), "pearls": pearls, "cord": _drawn(cords)}


Cord = tuple[float, float, float, float]  # from where to where


def _drawn(cords: list[Cord]) -> str:
    """The cords as one path, as short as can be: a list shows fifty of them."""
    told, end = "", None
    for from_x, from_y, x, y in cords:
        half, across, down = _coordinate((x - from_x) / 2), _coordinate(x - from_x), _coordinate(y - from_y)
        told += "" if (from_x, from_y) == end else f"M{from_x} {from_y}"
        told += f"c{half} 0 {half} {down} {across} {down}" if down else f"h{across}"
        end = (x, y)
    return told.replace(" -", "-")


# The steps on a time axis.

AXIS_WIDTH, BAR_TOP, BAR_HEIGHT = 352, 8, 11
FEWEST_MONTHS, MOST_MONTHS = 6, 12


@dataclass
class Bar:
    """A rectangle of one partner's part of a step: `past`, `ahead` (of what runs), `planned` or `stopped`."""

    colour: str
    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass
class Row:
    """A step on the axis. `before`, `after`: it goes on beyond that edge; then an arrow stands there."""

    bars: list[Bar]
    before: bool = False
    after: bool = False
    colour: str = "system"


@dataclass
class Axis:
    """Months, the line of today and the rows, in pixels; `rows` in the order of the steps."""

    width: int
    today: float
    months: list[dict[str, Any]]
    rows: list[Row]

    @property
    def grid(self) -> str:
        """The lines between the months, over the height of a row of the table: one SVG path."""
        return "".join(f"M{month['x']}-9V120" for month in self.months)


def time_axis(steps: Sequence[Step], today: dt.date | None = None, width: int = AXIS_WIDTH) -> Axis:
    """The steps over the months around today: all of them if they fit in a year, else the year that shows most of what
    is ahead (at most half of it) and what led here. A step keeps its row, also where nothing of it can be drawn."""
    today = today or today_in_amsterdam()
    first, count = _window(steps, today)
    month_width = width / count
    end_of_axis = _month_start(first + count)

    def x(day: dt.date) -> float:
        months = day.year * 12 + day.month - 1 - first
        return _coordinate((months + (day.day - 1) / monthrange(day.year, day.month)[1]) * month_width)

    def row(step: Step) -> Row:
        status = step["status"]
        start = step.get("started_on") or step.get("planned_on")
        colours = [colour for colour, _name in step["partners"]] or ["system"]
        if start is None or status == "cancelled":
            return Row([], colour=colours[0])
        known_end = step.get("ended_on") or step.get("planned_end")
        if known_end and known_end < start:
            known_end = None
        if status in OVER:
            pieces = [("stopped" if status == "stopped" else "past", start, (known_end or start) + ONE_DAY)]
        elif status == "active":
            now = max(today + ONE_DAY, start + ONE_DAY)
            pieces = [("past", start, now)]
            if known_end is None:  # nobody knows until when: it fades out in a month
                pieces.append(("ahead", now, now + dt.timedelta(days=30)))
            elif known_end >= now:
                pieces.append(("ahead", now, known_end + ONE_DAY))
        else:
            pieces = [("planned", start, known_end + ONE_DAY if known_end else start + dt.timedelta(days=30))]
        before = pieces[0][1] < _month_start(first)
        after = pieces[-1][2] > end_of_axis and (known_end is None or known_end >= end_of_axis)
        height = _coordinate(BAR_HEIGHT / len(colours))
        bars = []
        for kind, left_day, right_day in pieces:
            left, right = max(x(left_day), 0), min(x(right_day), width)
            if right <= left:
                continue
            left, right = (left, right) if right - left >= 2 else (min(left, width - 2), min(left, width - 2) + 2)
            bars += [
                Bar(colour, kind, _coordinate(left), _coordinate(BAR_TOP + place * BAR_HEIGHT / len(colours)),
                    _coordinate(right - left), height)
                for place, colour in enumerate(colours)
            ]  # fmt: skip
        return Row(bars, before, after, colours[0])

    months = []
    names = formats.MONTHS[formats.language()]
    for position in range(count):
        year, month = divmod(first + position, 12)
        months.append(
            {
                "x": _coordinate(position * month_width),
                "name": names[month],
                "year": year if position == 0 or month == 0 else "",
            }
        )
    return Axis(width, x(today), months, [row(step) for step in steps])


def _month_start(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def _window(steps: Iterable[Step], today: dt.date) -> tuple[int, int]:
    """The first month (years * 12 + month - 1) and how many months the axis has; today is always among them."""
    now = today.year * 12 + today.month - 1
    first = last = now
    for step in steps:
        if step["status"] == "cancelled":
            continue
        for key in ("planned_on", "planned_end", "started_on", "ended_on"):
            if step["status"] != "planned" and key == "planned_on" and step.get("started_on"):
                continue
            if day := step.get(key):
                month = day.year * 12 + day.month - 1
                first, last = min(first, month), max(last, month)
    if last - first < MOST_MONTHS:
        return first, max(last - first + 1, FEWEST_MONTHS)
    ahead = min(last - now, MOST_MONTHS // 2)
    first = max(first, now + ahead - MOST_MONTHS + 1)
    return first, MOST_MONTHS
