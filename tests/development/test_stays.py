"""A place in a learning place or group: asked for, reserved, taken, given back; and never one more than there are."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.once import NotNow
from clients import steps
from clients.models import Event, Step
from development import occupancy, stays
from development.models import Stay
from tests.factories import ClientFactory, GroupFactory, LearningPlaceFactory, StationFactory, StepFactory, days_ago
from tests.threads import at_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def step_of(w, status="planned", start=0, end=30, client="both", **given):
    """A step of MTB in the learning place's module, `start` and `end` in days from today."""
    days = {"planned_on": today() + start * DAY, "planned_end": None if end is None else today() + end * DAY}
    if status == "active":
        days["started_on"] = days["planned_on"]
    who = w[client] if isinstance(client, str) else client
    return StepFactory(
        client=who, partner=w.partners["mtb"], instrument=w.learning, status=status, **(days | given)
    )  # fmt: skip


def filled(w, place=None, number=3, **given):
    """The place with as many people in it as it has seats."""
    for _n in range(number):
        stays.ask(step_of(w, **({"status": "active", "start": -10} | given)), place=place or w.place, reserve=True,
                  by=w.staff["consultant"])  # fmt: skip


@pytest.fixture
def acting(w):
    with acting_as(w.acting("consultant")):
        yield


@pytest.fixture
def steps_of(w, trusted):
    def make(*args, **given):
        with trusted():
            return step_of(w, *args, **given)

    return make


def test_asked_for_one_waits_and_reserved_one_has_a_seat(w, steps_of, acting):
    stay = stays.ask(steps_of(), place=w.place, asked_for="magazijn", by=w.staff["consultant"])
    assert (stay.state, stay.reserved, stay.asked_on, stay.asked_for) == ("waiting", False, today(), "magazijn")
    stay = stays.reserve(stay, guidance=Decimal(2), by=w.staff["consultant"])
    assert (stay.state, stay.held_from, stay.held_until) == ("held", today(), today() + 30 * DAY)
    stay = stays.release(stay, by=w.staff["consultant"])
    assert (stay.state, stay.place, stay.guidance) == ("waiting", w.place, 2)
    kinds = [event.act for event in Event.objects.filter(client=w["both"], act__startswith="stay-").order_by("pk")]
    assert kinds == ["stay-waiting", "stay-reserved", "stay-released"]


def test_a_running_step_takes_its_seat_at_once(w, steps_of, acting):
    assert stays.ask(steps_of("active", -3), place=w.place, by=w.staff["coach"]).state == "running"


def test_the_stay_follows_its_step(w, steps_of):
    with acting_as(w.acting("coach")):
        by = w.staff["coach"]
        step = steps_of(start=-2)
        stay = stays.ask(step, place=w.place, reserve=True, by=by)
        steps.move(step, "start", on=today() - DAY, by=by)
        stay.refresh_from_db()
        assert (stay.state, stay.held_from) == ("running", today() - DAY)
        steps.replan(step, planned_on=today(), planned_end=today() + 60 * DAY, by=by)
        stay.refresh_from_db()
        assert stay.held_until == today() + 60 * DAY
        steps.move(step, "finish", on=today(), result="Kan het zelf", by=by)
        stay.refresh_from_db()
        assert (stay.state, stay.held_until) == ("over", today())
        assert occupancy.of_places([w.place.pk])[w.place.pk].now == 0


def test_a_step_that_does_not_go_on_gives_its_seat_back(w, steps_of, acting):
    step, by = steps_of(), w.staff["consultant"]
    stay = stays.ask(step, place=w.place, reserve=True, by=by)
    steps.move(step, "cancel", result="Verhuist", by=by)
    stay.refresh_from_db()
    assert (stay.state, stay.held_from, stay.held_until) == ("over", None, None)
    assert occupancy.of_places([w.place.pk])[w.place.pk].free == 3


def test_who_may_and_when(w, steps_of, trusted):
    with acting_as(w.acting("trainer")), pytest.raises(PermissionDenied):  # Annex sees the person, the step is MTB's
        stays.ask(steps_of(), place=w.place, by=w.staff["trainer"])
    with acting_as(w.acting("consultant")):
        step, by = steps_of(), w.staff["consultant"]
        stay = stays.ask(step, place=w.place, by=by)
        with pytest.raises(NotNow):
            stays.ask(step, place=w.place, by=by)
        with pytest.raises(NotNow):  # has none to give back
            stays.release(stay, by=by)
        done = steps_of("done", -20, started_on=days_ago(20), ended_on=days_ago(2))
        with pytest.raises(NotNow):
            stays.ask(done, place=w.place, by=by)
        running = stays.ask(steps_of("active", -3), place=w.place, by=by)
        with pytest.raises(NotNow):  # taken, not reserved
            stays.release(running, by=by)


