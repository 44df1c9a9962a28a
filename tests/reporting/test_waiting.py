"""Who waits for what: the same as counted by hand, for who steers, of one's own chain; what holds people up in a sentence."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain import formats
from chain.acting import NOBODY, acting_as
from chain.days import today
from chain.models import Partner
from clients.models import Client, Referral, Step
from clients.terms import after
from reporting.scope import Scope
from reporting.tables import kept, read
from reporting.waiting import Group, Groups, bottleneck, conclusion, drawing, quarter, tables_of, waited, waiting
from reporting.waiting_chart import NARROW, WIDE, Bar, geometry
from reporting.waiting_sql import NOW, PAST
from reporting.waits import ACTS, WAITS, agreed
from tests.attacks import refused, sql
from tests.factories import (
    BenefitProposalFactory,
    CandidateRequestFactory,
    CardRequestFactory,
    ClientFactory,
    InstrumentFactory,
    IntroductionFactory,
    LearningPlaceFactory,
    MediationFactory,
    PlacementFactory,
    PlanFactory,
    PracticalDiagnosisFactory,
    ReferralFactory,
    ReferralLineFactory,
    StayFactory,
    StepFactory,
    SupportFactory,
    TaskFactory,
    TermFactory,
    VacancyFactory,
    WageSubsidyFactory,
    WageValueFactory,
    days_ago,
)
from tests.world import STAFF, world

pytestmark = pytest.mark.django_db
STEER = ("lead", "manager", "annex_manager", "podium24_manager", "policy", "coordinator", "annex_coordinator")
FIRST = days_ago(400)


@pytest.fixture
def w(trusted):
    """Nobody waits, but for whom a test makes it so; a first answer within ten days, a card within three working days."""
    with trusted():
        w = world()
        Step.objects.filter(status="planned").delete()
        TermFactory(chain=w.chain, key="first", source="referral-asked", offset=10)
        TermFactory(chain=w.chain, key="card", source="card-asked", offset=3, unit="workdays")
        return w


def now(w, name="policy", place=None, kind="", level="kind"):
    with acting_as(w.acting(name)):
        return waiting(place, kind).of(level)


def past(w, name="policy", place=None, kind="", level="kind", first=FIRST, day=None):
    with acting_as(w.acting(name)):
        return waited(first, day or today(), place, kind).of(level)


def days(row):
    """What a wait of one is: how long, what was agreed (of a kind that waits now), how many days beyond."""
    assert row.number == 1
    return row.longest, row.agreed, row.beyond_days


# each wait, from when until when


def a_subsidy(w, **more):
    placement = PlacementFactory(client=w["step"], step__partner=w.partners["podium24"], step__instrument=w.work)
    return WageSubsidyFactory(client=w["step"], placement=placement, **more), placement


def test_a_referral_waits_for_its_first_answer_then_for_its_answer(w, trusted):
    with trusted():
        ReferralFactory(client=w["step"], partner=w.partners["annex"], asked_on=days_ago(14))
        ReferralFactory(client=w["team"], status="queried", asked_on=days_ago(20), turn_since=days_ago(3))
        ReferralFactory(
            client=w["mtb"], status="accepted", accepted_on=days_ago(9), answer_by=days_ago(2), asked_on=days_ago(12)
        )
    found = now(w)
    assert days(found["first-answer"]) == (14, 10, 4)
    assert days(found["explanation"]) == (3, None, 0)  # no term of the chain says how long
    assert days(found["answer"]) == (9, 7, 2)  # the day that stands in the referral


def test_what_was_said_in_a_referral_ends_a_wait_and_begins_the_next(w, trusted):
    with trusted():
        one = ReferralFactory(client=w["step"], partner=w.partners["annex"], asked_on=days_ago(60), status="answered")
        for act, ago in [("asked", 60), ("query", 55), ("reply", 50), ("accept", 38), ("answer", 20)]:
            ReferralLineFactory(referral=one, act=act, on=days_ago(ago), partner=one.partner)
        gone = ReferralFactory(client=w["team"], asked_on=days_ago(60), status="withdrawn")
        for act, ago in [("asked", 60), ("withdraw", 30)]:
            ReferralLineFactory(referral=gone, act=act, on=days_ago(ago), partner=gone.partner)
    found = past(w)
    assert (found["first-answer"].number, found["first-answer"].longest) == (2, 12)  # what was withdrawn is no answer
    assert found["first-answer"].within == 1
    assert days(found["explanation"]) == (5, None, 0)
    assert days(found["answer"]) == (18, None, 0)
    assert set(past(w, first=days_ago(30))) == {"answer"}  # by the day on which it ended


def test_a_step_waits_from_when_it_was_put_down_until_it_begins(w, trusted):
    with trusted():
        step = StepFactory(client=w["step"], instrument=w.instrument, status="planned", planned_on=days_ago(5))
        Step.objects.filter(pk=step.pk).update(registered_at=dt.datetime.combine(days_ago(12), dt.time(9), dt.UTC))
    assert days(now(w)["step"]) == (12, 7, 5)
    with trusted():
        Step.objects.filter(pk=step.pk).update(status="active", started_on=days_ago(4))
    assert "step" not in now(w)
    assert days(past(w)["step"]) == (8, None, 1)


def test_a_step_that_was_put_down_afterwards_waits_from_the_day_it_was_planned_for(w, trusted):
    with trusted():
        StepFactory(client=w["step"], instrument=w.instrument, planned_on=days_ago(20), started_on=days_ago(14))
        StepFactory(client=w["team"], instrument=w.instrument, started_on=days_ago(14))  # never planned: not known
    assert days(past(w, first=days_ago(30))["step"]) == (6, None, 6)


def test_who_has_no_seat_waits_for_that_and_not_for_the_step(w, trusted):
    with trusted():
        place = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"])
        step = StepFactory(client=w["step"], instrument=w.instrument, status="planned", partner=w.partners["annex"])
        StayFactory(step=step, place=place, asked_on=days_ago(8))
    assert set(now(w)) == {"seat"}
    assert days(now(w)["seat"]) == (8, None, 0)
    assert set(now(w, level="partner")) == {str(w.partners["mtb"].pk)}  # the host's turn


def test_who_has_no_intake_plan_or_next_step_waits_as_the_terms_say(w, trusted):
    with trusted():
        for source, about in [("registered", "step"), ("intake-done", "team"), ("no-step", "mtb")]:
            term = TermFactory(chain=w.chain, key=f"of-{source}", source=source)
            TaskFactory(client=w[about], key=term.key, term=term, since=days_ago(30), due_on=days_ago(16), text="")
    found = now(w)
    assert {key: days(found[key]) for key in ("intake", "plan", "next-step")} == dict.fromkeys(
        ("intake", "plan", "next-step"), (30, 14, 16)
    )
    assert set(now(w, level="partner")) == {str(w.partners["szmh"].pk)}  # the point of contact's turn


def test_who_waits_without_a_term_is_not_known_and_that_is_said(w, trusted):
    with trusted():
        ClientFactory(chain=w.chain, lives=w.maastricht, registered_on=days_ago(50))
    for key in ("intake", "plan", "next-step"):
        assert key not in now(w) and "als de keten er een termijn voor heeft" in str(WAITS[key].measured)


def test_an_intake_and_a_plan_end_their_waits(w, trusted):
    with trusted():
        intake = InstrumentFactory(chain=w.chain, code="intake", function="intake")
        found = ClientFactory(chain=w.chain, lives=w.maastricht, registered_on=days_ago(50))
        StepFactory(client=found, instrument=intake, status="done", started_on=days_ago(41), ended_on=days_ago(35))
        StepFactory(client=found, instrument=intake, status="done", started_on=days_ago(9), ended_on=days_ago(8))
        PlanFactory(client=found, started_on=days_ago(12))
    assert (past(w)["intake"].number, past(w)["intake"].longest) == (1, 9)  # the first of them
    assert past(w)["plan"].longest == 23
    assert "step" not in past(w, first=days_ago(41))


def test_support_is_decided_and_then_arranged(w, trusted):
    with trusted():
        SupportFactory(client=w["step"], asked_on=days_ago(6))
        SupportFactory(client=w["team"], asked_on=days_ago(30), status="granted", decided_on=days_ago(21))
        SupportFactory(
            client=w["mtb"], asked_on=days_ago(90), status="arranged", decided_on=days_ago(80), arranged_on=days_ago(77)
        )
        SupportFactory(client=w["both"], asked_on=days_ago(90), status="withdrawn")
    found, ended = now(w), past(w)
    assert (days(found["support"])[0], days(found["arranging"])[0]) == (6, 21)
    assert (ended["support"].number, ended["support"].longest, days(ended["arranging"])[0]) == (2, 10, 3)


def test_a_card_waits_for_the_point_of_contact_by_the_term(w, trusted):
    with trusted():
        mediation = MediationFactory(client=w["step"])
        CardRequestFactory(mediation=mediation, partner=w.partners["podium24"], asked_on=days_ago(9))
    agreed_days = (after(days_ago(9), 3, "workdays") - days_ago(9)).days
    assert days(now(w)["card"]) == (9, agreed_days, 9 - agreed_days)
    assert set(now(w, level="partner")) == {str(w.partners["szmh"].pk)}


def test_a_subsidy_is_agreed_from_the_day_that_the_wage_value_is_known(w, trusted):
    with trusted():
        TermFactory(chain=w.chain, key="subsidy", source="subsidy-to-decide", offset=5, unit="weeks")
        _subsidy, placement = a_subsidy(w, requested_on=days_ago(60), status="requested")
    assert days(now(w)["subsidy"]) == (60, None, 0)
    with trusted():
        WageValueFactory(client=w["step"], placement=placement, on=days_ago(50), percent=60, settled_on=days_ago(40))
    assert days(now(w)["subsidy"]) == (60, 20 + 35, 5)


def test_a_diagnosis_a_card_at_an_employer_a_proposal_and_a_request_for_candidates(w, trusted):
    with trusted():
        PracticalDiagnosisFactory(client=w["step"], started_on=days_ago(50), planned_end=days_ago(8))
        IntroductionFactory(client=w["team"], status="sent", sent_on=days_ago(11))
        IntroductionFactory(client=w["mtb"], status="talk", sent_on=days_ago(30), talk_on=days_ago(24))
        placement = PlacementFactory(client=w["both"], step__instrument=w.work)
        BenefitProposalFactory(client=w["both"], placement=placement)
        CandidateRequestFactory(vacancy=VacancyFactory(chain=w.chain), asked_on=days_ago(7), needed_on=days_ago(1))
    found = now(w)
    assert days(found["diagnosis"]) == (50, 42, 8)
    assert days(found["employer"]) == (11, None, 0)
    assert days(found["benefit"]) == (0, None, 0)
    assert days(found["candidates"]) == (7, 6, 1) and found["candidates"].people == 0
    assert days(past(w)["employer"]) == (6, None, 0)
    with acting_as(w.acting("policy")):
        assert waiting().whole.number == 3  # a vacancy is nobody


def test_who_is_on_record_no_more_waits_no_more(w, trusted):
    with trusted():
        ReferralFactory(client=w["step"], asked_on=days_ago(14))
        Client.objects.filter(pk=w["step"].pk).update(closed_on=today())
    assert not now(w)


def test_a_term_for_one_function_goes_before_the_general_one_and_the_managers_is_left_out(w, trusted):
    with trusted():
        TermFactory(chain=w.chain, key="first", source="referral-asked", scope="job-coaching", offset=3)
        TermFactory(chain=w.chain, key="tell", source="referral-asked", offset=1, for_whom="manager")
        ReferralFactory(client=w["step"], function="job-coaching", asked_on=days_ago(5))
        ReferralFactory(client=w["step"], function="tests", asked_on=days_ago(5))
    found = now(w, kind="first-answer", level="function")
    assert {name: (row.agreed_number, row.beyond_days) for name, row in found.items()} == {
        "job-coaching": (1, 2),
        "tests": (1, 0),
    }


def test_each_wait_has_its_words_and_its_select(w):
    assert set(NOW) == set(WAITS) and set(PAST) == set(WAITS) - {"next-step"}
    assert "employer" not in ACTS


# the same as by hand


ASKED = st.lists(
    st.tuples(
        st.sampled_from(["step", "team", "mtb", "both", "unknown"]), st.sampled_from(["tests", "wage-value", "intake"]),
        st.integers(0, 60),
    ), max_size=12, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKED)
def test_middle_ninth_longest_and_beyond_are_those_counted_by_hand(w, trusted, asked):
    with trusted():
        Referral.objects.all().delete()
        for name, function, ago in asked:
            ReferralFactory(client=w[name], function=function, partner=w.partners["annex"], asked_on=days_ago(ago))
    by_function = defaultdict(list)
    for _name, function, ago in asked:
        by_function[function].append(ago)
    found = now(w, level="function")
    assert set(found) == set(by_function)
    for function, waits in by_function.items():
        row, waits = found[function], sorted(waits)
        assert (row.number, row.longest) == (len(waits), waits[-1])
        assert row.middle == next(d for i, d in enumerate(waits, 1) if 2 * i >= len(waits))
        assert row.ninth == next(d for i, d in enumerate(waits, 1) if 10 * i >= 9 * len(waits))
        assert row.beyond == sum(ago > 10 for ago in waits)
        assert row.beyond_days == sum(max(ago - 10, 0) for ago in waits)
    with acting_as(w.acting("policy")):
        assert waiting().whole.people == len({name for name, _function, _ago in asked})


def test_of_one_municipality_are_those_who_live_there(w, trusted):
    with trusted():
        there = ClientFactory(chain=w.chain, lives=w.vaals)
        ReferralFactory(client=there, asked_on=days_ago(4))
        ReferralFactory(client=w["step"], asked_on=days_ago(14))
    assert days(now(w, place=w.vaals.pk)["first-answer"]) == (4, 10, 0)
    assert set(now(w, level="place")) == {str(w.vaals.pk), str(w.maastricht.pk)}


# what holds people up


def held(kind, name, beyond_days, beyond=1):
    return Group("held", kind, name, 5, 1, 2, 3, 5, beyond, beyond_days, partners=(7,))


def test_what_holds_people_up_is_what_lasts_most_days_longer_than_agreed(w):
    few, many = held("intake", "intake", 30), held("first-answer", "tests", 31, 9)
    assert bottleneck(Groups([few, many])) == [many]
    text = conclusion(Groups([few, many]))
    assert "eerste antwoord op een verwijzing (aanvullende testen)" in text and "9 keer" in text and "31 dagen" in text


def test_what_ties_is_named_together_and_nothing_is_said_to_be_nothing(w):
    both = [held("plan", "person", 12), held("intake", "intake", 12)]
    assert [row.kind for row in bottleneck(Groups(both))] == ["intake", "plan"]
    assert "de intake en een plan" in conclusion(Groups(both))
    assert bottleneck(Groups([held("intake", "intake", 0, 0)])) == []
    assert conclusion(Groups([])) == "Niemand wacht langer dan is afgesproken."


def test_the_sentence_is_of_the_whole_chain_whatever_wait_is_chosen(w, trusted):
    with trusted():
        ReferralFactory(client=w["step"], partner=w.partners["annex"], asked_on=days_ago(2))  # within what was agreed
        ReferralFactory(
            client=w["team"], status="queried", asked_on=days_ago(20), turn_since=days_ago(3)
        )  # nothing was
    with acting_as(w.acting("policy")):
        told = {conclusion(waiting(None, kind)) for kind in ("", "explanation", "first-answer")}
    assert told == {"Niemand wacht langer dan is afgesproken."}
    with trusted():
        Referral.objects.filter(status="asked").delete()
    with acting_as(w.acting("policy")):
        assert "is niets afgesproken" in conclusion(waiting(None, "first-answer"))


def test_what_nobody_of_the_chain_can_end_holds_nobody_up(w, trusted):
    with trusted():
        IntroductionFactory(client=w["team"], status="sent", sent_on=days_ago(100))
        CandidateRequestFactory(vacancy=VacancyFactory(chain=w.chain), asked_on=days_ago(70), needed_on=days_ago(60))
        ReferralFactory(client=w["step"], function="tests", partner=w.partners["annex"], asked_on=days_ago(11))
    with acting_as(w.acting("policy")):
        (found,) = bottleneck(waiting())
    assert (found.kind, found.name, found.beyond_days, found.partners) == (
        "first-answer",
        "tests",
        1,
        [w.partners["annex"].pk],
    )


# who sees it


@pytest.mark.parametrize("name", [name for name in STAFF if name in STEER])
def test_who_steers_sees_the_same_numbers(w, trusted, name):
    with trusted():
        ReferralFactory(client=w["unknown"], asked_on=days_ago(14))
    assert days(now(w, name)["first-answer"]) == (14, 10, 4)


@pytest.mark.parametrize("name", [*(name for name in STAFF if name not in STEER), "stranger", "alderman"])
def test_to_others_the_database_tells_nothing(w, trusted, name):
    with trusted():
        ReferralFactory(client=w["step"], asked_on=days_ago(14))
    assert not now(w, name) and not past(w, name)
    with acting_as(w.acting(name)):
        assert not any(
            people for _what, _partner, people in sql("select * from snoer_parts('2000-01-01', '2100-01-01', null)")
        )


def test_nobody_is_an_error_where_there_is_nothing_too(db):
    with refused():
        sql("select * from snoer_waiting(null, '')")


def test_nobody_is_an_error_and_signed_out_sees_nothing(w):
    with refused():
        sql("select * from snoer_waiting(null, '')")
    with acting_as(NOBODY):
        assert not waiting().of("kind")


# the page


def page(browser, **query):
    answer = browser.get(reverse("waiting"), query)
    assert answer.status_code == 200
    return answer


def test_the_page_names_the_bottleneck_whose_turn_it_is_and_leads_to_the_people(w, trusted, signed_in):
    with trusted():
        ReferralFactory(client=w["step"], function="tests", partner=w.partners["annex"], asked_on=days_ago(14))
    text = page(signed_in("lead")).content.decode()
    assert "aanvullende testen" in text and "Aan zet:" in text
    assert f"{reverse('out_of_sight')}?reden=wait" in text
    assert "reden=wait" not in page(signed_in("policy")).content.decode()  # who sees nobody there


def test_a_choice_that_is_none_shows_all_and_a_day_to_come_is_told(w, signed_in):
    browser = signed_in("manager")
    assert page(browser, wacht="'; drop", per="x").context["kind"] == ""
    assert "Deze dag moet nog komen" in page(browser, op=formats.day_typed(days_ago(-1))).content.decode()
    assert "gemeente" in page(browser, gemeente="GM9999").context["form"].errors


def test_one_wait_is_taken_apart(w, trusted, signed_in):
    with trusted():
        ReferralFactory(client=w["step"], function="tests", asked_on=days_ago(14))
        SupportFactory(client=w["step"], asked_on=days_ago(6))
    detail = page(signed_in("policy"), wacht="support", per="functie").context["detail"]
    assert [(line.key, line.cells[0]) for line in detail.every_line()] == [("support", 1), ("total", 1)]


def test_the_page_asks_no_more_of_more_people(w, trusted, signed_in):
    browser = signed_in("manager")
    page(browser)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(browser)
        return len(queries)

    before = asked()
    with trusted():
        for number in range(12):
            person = ClientFactory(chain=w.chain, lives=w.vaals if number % 2 else w.maastricht)
            ReferralFactory(client=person, partner=w.partners["annex"], asked_on=days_ago(number))
    assert asked() == before <= 14


def test_the_tables_go_through_json_and_back(w, trusted):
    with trusted():
        ReferralFactory(client=w["step"], function="tests", partner=w.partners["annex"], asked_on=days_ago(14))
        SupportFactory(client=w["mtb"], asked_on=days_ago(90), status="granted", decided_on=days_ago(80))
    membership = w.staff["policy"]
    with acting_as(membership.pk):
        scope = Scope(membership, None, FIRST, today(), [w.maastricht, w.vaals])
        groups, over = waiting(), waited(FIRST, today())
        found = tables_of(scope, groups, over, list(Partner.objects.filter(chain=w.chain)))
        for table in found:
            back = read(kept(table))
            assert [(line.key, line.cells) for line in back.every_line()] == [
                (line.key, line.cells) for line in table.every_line()
            ]
        assert [table.key for table in found] == [
            "waiting-now", "waiting-partner", "waiting-function", "waiting-place", "waiting-past", "waiting-quarter",
        ]  # fmt: skip
        assert found[0].cell("first-answer", "beyond_days") == 4
        assert "negen van de tien" in drawing(groups).wide


# words and drawing


def test_what_was_agreed_is_told_by_the_terms_of_the_chain(w):
    with acting_as(w.acting("policy")):
        terms = list(w.chain.terms.all())
        assert [str(one) for one in agreed("first-answer", terms)] == ["10 dagen"]
        assert agreed("seat", terms) == []
        assert [str(one) for one in agreed("step", terms)] == ["de geplande dag"]


def test_a_quarter_is_called_so():
    assert quarter("2026-4") == "4e kwartaal 2026"


BARS = st.builds(
    lambda name, number, middle, more, agreed: Bar(name, number, middle, middle + more, agreed),
    st.text(min_size=1, max_size=80), st.integers(1, 9999), st.integers(0, 2000), st.integers(0, 4000),
    st.none() | st.integers(0, 900),
)  # fmt: skip


@given(st.lists(BARS, max_size=16), st.sampled_from([WIDE, NARROW]))
def test_nothing_is_drawn_outside_the_drawing(bars, width):
    chart = geometry("x", "t", bars, width)
    for row in chart["rows"]:
        assert 0 <= row["x"] <= row["end"] <= width
        assert all(row[part] is None or 0 <= row[part] <= width for part in ("ninth", "agreed"))
        assert 0 <= row["text_x"] <= width and 0 < row["text_y"] < chart["height"]
        assert 6.9 * len(row["name"]) <= width


def test_a_name_that_does_not_fit_is_cut_and_its_number_stays():
    (row,) = geometry("x", "t", [Bar("x" * 90, 12, 3, 4, None)], NARROW)["rows"]
    assert row["name"].endswith("…: 12")


def test_the_drawing_keeps_to_ten_of_which_waiting_takes_longest():
    rows = [Group("kind", key, key, 3, 1, place, place + 1, 0, 0, 0) for place, key in enumerate(WAITS, 1)]
    chart = drawing(Groups(rows))
    assert chart.wide.count('class="value"') == 10
    assert "Kandidaten" not in chart.wide  # of nobody
    assert "De intake" not in chart.wide and "uitkering na werk" in chart.wide
