"""The drawing of where somebody stood: steps, bands, what tells them apart, and that it stays small."""

import datetime as dt
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.days import today
from clients.models.standing import ANSWERS
from diagnosis.ability_chart import LEFT, NARROW, RIGHT, WIDE, describe, draw, geometry
from diagnosis.ability_lines import Line, Point, lately, lines
from tests.factories import days_ago


def point(days, value, percent=None, **more):
    return Point(days_ago(days), value, percent, value, "gesprek", **more)


def ladder(*points):
    return Line("Participatieladder", "ladder", list(points))


def ability(*points):
    return Line("Arbeidsvermogen", "work-ability", list(points))


def word(*points, kind="yes-no"):
    return Line("Arbeidsfit", kind, list(points))


def row(line, width=NARROW):
    return geometry("c", "Titel", [line], width)["rows"][0]


def test_the_ladder_goes_up_in_steps_and_says_where_it_stands():
    drawn = row(ladder(point(600, "2"), point(300, "3", planned=True), point(100, "4")))
    assert drawn["path"].count("V") == 2
    assert drawn["path"].endswith(f"H{NARROW - RIGHT}")
    assert [dot["open"] for dot in drawn["dots"]] == [False, True, False]
    heights = [dot["y"] for dot in drawn["dots"]]
    assert heights == sorted(heights, reverse=True)  # up is higher
    assert drawn["now"]["text"] == "4"
    assert [line["text"] for line in drawn["grid"]] == ["", 2, "", 4, "", 6]


def test_a_first_day_is_at_the_left_and_today_at_the_right():
    drawn = row(ladder(point(600, "2"), point(0, "4")), WIDE)
    assert [dot["x"] for dot in drawn["dots"]] == [LEFT, WIDE - RIGHT]


def test_work_ability_stops_where_there_is_nothing_to_measure_and_holds_on_where_nothing_was_measured():
    drawn = row(
        ability(point(500, "below", 30), point(300, "none-now"), point(200, "below", 60), point(100, "supported"))
    )
    assert drawn["path"].count("M") == 2
    assert len(drawn["dots"]) == 2
    assert drawn["now"]["text"] == "60%"
    assert row(ability(point(500, "below", 30), point(300, "unknown")))["now"] is None


def test_without_a_percentage_it_is_a_band_of_words():
    drawn = row(ability(point(500, "unknown"), point(300, "supported")))
    assert [band["text"] for band in drawn["bands"]] == ["niet bekend", "met hulp"]
    assert [band["solid"] for band in drawn["bands"]] == [False, True]


def test_a_band_is_cut_where_the_answer_changed_and_not_where_it_was_said_again():
    drawn = row(word(point(400, "not-yet"), point(300, "not-yet"), point(200, "yes"), point(1, "not-yet")))
    assert [band["solid"] for band in drawn["bands"]] == [False, True, False]
    assert [band["text"] for band in drawn["bands"]] == ["nog niet", "ja", ""]  # no room for words in a day
    assert all(one["x"] + one["width"] >= two["x"] for one, two in pairwise(drawn["bands"]))


def test_what_is_drawn_is_told_in_words():
    assert describe(ladder(point(600, "2"), point(0, "4"))).startswith("Participatieladder: 2 op ")
    assert "2 keer gezegd" in describe(ladder(point(600, "2"), point(0, "4")))
    assert "keer" not in describe(ladder(point(600, "2")))


def test_nothing_said_is_nothing_drawn():
    assert draw("c", "Titel", []) == ""
    assert draw("c", "Titel", [ladder()]) == ""


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_svg_has_a_title_a_description_and_text_beside_colour(width):
    found = ET.fromstring(
        draw("c", "Waar Anna stond", [ladder(point(600, "2"), point(3, "5")), word(point(90, "yes"))], width)
    )
    space = "{http://www.w3.org/2000/svg}" if found.tag.startswith("{") else ""
    assert found.get("role") == "img"
    assert found.get("aria-labelledby") == "c-t c-d"
    assert found.find(f"{space}title").text == "Waar Anna stond"
    assert "Participatieladder" in found.find(f"{space}desc").text
    words = [each.text for each in found.iter(f"{space}text")]
    assert {"Participatieladder", "Arbeidsfit", "5", "ja"} <= {*words}
    assert found.get("class") == ("narrow" if width == NARROW else "wide")
    assert "style" not in str(ET.tostring(found))


