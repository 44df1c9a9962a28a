"""What is to be mended: each check finds what it says and nothing else, and what is right again is off the list."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import NoReverseMatch, reverse

from chain.acting import NOBODY, acting_as, system_membership
from chain.models import JobRun, Membership
from chain.parts import PARTS, STEERS
from clients.models import Assessment, BenefitPeriod, Event, Look, Step
from reporting import quality, tasks
from reporting.models import Flaw
from reporting.quality_figures import figures, tables
from reporting.scope import scope_of
from tests.attacks import refused, sql
from tests.conftest import role
from tests.factories import (
    AssessmentFactory,
    BenefitPeriodFactory,
    CapacityFactory,
    ClientFactory,
    DefinitionFactory,
    EvaluationFactory,
    ExemptionFactory,
    IdentityFactory,
    InstrumentFactory,
    MembershipFactory,
    PlacementFactory,
    PlanFactory,
    ResidenceFactory,
    StepFactory,
    WageSubsidyFactory,
    WageValueFactory,
    a_bsn,
    days_ago,
)
from tests.threads import at_once
from tests.world import STAFF, world


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


def look(chain) -> tuple[int, int]:
    with acting_as(system_membership(chain.pk, "count"), "test"):
        return quality.look(chain.pk)


def of(chain, key: str) -> set[int]:
    """What the check found, by what it is about."""
    with acting_as(system_membership(chain.pk, "count"), "test"):
        return set(Flaw.objects.filter(check_key=key).values_list("about_id", flat=True))


@pytest.fixture
def sound(w):
    """Somebody of whom nothing is missing, in a step that runs; and their chain's vocabulary."""
    with role("snoer_owner"):
        made = SimpleNamespace()
        made.ladder = DefinitionFactory(chain=w.chain, key="ladder", kind="ladder")
        made.ability = DefinitionFactory(chain=w.chain, key="ability", kind="work-ability")
        made.person = person(w, made, "Q-1")
        made.module = InstrumentFactory(chain=w.chain, activates=True, srg_code="29")
        made.step = StepFactory(
            client=made.person, instrument=made.module, partner=w.partners["annex"], planned_end=days_ago(-30)
        )
    return made


def person(w, made, number: str):
    one = ClientFactory(chain=w.chain, number=number, lives=w.maastricht, lead=w.staff["consultant"].user)
    IdentityFactory(client=one, bsn=a_bsn(int(number.split("-")[1]) + 5000), gender="female")
    BenefitPeriodFactory(client=one, started_on=days_ago(400), ended_on=None)
    AssessmentFactory(client=one, definition=made.ladder, value="3", on=days_ago(20))
    CapacityFactory(client=one, work_ability=50)
    return one


def test_of_who_nothing_is_missing_nothing_is_found(w, sound):
    look(w.chain)
    with acting_as(system_membership(w.chain.pk, "count"), "test"):
        assert not Flaw.objects.filter(client=sound.person).exists()


# key -> what is done to the sound person (given the world, the sound things) and gives what it is about
def without(model, **values):
    def act(w, s):
        model.objects.filter(client=s.person).update(**values)
        return s.person.pk

    return act


def gone(model, **which):
    def act(w, s):
        model.objects.filter(client=s.person, **which).delete()
        return s.person.pk

    return act


def stepped(**values):
    def act(w, s):
        Step.objects.filter(pk=s.step.pk).update(**values)
        return s.step.pk

    return act


def another_step(w, s, **values):
    return StepFactory(client=s.person, instrument=s.module, partner=w.partners["annex"], **values).pk


def gap(w, s):
    s.person.residences.update(ended_on=days_ago(50))
    return ResidenceFactory(client=s.person, municipality=w.vaals, started_on=days_ago(40)).pk


def unknown_town_at_start(w, s):
    s.person.residences.update(started_on=days_ago(100))
    return s.step.pk


def ended_benefit(**values):
    def act(w, s):
        BenefitPeriod.objects.filter(client=s.person).update(started_on=days_ago(400), ended_on=days_ago(10), **values)
        return BenefitPeriod.objects.get(client=s.person).pk

    return act


def closed(w, s):
    type(s.person).objects.filter(pk=s.person.pk).update(closed_on=days_ago(5))
    return s.step.pk


def works(w, s, **values):
    step = StepFactory(
        client=s.person, partner=w.partners["podium24"], started_on=days_ago(60), hours_per_week=values.pop("hours", 24),
        instrument=InstrumentFactory(chain=w.chain, form_of_work="regular", phase="placement", srg_code="99"),
    )  # fmt: skip
    return PlacementFactory(client=s.person, step=step, **({"contract": "B"} | values))


def at_work(**values):
    return lambda w, s: works(w, s, **values).pk


