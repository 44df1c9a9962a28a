"""The notation of letters: [fields] in a text, and the few marks that make headings and lists of its lines.

An empty line begins a new paragraph; a line that begins with `- ` is a point of a list, one with `# ` a heading. That is all,
so that an administrator can write a template without a manual, and what somebody typed cannot do more than this.
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as translate

FIELD = re.compile(r"\[([^\[\]\n]{1,60})\]")
HEADING, POINT = "# ", "- "


def fields(text: str) -> list[str]:
    """The names between square brackets, each once, in their order."""
    return list(dict.fromkeys(_name(found) for found in FIELD.findall(text)))


def _name(written: str) -> str:
    return " ".join(written.split()).lower()


def unknown(text: str, known: Collection[str]) -> list[str]:
    """What is wrong with the fields of the text, in words: those that are not known, each with the nearest one that is."""
    told = []
    for name in fields(text):
        if name in known:
            continue
        near = get_close_matches(name, list(known), 1, 0.5)
        said = translate("Dit veld kennen we niet: [%(name)s].") % {"name": name}
        if near:
            said += " " + translate("Bedoelt u [%(near)s]?") % {"near": near[0]}
        told.append(said)
    return told


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the fields that have a value filled in; others stay as they are.

    A line with a field that is empty is left out, and so is a heading that then has nothing beneath it: a template says
    `Adres: [waar]` and need not ask whether there is an address. What is filled in is never read for fields again.
    """
    made: list[str] = []
    for section in _sections(text.replace("\r\n", "\n").split("\n")):
        filled = [line for line in (_filled(line, values) for line in section) if line is not None]
        if _bare(filled) and not _bare(section):
            continue
        made += filled
    return re.sub(r"\n{3,}", "\n\n", "\n".join(made)).strip()


def _sections(lines: list[str]) -> list[list[str]]:
    """The lines before the first heading, then each heading with what stands beneath it."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.startswith(HEADING):
            found.append([])
        found[-1].append(line)
    return found


def _bare(section: list[str]) -> bool:
    """Whether it is a heading with nothing beneath it."""
    return bool(section) and section[0].startswith(HEADING) and not any(line.strip() for line in section[1:])


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    """The line with its values; None where one of them is empty. A list in a point of a list becomes so many points."""
    names = [name for name in fields(line) if name in values]
    if any(not values[name].strip() for name in names):
        return None
    alone = FIELD.fullmatch(line.removeprefix(POINT).strip())
    if line.startswith(POINT) and alone and names:
        return "\n".join(POINT + one for one in values[names[0]].split("\n") if one.strip())
    return FIELD.sub(lambda found: values.get(_name(found[1]), found[0]), line)


def blocks(text: str) -> list[dict[str, Any]]:
    """The text as it is read: dicts of a kind (heading, list, text) and its lines."""
    found: list[dict[str, Any]] = []
    open_block = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        kind = (
            "heading"
            if line.startswith(HEADING)
            else "list"
            if line.startswith(POINT)
            else "text"
            if line.strip()
            else ""
        )
        said = line.removeprefix(HEADING if kind == "heading" else POINT if kind == "list" else "").strip()
        if kind and said:
            if kind == open_block and kind != "heading":
                found[-1]["lines"].append(said)
            else:
                found.append({"kind": kind, "lines": [said]})
        open_block = kind
    return found
