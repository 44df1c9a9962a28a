"""A table of figures: worked out once, and the same on the page, in print, on paper (PDF), in a spreadsheet and in CSV.

What stands in a table are values; `said` writes them as people read them. A text in a column of numbers is printed as it is:
so stands what was hidden, `<5` (reporting/suppression.py). A table goes through JSON and back for a report that is kept.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from chain import formats

Value = int | Decimal | dt.date | str | None
NOTHING = "–"
# Kind of column -> how a value of it is written.
SAID: dict[str, Callable[[Any], str]] = {
    "number": formats.number, "signed": formats.signed, "euro": formats.euro, "day": formats.day,
    "percent": lambda value: f"{formats.number(value)}{formats.SPACE}%", "days": formats.number, "text": str,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of values.

    kind: a key of SAID (days: a number of days; percent: whole percents). people: its numbers count people, so small ones
    are hidden in what leaves the chain. sums: the columns that add up to it. of: the column with the number of people that
    it is reckoned from, with which it is hidden. means: a key of chain.words.
    """

    key: str
    name: str
    kind: str = "number"
    people: bool = True
    sums: tuple[str, ...] = ()
    of: str = ""
    means: str = ""

    @property
    def number(self) -> bool:
        return self.kind != "text"


@dataclass(frozen=True)
class Line:
    """A row: what it is about, and a value for each column. `urls`: key of a column -> the persons behind the figure, for
    who may see them; never part of what is kept or printed."""

    name: str
    cells: tuple[Value, ...]
    key: str = ""
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Lines under columns, with or without a total. `adds`: the lines add up to the total (not: who is in several lines).

    key: its name in addresses and files, the same for ever. head: what the first column is. note: a sentence beneath.
    definition: the key of its rule in reporting.definitions.
    """

    key: str
    title: str
    head: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line | None = None
    adds: bool = True
    note: str = ""
    definition: str = ""

    def every_line(self) -> list[Line]:
        return [*self.lines, *([self.total] if self.total else [])]

    def shown(self) -> list[tuple[Line, bool, list[tuple[Column, str, str]]]]:
        """For templates: line, whether it is the total, and per column its text and its address."""
        return [
            (line, line is self.total,
             [(column, said(value, column.kind), line.urls.get(column.key, ""))
              for column, value in zip(self.columns, line.cells, strict=True)])
            for line in self.every_line()
        ]  # fmt: skip

    def cell(self, line: str, column: str) -> Value:
        """The value of the line with that key; KeyError for a line or column that is not there."""
        places = {each.key: place for place, each in enumerate(self.columns)}
        return {each.key: each for each in self.every_line()}[line].cells[places[column]]


@dataclass(frozen=True)
class Drawing:
    """A chart as SVG, for a wide place and for a narrow one; its figures stand in a table. `legend`: what its signs are, in
    words, for paper (the page shows them)."""

    key: str
    title: str
    wide: str
    narrow: str
    conclusion: str = ""
    legend: str = ""


def said(value: Value, kind: str) -> str:
    """As people read it; a dash for what is not known."""
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else SAID[kind](value)


# Through JSON


def kept(table: Table) -> dict[str, Any]:
    """The table as JSON has it, without addresses."""
    return {
        "key": table.key, "title": table.title, "head": table.head, "adds": table.adds, "note": table.note,
        "definition": table.definition,
        "columns": [
            {"key": c.key, "name": c.name, "kind": c.kind, "people": c.people, "sums": list(c.sums), "of": c.of,
             "means": c.means}
            for c in table.columns
        ],
        "lines": [_kept_line(table.columns, line) for line in table.lines],
        "total": _kept_line(table.columns, table.total) if table.total else None,
    }  # fmt: skip


def _kept_line(columns: Sequence[Column], line: Line) -> dict[str, Any]:
    cells = [value if isinstance(value, int | str | None) else str(value) for value in line.cells]
    # A text in a column of numbers stays one: what a number or a day is written as, is marked by its type.
    types = [
        "day" if isinstance(value, dt.date) else "exact" if isinstance(value, Decimal) else "" for value in line.cells
    ]
    return {"key": line.key, "name": line.name, "cells": cells, "types": types}


def read(row: Mapping[str, Any]) -> Table:
    """The table that `kept` wrote."""
    columns = tuple(Column(**each | {"sums": tuple(each["sums"])}) for each in row["columns"])
    total = _read_line(row["total"]) if row["total"] else None
    return Table(
        row["key"], row["title"], row["head"], columns, tuple(_read_line(line) for line in row["lines"]), total,
        row["adds"], row["note"], row["definition"],
    )  # fmt: skip


def _read_line(row: Mapping[str, Any]) -> Line:
    back: dict[str, Callable[[Any], Value]] = {"day": dt.date.fromisoformat, "exact": Decimal, "": lambda value: value}
    return Line(
        row["name"],
        tuple(back[kind](value) for value, kind in zip(row["cells"], row["types"], strict=True)),
        row["key"],
    )
