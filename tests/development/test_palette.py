"""The palette: what is offered today, by whom, with how much room in all of the chain, narrowed by the address; one module."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chain.acting import acting_as
from chain.days import today
from development import modules, palette
from development.palette import Asked
from tests.factories import (
    ConditionFactory,
    GroupFactory,
    InstrumentFactory,
    LearningLineFactory,
    LearningPlaceFactory,
    MandateFactory,
    StationFactory,
    StayFactory,
    StepFactory,
    YieldFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandates(w, trusted):
    with trusted():
        MandateFactory(partner=w.partners["mtb"], function="trajectories", municipality=w.vaals)
        MandateFactory(partner=w.partners["podium24"], function="trajectories", ended_on=days_ago(1))


def find(w, name="consultant", **asked):
    with acting_as(w.acting(name)):
        return {module.instrument.code: module for module in palette.find(w.staff[name], Asked(**asked))}


def test_who_holds_the_mandate_today_and_where(w, mandates):
    assert [(one.partner.code, one.places) for one in find(w)["work-rhythm"].holders] == [
        ("annex", []),
        ("mtb", ["Vaals"]),
    ]


def test_only_what_is_offered_today(w, trusted):
    with trusted():
        InstrumentFactory(chain=w.chain, code="past", ended_on=days_ago(1))
        InstrumentFactory(chain=w.chain, code="to-come", started_on=today() + dt.timedelta(1))
    assert not {"past", "to-come"} & find(w).keys()


def test_another_chain_has_its_own(w):
    assert [one.instrument for one in find(w, "stranger").values()] == [w.other_instrument]


@pytest.mark.parametrize("name", ["consultant", "trainer", "coach", "adviser", "policy", "admin"])
def test_numbers_are_of_all_of_the_chain_for_everybody(w, name):
    """As numbers of nobody: the employer adviser sees none of these people."""
    found = find(w, name)["work-rhythm"]
    assert (found.running, found.planned) == (5, 1)
    assert find(w, "stranger")["work-rhythm"].running == 1


# Room


def test_what_keeps_no_number_has_room_as_far_as_is_known(w):
    room = find(w)["buskaart"].room
    assert (room.free, room.there) == (None, True)


def test_a_number_of_its_own_leaves_what_does_not_run(w, trusted):
    with trusted():
        w.instrument.capacity = 6
        w.instrument.save()
    assert find(w)["work-rhythm"].room.free == 1
    with trusted():
        w.instrument.capacity = 4
        w.instrument.save()
    assert find(w)["work-rhythm"].room.free == 0


def test_groups_and_places_in_which_it_is_done(w, trusted):
    found = find(w)
    assert [(offer.kind, offer.name) for offer in found["taaltraining"].offers] == [("group", "Taal op maandag")]
    assert [(offer.kind, offer.name) for offer in found["leerwerktraject"].offers] == [("place", "Logistiek")]
    assert (found["leerwerktraject"].room.free, found["taaltraining"].room.free) == (3, 15)


def test_a_seat_that_is_held_or_taken_is_not_free_and_who_waits_is_counted(w, trusted):
    with trusted():
        for status, reserved in (("active", True), ("planned", True), ("planned", False)):
            step = StepFactory(client=w["unknown"], partner=w.partners["mtb"], instrument=w.learning, status=status)
            StayFactory(step=step, place=w.place, reserved=reserved)
    for name in ("consultant", "adviser"):
        room = find(w, name)["leerwerktraject"].room
        assert (room.free, room.of, room.waiting) == (1, 3, 1)


def test_who_can_take_fewer_than_there_are_seats_has_no_more_room(w, trusted):
    with trusted():
        w.learning.capacity = 2
        w.learning.save()
    assert find(w)["leerwerktraject"].room.free == 2


def test_stations_at_one_place_share_its_seats(w, trusted):
    with trusted():
        line = LearningLineFactory(chain=w.chain, name="Logistiek leren")
        for number in (1, 2):
            StationFactory(line=line, instrument=w.learning, place=w.place, position=number, name=f"Halte {number}")
    found = find(w)["leerwerktraject"]
    assert [offer.name for offer in found.offers] == ["Logistiek leren: Halte 1", "Logistiek leren: Halte 2"]
    assert found.room.free == 3


def test_a_place_for_one_municipality_is_a_place_where_the_mandate_covers_it(w, trusted):
    with trusted():
        teams = InstrumentFactory(chain=w.chain, code="buurtteam", function="neighbourhood-teams")
        MandateFactory(partner=w.partners["annex"], function="neighbourhood-teams", municipality=w.vaals)
        for town in (w.vaals, w.maastricht):
            LearningPlaceFactory(
                chain=w.chain, name=f"Team {town}", kind="neighbourhood", host=w.partners["annex"], municipality=town, seats=4
            )  # fmt: skip
    found = find(w)["buurtteam"]
    assert found.instrument == teams
    assert [offer.name for offer in found.offers] == ["Team Vaals"]
    assert (found.room_for(w.vaals.pk).free, found.room_for(w.maastricht.pk).free) == (4, None)


def test_who_does_not_read_of_places_sees_none(w):
    assert find(w, "admin")["leerwerktraject"].offers == []


# The filters


def test_the_address_narrows_the_list(w, trusted):
    with trusted():
        InstrumentFactory(chain=w.chain, code="job", phase="placement", track="placement", function="placement")
        full = InstrumentFactory(chain=w.chain, code="full", capacity=0)
    assert find(w, fase="placement").keys() == {"job", "regular-work"}
    assert find(w, spoor="placement").keys() == {"job"}
    assert find(w, hoe="groep").keys() == {"taaltraining"}
    assert "taaltraining" not in find(w, hoe="alleen")
    assert find(w, wie=str(w.partners["mtb"].pk)).keys() == {"leerwerktraject"}
    assert full.code in find(w)
    assert full.code not in find(w, plek="1")
    assert "buskaart" in find(w, plek="1")


def test_an_address_that_nobody_made_is_read_as_far_as_it_goes(w, signed_in):
    page = signed_in("consultant").get("/palet/?fase=x&spoor=%00&wie=99999999999999999999&hoe=zo&plek=2")
    assert page.status_code == 200
    assert "Taaltraining" in page.content.decode()


@pytest.mark.parametrize(
    "name", ["consultant", "trainer", "manager", "policy", "coordinator", "archivist", "privacy", "admin"]
)
def test_everyone_in_the_chain_reads_it_and_the_administrator_alone_changes_it(w, signed_in, name):
    for address in ("/palet/", "/palet/taaltraining/"):
        page = signed_in(name).get(address)
        assert page.status_code == 200
        assert ("/palet/taaltraining/wijzigen/" in page.content.decode()) == (
            name == "admin" and address.endswith("taaltraining/")
        )


def test_it_asks_no_more_with_more_modules_groups_and_places(w, trusted):
    def asked():
        with (
            acting_as(w.acting("consultant")),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            palette.find(w.staff["consultant"], Asked())
        return len(queries)

    before = asked()
    with trusted():
        for number in range(12):
            one = InstrumentFactory(chain=w.chain, function="learning-by-working")
            GroupFactory(chain=w.chain, instrument=one, partner=w.partners["annex"])
            LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"])
            StationFactory(line=LearningLineFactory(chain=w.chain), instrument=one, place=w.place, position=number)
    assert asked() == before <= 8


# One module


def test_a_module_says_all_of_it(w, trusted, signed_in):
    with trusted():
        one = w.course
        one.purpose, one.for_whom, one.conditions = (
            "Nederlands leren",
            "Wie weinig Nederlands spreekt",
            "Twee ochtenden",
        )
        one.hours_per_week, one.norm_weeks, one.unit_cost, one.cost_per, one.capacity = 8, 30, "1150.50", "person", 20
        one.save()
        YieldFactory(instrument=one)
        YieldFactory(instrument=one, kind="licence", value="B", amount=None)
        ConditionFactory(instrument=one, amount=18)
        for town in ("GM0935", "GM0981"):
            ConditionFactory(instrument=one, kind="municipality", value=town, amount=None)
    page = signed_in("policy").get("/palet/taaltraining/").content.decode()
    for told in (
        "Nederlands leren", "Wie weinig Nederlands spreekt", "Twee ochtenden", "8 uur per week", "12 weken", "na 30 weken",
        "€\xa01.150,50", "per persoon", "Er kunnen 20 mensen tegelijk", "Nederlands: redelijk", "Rijbewijs B", "Vanaf 18 jaar",
        "Woont in Maastricht, Vaals", "Taal op maandag", "15 vrij",
    ):  # fmt: skip
        assert told in page, told


def test_one_that_is_over_is_still_found_and_says_so(w, trusted, signed_in):
    with trusted():
        InstrumentFactory(chain=w.chain, code="past", ended_on=days_ago(1))
    assert "wordt niet meer aangeboden" in signed_in("consultant").get("/palet/past/").content.decode()


def test_one_of_another_chain_is_not_there(w, trusted, signed_in):
    with trusted():
        InstrumentFactory(chain=w.other_chain, code="theirs")
    assert signed_in("consultant").get("/palet/theirs/").status_code == 404
    assert signed_in("admin").get("/palet/theirs/wijzigen/").status_code == 404


def test_holders_know_where_they_serve(w, mandates):
    with acting_as(w.acting("consultant")):
        annex, mtb = modules.holders(w.chain.pk)["trajectories"]
    assert annex.serves("GM0935")
    assert (mtb.serves("GM0981"), mtb.serves("GM0935")) == (True, False)
