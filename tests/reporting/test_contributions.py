"""Each partner's part in the joint result, without ranks; and the chain on one screen."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.models import Partner
from clients.models import Step, Term
from placement.models import Placement
from reporting.chain_pages import last_quarter
from reporting.contributions import parts, tables
from reporting.contributions_sql import BEFORE_DAYS
from reporting.models import Cell, Programme, Result
from reporting.people_waiting import UNSEEN, people_url
from reporting.scope import Scope
from reporting.waits import WAITS
from tests.attacks import sql
from tests.factories import (
    ClientFactory,
    GroupFactory,
    LearningPlaceFactory,
    PartnerFactory,
    PlacementFactory,
    ProgrammeFactory,
    ReferralFactory,
    ReferralLineFactory,
    ReportFactory,
    StayFactory,
    StepFactory,
    TargetFactory,
    TaskFactory,
    TermFactory,
    days_ago,
)
from tests.world import world

pytestmark = pytest.mark.django_db
FIRST = days_ago(300)


@pytest.fixture
def w(trusted):
    """A programme that runs, and no steps but those of the test."""
    with trusted():
        w = world()
        Placement.objects.all().delete()
        Step.objects.all().delete()
        w.programme = ProgrammeFactory(
            chain=w.chain,
            key="nu",
            started_on=dt.date(today().year - 1, 1, 1),
            ended_on=dt.date(today().year + 1, 12, 31),
        )
        TermFactory(chain=w.chain, key="first", source="referral-asked", offset=10)
        return w


def flowed_out(w, client, ago, place=None, until=None):
    Result.objects.create(
        programme=w.programme, chain=w.chain, client=client, kind="outflow", on=days_ago(ago), since=days_ago(ago),
        until=until, municipality=place or w.maastricht, extent="full", evidence=1,
    )  # fmt: skip


def activated(w, partner, number, place=None):
    Cell.objects.create(
        programme=w.programme, chain=w.chain, kind="activation", day=days_ago(20), year=days_ago(20).year, extent="",
        municipality=place or w.maastricht, partner=w.partners[partner], change=number,
    )  # fmt: skip


def step(w, client, partner, began, ended=None, **more):
    return StepFactory(
        client=client, partner=w.partners[partner], instrument=w.instrument, started_on=days_ago(began),
        status="active" if ended is None else "done", ended_on=None if ended is None else days_ago(ended), **more,
    )  # fmt: skip


def scope(w, name="policy", place=None, day=None):
    return Scope(w.staff[name], w.programme, FIRST, day or today(), [w.maastricht, w.vaals], place)


def found(w, **more):
    with acting_as(w.acting("policy")):
        return parts(scope(w, **more))


def code(w, numbers):
    """By the code of a partner; `all` of all together."""
    codes = {partner.pk: key for key, partner in w.partners.items()} | {None: "all"}
    return {codes[key]: number for key, number in numbers.items()}


# what is counted


def test_a_step_in_the_year_before_the_outflow_is_a_part_in_it(w, trusted):
    with trusted():
        flowed_out(w, w["step"], 30)
        step(w, w["step"], "annex", 500, 30 + BEFORE_DAYS)  # ended on the first day of that year
        step(w, w["step"], "mtb", 500, 31 + BEFORE_DAYS)  # a day too long ago
        step(w, w["step"], "podium24", 29)  # began after the outflow
        flowed_out(w, w["team"], 30)
    assert code(w, found(w).before) == {"annex": 1, "all": 1}
    assert (found(w).gone, found(w).alone) == (2, 1)


def test_who_had_steps_at_several_counts_at_each_and_once_together(w, trusted):
    with trusted():
        flowed_out(w, w["step"], 10)
        for partner in ("annex", "annex", "mtb"):
            step(w, w["step"], partner, 100, 50)
    assert code(w, found(w).before) == {"annex": 1, "mtb": 1, "all": 1}


def test_an_outflow_counts_as_of_the_day_and_where_it_was(w, trusted):
    with trusted():
        flowed_out(w, w["step"], 40, until=days_ago(20))  # came back into benefit
        flowed_out(w, w["team"], 40, place=w.vaals)
        for name in ("step", "team"):
            step(w, w[name], "annex", 100)
    assert code(w, found(w).before) == {"annex": 1, "all": 1}
    assert code(w, found(w, day=days_ago(30)).before) == {"annex": 2, "all": 2}
    assert found(w, place=w.maastricht).gone == 0 and found(w, place=w.vaals).gone == 1


LIVES = st.lists(
    st.tuples(
        st.sampled_from(["step", "team", "both"]), st.sampled_from(["annex", "mtb", "szmh"]), st.integers(0, 900),
        st.none() | st.integers(0, 500),
    ), max_size=10,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LIVES, st.dictionaries(st.sampled_from(["step", "team", "both"]), st.integers(0, 400)))
def test_it_is_as_counted_by_hand(w, trusted, lives, gone):
    with trusted():
        Step.objects.all().delete()
        Result.objects.all().delete()
        for name, partner, began, lasted in lives:
            step(w, w[name], partner, began, None if lasted is None else max(began - lasted, 0))
        for name, ago in gone.items():
            flowed_out(w, w[name], ago)
    by_hand = defaultdict(set)
    for name, partner, began, lasted in lives:
        ended = -1 if lasted is None else max(began - lasted, 0)
        if name in gone and began >= gone[name] and ended <= gone[name] + BEFORE_DAYS:
            by_hand[partner].add(name)
            by_hand["all"].add(name)
    assert {key: number for key, number in code(w, found(w).before).items() if number} == {
        key: len(names) for key, names in by_hand.items()
    }


def test_answers_seats_and_placements_of_the_period(w, trusted):
    with trusted():
        for name, ago in [("step", 40), ("team", 55)]:
            one = ReferralFactory(client=w[name], partner=w.partners["annex"], status="accepted", asked_on=days_ago(60))
            for act, day in [("asked", 60), ("accept", ago)]:
                ReferralLineFactory(referral=one, act=act, on=days_ago(day), partner=one.partner)
        place = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"])
        StayFactory(step=step(w, w["step"], "annex", 30), place=place)
        group = GroupFactory(chain=w.chain, partner=w.partners["annex"], instrument=w.instrument)
        StayFactory(step=step(w, w["team"], "mtb", 30), group=group)
        StayFactory(step=step(w, w["both"], "annex", 400), place=place)  # before the period
        for form in ("regular", "volunteering"):
            PlacementFactory(
                client=w["mtb"], form_of_work=form, step__partner=w.partners["podium24"], step__instrument=w.work,
                step__started_on=days_ago(5),
            )  # fmt: skip
    told = found(w)
    assert {key: (row.number, row.within) for key, row in code(w, told.answers).items()} == {
        "annex": (2, 1),
        "all": (2, 1),
    }
    assert code(w, told.seats) == {"mtb": 1, "annex": 1, "all": 2}
    assert code(w, told.placements) == {"podium24": 1, "all": 1}


def test_in_time_is_said_only_of_answers_of_which_something_was_agreed(w, trusted):
    with trusted():
        for partner, asked in [("annex", 60), ("mtb", 200)]:
            one = ReferralFactory(
                client=w["step"], partner=w.partners[partner], status="accepted", asked_on=days_ago(asked)
            )
            for act, day in [("asked", asked), ("accept", asked - 5)]:
                ReferralLineFactory(referral=one, act=act, on=days_ago(day), partner=one.partner)
        Term.objects.filter(chain=w.chain, key="first").update(started_on=days_ago(100))
    with acting_as(w.acting("policy")):
        (table,) = tables(scope(w))
    columns = ("answers", "agreed", "within")
    assert {key: tuple(table.cell(key, column) for column in columns) for key in ("annex", "mtb", "total")} == {
        "annex": (1, 1, 1), "mtb": (1, 0, None), "total": (2, 1, 1),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["consultant", "trainer", "privacy", "admin", "stranger", "alderman"])
def test_to_who_does_not_steer_the_database_tells_nothing(w, trusted, name):
    with trusted():
        flowed_out(w, w["step"], 10)
        step(w, w["step"], "annex", 50)
    with acting_as(w.acting(name)):
        told = sql("select people from snoer_steps_before_outflow(%s, %s, null)", w.programme.pk, today())
        assert not any(people for (people,) in told)
        assert not sql("select people from snoer_parts(%s, %s, null)", FIRST, today())


# how it is told


def test_partners_stand_in_the_chains_own_order_whatever_their_numbers(w, trusted):
    with trusted():
        for position, name in enumerate(("szmh", "annex", "mtb", "podium24", "beleid")):
            Partner.objects.filter(pk=w.partners[name].pk).update(position=position)
        PartnerFactory(chain=w.chain, code="idle", position=0)
        for name, number in [("mtb", 9), ("annex", 2), ("szmh", 5)]:
            activated(w, name, number)
    with acting_as(w.acting("policy")):
        (table,) = tables(scope(w))
    assert [line.key for line in table.lines] == ["szmh", "annex", "mtb"]
    assert table.total and table.cell("total", "activated") == 16 and not table.adds
    assert "tellen niet op" in table.note


def test_without_a_programme_the_rest_is_told(w, trusted):
    with trusted():
        Programme.objects.all().delete()
        w.programme = None
        step(w, w["step"], "annex", 10)
    with acting_as(w.acting("policy")):
        (table,) = tables(scope(w))
    assert table.cell("total", "activated") == 0


@pytest.mark.parametrize("user", ["lead", "manager", "podium24_manager", "policy", "coordinator"])
def test_the_page_says_that_the_result_is_the_chains(w, trusted, signed_in, user):
    with trusted():
        activated(w, "annex", 3)
    text = signed_in(user).get(reverse("contributions")).content.decode()
    assert "Het resultaat is van de keten samen" in text and "geen ranglijst" in text and "Annex" in text


def test_one_municipality_and_a_period_that_cannot_be(w, trusted, signed_in):
    with trusted():
        activated(w, "annex", 3)
        activated(w, "annex", 4, w.vaals)
    browser = signed_in("manager")
    table = browser.get(reverse("contributions"), {"gemeente": "GM0981"}).context["table"]
    assert table.cell("total", "activated") == 4
    assert browser.get(reverse("contributions"), {"van": "01-01-2026", "op": "01-01-2025"}).context["form"].errors


# the chain on one screen


def test_the_screen_tells_where_we_stand_what_holds_up_and_who_is_out_of_sight(w, trusted, signed_in):
    with trusted():
        activated(w, "annex", 3)
        ReferralFactory(client=w["step"], function="tests", partner=w.partners["annex"], asked_on=days_ago(14))
        ReportFactory(programme=w.programme, as_of=days_ago(3))
    text = signed_in("coordinator").get(reverse("chain_view")).content.decode()
    assert "aanvullende testen" in text and "Er is nog niets gepubliceerd" in text
    for name in ("waiting", "flow", "out_of_sight"):
        assert reverse(name) in text
    assert reverse("dashboard", args=["nu"]) in text


def test_each_link_leads_to_the_figures_that_it_stands_beside(w, trusted, signed_in):
    with trusted():
        term = TermFactory(chain=w.chain, key="intake", source="registered")
        TaskFactory(client=w["step"], key=term.key, term=term, since=days_ago(60), due_on=days_ago(20), text="")
        ReferralFactory(client=w["step"], partner=w.partners["annex"], asked_on=days_ago(90))
    context = signed_in("lead").get(reverse("chain_view"), {"gemeente": "GM0935", "programma": "nu"}).context
    assert "programma=nu" in context["quarter"]["url"]
    addresses = [
        context["unseen_url"],
        context["quarter"]["url"],
        context["people"],
        *(url for *_, url in context["reasons"]),
    ]
    assert len(addresses) > 3 and all("gemeente=GM0935" in url for url in addresses), addresses
    text = signed_in("lead").get(reverse("chain_view"), {"gemeente": "GM0935"}).content.decode()
    assert f"{reverse('quality')}?gemeente=GM0935" in text


def test_a_list_that_cannot_be_narrowed_is_no_list_of_a_municipality(w):
    with acting_as(w.acting("lead")):
        lists = {kind: people_url(w.staff["lead"], kind) for kind in WAITS}
        there = {kind: people_url(w.staff["lead"], kind, w.vaals) for kind in WAITS}
    assert lists["support"] and not there["support"]
    assert [kind for kind, url in there.items() if url] == [kind for kind in WAITS if kind in UNSEEN]


def test_a_programme_that_has_not_begun_is_not_called_on_pace(w, trusted, signed_in):
    with trusted():
        begins = today() + dt.timedelta(40)
        Programme.objects.filter(pk=w.programme.pk).update(started_on=begins)
        TargetFactory(programme=w.programme, kind="outflow", year=begins.year, target=685, baseline=10)
    for page in (reverse("chain_view"), reverse("dashboard", args=["nu"])):
        text = signed_in("coordinator").get(page).content.decode()
        assert "op tempo" not in text and "nog niet begonnen" in text, page


def test_the_screen_is_for_a_chain_without_a_programme_too(w, trusted, signed_in):
    with trusted():
        Programme.objects.all().delete()
    assert "Er is nog geen programma" in signed_in("policy").get(reverse("chain_view")).content.decode()


@pytest.mark.parametrize(
    ("user", "page"), [("policy", "chain_view"), ("coordinator", "chain_view"), ("manager", "targets")]
)
def test_who_coordinates_begins_with_it(w, signed_in, user, page):
    answer = signed_in(user).get(reverse("home"))
    assert answer.headers["Location"] == reverse(page)


def test_the_screen_asks_no_more_of_more_people(w, trusted, signed_in):
    browser = signed_in("policy")

    def asked(name):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(name)).status_code == 200
        return len(queries)

    pages = ("chain_view", "contributions")
    before = {name: (asked(name), asked(name))[1] for name in pages}
    with trusted():
        for number in range(10):
            person = ClientFactory(chain=w.chain, lives=w.maastricht)
            ReferralFactory(client=person, partner=w.partners["annex"], asked_on=days_ago(number + 8))
            step(w, person, "annex", 50)
            flowed_out(w, person, 10)
    assert {name: asked(name) for name in pages} == before
    assert before["chain_view"] <= 19 and before["contributions"] <= 15


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (dt.date(2026, 1, 1), dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
        (dt.date(2026, 3, 31), dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
        (dt.date(2026, 4, 1), dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2024, 5, 20), dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
    ],
)
def test_the_last_quarter_is_over(day, first, last):
    assert last_quarter(day) == (first, last)
