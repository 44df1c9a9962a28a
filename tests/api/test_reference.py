"""Lists of values, learning places and groups for machines: of one's own chain, found by their keys."""

import pytest

from development.api.reference import LISTS
from diagnosis.models import OccupationName
from tests.api.calls import faults
from tests.factories import (
    GroupFactory,
    InstrumentFactory,
    LearningPlaceFactory,
    OccupationFactory,
    days_ago,
)
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.place = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], name="Groen", seats=4)
        LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], name="Voorbij", ended_on=days_ago(1))
        LearningPlaceFactory(chain=w.other_chain, host=w.partners["other"], name="Elders")
        w.group = GroupFactory(chain=w.chain, partner=w.partners["annex"], place=w.place)
        w.baker = OccupationFactory(name="bakker")
        OccupationName.objects.create(occupation=w.baker, name="broodbakker")
    return w


def test_reference_lists_are_of_ones_own_chain(w, trusted, calls):
    machine = calls("trainer")
    instruments = machine.get("/reference/instruments").json()["items"]
    assert {one["code"] for one in instruments} >= {"work-rhythm", "regular-work"} and len(instruments) == 3
    asked = machine.asked
    with trusted():
        InstrumentFactory.create_batch(20, chain=w.chain)
    assert len(machine.get("/reference/instruments").json()["items"]) == 23 and machine.asked == asked
    assert [one["code"] for one in machine.get("/reference/instruments", phase="placement").json()["items"]] == [
        "regular-work"
    ]
    assert faults(machine.get("/reference/instruments", phase="x", offeredOn="31-12-2026")).keys() == {
        "phase",
        "offeredOn",
    }
    partners = {one["code"] for one in machine.get("/reference/partners").json()["items"]}
    assert partners == {"szmh", "annex", "mtb", "podium24", "beleid"}
    assert [one["name"] for one in machine.get("/reference/municipalities").json()["items"]] == ["Maastricht", "Vaals"]
    assert [one["name"] for one in machine.get("/reference/occupations", q="BROOD").json()["items"]] == ["bakker"]


def test_codes_tell_what_stands_in_other_answers(w, trusted, calls):
    told = {one["name"]: one["codes"] for one in calls("policy").get("/reference/codes").json()["items"]}
    assert told.keys() == LISTS.keys()
    assert {"code": "open", "label": "open"} in told["vacancy-statuses"]
    assert all(codes and all(one["label"] for one in codes) for codes in told.values())


def test_learning_places_and_groups_with_the_room_in_them(w, trusted, calls):
    machine = calls("trainer")
    places = machine.get("/learning-places", over="false").json()["items"]
    assert [(one["name"], one["partner"], one["room"]["free"]) for one in places] == [("Groen", "mtb", 4)]
    assert {one["name"] for one in machine.get("/learning-places").json()["items"]} == {"Groen", "Voorbij"}
    groups = machine.get("/groups", partner="annex").json()["items"]
    assert [(one["id"], one["learningPlaceId"]) for one in groups] == [(w.group.pk, w.place.pk)]
    assert len(groups[0]["startsAt"]) == 5
    asked = machine.asked
    with trusted():
        GroupFactory.create_batch(10, chain=w.chain, partner=w.partners["annex"])
    assert len(machine.get("/groups", partner="annex").json()["items"]) == 11 and machine.asked == asked
    assert calls("privacy").get("/groups").status_code == 403
    assert calls("stranger").get("/learning-places").json()["items"][0]["name"] == "Elders"
