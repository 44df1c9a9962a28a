"""Ready and not yet out: who stands there, in which order, for whom, and in as many queries however many there are."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.days import today
from clients.models import Client
from tests.factories import (
    AssessmentFactory,
    ClientFactory,
    DefinitionFactory,
    IntroductionFactory,
    MediationFactory,
    PlacementFactory,
)

pytestmark = pytest.mark.django_db


def days(number: int) -> dt.date:
    return today() + dt.timedelta(number)


def names(page) -> list[str]:
    return [row.client.last_name for row in page.context["rows"]]


@pytest.fixture
def url() -> str:
    return reverse("ready")


@pytest.fixture
def marked(w, trusted):
    """Four who are not out (`both` of Annex too), one who is, one whose mark ended, one whose file is closed."""
    with trusted():
        MediationFactory(client=w["unknown"], needs="Cv", needs_on=days(5))
        MediationFactory(client=w["both"], needs="Vervoer", needs_on=days(-5), needs_by=w.staff["trainer"].user)
        MediationFactory(client=w["mtb"])
        MediationFactory(client=w["planned"], needs="Opvang")
        MediationFactory(client=w["step"], ended_on=today())
        MediationFactory(client=w["closed"])
        MediationFactory(client=w["team"], needs="Niets meer")
        PlacementFactory(client=w["team"], form_of_work="regular", step__status="planned")
        IntroductionFactory(client=w["both"], status="talk")
        IntroductionFactory(client=w["both"], status="declined", declined_by="partner", decline_reason="other")
        Client.objects.filter(pk=w["unknown"].pk).update(lead=w.staff["consultant"].user)
    return w


def test_what_is_late_comes_first_and_what_has_no_day_last(marked, url, signed_in):
    page = signed_in("consultant").get(url)
    assert names(page)[:2] == ["both", "unknown"] and set(names(page)[2:]) == {"mtb", "planned"}
    first = page.context["rows"][0]
    assert first.late and first.introductions == 1 and not page.context["rows"][1].late


def test_who_has_paid_work_or_begins_with_it_is_out_and_unpaid_work_is_not(marked, url, signed_in, trusted):
    with trusted():
        PlacementFactory(client=marked["mtb"], form_of_work="volunteering")
        PlacementFactory(client=marked["planned"], form_of_work="temporary-agency")
    assert set(names(signed_in("consultant").get(url))) == {"both", "unknown", "mtb"}


def test_each_sees_their_own_people(marked, url, signed_in):
    assert set(names(signed_in("trainer").get(url))) == {"both", "planned"}
    assert names(signed_in("adviser").get(url)) == ["unknown"]
    assert names(signed_in("coach").get(url)) == ["both", "mtb"]
    for name in ("manager", "policy", "coordinator"):
        assert signed_in(name).get(url).status_code == 403


def test_the_filters(marked, url, signed_in):
    browser = signed_in("consultant")
    assert names(browser.get(url + "?wie=mijn")) == ["unknown"]
    assert names(browser.get(url + "?stap=laat")) == ["both"]
    assert names(browser.get(url + "?stap=geen")) == ["mtb"]
    assert names(signed_in("trainer").get(url + "?wie=mijn")) == ["both"]
    assert browser.get(url + "?wie=onzin&stap=%00&lijst=x&na=zzz").status_code == 200


def test_who_was_found_ready_and_has_no_card_stands_in_a_list_of_their_own(marked, url, signed_in, trusted):
    with trusted():
        word = DefinitionFactory(chain=marked.chain, key="job-ready")
        other = DefinitionFactory(chain=marked.chain, key="motivated")
        AssessmentFactory(client=marked["step"], definition=word, value="yes", on=days(-9))
        AssessmentFactory(client=marked["both"], definition=word, value="yes")  # has a card
        AssessmentFactory(client=marked["moved"], definition=other, value="yes")
        AssessmentFactory(client=marked["placement"], definition=word, value="yes", on=days(-9))
        AssessmentFactory(client=marked["placement"], definition=word, value="not-yet", on=days(-2))
    page = signed_in("consultant").get(url + "?lijst=gevonden")
    assert names(page) == ["step"] and "Kaart maken" in page.text
    assert names(signed_in("trainer").get(url + "?lijst=gevonden")) == ["step"]


def test_pages_go_on_where_the_last_one_ended(w, url, signed_in, trusted):
    with trusted():
        for number in range(30):
            client = ClientFactory(chain=w.chain, lives=w.maastricht, last_name=f"P{number}")
            MediationFactory(client=client, needs="Iets", needs_on=days(number // 3) if number < 20 else None)
    browser = signed_in("consultant")
    first = browser.get(url)
    second = browser.get(first.context["next_url"])
    assert len(names(first)) == 25 and len(names(second)) == 5
    assert len({*names(first), *names(second)}) == 30 and second.context["next_url"] == ""


def test_as_many_queries_for_many_as_for_few(w, url, signed_in, trusted):
    browser, asked = signed_in("consultant"), []
    browser.get(url)
    for more in (2, 15):
        with trusted():
            for _one in range(more):
                client = ClientFactory(chain=w.chain, lives=w.maastricht)
                MediationFactory(client=client, needs="Iets", needs_by=w.staff["trainer"].user)
                IntroductionFactory(client=client)
        with CaptureQueriesContext(connection) as queries:
            browser.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 11
