"""What leaves the chain tells of nobody: attacked by linear programming with all that is told, in all reports together."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from reporting.suppression import CHAIN, LEFT_OUT, SMALL, suppress
from reporting.suppression_search import BELOW, ENOUGH, NotSafe, System, protect, rounded
from reporting.tables import Column, Line, Table

PLACES = ("GM0935", "GM0981", "GM1903")


# The attacker: knows what is printed, that it adds up, and how numbers are rounded; nothing of how the product hides.


def attack(edition, equal=(), whole=lambda name: False, small=()):
    """The small cells that cannot be so many different numbers, as (report, table, line, column): from to.

    equal: cells that tell the same number, which a reader knows from what the tables say. whole: of which tables nobody lives
    elsewhere, so that the municipalities make the chain. small: cells that are, where it does not read so.
    """
    cells, rows = {}, []
    for report, tables in edition.items():
        for name, table in tables.items():
            for line in table.every_line():
                for column, value in zip(table.columns, line.cells, strict=True):
                    if column.people and not column.of and column.kind == "number" and value is not None:
                        cells[report, name, _key(table, line), column.key] = value
    place = {cell: number for number, cell in enumerate(cells)}
    wholes = set()

    def relation(total, parts, at_most=False):
        parts = [part for part in parts if part in place]
        if total in place and parts:
            rows.append((place[total], [place[part] for part in parts], at_most))
            wholes.add(place[total])

    for report, tables in edition.items():
        for name, table in tables.items():
            keys = [line.key for line in table.lines]
            for column in table.columns:
                if table.adds:
                    relation((report, name, "=", column.key), [(report, name, key, column.key) for key in keys])
                else:
                    for key in keys:
                        relation((report, name, "=", column.key), [(report, name, key, column.key)], at_most=True)
                for key in [*keys, "="] if column.sums else ():
                    relation((report, name, key, column.key), [(report, name, key, one) for one in column.sums])
    for report, name, key, column in place:
        if report == CHAIN:
            parts = [(other, name, key, column) for other in edition if other and (other, name, key, column) in place]
            relation((report, name, key, column), parts, at_most=not whole(name))
    for one, other in equal:
        rows.append((place[one], [place[other]], False))
        if {place[one], place[other]} & wholes:
            wholes |= {place[one], place[other]}
    bounds = [_bounds(value, place[cell] in wholes) for cell, value in cells.items()]
    exact, most = [row for row in rows if not row[2]], [row for row in rows if row[2]]
    found = {}
    for cell, value in cells.items():
        if cell in small or value == SMALL or (isinstance(value, int) and value < BELOW):
            low, high = (_extreme(place[cell], sign, exact, most, bounds) for sign in (1, -1))
            if math.floor(high + 1e-6) - math.ceil(low - 1e-6) + 1 < ENOUGH:
                found[cell] = (low, high)
    return found


def _key(table, line):
    return "=" if line is table.total else line.key


def _bounds(value, whole):
    if value == SMALL:
        return 0, BELOW - 1
    if value == LEFT_OUT:
        return 0, None
    # A total that ends on 0 or 5 may have been rounded; under 5 it would read so.
    return (max(BELOW, value - 2), value + 2) if whole and value % 5 == 0 else (value, value)


def _extreme(place, sign, exact, most, bounds):
    costs = np.zeros(len(bounds))
    costs[place] = sign
    answer = linprog(
        costs, A_ub=_matrix(most, len(bounds), -1), b_ub=np.zeros(len(most)) if most else None,
        A_eq=_matrix(exact, len(bounds), 1), b_eq=np.zeros(len(exact)) if exact else None, bounds=bounds,
    )  # fmt: skip
    if answer.status == 3:  # without an end
        return math.inf * -sign
    assert answer.status == 0, answer.message
    return answer.fun * sign


def _matrix(rows, width, sign):
    if not rows:
        return None
    places = [(row, column, 1 if column != whole else -1) for row, (whole, parts, _most) in enumerate(rows)
              for column in [whole, *parts]]  # fmt: skip
    at, across, values = zip(*places, strict=True)
    return csr_matrix((values, (at, across)), shape=(len(rows), width))


# Tables


def table(name, columns, lines, *, adds=True, total=None):
    """lines: key -> values; the total is their sum, or as given."""
    whole = total or [sum(values) for values in zip(*lines.values(), strict=True)]
    return Table(name, name, "Soort", tuple(columns), tuple(Line(key, tuple(values), key) for key, values in lines.items()),
                 Line("Totaal", tuple(whole), "all"), adds)  # fmt: skip


PEOPLE = Column("people", "Mensen")


def one(lines, **more):
    return {CHAIN: {"t": table("t", [PEOPLE], {key: [value] for key, value in lines.items()}, **more)}}


def cells(edition, name="t", report=CHAIN):
    found = edition[report][name]
    return [line.cells[0] for line in found.every_line()]


def test_what_is_small_reads_so_and_its_total_is_rounded():
    assert cells(suppress(one({"a": 12, "b": 3, "c": 2}))) == [12, SMALL, SMALL, 15]


def test_without_small_numbers_everything_stays_as_it_is():
    assert cells(suppress(one({"a": 12, "b": 7}))) == [12, 7, 19]


def test_one_small_number_beside_visible_ones_takes_another_with_it_where_the_total_would_tell():
    """14 + 4 = 18, told as 20: 18 to 22, so the 4 could be nothing but 4."""
    told = suppress(one({"a": 14, "b": 4}))
    assert cells(told)[1] == SMALL
    assert cells(told) != [14, SMALL, 20]
    assert not attack(told)


def test_nobody_is_a_small_number_as_well():
    told = suppress(one({"a": 14, "b": 0, "c": 9}))
    assert cells(told)[1] == SMALL
    assert not attack(told)


def test_a_small_total_reads_small():
    assert cells(suppress(one({"a": 1, "b": 2}))) == [SMALL, SMALL, SMALL]


def test_a_column_that_is_a_sum_of_others_does_not_tell_them():
    columns = [
        Column("full", "Geheel"),
        Column("partial", "Gedeeltelijk"),
        Column("all", "Samen", sums=("full", "partial")),
    ]
    lines = {"2018": [20, 2, 22], "2019": [31, 9, 40], "2020": [17, 6, 23]}
    told = suppress({CHAIN: {"t": table("t", columns, lines)}})
    assert told[CHAIN]["t"].cell("2018", "partial") == SMALL
    assert not attack(told)


def test_a_municipality_is_not_found_as_what_the_others_leave():
    counted = {"GM0935": 40, "GM0981": 3, "GM1903": 21}
    edition = {
        place: {"t": table("t", [PEOPLE], {"2018": [number], "2019": [50]})} for place, number in counted.items()
    }
    edition[CHAIN] = {"t": table("t", [PEOPLE], {"2018": [64], "2019": [150]})}
    told = suppress(edition)
    assert told["GM0981"]["t"].cell("2018", "people") == SMALL
    assert told[CHAIN]["t"].cell("2018", "people") == 65
    assert not attack(told, whole=lambda name: True)


def test_the_same_total_in_another_table_reads_the_same():
    edition = {CHAIN: {
        "a": table("a", [PEOPLE], {"x": [40], "y": [3]}),
        "b": table("b", [PEOPLE], {"p": [20], "q": [23]}),
    }}  # fmt: skip
    told = suppress(edition)
    assert cells(told, "a")[-1] == cells(told, "b")[-1]
    assert not attack(told, equal=[((CHAIN, "a", "=", "people"), (CHAIN, "b", "=", "people"))])


def test_who_are_in_no_line_are_not_found_either():
    """Of 43 people 41 are in a target group: the two others are told by nothing."""
    told = suppress(one({"young": 41, "jobs": 12}, adds=False, total=[43]))
    least, most = (43 - 2, 43 + 2)
    assert cells(told)[-1] == LEFT_OUT or least <= cells(told)[-1] <= most
    assert cells(told)[0] != 41 or cells(told)[-1] == LEFT_OUT or cells(told)[-1] != 43


# What is reckoned


def reckoned():
    columns = [
        PEOPLE, Column("target", "Doel", people=False), Column("extra", "Verschil", "signed", of="people"),
        Column("share", "Deel", "percent", of="people"), Column("euro", "Bespaard", "euro", of="people"),
        Column("days", "Dagen", "days", of="people"), Column("odd", "Anders", of="people"),
    ]  # fmt: skip
    counted = {"a": 14, "b": 4, "c": 31}
    lines = {key: [n, 10, n - 10, round(100 * n / 49), n * 8500, 12, n * 3 + 1] for key, n in counted.items()}
    return table("t", columns, lines, total=[49, 30, 19, 100, 49 * 8500, 12, 148])


def test_what_is_reckoned_from_a_hidden_number_is_hidden_and_the_rest_follows_what_is_told():
    found = suppress({CHAIN: {"t": reckoned()}})[CHAIN]["t"]
    assert [found.cell("b", column.key) for column in found.columns] == [SMALL, 10] + [LEFT_OUT] * 5
    told = found.cell("all", "people")
    assert told == 50
    assert found.cell("all", "target") == 30  # counts nobody
    assert found.cell("all", "extra") == told - 30
    assert found.cell("all", "euro") == told * 8500
    assert found.cell("all", "days") == 12
    assert found.cell("all", "odd") == LEFT_OUT  # follows from nothing in the table
    shown = found.cell("c", "people")
    assert found.cell("c", "share") == (LEFT_OUT if shown == LEFT_OUT else 62)  # 31 of 50, and not 63 of 49


def test_a_note_with_numbers_of_one_report_stays_inside():
    notes = {CHAIN: "Samen 40 mensen", "GM0935": "Samen 20 mensen", "GM0981": "Samen 20 mensen"}
    plain = table("t", [PEOPLE], {"a": [20]})
    edition = {report: {"t": replace(plain, note=note)} for report, note in notes.items()}
    assert {tables["t"].note for tables in suppress(edition).values()} == {""}
    same = {report: {"t": replace(plain, note="Vanaf 2018")} for report in notes}
    assert {tables["t"].note for tables in suppress(same).values()} == {"Vanaf 2018"}


def test_addresses_of_persons_do_not_leave():
    line = Line("a", (20,), "a", {"people": "/personen/"})
    told = suppress({CHAIN: {"t": Table("t", "t", "x", (PEOPLE,), (line,))}})
    assert not told[CHAIN]["t"].lines[0].urls


# Attacked, whatever the tables

FEW = st.one_of(st.integers(0, 6), st.integers(0, 40))
COLUMNS = [Column("full", "Geheel"), Column("partial", "Deels"), Column("all", "Samen", sums=("full", "partial"))]


@st.composite
def editions(draw):
    """Reports of two or three municipalities and of the chain: by year and extent, by sort, by group (people are in
    several), and by municipality; and which cells tell the same."""
    places = PLACES[: draw(st.integers(2, 3))]
    years, sorts = [str(2018 + n) for n in range(draw(st.integers(1, 3)))], ["p", "q", "r"][: draw(st.integers(2, 3))]
    by_place, by_sort, groups = {}, {}, {}
    for place in places:
        by_place[place] = {year: [draw(FEW), draw(FEW)] for year in years}
        left = sum(sum(values) for values in by_place[place].values())
        whole, by_sort[place] = left, {}
        for sort in sorts[:-1]:
            by_sort[place][sort] = draw(st.integers(0, left))
            left -= by_sort[place][sort]
        by_sort[place][sorts[-1]] = left
        groups[place] = {group: draw(st.integers(0, whole)) for group in ("g", "h")}
    edition, equal = {}, []
    for report in (*places, CHAIN):
        own = [report] if report else places
        lines = {year: [sum(by_place[p][year][at] for p in own) for at in (0, 1)] for year in years}
        whole = sum(map(sum, lines.values()))
        edition[report] = {
            "years": table("years", COLUMNS, {year: [*values, sum(values)] for year, values in lines.items()}),
            "sorts": table("sorts", [PEOPLE], {sort: [sum(by_sort[p][sort] for p in own)] for sort in sorts}),
            "groups": table("groups", [PEOPLE], {g: [sum(groups[p][g] for p in own)] for g in ("g", "h")},
                            adds=False, total=[whole]),
        }  # fmt: skip
        for name in ("sorts", "groups"):
            equal.append(((report, "years", "=", "all"), (report, name, "=", "people")))
        if report == CHAIN:
            towns = {place: [sum(map(sum, by_place[place].values()))] for place in places}
            edition[report]["towns"] = table("towns", [Column("all", "Samen")], towns)
            equal += [((CHAIN, "towns", place, "all"), (place, "years", "=", "all")) for place in places]
    return edition, equal


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(editions())
@example(({CHAIN: {"years": table("years", COLUMNS, {"2018": [14, 4, 18]})}}, []))
def test_no_small_number_of_an_edition_can_be_worked_out(made):
    edition, equal = made
    if not all(_total(edition, one) == _total(edition, other) for one, other in equal):
        pytest.fail("the example is wrong")
    told = suppress(edition)
    for report, tables in edition.items():
        for name, before in tables.items():
            for line in before.every_line():
                for column in before.columns:
                    key = line.key
                    was, now = before.cell(key, column.key), told[report][name].cell(key, column.key)
                    assert now in (was, SMALL, LEFT_OUT) or now == rounded(was)
                    assert was >= BELOW or now in (SMALL, LEFT_OUT)
    assert not attack(told, equal, whole=lambda name: True)


def _total(edition, cell):
    report, name, key, column = cell
    return edition[report][name].cell("all" if key == "=" else key, column)


def test_outflows_in_full_read_the_same_by_year_and_by_extent():
    """The total of a column here is a line there: rounded in one and exact in the other, it would tell the difference."""
    by_year = {"2024": [3, 0, 3], "2025": [4, 3, 7], "2026": [7, 3, 10]}
    edition = {CHAIN: {
        "years": table("years", COLUMNS, by_year), "extents": table("extents", [PEOPLE], {"full": [14], "partial": [6]}),
    }}  # fmt: skip
    told = suppress(edition)
    equal = [((CHAIN, "years", "=", key), (CHAIN, "extents", key, "people")) for key in ("full", "partial")]
    assert told[CHAIN]["years"].total.cells[:2] == tuple(cells(told, "extents")[:2])
    assert not attack(told, [*equal, ((CHAIN, "years", "=", "all"), (CHAIN, "extents", "=", "people"))])


# The search by itself


def test_where_nothing_keeps_a_number_from_being_found_out_there_is_an_error():
    system = System()
    whole, part, nobody = (system.figure(value) for value in (20, 20, 0))
    system.relate(whole, [part])
    system.relate(whole, [part, nobody])
    with pytest.raises(NotSafe):
        protect(system)


@st.composite
def systems(draw):
    """Numbers in a block of two or three directions, each with its totals."""
    size = [draw(st.integers(1, 3)) for _ in range(draw(st.integers(1, 3)))]
    system, places = System(), {}
    block = np.array(draw(st.lists(FEW, min_size=math.prod(size), max_size=math.prod(size)))).reshape(size)
    padded = block
    for axis in range(len(size)):
        padded = np.concatenate([padded, padded.sum(axis=axis, keepdims=True)], axis=axis)
    for at in np.ndindex(padded.shape):
        places[at] = system.figure(int(padded[at]))
    for at in places:
        for axis, last in enumerate(size):
            if at[axis] == last:
                system.relate(places[at], [places[(*at[:axis], n, *at[axis + 1 :])] for n in range(last)])
    return system


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(systems())
def test_every_small_number_could_be_several_whatever_is_known_of_what_is_rounded(system):
    protect(system)
    bounds = [(low, None if high == math.inf else high) for low, high in (one.bounds for one in system.figures)]
    width = len(bounds)
    rows = [(row, place, factor) for row, relation in enumerate(system.relations) for place, factor in relation.items()]
    matrix = None
    if rows:
        at, across, values = zip(*rows, strict=True)
        matrix = csr_matrix((values, (at, across)), shape=(len(system.relations), width))
    for place, one in enumerate(system.figures):
        if one.value >= BELOW:
            continue
        assert one.state in ("small", "unsaid")
        ends = []
        for sign in (1, -1):
            costs = np.zeros(width)
            costs[place] = sign
            answer = linprog(
                costs, A_eq=matrix, b_eq=None if matrix is None else np.zeros(len(system.relations)), bounds=bounds
            )
            ends.append(math.inf if answer.status == 3 else answer.fun * sign)
        assert math.floor(ends[1] + 1e-6) - math.ceil(ends[0] - 1e-6) + 1 >= ENOUGH


@pytest.mark.slow
def test_an_edition_as_large_as_a_year_takes_seconds():
    """Seven reports of twelve tables with ten lines and three columns."""
    numbers = np.random.default_rng(8)
    edition = {}
    by_place = numbers.poisson(6, size=(6, 12, 10, 2))
    for at, report in enumerate([*"abcdef", CHAIN]):
        of = by_place[at] if report else by_place.sum(axis=0)
        edition[report] = {
            f"t{n}": table(
                f"t{n}", COLUMNS, {f"l{line}": [int(a), int(b), int(a + b)] for line, (a, b) in enumerate(of[n])}
            )
            for n in range(12)
        }
    begun = time.process_time()
    told = suppress(edition)
    assert time.process_time() - begun < 60
    shown = [
        value
        for tables in told.values()
        for made in tables.values()
        for line in made.every_line()
        for value in line.cells
    ]
    assert sum(value == LEFT_OUT for value in shown) < 0.4 * len(shown)
