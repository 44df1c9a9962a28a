"""What leaves the chain: tables of figures in which nobody can be found (access.md, rule 9).

Numbers of people under 5 read `<5`, and totals over them are rounded to 5. That alone tells more than it should: a total of
20 beside a line of 14 leaves few values for the line that is hidden. So all reports of an edition are taken together, with
everything in which their numbers hang together, and more is rounded or left out (`·`) until no small number can be worked
out (reporting/suppression_search.py). What is reckoned from numbers is reckoned anew from what is told, or left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, product

from reporting.suppression_search import BELOW, Figure, System, protect, rounded
from reporting.tables import Column, Line, Table, Value

SMALL, LEFT_OUT = f"<{BELOW}", "·"
WHOLE = "="  # the key of a total in a place
PLACES = "#"  # the lines of municipalities, taken as one place of which each stands in its own report
CHAIN = ""  # the report of all municipalities together
Edition = Mapping[str, Mapping[str, Table]]  # report (a CBS code, or CHAIN) -> name of the table -> table
Place = tuple[str, str, str]  # table, line, column
MEANT = 100  # euro: means a person are rounded to so much


def suppress(edition: Edition) -> dict[str, dict[str, Table]]:
    """The same tables with what may leave the chain: numbers, `<5` or `·`. The edition holds the report of the chain under
    CHAIN, and those of all its municipalities under their codes."""
    numbers = _Numbers(edition)
    protect(numbers.system)
    said = _same_notes(edition)
    return {
        report: {name: _told(table, numbers.figure(report, name), said) for name, table in tables.items()}
        for report, tables in edition.items()
    }


def counts(column: Column, value: Value) -> bool:
    """Whether the cell is a number of people."""
    return column.people and not column.of and column.kind == "number" and isinstance(value, int)


def _lines(table: Table) -> Iterator[tuple[str, Line]]:
    for line in table.lines:
        yield line.key or line.name, line
    if table.total:
        yield WHOLE, table.total


# How the numbers hang together


@dataclass(frozen=True)
class _Kind:
    """What a number is, for finding the same one elsewhere: a total or not, and its line and column."""

    whole: bool
    line: str
    column: str
    made: bool = False  # whether the column is the sum of others

    def like(self, other: "_Kind", largest: int) -> bool:
        """Whether two places with equal numbers in all reports are taken for one. Too often does no harm but that more is
        hidden; small numbers are often equal by chance, so those must be named alike."""
        if self.whole != other.whole:
            return False
        if self.whole:
            return largest >= BELOW or self.column == other.column
        if largest >= BELOW:
            return self.column == other.column or self.line == other.line
        return self.line == other.line or self.line == other.column

    def turned(self, other: "_Kind") -> bool:
        """Whether the total of a column here is a line of that name there: outflows in full, by year and by extent."""
        return self.whole and not other.whole and self.column == other.line


Entry = tuple[_Kind, list[tuple[str, Place]]]


def _single(found: list[Entry]) -> list[Entry]:
    """Of equal numbers in one line of one table, one: that of the sum. A column that happens to be as large as the sum is not
    the same as that sum, or the other columns would be taken for nought."""
    chosen: dict[tuple[str, str], Entry] = {}
    for kind, cells in found:
        key = cells[0][1][0], kind.line
        if key not in chosen or (kind.made and not chosen[key][0].made):
            chosen[key] = kind, cells
    return list(chosen.values())


class _Numbers:
    """The figures of an edition as a system: which cell is which number, and what adds up to what."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.values: dict[tuple[str, Place], int] = {}
        for report, tables in edition.items():
            for name, table in tables.items():
                for key, line in _lines(table):
                    for column, value in zip(table.columns, line.cells, strict=True):
                        if counts(column, value):
                            self.values[report, (name, key, column.key)] = int(value)  # type: ignore[arg-type]
        self.same: dict[tuple[str, Place], tuple[str, Place]] = {}
        self._tie()
        self.system = System()
        self.numbers: dict[tuple[str, Place], int] = {}
        for cell, value in self.values.items():
            first = self._first(cell)
            if first not in self.numbers:
                self.numbers[first] = self.system.figure(value)
            self.numbers[cell] = self.numbers[first]
        self._relate()

    def figure(self, report: str, name: str) -> Callable[[str, str], Figure | None]:
        """Line and column -> the figure; None where the cell is no number of people."""

        def found(line: str, column: str) -> Figure | None:
            place = self.numbers.get((report, (name, line, column)))
            return None if place is None else self.system.figures[place]

        return found

    # the same number in two places

    def _first(self, cell: tuple[str, Place]) -> tuple[str, Place]:
        while cell in self.same:
            cell = self.same[cell]
        return cell

    def _join(self, one: tuple[str, Place], other: tuple[str, Place]) -> None:
        first, second = self._first(one), self._first(other)
        if first != second and self.values[first] == self.values[second]:
            self.same[second] = first

    def _tie(self) -> None:
        """Places whose numbers are equal in every report tell the same (outflows by year and by extent have one total);
        so do a municipality's line in the chain's table, and the total in its own report."""
        groups: dict[tuple[int | None, ...], list[tuple[_Kind, list[tuple[str, Place]]]]] = {}
        reports = list(self.edition)
        for name, table in self.edition[CHAIN].items():
            keys = {key for key, _line in _lines(table)}
            by_place = [report for report in reports if report and report in keys]
            for column in table.columns:
                for key in keys:
                    cells = [(report, (name, key, column.key)) for report in reports]
                    self._note(groups, _Kind(key == WHOLE, key, column.key, bool(column.sums)), cells)
                if len(by_place) > 1 and WHOLE in keys:
                    lines = [(CHAIN, (name, report or WHOLE, column.key)) for report in reports]
                    self._note(groups, _Kind(True, PLACES, column.key, bool(column.sums)), lines)
        for values, found in groups.items():
            largest = max((value for value in values if value is not None), default=0)
            single = _single(found)
            for (kind, cells), (other, others) in combinations(found, 2) if largest else ():
                elsewhere = cells[0][1][0] != others[0][1][0]
                alike = (kind, cells) in single and (other, others) in single and (
                    kind.like(other, largest) or other.like(kind, largest)
                )  # fmt: skip
                if elsewhere and (alike or kind.turned(other) or other.turned(kind)):
                    for one, two in zip(cells, others, strict=True):
                        if one in self.values and two in self.values:
                            self._join(one, two)

    def _note(
        self,
        groups: dict[tuple[int | None, ...], list[tuple[_Kind, list[tuple[str, Place]]]]],
        kind: _Kind,
        cells: list[tuple[str, Place]],
    ) -> None:
        values = tuple(self.values.get(cell) for cell in cells)
        if values[0] is not None:
            groups.setdefault(values, []).append((kind, cells))

    # what adds up

    def _relate(self) -> None:
        for report, tables in self.edition.items():
            for name, table in tables.items():
                self._of_table(report, name, table)
        apart = self._with_people_elsewhere()
        for name, table in self.edition[CHAIN].items():
            for key, _line in _lines(table):
                for column in table.columns:
                    own = [
                        place for report in self.edition if report
                        and (place := self.numbers.get((report, (name, key, column.key)))) is not None
                    ]  # fmt: skip
                    whole = self.numbers.get((CHAIN, (name, key, column.key)))
                    if whole is not None and own:
                        self._add_up(whole, own, all_of_it=name.partition("/")[0] not in apart)

    def _with_people_elsewhere(self) -> set[str]:
        """Sections of which the chain counts people of no municipality of its own, or of which none is known: there how many
        they are stands in no report, also where they are nobody."""
        places = {*self.edition} - {CHAIN}
        return {
            name.partition("/")[0] for name, table in self.edition[CHAIN].items()
            if (keys := {key for key, _line in _lines(table)} - {WHOLE}) & places and keys - places
        }  # fmt: skip

    def _of_table(self, report: str, name: str, table: Table) -> None:
        keys = [key for key, _line in _lines(table) if key != WHOLE]

        def number(line: str, column: str) -> int | None:
            return self.numbers.get((report, (name, line, column)))

        for column in table.columns:
            parts = [place for key in keys if (place := number(key, column.key)) is not None]
            whole = number(WHOLE, column.key)
            if table.adds and whole is not None and parts:
                self._add_up(whole, parts)
            elif whole is not None:  # who is in several lines: those who are not in one are a number as well
                for part in parts:
                    self._add_up(whole, [part], all_of_it=False)
            if column.sums:
                for key in [*keys, WHOLE]:
                    summed = [place for one in column.sums if (place := number(key, one)) is not None]
                    made = number(key, column.key)
                    if made is not None and len(summed) == len(column.sums):
                        self._add_up(made, summed)

    def _add_up(self, whole: int, parts: list[int], *, all_of_it: bool = True) -> None:
        """What the whole has beyond its parts (people of no municipality) is a number that stands nowhere. Parts that make
        more than the whole do not add up: they are no relation."""
        figures = self.system.figures
        rest = figures[whole].value - sum(figures[place].value for place in parts)
        if rest < 0 or whole in parts:
            return
        if rest or not all_of_it:
            parts = [*parts, self.system.figure(rest, "unsaid")]
        self.system.relate(whole, parts)


