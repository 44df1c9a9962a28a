"""Tasks for the workers about the record."""

import logging

from celery import shared_task
from django.db import connection

from chain import oidc, sessions
from chain.jobs import in_each_chain, once_at_a_time
from clients import bulk, documents, erasure, loading_files, mail
from clients.terms import run

logger = logging.getLogger(__name__)


def refresh_sight(chain_id: int) -> str:
    """Who sees whom from today on: time passing fires no trigger."""
    with connection.cursor() as cursor:
        oidc.end_gone(chain_id)
        cursor.execute("select snoer_end_sight(%s)", [chain_id])
        return f"{cursor.fetchone()[0]} clients changed"


def forget_keys() -> str:
    """And sessions that are over."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_forget_sent()")
        return f"{cursor.fetchone()[0]} taken away, {sessions.forget()} sessions"


def renew_agreed(chain_id: int) -> str:
    """Whose access begins with an agreement of today: time passing fires no trigger."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_renew_agreed(%s)", [chain_id])
        return f"{cursor.fetchone()[0]} memberships changed"


def renew_tasks(chain_id: int) -> str:
    """What the chain's terms ask today."""
    return "{} made, {} moved, {} cleared".format(*run(chain_id))


@shared_task
def terms() -> None:
    """Every night, and safe at any time: the tasks of all, since a day has passed and terms are told by days."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "terms", "terms", lambda: renew_tasks(chain.pk)),
        "tasks of chain %s could not be renewed",
    )


@shared_task
def end_sight() -> None:
    """Every night, and safe at any time: partners whose sight or agreement began or ended (access.md, rule 2)."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "sight", "agreements", lambda: renew_agreed(chain.pk)),
        "access by agreement in chain %s could not be renewed",
    )
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "sight", "sight", lambda: refresh_sight(chain.pk)),
        "sight in chain %s could not be renewed",
    )


@shared_task
def sweep_documents() -> None:
    """Every night, and safe at any time: files of documents that no row knows, older than a day."""
    documents.sweep()


@shared_task
def carry_out_bulk(membership_id: int, bulk_id: int) -> None:
    """One act for many, as the membership that asked for it; safe at any time."""
    bulk.carry_out(membership_id, bulk_id)


@shared_task
def send_mail(chain_id: int | None = None) -> None:
    """Every minute, and as soon as there is some: what waits in the chain, or in all."""
    in_each_chain(mail.send_waiting, "mail of chain %s could not be sent", only=chain_id)


@shared_task
def digest() -> None:
    """Early each working day, and safe at any time: the overview of who wants one, in the queue."""
    from clients import digest

    in_each_chain(digest.put, "digests of chain %s could not be made")


@shared_task
def erase() -> None:
    """Every night, and safe at any time: the files on approved lists. Only a worker that knows the role's address may."""
    if not erasure.able():
        logger.info("nothing is erased here: DATABASE_ERASER_URL is not set")
        return
    in_each_chain(erasure.carry_out, "approved erasures of chain %s could not be carried out")


@shared_task
def forget_uploads() -> None:
    """Every ten minutes, and safe at any time: files that nobody loaded within an hour."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "sight", "uploads", lambda: f"{loading_files.forget()} taken away"),
        "files of chain %s could not be taken away",
    )


@shared_task
def forget_sent() -> None:
    """Every night, and safe at any time: one-time keys of more than a week ago, tokens of machines that ended,
    and sessions that are over."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "sight", "sent", forget_keys),
        "one-time keys of chain %s could not be taken away",
    )
