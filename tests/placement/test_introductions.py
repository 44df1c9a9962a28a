"""Introductions: who may do what when, the trial placement and its limit, and what a placement overtakes."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.models import Instrument
from chain.once import NotNow
from clients import closing, terms
from clients.models import Event, Involvement, Observation, Step
from placement import introduction_panel, introduction_shown, introductions, trials
from placement.models import Introduction
from placement.models.introductions import MOVES, OPEN, STATUSES
from placement.placements import place
from tests.conftest import role
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    InstrumentFactory,
    IntroductionFactory,
    MandateFactory,
    StepFactory,
    TermFactory,
    VacancyFactory,
    days_ago,
)
from tests.kept import kept
from tests.placement.conftest import placing_world
from tests.threads import at_once

pytestmark = pytest.mark.django_db
ARTICLE = "Participatiewet artikel 8a lid 2 onder d"


@kept
def trial_world():
    """With a trial placement in the palette and its limits, an employer with a vacancy, and somebody to speak with."""
    w = placing_world()
    w.trial = InstrumentFactory(
        chain=w.chain, code="proefplaats", function="trial-placement", phase="placement", partner=w.partners["podium24"]
    )
    MandateFactory(partner=w.partners["podium24"], function="trial-placement")
    for key, offset, hard in (("trial-end", 2, False), ("trial-limit", 6, True)):
        TermFactory(
            chain=w.chain, key=key, source="step-started", scope="proefplaats", offset=offset, unit="months", hard=hard,
            for_whom="partner", article=ARTICLE, started_on=dt.date(2015, 1, 1),
        )  # fmt: skip
    w.employer = EmployerFactory(chain=w.chain, name="Hotel Zon")
    w.vacancy = VacancyFactory(chain=w.chain, employer=w.employer, partner=w.partners["podium24"], title="Kok")
    w.person = ContactPersonFactory(employer=w.employer, name="Pieter Peeters")
    return w


@pytest.fixture
def w(trusted):
    with trusted():
        return trial_world()


@pytest.fixture
def adviser(w):
    with acting_as(w.acting("adviser"), "test"):
        yield w.staff["adviser"]


def stands(w, status, client="job", **more):
    """An introduction by Podium24's adviser that stands at the status."""
    facts = {"employer": w.employer, "vacancy": w.vacancy, "partner": w.partners["podium24"],
             "author": w.staff["adviser"].user, "proposed_on": days_ago(30)}  # fmt: skip
    days = {"agreed_on": days_ago(20), "sent_on": days_ago(18), "talk_on": days_ago(9)}
    with role("snoer_owner"):
        return IntroductionFactory(client=w[client], status=status, **(facts | days | more))


FACTS = {
    "agree": lambda w: {"on": today()},
    "send": lambda w: {"chosen": {"first-name": w["job"].first_name}, "person": w.person},
    "talk": lambda w: {"on": today() + dt.timedelta(3)},
    "try": lambda w: {"start": today()},
    "offer": lambda w: {"on": today()},
    "decline": lambda w: {"who": "employer", "reason": "no-click"},
}


def test_the_whole_way_from_the_idea_to_an_offer(w, adviser):
    one = introductions.propose(w["job"], w.employer, w.vacancy, "Was kok in het leger.", by=adviser)
    for act in ("agree", "send", "talk", "try", "offer"):
        one = introductions.move(one, act, by=adviser, **FACTS[act](w))
    assert (one.status, one.agreed_on, one.sent_on, one.offered_on) == ("offer", today(), today(), today())
    assert one.version == 6
    told = list(Event.objects.filter(client=w["job"], about="introduction").order_by("pk").values_list("act", "part"))
    assert told == [(f"introduction-{act}", "placements") for act in
                    ("proposed", "agreed", "sent", "talk", "trial", "offered")]  # fmt: skip
    assert "leger" not in str(list(Event.objects.filter(client=w["job"]).values_list("params", flat=True)))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("act", FACTS)
def test_the_table_of_moves_is_all_there_is(w, adviser, act, status):
    one = stands(w, status, declined_by="partner", decline_reason="other", ended_on=None if status in OPEN else today())
    if status in MOVES[act][0]:
        assert introductions.move(one, act, by=adviser, **FACTS[act](w)).status == MOVES[act][1]
    else:
        with pytest.raises(NotNow):
            introductions.move(one, act, by=adviser, **FACTS[act](w))


