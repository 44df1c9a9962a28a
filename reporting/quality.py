"""What is missing or cannot be right in the record: found each night, and gone once it is right again.

Each floor tells what it looks for (SNOER_CHECKS, clients.registered.Check); one statement each fills a temporary table, and
what differs from `reporting_flaw` is written. Who can mend it is the partner that the check names, else the point of contact
of where the person lives, and there who has the lead.
"""

import datetime as dt
from typing import Any

from django.db import connection
from django.utils import timezone

from chain.bulk import whole_tables
from chain.jobs import in_each_chain, once_at_a_time
from chain.models import JobRun
from chain.outbox import send
from chain.registry import registered
from clients.registered import Check

JOB = "quality"
TASK = "reporting.tasks.quality_of"
LOST = dt.timedelta(minutes=10)  # a run that has no end by then was killed

MADE = """create temporary table snoer_found (check_key text, part text, about text, client_id bigint, about_id bigint,
    partner_id bigint, since date) on commit drop"""
LOOK = "insert into snoer_found select %(key)s, %(part)s, %(about)s, f.* from ({sql}) f"
# Who can mend it: the point of contact is found once for each municipality.
WHO = """
  create temporary table snoer_wanted on commit drop as
  with point as materialized (
    select h.home_id, (select d.partner_id from chain_mandate d where d.chain_id = %(chain)s and d.function = 'person'
        and d.started_on <= snoer_today() and (d.ended_on is null or d.ended_on >= snoer_today())
        and (d.municipality_id is null or d.municipality_id = h.home_id)
        order by d.municipality_id nulls last, d.id limit 1) as partner_id
    from (select distinct coalesce(c.home_id, 0) as home_id from clients_client c where c.chain_id = %(chain)s) h)
  select f.check_key, f.part, f.about, f.client_id, f.about_id, coalesce(f.partner_id, p.partner_id) as partner_id,
    case when coalesce(f.partner_id, p.partner_id) = p.partner_id then c.lead_id end as user_id, f.since
  from snoer_found f left join clients_client c on c.id = f.client_id
    left join point p on p.home_id = coalesce(c.home_id, 0) and c.id is not null"""
SAME = "(w.check_key, w.about, w.about_id) = (n.check_key, n.about, n.about_id)"
VALUES = "client_id, part, partner_id, user_id, since"
NEW, OLD = (", ".join(f"{row}.{name}" for name in VALUES.split(", ")) for row in "nw")
CLEAR = f"""delete from reporting_flaw w where w.chain_id = %(chain)s
    and not exists (select from snoer_wanted n where {SAME})"""  # noqa: S608 (constants)
CHANGE = f"""update reporting_flaw w set ({VALUES}) = row({NEW}) from snoer_wanted n
    where w.chain_id = %(chain)s and {SAME} and ({OLD}) is distinct from ({NEW})"""  # noqa: S608
ADD = f"""insert into reporting_flaw (chain_id, check_key, about, about_id, {VALUES})
    select %(chain)s, n.check_key, n.about, n.about_id, {NEW} from snoer_wanted n
    where not exists (select from reporting_flaw w where w.chain_id = %(chain)s and {SAME})
    order by n.client_id, n.about_id"""  # noqa: S608 (each insert locks its client a little: always in the same order)


def checks() -> dict[str, Check]:
    """All of them (SNOER_CHECKS), in the order of the page."""
    return {check.key: check for group in registered("SNOER_CHECKS") for check in group}


def look(chain_id: int) -> tuple[int, int]:
    """Look at all of the chain and write what differs: how many things are to be mended now, and how many no more.

    In the caller's transaction, as the chain's system membership `count`.
    """
    values: dict[str, Any] = {"chain": chain_id}
    with connection.cursor() as cursor, whole_tables(cursor):
        cursor.execute("drop table if exists pg_temp.snoer_found, pg_temp.snoer_wanted")
        cursor.execute(MADE)
        found = 0
        for check in checks().values():
            cursor.execute(
                LOOK.format(sql=check.sql), values | {"key": check.key, "part": check.part, "about": check.about}
            )
            found += cursor.rowcount
        cursor.execute("analyze snoer_found")
        cursor.execute(WHO, values)
        cursor.execute("analyze snoer_wanted")
        cursor.execute(CLEAR, values)
        mended = cursor.rowcount
        cursor.execute(CHANGE, values)
        cursor.execute(ADD, values)
    return found, mended


def look_at(chain_id: int) -> bool:
    """The job for one chain; False where it runs already."""

    def work() -> str:
        found, mended = look(chain_id)
        return f"{found} to be mended, {mended} mended"

    return once_at_a_time(chain_id, "count", JOB, work)


def nightly() -> None:
    """Every chain."""
    in_each_chain(lambda chain: look_at(chain.pk), "the record of chain %s could not be looked over")


def ask(chain_id: int) -> bool:
    """Ask a worker to look now; False where none can be reached."""
    return send(TASK, chain_id)


def last_run(chain_id: int) -> tuple[dt.datetime | None, bool]:
    """When the record was last looked over, and whether that is being done now; one query."""
    runs = JobRun.objects.filter(chain_id=chain_id, job=JOB).order_by("-pk")[:5]
    ended, busy = None, False
    for run in runs:
        if run.ended_at is None:
            busy = busy or run.started_at > timezone.now() - LOST
        elif ended is None and not run.outcome.startswith(("failed", "already")):
            ended = run.ended_at
    return ended, busy
