"""Twenty people at one referral at the same moment, each on a connection of their own: one story comes out."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from chain.acting import acting_as
from clients import referrals
from clients.models import Event, Involvement, Referral, ReferralLine
from clients.models.referral import MOVES, OPEN
from clients.steps import NotNow
from tests.conftest import role
from tests.factories import MandateFactory, ReferralFactory, StepFactory, days_ago
from tests.threads import at_once
from tests.world import world

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 20
ENDS = {"answered", "returned", "withdrawn"}


@pytest.fixture
def w(transactional_db):
    with role("snoer_owner"):
        w = world()
        MandateFactory(partner=w.partners["annex"], function="practical-diagnosis")
        # Annex goes on seeing the person, so that who comes too late is told so and not refused.
        StepFactory(client=w["unknown"], partner=w.partners["annex"], instrument=w.instrument)
    return w


def a_referral(w, status="asked"):
    with role("snoer_owner"):
        return ReferralFactory(
            client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], status=status,
            author=w.staff["consultant"].user, asked_on=days_ago(3),
        )  # fmt: skip


def one_story(referral):
    """The row, what was said and what was told agree, and each act follows on the one before by the table of moves."""
    with role("snoer_owner"):
        row = Referral.objects.get(pk=referral.pk)
        said = list(ReferralLine.objects.filter(referral=row).order_by("pk").values_list("act", flat=True))
        told = list(
            Event.objects.filter(about="referral", about_id=row.pk).order_by("pk").values_list("act", flat=True)
        )
        (sight,) = Involvement.objects.filter(source="referral", source_id=row.pk)
    assert [referrals.TOLD_AS[act] for act in said] == told
    status = "asked"
    for act in said:
        before, after, _who = MOVES[act]
        assert status in before, said
        status = after
    assert row.status == status
    assert row.version == 1 + len(said)
    assert sight.ended_on == row.closed_on
    return row, said


def done_by(w, referral, act, name):
    def run():
        with acting_as(w.acting(name), "test"):
            return referrals.act(referral, act, text=f"{act} door {name}").status

    return run


def test_twenty_acts_at_once_leave_one_story(w):
    referral = a_referral(w)
    mix = [
        ("accept", "trainer"), ("return", "annex_consultant"), ("answer", "trainer"), ("withdraw", "consultant"),
        ("withdraw", "lead"),
    ]  # fmt: skip
    outcomes = at_once([done_by(w, referral, *mix[number % len(mix)]) for number in range(PEOPLE)])
    assert len(outcomes) == PEOPLE
    done = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert all(isinstance(outcome, str | NotNow) for outcome in outcomes), outcomes
    row, said = one_story(referral)
    assert len(said) == len(done)
    assert sum(MOVES[act][1] in ENDS for act in said) == 1, "exactly one end"
    assert row.status in ENDS
    assert row.answer.startswith({"answered": "answer", "returned": "return", "withdrawn": "withdraw"}[row.status])


@pytest.mark.parametrize(("act", "status"), [("accept", "asked"), ("return", "accepted"), ("answer", "accepted")])
def test_the_same_act_by_twenty_is_done_once(w, act, status):
    referral = a_referral(w, status)
    names = ("trainer", "annex_consultant")
    outcomes = at_once([done_by(w, referral, act, names[number % 2]) for number in range(PEOPLE)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotNow"] * (PEOPLE - 1) + ["str"]
    with role("snoer_owner"):
        assert Referral.objects.get(pk=referral.pk).version == 2
        assert ReferralLine.objects.filter(referral=referral).count() == 1


def test_nobody_in_a_browser_gets_an_error(w):
    """On the pages: one sees that it is done, the others who was first and how it stands."""
    referral = a_referral(w)
    mix = [("accept", "trainer"), ("return", "annex_consultant"), ("withdraw", "consultant"), ("answer", "trainer")]

    def posted(act, name):
        def run():
            browser = Browser(raise_request_exception=False)
            browser.force_login(w.staff[name].user)
            url = reverse("referral_act", args=[w["unknown"].number, referral.pk, act])
            fields = {"text": f"{act} door {name}", "once": str(uuid.uuid4())}
            return browser.post(url, fields).status_code

        return run

    outcomes = at_once([posted(*mix[number % len(mix)]) for number in range(PEOPLE)])
    assert outcomes == [302] * PEOPLE
    row, said = one_story(referral)
    assert sum(MOVES[act][1] in ENDS for act in said) <= 1
    assert (row.status in OPEN) == (row.closed_on is None)


def test_twenty_who_ask_the_same_ask_it_once(w):
    def asked():
        with acting_as(w.acting("consultant"), "test"):
            return referrals.ask(w["unknown"], "practical-diagnosis", w.partners["annex"], "Wat kan zij aan?").pk

    outcomes = at_once([asked] * PEOPLE)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ValidationError"] * (PEOPLE - 1) + ["int"]
    with role("snoer_owner"):
        assert Referral.objects.count() == ReferralLine.objects.count() == 1
        assert Event.objects.filter(act="referral-asked").count() == 1
