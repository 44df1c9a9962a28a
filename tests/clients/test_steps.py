"""Steps: planned by who may choose, carried out by who carries them out, told once."""

import datetime as dt
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from clients import steps
from clients.models import Event, Involvement, Observation, Step
from tests.conftest import role
from tests.factories import InstrumentFactory, MandateFactory, days_ago
from tests.world import world


def typed(day):
    return day.strftime("%d-%m-%Y")


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        for code in ("annex", "mtb"):
            MandateFactory(partner=w.partners[code], function="trajectories")
    return w


@pytest.fixture
def signed_in(client):
    def sign_in(w, name):
        client.force_login(w.staff[name].user)
        return client

    return sign_in


def told(w, step):
    with role("snoer_owner"):
        return list(Event.objects.filter(about="step", about_id=step.pk).order_by("pk").values_list("act", flat=True))


def now(step):
    with role("snoer_owner"):
        return Step.objects.get(pk=step.pk)


def post(browser, w, name, act, **fields):
    if act == "stop":
        fields.setdefault("stopped_for", "early")
    client, step = w[name], w.steps[name]
    return browser.post(reverse("step_act", args=[client.number, step.pk, act]), fields)


# planning


@pytest.mark.parametrize(("name", "may"), [("step", True), ("team", True), ("ended89", False)])
def test_a_partner_does_not_prolong_its_own_sight_by_a_new_step(w, name, may):
    membership = w.staff["trainer"]
    with acting_as(membership.pk):
        if may:
            assert steps.plan(w[name], w.instrument, w.partners["annex"]).pk
        else:
            with pytest.raises(ValidationError, match="geen lopende stap meer"):
                steps.plan(w[name], w.instrument, w.partners["annex"])


def test_the_point_of_contact_plans_for_a_partner(w, signed_in):
    browser = signed_in(w, "consultant")
    fields = {
        "instrument": w.instrument.pk,
        "partner": w.partners["mtb"].pk,
        "planned_on": typed(today()),
        "goal": "ritme",
    }
    answer = browser.post(reverse("step_new", args=[w["unknown"].number]), fields)
    assert answer.status_code == 302
    with role("snoer_owner"):
        step = Step.objects.get(client=w["unknown"])
        assert (step.partner, step.status, step.planned_on, step.goal) == (
            w.partners["mtb"],
            "planned",
            today(),
            "ritme",
        )
        involved = Involvement.objects.get(source="step", source_id=step.pk)
        assert involved.partner == w.partners["mtb"], "from now on the partner sees the person"
    assert told(w, step) == ["step-planned"]


def test_a_partner_plans_for_itself_only(w, signed_in):
    browser = signed_in(w, "trainer")
    url = reverse("step_new", args=[w["step"].number])
    fields = {"instrument": w.instrument.pk, "planned_on": typed(today())}
    assert browser.post(url, fields | {"partner": w.partners["mtb"].pk}).status_code == 422
    assert browser.post(url, fields).status_code == 302
    with role("snoer_owner"):
        assert Step.objects.get(client=w["step"], status="planned").partner == w.partners["annex"]


def test_a_partner_without_the_mandate_is_not_chosen(w):
    with acting_as(w.acting("consultant"), "test"), pytest.raises(ValidationError) as refused:
        steps.plan(w["unknown"], w.instrument, w.partners["podium24"])
    assert "podium24" in str(refused.value).lower()


def test_a_mandate_of_another_municipality_does_not_count(w, trusted):
    with trusted():
        instrument = InstrumentFactory(chain=w.chain, function="learning-by-working")
        MandateFactory(partner=w.partners["mtb"], function="learning-by-working", municipality=w.vaals)
    with acting_as(w.acting("consultant"), "test"), pytest.raises(ValidationError):
        steps.plan(w["unknown"], instrument, w.partners["mtb"])


@pytest.mark.parametrize(("days", "held"), [(-1, False), (0, True), (5, True), (6, False)])
def test_the_mandate_holds_on_the_planned_day(w, trusted, days, held):
    with trusted():
        instrument = InstrumentFactory(chain=w.chain, function="tests")
        MandateFactory(
            partner=w.partners["annex"], function="tests", started_on=today(), ended_on=today() + dt.timedelta(5)
        )
    with acting_as(w.acting("consultant"), "test"):
        day = today() + dt.timedelta(days)
        if held:
            steps.plan(w["unknown"], instrument, w.partners["annex"], planned_on=day)
        else:
            with pytest.raises(ValidationError):
                steps.plan(w["unknown"], instrument, w.partners["annex"], planned_on=day)


