"""Nobody out of sight: what starts the terms of it, the same figures for all, and the people behind them for who sees them."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as
from clients import terms
from clients.models import Client, Look, Task
from clients.reasons import REASONS
from clients.terms import sources
from tests.conftest import role
from tests.factories import (
    ClientFactory,
    IdentityFactory,
    InstrumentFactory,
    MembershipFactory,
    PlanFactory,
    ReferralFactory,
    StepFactory,
    TaskFactory,
    TeamMemberFactory,
    TermFactory,
    days_ago,
)
from tests.world import world

# source -> a term of it whose day passes as soon as it starts
STARTS = {
    "no-lead": "choose-lead", "registered": "intake-begin", "intake-done": "plan-begin", "contact": "contact",
    "no-step": "next-step", "birth": "turns",
}  # fmt: skip
ALL_WHO_SEE = ("consultant", "lead", "manager", "trainer", "annex_manager", "adviser", "policy", "coordinator")
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "select set_config('snoer.membership_id', ''")


@pytest.fixture
def w(trusted):
    """Of whom nobody is in the lead, except for who a test makes; the rest of the world's files are closed."""
    with trusted():
        w = world()
        Client.objects.update(closed_on=days_ago(1))
        w.terms = {
            source: TermFactory(chain=w.chain, key=key, source=source, name=f"Regel {source}", offset=0)
            for source, key in STARTS.items()
        }
        w.intake = InstrumentFactory(chain=w.chain, code="intake", function="intake")
    return w


@pytest.fixture
def signed_in(client, w):
    def sign_in(name):
        client.force_login(w.staff[name].user)
        return client

    return sign_in


def person(w, name, lead="consultant", registered=400, **more):
    return ClientFactory(
        chain=w.chain, last_name=name, lives=more.pop("lives", w.maastricht), registered_on=days_ago(registered),
        lead=w.staff[lead].user if lead else None, **more,
    )  # fmt: skip


def told(w, found, reason, days=10, **more):
    """A task by which somebody is out of sight, as the engine makes it."""
    source = next(key for key, one in sources().items() if one.unseen == reason)
    term = w.terms.get(source) or TermFactory(chain=w.chain, key=f"of-{source}", source=source, name=f"Regel {source}")
    w.terms[source] = term
    return TaskFactory(
        client=found, key=term.key, term=term, about="client", about_id=found.pk, text="", since=days_ago(days + 5),
        due_on=days_ago(days), shown_from=days_ago(days), part=sources()[source].part, **more,
    )  # fmt: skip


def page(browser, **query):
    answer = browser.get(reverse("out_of_sight"), query)
    assert answer.status_code == 200
    return answer


def names(browser, **query):
    return [each["client"].last_name for each in page(browser, **query).context["people"]]


def figures(browser, who="iedereen", **query):
    """Of a row of the table what is not nothing, by reason in short."""
    (row,) = [row for row in page(browser, wie=who, **query).context["rows"] if row.who == who]
    return {"people": row.people} | {short: number for short, number, _url in row.cells if number}


# what starts the terms


def starts(trusted, found):
    """Per key of a term since when the person has a task of it."""
    terms.run(found.chain_id)
    with trusted():
        return {task.key: task.since for task in Task.objects.filter(client=found, status="open")}


def test_that_nothing_lies_ahead_is_told_from_the_last_that_began_or_ended(w, trusted):
    with trusted():
        found = person(w, "Klaar")
        StepFactory(client=found, instrument=w.instrument, partner=w.partners["annex"], status="done",
                    started_on=days_ago(90), ended_on=days_ago(30))  # fmt: skip
    assert starts(trusted, found)["next-step"] == days_ago(30)


@pytest.mark.parametrize("status", ["planned", "active"])
def test_what_runs_or_is_planned_lies_ahead(w, trusted, status):
    with trusted():
        found = person(w, "Bezig")
        StepFactory(
            client=found, instrument=w.instrument, partner=w.partners["annex"], status="done", ended_on=days_ago(30)
        )
        StepFactory(client=found, instrument=w.instrument, partner=w.partners["annex"], status=status)
    assert "next-step" not in starts(trusted, found)


