"""What is done with practical support: who asks, who decides, and that a step waits for it."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from chain.acting import acting_as
from chain.days import today
from clients import steps, terms
from clients.models import Event, Step, Task
from clients.steps import NotNow
from development import supports
from development.models import Support
from development.models.support import SUPPORT_MOVES, WAITS
from tests.factories import InstrumentFactory, StepFactory, SupportFactory, TermFactory, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(w):
    """Act as somebody: `as_("coach")(supports.ask, client, ...)`."""

    def who(name):
        def act(function, *args, **more):
            with acting_as(w.acting(name)), transaction.atomic():
                return function(*args, by=member(w, name), **more)

        return act

    return who


def member(w, name):
    from chain.models import Membership

    with acting_as(w.acting(name)):
        return Membership.objects.with_contact_point().select_related("partner", "chain").get(pk=w.acting(name))


@pytest.fixture
def asked(w, trusted):
    def make(client="both", by="coach", step=None, **more):
        with trusted():
            facts = {"instrument": w.bus_pass, "partner": w.staff[by].partner, "author": w.staff[by].user}
            return SupportFactory(client=w[client], for_step=step, **(facts | more))

    return make


@pytest.fixture
def planned(w, trusted):
    """A planned step of MTB for who waits."""
    with trusted():
        return StepFactory(
            client=w["both"], chain=w.chain, instrument=w.learning, partner=w.partners["mtb"], status="planned",
            started_on=None, planned_on=today(),
        )  # fmt: skip


def codes(refused):
    return set(refused.value.error_dict)


def test_a_work_coach_asks_a_bus_pass_for_a_step_in_one_line(w, as_, planned, trusted):
    one = as_("coach")(supports.ask, w["both"], w.bus_pass, " Naar Beek. ", step=planned)
    with trusted():
        event = Event.objects.get(act="support-asked")
        assert (one.status, one.text, one.blocks, one.for_step_id) == ("asked", "Naar Beek.", True, planned.pk)
        assert one.partner_id == w.partners["mtb"].pk
        assert (event.part, event.params) == ("support", {"what": w.bus_pass.name})  # not what was written


@pytest.mark.parametrize(("field", "change"), [
    ("instrument", {"instrument": "course"}),
    ("text", {"text": "  "}),
    ("for_step", {"step": "mtb"}),
    ("on", {"on": -1}),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_at_its_field(w, as_, trusted, field, change):
    facts = {"instrument": w.bus_pass, "text": "Naar Beek.", "step": None}
    if "instrument" in change:
        facts["instrument"] = getattr(w, change["instrument"])
    if "step" in change:
        facts["step"] = w.steps[change["step"]]  # of somebody else
    if "on" in change:
        facts["on"] = days_ago(change["on"])
    facts |= {key: value for key, value in change.items() if key == "text"}
    with pytest.raises(ValidationError) as refused:
        as_("consultant")(supports.ask, w["both"], facts.pop("instrument"), facts.pop("text"), **facts)
    assert codes(refused) == {field}


def test_the_same_is_not_asked_twice_while_it_is_open(w, as_, asked, planned):
    asked(step=planned)
    with pytest.raises(ValidationError) as refused:
        as_("trainer")(supports.ask, w["both"], w.bus_pass, "Naar Beek.", step=planned)
    assert codes(refused) == {"instrument"}


def test_managers_and_who_guides_nobody_do_not_ask(w, as_):
    for name in ("manager", "policy", "archivist", "coordinator"):
        with pytest.raises(PermissionDenied):
            as_(name)(supports.ask, w["both"], w.bus_pass, "Naar Beek.")


@pytest.mark.parametrize("name", ["coach", "trainer", "adviser", "annex_consultant", "manager"])
def test_only_a_consultant_of_the_point_of_contact_decides(w, as_, asked, name):
    one = asked(by="trainer")
    for act in ("grant", "decline"):
        with pytest.raises((PermissionDenied, NotNow)):
            as_(name)(supports.move, one, act)


def test_the_database_too_leaves_the_decision_to_the_point_of_contact(w, asked):
    one = asked(by="coach")
    with acting_as(w.acting("coach")), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Support.objects.filter(pk=one.pk).update(status="granted", decided_on=today())


def test_granted_what_lasts_is_a_step_of_its_own_and_arranged_starts_it(w, as_, asked, trusted):
    one = as_("consultant")(
        supports.move, asked(), "grant", cost=Decimal("49.50"), cost_per="month", planned_on=today()
    )
    with trusted():
        step = Step.objects.get(pk=one.step_id)
        assert (step.instrument_id, step.partner_id, step.status) == (w.bus_pass.pk, w.partners["szmh"].pk, "planned")
        assert step.goal == ""  # what it is for stays with the question
        assert (one.cost, one.cost_per, one.decided_on) == (Decimal("49.50"), "month", today())
    one = as_("consultant")(supports.move, one, "arrange", on=today())
    with trusted():
        step.refresh_from_db()
        assert (one.status, one.arranged_on, step.status, step.started_on) == ("arranged", today(), "active", today())


def test_arranged_before_its_first_day_the_step_waits_for_that_day(w, as_, asked, trusted):
    one = as_("consultant")(supports.move, asked(), "grant", planned_on=days_ago(-10))
    one = as_("consultant")(supports.move, one, "arrange")
    with trusted():
        assert (one.status, Step.objects.get(pk=one.step_id).status) == ("arranged", "planned")


def test_what_is_given_once_is_no_step(w, as_, asked, trusted):
    one = as_("lead")(supports.move, asked(), "grant", cost=Decimal(80), cost_per="once")
    one = as_("lead")(supports.move, one, "arrange")
    assert (one.status, one.step_id) == ("arranged", None)


@pytest.mark.parametrize(("facts", "field"), [
    ({"cost": Decimal(5)}, "cost_per"),
    ({"cost": Decimal(-5), "cost_per": "once"}, "cost"),
    ({"planned_end": today()}, "planned_on"),
    ({"planned_on": days_ago(0), "planned_end": days_ago(3)}, "planned_end"),
])  # fmt: skip
def test_bad_grants_are_refused_and_nothing_is_kept(w, as_, asked, trusted, facts, field):
    one = asked()
    with pytest.raises(ValidationError) as refused:
        as_("consultant")(supports.move, one, "grant", **facts)
    with trusted():
        assert codes(refused) == {field}
        assert Support.objects.get().status == "asked"
        assert not Step.objects.filter(instrument=w.bus_pass).exists()


def test_declined_says_why(w, as_, asked):
    with pytest.raises(ValidationError) as refused:
        as_("consultant")(supports.move, asked(), "decline", text=" ")
    assert codes(refused) == {"text"}
    one = as_("consultant")(supports.move, asked(), "decline", text="Er rijdt een busje.")
    assert (one.status, one.decision) == ("declined", "Er rijdt een busje.")


def test_who_asked_says_that_it_is_not_needed_any_more_but_not_once_it_is_granted(w, as_, asked):
    assert as_("coach")(supports.move, asked(), "withdraw").status == "withdrawn"
    one = as_("consultant")(supports.move, asked(), "grant")
    with pytest.raises(NotNow):
        as_("coach")(supports.move, asked_again(one), "withdraw")


def asked_again(one):
    """The row as it stood when the page was made."""
    one.status = "asked"
    return one


def test_not_needed_any_more_after_the_grant_cancels_the_step(w, as_, asked, trusted):
    one = as_("consultant")(supports.move, asked(), "grant", planned_on=days_ago(-3))
    one = as_("consultant")(supports.move, one, "drop", text="Verhuisd naar de buurt.")
    with trusted():
        assert (one.status, Step.objects.get(pk=one.step_id).status) == ("withdrawn", "cancelled")


@pytest.mark.parametrize("act", list(SUPPORT_MOVES))
def test_each_move_goes_from_its_own_status_alone(w, as_, asked, act):
    before, _after = SUPPORT_MOVES[act]
    for status in {"asked", "granted", "declined", "withdrawn", "arranged"} - {before}:
        more = {} if status == "asked" else {"decided_on": today()}
        one = asked(status=status, arranged_on=today() if status == "arranged" else None, **more)
        with pytest.raises(NotNow):
            as_("consultant")(supports.move, one, act, **({"text": "Nee."} if act == "decline" else {}))


# A step waits for it


def test_a_step_does_not_begin_before_what_it_waits_for_is_there(w, as_, asked, planned, trusted):
    one = asked(step=planned)
    with pytest.raises(ValidationError) as refused:
        as_("coach")(steps.move, planned, "start")
    assert w.bus_pass.name in str(refused.value)
    one = as_("consultant")(supports.move, one, "grant")
    with pytest.raises(ValidationError):
        as_("coach")(steps.move, planned, "start")
    as_("consultant")(supports.move, one, "arrange")
    assert as_("coach")(steps.move, planned, "start").status == "active"


@pytest.mark.parametrize("status", ["declined", "withdrawn", "arranged"])
def test_what_is_over_holds_nobody_up(w, as_, asked, planned, status):
    asked(
        step=planned, status=status, decided_on=today(), arranged_on=today() if status == "arranged" else None
    )  # fmt: skip
    assert as_("coach")(steps.move, planned, "start").status == "active"


def test_what_is_not_needed_to_begin_holds_nobody_up(w, as_, asked, planned, trusted):
    one = asked(step=planned)
    with pytest.raises(PermissionDenied):
        as_("trainer")(supports.unblock, one)  # Annex neither asked it nor decides
    as_("coach")(supports.unblock, one)
    assert as_("coach")(steps.move, planned, "start").status == "active"
    with trusted():
        assert Support.objects.get().status == "asked"  # it is still needed


def test_granted_only_who_decides_says_that_the_step_can_begin_without(w, as_, asked, planned):
    one = as_("consultant")(supports.move, asked(step=planned), "grant")
    with pytest.raises(PermissionDenied):
        as_("coach")(supports.unblock, one)
    assert as_("consultant")(supports.unblock, one).blocks is False


def test_asked_for_a_step_that_runs_holds_up_nothing(w, as_, trusted):
    one = as_("coach")(supports.ask, w["both"], w.bus_pass, "Fiets is stuk.", step=w.steps["both-mtb"])
    assert one.blocks is False


# A certificate of conduct


@pytest.fixture
def vog(w, trusted):
    with trusted():
        return InstrumentFactory(
            chain=w.chain,
            code="vog",
            function="support",
            partner=w.partners["szmh"],
            name="Verklaring omtrent het gedrag",
        )


def test_of_a_certificate_of_conduct_there_are_no_words(w, as_, vog):
    one = as_("coach")(supports.ask, w["both"], vog, "Wegens een oude veroordeling.")
    assert one.text == ""
    one = as_("consultant")(supports.move, one, "decline", text="Afgewezen wegens een veroordeling.")
    assert (one.status, one.decision) == ("declined", "")


# Terms


def test_deciding_and_arranging_are_tasks_of_the_lead_until_they_are_done(w, as_, asked, trusted):
    with trusted():
        TermFactory(
            chain=w.chain, key="support-decide", source="support-asked", offset=5, unit="workdays", warn_days=10
        )
        TermFactory(
            chain=w.chain, key="support-arrange", source="support-granted", offset=10, unit="workdays", warn_days=15
        )
    one = asked(asked_on=days_ago(1))
    terms.run(w.chain.pk)
    with trusted():
        task = Task.objects.get(key="support-decide")
        assert (task.status, task.part, task.for_whom) == ("open", "support", "lead")
        assert task.due_on == terms.after(days_ago(1), 5, "workdays")
    as_("consultant")(supports.move, one, "grant")
    terms.run(w.chain.pk)
    with trusted():
        assert dict(Task.objects.values_list("key", "status")) == {
            "support-decide": "cleared",
            "support-arrange": "open",
        }


# What it costs


def test_costs_of_this_year_are_told_as_numbers_by_kind(w, asked, trusted):
    first = today().replace(month=1, day=1)
    with trusted():
        step = StepFactory(
            client=w["both"], chain=w.chain, instrument=w.bus_pass, partner=w.partners["szmh"], started_on=first
        )  # fmt: skip
    asked(status="arranged", decided_on=first, arranged_on=first, cost=Decimal(10), cost_per="month", step=step)
    asked(status="granted", decided_on=today(), cost=Decimal(80), cost_per="once")
    asked(status="declined", decided_on=today(), cost=Decimal(500), cost_per="once")
    asked(status="granted", decided_on=first.replace(year=first.year - 1), cost=Decimal(700), cost_per="once")
    with acting_as(w.acting("consultant")):
        (cost,) = supports_costs(w, "consultant")
    assert (cost.number, cost.once, cost.monthly) == (2, Decimal(80), Decimal(10 * today().month))
    with acting_as(w.acting("coach")):
        assert supports_costs(w, "coach") == []
        with connection.cursor() as cursor:
            cursor.execute("select * from snoer_support_costs()")
            assert cursor.fetchall() == []


def supports_costs(w, name):
    from development.support_list import costs

    return costs(member(w, name))


def test_the_database_refuses_what_cannot_be(w, asked):
    for wrong in ({"cost": Decimal(-1)}, {"status": "arranged"}, {"status": "granted"}, {"arranged_on": today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked(**wrong)


def test_what_waits_is_asked_or_granted():
    assert set(WAITS) == {"asked", "granted"}
