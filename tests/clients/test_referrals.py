"""Referrals: asked by who may, of who holds the mandate, done by whose turn it is, and told to both sides alike."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.functions import Coalesce
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.models import Membership
from chain.parts import SHAREABLE
from clients import referrals, steps
from clients.models import Contact, Event, Involvement, Note, Referral, ReferralLine, Step
from clients.models.referral import MOVES, OPEN
from clients.steps import NotNow
from tests.conftest import role
from tests.factories import (
    CapacityFactory,
    ContactFactory,
    InstrumentFactory,
    MandateFactory,
    NoteFactory,
    PlacementFactory,
    PlanFactory,
    PlanGoalFactory,
    ReferralFactory,
    StepFactory,
    TermFactory,
    days_ago,
)
from tests.world import world

ASKED, ASKING, OTHER = "trainer", "consultant", "coach"  # of Annex, of SZMH, of MTB


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        for code in ("annex", "mtb"):
            for function in ("practical-diagnosis", "tests"):
                MandateFactory(partner=w.partners[code], function=function)
        MandateFactory(partner=w.partners["annex"], function="trajectories")
    return w


def ask(w, client="unknown", by=ASKING, partner="annex", function="practical-diagnosis", **more):
    with acting_as(w.acting(by), "test"):
        return referrals.ask(w[client], function, w.partners[partner], "Kan zij een hele ochtend staan?", **more)


def act(w, referral, act, by, text="Omdat het zo is.", **more):
    with acting_as(w.acting(by), "test"):
        return referrals.act(referral, act, text=text, **more)


def now(referral):
    with role("snoer_owner"):
        return Referral.objects.select_related("client", "partner", "asked_by", "handler").get(pk=referral.pk)


def told(referral):
    with role("snoer_owner"):
        return list(Event.objects.filter(about="referral", about_id=referral.pk).order_by("pk"))


def said(referral):
    with role("snoer_owner"):
        return list(ReferralLine.objects.filter(referral=referral).order_by("pk").values_list("act", "text"))


# asking


def test_the_point_of_contact_asks_and_the_partner_sees_from_then_on(w, client):
    record = reverse("record", args=[w["unknown"].number])
    client.force_login(w.staff[ASKED].user)
    assert client.get(record).status_code == 404
    referral = ask(w, answer_by=today() + dt.timedelta(14))
    assert client.get(record).status_code == 200
    found = now(referral)
    assert (found.status, found.asked_on, found.turn_since) == ("asked", today(), today())
    assert (found.asked_by, found.partner) == (w.partners["szmh"], w.partners["annex"])
    assert said(referral) == [("asked", "Kan zij een hele ochtend staan?")]


def test_the_timeline_tells_of_the_function_and_the_partner_and_never_of_the_question(w):
    referral = ask(w)
    act(w, referral, "query", ASKED, "Waar woont zij?")
    act(w, referral, "reply", ASKING, "In Maastricht.")
    act(w, referral, "accept", ASKED, "Ik bel maandag.")
    act(w, referral, "answer", ASKED, "Een hele ochtend lukt.")
    events = told(referral)
    assert [event.act for event in events] == [
        "referral-asked", "referral-queried", "referral-replied", "referral-accepted", "referral-answered",
    ]  # fmt: skip
    assert {event.part for event in events} == {"referrals"}
    for event in events:
        assert set(event.params) == {"function", "partner"}
        assert event.params["function"] == "Praktijkdiagnose"
    assert [event.params["partner"] for event in events] == ["Annex", "Annex", "Szmh", "Annex", "Annex"]


@pytest.mark.parametrize(
    ("by", "client", "may"),
    [
        (ASKING, "unknown", True),
        ("lead", "unknown", True),
        ("trainer", "step", True),
        ("trainer", "team", True),
        ("trainer", "both", True),
        ("trainer", "ended89", False),  # still sees the person, and asks nothing of others
        ("manager", "unknown", False),
        ("annex_manager", "step", False),
        ("lead", "closed", False),
    ],
)
def test_who_may_ask(w, by, client, may):
    with acting_as(w.acting(by), "test"):
        assert referrals.may_ask(w.staff[by], w[client]) == may
        if not may:
            with pytest.raises(PermissionDenied):
                referrals.ask(w[client], "practical-diagnosis", w.partners["mtb"], "Vraag?")


def test_a_partner_asks_the_point_of_contact_or_who_sees_the_person_already(w):
    with role("snoer_owner"):
        MandateFactory(partner=w.partners["szmh"], function="trajectories")
    assert ask(w, "step", by="trainer", partner="szmh", function="trajectories").pk
    assert ask(w, "both", by="trainer", partner="mtb").pk
    with pytest.raises(ValidationError, match="nog niet bij deze inwoner betrokken"):
        ask(w, "step", by="trainer", partner="mtb")
    assert not told_of(w["step"], "mtb")


def told_of(client, partner):
    with role("snoer_owner"):
        return Involvement.objects.filter(client=client, partner__code=partner).exists()


def test_nobody_asks_their_own_organisation(w):
    with pytest.raises(ValidationError, match="uw eigen organisatie"):
        ask(w, "step", by="trainer", partner="annex")


@pytest.mark.parametrize(
    ("days", "held"), [(-10, False), (-1, False), (0, True), (4, True), (5, False)], ids=lambda value: str(value)
)  # fmt: skip
def test_the_mandate_of_that_day_says_who_can_be_asked(w, days, held):
    """A mandate of five days, the first of them today: the system asks as of any day."""
    with role("snoer_owner"):
        MandateFactory(
            partner=w.partners["podium24"], function="placement", started_on=today(), ended_on=today() + dt.timedelta(4)
        )
    day = today() + dt.timedelta(days)
    with acting_as(w.acting(ASKING), "test"):
        assert bool(referrals.askable(w.staff[ASKING], w["unknown"], day).get("placement")) == held


def test_the_mandate_of_the_municipality_says_who_can_be_asked(w):
    with role("snoer_owner"):
        MandateFactory(partner=w.partners["podium24"], function="placement", municipality=w.vaals)
    with pytest.raises(ValidationError, match="geen mandaat voor") as refused:
        ask(w, partner="podium24", function="placement")
    assert "partner" in refused.value.message_dict
    with role("snoer_owner"):
        MandateFactory(partner=w.partners["podium24"], function="placement", municipality=w.maastricht)
    assert ask(w, partner="podium24", function="placement").pk


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"function": "caseload-analysis"}, "function"),
        ({"function": "nonsense"}, "function"),
        ({"answer_by": days_ago(1)}, "answer_by"),
        ({"on": days_ago(-1)}, "on"),
        ({"shared": ["benefit"]}, "shared"),
        ({"partner": "podium24"}, "partner"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(w, more, field):
    with pytest.raises(ValidationError) as refused:
        ask(w, **more)
    assert list(refused.value.message_dict) == [field]
    with role("snoer_owner"):
        assert not Referral.objects.exists()
        assert not Event.objects.filter(act="referral-asked").exists()


def test_an_empty_question_is_no_question(w):
    with acting_as(w.acting(ASKING), "test"), pytest.raises(ValidationError) as refused:
        referrals.ask(w["unknown"], "practical-diagnosis", w.partners["annex"], "  \n ")
    assert list(refused.value.message_dict) == ["question"]


def test_the_same_is_not_asked_twice_while_it_is_open(w):
    referral = ask(w)
    with pytest.raises(ValidationError, match="al zo'n vraag open staan"):
        ask(w)
    assert ask(w, function="tests").pk
    assert ask(w, partner="mtb").pk
    act(w, referral, "return", ASKED)
    assert ask(w).pk


def test_a_partner_shares_no_part_that_it_does_not_see_itself(w):
    """MTB sees the person by a referral alone, with the contact details: so it can pass on those and no more."""
    with role("snoer_owner"):
        MandateFactory(partner=w.partners["szmh"], function="support")
    ask(w, "unknown", partner="mtb", shared=["contact"])
    with acting_as(w.acting(OTHER), "test"):
        assert referrals.seen(w.staff[OTHER], w["unknown"]) == (True, ["contact"])
    with pytest.raises(ValidationError, match="wat u zelf mag zien"):
        ask(w, "unknown", by=OTHER, partner="szmh", function="support", shared=["contact", "notes"])
    assert ask(w, "unknown", by=OTHER, partner="szmh", function="support", shared=["contact"]).shared == ["contact"]


def test_the_first_response_is_due_by_the_chains_term_for_the_function(w):
    with role("snoer_owner"):
        term = {"chain": w.chain, "key": "referral-response", "source": "referral-asked", "unit": "days"}
        TermFactory(**term, offset=5, started_on=dt.date(2020, 1, 1))
        TermFactory(**term, offset=9, scope="tests", started_on=dt.date(2020, 1, 1))
    general, of_tests = ask(w), ask(w, function="tests")
    assert general.respond_by == today() + dt.timedelta(5)
    assert of_tests.respond_by == today() + dt.timedelta(9)
    assert (referrals.due(general), referrals.late(general)) == (general.respond_by, 0)


def test_an_explanation_gives_the_partner_the_whole_term_again(w):
    with role("snoer_owner"):
        TermFactory(
            chain=w.chain, key="referral-response", source="referral-asked", unit="days", offset=5,
            started_on=dt.date(2020, 1, 1),
        )  # fmt: skip
    referral = ask(w, on=days_ago(20))
    assert referrals.late(now(referral)) == 15
    act(w, referral, "query", ASKED)
    assert referrals.late(now(referral)) == 0, "that was a first response"
    act(w, referral, "reply", ASKING)
    assert now(referral).respond_by == today() + dt.timedelta(5)


# the moves


@pytest.mark.parametrize("name", list(MOVES))
@pytest.mark.parametrize("by", [ASKED, "annex_consultant", ASKING, "lead", OTHER])
def test_an_act_is_the_asked_partners_or_the_asking_ones(w, name, by):
    before, after, whose = MOVES[name]
    with role("snoer_owner"):
        StepFactory(client=w["unknown"], partner=w.partners["mtb"], instrument=w.instrument)  # so that MTB sees it
        referral = ReferralFactory(
            client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], status=before[0]
        )
    theirs = {"asked": {ASKED, "annex_consultant"}, "asking": {ASKING, "lead"}}[whose]
    if by in theirs:
        act(w, referral, name, by)
        assert now(referral).status == after
        assert [event.act for event in told(referral)] == [referrals.TOLD_AS[name]]
    else:
        with pytest.raises(PermissionDenied):
            act(w, referral, name, by)
        assert (now(referral).status, told(referral), said(referral)) == (before[0], [], [])


@pytest.mark.parametrize("name", list(MOVES))
@pytest.mark.parametrize("status", [*OPEN, "answered", "returned", "withdrawn"])
def test_an_act_follows_only_on_its_statuses(w, name, status):
    before, after, whose = MOVES[name]
    with role("snoer_owner"):
        StepFactory(client=w["unknown"], partner=w.partners["annex"], instrument=w.instrument)
        referral = ReferralFactory(
            client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], status=status
        )
    by = ASKED if whose == "asked" else ASKING
    if status in before:
        act(w, referral, name, by)
        assert now(referral).status == after
        return
    with pytest.raises(NotNow):
        act(w, referral, name, by)
    assert (now(referral).status, told(referral), said(referral)) == (status, [], [])


@pytest.mark.parametrize("name", list(MOVES))
def test_every_act_but_accepting_says_something(w, name):
    before, _after, whose = MOVES[name]
    with role("snoer_owner"):
        referral = ReferralFactory(
            client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], status=before[0]
        )
    by = ASKED if whose == "asked" else ASKING
    if name == "accept":
        assert act(w, referral, name, by, "").status == "accepted"
        return
    with pytest.raises(ValidationError) as refused:
        act(w, referral, name, by, "   ")
    assert list(refused.value.message_dict) == ["text"]
    assert now(referral).status == before[0]


def test_no_referral_ends_without_an_answer(w):
    """Which end it is, what was said stands in the row, on its last day."""
    for function, name in (("practical-diagnosis", "return"), ("tests", "withdraw")):
        referral = ask(w, function=function)
        act(w, referral, name, ASKED if name == "return" else ASKING, "Er is geen plek.")
        found = now(referral)
        assert (found.answer, found.closed_on) == ("Er is geen plek.", today())


def test_who_accepts_handles_it(w):
    referral = ask(w, on=days_ago(3))
    act(w, referral, "accept", ASKED, on=days_ago(2))
    found = now(referral)
    assert (found.handler, found.accepted_on, found.turn_since) == (w.staff[ASKED].user, days_ago(2), days_ago(2))
    assert referrals.on_turn(found) == w.partners["annex"]


@pytest.mark.parametrize("day", [-1, 4])
def test_an_act_is_not_before_what_it_follows_on_nor_in_the_future(w, day):
    referral = ask(w, on=days_ago(3))
    with pytest.raises(ValidationError) as refused:
        act(w, referral, "accept", ASKED, on=days_ago(day))
    assert list(refused.value.message_dict) == ["on"]


def test_who_is_on_turn_follows_from_the_status(w):
    referral = ask(w)
    assert referrals.on_turn(now(referral)).code == "annex"
    act(w, referral, "query", ASKED)
    assert referrals.on_turn(now(referral)).code == "szmh"
    act(w, referral, "reply", ASKING)
    assert referrals.on_turn(now(referral)).code == "annex"
    act(w, referral, "return", ASKED)
    assert referrals.on_turn(now(referral)) is None


def test_nothing_is_done_in_a_closed_file(w):
    with role("snoer_owner"):
        referral = ReferralFactory(client=w["closed"], partner=w.partners["annex"], asked_by=w.partners["szmh"])
    with pytest.raises(PermissionDenied):
        act(w, referral, "withdraw", "lead")


def test_the_day_in_the_list_is_the_day_of_the_row(w):
    with role("snoer_owner"):
        days = (None, days_ago(3), days_ago(-3))
        for number, status in enumerate((*OPEN, "answered")):
            for respond_by in days:
                for answer_by in days:
                    ReferralFactory(
                        client=w["unknown"], partner=w.partners["annex"], asked_by=w.partners["szmh"], status=status,
                        function=f"f{number}{days.index(respond_by)}{days.index(answer_by)}", respond_by=respond_by,
                        answer_by=answer_by, turn_since=days_ago(1),
                    )  # fmt: skip
        found = list(Referral.objects.filter(status__in=OPEN).annotate(term=Coalesce(referrals.DUE, days_ago(-99))))
    assert len(found) == 27
    for one in found:
        assert one.term == (referrals.due(one) or days_ago(-99))


# what is shared


def test_exactly_what_is_shared_is_seen_by_the_asked_partner_until_it_is_over(w):
    """In SQL, under the asked partner's own membership; the parts that a trainer reads by function are all of them."""
    person = w["unknown"]
    with role("snoer_owner"):
        ContactFactory(client=person)
        CapacityFactory(client=person)
        NoteFactory(client=person, membership=w.staff[ASKING])
        PlacementFactory(client=person, step__partner=w.partners["podium24"], step__instrument=w.work, employer=None)
        StepFactory(client=person, partner=w.partners["mtb"], instrument=w.instrument)

    def seen():
        from clients.models import Capacity
        from placement.models import Placement

        with acting_as(w.acting(ASKED), "test"):
            tables = {"contact": Contact, "capacity": Capacity, "notes": Note, "placements": Placement, "plan": Step}
            return {part for part, model in tables.items() if model.objects.filter(client=person).exists()}

    assert seen() == set()
    for part in ("contact", "capacity", "notes", "placements"):
        referral = ask(w, shared=[part])
        assert seen() == {part, "plan"}
        act(w, referral, "return", ASKED)
        with role("snoer_owner"):
            Involvement.objects.filter(source="referral", source_id=referral.pk).update(seen_until=days_ago(1))
        assert seen() == set()


