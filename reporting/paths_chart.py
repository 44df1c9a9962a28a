"""The drawing of the paths that people took: columns of kinds of step, and bands between them as broad as there are people.

Pure geometry: links in, coordinates out, which the template only prints. Who has come to the end of a path runs on beside the
others in a lane of its own, so that each column holds everybody and the last one says how it ended. Drawn from left to right
for a wide place, from top to bottom for a narrow one. Everything is named, in words and numbers; nothing by colour alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chain import formats

OTHER = "other"
SMALL = {"wide": 0.03, "narrow": 0.06}  # of all people: kinds of a column with fewer are taken together
LETTER, LINE = 7.0, 15  # width of a letter, height of a line of text: about


@dataclass(frozen=True)
class Sheet:
    """A size: room along the path and across it, before and after; how thick a node is, and what is between two of them."""

    name: str
    along: int
    across: int
    begin: int
    end: int
    thick: int
    gap: int


WIDE = Sheet("wide", 940, 430, 34, 150, 12, 10)
NARROW = Sheet("narrow", 640, 340, 24, 52, 10, 6)


class Link(NamedTuple):
    """People who went from a kind, as number `place` of their path (from 1), to the next kind or to their ending."""

    place: int
    source: str
    target: str
    people: int


Node = tuple[int, str]  # column, and kind or ending


def charts(chart_id: str, title: str, links: Sequence[Link], kinds: Mapping[str, Any], endings: Mapping[str, Any],
           short: Mapping[str, Any], end: str = "") -> dict[str, SafeString]:  # fmt: skip
    """Both drawings: `wide` and `narrow`. kinds, endings: key -> name, in their order; short: names for the narrow one; end:
    what the column of the endings is called."""
    drawn = {}
    for sheet, names in ((WIDE, {**kinds, **endings}), (NARROW, {**kinds, **endings, **short})):
        at = chart_id if sheet is WIDE else f"{chart_id}-narrow"
        chart = geometry(at, title, links, list(kinds), list(endings), names, sheet, end)
        drawn[sheet.name] = mark_safe(render_to_string("reporting/paths_chart.svg", {"chart": chart}))
    return drawn


def folded(links: Sequence[Link], kinds: Sequence[str], least: float) -> list[Link]:
    """The same people, the kinds of a column with fewer than `least` of them taken together as OTHER where there are more of
    them than one."""
    there: dict[Node, int] = defaultdict(int)
    for link in links:
        there[link.place, link.source] += link.people
    small: dict[int, set[str]] = defaultdict(set)
    for (place, kind), people in there.items():
        if people < least:
            small[place].add(kind)

    def told(place: int, kind: str) -> str:
        return OTHER if kind in kinds and kind in small[place] and len(small[place]) > 1 else kind

    found: dict[tuple[int, str, str], int] = defaultdict(int)
    for place, source, target, people in links:
        found[place, told(place, source), told(place + 1, target)] += people
    return [Link(*key, people) for key, people in sorted(found.items())]


def flows(links: Sequence[Link], endings: Sequence[str]) -> dict[tuple[Node, Node], int]:
    """Node to node in the next column -> people: with the lanes of those whose path has come to its end."""
    last = max((link.place for link in links), default=0)
    found: dict[tuple[Node, Node], int] = defaultdict(int)
    for place, source, target, people in links:
        found[(place, source), (place + 1, target)] += people
        if target in endings:
            for column in range(place + 1, last + 1):
                found[(column, target), (column + 1, target)] += people
    return dict(found)


def geometry(
    chart_id: str, title: str, links: Sequence[Link], kinds: Sequence[str], endings: Sequence[str],
    names: Mapping[str, Any], sheet: Sheet = WIDE, end: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Everything that the template prints. Each column has the same scale, and adds up to all people."""
    whole = sum(link.people for link in links if link.place == 1)
    links = folded(links, kinds, whole * SMALL[sheet.name])
    bands, order = flows(links, endings), [*kinds, OTHER, *endings]
    columns = max((link.place for link in links), default=0) + 1
    sizes: dict[Node, int] = defaultdict(int)
    for (source, target), people in bands.items():
        if source[0] == 1:
            sizes[source] += people
        sizes[target] += people
    by_column = [
        sorted((node for node in sizes if node[0] == column), key=lambda node: order.index(node[1]))
        for column in range(1, columns + 1)
    ]
    most = max((len(nodes) for nodes in by_column), default=1)
    scale = (sheet.across - sheet.gap * (most - 1) - 4) / max(whole, 1)
    spots: dict[Node, tuple[float, float]] = {}
    for nodes in by_column:
        at = 2.0
        for node in nodes:
            spots[node] = (at, sizes[node] * scale)
            at += sizes[node] * scale + sheet.gap
    apart = (sheet.along - sheet.begin - sheet.end - sheet.thick) / max(columns - 1, 1)
    starts = {column: round(sheet.begin + apart * (column - 1)) for column in range(1, columns + 1)}
    drawn = [
        {"path": path, "css_class": _ending_class(target, endings)}
        for path, target in _paths(bands, spots, starts, order, scale, sheet)
    ]
    return {
        "id": chart_id, "css_class": sheet.name, "title": title, "description": describe(whole, bands, endings, names),
        "width": sheet.along if sheet.name == "wide" else sheet.across,
        "height": sheet.across + sheet.begin if sheet.name == "wide" else sheet.along, "bands": drawn,
        "top": sheet.begin if sheet.name == "wide" else 0,
        "nodes": _nodes(by_column, spots, sizes, starts, columns, endings, names, sheet),
        "heads": [
            {"text": end if column == columns else _("%(number)se soort stap") % {"number": column},
             "x": start if sheet.name == "wide" else 2, "y": 14 - sheet.begin if sheet.name == "wide" else start - 8}
            for column, start in starts.items()
        ],
    }  # fmt: skip


