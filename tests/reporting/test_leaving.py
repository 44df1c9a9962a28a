"""What a reader outside the chain has in hand: the PDF and the workbook of every report of an edition, attacked together."""

import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import pypdf
import pytest
from django.conf import global_settings
from django.core.management import call_command
from django.test import override_settings

from chain import demo
from chain.acting import acting_as, system_membership
from chain.days import today
from chain.formats import day_long
from chain.models import Chain, Membership
from reporting import facets, files, reports
from reporting.caseload import import_folder
from reporting.charts import nice_axis
from reporting.content import Content, meanings
from reporting.counting import count
from reporting.demo import money
from reporting.demo.lives import Time, lives, write
from reporting.demo.load import running_programme
from reporting.drawn import words
from reporting.models import KINDS, OutsideReport, Programme
from reporting.suppression import CHAIN, LEFT_OUT, MEANT, SMALL, counts, suppress
from reporting.suppression_search import BELOW
from reporting.tables import NOTHING, Drawing, Table
from tests.reporting.test_suppression import attack
from tests.sheets import read

pytestmark = pytest.mark.django_db
REST = "elsewhere"  # who live in no municipality of the chain: a report that nobody has
EVERYBODY = (REST, "rest", "=", "people")


@dataclass
class Told:
    """What is read of one municipality, or of all together: as it is kept, and the files that are made of it."""

    kept: dict[str, Any]
    content: Content
    pdf: pypdf.PdfReader
    book: dict[str, list[list[Any]]]

    @cached_property
    def text(self) -> str:
        return "\n".join(page.extract_text() for page in self.pdf.pages)

    @property
    def tables(self) -> dict[str, Table]:
        rows = ((section["key"], table) for section in self.kept["sections"] for table in section["tables"])
        return {f"{key}/{table['key']}": one for (key, table), one in zip(rows, self.content.tables(), strict=True)}

    @property
    def drawings(self) -> list[tuple[Drawing, Table]]:
        """Each with the table that it is of."""
        return [
            (drawing, next(one for one in part.tables if drawing.key == f"told-{one.key}"))
            for part in self.content.parts
            for drawing in part.drawings
        ]


def made(number: int, seed: int, folder) -> dict[str, Told]:
    """Report -> what is read of it, of an edition of today with so many invented people in the demo's chain."""
    call_command("load_chain", demo.CHAIN, stdout=io.StringIO())
    chain = Chain.objects.get(slug=demo.CHAIN)
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS[-1:]):
        with acting_as(system_membership(chain, "setup"), "test"):
            demo.make_people(chain)
            programme = running_programme(Programme.objects.get(chain=chain, key="intensivering-2018"))
            found = Membership.objects.with_contact_point().select_related("user", "partner", "chain")
            people = {one.user.username: one for one in found.filter(chain=chain)}
    time = Time(programme.started_on - dt.timedelta(120), today() - dt.timedelta(11), today(), followed=True)
    write(folder, lives(number, seed, "N", time, 930_000_000))
    import_folder(folder, chain)
    money.spent(chain, people, today())
    with acting_as(system_membership(chain, "count"), "test"):
        count(programme)
        facets.renew(chain.pk)
    by = people["ilse"]
    with acting_as(by.pk, "test"):
        report = reports.ask(by, programme, today())
    assert reports.carry_out(by.pk, report.pk)
    with acting_as(by.pk, "test"):
        report.refresh_from_db()
        assert reports.status(report) == "draft", report.content
        rows = OutsideReport.objects.filter(report=report).select_related("municipality")
        return {row.municipality.code if row.municipality else CHAIN: _told(row, by) for row in rows}


def _told(row: OutsideReport, reader: Membership) -> Told:
    source, key = files.source(f"outside:{row.pk}")
    content = source.content(reader, key, {})
    pdf, book = (files.written(content, shape)[0] for shape in ("pdf", "xlsx"))
    return Told(row.content, content, pypdf.PdfReader(io.BytesIO(pdf)), read(book))


# Read back from the files


def of_book(told: Told) -> dict[str, Table]:
    """The tables with what stands in the cells of the workbook."""
    sheets = iter(told.book.values())
    return {name: _of_sheet(table, next(sheets)) for name, table in told.tables.items()}


