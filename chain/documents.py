"""Documents on paper: a Typst template of templates/documents, and data that it may only print.

The data goes in as JSON, never as markup, and the template has no `eval`: nothing that people typed can act as code, and
a template reads no file outside its folder. What comes out is PDF/UA-1 (accessible: a title, a language, tags).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
FONTS = Path(settings.BASE_DIR) / "static" / "vendor" / "source-sans-3-3.052"


@cache
def _fonts() -> typst.Fonts:
    """Our own font, and what the package brings for signs that it lacks; nothing of the machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def pdf(name: str, data: dict[str, Any]) -> bytes:
    """The document `name` (templates/documents/NAME.typ) with the data, which has only what JSON has.

    A sign that no font has (Arabic, an emoji) would fail the accessibility standard: then it is made without.
    """
    given = {"data": json.dumps(data, ensure_ascii=False)}
    template = TEMPLATES / f"{name}.typ"
    made: Any
    try:
        made = typst.compile(template, root=TEMPLATES, font_paths=_fonts(), sys_inputs=given, pdf_standards="ua-1")
    except typst.TypstError as error:
        if "PDF/UA" not in f"{error.message} {error.diagnostic}":
            raise
        made = typst.compile(template, root=TEMPLATES, font_paths=_fonts(), sys_inputs=given)
    return bytes(made)
