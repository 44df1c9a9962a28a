"""Whose card it is: asked by Podium24, answered by SZMH, and the sight that comes of it; the pages of both."""

import datetime as dt

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.once import NotNow
from clients.closing import close
from clients.models import Client, Event, Involvement
from placement import cards, mediation
from placement.card_day import day_rows, notices
from placement.models import CardRequest, WorkCard
from tests.factories import (
    CardRequestFactory,
    IntroductionFactory,
    MandateFactory,
    MediationFactory,
    TermFactory,
    VacancyFactory,
    WorkProfileFactory,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
PARTS = ["client", "contact", "placements", "plan", "profile", "referrals"]


def asked_world(w):
    """`mtb`, of SZMH and MTB, is marked; Podium24 serves the employers, has a vacancy and asked."""
    MandateFactory(partner=w.partners["podium24"], function="employer")
    TermFactory(chain=w.chain, key="card-answer", source="card-asked", offset=5, unit="workdays")
    w.person = w["mtb"]
    Client.objects.filter(pk=w.person.pk).update(lead=w.staff["consultant"].user)
    WorkProfileFactory(client=w.person, level="4")
    w.mediation = MediationFactory(client=w.person)
    w.mediation.refresh_from_db()
    w.card = w.mediation.card
    w.vacancy = VacancyFactory(chain=w.chain, title="Afwasser")
    return w


@pytest.fixture
def c(w, trusted):
    with trusted():
        return asked_world(w)


def act(c, who: str):
    return acting_as(c.staff[who].pk)


def who(c, name: str):
    from chain.models import Membership

    with act(c, name):
        return Membership.objects.with_contact_point().select_related("partner").get(pk=c.staff[name].pk)


def ask(c, name: str = "adviser") -> CardRequest:
    by = who(c, name)
    with act(c, name):
        return cards.ask(c.card, c.vacancy, "Past bij de keuken", by=by)


def move(c, name: str, one: CardRequest, what: str, text: str = "") -> CardRequest:
    by = who(c, name)
    with act(c, name):
        return cards.move(one, what, text=text, by=by)


def sees(c, name: str = "adviser") -> bool:
    with act(c, name):
        return Client.objects.filter(pk=c.person.pk).exists()


def test_accepted_the_asker_sees_the_person_for_some_parts_and_ninety_days(c):
    one = ask(c)
    assert not sees(c)
    move(c, "consultant", one, "accept", "Bel in de ochtend.")
    assert sees(c)
    with act(c, "consultant"):
        given = Involvement.objects.get(source="cardrequest")
        assert (given.reason, given.parts, given.membership_id) == ("mediation", PARTS, None)
        assert given.partner == c.partners["podium24"] and given.started_on == today()
        assert given.seen_until == today() + dt.timedelta(configured.CARD_SIGHT_DAYS)
        assert Event.objects.filter(client=c.person, act="card-accepted").count() == 1


def test_declined_nobody_sees_anybody_and_the_timeline_does_not_hear_of_it(c):
    one = ask(c)
    move(c, "consultant", one, "decline", "Begint ergens anders.")
    assert not sees(c)
    with act(c, "adviser"):
        assert CardRequest.objects.get().answer == "Begint ergens anders."
    with act(c, "consultant"):
        assert not Event.objects.filter(client=c.person, act="card-accepted").exists()
        assert not Involvement.objects.filter(source="cardrequest").exists()


@pytest.mark.parametrize("name", ["adviser", "consultant"])
def test_either_side_ends_it_and_the_sight_ends_with_that_day(c, name, trusted):
    one = move(c, "consultant", ask(c), "accept")
    move(c, name, one, "end", "Het past toch niet.")
    with trusted():
        given = Involvement.objects.get(source="cardrequest")
        assert given.ended_on == given.seen_until == today()


def test_with_the_mark_ends_what_was_asked_with_its_reason(c, trusted):
    one = move(c, "consultant", ask(c), "accept")
    with trusted():
        waits = CardRequestFactory(mediation=c.mediation, partner=c.partners["mtb"])
    by = who(c, "consultant")
    with act(c, "consultant"):
        mediation.end(c.mediation, "Wil even wachten.", by=by)
    with trusted():
        one.refresh_from_db()
        waits.refresh_from_db()
        assert (one.status, one.end_reason) == ("ended", "Wil even wachten.")
        assert (waits.status, waits.answer) == ("declined", "Wil even wachten.")
        assert Involvement.objects.get(source="cardrequest", partner=c.partners["podium24"]).seen_until == today()
        assert not WorkCard.objects.exists()


def test_closing_the_file_ends_the_mark_and_what_was_asked(c, trusted):
    one = ask(c)
    with trusted():
        c.steps["mtb"].delete()
    by = who(c, "consultant")
    with act(c, "consultant"):
        close(c.person, "moved", by=by)
    with trusted():
        one.refresh_from_db()
        assert one.status == "declined" and "gesloten" in one.answer
        assert not WorkCard.objects.exists()


@pytest.mark.parametrize(
    ("name", "what"),
    [("adviser", "accept"), ("adviser", "decline"), ("consultant", "withdraw"), ("trainer", "accept"), ("coach", "end"),
     ("podium24_manager", "withdraw"), ("annex_consultant", "accept")],
)  # fmt: skip
def test_who_does_not_answer_or_take_back(c, name, what):
    one = ask(c)
    with pytest.raises(PermissionDenied):
        move(c, name, one, what, "Tekst")


def test_a_second_answer_is_too_late(c):
    one = move(c, "consultant", ask(c), "accept")
    with pytest.raises(NotNow):
        move(c, "lead", one, "decline", "Toch niet.")


@pytest.mark.parametrize("what", ["decline", "end"])
def test_no_without_a_reason_is_no_answer(c, what):
    one = ask(c)
    if what == "end":
        move(c, "consultant", one, "accept")
    with pytest.raises(ValidationError):
        move(c, "consultant", one, what, "  ")


def test_the_asker_is_told_why_it_cannot_be_asked(c, trusted):
    ask(c)
    with pytest.raises(ValidationError, match="al gevraagd"):
        ask(c)
    with trusted():
        CardRequest.objects.update(status="declined")
        type(c.vacancy).objects.update(status="closed")
    with pytest.raises(ValidationError, match="niet \\(meer\\) open"):
        ask(c)
    with pytest.raises(PermissionDenied):
        ask(c, "consultant")


def test_once_the_ninety_days_are_over_it_can_be_asked_again(c, trusted):
    one = move(c, "consultant", ask(c), "accept")
    with trusted():
        long_ago = today() - dt.timedelta(configured.CARD_SIGHT_DAYS + 1)
        CardRequest.objects.update(answered_on=long_ago, asked_on=long_ago)
    assert ask(c).pk != one.pk
    with trusted():
        one.refresh_from_db()
        assert one.status == "ended"


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_once(w, trusted):
    with trusted():
        c = asked_world(w)
    by = who(c, "adviser")

    def go():
        with act(c, "adviser"):
            return cards.ask(c.card, c.vacancy, "Past", by=by)

    outcomes = at_once([go, go])
    assert sorted(type(one).__name__ for one in outcomes) == ["CardRequest", "ValidationError"]


# On Mijn dag


def test_on_mijn_dag_the_lead_has_the_question_with_its_term_and_the_asker_the_answer(c, trusted):
    one = ask(c)
    with act(c, "consultant"):
        (row,) = day_rows(who(c, "consultant"))
        assert row.number == c.person.number and "Afwasser" in row.why and row.term > today()
    with act(c, "adviser"):
        assert day_rows(who(c, "adviser")) == []
    move(c, "consultant", one, "accept")
    with act(c, "adviser"):
        (row,) = day_rows(who(c, "adviser"))
        assert row.number == c.person.number
    with trusted():
        IntroductionFactory(client=c.person, partner=c.partners["podium24"])
    with act(c, "adviser"):
        assert day_rows(who(c, "adviser")) == []
    with act(c, "consultant"):
        assert day_rows(who(c, "consultant")) == []


def test_a_no_is_told_too_and_without_a_name(c):
    one = ask(c)
    move(c, "consultant", one, "decline", "Nu niet.")
    with act(c, "adviser"):
        (notice,) = notices(who(c, "adviser"))
    assert "nee" in notice.text and c.person.number not in notice.text


# Pages


def test_the_page_of_a_card_shows_it_in_full_and_asks(c, signed_in):
    url = reverse("card_ask", args=[c.card.code]) + f"?vacature={c.vacancy.pk}"
    browser = signed_in("adviser")
    page = browser.get(url)
    assert c.card.code in page.text and "Mbo" in page.text and c.person.number not in page.text
    assert browser.post(url, {"vacancy": c.vacancy.pk, "why": ""}).status_code == 422
    answer = browser.post(url, {"vacancy": c.vacancy.pk, "why": "Past bij de keuken"}, follow=True)
    assert answer.status_code == 200 and "Gevraagd" in answer.text and c.person.last_name not in answer.text
    assert "heeft dit al gevraagd" in browser.get(url).text
    assert browser.get(reverse("card_ask", args=["XXXXXX"])).status_code == 404
    assert signed_in("consultant").get(url).status_code == 403
    assert signed_in("trainer").get(url).status_code == 403


def test_the_point_of_contact_answers_on_the_page_and_the_asker_reads_it_there(c, signed_in):
    one = ask(c)
    url = reverse("card_request", args=[one.pk])
    browser = signed_in("consultant")
    assert c.person.number in browser.get(url).text
    assert browser.post(url, {"act": "decline", "text": ""}).status_code == 422
    done = browser.post(url, {"act": "accept", "text": "Bel in de ochtend."}, follow=True)
    assert "Akkoord" in done.text
    assert browser.post(url, {"act": "decline", "text": "Te laat"}, follow=True).status_code == 200
    told = signed_in("adviser").get(url)
    assert c.person.name in told.text and "Bel in de ochtend." in told.text and "voordracht" in told.text
    for other, code in (("trainer", 403), ("coach", 403), ("manager", 403)):
        assert signed_in(other).get(url).status_code == code


def test_before_the_answer_the_asker_reads_no_name_anywhere(c, signed_in):
    one = ask(c)
    browser = signed_in("adviser")
    for url in (reverse("card_request", args=[one.pk]), reverse("card_requests"), reverse("day")):
        page = browser.get(url)
        assert c.person.number not in page.text and c.person.name not in page.text
    assert browser.get(reverse("record", args=[c.person.number])).status_code == 404
    assert browser.post(reverse("card_request", args=[one.pk]), {"act": "accept", "text": ""}).status_code == 403


def test_the_list_has_the_longest_waiting_first_and_goes_by_pages(c, trusted, signed_in):
    with trusted():
        for days in range(30):
            ended = MediationFactory(client=c.person, started_on=today(), ended_on=today())
            CardRequestFactory(mediation=ended, partner=c.partners["podium24"], asked_on=today() - dt.timedelta(days))
    browser = signed_in("consultant")
    first = browser.get(reverse("card_requests"))
    days = [row["row"].asked_on for row in first.context["rows"]]
    assert len(days) == 25 and days == sorted(days) and first.context["rows"][0]["late"]
    second = browser.get(first.context["next_url"])
    assert len(second.context["rows"]) == 5 and min(row["row"].asked_on for row in second.context["rows"]) >= days[-1]
    assert len(browser.get(reverse("card_requests") + "?wie=mijn").context["rows"]) == 25


def test_the_list_asks_as_much_for_many_as_for_few(c, trusted, signed_in):
    browser, numbers = signed_in("consultant"), []
    browser.get(reverse("card_requests"))
    for more in (2, 10):
        with trusted():
            for _one in range(more):
                ended = MediationFactory(client=c.person, started_on=today(), ended_on=today())
                CardRequestFactory(mediation=ended, partner=c.partners["podium24"])
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("card_requests"))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
