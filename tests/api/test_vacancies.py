"""Vacancies for machines: found, read with what they ask, brought in, changed, paused and closed."""

import pytest

from placement.models import Vacancy
from tests.api.calls import faults
from tests.factories import EmployerFactory, OccupationFactory, RequirementFactory, VacancyFactory, days_ago
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.employer = EmployerFactory(chain=w.chain, name="Bakkerij Jansen", sector="food")
        w.occupation = OccupationFactory(name="bakker")
        w.vacancy = VacancyFactory(
            chain=w.chain,
            employer=w.employer,
            partner=w.partners["podium24"],
            author=w.staff["adviser"].user,
            title="Hulp bakker",
        )
        RequirementFactory(vacancy=w.vacancy, kind="licence", value="B", must=True)
        w.closed = VacancyFactory(
            chain=w.chain, employer=w.employer, partner=w.partners["podium24"], author=w.staff["adviser"].user, status="closed",
            title="Verkoper",
        )  # fmt: skip
    return w


def titles(answer):
    return [one["title"] for one in answer.json()["items"]]


def test_a_list_is_filtered_with_a_fixed_number_of_questions(w, trusted, calls):
    machine = calls("trainer")
    assert set(titles(machine.get("/vacancies"))) == {"Hulp bakker", "Verkoper"}
    asked = machine.asked
    assert titles(machine.get("/vacancies", open="true")) == ["Hulp bakker"]
    assert titles(machine.get("/vacancies", open="false")) == ["Verkoper"]
    assert titles(machine.get("/vacancies", q="hulp", employerId=w.employer.pk, sector="food")) == ["Hulp bakker"]
    assert titles(machine.get("/vacancies", status="closed")) == ["Verkoper"]
    with trusted():
        VacancyFactory.create_batch(
            20, chain=w.chain, employer=w.employer, partner=w.partners["annex"], author=w.staff["trainer"].user
        )
    assert len(machine.get("/vacancies").json()["items"]) == 22 and machine.asked == asked
    assert faults(machine.get("/vacancies", employerId="x", open="misschien")).keys() == {"employerId", "open"}
    assert faults(machine.get("/vacancies", employerId="9" * 30)).keys() == {"employerId"}
    assert calls("policy").get("/vacancies").status_code == 403


def test_a_vacancy_is_brought_in_with_what_it_asks(w, trusted, calls):
    machine = calls("adviser")
    given = {
        "employerId": w.employer.pk, "title": "Bakker", "occupationUri": w.occupation.uri, "hoursMin": 16, "hoursMax": 24,
        "shifts": ["night"], "closesOn": "2199-01-01", "kind": "regular",
        "requirements": [{"kind": "licence", "value": "B", "must": True}, {"kind": "hours", "weight": 3}],
    }  # fmt: skip
    made = machine.post("/vacancies", given)
    assert made.status_code == 201, made.content
    told = machine.get(made["Location"]).json()
    assert (told["employer"]["id"], told["occupation"]["uri"], told["partner"]) == (
        w.employer.pk,
        w.occupation.uri,
        "podium24",
    )
    assert (told["hoursMin"], told["shifts"], told["closesOn"], told["status"]) == (16, ["night"], "2199-01-01", "open")
    assert {(one["kind"], one["value"], one["must"], one["weight"]) for one in told["requirements"]} == {
        ("licence", "B", True, 1), ("hours", "", False, 3),
    }  # fmt: skip
    usual = machine.post("/vacancies", {name: given[name] for name in given if name != "requirements"})
    assert {one["kind"] for one in machine.get(usual["Location"]).json()["requirements"]} == {
        "occupation",
        "hours",
        "shifts",
    }


def test_all_faults_of_a_new_one_at_once(w, trusted, calls):
    machine = calls("adviser")
    given = {"employerId": w.employer.pk, "title": "Bakker", "kind": "regular"}
    wrong = given | {"hoursMin": 30, "hoursMax": 20, "closesOn": f"{days_ago(3):%Y-%m-%d}"}
    assert faults(machine.post("/vacancies", wrong)).keys() == {"hoursMax", "closesOn"}
    assert faults(machine.post("/vacancies", given | {"employerId": 999_999})).keys() == {"employerId"}
    assert faults(machine.post("/vacancies", given | {"occupationUri": "nergens"})).keys() == {"occupationUri"}
    asked = {"requirements": [{"kind": "licence", "value": "ZZ"}, {"kind": "level", "amount": 99}]}
    assert faults(machine.post("/vacancies", given | asked)).keys() == {"requirements.0.value", "requirements.1.amount"}
    assert faults(machine.post("/vacancies", {"title": ""})).keys() >= {"title", "employerId"}
    with trusted():
        assert Vacancy.objects.filter(chain=w.chain).count() == 2


def test_a_change_keeps_the_rest_and_what_it_asks(w, trusted, calls):
    machine, here = calls("adviser"), f"/vacancies/{w.vacancy.pk}"
    changed = machine.changed(here, {"title": "Leerling bakker", "positions": 3})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["title"], changed.json()["positions"]) == ("Leerling bakker", 3)
    assert [(one["kind"], one["value"]) for one in changed.json()["requirements"]] == [("licence", "B")]
    assert machine.changed(here, {"requirements": []}).json()["requirements"] == []
    assert machine.patch(here, {"title": "x"}, '"0"').status_code == 412


def test_pausing_and_closing_is_a_change_of_status_with_a_tag_of_its_own(w, trusted, calls):
    machine, here = calls("adviser"), f"/vacancies/{w.vacancy.pk}"
    was = machine.get(here)["ETag"]
    assert machine.patch(here, {"status": "paused"}, was).json()["status"] == "paused"
    assert machine.patch(here, {"status": "open"}, was).status_code == 412
    assert faults(machine.changed(here, {"status": "closed"})).keys() == {"closedWhy"}
    closed = machine.changed(here, {"status": "closed", "closedWhy": "Zelf iemand gevonden"}).json()
    assert (closed["status"], closed["closedWhy"]) == ("closed", "Zelf iemand gevonden")
    assert faults(machine.changed(here, {"status": "paused"})).keys() == {"status"}
    assert machine.changed(here, {"status": "open"}).json()["status"] == "open"


def test_who_brought_it_in_the_service_and_the_point_of_contact_change_it(w, trusted, calls):
    here = f"/vacancies/{w.vacancy.pk}"
    assert calls("coach").changed(here, {"place": "Vaals"}).status_code == 403
    assert calls("consultant").changed(here, {"place": "Vaals"}).status_code == 200
    assert calls("manager").post("/vacancies", {"employerId": w.employer.pk, "title": "x"}).status_code == 403
    stranger = calls("stranger")
    assert stranger.get(here).status_code == 404
    asked = stranger.asked
    assert stranger.get("/vacancies/999999999").status_code == 404 and stranger.asked == asked
