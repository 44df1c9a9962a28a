"""Indications and exemptions: what may be asked again when, how long article 9a lasts, and the tasks that follow."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from chain.days import today
from chain.once import NotNow
from clients import terms
from clients.models import Event, Identity, Task, Term
from clients.terms import after
from diagnosis import abilities, exemptions
from diagnosis.models import Exemption, Indication
from reporting.blueprint import find, read
from tests.conftest import role
from tests.factories import (
    AssessmentFactory,
    DefinitionFactory,
    ExemptionFactory,
    IndicationFactory,
    PlanFactory,
    TermFactory,
    days_ago,
)
from tests.world import world

SOURCES = {
    "indication-limit", "exemption-limit", "exemption-plan", "exemption-review", "exemption-end", "sheltered-asked",
    "indication-end", "youngest-child", "ladder",
}  # fmt: skip


def rows():
    """The chain's terms of indications, exemptions and children, as the blueprint has them."""
    for row in read(find("maastricht-heuvelland")).terms:
        if row["source"] in SOURCES:
            values = {name: row[name] for name in row if name not in ("from", "until")}
            yield {"unit": "months", **values, "started_on": row["from"]}


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        for values in rows():
            TermFactory(chain=w.chain, **values)
    return w


@pytest.fixture
def consultant(w):
    with acting_as(w.acting("consultant"), "test"):
        yield w.staff["consultant"]


def told(act):
    with role("snoer_owner"):
        return list(Event.objects.filter(act=act).values_list("part", "params"))


def asked(client, kind, days, **more):
    return abilities.ask(client, kind, days_ago(days), **more)


# asking again: once in 12 months


@pytest.mark.parametrize(("kind", "article"), [("limited-hours", "artikel 6b"), ("wage-subsidy", "artikel 10c")])
def test_what_may_be_asked_once_a_year_is_refused_within_it_and_not_on_the_day_itself(
    w, consultant, trusted, kind, article
):
    again = after(days_ago(400), 12, "months")
    with trusted():
        IndicationFactory(
            client=w["step"], kind=kind, requested_on=days_ago(400), outcome="yes", decided_on=days_ago(380),
            started_on=days_ago(380), ended_on=days_ago(300),
        )  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        abilities.ask(w["step"], kind, again - dt.timedelta(1), changed="Er is veel veranderd.")
    assert article in refused.value.message_dict["requested_on"][0]
    assert abilities.ask(w["step"], kind, again).requested_on == again


def test_sheltered_work_is_asked_again_a_year_after_a_no_or_when_something_changed(w, consultant, trusted):
    with trusted():
        IndicationFactory(
            client=w["step"], kind="sheltered-work", requested_on=days_ago(200), outcome="no", decided_on=days_ago(150)
        )
    with pytest.raises(ValidationError) as refused:
        abilities.ask(w["step"], "sheltered-work")
    assert "artikel 10b" in refused.value.message_dict["changed"][0]
    again = abilities.ask(w["step"], "sheltered-work", changed=" Werkt nu met een vaste begeleider. ")
    assert again.changed == "Werkt nu met een vaste begeleider."


def test_after_a_yes_or_of_another_kind_nothing_stands_in_the_way(w, consultant, trusted):
    with trusted():
        for kind, outcome in (("sheltered-work", "yes"), ("target-group", "no"), ("wsw", "no")):
            IndicationFactory(
                client=w["step"], kind=kind, requested_on=days_ago(90), outcome=outcome, decided_on=days_ago(60),
                started_on=None if outcome == "no" else days_ago(60), ended_on=None if outcome == "no" else days_ago(2),
            )  # fmt: skip
    for kind in ("sheltered-work", "target-group", "wsw", "limited-hours"):
        abilities.ask(w["step"], kind)


def test_one_request_at_a_time(w, consultant):
    abilities.ask(w["step"], "target-group")
    with pytest.raises(ValidationError, match="al aangevraagd"):
        abilities.ask(w["step"], "target-group")
    abilities.ask(w["team"], "target-group")


# the outcome


def test_an_outcome_says_from_when_to_when_and_is_told(w, consultant):
    one = asked(w["step"], "limited-hours", 40, source="UWV")
    found = abilities.decide(one, "yes", days_ago(3), hours=16, ended_on=days_ago(-300))
    assert (found.outcome, found.started_on, found.hours, found.source) == ("yes", days_ago(3), 16, "UWV")
    assert told("indication-decided") == [("capacity", {"kind": "medisch urenbeperkt", "outcome": "ja"})]
    with pytest.raises(NotNow):
        abilities.decide(one, "no", today())


