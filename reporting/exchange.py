"""The exchange format of a caseload: a folder of CSV files, read line by line and checked (docs/counting.md).

UTF-8, comma or semicolon, ISO dates, empty = unknown. Reading gives every line, also a bad one, so that what refers to
it is not called unknown; what a line has wrong goes to Problems. What takes other lines or the database to see, such as
overlaps, is checked by reporting.caseload.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clients import bsn
from clients.models import END_REASONS, LEVELS, SCHEMES
from clients.models.client import TARGET_GROUPS
from clients.models.step import STATUSES
from placement.models import END_REASONS as PLACEMENT_END_REASONS

KEPT = 10_000  # more problems than this are counted, not kept
# The other forms of work come as steps.
PLACED_FORMS = ("regular", "temporary-agency", "wage-subsidy", "secondment", "sheltered")
PLACEMENT_STEP = "placement:"  # what the ref of a placement's step begins with, so no ref of steps.csv may


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a file. line: that of the text file, the header is 1, 0 is the file itself."""

    place: int  # of the file in FILES
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        parts = [f"{list(FILES)[self.place]}.csv"]
        if self.line:
            parts.append(_("regel %d") % self.line)
        if self.column:
            parts.append(_("kolom %s") % self.column)
        return f"{', '.join(parts)}: {self.reason}"


@dataclass
class Problems:
    """All that is wrong in a folder; the first KEPT of them with their words."""

    total: int = 0
    kept: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, column: str, reason: Any) -> None:
        self.total += 1
        if len(self.kept) < KEPT:
            self.kept.append(Problem(list(FILES).index(file), line, column, str(reason)))


class Refused(ValueError):
    """A value that its column does not take; the text says why, without the value of a personal field."""


Check = Callable[[str], Any]


def text(most: int) -> Check:
    def check(value: str) -> str:
        if len(value) > most:
            raise Refused(_("langer dan %d tekens") % most)
        return value

    return check


_days: dict[str, str] = {}  # the days seen: a caseload has a few thousand


def day(value: str) -> str:
    found = _days.get(value)
    if found is None:
        try:
            if len(value) != 10 or value[4] != "-" or value[7] != "-":
                raise ValueError
            dt.date.fromisoformat(value)
        except ValueError:
            raise Refused(_("“%s” is geen datum als 2020-09-30") % value[:20]) from None
        if len(_days) > 100_000:
            _days.clear()
        found = _days[value] = value
    return found


def birth_date(value: str) -> str:
    try:
        return day(value)
    except Refused:
        raise Refused(_("geen datum als 2020-09-30")) from None


def whole_number(least: int, most: int) -> Check:
    def check(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 6 and least <= int(value) <= most):
            raise Refused(
                _("“%(value)s” is geen heel getal van %(least)d tot en met %(most)d")
                % {"value": value[:20], "least": least, "most": most}
            )
        return int(value)

    return check


def one_of(known: Mapping[str, Any] | tuple[str, ...], what: Any) -> Check:
    """A code; the answer is what the code stands for, where `known` says so by a number (an id)."""
    codes = {
        code: meaning if isinstance(meaning, int) else code
        for code, meaning in (known.items() if isinstance(known, Mapping) else dict.fromkeys(known).items())
    }

    def check(value: str) -> Any:
        try:
            return codes[value]
        except KeyError:
            raise Refused(_("onbekende code “%(code)s” (%(what)s)") % {"code": value[:40], "what": what}) from None

    return check


def target_groups(value: str) -> str:
    """As an array literal of PostgreSQL."""
    codes = sorted({code.strip() for code in value.split("|")} - {""})
    for code in codes:
        if code not in TARGET_GROUPS:
            raise Refused(_("onbekende code “%(code)s” (%(what)s)") % {"code": code[:40], "what": lazy("doelgroep")})
    return "{" + ",".join(codes) + "}"


def a_bsn(value: str) -> str:
    if not bsn.is_valid(value):
        raise Refused(_("het BSN doorstaat de elfproef niet"))
    return value


def language(value: str) -> str:
    if len(value) != 3 or not value.isascii() or not value.isalpha() or not value.islower():
        raise Refused(_("“%s” is geen taalcode van drie letters (ISO 639-3)") % value[:20])
    return value


def step_ref(value: str) -> str:
    if value.startswith(PLACEMENT_STEP):
        raise Refused(_("mag niet beginnen met “%s”") % PLACEMENT_STEP)
    return text(60)(value)


@dataclass(frozen=True)
class Codes:
    """The codes of the database: municipality, partner, instrument -> id; form of work -> id of its instrument."""

    municipalities: Mapping[str, int]
    partners: Mapping[str, int]
    instruments: Mapping[str, int]
    forms: Mapping[str, int]


@dataclass(frozen=True)
class Column:
    name: str
    check: Callable[[Codes], Check]
    required: bool = False


def _column(name: str, check: Check, required: bool = False) -> Column:
    return Column(name, lambda codes: check, required)


