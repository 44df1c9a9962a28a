"""Steps through a machine: planned, moved to other days, started and ended, each by whoever may on the page."""

import pytest

from chain.days import today
from clients.models import Step
from tests.api.calls import Machine, faults
from tests.factories import MandateFactory, days_ago
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        for code in ("annex", "szmh"):
            MandateFactory(partner=w.partners[code], function=w.instrument.function)
        w.szmh, w.annex, w.coach = (Machine.of(w.staff[name]) for name in ("consultant", "trainer", "coach"))
    return w


def step(w, name="planned"):
    return f"/steps/{w.steps[name].pk}"


def act(machine, where, name, body, match=None):
    return machine._call(
        "post", f"{where}/_{name}", data=__import__("json").dumps(body), content_type="application/json",
        headers={"if-match": match or machine.get(where)["ETag"]},
    )  # fmt: skip


def test_the_steps_of_a_person_are_read_by_who_sees_them(w):
    shown = w.annex.get(f"/clients/{w['both'].number}/steps").json()["items"]
    assert {one["partner"]["code"] for one in shown} == {"annex", "mtb"}
    assert w.annex.get(step(w, "mtb")).status_code == 404
    assert w.coach.get(step(w, "mtb")).json()["clientNumber"] == w["mtb"].number


def test_a_step_is_planned_by_the_codes_of_instrument_and_partner(w):
    new = {"instrument": "work-rhythm", "partner": "annex", "plannedOn": today().isoformat(), "goal": "Ritme"}
    made = w.szmh.post(f"/clients/{w['unknown'].number}/steps", new)
    assert made.status_code == 201, made.content
    shown = w.szmh.get(made["Location"]).json()
    assert (shown["instrument"]["code"], shown["partner"]["code"], shown["status"]) == (
        "work-rhythm",
        "annex",
        "planned",
    )
    assert "step-planned" in {
        one["act"] for one in w.szmh.get(f"/clients/{w['unknown'].number}/events").json()["items"]
    }


def test_what_cannot_be_planned_is_said_at_its_field(w):
    where, day = f"/clients/{w['both'].number}/steps", today().isoformat()
    assert faults(w.szmh.post(where, {"instrument": "nothing", "plannedOn": "soon"})) == {
        "instrument": "invalid_choice", "plannedOn": "invalid"
    }  # fmt: skip
    assert "partner" in faults(
        w.szmh.post(where, {"instrument": "work-rhythm", "partner": "podium24", "plannedOn": day})
    )
    assert "instrument" in faults(w.szmh.post(where, {"instrument": "regular-work", "plannedOn": day}))
    before = {"instrument": "work-rhythm", "partner": "annex", "plannedOn": day, "plannedEnd": days_ago(3).isoformat()}
    assert "plannedEnd" in faults(w.szmh.post(where, before))


def test_who_carries_a_step_out_starts_and_ends_it(w):
    where = step(w)
    started = act(w.annex, where, "start", {})
    assert started.status_code == 200, started.content
    assert started.json()["status"] == "active" and started["ETag"] == w.annex.get(where)["ETag"]
    assert faults(act(w.annex, where, "finish", {})) == {"result": "required"}
    done = act(w.annex, where, "finish", {"result": "Is elke dag op tijd.", "on": today().isoformat()})
    assert done.json()["status"] == "done"
    assert act(w.annex, where, "stop", {"result": "x", "stoppedFor": "early"}).status_code == 409


def test_another_does_not_though_it_sees_the_step(w):
    assert act(w.szmh, step(w), "start", {}).status_code == 403
    assert act(w.coach, step(w), "start", {}, '"1"').status_code == 404
    assert act(w.szmh, step(w), "cancel", {"result": "Verhuisd."}).json()["status"] == "cancelled"


def test_an_act_on_what_changed_meanwhile_is_refused(w, trusted):
    where = step(w)
    tag = w.annex.get(where)["ETag"]
    with trusted():
        Step.objects.filter(pk=w.steps["planned"].pk).update(version=7)
    assert act(w.annex, where, "start", {}, tag).status_code == 412
    assert w.annex.post(f"{where}/_start", {}).status_code == 428
    with trusted():
        assert Step.objects.get(pk=w.steps["planned"].pk).status == "planned"


def test_a_step_gets_other_days(w):
    changed = w.annex.changed(step(w), {"plannedOn": today().isoformat(), "plannedEnd": today().isoformat()})
    assert changed.status_code == 200, changed.content
    assert changed.json()["plannedEnd"] == today().isoformat()
    assert faults(w.annex.changed(step(w), {"plannedEnd": days_ago(400).isoformat()})) == {"plannedEnd": "invalid"}
    assert faults(w.annex.changed(step(w), {"status": "done"})) == {"status": "unknown"}


def test_a_placement_is_not_ended_as_a_step(w):
    assert act(w.annex, step(w, "placement"), "finish", {"result": "x"}, "*").status_code in (403, 409)
