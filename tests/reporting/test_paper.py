"""Figures on paper: readable for all, with the charts of the page in the page's own colours."""

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.utils.translation import override

from chain import documents
from reporting import drawn, paper
from reporting.charts import Year, target_charts
from reporting.content import Content, Part
from reporting.tables import Column, Drawing, Line, Table

YEARS = [Year("2018", 125, 130, 10), Year("2019", 185, 100, 0, 170, "t/m september"), Year("2020", 375, None, None)]


def chart(kind="activation", title="Extra geactiveerd"):
    both = target_charts(kind, title, YEARS)
    return Drawing(kind, title, str(both["wide"]), str(both["narrow"]), "Er zijn 220 mensen extra geteld.")


def a_table(lines=3, columns=2, title="Per gemeente", name="Gemeente {}"):
    return Table(
        "one", title, "Gemeente", tuple(Column(f"c{n}", f"Kolom {n}", means="activated") for n in range(columns)),
        tuple(Line(name.format(n), tuple(range(n, n + columns))) for n in range(lines)),
        Line("Samen", tuple(range(columns))), note="Iedereen telt één keer.",
    )  # fmt: skip


def pdf(*parts: Part, title="Doelen"):
    about = [("Keten", "Maastricht-Heuvelland"), ("Stand op", "30 september 2020")]
    return pypdf.PdfReader(io.BytesIO(paper.document(Content(title, about, list(parts)))))


def text_of(found) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in found.pages)


def test_it_is_accessible_and_says_of_when_it_is():
    found = pdf(Part("Doelen", [a_table()], [chart()]))
    root = found.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], found.metadata.title) == ("nl-NL", True, "Doelen")
    text = text_of(found)
    assert "Stand op 30 september 2020" in text and "Bladzijde 1 van" in text
    assert "Geactiveerd. Een activerende stap" in text  # what the columns mean
    assert "Volle balk: gerealiseerd; gestippelde rand: doel; lijn: waar we die dag hoorden te zijn." in text


def test_a_drawing_has_its_figures_in_words(monkeypatch):
    given = {}
    monkeypatch.setattr(documents, "pdf", lambda name, data: given.update(data) or b"")
    pdf_of = Content("Doelen", [], [Part("Doelen", [], [chart()])])
    paper.document(pdf_of)
    (one,) = given["parts"][0]["groups"][0]["blocks"]
    assert one["alt"].startswith("Extra geactiveerd. 2018: doel 125, extra 120;")


def test_the_head_of_a_table_comes_back_on_each_page():
    found = pdf(Part("Doelen", [a_table(120)]))
    texts = [page.extract_text() for page in found.pages]
    assert len(texts) > 2
    assert all("Kolom 0" in text for text in texts if "Gemeente 1" in text)


def test_a_table_that_is_too_wide_lies_on_its_side_and_the_rest_does_not():
    found = pdf(Part("Doelen", [a_table(), a_table(columns=24, title="Kruising")]))
    sideways = [page.mediabox.width > page.mediabox.height for page in found.pages]
    assert sideways[0] is False and sideways.count(True) == 1


@pytest.mark.parametrize(
    "odd",
    ["#panic()", "*vet* _schuin_ `x`", "$ x $", "\\u{{41}} // weg", '"; )', "<script>&amp;", "日本 ⚑ عربي", "@noot"],
)
def test_what_was_typed_is_text_whatever_it_looks_like(odd):
    found = pdf(Part(odd.format(), [a_table(name=f"{odd} {{}}")]), title=f"Doelen {odd.format()}")
    text, odd = text_of(found), odd.format()
    assert "".join(odd.split())[:6] in "".join(text.split()) or not odd.isascii()


def test_it_speaks_the_language_of_who_asked():
    with override("en"):
        assert pdf(Part("Doelen", [a_table()])).trailer["/Root"]["/Lang"] == "en-GB"


# the drawings


