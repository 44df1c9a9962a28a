"""Periodic jobs: one at a time per chain, with a row that tells when they ran and what came of it."""

import logging
from collections.abc import Callable

from django.db import connection
from django.db.models.functions import Now

from chain.acting import acting_as, system_membership
from chain.models import Chain, JobRun

logger = logging.getLogger(__name__)

# Classes of the advisory locks of the database; the second key is a chain or a programme.
LOCKS = {
    "outbox": 1,
    "nightly": 2,
    "sight": 3,
    "import": 4,
    "count": 5,
    "terms": 6,
    "tasks": 7,
    "todo": 8,
    "screening": 9,
    "vacancies": 18,
    "coaching": 16,
    "contact-persons": 12,
    "cards": 13,
    "amounts": 31,
    "bulk": 21,
    "loading": 61,
    "uploads": 62,
    "sent": 64,
    "agreements": 65,
    "handovers": 22,
    "facets": 45,
    "quality": 47,
    "files": 46,
    "reports": 48,
    "published": 49,
    "erase": 63,
}


def lock(name: str, key: int) -> None:
    """Wait for the lock and hold it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [LOCKS[name], key])


def in_each_chain(work: Callable[[Chain], object], told: str, only: int | None = None) -> None:
    """Do the work for every chain, or for one: a chain in which it fails does not hold up the others.

    `told`: what the log says of it, with %s for the chain, as in "mail of chain %s could not be sent". Of the error it says
    the kind alone: in its messages PostgreSQL tells the values of the row.
    """
    for chain in Chain.objects.filter(**({"pk": only} if only else {})):
        try:
            work(chain)
        except Exception as error:
            logger.error(f"{told}: %s", chain.pk, type(error).__name__)


def once_at_a_time(chain_id: int, membership: str, job: str, work: Callable[[], str]) -> bool:
    """Run the job's work in one transaction as a system membership of the chain; False where it is running already.

    `work` answers what came of it, without anybody's data. The row is there before the work begins, so that a run that
    was killed shows as one without an end; what it had done is gone with its transaction.
    """
    acting = system_membership(chain_id, membership)
    with acting_as(acting, job):
        run = JobRun.objects.create(chain_id=chain_id, job=job)
    try:
        with acting_as(acting, job), connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [LOCKS[job], chain_id])
            free = cursor.fetchone()[0]
            outcome = work() if free else "already running"
            JobRun.objects.filter(pk=run.pk).update(ended_at=Now(), outcome=outcome[:200])
    except Exception as error:
        with acting_as(acting, job):
            JobRun.objects.filter(pk=run.pk).update(ended_at=Now(), outcome=f"failed: {type(error).__name__}")
        raise
    return free
