"""Who is there: a group of fifteen in one save and at most eight queries, once however often it is sent; what has no place
any more is said, and the rest is kept."""

import uuid
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chain.acting import acting_as
from chain.days import today
from clients.models import Event, Look, Observation, Step
from development import attendance
from development.attendance import Mark
from development.models import Attendance
from tests.conftest import role
from tests.factories import (
    ClientFactory,
    GroupFactory,
    LearningPlaceFactory,
    PauseFactory,
    StayFactory,
    StepFactory,
    days_ago,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TODAY = "/groepen/vandaag/"


def member(w, client, group=None, partner="annex", place=None, **step):
    """Somebody in the group, by a running step of the partner."""
    group = group or w.group
    step = StepFactory(client=client, chain=w.chain, partner=w.partners[partner], instrument=group.instrument, **step)
    StayFactory(step=step, chain=w.chain, group=group, place=place)
    return step


@pytest.fixture
def steps(w, trusted):
    """Annex's course with three people that the trainer sees."""
    with trusted():
        return [member(w, w[name]) for name in ("both", "step", "team")]


def address(w, day=None):
    return f"/groepen/{w.group.pk}/{(day or today()).isoformat()}/"


def post(browser, w, day=None, **typed):
    fields = {"once": str(uuid.uuid4()), **{key.replace("_", "-"): value for key, value in typed.items()}}
    return browser.post(address(w, day), fields)


def marks(trusted):
    with trusted():
        return {row.step_id: (row.mark, row.hours) for row in Attendance.objects.all()}


def said(browser, w):
    return " ".join(browser.get(address(w)).content.decode().split())


# The page of today


def test_today_shows_one_s_own_group_first_with_its_people(w, steps, signed_in, trusted):
    with trusted():
        GroupFactory(
            chain=w.chain, name="Aardig vroeg", partner=w.partners["annex"], starts_at="07:00", instrument=w.course
        )
        GroupFactory(
            chain=w.chain, name="Niet vandaag", partner=w.partners["annex"], weekdays=[today().isoweekday() % 7 + 1]
        )
        GroupFactory(chain=w.chain, name="Voorbij", partner=w.partners["annex"], ended_on=days_ago(1))
        GroupFactory(chain=w.chain, name="Van een ander", partner=w.partners["podium24"])
    page = signed_in("trainer").get(TODAY)
    assert [one["group"].name for one in page.context["meeting"]] == ["Taal op maandag", "Aardig vroeg"]
    assert [row["client"].last_name for row in page.context["rows"]] == ["both", "step", "team"]
    assert {row["hours"] for row in page.context["rows"]} == {"3"}  # nine to twelve


def test_a_colleague_sees_the_groups_of_the_partner(w, steps, signed_in):
    assert [one["group"].name for one in signed_in("annex_consultant").get(TODAY).context["meeting"]] == [
        "Taal op maandag"
    ]
    assert "Er is vandaag geen groep" in signed_in("adviser").get(TODAY).content.decode()


def test_the_host_of_the_place_logs_too_also_for_people_of_another_partner(w, signed_in, trusted):
    with trusted():
        place = LearningPlaceFactory(chain=w.chain, name="Magazijn", host=w.partners["mtb"])
        w.group.place = place
        w.group.save()
        step = member(w, w["unknown"], place=place)
    browser = signed_in("coach")
    assert [row["client"].last_name for row in browser.get(TODAY).context["rows"]] == ["unknown"]
    post(
        browser,
        w,
        **{f"mark_{step.pk}": "present", f"hours_{step.pk}": "3", "observation": "Pakt het op.", "about": step.pk},
    )
    with trusted():
        row, seen = Attendance.objects.get(), Observation.objects.get()
    assert (row.mark, row.partner_id, row.group_id) == ("present", w.partners["mtb"].pk, w.group.pk)
    assert (seen.text, seen.partner_id) == ("Pakt het op.", w.partners["mtb"].pk)


def test_who_should_begin_stands_apart(w, steps, signed_in, trusted):
    with trusted():
        planned = StepFactory(
            client=w["planned"], chain=w.chain, partner=w.partners["annex"], instrument=w.course, status="planned",
            planned_on=today(),
        )  # fmt: skip
        StayFactory(step=planned, chain=w.chain, group=w.group, reserved=True)
    page = signed_in("trainer").get(TODAY)
    assert [step.client.last_name for step in page.context["to_begin"]] == ["planned"]
    assert f"/stappen/{planned.pk}/start/" in page.content.decode()


def test_every_look_is_logged(w, steps, signed_in, trusted):
    signed_in("trainer").get(TODAY)
    with trusted():
        assert Look.objects.filter(client=w["step"], parts=["client", "plan"], why="involvement").exists()


# One save


def test_a_whole_group_in_one_save(w, steps, signed_in, trusted):
    one, other, third = steps
    browser = signed_in("trainer")
    answer = post(
        browser, w,
        **{
            f"mark_{one.pk}": "present", f"hours_{one.pk}": "2,5", f"mark_{other.pk}": "late", f"hours_{other.pk}": "2",
            f"mark_{third.pk}": "absent", f"hours_{third.pk}": "3", "observation": "Werken goed samen.",
            "about": [one.pk, other.pk],
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert marks(trusted) == {
        one.pk: ("present", Decimal("2.5")),
        other.pk: ("late", Decimal(2)),
        third.pk: ("absent", None),
    }
    with trusted():
        told = dict(Observation.objects.values_list("step", "text"))
        assert told == {one.pk: "Werken goed samen.", other.pk: "Werken goed samen."}
        acts = sorted(Event.objects.filter(author=w.staff["trainer"].user).values_list("act", "client__last_name"))
    assert acts == [("not-there", "team"), ("step-observed", "both"), ("step-observed", "step")]
    assert "Opgeslagen voor 3 personen." in said(browser, w)


def test_everybody_present_in_one_tap_leaves_what_was_chosen_and_who_stands_still(w, steps, signed_in, trusted):
    one, other, third = steps
    with trusted():
        PauseFactory(step=third, chain=w.chain, started_on=days_ago(3), reason="holiday")
    browser = signed_in("trainer")
    assert "staat stil: vakantie" in said(browser, w)
    post(
        browser, w, everybody="1",
        **{f"mark_{one.pk}": "excused", **{f"hours_{step.pk}": "3" for step in steps}, f"still_{third.pk}": "1"},
    )  # fmt: skip
    assert marks(trusted) == {one.pk: ("excused", None), other.pk: ("present", Decimal(3))}


def test_a_later_mark_takes_the_place_of_an_earlier_one_whoever_made_it(w, steps, signed_in, trusted):
    one = steps[0]
    post(signed_in("trainer"), w, **{f"mark_{one.pk}": "absent"})
    post(signed_in("annex_consultant"), w, **{f"mark_{one.pk}": "late", f"hours_{one.pk}": "1"})
    assert marks(trusted) == {one.pk: ("late", Decimal(1))}
    with trusted():
        assert Attendance.objects.get().author == w.staff["annex_consultant"].user
        acts = list(
            Event.objects.filter(client=w["both"], act__startswith="not-there")
            .order_by("at")
            .values_list("act", flat=True)
        )
    assert acts == ["not-there", "not-there-corrected"]


@pytest.mark.parametrize("ago", [0, 1, 20])
def test_any_day_up_to_today(w, steps, signed_in, trusted, ago):
    assert post(signed_in("trainer"), w, days_ago(ago), **{f"mark_{steps[0].pk}": "present"}).status_code == 302
    with trusted():
        assert Attendance.objects.get().on == days_ago(ago)


@pytest.mark.parametrize("day", [days_ago(-1).isoformat(), "2026-13-01", "20260101", "x"])
def test_a_day_that_cannot_be_is_not_there(w, steps, signed_in, day):
    browser = signed_in("trainer")
    assert browser.get(f"/groepen/{w.group.pk}/{day}/").status_code == 404
    assert browser.post(f"/groepen/{w.group.pk}/{day}/", {f"mark-{steps[0].pk}": "present"}).status_code == 404


def test_it_is_logged_once_however_often_it_is_sent(w, steps, signed_in, trusted):
    browser, key = signed_in("trainer"), str(uuid.uuid4())
    for _time in range(3):
        answer = browser.post(
            address(w),
            {"once": key, f"mark-{steps[0].pk}": "absent", "observation": "Belde niet.", "about": steps[0].pk},
        )
        assert answer.status_code == 302
    with trusted():
        assert (
            Attendance.objects.count(),
            Observation.objects.count(),
            Event.objects.filter(act="not-there").count(),
        ) == (1, 1, 1)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"mark": "present", "hours": "25"}, "Vul uren in tussen 0 en 24"),
        ({"mark": "present", "hours": "0"}, "Vul uren in tussen 0 en 24"),
        ({"mark": "late", "hours": "veel"}, "Vul een getal in"),
        ({"mark": "present", "observation": "Goed bezig."}, "Kies over wie u dit schrijft"),
        ({"mark": "present", "observation": "x" * 1001, "about": True}, "Dit is te lang"),
    ],
)
def test_bad_input_saves_nobody_and_keeps_what_was_typed(w, steps, signed_in, trusted, typed, says):
    one, other, _third = steps
    about = {"about": one.pk} if typed.pop("about", False) else {}
    fields = {f"{name}-{one.pk}" if name != "observation" else name: value for name, value in typed.items()}
    answer = post(signed_in("trainer"), w, **fields, **about, **{f"mark_{other.pk}": "excused"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert typed.get("observation", "") in page
    assert f'name="mark-{other.pk}" value="excused" checked' in page
    assert marks(trusted) == {}


def test_hours_of_who_was_not_there_do_not_matter(w, steps, signed_in, trusted):
    post(signed_in("trainer"), w, **{f"mark_{steps[0].pk}": "excused", f"hours_{steps[0].pk}": "veel"})
    assert marks(trusted) == {steps[0].pk: ("excused", None)}


def test_nothing_filled_in_is_said(w, steps, signed_in):
    browser = signed_in("trainer")
    assert post(browser, w).status_code == 302
    assert "Er was niets ingevuld." in said(browser, w)


# What is too late


def test_who_ended_or_is_out_of_sight_meanwhile_is_said_and_the_rest_is_kept(w, steps, signed_in, trusted):
    ended, kept, gone = steps
    with trusted():
        Step.objects.filter(pk=ended.pk).update(status="done", ended_on=days_ago(1))
        gone.client.closed_on = today()
        gone.client.save()
    browser = signed_in("trainer")
    post(
        browser, w,
        **{f"mark_{step.pk}": "present" for step in steps}, observation="Ging goed.", about=[ended.pk, kept.pk, gone.pk],
    )  # fmt: skip
    assert [*marks(trusted)] == [kept.pk]
    with trusted():
        assert [row.step_id for row in Observation.objects.all()] == [kept.pk]
    page = said(browser, w)
    assert "both: de stap is intussen afgelopen. Niet opgeslagen: Ging goed." in page
    assert "Iemand: is niet meer in beeld. Niet opgeslagen: Ging goed." in page
    assert "Opgeslagen voor 1 persoon." in page


def test_yesterday_s_mark_of_who_ended_yesterday_is_kept(w, steps, signed_in, trusted):
    with trusted():
        Step.objects.filter(pk=steps[0].pk).update(status="done", ended_on=days_ago(1))
    post(signed_in("trainer"), w, days_ago(1), **{f"mark_{steps[0].pk}": "present"})
    assert [*marks(trusted)] == [steps[0].pk]


# Who may


@pytest.mark.parametrize(("name", "status"), [("trainer", 200), ("coach", 403), ("consultant", 403), ("manager", 403),
                                              ("policy", 403), ("stranger", 404)])  # fmt: skip
def test_who_logs(w, steps, signed_in, trusted, name, status):
    browser = signed_in(name)
    assert browser.get(address(w)).status_code == status
    mark = {f"mark_{steps[1].pk}": "present"}  # known to Annex alone, and to SZMH
    assert post(browser, w, **mark).status_code == (302 if status == 200 else status)
    assert len(marks(trusted)) == (status == 200)


def test_a_mark_for_somebody_of_another_group_is_not_taken(w, steps, signed_in, trusted):
    with trusted():
        other = member(w, w["both"], GroupFactory(chain=w.chain, partner=w.partners["annex"], instrument=w.course))
    browser = signed_in("trainer")
    post(browser, w, **{f"mark_{other.pk}": "present", f"mark_{steps[0].pk}": "present"})
    assert [*marks(trusted)] == [steps[0].pk]
    assert "zit niet meer in deze groep" in said(browser, w)


def test_it_is_not_taken_under_another_name_than_it_was_filled_in(w, steps, signed_in, trusted):
    answer = post(signed_in("annex_consultant"), w, **{f"mark_{steps[0].pk}": "present", "for": w.staff["trainer"].pk})
    assert answer.status_code == 422
    assert "Er is nu iemand anders aangemeld" in answer.content.decode()
    assert marks(trusted) == {}


# What the page's script gets


def test_the_script_is_answered_in_json_with_what_was_said(w, steps, signed_in, trusted):
    browser, json = signed_in("trainer"), {"HTTP_ACCEPT": "application/json"}
    fields = {"once": str(uuid.uuid4()), f"mark-{steps[0].pk}": "present"}
    for told in ([["success", "Opgeslagen voor 1 persoon."]], []):  # sent again: nothing is done, and nothing said
        answer = browser.post(address(w), fields, **json).json()
        assert answer["told"] == told
        assert len(answer["saved"]) == 5
    wrong = browser.post(address(w), {f"mark-{steps[0].pk}": "present", f"hours-{steps[0].pk}": "99"}, **json)
    assert (wrong.status_code, wrong.json()["errors"]) == (422, ["Vul uren in tussen 0 en 24"])


# What it costs


@pytest.fixture
def fifteen(w, trusted):
    with trusted():
        clients = [ClientFactory(chain=w.chain, lives=w.maastricht) for _one in range(15)]
        return [member(w, client) for client in clients]


def test_fifteen_people_with_an_observation_cost_eight_queries_with_everything(w, fifteen, signed_in, trusted):
    browser = signed_in("trainer")
    browser.get(TODAY)
    fields = {
        "once": str(uuid.uuid4()),
        "observation": "Samen opgeruimd.",
        "about": [step.pk for step in fifteen],
        "from": "today",
    }
    fields |= {f"mark-{step.pk}": mark for step, mark in zip(fifteen, ["present", "late", "absent"] * 5, strict=True)}
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(address(w), fields)
    assert answer.status_code == 302
    assert answer["Location"] == f"{TODAY}?groep={w.group.pk}"
    # Session, user, who acts; the people; the key; marks, observations, what is told. Here within the test's transaction.
    frame = ("SAVEPOINT", "RELEASE", "select set_config('snoer.membership_id', ''")
    asked = [query["sql"] for query in queries if not query["sql"].strip().startswith(frame)]
    assert len(asked) == 8, "\n".join(sql[:100] for sql in asked)
    assert len(queries) == 8 + len(frame)
    assert len(marks(trusted)) == 15
    with trusted():
        assert Event.objects.filter(act="step-observed").count() == 15
        assert Event.objects.filter(act="not-there").count() == 5


def test_the_page_asks_no_more_of_more_people(w, steps, signed_in, trusted):
    browser = signed_in("trainer")
    browser.get(TODAY)
    with CaptureQueriesContext(connection) as few:
        browser.get(TODAY)
    with trusted():
        for _one in range(6):
            member(w, ClientFactory(chain=w.chain, lives=w.maastricht))
    with CaptureQueriesContext(connection) as many:
        assert len(browser.get(TODAY).context["rows"]) == 9
    assert len(few) == len(many) <= 10


@pytest.mark.django_db(transaction=True)
def test_two_coaches_at_once_leave_one_mark_a_person(w, steps):
    def save(name, mark):
        with acting_as(w.acting(name), "test"):
            marks = {step.pk: Mark(mark) for step in (steps if name == "trainer" else reversed(steps))}
            return attendance.log(w.staff[name], today(), marks, group=w.group.pk).people

    acts = [partial(save, name, mark) for name, mark in [("trainer", "present"), ("annex_consultant", "absent")] * 2]
    assert at_once(acts) == [3, 3, 3, 3]
    with role("snoer_owner"):
        assert sorted(Attendance.objects.values_list("step", flat=True)) == sorted(step.pk for step in steps)
