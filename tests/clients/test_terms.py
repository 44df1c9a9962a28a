# ruff: noqa: E501  (the rules in long lines)
"""Each rule of the chain with a number: its article, what it asks of whom by when, and what it refuses.

The rows are those of the blueprint, so that a rule that changes there has to change here, by somebody who looked.
"""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from chain.days import today
from clients import terms
from clients.models import Client, Step, Task, Term
from clients.models.term import UNITS
from clients.terms import check_limits, due, due_on, sources
from reporting.blueprint import find, read
from tests.factories import InstrumentFactory, MandateFactory, StepFactory, TermFactory, days_ago
from tests.world import world

PW = "Participatiewet artikel "
CHAIN = "Werkafspraak van de keten"
# key -> source, scope, rule, recurrence, hard, for whom, the beginning of the article, and a case: from -> due
RULES = {
    "pp-schooling": ("step-started", "participatieplaats", (6, "months"), None, False, "lead", PW + "10a", "2026-03-31", "2026-09-30"),
    "pp-premium": ("step-started", "participatieplaats", (6, "months"), (6, 8), False, "lead", PW + "10a", "2026-01-15", "2026-07-15"),
    "pp-review": ("step-started", "participatieplaats", (9, "months"), None, False, "lead", PW + "10a", "2026-05-31", "2027-02-28"),
    "pp-end": ("step-started", "participatieplaats", (24, "months"), None, True, "lead", PW + "10a", "2026-03-01", "2028-02-29"),
    "trial-end": ("step-started", "proefplaats", (2, "months"), None, False, "partner", PW + "8a", "2026-03-01", "2026-05-01"),
    "trial-limit": ("step-started", "proefplaats", (6, "months"), None, True, "partner", PW + "8a", "2026-03-01", "2026-08-31"),
    "forfait-end": ("step-started", "forfaitaire-loonkostensubsidie", (6, "months"), None, True, "lead", PW + "10d lid 5", "2026-01-01", "2026-06-30"),
    "wage-subsidy-decision": ("subsidy-to-decide", "", (5, "weeks"), None, False, "lead", PW + "10d lid 12", "2026-11-02", "2026-12-07"),
    "diagnosis-end": ("diagnosis-end", "", (0, "days"), None, False, "partner", CHAIN, "2026-03-30", "2026-03-30"),
    "diagnosis-shortest": ("diagnosis-length", "", (6, "weeks"), None, False, "lead", CHAIN, "2026-01-05", "2026-02-16"),
    "diagnosis-longest": ("diagnosis-length", "", (12, "weeks"), None, False, "lead", CHAIN, "2026-01-05", "2026-03-30"),
    "finding-end": ("finding-end", "", (0, "days"), None, False, "lead", CHAIN, "2026-06-30", "2026-06-30"),
    "intake-begin": ("registered", "", (2, "weeks"), None, False, "lead", CHAIN, "2026-11-02", "2026-11-16"),
    "plan-begin": ("intake-done", "", (4, "weeks"), None, False, "lead", PW + "44a", "2026-11-02", "2026-11-30"),
    "plan-evaluation": ("plan-discussed", "", (6, "months"), None, False, "lead", PW + "44a", "2026-08-31", "2027-02-28"),
    "plan-evaluation-day": ("plan-evaluate-on", "", (0, "days"), None, False, "lead", PW + "44a", "2026-08-31", "2026-08-31"),
    "ladder": ("ladder", "", (6, "months"), None, False, "lead", "SRG", "2026-01-10", "2026-07-10"),
    "contact": ("contact", "", (90, "days"), None, False, "lead", CHAIN, "2026-01-01", "2026-04-01"),
    "next-step": ("no-step", "", (2, "weeks"), None, False, "lead", CHAIN, "2026-11-02", "2026-11-16"),
    "choose-lead": ("no-lead", "", (5, "workdays"), None, False, "manager", CHAIN, "2026-11-20", "2026-11-27"),
    "referral-response": ("referral-asked", "", (5, "workdays"), None, False, "partner", CHAIN, "2026-11-20", "2026-11-27"),
    "referral-escalation": ("referral-asked", "", (10, "workdays"), None, False, "manager", CHAIN, "2026-11-20", "2026-12-04"),
    "referral-reply": ("referral-queried", "", (5, "workdays"), None, False, "partner", CHAIN, "2026-11-21", "2026-11-27"),
    "referral-answer": ("referral-answer", "", (0, "days"), None, False, "partner", "Afgesproken", "2026-11-21", "2026-11-21"),
    "after-care-1": ("placement-started", "", (1, "months"), None, False, "partner", CHAIN, "2026-01-31", "2026-02-28"),
    "after-care-3": ("placement-started", "", (3, "months"), None, False, "partner", CHAIN, "2026-01-31", "2026-04-30"),
    "after-care-6": ("placement-started", "", (6, "months"), None, False, "partner", CHAIN, "2026-01-31", "2026-07-31"),
    "after-care-12": ("placement-started", "", (12, "months"), None, False, "partner", CHAIN, "2026-01-31", "2027-01-31"),
    "coaching-end": ("coaching-ends", "", (0, "days"), None, False, "partner", PW + "8a, 10 en 10da", "2026-12-31", "2026-12-31"),
    "flat-rate-end": ("flat-rate-granted", "", (0, "days"), None, False, "lead", PW + "10d lid 5", "2026-12-31", "2026-12-31"),
    "wage-value-again": ("wage-value-settled", "", (0, "days"), None, False, "lead", PW + "10d", "2027-01-31", "2027-01-31"),
    "subsidy-request": ("subsidy-limit", "", (6, "months"), None, True, "lead", PW + "10d lid 2", "2026-08-31", "2027-02-27"),
    "pp-stop": ("participation-not-reviewed", "", (12, "months"), None, False, "lead", PW + "10a lid 8", "2024-02-29", "2025-02-28"),
    "pp-longer": ("participation-limit", "", (12, "months"), None, True, "lead", PW + "10a", "2026-01-15", "2027-01-14"),
    "pp-most": ("participation-limit", "", (48, "months"), None, True, "lead", PW + "10a", "2026-01-15", "2030-01-14"),
    "pp-age": ("participation-limit", "", (324, "months"), None, True, "lead", PW + "7 lid 8", "2000-01-15", "2027-01-14"),
    "exemption-plan": ("exemption-plan", "", (6, "months"), None, False, "lead", PW + "9a lid 7", "2026-08-31", "2027-02-28"),
    "exemption-review": ("exemption-review", "", (6, "months"), None, False, "lead", PW + "9a", "2027-08-31", "2028-02-29"),
    "exemption-end": ("exemption-end", "", (0, "days"), None, False, "lead", PW + "9 lid 2", "2026-12-31", "2026-12-31"),
    "exemption-years": ("exemption-limit", "", (60, "months"), None, True, "lead", PW + "9a", "2024-02-29", "2029-02-27"),
    "exemption-child": ("exemption-limit", "", (60, "months"), None, True, "lead", PW + "9a lid 1", "2022-05-10", "2027-05-09"),
    "sheltered-advice": ("sheltered-asked", "", (8, "weeks"), None, False, "lead", "Besluit advisering beschut werk", "2026-11-02", "2026-12-28"),
    "indication-end": ("indication-end", "", (0, "days"), None, False, "lead", CHAIN, "2026-12-31", "2026-12-31"),
    "limited-hours-again": ("indication-limit", "", (12, "months"), None, False, "lead", PW + "6b", "2024-02-29", "2025-02-28"),
    "wage-subsidy-again": ("indication-limit", "", (12, "months"), None, False, "lead", PW + "10c", "2026-01-31", "2027-01-31"),
    "sheltered-again": ("indication-limit", "", (12, "months"), None, False, "lead", PW + "10b", "2026-06-15", "2027-06-15"),
    "register-end": ("indication-limit", "", (24, "months"), None, False, "lead", "Besluit SUWI artikel 3.2", "2026-06-15", "2028-06-15"),
    "child-5": ("youngest-child", "", (60, "months"), None, False, "lead", PW + "9a lid 1", "2020-02-29", "2025-02-28"),
    "child-12": ("youngest-child", "", (144, "months"), None, False, "lead", PW + "9 lid 4", "2020-02-29", "2032-02-29"),
    "child-18": ("youngest-child", "", (216, "months"), None, False, "lead", PW + "4", "2010-12-31", "2028-12-31"),
    "step-not-started": ("step-not-started", "", (0, "days"), None, False, "partner", CHAIN, "2026-11-21", "2026-11-21"),
    "step-past-end": ("step-past-end", "", (0, "days"), None, False, "partner", CHAIN, "2026-11-21", "2026-11-21"),
    "step-silent": ("step-silent", "", (4, "weeks"), None, False, "partner", CHAIN, "2026-11-02", "2026-11-30"),
    "step-silent-lead": ("step-silent", "", (6, "weeks"), None, False, "lead", CHAIN, "2026-11-02", "2026-12-14"),
    "step-too-long": ("step-too-long", "", (0, "days"), None, False, "lead", CHAIN, "2026-11-21", "2026-11-21"),
    "onward-again": ("onward-said", "", (3, "months"), None, False, "partner", "Werkdocument", "2026-11-21", "2027-02-21"),
    "absent-often": ("absent-often", "", (3, "workdays"), None, False, "lead", CHAIN, "2026-11-20", "2026-11-25"),
    "absent-half": ("absent-half", "", (5, "workdays"), None, False, "lead", CHAIN, "2026-11-20", "2026-11-27"),
    "support-decide": ("support-asked", "", (5, "workdays"), None, False, "lead", CHAIN, "2026-11-20", "2026-11-27"),
    "support-arrange": ("support-granted", "", (10, "workdays"), None, False, "lead", CHAIN, "2026-11-20", "2026-12-04"),
    "signal-decide": ("cooperation-told", "", (10, "workdays"), None, False, "lead", "Besluit SUWI", "2026-11-20", "2026-12-04"),
    "screening-again": ("screening-until", "", (0, "days"), None, False, "lead", "Afgesproken", "2026-11-21", "2026-11-21"),
    "card-answer": ("card-asked", "", (5, "workdays"), None, False, "lead", CHAIN, "2026-11-20", "2026-11-27"),
    "turns-27": ("birth", "", (324, "months"), None, False, "lead", PW + "7", "2000-02-29", "2027-02-28"),
}  # fmt: skip
PENSION = [("1960-12-31", "2027-12-31"), ("1961-01-01", "2028-04-01"), ("1957-03-01", "2024-03-01")]


