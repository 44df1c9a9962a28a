"""Tasks for the workers: safe to run twice, at once, and to be killed in the middle (reporting.jobs)."""

from celery import shared_task

from reporting import jobs


@shared_task
def empty_outbox(chain_id: int) -> None:
    jobs.empty_outbox(chain_id)


@shared_task
def sweep() -> None:
    jobs.sweep()


@shared_task
def nightly() -> None:
    jobs.nightly()