def _of_sheet(table: Table, rows: list[list[Any]]) -> Table:
    lines = table.every_line()
    head, body, rest = rows[0], rows[1 : len(lines) + 1], rows[len(lines) + 1 :]
    assert head == [table.head, *(column.name for column in table.columns)]
    assert [row[0] for row in body] == [line.name for line in lines]
    assert [text for row in rest for text in row] == ([table.note] if table.note else [])
    kinds = [column.kind for column in table.columns]
    return _with(table, [
        [value * 100 if kind == "percent" and isinstance(value, Decimal) else value
         for kind, value in zip(kinds, row[1:] + [None] * (len(head) - len(row)), strict=True)]
        for row in body
    ])  # fmt: skip


def _with(table: Table, cells: list[list[Any]]) -> Table:
    """The table with these cells, in whole numbers as the page has them."""
    lines = [
        replace(line, cells=tuple(round(value) if isinstance(value, Decimal) else value for value in row))
        for line, row in zip(table.every_line(), cells, strict=True)
    ]
    return replace(table, lines=tuple(lines[: len(table.lines)]), total=lines[-1] if table.total else None)


CELL = rf"({SMALL}|{LEFT_OUT}|{NOTHING}|(?:€\s*)?[-+−]?[\d.]+(?:\s*%)?)"
GAP = r"[\s\u00ad\u2010-]*"  # what typesetting puts between letters


def _typeset(text: str) -> str:
    return GAP.join(re.escape(letter) for letter in re.sub(GAP, "", text))


def of_pdf(told: Told) -> tuple[dict[str, Table], str]:
    """The tables with what stands in the text of the PDF, and the text without them."""
    text, left, tables = told.text, "", {}
    for name, table in told.tables.items():
        pattern = _typeset("".join([table.head, *(column.name for column in table.columns)]))
        for line in table.every_line():
            pattern += rf"\s*{_typeset(line.name)}" + rf"\s+{CELL}" * len(table.columns)
        found = re.search(pattern, text)
        assert found, (name, text)
        left, text, cells = left + text[: found.start()], text[found.end() :], list(map(_value, found.groups()))
        width = len(table.columns)
        rows = [cells[place : place + width] for place in range(0, len(cells), width)]
        tables[name] = _with(table, rows)
    return tables, left + text


def _value(text: str) -> Any:
    if text in (SMALL, LEFT_OUT, NOTHING):
        return None if text == NOTHING else text
    return int(re.sub(r"[.€%+\s]", "", text).replace("−", "-"))


# What everybody can know of the tables


def twice(edition: dict[str, dict[str, Table]]) -> Iterator[tuple[Any, Any]]:
    """Cells that tell the same number."""
    for report, tables in edition.items():
        everybody = [(report, name, "=", "people") for name in tables if name.startswith("caseload/")]
        yield from ((everybody[0], other) for other in everybody[1:])
        years = (report, "targets/outflow-years")
        for line in tables["targets/outflow-years"].lines:
            yield (*years, line.key, "counted"), (report, "returns/years", line.key, "people")
        for name in ("returns/years", "returns/extents"):
            yield (*years, "=", "counted"), (report, name, "=", "people")
        for extent in ("full", "partial"):
            yield (*years, "=", extent), (report, "returns/extents", extent, "people")
        if report == CHAIN:
            continue
        yield (CHAIN, "caseload/gemeente", report, "people"), everybody[0]
        yield (CHAIN, "returns/municipalities", report, "people"), (*years, "=", "counted")
    for kind in KINDS:
        for report in edition:
            for column in ("full", "partial", "counted") if kind == "outflow" else ("counted",):
                yield ((CHAIN, f"targets/{kind}-municipalities", report or "=", column),
                       (report, f"targets/{kind}-years", "=", column))  # fmt: skip


def with_the_rest(edition: dict[str, dict[str, Table]]) -> dict[str, dict[str, Table]]:
    """Who are in the caseload and in no municipality have no report; the chain's table tells how many they are."""
    rest = {
        name: _with(table, [[LEFT_OUT for _column in table.columns] for _line in table.every_line()])
        for name, table in edition[CHAIN].items()
        if name.startswith("caseload/")
    }
    places = rest.pop("caseload/gemeente")
    own = {"rest": replace(places, lines=tuple(one for one in places.lines if one.key not in edition))}
    return edition | {REST: rest | own}


def attacked(edition: dict[str, dict[str, Table]], small: set[Any]) -> dict[Any, Any]:
    known = with_the_rest(edition)
    equal = [*twice(edition), *((EVERYBODY, (REST, name, "=", "people")) for name in known[REST] if name != "rest")]
    equal += [((CHAIN, "caseload/gemeente", line.key, "people"), (REST, "rest", line.key, "people"))
              for line in known[REST]["rest"].lines]  # fmt: skip
    there = {
        (report, name, "=" if line is table.total else line.key, column.key)
        for report, tables in known.items() for name, table in tables.items()
        for line in table.every_line() for column, value in zip(table.columns, line.cells, strict=True) if value is not None
    }  # fmt: skip
    return attack(known, [pair for pair in equal if there.issuperset(pair)], whole=lambda name: True, small=small)