def _period(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if values["ended_on"] and values["started_on"] and values["ended_on"] < values["started_on"]:
        yield (
            "ended_on",
            _("de laatste dag %(end)s ligt voor het begin %(start)s")
            % {
                "end": values["ended_on"],
                "start": values["started_on"],
            },
        )


def _ended(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _period(values)
    if values["end_reason"] and not values["ended_on"]:
        yield "end_reason", _("een reden van einde zonder laatste dag")


def _step(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _period(values)
    status, started, ended = values["status"], values["started_on"], values["ended_on"]
    if status in ("planned", "cancelled"):
        if started:
            yield "status", _("een stap met status %s heeft geen begin") % status
        if ended:
            yield "status", _("een stap met status %s heeft geen laatste dag") % status
    elif status:
        if not started:
            yield "status", _("een stap met status %s heeft een begin") % status
        if status == "active" and ended:
            yield "status", _("een stap met status %s heeft geen laatste dag") % status
        if status != "active" and not ended:
            yield "status", _("een stap met status %s heeft een laatste dag") % status


def _nothing(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ()


_client = _column("client_ref", text(40), required=True)
_start, _end = _column("started_on", day, required=True), _column("ended_on", day)
_hours = _column("hours_per_week", whole_number(0, 168))

# file -> (columns, check of a line's values together)
FILES: dict[str, tuple[tuple[Column, ...], Callable[[dict[str, Any]], Iterator[tuple[str, str]]]]] = {
    "clients": ((
        _client,
        _column("bsn", a_bsn),
        _column("first_name", text(80)),
        _column("prefix", text(20)),
        _column("last_name", text(120), required=True),
        _column("birth_date", birth_date),
        _column("postcode", text(7)),
        _column("house_number", text(12)),
        _column("phone", text(24)),
        _column("email", text(254)),
        _column("language", language),
        _column("work_ability", whole_number(0, 100)),
        _column("target_groups", target_groups),
        _column("registered_on", day, required=True),
    ), _nothing),
    "residences": ((
        _client,
        Column("municipality", lambda codes: one_of(codes.municipalities, lazy("gemeente")), required=True),
        _start, _end,
    ), _period),
    "benefits": ((
        _client,
        _column("scheme", one_of(SCHEMES, lazy("regeling")), required=True),
        _column("level", one_of(LEVELS, lazy("hoogte")), required=True),
        _start, _end,
        _column("end_reason", one_of(END_REASONS, lazy("reden van einde"))),
    ), _ended),
    "steps": ((
        _column("step_ref", step_ref, required=True),
        _client,
        Column("instrument", lambda codes: one_of(codes.instruments, lazy("instrument")), required=True),
        Column("partner", lambda codes: one_of(codes.partners, lazy("partner")), required=True),
        _column("planned_on", day),
        _column("started_on", day),
        _end,
        _column("status", one_of(STATUSES, lazy("status")), required=True),
        _hours,
    ), _step),
    "placements": ((
        _column("placement_ref", text(60 - len(PLACEMENT_STEP)), required=True),
        _client,
        _column("employer", text(120)),
        Column("form_of_work",
               lambda codes: one_of({form: i for form, i in codes.forms.items() if form in PLACED_FORMS},
                                    lazy("vorm van werk")), required=True),
        _start, _end,
        _column("end_reason", one_of(PLACEMENT_END_REASONS, lazy("reden van einde"))),
        _hours,
    ), _ended),
}  # fmt: skip


def read(folder: Path, file: str, codes: Codes, problems: Problems) -> Iterator[tuple]:
    """The lines of a file as (line, bad, *values in the order of FILES); of a bad line only what was right."""
    columns, together = FILES[file]
    path = folder / f"{file}.csv"
    try:
        handle = path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        reason = _("het bestand ontbreekt") if isinstance(error, FileNotFoundError) else error.strerror
        problems.add(file, 0, "", reason)
        return
    with handle:
        header = handle.readline()
        delimiter = ";" if header.count(";") > header.count(",") else ","
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
        positions = _positions(file, names, problems)
        if positions is None:
            return
        checks = [(column.name, column.check(codes), column.required) for column in columns]
        lines = csv.reader(handle, delimiter=delimiter, strict=True)
        line = 2
        while True:
            first, line = line, line
            try:
                row = next(lines, None)
            except csv.Error as error:
                problems.add(file, first, "", _("geen leesbare CSV: %s") % error)
                line = lines.line_num + 2
                continue
            if row is None:
                return
            line = lines.line_num + 2
            if not row:
                continue
            yield _values(file, first, row, names, positions, checks, together, problems)


def _positions(file: str, names: list[str], problems: Problems) -> list[int] | None:
    """Where each column of the format stands in the header; None if the header is not that of the file."""
    columns = [column.name for column in FILES[file][0]]
    before = problems.total
    for name in columns:
        if name not in names:
            problems.add(file, 1, name, _("de kolom ontbreekt"))
    for position, name in enumerate(names):
        if name not in columns:
            problems.add(file, 1, name[:40], _("de kolom hoort niet in dit bestand"))
        elif name in names[:position]:
            problems.add(file, 1, name, _("de kolom staat er twee keer"))
    return None if problems.total > before else [names.index(name) for name in columns]


def _values(
    file: str, line: int, row: list[str], names: list[str], positions: list[int],
    checks: list[tuple[str, Check, bool]], together: Callable, problems: Problems,
) -> tuple:  # fmt: skip
    if len(row) != len(names):
        problem = _("%(found)d velden in plaats van %(wanted)d") % {"found": len(row), "wanted": len(names)}
        problems.add(file, line, "", problem)
        # Who it is about stands first as a rule; the other fields may be any column's.
        return (line, True, row[0].strip()[:60] or None, *[None] * (len(names) - 1))
    values: list[Any] = []
    bad = False
    for (name, check, required), position in zip(checks, positions, strict=True):
        value: Any = row[position].strip()
        if not value:
            value = None
            if required:
                problems.add(file, line, name, _("mag niet leeg zijn"))
                bad = True
        else:
            try:
                _decent(value)
                value = check(value)
            except Refused as reason:
                problems.add(file, line, name, reason)
                value, bad = None, True
        values.append(value)
    if not bad and together is not _nothing:
        for column, problem in together(dict(zip((name for name, _c, _r in checks), values, strict=True))):
            problems.add(file, line, column, problem)
            bad = True
    return (line, bad, *values)


def _decent(value: str) -> None:
    if "\0" in value:
        raise Refused(_("bevat een nulteken"))
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Refused(_("geen UTF-8")) from None
