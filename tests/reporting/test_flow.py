"""In, through and out of a period: the same as day by day by hand, for who steers the chain and for nobody else."""

import datetime as dt
import random
from collections import Counter
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.models import Membership
from chain.parts import STEERS
from clients.models import BenefitPeriod, Residence
from reporting import flow_figures, flow_tables
from reporting.flow_figures import MOST_SPANS, PER, WITHIN, a_year_to, spans
from reporting.flow_sql import FUNCTIONS
from reporting.scope import Scope, places_of
from tests.attacks import refused, sql
from tests.factories import (
    AssessmentFactory,
    BenefitPeriodFactory,
    ClientFactory,
    ClosureFactory,
    DefinitionFactory,
    EvaluationFactory,
    InstrumentFactory,
    PlanFactory,
    ResidenceFactory,
    StepFactory,
)
from tests.world import STAFF, world

DAY = dt.timedelta(1)
ZERO = dt.date(2020, 1, 1)
FIRST, LAST = dt.date(2020, 3, 10), dt.date(2020, 6, 20)
SCHEMES = ("participatiewet", "ioaw", "wsw")  # the last does not count
REASONS = ("work", "moved", "study", "other")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def w(trusted):
    """The world without its benefits and homes."""
    with trusted():
        w = world()
        BenefitPeriod.objects.all().delete()
        Residence.objects.all().delete()
        return w


def scope(w, name="policy", first=FIRST, day=LAST, place=None, **asked):
    membership = Membership.objects.select_related("chain").get(pk=w.acting(name))
    return Scope(membership, None, first, day, places_of(membership.chain_id), place, asked)


def seen(w, look, name="policy", **of):
    """What `look` finds of the scope, for who is called so."""
    with acting_as(w.acting(name)):
        return look(scope(w, name, **of))


def receives(client, *periods, scheme="participatiewet", level="full"):
    for started_on, ended_on, reason in periods:
        BenefitPeriodFactory(
            client=client, scheme=scheme, level=level, started_on=started_on, ended_on=ended_on, end_reason=reason
        )


# by hand


def lives(seed: int, people: int) -> list[tuple[list, list]]:
    """Of each person benefits (scheme, level, first, last, reason) and homes (which, first, last) about the period."""
    rng, found = random.Random(seed), []
    for _person in range(people):
        benefits, homes = [], []
        for scheme in SCHEMES:
            day = ZERO + DAY * rng.randint(0, 150)
            for _period in range(rng.choice((0, 1, 1, 2, 3))):
                last = day + DAY * rng.choice((0, 1, 5, 20, 40, 90))
                still = rng.random() < 0.25
                reason = "" if still or rng.random() < 0.2 else rng.choice(REASONS)
                benefits.append((scheme, rng.choice(("full", "partial")), day, None if still else last, reason))
                if still:
                    break
                day = last + DAY * rng.choice((1, 1, 2, 30))
        day = ZERO - DAY * rng.randint(0, 30)
        for _home in range(rng.randint(1, 5)):
            last = day + DAY * rng.choice((0, 3, 30, 60, 120))
            still = rng.random() < 0.2
            homes.append((rng.choice(("maastricht", "vaals", "elsewhere")), day, None if still else last))
            if still:
                break
            day = last + DAY * rng.choice((1, 1, 1, 2))
        found.append((benefits, homes))
    return found


def holds(day, first, last):
    return first <= day and (last is None or last >= day)


def by_hand(people) -> Counter:
    """(kind, detail, municipality) -> people in the period, from what each day looks like beside the day before it."""
    found: Counter = Counter()
    for every, homes in people:
        benefits = [row for row in every if row[0] != "wsw"]
        levels, places = {}, {}
        day = FIRST - 2 * DAY
        while day <= LAST + 2 * DAY:
            there = {row[1] for row in benefits if holds(day, row[2], row[3])}
            levels[day] = "full" if "full" in there else "partial" if there else ""
            home = next((row[0] for row in homes if holds(day, row[1], row[2])), "elsewhere")
            places[day] = home if home != "elsewhere" and levels[day] else ""
            day += DAY
        for stock, name in ((FIRST - DAY, "start"), (LAST, "end")):
            if places[stock] and places[stock + DAY]:
                found[name, "", places[stock + DAY]] += 1
        for before, day in pairwise(sorted(places)):
            here, there = places[before], places[day]
            if FIRST <= day <= LAST:
                if there and not here:
                    first = not any(row[2] < day for row in benefits)
                    found["in", "moved" if levels[before] else "first" if first else "back", there] += 1
                if levels[before] and levels[day] and levels[before] != levels[day] and there:
                    found["through", "up" if levels[day] == "full" else "down", there] += 1
            if FIRST <= before <= LAST:
                if here and not there:
                    reasons = [row[4] or "other" for row in benefits if row[3] == before]
                    order = [*flow_figures.END_REASONS]
                    found["out", "moved-away" if levels[day] else min(reasons, key=order.index), here] += 1
                if here and there and here != there:
                    found["out", WITHIN, here] += 1
                    found["in", WITHIN, there] += 1
    return found