# What is told


def _same_notes(edition: Edition) -> set[str]:
    """Notes that may be told: without numbers, or the same in every report, so that they tell of nobody."""
    notes: dict[str, list[str]] = {}
    for tables in edition.values():
        for name, table in tables.items():
            notes.setdefault(name, []).append(table.note)
    several = len(edition) > 1
    return {
        note for found in notes.values() for note in found
        if not re.search("[0-9]", note) or (several and len(found) == len(edition) and len(set(found)) == 1)
    }  # fmt: skip


def _told(table: Table, figure: Callable[[str, str], Figure | None], notes: set[str]) -> Table:
    figures = {
        (key, column.key): found
        for key, _line in _lines(table) for column in table.columns if (found := figure(key, column.key))
    }  # fmt: skip
    plain = all(one.state == "exact" for one in figures.values())
    shown = {
        (key, column.key): _number(figures.get((key, column.key)), value)
        for key, line in _lines(table) for column, value in zip(table.columns, line.cells, strict=True)
    }  # fmt: skip
    rules = {} if plain else {column.key: _rule(table, column) for column in table.columns if _reckoned(column)}

    for key, line in _lines(table) if not plain else ():
        for column, value in zip(table.columns, line.cells, strict=True):
            if _reckoned(column) and value is not None:
                shown[key, column.key] = LEFT_OUT
    for column in table.columns:  # in their order: one may follow from another
        for key, line in _lines(table) if column.key in rules else ():
            value = line.cells[table.columns.index(column)]
            if value is not None:
                shown[key, column.key] = _anew(key, column, value, shown, figures, rules[column.key])
    made = {
        key: replace(line, cells=tuple(shown[key, column.key] for column in table.columns), urls={})
        for key, line in _lines(table)
    }  # fmt: skip
    return replace(
        table, lines=tuple(made[one.key or one.name] for one in table.lines), total=made.get(WHOLE),
        note=table.note if table.note in notes else "",
    )  # fmt: skip


