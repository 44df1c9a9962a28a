"""A line and its figures: the same for all who read of places, whoever they may see; and where it is stuck."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chain.acting import acting_as
from chain.days import today
from chain.once import NotNow
from development import line_shown, lines
from development.models import LearningLine, Station, Stay
from tests.development.line_world import lining_world
from tests.factories import (
    OnwardFactory,
    PauseFactory,
    PlacementFactory,
    StationFactory,
    StayFactory,
    StepFactory,
    days_ago,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
READERS = ["consultant", "trainer", "coach", "adviser", "manager", "annex_manager", "policy", "coordinator"]


@pytest.fixture
def w(trusted):
    with trusted():
        return lining_world()


def told(w, name="consultant"):
    """The stops as somebody sees them, by name of the station."""
    with acting_as(w.acting(name)):
        there, _left = line_shown.stops(lines.stations(w.line), lines.tallies([w.line.pk]))
    return {stop.station.name: stop for stop in there}


def at(w, station, client, **step):
    """Somebody at the station, on the wait list where the step is planned."""
    given = {"partner": w.partners["mtb"], "instrument": w.learning, **step}
    made = StepFactory(client=w[client], chain=w.chain, **given)
    StayFactory(step=made, station=station, place=station.place, reserved=made.status == "active")
    return made


def say(w, step, verdict):
    OnwardFactory(step=step, verdict=verdict, helps=["place"] if verdict == "stuck" else [])


@pytest.mark.parametrize("name", READERS)
def test_numbers_are_the_same_for_all_who_read_of_places(w, trusted, name):
    with trusted():
        at(w, w.first, "mtb", status="planned")
    stops = told(w, name)
    assert (stops["Voorbereiding"].tally.running, stops["Voorbereiding"].tally.waiting) == (2, 1)
    assert (stops["Voorbereiding"].free, stops["LKS"].free, stops["Bij een werkgever"].free) == (1, 1, None)


@pytest.mark.parametrize("name", ["privacy", "admin", "archivist", "stranger"])
def test_and_of_nobody_else(w, name):
    with acting_as(w.acting(name)):
        assert not lines.tallies([w.line.pk])
        assert lines.placed([w.line.pk])[w.line.pk].all == 0


def test_what_is_over_or_cancelled_is_not_counted(w, trusted):
    with trusted():
        at(w, w.first, "mtb", status="done")
        at(w, w.first, "step", status="cancelled")
    assert told(w)["Voorbereiding"].tally.running == 2


def test_it_is_stuck_where_the_next_station_is_full(w, trusted):
    with trusted():
        say(w, w.steps["both-line"], "now")
    assert told(w)["Voorbereiding"].stuck == []
    with trusted():
        at(w, w.second, "mtb")
    assert told(w)["Voorbereiding"].stuck == ["1 kan door, maar LKS is vol"]


def test_it_is_stuck_where_who_is_with_them_says_so(w, trusted):
    with trusted():
        say(w, w.steps["both-line"], "stuck")
        say(w, w.steps["unknown-line"], "soon")
    stop = told(w)["Voorbereiding"]
    assert stop.stuck == ["1 zit vast"]
    assert stop.tally.soon == 1


@pytest.mark.parametrize(("days", "late"), [(55, 0), (56, 1)])
def test_longer_than_is_usual_counts_from_the_first_day(w, trusted, days, late):
    with trusted():
        at(w, w.first, "mtb", started_on=days_ago(days))
    assert told(w)["Voorbereiding"].tally.late == late  # eight weeks are 56 days, the first one counted


def test_days_on_which_it_stood_still_do_not_count(w, trusted):
    with trusted():
        step = at(w, w.first, "mtb", started_on=days_ago(60))
        PauseFactory(step=step, started_on=days_ago(40), ended_on=days_ago(31))
    assert told(w)["Voorbereiding"].tally.late == 0


def test_a_station_without_weeks_has_those_of_its_module(w, trusted):
    with trusted():
        Station.objects.filter(pk=w.first.pk).update(weeks=None)
        type(w.learning).objects.filter(pk=w.learning.pk).update(weeks=2)
    stop = told(w)["Voorbereiding"]
    assert stop.weeks == 2
    assert stop.stuck == ["2 zijn er langer dan de gewone 2 weken"]


def test_placed_after_the_line_is_paid_work_that_began_later(w, trusted):
    with trusted():
        for client, form, since, employer in [
            ("both", "regular", 5, w.dhl), ("unknown", "volunteering", 5, w.dhl), ("mtb", "regular", 5, w.dhl),
        ]:  # fmt: skip
            PlacementFactory(
                client=w[client], form_of_work=form, employer=employer, step__partner=w.partners["podium24"],
                step__instrument=w.work, step__started_on=days_ago(since),
            )  # fmt: skip
        at(w, w.first, "step")
        PlacementFactory(client=w["step"], form_of_work="regular", employer=w.dhl, step__partner=w.partners["podium24"],
                         step__instrument=w.work, step__started_on=days_ago(400))  # fmt: skip
    for name in ("consultant", "adviser", "policy"):
        with acting_as(w.acting(name)):
            found = lines.placed([w.line.pk])[w.line.pk]
        assert (found.all, found.at) == (1, {w.dhl.pk: 1})  # not unpaid, not before, not off the line


# Its stations


def order(w):
    return [station.name for station in Station.objects.filter(line=w.line, ended_on=None).order_by("position")]


def act(w, do, *given, name="consultant"):
    with acting_as(w.acting(name)):
        return do(*given, by=w.staff[name])


def test_a_station_goes_one_place_on_or_back(w, trusted):
    act(w, lines.shift, w.first, True)
    with trusted():
        assert order(w) == ["LKS", "Voorbereiding", "Bij een werkgever"]
    act(w, lines.shift, w.third, False)
    with trusted():
        assert order(w) == ["LKS", "Bij een werkgever", "Voorbereiding"]
    act(w, lines.shift, w.first, True)  # the last one stays
    with trusted():
        assert order(w) == ["LKS", "Bij een werkgever", "Voorbereiding"]


def test_a_station_with_people_is_ended_and_they_stay(w, trusted):
    act(w, lines.end, w.first)
    with acting_as(w.acting("consultant")):
        there, left = line_shown.stops(lines.stations(w.line), lines.tallies([w.line.pk]))
    assert [stop.station.name for stop in there] == ["LKS", "Bij een werkgever"]
    assert [(stop.station.name, stop.tally.running) for stop in left] == [("Voorbereiding", 2)]
    with trusted():
        assert Stay.objects.filter(station=w.first, state="running").count() == 2
    with pytest.raises(NotNow):
        act(w, lines.end, w.first)
    act(w, lines.reopen, w.first)
    with trusted():
        assert order(w) == ["LKS", "Bij een werkgever", "Voorbereiding"]


def test_a_line_is_no_longer_than_can_be_read(w, trusted):
    for number in range(9):
        act(w, lines.add_station, Station(line=w.line, name=f"Nog een {number}", instrument=w.learning))
    with pytest.raises(ValidationError):
        act(w, lines.add_station, Station(line=w.line, name="Te veel", instrument=w.learning))
    with trusted():
        assert len(order(w)) == 12


@pytest.mark.parametrize("name", ["manager", "policy", "coordinator", "stranger"])
def test_who_does_not_write_of_places_changes_no_line(w, name):
    with pytest.raises(PermissionDenied):
        act(w, lines.end, w.first, name=name)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_who_add_and_shift_nothing_gets_lost(w, trusted):
    acts = [
        lambda n=n: act(w, lines.add_station, Station(line=w.line, name=f"Nieuw {n}", instrument=w.learning))
        for n in range(4)
    ]
    acts += [lambda: act(w, lines.shift, w.first, True), lambda: act(w, lines.shift, w.third, False)]
    outcomes = at_once(acts)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    with trusted():
        found = list(Station.objects.filter(line=w.line).values_list("position", flat=True))
    assert len(set(found)) == len(found) == 7


# Questions


def test_figures_of_the_list_take_as_many_questions_with_more_lines(w, trusted, django_assert_num_queries):
    with trusted():
        for _one in range(5):
            line = LearningLine.objects.create(
                chain=w.chain, name=f"Lijn {_one}", sector="green", partner=w.partners["annex"], started_on=today()
            )
            StationFactory(line=line, chain=w.chain, instrument=w.learning, place=w.place)
    with acting_as(w.acting("consultant")):
        rows = list(LearningLine.objects.filter(chain=w.chain))
        with django_assert_num_queries(3):
            assert len(line_shown.all_of(rows)) == 6


def test_state(w):
    line = LearningLine(started_on=today())
    assert lines.state(line) == "running"
    line.ended_on = today()
    assert lines.state(line) == "running"
    line.ended_on = today() - dt.timedelta(1)
    assert lines.state(line) == "over"
    assert lines.state(LearningLine(started_on=today() + dt.timedelta(1))) == "coming"
