"""Employers for machines: found, read whole, added once, changed by who read the latest."""

import uuid

import pytest

from placement.models import Employer
from tests.api.calls import faults
from tests.factories import ContactPersonFactory, EmployerFactory, LookFactory, OpennessFactory, SiteFactory
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.employer = EmployerFactory(
            chain=w.chain, name="Bakkerij Jansen", place="Maastricht", sector="food", kvk="12345678"
        )
        EmployerFactory(chain=w.chain, name="Café Zwart", sector="catering", checked=False)
        w.foreign = EmployerFactory(chain=w.other_chain, name="Elders")
    return w


def test_a_list_is_filtered_and_goes_in_pages_with_a_fixed_number_of_questions(w, trusted, calls):
    machine = calls("adviser")
    found = machine.get("/employers", sector="food").json()
    assert [one["name"] for one in found["items"]] == ["Bakkerij Jansen"] and found["next"] is None
    assert [one["name"] for one in machine.get("/employers", q="zwart").json()["items"]] == ["Café Zwart"]
    assert {one["name"] for one in machine.get("/employers", checked="false").json()["items"]} >= {"Café Zwart"}
    few = machine.asked
    with trusted():
        EmployerFactory.create_batch(30, chain=w.chain)
    names, address = [], "/employers?pageSize=10"
    while address:
        page = machine.get(address).json()
        names += [one["name"] for one in page["items"]]
        address = page["next"]
    with trusted():
        assert names == list(Employer.objects.filter(chain=w.chain).order_by("name").values_list("name", flat=True))
    assert machine.asked == few
    assert faults(machine.get("/employers", sector="niets", kleur="rood", checked="ja")).keys() >= {"kleur"}


def test_one_employer_shows_its_sites_and_people_and_an_etag(w, trusted, calls):
    with trusted():
        site = SiteFactory(employer=w.employer, name="Wyck", postcode="6221 AB")
        ContactPersonFactory(employer=w.employer, site=site, name="Jo Jansen", email="jo@example.org")
        OpennessFactory(employer=w.employer, groups=["45plus"])
    machine = calls("trainer")
    answer = machine.get(f"/employers/{w.employer.pk}")
    told = answer.json()
    assert (told["name"], told["kvk"], told["sites"][0]["name"]) == ("Bakkerij Jansen", "12345678", "Wyck")
    assert (told["contactPersons"][0]["siteId"], told["openness"]["groups"]) == (site.pk, ["45plus"])
    same = machine.browser.get(f"/api/v1/employers/{w.employer.pk}", headers={"if-none-match": answer["ETag"]})
    assert same.status_code == 304
    with trusted():
        SiteFactory.create_batch(4, employer=w.employer)
    asked = machine.asked
    assert len(machine.get(f"/employers/{w.employer.pk}").json()["sites"]) == 5 and machine.asked == asked
    without = calls("trainer", ["employers:read"]).get(f"/employers/{w.employer.pk}")
    assert without.json()["contactPersons"] is None and "Jo Jansen" not in without.content.decode()


def test_a_new_employer_is_made_once(w, trusted, calls):
    machine, key = calls("adviser"), str(uuid.uuid4())
    given = {"name": "Bloemen  Lea", "kvk": "8765 4321", "sbi": "4776", "place": "Vaals"}
    made = machine.post("/employers", given, key)
    assert made.status_code == 201
    assert machine.post("/employers", given, key).json() == made.json()
    assert machine.post("/employers", {"name": "Anders"}, key).status_code == 422
    told = machine.get(made["Location"]).json()
    assert (told["name"], told["kvk"], told["sector"], told["checked"]) == ("Bloemen Lea", "87654321", "retail", False)
    with trusted():
        assert Employer.objects.filter(name="Bloemen Lea").count() == 1


def test_all_faults_at_once_and_nothing_done(w, trusted, calls):
    machine = calls("adviser")
    wrong = {"name": "", "kind": "geen", "size": 0, "Kleur": "rood"}
    assert faults(machine.post("/employers", wrong)).keys() == {"name", "kind", "size", "Kleur"}
    again = {"name": "bakkerij jansen", "kvk": "12345678", "sbi": "x", "website": "geen adres"}
    assert faults(machine.post("/employers", again)).keys() == {"name", "kvk", "sbi", "website"}
    with trusted():
        assert Employer.objects.filter(chain=w.chain, name__icontains="jansen").count() == 1


def test_a_change_needs_what_was_read_last_and_leaves_the_rest(w, trusted, calls):
    machine, here = calls("adviser"), f"/employers/{w.employer.pk}"
    with trusted():
        Employer.objects.filter(pk=w.employer.pk).update(keeper=w.staff["adviser"].user)
    assert machine.patch(here, {"place": "Vaals"}).status_code == 428
    was = machine.get(here)["ETag"]
    changed = machine.patch(here, {"place": "Vaals", "size": 12}, was)
    assert changed.status_code == 200 and changed["ETag"] != was
    assert (changed.json()["place"], changed.json()["size"], changed.json()["kvk"]) == ("Vaals", 12, "12345678")
    assert machine.patch(here, {"place": "Meerssen"}, was).status_code == 412
    with trusted():
        kept = Employer.objects.get(pk=w.employer.pk)
        assert (kept.place, kept.keeper_id) == ("Vaals", w.staff["adviser"].user_id)
    assert machine.changed(here, {"size": None}).json()["size"] is None


def test_who_may_read_may_not_always_write_and_strangers_find_nothing(w, trusted, calls):
    here, absent = f"/employers/{w.employer.pk}", "/employers/999999999"
    assert calls("trainer").post("/employers", {"name": "Nieuw"}).status_code == 403
    assert calls("manager").changed(here, {"place": "Vaals"}).status_code == 403
    assert calls("policy").get("/employers").status_code == 403
    stranger = calls("stranger")
    hidden = stranger.get(here)
    asked = stranger.asked
    nowhere = stranger.get(absent)
    assert (hidden.status_code, nowhere.status_code, stranger.asked) == (404, 404, asked)
    assert {**hidden.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
    only_read = calls("coach", ["employers:read"])
    assert only_read.get(here).status_code == 200
    refused = only_read.post("/employers", {"name": "Nieuw"})
    assert refused.status_code == 403 and "employers:write" in refused.json()["detail"]


def test_each_call_leaves_a_look(w, trusted, calls):
    calls("adviser").get("/employers")
    calls("policy").get("/employers")
    with trusted():
        left = (
            LookFactory._meta.model.objects.filter(client=None).order_by("pk").values_list("membership", "parts", "why")
        )
        assert (w.acting("adviser"), ["employers"], "api") in list(left), list(left)