# The edition: of as many people as give large, small and hidden numbers in every report

Exact = dict[str, dict[str, Table]]
PEOPLE, SEED = 700, 4
MADE: list[tuple[dict[str, Told], Exact]] = []  # once: nothing of it stands in the database that is asked


@pytest.fixture
def edition(tmp_path, monkeypatch) -> dict[str, Told]:
    if not MADE:
        exact: Exact = {}
        monkeypatch.setattr(reports, "suppress", lambda given: exact.update(given) or suppress(given))
        MADE.append((made(PEOPLE, SEED, tmp_path / "people"), exact))
    return MADE[0][0]


@pytest.fixture
def exact(edition) -> Exact:
    """The same tables as they are within the chain."""
    return MADE[0][1]


def people(edition: Exact) -> Iterator[tuple[Any, int]]:
    """Each cell that is a number of people, as the attacker names it."""
    for report, tables in edition.items():
        for name, table in tables.items():
            for line in table.every_line():
                for column, value in zip(table.columns, line.cells, strict=True):
                    if counts(column, value):
                        yield (report, name, "=" if line is table.total else line.key, column.key), int(value)


@pytest.mark.slow
def test_the_workbook_and_the_pdf_tell_what_the_report_tells(edition):
    for report, told in edition.items():
        tables, _left = of_pdf(told)
        assert tables == of_book(told), report
        for name, table in told.tables.items():
            assert tables[name] == _with(table, [list(line.cells) for line in table.every_line()])


@pytest.mark.slow
def test_sums_and_differences_of_all_files_together_tell_no_small_number(edition, exact):
    read_back = {report: of_book(told) for report, told in edition.items()}
    small = {cell for cell, value in people(exact) if value < BELOW}
    assert not attacked(read_back, small)
    shown = [_cell(read_back, cell) for cell, _value in people(exact)]
    assert shown.count(SMALL) > 100
    assert LEFT_OUT in shown and sum(isinstance(value, int) for value in shown) > 200  # there was something to find


def _cell(edition: Exact, cell: Any) -> Any:
    report, name, line, column = cell
    table = edition[report][name]
    return table.cell(table.total.key if line == "=" and table.total else line, column)


def test_the_attacker_finds_a_number_that_is_told_by_a_file_of_another_report(edition, exact):
    """The attack itself is tried: with one total more, exactly, something is found."""
    read_back = {report: of_book(told) for report, told in edition.items()}
    small = {cell for cell, value in people(exact) if value < BELOW}
    for report in read_back:
        read_back[report] |= {"returns/extents": exact[report]["returns/extents"]}
    assert attacked(read_back, small)


def test_what_is_reckoned_follows_from_the_numbers_that_are_told(edition, exact):
    """Extra, shares and euro tell no more of a number than the number itself does."""
    for report, told in edition.items():
        for name, table in told.tables.items():
            if table == _plain(exact[report][name], table):
                continue
            for line in table.every_line():
                cells = {column.key: value for column, value in zip(table.columns, line.cells, strict=True)}
                for column in table.columns:
                    if column.of and isinstance(value := cells[column.key], int):
                        assert value in _reckoned(column.key, cells, table), (report, name, line.key, column.key)


def _plain(table: Table, like: Table) -> Table:
    return replace(table, note=like.note)


def _reckoned(key: str, cells: dict[str, Any], table: Table) -> set[int]:
    """What a reader would work out himself."""
    number = cells.get("people", cells.get("counted"))
    assert isinstance(number, int), (key, cells)
    if key == "extra":
        return {number - cells["baseline"]}
    if key == "difference":
        return {number - cells["baseline"] - cells["pace"]}
    if key == "share":
        whole = table.total.cells[0]
        return {int(100 * number / whole + 0.5)}
    assert key == "total"  # euro: of a mean a person, in hundreds
    return {cells[key] if cells[key] % (MEANT * number) == 0 else -1}


# Beside the tables


