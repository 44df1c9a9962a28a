"""Introductions and placements for machines: of people in sight alone, by the acts and refusals of the pages, with a look."""

import uuid

import pytest

from chain.days import today
from clients.models import Look
from placement.models import Introduction, Placement
from tests.api.calls import faults
from tests.factories import EmployerFactory, IntroductionFactory, PlacementFactory, VacancyFactory, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.employer = EmployerFactory(chain=w.chain, name="Bakkerij Jansen")
        w.vacancy = VacancyFactory(
            chain=w.chain, employer=w.employer, partner=w.partners["podium24"], author=w.staff["adviser"].user
        )
        w.idea = IntroductionFactory(
            client=w["both"],
            employer=w.employer,
            vacancy=w.vacancy,
            partner=w.partners["mtb"],
            author=w.staff["coach"].user,
        )
        w.hidden = IntroductionFactory(
            client=w["unknown"], employer=w.employer, partner=w.partners["szmh"], author=w.staff["consultant"].user
        )
        w.job = PlacementFactory(
            client=w["both"], step__partner=w.partners["mtb"], step__instrument=w.work, employer=w.employer
        )
    return w


def looks(trusted, w, name):
    with trusted():
        rows = Look.objects.filter(membership=w.acting(name)).order_by("pk")
        return [
            (row.client.last_name if row.client else None, row.parts, row.why) for row in rows.select_related("client")
        ]


def numbers(answer):
    return {one["clientNumber"] for one in answer.json()["items"]}


def test_lists_show_the_people_in_sight_and_leave_a_look_at_each(w, trusted, calls):
    coach = calls("coach")
    assert numbers(coach.get("/introductions")) == {w["both"].number}
    asked = coach.asked
    assert looks(trusted, w, "coach") == [("both", ["client", "placements"], "involvement")]
    assert numbers(calls("consultant").get("/introductions")) == {w["both"].number, w["unknown"].number}
    assert numbers(calls("consultant").get("/introductions", own="true")) == {w["unknown"].number}
    with trusted():
        IntroductionFactory.create_batch(
            9, client=w["both"], employer=w.employer, partner=w.partners["mtb"], author=w.staff["coach"].user
        )
    assert len(coach.get("/introductions", open="true").json()["items"]) == 10 and coach.asked == asked
    assert numbers(coach.get("/placements")) == {w["both"].number}
    assert numbers(calls("stranger").get("/introductions")) == set()
    assert [client for client, _parts, _why in looks(trusted, w, "stranger")] == [None]
    for name in ("policy", "admin"):
        assert calls(name).get("/placements").status_code == 403


def test_of_one_person_and_one_by_one(w, trusted, calls):
    coach = calls("coach")
    assert numbers(coach.get(f"/clients/{w['both'].number}/introductions")) == {w["both"].number}
    assert coach.get(f"/clients/{w['both'].number}/placements").json()["items"][0]["status"] == "active"
    told = coach.get(f"/introductions/{w.idea.pk}").json()
    assert (told["clientNumber"], told["status"], told["vacancy"]["id"]) == (w["both"].number, "proposed", w.vacancy.pk)
    told = coach.get(f"/placements/{w.job.pk}").json()
    assert (told["employer"]["name"], told["partner"], told["formOfWork"]) == ("Bakkerij Jansen", "mtb", "regular")
    assert ("both", ["client", "plan", "placements"], "involvement") in looks(trusted, w, "coach")


def test_out_of_sight_is_as_not_there(w, trusted, calls):
    coach = calls("coach")
    for hidden, absent in (
        (f"/introductions/{w.hidden.pk}", "/introductions/999999999"),
        (f"/clients/{w['unknown'].number}/introductions", "/clients/K-99999/introductions"),
        (f"/clients/{w['foreign'].number}/placements", "/clients/K-99998/placements"),
    ):
        one = coach.get(hidden)
        asked = coach.asked
        other = coach.get(absent)
        if hidden.endswith("K-00001/placements"):  # numbers are of a chain: this one is somebody's here too
            continue
        assert (one.status_code, other.status_code, coach.asked) == (404, 404, asked)
        assert {**one.json(), "instance": ""} == {**other.json(), "instance": ""}
    assert coach.post(f"/clients/{w['unknown'].number}/introductions", {"why": "x", "employerId": 1}).status_code == 404


