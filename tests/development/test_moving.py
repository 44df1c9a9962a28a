"""Moving on along a line: one act ends the step here and sees to the step there; nobody is left without either."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from chain.models import Membership
from chain.once import NotNow
from clients.models import Event, Step, Task
from development import moving
from development.models import Outcome, Station, Stay
from tests.development.line_world import lining_world
from tests.factories import LearningLineFactory, MandateFactory, StationFactory, StayFactory, StepFactory, days_ago
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TOMORROW = today() + dt.timedelta(1)


@pytest.fixture
def w(trusted):
    with trusted():
        return lining_world()


def move(w, name="coach", whose="both", to=None, how="reserve", **given):
    """As somebody, who is found anew: a thread has no memory of the test."""
    with acting_as(w.acting(name)):
        by = Membership.objects.with_contact_point().select_related("partner").get(pk=w.acting(name))
        step = Step.objects.get(pk=w.steps[f"{whose}-line"].pk)
        station = Station.objects.select_related("line", "instrument", "place").get(pk=(to or w.second).pk)
        given = {"result": "Werkt zelfstandig.", **given}
        return moving.move_on(step, station, how, by=by, **given)


def refused(w, **given):
    with pytest.raises(ValidationError) as error:
        move(w, **given)
    return set(error.value.message_dict)


def nothing_done(w, trusted, whose="both"):
    with trusted():
        assert Step.objects.get(pk=w.steps[f"{whose}-line"].pk).status == "active"
        assert not Stay.objects.filter(station__in=[w.second, w.third]).exists()


def test_the_step_here_ends_and_there_is_a_seat_there(w, trusted):
    moved = move(w)
    with trusted():
        here = Step.objects.get(pk=w.steps["both-line"].pk)
        assert (here.status, here.ended_on, here.result) == ("done", today(), "Werkt zelfstandig.")
        there = Stay.objects.get(pk=moved.stay.pk)
        assert (there.state, there.place, there.step.partner, there.step.planned_on) == (
            "held",
            w.lks,
            w.partners["mtb"],
            TOMORROW,
        )
        assert there.step.planned_end == TOMORROW + dt.timedelta(weeks=13, days=-1)
        assert there.step.hours_per_week == 20
        acts = set(Event.objects.filter(client=w["both"]).values_list("act", flat=True))
    assert {"step-finished", "line-moved", "stay-reserved"} <= acts


def test_or_a_place_on_its_wait_list(w, trusted):
    assert move(w, how="wait").stay.state == "waiting"


def test_who_stays_waits_there_and_ends_nothing(w, trusted):
    moved = move(w, how="stay", result="")
    with trusted():
        assert Step.objects.get(pk=w.steps["both-line"].pk).status == "active"
        assert Stay.objects.get(pk=moved.stay.pk).state == "waiting"
    assert "how" in refused(w, how="stay")  # waits already


def test_who_waited_takes_that_very_place_later(w, trusted):
    waiting = move(w, how="stay").stay
    moved = move(w, planned_on=today() + dt.timedelta(5))
    assert moved.stay.pk == waiting.pk
    with trusted():
        there = Stay.objects.select_related("step").get(pk=waiting.pk)
        assert (there.state, there.step.planned_on) == ("held", today() + dt.timedelta(5))
        assert Stay.objects.filter(station=w.second).count() == 1


def test_also_a_station_back(w, trusted):
    move(w)
    with trusted():
        step = Stay.objects.get(station=w.second).step
        Step.objects.filter(pk=step.pk).update(status="active", started_on=today())
        w.steps["both-line"] = step
    assert move(w, to=w.first, on=today()).stay.state == "held"


def test_a_full_station_refuses_the_seat_and_nothing_is_done(w, trusted):
    move(w, whose="unknown")
    assert refused(w) == {"how"}
    with trusted():
        assert Step.objects.get(pk=w.steps["both-line"].pk).status == "active"
        assert Stay.objects.filter(station=w.second).count() == 1
    assert move(w, how="wait").stay.state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_want_the_last_seat_one_has_it(w, trusted):
    outcomes = at_once([lambda: move(w, whose="both"), lambda: move(w, whose="unknown")])
    assert sorted(type(one).__name__ for one in outcomes) == ["Moved", "ValidationError"]
    with trusted():
        assert Stay.objects.filter(station=w.second, state="held").count() == 1
        assert (
            Step.objects.filter(pk__in=[w.steps["both-line"].pk, w.steps["unknown-line"].pk], status="active").count()
            == 1
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_move_the_same_person_one_is_too_late(w, trusted):
    outcomes = at_once([lambda: move(w), lambda: move(w)])
    assert sorted(type(one).__name__ for one in outcomes) == ["Moved", "NotNow"]
    with trusted():
        assert Stay.objects.filter(station=w.second).count() == 1


def test_where_the_mover_may_not_plan_the_lead_is_asked_to(w, trusted):
    moved = move(w, to=w.third)
    assert (moved.stay, moved.partner) == (None, w.partners["podium24"])
    with trusted():
        assert Step.objects.get(pk=w.steps["both-line"].pk).status == "done"
        task = Task.objects.get(client=w["both"], about="step")
        assert (task.for_whom, task.due_on) == ("lead", TOMORROW)
        assert task.text.startswith("Plan station Bij een werkgever van leerlijn Logistiek bij")
        assert Outcome.objects.get(step=w.steps["both-line"]).follow_up == w.at_employer


def test_nobody_with_the_mandate_where_the_person_lives(w, trusted):
    with trusted():
        MandateFactory._meta.model.objects.filter(function="employer-learning").update(municipality=w.vaals)
    assert refused(w, to=w.third) == {"station"}
    nothing_done(w, trusted)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"result": " "}, "result"), ({"on": TOMORROW}, "on"), ({"on": days_ago(31)}, "on"), ({"planned_on": today()}, "planned_on"),
     ({"how": "fly"}, "how")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(w, trusted, given, field):
    assert field in refused(w, **given)
    nothing_done(w, trusted)


def test_only_along_the_same_line_to_a_station_that_is_one(w, trusted):
    with trusted():
        other = StationFactory(
            line=LearningLineFactory(chain=w.chain, partner=w.partners["mtb"]), instrument=w.learning
        )
        Station.objects.filter(pk=w.third.pk).update(ended_on=today())
    for station in (other, w.third, w.first):
        assert refused(w, to=station) == {"station"}
    nothing_done(w, trusted)


@pytest.mark.parametrize("name", ["trainer", "adviser", "consultant", "lead", "manager", "coordinator"])
def test_only_who_carries_out_the_step(w, name, trusted):
    with pytest.raises((PermissionDenied, Step.DoesNotExist)):
        move(w, name)
    nothing_done(w, trusted)


def test_a_step_at_no_station_goes_nowhere(w, trusted):
    with trusted():
        w.steps["both-line"] = w.steps["both-mtb"]
    with pytest.raises(NotNow):
        move(w)


# The page


def url(w, name="both"):
    return reverse("move_on", args=[w[name].number, w.steps[f"{name}-line"].pk])


def typed(w, **given):
    return {"station": w.second.pk, "how": "reserve", "on": day_typed(today()), "planned_on": day_typed(TOMORROW),
            "result": "Kan door.", "guidance": "", **given}  # fmt: skip


def test_the_page_offers_the_next_station_and_work(w, signed_in):
    page = signed_in("coach").get(url(w))
    assert page.status_code == 200
    form = page.context["form"]
    assert form.initial["station"] == w.second.pk
    assert form.initial["how"] == "reserve"
    assert "2. LKS: 1 plek vrij" in page.content.decode()


def test_where_it_is_full_to_wait_here_is_offered(w, signed_in, trusted):
    with trusted():
        step = StepFactory(client=w["mtb"], chain=w.chain, partner=w.partners["mtb"], instrument=w.learning)
        StayFactory(step=step, station=w.second, place=w.lks, reserved=True)
    assert signed_in("coach").get(url(w)).context["form"].initial["how"] == "stay"
    answer = signed_in("coach").post(url(w), typed(w))
    assert answer.status_code == 422
    assert "geen plek meer vrij" in answer.content.decode()
    assert "Kan door." in answer.content.decode()


def test_it_leads_back_to_the_line_and_says_what_was_done(w, signed_in):
    browser = signed_in("coach")
    answer = browser.post(url(w), typed(w))
    assert answer.url == reverse("line", args=[w.line.pk]) + f"#station-{w.second.pk}"
    assert "er is een plek gereserveerd" in browser.get(answer.url).content.decode()
    assert browser.get(url(w)).status_code == 302  # it does not run any more


def test_a_double_click_moves_once(w, signed_in, trusted):
    browser = signed_in("coach")
    key = browser.get(url(w)).context["form"].once
    first, second = (browser.post(url(w), typed(w, once=key)) for _time in range(2))
    assert first.url == second.url
    with trusted():
        assert Stay.objects.filter(station=w.second).count() == 1


@pytest.mark.parametrize(
    ("name", "status"), [("trainer", 403), ("consultant", 403), ("manager", 403), ("adviser", 404), ("stranger", 404)]
)
def test_who_sees_the_page(w, signed_in, name, status):
    assert signed_in(name).get(url(w)).status_code == status
    assert signed_in(name).post(url(w), typed(w)).status_code == status
