"""Tasks for the workers about the record."""

import logging

from celery import shared_task
from django.db import connection

from chain.jobs import once_at_a_time
from chain.models import Chain
from clients.terms import run

logger = logging.getLogger(__name__)


def refresh_sight(chain_id: int) -> str:
    """Who sees whom from today on: time passing fires no trigger."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_end_sight(%s)", [chain_id])
        return f"{cursor.fetchone()[0]} clients changed"


def renew_tasks(chain_id: int) -> str:
    """What the chain's terms ask today."""
    return "{} made, {} moved, {} cleared".format(*run(chain_id))


@shared_task
def terms() -> None:
    """Every night, and safe at any time: the tasks of all, since a day has passed and terms are told by days."""
    for chain in Chain.objects.all():
        try:
            once_at_a_time(chain.pk, "terms", "terms", lambda chain=chain: renew_tasks(chain.pk))  # type: ignore[misc]
        except Exception:
            logger.exception("tasks of chain %s could not be renewed", chain.pk)


@shared_task
def end_sight() -> None:
    """Every night, and safe at any time: partners whose sight began or ended (access.md, rule 2)."""
    for chain in Chain.objects.all():
        try:
            once_at_a_time(chain.pk, "sight", "sight", lambda chain=chain: refresh_sight(chain.pk))  # type: ignore[misc]
        except Exception:
            logger.exception("sight in chain %s could not be renewed", chain.pk)
