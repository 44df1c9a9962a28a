"""The days of extensions, pauses and ends in any order: what was accepted holds together, what was not changed nothing."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.once import NotNow
from clients.models import Step
from development import course
from development.models import Extension, Pause
from tests.factories import StepFactory, days_ago
from tests.threads import at_once

BEGAN = 40  # days ago
PAST = st.integers(-2, BEGAN + 3)  # days ago; below 0 still to come
ACTS = st.one_of(
    st.tuples(st.just("extend"), st.integers(-60, 30)),
    st.tuples(st.just("pause"), PAST, st.none() | st.integers(-30, BEGAN + 3)),
    st.tuples(st.just("resume"), PAST),
    st.tuples(st.just("end"), PAST),
)


def carry_out(step, act, *days):
    on = [None if day is None else days_ago(day) for day in days]
    if act == "extend":
        course.extend(step, on[0], "omdat")
    elif act == "pause":
        course.pause(step, "other", on=on[0], until=on[1])
    elif act == "resume":
        course.resume(step, on=on[0])
    else:
        course.end(step, "finish", on=on[0], result="klaar")


def as_it_stands(step):
    now = Step.objects.get(pk=step.pk)
    pauses = list(Pause.objects.filter(step=step).order_by("started_on").values_list("started_on", "ended_on"))
    longer = list(Extension.objects.filter(step=step).order_by("pk").values_list("was_until", "until"))
    return now, pauses, longer


def holds_together(now, pauses, longer, planned_end):
    assert now.ended_on is None or now.started_on <= now.ended_on <= today()
    for first, last in pauses:
        assert first >= now.started_on
        assert first <= today()
        assert last is None or last >= first
        if now.ended_on:
            assert last is not None
            assert last <= now.ended_on
    for (_first, last), (following, _last) in pairwise(pauses):
        assert last is not None
        assert last < following
    for was, until in longer:
        assert was == planned_end, "each from the end that the one before left"
        assert until > was
        planned_end = until
    assert now.planned_end == planned_end


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=8))
def test_whatever_is_asked_the_days_hold_together(w, trusted, acts):
    with transaction.atomic():
        with trusted():
            end = today() + dt.timedelta(14)
            step = StepFactory(
                client=w["step"], partner=w.partners["annex"], instrument=w.course, status="active",
                started_on=days_ago(BEGAN), planned_end=end,
            )  # fmt: skip
        for act, *days in acts:
            with trusted():
                before = as_it_stands(step)
            refused = False
            try:
                with transaction.atomic(), acting_as(w.acting("trainer"), "test"):
                    carry_out(step, act, *days)
            except (ValidationError, NotNow):
                refused = True
            with trusted():
                after = as_it_stands(step)
            assert not refused or (after[0].version, after[1:]) == (before[0].version, before[1:])
            holds_together(*after, end)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["pause", "extend"])
def test_of_two_at_once_one_is_taken(w, trusted, act):
    with trusted():
        step = StepFactory(
            client=w["step"], partner=w.partners["annex"], instrument=w.course, status="active",
            started_on=days_ago(BEGAN), planned_end=today(),
        )  # fmt: skip

    def one(number):
        def work():
            with acting_as(w.acting("trainer"), "test"):
                carry_out(step, act, *([-20 - number] if act == "extend" else [3 + number, None]))
            return "done"

        return work

    outcomes = at_once([one(number) for number in range(2)])
    with trusted():
        now, pauses, longer = as_it_stands(step)
    if act == "pause":
        assert outcomes.count("done") == 1
        assert any(isinstance(outcome, NotNow) for outcome in outcomes)
    holds_together(now, pauses, longer, today())


@pytest.mark.django_db(transaction=True)
def test_a_pause_does_not_outlive_a_step_that_ends_at_that_moment(w, trusted):
    with trusted():
        step = StepFactory(
            client=w["step"], partner=w.partners["annex"], instrument=w.course, status="active",
            started_on=days_ago(BEGAN), planned_end=today(),
        )  # fmt: skip

    def work(act, *days):
        def run():
            with acting_as(w.acting("trainer"), "test"):
                carry_out(step, act, *days)
            return act

        return run

    outcomes = at_once([work("pause", 3, None), work("end", 1)])
    assert "end" in outcomes
    with trusted():
        holds_together(*as_it_stands(step), today())
