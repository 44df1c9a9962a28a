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
        before = [*Task.objects.order_by("pk").extra(select={"x": "xmin::text"}).values_list("pk", "x")]
    assert run(w.chain.pk) == NOTHING
    with trusted():
        assert [*Task.objects.order_by("pk").extra(select={"x": "xmin::text"}).values_list("pk", "x")] == before


# making, moving, clearing


def test_a_task_is_made_for_each_open_file_and_nothing_the_second_time(w, trusted):
    with trusted():
        Step.objects.exclude(pk=w.steps["step"].pk).delete()
        made_by = term(w, "step-started", 14, warn_days=3, for_whom="partner")
    assert run(w.chain.pk) == Ran(1, 0, 0)
    (task,) = tasks(trusted)
    started = w.steps["step"].started_on
    assert (task.client_id, task.about, task.about_id) == (w["step"].pk, "step", w.steps["step"].pk)
    assert (task.since, task.due_on, task.shown_from) == (
        started,
        started + dt.timedelta(14),
        started + dt.timedelta(11),
    )
    assert (task.term_id, task.key, task.part, task.partner_id) == (
        made_by.pk, made_by.key, "plan", w.partners["annex"].pk,
    )  # fmt: skip
    again(w, trusted)


def test_what_has_a_later_start_is_moved_and_what_is_over_is_cleared(w, trusted):
    step = w.steps["step"]
    with trusted():
        Step.objects.exclude(pk=step.pk).delete()
        term(w, "step-started", 14)
    run(w.chain.pk)
    with trusted():
        Step.objects.filter(pk=step.pk).update(started_on=days_ago(1))
    assert run(w.chain.pk) == Ran(0, 1, 0)
    assert tasks(trusted)[0].due_on == days_ago(-13)
    with trusted():
        Step.objects.filter(pk=step.pk).update(status="done", ended_on=days_ago(0))
    assert run(w.chain.pk) == Ran(0, 0, 1)
    assert tasks(trusted)[0].status == "cleared"
    again(w, trusted)
    with trusted():  # it goes on after all
        Step.objects.filter(pk=step.pk).update(status="active", ended_on=None)
    assert run(w.chain.pk) == Ran(1, 0, 0)
    assert tasks(trusted)[0].status == "open"


@pytest.mark.parametrize("field", ["warn_days", "for_whom", "offset"])
def test_a_changed_row_moves_its_tasks(w, trusted, field):
    with trusted():
        rule = term(w, "step-started", 14)
    made = run(w.chain.pk).made
    with trusted():
        Term.objects.filter(pk=rule.pk).update(**{field: {"warn_days": 5, "for_whom": "partner", "offset": 15}[field]})
    assert run(w.chain.pk) == Ran(0, made, 0)
    again(w, trusted)


def test_a_term_that_is_gone_clears_its_tasks(w, trusted):
    with trusted():
        rule = term(w, "step-started", 14)
    made = run(w.chain.pk).made
    with trusted():
        Term.objects.filter(pk=rule.pk).update(source="nothing-starts-it")
    assert run(w.chain.pk) == Ran(0, 0, made)


def test_closing_a_file_clears_what_was_to_be_done(w, trusted):
    with trusted():
        term(w, "step-started", 14)
    run(w.chain.pk)
    with trusted():
        w["step"].__class__.objects.filter(pk=w["step"].pk).update(closed_on=days_ago(0))
    assert run(w.chain.pk) == Ran(0, 0, 1)


# done


def done(trusted, task, result="Gedaan"):
    with trusted():
        Task.objects.filter(pk=task.pk).update(status="done", done_on=days_ago(0), result=result)


def test_what_is_done_stays_done(w, trusted):
    with trusted():
        Step.objects.exclude(pk=w.steps["step"].pk).delete()
        term(w, "step-started", 14)
    run(w.chain.pk)
    done(trusted, tasks(trusted)[0])
    with trusted():
        Step.objects.update(started_on=days_ago(1))
    assert run(w.chain.pk) == NOTHING
    assert tasks(trusted)[0].result == "Gedaan"


def test_a_new_start_of_what_renews_opens_a_done_task_again(w, trusted):
    with trusted():
        found = w["unknown"]
        w["unknown"].__class__.objects.exclude(pk=found.pk).filter(chain=w.chain).update(closed_on=days_ago(0))
        term(w, "contact", 60)
    assert run(w.chain.pk) == Ran(1, 0, 0)
    done(trusted, tasks(trusted)[0])
    assert run(w.chain.pk) == NOTHING
    with trusted():
        NoteFactory(client=found, membership=w.staff["consultant"], on=days_ago(0))
    assert run(w.chain.pk) == Ran(1, 0, 0)
    (task,) = tasks(trusted)
    assert (task.status, task.done_on, task.result, task.due_on) == ("open", None, "", days_ago(-60))
    again(w, trusted)