@pytest.mark.parametrize(
    ("status", "ahead"), [("asked", True), ("queried", True), ("accepted", True), ("declined", False)]
)
def test_a_question_to_a_partner_lies_ahead_until_it_is_answered(w, trusted, status, ahead):
    with trusted():
        found = person(w, "Gevraagd")
        StepFactory(
            client=found, instrument=w.instrument, partner=w.partners["annex"], status="done", ended_on=days_ago(30)
        )
        ReferralFactory(client=found, partner=w.partners["annex"], asked_by=w.partners["szmh"], status=status)
    assert ("next-step" not in starts(trusted, found)) == ahead


def test_who_never_had_a_step_waits_for_the_intake_instead(w, trusted):
    with trusted():
        found = person(w, "Nieuw", registered=400)
    told_of = starts(trusted, found)
    assert told_of["intake-begin"] == days_ago(400)
    assert "next-step" not in told_of


@pytest.mark.parametrize(("registered", "waits"), [(400, False), (105, True)])
def test_who_came_long_ago_and_is_busy_needs_no_intake_any_more(w, trusted, registered, waits):
    with trusted():
        found = person(w, "Bezig", registered=registered)
        StepFactory(client=found, instrument=w.instrument, partner=w.partners["annex"])
    assert ("intake-begin" in starts(trusted, found)) == waits


def test_an_intake_without_a_plan_is_told_however_long_ago(w, trusted):
    with trusted():
        found = person(w, "Zonderplan", registered=2000)
        StepFactory(client=found, instrument=w.intake, partner=w.partners["szmh"], status="done", started_on=days_ago(1900),
                    ended_on=days_ago(1890))  # fmt: skip
    assert starts(trusted, found)["plan-begin"] == days_ago(1890)
    with trusted():
        PlanFactory(client=found, author=w.staff["consultant"].user)
    assert "plan-begin" not in starts(trusted, found)


def test_that_nobody_has_the_lead_is_told_from_the_day_on_which_somebody_came_in(w, trusted):
    with trusted():
        found = person(w, "Alleen", lead=None, registered=12)
    assert starts(trusted, found)["choose-lead"] == days_ago(12)
    with trusted():
        Client.objects.filter(pk=found.pk).update(lead=w.staff["consultant"].user)
    assert "choose-lead" not in starts(trusted, found)


@pytest.mark.parametrize(("ended", "told_of"), [(0, False), (1, True), (20, True)])
def test_who_left_has_no_lead_any_more_from_the_day_after(w, trusted, ended, told_of):
    with trusted():
        left = MembershipFactory(partner=w.partners["szmh"], ended_on=days_ago(ended))
        found = person(w, "Achtergebleven", lead=None)
        Client.objects.filter(pk=found.pk).update(lead=left.user)
    assert starts(trusted, found).get("choose-lead") == (days_ago(ended - 1) if told_of else None)


def test_a_trainer_with_the_lead_is_no_lead(w, trusted):
    with trusted():
        found = person(w, "Bijeentrainer", lead="trainer", registered=3)
    assert starts(trusted, found)["choose-lead"] == days_ago(3)


def test_every_reason_has_something_that_starts_it():
    assert {source.unseen for source in sources().values()} - {""} == set(REASONS)


# the figures


def crowd(w):
    """Two of the consultant, one of the lead consultant, two of nobody, one of whom also has no plan; and one at ease."""
    one, two = person(w, "Eerst"), person(w, "Ander", lives=w.vaals)
    three, four, five = (
        person(w, "Senior", lead="lead"),
        person(w, "Niemand", lead=None),
        person(w, "Ookniemand", lead=None),
    )
    person(w, "Prima")
    told(w, one, "contact", days=30)
    told(w, one, "plan", days=5)
    told(w, two, "contact", days=10)
    told(w, three, "step", days=20)
    told(w, four, "lead", days=3, for_whom="manager")
    told(w, five, "lead", days=2, for_whom="manager")
    told(w, five, "plan", days=40)
    told(w, three, "contact", days=-1)  # its day is to come
    told(w, person(w, "Dicht", closed_on=days_ago(1)), "contact")
    return one, two, three, four, five