def _ending_class(node: Node, endings: Sequence[str]) -> str:
    return f"to-{node[1]}" if node[1] in endings else ""


def _paths(bands: Mapping[tuple[Node, Node], int], spots: Mapping[Node, tuple[float, float]], starts: Mapping[int, int],
           order: Sequence[str], scale: float, sheet: Sheet) -> list[tuple[str, Node]]:  # fmt: skip
    """Each band as an SVG path, with where it goes to: they leave and arrive in the order of what they come from and go to."""
    rank = {kind: place for place, kind in enumerate(order)}
    leaves = {node: spot[0] for node, spot in spots.items()}
    arrives: dict[tuple[Node, Node], float] = {}
    taken = dict(leaves)
    for source, target in sorted(bands, key=lambda band: (band[1][0], rank[band[1][1]], rank[band[0][1]])):
        arrives[source, target] = taken[target]
        taken[target] += bands[source, target] * scale
    found = []
    for source, target in sorted(bands, key=lambda band: (band[0][0], rank[band[0][1]], rank[band[1][1]])):
        broad = bands[source, target] * scale
        begin, end = starts[source[0]] + sheet.thick, starts[target[0]]
        first, last, middle = leaves[source], arrives[source, target], (begin + end) // 2
        leaves[source] += broad
        there = [(begin, first), (middle, first), (middle, last), (end, last)]
        back = [(end, last + broad), (middle, last + broad), (middle, first + broad), (begin, first + broad)]
        out, home = (" ".join(_at(point, sheet) for point in points) for points in (there[1:], back[1:]))
        found.append((f"M{_at(there[0], sheet)} C{out} L{_at(back[0], sheet)} C{home} Z", target))
    return found


def _at(point: tuple[float, float], sheet: Sheet) -> str:
    along, across = (f"{round(value, 1):g}" for value in point)
    return f"{along},{across}" if sheet.name == "wide" else f"{across},{along}"


def _nodes(by_column: Sequence[Sequence[Node]], spots: Mapping[Node, tuple[float, float]], sizes: Mapping[Node, int],
           starts: Mapping[int, int], columns: int, endings: Sequence[str], names: Mapping[str, Any],
           sheet: Sheet) -> list[dict[str, Any]]:  # fmt: skip
    """The nodes with their labels, moved apart where they would lie over each other; a lane has no label until its end."""
    found = []
    for nodes in by_column:
        free, rows = 0.0, [0.0, 0.0, 0.0]
        for node in nodes:
            at, broad = spots[node]
            column, kind = node
            lane = kind in endings and column < columns
            box = {"x": starts[column], "y": round(at, 1), "width": sheet.thick, "height": round(broad, 1)}
            if sheet.name == "narrow":
                box = {"x": box["y"], "y": box["x"], "width": box["height"], "height": box["width"]}
            told: dict[str, Any] = {
                "css_class": f"lane to-{kind}" if lane else f"node {_ending_class(node, endings)}".strip()
            }
            if not lane:
                name, number = str(names.get(kind, _("Anders"))), formats.number(sizes[node])
                told |= {"name": name, "number": number}
                if sheet.name == "wide":
                    free = max(free + LINE, at + broad / 2 + 5)
                    told |= {"label_x": starts[column] + sheet.thick + 5, "label_y": round(free, 1)}
                else:
                    long = LETTER * (len(name) + len(number) + 1)
                    left = min(at, sheet.across - long)
                    row = next((place for place, until in enumerate(rows) if left >= until), 0)
                    rows[row] = left + long + 4
                    told |= {
                        "label_x": round(max(left, 0), 1),
                        "label_y": starts[column] + sheet.thick + 14 + row * LINE,
                    }
            found.append(box | told)
    return found


def describe(
    whole: int, bands: Mapping[tuple[Node, Node], int], endings: Sequence[str], names: Mapping[str, Any]
) -> str:
    """The drawing in words, for who does not see it: how many there are, the first kinds of step, and the endings."""
    last = max((target[0] for _source, target in bands), default=0)
    first: dict[str, int] = defaultdict(int)
    ended: dict[str, int] = defaultdict(int)
    for (source, target), people in bands.items():
        if source[0] == 1:
            first[source[1]] += people
        if target[0] == last:
            ended[target[1]] += people

    def listed(numbers: Mapping[str, int]) -> str:
        return ", ".join(
            f"{names.get(key, _('Anders'))} {formats.number(people)}"
            for key, people in sorted(numbers.items(), key=lambda one: -one[1])
        )  # fmt: skip

    return _("%(people)s mensen. Eerste soort stap: %(first)s. Aan het eind: %(ended)s.") % {
        "people": formats.number(whole), "first": listed(first), "ended": listed(ended),
    }  # fmt: skip
