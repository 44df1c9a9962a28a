"""Vacancies out of a CSV file: all or nothing, each bad line told with its line, column and reason.

Comma or semicolon, UTF-8 (or as Windows writes it), days as 2026-11-23 or 23-11-2026. `ref` is the vacancy's number at
whoever sends it: the same ref again is a change, of the columns that the file has. Each line is judged as what is typed.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.formats import day_typed
from chain.jobs import lock
from chain.models import Membership
from diagnosis.codes import AGREEMENTS, CONTRACTS
from placement import employers
from placement.models import Cohort, Vacancy
from placement.models.vacancies import KINDS, SHIFTS
from placement.requirements import Want, parse, usual, write
from placement.vacancies import bring_in, may_change, may_offer, settle
from placement.vacancy_forms import VacancyForm

MOST = 5000  # lines of a file
LARGEST = 4_000_000  # bytes
MUST = ("ref", "werkgever", "functie")
YES = {"": "0", "ja": "1", "nee": "2"}


@dataclass(frozen=True)
class Column:
    """A column of the file: the field that it fills, and what may stand in it."""

    name: str
    field: str
    told: object
    codes: object = ""


COLUMNS = {
    column.name: column
    for column in (
        Column("ref", "ref", _("Uw eigen nummer van de vacature. Dezelfde nog eens is een wijziging.")),
        Column("werkgever", "employer", _("De naam. Kennen we die niet, dan komt hij erbij en kijkt iemand hem na.")),
        Column("functie", "title", _("Zoals de werkgever hem noemt.")),
        Column("soort", "kind", _("Leeg: een gewone vacature."), KINDS),
        Column("beroep", "occupation", _("Een naam uit de lijst van beroepen.")),
        Column("plekken", "positions", _("Een getal. Leeg: 1.")),
        Column("uren_min", "hours_min", _("Uren per week, een heel getal.")),
        Column("uren_max", "hours_max", _("Uren per week, een heel getal.")),
        Column("werktijden", "shifts", _("Met een spatie ertussen."), SHIFTS),
        Column("taken", "tasks", _("Wat iemand gaat doen. Nodig bij carved en created.")),
        Column("afgesplitst_van", "carved_from", _("Waarvan de taken komen. Nodig bij carved.")),
        Column("groep", "cohort", _("Naam van het project, een schuine streep, naam van de groep. Nodig bij project.")),
        Column("postcode", "postcode", _("Zoals 6211 AB.")),
        Column("plaats", "place", _("Leeg: die van de werkgever.")),
        Column("zonder_auto", "without_car", _("ja, nee of leeg."), ),
        Column("begint", "starts_on", _("Een dag. Leeg: zo gauw het kan.")),
        Column("sluit", "closes_on", _("Laatste dag om te reageren.")),
        Column("contract", "contract", "", CONTRACTS),
        Column("vorm", "agreement", _("Leeg: wat bij de soort hoort."), AGREEMENTS),
        Column("loon", "wage", _("Zoals het gezegd is.")),
        Column("eisen", "", _("In het kort, met een spatie ertussen: zie hieronder. Leeg bij een nieuwe: wat gewoon is.")),
    )
}  # fmt: skip
COLUMN_OF = {column.field: name for name, column in COLUMNS.items() if column.field}


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in the file. `line`: that of the text, the header is 1; 0 is the file itself."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = []
        if self.line:
            where.append(translate("regel %d") % self.line)
        if self.column:
            where.append(translate("kolom %s") % self.column)
        return f"{', '.join(where)}: {self.reason}" if where else self.reason


class BadFile(ValueError):
    """The file was refused and nothing of it imported; `problems` in the order of the lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(translate("%d fouten") % len(problems))
        self.problems = sorted(problems)


@dataclass
class Imported:
    """How many were brought in, changed, and were so already; how many employers are new."""

    added: int = 0
    changed: int = 0
    same: int = 0
    employers: int = 0
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, value by column) of each line that is not empty. BadFile where it is no such file."""
    if len(content) > LARGEST:
        raise _bad(translate("Het bestand is te groot. Verdeel het over meer bestanden."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise _bad(translate("Dit is geen CSV-bestand."))
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") >= header.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(lines, [])]
        _check_header(names)
        for number, (line, values) in enumerate(_filled(lines), 1):
            if number > MOST:
                raise _bad(translate("Er staan meer dan %d regels in. Verdeel het over meer bestanden.") % MOST)
            if len(values) != len(names):
                told = translate("er staan %(there)s waarden in plaats van %(asked)s") % {
                    "there": len(values), "asked": len(names),
                }  # fmt: skip
                yield line, {"": told}
                continue
            yield line, dict(zip(names, (value.strip() for value in values), strict=True))
    except csv.Error as error:
        raise BadFile([Problem(lines.line_num, "", str(error))]) from None


def _filled(lines: Any) -> Iterator[tuple[int, list[str]]]:
    for values in lines:
        if any(value.strip() for value in values):
            yield lines.line_num, values


def _bad(reason: str, column: str = "", line: int = 0) -> BadFile:
    return BadFile([Problem(line, column, reason)])


def _check_header(names: list[str]) -> None:
    problems = [Problem(1, name, translate("deze kolom kennen we niet")) for name in names if name not in COLUMNS]
    problems += [Problem(1, name, translate("deze kolom ontbreekt")) for name in MUST if name not in names]
    problems += [
        Problem(1, name, translate("deze kolom staat er twee keer")) for name in set(names) if names.count(name) > 1
    ]
    if problems:
        raise BadFile(problems)


def import_file(content: bytes, *, by: Membership) -> Imported:
    """Bring the vacancies of the file in, in the name of the membership's partner. BadFile: nothing was imported."""
    if not may_offer(by):
        raise BadFile([Problem(0, "", translate("Uw functie mag geen vacatures inlezen."))])
    done, seen = Imported(), dict[str, int]()
    with transaction.atomic():
        lock("vacancies", by.chain_id)  # two files at once would each find the other's refs new
        there = {
            row.ref: row
            for row in Vacancy.objects.filter(chain_id=by.chain_id).exclude(ref=None).select_related("employer", "site")
        }
        cohorts = {
            f"{c.project}/{c}".casefold(): c
            for c in Cohort.objects.filter(chain_id=by.chain_id).select_related("project")
        }
        for line, row in read(content):
            if "" in row:
                done.problems.append(Problem(line, "", row[""]))
                continue
            ref = row["ref"]
            if not ref or len(ref) > 60:
                done.problems.append(Problem(line, "ref", translate("geef een nummer van hoogstens 60 tekens")))
                continue
            if ref in seen:
                done.problems.append(Problem(line, "ref", translate("staat ook op regel %d") % seen[ref]))
                continue
            seen[ref] = line
            _line(line, row, there.get(ref), cohorts, by, done)
        if done.problems:
            raise BadFile(done.problems)
    return done


