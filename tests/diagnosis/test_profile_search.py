"""People found by any word of their work profile, in the list's search and by its filter, by who reads the profile."""

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from chain.acting import acting_as
from diagnosis.models import ProfileTerm, WorkProfile
from diagnosis.profile_search import terms
from tests.factories import (
    CompetenceFactory,
    CourseFactory,
    EducationFactory,
    ExperienceFactory,
    LanguageFactory,
    OccupationFactory,
    OccupationName,
    ReferralFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
)
from tests.world import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(trusted):
    """`both` has a full profile, `mtb` wants the same occupation and has little else."""
    with trusted():
        w = world()
        w.cleaner = OccupationFactory(name="schoonmaker", names=["poetsvrouw", "interieurverzorgster"])
        both = w["both"]
        w.profile = WorkProfileFactory(
            client=both, licences=["B", "C1"], interests=["helpen"], sectors=["cleaning"], level="5"
        )
        TargetOccupationFactory(client=both, occupation=w.cleaner)
        CompetenceFactory(client=both, code="arithmetic", mastery="2")
        CompetenceFactory(client=both, code="leading", mastery="3")
        EducationFactory(client=both, name="Bediener Verspaanstafel")
        CourseFactory(client=both, name="Certificaat VCA")
        ExperienceFactory(client=both, job="Kraandrijver", employer="Sigarenfabriek")
        LanguageFactory(client=both, code="tir", speaking="4")
        LanguageFactory(client=both, code="pol", speaking="1")
        TargetOccupationFactory(client=w["mtb"], occupation=w.cleaner)
    return w


@pytest.fixture
def ask(w):
    """The list as somebody gets it: the numbers on it, and the page."""

    def get(name, **asked):
        browser = Browser()
        browser.force_login(w.staff[name].user)
        page = browser.get("/clienten/", asked)
        assert page.status_code == 200
        return {row["number"] for row in page.context["found"].rows}, page

    return get


def numbers(w, *names):
    return {w[name].number for name in names}


@pytest.mark.parametrize(
    "typed",
    [
        "poetsvr", "Schoonmaker", "interieurverzorgster", "kraandr", "sigarenfabriek", "verspaan", "vca", "tigrinya",
        "rekenen", "helpen", "facilitair", "hbo", "rijbewijs b", "B-rijbewijs", "rijbewijs C1", "groot rijbewijs",
        "poetsvrouw met rijbewijs b", "rekenen kraandrijver",
    ],
)  # fmt: skip
def test_any_word_of_a_profile_finds_the_person(w, ask, typed):
    for asked in ({"q": typed}, {"werk": typed}):
        found, _page = ask("consultant", **asked)
        assert w["both"].number in found


@pytest.mark.parametrize("typed", ["rijbewijs c", "rijbewijs be", "begeleiden", "pools", "kraandrijver lasser", "b"])
def test_what_somebody_does_not_have_or_not_master_does_not(w, ask, typed):
    assert ask("consultant", werk=typed)[0] == set()


def test_names_come_first_and_the_page_says_where_it_was_found(w, ask):
    found, page = ask("consultant", q="both")
    assert found == numbers(w, "both") and not page.context["found"].at_work
    assert "in werkprofielen" in page.content.decode()
    found, page = ask("consultant", q="poetsvrouw")
    assert found == numbers(w, "both", "mtb") and page.context["found"].at_work
    assert "Gevonden in het werkprofiel" in page.content.decode()
    assert 'value="poetsvrouw"' in page.content.decode()  # what was typed stays in the box
    assert ask("consultant", q="poetsvrouw", gemeente="GM0981")[0] == set()  # with the other choices


def test_the_next_page_of_what_was_found_goes_on_in_the_profiles(w, ask, monkeypatch):
    monkeypatch.setattr("clients.listing.PAGE", 1)
    first, page = ask("consultant", q="poetsvrouw")
    assert len(first) == 1 and "werk=poetsvrouw" in page.context["next_url"]
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    rest = browser.get(page.context["next_url"]).context["found"].rows
    assert {row["number"] for row in rest} | first == numbers(w, "both", "mtb")


def test_the_words_follow_the_profile(w, ask, trusted):
    with trusted():
        WorkProfile.objects.filter(pk=w.profile.pk).update(licences=[])
        OccupationName.objects.create(occupation=w.cleaner, name="schrobber")
        w["both"].profile_experiences.all().delete()
    assert ask("consultant", werk="rijbewijs")[0] == set()
    assert ask("consultant", werk="kraandrijver")[0] == set()
    assert ask("consultant", werk="schrobber")[0] == numbers(w, "both", "mtb")


def test_only_who_reads_the_profile_of_that_person_finds_it(w, ask, trusted):
    assert ask("trainer", q="poetsvrouw")[0] == numbers(w, "both")  # Annex knows only that one
    assert ask("manager", q="poetsvrouw")[0] == set()  # reads no profiles
    assert ask("manager", werk="poetsvrouw")[0]  # nor filters by them: everybody that is seen
    assert 'name="werk"' not in ask("manager")[1].content.decode()
    with trusted():
        ReferralFactory(
            client=w["mtb"], partner=w.partners["podium24"], asked_by=w.partners["szmh"], shared=["contact"]
        )
    assert ask("adviser")[0] == numbers(w, "mtb")
    assert ask("adviser", q="poetsvrouw")[0] == set()  # was not shared with the question
    with acting_as(w.acting("adviser")):
        assert not ProfileTerm.objects.exists()  # net 2 says the same
    with trusted():
        ReferralFactory(
            client=w["mtb"], partner=w.partners["podium24"], asked_by=w.partners["szmh"], shared=["profile"],
            function="trial-placement",
        )  # fmt: skip
    assert ask("adviser", q="poetsvrouw")[0] == numbers(w, "mtb")


def test_somebody_of_another_chain_finds_nobody(w, ask):
    assert ask("stranger", q="poetsvrouw")[0] == set()


def test_bad_input_finds_nobody_and_breaks_nothing(w, ask):
    for typed in ("%", "_", "'", "\x00", "é" * 400, "de het een", "(", "rijbewijs", "rijbewijs ("):
        ask("consultant", werk=typed)
        ask("consultant", q=typed)
    assert ask("consultant", werk="de het een")[0] == set()


def test_a_bsn_is_no_word_of_a_profile(w):
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    answer = browser.get("/clienten/", {"werk": "111222333"})
    assert answer.status_code == 302 and answer.url == "/clienten/"


def test_it_costs_one_question_more_than_a_name_and_as_a_filter_none(w):
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    browser.get("/clienten/")

    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).context["found"].rows
        return len(queries)

    by_name = asked("/clienten/?q=both")
    assert asked("/clienten/?werk=poetsvrouw") == by_name
    assert asked("/clienten/?q=poetsvrouw") == by_name + 1


def test_what_is_looked_for_the_rarest_first():
    assert terms("Poetsvrouw met Rijbewijs B") == [("term", "rijbewijs b"), ("term__begins", "poetsvrouw")]
    assert terms("BE rijbewijs") == [("term", "rijbewijs be")]
    assert terms("rijbewijs bakker") == [("term__begins", "rijbewijs"), ("term__begins", "bakker")]
    assert terms("in de") == []