def test_what_cannot_be_is_said_at_its_field(w, steps_of, acting, trusted):
    by = w.staff["consultant"]
    with trusted():
        of_vaals = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], municipality=w.vaals)
        ending = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], ended_on=today() + 10 * DAY)
        coming = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], started_on=today() + 5 * DAY)
    cases = [
        ({"reserve": True}, "place"),  # nowhere
        ({"place": w.place, "guidance": Decimal(41)}, "guidance"),
        ({"place": w.place, "guidance": Decimal(-1)}, "guidance"),
        ({"place": of_vaals}, "place"),
        ({"place": ending}, "place"),
        ({"place": coming}, "place"),
    ]
    for asked, field in cases:
        with pytest.raises(ValidationError) as refused:
            stays.ask(steps_of(), by=by, **asked)
        assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError):  # without a last day it would go beyond that of the place
        stays.ask(steps_of(end=None), place=ending, reserve=True, by=by)
    assert stays.ask(steps_of(end=10), place=ending, reserve=True, by=by).state == "held"


def test_one_seat_too_many_is_refused_whatever_the_act(w, steps_of, acting):
    by = w.staff["consultant"]
    filled(w, number=2, end=None)
    third = stays.ask(steps_of(start=40, end=60), place=w.place, reserve=True, by=by)
    filled_until = stays.ask(steps_of(start=0, end=39), place=w.place, reserve=True, by=by)
    with pytest.raises(ValidationError) as refused:
        stays.ask(steps_of(start=35, end=45), place=w.place, reserve=True, by=by)
    assert "place" in refused.value.message_dict
    with pytest.raises(ValidationError):  # longer, into the days of the third
        steps.replan(filled_until.step, planned_on=today(), planned_end=today() + 40 * DAY, by=by)
    waiting = stays.ask(steps_of("planned", 0, 5), place=w.place, by=by)
    with pytest.raises(ValidationError):
        stays.reserve(waiting, by=by)
    with acting_as(w.acting("coach")), pytest.raises(ValidationError):  # it begins: it takes a seat
        steps.move(waiting.step, "start", by=w.staff["coach"])
    assert Step.objects.get(pk=waiting.step_id).status == "planned"
    stays.release(third, by=by)
    steps.replan(filled_until.step, planned_on=today(), planned_end=today() + 40 * DAY, by=by)


def test_a_step_that_begins_early_asks_for_those_days_alone(w, steps_of, trusted):
    with acting_as(w.acting("coach")):
        by = w.staff["coach"]
        filled(w, number=2)
        last = stays.ask(steps_of("active", -30, end=2), place=w.place, reserve=True, by=by)
        step = steps_of(start=3, end=20)
        stays.ask(step, place=w.place, reserve=True, by=by)
        with pytest.raises(ValidationError):
            steps.move(step, "start", by=by)
        steps.move(last.step, "finish", on=today() - DAY, result="Klaar", by=by)
        steps.move(step, "start", by=by)


def test_where_too_many_are_somebody_can_still_leave_earlier_and_begin_as_planned(w, steps_of, trusted):
    with acting_as(w.acting("coach")):
        by = w.staff["coach"]
        filled(w, number=2)
        step = steps_of(end=20)
        held = stays.ask(step, place=w.place, reserve=True, guidance=Decimal(3), by=by)
        with trusted():
            w.place.seats, w.place.guidance_hours = 1, 1
            w.place.save()
        steps.replan(step, planned_on=today(), planned_end=today() + 15 * DAY, by=by)
        stays.reserve(held, guidance=Decimal(2), by=by)
        steps.move(step, "start", by=by)
        with pytest.raises(ValidationError):
            steps.replan(step, planned_on=today(), planned_end=today() + 16 * DAY, by=by)
        with pytest.raises(ValidationError):
            stays.reserve(held, guidance=Decimal("2.5"), by=by)


def test_the_hours_of_guidance_are_shared(w, steps_of, acting, trusted):
    by = w.staff["consultant"]
    with trusted():
        w.place.guidance_hours = Decimal("4.5")
        w.place.save()
    stays.ask(steps_of(), place=w.place, guidance=Decimal(3), reserve=True, by=by)
    with pytest.raises(ValidationError) as refused:
        stays.ask(steps_of(), place=w.place, guidance=Decimal(2), reserve=True, by=by)
    assert "guidance" in refused.value.message_dict
    assert stays.ask(steps_of(), place=w.place, guidance=Decimal("1.5"), reserve=True, by=by).state == "held"


