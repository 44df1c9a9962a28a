"""What it brings: invested against saved, from real amounts where they are known, the same for all who steer."""

import datetime as dt
import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as, system_membership
from clients.models import BenefitPeriod
from placement.models import Placement
from placement.placements import PAID
from placement.staying_sql import MONTHS
from reporting.counting import count
from reporting.models import Programme, Result, Share, Target
from reporting.promised import of_extra
from reporting.returns import HORIZON_DAYS, returns
from reporting.returns_tables import drawings, percent, tables
from reporting.scope import scope_of
from reporting.tables import kept as as_json
from tests.factories import (
    BenefitPeriodFactory,
    ClientFactory,
    CostFactory,
    InstrumentFactory,
    PlacementFactory,
    ProgrammeFactory,
    ResidenceFactory,
    SavingFactory,
    StepFactory,
)
from tests.kept import kept
from tests.world import World, world

D = dt.date
SCHEMES = ["participatiewet", "ioaw"]


def _period(client, level, first, last=None, reason="", amount=None, scheme="participatiewet"):
    return BenefitPeriodFactory(client=client, chain=client.chain, scheme=scheme, level=level, started_on=first, ended_on=last,
                                end_reason=reason, amount=amount)  # fmt: skip


@kept
def lives() -> World:
    """Eighty people, by chance: what they received, of how much that is known, and where they worked."""
    w, rng = world(), random.Random(8)
    w.programme = ProgrammeFactory(chain=w.chain, key="returns", counted_schemes=SCHEMES)
    SavingFactory(programme=w.programme, chain=w.chain, full=8500, partial=4000)
    SavingFactory(programme=w.programme, chain=w.chain, started_on=D(2020, 1, 1), full=9000, partial=5000)
    CostFactory(programme=w.programme, chain=w.chain, amount=1_900_000)
    CostFactory(programme=w.programme, chain=w.chain, kind="spent", on=D(2018, 12, 31), amount=Decimal("100000.55"))
    CostFactory(programme=w.programme, chain=w.chain, kind="spent", on=D(2020, 12, 31), amount=200_000)
    for year in (2018, 2019, 2020, 2021):
        Target.objects.create(programme=w.programme, chain=w.chain, kind="outflow", year=year, target=10, baseline=5)
    regular = InstrumentFactory(chain=w.chain, form_of_work="regular")
    for number in range(80):
        client = ClientFactory(chain=w.chain, ref=f"R{number:03d}")
        place = rng.choice([w.maastricht, w.vaals])
        ResidenceFactory(client=client, chain=w.chain, municipality=place, started_on=D(2010, 1, 1), ended_on=None)
        ended = D(2018, 1, 1) + dt.timedelta(rng.randint(-40, 1500))
        level = rng.choice(["full", "full", "partial"])
        amount = rng.choice([None, Decimal("1400.50"), Decimal(900)])
        _period(client, level, D(2016, 1, 1), ended, rng.choice(["work", "work", "work", "moved"]), amount)
        day = ended
        for _again in range(rng.randint(0, 3)):
            first = day + dt.timedelta(rng.choice([1, 1, 20, 60, 200, 400]))
            day = first + dt.timedelta(rng.randint(10, 500))
            running = rng.random() < 0.2
            _period(client, rng.choice(["full", "partial", "partial"]), first, None if running else day,
                    "" if running else rng.choice(["work", "other"]), rng.choice([None, Decimal(500), Decimal(1500)]),
                    rng.choice(SCHEMES) if running or rng.random() < 0.5 else "ioaz")  # fmt: skip
            if running:
                break
        if rng.random() < 0.6:
            began = ended + dt.timedelta(rng.randint(-30, 100))
            over = began + dt.timedelta(rng.randint(20, 500))
            step = StepFactory(client=client, chain=w.chain, instrument=regular, partner=w.partners["podium24"],
                               started_on=began, ended_on=over, status="done")  # fmt: skip
            PlacementFactory(client=client, chain=w.chain, step=step, form_of_work="regular")
    return w


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = lives()
    with acting_as(system_membership(w.chain, "count"), "test"):
        count(w.programme)
    return w


