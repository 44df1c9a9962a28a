"""What somebody typed is never a formula in a file that the product writes."""

import ast
from decimal import Decimal

import pytest
from django.conf import settings

from chain import cells

OURS = ("chain", "clients", "diagnosis", "placement", "development", "reporting")
# Writes the demo's caseload for our own importer, which reads cells as they are.
EXCEPT = {"chain/cells.py", "reporting/demo/lives.py"}


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+31612345678",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "=cmd|' /C calc'!A0",
        "-",
        "--1",
        "-12",
    ],
)
def test_what_would_be_a_formula_is_text_and_comes_back_as_it_was(typed):
    assert cells.text(typed) == f"'{typed}"
    assert cells.typed(cells.text(typed)) == typed


@pytest.mark.parametrize("text", ["", "Jansen", "06-12345678", "'s-Gravenhage", "12"])
def test_other_text_stays(text):
    assert cells.text(text) == text and cells.typed(text) == text


def test_numbers_stay_numbers_as_a_dutch_spreadsheet_reads_them():
    assert [cells.text(number) for number in (-12, 1.5, Decimal("-0.5"), None)] == [-12, "1,5", "-0,5", None]


def _writes(tree: ast.AST) -> set[str]:
    """Names by which a module writes CSV or XLSX itself, or lets xlsxwriter decide what a cell is."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and any(
            alias.name.split(".")[0] in ("xlsxwriter", "openpyxl") for alias in node.names
        ):
            found.add("xlsxwriter")
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("xlsxwriter", "openpyxl"):
            found.add("xlsxwriter")
        if isinstance(node, ast.ImportFrom) and node.module == "csv":
            found |= {alias.name for alias in node.names} & {"writer", "DictWriter"}
        if isinstance(node, ast.Attribute):
            if node.attr in ("writer", "DictWriter") and getattr(node.value, "id", "") == "csv":
                found.add(node.attr)
            if node.attr in ("write_formula", "write_array_formula", "write_dynamic_array_formula", "write_url"):
                found.add(node.attr)
            if node.attr in ("write", "write_row", "write_column") and getattr(node.value, "id", "") == "sheet":
                found.add(node.attr)
    return found


def test_every_file_of_cells_is_written_through_the_one_place():
    wrong = {}
    for floor in OURS:
        for path in sorted((settings.BASE_DIR / floor).rglob("*.py")):
            name = str(path.relative_to(settings.BASE_DIR))
            if name not in EXCEPT and (writes := _writes(ast.parse(path.read_text()))):
                wrong[name] = writes
    assert not wrong
    assert _writes(ast.parse((settings.BASE_DIR / "chain/cells.py").read_text()))  # so the test sees what it looks for
