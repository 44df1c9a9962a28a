"""How full places and groups are: against a count by hand, day by day, and told to all of the chain as numbers alone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from development import occupancy
from development.models import Stay
from tests.factories import GroupFactory, LearningPlaceFactory, StayFactory, StepFactory, days_ago

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NONE = occupancy.Seats()
# status, first day and last day of the step (days from today), whether it has a seat, hours of guidance
STAYS = st.lists(
    st.tuples(
        st.sampled_from(["planned", "active", "done"]),
        st.integers(-20, 10),
        st.one_of(st.none(), st.integers(0, 25)),
        st.booleans(),
        st.integers(0, 4),
    ),
    max_size=7,
)


def stay_of(w, status="active", start=None, end=None, seat=True, **given):
    """A stay at `w.place` of a step of MTB with these days; made as the owner."""
    start = start or days_ago(10)
    days = {"planned_on": start, "planned_end": end}
    if status != "planned":
        days["started_on"] = start
    if status in ("done", "stopped"):
        days["ended_on"] = end or today()
    step = StepFactory(
        client=given.pop("client", w["step"]), partner=w.partners["mtb"], instrument=w.learning, status=status, **days
    )
    return StayFactory(step=step, reserved=seat, **{"place": w.place} | given)


def by_hand(shapes, since, until):
    """What of_places() has to say of a place with a thousand seats, counted day by day."""

    def there(shape, day):
        status, _start, _end, seat, _hours = shape
        if status == "done" or (status == "planned" and not seat):
            return False
        first, last = shape_days(shape)
        if status == "active" and last is not None:
            last = max(last, today())
        return first <= day and (last is None or day <= last)

    days = [since + n * DAY for n in range(((until or since + 60 * DAY) - since).days + 1)]
    running = [shape for shape in shapes if shape[0] == "active" and there(shape, since)]
    return {
        "now": len(running),
        "planned": sum(
            shape[0] == "planned" and shape[3] and (shape_days(shape)[1] is None or shape_days(shape)[1] >= since)
            for shape in shapes
        ),
        "waiting": sum(shape[0] == "planned" and not shape[3] for shape in shapes),
        "most": max(sum(there(shape, day) for shape in shapes) for day in days),
        "guidance_now": sum(shape[4] for shape in running),
        "guidance_free": 1000 - max(sum(shape[4] for shape in shapes if there(shape, day)) for day in days),
    }


def shape_days(shape):
    status, start, end, _seat, _hours = shape
    first = today() + (start if status == "planned" else -abs(start)) * DAY
    return first, None if end is None else first + end * DAY


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes=STAYS, since=st.integers(0, 15), length=st.one_of(st.none(), st.integers(0, 12)))
def test_the_numbers_are_those_of_a_count_day_by_day(w, trusted, shapes, since, length):
    since = today() + since * DAY
    until = None if length is None else since + length * DAY
    with trusted():
        place = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], seats=1000, guidance_hours=1000)
        for shape in shapes:
            first, last = shape_days(shape)
            if shape[0] == "done":
                last = min(last or today(), today())
            stay_of(w, shape[0], first, last, shape[3], place=place, guidance=shape[4])
    with acting_as(w.acting("coach")):
        found = occupancy.of_places([place.pk], since, until)[place.pk]
    expected = by_hand(shapes, since, until)
    assert {name: getattr(found, name) for name in expected} == expected


def test_people_out_of_sight_are_counted_for_all_of_the_chain_and_for_nobody_else(w, trusted):
    with trusted():
        stay_of(w, client=w["unknown"], guidance=Decimal("1.5"))
        stay_of(w, "planned", today() + 5 * DAY, client=w["unknown"])
        stay_of(w, "planned", today() + 5 * DAY, seat=False, client=w["unknown"])
        w.place.guidance_hours = 10
        w.place.save()
    for name in ("consultant", "trainer", "coach", "adviser", "manager", "policy"):
        with acting_as(w.acting(name)):
            seats = occupancy.of_places([w.place.pk])[w.place.pk]
        assert (seats.now, seats.planned, seats.waiting, seats.free) == (1, 1, 1, 1), name
        assert (seats.guidance_now, seats.guidance_free) == (Decimal("1.5"), Decimal("8.5"))
    for name in ("stranger", "privacy"):  # another chain; who does not read of places
        with acting_as(w.acting(name)):
            assert occupancy.of_places([w.place.pk]) == {}
            assert occupancy.turns(w.place.pk, list(Stay.objects.values_list("pk", flat=True))) == {}


def test_of_many_places_and_groups_it_is_one_question_each(w, trusted):
    with trusted():
        other = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], seats=2)
        group = GroupFactory(chain=w.chain, partner=w.partners["annex"], instrument=w.course, seats=2)
        stay_of(w, place=None, group=group)
        stay_of(w)
    with (
        acting_as(w.acting("consultant")),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        places = occupancy.of_places([w.place.pk, other.pk])
        groups = occupancy.of_groups([w.group.pk, group.pk])
        assert occupancy.of_places([]) == {}
    assert len(asked) <= 4  # two of them say who acts, and no longer
    assert [places[pk].free for pk in (w.place.pk, other.pk)] == [2, 2]
    assert [groups[pk].free for pk in (w.group.pk, group.pk)] == [15, 1]
    assert groups[group.pk].guidance_free is None


def test_a_stay_past_its_planned_end_is_there_today_and_is_taken_to_be_gone_tomorrow(w, trusted):
    with trusted():
        stay_of(w, end=days_ago(3))
    with acting_as(w.acting("consultant")):
        assert occupancy.of_places([w.place.pk])[w.place.pk].now == 1
        assert occupancy.of_places([w.place.pk], today() + DAY)[w.place.pk].now == 0


def test_week_by_week_the_busiest_day_counts(w, trusted):
    monday = today() - today().weekday() * DAY
    with trusted():
        stay_of(w, start=days_ago(30), end=monday + 13 * DAY, guidance=2)  # until the Sunday of the second week
        stay_of(w, "planned", monday + 9 * DAY, monday + 23 * DAY, guidance=1)  # from its Wednesday on, for two weeks
        stay_of(w, "planned", monday + 9 * DAY, seat=False)
    with acting_as(w.acting("policy")):
        weeks = occupancy.weeks(w.place.pk, 5)
        assert occupancy.weeks(w.place.pk + 999, 1) == [occupancy.Week(monday, 0, 0, Decimal(0))]
    assert [week.monday for week in weeks] == [monday + 7 * n * DAY for n in range(5)]
    assert [(week.now, week.planned, week.guidance) for week in weeks] == [
        (1, 0, 2), (1, 1, 3), (0, 1, 1), (0, 1, 1), (0, 0, 0),
    ]  # fmt: skip


def test_who_waits_has_a_turn_in_the_order_of_asking(w, trusted):
    with trusted():
        later = stay_of(w, "planned", today(), seat=False, asked_on=days_ago(2))
        first = stay_of(w, "planned", today(), seat=False, asked_on=days_ago(9), client=w["unknown"])
        stay_of(w, "planned", today(), asked_on=days_ago(20))  # has a seat
    with acting_as(w.acting("consultant")):
        assert occupancy.turns(w.place.pk, [later.pk]) == {later.pk: 2}
        assert occupancy.turns(w.place.pk, [first.pk, later.pk]) == {first.pk: 1, later.pk: 2}