# recurrence, periods, scopes


def test_it_comes_back_as_often_as_the_row_says(w, trusted):
    with trusted():
        Step.objects.exclude(pk=w.steps["step"].pk).delete()
        Step.objects.update(started_on=dt.date(2026, 8, 31))
        term(w, "step-started", 6, "months", every=6, times=2)
    assert run(w.chain.pk) == Ran(2, 0, 0)
    assert [(task.nth, task.due_on) for task in tasks(trusted)] == [
        (1, dt.date(2027, 2, 28)),
        (2, dt.date(2027, 8, 31)),
    ]


def test_what_is_shown_much_later_is_made_in_its_time(w, trusted):
    with trusted():
        Step.objects.exclude(pk=w.steps["step"].pk).delete()
        Step.objects.update(started_on=days_ago(0))
        term(w, "step-started", terms.AHEAD_DAYS + 31, warn_days=30)
    assert run(w.chain.pk) == NOTHING
    with trusted():
        Term.objects.update(warn_days=31)
    assert run(w.chain.pk) == Ran(1, 0, 0)


def test_a_row_holds_for_what_starts_within_its_period(w, trusted):
    with trusted():
        Step.objects.exclude(pk__in=[w.steps["step"].pk, w.steps["both"].pk]).delete()
        Step.objects.filter(pk=w.steps["step"].pk).update(started_on=days_ago(20))
        Step.objects.filter(pk=w.steps["both"].pk).update(started_on=days_ago(10))
        term(w, "step-started", 30, key="report", ended_on=days_ago(11))
        term(w, "step-started", 40, key="report", started_on=days_ago(10))
    run(w.chain.pk)
    due = {task.about_id: task.due_on for task in tasks(trusted)}
    assert due == {w.steps["step"].pk: days_ago(-10), w.steps["both"].pk: days_ago(-30)}


def test_a_row_for_a_scope_goes_before_the_general_one(w, trusted):
    with trusted():
        Step.objects.exclude(pk__in=[w.steps["step"].pk, w.steps["placement"].pk]).delete()
        Step.objects.update(started_on=days_ago(10))
        term(w, "step-started", 30, key="report")
        term(w, "step-started", 12, key="report", scope=w.work.code)
    run(w.chain.pk)
    due = {task.about_id: task.due_on for task in tasks(trusted)}
    assert due == {w.steps["step"].pk: days_ago(-20), w.steps["placement"].pk: days_ago(-2)}


def test_a_hard_limit_is_its_last_day(w, trusted):
    with trusted():
        Step.objects.exclude(pk=w.steps["step"].pk).delete()
        Step.objects.update(started_on=dt.date(2026, 3, 1))
        term(w, "step-started", 2, "months", hard=True)
    run(w.chain.pk)
    assert tasks(trusted)[0].due_on == dt.date(2026, 4, 30)


# who, and which chain


def test_one_client_is_as_all(w, trusted):
    with trusted():
        for source, scope in (("step-started", ""), ("contact", ""), ("registered", ""), ("step-ended", "")):
            term(w, source, 30, scope=scope, warn_days=30)
        ids = [client.pk for client in w.clients.values()]
    one_by_one = [run(w.chain.pk, [pk]) for pk in ids]
    assert sum(ran.made for ran in one_by_one) == len(tasks(trusted, chain=w.chain)) > 15
    assert run(w.chain.pk) == NOTHING
    assert run(w.chain.pk, ids) == NOTHING
    assert run(w.chain.pk, []) == NOTHING


def test_only_the_clients_that_are_asked_for(w, trusted):
    with trusted():
        term(w, "contact", 30)
    assert run(w.chain.pk, [w["step"].pk, w["foreign"].pk]) == Ran(1, 0, 0)
    assert [task.client_id for task in tasks(trusted)] == [w["step"].pk]


def test_a_chain_is_by_itself(w, trusted):
    with trusted():
        term(w, "contact", 30, chain=w.other_chain)
    assert run(w.chain.pk) == NOTHING
    assert run(w.other_chain.pk) == Ran(1, 0, 0)
    with trusted():
        assert Task.objects.get().client_id == w["foreign"].pk
        Term.objects.update(source="nothing")
    assert run(w.chain.pk) == NOTHING  # nor does it clear what is another's


@pytest.mark.parametrize("who", ["consultant", "admin", "other_terms"])
def test_nobody_else_can_run_it(w, trusted, who):
    with trusted():
        term(w, "contact", 30)
    with acting_as(w.acting(who)), connection.cursor() as cursor:
        cursor.execute("select * from snoer_keep_terms(%s, null)", [w.chain.pk])
        assert cursor.fetchall() == []
    assert tasks(trusted) == []


