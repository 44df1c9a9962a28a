"""Tasks for the workers: safe to run twice, at once, and to be killed in the middle (reporting.jobs)."""

from celery import shared_task

from reporting import files, jobs, reports
from reporting import quality as record_quality


@shared_task
def empty_outbox(chain_id: int) -> None:
    jobs.empty_outbox(chain_id)


@shared_task
def sweep() -> None:
    jobs.sweep()


@shared_task
def make_file(membership_id: int, file_id: int) -> None:
    """A file with figures, as the membership that asked for it."""
    files.carry_out(membership_id, file_id)


@shared_task
def make_report(membership_id: int, report_id: int) -> None:
    """An edition with all its reports, as the membership that asked for it."""
    reports.carry_out(membership_id, report_id)


@shared_task
def nightly() -> None:
    jobs.nightly()


@shared_task
def quality() -> None:
    """What is missing or wrong in the record of every chain."""
    record_quality.nightly()


@shared_task
def quality_of(chain_id: int) -> None:
    """And of one, at once, because somebody asked."""
    record_quality.look_at(chain_id)
