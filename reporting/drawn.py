"""Charts for paper: the SVG of a page with its styles written into it, since a file has no style sheet beside it.

The styles are the page's own (static/snoer.css on the tokens of static/theme.css), so that a chart looks the same in both, and
a theme that is laid over Snoer goes along. Read by tinycss2, matched by cssselect2: what those do not know, and what holds at
some widths or for print only (@media and the like), is left out.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from django.conf import settings

from reporting.tables import Drawing

SVG = "http://www.w3.org/2000/svg"
# Properties that SVG has as attributes; `font` is taken apart.
ATTRIBUTES = frozenset({
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
    "font-size", "font-weight", "font-style", "text-anchor", "paint-order", "rx", "stroke-opacity", "dominant-baseline",
})  # fmt: skip
SHEETS = ("theme.css", "snoer.css")
FONT = "Source Sans 3"
TONE = "activation"  # the colour of a chart that has none of its own


def for_paper(drawing: Drawing) -> str:
    """The wide drawing with its styles in it. Its key, its words and its sizes stay as they are."""
    ET.register_namespace("", SVG)
    text = drawing.wide if "xmlns=" in drawing.wide else drawing.wide.replace("<svg", f'<svg xmlns="{SVG}"', 1)
    root = ET.fromstring(text)
    page = around = ET.Element("html")
    for name, css in (("section", f"panel chart {TONE}"), ("section", f"chart {drawing.key}"), ("figure", "")):
        around = ET.SubElement(around, name, {"class": css})
    around.append(root)
    _style(ElementWrapper.from_xml_root(page), {})
    root.set("font-family", FONT)
    return ET.tostring(root, encoding="unicode")


def words(drawing: Drawing) -> str:
    """What the drawing shows, for who does not see it: its title and description."""
    found = [re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", drawing.wide, re.DOTALL) for name in ("title", "desc")]
    told = [" ".join(unescape(one[1]).split()) for one in found if one]
    return ". ".join(one.rstrip(".") for one in told if one) or drawing.title


def size(drawing: Drawing) -> tuple[float, float]:
    """How wide and how high it is, in its own units; nothing where it does not say."""
    found = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', drawing.wide)
    return (float(found[1]), float(found[2])) if found else (0, 0)


def classes(svg: str) -> set[str]:
    """The classes that the drawing's elements have."""
    return {name for names in re.findall(r'\bclass="([^"]*)"', svg) for name in names.split()}


def styled(name: str) -> bool:
    """Whether the style sheets say anything that is known here about elements of that class."""
    of_it = re.compile(rf"\.{re.escape(name)}(?![\w-])")
    return any(of_it.search(tinycss2.serialize(selectors)) for selectors, _said in _rules())


def _style(element: ElementWrapper, above: dict[str, str]) -> None:
    """Write into the element, and all in it, what holds for it; above: the custom properties of what it stands in."""
    said = _said(element)
    known = above | {name: value for name, value in said.items() if name.startswith("--")}
    for name, value in said.items():
        found = _resolved(value, known)
        if name in ATTRIBUTES and found and "(" not in found:
            element.etree_element.set(name, found)
    for child in element.iter_children():
        _style(child, known)


def _said(element: ElementWrapper) -> dict[str, str]:
    """What holds for the element: the strongest last, and so the one that counts."""
    return {name: value for *_weight, said in matcher().match(element) for name, value in said.items()}


def _resolved(value: str, known: dict[str, str], deep: int = 0) -> str:
    """The value with its custom properties filled in; "" where one is not known."""
    while (found := re.search(r"var\((--[\w-]+)\s*(?:,\s*([^()]*))?\)", value)) and deep < 12:
        there = known.get(found[1], found[2] or "")
        if not there:
            return ""
        value, deep = value[: found.start()] + there + value[found.end() :], deep + 1
    return re.sub(r"(\d)px\b", r"\1", value.strip())


@cache
def roots() -> dict[str, str]:
    """The tokens: custom properties of the whole page."""
    said = _said(ElementWrapper.from_xml_root(ET.Element("html")))
    return {name: value for name, value in said.items() if name.startswith("--")}


@cache
def matcher() -> Matcher:
    """All that says something of drawings."""
    found = Matcher()
    for selectors, said in _rules():
        try:
            for selector in compile_selector_list(selectors):
                if not selector.pseudo_element:
                    found.add_selector(selector, said)
        except SelectorError:  # newer than cssselect2
            continue
    return found


@cache
def _rules() -> tuple[tuple[list[Any], dict[str, str]], ...]:
    """(selectors, what is said) of each rule that says something of drawings."""
    folder = Path(settings.BASE_DIR) / "static"
    read = ((rule.prelude, _declared(rule.content)) for name in SHEETS for rule in _blocks((folder / name).read_text()))
    return tuple((selectors, said) for selectors, said in read if said)


def _blocks(css: str | Iterable[Any]) -> Iterator[Any]:
    """The rules outside @media and the like; layers are looked into."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "layer" and rule.content:
            yield from _blocks(rule.content)
        elif rule.type == "qualified-rule":
            yield rule


def _declared(body: list[Any]) -> dict[str, str]:
    """Property -> value, of those that are known here; a `font` is its size and weight."""
    found: dict[str, str] = {}
    for one in tinycss2.parse_blocks_contents(body, skip_comments=True, skip_whitespace=True):
        if one.type != "declaration":
            continue
        value = tinycss2.serialize(one.value).strip()
        if one.lower_name == "font":
            size, weight = re.search(r"([\d.]+)px", value), re.match(r"(\d{3})\s", value)
            found |= {"font-size": size[1]} if size else {}
            found["font-weight"] = weight[1] if weight else "400"
        elif value and (one.lower_name in ATTRIBUTES or one.name.startswith("--")):
            found[one.name] = value
    return found
