"""Asking for a module: on the wait list, with a place reserved, or without one; one page, whatever way one comes."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients.models import Involvement, Step
from development import requests
from development.models import Stay
from tests.factories import GroupFactory, LearningPlaceFactory, StationFactory, StepFactory

pytestmark = pytest.mark.django_db


def url(w, name="unknown", **query):
    return reverse("step_request", args=[w[name].number], query=query or None)


def typed(w, module, **more):
    return {"instrument": module.pk, "planned_on": day_typed(today()), "goal": "Ritme", "way": "wait", **more}


def asked(trusted, client):
    with trusted():
        return Step.objects.select_related("stay", "instrument", "partner").filter(client=client).latest("pk")


def test_on_the_wait_list_without_a_place(w, signed_in, trusted):
    answer = signed_in("consultant").post(url(w, module=w.learning.pk), typed(w, w.learning))
    step = asked(trusted, w["unknown"])
    assert (answer.status_code, answer.url) == (302, reverse("step", args=[w["unknown"].number, step.pk]))
    assert (step.instrument, step.partner, step.status) == (w.learning, w.partners["mtb"], "planned")
    assert (step.stay.state, step.stay.place_id, step.stay.asked_for) == ("waiting", None, "Ritme")


def test_a_place_is_reserved_at_once(w, signed_in, trusted):
    page = signed_in("consultant").get(url(w, module=w.learning.pk, plek=w.place.pk))
    form = page.context["form"]
    assert (form["place"].value(), form["way"].value()) == (w.place.pk, "reserve")
    assert "3 plekken vrij" in page.content.decode()
    fields = typed(w, w.learning, place=w.place.pk, way="reserve", guidance="2,5")
    assert signed_in("consultant").post(url(w, module=w.learning.pk), fields).status_code == 302
    stay = asked(trusted, w["unknown"]).stay
    assert (stay.state, stay.place_id, str(stay.guidance)) == ("held", w.place.pk, "2.5")


def test_a_group_brings_its_module_and_its_partner(w, signed_in, trusted):
    form = signed_in("consultant").get(url(w, groep=w.group.pk)).context["form"]
    assert (form["group"].value(), form["instrument"].value()) == (w.group.pk, w.course.pk)
    fields = typed(w, w.course, group=w.group.pk, way="reserve")
    assert signed_in("consultant").post(url(w, groep=w.group.pk), fields).status_code == 302
    step = asked(trusted, w["unknown"])
    assert (step.stay.group_id, step.partner, step.stay.state) == (w.group.pk, w.partners["annex"], "held")
    assert step.planned_end == today() + dt.timedelta(weeks=12, days=-1), "the usual length"


def test_a_station_brings_its_module_its_place_and_its_length(w, signed_in, trusted):
    with trusted():
        station = StationFactory(
            chain=w.chain,
            line__chain=w.chain,
            line__partner=w.partners["mtb"],
            instrument=w.learning,
            place=w.place,
            weeks=3,
        )
    page = url(w, station=station.pk)
    form = signed_in("consultant").get(page).context["form"]
    assert form["place"].value() == w.place.pk
    fields = typed(w, w.learning, place=w.place.pk, station=station.pk, way="reserve")
    assert signed_in("consultant").post(page, fields).status_code == 302
    step = asked(trusted, w["unknown"])
    assert (step.stay.station_id, step.planned_end) == (station.pk, today() + dt.timedelta(weeks=3, days=-1))


def test_without_a_place(w, signed_in, trusted):
    fields = typed(w, w.course, way="none")
    assert signed_in("consultant").post(url(w, module=w.course.pk), fields).status_code == 302
    step = asked(trusted, w["unknown"])
    with trusted():
        assert not Stay.objects.filter(step=step).exists()


def test_a_full_place_leaves_nothing_behind(w, signed_in, trusted):
    with trusted():
        full = LearningPlaceFactory(chain=w.chain, name="Klein", host=w.partners["mtb"], seats=1)
        before = Step.objects.filter(client=w["unknown"]).count()
    with acting_as(w.acting("consultant"), "test"):
        requests.request(w["mtb"], w.learning, w.partners["mtb"], way="reserve", place=full)
    fields = typed(w, w.learning, place=full.pk, way="reserve")
    answer = signed_in("consultant").post(url(w, module=w.learning.pk), fields)
    assert answer.status_code == 422
    assert "geen plek meer vrij" in answer.content.decode()
    assert "Ritme" in answer.content.decode(), "what was typed stands there still"
    with trusted():
        assert Step.objects.filter(client=w["unknown"]).count() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"way": ""}, "way"),
        ({"way": "none", "place": "this"}, "way"),
        ({"way": "reserve"}, "place"),
        ({"planned_on": "32-01-2026"}, "planned_on"),
        ({"guidance": "50"}, "guidance"),
        ({"place": "999999"}, "place"),
    ],
)
def test_what_cannot_be_comes_back(w, signed_in, trusted, change, field):
    fields = {key: w.place.pk if value == "this" else value for key, value in change.items()}
    answer = signed_in("consultant").post(url(w, module=w.learning.pk), typed(w, w.learning, **fields))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with trusted():
        assert not Step.objects.filter(client=w["unknown"]).exists()


def test_the_same_request_twice_is_one(w, signed_in, trusted):
    fields = typed(w, w.course, once=str(uuid.uuid4()))
    for _time in range(2):
        assert signed_in("consultant").post(url(w, module=w.course.pk), fields).status_code == 302
    with trusted():
        assert Step.objects.filter(client=w["unknown"]).count() == 1


def test_who_carries_it_out_sees_the_person_and_who_waits(w, signed_in, trusted):
    signed_in("consultant").post(url(w, module=w.course.pk), typed(w, w.course))
    with trusted():
        assert Involvement.objects.filter(client=w["unknown"], partner=w.partners["annex"]).exists()
    html = signed_in("trainer").get(reverse("running")).content.decode()
    assert w["unknown"].number in html
    assert "Op de wachtlijst" in html


def test_a_partner_asks_for_itself_alone(w, signed_in, trusted):
    page = signed_in("trainer").get(url(w, "step", module=w.learning.pk))
    assert f'value="{w.partners["mtb"].pk}"' not in page.content.decode()
    answer = signed_in("trainer").post(url(w, "step", module=w.learning.pk), typed(w, w.learning))
    assert answer.status_code == 422
    fields = typed(w, w.course)
    assert signed_in("trainer").post(url(w, "step", module=w.course.pk), fields).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("coach", 404), ("stranger", 404), ("manager", 403), ("privacy", 403)])
def test_who_may_not(w, signed_in, who, status):
    for method in ("get", "post"):
        assert getattr(signed_in(who), method)(url(w, module=w.course.pk)).status_code == status


@pytest.mark.parametrize(
    "query", [{"module": "x"}, {"module": "999999"}, {"groep": "9" * 30}, {"plek": "0"}, {"station": "-1"}]
)
def test_what_is_not_there_is_not_found(w, signed_in, query):
    assert signed_in("consultant").get(url(w, **query)).status_code == 404


# one way


def test_the_page_of_all_steps_leads_here_with_what_was_filled_in(w, signed_in, trusted):
    browser, all_steps = signed_in("consultant"), reverse("step_new", args=[w["unknown"].number])
    answer = browser.get(all_steps, {"instrument": w.course.pk, "doel": "7", "verwijzing": "x"})
    assert answer.url == url(w, module=w.course.pk) + "&doel=7"
    fields = {"instrument": w.course.pk, "planned_on": "14-12-2026", "goal": "Op tijd komen", "planned_end": "typfout"}
    answer = browser.post(all_steps, fields)
    assert (answer.status_code, answer.url) == (307, url(w, module=w.course.pk)), "posted again by the browser"
    html = browser.post(answer.url, fields).content.decode()
    for words in ("14-12-2026", "Op tijd komen", "typfout"):
        assert words in html
    with trusted():
        assert not Step.objects.filter(client=w["unknown"]).exists()


def test_what_needs_no_place_is_planned_where_it_was(w, signed_in):
    answer = signed_in("consultant").get(url(w, module=w.bus_pass.pk))
    assert answer.url == f"{reverse('step_new', args=[w['unknown'].number])}?instrument={w.bus_pass.pk}"
    assert signed_in("consultant").get(answer.url).status_code == 200
    assert signed_in("consultant").get(url(w)).url == reverse("step_new", args=[w["unknown"].number])


def test_at_a_place_one_chooses_the_module(w, signed_in):
    html = signed_in("consultant").get(url(w, plek=w.place.pk)).content.decode()
    assert f"module={w.learning.pk}&amp;plek={w.place.pk}" in html
    assert f"module={w.bus_pass.pk}&" not in html


def test_groups_of_another_module_and_places_of_elsewhere_are_not_offered(w, signed_in, trusted):
    with trusted():
        other = GroupFactory(chain=w.chain, name="Elders", partner=w.partners["annex"], instrument=w.activation)
        vaals = LearningPlaceFactory(chain=w.chain, name="Buurtteam", host=w.partners["mtb"], municipality=w.vaals)
    html = signed_in("consultant").get(url(w, module=w.course.pk)).content.decode()
    assert w.group.name in html
    assert other.name not in html
    html = signed_in("consultant").get(url(w, module=w.learning.pk)).content.decode()
    assert w.place.name in html
    assert vaals.name not in html


def test_the_page_asks_the_same_number_of_questions_however_many_places(
    w, signed_in, trusted, django_assert_max_num_queries
):
    browser = signed_in("consultant")
    browser.get(url(w, module=w.learning.pk))
    with trusted():
        for number in range(12):
            LearningPlaceFactory(chain=w.chain, name=f"Plek {number}", host=w.partners["mtb"])
    with django_assert_max_num_queries(30):
        assert browser.get(url(w, module=w.learning.pk)).status_code == 200


def test_the_advice_of_the_last_module_is_there(w, signed_in, trusted):
    from development import course

    with trusted():
        step = StepFactory(
            client=w["step"], partner=w.partners["annex"], instrument=w.course, status="active",
            started_on=today() - dt.timedelta(20),
        )  # fmt: skip
    with acting_as(w.acting("trainer"), "test"):
        course.end(step, "finish", result="Klaar", advice="Werken met de handen")
    html = signed_in("consultant").get(url(w, "step", module=w.learning.pk)).content.decode()
    assert "Advies na Taaltraining" in html
    assert "Werken met de handen" in html