def counted(moves, w) -> Counter:
    names = {w.maastricht.pk: "maastricht", w.vaals.pk: "vaals"}
    found: Counter = Counter()
    for kind, detail, place, month, people in moves.numbers:
        kind = {FIRST - DAY: "start", LAST: "end"}[month] if kind == "stock" else kind
        found[kind, detail, names[place]] += people
    return found


@pytest.mark.parametrize("seed", range(6))
def test_benefits_are_counted_as_day_by_day_by_hand_and_add_up_to_the_person(w, trusted, seed):
    people = lives(seed, 40)
    with trusted():
        for benefits, homes in people:
            client = ClientFactory(chain=w.chain)
            for place, first, last in homes:
                ResidenceFactory(client=client, municipality=getattr(w, place), started_on=first, ended_on=last)
            for scheme, level, first, last, reason in benefits:
                receives(client, (first, last, reason), scheme=scheme, level=level)
    moves = seen(w, flow_figures.benefits)
    assert counted(moves, w) == by_hand(people)
    assert moves.start + moves.arrived() - moves.left() == moves.end
    for place in (w.maastricht, w.vaals):
        one = seen(w, flow_figures.benefits, place=place)
        assert one.start + one.arrived() - one.left() == one.end
    for per in PER:
        parts = moves.by_span(spans(FIRST, LAST, per))
        assert parts[-1][4] == moves.end
        assert sum(part[2] for part in parts) == moves.arrived()


def test_each_part_of_a_period_begins_where_the_one_before_it_ended(w, trusted):
    with trusted():
        for benefits, homes in lives(99, 30):
            client = ClientFactory(chain=w.chain)
            for place, first, last in homes:
                ResidenceFactory(client=client, municipality=getattr(w, place), started_on=first, ended_on=last)
            for scheme, level, first, last, reason in benefits:
                receives(client, (first, last, reason), scheme=scheme, level=level)
    whole = seen(w, flow_figures.benefits)
    for span, before, came, went, after in whole.by_span(spans(FIRST, LAST, "maand")):
        part = seen(w, flow_figures.benefits, first=span.first, day=span.last)
        assert (part.start, part.arrived(), part.left(), part.end) == (before, came, went, after)


# cases


def test_a_scheme_that_goes_on_in_another_the_next_day_is_no_flow(w, trusted):
    with trusted():
        client = ClientFactory(chain=w.chain, lives=w.vaals)
        receives(client, (ZERO, dt.date(2020, 4, 30), "pension-age"))
        receives(client, (dt.date(2020, 5, 1), None, ""), scheme="ioaw")
    moves = seen(w, flow_figures.benefits)
    assert (moves.start, moves.arrived(), moves.left(), moves.end) == (1, 0, 0, 1)


def test_a_day_without_benefit_is_an_end_and_a_coming_back(w, trusted):
    with trusted():
        client = ClientFactory(chain=w.chain, lives=w.vaals)
        receives(client, (ZERO, dt.date(2020, 4, 30), "work"), (dt.date(2020, 5, 2), None, ""))
    moves = seen(w, flow_figures.benefits)
    assert (moves.total("out", ["work"]), moves.total("in", ["back"]), moves.total("in", ["first"])) == (1, 1, 0)


def test_who_leaves_on_the_last_day_is_not_there_at_its_end(w, trusted):
    with trusted():
        receives(ClientFactory(chain=w.chain, lives=w.vaals), (ZERO, LAST, "work"))
    moves = seen(w, flow_figures.benefits)
    assert (moves.start, moves.left(), moves.end) == (1, 1, 0)


def test_moving_within_the_chain_takes_nobody_out_of_it(w, trusted):
    with trusted():
        client = ClientFactory(chain=w.chain)
        ResidenceFactory(client=client, municipality=w.vaals, ended_on=dt.date(2020, 4, 30))
        ResidenceFactory(client=client, municipality=w.maastricht, started_on=dt.date(2020, 5, 1))
        receives(client, (ZERO, None, ""))
    whole, vaals = seen(w, flow_figures.benefits), seen(w, flow_figures.benefits, place=w.vaals)
    assert (whole.start, whole.arrived(), whole.left(), whole.end) == (1, 0, 0, 1)
    assert (vaals.start, vaals.arrived(), vaals.left(), vaals.end) == (1, 0, 1, 0)


