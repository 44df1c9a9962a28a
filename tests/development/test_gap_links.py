"""From a gap to what closes it: the links in the outlook of a person, the match with a vacancy and the last step to work."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.factories import (
    CourseFactory,
    LanguageFactory,
    MandateFactory,
    MediationFactory,
    OccupationFactory,
    OutlookFactory,
    RequirementFactory,
    TargetOccupationFactory,
    VacancyFactory,
    WorkProfileFactory,
)
from tests.kept import kept
from tests.world import World, world

pytestmark = pytest.mark.django_db


@kept
def gap_world() -> World:
    """`both` wants to drive and has licence A, no Dutch and a VCA that ended; the occupation and a vacancy ask for more."""
    w = world()
    MandateFactory(partner=w.partners["annex"], function="trajectories")
    driver = OccupationFactory(name="chauffeur", isco="8322", sector="logistics")
    OutlookFactory(
        chain=w.chain,
        occupation=driver,
        level="4",
        dutch="3",
        licences=["B"],
        certificate="VCA",
        competences=["safety"],
        hours_min=24,
    )
    client = w["both"]
    WorkProfileFactory(client=client, licences=["A"], level="2", hours_min=8, hours_max=16)
    LanguageFactory(client=client, code="nld", speaking="1", listening="1")
    CourseFactory(client=client, name="VCA", valid_until="2020-01-01")
    TargetOccupationFactory(client=client, occupation=driver)
    w.vacancy = VacancyFactory(
        chain=w.chain, partner=w.partners["podium24"], author=w.staff["adviser"].user, occupation=driver, title="Chauffeur"
    )  # fmt: skip
    for kind, value, amount in (("licence", "B", None), ("language", "nld", 3), ("hours", "", None)):
        RequirementFactory(vacancy=w.vacancy, kind=kind, value=value, amount=amount)
    MediationFactory(client=client, by=w.staff["consultant"].user, needs="Rijbewijs halen")
    return w


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return gap_world()


@pytest.fixture
def get(w):
    def asked(name, address):
        browser = Browser()
        browser.force_login(w.staff[name].user)
        answer = browser.get(address)
        assert answer.status_code == 200, (name, address)
        return answer.content.decode()

    return asked


def links(page: str, client) -> set[str]:
    """The gaps that the page leads from."""
    start = reverse("palette_for", args=[client.number]) + "?gat="
    return {part.split('"')[0].replace("%3A", ":") for part in page.split(start)[1:]}


# More hours come of keeping it up; the competence that nobody looked at is not missing.
OUTLOOK = {"level:4", "language:nld:3", "licence:B", "certificate:vca", "competence:endurance"}


@pytest.mark.parametrize("name", ["personal_outlook", "profile"])
def test_what_employers_ask_and_is_not_there_leads_to_what_yields_it(w, get, name):
    page = get("consultant", reverse(name, args=[w["both"].number]))
    assert links(page, w["both"]) == OUTLOOK


def test_where_nothing_is_planned_any_more_there_is_no_link(w, get, trusted):
    with trusted():
        w["both"].closed_on = "2026-01-01"
        w["both"].save()
    page = get("lead", reverse("personal_outlook", args=[w["both"].number]))
    assert "ontbreekt nog" in page
    assert "Wat helpt hierbij?" not in page


def test_what_a_vacancy_asks_beside_a_person(w, get):
    assert links(get("consultant", reverse("client_matches", args=[w["both"].number])), w["both"]) == {
        "language:nld:3",
        "licence:B",
    }


def test_and_beside_who_is_known_of_the_cards(w, get):
    address = reverse("vacancy_matches", args=[w.vacancy.pk])
    assert links(get("consultant", address), w["both"]) == {"language:nld:3", "licence:B"}
    assert "Wat helpt hierbij?" not in get("adviser", address)  # to whom the card is of nobody


def test_the_last_step_leads_to_what_fits(w, get):
    here = f'href="{reverse("palette_for", args=[w["both"].number])}"'
    assert here in get("consultant", reverse("ready"))
    assert here in get("trainer", reverse("ready"))
    for name in ("mediation", "last_step"):
        assert here in get("consultant", reverse(name, args=[w["both"].number]))


def test_the_record_and_the_planning_of_a_step_lead_to_what_fits(w, get):
    here = f'href="{reverse("palette_for", args=[w["both"].number])}"'
    for name in ("record", "step_new"):
        assert here in get("consultant", reverse(name, args=[w["both"].number]))
    assert here not in get("manager", reverse("record", args=[w["both"].number]))
