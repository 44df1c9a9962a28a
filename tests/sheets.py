"""Workbooks as a program that opens them reads them; for tests."""

import datetime as dt
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from typing import Any

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FIRST = dt.date(1899, 12, 30)  # from which the format counts its days


def read(made: bytes) -> dict[str, list[list[Any]]]:
    """Sheet -> its lines: text, Decimal, a date, or None for what is empty."""
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        texts = _texts(book)
        days = _days(book)
        names = [one.get("name", "") for one in ET.fromstring(book.read("xl/workbook.xml")).iterfind(".//m:sheet", NS)]
        return {
            name: _lines(ET.fromstring(book.read(f"xl/worksheets/sheet{place}.xml")), texts, days)
            for place, name in enumerate(names, 1)
        }


def _texts(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ET.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in one.iterfind(".//m:t", NS)) for one in root.iterfind("m:si", NS)]


def _days(book: zipfile.ZipFile) -> set[str]:
    """The styles that show a day."""
    root = ET.fromstring(book.read("xl/styles.xml"))
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind(".//m:numFmt", NS)}
    styles = root.find("m:cellXfs", NS)
    return {
        str(place)
        for place, one in enumerate(styles if styles is not None else [])
        if "yyyy" in formats.get(one.get("numFmtId"), "")
    }


def _lines(sheet: ET.Element, texts: list[str], days: set[str]) -> list[list[Any]]:
    lines: list[list[Any]] = []
    for row in sheet.iterfind(".//m:row", NS):
        number = int(row.get("r", "0"))
        lines += [[] for _missing in range(number - len(lines) - 1)]
        cells: list[Any] = []
        for cell in row.iterfind("m:c", NS):
            place = _place(cell.get("r", ""))
            cells += [None] * (place - len(cells))
            cells.append(_value(cell, texts, days))
        lines.append(cells)
    return lines


def _place(reference: str) -> int:
    """0 for A1, 27 for AB3."""
    place = 0
    for sign in re.sub(r"\d", "", reference):
        place = place * 26 + ord(sign) - 64
    return place - 1


def _value(cell: ET.Element, texts: list[str], days: set[str]) -> Any:
    found = cell.find("m:v", NS)
    if found is None or found.text is None:
        return None
    if cell.get("t") == "s":
        return texts[int(found.text)]
    if cell.find("m:f", NS) is not None:
        raise AssertionError("a formula")
    return FIRST + dt.timedelta(int(found.text)) if cell.get("s") in days else Decimal(found.text)
