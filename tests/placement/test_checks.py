"""A talk after the start of work: who records it, what it answers, what comes of a signal, and how it ends."""

import datetime as dt

import pytest

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_typed
from clients import terms
from clients.models import Event, Task
from clients.steps import NotNow
from placement import panels, placements, staying
from placement.models import PlacementCheck
from tests.factories import PlacementFactory, TermFactory, days_ago

pytestmark = pytest.mark.django_db
AFTER_CARE = ((1, 7), (3, 7), (6, 14), (12, 14))  # months and days beforehand, as in the blueprint


@pytest.fixture
def job(w, trusted):
    """Work that Podium24 arranged 100 days ago: after-care of 1 and 3 months is asked for by now."""
    with trusted():
        for months, warn in AFTER_CARE:
            TermFactory(
                chain=w.chain, key=f"after-care-{months}", name=f"Nazorg {months}", source="placement-started",
                offset=months, unit="months", warn_days=warn, for_whom="partner",
            )  # fmt: skip
        made = placed(w, w["job"])
    terms.run(w.chain.pk)
    return made


def placed(w, client, form="regular", days=100, **step):
    return PlacementFactory(
        client=client, form_of_work=form, step__partner=w.partners["podium24"], step__instrument=w.work,
        step__instrument__form_of_work=form, step__started_on=days_ago(days), **step,
    )  # fmt: skip


def url(job, page="gesprek"):
    return f"/clienten/{job.client.number}/plaatsing/{job.pk}/{page}/"


def typed(**more):
    return {"working": "yes", "how": "well", "on": day_typed(today())} | more


def check(w, job, name="adviser", **more):
    with acting_as(w.acting(name)):
        return staying.check(job, by=w.staff[name], **{"how": "well"} | more)


def after_care(trusted, job):
    """Its tasks: months -> status."""
    with trusted():
        found = Task.objects.filter(about="placement", about_id=job.pk, term__isnull=False)
        return {int(task.key.removeprefix("after-care-")): task.status for task in found}


def follow_ups(trusted, job):
    with trusted():
        return list(Task.objects.filter(about="placement", about_id=job.pk, key="next").order_by("pk"))


# recording


def test_it_is_recorded_with_three_touches(w, signed_in, trusted, job):
    page = signed_in("adviser").get(url(job)).content.decode()
    assert 'name="working" value="yes"' in page and day_typed(today()) in page
    answer = signed_in("adviser").post(url(job), typed())
    assert answer.headers["Location"] == f"/clienten/{job.client.number}/plaatsing/{job.pk}/"
    with trusted():
        found = PlacementCheck.objects.get()
        assert (found.working, found.how, found.on, found.signals) == (True, "well", today(), [])
        assert (found.partner, found.author) == (w.partners["podium24"], w.staff["adviser"].user)


def test_everything_else_is_kept_too(w, signed_in, trusted, job):
    later = today() + dt.timedelta(9)
    signed_in("adviser").post(url(job), typed(
        how="so-so", with_employer="on", signals=["late", "travel"], text="De bus rijdt anders.", next_on=day_typed(later),
        on=day_typed(days_ago(1)),
    ))  # fmt: skip
    with trusted():
        found = PlacementCheck.objects.get()
    assert (found.how, found.with_employer, found.signals, found.text) == (
        "so-so",
        True,
        ["late", "travel"],
        "De bus rijdt anders.",
    )
    assert (found.on, found.next_on) == (days_ago(1), later)


def test_the_timeline_tells_that_it_was_and_not_what(w, signed_in, trusted, job):
    signed_in("adviser").post(url(job), typed(signals=["home"], text="Zorgen om de kinderen."))
    with trusted():
        event = Event.objects.get(act="work-checked")
    assert (event.part, event.params) == ("placements", {})


def test_a_second_post_of_the_same_form_is_one_talk(w, signed_in, trusted, job):
    browser = signed_in("adviser")
    once = "3f2b0a52-7f2b-4a3e-9d5e-0a6f4b8f1c11"
    for _turn in range(2):
        assert browser.post(url(job), typed(once=once)).status_code == 302
    with trusted():
        assert PlacementCheck.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"how": ""}, "how"),
        ({"on": day_typed(today() + dt.timedelta(1))}, "on"),
        ({"on": day_typed(days_ago(101))}, "on"),
        ({"next_on": day_typed(today())}, "next_on"),
        ({"signals": ["drugs"]}, "signals"),
        ({"text": "x" * 1001}, "text"),
        ({"working": ""}, "working"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(w, signed_in, trusted, job, more, field):
    answer = signed_in("adviser").post(url(job), typed(**{"text": "Blijft staan."} | more))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page and (field == "text" or "Blijft staan." in page)
    with trusted():
        assert not PlacementCheck.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("adviser", 200), ("consultant", 200), ("lead", 200), ("manager", 403), ("coach", 404), ("trainer", 404)],
)
def test_who_writes_placements_of_the_person_may(w, signed_in, job, name, status):
    assert signed_in(name).get(url(job)).status_code == status
    if status != 200:
        assert signed_in(name).post(url(job), typed()).status_code == status