def test_somebody_is_introduced_once_with_the_refusals_of_the_page(w, trusted, calls):
    machine, here, key = calls("consultant"), f"/clients/{w['unknown'].number}/introductions", str(uuid.uuid4())
    given = {"vacancyId": w.vacancy.pk, "why": "Kent het werk", "agreedOn": f"{today():%Y-%m-%d}"}
    made = machine.post(here, given, key)
    assert made.status_code == 201, made.content
    assert machine.post(here, given, key).json() == made.json()
    assert machine.get(made["Location"]).json()["status"] == "agreed"
    assert faults(machine.post(here, given)).keys() == {"vacancyId"}  # is introduced there already
    assert faults(machine.post(here, {"why": "", "vacancyId": 1, "employerId": 1})).keys() >= {"why"}
    assert faults(machine.post(here, {"why": "ja"})).keys() == {"vacancyId"}
    assert faults(machine.post(here, {"why": "ja", "employerId": 99_999_999})).keys() == {"employerId"}
    assert machine.post(f"/clients/{w['closed'].number}/introductions", given).status_code in (403, 404)
    assert calls("trainer").post(f"/clients/{w['both'].number}/introductions", given).status_code == 403
    with trusted():
        assert Introduction.objects.filter(client=w["unknown"], vacancy=w.vacancy).count() == 1


def test_what_came_of_it_is_a_change_of_status(w, trusted, calls):
    machine, here = calls("coach"), f"/introductions/{w.idea.pk}"
    assert machine.patch(here, {"status": "agreed"}).status_code == 428
    assert (
        machine.changed(here, {"status": "agreed", "agreedOn": f"{days_ago(1):%Y-%m-%d}"}).json()["status"] == "agreed"
    )
    assert machine.changed(here, {"status": "offer"}).status_code == 409  # no talk yet
    assert faults(machine.changed(here, {"status": "talk"})).keys() == {"talkOn"}
    wrong = {"status": "declined", "declinedBy": "employer", "talkOn": "2026-01-01"}
    assert "talkOn" in faults(machine.changed(here, wrong))
    assert "declineReason" in faults(machine.changed(here, {"status": "declined", "declinedBy": "employer"}))
    done = machine.changed(here, {"status": "declined", "declinedBy": "employer", "declineReason": "hours"})
    assert (done.json()["status"], done.json()["endedOn"]) == ("declined", f"{today():%Y-%m-%d}")
    assert calls("trainer").changed(here, {"status": "agreed"}).status_code == 403  # who sees, and carries nothing out


def test_a_placement_is_recorded_as_by_the_page(w, trusted, calls):
    machine, here = calls("consultant"), f"/clients/{w['unknown'].number}/placements"
    with trusted():
        w.work.function = "person"  # a mandate that the point of contact holds
        w.work.save()
    given = {"formOfWork": "regular", "startedOn": f"{today():%Y-%m-%d}", "employerId": w.employer.pk, "job": "bakker",
             "hoursPerWeek": 24, "wage": "15.40", "effect": "none"}  # fmt: skip
    made = machine.post(here, given)
    assert made.status_code == 201, made.content
    told = machine.get(made["Location"]).json()
    assert (told["status"], told["hoursPerWeek"], told["wage"], told["job"]) == ("active", 24, "15.40", "bakker")
    wrong = given | {"formOfWork": "nooit", "hoursPerWeek": 99}
    assert faults(machine.post(here, wrong)).keys() >= {"formOfWork", "hoursPerWeek"}
    assert faults(machine.post(here, {name: given[name] for name in given if name != "employerId"})).keys() == {
        "employerId"
    }
    assert faults(machine.post(here, given | {"employerId": 99_999_999})).keys() == {"employerId"}
    assert calls("trainer").post(f"/clients/{w['both'].number}/placements", given).status_code == 403
    with trusted():
        assert Placement.objects.filter(client=w["unknown"]).count() == 1