def test_a_no_has_no_period(w, consultant):
    found = abilities.decide(asked(w["step"], "target-group", 10), "no", today(), started_on=today(), ended_on=today())
    assert (found.started_on, found.ended_on) == (None, None)


@pytest.mark.parametrize(
    ("kind", "outcome", "on", "more", "field"),
    [
        ("target-group", "perhaps", 0, {}, "outcome"),
        ("target-group", "yes", -1, {}, "decided_on"),
        ("target-group", "yes", 11, {}, "decided_on"),
        ("target-group", "yes", 0, {"hours": 20}, "hours"),
        ("limited-hours", "yes", 0, {"hours": 41}, "hours"),
        ("limited-hours", "yes", 0, {"hours": 0}, "hours"),
        ("wsw", "presumed", 0, {"ended_on": days_ago(1)}, "ended_on"),
    ],
)
def test_an_outcome_that_cannot_be(w, consultant, kind, outcome, on, more, field):
    one = asked(w["step"], kind, 10)
    with pytest.raises(ValidationError) as refused:
        abilities.decide(one, outcome, days_ago(on), **more)
    assert list(refused.value.message_dict) == [field]
    assert Indication.objects.get().outcome == ""


def test_two_of_a_kind_do_not_hold_at_once(w, consultant):
    abilities.note(w["step"], "wsw", "yes", days_ago(100))
    with pytest.raises(ValidationError, match="al zo'n indicatie"):
        abilities.note(w["step"], "wsw", "yes", today())
    abilities.end_indication(Indication.objects.get(), days_ago(1))
    abilities.note(w["step"], "wsw", "yes", today())
    with pytest.raises(NotNow):
        abilities.end_indication(Indication.objects.order_by("pk")[0], today())


@pytest.mark.parametrize("who", ["trainer", "annex_consultant", "coach", "manager"])
def test_the_point_of_contact_alone_writes_them(w, who):
    client = w["both"]
    with acting_as(w.acting(who), "test"):
        with pytest.raises(PermissionDenied):
            abilities.ask(client, "target-group")
        with pytest.raises(PermissionDenied):
            exemptions.exempt(
                client, "temporary", "a", requested_on=today(), decided_on=today(), started_on=today(), ended_on=today()
            )


@pytest.mark.parametrize(("who", "sees"), [("trainer", 1), ("coach", 1), ("annex_consultant", 1), ("manager", 0)])
def test_indications_are_read_by_who_guides_to_work_and_exemptions_by_the_point_of_contact(w, trusted, who, sees):
    with trusted():
        IndicationFactory(client=w["both"])
        ExemptionFactory(client=w["both"])
    with acting_as(w.acting(who), "test"):
        assert (Indication.objects.count(), Exemption.objects.count()) == (sees, 0)


# the register: Besluit SUWI, article 3.2


@pytest.mark.parametrize(
    ("ceased", "ends"),
    [
        ("2026-01-01", "2028-12-31"),
        ("2026-12-31", "2028-12-31"),
        ("2024-02-29", "2026-12-31"),
        ("2027-01-01", "2029-12-31"),
    ],
)
def test_the_register_ends_after_the_second_calendar_year(w, consultant, ceased, ends):
    day = abilities.register_ends(w.chain.pk, dt.date.fromisoformat(ceased))
    assert day == dt.date.fromisoformat(ends)
    assert abilities.register_ends(w.other_chain.pk, dt.date(2026, 1, 1)) is None


# exemptions: Participatiewet, articles 9 and 9a


def exempt(client, kind="parent", duties="a", *, start=0, **more):
    given = {"requested_on": days_ago(start + 10), "decided_on": days_ago(start), "started_on": days_ago(start)}
    return exemptions.exempt(client, kind, duties, **{**given, **more})