def test_files_open_close_and_come_back_to_the_person(w, trusted):
    first, day = dt.date(2021, 1, 1), dt.date(2021, 12, 31)
    with trusted():
        for registered, closings in [
            ("2020-06-01", []), ("2021-02-01", []), ("2020-01-01", [("2020-12-31", None, "work")]),
            ("2020-01-01", [("2021-03-01", None, "work")]), ("2021-05-01", [("2021-05-01", None, "mistake")]),
            ("2020-01-01", [("2020-05-01", "2021-06-01", "no-benefit"), ("2021-09-01", None, "moved")]),
            ("2020-01-01", [("2021-07-01", "2021-07-01", "work")]), ("2022-01-01", []),
        ]:  # fmt: skip
            client = ClientFactory(chain=w.chain, lives=w.vaals, registered_on=dt.date.fromisoformat(registered))
            for closed, reopened, reason in closings:
                ClosureFactory(client=client, closed_on=closed, reopened_on=reopened, reason=reason)
    moves = seen(w, flow_figures.files, first=first, day=day, place=w.vaals)
    assert (moves.start, moves.end) == (3, 3)
    assert (moves.total("in", ["registered"]), moves.total("in", ["reopened"])) == (2, 2)
    assert [moves.total("out", [why]) for why in ("work", "mistake", "moved")] == [2, 1, 1]
    assert moves.start + moves.arrived() - moves.left() == moves.end


def test_steps_tell_their_partner_and_the_phase_of_the_step_before(w, trusted):
    with trusted():
        kinds = {phase: InstrumentFactory(chain=w.chain, phase=phase) for phase in flow_tables.ORDER}
        support = InstrumentFactory(chain=w.chain, phase="development", function="support")
        client = ClientFactory(chain=w.chain, lives=w.maastricht)
        for instrument, on, partner in [
            (kinds["diagnosis"], "2020-02-01", "szmh"), (support, "2020-03-15", "szmh"),
            (kinds["development"], "2020-04-01", "annex"), (kinds["placement"], "2020-06-01", "podium24"),
            (kinds["placement"], "2020-07-01", "podium24"),
        ]:  # fmt: skip
            StepFactory(client=client, instrument=instrument, started_on=on, partner=w.partners[partner])
    begun = {(row.before, row.phase, row.partner): row.steps for row in seen(w, flow_figures.steps)}
    assert begun == {
        ("diagnosis", "development", w.partners["annex"].pk): 1,
        ("development", "placement", w.partners["podium24"].pk): 1,
    }


def test_the_ladder_compares_the_last_time_in_the_period_with_the_last_before(w, trusted):
    with trusted():
        ladder = DefinitionFactory(chain=w.chain, kind="ladder")
        for steps in (["2", "3"], ["4", "1"], ["2", "2"], ["", "5"], ["3", ""]):
            client = ClientFactory(chain=w.chain, lives=w.vaals)
            for value, on in zip(steps, (FIRST - DAY, FIRST), strict=True):
                if value:
                    AssessmentFactory(client=client, definition=ladder, value=value, on=on)
        AssessmentFactory(client=client, definition=ladder, value="6", on=LAST + DAY)
        evaluated = PlanFactory(client=ClientFactory(chain=w.chain, lives=w.vaals), started_on=FIRST - 9 * DAY)
        for on, step in [(FIRST - 2 * DAY, 2), (FIRST, 4), (FIRST, None), (LAST + DAY, 1)]:
            EvaluationFactory(plan=evaluated, on=on, ladder=step)
        AssessmentFactory(
            client=evaluated.client, definition=ladder, value="5", on=FIRST - DAY
        )  # the last before: 5, now 4
    assert seen(w, flow_figures.ladder) == {"up": 1, "down": 2, "same": 1, "first": 1}
    assert seen(w, flow_figures.ladder, place=w.maastricht) == {"up": 0, "down": 0, "same": 0, "first": 0}


# the parts of a period


@given(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)), st.integers(0, 6000), st.sampled_from(["", *PER]))
def test_the_parts_cover_the_period_without_a_gap(first, days, per):
    day = first + DAY * days
    found = spans(first, day, per)
    assert (found[0].first, found[-1].last) == (first, day)
    assert all(after.first == before.last + DAY for before, after in pairwise(found))
    assert len(found) <= MOST_SPANS
    if per == "jaar":
        assert all(span.first.year == span.last.year for span in found)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