def scope(w: World, name="policy", **asked):
    return scope_of(w.staff[name], {"programma": "returns"} | asked)[0]


def found(w: World, day: dt.date, name="policy"):
    with acting_as(w.acting(name)):
        return returns(scope(w, name, op=f"{day:%d-%m-%Y}"))


# By brute force, person by person, day by day


def months_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return D(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def saved(result: Result, day: dt.date, programme: Programme) -> Decimal | None:
    """Euro, unrounded, walking over the days; None where an amount is not known."""
    periods = list(BenefitPeriod.objects.filter(client=result.client_id, scheme__in=SCHEMES))
    ended = next(one for one in periods if one.pk == result.evidence)
    last = min(day, programme.ended_on + dt.timedelta(HORIZON_DAYS))
    known, total, on = ended.amount is not None, Decimal(0), result.on
    since = [one for one in periods if one.pk != ended.pk and one.started_on >= result.on
             and (one.ended_on is None or one.ended_on > result.on)]  # fmt: skip
    if any(one.level == "full" and one.started_on <= result.on for one in since):
        return Decimal(0) if known else None
    while on < last:
        on += dt.timedelta(1)
        running = [one for one in since if one.started_on <= on and (one.ended_on is None or one.ended_on >= on)]
        if any(one.level == "full" and one.started_on <= on for one in since):
            break
        known = known and all(one.amount is not None for one in running)
        total += (ended.amount or 0) - sum(one.amount or 0 for one in running)
    return max(total, Decimal(0)) * 12 / Decimal("365.25") if known else None


@pytest.mark.parametrize("day", [D(2018, 6, 30), D(2019, 12, 31), D(2021, 3, 7), D(2024, 2, 29)])
def test_what_is_saved_equals_a_walk_over_everybodys_days(w, trusted, day):
    answer = found(w, day)
    with trusted():
        results = Result.objects.filter(programme=w.programme, kind="outflow", since__lte=day).exclude(until__lte=day)
        groups: dict[tuple, list] = {}
        for result in results:
            groups.setdefault((result.municipality_id, result.on.year, result.extent), []).append(
                (result, saved(result, day, w.programme))
            )
    assert len(results) > (0 if day < D(2019, 1, 1) else 10)
    there = {(row.place, row.year, row.extent): row for row in answer.rows}
    assert set(there) == set(groups)
    for key, each in groups.items():
        price = {"full": (8500, 9000), "partial": (4000, 5000)}[key[2]][key[1] >= 2020]
        known = [euro for _result, euro in each if euro is not None]
        row = there[key]
        assert (row.people, row.known, row.unpriced) == (len(each), len(known), 0)
        assert abs(row.saved - sum(known, Decimal(0))) <= Decimal("0.51")
        assert (row.assumed, row.promised) == (price * (len(each) - len(known)), price * len(each))


@pytest.mark.parametrize("day", [D(2019, 12, 31), D(2023, 6, 30)])
def test_what_became_of_people_equals_looking_at_each(w, trusted, day):
    answer = found(w, day)
    with trusted():
        results = list(
            Result.objects.filter(programme=w.programme, kind="outflow", since__lte=day).exclude(until__lte=day)
        )
        for after, months in zip(answer.after(), MONTHS, strict=True):
            came = [(one, months_after(one.on, months)) for one in results if months_after(one.on, months) <= day]
            work = without = less = 0
            for one, then in came:
                running = [b for b in BenefitPeriod.objects.filter(client=one.client_id, scheme__in=SCHEMES)
                           if b.started_on <= then and (b.ended_on is None or b.ended_on >= then)]  # fmt: skip
                without += not running
                less += all(b.level != "full" for b in running)
                work += any(
                    p.step.started_on <= then and (p.step.ended_on is None or p.step.ended_on >= then)
                    for p in Placement.objects.filter(client=one.client_id, form_of_work__in=PAID).select_related(
                        "step"
                    )
                )
            assert (after.came, after.work, after.without, after.less) == (len(came), work, without, less)
    assert came


def test_tables_add_up_over_years_municipalities_and_extents(w, trusted):
    with trusted():
        for place, part in ((w.maastricht, 70), (w.vaals, 30)):
            Share.objects.create(programme=w.programme, chain=w.chain, municipality=place, percent=part)
    with acting_as(w.acting("policy")):
        shown = {table.key: table for table in tables(scope(w, op="31-12-2020"))}
        assert drawings(scope(w, op="31-12-2020"))[0].wide.startswith("<svg")
    for table in shown.values():
        if table.adds:
            for place, column in enumerate(table.columns):
                if column.kind in ("number", "euro") and column.key not in ("planned", "spent"):
                    assert sum(line.cells[place] for line in table.lines) == table.total.cells[place], (
                        table.key,
                        column.key,
                    )
                elif column.key != "share":
                    near = sum(line.cells[place] for line in table.lines) - table.total.cells[place]
                    assert abs(near) <= len(table.lines), (table.key, column.key)
    balance = shown["balance"]
    assert balance.cell("planned", "amount") == 1_900_000 and balance.cell("spent", "amount") == Decimal("300000.55")
    assert balance.cell("promised", "amount") == 20 * 8500 + 20 * 9000
    extra = balance.cell("counted", "people") - 15
    assert balance.cell("extra", "people") == extra == shown["years"].cell("total", "extra")
    total = balance.cell("counted", "amount")
    part = (total * extra / balance.cell("counted", "people")).quantize(Decimal(1), ROUND_HALF_UP)
    assert balance.cell("extra", "amount") == part == shown["municipalities"].cell("total", "of_extra")
    assert balance.cell("balance", "amount") == part - Decimal("300000.55")
    spent = [line.cells[-1] for line in shown["municipalities"].lines]
    assert sum(spent) == Decimal("300000.55") and Decimal("210000.39") in spent


@given(
    st.decimals(0, 10**8, places=2), st.integers(1, 4000),
    st.dictionaries(st.integers(1, 9), st.none() | st.integers(-200, 900), min_size=1),
)  # fmt: skip
def test_the_parts_of_what_the_extra_saves_are_together_what_it_saves(saved, counted, extra):
    parts = of_extra(saved, counted, extra)
    whole = of_extra(saved, counted, {0: sum(number for number in extra.values() if number is not None)})[0]
    assert sum(part for part in parts.values() if part is not None) == whole
    for key, number in extra.items():
        assert (parts[key] is None) == (number is None)
        assert number is None or abs(parts[key] - saved * number / counted) < 1
    again = of_extra(saved, counted, dict.fromkeys(range(3), 7), together=of_extra(saved, counted, {0: 21})[0])
    assert sum(again.values()) == of_extra(saved, counted, {0: 21})[0]


def test_municipalities_and_years_add_up_to_the_euro(w, trusted):
    with trusted():
        Share.objects.all().delete()
        for place, part in ((w.maastricht, Decimal("66.6667")), (w.vaals, Decimal("33.3333"))):
            Share.objects.create(programme=w.programme, chain=w.chain, municipality=place, percent=part)
    with acting_as(w.acting("manager")):
        found = returns(scope_of(w.staff["manager"], {"programma": "returns", "op": "31-12-2021"})[0])
    whole = found.of_extra()
    assert whole and sum(found.of_extra(place.pk) for place in (w.maastricht, w.vaals)) == whole
    for place in (None, w.maastricht.pk, w.vaals.pk):
        assert sum(found.of_extra(place, year) for year in (2018, 2019, 2020, 2021)) == found.of_extra(place)
    standing = found.standing
    assert sum(standing.assumed(place.pk) for place in (w.maastricht, w.vaals)) == standing.assumed()


def test_without_a_baseline_nothing_is_said_of_extra(w, trusted):
    with trusted():
        Target.objects.filter(programme=w.programme, year=2019).update(baseline=None)
    with acting_as(w.acting("policy")):
        shown = {table.key: table for table in tables(scope(w, op="31-12-2020"))}
    for line in ("extra", "assumed", "balance"):
        assert shown["balance"].cell(line, "amount") is None
    assert shown["balance"].cell("counted", "amount") > 0


def test_who_has_no_amount_and_no_assumption_counts_for_nothing_and_the_page_says_so(w, trusted):
    with trusted():
        w.programme.savings.all().delete()
    with acting_as(w.acting("policy")):
        shown = {table.key: table for table in tables(scope(w, op="31-12-2021"))}
    assert shown["years"].cell("total", "assumed") == 0 and "gold er nog geen raming" in shown["years"].note


@pytest.mark.parametrize("name", ["manager", "policy", "coordinator", "lead"])
def test_all_who_steer_read_the_same(w, signed_in, name):
    page = signed_in(name).get(reverse("returns"), {"programma": "returns", "op": "31-12-2020"})
    assert page.status_code == 200 and len(page.content) < 45_000
    with acting_as(w.acting("policy")):
        there = tables(scope(w, op="31-12-2020"))
    assert [as_json(table) for table in [page.context["balance"], *page.context["tables"]]] == [
        as_json(table) for table in there
    ]
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    for line in ("€ 1.900.000", "8.500", "Waar dit op rust", "Na 12 maanden"):
        assert line in text


@pytest.mark.parametrize("name", ["consultant", "trainer", "coach", "adviser", "admin", "privacy"])
def test_others_have_no_page_and_no_numbers(w, signed_in, name):
    assert signed_in(name).get(reverse("returns")).status_code == 403
    assert _rows(w, name) == 0


def test_another_chain_reads_nothing_of_this_one(w):
    assert _rows(w, "stranger") == 0


def _rows(w, name) -> int:
    with acting_as(w.acting(name)), connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from snoer_returns(%s, '2021-01-01', 365))"
            " + (select count(*) from snoer_after_outflow(%s, '2021-01-01', 365))",
            [w.programme.pk, w.programme.pk],
        )
        return cursor.fetchone()[0]


