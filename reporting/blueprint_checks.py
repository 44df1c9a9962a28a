"""What must fit together in a chain's blueprint, beyond each value by itself."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from clients.letters import wrong_template
from clients.terms import scope_names, sources
from development import module_lines
from reporting.blueprint_values import Problem, Reader, Row, twice

if TYPE_CHECKING:
    from reporting.blueprint import Blueprint


def check(blueprint: "Blueprint") -> Iterator[Problem]:
    """Everything that does not fit together, each at its line."""
    partners = {row["code"]: row for row in blueprint.partners if "code" in row}
    yield from _unique(blueprint.partners, "code", _("partner"))
    yield from _check_partners(partners)
    yield from _check_mandates(blueprint, partners)
    yield from _unique(blueprint.instruments, "code", _("instrument"))
    yield from _unique(blueprint.instruments, "form_of_work", _("vorm van werk"))
    yield from _check_instruments(blueprint, partners)
    yield from _unique(blueprint.programmes, "key", _("programma"))
    reader = Reader()
    for programme in blueprint.programmes:
        yield from _period(programme)
        reader.once(programme.get("counted_schemes", []), _("regeling"))
        yield from _check_targets(programme)
        yield from _check_money(programme)
        yield from _check_shares(programme, set(blueprint.municipalities))
    yield from reader.problems
    yield from _check_definitions(blueprint)
    yield from _check_terms(blueprint)
    yield from _check_amounts(blueprint)
    yield from _check_retention(blueprint)
    yield from _unique(blueprint.letters, "key", _("brief"))
    for row in blueprint.letters:
        for key, reason in wrong_template(row.get("source", ""), row.get("subject", ""), row.get("text", "")):
            yield Problem(row.at("text" if key == "body" else key), reason)


def _unique(rows: list[Row], key: str, what: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        if key not in row:
            continue
        if row[key] in seen:
            yield Problem(row.at(key), twice(what, row[key], seen[row[key]]))
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


def _check_mandates(blueprint: "Blueprint", partners: Collection[str]) -> Iterator[Problem]:
    reader = Reader()
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


def _check_instruments(blueprint: "Blueprint", partners: Collection[str]) -> Iterator[Problem]:
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


def _check_lines(blueprint: "Blueprint", instrument: Row) -> Iterator[Problem]:
    """Each line of a module once, and about words and municipalities of the chain."""
    words = {row.get("key") for row in blueprint.definitions if row.get("kind", "yes-no") == "yes-no"}
    for name in ("yields", "fits"):
        seen: dict[tuple[str, str], int] = {}
        for want, line in instrument.get(name, []):
            if want.key in seen:
                yield Problem(line, twice(name, want, seen[want.key]))
            seen.setdefault(want.key, line)
            if want.kind in module_lines.WORDS and want.value not in words:
                yield Problem(line, _("geen begrip met ja of nog niet: %s") % want.value)
            if want.kind == "municipality" and want.value not in blueprint.municipalities:
                yield Problem(line, _("gemeente %s hoort niet bij de keten") % want.value)


def _check_definitions(blueprint: "Blueprint") -> Iterator[Problem]:
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
                yield Problem(row.line, twice(_("begrip"), row["key"], other.line))
                break
        if "key" in row:
            others.append(row)


def _check_terms(blueprint: "Blueprint") -> Iterator[Problem]:
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
                yield Problem(row.line, twice(_("termijn"), row["key"], other.line))
                break
        others.append(row)


def _check_amounts(blueprint: "Blueprint") -> Iterator[Problem]:
    held: dict[str, list[Row]] = {}
    for row in blueprint.amounts:
        yield from _period(row)
        others = held.setdefault(row.get("key", ""), [])
        if "key" in row and "from" in row:
            if other := next((other for other in others if _overlap(row, other)), None):
                yield Problem(row.line, twice(_("bedrag"), row["key"], other.line))
            others.append(row)


def _check_retention(blueprint: "Blueprint") -> Iterator[Problem]:
    held: dict[str, list[Row]] = {}
    for row in blueprint.retention:
        yield from _period(row)
        if not row.get("months") and not row.get("weeks"):
            yield Problem(row.line, _("een bewaartermijn heeft months of weeks"))
        others = held.setdefault(row.get("kind", ""), [])
        if "kind" in row and "from" in row:
            if other := next((other for other in others if _overlap(row, other)), None):
                yield Problem(row.line, twice(_("bewaartermijn"), row["kind"], other.line))
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


def _check_money(programme: Row) -> Iterator[Problem]:
    """Costs and savings are known by their day; a saving holds for whole years, as outflow is counted."""
    for name, known_by in (("costs", ("kind", "on")), ("savings", ("from",))):
        seen: dict[tuple[Any, ...], int] = {}
        for row in programme.get(name, []):
            key = tuple(row.get(one) for one in known_by)
            if None not in key:
                if key in seen:
                    yield Problem(row.line, twice(_("bedrag"), str(key[-1]), seen[key]))
                seen.setdefault(key, row.line)
            since = row.get("from")
            if name == "savings" and since and since != programme.get("from") and (since.month, since.day) != (1, 1):
                yield Problem(
                    row.at("from"), _("een besparing geldt vanaf het begin van het programma of van een jaar")
                )


def _check_shares(programme: Row, municipalities: set[str]) -> Iterator[Problem]:
    rows, agreed = programme.get("shares", []), programme.get("share_key") == "agreed"
    if agreed != bool(rows):
        yield Problem(programme.line, _("shares hoort bij share_key: agreed, en andersom"))
    given = [row.get("municipality") for row in rows]
    for row in rows:
        if row.get("municipality") not in municipalities:
            yield Problem(row.line, _("%s is geen gemeente van deze keten") % row.get("municipality"))
    if rows and (set(given) != municipalities or len(given) != len(municipalities)):
        yield Problem(rows[0].line, _("elke gemeente van de keten heeft één aandeel"))
    elif rows and sum(row.get("percent", 0) for row in rows) != 100:
        yield Problem(rows[0].line, _("de aandelen zijn samen precies 100"))
