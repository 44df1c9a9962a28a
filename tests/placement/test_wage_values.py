"""The worksheet of a wage value: a draft until it is settled, and then unchanged."""

import pytest

from chain.days import today
from chain.formats import day_typed
from clients.models import Assessment, Event
from placement.models import WageTask, WageValue
from tests.factories import (
    EmployerFactory,
    PlacementFactory,
    StepFactory,
    WageSubsidyFactory,
    WageTaskFactory,
    WageValueFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(w, trusted):
    """Paid work by Podium24 that has run for two months."""
    with trusted():
        step = StepFactory(client=w["job"], partner=w.partners["podium24"], instrument=w.work, started_on=days_ago(60))
        return PlacementFactory(client=w["job"], step=step, employer=EmployerFactory(chain=w.chain, name="Brood en Zo"))


def new_url(w, work):
    return f"/clienten/{w['job'].number}/plaatsing/{work.pk}/loonwaarde/"


def url(w, found):
    return f"/clienten/{w['job'].number}/loonwaarde/{found.pk}/"


def typed(*tasks, **more):
    lines = {
        f"taak{n}-{name}": value
        for n, task in enumerate(tasks, 1)
        for name, value in zip(("name", "share", "pace", "quality", "deployment"), task, strict=True)
    }
    return {"on": day_typed(today()), "expert": "M. Meter", "reference_job": "bakker", "employer_agrees": "1", "act": "save",
            **lines, **more}  # fmt: skip


TWO = (("Deeg", 60, 80, 90, 100), ("Oven", 40, 50, 100, 80))


def the_one(trusted):
    with trusted():
        return WageValue.objects.prefetch_related("tasks").get()


def test_a_draft_shows_the_product_of_each_task_and_the_total(w, work, signed_in, trusted):
    answer = signed_in("adviser").post(new_url(w, work), typed(*TWO), follow=True)
    page = answer.content.decode()
    assert "43,20%" in page
    assert "16,00%" in page
    assert "59,20%" in page
    assert "<b>59%</b>" in page
    found = the_one(trusted)
    assert (found.percent, found.settled_on, found.partner_id) == (None, None, w.partners["podium24"].pk)
    assert [(task.name, task.share) for task in found.tasks.all()] == [("Deeg", 60), ("Oven", 40)]


def test_a_draft_may_wait_for_its_other_tasks(w, work, signed_in, trusted):
    page = signed_in("adviser").post(new_url(w, work), typed(TWO[0], expert=""), follow=True).content.decode()
    assert "Nog geen loonwaarde" in page
    assert the_one(trusted).expert == ""


def test_saved_again_it_has_the_tasks_of_now(w, work, signed_in, trusted):
    browser = signed_in("adviser")
    browser.post(new_url(w, work), typed(*TWO))
    found = the_one(trusted)
    browser.post(url(w, found), typed(("Winkel", 100, 90, 90, 90), version=found.version))
    assert [task.name for task in the_one(trusted).tasks.all()] == ["Winkel"]


def test_settled_it_has_whole_percents_and_is_told_without_them(w, work, signed_in, trusted):
    signed_in("adviser").post(new_url(w, work), typed(*TWO, act="settle"))
    found = the_one(trusted)
    assert (found.percent, found.settled_on) == (59, today())
    with trusted():
        (event,) = Event.objects.filter(client=w["job"], act="wage-value-settled")
        assert (event.part, event.params) == ("subsidy", {})
        assert not Assessment.objects.filter(client=w["job"]).exists()  # what stands of the person stays as it is


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"expert": ""}, "deskundige"),
        ({"reference_job": ""}, "normfunctie"),
        ({"employer_agrees": ""}, "werkgever"),
        ({"taak2-share": "30"}, "samen 90 procent"),
        ({"taak2-share": "50"}, "samen 110 procent"),
        ({"taak1-share": "", "taak2-share": ""}, "Vul een percentage in"),
    ],
)
def test_what_is_missing_is_said_before_it_is_settled(w, work, signed_in, trusted, wrong, says):
    answer = signed_in("adviser").post(new_url(w, work), typed(*TWO, act="settle") | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with trusted():
        assert not WageValue.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"on": day_typed(days_ago(-1))}, "moet nog komen"),
        ({"on": day_typed(days_ago(61))}, "vóór de eerste dag"),
        ({"again_on": day_typed(days_ago(1))}, "na de dag van de meting"),
        ({"taak1-pace": "101"}, "100"),
        ({"taak1-pace": "8,5"}, "heel getal"),
        ({"taak1-name": ""}, "Hoe heet deze taak?"),
        ({"taak1-share": "70", "taak2-share": "40"}, "samen 110 procent"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(w, work, signed_in, trusted, wrong, says):
    answer = signed_in("adviser").post(new_url(w, work), typed(*TWO) | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert 'value="Oven"' in page
    with trusted():
        assert not WageTask.objects.exists()


def test_a_settled_one_changes_no_more(w, work, signed_in, trusted):
    browser = signed_in("adviser")
    browser.post(new_url(w, work), typed(*TWO, act="settle"))
    found = the_one(trusted)
    answer = browser.post(url(w, found), typed(("Anders", 100, 10, 10, 10), version=found.version), follow=True)
    assert "verandert niet meer" in answer.content.decode()
    assert "<form" not in browser.get(url(w, found)).content.decode().partition("<main")[2].partition("</main>")[0]
    assert the_one(trusted).percent == 59


def test_an_old_page_does_not_overwrite_what_a_colleague_saved(w, work, signed_in, trusted):
    with trusted():
        found = WageValueFactory(placement=work, on=days_ago(3), partner=w.partners["podium24"], version=3)
        WageTaskFactory(wage_value=found, name="Van een ander")
    answer = signed_in("adviser").post(url(w, found), typed(*TWO, version=2), follow=True)
    assert "intussen gewijzigd" in answer.content.decode()
    assert [task.name for task in the_one(trusted).tasks.all()] == ["Van een ander"]


def test_sent_twice_it_is_one(w, work, signed_in, trusted):
    browser = signed_in("adviser")
    key = browser.get(new_url(w, work)).context["form"].once
    for _time in range(2):
        assert browser.post(new_url(w, work), typed(*TWO, once=key)).status_code == 302
    assert the_one(trusted)


@pytest.mark.parametrize(("name", "status"), [("consultant", 200), ("adviser", 200), ("manager", 403), ("coach", 404),
                                              ("stranger", 404)])  # fmt: skip
def test_who_measures(w, work, signed_in, name, status):
    assert signed_in(name).get(new_url(w, work)).status_code == status


def test_a_coach_reads_and_does_not_write(w, signed_in, trusted):
    with trusted():
        step = StepFactory(client=w["both"], partner=w.partners["mtb"], instrument=w.work, started_on=days_ago(60))
        found = WageValueFactory(placement=PlacementFactory(client=w["both"], step=step), on=days_ago(3))
    address = f"/clienten/{w['both'].number}/loonwaarde/{found.pk}/"
    assert "Opslaan" not in signed_in("coach").get(address).content.decode()
    assert signed_in("coach").post(address, typed(*TWO)).status_code == 403


def test_the_placement_shows_it_to_who_reads_it(w, work, signed_in, trusted):
    with trusted():
        WageValueFactory(placement=work, percent=59, settled_on=today())
        WageSubsidyFactory(placement=work)
    address = f"/clienten/{w['job'].number}/plaatsing/{work.pk}/"
    assert "59%" in signed_in("consultant").get(address).content.decode()
    page = signed_in("manager").get(address).content.decode()
    assert "59%" not in page
    assert "Loonkostensubsidie" not in page