@pytest.mark.parametrize(
    "name", ["consultant", "lead", "manager", "trainer", "annex_manager", "adviser", "policy", "coordinator"]
)
def test_all_in_the_chain_see_the_same_figures(w, trusted, signed_in, name):
    with trusted():
        one, *_rest = crowd(w)
    browser = signed_in(name)
    assert figures(browser) == {"people": 5, "geen regie": 2, "geen plan": 1, "geen contact": 2, "geen stap": 1}
    own = "mijn" if name == "consultant" else str(one.lead_id)
    assert figures(browser, own) == {"people": 2, "geen plan": 1, "geen contact": 2}
    assert figures(browser, "zonder") == {"people": 2, "geen regie": 2}
    assert figures(browser, gemeente="GM0981") == {"people": 1, "geen contact": 1}


def test_another_chain_has_its_own(w, trusted, signed_in):
    with trusted():
        crowd(w)
    assert page(signed_in("stranger")).context["people"] == []
    assert figures(signed_in("stranger")) == {"people": 0}


@pytest.mark.parametrize("function", ["snoer_out_of_sight(null)", "snoer_caseloads()"])
def test_the_functions_in_the_database_answer_of_the_own_chain_and_to_who_may(w, trusted, function):
    """Asked bare, as the page does not: numbers of the acting membership's chain, or nothing."""
    with trusted():
        crowd(w)
        ClientFactory(chain=w.other_chain, lives=w.other_town)
    allowed = {"lead", "manager"} if "caseloads" in function else {*ALL_WHO_SEE, "stranger"}
    for name in (*ALL_WHO_SEE, "admin", "privacy", "archivist", "stranger"):
        with acting_as(w.acting(name)), connection.cursor() as cursor:
            cursor.execute(f"select * from {function}")
            leads = {row[0] for row in cursor.fetchall()} - {None}
        own = {w.staff["consultant"].user_id, w.staff["lead"].user_id} if name in allowed - {"stranger"} else set()
        assert leads == own, name
    with pytest.raises(ProgrammingError, match="nobody is acting"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select * from {function}")


def test_what_was_explained_is_in_sight_again(w, trusted, signed_in):
    with trusted():
        task = told(w, person(w, "Uitgelegd"), "contact")
    assert figures(signed_in("consultant"))["people"] == 1
    with trusted():
        Task.objects.filter(pk=task.pk).update(
            status="done", done_on=days_ago(0), result="Woont tijdelijk bij haar zus"
        )
    assert figures(signed_in("consultant"))["people"] == 0
    assert names(signed_in("consultant")) == []


def test_what_lies_ahead_is_for_who_reads_birth_dates(w, trusted, signed_in):
    with trusted():
        found = person(w, "Jarig")
        IdentityFactory(client=found, birth_date=days_ago(20 * 365))
        told(w, found, "ahead", days=-30)
        Task.objects.update(shown_from=days_ago(1))
        TeamMemberFactory(client=found, partner=w.partners["annex"], user=w.staff["trainer"].user)
    assert figures(signed_in("consultant")) == {"people": 0, "straks": 1}
    assert names(signed_in("consultant"), reden="ahead") == ["Jarig"]
    assert names(signed_in("consultant")) == []  # it is no reason to be out of sight
    for name in ("trainer", "manager", "policy"):
        assert figures(signed_in(name)) == {"people": 0}
        assert names(signed_in(name), reden="ahead") == []


# the people


def test_a_consultant_begins_with_the_own_people_the_longest_first(w, trusted, signed_in):
    with trusted():
        crowd(w)
    assert names(signed_in("consultant")) == ["Eerst", "Ander"]
    assert names(signed_in("consultant"), wie="iedereen") == ["Ookniemand", "Eerst", "Senior", "Ander", "Niemand"]
    assert names(signed_in("lead")) == ["Ookniemand", "Eerst", "Senior", "Ander", "Niemand"]
    assert names(signed_in("consultant"), wie="zonder") == ["Ookniemand", "Niemand"]


def test_the_people_are_those_of_the_figure(w, trusted, signed_in):
    with trusted():
        crowd(w)
    browser = signed_in("manager")
    for row in page(browser).context["rows"]:
        for _short, number, url in row.cells:
            assert len(browser.get(url.partition("#")[0]).context["people"]) == number
        assert len(browser.get(row.url.partition("#")[0]).context["people"]) == row.people


def test_partners_see_whom_they_work_with(w, trusted, signed_in):
    with trusted():
        one, *_rest = crowd(w)
        TeamMemberFactory(client=one, partner=w.partners["annex"], user=w.staff["trainer"].user)
    assert names(signed_in("trainer")) == ["Eerst"]
    assert names(signed_in("annex_manager"), reden="contact") == ["Eerst"]
    assert names(signed_in("coach")) == []


@pytest.mark.parametrize("name", ["policy", "coordinator"])
def test_who_sees_no_files_sees_no_names(w, trusted, signed_in, name):
    with trusted():
        crowd(w)
    answer = page(signed_in(name))
    assert answer.context["people"] == []
    assert "Eerst" not in answer.content.decode()


def test_somebody_stands_there_once_with_all_that_is_so(w, trusted, signed_in):
    with trusted():
        crowd(w)
    html = page(signed_in("consultant")).content.decode()
    assert html.count("Anna Eerst</a>") == 1
    assert "Intake geweest en nog geen plan" in html
    assert "ook: te lang geen contact" in html


def test_each_look_is_logged(w, trusted, signed_in):
    with trusted():
        one, two, *_rest = crowd(w)
    page(signed_in("consultant"))
    with role("snoer_owner"):
        assert set(Look.objects.values_list("client_id", flat=True)) == {one.pk, two.pk}


def test_pages_of_twenty_five_go_on_where_the_last_one_ended(w, trusted, signed_in):
    with trusted():
        for n in range(27):
            told(w, person(w, f"P{n:02}"), "contact", days=100 - n)
    for wie in ("mijn", "iedereen"):
        first = page(signed_in("consultant"), wie=wie)
        assert [each["client"].last_name for each in first.context["people"]] == [f"P{n:02}" for n in range(25)]
        further = signed_in("consultant").get(first.context["next_url"])
        assert [each["client"].last_name for each in further.context["people"]] == ["P25", "P26"]
        assert further.context["next_url"] == ""


@pytest.mark.parametrize(
    "query",
    [
        {"wie": "x", "reden": "x", "gemeente": "'--", "na": "x"}, {"wie": "9" * 17}, {"na": "9" * 17}, {"wie": "²"},
        {"gemeente": "GM9999"}, {"reden": "lead\x00"},
    ],
)  # fmt: skip
def test_an_odd_address_is_left_out(w, signed_in, query):
    page(signed_in("consultant"), **query)
    page(signed_in("policy"), **query)


@pytest.mark.parametrize("name", ["admin", "privacy", "archivist"])
def test_it_is_for_who_works_with_people_and_who_steers(w, signed_in, name):
    assert signed_in(name).get(reverse("out_of_sight")).status_code == 403


@pytest.mark.parametrize("name", ["consultant", "manager", "trainer"])
@pytest.mark.parametrize("many", [1, 12])
def test_the_number_of_questions_does_not_grow_with_the_people(w, trusted, signed_in, name, many):
    with trusted():
        for n in range(many):
            found = person(w, f"P{n}")
            told(w, found, "contact", days=n + 1)
            told(w, found, "plan", days=n + 1)
            TeamMemberFactory(client=found, partner=w.partners["annex"], user=w.staff["trainer"].user)
    browser = signed_in(name)
    page(browser)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page(browser)
    asked = [query["sql"] for query in caught.captured_queries if not query["sql"].startswith(CONTROL)]
    assert len(asked) <= 14, "\n".join(asked)


def test_it_is_found_from_mijn_dag(w, signed_in):
    assert re.search(rf'href="{reverse("out_of_sight")}"', signed_in("consultant").get(reverse("day")).content.decode())


# Mijn dag


def test_who_has_no_plan_for_long_is_a_signal_and_not_the_first_thing_of_the_day(w, trusted, signed_in):
    with trusted():
        told(w, person(w, "Oud"), "plan", days=93)
        told(w, person(w, "Net"), "plan", days=92)
    html = signed_in("consultant").get(reverse("day")).content.decode()
    assert html.index("Anna Net") < html.index("Anna Oud")
