"""Lists of occupations, laid in the table from a file: the own list of everyday occupations, and that of ESCO.

Both are laid in one go and once more without harm; nothing is taken away, since profiles may name it. An occupation that
both lists name is one row: the own one, with the address and the names of ESCO's beside its own.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from clients.search import plain
from diagnosis.codes import SECTORS
from diagnosis.models import Occupation, OccupationName

OWN = Path(__file__).parent / "occupations.csv"
OWN_URI = "urn:snoer:beroep:"
LONGEST = 200  # characters of a name or an address
ISCO = re.compile(r"\d{4}")
ESCO_COLUMNS = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description")


class BadList(Exception):
    """A file that cannot be laid: what is wrong, each with its line. Nothing of it has been laid."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Listed:
    """An occupation as a list has it."""

    line: int
    uri: str
    name: str
    isco: str
    also: tuple[str, ...]
    sector: str = ""
    description: str = ""

    def wrong(self) -> str:
        """What is wrong with it, in words; "" if nothing."""
        if not self.uri or not self.name:
            return _("zonder adres of naam")
        if max(len(each) for each in (self.uri, self.name, *self.also)) > LONGEST:
            return _("een naam is langer dan %d tekens") % LONGEST
        if not ISCO.fullmatch(self.isco):
            return _("de ISCO-groep is geen getal van vier cijfers: %s") % self.isco[:20]
        if self.sector and self.sector not in SECTORS:
            return _("onbekende sector: %s") % self.sector
        return ""


@dataclass
class Laid:
    """What laying a list changed."""

    read: int = 0
    added: int = 0
    joined: list[str] = field(default_factory=list)  # names that both lists have
    changed: list[str] = field(default_factory=list)  # sentences
    names: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.added or self.joined or self.changed or self.names)


def load_own() -> Laid:
    """Lay the own list of everyday occupations."""
    with OWN.open(encoding="utf-8", newline="") as file:
        rows = [
            Listed(line, OWN_URI + row["code"], row["name"], row["isco"], _split(row["also"], ","), row["sector"])
            for line, row in enumerate(csv.DictReader(file, delimiter=";"), 2)
        ]
    return lay(rows, "own")


def import_esco(file: Path) -> Laid:
    """Lay the occupations of an ESCO file (CSV, one language). BadList if it is not one; OSError if it cannot be read."""
    rows, line = [], 2
    try:
        with file.open(encoding="utf-8-sig", newline="") as there:
            reader = csv.DictReader(there, strict=True)
            if missing := [name for name in ESCO_COLUMNS if name not in (reader.fieldnames or ())]:
                raise BadList([_("Regel 1: er ontbreekt een kolom: %s") % ", ".join(missing)])
            for row in reader:
                values = [(row[name] or "").strip() for name in ESCO_COLUMNS]
                uri, isco, name, also, description = values
                rows.append(Listed(line, uri, name, isco, _split(also, "\n"), description=description))
                line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadList(
            [_("Regel %(line)d: dit is geen CSV in UTF-8 (%(why)s)") % {"line": line, "why": error}]
        ) from None
    return lay(rows, "esco")


def _split(names: str, by: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in names.split(by) if (name := each.strip())))


@transaction.atomic
def lay(rows: list[Listed], source: str) -> Laid:
    """Bring the table to what the list says, and tell what changed. BadList, and nothing done, for a bad row."""
    _check(rows)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('occupations'))")  # one list at a time
    there = list(Occupation.objects.order_by("pk"))
    by_uri = {uri: each for each in there for uri in (each.uri, each.esco_uri) if uri}
    # By name only the other list's is joined, and each of them once.
    free = {plain(each.name): each for each in reversed(there) if each.source != source and not _both(each)}
    laid, new, changed, names = Laid(read=len(rows)), [], [], []
    for row in rows:
        found = by_uri.get(row.uri)
        if found is None and (found := free.pop(plain(row.name), None)) is not None:
            laid.joined.append(row.name)
        if found is None:
            found = Occupation(uri=row.uri, source=source, esco_uri=row.uri if source == "esco" else "")
            new.append(found)
        before = dict(vars(found))
        _take_over(found, row, source)
        if found.pk and (differs := [name for name in FIELDS if before[name] != getattr(found, name)]):
            changed.append(found)
            laid.changed += [
                _("gewijzigd: %(name)s, %(field)s: %(old)s -> %(new)s")
                % {"name": found.name, "field": name, "old": before[name][:60], "new": getattr(found, name)[:60]}
                for name in differs if row.name not in laid.joined
            ]  # fmt: skip
        names.append((found, row))
    laid.added = len(Occupation.objects.bulk_create(new, batch_size=1000))
    Occupation.objects.bulk_update(changed, FIELDS, batch_size=500)
    laid.names = _name(names) - laid.added
    return laid


FIELDS = ["uri", "name", "isco", "sector", "source", "esco_uri", "description"]


def _both(each: Occupation) -> bool:
    """Whether it is in both lists."""
    return each.source == "own" and bool(each.esco_uri)


def _take_over(found: Occupation, row: Listed, source: str) -> None:
    """What the list says goes into the row; of one that both have the own list keeps address, name, group and sector."""
    if source == "esco":
        found.esco_uri, found.description = row.uri, row.description
        if found.source == "own":
            return
    found.uri, found.name, found.isco, found.source = row.uri, row.name, row.isco, source
    found.sector = row.sector or found.sector


def _check(rows: Iterable[Listed]) -> None:
    problems, seen = [], dict[str, int]()
    for row in rows:
        wrong = row.wrong()
        if not wrong and row.uri in seen:
            wrong = _("dit adres staat ook op regel %d") % seen[row.uri]
        seen.setdefault(row.uri, row.line)
        if wrong:
            problems.append(_("Regel %(line)d: %(wrong)s") % {"line": row.line, "wrong": wrong})
    if problems:
        raise BadList(problems)


def _name(rows: list[tuple[Occupation, Listed]]) -> int:
    """Give the occupations the names that they did not have yet; how many."""
    have = set(OccupationName.objects.values_list("occupation_id", "name"))
    wanted = dict.fromkeys((found.pk, name) for found, row in rows for name in (found.name, row.name, *row.also))
    new = [OccupationName(occupation_id=pk, name=name) for pk, name in wanted if (pk, name) not in have]
    OccupationName.objects.bulk_create(new, batch_size=2000)
    return len(new)
