"""Figures on paper: a PDF that everybody can read (PDF/UA), with the charts of the page, their tables and what they mean."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as translate

from chain import documents
from chain.formats import language
from reporting.content import Content, Part, meanings
from reporting.drawn import classes, for_paper, size, words
from reporting.tables import Drawing, Table

# How many signs stand beside each other at a size of letters, in points; a table with more lies on its side.
SIZES = {10: 92, 9: 106, 8: 120}
WIDE_DRAWING = (800, 400)  # of its own units: a drawing as large lies on its side too


def document(content: Content) -> bytes:
    """The PDF, in the language of who asked for it."""
    return documents.pdf("figures", told(content))


def told(content: Content) -> dict[str, Any]:
    """What the template prints (templates/documents/figures.typ): texts and SVG, no values."""
    about = dict(content.about)
    return {
        "lang": language(), "title": content.title, "chain": about.get(translate("Keten"), "Snoer"),
        "as_of": about.get(translate("Stand op"), ""), "about": [list(pair) for pair in content.about],
        "parts": [_part(part, named=len(content.parts) > 1 or part.name != content.title) for part in content.parts],
        "several": len(content.parts) > 1 or sum(1 for _table in content.tables()) > 2,
        "meanings": [list(pair) for pair in meanings(content.tables())],
        "words": {
            "contents": translate("Inhoud"), "page": translate("Bladzijde %(page)s van %(pages)s"),
            "as_of": translate("Stand op"), "meanings": translate("Wat de woorden betekenen"),
            "about": translate("Over dit bestand"), "nothing": translate("Er is niets te tellen."),
        },
    }  # fmt: skip


def _part(part: Part, *, named: bool) -> dict[str, Any]:
    """`groups`: what stands on pages that lie one way, in its order. `level` of the headings beneath: none may be skipped."""
    blocks = [_drawing(one) for one in part.drawings] + [_table(one) for one in part.tables]
    groups = [{"wide": wide, "blocks": list(some)} for wide, some in groupby(blocks, key=lambda one: one["wide"])]
    return {"name": part.name if named else "", "level": 3 if named else 2, "groups": groups}


def _drawing(drawing: Drawing) -> dict[str, Any]:
    return {
        "kind": "drawing", "wide": all(one > most for one, most in zip(size(drawing), WIDE_DRAWING, strict=True)),
        "title": drawing.title, "svg": for_paper(drawing), "alt": words(drawing), "conclusion": drawing.conclusion,
        "legend": drawing.legend or _legend(classes(drawing.wide)),
    }  # fmt: skip


def _legend(there: set[str]) -> str:
    """What the signs of a chart of targets are (the page has them beside it); "" for other drawings."""
    if "target" not in there:
        return ""
    told = {
        "value": translate("volle balk: gerealiseerd"), "counted": translate("lichte balk: geteld"),
        "target": translate("gestippelde rand: doel"), "pace": translate("lijn: waar we die dag hoorden te zijn"),
    }  # fmt: skip
    text = "; ".join(words for name, words in told.items() if name in there)
    return f"{text[:1].upper()}{text[1:]}."


def _table(table: Table) -> dict[str, Any]:
    widths = _widths(table)
    signs = sum(widths) + 2 * len(widths)
    points = next((points for points, most in SIZES.items() if signs <= most), 0)
    return {
        "kind": "table", "wide": not points, "points": points or min(SIZES), "widths": widths,
        "title": table.title, "head": table.head, "note": table.note,
        "columns": [{"name": column.name, "number": column.number} for column in table.columns],
        "rows": [
            {"name": line.name, "whole": whole, "cells": [text for _column, text, _url in shown]}
            for line, whole, shown in table.shown()
        ],
    }  # fmt: skip


def _widths(table: Table) -> list[int]:
    """How wide each column is against the others: by its longest word and figure, the first by its names."""
    shown = [[text for _column, text, _url in cells] for _line, _whole, cells in table.shown()]
    longest = max((len(line.name) for line in table.every_line()), default=0)
    widths = [min(max(longest, len(table.head), 10), 34)]
    for place, column in enumerate(table.columns):
        figures = max((len(cells[place]) for cells in shown), default=0)
        words = max(map(len, column.name.split()), default=0)
        widths.append(max(min(figures, 40), words, len(column.name) // 3, 6) + 1)
    return widths
