"""The course of a step: longer with a reason, standing still, going on, and its end with what should follow."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from chain.once import NotNow
from clients import steps
from clients.models import Assessment, Definition, Event, Step
from clients.models.step import SRG_EARLY, SRG_OTHER
from development import course, stays
from development.models import Extension, Outcome, Pause
from tests.factories import StepFactory, TermFactory, days_ago

pytestmark = pytest.mark.django_db
LATER = today() + dt.timedelta(28)


@pytest.fixture
def step(w, trusted):
    """A course of Annex that runs for seven weeks and is to end tomorrow."""
    with trusted():
        return StepFactory(
            client=w["step"], partner=w.partners["annex"], instrument=w.course, status="active", started_on=days_ago(49),
            planned_on=days_ago(49), planned_end=today() + dt.timedelta(1),
        )  # fmt: skip


@pytest.fixture
def now(trusted):
    def read(step):
        with trusted():
            return Step.objects.get(pk=step.pk)

    return read


def page(name, step):
    return reverse(name, args=[step.client.number, step.pk])


def told(w, step, trusted):
    with trusted():
        return list(Event.objects.filter(about="step", about_id=step.pk).order_by("pk").values_list("act", flat=True))


# longer


@pytest.mark.parametrize("who", ["trainer", "consultant"])
def test_the_partner_and_the_point_of_contact_extend_with_a_reason(w, step, now, signed_in, trusted, who):
    fields = {"until": day_typed(LATER), "reason": "De toets is pas in mei"}
    assert signed_in(who).post(page("step_extend", step), fields).status_code == 302
    assert (now(step).planned_end, now(step).version) == (LATER, step.version + 1)
    with trusted():
        (row,) = Extension.objects.filter(step=step)
    assert (row.was_until, row.until, row.reason) == (step.planned_end, LATER, "De toets is pas in mei")
    assert row.partner_id == w.staff[who].partner_id
    assert told(w, step, trusted) == ["step-extended"]


def test_without_a_reason_nothing_is_extended(step, now, signed_in):
    answer = signed_in("trainer").post(page("step_extend", step), {"until": day_typed(LATER), "reason": " "})
    assert answer.status_code == 422
    assert "Vul in waarom het langer duurt" in answer.content.decode()
    assert day_typed(LATER) in answer.content.decode(), "what was typed stands there still"
    assert now(step).planned_end == step.planned_end


def test_an_earlier_end_takes_no_reason_and_is_no_extension(step, now, signed_in, trusted, w):
    answer = signed_in("trainer").post(page("step_extend", step), {"until": day_typed(today())})
    assert answer.status_code == 302
    assert now(step).planned_end == today()
    assert told(w, step, trusted) == ["step-replanned"]


def test_moving_a_running_step_leads_to_the_page_with_the_reason(w, step, now, signed_in):
    url = reverse("step_act", args=[step.client.number, step.pk, "replan"])
    for answer in (signed_in("trainer").get(url), signed_in("trainer").post(url, {"planned_end": day_typed(LATER)})):
        assert (answer.status_code, answer.url) == (302, page("step_extend", step))
    assert now(step).planned_end == step.planned_end
    planned = reverse("step_act", args=[w["planned"].number, w.steps["planned"].pk, "replan"])
    assert signed_in("trainer").get(planned).status_code == 200, "what has not begun is moved as before"


def test_a_hard_limit_of_the_chain_holds_for_extensions(w, step, trusted):
    with trusted():
        TermFactory(chain=w.chain, key="most", source="step-started", offset=8, unit="weeks", hard=True)
    with acting_as(w.acting("trainer"), "test"), pytest.raises(ValidationError, match="tot en met") as refused:
        course.extend(step, LATER, "Nog even")
    assert set(refused.value.message_dict) == {"until"}


def test_a_place_that_is_promised_to_somebody_else_is_not_kept_by_an_extension(w, step, trusted):
    with trusted():
        w.group.seats = 1
        w.group.save()
        next_one = StepFactory(
            client=w["both"], partner=w.partners["annex"], instrument=w.course, status="planned",
            planned_on=today() + dt.timedelta(2), planned_end=None,
        )  # fmt: skip
    with acting_as(w.acting("trainer"), "test"):
        stays.ask(step, group=w.group)
        stays.ask(next_one, group=w.group, reserve=True)
        with pytest.raises(ValidationError, match="aan iemand anders beloofd"):
            course.extend(step, LATER, "Nog even")


@pytest.mark.parametrize("who", ["coach", "stranger"])
def test_who_does_not_see_the_person_finds_no_page(step, signed_in, who):
    for name in ("step_extend", "step_pause", "step_resume", "step_end"):
        assert signed_in(who).get(page(name, step)).status_code == 404


def test_who_only_reads_plans_nothing(step, signed_in):
    for name in ("step_extend", "step_pause", "step_resume", "step_end"):
        assert signed_in("manager").get(page(name, step)).status_code == 403


# pauses


def test_a_step_stands_still_and_goes_on(w, step, signed_in, trusted):
    browser = signed_in("trainer")
    fields = {"reason": "waits-for-support", "on": day_typed(days_ago(5))}
    assert browser.post(page("step_pause", step), fields).status_code == 302
    html = browser.get(page("step", step)).content.decode()
    assert "Staat stil" in html
    assert "Wacht op praktische ondersteuning" in html
    assert page("step_resume", step) in html
    assert browser.post(page("step_resume", step), {"on": day_typed(today())}).status_code == 302
    with trusted():
        (pause,) = Pause.objects.filter(step=step)
    assert (pause.started_on, pause.ended_on) == (days_ago(5), days_ago(1))
    assert told(w, step, trusted) == ["step-paused", "step-resumed"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "holiday", "on": -1}, "on"),  # to come
        ({"reason": "holiday", "on": 50}, "on"),  # before it began
        ({"reason": "holiday", "on": 3, "until": 4}, "until"),  # ends before it begins
        ({"reason": "holiday", "on": 3, "until": -2000}, "until"),
        ({"reason": "", "on": 3}, "reason"),
        ({"reason": "ziek", "on": 3}, "reason"),
    ],
)
def test_pauses_that_cannot_be(step, signed_in, fields, field):
    typed = {key: day_typed(days_ago(value)) if isinstance(value, int) else value for key, value in fields.items()}
    answer = signed_in("trainer").post(page("step_pause", step), typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_what_stands_still_does_not_stand_still_again(w, step, signed_in):
    browser = signed_in("trainer")
    browser.post(page("step_pause", step), {"reason": "holiday", "on": day_typed(today())})
    assert browser.get(page("step_pause", step)).status_code == 302
    with acting_as(w.acting("trainer"), "test"), pytest.raises(NotNow):
        course.pause(step, "holiday")


def test_a_pause_of_the_past_does_not_overlap_another(w, step):
    with acting_as(w.acting("trainer"), "test"):
        course.pause(step, "holiday", on=days_ago(20), until=days_ago(10))
        with pytest.raises(ValidationError, match="al stil") as refused:
            course.pause(step, "other", on=days_ago(12), until=days_ago(8))
    assert set(refused.value.message_dict) == {"on"}


def test_the_end_of_a_step_ends_its_pause(w, step, trusted):
    with acting_as(w.acting("trainer"), "test"):
        course.pause(step, "holiday", on=days_ago(20), until=days_ago(18))
        course.pause(step, "other", on=days_ago(10))
        course.end(step, "stop", on=days_ago(15), result="Kwam niet meer terug")
    with trusted():
        assert list(Pause.objects.filter(step=step).values_list("ended_on", flat=True)) == [days_ago(18)]


# the end


@pytest.fixture
def word(w, trusted):
    with trusted():
        return Definition.objects.create(
            chain=w.chain,
            key=course.FIT,
            name="Kan beginnen",
            text="",
            signs="",
            position=1,
            started_on=dt.date(2018, 1, 1),
        )


def test_a_module_ends_in_one_page_with_what_should_follow(w, step, word, now, signed_in, trusted):
    fields = {"act": "finish", "on": day_typed(days_ago(1)), "result": "Spreekt genoeg voor de werkvloer", "fit": "yes",
              "advice": "Eerst wennen in de ochtend", "follow_up": w.learning.pk, "stopped_for": "moved"}  # fmt: skip
    answer = signed_in("trainer").post(page("step_end", step), fields)
    assert (answer.status_code, answer.url) == (302, page("step", step))
    assert (now(step).status, now(step).ended_on, now(step).stopped_for) == ("done", days_ago(1), "")
    with trusted():
        outcome = Outcome.objects.get(step=step)
        (answered,) = Assessment.objects.filter(client=step.client)
    assert (outcome.fit, outcome.advice, outcome.follow_up_id) == (True, "Eerst wennen in de ochtend", w.learning.pk)
    assert (answered.definition_id, answered.value, answered.way, answered.ground) == (
        word.pk, "yes", "practice", "Spreekt genoeg voor de werkvloer",
    )  # fmt: skip
    html = signed_in("consultant").get(page("step", step)).content.decode()
    assert "Eerst wennen in de ochtend" in html
    assert reverse("step_request", args=[step.client.number]) in html, "from there the follow-up is asked for"


def test_nothing_said_of_what_follows_leaves_no_row(step, word, signed_in, trusted):
    fields = {"act": "finish", "on": day_typed(today()), "result": "Klaar", "fit": ""}
    assert signed_in("trainer").post(page("step_end", step), fields).status_code == 302
    with trusted():
        assert not Outcome.objects.exists()
        assert not Assessment.objects.exists()


@pytest.mark.parametrize(("reason", "srg"), [("", SRG_EARLY), ("early", SRG_EARLY), ("moved", SRG_OTHER)])
def test_a_stop_has_a_reason_for_the_statistics(step, now, signed_in, reason, srg):
    fields = {"act": "stop", "on": day_typed(today()), "result": "Verhuisd naar Venlo", "stopped_for": reason}
    assert signed_in("trainer").post(page("step_end", step), fields).status_code == 302
    assert (now(step).status, now(step).srg_reason) == ("stopped", srg)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"result": ""}, "result"),
        ({"on": day_typed(days_ago(60))}, "on"),  # before it began
        ({"on": day_typed(today() + dt.timedelta(1))}, "on"),
        ({"act": ""}, "act"),
        ({"stopped_for": "boos", "act": "stop"}, "stopped_for"),
        ({"follow_up": "999999"}, "follow_up"),
    ],
)
def test_an_end_that_cannot_be_comes_back_with_what_was_typed(step, now, signed_in, change, field):
    fields = {"act": "finish", "on": day_typed(today()), "result": "Klaar", "advice": "blijft staan", **change}
    answer = signed_in("trainer").post(page("step_end", step), fields)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "blijft staan" in answer.content.decode()
    assert now(step).status == "active"


def test_finishing_and_stopping_a_module_have_one_page(step, now, signed_in):
    html = signed_in("trainer").get(page("step", step)).content.decode()
    assert page("step_end", step) in html
    for act in ("finish", "stop"):
        url = reverse("step_act", args=[step.client.number, step.pk, act])
        assert url not in html
        answer = signed_in("trainer").post(url, {"on": day_typed(today()), "result": "Klaar"})
        assert answer.url.startswith(page("step_end", step))
    assert now(step).status == "active"


def test_what_is_no_module_ends_as_before(w, signed_in):
    step = w.steps["step"]
    html = signed_in("trainer").get(page("step", step)).content.decode()
    assert reverse("step_act", args=[step.client.number, step.pk, "finish"]) in html
    assert page("step_end", step) not in html


def test_the_point_of_contact_does_not_end_what_another_carries_out(w, step, signed_in):
    assert signed_in("consultant").get(page("step_end", step)).status_code == 403
    with acting_as(w.acting("consultant"), "test"), pytest.raises(PermissionDenied):
        course.end(step, "finish", result="Klaar")


def test_the_same_end_twice_is_one(step, signed_in, trusted, w):
    fields = {"act": "finish", "on": day_typed(today()), "result": "Klaar", "once": str(uuid.uuid4())}
    for _time in range(2):
        assert signed_in("trainer").post(page("step_end", step), fields).url == page("step", step)
    assert told(w, step, trusted) == ["step-finished"]
    answer = signed_in("trainer").get(page("step_end", step), follow=True)
    assert "was al veranderd" in answer.content.decode()


def test_an_end_of_long_ago_still_leaves_its_advice(w, trusted):
    with trusted():  # the partner's sight ends in the very act
        step = StepFactory(
            client=w["step"],
            partner=w.partners["annex"],
            instrument=w.course,
            started_on=days_ago(300),
            status="active",
        )
        Step.objects.filter(client=w["step"]).exclude(pk=step.pk).delete()
    with acting_as(w.acting("trainer"), "test"):
        course.end(step, "finish", on=days_ago(200), result="Klaar", fit=False, advice="Rust")
    with trusted():
        assert Outcome.objects.get(step=step).fit is False


# the advice, until something follows


def test_the_advice_stands_on_the_record_until_something_follows(w, step, signed_in, trusted):
    with acting_as(w.acting("trainer"), "test"):
        course.end(step, "finish", on=days_ago(1), result="Klaar", advice="Werken met de handen", follow_up=w.learning)
    record = reverse("record", args=[step.client.number])
    html = signed_in("consultant").get(record).content.decode()
    assert "Advies na Taaltraining" in html
    assert "Werken met de handen" in html
    with acting_as(w.acting("consultant"), "test"):
        steps.plan(step.client, w.learning, w.partners["mtb"])
    assert "Advies na Taaltraining" not in signed_in("consultant").get(record).content.decode()


# the database itself


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_the_database_refuses_what_cannot_be(w, step, trusted):
    with trusted():
        beside = {"client_id": step.client_id, "chain_id": step.chain_id, "author_id": w.staff["trainer"].user_id}
        longer = {**beside, "partner_id": step.partner_id, "on": today(), "until": LATER, "reason": "x"}
        planned = w.steps["planned"]
        of_planned = {**longer, "client_id": planned.client_id, "was_until": planned.planned_end}
        refused("extension_of_a_running_step", lambda: Extension.objects.create(step=planned, **of_planned))
        refused("extension_of_the_end_there_is", lambda: Extension.objects.create(step=step, was_until=None, **longer))
        pause = {**beside, "reason": "other"}
        refused("pause_within_step", lambda: Pause.objects.create(step=step, started_on=days_ago(50), **pause))
        refused(
            "pause_within_step",
            lambda: Pause.objects.create(step=planned, started_on=today(), **{**pause, "client_id": planned.client_id}),
        )
        Pause.objects.create(step=step, started_on=days_ago(40), ended_on=days_ago(30), **pause)
        refused("one_pause_at_a_time", lambda: Pause.objects.create(step=step, started_on=days_ago(30), **pause))
        later = Step.objects.filter(pk=step.pk)
        refused("pause_within_step", lambda: later.update(started_on=days_ago(39)))
