"""What a partner runs: progress of several people with one save, started and finished from the same page."""

import pytest

from chain.days import today
from chain.formats import day_typed
from clients.models import Event, Look, Observation, Step
from development.models import Attendance
from tests.factories import GroupFactory, InstrumentFactory, MandateFactory, StayFactory, StepFactory, days_ago
from tests.world import world

pytestmark = pytest.mark.django_db
URL = "/lopend/"


@pytest.fixture
def w(trusted):
    """Annex runs steps of `step`, `both` and (planned) `planned`."""
    with trusted():
        w = world()
        MandateFactory(partner=w.partners["annex"], function="trajectories")
    return w


def names(page):
    return [line["step"].client.last_name for group in page.context["groups"] for line in group["lines"]]


def post(browser, **typed):
    return browser.post(
        URL, {"on": day_typed(today()), **{key.replace("_", "-"): value for key, value in typed.items()}}
    )


def test_it_shows_the_partner_s_own_steps_running_ones_first(w, signed_in):
    assert names(signed_in("trainer").get(URL)) == ["both", "step", "planned"]
    assert names(signed_in("coach").get(URL)) == ["both", "mtb"]
    assert names(signed_in("adviser").get(URL)) == []


def test_placements_and_intakes_are_left_to_their_own_pages(w, signed_in, trusted):
    with trusted():
        intake = InstrumentFactory(chain=w.chain, code="intake", function="intake")
        StepFactory(client=w["team"], chain=w.chain, partner=w.partners["annex"], instrument=intake)
    assert "team" not in names(signed_in("trainer").get(URL))
    assert "placement" not in names(signed_in("trainer").get(URL))


def test_several_people_with_one_save(w, signed_in, trusted):
    one, other = w.steps["step"], w.steps["both"]
    answer = post(
        signed_in("trainer"),
        **{
            f"presence_{one.pk}": "present",
            f"text_{one.pk}": "Werkt al zelfstandig.",
            f"presence_{other.pk}": "absent",
        },
    )
    assert answer.status_code == 302
    with trusted():
        told = {found.step_id: (found.text, found.on) for found in Observation.objects.all()}
        assert told == {one.pk: ("Werkt al zelfstandig.", today())}
        marked = {row.step_id: (row.mark, row.on, row.hours, row.group) for row in Attendance.objects.all()}
        assert marked == {one.pk: ("present", today(), None, None), other.pk: ("absent", today(), None, None)}
        acts = Event.objects.filter(author=w.staff["trainer"].user).values_list("act", "client__last_name")
        assert sorted(acts) == [("not-there", "both"), ("step-observed", "step")]


def test_who_is_in_a_group_gets_its_hours_and_stands_in_its_day(w, signed_in, trusted):
    step = w.steps["step"]
    with trusted():
        group = GroupFactory(chain=w.chain, partner=w.partners["annex"], instrument=w.instrument)
        StayFactory(step=step, chain=w.chain, group=group)
    browser = signed_in("trainer")
    assert group.name in browser.get(URL).content.decode()
    assert names(browser.get(f"{URL}?groep=zonder")) == ["both", "planned"]
    post(browser, **{f"presence_{step.pk}": "late"})
    with trusted():
        row = Attendance.objects.get()
    assert (row.mark, row.hours, row.group_id) == ("late", 3, group.pk)


def test_the_mark_of_who_is_finished_is_kept_beside_the_result(w, signed_in, trusted):
    step = w.steps["step"]
    post(
        signed_in("trainer"),
        **{"move": f"finish:{step.pk}", f"presence_{step.pk}": "present", f"text_{step.pk}": "Klaar."},
    )
    with trusted():
        assert Attendance.objects.get().mark == "present"
        assert Step.objects.get(pk=step.pk).result == "Klaar."
        assert not Observation.objects.exists()


def test_it_says_for_how_many(w, signed_in):
    browser = signed_in("trainer")
    post(browser, **{f"text_{w.steps['step'].pk}": "Goed."})
    page = browser.get(URL).content.decode()
    assert "Opgeslagen voor 1 persoon." in page
    assert "Laatst genoteerd vandaag" in " ".join(page.split())


def test_a_planned_step_is_started(w, signed_in, trusted):
    post(signed_in("trainer"), move=f"start:{w.steps['planned'].pk}")
    with trusted():
        step = Step.objects.get(pk=w.steps["planned"].pk)
    assert (step.status, step.started_on) == ("active", today())