def test_of_somebody_elses_placement_there_is_nothing(w, signed_in, job):
    other = url(job).replace(job.client.number, w["both"].number)
    assert signed_in("consultant").get(other).status_code == 404


# after-care


def test_a_talk_answers_the_after_care_that_asked_for_it(w, trusted, job):
    assert after_care(trusted, job) == {3: "open", 6: "open", 12: "open"}  # of one month it was due too long ago
    check(w, job)
    assert after_care(trusted, job) == {3: "done", 6: "open", 12: "open"}
    with trusted():
        task = Task.objects.get(key="after-care-3", about_id=job.pk)
        assert (task.done_on, task.done_by) == (today(), w.staff["adviser"].user)
    terms.run(w.chain.pk)
    assert after_care(trusted, job) == {3: "done", 6: "open", 12: "open"}


def test_a_talk_told_of_an_earlier_day_answers_what_was_asked_by_then(w, trusted, job):
    check(w, job, on=days_ago(60))
    assert after_care(trusted, job) == {3: "open", 6: "open", 12: "open"}


def test_the_point_of_contact_answers_it_too(w, trusted, job):
    check(w, job, "consultant")
    assert after_care(trusted, job)[3] == "done"


def test_of_another_partner_the_talk_is_kept_and_the_task_stays(w, trusted, job):
    from tests.factories import StepFactory

    with trusted():
        StepFactory(client=w["job"], partner=w.partners["mtb"], instrument=w.instrument)
    check(w, job, "coach")
    assert after_care(trusted, job)[3] == "open"
    with trusted():
        assert PlacementCheck.objects.get().partner == w.partners["mtb"]


@pytest.mark.parametrize("form", ["participation-place", "retention-of-benefit", "volunteering", "day-activity"])
def test_after_care_is_planned_for_paid_work_alone(w, trusted, job, form):
    with trusted():
        unpaid = placed(w, w["both"], form, days=20)
    terms.run(w.chain.pk)
    assert after_care(trusted, unpaid) == {}


def test_it_ends_with_the_placement(w, trusted, job):
    check(w, job, signals=["late"])
    with acting_as(w.acting("adviser")):
        placements.end(job, today(), "own-choice", by=w.staff["adviser"])
    terms.run(w.chain.pk)
    assert after_care(trusted, job) == {3: "done", 6: "cleared", 12: "cleared"}
    assert [task.status for task in follow_ups(trusted, job)] == ["cleared"]


# signals


def test_a_signal_makes_a_task_for_the_partner_in_two_weeks(w, trusted, job):
    check(w, job, "consultant", signals=["late", "travel"], how="so-so")
    (task,) = follow_ups(trusted, job)
    assert (task.due_on, task.part) == (today() + dt.timedelta(14), "placements")
    with trusted():
        assert (task.for_whom, task.partner, task.user) == ("partner", w.partners["podium24"], None)
    assert task.text == "Signaal op het werk: komt vaker te laat, reizen gaat moeilijk. Weer praten."


def test_or_on_the_day_that_was_chosen(w, trusted, job):
    day = today() + dt.timedelta(3)
    check(w, job, signals=["late"], next_on=day)
    assert [task.due_on for task in follow_ups(trusted, job)] == [day]


def test_a_talk_long_ago_is_followed_up_today(w, trusted, job):
    check(w, job, signals=["late"], on=days_ago(40))
    assert [task.due_on for task in follow_ups(trusted, job)] == [today()]


def test_all_signals_at_once_fit(w, trusted, job):
    check(w, job, signals=list(staying.SIGNALS))
    (task,) = follow_ups(trusted, job)
    assert len(task.text) <= 200


def test_the_next_talk_answers_it(w, trusted, job):
    check(w, job, signals=["late"])
    check(w, job)
    assert [task.status for task in follow_ups(trusted, job)] == ["done"]


def test_a_talk_of_before_it_neither_answers_it_nor_asks_more(w, trusted, job):
    check(w, job, signals=["late"])
    check(w, job, signals=["travel"], on=days_ago(20))
    assert [(task.status, "te laat" in task.text) for task in follow_ups(trusted, job)] == [("open", True)]


def test_a_talk_without_signal_or_day_leaves_nothing_to_do(w, trusted, job):
    check(w, job, text="Gaat goed.")
    assert follow_ups(trusted, job) == []


@pytest.mark.parametrize("form", ["volunteering", "day-activity"])
def test_of_what_is_voluntary_nothing_is_asked(w, signed_in, trusted, job, form):
    with trusted():
        free = placed(w, w["job"], form)
    page = signed_in("adviser").get(url(free)).content.decode()
    assert "signals" not in page and "next_on" not in page
    signed_in("adviser").post(url(free), typed(signals=["late"], next_on=day_typed(today() + dt.timedelta(5))))
    check(w, free, how="", working=False, name="consultant")
    assert follow_ups(trusted, free) == []
    with trusted():
        assert [found.signals for found in PlacementCheck.objects.filter(placement=free)] == [[], []]
    with pytest.raises(staying.ValidationError):
        check(w, free, signals=["late"])


