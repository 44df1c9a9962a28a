"""The pages of lines: all of them, one as a string with who is where, everybody at a station, and where they are kept."""

import pytest
from django.urls import reverse

from chain.days import today
from clients.models import Look
from development.models import LearningLine, LineEmployer, LineSchool, LineTask, Station
from tests.development.line_world import lining_world
from tests.factories import (
    ChainFactory,
    ClientFactory,
    EmployerFactory,
    LearningLineFactory,
    LineEmployerFactory,
    OccupationFactory,
    OnwardFactory,
    StayFactory,
    StepFactory,
    VacancyFactory,
)

pytestmark = pytest.mark.django_db
READERS = ["consultant", "trainer", "coach", "adviser", "manager", "policy", "coordinator"]


@pytest.fixture
def w(trusted):
    with trusted():
        return lining_world()


def url(w, name="line", *more):
    return reverse(name, args=[w.line.pk, *more])


def page(w, signed_in, name="consultant", address=""):
    return signed_in(name).get(address or url(w))


def names(answer):
    return {one.client.last_name for stop in answer.context["stops"] for one in [*stop.there, *stop.coming]}


# What is read


@pytest.mark.parametrize("name", READERS)
def test_who_reads_of_places_sees_the_lines(w, signed_in, name):
    listed = page(w, signed_in, name, reverse("lines"))
    assert listed.status_code == 200
    assert "2 mensen op de lijn" in listed.content.decode()
    assert "Voorbereiding" in page(w, signed_in, name).content.decode()


@pytest.mark.parametrize("name", ["privacy", "admin", "archivist"])
def test_others_do_not(w, signed_in, name):
    assert page(w, signed_in, name, reverse("lines")).status_code == 403
    assert page(w, signed_in, name).status_code == 403


def test_a_line_of_another_chain_is_not_there(w, signed_in, trusted):
    with trusted():
        other = LearningLineFactory(chain=ChainFactory())
    assert signed_in("consultant").get(reverse("line", args=[other.pk])).status_code == 404
    assert signed_in("stranger").get(url(w)).status_code == 404


@pytest.mark.parametrize(
    ("name", "seen"),
    [("consultant", {"both", "unknown"}), ("trainer", {"both"}), ("coach", {"both", "unknown"}), ("adviser", set()),
     ("policy", set())],
)  # fmt: skip
def test_names_are_of_people_in_sight_and_numbers_of_all(w, signed_in, name, seen):
    answer = page(w, signed_in, name)
    assert names(answer) == seen
    assert "2 mensen, 1 plek vrij" in answer.content.decode()


def test_every_look_is_logged(w, signed_in, trusted):
    page(w, signed_in, "trainer")
    with trusted():
        assert [look.client.last_name for look in Look.objects.filter(parts=["plan"])] == ["both"]


def test_who_carries_it_out_has_a_way_on_and_the_point_of_contact_plans(w, signed_in, trusted):
    with trusted():
        OnwardFactory(step=w.steps["both-line"], verdict="now")
    person = {one.client.last_name: one for one in page(w, signed_in, "coach").context["stops"][0].there}
    assert person["both"].move_url == reverse("move_on", args=[w["both"].number, w.steps["both-line"].pk])
    person = {one.client.last_name: one for one in page(w, signed_in, "consultant").context["stops"][0].there}
    assert (person["both"].move_url, person["unknown"].plan_url) == ("", "")
    assert person["both"].plan_url.endswith(f"/aanvraag/?station={w.second.pk}")
    assert not page(w, signed_in, "trainer").context["stops"][0].there[0].plan_url


def test_the_string_names_each_station_with_its_partner_and_ends_in_work(w, signed_in):
    pearls = [moment.pearls[0] for moment in page(w, signed_in).context["string"].moments]
    assert [pearl.name for pearl in pearls] == ["Voorbereiding", "LKS", "Bij een werkgever", "Werk"]
    assert [pearl.state for pearl in pearls] == ["now", "planned", "planned", "planned"]
    assert pearls[1].when.startswith("LKS BV, ")
    assert pearls[3].partners[0].name == w.partners["podium24"].name


def test_vacancies_at_the_end_are_those_of_its_sector(w, signed_in, trusted):
    with trusted():
        picking, cooking = OccupationFactory(sector="logistics"), OccupationFactory(sector="catering")
        at_dhl = {"chain": w.chain, "employer": w.dhl}
        fits = VacancyFactory(**at_dhl, title="Orderpicker", occupation=picking)
        VacancyFactory(**at_dhl, title="Kok", occupation=cooking)
        VacancyFactory(**at_dhl, title="Gesloten", occupation=picking, status="closed", closed_why="vervuld")
        VacancyFactory(chain=w.chain, employer=EmployerFactory(chain=w.chain), title="Elders", occupation=picking)
    (taker,) = page(w, signed_in).context["takers"]
    assert (taker.vacancies, taker.open) == ([fits], 1)
    (row,) = page(w, signed_in, address=reverse("lines")).context["rows"]
    assert row["vacancies"] == 1