@pytest.mark.parametrize(("name", "may"), [
    ("adviser", {"agree", "send", "talk", "try", "offer", "decline", "place"}),
    ("consultant", {"agree", "decline", "place"}),  # the point of contact speaks with the person, and may end it
    ("podium24_manager", set()), ("trainer", set()), ("coach", set()),
])  # fmt: skip
def test_who_may_what(w, name, may):
    one = stands(w, "proposed")
    with acting_as(w.acting(name), "test"):
        assert {act for act in MOVES if introductions.may(w.staff[name], one, act)} == may
        for act in set(FACTS) - may:
            with pytest.raises(PermissionDenied):
                introductions.move(one, act, by=w.staff[name], **FACTS[act](w))


@pytest.mark.parametrize(("name", "client"), [("trainer", "both"), ("lead", "closed")])
def test_who_does_not_write_placements_and_a_closed_file(w, name, client):
    with acting_as(w.acting(name), "test"), pytest.raises(PermissionDenied):
        introductions.propose(w[client], w.employer, None, "Past.", by=w.staff[name])


def test_out_of_sight_the_database_refuses(w, adviser):
    with pytest.raises(ProgrammingError), transaction.atomic():
        introductions.propose(w["both"], w.employer, None, "Past.", by=adviser)


def refused(**said):
    """The fields that were refused."""
    return pytest.raises(ValidationError, check=lambda error: set(error.error_dict) == set(said))


def test_what_a_proposal_needs(w, adviser, trusted):
    with refused(why=1):
        introductions.propose(w["job"], w.employer, w.vacancy, "  ", by=adviser)
    with refused(employer=1):
        introductions.propose(w["job"], None, None, "Past.", by=adviser)
    introductions.propose(w["job"], w.employer, w.vacancy, "Past.", by=adviser)
    with refused(vacancy=1):  # twice
        introductions.propose(w["job"], w.employer, w.vacancy, "Past.", by=adviser)
    introductions.propose(w["job"], w.employer, None, "Ook zonder vacature.", by=adviser)
    with trusted():
        closed = VacancyFactory(chain=w.chain, employer=w.employer, partner=w.partners["podium24"], status="closed")
        full = VacancyFactory(chain=w.chain, employer=w.employer, partner=w.partners["podium24"])
        type(full).objects.filter(pk=full.pk).update(taken=1)
    for vacancy in (closed, full):
        with refused(vacancy=1):
            introductions.propose(w["job"], None, vacancy, "Past.", by=adviser)


@pytest.mark.parametrize(("act", "status", "facts", "field"), [
    ("agree", "proposed", {"on": today() + dt.timedelta(1)}, "on"),
    ("agree", "proposed", {"on": dt.date(1999, 1, 1)}, "on"),
    ("talk", "sent", {"on": days_ago(19)}, "on"),  # before the card was given
    ("talk", "sent", {"on": today() + dt.timedelta(900)}, "on"),
    ("offer", "talk", {"on": today() + dt.timedelta(1)}, "on"),
    ("decline", "talk", {"who": "placed", "reason": "hours"}, "who"),  # follows from a placement alone
    ("decline", "talk", {"who": "person", "reason": "age"}, "reason"),
    ("decline", "talk", {"who": "person", "reason": "other", "text": " "}, "text"),
    ("send", "agreed", {"chosen": {"first-name": "x"}, "person": None}, "person"),
])  # fmt: skip
def test_days_and_reasons_that_cannot_be(w, adviser, act, status, facts, field):
    with refused(**{field: 1}):
        introductions.move(stands(w, status), act, by=adviser, **facts)


# The trial placement: Participatiewet, article 8a, paragraph 2 d


def test_a_trial_placement_is_a_step_of_two_months(w, adviser):
    one = introductions.move(stands(w, "talk"), "try", by=adviser, start=dt.date(2026, 1, 31), hours=24)
    step = one.trial
    assert (step.instrument, step.partner, step.status) == (w.trial, w.partners["podium24"], "active")
    assert (step.started_on, step.planned_end, step.hours_per_week) == (dt.date(2026, 1, 31), dt.date(2026, 3, 30), 24)
    assert step.goal == "Hotel Zon"


def test_longer_than_two_months_takes_an_extension(w, adviser):
    start = days_ago(10)
    usual = trials.usual_end(w.chain.pk, start)
    with refused(end=1):
        introductions.move(stands(w, "talk"), "try", by=adviser, start=start, end=usual + dt.timedelta(1))
    with refused(end=1):
        introductions.move(stands(w, "talk", vacancy=None), "try", by=adviser, start=start, end=start - dt.timedelta(1))