@pytest.mark.parametrize(
    ("kind", "duties", "more", "field"),
    [
        ("other", "a", {}, "kind"),
        ("temporary", "abc", {"ended_on": days_ago(-30)}, "duties"),  # article 9, paragraph 2: a and c alone
        ("permanent", "a", {}, "duties"),  # paragraph 5: all of them
        ("parent", "abc", {"child_born_on": days_ago(300)}, "duties"),
        ("temporary", "a", {}, "ended_on"),
        ("temporary", "a", {"ended_on": days_ago(1)}, "ended_on"),
        ("parent", "a", {}, "child_born_on"),
        ("parent", "a", {"child_born_on": days_ago(-1)}, "child_born_on"),
        ("parent", "a", {"child_born_on": days_ago(2000)}, "started_on"),  # five already
        ("parent", "a", {"child_born_on": days_ago(300), "months_elsewhere": 60}, "started_on"),
        ("parent", "a", {"child_born_on": days_ago(300), "ended_on": days_ago(-2000)}, "ended_on"),
        ("temporary", "a", {"ended_on": today(), "decided_on": days_ago(-1)}, "decided_on"),
        ("temporary", "a", {"ended_on": today(), "requested_on": today(), "decided_on": days_ago(1)}, "decided_on"),
    ],
)
def test_an_exemption_that_the_law_does_not_know(w, consultant, kind, duties, more, field):
    with pytest.raises(ValidationError) as refused:
        exempt(w["step"], kind, duties, **more)
    assert list(refused.value.message_dict) == [field]
    assert not Exemption.objects.exists()


def test_the_three_kinds(w, consultant):
    temporary = exempt(w["step"], "temporary", "ac", ended_on=days_ago(-90))
    permanent = exempt(w["team"], "permanent", "abc", months_elsewhere=3, child_born_on=days_ago(3))
    born = days_ago(700)
    parent = exempt(w["both"], child_born_on=born)
    assert temporary.ended_on == days_ago(-90)
    assert (permanent.ended_on, permanent.child_born_on, permanent.months_elsewhere) == (None, None, 0)
    assert parent.ended_on == after(born, 60, "months") - dt.timedelta(1)
    assert {part for part, _params in told("exempted")} == {"benefit"}
    assert told("exempted-for-good")[0][0] == "benefit"


def test_the_child_comes_among_the_persons_data_unless_a_younger_one_is_known(w, consultant):
    exempt(w["step"], child_born_on=days_ago(700))
    known = Identity.objects.get(client=w["step"])
    assert (known.youngest_child_born_on, known.version) == (days_ago(700), 2)
    exemptions.keep_child(w["step"], days_ago(900))
    assert Identity.objects.get(client=w["step"]).youngest_child_born_on == days_ago(700)


def test_one_at_a_time_and_the_next_begins_the_day_after(w, consultant):
    exempt(w["step"], "temporary", "a", start=100, ended_on=days_ago(10))
    with pytest.raises(ValidationError, match="al een ontheffing"):
        exempt(w["step"], "temporary", "a", start=10, ended_on=today())
    exempt(w["step"], "temporary", "a", start=9, ended_on=today())


def test_the_database_refuses_what_the_act_would(w, trusted):
    with trusted():
        ExemptionFactory(client=w["step"])
        for wrong in ({"started_on": days_ago(5)}, {"ended_on": None, "started_on": days_ago(-90)},
                      {"kind": "parent", "started_on": days_ago(-90), "ended_on": days_ago(-99)}):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                ExemptionFactory(client=w["step"], **wrong)


def test_article_9a_is_given_once_and_goes_on_for_what_is_left(w, consultant):
    born = days_ago(400)
    first = exempt(w["step"], start=300, child_born_on=born, months_elsewhere=50, ended_on=days_ago(200))
    with pytest.raises(ValidationError, match="één keer"):
        exempt(w["step"], child_born_on=born)
    with pytest.raises(ValidationError, match="na de laatste dag"):
        exemptions.resume(first, days_ago(200))
    again = exemptions.resume(first, days_ago(20))
    assert (again.requested_on, again.months_elsewhere, again.child_born_on) == (first.requested_on, 50, born)
    # ten months in all, of which 101 days were used
    assert again.ended_on == after(days_ago(20), 10, "months") - dt.timedelta(1 + 101)


def test_only_a_parents_exemption_that_ended_goes_on(w, consultant):
    temporary = exempt(w["step"], "temporary", "a", start=100, ended_on=days_ago(10))
    with pytest.raises(NotNow):
        exemptions.resume(temporary, today())
    runs = exempt(w["team"], child_born_on=days_ago(1700), start=5)
    with pytest.raises(ValidationError):
        exemptions.resume(runs, today())


def test_a_younger_child_lets_the_rest_of_the_five_years_be_used(w, consultant):
    first = exempt(w["step"], start=1200, child_born_on=days_ago(2900), ended_on=days_ago(1100))
    with pytest.raises(ValidationError, match="vijf jaar"):
        exemptions.resume(first, today())
    assert exemptions.resume(first, today(), child_born_on=days_ago(90)).child_born_on == days_ago(90)


