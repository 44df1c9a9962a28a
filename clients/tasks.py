"""Tasks for the workers about the record."""

from celery import shared_task
from django.db import connection

from chain.jobs import in_each_chain, once_at_a_time
from clients import bulk, mail
from clients.terms import run


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
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "terms", "terms", lambda: renew_tasks(chain.pk)),
        "tasks of chain %s could not be renewed",
    )


@shared_task
def end_sight() -> None:
    """Every night, and safe at any time: partners whose sight began or ended (access.md, rule 2)."""
    in_each_chain(
        lambda chain: once_at_a_time(chain.pk, "sight", "sight", lambda: refresh_sight(chain.pk)),
        "sight in chain %s could not be renewed",
    )


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
