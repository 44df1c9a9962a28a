"""Facts that hold for a time: where somebody lives, and which benefit. No two at once, and a clear word instead of the
database's."""

import datetime as dt
import uuid

import pytest

from chain.acting import acting_as
from chain.models import Outbox
from clients.models import BenefitPeriod, Client, Event, Residence
from clients.residences import move
from tests.conftest import role
from tests.factories import BenefitPeriodFactory, ClientFactory
from tests.world import STAFF


@pytest.fixture
def person(w):
    with role("snoer_owner"):
        return ClientFactory(chain=w.chain, number="F-1", lives=w.maastricht)  # since 2010


@pytest.fixture
def consultant(signed_in):
    return signed_in("consultant")


MOVE, BENEFIT = "/clienten/F-1/woonplaats/", "/clienten/F-1/uitkering/nieuw/"


def rows(model, **where):
    with role("snoer_owner"):
        return list(model.objects.filter(**where).order_by("started_on"))


def told(act):
    with role("snoer_owner"):
        return list(Event.objects.filter(act=act).order_by("pk"))


def errors(answer):
    return [error for errors in answer.context["form"].errors.values() for error in errors]


def once(**fields):
    return fields | {"once": str(uuid.uuid4())}


# where somebody lives


@pytest.mark.parametrize("name", sorted(STAFF))
def test_who_may_write_down_a_move(w, signed_in, name):
    answer = signed_in(name).get(f"/clienten/{w['step'].number}/woonplaats/")
    may, refused = {"consultant", "lead"}, {"manager", "trainer", "annex_manager", "annex_consultant", "privacy"}
    assert answer.status_code == (200 if name in may else 403 if name in refused else 404)


def test_moving_ends_the_residence_the_day_before(w, person, consultant):
    answer = consultant.post(MOVE, once(municipality="vaals", started_on="1-7-2020"))
    assert answer.headers["Location"] == "/clienten/F-1/"
    before, now = rows(Residence, client=person)
    assert (before.municipality_id, before.ended_on) == (w.maastricht.pk, dt.date(2020, 6, 30))
    assert (now.municipality_id, now.started_on, now.ended_on) == (w.vaals.pk, dt.date(2020, 7, 1), None)
    with role("snoer_owner"):
        assert Client.objects.get(pk=person.pk).home_id == w.vaals.pk
        assert Outbox.objects.filter(topic="facts", payload={"clients": [person.pk]}).exists()
    (event,) = told("residence-changed")
    assert (event.part, event.on, event.params) == ("contact", dt.date(2020, 7, 1), {"municipality": "Vaals"})


def test_moving_out_of_the_chain_keeps_the_person_in_sight(w, person, consultant):
    answer = consultant.post(MOVE, once(municipality="Amsterdam", started_on="1-7-2020"), follow=True)
    assert answer.status_code == 200
    assert "Amsterdam" in answer.content.decode()


def test_moving_back(w, person, consultant):
    consultant.post(MOVE, once(municipality="Vaals", started_on="1-7-2020"))
    consultant.post(MOVE, once(municipality="Maastricht", started_on="1-7-2021"))
    assert [home.municipality_id for home in rows(Residence, client=person)] == [
        w.maastricht.pk, w.vaals.pk, w.maastricht.pk,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "on", "said"),
    [
        ("Maastricht", "1-7-2020", "woont daar al, vanaf 1 januari 2010"),
        ("Vaals", "1-1-2010", "Vul een dag in na 01-01-2010"),
        ("Vaals", "1-1-2009", "Vul een dag in na 01-01-2010"),
        ("Vaals", "", "Vul een datum in"),
        ("Vals", "1-7-2020", "Bedoelt u Vaals"),
    ],
)
def test_a_move_that_cannot_be_is_said_clearly(w, person, consultant, where, on, said):
    answer = consultant.post(MOVE, once(municipality=where, started_on=on))
    assert answer.status_code == 422
    assert any(said in error for error in errors(answer)), errors(answer)
    assert len(rows(Residence, client=person)) == 1


def test_the_same_form_twice_moves_once(w, person, consultant):
    form = once(municipality="Vaals", started_on="1-7-2020")
    first, second = consultant.post(MOVE, form), consultant.post(MOVE, form)
    assert first.headers["Location"] == second.headers["Location"] == "/clienten/F-1/"
    assert len(rows(Residence, client=person)) == 2


def test_a_first_residence(w):
    with role("snoer_owner"):
        nowhere = ClientFactory(chain=w.chain, number="F-2")
    with acting_as(w.acting("consultant")):
        move(nowhere, w.vaals, dt.date(2020, 1, 1))
        assert Client.objects.get(pk=nowhere.pk).home_id == w.vaals.pk


# benefits


@pytest.mark.parametrize("name", sorted(STAFF))
def test_the_benefit_is_the_point_of_contacts(w, signed_in, name):
    with role("snoer_owner"):
        period = BenefitPeriodFactory(client=w["step"])
    number, browser = w["step"].number, signed_in(name)
    refused = {"manager", "trainer", "annex_manager", "annex_consultant", "privacy"}
    expected = 200 if name in ("consultant", "lead") else 403 if name in refused else 404
    assert browser.get(f"/clienten/{number}/uitkering/nieuw/").status_code == expected
    assert browser.get(f"/clienten/{number}/uitkering/{period.pk}/einde/").status_code == expected