@pytest.fixture(scope="module")
def rows():
    """The blueprint's terms by key."""
    found: dict[str, list[Term]] = {}
    for row in read(find("maastricht-heuvelland")).terms:
        values = {name: row[name] for name in row if name not in ("from", "until")}
        term = Term(started_on=row["from"], ended_on=row.get("until"), **values)
        found.setdefault(term.key, []).append(term)
    return found


def test_every_rule_of_the_blueprint_is_here(rows):
    assert set(rows) == set(RULES) | {"pension-age"}


@pytest.mark.parametrize("key", RULES)
def test_a_rule_is_as_its_article_says(rows, key):
    source, scope, (offset, unit), again, hard, for_whom, article, since, day = RULES[key]
    (term,) = rows[key]
    assert (term.source, term.scope, term.offset, term.unit) == (source, scope, offset, unit)
    assert (term.every, term.times) == (again or (None, 1))
    assert (term.hard, term.for_whom) == (hard, for_whom)
    assert term.article.startswith(article)
    assert due(term, dt.date.fromisoformat(since)) == dt.date.fromisoformat(day)
    assert unit in UNITS and source in sources()


@pytest.mark.parametrize(("born", "day"), PENSION)
def test_the_pension_age_is_that_of_the_year_of_birth(rows, born, day):
    born = dt.date.fromisoformat(born)
    (term,) = [row for row in rows["pension-age"] if row.started_on <= born <= (row.ended_on or dt.date.max)]
    assert term.article.startswith("Algemene Ouderdomswet artikel 7a")
    assert due(term, born) == dt.date.fromisoformat(day)


