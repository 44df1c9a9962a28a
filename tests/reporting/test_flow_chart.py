"""The drawing of a flow: pure geometry, with everything inside it and all figures in words."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.flow_chart import NARROW, WIDE, Point, draw, geometry

POINTS = st.lists(
    st.builds(Point, st.just("jan"), st.just("2026"), st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 90000)),
    min_size=1, max_size=24,
)  # fmt: skip


@given(st.integers(0, 90000), POINTS)
def test_nothing_lies_outside_the_drawing(start, points):
    for size in (WIDE, NARROW):
        chart = geometry("t", "T", start, points, size)
        for bar in chart["bars"]:
            assert chart["left"] - 0.1 <= bar["x"] <= bar["x"] + bar["width"] <= chart["right"] + 0.1
            assert 0 < bar["up"]["text_y"] < bar["up"]["y"] <= chart["base"]
            assert chart["base"] <= bar["down"]["text_y"] < chart["label_y"]
            assert 0 < bar["stock"]["text_y"] < chart["base"]
            assert bar["stock"]["y"] < bar["up"]["text_y"] - 8, "the line stays clear of the bars"


def test_bars_of_in_and_out_have_one_scale():
    chart = geometry("t", "T", 10, [Point("jan", "2026", 4, 8, 6), Point("feb", "2026", 0, 2, 4)], WIDE)
    first, second = chart["bars"]
    assert first["down"]["height"] == 2 * first["up"]["height"] == 4 * second["down"]["height"]
    assert second["up"]["height"] == 0


def test_the_narrow_one_takes_the_last_spans_and_begins_where_they_do():
    points = [Point(str(n), "", 1, 0, 10 + n) for n in range(1, 13)]
    chart = geometry("t", "T", 10, points, NARROW)
    assert [bar["label"] for bar in chart["bars"]] == ["7", "8", "9", "10", "11", "12"]
    assert chart["begin"]["text"] == "16"


def test_a_year_is_named_once():
    chart = geometry(
        "t", "T", 1, [Point("dec", "2025", 0, 0, 1), Point("jan", "2026", 0, 0, 1), Point("feb", "2026", 0, 0, 1)], WIDE
    )
    assert [bar["year"] for bar in chart["bars"]] == ["2025", "2026", ""]


def test_the_figures_are_told_in_words_too():
    svg = draw("t", "Erbij en eraf", 10, [Point("jan", "2026", 4, 8, 6)], WIDE)
    assert "Begin 10, eind 6. jan 2026: erbij 4, eraf 8." in svg
    assert "<title" in svg