def test_the_night_does_it_for_each_chain(w, trusted):
    from chain.models import JobRun
    from clients.tasks import terms as task

    with trusted():
        term(w, "contact", 30, chain=w.other_chain)
    task()
    with trusted():
        assert set(JobRun.objects.filter(job="terms").values_list("chain", "outcome")) == {
            (w.chain.pk, "0 made, 0 moved, 0 cleared"), (w.other_chain.pk, "1 made, 0 moved, 0 cleared"),
        }  # fmt: skip


def test_an_act_is_followed_by_its_tasks(w, trusted):
    """What people do goes into the outbox, and with it what the terms ask."""
    from chain.models import Outbox
    from clients.notes import note
    from reporting.jobs import empty_outbox

    with trusted():
        Outbox.objects.all().delete()
        term(w, "contact", 60)
    with acting_as(w.acting("consultant")):
        note(w["step"], w.staff["consultant"], "Gesproken.")
    empty_outbox(w.chain.pk)
    assert [(task.client_id, task.since) for task in tasks(trusted)] == [(w["step"].pk, days_ago(0))]


# each source


def starts(trusted, w, key):
    """What the source starts now: (client, scope by its term, since, partner), by due day, of terms of a day."""
    with trusted():
        Task.objects.all().delete()
        Term.objects.all().delete()
        term(w, key, 0, for_whom="partner")
    run(w.chain.pk)
    return {(task.client_id, task.since, task.partner_id) for task in tasks(trusted)}


def test_a_referral_starts_with_whose_turn_it_is(w, trusted):
    annex, szmh = w.partners["annex"].pk, w.partners["szmh"].pk
    with trusted():
        asked = ReferralFactory(
            client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], turn_since=days_ago(4),
            asked_on=days_ago(6), answer_by=days_ago(-9),
        )  # fmt: skip
    row = (w["unknown"].pk, days_ago(4), annex)
    assert starts(trusted, w, "referral-asked") == {row}
    assert starts(trusted, w, "referral-answer") == {(w["unknown"].pk, days_ago(-9), annex)}
    with trusted():
        Referral.objects.filter(pk=asked.pk).update(status="queried")
    assert starts(trusted, w, "referral-asked") == set()
    assert starts(trusted, w, "referral-queried") == {(w["unknown"].pk, days_ago(4), szmh)}
    assert starts(trusted, w, "referral-answer") == {(w["unknown"].pk, days_ago(-9), szmh)}
    with trusted():
        Referral.objects.filter(pk=asked.pk).update(status="accepted", accepted_on=days_ago(2))
    assert starts(trusted, w, "referral-queried") == set()
    assert starts(trusted, w, "referral-accepted") == {(w["unknown"].pk, days_ago(2), annex)}
    with trusted():
        Referral.objects.filter(pk=asked.pk).update(status="answered", closed_on=days_ago(0), answer="Ja")
    for key in ("referral-accepted", "referral-answer"):
        assert starts(trusted, w, key) == set()


def test_a_plan_starts_with_its_last_talk_or_the_day_that_was_agreed(w, trusted):
    from tests.factories import EvaluationFactory, PlanVersionFactory

    with trusted():
        plan = PlanFactory(client=w["unknown"], started_on=days_ago(90), evaluate_on=None)
    who = w["unknown"].pk
    assert starts(trusted, w, "plan-discussed") == starts(trusted, w, "ladder") == {(who, days_ago(90), None)}
    with trusted():
        PlanVersionFactory(plan=plan, agreed_on=days_ago(80))
    assert starts(trusted, w, "plan-discussed") == {(who, days_ago(80), None)}
    with trusted():
        EvaluationFactory(plan=plan, on=days_ago(30), ladder=None)
    assert starts(trusted, w, "plan-discussed") == {(who, days_ago(30), None)}
    assert starts(trusted, w, "ladder") == {(who, days_ago(90), None)}
    with trusted():
        EvaluationFactory(plan=plan, on=days_ago(20), ladder=3)
        plan.__class__.objects.update(evaluate_on=days_ago(-40))
    assert starts(trusted, w, "ladder") == {(who, days_ago(20), None)}
    assert starts(trusted, w, "plan-discussed") == set()
    assert starts(trusted, w, "plan-evaluate-on") == {(who, days_ago(-40), None)}
    with trusted():
        plan.__class__.objects.update(ended_on=days_ago(1), end_reason="goal")
    for key in ("ladder", "plan-discussed", "plan-evaluate-on"):
        assert starts(trusted, w, key) == set()


def contact_since(trusted, w, client):
    return next(since for pk, since, _partner in starts(trusted, w, "contact") if pk == client.pk)