def subsidy(percent=None, **values):
    def act(w, s):
        placement = works(w, s)
        given = {"wage_value": None}
        if percent is not None:
            given["wage_value"] = WageValueFactory(
                placement=placement, client=s.person, percent=percent, settled_on=days_ago(9)
            )
        return WageSubsidyFactory(
            placement=placement, client=s.person, status="granted", decided_on=days_ago(8), monthly=500,
            started_on=days_ago(8), **(given | values),
        ).pk  # fmt: skip

    return act


def subsidy_after_work(w, s):
    made = subsidy(50)(w, s)
    Step.objects.filter(client=s.person, instrument__form_of_work="regular").update(status="done", ended_on=days_ago(3))
    return made


def exempt(**values):
    def act(w, s):
        return ExemptionFactory(client=s.person, partner=w.partners["szmh"], **values).pk

    return act


def exempt_without_benefit(w, s):
    BenefitPeriod.objects.filter(client=s.person).update(scheme="wajong")
    return exempt()(w, s)


def uncoded(w, s):
    type(s.module).objects.filter(pk=s.module.pk).update(srg_code="")
    return s.module.pk


BROKEN = {
    "no-bsn": without(IdentityFactory._meta.model, bsn_cipher=None, bsn_index=None),
    "no-birth-date": without(IdentityFactory._meta.model, birth_date=None),
    "no-gender": without(IdentityFactory._meta.model, gender=""),
    "no-municipality": lambda w, s: s.person.residences.update(ended_on=days_ago(2)) and s.person.pk,
    "residence-gap": gap,
    "no-ladder": gone(Assessment, definition__kind="ladder"),
    "old-ladder": without(Assessment, on=days_ago(200)),
    "no-work-ability": without(CapacityFactory._meta.model, work_ability=None),
    "step-past-end": stepped(planned_end=days_ago(2)),
    "step-without-reason": stepped(status="stopped", ended_on=days_ago(2), stopped_for=""),
    "step-overlap": lambda w, s: another_step(w, s, started_on=days_ago(30)),
    "step-without-residence": unknown_town_at_start,
    "step-without-benefit": lambda w, s: ended_benefit(end_reason="moved")(w, s) and s.person.pk,
    "benefit-without-reason": ended_benefit(end_reason=""),
    "closed-with-steps": closed,
    "work-without-placement": ended_benefit(end_reason="work"),
    "work-with-full-benefit": at_work(),
    "work-without-hours": at_work(hours=None),
    "work-without-contract": at_work(contract=""),
    "work-without-employer": at_work(employer=None),
    "subsidy-without-wage-value": subsidy(),
    "wage-value-odd": subsidy(100),
    "subsidy-after-work": subsidy_after_work,
    "exemption-of-grown-child": exempt(kind="parent", child_born_on=days_ago(6 * 366), ended_on=None),
    "exemption-without-benefit": exempt_without_benefit,
    "module-without-srg-code": uncoded,
}


@pytest.mark.parametrize("key", BROKEN)
def test_each_check_finds_what_is_broken_says_where_and_lets_go_of_it(w, sound, key):
    look(w.chain)
    before = of(w.chain, key)
    with role("snoer_owner"):
        about = BROKEN[key](w, sound)
    look(w.chain)
    assert of(w.chain, key) - before == {about}
    with acting_as(system_membership(w.chain.pk, "count"), "test"):
        flaw = Flaw.objects.get(check_key=key, about_id=about)
        check = quality.checks()[key]
        assert (flaw.part, flaw.about) == (check.part, check.about)
        assert (flaw.client_id is None) == (check.part == "")
        if check.by == "contact":
            assert (flaw.partner, flaw.user) == (w.partners["szmh"], w.staff["consultant"].user)
        if check.by == "partner":
            assert flaw.partner is not None
    found_at = flaw.found_at
    look(w.chain)
    with acting_as(system_membership(w.chain.pk, "count"), "test"):
        assert Flaw.objects.get(pk=flaw.pk).found_at == found_at, "looked at again, it is the same one"
    if check.part:
        with role("snoer_owner"):
            Step.objects.filter(client=sound.person).update(status="active", ended_on=None, planned_end=None)
            sound.person.wage_subsidies.all().delete()
            type(sound.person).objects.filter(pk=sound.person.pk).delete()
        look(w.chain)
        assert about not in of(w.chain, key)


def test_every_check_is_tried_here_and_leads_to_a_page(w):
    assert set(BROKEN) == set(quality.checks())
    for check in quality.checks().values():
        assert check.part in {"", *PARTS}
        takes = {"number": "1", "about_id": 1, "code": "x"}
        try:
            reverse(check.page, args=[takes[one] for one in check.takes])
        except NoReverseMatch:
            pytest.fail(f"{check.key}: no page {check.page}")


