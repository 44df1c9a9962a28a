"""Cells that a spreadsheet reads: what somebody typed is text there, and never a formula (OWASP, CSV injection).

Every CSV and XLSX file of the product is written with these; tests/chain/test_cells.py looks for one that is not.
"""

import csv
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # with which a program begins to reckon


def text(value: Any) -> Any:
    """The value as it can stand in a cell of CSV: text that would be a formula gets an apostrophe before it. A number, also
    below zero, stays one, with a comma before its decimals."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return str(value).replace(".", ",") if isinstance(value, float | Decimal) else value


def typed(value: str) -> str:
    """What stood there before text(): for a file of ours that comes back."""
    return value[1:] if value[:1] == "'" and value[1:].startswith(FORMULA) else value


class Writer:
    """Lines of CSV as a Dutch spreadsheet opens them: semicolons between the cells."""

    def __init__(self, file: Any) -> None:
        self._rows = csv.writer(file, delimiter=";", lineterminator="\r\n")

    def writerow(self, cells: Iterable[Any]) -> None:
        self._rows.writerow([text(cell) for cell in cells])

    def writerows(self, rows: Iterable[Iterable[Any]]) -> None:
        for cells in rows:
            self.writerow(cells)


def workbook(file: Any) -> Any:
    """A workbook that makes nothing of text: no formulas, no links, no numbers. Write with write_string() and its like."""
    return xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
