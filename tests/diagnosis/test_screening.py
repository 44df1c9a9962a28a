"""A round: who may make it, whom it shows to whom and for how long, what is decided and by whom."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from chain.once import NotNow
from clients import access, terms
from clients.models import Client, Event, Involvement, Look, Task
from clients.record import PARTS
from diagnosis import screening
from diagnosis.models import Screener, Screening, ScreeningEntry
from tests import factories as make
from tests.attacks import refused, sql
from tests.factories import days_ago
from tests.kept import kept
from tests.threads import at_once
from tests.world import World, world

IN_IT = ("unknown", "team", "mtb")


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return screened_world()


@kept
def screened_world() -> World:
    w = world()
    for name in ("second_adviser",):
        w.staff[name] = make.MembershipFactory(
            user__username=name, partner=w.partners["podium24"], role="employer_adviser"
        )  # fmt: skip
    for name in IN_IT:
        make.CapacityFactory(client=w[name], work_ability=50)
    return w


def a_round(w: World, by: str = "lead", screeners: tuple[str, ...] = ("consultant", "adviser"), **more) -> Screening:
    first = more.pop("started_on", today())
    with acting_as(w.acting(by)):
        return screening.start(
            more.pop("name", "Dertig tot tachtig"), "work-ability", more.pop("parameters", {}),
            [w.staff[name] for name in screeners], first, more.pop("ends_on", first + dt.timedelta(27)), by=w.staff[by], **more,
        )  # fmt: skip


def entry_of(row: Screening, client: Client) -> ScreeningEntry:
    return ScreeningEntry.objects.get(screening=row, client=client)


def decide(w: World, row: Screening, name: str, by: str, outcome: str = "candidate", **more) -> ScreeningEntry:
    with acting_as(w.acting(by)):
        return screening.decide(entry_of(row, w[name]), outcome, by=w.staff[by], **more)


def seen(w: World, name: str) -> set[str]:
    """Whom somebody sees; net 1 and net 2 have to agree."""
    with acting_as(w.acting(name)):
        there = set(Client.objects.values_list("last_name", flat=True))
        assert set(Client.objects.visible_to(w.staff[name]).values_list("last_name", flat=True)) == there
        return there


# Making one.


def test_a_round_holds_who_fits_now_in_their_order(w, trusted):
    row = a_round(w)
    with trusted():
        assert list(row.entries.order_by("position").values_list("position", "outcome")) == [(1, ""), (2, ""), (3, "")]
        assert {entry.client.last_name for entry in row.entries.all()} == set(IN_IT)
        assert {each.member_id for each in row.screeners.all()} == {w.acting("consultant"), w.acting("adviser")}
        assert (row.partner, row.author) == (w.partners["szmh"], w.staff["lead"].user)


def test_two_rounds_one_after_the_other_do_not_hold_the_same_people(w):
    a_round(w)
    with pytest.raises(ValidationError, match="Niemand past"):
        a_round(w)


@pytest.mark.parametrize("name", ["consultant", "adviser", "manager", "trainer", "annex_consultant", "policy"])
def test_only_a_senior_consultant_of_the_point_of_contact_makes_one(w, name):
    with pytest.raises(PermissionDenied):
        a_round(w, by=name)


@pytest.mark.parametrize(
    ("screeners", "told"),
    [
        (("consultant",), "aanspreekpunt voor de werkgever"), (("adviser",), "aanspreekpunt voor de inwoner"),
        ((), "Kies ook iemand"), (("consultant", "adviser", "trainer"), "Trainer werkt bij geen van beide"),
        (("consultant", "adviser", "podium24_manager"), "bij geen van beide"),
        (("consultant", "adviser", "stranger"), "Stranger werkt bij geen"),
    ],
)  # fmt: skip
def test_it_takes_somebody_of_both_and_nobody_else(w, screeners, told):
    with pytest.raises(ValidationError, match=told) as error:
        a_round(w, screeners=screeners)
    assert list(error.value.message_dict) == ["screeners"]


WEEKS = dt.timedelta(7 * settings.SCREENING_WEEKS)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (-1, 10, "started_on"), (3, 2, "ends_on"), (0, WEEKS.days, "ends_on"), (0, WEEKS.days - 1, None), (5, 5, None),
        (5, 5 + WEEKS.days, "ends_on"),
    ],
)  # fmt: skip
def test_it_lasts_eight_weeks_at_most_and_does_not_begin_in_the_past(w, first, last, field):
    """Need to know (AVG article 5 lid 1 c): it gives sight of people who know of no step with the partner."""
    days = {"started_on": days_ago(-first), "ends_on": days_ago(-last)}
    if field is None:
        assert a_round(w, **days).pk
        return
    with pytest.raises(ValidationError) as error:
        a_round(w, **days)
    assert list(error.value.message_dict) == [field]


def test_it_needs_a_name(w):
    with pytest.raises(ValidationError) as error:
        a_round(w, name="  ")
    assert list(error.value.message_dict) == ["name"]


# Sight.


def test_the_screener_of_the_employers_side_sees_exactly_who_is_in_it_and_no_colleague_does(w):
    before = {name: seen(w, name) for name in ("adviser", "second_adviser", "podium24_manager", "trainer", "coach")}
    a_round(w)
    assert seen(w, "adviser") == before["adviser"] | set(IN_IT) == set(IN_IT)
    for name in ("second_adviser", "podium24_manager", "trainer", "coach"):
        assert seen(w, name) == before[name], name


def test_the_screener_reads_what_the_function_reads_and_no_more(w):
    a_round(w)
    with acting_as(w.acting("adviser")):
        request = SimpleNamespace(membership=w.staff["adviser"])
        found = access.client(request, w["unknown"].number, "plan")
        assert set(access.readable(w.staff["adviser"], found, *PARTS)) == {
            "plan",
            "referrals",
            "profile",
            "placements",
            "notes",
        }
        assert sql("select count(*) from clients_identity") == sql("select count(*) from clients_capacity") == [(0,)]
        assert not sql("select 1 from clients_benefitperiod")
        assert not Client.objects.filter(pk=w["unknown"].pk, full_partner_ids__contains=[w.partners["podium24"].pk])


@pytest.mark.parametrize(
    ("first", "last", "closed", "sees"),
    [
        (0, 0, None, True), (-1, 9, None, False), (9, -1, None, False), (9, 0, None, True), (20, 9, 1, False),
        (20, 9, 0, True), (20, -5, 0, False),
    ],
)  # fmt: skip
def test_the_sight_is_from_the_first_day_to_the_last_and_ends_with_the_round(w, trusted, first, last, closed, sees):
    row = a_round(w)
    with trusted():
        Screening.objects.filter(pk=row.pk).update(
            started_on=days_ago(first), ends_on=days_ago(-last), closed_on=None if closed is None else days_ago(closed)
        )
    assert ("unknown" in seen(w, "adviser")) is sees


def test_shortening_a_round_shortens_the_sight_and_prolonging_it_prolongs_that(w, trusted):
    row = a_round(w)
    for days in (3, 20, 1):
        with acting_as(w.acting("lead")):
            Screening.objects.filter(pk=row.pk).update(ends_on=days_ago(-days))
        with trusted():
            ends = {each.seen_until for each in Involvement.objects.filter(source="screeningentry")}
        assert ends == {days_ago(-days)}


def test_somebody_else_who_screens_later_sees_the_same_people(w, trusted):
    row = a_round(w)
    with acting_as(w.acting("lead")):
        Screener.objects.create(screening=row, chain=w.chain, member=w.staff["second_adviser"])
    assert seen(w, "second_adviser") == set(IN_IT)


def test_the_point_of_contact_needs_no_involvement(w, trusted):
    a_round(w)
    with trusted():
        assert {row.membership_id for row in Involvement.objects.filter(reason="screening")} == {w.acting("adviser")}


def test_a_closed_file_in_a_round_is_not_shown(w, trusted):
    row = a_round(w)
    with trusted():
        Client.objects.filter(pk=w["unknown"].pk).update(closed_on=today())
    assert "unknown" not in seen(w, "adviser")
    with acting_as(w.acting("adviser")):
        assert not ScreeningEntry.objects.filter(client=w["unknown"]).exists()
        assert screening.counts([row.pk])[row.pk] == {"": 2, "closed": 1}


def test_the_screeners_of_a_round_that_begins_later_see_nobody_yet(w):
    a_round(w, started_on=days_ago(-3))
    assert not seen(w, "adviser")


def test_who_sees_what_names_the_screening_and_the_look_log_says_involvement(w, trusted, client):
    a_round(w)
    client.force_login(w.staff["consultant"].user)
    page = client.get(reverse("sight", args=[w["unknown"].number])).content.decode()
    assert "Screening" in page or "screening" in page
    assert "Adviser" in page
    client.force_login(w.staff["adviser"].user)
    assert client.get(reverse("record", args=[w["unknown"].number])).status_code == 200
    with trusted():
        assert (
            Look.objects.filter(client=w["unknown"], membership=w.acting("adviser")).latest("at").why == "involvement"
        )


# Deciding.


def test_a_decision_is_kept_with_who_and_when_and_told_without_the_remark(w, trusted):
    row = a_round(w)
    made = decide(w, row, "unknown", "adviser", "deeper", remark="  Wat lukt in een week? ")
    with trusted():
        made.refresh_from_db()
        assert (made.outcome, made.until, made.remark, made.decided_on) == (
            "deeper",
            None,
            "Wat lukt in een week?",
            today(),
        )
        assert (made.decided_by, made.version) == (w.staff["adviser"].user, 2)
        event = Event.objects.get(act="screened")
        assert (event.part, event.partner, event.params) == (
            "plan", w.partners["podium24"], {"outcome": "eerst verdiepende diagnose"}
        )  # fmt: skip


def test_nothing_follows_by_itself(w, trusted):
    row = a_round(w)
    with trusted():
        before = [
            model.objects.filter(client=w["unknown"]).count() for model in (make.Referral, make.Plan, make.Step, Task)
        ]
    decide(w, row, "unknown", "adviser", "perspective")
    with trusted():
        assert before == [
            model.objects.filter(client=w["unknown"]).count() for model in (make.Referral, make.Plan, make.Step, Task)
        ]


def test_changing_a_decision_keeps_the_first(w, trusted):
    row = a_round(w)
    decide(w, row, "unknown", "adviser", "candidate")
    made = decide(w, row, "unknown", "consultant", "potential", remark="Toch eerst oefenen")
    decide(w, row, "unknown", "consultant", "potential", remark="Toch eerst oefenen")  # the same again says nothing
    with trusted():
        stood = sql(
            "select outcome, version from diagnosis_screeningentryevent where pgh_obj_id = %s order by pgh_id", made.pk
        )
        assert stood == [("", 1), ("candidate", 2), ("potential", 3)]
        assert list(Event.objects.filter(act="screened").order_by("at").values_list("params__outcome", flat=True)) == [
            "direct kandidaat", "mogelijk naar betaald werk",
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["lead", "second_adviser", "trainer", "manager"])
def test_only_the_screeners_decide(w, name):
    row = a_round(w)
    with pytest.raises((PermissionDenied, ScreeningEntry.DoesNotExist)):
        decide(w, row, "unknown", name)


@pytest.mark.parametrize(
    ("outcome", "until", "field"),
    [("", None, "outcome"), ("work", None, "outcome"), ("not-now", None, "until"), ("not-now", 0, "until"),
     ("not-now", 3, "until")],
)  # fmt: skip
def test_what_is_not_decided(w, outcome, until, field):
    row = a_round(w)
    with pytest.raises(ValidationError) as error:
        decide(w, row, "unknown", "adviser", outcome, until=None if until is None else days_ago(until))
    assert list(error.value.message_dict) == [field]


def test_a_day_is_kept_for_nothing_now_alone(w, trusted):
    row = a_round(w)
    assert decide(w, row, "unknown", "adviser", "not-now", until=days_ago(-9)).until == days_ago(-9)
    assert decide(w, row, "unknown", "adviser", "candidate", until=days_ago(-9)).until is None


def test_a_round_that_is_over_or_has_not_begun_takes_no_decisions(w, trusted):
    row = a_round(w)
    for change in ({"closed_on": today()}, {"closed_on": None, "started_on": days_ago(9), "ends_on": days_ago(1)},
                   {"started_on": days_ago(-1), "ends_on": days_ago(-9)}):  # fmt: skip
        with trusted():
            Screening.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(NotNow):
            decide(w, row, "unknown", "consultant")


def test_a_closed_file_is_decided_about_by_nobody(w, trusted):
    row = a_round(w, screeners=("consultant", "lead", "adviser"))
    with trusted():
        Client.objects.filter(pk=w["unknown"].pk).update(closed_on=today())
    with pytest.raises(PermissionDenied):
        decide(w, row, "unknown", "lead")


def test_put_off_comes_back_as_a_task_of_the_lead_until_somebody_looks_again(w, trusted):
    row = a_round(w)
    with trusted():
        make.TermFactory(chain=w.chain, key="screening-again", source="screening-until", offset=0, unit="days")
    made = decide(w, row, "unknown", "adviser", "not-now", until=days_ago(-30))
    terms.run(w.chain.pk)
    with trusted():
        task = Task.objects.get(about="screeningentry", about_id=made.pk)
        assert (task.due_on, task.for_whom, task.part, task.status) == (days_ago(-30), "lead", "plan", "open")
    decide(w, row, "unknown", "adviser", "not-now", until=days_ago(-40))
    terms.run(w.chain.pk)
    with trusted():
        task.refresh_from_db()
        assert task.due_on == days_ago(-40)
        later = make.ScreeningFactory(chain=w.chain, partner=w.partners["szmh"])
        make.ScreeningEntryFactory(screening=later, client=w["unknown"], outcome="candidate", decided_on=today())
    terms.run(w.chain.pk)
    with trusted():
        task.refresh_from_db()
        assert task.status == "cleared"


# Closing, and what others read.


def test_closing_ends_the_round_and_a_second_time_changes_nothing(w, trusted):
    row = a_round(w)
    with acting_as(w.acting("lead")):
        screening.close_round(row, by=w.staff["lead"])
        screening.close_round(row, by=w.staff["lead"])
    with trusted():
        row.refresh_from_db()
        assert (row.closed_on, row.version) == (today(), 2)
        assert {each.seen_until for each in Involvement.objects.filter(reason="screening")} == {today()}


@pytest.mark.parametrize("name", ["consultant", "adviser", "manager"])
def test_others_do_not_close_it(w, name):
    row = a_round(w)
    with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
        screening.close_round(row, by=w.staff[name])


def test_all_caseworkers_read_the_figures_and_nobody_of_another_chain_does(w):
    row = a_round(w)
    decide(w, row, "unknown", "adviser", "candidate")
    for name in ("trainer", "coach", "second_adviser", "manager", "podium24_manager"):
        with acting_as(w.acting(name)):
            assert screening.counts([row.pk])[row.pk] == {"": 2, "candidate": 1}, name
    for name in ("stranger", "policy", "privacy", "admin"):
        with acting_as(w.acting(name)):
            assert not screening.counts([row.pk])[row.pk], name


def test_the_database_lets_nobody_write_a_round_but_who_makes_one(w):
    row = a_round(w)
    for name in ("consultant", "adviser", "manager"):
        with acting_as(w.acting(name)):
            assert Screening.objects.filter(pk=row.pk).update(ends_on=days_ago(-300)) == 0
            with refused():
                Screener.objects.create(screening=row, chain=w.chain, member=w.staff["second_adviser"])
            with refused():
                ScreeningEntry.objects.create(screening=row, client=w["both"], chain=w.chain, position=9)


@pytest.mark.django_db(transaction=True)
def test_two_makers_at_once_do_not_take_the_same_people(trusted):
    with trusted():
        w = screened_world()
        w.staff["lead_2"] = make.MembershipFactory(
            user__username="lead_2", partner=w.partners["szmh"], role="lead_consultant"
        )  # fmt: skip
    outcomes = at_once([lambda: a_round(w), lambda: a_round(w, by="lead_2")])
    assert sorted(type(each).__name__ for each in outcomes) == ["Screening", "ValidationError"]
    with trusted():
        assert ScreeningEntry.objects.count() == len(IN_IT)
