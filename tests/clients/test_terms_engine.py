"""The engine of terms: tasks are made, moved and cleared by rows, for one as for all, and twice changes nothing."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from clients import terms
from clients.models import Referral, Step, Task, Term
from clients.terms import Ran, run
from tests.conftest import role
from tests.factories import (
    IdentityFactory,
    InstrumentFactory,
    NoteFactory,
    PlanFactory,
    ReferralFactory,
    StepFactory,
    TermFactory,
    days_ago,
)
from tests.world import world

NOTHING = Ran(0, 0, 0)


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


def term(w, source, offset, unit="days", **more):
    return TermFactory(chain=more.pop("chain", w.chain), source=source, offset=offset, unit=unit, **more)


def tasks(trusted, **given):
    with trusted():
        return list(Task.objects.filter(term__isnull=False, **given).order_by("due_on", "pk"))


def again(w, trusted):
    """That a second run changes nothing, and touches no row of it."""
    with trusted():
        before = [*Task.objects.order_by("pk").extra(select={"x": "xmin::text"}).values_list("pk", "x")]  # noqa: S610
    assert run(w.chain.pk) == NOTHING
    with trusted():
        assert [*Task.objects.order_by("pk").extra(select={"x": "xmin::text"}).values_list("pk", "x")] == before  # noqa: S610


# making, moving, clearing


def test_a_task_is_made_for_each_open_file_and_nothing_the_second_time(w, trusted):
    with trusted():
        Step.objects.exclude(pk=w.steps["step"].pk).delete()
        made_by = term(w, "step-started", 14, warn_days=3, for_whom="partner")
    assert run(w.chain.pk) == Ran(1, 0, 0)
    (task,) = tasks(trusted)
    started = w.steps["step"].started_on
    assert (task.client_id, task.about, task.about_id) == (w["step"].pk, "step", w.steps["step"].pk)
    assert (task.since, task.due_on, task.shown_from) == (started, started + dt.timedelta(14), started + dt.timedelta(11))
    assert (task.term_id, task.key, task.part, task.partner_id) == (
        made_by.pk, made_by.key, "plan", w.partners["annex"].pk,
    )  # fmt: skip
    again(w, trusted)