def test_finishing_takes_the_text_as_result_and_keeps_what_else_was_typed(w, signed_in, trusted):
    one, other = w.steps["step"], w.steps["both"]
    post(
        signed_in("trainer"),
        **{"move": f"finish:{one.pk}", f"text_{one.pk}": "Kan werken in een ploeg.", f"text_{other.pk}": "Gaat goed."},
    )
    with trusted():
        step = Step.objects.get(pk=one.pk)
        assert (step.status, step.ended_on, step.result) == ("done", today(), "Kan werken in een ploeg.")
        assert [found.step_id for found in Observation.objects.all()] == [other.pk]


def test_finishing_without_a_result_saves_nothing(w, signed_in, trusted):
    answer = post(
        signed_in("trainer"),
        **{"move": f"finish:{w.steps['step'].pk}", f"text_{w.steps['both'].pk}": "Gaat goed."},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Schrijf bij afronden kort op wat eruit kwam" in page
    assert "Gaat goed." in page
    with trusted():
        assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("on", "says"),
    [("", "Vul een datum in"), ("32-01-2026", "bestaat niet"), (day_typed(days_ago(-1)), "moet nog komen"),
     (day_typed(days_ago(300)), "vóór de start")],
)  # fmt: skip
def test_a_day_that_cannot_be_saves_nothing_and_keeps_the_text(w, signed_in, trusted, on, says):
    answer = signed_in("trainer").post(URL, {"on": on, f"text-{w.steps['step'].pk}": "Gaat goed."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert "Gaat goed." in page
    with trusted():
        assert not Observation.objects.exists()


def test_what_somebody_else_ended_meanwhile_is_said_with_the_text(w, signed_in, trusted):
    with trusted():
        Step.objects.filter(pk=w.steps["step"].pk).update(status="done", ended_on=today())
    browser = signed_in("trainer")
    post(browser, **{f"text_{w.steps['step'].pk}": "Gaat goed.", f"text_{w.steps['both'].pk}": "Ook goed."})
    page = browser.get(URL).content.decode()
    assert "Niet opgeslagen: Gaat goed." in page
    with trusted():
        assert [found.text for found in Observation.objects.all()] == ["Ook goed."]


def test_a_double_click_notes_once(w, signed_in, trusted):
    browser = signed_in("trainer")
    key = browser.get(URL).context["once"]
    for _time in range(2):
        post(browser, once=key, **{f"text_{w.steps['step'].pk}": "Goed."})
    with trusted():
        assert Observation.objects.count() == 1


@pytest.mark.parametrize("whose", ["mtb", "both-mtb", "foreign"])
def test_a_step_of_another_partner_is_not_touched(w, signed_in, trusted, whose):
    step = w.steps[whose]
    post(signed_in("trainer"), **{f"text_{step.pk}": "Gaat goed."})
    post(signed_in("trainer"), **{"move": f"finish:{step.pk}", f"text_{step.pk}": "Klaar."})
    with trusted():
        assert not Observation.objects.exists()
        assert Step.objects.get(pk=step.pk).status == "active"


@pytest.mark.parametrize(
    ("name", "status"),
    [("trainer", 200), ("coach", 200), ("adviser", 200), ("consultant", 200), ("stranger", 200), ("manager", 403),
     ("annex_manager", 403), ("policy", 403), ("privacy", 403), ("admin", 403)],
)  # fmt: skip
def test_who(signed_in, name, status):
    assert signed_in(name).get(URL).status_code == status
    if status == 403:
        assert signed_in(name).post(URL, {"on": day_typed(today())}).status_code == 403


def test_every_look_is_logged(w, signed_in, trusted):
    signed_in("trainer").get(URL)
    with trusted():
        assert Look.objects.filter(client=w["step"], parts=["plan"], why="involvement").exists()


def test_it_asks_no_more_with_more_people(w, signed_in, trusted, django_assert_max_num_queries):
    with trusted():
        for name in ("unknown", "mtb", "team", "ended91"):
            StepFactory(client=w[name], chain=w.chain, partner=w.partners["annex"], instrument=w.instrument)
    browser = signed_in("trainer")
    browser.get(URL)
    with django_assert_max_num_queries(14):
        assert len(names(browser.get(URL))) == 7