def test_somebody_comes_in_at_any_station(w, signed_in):
    answer = page(w, signed_in, "trainer", url(w) + f"?voor={w['step'].number}")
    assert [stop.station.name for stop, _url in answer.context["ways"]] == ["Voorbereiding", "LKS", "Bij een werkgever"]
    for stop, way in answer.context["ways"]:
        assert way == reverse("step_request", args=[w["step"].number]) + f"?station={stop.station.pk}"


def test_is_found_by_name_among_those_in_sight(w, signed_in, trusted):
    answer = page(w, signed_in, "consultant", url(w) + "?voor=ended")
    assert {one.last_name for one in answer.context["people"]} == {"ended89", "ended90", "ended91"}
    assert "Niemand gevonden" in page(w, signed_in, "trainer", url(w) + "?voor=mtb").content.decode()
    assert "ways" not in page(w, signed_in, "manager", url(w) + f"?voor={w['step'].number}").context


def test_a_station_shows_everybody_page_by_page(w, signed_in, trusted):
    with trusted():
        w.place.seats = 60
        w.place.save()
        for _one in range(30):
            step = StepFactory(client=ClientFactory(chain=w.chain, lives=w.maastricht), chain=w.chain,
                               partner=w.partners["mtb"], instrument=w.learning)  # fmt: skip
            StayFactory(step=step, station=w.first, place=w.place, reserved=True)
    browser = signed_in("coach")
    first = browser.get(url(w, "station", w.first.pk))
    assert len(first.context["people"]) == 25
    second = browser.get(url(w, "station", w.first.pk) + first.context["next_url"])
    assert len(second.context["people"]) == 7
    assert not {one.stay.pk for one in first.context["people"]} & {one.stay.pk for one in second.context["people"]}
    shown = browser.get(url(w)).context["stops"][0]
    assert (len(shown.there), shown.tally.running) == (8, 32)
    assert signed_in("policy").get(url(w, "station", w.first.pk)).status_code == 403
    assert browser.get(url(w, "station", 999999)).status_code == 404


def test_it_asks_no_more_with_more_people(w, signed_in, trusted, django_assert_max_num_queries):
    browser = signed_in("coach")
    browser.get(url(w))
    with trusted():
        for client in ("mtb", "step"):
            for station in (w.second, w.third):
                step = StepFactory(
                    client=w[client], chain=w.chain, partner=w.partners["mtb"], instrument=w.learning, status="planned"
                )
                StayFactory(step=step, station=station)
    with django_assert_max_num_queries(24):
        assert len(browser.get(url(w)).content) < 45_000


def test_the_page_of_a_step_says_at_which_station(w, signed_in):
    text = " ".join(
        page(w, signed_in, "coach", reverse("step", args=[w["both"].number, w.steps["both-line"].pk]))
        .content.decode()
        .split()
    )
    assert "station 1 van 3, Voorbereiding" in text
    assert "Daarna: LKS" in text


# Where they are kept


@pytest.mark.parametrize(
    ("name", "status"), [("coach", 200), ("adviser", 200), ("manager", 403), ("policy", 403), ("stranger", 404)]
)
def test_who_keeps_them(w, signed_in, name, status):
    browser = signed_in(name)
    assert browser.get(url(w, "line_edit")).status_code == status
    for address in (url(w, "line_part", "taak"), url(w, "station_move", w.first.pk)):
        assert browser.post(address, {"act": "stop"}).status_code in ((200, 302, 422) if status == 200 else (status,))


def test_a_new_line(w, signed_in, trusted):
    said = {"name": " Groen  buiten ", "sector": "green", "text": "", "partner": w.partners["annex"].pk, "started_on": "1-1-2026",
            "ended_on": "", "version": 1}  # fmt: skip
    answer = signed_in("coach").post(reverse("line_new"), said)
    with trusted():
        made = LearningLine.objects.get(name="Groen buiten")
    assert answer.url == reverse("line_edit", args=[made.pk]) + "#stations"
    again = signed_in("coach").post(reverse("line_new"), said | {"name": "groen buiten"})
    assert again.status_code == 422
    assert "Er is al een leerlijn met deze naam" in again.content.decode()
    wrong = signed_in("coach").post(reverse("line_new"), {"name": "", "started_on": "1-2-2026", "ended_on": "1-1-2026"})
    assert set(wrong.context["form"].errors) >= {"name", "sector", "partner", "ended_on"}