def test_the_premium_comes_every_six_months(rows):
    (term,) = rows["pp-premium"]
    days = [due(term, dt.date(2026, 1, 31), nth) for nth in (1, 2, 3, 4)]
    assert days == [dt.date(2026, 7, 31), dt.date(2027, 1, 31), dt.date(2027, 7, 31), dt.date(2028, 1, 31)]


# the day by a term


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        w.trial = InstrumentFactory(chain=w.chain, code="proefplaats", function="trial-placement")
        MandateFactory(partner=w.partners["annex"], function="trial-placement")
        TermFactory(chain=w.chain, key="trial-limit", source="step-started", scope="proefplaats", offset=6, unit="months",
                    hard=True, article=PW + "8a lid 2 onder d")  # fmt: skip
    return w


def as_system(w):
    from chain.acting import acting_as

    return acting_as(w.acting("terms"))


def test_the_row_of_the_day_says_when(w, trusted):
    with trusted():
        TermFactory(chain=w.chain, key="ack", offset=5, unit="workdays", ended_on=dt.date(2026, 6, 30))
        TermFactory(chain=w.chain, key="ack", offset=3, unit="workdays", started_on=dt.date(2026, 7, 1))
        TermFactory(chain=w.chain, key="ack", offset=1, unit="weeks", scope="tests")
        TermFactory(chain=w.other_chain, key="elsewhere")
    with as_system(w):
        assert due_on(w.chain.pk, "ack", dt.date(2026, 6, 30)) == dt.date(2026, 7, 7)
        assert due_on(w.chain.pk, "ack", dt.date(2026, 7, 1)) == dt.date(2026, 7, 6)
        assert due_on(w.chain.pk, "ack", dt.date(2026, 7, 1), scope="tests") == dt.date(2026, 7, 8)
        assert due_on(w.chain.pk, "ack", dt.date(2026, 7, 1), scope="placement") == dt.date(2026, 7, 6)
        assert due_on(w.chain.pk, "elsewhere", today()) is None


