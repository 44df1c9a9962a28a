"""Goals of the plan for machines: changed and moved by the forms and acts of the page, for who writes the plan."""

import pytest

from clients.models import Event, Look, PlanGoal
from tests.api.calls import Machine, faults
from tests.factories import PlanFactory, PlanGoalFactory, a_bsn, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.goal = PlanGoalFactory(plan=PlanFactory(client=w["both"]), why="Van planten houdt hij.", position=1)
        w.foreign_goal = PlanGoalFactory(plan=PlanFactory(client=w["foreign"]))
        w.szmh = Machine.of(w.staff["consultant"])
        w.annex = Machine.of(w.staff["trainer"])
        w.reads = Machine.of(w.staff["lead"], ["plan:read"])
    return w


def here(w, act=""):
    return f"/goals/{w.goal.pk}{act}"


def act(w, name, body):
    return w.szmh.post(here(w, f"/_{name}"), body, **{"if-match": w.szmh.get(here(w))["ETag"]})


def now(w, trusted):
    with trusted():
        return PlanGoal.objects.get(pk=w.goal.pk)


def test_a_goal_stands_in_the_plan_and_at_its_own_address(w):
    told = w.annex.get(here(w)).json()
    assert told == w.annex.get(f"/clients/{w['both'].number}/plan").json()["goals"][0]
    assert (told["text"], told["why"], told["status"]) == ("Werken in het groen", "Van planten houdt hij.", "open")


def test_what_is_sent_changes_and_the_rest_stays(w, trusted):
    tag = w.szmh.get(here(w))["ETag"]
    done = w.szmh.patch(here(w), {"chosen": "De kwekerij", "options": "De kwekerij\nHet park"}, tag)
    assert done.status_code == 200 and done["ETag"] != tag, done.content
    assert (done.json()["why"], done.json()["chosen"]) == ("Van planten houdt hij.", "De kwekerij")
    assert w.szmh.get(here(w))["ETag"] == done["ETag"]
    same = w.szmh.patch(here(w), {"chosen": "De kwekerij"}, done["ETag"])
    assert same.status_code == 200 and same["ETag"] == done["ETag"]  # nothing changed


def test_all_that_is_wrong_is_named_at_once(w, trusted):
    wrong = {
        "text": "",
        "why": f"BSN {a_bsn(3)}",
        "options": "Heeft een depressie.",
        "position": 0,
        "status": "reached",
    }
    found = faults(w.szmh.changed(here(w), wrong))
    assert found == {
        "text": "blank", "why": "bsn", "options": "medical", "position": "min_value", "status": "unknown",
    }  # fmt: skip
    words = {"options": "Heeft een depressie.", "confirmedWords": ["depressie"]}
    assert w.szmh.changed(here(w), words).status_code == 200
    assert now(w, trusted).version == 2


def test_a_change_says_what_it_changes_and_a_stale_one_is_refused(w, trusted):
    tag = w.szmh.get(here(w))["ETag"]
    assert w.szmh.patch(here(w), {"why": "Anders"}).status_code == 428
    assert w.szmh.post(here(w, "/_reach"), {"result": "Gelukt."}).status_code == 428
    with trusted():
        PlanGoal.objects.filter(pk=w.goal.pk).update(version=7)
    assert w.szmh.patch(here(w), {"why": "Anders"}, tag).status_code == 412
    assert w.szmh.post(here(w, "/_reach"), {"result": "Gelukt."}, **{"if-match": tag}).status_code == 412
    assert (now(w, trusted).why, now(w, trusted).status) == ("Van planten houdt hij.", "open")


def test_who_may_not_is_refused_and_out_of_sight_is_as_not_there(w, trusted):
    assert w.annex.patch(here(w), {"why": "Anders"}, "*").status_code == 403  # reads the plan, and does not write it
    assert w.reads.get(here(w)).status_code == 200
    without = w.reads.patch(here(w), {"why": "Anders"}, "*")
    assert without.status_code == 403 and "plan:write" in without["WWW-Authenticate"]
    for path in (f"/goals/{w.foreign_goal.pk}", "/goals/999999999"):
        assert w.szmh.patch(path, {"why": "Anders"}, "*").status_code == 404
    with trusted():
        rows = Look.objects.filter(membership=w.acting("lead"), why="refused")
        assert [row.parts for row in rows] == [["goals"]]


def test_a_goal_is_reached_let_go_of_and_resumed(w, trusted):
    assert faults(act(w, "reach", {})) == {"result": "required"}
    assert faults(act(w, "drop", {"result": f"BSN {a_bsn(3)}"})) == {"result": "bsn"}
    done = act(w, "reach", {"result": "Werkt nu bij de kwekerij."})
    assert done.status_code == 200, done.content
    assert (done.json()["status"], done.json()["result"]) == ("reached", "Werkt nu bij de kwekerij.")
    assert done["ETag"] == w.szmh.get(here(w))["ETag"]
    assert act(w, "drop", {"result": "Toch niet."}).status_code == 409
    assert act(w, "resume", {}).json()["status"] == "open"
    with trusted():
        assert Event.objects.filter(client=w["both"], act="goal-reached").count() == 1


def test_a_goal_of_a_plan_that_ended_stays(w, trusted):
    with trusted():
        w.goal.plan.ended_on, w.goal.plan.end_reason = days_ago(1), "work"
        w.goal.plan.save()
    assert w.szmh.changed(here(w), {"why": "Anders"}).status_code == 409
    assert act(w, "reach", {"result": "Gelukt."}).status_code == 409
