"""Workbooks and CSV of figures: numbers are numbers, and nothing that was typed is a formula."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import sheets
from reporting.content import Content, Part
from reporting.tables import Column, Line, Table, said
from tests.sheets import read

COLUMNS = (
    Column("counted", "Geteld", means="activated"), Column("gap", "Verschil", "signed"),
    Column("part", "Deel", "percent"), Column("saved", "Bespaard", "euro"), Column("on", "Sinds", "day"),
    Column("text", "Toelichting", "text", people=False),
)  # fmt: skip
LINES = (
    Line("Vaals", (12, -3, 45, Decimal("8500.50"), dt.date(2020, 1, 31), "=1+1")),
    Line("Meerssen", (1234, 5, Decimal("45.5"), Decimal("8500.00"), None, None)),
)
TABLE = Table("one", "Per gemeente", "Gemeente", COLUMNS, LINES, Line("Samen", (1246, 2, "·", Decimal(17000), None, "")),
              note="Iedereen telt één keer.")  # fmt: skip


def content(*tables: Table) -> Content:
    about = [("Keten", "Maastricht-Heuvelland"), ("Stand op", "30 september 2020")]
    return Content("Doelen", about, [Part("Doelen", list(tables or (TABLE,)))])


def rows(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheets.as_csv(table).decode("utf-8-sig")), delimiter=";"))


def test_csv_is_as_a_dutch_spreadsheet_opens_it():
    made = sheets.as_csv(TABLE)
    assert made.startswith(b"\xef\xbb\xbf") and b"\r\n" in made
    assert rows(TABLE) == [
        ["Gemeente", "Geteld", "Verschil", "Deel (%)", "Bespaard (€)", "Sinds", "Toelichting"],
        ["Vaals", "12", "-3", "45", "8500,50", "2020-01-31", "'=1+1"],
        ["Meerssen", "1234", "5", "46", "8500", "", ""],
        ["Samen", "1246", "2", "·", "17000", "", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-1", "@sum", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_no_text_becomes_a_formula_wherever_it_stands(text):
    table = Table("t", text, text, (Column("c", text, "text"),), (Line(text, (text,)),))
    assert {cell[0] for row in rows(table) for cell in row} == {"'"}
    with zipfile.ZipFile(io.BytesIO(sheets.workbook(content(table)))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    (first, *_rest) = read(sheets.workbook(content(table))).values()
    assert first[1][0].replace("_x000D_", "\r") == text


@given(st.text(max_size=40), st.integers(-(10**9), 10**9), st.decimals(-(10**8), 10**8, places=3))
def test_what_csv_says_comes_back_as_it_was(name, number, amount):
    table = Table("t", "T", "Wat", (Column("n", "N"), Column("e", "E", "euro")), (Line(name, (number, amount)),))
    found = rows(table)[1]
    assert found[0].removeprefix("'") == name.removeprefix("'") or found[0].split() == name.split()
    assert int(found[1]) == number
    assert abs(Decimal(found[2].replace(",", ".")) - amount) <= Decimal("0.005")


@given(st.decimals(-(10**6), 10**6, places=4), st.sampled_from(["number", "days", "euro", "percent"]))
def test_a_cell_says_what_the_page_says(value, kind):
    """Whatever its decimals: written out, the exact value of the cell is the text of the page."""
    assert said(sheets.exact(value, kind), kind) == said(value, kind)


def test_a_workbook_has_a_sheet_a_table_and_one_that_tells_what_it_is():
    book = read(sheets.workbook(content(TABLE, TABLE)))
    assert list(book) == ["Per gemeente", "Per gemeente 2", "Over dit bestand"]
    head, vaals, meerssen, total, *rest = book["Per gemeente"]
    assert head == ["Gemeente", "Geteld", "Verschil", "Deel", "Bespaard", "Sinds", "Toelichting"]
    assert vaals == ["Vaals", 12, -3, Decimal("0.45"), Decimal("8500.5"), dt.date(2020, 1, 31), "=1+1"]
    assert meerssen[:5] == ["Meerssen", 1234, 5, Decimal("0.46"), 8500]
    assert total[:5] == ["Samen", 1246, 2, "·", 17000]
    assert rest[-1] == ["Iedereen telt één keer."]
    told = [" ".join(str(cell) for cell in line if cell) for line in book["Over dit bestand"]]
    assert "Stand op 30 september 2020" in told and any(line.startswith("Geactiveerd Een activerende") for line in told)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_table_gets_a_sheet_with_a_name_that_the_format_takes(titles):
    names = sheets._sheet_names(titles, "Over dit bestand")
    assert len(names) == len(titles)
    assert len({name.casefold() for name in [*names, "Over dit bestand"]}) == len(names) + 1
    for name in names:
        assert 0 < len(name) <= sheets.LONGEST and not set(name) & set("[]:*?/\\")
        assert not name.startswith("'") and not name.endswith("'") and name.casefold() != "history"


def test_one_table_is_a_csv_and_several_are_a_folder():
    one, ending = sheets.csv_file(content())
    assert (one, ending) == (sheets.as_csv(TABLE), "csv")
    several, ending = sheets.csv_file(content(TABLE, TABLE))
    with zipfile.ZipFile(io.BytesIO(several)) as folder:
        assert (ending, folder.namelist()) == (
            "zip", ["01-per-gemeente.csv", "02-per-gemeente.csv", "over-dit-bestand.txt"])  # fmt: skip
        assert folder.read("01-per-gemeente.csv") == sheets.as_csv(TABLE)
        assert "- Stand op: 30 september 2020" in folder.read("over-dit-bestand.txt").decode("utf-8-sig")


def test_a_table_without_lines_is_a_sheet_with_a_head():
    empty = Table("e", "Leeg", "Gemeente", COLUMNS, ())
    assert len(read(sheets.workbook(content(empty)))["Leeg"]) == 1
    assert len(rows(empty)) == 1
