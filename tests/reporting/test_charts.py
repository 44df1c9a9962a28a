"""The target chart and its smaller kin: honest for any figures."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reporting import charts
from reporting.charts import Year

YEARS = [
    Year("2018", 125, 318, 200),
    Year("2019", 185, 397, 200),
    Year("2020", 375, 391, 150, pace=281, note="t/m 30 september", short_note="t/m sep"),
    Year("2021", 60, None, 160),
]


def drawn(*years, size=charts.WIDE):
    return charts.target_geometry("c", "Titel", years, size)


@pytest.mark.parametrize(
    ("highest", "axis"),
    [(375, (400, 100)), (165, (200, 50)), (3, (3, 1)), (1, (2, 1)), (0, (4, 1)), (-5, (4, 1)), (4, (4, 1)),
     (5, (6, 2)), (99999, (100000, 50000)), (1000001, (1500000, 500000))],
)  # fmt: skip
def test_an_axis_ends_at_a_round_number(highest, axis):
    assert charts.nice_axis(highest) == axis


@given(st.integers(1, 10**9))
def test_any_axis_holds_its_highest_value_in_a_few_whole_lines(highest):
    top, step = charts.nice_axis(highest)
    assert top >= highest
    assert top % step == 0
    assert 2 <= top // step <= 4
    assert re.fullmatch("[125]0*", str(step))


def test_extra_is_counted_minus_baseline():
    assert YEARS[2].extra == 241
    assert YEARS[2].difference == -134
    assert YEARS[3].extra is None


def test_a_year_that_has_not_begun_has_a_target_and_no_bar():
    bar = drawn(*YEARS)["bars"][3]
    assert bar["value"] is None
    assert bar["target"]["label"] == "doel 60"


def test_without_a_baseline_the_counted_is_drawn_and_no_pace():
    year = Year("2020", 375, 391, None, pace=281)
    bar = drawn(year)["bars"][0]
    assert bar["value"]["kind"] == "counted"
    assert bar["value"]["text"] == "391"
    assert bar["pace"] is None
    assert year.difference is None
    assert "basislijn nog niet ingevuld" in charts.describe(year)


def test_a_negative_extra_has_no_bar_and_keeps_its_number():
    bar = drawn(Year("2018", 125, 190, 200), Year("2019", 125, 300, 200))["bars"][0]
    assert bar["value"]["height"] == 0
    assert bar["value"]["text"] == "−10"


def test_a_value_over_its_target_rises_above_it_and_the_label_above_both():
    bar = drawn(Year("2019", 100, 397, 100))["bars"][0]
    assert bar["value"]["y"] < bar["target"]["y"]
    assert bar["target"]["label_y"] < bar["value"]["y"]


def test_the_line_of_the_pace_does_not_strike_a_figure_through():
    for pace in range(0, 400, 5):
        bar = drawn(Year("2020", 375, 391, 150, pace=pace))["bars"][0]
        line, label = bar["pace"]["y"], bar["value"]["label_y"]
        assert not label - 12 < line < label + 1, pace


def test_without_a_target_there_is_no_outline_and_no_pace():
    bar = drawn(Year("2020", None, 28, None, pace=10))["bars"][0]
    assert bar["target"] is None
    assert bar["pace"] is None


def test_a_narrow_drawing_leaves_words_out_that_do_not_fit():
    wide, narrow = (drawn(*[Year(str(y), 120000, 10, 0) for y in range(2018, 2023)], size=s)["bars"][0]
                    for s in (charts.WIDE, charts.NARROW))  # fmt: skip
    assert wide["target"]["label"] == "doel 120.000"
    assert narrow["target"]["label"] == "120.000"


def test_both_drawings_say_what_they_show_and_their_ids_differ():
    both = charts.target_charts("activation", "Extra geactiveerd", YEARS)
    for svg in both.values():
        assert 'role="img"' in svg
        assert "<title" in svg
        assert (
            "2019: doel 185, extra 197; 2020: doel 375, tempo 281, extra 241; 2021: doel 60, nog niet begonnen." in svg
        )
    ids = [re.findall(' id="([^"]+)"', svg) for svg in both.values()]
    assert not set(ids[0]) & set(ids[1])


def test_coordinates_have_a_point_in_any_language():
    for language in ("nl", "en"):
        with translation.override(language):
            svg = charts.target_chart("c", "T", YEARS)
        assert not re.search(r'="-?\d+,\d', svg)


@given(st.lists(st.builds(
    Year, st.just("2020"), st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6),
    st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6)), max_size=8))  # fmt: skip
def test_any_figures_can_be_drawn_within_the_drawing(years):
    chart = drawn(*years)
    floor = chart["top"] + chart["height"]
    for bar in chart["bars"]:
        for part in (bar["target"], bar["value"]):
            if part:
                assert part["height"] >= 0
                assert part["y"] >= 0
                assert chart["top"] + 10 < part["label_y"] < floor


def test_a_progress_bar_is_filled_to_its_value_and_marked_at_the_pace():
    assert charts.progress_bar(556, 685, 591) == {"width": 300, "filled": 243.5, "mark": 258.8, "goal": None}


def test_a_progress_bar_beyond_its_target_says_where_the_target_is():
    assert charts.progress_bar(400, 200) == {"width": 300, "filled": 300.0, "mark": None, "goal": 150.0}


@pytest.mark.parametrize("value", [None, 0, -12])
def test_a_progress_bar_of_nothing_is_empty(value):
    assert charts.progress_bar(value, 0)["filled"] == 0