def _number(one: Figure | None, value: Value) -> Value:
    if one is None:
        return value
    told: dict[str, Value] = {"exact": one.value, "small": SMALL, "rounded": rounded(one.value)}
    return told.get(one.state, LEFT_OUT)


def _reckoned(column: Column) -> bool:
    """Whether the column is worked out from numbers of people: said so, or not said that it is not."""
    return column.of != "" or (column.people and column.kind not in ("number", "text", "day"))


Rule = Callable[[str, Callable[[str, str], Value]], Value]


def _rule(table: Table, column: Column) -> Rule | None:
    """How the column follows from others of its table, found by trying: a difference with, or a percentage of, another column
    or the total. None where it follows from none: then it is left out beside what is not exact."""
    if not column.of:
        return None
    exact = {
        (key, each.key): value
        for key, line in _lines(table) for each, value in zip(table.columns, line.cells, strict=True)
    }  # fmt: skip
    for rule in _rules(table, column):
        tried = [(exact[key, column.key], rule(key, lambda a, b: exact.get((a, b)))) for key, _line in _lines(table)]
        known = [(value, found) for value, found in tried if value is not None]
        if known and all(value == found for value, found in known):
            return rule
    return None


def _rules(table: Table, column: Column) -> Iterator[Rule]:
    before = table.columns[: table.columns.index(column)]
    froms = [column.of, *(each.key for each in before if each.of == column.of)]
    for of, other in product(froms, [each.key for each in table.columns if each.key != column.key]):
        if of == other:
            continue
        if column.kind in ("number", "signed"):
            yield lambda key, get, of=of, other=other: _less(get(key, of), get(key, other))  # type: ignore[misc]
            yield lambda key, get, of=of, other=other: _less(get(key, other), get(key, of))  # type: ignore[misc]
        if column.kind == "percent":
            yield lambda key, get, of=of, other=other: _share(get(key, of), get(key, other))  # type: ignore[misc]
    if column.kind == "percent":
        yield lambda key, get: _share(get(key, column.of), get(WHOLE, column.of))


def _less(value: Value, other: Value) -> int | None:
    return value - other if isinstance(value, int) and isinstance(other, int) else None


def _share(value: Value, whole: Value) -> int | None:
    if not (isinstance(value, int) and isinstance(whole, int) and whole):
        return None
    return (200 * value + whole) // (2 * whole)  # rounded half up


def _anew(
    key: str, column: Column, value: Value, shown: Mapping[tuple[str, str], Value],
    figures: Mapping[tuple[str, str], Figure], rule: Rule | None,
) -> Value:  # fmt: skip
    """A cell that is reckoned, where not all of the table is exact: never from what is not told."""
    of = figures.get((key, column.of))
    if rule:
        found = rule(key, lambda a, b: shown.get((a, b)))
        return LEFT_OUT if found is None else found
    if of is None or of.value < BELOW or of.state not in ("exact", "rounded"):
        return LEFT_OUT
    if column.kind == "days":  # a median of days tells of no number
        return value
    if column.kind == "euro" and isinstance(value, int | Decimal):
        return _mean(value, of.value) * (of.value if of.state == "exact" else rounded(of.value))
    return LEFT_OUT


def _mean(value: int | Decimal, people: int) -> int:
    """Euro a person, rounded, so that an amount tells no more than the number that is told."""
    return int(MEANT * round(Decimal(value) / people / MEANT))


def signs(tables: Iterable[Table]) -> set[str]:
    """What stands in the tables instead of numbers: for the explanation beneath a report."""
    cells = {value for table in tables for line in table.every_line() for value in line.cells if isinstance(value, str)}
    return cells & {SMALL, LEFT_OUT}