def test_contact_is_a_talk_and_no_no_show(w, trusted):
    found = w["unknown"]
    assert contact_since(trusted, w, found) == found.registered_on
    with trusted():
        NoteFactory(client=found, membership=w.staff["consultant"], on=days_ago(9))
        NoteFactory(client=found, membership=w.staff["consultant"], on=days_ago(3), kind="no-show")
        NoteFactory(client=found, membership=w.staff["trainer"], on=days_ago(2), audience="partner")
    assert contact_since(trusted, w, found) == days_ago(9)
    with trusted():
        NoteFactory(client=found, membership=w.staff["consultant"], on=days_ago(1), audience="partner")
    assert contact_since(trusted, w, found) == days_ago(1)


def test_an_intake_ends_the_wait_for_one_and_begins_that_for_a_plan(w, trusted):
    found = w["unknown"]
    with trusted():
        found.__class__.objects.exclude(pk=found.pk).filter(chain=w.chain).update(closed_on=days_ago(0))
        found.__class__.objects.update(registered_on=days_ago(40))
    assert starts(trusted, w, "registered") == {(found.pk, days_ago(40), None)}
    with trusted():
        intake = StepFactory(
            client=found, partner=w.partners["szmh"], started_on=days_ago(9),
            instrument=InstrumentFactory(chain=w.chain, code="intake", function="intake"),
        )  # fmt: skip
    assert starts(trusted, w, "registered") == starts(trusted, w, "intake-done") == set()
    with trusted():
        Step.objects.filter(pk=intake.pk).update(status="done", ended_on=days_ago(8))
    assert starts(trusted, w, "intake-done") == {(found.pk, days_ago(8), None)}
    assert starts(trusted, w, "step-ended") == {(found.pk, days_ago(8), w.partners["szmh"].pk)}
    with trusted():
        PlanFactory(client=found)
    assert starts(trusted, w, "intake-done") == set()


def test_paid_work_that_goes_on_starts_the_after_care(w, trusted):
    step = w.steps["placement"]
    assert starts(trusted, w, "placement-started") == set()  # so long ago that the next talk is nearer
    with trusted():
        Step.objects.filter(pk=step.pk).update(started_on=days_ago(30))
    assert starts(trusted, w, "placement-started") == {(w["placement"].pk, days_ago(30), w.partners["annex"].pk)}
    with trusted():
        step.placement.__class__.objects.update(form_of_work="volunteering")
    assert starts(trusted, w, "placement-started") == set()


@pytest.mark.parametrize(("days", "made"), [(31, 1), (32, 0)])
def test_a_birthday_long_ago_is_not_told(w, trusted, days, made):
    with trusted():
        w["unknown"].__class__.objects.exclude(pk=w["unknown"].pk).filter(chain=w.chain).update(closed_on=days_ago(0))
        w["unknown"].identity.__class__.objects.all().delete()
        IdentityFactory(client=w["unknown"], birth_date=days_ago(days + 100))
        term(w, "birth", 100)
    assert run(w.chain.pk).made == made
    if made:
        assert tasks(trusted)[0].part == "identity"
        with trusted():  # nor does it go, once it was told
            Task.objects.update(since=days_ago(131), due_on=days_ago(31))
            IdentityFactory._meta.model.objects.update(birth_date=days_ago(160))
        assert run(w.chain.pk) == Ran(0, 1, 0)


# days


@given(
    since=st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)), number=st.integers(0, 400),
    unit=st.sampled_from(["days", "workdays", "weeks", "months"]), hard=st.booleans(),
)  # fmt: skip
def test_python_and_sql_reckon_alike(django_db_blocker, django_db_setup, since, number, unit, hard):
    term = Term(offset=number, unit=unit, hard=hard)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            f"select {terms.DUE} from (select %s::date as since, %s::int as number, %s as unit, %s as hard) r",
            [since, number, unit, hard],
        )
        assert cursor.fetchone()[0] == terms.due(term, since)


@given(since=st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)), number=st.integers(1, 60))
def test_working_days_are_counted_one_by_one(since, number):
    day, left = since, number
    while left:
        day += dt.timedelta(1)
        left -= day.weekday() < 5
    assert terms.after(since, number, "workdays") == day


@pytest.mark.parametrize(
    ("since", "months", "day"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-08-31", 6, "2027-02-28"),
     ("2024-02-29", 12, "2025-02-28"), ("2026-12-15", 1, "2027-01-15"), ("1999-12-01", 324, "2026-12-01")],
)  # fmt: skip
def test_months_keep_to_the_last_day_of_the_month(since, months, day):
    assert terms.after(dt.date.fromisoformat(since), months, "months") == dt.date.fromisoformat(day)
