"""The drawing of how full a place will be: a bar a week, who is there and who has a seat, under the line of the seats.

Pure geometry: numbers in, coordinates out, which the template only prints. Drawn twice, for a wide and for a narrow place;
the page shows the one that fits (static/snoer.css). The same figures stand in a table beneath it.
"""

from collections.abc import Sequence
from typing import Any

from chain.formats import day_short
from development.occupancy import Week

SIZES = {"wide": (960, 230), "narrow": (330, 190)}
LEFT, RIGHT, TOP, BOTTOM = 30, 4, 16, 30
GAP = 0.28  # of the width of a week, between two bars


def drawings(weeks: Sequence[Week], seats: int) -> list[dict[str, Any]]:
    return [drawing(weeks, seats, name) for name in SIZES]


def drawing(weeks: Sequence[Week], seats: int, name: str = "wide") -> dict[str, Any]:
    """One drawing, its scale from nobody to the seats or, where more are there, to the most."""
    width, height = SIZES[name]
    whole, room = max(seats, 1, *(week.taken for week in weeks)), height - TOP - BOTTOM
    one = (width - LEFT - RIGHT) / max(len(weeks), 1)
    every = 2 if name == "wide" else 4  # weeks to a name

    def y(people: int) -> float:
        return round(TOP + room * (1 - people / whole), 1)

    return {
        "name": name, "width": width, "height": height, "left": LEFT, "right": width - RIGHT, "seats": seats,
        "seats_y": y(seats), "base_y": y(0), "scale_x": LEFT - 6, "label_y": height - 8,
        "bars": [
            {
                "x": round(LEFT + one * (n + GAP / 2), 1), "width": round(one * (1 - GAP), 1),
                "middle": round(LEFT + one * (n + 0.5), 1), "label": day_short(week.monday) if n % every == 0 else "",
                "now": {"y": y(week.now), "height": round(y(0) - y(week.now), 1)} if week.now else None,
                "planned": {"y": y(week.taken), "height": round(y(week.now) - y(week.taken), 1)} if week.planned else None,
            }
            for n, week in enumerate(weeks)
        ],
    }  # fmt: skip