def test_a_drawing_carries_the_colours_of_the_page():
    root = ET.fromstring(drawn.for_paper(chart()))
    of = {one.get("class"): one for one in root.iter() if one.get("class")}
    theme = drawn.roots()
    assert of["value"].get("fill") == theme["--partner-szmh"]
    assert (of["target"].get("fill"), of["target"].get("stroke-dasharray")) == (theme["--partner-szmh-bg"], "4 3")
    assert of["pace"].get("stroke-width") == "2.5"
    assert of["year"].get("font-weight") == "620" and of["side-label"].get("paint-order") == "stroke"
    assert root.get("font-family") == drawn.FONT
    other = ET.fromstring(drawn.for_paper(chart("outflow")))
    assert next(one for one in other.iter() if one.get("class") == "value").get("fill") == theme["--partner-mtb"]


def test_what_is_drawn_stays_as_it_is():
    """Only styles come in: every size, place and word is that of the page."""
    before, after = ET.fromstring(chart().wide), ET.fromstring(drawn.for_paper(chart()))
    bare = list(after.iter())
    for old, new in zip(before.iter(), bare, strict=True):
        assert (old.text or "").strip() == (new.text or "").strip()
        assert all(new.get(name) == value for name, value in old.attrib.items())


@pytest.fixture
def mark(settings, tmp_path):
    """The colour that a mark in a drawing gets from a style sheet: `.b` in `.a`."""

    def forget():
        for one in (drawn.matcher, drawn.roots, drawn._rules):
            one.cache_clear()

    def colour(css):
        (tmp_path / "static").mkdir()
        for name, text in zip(drawn.SHEETS, ("", css), strict=True):
            (tmp_path / "static" / name).write_text(text)
        svg = '<svg><g class="a"><rect class="b"/></g></svg>'
        return ET.fromstring(drawn.for_paper(Drawing("outflow", "", svg, svg, ""))).find(".//*[@class='b']").get("fill")

    settings.BASE_DIR = tmp_path
    forget()
    yield colour
    forget()


@pytest.mark.parametrize(
    "selector",
    [
        ".b",
        "rect",
        ".a .b",
        ".a > .b",
        "rect.b:not(.c)",
        ".x, .b",
        ".chart :is(.x:not(.y, .z), .b)",
        ".activation .b",
        ".outflow rect",
    ],
)
def test_what_holds_for_it_on_the_page_holds_on_paper(mark, selector):
    assert mark(f"{selector} {{ fill: red }}") == "red"


@pytest.mark.parametrize(
    "selector", [".b .a", ".chart > .b", "text.b", ".b:not(.a > .b)", ".b:hover", ".b::before", ".b:newer", ".b["]
)
def test_what_does_not_hold_or_is_not_known_is_left_out(mark, selector):
    assert mark(f"{selector} {{ fill: red }}") is None


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        (".b { fill: red } .b { fill: blue }", "blue"),
        ("rect.b { fill: red } .b { fill: blue }", "red"),
        ("@layer one { .b { fill: red } }", "red"),
        ("@layer one, two; @media print { .b { fill: red } }", None),
        ("@layer one { @container (max-width: 30rem) { .b { fill: red } } .b { opacity: 1 } }", None),
        (":root { --c: var(--d); --d: red } .b { fill: var(--c) }", "red"),
        (".a { --c: red } :root { --c: blue } .b { fill: var(--c) }", "red"),
        (".b { fill: var(--c, red) }", "red"),
        (".b { fill: var(--c) }", None),
        (".b { fill: rgb(0 0 0) }", None),
        (".b { /* } */ fill: red; .c & { fill: blue } }", "red"),
    ],
)
def test_the_strongest_counts_and_tokens_are_filled_in(mark, css, colour):
    assert mark(css) == colour


FOLDER = Path(settings.BASE_DIR) / "templates"
NO_STYLE = {"wide", "narrow"}  # which of both a page shows


@pytest.mark.parametrize(
    "name", ["components/target_chart.svg", "components/waiting_chart.svg", "reporting/flow_chart.svg"]
)
def test_every_class_of_a_drawing_has_a_style_on_paper(name):
    there = set(re.findall(r"[a-z][\w-]*", " ".join(re.findall(r'class="([^"{]*)"', (FOLDER / name).read_text()))))
    assert {one for one in there - NO_STYLE if not drawn.styled(one)} == set()