def test_another_last_day_is_earlier_or_as_late_as_the_article_allows(w, consultant):
    one = exempt(w["step"], child_born_on=days_ago(1600), start=20)
    assert exemptions.end_exemption(one, days_ago(1)).ended_on == days_ago(1)
    with pytest.raises(NotNow):
        exemptions.end_exemption(one, today())
    other = exempt(w["team"], child_born_on=days_ago(1600), start=20)
    with pytest.raises(ValidationError, match="Uiterlijk tot en met"):
        exemptions.end_exemption(other, days_ago(-400))
    with pytest.raises(ValidationError):
        exemptions.end_exemption(other, days_ago(21))


def test_the_plan_once_and_a_review_as_often_as_it_is_done(w, consultant):
    one = exempt(w["step"], child_born_on=days_ago(600), start=60)
    with pytest.raises(ValidationError):
        exemptions.plan_made(one, days_ago(100))
    with pytest.raises(ValidationError):
        exemptions.plan_made(one, days_ago(-1))
    assert exemptions.plan_made(one, days_ago(40)).planned_on == days_ago(40)
    with pytest.raises(NotNow):
        exemptions.plan_made(one, today())
    exemptions.review(one, days_ago(3))
    assert exemptions.review(one, days_ago(9)).reviewed_on == days_ago(3)  # told later, of an earlier day
    with pytest.raises(NotNow):
        exemptions.plan_made(exempt(w["team"], "temporary", "a", ended_on=days_ago(-5)), today())


TERMS = {values["key"]: Term(**values) for values in rows()}
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


@given(born=DAYS, started=DAYS, elsewhere=st.integers(0, 70), used=st.integers(0, 2000))
def test_never_past_the_fifth_birthday_and_never_more_than_five_years(born, started, elsewhere, used):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exemptions, "term_on", lambda chain, key, since: TERMS[key])
        last = exemptions.parent_until(type("C", (), {"chain_id": 0})(), started, born, elsewhere, used)
    assert last < dt.date(born.year + 5, born.month, 28 if (born.month, born.day) == (2, 29) else born.day)
    assert (last - started).days + 1 + used <= 5 * 366
    if elsewhere >= 60:
        assert last < started


@given(ceased=DAYS)
def test_a_registration_lasts_two_calendar_years_and_the_rest_of_this_one(ceased):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(abilities, "term_on", lambda chain, key, since: TERMS[key])
        ends = abilities.register_ends(0, ceased)
    assert (ends.month, ends.day, ends.year) == (12, 31, ceased.year + 2)


@given(asked=DAYS, key=st.sampled_from(["limited-hours-again", "wage-subsidy-again", "sheltered-again"]))
def test_twelve_months_are_a_year_or_a_day_less_after_a_leap_day(asked, key):
    again = terms.due(TERMS[key], asked)
    leap = (asked.month, asked.day) == (2, 29)
    assert again == dt.date(asked.year + 1, asked.month, 28 if leap else asked.day)


# tasks


def open_tasks(trusted, **where):
    with trusted():
        found = Task.objects.filter(term__isnull=False, status="open", **where).order_by("due_on")
        return list(found.values_list("key", "part", "due_on"))


def test_no_task_is_made_of_a_limit(w, trusted):
    with trusted():
        IndicationFactory(client=w["step"], kind="limited-hours", outcome="no", decided_on=days_ago(1))
    terms.run(w.chain.pk, [w["step"].pk])
    assert open_tasks(trusted) == []


def test_the_tasks_of_a_parents_exemption_follow_one_another(w, trusted):
    with trusted():
        one = ExemptionFactory(
            client=w["step"], kind="parent", child_born_on=days_ago(700), requested_on=days_ago(100), decided_on=days_ago(90),
            started_on=days_ago(90), ended_on=days_ago(-20),
        )  # fmt: skip
    run = lambda: terms.run(w.chain.pk, [w["step"].pk])  # noqa: E731
    run()
    assert open_tasks(trusted) == [
        ("exemption-end", "benefit", days_ago(-20)),
        ("exemption-plan", "benefit", after(days_ago(100), 6, "months")),
    ]
    with acting_as(w.acting("consultant"), "test"):
        exemptions.plan_made(one, days_ago(50))
    run()
    review = ("exemption-review", "benefit", after(days_ago(50), 6, "months"))
    assert review in open_tasks(trusted)
    assert "exemption-plan" not in [key for key, _part, _due in open_tasks(trusted)]
    with acting_as(w.acting("consultant"), "test"):
        exemptions.review(one, today())
    run()
    assert ("exemption-review", "benefit", after(today(), 6, "months")) in open_tasks(trusted)
    with acting_as(w.acting("consultant"), "test"):
        exemptions.end_exemption(one, today())
    run()
    assert open_tasks(trusted)[0] == ("exemption-end", "benefit", today())


