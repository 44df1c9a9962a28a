# ruff: noqa: F811 (fixtures of another file)
"""Editions one after another: what is being made hinders nobody, what failed can go, and none follows another too soon."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from chain.acting import acting_as
from chain.days import today
from chain.formats import day_long, day_typed
from chain.jobs import LOCKS
from chain.once import NotNow
from chain.parts import PUBLISHES
from reporting import known, publishing, reports
from reporting.models import OutsideReport, Report, Tally
from tests.factories import ProgrammeFactory, days_ago
from tests.reporting.test_reports import browser, made, published, told, w  # noqa: F401
from tests.threads import at_once
from tests.world import STAFF

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside():
    """Another connection, on which somebody else is at work."""
    other = connection.copy()
    yield other
    other.close()


def held(beside, name, key):
    with beside.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [LOCKS[name], key])


def asked(w, as_of=None, programme=None):
    with acting_as(w.acting("policy"), "test"):
        found = reports.ask(w.staff["policy"], programme or w.programme, as_of or today())
        Report.objects.filter(pk=found.pk).update(made_at=now() - dt.timedelta(hours=1))
    return found


def again(w, report):
    with acting_as(w.acting("policy"), "test"):
        return Report.objects.get(pk=report.pk)


def worked_out(w, as_of=None):
    found = asked(w, as_of)
    assert reports.carry_out(w.acting("policy"), found.pk)
    return again(w, found)


# Made by a worker


def test_a_second_worker_does_not_wait_for_the_first(w, beside):
    found = asked(w)
    held(beside, "reports", found.pk)
    assert not reports.carry_out(w.acting("policy"), found.pk)
    assert again(w, found).content == {}


def test_one_that_no_worker_survives_is_given_up(w, monkeypatch):
    found = asked(w)
    monkeypatch.setattr(reports, "make", lambda *told: (_ for _ in ()).throw(SystemExit))
    for _time in range(reports.TRIES):
        with pytest.raises(SystemExit):
            reports.carry_out(w.acting("policy"), found.pk)
        assert reports.status(again(w, found)) == "making"
    assert not reports.carry_out(w.acting("policy"), found.pk)
    assert reports.status(again(w, found)) == "failed"


def test_the_sweep_asks_anew_for_what_a_worker_left_and_not_for_what_is_over(w, monkeypatch):
    worked_out(w)
    lost, failed = asked(w), asked(w)
    with acting_as(w.acting("policy"), "test"):
        Report.objects.filter(pk=lost.pk).update(content={"tries": 1})
        Report.objects.filter(pk=failed.pk).update(content={"failed": "ZeroDivisionError"})
    sent = []
    monkeypatch.setattr(reports, "send", lambda task, *told: sent.append(told))
    with acting_as(w.acting("count"), "test"):
        reports.start_lost()
    assert sent == [(w.acting("policy"), lost.pk)]


def test_it_is_made_at_the_moment_that_it_tells_of(w):
    found = worked_out(w)
    assert now() - found.made_at < dt.timedelta(minutes=10)


def test_what_waits_to_be_counted_is_counted_first(w):
    found = asked(w)
    with acting_as(w.acting("count"), "test"):
        before = Tally.objects.get(programme=w.programme).counted_at
    reports.carry_out(w.acting("policy"), found.pk)
    with acting_as(w.acting("count"), "test"):
        assert Tally.objects.get(programme=w.programme).counted_at > before


def test_a_programme_that_was_never_counted_is_told_nothing_of(w, monkeypatch, trusted):
    monkeypatch.setattr("reporting.jobs.empty_outbox", lambda chain: 0)
    with trusted():
        other = ProgrammeFactory(chain=w.chain, started_on=days_ago(700), ended_on=days_ago(-300))
    found = asked(w, programme=other)
    assert not reports.carry_out(w.acting("policy"), found.pk)
    assert again(w, found).content == {}


# What is compared holds nothing up


@pytest.mark.django_db(transaction=True)
def test_the_page_does_not_wait_long_for_a_count(w, beside, monkeypatch):
    monkeypatch.setattr(known, "PATIENCE", "50ms")
    held(beside, "count", w.programme.pk)
    found = browser(w, "policy").get(reverse("as_it_was", args=[w.programme.key]))
    assert found.status_code == 200
    assert "Er wordt nu geteld" in found.text


@pytest.mark.django_db(transaction=True)
def test_two_compare_at_once(w, beside):
    with beside.cursor() as cursor:
        cursor.execute("select pg_advisory_lock_shared(%s, %s)", [LOCKS["count"], w.programme.pk])
    found = browser(w, "policy").get(reverse("as_it_was", args=[w.programme.key]))
    assert "Er wordt nu geteld" not in found.text


@pytest.mark.django_db(transaction=True)
def test_while_an_edition_is_made_counting_goes_on_and_a_count_does_not_hold_it_up(w, beside, monkeypatch):
    monkeypatch.setattr(known, "PATIENCE", "50ms")
    held(beside, "count", w.programme.pk)
    found = asked(w)
    monkeypatch.setattr("reporting.jobs.empty_outbox", lambda chain: 0)
    assert reports.carry_out(w.acting("policy"), found.pk)
    assert reports.status(again(w, found)) == "draft"


# Of an earlier day


def test_what_is_of_now_says_so(w):
    found = worked_out(w, days_ago(30))
    notes = {one.key: one.note for part in reports.parts(found.content) for one in part.tables}
    assert notes["checks"].startswith(("Stand van ", "Nog niet nagekeken."))
    assert notes["waiting-partner"] == f"Stand van {day_long(today())}."
    assert all(
        notes[key].startswith(f"Stand van {day_long(today())}.") for key in ("leeftijd", "doelgroep", "gemeente")
    )
    assert "Tijdvak" in dict(found.content["about"])


@pytest.mark.parametrize(("ago", "leaves"), [(0, True), (1, False)])
def test_the_caseload_leaves_the_chain_only_as_of_today(w, ago, leaves):
    found = worked_out(w, days_ago(ago))
    for place in (None, w.vaals):
        assert ("caseload" in [row["key"] for row in told(w, "policy", found, place).content["sections"]]) == leaves


def test_no_amount_leaves_the_chain_that_tells_how_many_flowed_out_in_full(w, made):
    rows = told(w, "policy", made).content["sections"]
    tables = {one["key"]: one for row in rows if row["key"] == "returns" for one in row["tables"]}
    assert [column["key"] for column in tables["years"]["columns"]] == ["people"]
    assert [column["key"] for column in tables["extents"]["columns"]] == ["people"]
    assert [column["key"] for column in tables["municipalities"]["columns"]] == ["people", "planned", "spent"]
    assert not any("espar" in one["title"] for one in tables.values())


# As it was


def as_it_was(w, **query):
    return browser(w, "policy").get(reverse("as_it_was", args=[w.programme.key]), query).context["asked"]


def test_the_day_asked_for_holds_and_a_published_report_gives_the_moment(w, trusted):
    first = worked_out(w, days_ago(60))
    with acting_as(w.acting("policy"), "test"):
        publishing.publish(first, w.staff["policy"])
    draft, failed = worked_out(w, days_ago(50)), asked(w, days_ago(40))
    op = day_typed(days_ago(20))
    found = as_it_was(w)
    assert (found.report, found.day) == (first, days_ago(60))
    found = as_it_was(w, op=op)
    assert (found.report, found.day, found.moment) == (first, days_ago(20), again(w, first).made_at)
    found = as_it_was(w, op=op, rapport="")
    assert (found.report, found.day) == (None, days_ago(20))
    assert as_it_was(w, rapport="").day == today()
    assert as_it_was(w, rapport=draft.pk).day == days_ago(50)
    assert as_it_was(w, rapport=draft.pk, op=op).day == days_ago(20)
    page = browser(w, "policy").get(reverse("as_it_was", args=[w.programme.key]), {"rapport": failed.pk})
    assert page.status_code == 404


# Thrown away


@pytest.mark.parametrize("content", [{"failed": "ZeroDivisionError"}, {"tries": 2}])
@pytest.mark.parametrize("name", [*STAFF, "stranger", "alderman"])
def test_what_failed_or_never_came_can_be_thrown_away_by_who_publishes_and_nobody_else(w, name, content):
    found = asked(w)
    with acting_as(w.acting("policy"), "test"):
        Report.objects.filter(pk=found.pk).update(content=content)
    page = browser(w, name)
    may = w.staff[name].role in PUBLISHES and name != "stranger"
    shown = page.get(reverse("report", args=[found.pk]))
    assert ("Gooi dit rapport weg" in shown.text) == may
    answer = page.post(reverse("report_publish", args=[found.pk]), {"act": "discard"})
    assert (answer.status_code == 302) == may
    with acting_as(w.acting("policy"), "test"):
        assert Report.objects.exists() != may


def test_what_was_just_asked_for_has_no_button_yet(w):
    found = asked(w)
    with acting_as(w.acting("policy"), "test"):
        Report.objects.filter(pk=found.pk).update(made_at=now())
    assert "Gooi dit rapport weg" not in browser(w, "policy").get(reverse("report", args=[found.pk])).text


@pytest.mark.django_db(transaction=True)
def test_throwing_away_waits_for_no_worker(w):
    found = asked(w)

    def take_away():
        with acting_as(w.acting("policy"), "test"):
            publishing.discard(found, w.staff["policy"])

    with acting_as(w.acting("policy"), "test"):
        assert Report.objects.select_for_update(of=("self",)).get(pk=found.pk)
        (outcome,) = at_once([take_away])
    assert isinstance(outcome, NotNow)
    assert again(w, found)
    assert at_once([take_away]) == [None]


# None too soon after another


def publish_of(w, report):
    return browser(w, "policy").post(reverse("report_publish", args=[report.pk]), {"act": "publish"}, follow=True)


def test_a_second_edition_so_soon_is_refused_and_the_page_says_so_before(w, published):
    second = worked_out(w)
    page = browser(w, "policy").get(reverse("report_publish", args=[second.pk]))
    first_day = f"vanaf {day_long(today() + dt.timedelta(80))}"
    assert first_day in page.text
    assert 'value="publish"' not in page.text
    assert first_day in publish_of(w, second).text
    assert again(w, second).published_at is None
    with acting_as(w.acting("policy"), "test"):
        assert not OutsideReport.objects.filter(report=second, published=True).exists()


@pytest.mark.parametrize(("ago", "may"), [(79, False), (80, True), (81, True)])
def test_after_so_many_days_it_may(w, published, trusted, settings, ago, may):
    settings.SNOER_REPORT_DAYS = 80
    second = worked_out(w)
    with trusted():
        Report.objects.filter(pk=published.pk).update(published_at=now() - dt.timedelta(ago))
    publish_of(w, second)
    assert (again(w, second).published_at is not None) == may


@pytest.mark.django_db(transaction=True)
def test_of_two_published_at_once_one_is(w):
    both = [worked_out(w), worked_out(w, days_ago(1))]

    def out(report):
        with acting_as(w.acting("policy"), "test"):
            publishing.publish(report, w.staff["policy"])

    outcomes = at_once([lambda one=one: out(one) for one in both])
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "TooSoon"]
