"""Who receives somebody sees them: the host of a place and who gives a group, for as long as that lasts and no longer."""

import datetime as dt

import pytest

from chain.acting import acting_as
from chain.days import today
from clients import steps
from clients.models import Client, Involvement
from development import stays
from tests.factories import GroupFactory, LearningPlaceFactory, StepFactory, days_ago

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def step(w, trusted):
    """A planned step of Annex with somebody whom MTB does not know."""
    with trusted():
        return StepFactory(
            client=w["planned"], partner=w.partners["annex"], instrument=w.learning, status="planned",
            planned_on=today() + 5 * DAY, planned_end=today() + 40 * DAY,
        )  # fmt: skip


def sees(w, name="coach", client="planned"):
    with acting_as(w.acting(name)):
        return Client.objects.visible_to(w.staff[name]).filter(pk=w[client].pk).exists()


def by(w, act, **given):
    with acting_as(w.acting("consultant")):
        return act(by=w.staff["consultant"], **given)


def sight(w, source="stay"):
    with acting_as(w.acting("setup")):
        return Involvement.objects.filter(client=w["planned"], source=source).first()


def test_who_waits_is_not_shown_and_who_has_a_seat_is(w, step):
    stay = by(w, lambda by: stays.ask(step, place=w.place, by=by))
    assert not sees(w)
    by(w, lambda by: stays.reserve(stay, by=by))
    assert sees(w)
    shown = sight(w)
    assert (shown.partner_id, shown.reason, shown.parts) == (
        w.partners["mtb"].pk,
        "stay",
        ["client", "contact", "plan"],
    )
    assert (shown.started_on, shown.seen_until) == (today(), None)


def test_who_gives_the_seat_back_is_not_shown_any_more_and_is_again_with_a_new_one(w, step):
    stay = by(w, lambda by: stays.ask(step, place=w.place, reserve=True, by=by))
    by(w, lambda by: stays.release(stay, by=by))
    assert not sees(w)
    by(w, lambda by: stays.reserve(stay, by=by))
    assert sees(w)


def test_a_cancelled_step_ends_it_today(w, step):
    by(w, lambda by: stays.ask(step, place=w.place, reserve=True, by=by))
    by(w, lambda by: steps.move(step, "cancel", result="Gaat niet door", by=by))
    assert not sees(w)


def test_after_the_last_day_it_is_over_without_ninety_days(w, step, trusted):
    with trusted():
        type(step).objects.filter(pk=step.pk).update(status="active", started_on=days_ago(9), planned_on=days_ago(9))
    with acting_as(w.acting("trainer")):
        trainer = w.staff["trainer"]
        # a running step of Annex: it asks itself
        step.refresh_from_db()
        stays.ask(step, place=w.place, by=trainer)
    assert sees(w)
    with acting_as(w.acting("trainer")):
        steps.move(step, "finish", on=today(), result="Klaar", by=trainer)
    assert sees(w)  # the last day itself
    assert sight(w).seen_until == today()
    with trusted():
        type(step).objects.filter(pk=step.pk).update(ended_on=days_ago(1))
    assert not sees(w)


def test_another_place_is_another_host(w, step, trusted):
    with trusted():
        at_podium24 = LearningPlaceFactory(chain=w.chain, host=w.partners["podium24"])
        at_annex = LearningPlaceFactory(chain=w.chain, host=w.partners["annex"])
    stay = by(w, lambda by: stays.ask(step, place=w.place, reserve=True, by=by))
    by(w, lambda by: stays.reserve(stay, place=at_podium24, by=by))
    assert (sees(w), sees(w, "adviser")) == (False, True)
    by(w, lambda by: stays.reserve(stay, place=at_annex, by=by))  # whose step it is: that is enough
    assert (sees(w), sees(w, "adviser"), sees(w, "trainer")) == (False, False, True)


def test_at_an_employer_nobody_else_gets_to_see_anything(w, step, trusted):
    from tests.factories import EmployerFactory

    with trusted():
        place = LearningPlaceFactory(chain=w.chain, employer=EmployerFactory(chain=w.chain), host=None)
    by(w, lambda by: stays.ask(step, place=place, reserve=True, by=by))
    assert sight(w) is None and not sees(w)


def test_who_gives_the_group_sees_its_people_beside_the_host(w, step, trusted):
    with trusted():
        group = GroupFactory(chain=w.chain, partner=w.partners["podium24"], instrument=w.learning, place=w.place)
    stay = by(w, lambda by: stays.ask(step, group=group, reserve=True, by=by))
    assert (sees(w), sees(w, "adviser")) == (True, True)
    with trusted():
        other = LearningPlaceFactory(chain=w.chain, host=w.partners["annex"])
    by(w, lambda by: stays.reserve(stay, place=other, by=by))  # and leaves the group
    assert (sees(w), sees(w, "adviser")) == (False, False)


def test_other_days_of_the_step_do_not_begin_or_end_it_anew(w, step, trusted):
    by(w, lambda by: stays.ask(step, place=w.place, reserve=True, by=by))
    before = sight(w)
    with trusted():
        step.planned_on, step.planned_end = today() + 9 * DAY, today() + 30 * DAY
        step.save()
    after = sight(w)
    assert (after.pk, after.started_on, after.seen_until) == (before.pk, before.started_on, None)