def test_an_evaluation_tells_the_ladder_too_and_the_last_word_counts(w, sound):
    with role("snoer_owner"):
        Assessment.objects.filter(client=sound.person).update(on=days_ago(300))
        plan = PlanFactory(client=sound.person)
        EvaluationFactory(plan=plan, client=sound.person, on=days_ago(10), ladder=4)
    look(w.chain)
    assert sound.person.pk not in of(w.chain, "old-ladder") | of(w.chain, "no-ladder")


def test_another_chain_is_left_alone(w, sound):
    look(w.chain)
    with acting_as(system_membership(w.other_chain.pk, "count"), "test"):
        assert not Flaw.objects.exists()
    look(w.other_chain)
    with acting_as(system_membership(w.other_chain.pk, "count"), "test"):
        assert set(Flaw.objects.values_list("chain", flat=True)) == {w.other_chain.pk}


# Who reads what of it


def acts(w, name: str) -> Membership:
    return Membership.objects.with_contact_point().select_related("chain", "user", "partner").get(pk=w.acting(name))


def test_who_steers_reads_the_same_numbers_and_others_those_of_their_own(w, sound):
    with role("snoer_owner"):
        stepped(planned_end=days_ago(2))(w, sound)
    look(w.chain)
    exact = {}
    for name, (_partner, function) in STAFF.items():
        with acting_as(w.acting(name)):
            found = figures(acts(w, name))
            if function in STEERS | {"admin"}:
                exact[name] = found.by_check
            elif name == "trainer":  # Annex carries out the step
                assert found.by_check["step-past-end"][0] >= 1
                assert "no-gender" not in found.by_check
            elif name == "coach":
                assert "step-past-end" not in found.by_check
    first, *others = [{key: (row[0], row[3]) for key, row in each.items()} for each in exact.values()]
    assert first
    assert all(each == first for each in others)
    with acting_as(w.acting("stranger")):
        assert figures(acts(w, "stranger")).number == 0


def test_the_bare_function_tells_the_whole_to_who_counts_it_and_nothing_outside_the_chain(w, sound):
    with role("snoer_owner"):
        alderman = MembershipFactory(
            chain=w.chain, partner=w.partners["beleid"], role="alderman", municipality=w.maastricht
        )
    look(w.chain)
    every, own = "select count(*) from snoer_flaws(null, false)", "select count(*) from snoer_flaws(null, true)"
    for name, (_partner, function) in STAFF.items():
        with acting_as(w.acting(name)):
            assert bool(sql(every)[0][0]) == (function in STEERS | {"admin"}), name
    for nobody in (alderman.pk, w.acting("stranger"), NOBODY):
        with acting_as(nobody):
            assert sql(every) == sql(own) == [(0,)]
    with refused():
        sql(every)


def test_a_municipality_narrows_the_numbers(w, sound):
    look(w.chain)
    with acting_as(w.acting("policy")):
        member = acts(w, "policy")
        every, here = figures(member), figures(member, w.vaals.pk)
        assert here.number < every.number
        for code, number in (("", every.number), ("GM0981", here.number)):
            scope, _form = scope_of(member, {"gemeente": code})
            assert tables(scope)[0].cell("whole", "number") == number


def test_the_list_shows_who_is_in_sight_and_logs_the_look(w, sound, signed_in):
    with role("snoer_owner"):
        stepped(planned_end=days_ago(2))(w, sound)
    look(w.chain)
    url = reverse("quality_people", args=["step-past-end"])
    before = _looks(sound.person)
    for name in ("lead", "trainer", "manager"):
        text = signed_in(name).get(url).content.decode()
        assert "Q-1" in text, name
        assert ("Herstel dit" in text) == (name == "trainer"), "who cannot change it sees no button"
    assert _looks(sound.person) == before + 3
    for name in ("coach", "consultant"):  # of the coach not the person, of the consultant not the partner's step
        assert "Q-1" not in signed_in(name).get(url).content.decode(), name
    assert signed_in("policy").get(url).status_code == 403
    assert signed_in("trainer").get(reverse("quality_people", args=["no-bsn"])).status_code == 403
    assert signed_in("consultant").get(reverse("quality_people", args=["nonsense"])).status_code == 404


def _looks(client) -> int:
    with role("snoer_owner"):
        return Look.objects.filter(client=client).count()