def test_an_extension_has_a_reason_and_ends_within_six_months(w, adviser):
    start = days_ago(40)
    one = introductions.move(stands(w, "talk"), "try", by=adviser, start=start)
    last = trials.last_end(w.chain.pk, start)
    assert last == terms.after(start, 6, "months") - dt.timedelta(1)
    with refused(why=1):
        trials.extend(one, last, " ", by=adviser)
    with refused(until=1):
        trials.extend(one, one.trial.planned_end, "Geen dag erbij.", by=adviser)
    with pytest.raises(ValidationError, match=ARTICLE):
        trials.extend(one, last + dt.timedelta(1), "Nog niet zeker.", by=adviser)
    trials.extend(one, last, "De vaste begeleider was drie weken weg.", by=adviser)
    step = Step.objects.get(pk=one.trial_id)
    assert step.planned_end == last
    assert "begeleider was drie weken weg" in Observation.objects.get(step=step).text


def test_who_does_not_carry_it_out_does_not_extend_it(w):
    with acting_as(w.acting("adviser"), "test"):
        one = introductions.move(stands(w, "talk"), "try", by=w.staff["adviser"], start=days_ago(3))
    with acting_as(w.acting("consultant"), "test"), pytest.raises(PermissionDenied):
        trials.extend(one, today() + dt.timedelta(80), "Omdat.", by=w.staff["consultant"])


def test_one_trial_placement_at_a_time(w, adviser):
    introductions.move(stands(w, "talk"), "try", by=adviser, start=days_ago(1))
    other = stands(w, "talk", vacancy=None)
    with refused(start=1):
        introductions.move(other, "try", by=adviser, start=today())


def test_an_introduction_has_one_trial_placement(w, adviser):
    one = introductions.move(stands(w, "talk"), "try", by=adviser, start=days_ago(1))
    one = introductions.move(one, "offer", by=adviser, on=today())
    assert "try" not in introductions.moves(adviser, one)
    with pytest.raises(NotNow):
        introductions.move(one, "try", by=adviser, start=today())


def test_without_the_mandate_the_partner_is_told_who_has_it(w, trusted):
    with trusted():
        one = IntroductionFactory(client=w["both"], employer=w.employer, partner=w.partners["mtb"], status="talk",
                                  agreed_on=days_ago(9), sent_on=days_ago(8))  # fmt: skip
    with acting_as(w.acting("coach"), "test"), pytest.raises(ValidationError, match="Podium24"):
        introductions.move(one, "try", by=w.staff["coach"], start=today())


def test_the_point_of_contact_records_it_for_who_carries_it_out(w, trusted):
    one = stands(w, "talk", partner=w.partners["szmh"], author=w.staff["consultant"].user)
    with acting_as(w.acting("consultant"), "test"):
        by = w.staff["consultant"]
        one = introductions.move(one, "try", by=by, start=days_ago(5))
        assert (one.trial.partner, one.trial.status) == (w.partners["podium24"], "active")
        introductions.move(one, "decline", by=by, who="employer", reason="skills")
    with trusted():
        step = Step.objects.get(pk=one.trial_id)
        assert (step.status, step.ended_on) == ("stopped", today())


def test_who_was_told_whose_card_it_is_can_introduce_and_try(w, trusted):
    """From the work card to the work: the point of contact accepted the question who it is."""
    with trusted():
        Involvement.objects.create(
            client=w["mtb"], chain=w.chain, partner=w.partners["podium24"], reason="mediation", source="cardrequest",
            source_id=1, started_on=days_ago(2), seen_until=today() + dt.timedelta(80),
            parts=["client", "referrals", "plan", "profile", "placements"],
        )  # fmt: skip
    with acting_as(w.acting("adviser"), "test"):
        by = w.staff["adviser"]
        one = introductions.propose(w["mtb"], None, w.vacancy, "De kaart past bij alles.", by=by)
        one = introductions.move(one, "agree", by=by, on=today())
        one = introductions.move(one, "send", by=by, chosen={"first-name": w["mtb"].first_name}, person=w.person)
        one = introductions.move(one, "talk", by=by, on=today())
        assert introductions.move(one, "try", by=by, start=today()).trial.status == "active"


@given(start=st.dates(dt.date(2016, 1, 1), dt.date(2028, 12, 31)))
@settings(max_examples=60)
def test_two_and_six_months_are_counted_like_the_law(start):
    """`For at most six months`: the last day is the day before the same day six months on, or before its month ends."""
    two, six = terms.after(start, 2, "months"), terms.after(start, 6, "months")
    assert 58 <= (two - start).days <= 62 and 180 <= (six - start).days <= 184
    assert two.day in (start.day, 28, 29, 30)


