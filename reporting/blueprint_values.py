"""What may stand in a chain's blueprint: the kinds of values, and of each entry its keys (docs/blueprint.md)."""

import csv
import datetime as dt
import re
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from chain.functions import FUNCTIONS
from chain.models import COSTS_PER, FORMS_OF_WORK, PHASES, TRACKS
from clients.models import SCHEMES
from clients.models.retention import RETAINED
from clients.models.standing import ANSWERS
from clients.models.term import FOR_WHOM, UNITS
from development import module_lines
from placement.models.subsidies import AMOUNTS
from reporting.counting import RULE_SETS
from reporting.models import COSTS, KINDS

SHIPPED = Path(__file__).parent / "blueprints"
# The palette of static/theme.css; extra-1 and on for partners of other chains.
COLOURS = ["szmh", "annex", "mtb", "podium24", "beleid", "system", "extra-1", "extra-2", "extra-3", "extra-4"]


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    reason: str


class Row(dict[str, Any]):
    """The values of one entry that could be read, by key; `line` of the entry, `lines` of its values."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Hashable, int] = {}

    def at(self, key: Hashable) -> int:
        return self.lines.get(key, self.line)


@cache
def national_municipalities() -> dict[str, str]:
    """CBS code -> name of every Dutch municipality since 2018 and of those that ended on 1 January 2018."""
    with (SHIPPED / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


class Wrong(Exception):
    pass


Kind = Callable[["Reader", yaml.Node], Any]
REQUIRED, FILLED, OPTIONAL = "required", "filled", ""  # FILLED: may be left out, but not be there without a value


def line_of(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _scalar(node: yaml.Node, *tags: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag.rpartition(":")[2] not in tags:
        raise Wrong
    return node.value


def text(most: int = 2000) -> Kind:
    def convert(reader: "Reader", node: yaml.Node) -> str:
        try:
            value = _scalar(node, "str", "int", "float").strip()
        except Wrong:
            raise Wrong(_("hier hoort tekst")) from None
        if len(value) > most:
            raise Wrong(_("ten hoogste %(most)d tekens, niet %(length)d") % {"most": most, "length": len(value)})
        return value

    return convert


def code(reader: "Reader", node: yaml.Node) -> str:
    value = text(50)(reader, node)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise Wrong(_("%s is geen code: kleine letters, cijfers en koppeltekens") % repr(value))
    return value


def srg_code(reader: "Reader", node: yaml.Node) -> str:
    """Two digits, between quotes in the file: 05 would be read as a number."""
    value = text(50)(reader, node)
    if not re.fullmatch(r"[0-9]{2}", value):
        raise Wrong(_("%s is geen code van de statistiek: twee cijfers tussen aanhalingstekens") % repr(value))
    return value


def municipality(reader: "Reader", node: yaml.Node) -> tuple[str, int]:
    value = text(50)(reader, node)
    if value not in national_municipalities():
        raise Wrong(_("onbekende gemeente %s") % repr(value))
    return value, line_of(node)


def one_of(options: Collection[str], unknown: str) -> Kind:
    def convert(reader: "Reader", node: yaml.Node) -> tuple[str, int]:
        value = text(50)(reader, node)
        if value not in options:
            raise Wrong(f"{_(unknown)} {value!r} ({', '.join(options)})")
        return value, line_of(node)

    return convert


def choice(options: Collection[str], unknown: str) -> Kind:
    return lambda reader, node: one_of(options, unknown)(reader, node)[0]


def day(reader: "Reader", node: yaml.Node) -> dt.date:
    try:
        return dt.date.fromisoformat(_scalar(node, "timestamp", "str"))
    except (Wrong, ValueError):
        shown = f" {node.value!r}" if isinstance(node, yaml.ScalarNode) else ""
        raise Wrong(_("geen bestaande dag (jjjj-mm-dd):%s") % shown) from None


def whole(most: int = 32767) -> Kind:
    def convert(reader: "Reader", node: yaml.Node) -> int:
        try:
            value = int(_scalar(node, "int"))
        except (Wrong, ValueError):
            raise Wrong(_("hier hoort een geheel getal")) from None
        if not 0 <= value <= most:
            raise Wrong(_("%(value)d ligt niet tussen 0 en %(most)d") % {"value": value, "most": most})
        return value

    return convert


def exact(reader: "Reader", node: yaml.Node) -> Decimal:
    """A number as it is written, with at most two decimals: 14.99 stays 14.99."""
    try:
        value = Decimal(_scalar(node, "int", "float"))
    except (Wrong, InvalidOperation):
        raise Wrong(_("hier hoort een getal, met een punt voor de decimalen")) from None
    if not 0 <= value <= 9_999_999 or value != round(value, 2):
        raise Wrong(_("%s is geen bedrag: niet onder nul, ten hoogste twee decimalen") % node.value)
    return value


def flag(reader: "Reader", node: yaml.Node) -> bool:
    try:
        return _scalar(node, "bool").lower() in ("true", "yes", "on")
    except Wrong:
        raise Wrong(_("hier hoort true of false")) from None


def module_line(read: Callable[[str], module_lines.Want]) -> Kind:
    """What a module yields or for whom it is, in the notation of development.module_lines; with its line."""

    def convert(reader: "Reader", node: yaml.Node) -> tuple[module_lines.Want, int]:
        typed = text(80)(reader, node)
        try:
            return read(typed), line_of(node)
        except ValueError as error:
            raise Wrong(f"{typed!r}: {error}") from None

    return convert


def several(kind: Kind) -> Kind:
    def convert(reader: "Reader", node: yaml.Node) -> list:
        if not isinstance(node, yaml.SequenceNode):
            raise Wrong(_("hier hoort een lijst"))
        return [value for item in node.value if (value := reader.value(item, kind)) is not None]

    return convert


def entry(schema: "Schema") -> Kind:
    return lambda reader, node: reader.row(node, schema)


def per_year(reader: "Reader", node: yaml.Node) -> Row:
    """Year -> whole number, with the line of each year."""
    found = Row(line_of(node))
    for key, value in reader.pairs(node):
        year = reader.value(key, whole(9999))
        number = reader.value(value, whole(10_000_000))
        if year in found:
            reader.problem(key, _("%s staat hier al") % year)
        elif year is not None and number is not None:
            found[year], found.lines[year] = number, line_of(key)
    return found


Schema = dict[str, tuple[Kind, str]]
_TARGETS: Schema = dict.fromkeys(KINDS, (per_year, OPTIONAL))
_PARTNER: Schema = {
    "code": (code, REQUIRED),
    "name": (text(80), REQUIRED),
    "description": (text(), OPTIONAL),
    "colour": (choice(COLOURS, later("onbekende kleur")), OPTIONAL),
    "parent": (code, OPTIONAL),
    "succeeded_by": (code, OPTIONAL),
    "succeeded_on": (day, OPTIONAL),
}
_MANDATE: Schema = {
    "partner": (code, REQUIRED),
    "function": (choice(FUNCTIONS, later("onbekende functie")), REQUIRED),
    "phase": (choice(PHASES, later("onbekende fase")), OPTIONAL),
    "municipalities": (several(municipality), FILLED),
    "from": (day, REQUIRED),
    "until": (day, OPTIONAL),
    "basis": (text(), REQUIRED),
    "source": (text(), OPTIONAL),
}
_INSTRUMENT: Schema = {
    "code": (code, REQUIRED),
    "name": (text(120), REQUIRED),
    "purpose": (text(), OPTIONAL),
    "phase": (choice(PHASES, later("onbekende fase")), REQUIRED),
    "track": (choice(TRACKS, later("onbekend spoor")), OPTIONAL),
    "function": (choice(FUNCTIONS, later("onbekende functie")), REQUIRED),
    "partner": (code, OPTIONAL),
    "activates": (flag, OPTIONAL),
    "form_of_work": (choice(FORMS_OF_WORK, later("onbekende vorm van werk")), OPTIONAL),
    "group": (flag, OPTIONAL),
    "for_whom": (text(300), OPTIONAL),
    "conditions": (text(600), OPTIONAL),
    "weeks": (whole(), OPTIONAL),
    "norm_weeks": (whole(), OPTIONAL),
    "hours_per_week": (whole(168), OPTIONAL),
    "unit_cost": (exact, OPTIONAL),
    "cost_per": (choice(COSTS_PER, later("onbekend waarvoor de kosten zijn")), OPTIONAL),
    "capacity": (whole(), OPTIONAL),
    "srg_code": (srg_code, OPTIONAL),
    "yields": (several(module_line(module_lines.a_yield)), OPTIONAL),
    "fits": (several(module_line(module_lines.a_condition)), OPTIONAL),
    "from": (day, OPTIONAL),
    "until": (day, OPTIONAL),
}
_COST: Schema = {
    "kind": (choice(COSTS, later("onbekende soort kosten")), REQUIRED),
    "on": (day, REQUIRED),
    "amount": (whole(9_999_999_999), REQUIRED),
    "text": (text(300), REQUIRED),
}
_SAVING: Schema = {
    "from": (day, REQUIRED),
    "full": (whole(99_999_999), REQUIRED),
    "partial": (whole(99_999_999), REQUIRED),
    "text": (text(300), REQUIRED),
}
_SHARE: Schema = {
    "municipality": (text(6), REQUIRED),
    "percent": (exact, REQUIRED),
}
_PROGRAMME: Schema = {
    "key": (code, REQUIRED),
    "name": (text(120), REQUIRED),
    "from": (day, REQUIRED),
    "until": (day, REQUIRED),
    "rule_set": (choice(RULE_SETS, later("onbekende regels om te tellen")), REQUIRED),
    "counted_schemes": (several(one_of(SCHEMES, later("onbekende regeling"))), REQUIRED),
    "costs": (several(entry(_COST)), OPTIONAL),
    "savings": (several(entry(_SAVING)), OPTIONAL),
    "share_key": (
        choice(("agreed", "equal"), later("agreed of equal; een andere verdeling kan in de pagina’s")),
        OPTIONAL,
    ),
    "share_note": (text(200), OPTIONAL),
    "shares": (several(entry(_SHARE)), OPTIONAL),
    "targets": (entry(_TARGETS), REQUIRED),
}
_DEFINITION: Schema = {
    "key": (code, REQUIRED),
    "name": (text(80), REQUIRED),
    "kind": (choice(ANSWERS, later("onbekende soort antwoord")), OPTIONAL),
    "text": (text(), REQUIRED),
    "signs": (several(text(300)), OPTIONAL),
    "source": (text(160), OPTIONAL),
    "from": (day, REQUIRED),
    "until": (day, OPTIONAL),
}
_TERM: Schema = {
    "key": (code, REQUIRED),
    "name": (text(120), REQUIRED),
    "source": (code, REQUIRED),
    "scope": (code, OPTIONAL),
    "offset": (whole(3650), REQUIRED),
    "unit": (choice(UNITS, later("onbekende eenheid")), OPTIONAL),
    "every": (whole(3650), OPTIONAL),
    "times": (whole(100), OPTIONAL),
    "warn_days": (whole(3650), OPTIONAL),
    "hard": (flag, OPTIONAL),
    "for_whom": (choice(FOR_WHOM, later("onbekend voor wie")), OPTIONAL),
    "article": (text(120), OPTIONAL),
    "from": (day, REQUIRED),
    "until": (day, OPTIONAL),
}
_AMOUNT: Schema = {
    "key": (choice(AMOUNTS, later("onbekend bedrag")), REQUIRED),
    "value": (exact, REQUIRED),
    "source": (text(200), REQUIRED),
    "from": (day, REQUIRED),
    "until": (day, OPTIONAL),
}
_RETENTION: Schema = {
    "kind": (choice(RETAINED, later("onbekende soort dossier")), REQUIRED),
    "months": (whole(1200), OPTIONAL),
    "weeks": (whole(520), OPTIONAL),
    "source": (text(200), REQUIRED),
    "from": (day, REQUIRED),
    "until": (day, OPTIONAL),
}
_LETTER: Schema = {
    "key": (code, REQUIRED),
    "name": (text(80), REQUIRED),
    "source": (code, REQUIRED),
    "subject": (text(120), REQUIRED),
    "text": (text(6000), REQUIRED),
}
TOP: Schema = {
    "chain": (entry({"slug": (code, REQUIRED), "name": (text(120), REQUIRED)}), REQUIRED),
    "municipalities": (several(municipality), REQUIRED),
    "partners": (several(entry(_PARTNER)), REQUIRED),
    "mandates": (several(entry(_MANDATE)), OPTIONAL),
    "instruments": (several(entry(_INSTRUMENT)), OPTIONAL),
    "programmes": (several(entry(_PROGRAMME)), OPTIONAL),
    "definitions": (several(entry(_DEFINITION)), OPTIONAL),
    "terms": (several(entry(_TERM)), OPTIONAL),
    "amounts": (several(entry(_AMOUNT)), OPTIONAL),
    "letters": (several(entry(_LETTER)), OPTIONAL),
    "retention": (several(entry(_RETENTION)), OPTIONAL),
}


class Reader:
    """Turns nodes into values, and gathers what is wrong instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(line_of(node), reason))

    def value(self, node: yaml.Node, kind: Kind, key: str = "") -> Any:
        """What the node holds, or None where that is nothing or wrong."""
        try:
            return kind(self, node)
        except Wrong as wrong:
            self.problem(node, f"{key}: {wrong}" if key else str(wrong))
            return None

    def pairs(self, node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        if isinstance(node, yaml.MappingNode):
            yield from node.value
        else:
            self.problem(node, _("hier horen sleutels met waarden"))

    def row(self, node: yaml.Node, schema: Schema) -> Row:
        found, seen = Row(line_of(node)), set()
        for key_node, value_node in self.pairs(node):
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key not in schema:
                known = ", ".join(schema)
                self.problem(
                    key_node, _("onbekende sleutel %(key)s (bekend: %(known)s)") % {"key": repr(key), "known": known}
                )
                continue
            if key in seen:
                self.problem(key_node, _("%s staat hier al") % key)
                continue
            seen.add(key)
            kind, need = schema[key]
            if value_node.tag == "tag:yaml.org,2002:null" or value_node.value in ("", []):
                if need:
                    self.problem(key_node, _("%s is leeg") % key)
                continue
            value = self.value(value_node, kind, key)
            if value is not None:
                found[key], found.lines[key] = value, line_of(key_node)
        if isinstance(node, yaml.MappingNode):
            for key, (_kind, need) in schema.items():
                if need == REQUIRED and key not in seen:
                    self.problem(node, _("%s ontbreekt") % key)
        return found

    def once(self, values: list[tuple[str, int]], what: str) -> None:
        seen: dict[str, int] = {}
        for value, line in values:
            if value in seen:
                self.problems.append(Problem(line, twice(what, value, seen[value])))
            seen.setdefault(value, line)


def twice(what: str, value: object, line: int) -> str:
    return _("%(what)s %(value)s staat al op regel %(line)d") % {"what": what, "value": value, "line": line}