def test_the_usual_partner_and_duration_fill_in_what_was_left_empty(w, trusted, signed_in):
    with trusted():
        w.instrument.partner, w.instrument.weeks = w.partners["mtb"], 6
        w.instrument.save()
    fields = {"instrument": w.instrument.pk, "planned_on": "01-09-2026"}
    signed_in(w, "consultant").post(reverse("step_new", args=[w["unknown"].number]), fields)
    with role("snoer_owner"):
        step = Step.objects.get(client=w["unknown"])
    assert (step.partner_id, step.planned_end) == (w.partners["mtb"].pk, dt.date(2026, 10, 12))


def test_placements_and_intakes_are_planned_elsewhere(w, trusted, signed_in):
    with trusted():
        MandateFactory(partner=w.partners["annex"], function="intake")
        intake = InstrumentFactory(chain=w.chain, code="intake", function="intake")
    url = reverse("step_new", args=[w["step"].number])
    page = signed_in(w, "consultant").get(url).content.decode()
    _before, _select, rest = page.partition('<select name="instrument"')
    offered = rest.partition("</select>")[0]
    assert f'value="{w.instrument.pk}"' in offered
    assert f'value="{w.work.pk}"' not in offered
    assert f'value="{intake.pk}"' not in offered


def test_what_is_chosen_narrows_the_partners(w, trusted, signed_in):
    with trusted():
        tests = InstrumentFactory(chain=w.chain, function="tests")
        MandateFactory(partner=w.partners["annex"], function="tests")
    url = reverse("step_new", args=[w["step"].number])
    field = (
        signed_in(w, "consultant").get(url, {"instrument": tests.pk}, headers={"HX-Request": "true"}).content.decode()
    )
    assert "Annex" in field
    assert "Mtb" not in field
    assert "<html" not in field


def test_an_end_before_the_begin_comes_back_with_what_was_typed(w, signed_in):
    fields = {"instrument": w.instrument.pk, "partner": w.partners["mtb"].pk, "planned_on": "10-10-2026",
              "planned_end": "09-10-2026", "goal": "blijft staan"}  # fmt: skip
    answer = signed_in(w, "consultant").post(reverse("step_new", args=[w["unknown"].number]), fields)
    assert answer.status_code == 422
    assert "Het einde ligt vóór het begin" in answer.content.decode()
    assert "blijft staan" in answer.content.decode()


def test_the_same_form_twice_is_one_step(w, signed_in):
    browser = signed_in(w, "consultant")
    fields = {"instrument": w.instrument.pk, "partner": w.partners["mtb"].pk, "planned_on": typed(today()),
              "once": str(uuid.uuid4())}  # fmt: skip
    for _time in range(2):
        assert browser.post(reverse("step_new", args=[w["unknown"].number]), fields).status_code == 302
    with role("snoer_owner"):
        assert Step.objects.filter(client=w["unknown"]).count() == 1


# the moves


def test_the_executing_partner_starts_logs_and_finishes(w, signed_in):
    browser, step = signed_in(w, "trainer"), w.steps["planned"]
    assert post(browser, w, "planned", "start", on=typed(days_ago(3))).status_code == 302
    assert (now(step).status, now(step).started_on) == ("active", days_ago(3))
    number = w["planned"].number
    answer = browser.post(
        reverse("step_observe", args=[number, step.pk]), {"on": typed(days_ago(1)), "result": "Komt op tijd"}
    )
    assert answer.status_code == 302
    with role("snoer_owner"):
        assert Observation.objects.get(step=step).text == "Komt op tijd"
    assert "Komt op tijd" in browser.get(reverse("step", args=[number, step.pk])).content.decode()
    assert post(browser, w, "planned", "finish", on=typed(today()), result="Werkt zelfstandig").status_code == 302
    assert (now(step).status, now(step).ended_on, now(step).result) == ("done", today(), "Werkt zelfstandig")
    assert told(w, step) == ["step-started", "step-observed", "step-finished"]