def test_exactly_what_is_shared_is_shown_on_the_pages(w, client):
    person = w["unknown"]
    with role("snoer_owner"):
        NoteFactory(client=person, membership=w.staff[ASKING], text="Over zijn buurman.")
        CapacityFactory(client=person, work_ability=37)
    client.force_login(w.staff[ASKED].user)
    record = reverse("record", args=[person.number])
    referral = ask(w)
    page = client.get(record).content.decode()
    assert "Over zijn buurman." not in page
    assert "37%" not in page
    act(w, referral, "return", ASKED)
    ask(w, shared=["notes", "capacity"])
    page = client.get(record).content.decode()
    assert "Over zijn buurman." in page
    assert "37%" in page


def test_shared_parts_are_kept_in_their_order(w):
    assert ask(w, shared=["notes", "contact"]).shared == [part for part in SHAREABLE if part in ("contact", "notes")]


def test_both_sides_read_the_same_and_a_stranger_nothing(w):
    referral = ask(w)
    act(w, referral, "query", ASKED, "Welke dagen?")
    read = {}
    for name in (ASKING, ASKED, OTHER, "stranger"):
        with acting_as(w.acting(name), "test"):
            read[name] = list(
                ReferralLine.objects.filter(referral_id=referral.pk).order_by("pk").values_list("text", flat=True)
            )
    assert read[ASKING] == read[ASKED] == ["Kan zij een hele ochtend staan?", "Welke dagen?"]
    assert read[OTHER] == read["stranger"] == []


