"""The string of pearls: the person's own path, past and planned, in its own order."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients import string

TODAY = dt.date(2026, 11, 23)
SZMH, ANNEX, MTB, PODIUM24 = ("szmh", "SZMH"), ("annex", "Annex"), ("mtb", "MTB"), ("podium24", "Podium24")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def step(name, status, start=None, end=None, planned_end=None, partners=(ANNEX,)):
    ahead = status in ("planned", "cancelled")
    return {
        "name": name, "partners": list(partners), "status": status,
        "planned_on": day(start) if ahead and start else None,
        "planned_end": day(planned_end) if planned_end else None,
        "started_on": None if ahead else day(start),
        "ended_on": day(end) if end else None,
    }  # fmt: skip


SAMIRA = [
    step("Kennismaking", "planned", "2027-03-15", partners=[PODIUM24]),
    step("Leerlijn groen", "planned", "2027-01-05", planned_end="2027-03-12", partners=[MTB]),
    step("Taaltraining", "active", "2026-10-19", planned_end="2027-01-29"),
    step("Empowerment", "active", "2026-10-06", planned_end="2026-12-18"),
    step("Praktijkdiagnose", "done", "2026-08-17", "2026-10-02"),
    step("Intake", "done", "2026-08-03", "2026-08-14", partners=[SZMH, PODIUM24]),
]


def names(path):
    return [[pearl.name for pearl in moment.pearls] for moment in path]


def test_the_pearls_stand_in_the_persons_own_order_and_side_by_side_where_steps_run_together():
    assert names(string.moments(SAMIRA, TODAY)) == [
        ["Intake"], ["Praktijkdiagnose"], ["Empowerment", "Taaltraining"], ["Leerlijn groen"], ["Kennismaking"],
    ]  # fmt: skip


def test_a_pearl_says_when_and_how_it_stands():
    pearls = {pearl.name: pearl for moment in string.moments(SAMIRA, TODAY) for pearl in moment.pearls}
    assert pearls["Intake"].when == "3 – 14 aug"
    assert pearls["Intake"].state_name == "klaar"
    assert pearls["Empowerment"].state_name == "loopt"
    assert pearls["Kennismaking"].when == "vanaf 15 mrt 2027"
    assert pearls["Kennismaking"].state_name == "gepland"


def test_what_runs_without_a_planned_end_says_since_when_and_has_nothing_planned_beside_it():
    path = string.moments([step("Jobcoaching", "active", "2026-01-05"), step("Nazorg", "planned", "2026-12-01")], TODAY)
    assert names(path) == [["Jobcoaching"], ["Nazorg"]]
    assert path[0].pearls[0].when == "sinds 5 jan"


def test_a_step_that_begins_on_the_last_day_of_another_follows_it():
    path = string.moments(
        [step("A", "done", "2026-03-01", "2026-03-20"), step("B", "done", "2026-03-20", "2026-05-01")], TODAY
    )
    assert names(path) == [["A"], ["B"]]


def test_steps_of_one_day_stand_side_by_side():
    path = string.moments(
        [step("A", "done", "2026-03-01", "2026-03-01"), step("B", "done", "2026-03-01", "2026-03-01")], TODAY
    )
    assert names(path) == [["A", "B"]]


def test_what_should_have_begun_comes_after_what_runs():
    path = string.moments([step("Laat", "planned", "2026-10-01"), step("Loopt", "active", "2026-10-20")], TODAY)
    assert names(path) == [["Loopt"], ["Laat"]]


def test_what_has_no_day_yet_comes_last():
    path = string.moments([step("Ooit", "planned"), step("Straks", "planned", "2028-01-01")], TODAY)
    assert names(path) == [["Straks"], ["Ooit"]]


def test_a_stopped_step_is_a_pearl_of_its_own_kind_and_a_cancelled_one_is_left_out():
    path = string.moments(
        [step("Gestopt", "stopped", "2026-03-01", "2026-04-01"), step("Weg", "cancelled", "2026-05-01")], TODAY
    )
    assert names(path) == [["Gestopt"]]
    assert path[0].pearls[0].state_name == "gestopt"
    assert path[0].pearls[0].over


def test_the_path_in_words():
    steps = [*SAMIRA, step("Stage", "stopped", "2026-08-20", "2026-09-01")]
    assert string.summary(string.moments(steps, TODAY)) == "2 van 7 afgerond, 2 lopen, 1 gestopt, 2 gepland"
    assert string.summary([]) == ""


def many(count, status="done", first_year=2010):
    return [step(f"S{n}", status, f"{first_year + n}-02-01", f"{first_year + n}-03-01") for n in range(count)]


def test_a_long_path_folds_its_oldest_pearls_into_one():
    drawn = string.string([*many(14), *SAMIRA], TODAY)
    assert len(drawn.moments) == string.MOST_MOMENTS
    first = drawn.moments[0].pearls[0]
    assert first.name == "+ 12 eerdere"
    assert first.folds == 12
    assert first.when == "1 feb 2010 – 1 mrt 2021"
    assert names(drawn.moments)[-1] == ["Kennismaking"]


def test_what_still_runs_is_never_folded_away():
    drawn = string.string([step("Jobcoaching", "active", "2009-01-01"), *many(14)], TODAY)
    assert "Jobcoaching" in [pearl.name for moment in drawn.moments for pearl in moment.pearls]


def test_a_long_plan_folds_what_is_farthest():
    steps = [step(f"P{n}", "planned", f"{2027 + n}-02-01", planned_end=f"{2027 + n}-03-01") for n in range(12)]
    drawn = string.string(steps, TODAY)
    assert len(drawn.moments) == string.MOST_MOMENTS
    assert drawn.moments[-1].pearls[0].name == "+ 5 later"


def test_at_most_four_stand_side_by_side_and_what_runs_stays():
    steps = [step(f"D{n}", "done", "2026-09-01", "2026-11-01") for n in range(4)]
    steps += [step(f"L{n}", "active", "2026-09-02") for n in range(3)]
    (moment,) = string.string(steps, TODAY).moments
    assert [pearl.name for pearl in moment.pearls] == ["L0", "L1", "L2", "+ 4 tegelijk"]
    assert moment.pearls[-1].names == ["D0", "D1", "D2", "D3"]


def test_a_pearl_of_several_partners_is_cut_in_as_many_pieces():
    assert string.sectors(10, 10, 4, ("szmh",)) == []
    assert string.sectors(10, 10, 4, ("szmh", "annex")) == [
        ("szmh", "M10 6A4 4 0 0 0 10 14Z"), ("annex", "M10 14A4 4 0 0 0 10 6Z"),
    ]  # fmt: skip
    assert len(string.sectors(10, 10, 4, ("szmh", "annex", "mtb"))) == 3


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_drawings_print_coordinates_with_a_point(language):
    from django.utils import translation

    with translation.override(language):
        svg = string.mini_string(string.moments(SAMIRA, TODAY))
    assert svg.startswith("<svg")
    assert svg.count("<circle") + svg.count('<path class="szmh"') == 6  # the intake is one pearl in two colours
    assert not re.search(r"\d,\d", svg)


def test_nobodys_path_has_no_drawing():
    assert string.mini_string([]) == ""
    assert string.string([], TODAY).moments == []


def test_the_time_axis_shows_the_months_of_all_steps_when_they_fit():
    axis = string.time_axis(SAMIRA, TODAY)
    assert [month["name"] for month in axis.months] == ["aug", "sep", "okt", "nov", "dec", "jan", "feb", "mrt"]
    assert [month["year"] for month in axis.months if month["year"]] == [2026, 2027]
    assert axis.today == pytest.approx(352 / 8 * (3 + 22 / 30), abs=0.1)


def test_a_running_step_is_solid_until_today_and_open_after_it():
    axis = string.time_axis(SAMIRA, TODAY)
    past, ahead = axis.rows[3].bars  # Empowerment
    assert (past.kind, ahead.kind) == ("past", "ahead")
    assert past.x + past.width == pytest.approx(ahead.x, abs=0.2)


def test_two_partners_share_the_height_of_a_bar():
    axis = string.time_axis(SAMIRA, TODAY)
    one, other = axis.rows[5].bars  # Intake
    assert (one.colour, other.colour) == ("szmh", "podium24")
    assert one.height == other.height == 5.5


def test_a_short_path_gets_half_a_year():
    assert len(string.time_axis([step("A", "active", "2026-11-20")], TODAY).months) == 6
    assert len(string.time_axis([], TODAY).months) == 6


def test_what_is_beyond_the_edge_is_cut_off_and_says_so():
    steps = [
        step("Lang", "active", "2019-01-01"),
        step("Oud", "done", "2018-01-01", "2018-03-01"),
        step("Ver", "planned", "2030-01-01", planned_end="2030-06-01"),
    ]
    axis = string.time_axis(steps, TODAY)
    assert len(axis.months) == 12
    assert axis.rows[0].before
    assert axis.rows[0].bars[0].x == 0
    assert axis.rows[1].before
    assert axis.rows[1].bars == []
    assert axis.rows[2].after
    assert axis.rows[2].bars == []


def test_a_cancelled_step_and_one_without_a_day_keep_an_empty_row():
    axis = string.time_axis([step("Weg", "cancelled", "2026-12-01"), step("Ooit", "planned")], TODAY)
    assert [row.bars for row in axis.rows] == [[], []]


days = st.dates(dt.date(2015, 1, 1), dt.date(2032, 12, 31))


@st.composite
def any_step(draw):
    status = draw(st.sampled_from(["planned", "active", "done", "stopped", "cancelled"]))
    start, end = sorted([draw(days), draw(days)])
    ahead = status in ("planned", "cancelled")
    return {
        "name": "X", "status": status,
        "partners": draw(st.lists(st.sampled_from([SZMH, ANNEX, MTB, PODIUM24]), min_size=1, max_size=3, unique=True)),
        "planned_on": draw(st.none() | days),
        "planned_end": draw(st.none() | days),
        "started_on": None if ahead else min(start, TODAY) if status == "active" else start,
        "ended_on": end if status in ("done", "stopped") else None,
    }  # fmt: skip


@given(st.lists(any_step(), max_size=30))
def test_any_path_can_be_drawn_and_loses_nobody(steps):
    path = string.moments(steps, TODAY)
    shown = [s for s in steps if s["status"] != "cancelled"]
    assert sum(len(moment.pearls) for moment in path) == len(shown)
    drawn = string.string(steps, TODAY)
    assert sum(pearl.folds or 1 for moment in drawn.moments for pearl in moment.pearls) == len(shown)
    assert len(drawn.moments) <= string.MOST_MOMENTS
    assert all(len(moment.pearls) <= string.MOST_STRANDS for moment in drawn.moments)


@given(st.lists(any_step(), max_size=15))
def test_any_time_axis_has_today_and_stays_within_its_edges(steps):
    axis = string.time_axis(steps, TODAY)
    assert 0 <= axis.today <= axis.width
    assert 6 <= len(axis.months) <= 12
    assert len(axis.rows) == len(steps)
    for row in axis.rows:
        for bar in row.bars:
            assert bar.x >= 0
            assert bar.width > 0
            assert bar.x + bar.width <= axis.width + 0.11
