"""The list of employers: found, counted for who looks, corrected by who may."""

import pytest

from placement import employers
from placement.models import Employer
from tests.factories import EmployerFactory, PlacementFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hotel(w, trusted):
    """Has taken somebody whom only SZMH and Podium24 see."""
    with trusted():
        found = EmployerFactory(chain=w.chain, name="Hotel De Zon", place="Vaals")
        step = StepFactory(client=w["job"], partner=w.partners["podium24"], instrument=w.work)
        PlacementFactory(client=w["job"], step=step, employer=found)
        EmployerFactory(chain=w.other_chain, name="Hotel Elders")
    return found


def rows(browser, **query):
    return {
        row["employer"].name: (row["now"], row["all"]) for row in browser.get("/werkgevers/", query).context["rows"]
    }


def test_the_chain_s_employers_with_how_many_are_placed(hotel, signed_in):
    assert rows(signed_in("consultant")) == {"Bakker Bart": (1, 1), "Hotel De Zon": (1, 1)}


def test_counted_are_the_people_that_the_reader_may_see(hotel, signed_in):
    assert rows(signed_in("trainer")) == {"Bakker Bart": (1, 1), "Hotel De Zon": (0, 0)}


def test_found_by_name_or_place_or_by_what_is_to_be_checked(hotel, signed_in, trusted):
    browser = signed_in("adviser")
    assert rows(browser, q="vaals").keys() == rows(browser, q="DE ZON").keys() == {"Hotel De Zon"}
    with trusted():
        Employer.objects.filter(pk=hotel.pk).update(checked=True)
    assert rows(browser, nakijken="1").keys() == {"Bakker Bart"}
    assert "Geen werkgever gevonden" in browser.get("/werkgevers/?q=xyz").content.decode()


def test_it_asks_no_more_with_more_employers(w, hotel, signed_in, trusted, django_assert_max_num_queries):
    with trusted():
        for _one in range(60):
            EmployerFactory(chain=w.chain)
    browser = signed_in("adviser")
    browser.get("/werkgevers/")
    with django_assert_max_num_queries(11):
        page = browser.get("/werkgevers/")
    assert len(page.context["rows"]) == 50
    assert len(browser.get("/werkgevers/" + page.context["next_url"]).context["rows"]) == 12


def test_name_and_place_are_corrected(hotel, signed_in, trusted):
    form = {"name": "Hotel  De Zon BV", "place": "Vaals", "checked": "on"}
    assert signed_in("adviser").post(f"/werkgevers/{hotel.pk}/", form).status_code == 302
    with trusted():
        hotel.refresh_from_db()
    assert (hotel.name, hotel.checked) == ("Hotel De Zon BV", True)


def test_a_name_stands_once(hotel, signed_in):
    answer = signed_in("adviser").post(f"/werkgevers/{hotel.pk}/", {"name": "bakker bart"})
    assert answer.status_code == 422
    assert "al een werkgever" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "reads", "writes"),
    [("adviser", 200, 200), ("consultant", 200, 200), ("coach", 200, 200), ("trainer", 200, 403),
     ("manager", 200, 403), ("policy", 403, 403), ("privacy", 403, 403), ("stranger", 200, 404)],
)  # fmt: skip
def test_who(hotel, signed_in, name, reads, writes):
    assert signed_in(name).get("/werkgevers/").status_code == reads
    assert signed_in(name).get(f"/werkgevers/{hotel.pk}/").status_code == writes


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Bakker Bart BV", {"Bakker Bart"}), ("Bart", {"Bakker Bart"}), ("BV", set()), ("Slager", set())],
)
def test_what_resembles(w, trusted, typed, found):
    with trusted():
        assert {one.name for one in employers.similar(w.chain.pk, typed)} == found