# steps that come of it


def test_a_question_that_is_not_accepted_does_not_let_a_partner_plan(w):
    referral = ask(w)
    with acting_as(w.acting(ASKED), "test"):
        with pytest.raises(ValidationError, match="Neem eerst de verwijzing aan"):
            steps.plan(w["unknown"], w.instrument, w.partners["annex"])
        referrals.act(referral, "accept")
        step = steps.plan(w["unknown"], w.instrument, w.partners["annex"], referral=now(referral))
    assert step.referral_id == referral.pk


def test_a_step_for_the_same_function_comes_of_the_referral_by_itself_with_its_goal(w):
    with role("snoer_owner"):
        instrument = InstrumentFactory(chain=w.chain, function="practical-diagnosis")
        goal = PlanGoalFactory(plan=PlanFactory(client=w["unknown"]), text="Rustig werk")
    referral = ask(w, plan_goal=goal)
    act(w, referral, "accept", ASKED)
    with acting_as(w.acting(ASKING), "test"):
        other = steps.plan(w["unknown"], w.instrument, w.partners["annex"])
        step = steps.plan(w["unknown"], instrument, w.partners["annex"])
        of_mtb = steps.plan(w["unknown"], instrument, w.partners["mtb"])
    assert (step.referral_id, step.plan_goal_id) == (referral.pk, goal.pk)
    assert other.referral_id is None
    assert of_mtb.referral_id is None


def test_a_step_comes_of_no_referral_that_its_partner_does_not_work_on(w):
    of_annex, waiting = ask(w), ask(w, partner="mtb")
    act(w, of_annex, "accept", ASKED)
    with acting_as(w.acting(ASKING), "test"):
        for referral, partner in ((of_annex, "mtb"), (waiting, "mtb")):
            with role("snoer_owner"):
                MandateFactory(partner=w.partners["mtb"], function="trajectories")
            with pytest.raises(ValidationError) as refused:
                steps.plan(w["unknown"], w.instrument, w.partners[partner], referral=now(referral))
            assert list(refused.value.message_dict) == ["referral"]


def test_a_sub_unit_is_asked_and_its_parent_acts(w):
    with role("snoer_owner"):
        w.partners["unit"] = type(w.partners["mtb"]).objects.create(
            chain=w.chain, code="mtb-unit", name="MTB-onderdeel", parent=w.partners["mtb"]
        )
        MandateFactory(partner=w.partners["unit"], function="tests")
        fresh = Membership.objects.get(pk=w.acting(OTHER))
    referral = ask(w, partner="unit", function="tests")
    with acting_as(fresh.pk, "test"):
        assert referrals.act(referral, "accept").handler_id == fresh.user_id