def test_a_year_is_twelve_months_of_the_calendar(day):
    found = spans(a_year_to(day), day, "maand")
    assert len(found) == 12
    assert (found[0].first.day, found[-1].last) == (1, day)


# the tables


def test_the_tables_add_up(w, trusted):
    with trusted():
        for benefits, homes in lives(5, 30):
            client = ClientFactory(chain=w.chain)
            for place, first, last in homes:
                ResidenceFactory(client=client, municipality=getattr(w, place), started_on=first, ended_on=last)
            for scheme, level, first, last, reason in benefits:
                receives(client, (first, last, reason), scheme=scheme, level=level)
    tables = {table.key: table for table in seen(w, flow_tables.all_tables)}
    balance = tables["benefit-balance"]
    start, came, went, end = (balance.cell(line, "people") for line in ("start", "in", "out", "end"))
    assert start + came - went == end
    by_place = tables["benefit-by-place"]
    for column, number in (("start", start), ("in", came), ("out", went), ("end", end), ("within", 0)):
        assert (
            by_place.cell("all", column)
            == number
            == sum(by_place.cell(p.code, column) for p in (w.maastricht, w.vaals))
        )
    assert tables["benefit-by-period"].cell("all", "end") == end
    assert all(table.definition for table in tables.values())


# who may see it


@pytest.mark.parametrize("name", [*sorted(STAFF), "alderman", "stranger"])
def test_the_page_is_for_who_steers(w, client, name):
    client.force_login(w.staff[name].user, backend=BACKEND)
    expected = 200 if w.staff[name].role in STEERS else 403
    assert client.get("/doorstroom/cijfers/?op=30-06-2020").status_code == expected


@pytest.mark.parametrize("signature", sorted(FUNCTIONS))
def test_the_database_answers_who_steers_alone_and_of_the_own_chain(w, trusted, signature):
    name = signature.split("(")[0]
    values = [FIRST, LAST, ["participatiewet"]] if "benefit" in name else [FIRST, LAST]
    ask = f"select * from {name}({', '.join(['%s'] * len(values))})"
    with trusted():
        for chain, place in ((w.chain, w.vaals), (w.other_chain, w.other_town)):
            client = ClientFactory(chain=chain, lives=place, registered_on=FIRST)
            receives(client, (FIRST, None, ""))
            StepFactory(client=client, started_on=FIRST)
            AssessmentFactory(
                client=client, definition=DefinitionFactory(chain=chain, kind="ladder"), value="3", on=FIRST
            )
    for who, membership in w.staff.items():
        with acting_as(membership.pk):
            found = sql(ask, *values)
        if membership.chain_id == w.chain.pk and membership.role in STEERS | {"system"}:
            assert found, who
            places = {row[{"ladder": 1, "step": 3}.get(name.split("_")[1], 2)] for row in found}
            assert places <= {w.maastricht.pk, w.vaals.pk, None}
        elif membership.chain_id == w.chain.pk:
            assert found == [], who
    with refused():
        sql(ask, *values)


def test_the_page_asks_no_more_for_more_people(w, client, trusted):
    client.force_login(w.staff["policy"].user, backend=BACKEND)
    client.get("/doorstroom/cijfers/?op=30-06-2020")
    with trusted():
        for _person in range(12):
            receives(ClientFactory(chain=w.chain, lives=w.vaals), (FIRST, None, ""))
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/doorstroom/cijfers/?op=30-06-2020").status_code == 200
    assert len(queries) <= 14


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("op=31-02-2020", "Deze dag bestaat niet"),
        ("van=01-07-2020&op=30-06-2020", "Deze dag ligt na de laatste dag"),
        ("op=30-06-2090", "Deze dag moet nog komen"),
        ("gemeente=GM0001", "GM0001"),
    ],
)
def test_what_is_wrong_in_the_address_is_said(w, client, asked, said):
    client.force_login(w.staff["policy"].user, backend=BACKEND)
    response = client.get(f"/doorstroom/cijfers/?{asked}")
    assert response.status_code == 200
    assert said in response.text


def test_the_page_shows_the_period_that_it_tells_of(w, client):
    client.force_login(w.staff["policy"].user, backend=BACKEND)
    response = client.get("/doorstroom/cijfers/?op=20-06-2020&per=kwartaal&gemeente=GM0981")
    assert response.context["scope"].first == dt.date(2019, 7, 1)
    assert "van=01-07-2019&amp;op=20-06-2020&amp;wat=uitkeringen&amp;per=kwartaal&amp;gemeente=GM0981" in response.text
    assert "Kwartaal 3 van 2019" in response.text
    assert len(response.content) < 45_000