def test_a_stale_change_shows_both(w, signed_in, trusted):
    browser = signed_in("coach")
    said = {"name": "Logistiek", "sector": "logistics", "text": "Van mij", "partner": w.partners["annex"].pk,
            "started_on": "1-1-2020", "ended_on": "", "version": 1}  # fmt: skip
    with trusted():
        LearningLine.objects.filter(pk=w.line.pk).update(text="Van een ander", version=2)
    answer = browser.post(url(w, "line_edit"), said)
    assert answer.status_code == 422
    assert "Van een ander" in answer.content.decode()
    assert "Van mij" in answer.content.decode()


def test_a_new_station_comes_last(w, signed_in, trusted):
    said = {
        "name": "Mainfreight",
        "level": "regular",
        "instrument": w.learning.pk,
        "place": "",
        "weeks": "6",
        "text": "",
    }
    assert signed_in("coach").post(url(w, "station_new"), said).status_code == 302
    with trusted():
        made = Station.objects.get(name="Mainfreight")
    assert (made.position, made.weeks, made.line_id) == (4, 6, w.line.pk)
    said |= {"name": "Mainfreight Born", "weeks": "x"}
    answer = signed_in("coach").post(url(w, "station_edit", made.pk), said)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"weeks"})
    assert signed_in("coach").post(url(w, "station_edit", made.pk), said | {"weeks": ""}).status_code == 302
    with trusted():
        assert Station.objects.get(pk=made.pk).name == "Mainfreight Born"


def test_the_place_of_a_station_is_one_of_the_chain(w, signed_in, trusted):
    with trusted():
        foreign = LearningLineFactory(chain=ChainFactory()).chain
    said = {
        "name": "Elders",
        "level": "basic",
        "instrument": w.other_instrument.pk,
        "place": "999999",
        "weeks": "",
        "text": "",
    }
    assert foreign
    assert set(signed_in("coach").post(url(w, "station_new"), said).context["form"].errors) == {"instrument", "place"}


def test_stations_are_put_in_order_ended_and_opened(w, signed_in, trusted):
    browser = signed_in("coach")
    for act, station, expected in [("neer", w.first, ["LKS", "Voorbereiding", "Bij een werkgever"]),
                                   ("stop", w.second, ["Voorbereiding", "Bij een werkgever"]),
                                   ("open", w.second, ["Voorbereiding", "Bij een werkgever", "LKS"])]:  # fmt: skip
        assert browser.post(url(w, "station_move", station.pk), {"act": act}).status_code == 302
        with trusted():
            found = Station.objects.filter(line=w.line, ended_on=None).order_by("position")
            assert [one.name for one in found] == expected
    assert browser.post(url(w, "station_move", w.second.pk), {"act": "open"}).status_code == 302  # twice says so
    assert browser.post(url(w, "station_move", w.second.pk), {"act": "fly"}).status_code == 404


def test_tasks_schools_and_employers_come_and_go(w, signed_in, trusted):
    browser = signed_in("coach")
    for kind, model, said in [
        ("taak", LineTask, {"partner": w.partners["annex"].pk, "task": "Begeleidt"}),
        ("school", LineSchool, {"school": "ROC", "course": "Logistiek", "level": "", "text": ""}),
        ("werkgever", LineEmployer, {"employer": "lks bv"}),
    ]:  # fmt: skip
        with trusted():
            before = model.objects.count()
        assert browser.post(url(w, "line_part", kind), said).status_code == 302
        again = browser.post(url(w, "line_part", kind), said)
        assert again.status_code == 422, kind
        with trusted():
            assert model.objects.count() == before + 1
            row = model.objects.latest("pk")
        assert browser.post(url(w, "line_part", kind), {"remove": row.pk}).status_code == 302
        with trusted():
            assert model.objects.count() == before


def test_an_employer_that_is_not_known_is_said(w, signed_in):
    answer = signed_in("coach").post(url(w, "line_part", "werkgever"), {"employer": "DHL Express"})
    assert answer.status_code == 422
    assert [one.name for one in answer.context["forms"]["werkgever"].similar] == ["DHL"]


def test_names_are_offered_while_typing(w, signed_in):
    browser = signed_in("coach")
    answer = browser.get(url(w, "line_edit"), {"employer": "dh"}, headers={"HX-Request": "true"})
    assert "DHL" in answer.content.decode()


def test_what_belongs_to_another_line_is_not_touched(w, signed_in, trusted):
    with trusted():
        other = LearningLineFactory(chain=w.chain, partner=w.partners["annex"], ended_on=today())
        row = LineEmployerFactory(line=other, chain=w.chain, employer=w.dhl)
    signed_in("coach").post(url(w, "line_part", "werkgever"), {"remove": row.pk})
    with trusted():
        assert LineEmployer.objects.filter(pk=row.pk).exists()
    assert signed_in("coach").get(reverse("station_edit", args=[other.pk, w.first.pk])).status_code == 404