def test_a_stop_says_why(w, signed_in):
    browser = signed_in(w, "trainer")
    assert post(browser, w, "step", "stop", on=typed(today()), result="").status_code == 422
    assert post(browser, w, "step", "stop", on=typed(today()), result="Weg", stopped_for="boos").status_code == 422
    fields = {"on": typed(today()), "result": "Woont nu in Venlo", "stopped_for": "moved"}
    assert post(browser, w, "step", "stop", **fields).status_code == 302
    step = now(w.steps["step"])
    assert (step.status, step.result, step.stopped_for) == ("stopped", "Woont nu in Venlo", "moved")
    assert step.srg_reason == 3, "nobody chose so: the statistics tell it apart"


@pytest.mark.parametrize("who", ["consultant", "trainer"])
def test_the_point_of_contact_and_the_executing_partner_cancel(w, signed_in, who):
    assert post(signed_in(w, who), w, "planned", "cancel", result="Niet meer nodig").status_code == 302
    assert now(w.steps["planned"]).status == "cancelled"


@pytest.mark.parametrize("act", ["start", "finish", "stop", "observe"])
def test_what_is_done_is_for_the_executing_partner_to_tell(w, signed_in, act):
    name = "planned" if act == "start" else "step"
    for method in ("get", "post"):
        url = reverse("step_act", args=[w[name].number, w.steps[name].pk, act])
        assert getattr(signed_in(w, "consultant"), method)(url).status_code == 403


def test_a_manager_reads_and_does_nothing(w, signed_in):
    browser = signed_in(w, "manager")
    page = browser.get(reverse("step", args=[w["planned"].number, w.steps["planned"].pk]))
    assert page.status_code == 200
    assert reverse("step_act", args=[w["planned"].number, w.steps["planned"].pk, "cancel"]) not in page.content.decode()
    for url in (
        reverse("step_new", args=[w["planned"].number]),
        reverse("step_act", args=[w["planned"].number, w.steps["planned"].pk, "start"]),
    ):
        assert browser.get(url).status_code == 403
        assert browser.post(url, {"on": typed(today())}).status_code == 403
    assert now(w.steps["planned"]).status == "planned"


@pytest.mark.parametrize("who", ["coach", "stranger"])
def test_strangers_find_nothing(w, signed_in, who):
    browser, number, step = signed_in(w, who), w["planned"].number, w.steps["planned"]
    assert browser.get(reverse("step", args=[number, step.pk])).status_code == 404
    assert browser.get(reverse("step_new", args=[number])).status_code == 404
    assert post(browser, w, "planned", "start", on=typed(today())).status_code == 404
    assert now(step).status == "planned"


def test_a_step_of_somebody_else_is_not_found_under_this_person(w, signed_in):
    url = reverse("step", args=[w["planned"].number, w.steps["step"].pk])
    assert signed_in(w, "consultant").get(url).status_code == 404


def test_a_partner_that_sees_the_person_does_not_move_the_step_of_another(w, signed_in):
    url = reverse("step_act", args=[w["both"].number, w.steps["both-mtb"].pk, "finish"])
    assert signed_in(w, "trainer").post(url, {"on": typed(today()), "result": "klaar"}).status_code == 403
    with acting_as(w.acting("trainer"), "test"), pytest.raises(PermissionDenied):
        steps.move(w.steps["both-mtb"], "finish", result="klaar")


@pytest.mark.parametrize(
    ("act", "on", "field"),
    [
        ("start", -1, "on"),  # tomorrow
        ("start", 9000, "on"),  # long before the registration
        ("finish", 500, "on"),  # before the start
        ("stop", -1, "on"),
    ],
)
def test_days_that_cannot_be(w, signed_in, act, on, field):
    name = "planned" if act == "start" else "step"
    answer = post(signed_in(w, "trainer"), w, name, act, on=typed(days_ago(on)), result="x")
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_starting_takes_the_mandate_on_that_day(w, trusted):
    with trusted():
        w.partners["annex"].mandates.update(ended_on=days_ago(1))
    with acting_as(w.acting("trainer"), "test"):
        with pytest.raises(ValidationError):
            steps.move(w.steps["planned"], "start")
        # What runs is finished by who carries it out, also when the task went elsewhere since.
        assert steps.move(w.steps["step"], "finish", result="klaar").status == "done"


