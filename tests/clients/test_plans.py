"""The plan's acts: who may, what is told, what a version holds, and that it stays as it was agreed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from chain.acting import acting_as
from chain.days import today
from clients import plans, steps, terms
from clients.models import Agreement, Event, Plan, PlanVersion, Step
from clients.plan_content import changed, content, differences
from clients.timeline import told
from tests.conftest import role
from tests.factories import MandateFactory, PlanFactory, PlanGoalFactory, TermFactory, days_ago


@pytest.fixture
def w(w, trusted):
    with trusted():
        for code in ("annex", "mtb"):
            MandateFactory(partner=w.partners[code], function="trajectories")
    return w


@pytest.fixture
def as_consultant(w):
    with acting_as(w.acting("consultant"), "test"):
        yield steps.acting()


@pytest.fixture
def plan(w, as_consultant):
    return plans.start(
        w["both"], words="Ik wil lassen.", limits="U komt op tijd.", ladder_start=2, on=days_ago(100), by=as_consultant
    )


def events(client):
    with role("snoer_owner"):
        return list(Event.objects.filter(client=client).order_by("pk").values_list("act", flat=True))


# beginning


def test_a_plan_begins_with_their_words_a_position_and_a_day_to_look_back(w, plan):
    assert (plan.words, plan.ladder_start, plan.started_on) == ("Ik wil lassen.", 2, days_ago(100))
    assert plan.evaluate_on == terms.after(days_ago(100), 6, "months")
    assert plans.open_plan(w["both"]) == plan
    assert events(w["both"]) == ["plan-started"]


@pytest.mark.parametrize(
    ("day", "later"), [("2026-08-31", "2027-02-28"), ("2026-03-15", "2026-09-15"), ("2027-08-29", "2028-02-29")]
)
def test_six_months_later_is_a_day_that_exists(day, later):
    assert terms.after(dt.date.fromisoformat(day), 6, "months") == dt.date.fromisoformat(later)


def test_the_chain_may_say_when_a_plan_is_looked_back_on(w, trusted, as_consultant):
    with trusted():
        TermFactory(chain=w.chain, key="plan-evaluation", offset=3, unit="months", started_on=dt.date(2020, 1, 1))
    assert plans.next_evaluation(w.chain.pk, dt.date(2026, 1, 10)) == dt.date(2026, 4, 10)


def test_one_plan_runs_at_a_time(w, plan):
    with pytest.raises(ValidationError, match="loopt al een plan"):
        plans.start(w["both"], ladder_start=1)


def test_the_position_at_the_start_is_asked(w, as_consultant):
    with pytest.raises(ValidationError) as refused:
        plans.start(w["both"], words="x")
    assert list(refused.value.message_dict) == ["ladder_start"]


@pytest.mark.parametrize("who", ["trainer", "annex_consultant", "manager", "coach"])
def test_only_the_point_of_contact_writes_the_plan(w, plan, who):
    with acting_as(w.acting(who), "test"):
        for act in (
            lambda: plans.start(w["both"], ladder_start=1),
            lambda: plans.add_goal(plan, "x"),
            lambda: plans.agree(plan, how="said"),
            lambda: plans.evaluate(plan, "x"),
            lambda: plans.end(plan, "goal", ladder_end=3),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_the_database_too_keeps_a_partner_from_writing_the_plan(w, plan):
    with acting_as(w.acting("trainer"), "test"):
        assert Plan.objects.filter(pk=plan.pk).update(words="van Annex") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.create(
                plan=plan, client=plan.client, chain=plan.chain, partner=w.partners["mtb"], text="van een ander"
            )


# goals


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        (["reach"], "reached"),
        (["drop"], "dropped"),
        (["reach", "resume"], "open"),
        (["drop", "resume", "reach"], "reached"),
    ],
)
def test_a_goal_moves_by_its_table(w, plan, acts, status):
    goal = plans.add_goal(plan, "Lassen leren")
    for act in acts:
        goal = plans.move_goal(goal, act, result="Zo ging het.")
    assert goal.status == status


@pytest.mark.parametrize("acts", [["resume"], ["reach", "reach"], ["reach", "drop"]])
def test_a_move_that_the_status_does_not_allow(plan, acts):
    goal = plans.add_goal(plan, "Lassen leren")
    for act in acts[:-1]:
        plans.move_goal(goal, act, result="x")
    with pytest.raises(plans.NotNow):
        plans.move_goal(goal, acts[-1], result="x")


def test_a_goal_that_ends_says_how_it_went_and_is_told(w, plan):
    goal = plans.add_goal(plan, "Lassen leren")
    with pytest.raises(ValidationError):
        plans.move_goal(goal, "drop")
    plans.move_goal(goal, "reach", result="Heeft het diploma.")
    assert events(w["both"])[-1] == "goal-reached"
    with role("snoer_owner"):
        (event,) = Event.objects.filter(act="goal-reached").values("act", "params", "on")
    assert told(event)[1] == "Lassen leren. Heeft het diploma."


def test_goals_stand_in_their_order(plan):
    first, second = plans.add_goal(plan, "eerst"), plans.add_goal(plan, "dan")
    assert [goal.position for goal in (first, second)] == [1, 2]


# steps of any partner under a goal


def test_a_partner_puts_its_own_step_under_a_goal_and_plans_one_there(w, plan):
    goal = plans.add_goal(plan, "Lassen leren")
    with acting_as(w.acting("trainer"), "test"):
        assert plans.attach(w.steps["both"], goal).plan_goal == goal
        with pytest.raises(PermissionDenied):
            plans.attach(w.steps["both-mtb"], goal)
        assert steps.plan(w["both"], w.instrument, w.partners["annex"], plan_goal=goal).plan_goal == goal
    assert plans.attach(w.steps["both-mtb"], goal).plan_goal == goal, "the point of contact, any partner's"
    assert plans.attach(w.steps["both-mtb"], None).plan_goal is None


def test_a_step_is_under_a_running_goal_of_its_own_person(w, plan, trusted):
    with trusted():
        theirs = PlanGoalFactory(plan=PlanFactory(client=w["step"]))
    gone = plans.move_goal(plans.add_goal(plan, "x"), "drop", result="y")
    for goal in (theirs, gone):
        with pytest.raises(ValidationError):
            plans.attach(w.steps["both"], goal)
        with pytest.raises(ValidationError):
            steps.plan(w["both"], w.instrument, w.partners["annex"], plan_goal=goal)


# agreements


def test_each_partner_that_sees_the_plan_writes_its_own_agreements(w, plan):
    with acting_as(w.acting("trainer"), "test"):
        own = plans.add_agreement(plan, "We regelen schoenen", partner=w.partners["annex"])
        for partner in (w.partners["mtb"], None):
            with pytest.raises(PermissionDenied):
                plans.add_agreement(plan, "x", partner=partner)
        assert plans.settle(own).kept_on == today()
    theirs = plans.add_agreement(plan, "Ik bel", partner=None)
    with acting_as(w.acting("trainer"), "test"), pytest.raises(PermissionDenied):
        plans.settle(theirs)
    plans.settle(theirs, kept=False)
    again = plans.settle(theirs)
    assert (again.kept_on, again.dropped_on) == (None, today()), "a second time changes nothing"


@pytest.mark.parametrize("who", ["stranger", "manager", "adviser"])
def test_who_does_not_write_the_plan_makes_no_agreement(w, plan, who):
    with acting_as(w.acting(who), "test"):
        with pytest.raises((PermissionDenied, Plan.DoesNotExist)):
            plans.add_agreement(plan, "x", partner=w.staff[who].partner)


# agreeing


def test_what_was_agreed_never_changes(w, plan):
    goal = plans.add_goal(plan, "Lassen leren", options="lassen\ntimmeren", chosen="lassen")
    plans.attach(w.steps["both"], goal)
    plans.add_agreement(plan, "Ik bel", due_on=today())
    version = plans.agree(plan, how="said", says="Goed zo.")
    assert version.number == 1
    kept = version.content
    assert kept["words"] == "Ik wil lassen."
    (told_goal,) = kept["goals"]
    assert (told_goal["options"], told_goal["chosen"]) == (["lassen", "timmeren"], "lassen")
    (step,) = told_goal["steps"]
    assert (step["name"], step["partner"], step["status"]) == ("Work-rhythm", "Annex", "active")
    assert kept["agreements"][0]["text"] == "Ik bel"
    Plan.objects.filter(pk=plan.pk).update(words="Toch niet.")
    plans.move_goal(goal, "reach", result="klaar")
    with acting_as(w.acting("trainer"), "test"):
        steps.move(w.steps["both"], "finish", result="klaar")
    assert PlanVersion.objects.get(pk=version.pk).content == kept
    assert plans.agree(plan, how="signed").number == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(says="anders")


def test_who_does_not_agree_says_why_and_the_plan_holds(plan):
    plans.add_goal(plan, "Lassen leren")
    with pytest.raises(ValidationError):
        plans.agree(plan, how="not")
    assert plans.agree(plan, how="not", says="Ik wil liever timmeren.").says == "Ik wil liever timmeren."


@pytest.mark.parametrize("on", [-1, 101])
def test_an_agreement_on_a_day_that_cannot_be(plan, on):
    plans.add_goal(plan, "Lassen leren")
    with pytest.raises(ValidationError):
        plans.agree(plan, how="said", on=days_ago(on))


def test_a_plan_without_a_goal_is_not_agreed_on(plan):
    with pytest.raises(ValidationError, match="eerst een doel"):
        plans.agree(plan, how="said")


# what changed


def test_the_plan_says_what_changed_since_it_was_agreed(w, plan):
    goal = plans.add_goal(plan, "Lassen leren")
    version = plans.agree(plan, how="said")
    assert changed(plan, version) == []
    with acting_as(w.acting("trainer"), "test"):
        plans.attach(w.steps["both"], goal)
    plans.add_agreement(plan, "Ik bel")
    assert [(one.kind, one.text) for one in changed(plan, version)] == [
        ("added", "Stap Work-rhythm door Annex, bij “Lassen leren”"),
        ("added", "Afspraak van de inwoner: Ik bel"),
    ]
    assert changed(plan, None) == []


def test_how_it_goes_on_is_no_change_of_the_plan(w, plan):
    goal = plans.add_goal(plan, "Lassen leren")
    plans.attach(w.steps["both"], goal)
    agreement = plans.add_agreement(plan, "Ik bel")
    version = plans.agree(plan, how="said")
    with acting_as(w.acting("trainer"), "test"):
        steps.move(w.steps["both"], "finish", result="klaar")
    plans.settle(agreement)
    plans.move_goal(goal, "reach", result="gelukt")
    assert changed(plan, version) == []
    all_of_it = differences(version.content, content(plan))
    assert [one.text for one in all_of_it] == [
        "Doel “Lassen leren”: bereikt", "Work-rhythm: afgerond", "Gedaan door de inwoner: Ik bel",
    ]  # fmt: skip


def base(**more):
    return {
        "kind": "action", "words": "a", "limits": "", "ladder_start": 2, "started_on": "2026-01-01", "evaluate_on": None,
        "goals": [], "agreements": [], **more,
    }  # fmt: skip


def goal(**more):
    return {"id": 1, "text": "Lassen", "why": "", "options": [], "chosen": "", "status": "open", "result": "",
            "steps": [], **more}  # fmt: skip


def step(**more):
    return {"id": 7, "name": "Taalles", "partner": "Annex", "colour": "annex", "status": "planned", "goal": "",
            "start": "2026-03-01", "end": None, **more}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "kind", "text", "before", "after"),
    [
        (base(), base(words="b"), "changed", "In eigen woorden", "a", "b"),
        (base(), base(limits="x"), "changed", "Wat vaststaat", "(niets)", "x"),
        (base(), base(kind="perspective"), "changed", "Soort plan", "plan van aanpak", "perspectiefplan"),
        (base(), base(ladder_start=3), "changed", "Trede bij de start", "2", "3"),
        (base(), base(goals=[goal()]), "added", "Doel “Lassen”", "", ""),
        (base(goals=[goal()]), base(), "removed", "Doel “Lassen”", "", ""),
        (base(goals=[goal()]), base(goals=[goal(text="Bakken")]), "changed", "Doel", "Lassen", "Bakken"),
        (base(goals=[goal()]), base(goals=[goal(chosen="les")]), "changed", "Gekozen, bij “Lassen”", "(niets)", "les"),
        (base(goals=[goal()]), base(goals=[goal(options=["a", "b"])]), "changed", "Keuzes, bij “Lassen”", "(niets)",
         "a, b"),
        (base(goals=[goal()]), base(goals=[goal(status="dropped")]), "changed", "Doel “Lassen”: losgelaten", "", ""),
        (base(goals=[goal(steps=[step()])]), base(goals=[goal()]), "removed",
         "Stap Taalles door Annex, bij “Lassen”", "", ""),
        (base(goals=[goal(steps=[step()])]), base(goals=[goal(steps=[step(start="2026-04-01")])]), "changed",
         "Taalles is verzet", "vanaf 1 mrt 2026", "vanaf 1 apr 2026"),
    ],
)  # fmt: skip
def test_each_difference_is_told_in_words(old, new, kind, text, before, after):
    (one,) = differences(old, new)
    assert (one.kind, one.text, one.before, one.after, one.progress) == (kind, text, before, after, False)


def test_a_step_that_moved_to_another_goal_is_one_change():
    old = base(goals=[goal(steps=[step()]), goal(id=2, text="Bakken")])
    new = base(goals=[goal(), goal(id=2, text="Bakken", steps=[step()])])
    assert [(one.text, one.before, one.after) for one in differences(old, new)] == [
        ("Taalles hoort bij een ander doel", "Lassen", "Bakken")
    ]


# evaluating, ending


def test_an_evaluation_sets_the_next(w, plan):
    one = plans.evaluate(plan, "Het gaat goed.", words="Ik ben trots.", ladder=3, on=days_ago(2))
    assert (one.ladder, one.words) == (3, "Ik ben trots.")
    assert plans.open_plan(w["both"]).evaluate_on == terms.after(days_ago(2), 6, "months")
    plans.evaluate(plan, "Nog eens.", evaluate_on=today() + dt.timedelta(30))
    assert plans.open_plan(w["both"]).evaluate_on == today() + dt.timedelta(30)
    with pytest.raises(ValidationError):
        plans.evaluate(plan, "Nog eens.", evaluate_on=days_ago(1))


def test_a_plan_ends_with_a_reason_and_a_position(w, plan):
    with pytest.raises(ValidationError) as refused:
        plans.end(plan, "work")
    assert list(refused.value.message_dict) == ["ladder_end"]
    ended = plans.end(plan, "work", ladder_end=6)
    assert (ended.ended_on, ended.end_reason, ended.ladder_end, ended.evaluate_on) == (today(), "work", 6, None)
    assert plans.open_plan(w["both"]) is None
    for act in (
        lambda: plans.end(plan, "work", ladder_end=6),
        lambda: plans.add_goal(plan, "x"),
        lambda: plans.add_agreement(plan, "x"),
        lambda: plans.agree(plan, how="said"),
    ):
        with pytest.raises(plans.NotNow):
            act()
    assert plans.start(w["both"], ladder_start=3).pk != plan.pk
    assert plans.latest(w["both"]).ended_on is None
    assert events(w["both"]) == ["plan-started", "plan-ended", "plan-started"]


def test_a_file_that_closes_ends_the_plan_without_a_position(plan):
    assert plans.end(plan, "closed").ladder_end is None


def test_steps_go_on_when_the_plan_ends(w, plan):
    goal = plans.add_goal(plan, "Lassen leren")
    plans.attach(w.steps["both"], goal)
    plans.end(plan, "stopped", ladder_end=2)
    assert Step.objects.get(pk=w.steps["both"].pk).status == "active"


def test_what_an_act_does_is_one_transaction(w, plan, monkeypatch):
    plans.add_goal(plan, "Lassen leren")
    monkeypatch.setattr(plans, "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plans.agree(plan, how="said")
    assert not plan.versions.exists()
