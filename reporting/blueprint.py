"""Read a chain's blueprint and say of every bad line what is wrong with it; docs/blueprint.md describes the file.

Reading touches no database. The file is composed, not loaded, so that every value still knows its line.
"""

import csv
import datetime as dt
import re
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, field
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
from clients.models.standing import ANSWERS
from clients.models.term import FOR_WHOM, UNITS
from clients.terms import scope_names, sources
from development import module_lines
from placement.models.subsidies import AMOUNTS
from reporting.models import KINDS

SHIPPED = Path(__file__).parent / "blueprints"
# The palette of static/theme.css; extra-1 and on for partners of other chains.
COLOURS = ["szmh", "annex", "mtb", "podium24", "beleid", "system", "extra-1", "extra-2", "extra-3", "extra-4"]
RULE_SETS = ["2018"]


@dataclass(frozen=True, order=True)
class Problem:
    line: int
    reason: str


class BadBlueprint(Exception):
    """Everything that is wrong with a file; as text a line for each: file, line, reason."""

    def __init__(self, path: Path, problems: Collection[Problem]) -> None:
        self.path, self.problems = path, sorted(set(problems))
        super().__init__("\n".join(f"{path}:{problem.line}: {problem.reason}" for problem in self.problems))


class Row(dict[str, Any]):
    """The values of one entry that could be read, by key; `line` of the entry, `lines` of its values."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Hashable, int] = {}

    def at(self, key: Hashable) -> int:
        return self.lines.get(key, self.line)


@dataclass
class Blueprint:
    """A chain as a file describes it. The keys of the rows are those of the file."""

    path: Path
    chain: Row = field(default_factory=lambda: Row(1))
    municipalities: list[str] = field(default_factory=list)  # CBS codes
    partners: list[Row] = field(default_factory=list)
    mandates: list[Row] = field(default_factory=list)
    instruments: list[Row] = field(default_factory=list)
    programmes: list[Row] = field(default_factory=list)
    definitions: list[Row] = field(default_factory=list)
    terms: list[Row] = field(default_factory=list)
    amounts: list[Row] = field(default_factory=list)


@cache
def national_municipalities() -> dict[str, str]:
    """CBS code -> name of every Dutch municipality since 2018 and of those that ended on 1 January 2018."""
    with (SHIPPED / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def find(name: str) -> Path:
    """The file of a shipped blueprint's name, or of a path; FileNotFoundError says which are shipped."""
    shipped = {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}
    if name in shipped:
        return shipped[name]
    if Path(name).is_file():
        return Path(name)
    known = ", ".join(shipped)
    raise FileNotFoundError(
        _("Er is geen blauwdruk of bestand %(name)s. Meegeleverd: %(known)s.") % {"name": name, "known": known}
    )


