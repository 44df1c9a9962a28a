"""Coaching on the job: granted by whom, used hour by hour, never more than was granted, and a task before it ends."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients import task_rows, terms
from clients.models import Event, Task
from placement import coaching, placements
from placement.coaching import told
from placement.models import Coaching, CoachingUse
from tests.conftest import role
from tests.factories import CoachingFactory, CoachingUseFactory, PlacementFactory, TermFactory, days_ago
from tests.placement.conftest import placing_world
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(w, trusted):
    with trusted():
        return placed(w)


@pytest.fixture
def granted(w, trusted, job):
    with trusted():
        return CoachingFactory(placement=job, hours=10, started_on=days_ago(30), ended_on=today() + dt.timedelta(60))


def placed(w, form="regular", **step):
    return PlacementFactory(
        client=w["job"], form_of_work=form, step__partner=w.partners["podium24"], step__instrument=w.work,
        step__instrument__form_of_work=form, **step,
    )  # fmt: skip


def new(job):
    return f"/clienten/{job.client.number}/plaatsing/{job.pk}/jobcoaching/"


def page(granted):
    return f"/clienten/{granted.client.number}/jobcoaching/{granted.pk}/"


def typed(**more):
    return {
        "kind": "in-kind", "coach": "Jo Vaes", "hours": "40", "started_on": day_typed(today()),
        "ended_on": day_typed(today() + dt.timedelta(180)), "decided_on": day_typed(today()),
    } | more  # fmt: skip


def use(w, granted, hours, on=None, name="adviser"):
    with acting_as(w.acting(name)):
        return coaching.use(granted, on or today(), Decimal(hours), by=w.staff[name])


# granting


@pytest.mark.parametrize("kind", ["in-kind", "subsidy", "internal"])
def test_it_is_granted(w, signed_in, trusted, job, kind):
    answer = signed_in("adviser").post(new(job), typed(kind=kind, hours="37,5", note="Opbouwen in drie maanden."))
    assert answer.headers["Location"] == f"/clienten/{job.client.number}/plaatsing/{job.pk}/"
    with trusted():
        found = Coaching.objects.get()
        assert (found.kind, found.hours, found.coach) == (kind, Decimal("37.5"), "Jo Vaes")
        assert (found.partner, found.placement) == (w.partners["podium24"], job)
        event = Event.objects.get(act="coaching-granted")
    assert (event.part, event.params) == ("placements", {"until": (today() + dt.timedelta(180)).isoformat()})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "friend"}, "kind"),
        ({"coach": " "}, "coach"),
        ({"hours": "0"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"hours": "veel"}, "hours"),
        ({"hours": "2,555"}, "hours"),
        ({"hours": "100000"}, "hours"),
        ({"ended_on": day_typed(days_ago(1))}, "ended_on"),
        ({"ended_on": ""}, "ended_on"),
        ({"decided_on": day_typed(today() + dt.timedelta(1))}, "decided_on"),
    ],
)
def test_what_cannot_be_is_told(w, signed_in, trusted, job, more, field):
    answer = signed_in("adviser").post(new(job), typed(**more))
    assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.content.decode()
    with trusted():
        assert not Coaching.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("adviser", 200), ("consultant", 200), ("manager", 403), ("coach", 404)])
def test_who_writes_placements_of_the_person_may_grant(w, signed_in, job, name, status):
    assert signed_in(name).get(new(job)).status_code == status


@pytest.mark.parametrize("form", ["volunteering", "day-activity"])
def test_nothing_is_granted_for_what_is_voluntary(w, signed_in, trusted, form):
    with trusted():
        free = placed(w, form)
    assert signed_in("adviser").post(new(free), typed()).status_code == 403
    with acting_as(w.acting("adviser")), pytest.raises(PermissionDenied):
        coaching.grant(
            free, kind="in-kind", coach="Jo", hours=Decimal(1), started_on=today(), ended_on=today(), decided_on=today(),
            by=w.staff["adviser"],
        )  # fmt: skip


def test_for_a_placement_that_is_over_it_comes_too_late(w, signed_in, trusted):
    with trusted():
        over = placed(w, step__status="done")
    answer = signed_in("adviser").post(new(over), typed())
    assert answer.status_code == 302
    with trusted():
        assert not Coaching.objects.exists()


# using


def test_hours_are_used_against_what_was_granted(w, signed_in, trusted, granted):
    browser = signed_in("adviser")
    answer = browser.post(page(granted), {"on": day_typed(days_ago(2)), "hours": "2,5", "text": "Op tijd komen"})
    assert answer.headers["Location"] == page(granted)
    shown = browser.get(page(granted)).content.decode()
    for text in ("2,5 van 10 uur gebruikt", "nog 7,5 uur", "Op tijd komen"):
        assert text in shown
    with trusted():
        found = CoachingUse.objects.get()
        assert (found.partner, found.author) == (w.partners["podium24"], w.staff["adviser"].user)
        assert not Event.objects.exists()  # hours are no story


def test_more_than_was_granted_is_refused_with_the_way_out(w, signed_in, trusted, granted):
    with trusted():
        CoachingUseFactory(coaching=granted, hours=8)
    answer = signed_in("adviser").post(page(granted), {"on": day_typed(today()), "hours": "2,5"})
    assert answer.status_code == 422
    assert (
        "Er zijn nog 2 van de 10 uren over. Is er meer nodig? Laat dan eerst meer uren toekennen."
        in answer.content.decode()
    )
    assert signed_in("adviser").post(page(granted), {"on": day_typed(today()), "hours": "2"}).status_code == 302


@pytest.mark.parametrize(
    ("on", "hours", "field"),
    [(1, "2", "on"), (-31, "2", "on"), (0, "0", "hours"), (0, "25", "hours"), (0, "", "hours")],
)
def test_a_day_outside_it_and_hours_that_cannot_be(w, signed_in, granted, on, hours, field):
    day = today() + dt.timedelta(on)
    answer = signed_in("adviser").post(page(granted), {"on": day_typed(day), "hours": hours})
    assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.content.decode()


def test_who_reads_placements_sees_it_and_who_writes_them_uses_it(w, signed_in, granted):
    assert signed_in("manager").get(page(granted)).status_code == 200
    assert signed_in("manager").post(page(granted), {"on": day_typed(today()), "hours": "1"}).status_code == 403
    assert signed_in("coach").get(page(granted)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_last_hours_are_used_once():
    with role("snoer_owner"):
        w = placing_world()
        granted = CoachingFactory(placement=placed(w), hours=3)
    answers = at_once([lambda: use(w, granted, 2)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["CoachingUse", "ValidationError"]
    with role("snoer_owner"):
        assert CoachingUse.objects.count() == 1


# changing


def changed(**more):
    usual = {
        "version": 1,
        "hours": "20",
        "ended_on": day_typed(today() + dt.timedelta(90)),
        "decided_on": day_typed(today()),
    }
    return {f"change-{name}": value for name, value in (usual | more).items()}


@pytest.mark.parametrize(("name", "status"), [("adviser", 302), ("consultant", 302), ("manager", 403)])
def test_more_hours_and_a_later_day(w, signed_in, trusted, granted, name, status):
    assert signed_in(name).post(page(granted), changed()).status_code == status
    with trusted():
        found = Coaching.objects.get()
    assert (found.hours, found.version) == ((20, 2) if status == 302 else (10, 1))


def test_what_another_partner_granted_stays(w, signed_in, trusted, job):
    with trusted():
        own = CoachingFactory(placement=job, partner=w.partners["szmh"])
    assert signed_in("adviser").post(page(own), changed()).status_code == 403
    assert signed_in("adviser").post(page(own), {"on": day_typed(today()), "hours": "1"}).status_code == 302


def test_never_less_than_was_used(w, signed_in, trusted, granted):
    with trusted():
        CoachingUseFactory(coaching=granted, hours=4, on=days_ago(1))
    for more, text in (({"hours": "3,5"}, "Er zijn al 4 uren gebruikt"),
                       ({"ended_on": day_typed(days_ago(2))}, "Er zijn al uren gebruikt op")):  # fmt: skip
        answer = signed_in("adviser").post(page(granted), changed(**more))
        assert answer.status_code == 422 and text in answer.content.decode()


def test_of_two_who_change_it_the_second_sees_what_the_first_did(w, signed_in, trusted, granted):
    assert signed_in("adviser").post(page(granted), changed(hours="15")).status_code == 302
    answer = signed_in("consultant").post(page(granted), changed(hours="12"))
    assert answer.status_code == 422 and "15" in answer.content.decode()
    with trusted():
        assert Coaching.objects.get().hours == 15


# before it ends


@pytest.fixture
def ends(w, trusted):
    with trusted():
        return TermFactory(
            chain=w.chain, key="coaching-end", name="De jobcoaching loopt af", source="coaching-ends", offset=0, unit="days",
            warn_days=30, for_whom="partner",
        )  # fmt: skip


def open_tasks(trusted):
    with trusted():
        return [(task.about_id, task.due_on) for task in Task.objects.filter(key="coaching-end", status="open")]


def test_the_partner_is_told_a_month_before(w, trusted, granted, ends):
    day = today() + dt.timedelta(20)
    with trusted():
        Coaching.objects.filter(pk=granted.pk).update(ended_on=day)
    terms.run(w.chain.pk)
    assert open_tasks(trusted) == [(granted.pk, day)]
    with acting_as(w.acting("adviser")):
        rows = task_rows.day_rows(w.staff["adviser"])
    assert [(row.number, row.next_step) for row in rows] == [(w["job"].number, "De jobcoaching loopt af")]


def test_more_of_it_moves_the_task_and_a_new_grant_takes_its_place(w, trusted, granted, ends):
    terms.run(w.chain.pk)
    later = today() + dt.timedelta(200)
    with trusted():
        Coaching.objects.filter(pk=granted.pk).update(ended_on=today() + dt.timedelta(100))
    assert terms.run(w.chain.pk).moved == 1
    with trusted():
        new_one = CoachingFactory(placement=granted.placement, ended_on=later)
    terms.run(w.chain.pk)
    assert open_tasks(trusted) == [(new_one.pk, later)]


def test_with_the_placement_it_is_over(w, trusted, granted, ends):
    terms.run(w.chain.pk)
    with acting_as(w.acting("adviser")):
        placements.end(granted.placement, today(), "own-choice", by=w.staff["adviser"])
    terms.run(w.chain.pk)
    assert open_tasks(trusted) == []


@pytest.mark.parametrize(
    ("hours", "text"), [("2", "2"), ("2.00", "2"), ("2.50", "2,5"), ("0.25", "0,25"), ("100", "100"), ("0", "0")]
)
def test_hours_as_people_read_them(hours, text):
    assert told(Decimal(hours)) == text
