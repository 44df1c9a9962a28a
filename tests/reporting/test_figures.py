"""The figures of a chosen day (counting.md, Terms)."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures import Cells, Part, divided, pace, result_figures, share_of_year
from reporting.models import Programme, Target

D = dt.date
PROGRAMME = Programme(started_on=D(2018, 1, 1), ended_on=D(2021, 12, 31))
TARGETS_2018 = {2018: 125, 2019: 185, 2020: 375}


def targets(baselines=None):
    return [
        Target(kind="activation", year=year, target=target, baseline=(baselines or {}).get(year))
        for year, target in TARGETS_2018.items()
    ]


@pytest.mark.parametrize(
    ("amount", "year", "day", "expected"),
    [
        (375, 2020, D(2019, 12, 31), 0),  # before the year nothing
        (375, 2020, D(2020, 12, 31), 375),  # its last day all
        (375, 2020, D(2021, 3, 1), 375),  # and so afterwards
        (375, 2020, D(2020, 9, 30), 281),  # day 274 of 366: 280.7
        (365, 2019, D(2019, 1, 1), 1),
        (366, 2020, D(2020, 2, 29), 60),  # a leap year has 366 days
        (73, 2019, D(2019, 1, 5), 1),  # 73 x 5/365 = 1 exactly
        (365, 2021, D(2021, 7, 2), 183),
        (183, 2018, D(2018, 1, 1), 1),  # 0.501 rounds up
        (1, 2020, D(2020, 7, 1), 1),  # 183/366 = 0.5: half goes up
    ],
)
def test_the_part_of_a_year_that_belongs_to_a_day(amount, year, day, expected):
    assert share_of_year(amount, year, day) == expected


def test_pace_is_the_years_before_plus_the_days_of_this_year():
    assert pace(TARGETS_2018, D(2020, 9, 30)) == 125 + 185 + 281
    assert pace(TARGETS_2018, D(2017, 12, 31)) == 0
    assert pace(TARGETS_2018, D(2026, 1, 1)) == 685


def cells(**by_year):
    return Cells([("activation", int(year[1:]), 1, 1, "", number) for year, number in by_year.items()])


def test_extra_is_counted_minus_baseline_up_to_the_day():
    figures = result_figures(
        "activation", PROGRAMME, targets({2018: 200, 2019: 200, 2020: 100}), cells(y2018=318, y2019=397, y2020=316),
        D(2020, 9, 30),
    )  # fmt: skip
    assert figures.counted == 1031
    assert figures.baseline == 200 + 200 + 75
    assert figures.extra == 556
    assert figures.pace == 591
    assert figures.ahead == -35
    assert [(year.year, year.extra) for year in figures.years] == [(2018, 118), (2019, 197), (2020, 241)]


def test_without_every_baseline_nothing_is_called_extra():
    figures = result_figures("activation", PROGRAMME, targets({2018: 200}), cells(y2018=318, y2019=1), D(2019, 6, 1))
    assert (figures.counted, figures.extra, figures.ahead) == (319, None, None)
    assert figures.years[0].extra == 118
    assert figures.years[1].extra is None


def test_a_year_counted_without_a_target_needs_a_baseline_too():
    figures = result_figures(
        "activation", PROGRAMME, targets({2018: 0, 2019: 0, 2020: 0}), cells(y2021=5), D(2021, 6, 1)
    )
    assert figures.extra is None
    assert figures.years[-1].target is None


def test_a_municipality_without_a_share_has_no_targets():
    figures = result_figures(
        "activation", PROGRAMME, targets({2018: 1, 2019: 1, 2020: 1}), cells(y2018=3), D(2020, 9, 30), Part(1, {})
    )
    assert (figures.counted, figures.extra, figures.pace) == (3, None, None)
    assert figures.years[0].target is None


def test_a_year_that_has_not_begun_is_not_counted_as_nothing():
    figures = result_figures("activation", PROGRAMME, targets(), cells(y2018=3), D(2018, 5, 1))
    assert [year.counted for year in figures.years] == [3, None, None]


@pytest.mark.parametrize("day", [D(2017, 12, 31), D(2016, 1, 1)])
def test_of_a_programme_that_has_not_begun_nothing_is_known_of_extra(day):
    figures = result_figures("activation", PROGRAMME, targets({2018: 200}), cells(), day)
    assert (figures.extra, figures.baseline, figures.ahead) == (None, None, None)
    assert figures.target and not figures.years[0].running


def test_cells_can_be_asked_by_municipality_partner_and_extent():
    found = Cells([("outflow", 2019, 7, None, "full", 2), ("outflow", 2019, 8, None, "partial", 3),
                   ("outflow", 2020, 7, None, "full", -1)])  # fmt: skip
    assert found.total("outflow") == 4
    assert found.total("outflow", 2019, "full") == 2
    assert found.by("municipality", "outflow") == {7: 1, 8: 3}
    assert found.within(8).total("outflow") == 3


SHARES = st.dictionaries(st.integers(1, 9), st.decimals(0, 100, places=4), min_size=1, max_size=9)


@given(st.integers(-5000, 5000), SHARES)
def test_parts_add_up_to_the_whole_and_lie_within_one_of_the_exact_share(amount, shares):
    parts, whole = divided(amount, shares), sum(shares.values())
    assert set(parts) == set(shares)
    if not whole:
        assert not any(parts.values())
        return
    assert sum(parts.values()) == amount
    for place, share in shares.items():
        assert abs(Fraction(parts[place]) - Fraction(share) * amount / Fraction(whole)) < 1


@given(SHARES)
def test_equal_shares_differ_by_one_at_most_and_the_first_gets_it(shares):
    parts = divided(100, dict.fromkeys(shares, Decimal(1)))
    assert sorted(parts.values(), reverse=True) == [parts[key] for key in sorted(parts)]
    assert max(parts.values()) - min(parts.values()) <= 1


@given(st.dates(D(2018, 1, 1), D(2022, 3, 1)), SHARES.filter(lambda shares: sum(shares.values())))
def test_the_municipalities_add_up_to_the_chain_in_every_year_and_every_figure(day, shares):
    shares = {place: shares.get(place, Decimal(0)) for place in range(1, 10)}
    counted = Cells(
        [("activation", year, place, None, "", place + year % 7) for year in TARGETS_2018 for place in shares]
    )
    baselines = {2018: 11, 2019: 27, 2020: 130}
    whole = result_figures("activation", PROGRAMME, targets(baselines), counted, day)
    parts = [
        result_figures("activation", PROGRAMME, targets(baselines), counted.within(place), day, Part(place, shares))
        for place in shares
    ]
    for name in ("counted", "baseline", "extra", "target", "pace", "ahead"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name), name
        if name == "ahead":
            continue
        for year in whole.years:
            there = [getattr(part.of(year.year), name) for part in parts]
            expected = getattr(year, name)
            assert there == [None] * len(parts) if expected is None else sum(there) == expected, (name, year)
