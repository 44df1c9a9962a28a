"""The list of employers: found and filtered, a page at a time, counted for who looks."""

import pytest

from chain.acting import acting_as
from chain.days import today
from placement import employers
from placement.models import Employer
from tests.attacks import sql
from tests.factories import (
    EmployerContactFactory,
    EmployerFactory,
    PlacementFactory,
    ProjectEmployerFactory,
    StepFactory,
    VacancyFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(w, trusted):
    """Has taken somebody whom only SZMH and Podium24 see."""
    with trusted():
        found = EmployerFactory(chain=w.chain, name="Hôtel De Zon", place="Vaals", kvk="12345678", sector="catering")
        step = StepFactory(client=w["job"], partner=w.partners["podium24"], instrument=w.work)
        PlacementFactory(client=w["job"], step=step, employer=found)
        EmployerFactory(chain=w.other_chain, name="Hotel Elders", place="Vaals", kvk="87654321")
    return found


def rows(browser, **query):
    return {
        row["employer"].name: (row["now"], row["all"]) for row in browser.get("/werkgevers/", query).context["rows"]
    }


def test_the_chain_s_employers_with_how_many_are_placed(hotel, signed_in):
    assert rows(signed_in("consultant")) == {"Bakker Bart": (1, 1), "Hôtel De Zon": (1, 1)}


def test_counted_are_the_people_that_the_reader_may_see(hotel, signed_in):
    assert rows(signed_in("trainer")) == {"Bakker Bart": (1, 1), "Hôtel De Zon": (0, 0)}


@pytest.mark.parametrize(
    "typed", ["de zon", "HOTEL", "hôtel  de", "vaals", "Va", "12345678", "12 34 56 78", "1234", "zon"]
)
def test_found_by_name_place_or_number(hotel, signed_in, typed):
    assert rows(signed_in("adviser"), q=typed).keys() == {"Hôtel De Zon"}


@pytest.mark.parametrize("typed", ["xyz", "aals", "87654321", "8765", "%", "_", "\\", "12345679", "\x00xyz"])
def test_and_by_nothing_else(hotel, signed_in, typed):
    assert rows(signed_in("adviser"), q=typed) == {}


def test_filtered_by_what_is_to_be_checked_sector_and_project(w, hotel, signed_in, trusted):
    browser = signed_in("adviser")
    with trusted():
        Employer.objects.filter(pk=hotel.pk).update(checked=True)
        project = ProjectEmployerFactory(employer=hotel, project__chain=w.chain).project
    assert rows(browser, nakijken="1").keys() == {"Bakker Bart"}
    assert rows(browser, sector="catering").keys() == rows(browser, project=project.pk).keys() == {"Hôtel De Zon"}
    assert rows(browser, sector="nonsense", project="x", contact="y", na="z").keys() == {"Bakker Bart", "Hôtel De Zon"}
    assert "Geen werkgever gevonden" in browser.get("/werkgevers/?q=xyz").content.decode()


def test_filtered_by_whom_it_is_time_to_speak_with(w, hotel, signed_in, trusted):
    with trusted():
        baker = Employer.objects.get(name="Bakker Bart", chain=w.chain)
        of = {"partner": w.partners["podium24"], "author": w.staff["adviser"].user}
        EmployerContactFactory(employer=baker, on=days_ago(30), next_on=days_ago(2), **of)
        EmployerContactFactory(employer=hotel, on=days_ago(30), next_on=days_ago(2), **of)
        EmployerContactFactory(employer=hotel, on=days_ago(1), next_on=days_ago(-9), **of)  # since then spoken to
    assert rows(signed_in("consultant"), contact="alle").keys() == {"Bakker Bart"}
    assert rows(signed_in("consultant"), contact="mijn").keys() == set()
    assert rows(signed_in("adviser"), contact="mijn").keys() == {"Bakker Bart"}
    with trusted():
        Employer.objects.filter(pk=baker.pk).update(keeper=w.staff["consultant"].user)
    assert rows(signed_in("consultant"), contact="mijn").keys() == {"Bakker Bart"}
    assert rows(signed_in("adviser"), contact="mijn").keys() == set()


def test_each_with_its_last_contact_and_open_vacancies(w, hotel, signed_in, trusted):
    with trusted():
        of = {"employer": hotel, "partner": w.partners["annex"]}
        EmployerContactFactory(on=days_ago(3), **of)
        EmployerContactFactory(on=days_ago(40), **of)
        for status, closes_on in [("open", None), ("open", today()), ("open", days_ago(1)), ("closed", None)]:
            VacancyFactory(chain=w.chain, status=status, closes_on=closes_on, **of)
    row = next(row for row in signed_in("adviser").get("/werkgevers/?q=zon").context["rows"])
    assert (row["latest"].on, row["latest"].recent, row["vacancies"]) == (days_ago(3), True, 2)


def test_a_page_at_a_time_forth_and_back_and_no_more_questions_with_more(
    w, hotel, signed_in, trusted, django_assert_max_num_queries
):
    with trusted():
        for number in range(60):
            one = EmployerFactory(chain=w.chain, name=f"Werk {number:03}")
            EmployerContactFactory(employer=one, partner=w.partners["annex"])
    browser = signed_in("adviser")
    browser.get("/werkgevers/")
    with django_assert_max_num_queries(13):
        page = browser.get("/werkgevers/")

    def names(page):
        return [row["employer"].name for row in page.context["rows"]]

    def follow(page, which):
        return browser.get(page.context[which])

    assert names(page)[:3] == ["Bakker Bart", "Hôtel De Zon", "Werk 000"] and len(names(page)) == 25
    second = follow(page, "next_url")
    third = follow(second, "next_url")
    assert names(second)[0] == "Werk 023" and names(third)[-1] == "Werk 059" and len(names(third)) == 12
    assert third.context["next_url"] == "" and page.context["previous_url"] == ""
    assert names(follow(third, "previous_url")) == names(second)
    assert names(follow(follow(third, "previous_url"), "previous_url")) == names(page)
    assert browser.get("/werkgevers/?na=999999999").context["rows"] == []


@pytest.mark.parametrize(
    ("name", "reads"),
    [("adviser", 200), ("consultant", 200), ("coach", 200), ("trainer", 200), ("manager", 200), ("policy", 403),
     ("privacy", 403), ("stranger", 200)],
)  # fmt: skip
def test_who(hotel, signed_in, name, reads):
    assert signed_in(name).get("/werkgevers/").status_code == reads
    if name == "stranger":
        assert rows(signed_in(name)).keys() == {"Hotel Elders"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Bakker Bart BV", {"Bakker Bart"}), ("Bart", {"Bakker Bart"}), ("BV", set()), ("Slager", set())],
)
def test_what_resembles(w, trusted, typed, found):
    with trusted():
        assert {one.name for one in employers.similar(w.chain.pk, typed)} == found


def test_the_bare_function_answers_ones_own_alone(w, hotel):
    for name, found in [("trainer", {hotel.pk}), ("policy", set())]:
        with acting_as(w.acting(name)):
            assert {pk for (pk,) in sql("select snoer_employers_named('VAALS')")} == found, name
    with acting_as(w.acting("stranger")):
        assert {pk for (pk,) in sql("select snoer_employers_named('de zon')")} == set()