def read(path: Path) -> Blueprint:
    """The blueprint in the file; BadBlueprint with all its problems at once."""
    reader = _Reader()
    blueprint = Blueprint(path)
    content = ""
    try:
        content = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadBlueprint(path, [Problem(line, _("geen UTF-8"))]) from error
    except yaml.reader.ReaderError as error:
        line = content[: error.position].count("\n") + 1
        raise BadBlueprint(path, [Problem(line, _("een teken dat niet in YAML mag"))]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = ", ".join(filter(None, [error.context, error.problem]))
        raise BadBlueprint(path, [Problem(mark.line + 1 if mark else 1, f"YAML: {reason}")]) from error
    if root is None:
        raise BadBlueprint(path, [Problem(1, _("het bestand is leeg"))])
    top = reader.row(root, _TOP)
    blueprint.chain = top.get("chain", Row(top.line))
    codes = top.get("municipalities", [])
    blueprint.municipalities = list(dict.fromkeys(code for code, _line in codes))
    blueprint.partners = top.get("partners", [])
    blueprint.mandates = top.get("mandates", [])
    blueprint.instruments = top.get("instruments", [])
    blueprint.programmes = top.get("programmes", [])
    blueprint.definitions = top.get("definitions", [])
    blueprint.terms = top.get("terms", [])
    blueprint.amounts = top.get("amounts", [])
    reader.once(codes, _("gemeente"))
    reader.problems += _check(blueprint)
    if reader.problems:
        raise BadBlueprint(path, reader.problems)
    return blueprint


# Reading values


class _Wrong(Exception):
    pass


Kind = Callable[["_Reader", yaml.Node], Any]
REQUIRED, FILLED, OPTIONAL = "required", "filled", ""  # FILLED: may be left out, but not be there without a value


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _scalar(node: yaml.Node, *tags: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag.rpartition(":")[2] not in tags:
        raise _Wrong
    return node.value


def text(most: int = 2000) -> Kind:
    def convert(reader: "_Reader", node: yaml.Node) -> str:
        try:
            value = _scalar(node, "str", "int", "float").strip()
        except _Wrong:
            raise _Wrong(_("hier hoort tekst")) from None
        if len(value) > most:
            raise _Wrong(_("ten hoogste %(most)d tekens, niet %(length)d") % {"most": most, "length": len(value)})
        return value

    return convert


def code(reader: "_Reader", node: yaml.Node) -> str:
    value = text(50)(reader, node)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise _Wrong(_("%s is geen code: kleine letters, cijfers en koppeltekens") % repr(value))
    return value


def municipality(reader: "_Reader", node: yaml.Node) -> tuple[str, int]:
    value = text(50)(reader, node)
    if value not in national_municipalities():
        raise _Wrong(_("onbekende gemeente %s") % repr(value))
    return value, _line(node)


def one_of(options: Collection[str], unknown: str) -> Kind:
    def convert(reader: "_Reader", node: yaml.Node) -> tuple[str, int]:
        value = text(50)(reader, node)
        if value not in options:
            raise _Wrong(f"{_(unknown)} {value!r} ({', '.join(options)})")
        return value, _line(node)

    return convert


def choice(options: Collection[str], unknown: str) -> Kind:
    return lambda reader, node: one_of(options, unknown)(reader, node)[0]


def day(reader: "_Reader", node: yaml.Node) -> dt.date:
    try:
        return dt.date.fromisoformat(_scalar(node, "timestamp", "str"))
    except (_Wrong, ValueError):
        shown = f" {node.value!r}" if isinstance(node, yaml.ScalarNode) else ""
        raise _Wrong(_("geen bestaande dag (jjjj-mm-dd):%s") % shown) from None


def whole(most: int = 32767) -> Kind:
    def convert(reader: "_Reader", node: yaml.Node) -> int:
        try:
            value = int(_scalar(node, "int"))
        except (_Wrong, ValueError):
            raise _Wrong(_("hier hoort een geheel getal")) from None
        if not 0 <= value <= most:
            raise _Wrong(_("%(value)d ligt niet tussen 0 en %(most)d") % {"value": value, "most": most})
        return value

    return convert


def exact(reader: "_Reader", node: yaml.Node) -> Decimal:
    """A number as it is written, with at most two decimals: 14.99 stays 14.99."""
    try:
        value = Decimal(_scalar(node, "int", "float"))
    except (_Wrong, InvalidOperation):
        raise _Wrong(_("hier hoort een getal, met een punt voor de decimalen")) from None
    if not 0 <= value <= 9_999_999 or value != round(value, 2):
        raise _Wrong(_("%s is geen bedrag: niet onder nul, ten hoogste twee decimalen") % node.value)
    return value


def flag(reader: "_Reader", node: yaml.Node) -> bool:
    try:
        return _scalar(node, "bool").lower() in ("true", "yes", "on")
    except _Wrong:
        raise _Wrong(_("hier hoort true of false")) from None


def module_line(read: Callable[[str], module_lines.Want]) -> Kind:
    """What a module yields or for whom it is, in the notation of development.module_lines; with its line."""

    def convert(reader: "_Reader", node: yaml.Node) -> tuple[module_lines.Want, int]:
        typed = text(80)(reader, node)
        try:
            return read(typed), _line(node)
        except ValueError as error:
            raise _Wrong(f"{typed!r}: {error}") from None

    return convert


def several(kind: Kind) -> Kind:
    def convert(reader: "_Reader", node: yaml.Node) -> list:
        if not isinstance(node, yaml.SequenceNode):
            raise _Wrong(_("hier hoort een lijst"))
        return [value for item in node.value if (value := reader.value(item, kind)) is not None]

    return convert


def entry(schema: "Schema") -> Kind:
    return lambda reader, node: reader.row(node, schema)


def per_year(reader: "_Reader", node: yaml.Node) -> Row:
    """Year -> whole number, with the line of each year."""
    found = Row(_line(node))
    for key, value in reader.pairs(node):
        year = reader.value(key, whole(9999))
        number = reader.value(value, whole(10_000_000))
        if year in found:
            reader.problem(key, _("%s staat hier al") % year)
        elif year is not None and number is not None:
            found[year], found.lines[year] = number, _line(key)
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
    "yields": (several(module_line(module_lines.a_yield)), OPTIONAL),
    "fits": (several(module_line(module_lines.a_condition)), OPTIONAL),
    "from": (day, OPTIONAL),
    "until": (day, OPTIONAL),
}
_PROGRAMME: Schema = {
    "key": (code, REQUIRED),
    "name": (text(120), REQUIRED),
    "from": (day, REQUIRED),
    "until": (day, REQUIRED),
    "rule_set": (choice(RULE_SETS, later("onbekende regels om te tellen")), REQUIRED),
    "counted_schemes": (several(one_of(SCHEMES, later("onbekende regeling"))), REQUIRED),
    "investment": (whole(9_999_999_999), OPTIONAL),
    "investment_note": (text(), OPTIONAL),
    "saving_per_outflow": (whole(99_999_999), OPTIONAL),
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
_TOP: Schema = {
    "chain": (entry({"slug": (code, REQUIRED), "name": (text(120), REQUIRED)}), REQUIRED),
    "municipalities": (several(municipality), REQUIRED),
    "partners": (several(entry(_PARTNER)), REQUIRED),
    "mandates": (several(entry(_MANDATE)), OPTIONAL),
    "instruments": (several(entry(_INSTRUMENT)), OPTIONAL),
    "programmes": (several(entry(_PROGRAMME)), OPTIONAL),
    "definitions": (several(entry(_DEFINITION)), OPTIONAL),
    "terms": (several(entry(_TERM)), OPTIONAL),
    "amounts": (several(entry(_AMOUNT)), OPTIONAL),
}


class _Reader:
    """Turns nodes into values, and gathers what is wrong instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, node: yaml.Node, reason: str) -> None:
        self.problems.append(Problem(_line(node), reason))

    def value(self, node: yaml.Node, kind: Kind, key: str = "") -> Any:
        """What the node holds, or None where that is nothing or wrong."""
        try:
            return kind(self, node)
        except _Wrong as wrong:
            self.problem(node, f"{key}: {wrong}" if key else str(wrong))
            return None

    def pairs(self, node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        if isinstance(node, yaml.MappingNode):
            yield from node.value
        else:
            self.problem(node, _("hier horen sleutels met waarden"))

    def row(self, node: yaml.Node, schema: Schema) -> Row:
        found, seen = Row(_line(node)), set()
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
                found[key], found.lines[key] = value, _line(key_node)
        if isinstance(node, yaml.MappingNode):
            for key, (_kind, need) in schema.items():
                if need == REQUIRED and key not in seen:
                    self.problem(node, _("%s ontbreekt") % key)
        return found

    def once(self, values: list[tuple[str, int]], what: str) -> None:
        seen: dict[str, int] = {}
        for value, line in values:
            if value in seen:
                self.problems.append(Problem(line, _twice(what, value, seen[value])))
            seen.setdefault(value, line)


# What must fit together


def _twice(what: str, value: object, line: int) -> str:
    return _("%(what)s %(value)s staat al op regel %(line)d") % {"what": what, "value": value, "line": line}


def _check(blueprint: Blueprint) -> Iterator[Problem]:
    partners = {row["code"]: row for row in blueprint.partners if "code" in row}
    yield from _unique(blueprint.partners, "code", _("partner"))
    yield from _check_partners(partners)
    yield from _check_mandates(blueprint, partners)
    yield from _unique(blueprint.instruments, "code", _("instrument"))
    yield from _unique(blueprint.instruments, "form_of_work", _("vorm van werk"))
    yield from _check_instruments(blueprint, partners)
    yield from _unique(blueprint.programmes, "key", _("programma"))
    reader = _Reader()
    for programme in blueprint.programmes:
        yield from _period(programme)
        reader.once(programme.get("counted_schemes", []), _("regeling"))
        yield from _check_targets(programme)
    yield from reader.problems
    yield from _check_definitions(blueprint)
    yield from _check_terms(blueprint)
    yield from _check_amounts(blueprint)


def _unique(rows: list[Row], key: str, what: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        if key not in row:
            continue
        if row[key] in seen:
            yield Problem(row.at(key), _twice(what, row[key], seen[row[key]]))
        seen.setdefault(row[key], row.at(key))


def _period(row: Row) -> Iterator[Problem]:
    if "from" in row and "until" in row and row["until"] < row["from"]:
        yield Problem(row.at("until"), _("het einde %(until)s ligt vóór het begin %(from)s") % row)


def _known(row: Row, key: str, partners: Collection[str]) -> Iterator[Problem]:
    if key in row and row[key] not in partners:
        yield Problem(row.at(key), _("%(key)s: onbekende partner %(code)s") % {"key": key, "code": repr(row[key])})


def _check_partners(partners: dict[str, Row]) -> Iterator[Problem]:
    for row in partners.values():
        for key in ("parent", "succeeded_by"):
            yield from _known(row, key, partners)
            at: Row | None = row
            passed = {row["code"]}
            while at is not None and key in at:
                if at[key] in passed:
                    yield Problem(row.at(key), _("%s komt bij zichzelf uit") % key)
                    break
                passed.add(at[key])
                at = partners.get(at[key])
        if "succeeded_on" in row and "succeeded_by" not in row:
            yield Problem(row.at("succeeded_on"), _("succeeded_on zonder succeeded_by"))


def _check_mandates(blueprint: Blueprint, partners: Collection[str]) -> Iterator[Problem]:
    reader = _Reader()
    for row in blueprint.mandates:
        yield from _known(row, "partner", partners)
        yield from _period(row)
        reader.once(row.get("municipalities", []), _("gemeente"))
        for name, line in row.get("municipalities", []):
            if name not in blueprint.municipalities:
                yield Problem(line, _("gemeente %s hoort niet bij de keten") % name)
    yield from reader.problems
    held: dict[tuple[str, str], list[Row]] = {}
    for row in blueprint.mandates:
        if {"partner", "function", "from"} <= row.keys():
            others = held.setdefault((row["partner"], row["function"]), [])
            for other in others:
                if _overlap(row, other):
                    yield Problem(
                        row.line,
                        _("%(partner)s heeft %(function)s al door het mandaat van regel %(line)d")
                        % {"partner": row["partner"], "function": row["function"], "line": other.line},
                    )
                    break
            others.append(row)


def _overlap(one: Row, other: Row) -> bool:
    ones, others = ({code for code, _line in row.get("municipalities", [])} for row in (one, other))
    return (not ones or not others or bool(ones & others)) and (
        one["from"] <= other.get("until", dt.date.max) and other["from"] <= one.get("until", dt.date.max)
    )


def _check_instruments(blueprint: Blueprint, partners: Collection[str]) -> Iterator[Problem]:
    held = {row.get("function") for row in blueprint.mandates}
    for row in blueprint.instruments:
        yield from _known(row, "partner", partners)
        yield from _period(row)
        if "function" in row and row["function"] not in held:
            yield Problem(row.at("function"), _("geen partner heeft een mandaat voor %s") % row["function"])
        if ("unit_cost" in row) != ("cost_per" in row):
            yield Problem(row.line, _("unit_cost en cost_per horen bij elkaar"))
        if row.get("norm_weeks", row.get("weeks", 0)) < row.get("weeks", 0):
            yield Problem(row.at("norm_weeks"), _("de norm is korter dan de gewone duur"))
        yield from _check_lines(blueprint, row)


def _check_lines(blueprint: Blueprint, instrument: Row) -> Iterator[Problem]:
    """Each line of a module once, and about words and municipalities of the chain."""
    words = {row.get("key") for row in blueprint.definitions if row.get("kind", "yes-no") == "yes-no"}
    for name in ("yields", "fits"):
        seen: dict[tuple[str, str], int] = {}
        for want, line in instrument.get(name, []):
            if want.key in seen:
                yield Problem(line, _twice(name, want, seen[want.key]))
            seen.setdefault(want.key, line)
            if want.kind in module_lines.WORDS and want.value not in words:
                yield Problem(line, _("geen begrip met ja of nog niet: %s") % want.value)
            if want.kind == "municipality" and want.value not in blueprint.municipalities:
                yield Problem(line, _("gemeente %s hoort niet bij de keten") % want.value)


def _check_definitions(blueprint: Blueprint) -> Iterator[Problem]:
    meant: dict[str, list[Row]] = {}
    for row in blueprint.definitions:
        yield from _period(row)
        others = meant.setdefault(row.get("key", ""), [])
        for other in others:
            if row.get("kind", "yes-no") != other.get("kind", "yes-no"):
                yield Problem(
                    row.at("kind"), _("%(key)s heeft op regel %(line)d een andere soort antwoord")
                    % {"key": row["key"], "line": other.line},
                )  # fmt: skip
            if "from" in row and "from" in other and _overlap(row, other):
                yield Problem(row.line, _twice(_("begrip"), row["key"], other.line))
                break
        if "key" in row:
            others.append(row)


def _check_terms(blueprint: Blueprint) -> Iterator[Problem]:
    instruments = {row.get("code") for row in blueprint.instruments}
    first: dict[str, Row] = {}
    held: dict[tuple[str, str], list[Row]] = {}
    for row in blueprint.terms:
        yield from _period(row)
        source = sources().get(row.get("source", ""))
        if "source" in row and source is None:
            known = ", ".join(sources())
            yield Problem(
                row.at("source"), _("onbekend begin %(key)s (%(known)s)") % {"key": row["source"], "known": known}
            )
        if source is not None and "scope" in row:
            scopes = instruments if source.scopes == "instrument" else scope_names(source)
            if row["scope"] not in scopes:
                yield Problem(row.at("scope"), _("%(source)s kent geen %(scope)s")
                              % {"source": row["source"], "scope": row["scope"]})  # fmt: skip
        if row.get("every") == 0 or ("every" in row) != (row.get("times", 1) > 1) or row.get("times") == 0:
            yield Problem(
                row.at("every" if "every" in row else "times"), _("every en times (meer dan 1) horen bij elkaar")
            )
        if "key" not in row:
            continue
        before = first.setdefault(row["key"], row)
        if before.get("source") != row.get("source"):
            yield Problem(row.at("source"), _("%(key)s begint op regel %(line)d bij iets anders")
                          % {"key": row["key"], "line": before.line})  # fmt: skip
        others = held.setdefault((row["key"], row.get("scope", "")), [])
        for other in others:
            if "from" in row and "from" in other and _overlap(row, other):
                yield Problem(row.line, _twice(_("termijn"), row["key"], other.line))
                break
        others.append(row)


def _check_amounts(blueprint: Blueprint) -> Iterator[Problem]:
    held: dict[str, list[Row]] = {}
    for row in blueprint.amounts:
        yield from _period(row)
        others = held.setdefault(row.get("key", ""), [])
        if "key" in row and "from" in row:
            if other := next((other for other in others if _overlap(row, other)), None):
                yield Problem(row.line, _twice(_("bedrag"), row["key"], other.line))
            others.append(row)


def _check_targets(programme: Row) -> Iterator[Problem]:
    if not {"from", "until", "targets"} <= programme.keys():
        return
    for years in programme["targets"].values():
        for year in years:
            if not programme["from"].year <= year <= programme["until"].year:
                yield Problem(
                    years.at(year), _("het jaar %(year)d ligt buiten het programma %(key)s")
                    % {"year": year, "key": programme.get("key", "")},
                )  # fmt: skip
