"""Patterns of absence: three times away without notice in four weeks, or more than half away; told to who has the lead, and
shown where one looks at the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from clients import terms
from clients.models import Task
from development import absence, attendance_panel
from tests.factories import AttendanceFactory, GroupFactory, StayFactory, StepFactory, TermFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(w, trusted):
    """A running step of Annex whose lead is the consultant; the chain has both terms."""
    with trusted():
        w["step"].lead = w.staff["consultant"].user
        w["step"].save()
        for source in ("absent-often", "absent-half"):
            TermFactory(
                chain=w.chain, key=source, source=source, offset=3, unit="workdays", warn_days=7, for_whom="lead"
            )
        step = StepFactory(client=w["step"], chain=w.chain, partner=w.partners["annex"], instrument=w.course)
        StayFactory(step=step, chain=w.chain, group=w.group)
    return step


def marked(w, trusted, step, marks):
    """Marks by days ago; then the engine runs. The keys of the open tasks of the step."""
    with trusted():
        for ago, mark in marks.items():
            AttendanceFactory(step=step, chain=w.chain, group=w.group, on=days_ago(ago), mark=mark)
    terms.run(w.chain.pk)
    return tasks(trusted, step)


def tasks(trusted, step):
    with trusted():
        return sorted(Task.objects.filter(about="step", about_id=step.pk, status="open").values_list("key", flat=True))


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ({1: "absent", 5: "absent", 9: "absent"}, ["absent-often"]),
        ({1: "absent", 5: "absent"}, []),
        ({1: "absent", 5: "absent", 9: "excused"}, []),
        ({0: "absent", 14: "absent", 27: "absent"}, ["absent-often"]),  # within 28 days, both ends counted
        ({0: "absent", 14: "absent", 28: "absent"}, []),
        ({30: "absent", 32: "absent", 34: "absent", 1: "present"}, ["absent-often"]),  # nobody has looked at it yet
        ({60: "absent", 62: "absent", 64: "absent"}, []),  # long ago
        (dict.fromkeys((1, 2, 3, 4), "excused") | {5: "present", 6: "present"}, ["absent-half"]),
        (dict.fromkeys((1, 2, 3), "excused") | dict.fromkeys((4, 5, 6), "late"), []),  # half is not more than half
        (dict.fromkeys((1, 2, 3, 4, 5), "excused"), []),  # five meetings say nothing yet
        (dict.fromkeys(range(1, 8), "absent"), ["absent-half", "absent-often"]),
    ],
)
def test_what_is_a_pattern(w, trusted, step, marks, told):
    assert marked(w, trusted, step, marks) == told


def test_the_task_is_for_the_lead_and_tells_of_the_plan(w, trusted, step):
    marked(w, trusted, step, {1: "absent", 2: "absent", 3: "absent"})
    with trusted():
        task = Task.objects.get(key="absent-often")
    assert (task.for_whom, task.part, task.client_id) == ("lead", "plan", step.client_id)
    assert task.due_on == terms.after(days_ago(1), 3, "workdays")


def test_it_is_over_with_the_step_and_comes_back_with_the_next_absence(w, trusted, step):
    assert marked(w, trusted, step, {3: "absent", 5: "absent", 9: "absent"}) == ["absent-often"]
    with trusted():
        Task.objects.filter(key="absent-often").update(status="done", done_on=days_ago(2))
    terms.run(w.chain.pk)
    assert tasks(trusted, step) == []
    assert marked(w, trusted, step, {1: "absent"}) == ["absent-often"]
    with trusted():
        type(step).objects.filter(pk=step.pk).update(status="stopped", ended_on=today())
    terms.run(w.chain.pk)
    assert tasks(trusted, step) == []


def test_a_mark_that_was_wrong_clears_it(w, trusted, step):
    assert marked(w, trusted, step, {1: "absent", 5: "absent", 9: "absent"}) == ["absent-often"]
    with trusted():
        step.attendance.filter(on=days_ago(5)).update(mark="present")
    terms.run(w.chain.pk)
    assert tasks(trusted, step) == []


@given(st.lists(st.sampled_from(["present", "late", "excused", "absent"]), min_size=1, max_size=28))
def test_the_panel_says_what_the_term_says(marks):
    rows = [{"mark": mark, "on": days_ago(ago)} for ago, mark in enumerate(marks)]
    said = attendance_panel.summed(rows)["pattern"]
    away = sum(mark in ("absent", "excused") for mark in marks)
    often = marks.count("absent") >= absence.OFTEN_ABSENT
    half = len(marks) >= absence.HALF_LEAST and away > len(marks) / 2
    assert bool(said) == (often or half)


# Where it is seen


def page(signed_in, name, address):
    return " ".join(signed_in(name).get(address).content.decode().split())


def test_the_record_and_the_step_show_the_last_four_weeks(w, trusted, step, signed_in):
    marked(w, trusted, step, {1: "absent", 2: "absent", 3: "absent", 4: "late", 30: "absent"})
    record = page(signed_in, "consultant", f"/clienten/{step.client.number}/")
    assert "1 van 4 keer er, 1 keer te laat, 3 keer niet afgemeld" in record
    assert "vaak niet afgemeld" in record
    detail = page(signed_in, "trainer", f"/clienten/{step.client.number}/stappen/{step.pk}/")
    assert "1 van 4 keer er" in detail
    assert "Dag voor dag" in detail


def test_nothing_is_shown_of_who_is_not_followed(w, signed_in):
    assert "panel-attendance" not in page(signed_in, "consultant", f"/clienten/{w['step'].number}/")


def test_the_panel_answers_at_its_own_address_too(w, trusted, step, signed_in):
    marked(w, trusted, step, {1: "absent"})
    assert "0 van 1 keer er" in page(signed_in, "consultant", f"/clienten/{step.client.number}/paneel/attendance/")


def test_mijn_dag_of_who_leads_a_group_names_it_until_it_is_filled_in(w, trusted, step, signed_in):
    assert "Vandaag: Taal op maandag (09:00)." in page(signed_in, "trainer", "/mijn-dag/")
    assert "Taal op maandag (09:00)" not in page(signed_in, "annex_consultant", "/mijn-dag/")
    marked(w, trusted, step, {0: "present"})
    assert "Taal op maandag (09:00)" not in page(signed_in, "trainer", "/mijn-dag/")


def test_a_group_that_does_not_meet_today_is_not_named(w, trusted, signed_in):
    with trusted():
        w.group.weekdays = [today().isoweekday() % 7 + 1]
        w.group.save()
        GroupFactory(chain=w.chain, name="Van niemand", partner=w.partners["annex"])
    with acting_as(w.acting("trainer")):
        assert attendance_panel.notices(w.staff["trainer"]) == []