def test_a_group_has_seats_of_its_own_and_takes_one_of_its_place(w, steps_of, acting, trusted):
    by = w.staff["consultant"]
    with trusted():
        group = GroupFactory(
            chain=w.chain, partner=w.partners["annex"], instrument=w.learning, seats=1, place=w.place
        )  # fmt: skip
    stay = stays.ask(steps_of(), group=group, reserve=True, by=by)
    assert stay.place == w.place
    with pytest.raises(ValidationError) as refused:
        stays.ask(steps_of(), group=group, reserve=True, by=by)
    assert "group" in refused.value.message_dict
    filled(w, number=2)
    stays.release(stay, by=by)
    filled(w, number=1)
    with pytest.raises(ValidationError) as refused:
        stays.reserve(stay, by=by)
    assert "place" in refused.value.message_dict


def test_who_goes_to_another_place_leaves_the_group_and_the_station(w, steps_of, acting, trusted):
    by = w.staff["consultant"]
    with trusted():
        other = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"])
        group = GroupFactory(chain=w.chain, partner=w.partners["annex"], instrument=w.learning, place=w.place)
        station = StationFactory(line__chain=w.chain, instrument=w.learning, place=w.place)
    stay = stays.ask(steps_of(), group=group, station=station, reserve=True, by=by)
    assert (stays.reserve(stay, by=by).group, stay.station) == (group, station)
    stay = stays.reserve(stay, place=other, by=by)
    assert (stay.place, stay.group, stay.station) == (other, None, None)
    assert stays.reserve(stay, station=station, by=by).place == w.place


def test_nobody_is_planned_beyond_the_end_of_a_place(w, steps_of, acting, trusted):
    by = w.staff["consultant"]
    stay = stays.ask(steps_of(end=20), place=w.place, reserve=True, by=by)
    with trusted():
        w.place.ended_on = today() + 10 * DAY
        w.place.save()
    with pytest.raises(ValidationError) as refused:
        steps.replan(stay.step, planned_on=today(), planned_end=today() + 21 * DAY, by=by)
    assert "place" in refused.value.message_dict
    steps.replan(stay.step, planned_on=today(), planned_end=today() + 19 * DAY, by=by)  # on the way back


def test_the_database_refuses_whoever_does_it(w, steps_of, acting, trusted):
    filled(w)
    step = steps_of()
    with trusted(), pytest.raises(IntegrityError, match="is full"), transaction.atomic():
        Stay.objects.create(
            step=step, client_id=step.client_id, chain_id=step.chain_id, place=w.place, reserved=True,
            asked_on=today(), asked_by=w.staff["consultant"].user,
        )  # fmt: skip
    with trusted(), pytest.raises(IntegrityError, match="is full"), transaction.atomic():
        later = steps_of(start=200, end=230)
        stays.ask(later, place=w.place, reserve=True, by=w.staff["setup"])
        Step.objects.filter(pk=later.pk).update(planned_on=today())


