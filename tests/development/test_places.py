"""The pages of learning places: the list with the room, one place with its people and its wait list, and who keeps it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chain.days import today
from chain.formats import day_typed
from clients.models import Look
from development.models import LearningPlace
from tests.development.test_occupancy import stay_of
from tests.factories import EmployerFactory, GroupFactory, LearningPlaceFactory, StationFactory, days_ago

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def logged(trusted):
    def looked(client):
        with trusted():
            return Look.objects.filter(client=client).count()

    return looked


def page(browser, place):
    return browser.get(f"/leerwerkplekken/{place.pk}/").content.decode()


# the list


def test_the_list_counts_everybody_and_names_nobody(w, trusted, signed_in, logged):
    with trusted():
        stay_of(w, client=w["unknown"])
        stay_of(w, "planned", today() + 3 * DAY, client=w["unknown"])
        stay_of(w, "planned", today() + 3 * DAY, seat=False, client=w["both"])
    for name in ("coach", "adviser", "policy", "consultant"):
        answer = signed_in(name).get("/leerwerkplekken/").content.decode()
        assert "1 van 3 bezet, 1 gepland" in answer
        assert "unknown" not in answer
    assert logged(w["unknown"]) == 0


def test_the_filters_stand_in_the_address(w, trusted, signed_in):
    with trusted():
        green = LearningPlaceFactory(
            chain=w.chain, name="Perkenploeg", host=w.partners["annex"], sector="green", level="skilled",
            kind="neighbourhood", municipality=w.vaals, seats=1,
        )  # fmt: skip
        at_employer = LearningPlaceFactory(chain=w.chain, name="Bij Bakker", employer=EmployerFactory(chain=w.chain))
        LearningPlaceFactory(chain=w.chain, name="Gesloten hal", host=w.partners["mtb"], ended_on=days_ago(1))
        stay_of(w, place=green)
        stay_of(w, "planned", today(), seat=False, place=green)
    browser = signed_in("consultant")

    def shown(address):
        rows = browser.get(f"/leerwerkplekken/?{address}").context["rows"]
        return {one.name for one, _seats, _bar in rows}

    assert shown("") == {"Logistiek", "Perkenploeg", "Bij Bakker"}
    for address in (
        "sector=green",
        "niveau=skilled",
        "soort=neighbourhood",
        f"bij={green.host_id}",
        "ruimte=vol",
        "ruimte=wacht",
    ):
        assert shown(address) == {"Perkenploeg"}, address
    assert shown("bij=werkgever") == {at_employer.name}
    assert shown("ruimte=vrij") == {"Logistiek", "Bij Bakker"}
    assert shown(f"gemeente={w.maastricht.pk}") == {"Logistiek", "Bij Bakker"}
    assert shown("voorbij=1") == {"Gesloten hal"}
    assert shown("sector=x&niveau=';&bij=abc&gemeente=-1&na=x") == {"Logistiek", "Perkenploeg", "Bij Bakker"}


def test_the_list_goes_by_twenty_five_in_as_many_questions_for_many_as_for_one(w, trusted, signed_in):
    browser = signed_in("consultant")
    browser.get("/leerwerkplekken/")  # the first page of a session asks more
    with CaptureQueriesContext(connection) as few:
        browser.get("/leerwerkplekken/")
    with trusted():
        for number in range(30):
            LearningPlaceFactory(chain=w.chain, name=f"Plek {number:02d}", host=w.partners["mtb"])
    with CaptureQueriesContext(connection) as many:
        first = browser.get("/leerwerkplekken/")
    assert len(many) == len(few), [q["sql"][:150] for q in many.captured_queries]
    assert len(first.context["rows"]) == 25
    second = browser.get(first.context["next_url"])
    assert len(second.context["rows"]) == 6
    assert [one.name for one, *_rest in browser.get(second.context["previous_url"]).context["rows"]] == [
        one.name for one, *_rest in first.context["rows"]
    ]


# one place


def test_who_is_in_sight_is_named_and_the_others_are_a_number(w, trusted, signed_in, logged):
    with trusted():
        stay_of(w, client=w["both"], end=today() + 9 * DAY)
        stay_of(w, client=w["unknown"])
        stay_of(w, "planned", today() + 3 * DAY, seat=False, client=w["unknown"], asked_on=days_ago(9))
        stay_of(
            w, "planned", today() + 3 * DAY, seat=False, client=w["both"], asked_on=days_ago(2), asked_for="Magazijn"
        )
    # Annex sees `both` by a step of its own, and not `unknown`: he is there by a step of MTB.
    answer = page(signed_in("trainer"), w.place)
    assert "En 1 persoon die u niet op naam ziet." in answer
    assert "Er wacht ook 1 persoon" in answer and "<b>2.</b>" in answer
    assert w["both"].name in answer and w["unknown"].name not in answer
    assert "Plek geven" not in answer  # the step is MTB's
    assert logged(w["both"]) == 1 and logged(w["unknown"]) == 0
    answer = page(signed_in("consultant"), w.place)
    assert w["unknown"].name in answer and "Plek geven" in answer and "niet op naam" not in answer


def test_who_sees_no_files_sees_numbers_alone(w, trusted, signed_in, logged):
    with trusted():
        stay_of(w, client=w["both"])
    for name in ("policy", "coordinator"):
        answer = page(signed_in(name), w.place)
        assert "Komende twaalf weken" in answer and w["both"].name not in answer
    assert logged(w["both"]) == 0


def test_the_page_shows_its_weeks_twice_drawn_and_once_in_a_table(w, trusted, signed_in):
    with trusted():
        stay_of(w, guidance=Decimal("1.5"))
        GroupFactory(
            chain=w.chain, name="Ochtendploeg", partner=w.partners["annex"], instrument=w.learning, place=w.place
        )
        StationFactory(line__chain=w.chain, line__name="Logistiek", instrument=w.learning, place=w.place, name="De hal")
    answer = page(signed_in("consultant"), w.place)
    assert answer.count('<svg class="wide"') == answer.count('<svg class="narrow"') == 1
    assert answer.count('<th scope="row">') == 12 and "1,5" in answer
    assert "Ochtendploeg" in answer and "De hal" in answer


def test_a_place_of_elsewhere_is_not_there(w, trusted, signed_in):
    assert signed_in("stranger").get(f"/leerwerkplekken/{w.place.pk}/").status_code == 404
    assert signed_in("privacy").get(f"/leerwerkplekken/{w.place.pk}/").status_code == 403


def test_fifty_people_cost_as_many_questions_as_one(w, trusted, signed_in):
    browser = signed_in("consultant")
    with trusted():
        w.place.seats = 60
        w.place.save()
        stay_of(w)
        stay_of(w, "planned", today(), seat=False)
    page(browser, w.place)  # the first page of a session asks more
    with CaptureQueriesContext(connection) as few:
        page(browser, w.place)
    with trusted():
        for _n in range(12):
            stay_of(w, client=w["both"])
            stay_of(w, "planned", today(), seat=False, client=w["mtb"])
    with CaptureQueriesContext(connection) as many:
        answer = page(browser, w.place)
    assert len(many) == len(few), [q["sql"][:150] for q in many.captured_queries]
    assert len(answer) < 45_000


# keeping one


def said(w, **changes):
    return {
        "name": "Fietsenmakerij", "kind": "learning", "host": w.partners["mtb"].pk, "employer": "", "municipality": "",
        "sector": "industry", "level": "basic", "text": "Banden plakken", "seats": "6", "guide": "", "guidance_hours": "7,5",
        "started_on": day_typed(today()), "ended_on": "", "version": "1",
    } | changes  # fmt: skip


def edited(w, **changes):
    given = said(
        w, name="Logistiek", seats="3", guide=w.partners["annex"].pk, guidance_hours="", version=str(w.place.version)
    )
    return {name: value for name, value in (given | changes).items() if name not in ("host", "employer", "started_on")}


def test_a_place_is_added_by_its_host(w, signed_in):
    answer = signed_in("coach").post("/leerwerkplekken/nieuw/", said(w))
    assert answer.status_code == 302, answer.context["form"].errors
    found = signed_in("coach").get(answer.url).context["place"]
    assert (found.host, found.seats, found.guidance_hours) == (w.partners["mtb"], 6, Decimal("7.5"))


def test_at_an_employer_the_point_of_contact_or_who_guides_adds_it(w, trusted, signed_in):
    with trusted():
        EmployerFactory(chain=w.chain, name="Hotel Zon")
    given = said(w, host="", employer="hotel zon", guide=w.partners["annex"].pk)
    assert signed_in("coach").post("/leerwerkplekken/nieuw/", given).status_code == 422
    assert signed_in("trainer").post("/leerwerkplekken/nieuw/", given).status_code == 302
    given = said(w, name="Keuken", host="", employer="Hotel Zon", guide="")
    assert signed_in("consultant").post("/leerwerkplekken/nieuw/", given).status_code == 302
    asked = signed_in("trainer").get("/leerwerkplekken/nieuw/?employer=hote", headers={"HX-Request": "true"})
    assert "Hotel Zon" in asked.content.decode()


def test_what_is_wrong_is_said_at_its_field(w, signed_in):
    cases = [
        ({"name": ""}, "name"), ({"name": "logistiek"}, "name"), ({"seats": "0"}, "seats"), ({"seats": "veel"}, "seats"),
        ({"host": ""}, "host"), ({"employer": "Bestaat niet"}, "employer"), ({"sector": ""}, "sector"),
        ({"guidance_hours": "-1"}, "guidance_hours"), ({"ended_on": day_typed(days_ago(1))}, "ended_on"),
        ({"host": w.partners["podium24"].pk}, "guide"),
    ]  # fmt: skip
    browser = signed_in("coach")
    for changes, field in cases:
        answer = browser.post("/leerwerkplekken/nieuw/", said(w, **changes))
        assert answer.status_code == 422 and field in answer.context["form"].errors, changes


def test_others_do_not_change_it(w, signed_in):
    address = f"/leerwerkplekken/{w.place.pk}/wijzigen/"
    for name in ("adviser", "manager", "policy"):
        assert signed_in(name).get(address).status_code == 403
        assert "Wijzigen" not in page(signed_in(name), w.place)
    for name in ("coach", "trainer", "consultant"):  # host, guide, point of contact
        assert signed_in(name).get(address).status_code == 200


def test_fewer_seats_or_hours_than_were_promised_and_an_early_end_are_warned_for_first(w, trusted, signed_in):
    with trusted():
        stay_of(w, end=today() + 20 * DAY, guidance=3)
        stay_of(w, "planned", today() + 4 * DAY, today() + 40 * DAY, client=w["unknown"], guidance=2)
    browser, address = signed_in("coach"), f"/leerwerkplekken/{w.place.pk}/wijzigen/"
    changed = edited(w, seats="1", guidance_hours="4", ended_on=day_typed(today() + 30 * DAY))
    answer = browser.post(address, changed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"seats", "guidance_hours", "ended_on", "known"}
    assert "al 2 bezet of gereserveerd" in answer.content.decode()
    assert browser.post(address, changed | {"known": "on"}).status_code == 302
    answer = page(browser, w.place)
    assert "te vol: 2" in answer and "1 persoon is hier langer gepland" in answer


def test_a_change_that_takes_nothing_away_is_kept_at_once(w, trusted, signed_in):
    with trusted():
        stay_of(w)
    browser, address = signed_in("coach"), f"/leerwerkplekken/{w.place.pk}/wijzigen/"
    assert browser.post(address, edited(w, seats="1", text="Dozen")).status_code == 302
    with trusted():
        found = LearningPlace.objects.get(pk=w.place.pk)
    assert (found.seats, found.text, found.version) == (1, "Dozen", w.place.version + 1)
    assert found.host_id == w.place.host_id


def test_two_people_at_one_place_lose_nothing(w, signed_in):
    browser, address = signed_in("coach"), f"/leerwerkplekken/{w.place.pk}/wijzigen/"
    assert browser.post(address, edited(w, seats="5")).status_code == 302
    answer = browser.post(address, edited(w, seats="4"))
    assert answer.status_code == 422 and "Iemand anders heeft dit intussen gewijzigd" in answer.content.decode()