def test_a_municipality_has_its_own_lines_and_its_part_of_the_money(w, trusted, signed_in):
    with trusted():
        for place, part in ((w.maastricht, 70), (w.vaals, 30)):
            Share.objects.create(programme=w.programme, chain=w.chain, municipality=place, percent=part)
    page = signed_in("policy").get(
        reverse("returns"), {"programma": "returns", "op": "31-12-2020", "gemeente": "GM0981"}
    )
    assert "municipalities" not in {table.key for table in page.context["tables"]}
    assert page.context["balance"].cell("planned", "amount") == 570_000


def test_the_page_asks_as_often_for_many_as_for_few(w, trusted, signed_in, django_assert_max_num_queries):
    browser = signed_in("policy")
    with django_assert_max_num_queries(18):
        browser.get(reverse("returns"), {"programma": "returns", "op": "31-12-2020"})


def test_a_bad_day_is_said_at_its_field(w, signed_in):
    page = signed_in("policy").get(reverse("returns"), {"op": "31-02-2020"})
    assert page.status_code == 200 and "Deze dag bestaat niet" in page.text


@pytest.mark.parametrize(
    ("number", "whole", "expected"), [(1, 2, 50), (1, 3, 33), (2, 3, 67), (1, 200, 1), (0, 5, 0), (0, 0, None)]
)
def test_a_percentage_is_rounded_half_up(number, whole, expected):
    assert percent(number, whole) == expected
