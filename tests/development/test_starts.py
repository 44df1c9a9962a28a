"""Late, silent and too long: what starts their terms, and that a pause counts for nothing."""

import datetime as dt

import pytest

from chain.acting import acting_as
from chain.days import today
from clients import steps, terms
from clients.models import Step, Task
from clients.task_rows import day_rows
from development import course
from development.models import Attendance, Pause
from tests.factories import ObservationFactory, StepFactory, TermFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(w, trusted):
    """The only step of the world: a course that began a hundred days ago, of which nothing was noted."""
    with trusted():
        step = StepFactory(
            client=w["step"], partner=w.partners["annex"], instrument=w.course, status="active", started_on=days_ago(100),
            planned_end=today() + dt.timedelta(30),
        )  # fmt: skip
        Step.objects.exclude(pk=step.pk).filter(chain=w.chain, status__in=["planned", "active"]).delete()
    return step


def since(w, trusted, source, **more):
    """From when the term's task counts, or None where there is none; the engine is run."""
    with trusted():
        if not w.chain.terms.filter(source=source).exists():
            TermFactory(chain=w.chain, key=source, source=source, offset=0, unit="days", **more)
    terms.run(w.chain.pk)
    with trusted():
        return Task.objects.filter(term__source=source, status="open").values_list("since", flat=True).first()


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_a_planned_day_that_passed(w, step, trusted, days, late):
    with trusted():
        Step.objects.filter(pk=step.pk).update(status="planned", started_on=None, planned_on=days_ago(days))
    assert since(w, trusted, "step-not-started") == (days_ago(days) if late else None)


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True)])
def test_a_planned_end_that_passed(w, step, trusted, days, late):
    with trusted():
        Step.objects.filter(pk=step.pk).update(planned_end=days_ago(days))
    assert since(w, trusted, "step-past-end") == (days_ago(days) if late else None)
    if late:
        with acting_as(w.acting("trainer"), "test"):
            course.extend(step, today() + dt.timedelta(20), "Nog even")
        assert since(w, trusted, "step-past-end") is None


def test_silent_since_the_start_a_word_or_a_mark(w, step, trusted):
    assert since(w, trusted, "step-silent") == days_ago(100)
    with trusted():
        ObservationFactory(step=step, client=step.client, on=days_ago(60))
    assert since(w, trusted, "step-silent") == days_ago(60)
    with trusted():
        Attendance.objects.create(
            step=step, client_id=step.client_id, chain_id=step.chain_id, on=days_ago(20), mark="absent",
            partner=w.partners["annex"], author=w.staff["trainer"].user,
        )  # fmt: skip
    assert since(w, trusted, "step-silent") == days_ago(20)
    with acting_as(w.acting("trainer"), "test"):
        steps.observe(step, "Gaat goed")
    assert since(w, trusted, "step-silent") is None


def test_what_stands_still_is_not_silent_and_counts_anew_when_it_goes_on(w, step, trusted):
    with acting_as(w.acting("trainer"), "test"):
        course.pause(step, "holiday", on=days_ago(30))
    assert since(w, trusted, "step-silent") is None
    with trusted():
        Pause.objects.update(ended_on=days_ago(10))
    assert since(w, trusted, "step-silent") == days_ago(10)


def test_too_long_is_past_the_norm_with_the_days_off_added(w, step, trusted):
    assert since(w, trusted, "step-too-long") is None, "without a norm nothing is too long"
    with trusted():
        w.course.norm_weeks = 10
        w.course.save()
    assert since(w, trusted, "step-too-long") == days_ago(30)
    with trusted():
        Pause.objects.create(
            step=step, client_id=step.client_id, chain_id=step.chain_id, reason="holiday", started_on=days_ago(50),
            ended_on=days_ago(41), author=w.staff["trainer"].user,
        )  # fmt: skip
    assert since(w, trusted, "step-too-long") == days_ago(20)
    until = today() + dt.timedelta(45)
    with acting_as(w.acting("trainer"), "test"):
        course.extend(step, until, "Het werk bij de werkgever begint later")
    assert since(w, trusted, "step-too-long") == until, "an extension said why, until its last day"


def test_what_is_no_module_has_none_of_these(w, step, trusted):
    with trusted():
        Step.objects.filter(pk=step.pk).update(phase="diagnosis", planned_end=days_ago(3))
    for source in ("step-past-end", "step-silent"):
        assert since(w, trusted, source) is None


def test_mijn_dag_tells_late_steps_once(w, step, trusted):
    with trusted():
        Step.objects.filter(pk=step.pk).update(planned_end=days_ago(3))
    since(w, trusted, "step-past-end", for_whom="partner", name="Einde voorbij")
    since(w, trusted, "step-silent", for_whom="partner", name="Niets genoteerd")
    trainer = w.staff["trainer"]
    with acting_as(trainer.pk, "test"):
        from clients import day

        membership = type(trainer).objects.with_contact_point().select_related("partner").get(pk=trainer.pk)
        assert [row.next_step for row in day_rows(membership)] == ["Niets genoteerd"]
        assert [row.reason for row in day.steps(membership)] == ["Einde voorbij"]