def test_a_task_of_an_exemption_is_for_who_reads_the_benefit_alone(w, trusted):
    with trusted():
        ExemptionFactory(client=w["both"], ended_on=days_ago(-5))
    terms.run(w.chain.pk, [w["both"].pk])
    for who, sees in (("consultant", 1), ("trainer", 0), ("annex_consultant", 0), ("manager", 0)):
        with acting_as(w.acting(who), "test"):
            assert Task.objects.filter(key="exemption-end").count() == sees


def test_what_was_followed_by_another_or_ended_long_ago_asks_nothing(w, trusted):
    with trusted():
        ExemptionFactory(client=w["step"], started_on=days_ago(90), ended_on=days_ago(60))  # over for two months
        ExemptionFactory(client=w["team"], started_on=days_ago(90), ended_on=days_ago(5))
        ExemptionFactory(client=w["team"], started_on=days_ago(4), ended_on=days_ago(-500))
        ExemptionFactory(client=w["both"], kind="permanent", duties="abc", ended_on=None)
    terms.run(w.chain.pk, [w[name].pk for name in ("step", "team", "both")])
    assert open_tasks(trusted) == []


def test_uwv_has_eight_weeks_for_its_advice_on_sheltered_work(w, trusted):
    with trusted():
        one = IndicationFactory(client=w["step"], kind="sheltered-work", requested_on=days_ago(50))
        IndicationFactory(client=w["step"], kind="target-group", requested_on=days_ago(50))
    terms.run(w.chain.pk, [w["step"].pk])
    assert open_tasks(trusted) == [("sheltered-advice", "capacity", days_ago(50 - 56))]
    with acting_as(w.acting("consultant"), "test"):
        abilities.decide(one, "no", today())
    terms.run(w.chain.pk, [w["step"].pk])
    assert open_tasks(trusted) == []


def test_an_indication_that_ends_is_told_two_months_before(w, trusted):
    with trusted():
        yes = {"client": w["step"], "outcome": "yes", "decided_on": days_ago(90), "started_on": days_ago(90)}
        IndicationFactory(**yes, kind="limited-hours", requested_on=days_ago(91), ended_on=days_ago(-40))
        IndicationFactory(**yes, kind="wsw", requested_on=None)
    terms.run(w.chain.pk, [w["step"].pk])
    with trusted():
        (task,) = Task.objects.filter(status="open")
    assert (task.key, task.due_on, task.shown_from) == ("indication-end", days_ago(-40), days_ago(20))


@pytest.mark.parametrize(("age", "key"), [(60, "child-5"), (144, "child-12"), (216, "child-18")])
def test_the_youngest_child_becomes_5_12_or_18(w, trusted, age, key):
    born = after(today() + dt.timedelta(100), -age, "months")
    with trusted():
        Identity.objects.filter(client=w["step"]).update(youngest_child_born_on=born)
    terms.run(w.chain.pk, [w["step"].pk])
    due = after(born, age, "months")
    assert open_tasks(trusted)[0] == (key, "identity", due)
    with trusted():
        assert Task.objects.get(key=key).shown_from == due - dt.timedelta(183)
    for who, sees in (("consultant", True), ("trainer", False)):
        with acting_as(w.acting(who), "test"):
            assert Task.objects.filter(key=key).exists() == sees


def test_the_ladder_said_in_a_word_counts_as_measured(w, trusted):
    with trusted():
        PlanFactory(client=w["step"], started_on=days_ago(300))
    terms.run(w.chain.pk, [w["step"].pk])
    assert open_tasks(trusted)[0][2] == after(days_ago(300), 6, "months")
    with trusted():
        word = DefinitionFactory(chain=w.chain, kind="ladder")
        AssessmentFactory(client=w["step"], definition=word, value="3", on=days_ago(10), partner=w.partners["szmh"])
        AssessmentFactory(
            client=w["step"], definition=DefinitionFactory(chain=w.chain), on=today(), partner=w.partners["szmh"]
        )
    terms.run(w.chain.pk, [w["step"].pk])
    assert open_tasks(trusted) == [("ladder", "plan", after(days_ago(10), 6, "months"))]