def _line(
    line: int, row: dict[str, str], known: Vacancy | None, cohorts: dict[str, Cohort], by: Membership, done: Imported
) -> None:
    """One line: a new vacancy, a change, or problems."""
    if known and not may_change(by, known):
        done.problems.append(Problem(line, "ref", translate("deze vacature is van een andere partner")))
        return
    problems: list[Problem] = []
    vacancy = known or Vacancy(chain_id=by.chain_id, ref=row["ref"])
    form = VacancyForm(_typed(row, vacancy, cohorts, line, problems), instance=vacancy, by=by)
    if not form.is_valid():
        for name, errors in form.errors.items():
            problems += [Problem(line, COLUMN_OF.get(name, ""), str(error)) for error in errors]
    wants = None
    if row.get("eisen"):
        try:
            wants = parse(row["eisen"])
        except ValidationError as error:
            problems += [Problem(line, "eisen", message) for message in error.messages]
    if known and row["werkgever"].casefold() != known.employer.name.casefold():
        problems.append(Problem(line, "werkgever", translate("deze vacature is van %s") % known.employer.name))
    done.problems += problems
    if done.problems:
        return
    _keep(form, wants, "eisen" in row, by, done)


def _keep(form: VacancyForm, wants: list[Want] | None, asks: bool, by: Membership, done: Imported) -> None:
    vacancy = form.instance
    if vacancy.pk is None:
        name = form.cleaned_data["employer"]
        at = form.known or employers.named(by.chain_id, name)
        done.employers += at is None
        vacancy.employer = at or employers.new(by.chain_id, name)
        if wants is None:
            wants = usual(vacancy.kind, vacancy.occupation, by.chain_id)
        bring_in(vacancy, wants, by=by)
        done.added += 1
        return
    settle(vacancy)
    was = Vacancy.objects.get(pk=vacancy.pk)
    changed = any(getattr(was, name) != getattr(vacancy, name) for name in form.Meta.fields)
    changed |= asks and write(vacancy, wants or [])
    if changed:
        form.save()
    done.changed += changed
    done.same += not changed


def _typed(
    row: dict[str, str], vacancy: Vacancy, cohorts: dict[str, Cohort], line: int, problems: list[Problem]
) -> dict[str, Any]:
    """The line as it would be typed into the form; what the file has no column for stays as it is."""
    data: dict[str, Any] = {"version": vacancy.version, "employer": row["werkgever"], "new_employer": "1"}
    for name in VacancyForm.Meta.fields:
        column = COLUMN_OF.get(name)
        if column in row:
            data[name] = row[column]
        elif vacancy.pk or name in ("positions", "kind"):
            data[name] = vacancy.occupation if name == "occupation" else _as_typed(vacancy.serializable_value(name))
    data["kind"] = data["kind"].lower() or "regular"
    data["positions"] = data["positions"] or "1"
    data["shifts"] = data["shifts"].lower().split() if isinstance(data.get("shifts"), str) else data.get("shifts", [])
    if "zonder_auto" in row:
        data["without_car"] = YES.get(row["zonder_auto"].lower(), row["zonder_auto"])
    if data.get("contract"):
        data["contract"] = data["contract"].upper()
    if group := row.get("groep"):
        name = "/".join(part.strip() for part in group.split("/")).casefold()
        data["cohort"] = cohorts[name].pk if name in cohorts else None
        if name not in cohorts:
            problems.append(Problem(line, "groep", translate("deze groep kennen we niet")))
    return data


def _as_typed(value: Any) -> Any:
    if isinstance(value, dt.date):
        return day_typed(value)
    return value if isinstance(value, list) else "" if value is None else str(value)


def columns() -> list[tuple[str, bool, object, str]]:
    """For who makes a file: name, whether it must be there, what stands in it, and the codes with their names."""
    return [
        (column.name, column.name in MUST, column.told,
         "; ".join(f"{code} = {capfirst(str(name))}" for code, name in column.codes.items()) if column.codes else "")  # type: ignore[attr-defined]
        for column in COLUMNS.values()
    ]  # fmt: skip
