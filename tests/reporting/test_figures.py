"""The figures of a chosen day (counting.md, Terms)."""

import datetime as dt

import pytest

from reporting.figures import Cells, pace, result_figures, share_of_year
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


def test_a_part_of_the_chain_has_no_targets():
    figures = result_figures(
        "activation", PROGRAMME, targets({2018: 1, 2019: 1, 2020: 1}), cells(y2018=3), D(2020, 9, 30), whole=False
    )
    assert (figures.counted, figures.extra, figures.pace) == (3, None, None)
    assert figures.years[0].target is None


def test_a_year_that_has_not_begun_is_not_counted_as_nothing():
    figures = result_figures("activation", PROGRAMME, targets(), cells(y2018=3), D(2018, 5, 1))
    assert [year.counted for year in figures.years] == [3, None, None]


def test_cells_can_be_asked_by_municipality_partner_and_extent():
    found = Cells([("outflow", 2019, 7, None, "full", 2), ("outflow", 2019, 8, None, "partial", 3),
                   ("outflow", 2020, 7, None, "full", -1)])  # fmt: skip
    assert found.total("outflow") == 4
    assert found.total("outflow", 2019, "full") == 2
    assert found.by("municipality", "outflow") == {7: 1, 8: 3}
    assert found.within(8).total("outflow") == 3