CHANGES = st.lists(
    st.tuples(st.sampled_from(["take", "release", "start", "end"]), st.integers(0, 5), st.integers(0, 8),
              st.integers(0, 6), st.integers(0, 3)),
    min_size=4, max_size=12,
)  # fmt: skip
SEATS, HOURS = 2, 4


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_whatever_is_done_no_day_has_more_people_or_hours_than_there_are(w, trusted, changes):
    """And what a count by hand, day by day, has room for is not refused."""
    with trusted():
        place = LearningPlaceFactory(chain=w.chain, host=w.partners["mtb"], seats=SEATS, guidance_hours=HOURS)
        made = [step_of(w, start=0, end=0).pk for _n in range(6)]
    by, calendar = w.staff["coach"], [today() + n * DAY for n in range(16)]

    def taken(days, without=None):
        """People and hours of each of the days."""
        rows = [row for row in Stay.objects.filter(place=place, state__in=["held", "running"]) if row.pk != without]
        there = [[row for row in rows if row.held_from <= day <= row.held_until] for day in days]
        return [(len(each), sum(row.guidance for row in each)) for each in there]

    with acting_as(w.acting("coach")):
        for act, which, start, length, hours in changes:
            step, stay = Step.objects.get(pk=made[which]), Stay.objects.filter(step=made[which]).first()
            first, last = today() + start * DAY, today() + (start + length) * DAY
            if act == "take" and step.status == "planned":
                there = taken([day for day in calendar if first <= day <= last], stay and stay.pk)
                room = all(people < SEATS and used + hours <= HOURS for people, used in there)
                try:
                    with transaction.atomic():
                        if stay and stay.reserved:
                            stay = stays.release(stay, by=by)
                        steps.replan(step, planned_on=first, planned_end=last, by=by)
                        if stay is None:
                            stays.ask(step, place=place, guidance=Decimal(hours), reserve=True, by=by)
                        else:
                            stays.reserve(stay, guidance=Decimal(hours), by=by)
                except ValidationError:
                    assert not room
                else:
                    assert room
            elif act == "release" and stay and stay.state == "held":
                stays.release(stay, by=by)
            elif act == "start" and stay and step.status == "planned":
                new = [day for day in calendar if today() <= day <= max(step.planned_end, today())]
                there = taken(new, stay.pk)
                room = all(people < SEATS and used + stay.guidance <= HOURS for people, used in there)
                try:
                    steps.move(step, "start", by=by)
                except ValidationError:
                    assert not room
            elif act == "end" and step.status == "active":
                steps.move(step, "finish", result="Klaar", by=by)
            assert all(people <= SEATS and used <= HOURS for people, used in taken(calendar))


def test_many_steps_in_one_statement_are_one_pass(w, steps_of, acting, trusted):
    """A job that touches all steps looks at what has a stay alone, and refuses as one."""
    by = w.staff["consultant"]
    stay = stays.ask(steps_of(end=20), place=w.place, reserve=True, by=by)
    with trusted():
        Step.objects.update(hours_per_week=12)
        stay.refresh_from_db()
        assert stay.version == 1
        assert Step.objects.filter(pk=stay.step_id).update(planned_end=today() + 5 * DAY) == 1
        stay.refresh_from_db()
    assert stay.held_until == today() + 5 * DAY


# Several at the very same moment


def _at_once(w, number, ask):
    """Who got a seat and what the others were told, of as many people as many sessions ask for at once."""
    made = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role snoer_owner")
        for n in range(number):
            client = ClientFactory(chain=w.chain, number=f"G-{n:05d}", lives=w.maastricht)
            made.append(step_of(w, client=client))

    def one(step):
        def act():
            with acting_as(w.acting("consultant")), transaction.atomic():
                return ask(step)

        return act

    outcomes = at_once([one(step) for step in made])
    return [one for one in outcomes if isinstance(one, Stay)], [one for one in outcomes if not isinstance(one, Stay)]


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_asked_for_by_twenty_sessions_at_once_is_given_once(w):
    with acting_as(w.acting("setup")):
        type(w.place).objects.filter(pk=w.place.pk).update(seats=1)
    given, refused = _at_once(
        w, 20, lambda step: stays.ask(step, place=w.place, reserve=True, by=w.staff["consultant"])
    )
    assert len(given) == 1
    assert [type(each) for each in refused] == [ValidationError] * 19
    with acting_as(w.acting("consultant")):
        assert occupancy.of_places([w.place.pk])[w.place.pk].free == 0


@pytest.mark.django_db(transaction=True)
def test_the_last_hours_of_guidance_are_given_once(w):
    with acting_as(w.acting("setup")):
        type(w.place).objects.filter(pk=w.place.pk).update(seats=20, guidance_hours=3)
    given, refused = _at_once(
        w, 10, lambda step: stays.ask(step, place=w.place, guidance=Decimal(2), reserve=True, by=w.staff["consultant"])
    )
    assert len(given) == 1
    assert all("guidance" in each.message_dict for each in refused)


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_of_a_group_is_given_once_and_a_place_and_a_group_do_not_wait_for_each_other(w):
    with acting_as(w.acting("setup")):
        type(w.group).objects.filter(pk=w.group.pk).update(seats=1, place=w.place)

    def ask(step):
        if step.pk % 2:
            return stays.ask(step, place=w.place, reserve=True, by=w.staff["consultant"])
        with transaction.atomic():
            group = type(w.group).objects.get(pk=w.group.pk)
        return stays.ask(step, group=group, reserve=True, by=w.staff["consultant"])

    given, refused = _at_once(w, 12, ask)
    assert all(isinstance(each, ValidationError) for each in refused)
    assert sum(stay.group_id is not None for stay in given) <= 1
    assert len(given) == 3  # seats of the place