def test_ones_own_are_chosen_and_the_list_goes_on(w, sound, signed_in, monkeypatch):
    with role("snoer_owner"):
        for number in range(3):
            one = person(w, sound, f"Q-{number + 10}")
            IdentityFactory._meta.model.objects.filter(client=one).update(gender="")
    look(w.chain)
    monkeypatch.setattr("reporting.quality_pages.PAGE", 2)
    browser, url = signed_in("consultant"), reverse("quality_people", args=["no-gender"]) + "?wie=mijn"
    seen, pages = [], 0
    while url and pages < 5:
        answer = browser.get(url)
        seen += [row.small.split(",")[0] for row in answer.context["rows"]]
        url = (
            (reverse("quality_people", args=["no-gender"]) + answer.context["next_url"])
            if answer.context["next_url"]
            else ""
        )
        pages += 1
    assert seen == ["Q-10", "Q-11", "Q-12"]
    assert pages == 2
    for na in ("x", "-1", "9" * 30):
        assert (
            browser.get(reverse("quality_people", args=["no-gender"]), {"na": na, "gemeente": "<b>"}).status_code == 200
        )


def test_mijn_dag_counts_ones_own_and_leads_there(w, sound, signed_in):
    with role("snoer_owner"):
        IdentityFactory._meta.model.objects.filter(client=sound.person).update(gender="")
    look(w.chain)
    text = signed_in("consultant").get(reverse("day")).content.decode()
    assert reverse("quality") in text
    assert "na te kijken" in text
    assert "na te kijken" not in signed_in("trainer").get(reverse("day")).content.decode()


# Looking now


def test_policy_and_the_administrator_have_it_looked_over_now_others_not(w, signed_in, monkeypatch):
    asked = []
    monkeypatch.setattr("reporting.quality.send", lambda task, chain: asked.append((task, chain)) or True)
    for name in ("policy", "admin", "coordinator"):
        assert signed_in(name).post(reverse("quality")).status_code == 302
    for name in ("consultant", "manager", "trainer"):
        assert signed_in(name).post(reverse("quality")).status_code == 403
    assert asked == [("reporting.tasks.quality_of", w.chain.pk)] * 3


def test_without_a_worker_the_night_does_it_and_that_is_said(w, signed_in, monkeypatch):
    monkeypatch.setattr("reporting.quality.send", lambda *given: False)
    assert "Vannacht" in signed_in("policy").post(reverse("quality"), follow=True).content.decode()


def test_the_page_says_when_it_was_looked_over(w, signed_in):
    assert "Nog niet nagekeken" in signed_in("policy").get(reverse("quality")).content.decode()
    tasks.quality_of(w.chain.pk)
    text = signed_in("policy").get(reverse("quality")).content.decode()
    assert "Nagekeken op" in text
    with acting_as(system_membership(w.chain.pk, "count"), "test"):
        assert JobRun.objects.filter(job="quality", outcome__endswith="mended").exists()
        JobRun.objects.create(chain=w.chain, job="quality")
    assert "Wordt nu nagekeken" in signed_in("policy").get(reverse("quality")).content.decode()


def test_an_alderman_reads_none_of_it(w):
    from reporting.scope import within

    with pytest.raises(PermissionDenied):
        within(SimpleNamespace(role="alderman"))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_find_everything_once(trusted):
    with trusted():
        w = world()
    outcomes = at_once([lambda: quality.look_at(w.chain.pk)] * 2)
    assert all(isinstance(one, bool) for one in outcomes)
    with acting_as(system_membership(w.chain.pk, "count"), "test"), connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct (check_key, about, about_id)) from reporting_flaw")
        every, different = cursor.fetchone()
    assert every == different > 0


# Saying afterwards why a step stopped


def test_who_carried_it_out_says_afterwards_why_a_step_stopped_and_the_timeline_does_not_tell_what(w, sound, signed_in):
    with role("snoer_owner"):
        stepped(status="stopped", ended_on=days_ago(2), stopped_for="")(w, sound)
    url = reverse("step_reason", args=["Q-1", sound.step.pk])
    trainer = signed_in("trainer")
    assert trainer.post(url, {"stopped_for": ""}).status_code == 422
    assert trainer.post(url, {"stopped_for": "bored"}).status_code == 422
    assert signed_in("consultant").post(url, {"stopped_for": "moved"}).status_code == 403, "it is the partner's to tell"
    assert signed_in("coach").post(url, {"stopped_for": "moved"}).status_code == 404
    once = trainer.get(url).context["form"].once
    assert trainer.post(url, {"stopped_for": "detention", "once": once}).status_code == 302
    with role("snoer_owner"):
        assert Step.objects.get(pk=sound.step.pk).stopped_for == "detention"
        told = Event.objects.get(client=sound.person, act="step-explained")
        assert "detention" not in str(told.params)
    look(w.chain)
    assert sound.step.pk not in of(w.chain, "step-without-reason")
    assert trainer.get(url).status_code == 302, "there is nothing to ask any more"
    assert trainer.post(url, {"stopped_for": "moved", "once": "another"}).status_code == 302
    with role("snoer_owner"):
        assert Step.objects.get(pk=sound.step.pk).stopped_for == "detention"