# not there any more


def test_who_does_not_work_any_more_leads_to_the_end(w, signed_in, trusted, job):
    answer = signed_in("adviser").post(url(job), typed(working="no", how=""))
    assert answer.headers["Location"] == url(job, "einde")
    with trusted():
        assert PlacementCheck.objects.get().working is False
    assert follow_ups(trusted, job) == []


def test_for_who_may_not_end_it_the_partner_gets_a_task(w, signed_in, trusted, job):
    answer = signed_in("consultant").post(url(job), typed(working="no", how=""))
    assert answer.headers["Location"] == f"/clienten/{job.client.number}/plaatsing/{job.pk}/"
    (task,) = follow_ups(trusted, job)
    assert (task.text, task.due_on) == ("Werkt er niet meer. Leg het einde van de plaatsing vast.", today())


def test_of_a_placement_that_is_over_no_talk_is_recorded(w, signed_in, trusted, job):
    with acting_as(w.acting("adviser")):
        placements.end(job, today(), "own-choice", by=w.staff["adviser"])
    for answer in (signed_in("adviser").get(url(job)), signed_in("adviser").post(url(job), typed())):
        assert answer.headers["Location"] == f"/clienten/{job.client.number}/plaatsing/{job.pk}/"
    with pytest.raises(NotNow):
        check(w, job)


# where it shows


def test_on_the_page_of_the_placement(w, signed_in, trusted, job):
    check(w, job, signals=["late"], text="Mist de bus.")
    page = signed_in("consultant").get(f"/clienten/{job.client.number}/plaatsing/{job.pk}/").content.decode()
    for text in (
        "Na 1 maand",
        "Niet gesproken",
        "Na 12 maanden",
        "Gesproken",
        "komt vaker te laat",
        "Mist de bus.",
        "Signaal op",
    ):
        assert text in page


def test_the_signal_stands_on_the_record(w, trusted, job):
    check(w, job, signals=["late"])
    with acting_as(w.acting("consultant")):
        panel = panels.placements(w.staff["consultant"], w["job"])
        (row,) = [row for row in panel.context["rows"] if row["placement"].pk == job.pk]
    assert [str(label) for label in row["signals"]] == ["komt vaker te laat"]
    check(w, job)
    with acting_as(w.acting("consultant")):
        panel = panels.placements(w.staff["consultant"], w["job"])
        (row,) = [row for row in panel.context["rows"] if row["placement"].pk == job.pk]
    assert row["signals"] == []


# the line of after-care, as it is on a day


class Rule:
    """As much of a term as the line needs."""

    def __init__(self, months, warn, scope=""):
        self.key, self.scope, self.offset, self.unit, self.every, self.times = (
            f"a{months}",
            scope,
            months,
            "months",
            None,
            1,
        )
        self.warn_days, self.hard = warn, False


LINE = [Rule(months, warn) for months, warn in AFTER_CARE]
START = dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("talks", "ended_on", "on", "states"),
    [
        ([], None, dt.date(2026, 2, 1), "planned planned planned planned"),
        ([], None, dt.date(2026, 2, 21), "now planned planned planned"),
        ([], None, dt.date(2026, 3, 1), "late planned planned planned"),
        (
            [dt.date(2026, 2, 20)],
            None,
            dt.date(2026, 3, 1),
            "late planned planned planned",
        ),  # a day before it was asked
        ([dt.date(2026, 2, 21)], None, dt.date(2026, 3, 1), "done planned planned planned"),
        ([dt.date(2026, 4, 22)], None, dt.date(2026, 4, 24), "done now planned planned"),  # late, for the first month
        ([dt.date(2026, 4, 23)], None, dt.date(2026, 4, 24), "late done planned planned"),
        ([], dt.date(2026, 4, 29), dt.date(2026, 6, 1), "late over over over"),
        ([], dt.date(2026, 4, 30), dt.date(2026, 6, 1), "late late over over"),
        ([dt.date(2027, 5, 1)], None, dt.date(2027, 5, 1), "late late late done"),
    ],
)
def test_the_line(talks, ended_on, on, states):
    found = staying.moments(LINE, START, ended_on, talks, {}, on)
    assert " ".join(moment.state for moment in found) == states
    assert [moment.due_on for moment in found] == [
        dt.date(2026, 2, 28), dt.date(2026, 4, 30), dt.date(2026, 7, 31), dt.date(2027, 1, 31)
    ]  # fmt: skip


def test_a_task_that_was_ended_counts_as_a_talk():
    found = staying.moments(LINE, START, None, [], {("a1", 1): dt.date(2026, 2, 25)}, dt.date(2026, 3, 9))
    assert (found[0].state, found[0].done_on) == ("done", dt.date(2026, 2, 25))


def test_a_rule_for_the_form_goes_before_the_general_one():
    own = Rule(1, 7, scope="sheltered")
    own.offset = 2
    found = staying.moments([own, *LINE], START, None, [], {}, START)
    assert [moment.due_on for moment in found][:2] == [dt.date(2026, 3, 31), dt.date(2026, 4, 30)]