# What a placement does


def placed(w, introduction=None, client="job", start=None, **more):
    by = w.staff["adviser"]
    return place(
        w[client], Instrument.objects.get(chain=w.chain, code="regular-work"), w.partners["podium24"], by=by,
        started_on=start or today(), introduction=introduction,
        **({"vacancy": introduction.vacancy} if introduction and introduction.vacancy else {}), **more,
    )  # fmt: skip


def now(one):
    with role("snoer_owner"):
        return Introduction.objects.get(pk=one.pk)


def test_a_placement_closes_the_others_of_the_person_whoever_made_them(w, adviser, trusted):
    mine, other = stands(w, "offer"), stands(w, "sent", vacancy=None)
    theirs = stands(
        w, "proposed", vacancy=None, partner=w.partners["mtb"], author=w.staff["coach"].user, agreed_on=None
    )
    made = placed(w, mine)
    assert (now(mine).status, now(mine).placement_id, now(mine).ended_on) == ("placed", made.pk, today())
    for one in (other, theirs):
        found = now(one)
        assert (found.status, found.declined_by, found.decline_reason) == ("declined", "placed", "other-work")
    with trusted():
        acts = Event.objects.filter(client=w["job"], act="introduction-overtaken").values_list("about_id", "author")
        assert set(acts) == {(other.pk, adviser.user_id), (theirs.pk, adviser.user_id)}


def test_volunteering_goes_together_with_looking_for_work(w, trusted):
    other = stands(w, "sent")
    with acting_as(w.acting("consultant"), "test"):
        place(
            w["job"], Instrument.objects.get(chain=w.chain, code="volunteering"), w.partners["szmh"],
            by=w.staff["consultant"], started_on=today(),
        )  # fmt: skip
    assert now(other).status == "sent"


def test_a_full_vacancy_closes_those_of_people_out_of_sight(w, adviser, trusted):
    mine = stands(w, "offer")
    hidden = stands(w, "talk", client="both", partner=w.partners["mtb"], author=w.staff["coach"].user)
    elsewhere = stands(w, "talk", client="both", partner=w.partners["mtb"], author=w.staff["coach"].user, vacancy=None)
    placed(w, mine)
    assert (now(hidden).status, now(hidden).declined_by) == ("declined", "filled")
    assert now(elsewhere).status == "talk"
    with acting_as(w.acting("coach"), "test"):  # its author finds it on Mijn dag
        (row,) = [row for row in introduction_panel.day_rows(w.staff["coach"]) if "gaat niet door" in row.reason]
        assert (row.number, row.next_step) == (w["both"].number, "Iets anders zoeken")
        assert Event.objects.get(act="introduction-filled").client == w["both"]


def test_a_vacancy_with_room_closes_nothing(w, adviser, trusted):
    with trusted():
        type(w.vacancy).objects.filter(pk=w.vacancy.pk).update(positions=2)
    mine, hidden = stands(w, "offer"), stands(w, "talk", client="both", partner=w.partners["mtb"])
    placed(w, mine)
    assert now(hidden).status == "talk"


def test_the_trial_placement_ends_the_day_before(w, adviser):
    one = introductions.move(stands(w, "talk"), "try", by=adviser, start=days_ago(20))
    placed(w, one, start=days_ago(2))
    step = Step.objects.get(pk=one.trial_id)
    assert (step.status, step.ended_on) == ("done", days_ago(3))


def test_where_the_work_begins_later_the_trial_runs_until_then(w, adviser):
    one = introductions.move(stands(w, "talk"), "try", by=adviser, start=days_ago(20))
    placed(w, one, start=today() + dt.timedelta(5))
    step = Step.objects.get(pk=one.trial_id)
    assert (step.status, step.planned_end) == ("active", today() + dt.timedelta(4))


def test_without_a_talk_nobody_is_placed(w, adviser):
    with pytest.raises(ValidationError, match="eerst het gesprek"):
        placed(w, stands(w, "agreed"))
    assert not w["job"].placements.exists()


def test_an_introduction_that_is_over_places_nobody(w, adviser):
    with pytest.raises(NotNow):
        placed(w, stands(w, "declined", declined_by="employer", decline_reason="hours", ended_on=today()))
    assert not w["job"].placements.exists()


