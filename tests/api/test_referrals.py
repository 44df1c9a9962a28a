"""Referrals through a machine: asked, and answered by the partner that was asked."""

import json

import pytest

from chain.days import today
from tests.api.calls import Machine, faults
from tests.factories import MandateFactory, ReferralFactory
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        MandateFactory(partner=w.partners["mtb"], function="practical-diagnosis")
        w.szmh, w.annex, w.coach = (Machine.of(w.staff[name]) for name in ("consultant", "trainer", "coach"))
        w.asked = ReferralFactory(
            client=w["unknown"], partner=w.partners["mtb"], asked_by=w.partners["szmh"],
            author=w.staff["consultant"].user,
        )  # fmt: skip
    return w


def act(machine, where, name, body, match=None):
    return machine._call(
        "post", f"{where}/_{name}", data=json.dumps(body), content_type="application/json",
        headers={"if-match": match or machine.get(where)["ETag"]},
    )  # fmt: skip


def test_a_question_is_put_to_who_holds_the_mandate(w):
    where = f"/clients/{w['both'].number}/referrals"
    new = {"function": "practical-diagnosis", "partner": "mtb", "question": "Wat kan hij aan?", "shared": ["profile"]}
    made = w.szmh.post(where, new)
    assert made.status_code == 201, made.content
    shown = w.coach.get(made["Location"]).json()
    assert (shown["status"], shown["shared"], shown["lines"][0]["act"]) == ("asked", ["profile"], "asked")
    assert "partner" in faults(w.szmh.post(where, new))  # asked already
    assert "partner" in faults(w.szmh.post(where, new | {"partner": "podium24"}))
    assert set(faults(w.szmh.post(where, {"function": "song"}))) >= {"function", "question"}


def test_the_partner_that_was_asked_answers(w):
    where = f"/referrals/{w.asked.pk}"
    assert act(w.szmh, where, "accept", {}).status_code == 403
    accepted = act(w.coach, where, "accept", {})
    assert accepted.status_code == 200 and accepted.json()["status"] == "accepted"
    assert faults(act(w.coach, where, "answer", {})) == {"text": "required"}
    done = act(w.coach, where, "answer", {"text": "Zittend werk gaat goed."}).json()
    assert (done["status"], done["answer"], done["closedOn"]) == (
        "answered",
        "Zittend werk gaat goed.",
        today().isoformat(),
    )
    again = act(w.szmh, where, "withdraw", {"text": "x"})
    assert again.status_code == 409


def test_who_asked_may_take_it_back_and_a_stale_call_is_refused(w):
    where = f"/referrals/{w.asked.pk}"
    tag = w.szmh.get(where)["ETag"]
    assert act(w.szmh, where, "withdraw", {"text": "Niet meer nodig."}, tag).json()["status"] == "withdrawn"
    assert act(w.szmh, where, "withdraw", {"text": "x"}, tag).status_code == 412


def test_who_does_not_see_the_person_sees_no_question(w):
    assert w.annex.get(f"/referrals/{w.asked.pk}").status_code == 404
    assert act(w.annex, f"/referrals/{w.asked.pk}", "accept", {}, "*").status_code == 404


def test_a_partner_asks_nothing_of_who_it_may_not_ask(w):
    where = f"/clients/{w['step'].number}/referrals"
    refused = w.annex.post(where, {"function": "practical-diagnosis", "partner": "mtb", "question": "Wat kan hij aan?"})
    assert refused.status_code == 400