def test_names_are_escaped():
    assert "<b>" not in draw("c", "<b>", [Line("<b>", "yes-no", [point(3, "yes")])])


def test_the_drawing_of_the_record_is_small():
    everything = [
        ladder(*(point(1000 - 80 * n, str(1 + n % 6), planned=n % 2 == 0) for n in range(12))),
        ability(*(point(900 - 70 * n, "below", 5 * n) for n in range(6))),
        word(*(point(900 - 200 * n, ("short", "long")[n % 2]) for n in range(4)), kind="distance"),
        *(word(*(point(900 - 250 * n, ("yes", "not-yet")[n % 2]) for n in range(3))) for _word in range(4)),
    ]
    assert len(draw("ability", "Waar Anna stond, de laatste 3 jaar", everything).encode()) < 4 * 1024


VALUES = {kind: st.sampled_from([*answers]) for kind, answers in ANSWERS.items()}
DAYS = st.integers(0, 5000)


@st.composite
def a_line(draw_from):
    kind = draw_from(st.sampled_from([*VALUES]))
    percent = st.none() if kind != "work-ability" else st.none() | st.integers(0, 100)
    said = draw_from(st.lists(st.tuples(DAYS, VALUES[kind], percent, st.booleans()), max_size=15))
    said.sort(key=lambda one: -one[0])
    return Line("Woord", kind, [point(days, value, much, planned=planned) for days, value, much, planned in said])


@given(found=st.lists(a_line(), max_size=4), width=st.sampled_from([NARROW, WIDE]))
def test_everything_lies_within_the_drawing(found, width):
    chart = geometry("c", "Titel", found, width)
    for drawn in chart["rows"]:
        for dot in drawn["dots"]:
            assert LEFT <= dot["x"] <= width - RIGHT
            assert 0 <= dot["y"] <= chart["height"]
        for band in drawn["bands"]:
            assert band["x"] >= LEFT and band["x"] + band["width"] <= width - RIGHT + 2
    places = [day["x"] for day in chart["days"]]
    assert places == sorted(places)
    assert all(later - earlier >= 30 for earlier, later in pairwise(places))
    if draw("c", "Titel", found, width):
        ET.fromstring(draw("c", "Titel", found, width))


# the lines


def asked(on, value, kind="yes-no", key="fit", name="Arbeidsfit", position=1, way="talk", number=1, percent=None):
    at = dt.datetime.combine(on, dt.time(), dt.UTC)
    return {"key": key, "name": name, "kind": kind, "position": position, "value": value, "percent": percent, "way": way,
            "on": on, "at": at, "id": number}  # fmt: skip


def test_the_ladder_of_the_plan_and_of_the_word_are_one_line_by_day():
    found = lines([
        asked(days_ago(5), "4", "ladder", "trede", "Participatieladder"),
        asked(days_ago(50), "2", "ladder", "", "", None, way="begin"),
        asked(days_ago(20), "3", "ladder", "", "", None, way="review"),
    ])  # fmt: skip
    (line,) = found
    assert [each.value for each in line.points] == ["2", "3", "4"]
    assert [each.planned for each in line.points] == [True, True, False]
    assert str(line.points[0].way) == "begin van het plan"


def test_the_ladder_is_first_then_work_ability_distance_and_the_words_in_their_order():
    found = lines([
        asked(today(), "yes", key="b", name="Twee", position=2), asked(today(), "yes", key="a", name="Een"),
        asked(today(), "short", "distance", "far", "Afstand", 3), asked(today(), "below", "work-ability", "able", "Kan", 7),
        asked(today(), "1", "ladder", "", "", None, way="begin"),
    ])  # fmt: skip
    assert [line.name for line in found] == ["Participatieladder", "Kan", "Afstand", "Een", "Twee"]


def test_lately_takes_along_what_held_at_the_beginning():
    (cut,) = lately([ladder(point(4000, "1"), point(3000, "2"), point(90, "3"))], 3, 12)
    assert [(each.value, each.on) for each in cut.points] == [("2", days_ago(3 * 366)), ("3", days_ago(90))]
    (few,) = lately([ladder(*(point(100 - n, "2") for n in range(50)))], 3, 12)
    assert [each.on for each in few.points] == [days_ago(62 - n) for n in range(12)]
