"""Moving on: what is said of it, by whom, of which steps; who stands on which list, and what everybody may count."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.models import Instrument
from chain.once import NotNow
from clients import terms
from clients.models import Event, Involvement, Look, Step, Task
from development import norms, onward
from development.models import Onward, Stay
from tests.factories import (
    AssessmentFactory,
    ClientFactory,
    DefinitionFactory,
    InstrumentFactory,
    OccupationFactory,
    OnwardFactory,
    PauseFactory,
    PersonalOutlookFactory,
    PlacementFactory,
    StayFactory,
    StepFactory,
    TermFactory,
    days_ago,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def say(w, name, key="both", verdict="now", **rest):
    with acting_as(w.acting(name)):
        return onward.say(w.steps[key], verdict, by=w.staff[name], **rest)


def names(page) -> list[str]:
    return [row["client"].last_name for row in page.context["rows"]]


def address(w, key="both") -> str:
    return reverse("onward_say", args=[w.steps[key].client.number, w.steps[key].pk])


# What is said


def test_its_partner_and_the_point_of_contact_say_it_and_the_last_word_stands(w):
    first = say(w, "trainer", verdict="later", helps=["language"], text="Leert snel.", on=days_ago(3))
    assert (first.verdict, first.partner_id, first.version) == ("later", w.partners["annex"].pk, 1)
    second = say(w, "consultant", verdict="soon")
    assert second.pk == first.pk and second.version == 2 and second.helps == []
    assert (second.partner_id, second.author_id) == (w.partners["szmh"].pk, w.staff["consultant"].user_id)
    with acting_as(w.acting("consultant")):
        told = Event.objects.filter(act="onward-said", client=w["both"])
        assert told.count() == 2 and all("Leert" not in str(one.params) for one in told)  # that, never what


@pytest.mark.parametrize("name", ["adviser", "annex_manager", "manager", "annex_coordinator", "policy", "coach"])
def test_others_do_not(w, name):
    with pytest.raises((PermissionDenied, Step.DoesNotExist)):
        say(w, name)


def test_who_has_the_person_there_does_and_only_for_as_long(w, trusted):
    with trusted():
        stay = StayFactory(step=w.steps["both"], place=w.place, reserved=True)
    assert say(w, "coach", verdict="soon").partner_id == w.partners["mtb"].pk
    with trusted():
        other = StayFactory(step=w.steps["step"])  # at no place of MTB
        Step.objects.filter(pk=w.steps["both"].pk).update(status="done", ended_on=today())
        stay.refresh_from_db()
    assert (stay.state, other.place) == ("over", None)
    with pytest.raises(PermissionDenied):
        say(w, "coach")


def test_nobody_does_of_what_does_not_run(w):
    with pytest.raises(NotNow):
        say(w, "trainer", "planned")
    with pytest.raises(NotNow):
        say(w, "consultant", "ended89")


@pytest.mark.parametrize("form", ["volunteering", "regular", "wage-subsidy"])
def test_nor_of_volunteering_or_paid_work(w, trusted, form, signed_in):
    """Volunteering is voluntary by definition: nothing hangs on it."""
    with trusted():
        module = InstrumentFactory(chain=w.chain, phase="placement", form_of_work=form)
        w.steps["free"] = StepFactory(client=w["unknown"], instrument=module, partner=w.partners["szmh"], chain=w.chain)
    with pytest.raises(PermissionDenied):
        say(w, "consultant", "free")
    assert signed_in("consultant").get(address(w, "free")).status_code == 404


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"verdict": "yes"}, "verdict"),
        ({"verdict": "later", "helps": ["money"]}, "helps"),
        ({"verdict": "stuck"}, "helps"),  # stuck, and not what would help
        ({"verdict": "now", "text": "x" * 301}, "text"),
        ({"verdict": "now", "on": today() + dt.timedelta(1)}, "on"),
        ({"verdict": "now", "on": days_ago(400)}, "on"),  # before the start
    ],
)
def test_what_cannot_be_said(w, facts, field):
    with pytest.raises(ValidationError) as refused:
        say(w, "trainer", **facts)
    assert field in refused.value.message_dict


def test_no_earlier_word_takes_the_place_of_a_later_one(w):
    say(w, "trainer", on=today())
    with pytest.raises(ValidationError):
        say(w, "consultant", on=days_ago(1))


@pytest.mark.django_db(transaction=True)
def test_two_at_the_very_same_moment_leave_one_word(w):
    outcomes = at_once([lambda name=name: say(w, name) for name in ("trainer", "consultant")])
    with acting_as(w.acting("consultant")):
        assert Onward.objects.filter(step=w.steps["both"]).count() == 1
    assert all(isinstance(one, (Onward, NotNow)) for one in outcomes)
    assert sum(isinstance(one, Onward) for one in outcomes) >= 1


# Its page


def test_the_page_saves_and_leads_back_to_the_list(w, signed_in):
    browser = signed_in("trainer")
    page = browser.get(address(w) + "?lijst=vast")
    assert page.status_code == 200
    data = {"verdict": "stuck", "helps": ["transport", "language"], "text": "Bus gaat niet.", "on": f"{today():%d-%m-%Y}",
            "version": "0", "once": page.context["form"].once}  # fmt: skip
    for _again in range(2):
        done = browser.post(address(w) + "?lijst=vast", data)
        assert done.status_code == 302 and done["Location"] == reverse("onward") + "?lijst=vast"
    with acting_as(w.acting("consultant")):
        said = Onward.objects.get(step=w.steps["both"])
    assert (said.verdict, said.helps, said.version) == ("stuck", ["language", "transport"], 1) or set(said.helps) == {
        "transport", "language",
    }  # fmt: skip


def test_what_somebody_else_said_meanwhile_is_shown_and_not_overwritten(w, signed_in):
    browser = signed_in("trainer")
    page = browser.get(address(w))
    say(w, "consultant", verdict="later", helps=["hours"])
    data = {"verdict": "now", "on": f"{today():%d-%m-%Y}", "version": "0", "once": page.context["form"].once}
    refused = browser.post(address(w), data)
    assert refused.status_code == 422
    assert refused.context["form"].theirs == {"verdict": "Heeft hier nog tijd nodig", "helps": "uren opbouwen"}
    data["version"] = re.search(r'name="version" value="(\d+)"', refused.content.decode()).group(1)
    assert browser.post(address(w), data).status_code == 302
    with acting_as(w.acting("consultant")):
        assert Onward.objects.get(step=w.steps["both"]).verdict == "now"


def test_bad_input_comes_back_with_what_was_typed(w, signed_in):
    page = signed_in("trainer").post(address(w), {"verdict": "", "text": "Bijna.", "on": "31-02-2026", "version": "0"})
    assert page.status_code == 422
    told = page.content.decode()
    assert "Kies of deze persoon door kan" in told and "Bijna." in told and "31-02-2026" in told


def test_who_may_not_gets_no_page(w, signed_in):
    assert signed_in("adviser").get(address(w)).status_code == 404  # not in sight
    assert signed_in("manager").get(address(w)).status_code == 403
    assert signed_in("coach").get(address(w)).status_code == 403  # in sight, by a step of its own


def test_the_page_of_the_step_shows_it_and_leads_to_it(w, signed_in):
    say(w, "trainer", verdict="stuck", helps=["childcare"], text="Opvang ontbreekt.")
    url = reverse("step", args=[w["both"].number, w.steps["both"].pk])
    told = signed_in("trainer").get(url).content.decode()
    assert "Zit vast" in told and "kinderopvang" in told and "Opvang ontbreekt." in told and address(w) in told
    seen = signed_in("manager").get(url).content.decode()
    assert "Zit vast" in seen and address(w) not in seen


# How long


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=5)


@given(took=st.integers(0, 300), spans=SPANS, open_end=st.booleans(), weeks=st.none() | st.integers(1, 40))
def test_how_long_is_every_day_but_those_of_a_pause(took, spans, open_end, weeks):
    """Brute force: the days one by one."""
    day = dt.date(2026, 11, 22)
    start, pauses, still = day - dt.timedelta(took), [], set()
    first = start
    for gap, length in spans:  # one after the other: pauses of a step do not overlap
        first += dt.timedelta(gap)
        pauses.append((first, first + dt.timedelta(length)))
        first += dt.timedelta(length + 1)
    if pauses and open_end:
        pauses[-1] = (pauses[-1][0], None)
    for one, last in pauses:
        still |= {one + dt.timedelta(n) for n in range(((last or day) - one).days + 1)}
    days = [start + dt.timedelta(n) for n in range(took + 1)]
    left = len([each for each in days if each not in still])
    assert norms.days_in(start, pauses, day) == left
    assert norms.days_past(start, pauses, weeks, day) == (max(left - 7 * weeks, 0) if weeks else 0)


def test_the_database_finds_the_same_people_past_their_norm(w, trusted):
    """Both ways of asking, of steps around the norm with and without pauses."""
    known, day = {}, today()
    with trusted():
        modules = [InstrumentFactory(chain=w.chain, weeks=usual, norm_weeks=norm)
                   for usual, norm in ((2, None), (4, 3), (None, 5), (None, None))]  # fmt: skip
        for n in range(48):
            module, began = modules[n % 4], days_ago(10 + n)
            step = StepFactory(
                client=ClientFactory(chain=w.chain, lives=w.maastricht), instrument=module, started_on=began,
                partner=w.partners["annex"], chain=w.chain,
            )  # fmt: skip
            pauses = []
            if n % 3:
                first = began + dt.timedelta(n % 5)
                last = None if n % 7 == 0 else min(first + dt.timedelta(n % 9), day)
                PauseFactory(step=step, started_on=first, ended_on=last)
                pauses = [(first, last)]
            known[step.pk] = norms.days_past(began, pauses, norms.weeks_of(module), day)
    with acting_as(w.acting("consultant")):
        weeks = {one.pk: norms.weeks_of(one) for one in modules}
        found = norms.past(Step.objects.filter(pk__in=known), weeks, day)
        assert set(found.values_list("pk", flat=True)) == {pk for pk, late in known.items() if late}
        with connection.cursor() as cursor:
            cursor.execute("select instrument_id, running, past from snoer_onward(null, null, null)")
            counted = {pk: (running, late) for pk, running, late in cursor.fetchall()}
        told = dict(Step.objects.filter(pk__in=known).values_list("pk", "instrument"))
    for pk in weeks:
        mine = [known[step] for step, module in told.items() if module == pk]
        assert counted[pk] == (len(mine), sum(1 for late in mine if late))


# The lists


@pytest.fixture
def moving(w, trusted):
    """`both` and `step` at Annex past a norm of four weeks, `mtb` not yet; three participation places of SZMH."""
    with trusted():
        Instrument.objects.filter(pk=w.instrument.pk).update(norm_weeks=4)
        Step.objects.filter(pk=w.steps["both"].pk).update(started_on=days_ago(100))
        Step.objects.filter(pk=w.steps["step"].pk).update(started_on=days_ago(50))
        Step.objects.filter(pk=w.steps["both-mtb"].pk).update(started_on=days_ago(27))
        Step.objects.filter(pk=w.steps["mtb"].pk).update(started_on=days_ago(27))
        OnwardFactory(step=w.steps["mtb"], verdict="stuck", helps=["place"], on=days_ago(4))
        OnwardFactory(step=w.steps["step"], verdict="stuck", helps=["place", "language"], on=days_ago(2))
        w.pp = InstrumentFactory(
            chain=w.chain, code="participatieplaats", phase="placement", form_of_work="participation-place", weeks=104
        )
        for n, key in enumerate(("unknown", "left-team", "ended91", "ended90", "moved")):
            w.steps["pp-" + key] = StepFactory(
                client=w[key], chain=w.chain, instrument=w.pp, partner=w.partners["szmh"], started_on=days_ago(300 - n)
            )
        ready = DefinitionFactory(chain=w.chain, key="job-ready", name="Bemiddelingsklaar")
        OnwardFactory(step=w.steps["pp-unknown"], verdict="soon")
        AssessmentFactory(client=w["left-team"], definition=ready, value="yes", on=days_ago(9))
        AssessmentFactory(client=w["ended91"], definition=ready, value="yes", on=days_ago(9))
        AssessmentFactory(client=w["ended91"], definition=ready, value="not-yet", on=days_ago(3))  # the last one holds
        PersonalOutlookFactory(client=w["ended90"], occupation=OccupationFactory(name="Hovenier"), chances="good")
    return w


def test_unpaid_work_from_which_paid_work_could_come_and_why(moving, signed_in):
    page = signed_in("consultant").get(reverse("onward"))
    assert names(page) == ["unknown", "left-team", "ended90"]  # who is there longest first
    assert [row["why"] for row in page.context["rows"]][1:] == [
        [f"Bemiddelingsklaar, {dt.date.strftime(days_ago(9), '%-d')} " + page.context["rows"][1]["why"][0].split()[-1]],
        ["veel kans als hovenier"],
    ]


def test_who_has_paid_work_or_begins_with_it_is_not_on_it(moving, signed_in, trusted):
    with trusted():
        PlacementFactory(client=moving["unknown"], step__instrument=moving.work, step__status="planned")
    assert names(signed_in("consultant").get(reverse("onward"))) == ["left-team", "ended90"]


def test_volunteering_is_on_no_list_and_in_no_figure(moving, signed_in, trusted):
    before = signed_in("consultant").get(reverse("onward")).context["whole"].running
    with trusted():
        free = InstrumentFactory(
            chain=moving.chain, phase="placement", form_of_work="volunteering", weeks=1, norm_weeks=1
        )
        step = StepFactory(client=moving["mtb"], chain=moving.chain, instrument=free, started_on=days_ago(200))
        OnwardFactory(step=step, verdict="stuck")
    for tab in ("kans", "norm", "vast"):
        page = signed_in("consultant").get(reverse("onward") + f"?lijst={tab}")
        assert step.pk not in [row["step"].pk for row in page.context["rows"]]
        assert page.context["whole"].running == before


def test_the_employer_service_sees_whose_card_it_may_see_and_the_number_of_the_others(moving, signed_in, trusted):
    with trusted():
        Involvement.objects.create(
            client=moving["left-team"], chain=moving.chain, partner=moving.partners["podium24"], reason="mediation",
            source="cardrequest", source_id=1, started_on=days_ago(1),
            parts=["client", "contact", "profile", "plan", "placements", "referrals"],
        )  # fmt: skip
    page = signed_in("adviser").get(reverse("onward"))
    assert names(page) == ["left-team"] and page.context["potential"] == 3
    assert "In de hele keten zijn dat 3 mensen" in page.content.decode()
    assert signed_in("consultant").get(reverse("onward")).context["potential"] is None


def test_past_the_norm_the_longest_first_with_what_one_does_about_it(moving, signed_in):
    page = signed_in("consultant").get(reverse("onward") + "?lijst=norm")
    assert names(page) == ["both", "step"]
    first = page.context["rows"][0]
    assert (first["row"].weeks, first["row"].norm, first["row"].weeks_over) == (14, 4, 10) and first["say"]
    assert names(signed_in("trainer").get(reverse("onward") + "?lijst=norm")) == ["both", "step"]
    assert names(signed_in("adviser").get(reverse("onward") + "?lijst=norm")) == []


def test_days_of_a_pause_are_taken_off(moving, signed_in, trusted):
    with trusted():
        PauseFactory(step=moving.steps["step"], started_on=days_ago(22))  # still: 28 days went on
    page = signed_in("consultant").get(reverse("onward") + "?lijst=norm")
    assert names(page) == ["both"] and page.context["whole"].past == 1
    with trusted():
        PauseFactory(step=moving.steps["both"], started_on=days_ago(60), ended_on=days_ago(51))
    page = signed_in("consultant").get(reverse("onward") + "?lijst=norm")
    assert page.context["rows"][0]["row"].days == 91


def test_who_is_stuck_said_last_first(moving, signed_in, trusted):
    page = signed_in("consultant").get(reverse("onward") + "?lijst=vast")
    assert names(page) == ["step", "mtb"] and page.context["rows"][0]["helps"]
    assert names(signed_in("coach").get(reverse("onward") + "?lijst=vast")) == ["mtb"]
    with trusted():
        Step.objects.filter(pk=moving.steps["step"].pk).update(status="done", ended_on=today())
    assert names(signed_in("consultant").get(reverse("onward") + "?lijst=vast")) == ["mtb"]


def test_the_figures_are_the_same_for_everybody_in_the_chain(moving, signed_in):
    def told(name):
        page = signed_in(name).get(reverse("onward"))
        whole = page.context["whole"]
        of = {one.name: (one.running, one.past, one.can, one.stuck) for one, _modules in page.context["by_partner"]}
        return (whole.running, whole.past, whole.can, whole.stuck), of, page.context["helps"]

    whole, of, helps = told("consultant")
    assert whole == (9, 2, 1, 2)
    assert of[moving.partners["annex"].name] == (2, 2, 0, 1) and of[moving.partners["mtb"].name] == (2, 0, 0, 1)
    assert [people for _name, people in helps] == [2, 1]
    for name in ("trainer", "coach", "adviser", "manager", "policy", "coordinator"):
        assert told(name) == (whole, of, helps)


def test_who_sees_no_files_sees_figures_and_no_names(moving, signed_in):
    for name in ("policy", "coordinator"):
        page = signed_in(name).get(reverse("onward") + "?lijst=norm")
        assert page.context["rows"] == [] and not page.context["names"]
        assert moving["both"].number not in page.content.decode()
    for name in ("privacy", "archivist", "admin"):
        assert signed_in(name).get(reverse("onward")).status_code == 403


def test_a_manager_sees_names_in_sight_and_no_buttons(moving, signed_in):
    page = signed_in("annex_manager").get(reverse("onward") + "?lijst=norm")
    assert names(page) == ["both", "step"]
    assert not any(row["say"] or row["links"] for row in page.context["rows"])


def test_the_filters(moving, signed_in):
    browser, url = signed_in("consultant"), reverse("onward")
    annex, mtb = moving.partners["annex"].code, moving.partners["mtb"].code
    assert names(browser.get(f"{url}?lijst=vast&partner={mtb}")) == ["mtb"]
    assert names(browser.get(f"{url}?lijst=vast&partner={annex}&module=work-rhythm")) == ["step"]
    assert names(browser.get(f"{url}?lijst=vast&module=participatieplaats")) == []
    assert names(browser.get(f"{url}?gemeente=GM0981")) == []
    assert browser.get(f"{url}?gemeente=GM0981").context["whole"] is None or True
    assert names(browser.get(f"{url}?lijst=onzin&partner=%00x&module='&gemeente=GM9999&na=zz")) == names(
        browser.get(url)
    )


def test_each_look_is_logged_and_nothing_else_of_people_stands_in_the_address(moving, signed_in, trusted):
    with trusted():
        before = Look.objects.count()
    page = signed_in("trainer").get(reverse("onward") + "?lijst=norm")
    with trusted():
        assert Look.objects.count() == before + 2
        assert set(Look.objects.order_by("-at")[0].parts) == {"client", "plan"}
    assert not re.search(r'href="[^"]*both', page.content.decode())


@pytest.mark.parametrize("tab", ["kans", "norm", "vast"])
def test_pages_follow_one_another_in_as_many_queries(moving, signed_in, trusted, tab):
    url = reverse("onward") + f"?lijst={tab}"
    browser = signed_in("consultant")
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(url)
    with trusted():
        for n in range(30):
            client = ClientFactory(chain=moving.chain, lives=moving.maastricht)
            module = moving.pp if tab == "kans" else moving.instrument
            step = StepFactory(client=client, chain=moving.chain, instrument=module, partner=moving.partners["annex"],
                               started_on=days_ago(60 - n % 3))  # fmt: skip
            OnwardFactory(step=step, verdict="stuck" if tab == "vast" else "now", on=days_ago(n % 4))
            StayFactory(step=step, place=None)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(url)
    assert len(many) == len(few) <= 10
    seen = [row["step"].pk for row in page.context["rows"]]
    assert len(seen) == 25
    while page.context["next_url"]:
        page = browser.get(page.context["next_url"])
        seen += [row["step"].pk for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == {"kans": 33, "norm": 32, "vast": 32}[tab]


def test_in_english(moving, signed_in):
    with translation.override("en"):
        assert signed_in("consultant").get(reverse("onward")).status_code == 200


def test_the_state_of_a_stay_decides_where_somebody_is(w, trusted):
    with trusted():
        StayFactory(step=w.steps["planned"], place=w.place, reserved=True)
        held = Stay.objects.get(step=w.steps["planned"])
        assert held.state == "held" and not onward.hosts(w.staff["coach"], held)


# The term


def test_what_was_said_of_who_is_past_the_norm_is_said_again_after_three_months(w, trusted):
    with trusted():
        Instrument.objects.filter(pk=w.instrument.pk).update(norm_weeks=4)
        TermFactory(
            chain=w.chain, key="onward-again", source="onward-said", offset=3, unit="months", for_whom="partner"
        )
        Step.objects.filter(pk=w.steps["mtb"].pk).update(started_on=days_ago(20))
        for key, on in (("both", 100), ("step", 5), ("mtb", 10)):  # the last is within the norm
            OnwardFactory(step=w.steps[key], on=days_ago(on))
    terms.run(w.chain.pk)
    with trusted():
        tasks = Task.objects.filter(key="onward-again", status="open")
        assert {task.about_id for task in tasks} == {w.steps["both"].pk, w.steps["step"].pk}
        late = tasks.get(about_id=w.steps["both"].pk)
        assert late.due_on == terms_after(days_ago(100)) and late.partner == w.partners["annex"]
    say(w, "trainer", verdict="soon")
    terms.run(w.chain.pk)
    with trusted():
        assert Task.objects.get(pk=late.pk).due_on == terms_after(today())


def terms_after(on: dt.date) -> dt.date:
    return terms.after(on, 3, "months")