def test_a_successor_goes_on_with_the_steps_of_its_predecessor(w, trusted):
    with trusted():
        w.partners["annex"].succeeded_by, w.partners["annex"].succeeded_on = w.partners["mtb"], days_ago(1)
        w.partners["annex"].save()
    with acting_as(w.acting("coach"), "test"):
        assert steps.move(w.steps["step"], "finish", result="klaar").partner == w.partners["annex"]


def test_a_move_that_was_made_already_says_how_it_stands(w, signed_in):
    browser = signed_in(w, "trainer")
    for key in (uuid.uuid4(), uuid.uuid4()):
        answer = post(browser, w, "planned", "start", on=typed(today()), once=str(key))
    assert answer.url == reverse("step", args=[w["planned"].number, w.steps["planned"].pk])
    assert "was al veranderd" in browser.get(answer.url).content.decode()
    assert told(w, w.steps["planned"]) == ["step-started"]


def test_an_act_leads_back_to_where_it_was_asked_for_and_nowhere_else(w, signed_in):
    browser = signed_in(w, "trainer")
    answer = post(browser, w, "planned", "start", on=typed(today()), next="/mijn-dag/?reden=x")
    assert answer.url == "/mijn-dag/?reden=x"
    answer = post(browser, w, "step", "stop", on=typed(today()), result="x", next="https://elsewhere.example/")
    assert answer.url == reverse("record", args=[w["step"].number])


def test_replanning_is_told_and_moves_only_what_is_to_come(w, signed_in):
    browser = signed_in(w, "consultant")
    later = today() + dt.timedelta(30)
    assert post(browser, w, "planned", "replan", planned_on=typed(later)).status_code == 302
    assert now(w.steps["planned"]).planned_on == later
    assert told(w, w.steps["planned"]) == ["step-replanned"]
    with acting_as(w.acting("consultant"), "test"), pytest.raises(steps.NotNow):
        steps.replan(w.steps["ended89"], planned_on=later)


def test_the_buttons_are_the_moves_that_one_may_make(w):
    with acting_as(w.acting("trainer"), "test"):
        trainer = steps.acting()
        assert steps.moves(trainer, w.steps["planned"]) == ["start", "cancel"]
        assert steps.moves(trainer, w.steps["step"]) == ["finish", "stop"]
        assert steps.moves(trainer, w.steps["both-mtb"]) == []
        assert steps.moves(trainer, w.steps["ended89"]) == []
    with acting_as(w.acting("consultant"), "test"):
        assert steps.moves(steps.acting(), w.steps["planned"]) == ["cancel"]
    with acting_as(w.acting("manager"), "test"):
        assert steps.moves(steps.acting(), w.steps["planned"]) == []


def test_what_a_step_does_is_one_transaction(w, monkeypatch):
    monkeypatch.setattr(steps, "record", lambda *args, **kwargs: 1 / 0)
    with acting_as(w.acting("trainer"), "test"), pytest.raises(ZeroDivisionError):
        steps.move(w.steps["planned"], "start")
    assert now(w.steps["planned"]).status == "planned"


# four at once


def at_once(number, work):
    """Run `work(n)` in so many threads that begin together; the answers, or what was raised."""
    barrier, answers = threading.Barrier(number), [None] * number

    def one(place):
        try:
            barrier.wait(10)
            answers[place] = work(place)
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False], ids=["one form", "four forms"])
def test_four_identical_posts_at_once_leave_one_story(same_key):
    with role("snoer_owner"):
        w = world()
        MandateFactory(partner=w.partners["annex"], function="trajectories")
    step, key = w.steps["planned"], str(uuid.uuid4())
    browsers = [Browser() for _place in range(4)]
    for browser in browsers:
        browser.force_login(w.staff["trainer"].user)
    url = reverse("step_act", args=[w["planned"].number, step.pk, "start"])

    def start(place):
        once = key if same_key else str(uuid.uuid4())
        return browsers[place].post(url, {"on": typed(today()), "once": once}).status_code

    assert at_once(4, start) == [302] * 4
    assert now(step).status == "active"
    assert told(w, step) == ["step-started"]
