"""How the work lies among the consultants: number, weight, last contact, what is past its day, cover; for who leads them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.days import today
from clients.models import Client
from clients.reasons import HEAVY, LATE
from tests.factories import (
    ClientFactory,
    HandoverFactory,
    MembershipFactory,
    PlanFactory,
    StepFactory,
    TaskFactory,
    TermFactory,
    days_ago,
)
from tests.world import world


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        Client.objects.update(closed_on=days_ago(1))
        w.contact = TermFactory(chain=w.chain, key="contact", source="contact", offset=90)
        w.premium = TermFactory(chain=w.chain, key="premium", source="step-started", offset=90)
    return w


@pytest.fixture
def signed_in(client, w):
    def sign_in(name):
        client.force_login(w.staff[name].user)
        return client

    return sign_in


def person(w, lead="consultant", plan=True, contact=None, **more):
    found = ClientFactory(chain=w.chain, lives=w.maastricht, lead=w.staff[lead].user if lead else None, **more)
    if plan:
        PlanFactory(client=found, author=w.staff["consultant"].user)
    if contact is not None:
        task(w, found, w.contact, since=days_ago(contact), due_on=days_ago(contact - 90))
    return found


def task(w, found, term, **more):
    return TaskFactory(client=found, key=term.key, term=term, about="client", about_id=found.pk, text="", **more)


def loads(browser, **query):
    answer = browser.get(reverse("caseloads"), query)
    assert answer.status_code == 200
    return {load.name: load for load in answer.context["loads"]}


def load(w, browser, name="consultant"):
    return loads(browser)[w.staff[name].user.name]


# the weight


@pytest.mark.parametrize(
    ("plan", "steps", "weight"),
    [
        (True, [("work", "active")], HEAVY["work"]),
        (False, [("work", "active")], HEAVY["work"]),
        (True, [("instrument", "active")], HEAVY["step"]),
        (False, [("instrument", "active")], HEAVY["step"]),
        (True, [("work", "active"), ("instrument", "active")], HEAVY["step"]),
        (True, [("instrument", "planned")], HEAVY["rest"]),
        (True, [("instrument", "done")], HEAVY["rest"]),
        (True, [], HEAVY["rest"]),
        (False, [("instrument", "planned")], HEAVY["fresh"]),
        (False, [], HEAVY["fresh"]),
    ],
)
def test_the_weight_says_what_runs_and_what_waits(w, trusted, signed_in, plan, steps, weight):
    with trusted():
        found = person(w, plan=plan)
        for kind, status in steps:
            ended = {"ended_on": days_ago(1)} if status == "done" else {}
            StepFactory(client=found, instrument=getattr(w, kind), partner=w.partners["annex"], status=status, **ended)
    mine = load(w, signed_in("manager"))
    assert (mine.people, mine.weight, mine.late) == (1, weight, 0)
    assert sum(number for _text, number in mine.states) == 1


def test_a_plan_that_has_ended_is_none(w, trusted, signed_in):
    with trusted():
        PlanFactory(client=person(w, plan=False), author=w.staff["consultant"].user, started_on=days_ago(60),
                    ended_on=days_ago(1))  # fmt: skip
    assert load(w, signed_in("manager")).weight == HEAVY["fresh"]


@pytest.mark.parametrize(
    ("more", "late"),
    [
        ({}, True),
        ({"due_on": today()}, False),  # its day is not over
        ({"for_whom": "manager"}, False),  # told to who leads
        ({"status": "done", "done_on": today()}, False),
    ],
)
def test_what_the_lead_has_to_do_and_is_past_its_day_weighs(w, trusted, signed_in, more, late):
    with trusted():
        task(w, person(w), w.premium, **{"since": days_ago(100), "due_on": days_ago(1), **more})
    mine = load(w, signed_in("manager"))
    assert (mine.late, mine.weight) == (late, HEAVY["rest"] + (LATE if late else 0))


def test_what_a_partner_has_to_do_does_not_weigh(w, trusted, signed_in):
    with trusted():
        task(w, person(w), w.premium, due_on=days_ago(1), for_whom="partner", partner=w.partners["annex"])
    assert load(w, signed_in("manager")).late == 0


# the last contact


def test_the_last_contact_is_the_middle_one_and_the_longest(w, trusted, signed_in):
    with trusted():
        for days in (3, 10, 120):
            person(w, contact=days)
        person(w)  # of whom nothing is known
    mine = load(w, signed_in("lead"))
    assert (mine.people, mine.middle, mine.longest) == (4, 10, 120)
    assert load(w, signed_in("lead"), "lead").middle is None


# who stands there


def test_nobodys_people_and_those_of_who_left_stand_there_too(w, trusted, signed_in):
    with trusted():
        gone = MembershipFactory(partner=w.partners["szmh"], ended_on=days_ago(3))
        left = person(w, lead=None)
        Client.objects.filter(pk=left.pk).update(lead=gone.user)
        person(w, lead=None)
        person(w, closed_on=days_ago(1))
    found = loads(signed_in("manager"))
    assert (found[gone.user.name].people, found[gone.user.name].here) == (1, False)
    assert (found["Nog niemand"].people, found["Nog niemand"].handover_url) == (1, "")
    assert found[w.staff["consultant"].user.name].people == 0
    assert w.staff["annex_consultant"].user.name not in found
    assert [*found][-1] == "Nog niemand"
    assert found[gone.user.name].handover_url == reverse("handover_new") + f"?van={gone.user_id}"


def test_who_stands_in_is_told(w, trusted, signed_in):
    cover = {"kind": "cover", "status": "accepted", "started_on": days_ago(1), "partner": w.partners["szmh"]}
    with trusted():
        person(w)
        giver, taker = w.staff["consultant"].user, w.staff["lead"].user
        HandoverFactory(giver=giver, taker=taker, ended_on=days_ago(-3), **cover)
    mine = load(w, signed_in("manager"))
    assert (mine.cover, mine.covered_until) == (taker.name, days_ago(-3))
    assert load(w, signed_in("manager"), "lead").cover == ""


@pytest.mark.parametrize(
    ("by", "first"),
    [("naam", "consultant"), ("aantal", "lead"), ("gewicht", "lead"), ("contact", "at_szmh"), ("x", "lead")],
)
def test_it_is_sorted_by_a_column(w, trusted, signed_in, by, first):
    with trusted():
        for name, staff in (("Aaf", "consultant"), ("Bas", "lead"), ("Cor", "at_szmh")):
            type(w.staff[staff].user).objects.filter(pk=w.staff[staff].user_id).update(name=name)
        for lead, contact in (("consultant", 4), ("lead", 3), ("lead", 9), ("at_szmh", 40)):
            person(w, lead=lead, contact=contact)
    names = {"consultant": "Aaf", "lead": "Bas", "at_szmh": "Cor"}
    assert next(iter(loads(signed_in("manager"), op=by))) == names[first]


@pytest.mark.parametrize("name", ["consultant", "trainer", "annex_manager", "policy", "admin", "stranger"])
def test_it_is_for_who_leads_the_consultants(w, signed_in, name):
    assert signed_in(name).get(reverse("caseloads")).status_code == 403


def test_the_number_of_questions_does_not_grow(w, trusted, signed_in):
    browser = signed_in("manager")
    loads(browser)
    with CaptureQueriesContext(connection) as before:
        loads(browser)
    with trusted():
        for _n in range(6):
            person(w, contact=5)
            person(w, lead="lead")
    with CaptureQueriesContext(connection) as after:
        loads(browser)
    assert len(after) <= len(before) <= 14
