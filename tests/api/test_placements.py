"""Placements for machines: what changes, begins and ends, by the forms and acts of the pages."""

import pytest

from chain.days import today
from clients.models import Event, Look, Step
from placement.models import Placement
from tests.api.calls import Machine, faults
from tests.factories import EmployerFactory, MandateFactory, PlacementFactory, SiteFactory, a_bsn, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.employer, w.other = (
            EmployerFactory(chain=w.chain, name=name) for name in ("Bakkerij Jansen", "Kwekerij Groen")
        )
        w.abroad = EmployerFactory(chain=w.other_chain)
        w.site = SiteFactory(employer=w.employer, name="De oven")
        mtb = {"client": w["both"], "step__partner": w.partners["mtb"], "step__instrument": w.work}
        w.job = PlacementFactory(employer=w.employer, site=w.site, job="bakker", wage="15.40", contract="B", **mtb)
        w.soon = PlacementFactory(
            employer=w.employer, step__status="planned", step__planned_on=days_ago(2), step__started_on=None, **mtb
        )
        w.calm = PlacementFactory(employer=None, form_of_work="volunteering", **mtb)
        MandateFactory(partner=w.partners["mtb"], function=w.work.function)
        w.hidden = PlacementFactory(client=w["foreign"])
        w.coach, w.szmh = Machine.of(w.staff["coach"]), Machine.of(w.staff["consultant"])
        w.trainer = Machine.of(w.staff["trainer"])
        w.reads = Machine.of(w.staff["adviser"], ["placements:read"])
    return w


def at(row, act=""):
    return f"/placements/{row.pk}{act}"


def act(machine, row, name, body, match=None):
    tag = machine.get(at(row))["ETag"] if match is None else match
    return machine.post(at(row, f"/_{name}"), body, **{"if-match": tag})


def test_what_is_sent_changes_and_the_rest_stays(w, trusted):
    tag = w.coach.get(at(w.job))["ETag"]
    done = w.coach.patch(at(w.job), {"hoursPerWeek": 28, "wage": "16.20"}, tag)
    assert done.status_code == 200 and done["ETag"] != tag, done.content
    told = done.json()
    assert (told["hoursPerWeek"], told["wage"], told["job"], told["siteId"]) == (28, "16.20", "bakker", w.site.pk)
    assert w.coach.get(at(w.job))["ETag"] == done["ETag"]
    assert w.coach.get(at(w.job)).json() == told
    with trusted():
        assert Event.objects.filter(act="placement-changed").count() == 1
    same = w.coach.patch(at(w.job), {"hoursPerWeek": 28, "siteId": w.site.pk}, done["ETag"])
    assert same.status_code == 200 and same["ETag"] == done["ETag"]
    with trusted():  # nothing changed: nothing to tell
        assert Event.objects.filter(act="placement-changed").count() == 1
    assert w.szmh.changed(at(w.job), {"learning": True}).json()["learning"] is True  # the point of contact may too


def test_another_employer_and_its_site(w, trusted):
    told = w.coach.changed(at(w.job), {"employerId": w.other.pk}).json()
    assert (told["employer"]["name"], told["siteId"], told["job"]) == ("Kwekerij Groen", None, "bakker")
    assert faults(w.coach.changed(at(w.job), {"siteId": w.site.pk})) == {"siteId": "invalid_choice"}
    assert faults(w.coach.changed(at(w.job), {"employerId": None})) == {"employerId": "required"}
    back = w.coach.changed(at(w.job), {"employerId": w.employer.pk, "siteId": w.site.pk})
    assert back.json()["siteId"] == w.site.pk
    with trusted():
        w.site.ended_on = days_ago(1)
        w.site.save()
    kept = w.coach.changed(at(w.job), {"job": "meesterbakker"})
    assert kept.status_code == 200 and kept.json()["siteId"] == w.site.pk  # what is not sent stays


def test_all_that_is_wrong_is_named_at_once(w, trusted):
    wrong = {
        "employerId": w.abroad.pk, "hoursPerWeek": 99, "job": f"bakker {a_bsn(3)}", "employedBy": "nobody",
        "endedOn": "2026-01-01",
    }  # fmt: skip
    assert faults(w.coach.changed(at(w.job), wrong)) == {
        "employerId": "invalid", "hoursPerWeek": "max_value", "job": "bsn", "employedBy": "unknown", "endedOn": "unknown",
    }  # fmt: skip
    paid = {"contract": "B", "wage": "15.00", "quickStart": False}  # of volunteering there is none of this
    assert faults(w.coach.changed(at(w.calm), paid)) == dict.fromkeys(paid, "unknown")
    with trusted():
        assert not Event.objects.filter(act="placement-changed").exists()


