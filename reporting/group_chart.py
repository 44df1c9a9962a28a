"""Bars of one kind of groups, lying, with the number and the share at the end of each: pure geometry, for paper and page."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reporting.tables import Drawing, Line, Table, said

WIDE, NARROW = 640, 330
ROW, BAR = 26, 16  # height of a line, and of its bar
LETTER = 6.8  # width of a letter of a label: about
FIGURES = 96  # room for the number and the share
ROWS_NARROW = 44  # there the label stands above its bar


def group_chart(table: Table) -> Drawing:
    """The lines of a table with the columns `people` and `share`; the total is not drawn."""
    key = f"groups-{table.key}"
    return Drawing(key, table.title, _svg(key, table, WIDE), _svg(f"{key}-narrow", table, NARROW))


def _svg(chart_id: str, table: Table, width: int) -> SafeString:
    return mark_safe(render_to_string("components/group_chart.svg", {"chart": geometry(chart_id, table, width)}))


def geometry(chart_id: str, table: Table, width: int) -> dict[str, object]:
    """Everything the template prints. The longest bar goes from the labels to the figures; a number that was hidden (a
    text) has none."""
    wide = width == WIDE
    left = round(max((LETTER * len(line.name) for line in table.lines), default=0) + 12) if wide else 0
    room, row = width - left - FIGURES, ROW if wide else ROWS_NARROW
    most = max((people for line in table.lines if isinstance(people := line.cells[0], int)), default=0)
    bars = [_bar(line, place * row, left, room, most, wide=wide) for place, line in enumerate(table.lines)]
    return {
        "id": chart_id, "css_class": "wide" if wide else "narrow", "title": table.title, "bars": bars,
        "description": "; ".join(f"{bar['name']}: {bar['text']}" for bar in bars) + ".", "left": left,
        "width": width, "height": row * len(table.lines) + 4,
    }  # fmt: skip


def _bar(line: Line, top: float, left: float, room: float, most: int, *, wide: bool) -> dict[str, object]:
    people, share = line.cells
    length = round(room * people / most, 1) if isinstance(people, int) and most else 0
    number = said(people, "number")
    text = f"{number} ({said(share, 'percent')})" if share is not None else number
    bar_top = top + (ROW - BAR) / 2 if wide else top + 20
    return {
        "name": line.name, "text": text, "length": length, "y": bar_top, "height": BAR, "middle": bar_top + BAR - 3.5,
        "label_x": left - 8 if wide else 0, "label_y": bar_top + BAR - 3.5 if wide else top + 14,
        "figure_x": round(left + length + 6, 1), "unknown": line.key == "onbekend",
    }  # fmt: skip


def share_of(people: object, most: int) -> str:
    """How long a bar in a table is, in percents of the longest, for SVG; with a point, whatever the language."""
    return f"{100 * people / most:.1f}" if isinstance(people, int) and most else "0"