def test_a_drawing_shows_what_its_table_tells_and_nothing_else(edition):
    for told in edition.values():
        for drawing, table in told.drawings:
            place = next(at for at, one in enumerate(table.columns) if one.key in ("counted", "people"))
            shown = [(line.name, line.cells[place]) for line in table.lines]
            numbers = [value for _name, value in shown if isinstance(value, int)]
            for svg, ticks in ((drawing.wide, 4), (drawing.narrow, 3)):
                root = ET.fromstring(svg)
                assert root.findtext("title") == drawing.title == table.title
                said = [f"{name}: {NOTHING if value is None else value}" for name, value in shown if value is not None]
                assert root.findtext("desc") == "; ".join(said) + "."
                bars = [int(bar.get("width")) for bar in root.iter("rect")]
                assert len(bars) == len(numbers)
                assert all(abs(bar * max(numbers) - value * max(bars)) <= max(numbers) + value
                           for bar, value in zip(bars, numbers, strict=True))  # fmt: skip
                ends = [one.text for one in root.iter("text") if one.get("class") == "year"]
                assert ends == [NOTHING if value is None else str(value) for _name, value in shown]
                axis = [int(one.text.replace(".", "")) for one in root.iter("text") if not one.get("class")]
                assert axis[-1] == nice_axis(max(numbers), ticks)[0]
            assert not re.search(r"\d", drawing.conclusion + drawing.legend)


def test_no_number_stands_beside_the_tables_in_what_is_kept(edition):
    """But for what is the same in every report: of when it is and by which rules, and the names of lines."""
    texts = [set(_texts(told.kept)) for told in edition.values()]
    odd = {
        text for some in texts for text in some if re.search(r"\d", text) and any(text not in each for each in texts)
    }
    assert not odd
    about = {text for _name, text in edition[CHAIN].kept["about"]}
    assert {text for text in texts[0] if re.search(r"\d", text)} <= about | dated(edition[CHAIN])


def dated(told: Any) -> set[str]:
    """Notes beneath tables with no number but the day of the edition."""
    notes = {table.note for table in told.content.tables()}
    return {note for note in notes if not re.search(r"\d", note.replace(day_long(today()), ""))} - {""}


def _texts(kept: Any) -> Iterator[str]:
    """All that is text, but for lines and drawings."""
    for name, value in kept.items() if isinstance(kept, dict) else enumerate(kept):
        if isinstance(value, dict | list):
            yield from _texts(value) if name not in ("drawings", "lines", "total") else ()
        else:
            assert isinstance(value, str | bool), value
            yield str(value)


@pytest.mark.slow
def test_no_number_stands_beside_the_tables_in_the_pdf(edition):
    for report, told in edition.items():
        _tables, left = of_pdf(told)
        left = re.sub(r".*Bladzijde \d+ van \d+|( \.)+ \d+$", "", left, flags=re.MULTILINE)
        for drawing, _table in told.drawings:
            left = re.sub(
                _typeset("".join(one.text or "" for one in ET.fromstring(drawing.wide).iter("text"))), "", left
            )
        for note in sorted(dated(told), key=len, reverse=True):
            left = re.sub(_typeset(note), "", left)
        for name, text in [*told.content.about, *meanings(told.content.tables())]:
            left = re.sub(rf"{_typeset(name)}\.?\s+{_typeset(text)}", "", left)
        assert not re.search(r"\d", left), (report, left)
        assert sorted(_alternatives(told.pdf.trailer["/Root"]["/StructTreeRoot"])) == sorted(
            words(drawing) for drawing, _table in told.drawings
        )


def _alternatives(node: Any) -> Iterator[str]:
    """What is read aloud for drawings."""
    node = node.get_object()
    if "/Alt" in node:
        yield str(node["/Alt"])
    inside = node.get("/K", [])
    for child in inside if isinstance(inside, list) else [inside]:
        if hasattr(child.get_object(), "get") and "/MCID" not in child.get_object():
            yield from _alternatives(child)


def test_no_number_stands_beside_the_tables_in_the_workbook(edition):
    for told in edition.values():
        *sheets, (name, rows) = told.book.items()
        assert (name, len(sheets)) == ("Over dit bestand", len(told.tables))
        known = {*told.content.about, *meanings(told.content.tables())}
        for row in rows:
            plain = f"{row}"
            for note in dated(told):
                plain = plain.replace(note, "")
            assert not row or tuple(row) in known or not re.search(r"\d", plain), row


def test_what_is_told_about_a_file_has_no_numbers_of_people(edition):
    kept = [tuple(pair) for pair in edition[CHAIN].kept["about"]]
    names = {name for told in edition.values() for name, text in told.content.about if re.search(r"\d", text)}
    assert names <= {name for name, _text in kept} | {SMALL, "Afgerond", "Gemaakt op"}
