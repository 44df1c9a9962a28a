"""What an effect does to benefit periods: a pure rule, one test a case."""

import datetime as dt

import pytest

from clients.models import BenefitPeriod
from placement.proposals import Refusal, changes

START = dt.date(2026, 12, 1)
BEFORE = dt.date(2026, 11, 30)


def period(scheme="participatiewet", level="full", started_on=dt.date(2024, 1, 1), **more):
    return BenefitPeriod(scheme=scheme, level=level, started_on=started_on, **more)


def ended(found):
    return [(change.period.scheme, change.last_day) for change in found]


def test_full_ends_every_counted_benefit_the_day_before():
    found = changes([period(), period("ioaw", "partial")], "full", START)
    assert ended(found) == [("participatiewet", BEFORE), ("ioaw", BEFORE)]
    assert [change.follow_up for change in found] == [None, None]


def test_partial_puts_a_lower_one_in_its_place():
    (change,) = changes([period()], "partial", START)
    new = change.follow_up
    assert (change.last_day, new.scheme, new.level, new.started_on, new.ended_on) == (
        BEFORE, "participatiewet", "partial", START, None,
    )  # fmt: skip


def test_partial_leaves_what_is_partial_already():
    assert ended(changes([period(), period("ioaw", "partial")], "partial", START)) == [("participatiewet", BEFORE)]


def test_partial_keeps_an_end_that_is_known():
    (change,) = changes([period(ended_on=dt.date(2027, 3, 1), end_reason="pension-age")], "partial", START)
    assert (change.follow_up.ended_on, change.follow_up.end_reason) == (dt.date(2027, 3, 1), "pension-age")


@pytest.mark.parametrize("periods", [[], [period()], [period(started_on=START)]])
def test_none_changes_nothing_whatever_there_is(periods):
    assert changes(periods, "none", START) == []


def test_other_schemes_are_left_alone():
    assert ended(changes([period("wajong"), period()], "full", START)) == [("participatiewet", BEFORE)]


@pytest.mark.parametrize(
    ("periods", "says"),
    [
        ([], "loopt er geen uitkering"),
        ([period("wsw")], "loopt er geen uitkering"),
        ([period(ended_on=dt.date(2026, 10, 1))], "loopt er geen uitkering"),
        ([period(ended_on=BEFORE)], "loopt er geen uitkering"),
        ([period(started_on=START)], "begint pas op 1 december 2026"),
        ([period(started_on=dt.date(2027, 1, 1))], "begint pas op 1 januari 2027"),
        ([period(), period("ioaw", started_on=dt.date(2027, 1, 1))], "begint al een andere uitkering"),
    ],
)
@pytest.mark.parametrize("effect", ["full", "partial"])
def test_what_cannot_be_is_refused_with_the_reason(periods, says, effect):
    with pytest.raises(Refusal, match=says):
        changes(periods, effect, START)


def test_partial_of_what_is_partial_is_refused():
    with pytest.raises(Refusal, match="al gedeeltelijk"):
        changes([period(level="partial")], "partial", START)


def test_it_may_end_on_its_first_day():
    assert ended(changes([period(started_on=BEFORE)], "full", START)) == [("participatiewet", BEFORE)]
