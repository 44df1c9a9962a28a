"""What was known: the count of a programme as it would have been at an earlier moment, and in what it differs from now.

Only people of whom a fact was written since can be counted otherwise. Of them the history gives a picture of each fact as it
stood at the moment; the same rules count these pictures as count the facts (reporting/counting.py). All others are as they
are counted now. Where an activating module, the chain's municipalities or the programme itself changed since, everybody is
counted by the pictures: of who was not touched a picture is the fact itself.

Of a fact from before the history began the picture is what is known now. The moment of a fact is that at which its
transaction began.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from chain.acting import acting_as, system_membership
from chain.bulk import whole_tables
from chain.jobs import LOCKS
from reporting.counting import RULE_SETS, of_rules, values_of
from reporting.known_sql import CAUSE, CHANGED, DELTA, FACTS, LATER, OF_CHAIN, PICTURE, SETTINGS, TOUCHED
from reporting.models import Programme

FEW, MANY = 100, 5000  # touched: beyond so few the pictures are joined whole, beyond so many the tables too
PATIENCE = "2s"  # of a page, with a count that is under way
PICTURES = {name: f"snoer_known_{name}" for name in (*FACTS, *OF_CHAIN)}


@dataclass(frozen=True)
class Counted:
    """A result of a person as of the day."""

    on: dt.date
    municipality: int
    partner: int | None
    extent: str


@dataclass(frozen=True)
class Changed:
    """A person of whom the count as of the day says something else than at the moment. cause: the first of CAUSES that holds."""

    client: int
    kind: str
    was: Counted | None
    now: Counted | None
    cause: str

    @property
    def way(self) -> str:
        """`gone` (was counted), `new` (is counted now) or `other` (another day, municipality, partner or extent)."""
        return "gone" if self.now is None else "new" if self.was is None else "other"


@dataclass(frozen=True)
class Setting:
    """Something that counts for everybody and changed: what (`activates`, `served`, or a field of the programme), of what
    (a name), what it was and is."""

    what: str
    of: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Comparison:
    """The count as of `day`, as known at `moment` beside as counted now.

    delta: rows as reporting.figures.Cells has them, to be added to what is counted now to get what was known. returned: of
    who was counted as of the day, how many came back in the days after it, by what became of it (`gone`, `lowered`) and
    municipality. begun: whether the programme stood in Snoer at the moment.
    """

    programme: Programme
    day: dt.date
    moment: dt.datetime
    begun: bool
    touched: int
    delta: list[tuple]
    changed: list[Changed]
    settings: list[Setting]
    returned: list[tuple[str, int, int]] = field(default_factory=list)


class BeingCounted(OperationalError):
    """A count takes longer than one waits for here: ask again. A worker that meets it leaves its work to the sweep."""


def compare(programme: Programme, day: dt.date, moment: dt.datetime, later: dt.date | None = None) -> Comparison:
    """What was known then against what is counted now; in a transaction. BeingCounted where a count holds it up.

    Acts as the chain's system membership `count`, so that the numbers are the same for all: who they are about is for the
    caller to keep within sight. `later`: the day up to which returns after `day` are told; none without.
    """
    with _counted(programme, moment) as (cursor, values, settings, begun):
        values |= {"day": day, "later": later or day}
        cursor.execute(CHANGED.format(only=_only(values)), values)
        cursor.execute(CAUSE, values)
        changed = [_changed(row) for row in cursor.fetchall()]
        cursor.execute(DELTA, values | {"changed": sorted({one.client for one in changed})})
        delta = cursor.fetchall()
        cursor.execute(LATER, values)
        returned = cursor.fetchall()
    return Comparison(
        programme, day, moment, begun, len(values["touched"]), delta, changed, settings, [tuple(row) for row in returned]
    )  # fmt: skip


@contextmanager
def _counted(programme: Programme, moment: dt.datetime) -> Iterator[tuple[Any, dict[str, Any], list[Setting], bool]]:
    """The temporary table snoer_known: the results as they were known, of who was touched or of everybody."""
    then, begun = programme_at(programme, moment)
    with acting_as(system_membership(programme.chain_id, "count"), "known"), connection.cursor() as cursor:
        _hold_off(cursor, programme.pk)
        cursor.execute(
            "drop table if exists pg_temp.snoer_known, pg_temp.snoer_changed, "
            + ", ".join(f"pg_temp.{name}" for name in PICTURES.values())
        )
        values: dict[str, Any] = values_of(then) | {"moment": moment}
        cursor.execute(TOUCHED, values)
        values["touched"] = [client for (client,) in cursor.fetchall()]
        for name, (table, columns) in OF_CHAIN.items():
            _picture(cursor, name, table, columns, "{}.chain_id = %(chain)s", values)
        cursor.execute(SETTINGS, values)
        settings = [Setting(*row) for row in cursor.fetchall()] + _of_programme(then, programme)
        values["everybody"] = bool(settings)
        values["schemes_now"] = list(programme.counted_schemes)
        large = values["everybody"] or len(values["touched"]) > MANY
        with ExitStack() as whole:
            if large:
                whole.enter_context(whole_tables(cursor))
            for name, (table, columns) in FACTS.items():
                _picture(cursor, name, table, columns, "{}.client_id = any(%(touched)s::bigint[])", values)
            if not large and len(values["touched"]) > FEW:  # nobody knows yet what is in the pictures: hash them
                whole.enter_context(whole_tables(cursor))
            true = dict.fromkeys(("only_s", "only_b", "only_f", "only_r"), "true")
            of_rules(cursor, "snoer_known", RULE_SETS[then.rule_set], values, **PICTURES, **true)
            yield cursor, values, settings, begun


def _hold_off(cursor: Any, programme: int) -> None:
    """What is known and what is counted are of one moment: a transaction that sees one is enough; else no count may come in
    between, while others that only look may."""
    cursor.execute("show transaction_isolation")
    if cursor.fetchone() != ("read committed",):
        return
    try:
        with transaction.atomic():
            cursor.execute(f"set local lock_timeout = '{PATIENCE}'")
            cursor.execute("select pg_advisory_xact_lock_shared(%s, %s)", [LOCKS["count"], programme])
            cursor.execute("set local lock_timeout to default")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise BeingCounted from error
        raise


def _picture(cursor: Any, name: str, table: str, columns: tuple[str, ...], whose: str, values: dict[str, Any]) -> None:
    told = ("id", "chain_id", *(() if name in OF_CHAIN else ("client_id",)), *columns)
    statement = PICTURE.format(
        name=PICTURES[name], table=table, of_event=whose.format("e"), of_row=whose.format("t"),
        picture=", ".join(f"p.{column}" for column in told), row=", ".join(f"t.{column}" for column in told),
    )  # fmt: skip
    if name not in OF_CHAIN and values["everybody"]:
        statement += f"""union all select {", ".join(f"t.{column}" for column in told)} from {table} t
            where t.chain_id = %(chain)s and t.client_id <> all(%(touched)s::bigint[])"""  # noqa: S608
    cursor.execute(statement, values)


def _only(values: dict[str, Any]) -> str:
    return "true" if values["everybody"] else "r.client_id = any(%(touched)s::bigint[])"


def _changed(row: tuple) -> Changed:
    client, kind, cause, *told = row
    was, now = (Counted(*told[place : place + 4]) if told[place] else None for place in (0, 4))
    return Changed(client, kind, was, now, cause)


def programme_at(programme: Programme, moment: dt.datetime) -> tuple[Any, bool]:
    """The programme as it stood at the moment, and whether it did: else as it was first laid down, and False."""
    events: Any = apps.get_model("reporting", "ProgrammeEvent").objects.filter(id=programme.pk)
    if found := events.filter(pgh_created_at__lte=moment).order_by("-pgh_id").first():
        return found, True
    return events.order_by("pgh_id").first() or programme, not events.exists()


def _of_programme(then: Any, now: Programme) -> list[Setting]:
    return [
        Setting(name, "", before, after)
        for name in ("counted_schemes", "started_on", "ended_on", "rule_set")
        if (before := getattr(then, name)) != (after := getattr(now, name))
    ]