def test_a_benefit_begins(w, person, consultant):
    answer = consultant.post(BENEFIT, once(scheme="ioaw", level="partial", started_on="1-3-2020"))
    assert answer.headers["Location"] == "/clienten/F-1/"
    (period,) = rows(BenefitPeriod, client=person)
    assert (period.scheme, period.level, period.started_on, period.ended_on) == (
        "ioaw",
        "partial",
        dt.date(2020, 3, 1),
        None,
    )
    (event,) = told("benefit-started")
    assert (event.part, event.params) == ("benefit", {"scheme": "IOAW", "level": "gedeeltelijk"})


def test_the_page_tells_what_is_known_and_ends_what_runs(w, person, consultant):
    with role("snoer_owner"):
        ended = BenefitPeriodFactory(client=person, scheme="ioaw", ended_on=dt.date(2020, 1, 31), end_reason="study")
        runs = BenefitPeriodFactory(client=person)
    page = consultant.get(BENEFIT).content.decode()
    assert "reden: studie" in page
    assert f"/clienten/F-1/uitkering/{runs.pk}/einde/" in page
    assert f"/uitkering/{ended.pk}/" not in page


def test_two_schemes_may_run_beside_each_other(w, person, consultant):
    for scheme in ("ioaw", "wajong"):
        assert consultant.post(BENEFIT, once(scheme=scheme, level="full", started_on="1-3-2020")).status_code == 302
    assert len(rows(BenefitPeriod, client=person)) == 2


@pytest.mark.parametrize(
    ("ended_on", "on", "said"),
    [
        (None, "1-3-2020", "Beëindig die periode eerst"),
        (None, "1-1-2018", "Beëindig die periode eerst"),
        (dt.date(2020, 2, 29), "29-2-2020", "Kies een dag daarna"),
        (dt.date(2020, 2, 29), "1-1-2018", "Kies een dag daarna"),
        (dt.date(2020, 2, 29), "1-3-2020", None),
    ],
)
def test_the_same_scheme_does_not_overlap_itself(w, person, consultant, ended_on, on, said):
    with role("snoer_owner"):
        BenefitPeriodFactory(client=person, ended_on=ended_on)  # since 1-1-2019
    answer = consultant.post(BENEFIT, once(scheme="participatiewet", level="full", started_on=on))
    assert answer.status_code == (422 if said else 302)
    if said:
        assert said in errors(answer)[0]
        assert "Participatiewet (volledig)" in errors(answer)[0]


def test_a_benefit_ends_with_a_reason(w, person, consultant):
    with role("snoer_owner"):
        period = BenefitPeriodFactory(client=person)
    url = f"/clienten/F-1/uitkering/{period.pk}/einde/"
    answer = consultant.post(url, once(ended_on="31-5-2020", end_reason="work", version="1"))
    assert answer.headers["Location"] == "/clienten/F-1/"
    (ended,) = rows(BenefitPeriod, client=person)
    assert (ended.ended_on, ended.end_reason, ended.version) == (dt.date(2020, 5, 31), "work", 2)
    (event,) = told("benefit-ended")
    assert (event.part, event.on) == ("benefit", dt.date(2020, 5, 31))
    assert event.params == {"scheme": "Participatiewet", "reason": "werk"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ended_on": "31-12-2018", "end_reason": "work"}, "kan niet voor de eerste dag"),
        ({"ended_on": "31-12-2020", "end_reason": ""}, "vereist"),
        ({"ended_on": "", "end_reason": "work"}, "Vul een datum in"),
        ({"ended_on": "31-12-2020", "end_reason": "tired"}, "tired"),
    ],
)
def test_an_end_that_cannot_be_is_said_clearly(w, person, consultant, fields, said):
    with role("snoer_owner"):
        period = BenefitPeriodFactory(client=person)
    answer = consultant.post(f"/clienten/F-1/uitkering/{period.pk}/einde/", once(version="1", **fields))
    assert answer.status_code == 422
    assert any(said in error for error in errors(answer)), errors(answer)
    assert rows(BenefitPeriod, client=person)[0].ended_on is None


def test_what_has_ended_is_not_ended_again(w, person, consultant):
    with role("snoer_owner"):
        period = BenefitPeriodFactory(client=person, ended_on=dt.date(2020, 1, 31), end_reason="study")
    url = f"/clienten/F-1/uitkering/{period.pk}/einde/"
    answer = consultant.post(url, once(ended_on="31-5-2020", end_reason="work", version="1"), follow=True)
    assert "al beëindigd" in answer.content.decode()
    assert rows(BenefitPeriod, client=person)[0].end_reason == "study"


def test_a_period_of_somebody_else_is_not_found_here(w, person, consultant):
    with role("snoer_owner"):
        other = BenefitPeriodFactory(client=w["unknown"])
    assert consultant.get(f"/clienten/F-1/uitkering/{other.pk}/einde/").status_code == 404
