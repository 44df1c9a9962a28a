"""The drawing of the waits: how long, against what was agreed. Pure geometry, which templates/components prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chain import formats
from reporting.charts import nice_axis
from reporting.tables import Drawing

WIDE, NARROW = 640, 330
ROW, THICK = 46, 14  # height of a bar with its name above it, and of the bar itself
TOP, BOTTOM, LEFT, RIGHT = 8, 30, 2, 24
FIGURE = 8.4  # width of a figure beside a bar: about
LETTER = 6.9  # and of a letter of a name


@dataclass(frozen=True)
class Bar:
    """A wait: how many wait so, and in days the middle one, the ninth of ten, and what was agreed (None: nothing)."""

    name: str
    number: int
    middle: int
    ninth: int
    agreed: int | None


def drawings_of(key: str, title: str, bars: Sequence[Bar], conclusion: str) -> Drawing:
    """Both drawings of the bars."""
    return Drawing(
        key, title, _drawn(key, title, bars, WIDE), _drawn(f"{key}-narrow", title, bars, NARROW), conclusion,
        _("Balk: mediaan. Dunne lijn: negen van de tien. Streep: afgesproken. Achter de naam: hoe vaak erop gewacht wordt."),
    )  # fmt: skip


def _drawn(chart_id: str, title: str, bars: Sequence[Bar], width: int) -> SafeString:
    return mark_safe(
        render_to_string("components/waiting_chart.svg", {"chart": geometry(chart_id, title, bars, width)})
    )


def geometry(chart_id: str, title: str, bars: Sequence[Bar], width: int) -> dict[str, Any]:
    """The solid bar reaches to the middle wait, the thin line on to the ninth of ten; the upright line is what was agreed."""
    top, tick = nice_axis(max((max(bar.ninth, bar.agreed or 0) for bar in bars), default=0), 4 if width == WIDE else 3)
    right, base = width - RIGHT, TOP + ROW * len(bars)

    def x(days: int) -> float:
        return round(LEFT + (right - LEFT) * days / top, 1)

    rows = []
    for place, bar in enumerate(bars):
        y = TOP + ROW * place + 22
        end = max(x(bar.middle), LEFT + 2)
        # Beside whatever reaches furthest, so that no line strikes it through; inside the edge where there is no room left.
        reach = max(end, x(bar.ninth), x(bar.agreed) if bar.agreed is not None else 0)
        text = formats.number(bar.middle)
        room = reach + 7 + FIGURE * len(text) <= width - 2
        rows.append({
            "name": shortened(bar.name, bar.number, width), "name_y": y - 6, "name_x": LEFT + 4, "y": y,
            "height": THICK, "x": LEFT, "width": round(end - LEFT, 1), "middle_y": y + THICK // 2, "end": end,
            "ninth": x(bar.ninth) if bar.ninth > bar.middle else None,
            "agreed": x(bar.agreed) if bar.agreed is not None else None, "agreed_y1": y - 4, "agreed_y2": y + THICK + 4,
            "text": text, "text_x": round(reach + 7 if room else width - 2, 1), "anchor": "start" if room else "end",
            "text_y": y + THICK // 2 + 5 if room else y - 6,
        })  # fmt: skip
    return {
        "id": chart_id, "css_class": "wide" if width == WIDE else "narrow", "title": title,
        "description": "; ".join(described(bar) for bar in bars) + ".", "width": width, "height": base + BOTTOM,
        "base": base, "top": TOP, "rows": rows,
        "grid": [{"x": x(days), "text": formats.number(days), "anchor": "start" if not days else "middle"}
                 for days in range(0, top + 1, tick)], "axis_y": base + 18,
    }  # fmt: skip


def shortened(name: str, number: int, width: int) -> str:
    """The name with how many wait, cut where the drawing is narrower."""
    told = f": {formats.number(number)}"
    most = int((width - RIGHT) / LETTER) - len(told)
    return (name if len(name) <= most else name[: most - 1].rstrip() + "…") + told


def described(bar: Bar) -> str:
    """A bar in words, for who does not see the drawing."""
    told = {"name": bar.name, "number": formats.number(bar.number), "middle": formats.number(bar.middle),
            "ninth": formats.number(bar.ninth)}  # fmt: skip
    text = _("%(name)s: %(number)s, mediaan %(middle)s dagen, negen van de tien tot %(ninth)s dagen") % told
    if bar.agreed is None:
        return text
    return text + _(", afgesproken %(agreed)s dagen") % {"agreed": formats.number(bar.agreed)}
