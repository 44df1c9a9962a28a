"""Wage value and wage subsidy in exact decimals (Participatiewet, article 10d)."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.wage_rules import (
    Measured,
    Shares,
    flat_rate,
    flat_rate_until,
    month_wage,
    subsidy,
    wage_value,
    with_allowance,
)

D = Decimal
LAW = {"full_week": D(36), "cap": D(70), "charges": D("23.5")}
percents = st.integers(0, 100)


@st.composite
def worksheets(draw):
    """Tasks whose shares are a hundred percent together."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=7)))
    shares = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    return [Measured(share, draw(percents), draw(percents), draw(percents)) for share in shares]


# The five cases of MinBZK/regelrecht-corpus (scenarios of article 10d), as in domain/data/derived/lks_testcases.json: the
# minimum wage with holiday allowance for a full week, the wage value in euros, hours, the subsidy without charges.
CASES = [
    ("2155.00", "1077.50", 36, "1077.50"),
    ("2155.00", "215.50", 36, "1508.50"),  # at most 70 percent
    ("2155.00", "1293.00", 36, "862.00"),
    ("2155.00", "1293.00", 32, "766.22"),
    ("2155.00", "1293.00", 27, "646.50"),
]


@pytest.mark.parametrize(("norm", "worth", "hours", "expected"), CASES)
def test_the_cases_of_the_law_come_out_to_the_cent(norm, worth, hours, expected):
    percent = D(worth) * 100 / D(norm)
    made = subsidy(D(norm), percent, D(hours), **LAW)
    assert made.monthly == D(expected)
    assert made.capped == (expected == "1508.50")


def test_the_charges_come_over_the_subsidy():
    made = subsidy(D("2155.00"), 60, D(32), **LAW)
    assert (made.monthly, made.of_charges, made.with_charges) == (D("766.22"), D("180.06"), D("946.28"))


def test_the_flat_rate_is_half_of_the_minimum_wage():
    made = flat_rate(D("2155.00"), D(50), D(27), full_week=D(36), charges=D("23.5"))
    assert (made.monthly, made.capped) == (D("808.13"), False)  # 1077.50 x 27/36 = 808.125


def test_the_minimum_wage_of_a_month():
    assert month_wage(D("14.99"), D(36)) == D("2338.44")  # 14.99 x 36 x 52 / 12
    assert with_allowance(D("2338.44"), D(8)) == D("2525.52")  # 2525.5152


@given(norm=st.integers(1, 500_000), percent=percents, hours=st.integers(1, 400))
def test_a_subsidy_is_never_more_than_its_cap_nor_less_than_nothing(norm, percent, hours):
    norm, hours = D(norm) / 100, D(hours) / 10
    made = subsidy(norm, percent, hours, **LAW)
    assert 0 <= made.full <= norm * 70 / 100
    assert made.full + made.worth <= norm
    assert abs(made.monthly - made.full * hours / 36) <= D("0.005")
    assert made.with_charges == made.monthly + made.of_charges


@given(percent=st.integers(0, 99), hours=st.integers(10, 400))
def test_more_wage_value_never_gives_more_subsidy(percent, hours):
    less, more = (subsidy(D(2155), each, D(hours) / 10, **LAW).monthly for each in (percent + 1, percent))
    assert less <= more


# The worksheet


def test_tempo_times_quality_times_deployability_times_share():
    tasks = [Measured(60, 80, 90, 100), Measured(40, 50, 100, 80)]
    assert [task.counts for task in tasks] == [D("43.2"), D("16")]
    assert wage_value(tasks) == 59


@pytest.mark.parametrize(("pace", "expected"), [(49, 49), (50, 50)])
def test_whole_percents_stay_as_they_are(pace, expected):
    assert wage_value([Measured(100, pace, 100, 100)]) == expected


def test_half_a_percent_is_rounded_up():
    assert wage_value([Measured(50, 45, 100, 100), Measured(50, 44, 100, 100)]) == 45  # 44.5
    assert wage_value([Measured(100, 99, 50, 100)]) == 50  # 49.5


@pytest.mark.parametrize("shares", [[99], [50, 51], [33, 33, 33]])
def test_shares_that_are_not_a_hundred_together_name_their_sum(shares):
    with pytest.raises(Shares) as wrong:
        wage_value([Measured(share, 100, 100, 100) for share in shares])
    assert wrong.value.total == sum(shares)


@given(worksheets())
def test_a_wage_value_lies_between_nothing_and_the_norm(tasks):
    exact = sum((task.counts for task in tasks), D(0))
    assert 0 <= wage_value(tasks) <= 100
    assert -D("0.5") <= exact - wage_value(tasks) < D("0.5")


@given(worksheets())
def test_the_order_of_the_tasks_does_not_matter(tasks):
    assert wage_value(tasks) == wage_value(tasks[::-1])


# Days


@pytest.mark.parametrize(
    ("start", "last"), [("2026-01-01", "2026-06-30"), ("2026-08-31", "2027-02-27"), ("2026-07-15", "2027-01-14")]
)
def test_a_flat_rate_lasts_six_months(start, last):
    assert flat_rate_until(dt.date.fromisoformat(start), 6) == dt.date.fromisoformat(last)
