"""The notation of letters, and the last day to object."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.legal_days import easter_sunday, holidays, object_until
from clients.letter_text import blocks, fields, fill, unknown


def test_a_line_with_an_empty_field_is_left_out_and_so_is_a_heading_that_has_nothing_left():
    text = "Beste [naam],\n\n# Waar\n- [waar]\n\n# Wanneer\nOp [dag] om [tijd] uur.\n\n# Tot slot\nDag."
    values = {"naam": "Jan", "waar": "", "dag": "maandag", "tijd": "10:30"}
    assert fill(text, values) == "Beste Jan,\n\n# Wanneer\nOp maandag om 10:30 uur.\n\n# Tot slot\nDag."


def test_a_list_in_a_point_becomes_so_many_points():
    assert fill("- [doelen]", {"doelen": "Werken\n\nLeren"}) == "- Werken\n- Leren"
    assert fill("Doelen: [doelen]", {"doelen": "Werken"}) == "Doelen: Werken"


def test_what_is_filled_in_is_not_read_for_fields_again():
    assert fill("[naam]", {"naam": "[tijd]", "tijd": "10:30"}) == "[tijd]"


def test_an_unknown_field_is_told_with_the_nearest_that_is_known():
    assert fields("[Naam] [ naam ] [dag]") == ["naam", "dag"]
    assert unknown("[naaam] en [dag]", ["naam", "dag"]) == ["Dit veld kennen we niet: [naaam]. Bedoelt u [naam]?"]
    assert unknown("[xyzzy]", ["naam"]) == ["Dit veld kennen we niet: [xyzzy]."]


def test_blocks_are_paragraphs_lists_and_headings():
    assert blocks("Een\r\ntwee\n\n# Kop\n- a\n- b\n-streep") == [
        {"kind": "text", "lines": ["Een", "twee"]}, {"kind": "heading", "lines": ["Kop"]},
        {"kind": "list", "lines": ["a", "b"]}, {"kind": "text", "lines": ["-streep"]},
    ]  # fmt: skip


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["naam", "dag"]), st.text(max_size=20)))
def test_no_text_and_no_value_breaks_it(text, values):
    blocks(fill(text, values))


@given(st.text(alphabet="ab #-\n[naam]", max_size=120))
def test_without_fields_nothing_is_lost_but_empty_lines(text):
    text = text.replace("[", "").replace("]", "")
    assert fill(text, {"naam": ""}).split() == text.split()


# Easter by the tables of the almanac; what else moves goes with it.
@pytest.mark.parametrize(
    ("year", "month", "day"), [(2000, 4, 23), (2019, 4, 21), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25)]
)
def test_easter(year, month, day):
    assert easter_sunday(year) == dt.date(year, month, day)


def test_the_public_holidays_of_the_act():
    assert holidays(2026) == {
        dt.date(2026, 1, 1), dt.date(2026, 4, 3), dt.date(2026, 4, 6), dt.date(2026, 4, 27), dt.date(2026, 5, 5),
        dt.date(2026, 5, 14), dt.date(2026, 5, 25), dt.date(2026, 12, 25), dt.date(2026, 12, 26),
    }  # fmt: skip
    assert dt.date(2025, 4, 26) in holidays(2025) and dt.date(2025, 4, 27) not in holidays(2025)  # the 27th is a Sunday


@pytest.mark.parametrize(("sent", "until"), [
    (dt.date(2026, 11, 2), dt.date(2026, 12, 14)),  # six weeks later, a Monday
    (dt.date(2026, 11, 22), dt.date(2027, 1, 4)),  # a Sunday
    (dt.date(2026, 11, 13), dt.date(2026, 12, 28)),  # Christmas on Friday and Saturday, then a Sunday
    (dt.date(2026, 2, 20), dt.date(2026, 4, 7)),  # Good Friday, a weekend, Easter Monday
])  # fmt: skip
def test_six_weeks_to_object(sent, until):
    assert object_until(sent) == until


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_the_last_day_is_a_working_day_never_before_six_weeks_and_never_a_week_later(sent):
    until = object_until(sent)
    assert dt.timedelta(42) <= until - sent < dt.timedelta(48)
    assert until.weekday() < 5 and until not in holidays(until.year)