def test_what_hides_is_told_without_the_person(w, adviser):
    stands(w, "talk", client="both", partner=w.partners["mtb"], author=w.staff["coach"].user)
    mine = stands(w, "proposed")
    seen, hidden = introduction_shown.at_employer(adviser, w.employer, w.vacancy, but=mine)
    assert seen == []
    (other,) = hidden
    assert (other.partner, other.adviser, other.person, other.url) == (
        w.partners["mtb"].name, w.staff["coach"].user.name, "", "",
    )  # fmt: skip
    shown = introduction_shown.of_vacancy(w.vacancy, adviser)
    assert (shown["hidden"], shown["all"], [one.person for one in shown["seen"]]) == (1, 2, [w["job"].name])


def test_another_chain_is_told_nothing(w, trusted):
    stands(w, "talk")
    with acting_as(w.acting("stranger"), "test"):
        assert introduction_shown.at_employer(w.staff["stranger"], w.employer, w.vacancy) == ([], [])


def test_closing_the_file_ends_what_is_open(w):
    one = stands(w, "talk")
    with acting_as(w.acting("consultant"), "test"):
        assert [end.what for end in introduction_panel.open_ends(w["job"])] == ["Voordracht"]
        closing.close(w["job"], "deceased", by=w.staff["consultant"])
    found = now(one)
    assert (found.status, found.declined_by) == ("declined", "partner")


def test_mijn_dag_shows_where_one_is_on_turn(w, adviser):
    stands(w, "sent", sent_on=days_ago(8))
    stands(w, "talk", vacancy=None, talk_on=today() + dt.timedelta(2))
    rows = introduction_panel.day_rows(adviser)
    assert [(row.reason, row.next_step) for row in rows] == [("Wacht op de werkgever", "Gesprek afspreken")]


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_advisers_place_one_person_and_one_is_told():
    with role("snoer_owner"):
        w = trial_world()
        MandateFactory(partner=w.partners["mtb"], function="placement")
        StepFactory(client=w["job"], chain=w.chain, partner=w.partners["mtb"], instrument=w.instrument)
        facts = {
            "status": "offer",
            "agreed_on": days_ago(9),
            "sent_on": days_ago(8),
            "talk_on": days_ago(5),
            "client": w["job"],
        }
        one = IntroductionFactory(employer=w.employer, vacancy=w.vacancy, partner=w.partners["podium24"], **facts)
        two = IntroductionFactory(employer=EmployerFactory(chain=w.chain), partner=w.partners["mtb"], **facts)

    def by(name, introduction):
        def act():
            with acting_as(w.acting(name), "test"):
                partner = w.staff[name].partner
                return place(w["job"], w.work, partner, by=w.staff[name], started_on=today(), introduction=introduction)

        return act

    outcomes = at_once([by("adviser", one), by("coach", two)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotNow", "Placement"], outcomes
    assert {now(one).status, now(two).status} == {"placed", "declined"}


@pytest.mark.django_db(transaction=True)
def test_two_fill_the_last_position_and_one_is_told():
    with role("snoer_owner"):
        w = trial_world()
        MandateFactory(partner=w.partners["mtb"], function="placement")
        facts = {"status": "offer", "agreed_on": days_ago(9), "sent_on": days_ago(8), "talk_on": days_ago(5),
                 "employer": w.employer, "vacancy": w.vacancy}  # fmt: skip
        one = IntroductionFactory(client=w["job"], partner=w.partners["podium24"], **facts)
        two = IntroductionFactory(client=w["mtb"], partner=w.partners["mtb"], **facts)

    def by(name, introduction):
        def act():
            with acting_as(w.acting(name), "test"):
                return place(
                    introduction.client, w.work, w.staff[name].partner, by=w.staff[name], started_on=today(),
                    introduction=introduction,
                )  # fmt: skip

        return act

    outcomes = at_once([by("adviser", one), by("coach", two)])
    assert sum(type(outcome).__name__ == "Placement" for outcome in outcomes) == 1, outcomes
    assert all(isinstance(outcome, (ValidationError, NotNow)) or type(outcome).__name__ == "Placement"
               for outcome in outcomes), outcomes  # fmt: skip
    assert {now(one).status, now(two).status} == {"placed", "declined"}


@pytest.mark.django_db(transaction=True)
def test_two_answers_of_the_employer_are_one():
    with role("snoer_owner"):
        w = trial_world()
    one = stands(w, "talk")

    def act(name, **facts):
        def run():
            with acting_as(w.acting(name), "test"):
                return introductions.move(one, facts.pop("act"), by=w.staff[name], **facts)

        return run

    outcomes = at_once([act("adviser", act="decline", who="employer", reason="hours"),
                        act("consultant", act="decline", who="person", reason="travel")])  # fmt: skip
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Introduction", "NotNow"]
