"""Figures as a workbook (XLSX) and as CSV: numbers are numbers there, and what was typed is never a formula.

A figure has in a cell as many decimals as the page shows, so that nobody finds another one in the file.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as translate

from chain import cells
from reporting.content import Content, meanings
from reporting.tables import Column, Line, Table, Value

WIDEST = 60  # characters of a column
LONGEST = 31  # of the name of a sheet, as the format has it
EURO = '"€" #,##0'
# Kind of column -> how a number of it is shown; the reader's own program has the separators.
FORMATS = {
    "number": "#,##0", "days": "#,##0", "signed": "+#,##0;-#,##0;0", "percent": "0%", "euro": EURO, "cents": f"{EURO}.00",
    "day": "dd-mm-yyyy",
}  # fmt: skip


def exact(value: Value, kind: str) -> Value:
    """The value with the decimals that are shown of it: whole numbers, and cents of euro that has any."""
    if isinstance(value, Decimal):
        cents = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
        whole = value.quantize(Decimal(1), ROUND_HALF_UP)
        return cents if kind == "euro" and cents != cents.to_integral_value() else int(whole)
    return value


# XLSX


def workbook(content: Content) -> bytes:
    """A sheet for each table, and one that tells what the file is."""
    written = io.BytesIO()
    book = cells.workbook(written)
    book.set_properties({"title": content.title, "author": dict(content.about).get(translate("Keten"), "")})
    styles = _Styles(book)
    told, tables = translate("Over dit bestand"), list(content.tables())
    names = _sheet_names([table.title for table in tables], told)
    for name, table in zip(names, tables, strict=True):
        _sheet(book.add_worksheet(name), table, styles)
    _about(book.add_worksheet(told), content, list(zip(names, tables, strict=True)), styles)
    book.close()
    return written.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, bool], Any] = {}
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
        self.number_head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "align": "right"}
        )
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.prose = book.add_format({"text_wrap": True, "valign": "top"})
        self.quiet = book.add_format({"italic": True})

    def of(self, shown: str, whole: bool, number: bool) -> Any:
        """For a cell of that kind (a key of FORMATS, or text); `whole`: in the total."""
        key = (shown + ("|" if number else ""), whole)
        if key not in self.made:
            wanted: dict[str, Any] = {"num_format": FORMATS[shown]} if shown in FORMATS else {}
            wanted |= {"bold": True, "top": 1} if whole else {}
            wanted |= {"align": "right"} if number else {}
            self.made[key] = self.book.add_format(wanted)
        return self.made[key]


def _sheet(sheet: Any, table: Table, styles: _Styles) -> None:
    widths = [len(table.head)] + [min(len(column.name), 18) for column in table.columns]
    sheet.write_string(0, 0, table.head, styles.head)
    for place, column in enumerate(table.columns, 1):
        sheet.write_string(0, place, column.name, styles.number_head if column.number else styles.head)
    for row, (line, whole, shown) in enumerate(table.shown(), 1):
        sheet.write_string(row, 0, line.name, styles.of("text", whole, False))
        widths[0] = max(widths[0], len(line.name))
        for place, (value, (column, text, _url)) in enumerate(zip(line.cells, shown, strict=True), 1):
            _cell(sheet, row, place, value, column, whole, styles)
            widths[place] = max(widths[place], len(text) + 1)
    if table.note:
        sheet.write_string(len(table.every_line()) + 2, 0, table.note, styles.quiet)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Any, row: int, place: int, value: Value, column: Column, whole: bool, styles: _Styles) -> None:
    found = exact(value, column.kind)
    kind = "cents" if column.kind == "euro" and isinstance(found, Decimal) else column.kind
    if found is None:
        sheet.write_blank(row, place, None, styles.of("text", whole, column.number))
    elif isinstance(found, str):
        sheet.write_string(row, place, found, styles.of("text", whole, column.number))
    elif isinstance(found, dt.date):
        sheet.write_datetime(row, place, dt.datetime.combine(found, dt.time()), styles.of("day", whole, True))
    else:
        number = float(found) / 100 if kind == "percent" else float(found)
        sheet.write_number(row, place, number, styles.of(kind, whole, True))


def _about(sheet: Any, content: Content, tables: list[tuple[str, Table]], styles: _Styles) -> None:
    row = 0
    for heading, lines in _told(content, tables):
        sheet.write_string(row, 0, heading, styles.head)
        sheet.write_string(row, 1, "", styles.head)
        for name, text in lines:
            row += 1
            sheet.write_string(row, 0, name, styles.bold)
            sheet.write_string(row, 1, text, styles.prose)
        row += 2
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _told(content: Content, tables: list[tuple[str, Table]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the file is, what lies on which sheet, and what the words mean."""
    there = [
        (content.title, content.about),
        (translate("Tabellen"), [(name, " ".join(filter(None, [f"{table.title}.", table.note]))) for name, table in tables]),
        (translate("Wat de woorden betekenen"), meanings(content.tables())),
    ]  # fmt: skip
    return [(heading, lines) for heading, lines in there if lines]


def _sheet_names(titles: list[str], taken: str) -> list[str]:
    """A name for each sheet: at most LONGEST signs, none that the format refuses, no two alike."""
    names: list[str] = []
    used = {taken.casefold(), "history"}
    for title in titles:
        plain = re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\]", " ", title)).strip(" '") or translate("Tabel")
        name, number = plain[:LONGEST].strip(" '"), 1
        while name.casefold() in used:
            number += 1
            name = f"{plain[: LONGEST - 4].strip()} {number}"
        used.add(name.casefold())
        names.append(name)
    return names


# CSV


def as_csv(table: Table) -> bytes:
    """The table as a Dutch spreadsheet opens it: UTF-8 with a mark, semicolons, a comma before decimals, ISO days."""
    written = io.StringIO(newline="")
    rows = cells.Writer(written)
    rows.writerow([table.head, *(_headed(column) for column in table.columns)])
    rows.writerows(_row(table, line) for line in table.every_line())
    return written.getvalue().encode("utf-8-sig")


def _headed(column: Column) -> str:
    """The column with its unit, since its numbers come without."""
    unit = {"euro": "€", "percent": "%"}.get(column.kind, "")
    return f"{column.name} ({unit})" if unit and unit not in column.name else column.name


def _row(table: Table, line: Line) -> Iterator[Value]:
    yield line.name
    for column, value in zip(table.columns, line.cells, strict=True):
        found = exact(value, column.kind)
        if found is None:
            yield ""
        elif isinstance(found, dt.date):
            yield found.isoformat()
        else:
            yield found


def csv_file(content: Content) -> tuple[bytes, str]:
    """The only table as CSV, or all of them and what is to be known about them in a ZIP; and how the name ends."""
    tables = list(content.tables())
    if len(tables) == 1:
        return as_csv(tables[0]), "csv"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as folder:
        for number, table in enumerate(tables, 1):
            folder.writestr(f"{number:02}-{slugify(table.title)[:60] or table.key}.csv", as_csv(table))
        folder.writestr(f"{slugify(translate('Over dit bestand'))}.txt", _in_words(content))
    return written.getvalue(), "zip"


def _in_words(content: Content) -> bytes:
    blocks = [
        f"{heading}\r\n" + "".join(f"- {name}: {text}\r\n" for name, text in lines)
        for heading, lines in _told(content, [])
    ]
    return "\r\n".join(blocks).encode("utf-8-sig")