# what is refused


@pytest.mark.parametrize(("end", "may"), [("2026-08-31", True), ("2026-09-01", False), (None, True)])
def test_a_step_does_not_last_longer_than_the_law_allows(w, end, may):
    end = dt.date.fromisoformat(end) if end else None
    with as_system(w):
        if may:
            check_limits(w.trial, dt.date(2026, 3, 1), end)
            return
        with pytest.raises(ValidationError) as refused:
            check_limits(w.trial, dt.date(2026, 3, 1), end, field="on")
    (said,) = refused.value.message_dict["on"]
    assert said == "Proefplaats mag tot en met 31 aug 2026 duren (Participatiewet artikel 8a lid 2 onder d)".replace(
        "Proefplaats", w.trial.name
    )


def test_a_row_of_the_instrument_goes_before_the_general_limit(w, trusted):
    with trusted():
        TermFactory(chain=w.chain, key="trial-limit", source="step-started", offset=1, unit="months", hard=True)
        TermFactory(chain=w.chain, key="other", source="step-started", offset=1, hard=True, scope="elsewhere")
    with as_system(w):
        check_limits(w.trial, dt.date(2026, 3, 1), dt.date(2026, 8, 31))
        with pytest.raises(ValidationError):
            check_limits(w.instrument, dt.date(2026, 3, 1), dt.date(2026, 8, 31))


def typed(day):
    return day.strftime("%d-%m-%Y")


def test_planning_moving_and_starting_are_refused_by_the_same_row(w, trusted, client):
    client.force_login(w.staff["annex_consultant"].user)
    number = w["step"].number
    last = terms.due(Term(offset=6, unit="months", hard=True), today())
    posted = {"instrument": w.trial.pk, "partner": w.partners["annex"].pk, "planned_on": typed(today())}
    answer = client.post(reverse("step_new", args=[number]), posted | {"planned_end": typed(last + dt.timedelta(1))})
    assert answer.status_code == 422
    assert "artikel 8a lid 2 onder d" in answer.content.decode()
    assert client.post(reverse("step_new", args=[number]), posted | {"planned_end": typed(last)}).status_code == 302
    with trusted():
        step = Step.objects.get(instrument=w.trial)
    later = {"planned_on": typed(today()), "planned_end": typed(last + dt.timedelta(1))}
    moved = client.post(reverse("step_act", args=[number, step.pk, "replan"]), later)
    assert (moved.status_code, "artikel 8a" in moved.content.decode()) == (422, True)
    started = client.post(reverse("step_act", args=[number, step.pk, "start"]), {"on": typed(days_ago(1))})
    assert (started.status_code, "artikel 8a" in started.content.decode()) == (422, True)
    assert client.post(reverse("step_act", args=[number, step.pk, "start"]), {"on": typed(today())}).status_code == 302


def test_the_task_and_the_refusal_name_the_same_day(w, trusted):
    with trusted():
        Client.objects.filter(pk=w["unknown"].pk).update(registered_on=days_ago(100))
        step = StepFactory(
            client=w["unknown"], instrument=w.trial, partner=w.partners["annex"], started_on=days_ago(50)
        )
    terms.run(w.chain.pk)
    with trusted():
        (task,) = Task.objects.filter(about_id=step.pk)
    with as_system(w):
        check_limits(w.trial, step.started_on, task.due_on)
        with pytest.raises(ValidationError):
            check_limits(w.trial, step.started_on, task.due_on + dt.timedelta(1))
