"""A place for somebody: reserved from the wait list or the step's page, another one, or given back."""

import datetime as dt

import pytest

from chain.days import today
from development.models import Stay
from tests.development.test_occupancy import stay_of
from tests.factories import LearningPlaceFactory, StepFactory, days_ago

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def step(w, trusted):
    with trusted():
        return StepFactory(
            client=w["both"], partner=w.partners["mtb"], instrument=w.learning, status="planned",
            planned_on=today() + DAY, planned_end=today() + 30 * DAY,
        )  # fmt: skip


def address(step, act=""):
    return f"/clienten/{step.client.number}/stappen/{step.pk}/plek/{act}"


def stay(step, trusted):
    with trusted():
        return Stay.objects.filter(step=step).first()


def reserved(w, **changes):
    return {"place": w.place.pk, "guidance": "1,5", "asked_for": "Magazijn"} | changes


def test_a_planned_step_gets_a_place(w, step, signed_in, trusted):
    browser = signed_in("coach")
    answer = browser.get(address(step)).content.decode()
    assert "Logistiek (Mtb): 3 vrij" in answer or "Logistiek" in answer
    answer = browser.post(address(step), reserved(w))
    assert answer.status_code == 302 and answer.url == f"/clienten/{step.client.number}/stappen/{step.pk}/"
    found = stay(step, trusted)
    assert (found.state, found.place_id, str(found.guidance), found.asked_for) == (
        "held",
        w.place.pk,
        "1.5",
        "Magazijn",
    )


def test_the_room_is_that_in_the_days_of_the_step(w, step, signed_in, trusted):
    with trusted():
        for _n in range(3):  # until the step begins, and after it has ended
            stay_of(w, end=today(), client=w["mtb"])
            stay_of(w, "planned", today() + 31 * DAY, client=w["mtb"])
        full = LearningPlaceFactory(chain=w.chain, name="Aa", host=w.partners["mtb"], seats=1)
        stay_of(w, place=full, client=w["mtb"])
        LearningPlaceFactory(chain=w.chain, name="Over", host=w.partners["mtb"], ended_on=today() + 20 * DAY)
        LearningPlaceFactory(chain=w.chain, name="Vaalser ploeg", host=w.partners["mtb"], municipality=w.vaals)
    form = signed_in("coach").get(address(step)).context["form"]
    labels = [str(label) for _pk, label in form.fields["place"].widget.choices]
    assert len(labels) == 2 and "3 vrij" in labels[0] and "vol" in labels[1]  # what is full comes last
    answer = signed_in("coach").post(address(step), reserved(w, place=full.pk))
    assert answer.status_code == 422 and "geen plek meer vrij" in answer.content.decode()


def test_who_waits_gets_a_seat_gives_it_back_and_keeps_the_turn(w, step, signed_in, trusted):
    with trusted():
        waiting = stay_of(w, "planned", today() + DAY, seat=False, client=w["both"], asked_on=days_ago(30))
    browser, there = signed_in("consultant"), address(waiting.step)
    assert browser.post(there, reserved(w)).status_code == 302
    assert stay(waiting.step, trusted).state == "held"
    assert "Plek teruggeven" in browser.get(address(waiting.step, "teruggeven/")).content.decode()
    assert browser.post(address(waiting.step, "teruggeven/")).status_code == 302
    found = stay(waiting.step, trusted)
    assert (found.state, found.asked_on) == ("waiting", days_ago(30))
    answer = browser.post(address(waiting.step, "teruggeven/"))  # too late: there is nothing to give back
    assert answer.status_code == 302 and answer.url.endswith(f"/stappen/{waiting.step_id}/")


def test_the_same_post_twice_reserves_once(w, step, signed_in, trusted):
    browser = signed_in("coach")
    once = browser.get(address(step)).context["form"].once
    first = browser.post(address(step), reserved(w, once=once))
    again = browser.post(address(step), reserved(w, once=once))
    assert first.url == again.url
    assert stay(step, trusted).version == 1


def test_what_is_missing_is_said_at_its_field(w, step, signed_in):
    browser = signed_in("coach")
    for changes, field in (({"place": ""}, "place"), ({"place": "999"}, "place"), ({"guidance": "x"}, "guidance"),
                           ({"guidance": "41"}, "guidance"), ({"guidance": ""}, "guidance")):  # fmt: skip
        answer = browser.post(address(step), reserved(w, **changes))
        assert answer.status_code == 422 and field in answer.context["form"].errors, changes


def test_who_has_nothing_to_do_with_the_step_does_not_reserve_for_it(w, step, signed_in):
    assert signed_in("trainer").get(address(step)).status_code == 403  # Annex sees the person; the step is MTB's
    assert signed_in("adviser").get(address(step)).status_code == 404
    assert signed_in("stranger").get(address(step)).status_code == 404
    assert signed_in("manager").get(address(step)).status_code == 403


def test_a_step_that_is_over_has_no_place_to_reserve(w, signed_in, trusted):
    with trusted():
        over = StepFactory(client=w["both"], partner=w.partners["mtb"], instrument=w.learning, status="done")
    answer = signed_in("coach").get(address(over))
    assert answer.status_code == 302 and answer.url.endswith(f"/stappen/{over.pk}/")


def test_beginning_where_it_is_full_is_said_on_the_page_of_the_act(w, trusted, signed_in):
    with trusted():
        waiting = stay_of(w, "planned", today(), today() + 20 * DAY, seat=False, client=w["both"])
        for _n in range(3):
            stay_of(w, client=w["mtb"])
    there = f"/clienten/{waiting.client.number}/stappen/{waiting.step_id}/"
    answer = signed_in("coach").post(f"{there}start/", {"on": f"{today():%d-%m-%Y}"})
    assert answer.status_code == 422 and "geen plek meer vrij" in answer.content.decode()