def test_a_change_says_what_it_changes_and_a_stale_one_is_refused(w, trusted):
    tag = w.coach.get(at(w.job))["ETag"]
    ended = {"endedOn": today().isoformat(), "endReason": "own-choice"}
    assert w.coach.patch(at(w.job), {"job": "kok"}).status_code == 428
    assert w.coach.post(at(w.job, "/_end"), ended).status_code == 428
    with trusted():
        Step.objects.filter(pk=w.job.step_id).update(hours_per_week=11)
    stale = w.coach.patch(at(w.job), {"job": "kok"}, tag)
    assert stale.status_code == 412 and stale["ETag"] == w.coach.get(at(w.job))["ETag"]
    assert act(w.coach, w.job, "end", ended, tag).status_code == 412
    with trusted():
        row = Placement.objects.get(pk=w.job.pk)
        assert (row.job, row.end_reason, row.step.status) == ("bakker", "", "active")


def test_who_may_not_is_refused_and_out_of_sight_is_as_not_there(w, trusted):
    assert w.trainer.patch(at(w.job), {"job": "kok"}, "*").status_code == 403  # sees it, and carries nothing out
    assert act(w.szmh, w.job, "end", {}, "*").status_code == 403  # who carries it out tells that
    without = w.reads.patch(at(w.job), {"job": "kok"}, "*")
    assert without.status_code == 403 and "placements:write" in without["WWW-Authenticate"]
    for path in (at(w.hidden), "/placements/999999999"):
        assert w.coach.patch(path, {"job": "kok"}, "*").status_code == 404
        assert w.coach.post(f"{path}/_end", {}, **{"if-match": "*"}).status_code == 404
    with trusted():
        why = Look.objects.filter(why="refused").values_list("membership__user__username", "client", "parts")
        assert {parts[0] for _who, client, parts in why if client == w["both"].pk} == {"placements"}


def test_a_planned_placement_begins(w, trusted):
    assert faults(act(w.coach, w.soon, "start", {})) == {"startedOn": "required"}
    assert faults(act(w.coach, w.soon, "start", {"startedOn": "2199-01-01"})).keys() == {"startedOn"}
    done = act(w.coach, w.soon, "start", {"startedOn": today().isoformat()})
    assert done.status_code == 200, done.content
    assert (done.json()["status"], done.json()["startedOn"]) == ("active", today().isoformat())
    assert done.json() == w.coach.get(at(w.soon)).json() and done["ETag"] == w.coach.get(at(w.soon))["ETag"]
    assert act(w.coach, w.soon, "start", {"startedOn": today().isoformat()}).status_code == 409


def test_a_placement_ends_with_a_day_and_a_reason(w, trusted):
    wrong = {"endedOn": "2199-01-01", "endReason": "boredom", "note": f"BSN {a_bsn(3)}", "hoursPerWeek": 3}
    assert faults(act(w.coach, w.job, "end", wrong)) == {
        "endReason": "invalid_choice", "note": "bsn", "hoursPerWeek": "unknown",
    }  # fmt: skip
    assert faults(act(w.coach, w.job, "end", {"endedOn": "2199-01-01", "endReason": "other"})).keys() == {"endedOn"}
    medical = {"endedOn": today().isoformat(), "endReason": "other", "note": "Heeft een depressie."}
    assert faults(act(w.coach, w.job, "end", medical)) == {"note": "medical"}
    assert act(w.coach, w.soon, "end", medical | {"note": ""}).status_code == 409  # not begun
    done = act(w.coach, w.job, "end", medical | {"endReason": "own-choice", "note": "Vond ander werk."})
    assert done.status_code == 200, done.content
    told = done.json()
    assert (told["status"], told["endedOn"], told["endReason"]) == ("stopped", today().isoformat(), "own-choice")
    assert told == w.coach.get(at(w.job)).json() and done["ETag"] == w.coach.get(at(w.job))["ETag"]
    assert w.coach.changed(at(w.job), {"job": "kok"}).status_code == 409  # over
