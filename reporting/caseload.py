"""Import of a caseload folder: all or nothing, a known row with other values is a change, the same folder adds nothing.

Each file is copied into a temporary table while it is checked (reporting.exchange), checked there as a whole and
against what the chain has, and written by statements over whole tables, as the chain's system membership `import` under
row-level security. History, sight, search words and what is stale follow by the database's own triggers.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chain.acting import acting_as, system_membership
from chain.bulk import whole_tables
from chain.jobs import lock
from chain.models import Chain, Instrument, Membership, Municipality, Partner
from chain.outbox import kick_on_commit
from clients import bsn
from reporting.exchange import FILES, PLACEMENT_STEP, Codes, Problem, Problems, read
from reporting.staging import PEOPLE, STAGED, WHOLE, WRITE

FIRST_NUMBER = 100001
BIG = 1000  # rows from which the statistics of the tables are renewed after the import
SOURCE = gettext_noop("overgenomen uit een ander systeem")  # as clients.models.client.SOURCES["import"]


class BadCaseload(ValueError):
    """The folder was refused and nothing of it imported. `problems` in the order of files and lines, `total` of all."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(_("%d fouten") % problems.total)
        self.problems: list[Problem] = sorted(problems.kept)
        self.total = problems.total


@dataclass
class Imported:
    """Rows per kind, as told to the user, and seconds per stage."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        return not any(self.added.values()) and not any(self.changed.values())


def import_folder(folder: Path, chain: Chain) -> Imported:
    """Bring the chain to what the folder says, in one transaction. Raises BadCaseload: nothing was imported."""
    done = Imported()
    watch = _Stopwatch(done.seconds)
    membership = system_membership(chain, "import")
    with acting_as(membership, f"import_caseload {folder.name}"), connection.cursor() as cursor:
        lock("import", chain.pk)
        values: dict[str, Any] = {"chain": chain.pk, "placement": PLACEMENT_STEP, "source": SOURCE}
        values["author"] = Membership.objects.values_list("user_id", flat=True).get(pk=membership)
        cursor.execute(STAGED)
        problems = Problems()
        codes = _codes(chain)
        for file in FILES:
            done.read[file] = _stage(cursor, folder, file, chain, codes, problems)
            watch(f"read {file}")
        with whole_tables(cursor):
            _check(cursor, values, problems)
            watch("check")
            if problems.total:
                raise BadCaseload(problems)
            _write(cursor, chain, values, done, watch)
        if sum(done.added.values()) > BIG:
            cursor.execute("select snoer_renew_statistics()")
            watch("statistics")
        if not done.nothing:
            kick_on_commit(chain.pk)
    watch("commit")
    return done


def _write(cursor: Any, chain: Chain, values: dict[str, Any], done: Imported, watch: "_Stopwatch") -> None:
    cursor.execute("set constraints all immediate")  # else millions of foreign keys wait in memory for the commit
    cursor.execute("select count(*) from snoer_people where new")
    values["number"] = _reserve(cursor, chain, cursor.fetchone()[0])
    renewed: set[int] = set()  # people of whom several tables may have changed
    for stage, told, statement in WRITE:
        cursor.execute(statement, values)
        if cursor.description:
            renewed.update(client for (client,) in cursor)
        elif told:
            kind, _space, what = told.partition(" ")
            rows = getattr(done, kind)
            rows[what] = rows.get(what, 0) + cursor.rowcount
        watch(f"write {stage}")
    done.changed["clients"] = len(renewed)


class _Stopwatch:
    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds, self.last = seconds, time.monotonic()

    def __call__(self, stage: str) -> None:
        now = time.monotonic()
        self.seconds[stage] = self.seconds.get(stage, 0) + now - self.last
        self.last = now


def _codes(chain: Chain) -> Codes:
    instruments = Instrument.objects.filter(chain=chain)
    return Codes(
        municipalities=dict(Municipality.objects.values_list("code", "pk")),
        partners=dict(Partner.objects.filter(chain=chain).values_list("code", "pk")),
        instruments=dict(instruments.values_list("code", "pk")),
        # Without a usual partner nobody would carry the placement out.
        forms=dict(
            instruments.exclude(form_of_work="").exclude(partner=None).order_by("-pk").values_list("form_of_work", "pk")
        ),
    )


def _stage(cursor: Any, folder: Path, file: str, chain: Chain, codes: Codes, problems: Problems) -> int:
    """Copy a file's lines into its temporary table; how many there are."""
    lines: Iterator[tuple] = read(folder, file, codes, problems)
    if file == "clients":
        lines = _encrypted(lines, chain.slug)
    number = 0
    with cursor.copy(f"copy snoer_{file} from stdin") as copy:
        write: Callable = copy.write_row
        for line in lines:
            write(line)
            number += 1
    cursor.execute(f"analyze snoer_{file}")
    return number


def _encrypted(lines: Iterator[tuple], slug: str) -> Iterator[tuple]:
    """No table, not even a temporary one, sees a BSN."""
    for line, bad, ref, number, *rest in lines:
        if number is None or bad:
            yield (line, bad, ref, None, None, *rest)
        else:
            yield (line, bad, ref, bsn.index(number, slug), bsn.encrypt(number), *rest)


def _check(cursor: Any, values: dict[str, Any], problems: Problems) -> None:
    for statement in PEOPLE:
        cursor.execute(statement, values)
    cursor.execute("analyze snoer_people")
    for file, column, query, reason, without in WHOLE:
        cursor.execute(query, values)
        for line, *number in cursor:
            told = _(reason) % number[0] if number and number[0] is not None else _(without)
            problems.add(file, line, column, told)


def _reserve(cursor: Any, chain: Chain, new: int) -> int:
    """The first of as many client numbers as there are new clients, taken from the chain's series."""
    if not new:
        return 0
    cursor.execute(
        "insert into chain_counter (chain_id, series, next) values (%s, 'client', %s)"
        " on conflict (chain_id, series) do update set next = chain_counter.next + %s returning next - %s",
        [chain.pk, FIRST_NUMBER + new, new, new],
    )
    return cursor.fetchone()[0]
