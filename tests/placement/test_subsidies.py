"""Wage subsidy: asked by who sees the chance, decided by the point of contact, by the rules of article 10d."""

import datetime as dt
from decimal import Decimal

import pytest

from chain.acting import acting_as
from chain.days import today
from chain.formats import day, day_typed
from clients import terms
from clients.models import Event, Task
from placement import subsidies
from placement.amounts import NoAmount, amount
from placement.models import Amount, WageSubsidy
from tests.conftest import role
from tests.factories import (
    AmountFactory,
    EmployerFactory,
    PlacementFactory,
    StepFactory,
    TermFactory,
    WageSubsidyFactory,
    WageValueFactory,
    days_ago,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db
# Numbers that are easy to follow: without holiday allowance the norm of a full week is 13.81 x 36 x 52 / 12 = 2154.36.
LAW = {"minimum-wage": "13.81", "holiday-allowance": "0", "employer-charges": "23.5", "full-week": "36", "subsidy-cap": "70",
       "flat-rate": "50", "flat-rate-months": "6"}  # fmt: skip


def put_law(chain):
    for key, value in LAW.items():
        AmountFactory(chain=chain, key=key, value=value)
    TermFactory(chain=chain, key="wage-subsidy-decision", source="subsidy-to-decide", offset=5, unit="weeks",
                warn_days=35, article="Participatiewet artikel 10d lid 12")  # fmt: skip
    TermFactory(chain=chain, key="subsidy-request", source="subsidy-limit", offset=6, unit="months", hard=True,
                article="Participatiewet artikel 10d lid 2")  # fmt: skip


@pytest.fixture
def work(w, trusted):
    """Paid work by Podium24 that has run for two months, in a chain with the numbers of the law."""
    with trusted():
        put_law(w.chain)
        return work_of(w)


def work_of(w, started_on=None, name="Brood en Zo"):
    step = StepFactory(
        client=w["job"], partner=w.partners["podium24"], instrument=w.work, started_on=started_on or days_ago(60)
    )
    return PlacementFactory(client=w["job"], step=step, employer=EmployerFactory(chain=w.chain, name=name))


def settled(work, percent=60, **more):
    return WageValueFactory(placement=work, on=days_ago(20), percent=percent, settled_on=days_ago(10), **more)


def new_url(w, work):
    return f"/clienten/{w['job'].number}/plaatsing/{work.pk}/subsidie/"


def url(w, found):
    return f"/clienten/{w['job'].number}/subsidie/{found.pk}/"


def typed(**more):
    return {"kind": "regular", "asked_by": "employer", "requested_on": day_typed(days_ago(60)),
            "started_on": day_typed(days_ago(60)), "hours": "32"} | more  # fmt: skip


def the_one(trusted):
    with trusted():
        return WageSubsidy.objects.get()


# Asking


def test_an_adviser_registers_a_request_and_decides_nothing(w, work, signed_in, trusted):
    browser = signed_in("adviser")
    answer = browser.post(new_url(w, work), typed(hours="32,5"))
    found = the_one(trusted)
    assert answer.headers["Location"] == url(w, found)
    assert (found.status, found.partner_id, found.hours) == ("requested", w.partners["podium24"].pk, Decimal("32.5"))
    page = browser.get(url(w, found)).content.decode()
    assert "SZMH beslist" in page
    assert browser.post(url(w, found), {"act": "grant", "grant-version": 1}).status_code == 403
    with trusted():
        assert Event.objects.get(client=w["job"], act="subsidy-asked").part == "subsidy"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"asked_by": ""}, "asked_by"),
        ({"requested_on": day_typed(days_ago(-1))}, "requested_on"),
        ({"started_on": day_typed(days_ago(61))}, "started_on"),
        ({"ended_on": day_typed(days_ago(61))}, "ended_on"),
        ({"hours": "0"}, "hours"),
        ({"hours": "veel"}, "hours"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(w, work, signed_in, trusted, wrong, field):
    answer = signed_in("adviser").post(new_url(w, work), typed(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with trusted():
        assert not WageSubsidy.objects.exists()


def test_after_the_start_only_for_the_groups_of_the_law_and_six_months(w, work, signed_in, trusted):
    browser = signed_in("adviser")
    answer = browser.post(new_url(w, work), typed(requested_on=day_typed(days_ago(59))))
    assert "artikel 10d lid 2" in answer.context["form"].errors["reason"][0]
    assert (
        browser.post(new_url(w, work), typed(requested_on=day_typed(today()), reason="Praktijkonderwijs")).status_code
        == 302
    )
    with trusted():
        old = work_of(w, days_ago(200), "Oud werk")
    long_ago = typed(requested_on=day_typed(today()), started_on=day_typed(today()), reason="Praktijkonderwijs")
    answer = browser.post(new_url(w, old), long_ago)
    last = terms.after(days_ago(200), 6, "months") - dt.timedelta(1)
    assert f"tot en met {day(last)}" in answer.context["form"].errors["requested_on"][0]


def test_what_follows_on_a_subsidy_is_never_too_late(w, work, signed_in, trusted):
    with trusted():
        old = work_of(w, days_ago(200), "Oud werk")
        WageSubsidyFactory(placement=old, kind="flat-rate", status="ended", started_on=days_ago(200), ended_on=days_ago(20),
                           decided_on=days_ago(190), monthly="1077.18")  # fmt: skip
    answer = signed_in("adviser").post(
        new_url(w, old), typed(requested_on=day_typed(today()), started_on=day_typed(days_ago(19)))
    )
    assert answer.status_code == 302


def test_no_second_one_for_the_same_employment_at_a_time(w, work, signed_in, trusted):
    with trusted():
        WageSubsidyFactory(placement=work, kind="flat-rate", started_on=days_ago(60), ended_on=days_ago(10))
    browser = signed_in("adviser")
    twice = browser.post(new_url(w, work), typed(kind="flat-rate"))
    assert "al zo'n subsidie" in twice.context["form"].errors["kind"][0]
    overlaps = browser.post(new_url(w, work), typed(started_on=day_typed(days_ago(10))))
    assert "al een subsidie" in str(overlaps.context["form"].errors["started_on"])
    assert browser.post(new_url(w, work), typed(started_on=day_typed(days_ago(9)))).status_code == 302


def test_a_flat_rate_lasts_six_months_at_most(w, work, signed_in, trusted):
    last = terms.after(days_ago(60), 6, "months") - dt.timedelta(1)
    longer = signed_in("adviser").post(
        new_url(w, work), typed(kind="flat-rate", ended_on=day_typed(last + dt.timedelta(1)))
    )
    assert day(last) in longer.context["form"].errors["ended_on"][0]
    later = signed_in("adviser").post(
        new_url(w, work), typed(kind="flat-rate", started_on=day_typed(last + dt.timedelta(1)))
    )
    assert day(last) in later.context["form"].errors["started_on"][0]
    signed_in("adviser").post(new_url(w, work), typed(kind="flat-rate"))
    assert the_one(trusted).ended_on == last


@pytest.mark.parametrize(("said", "status"), [({}, 422), ({"not_wsw": "1"}, 302)])
def test_not_for_the_wsw(w, work, signed_in, trusted, said, status):
    with trusted():
        work.form_of_work = "sheltered"
        work.save()
    assert signed_in("consultant").post(new_url(w, work), typed(**said)).status_code == status


def test_only_for_paid_work(w, work, signed_in, trusted):
    with trusted():
        work.form_of_work = "volunteering"
        work.save()
    assert "betaald werk" in signed_in("adviser").post(new_url(w, work), typed()).content.decode()


def test_the_database_keeps_a_partner_from_deciding(w, work, trusted):
    with trusted():
        found = WageSubsidyFactory(placement=work)
    with acting_as(w.acting("adviser")), pytest.raises(Exception, match="row-level security"):
        WageSubsidy.objects.filter(pk=found.pk).update(status="refused")


# The calculation


def test_it_is_shown_step_by_step_before_it_is_decided(w, work, signed_in, trusted):
    with trusted():
        settled(work)
        found = WageSubsidyFactory(placement=work, started_on=days_ago(60), hours=32)
    page = signed_in("consultant").get(url(w, found)).content.decode().replace("\xa0", " ")
    for amount_shown in ("€ 2.154,36", "€ 1.292,62", "€ 861,74", "€ 1.508,05", "€ 765,99", "€ 180,01", "€ 946,00"):
        assert amount_shown in page, amount_shown
    printed = signed_in("consultant").get(url(w, found) + "besluit/").content.decode().replace("\xa0", " ")
    assert "€ 946,00" in printed
    assert "Nog niet besloten" in printed


def test_a_day_without_a_row_is_said_and_never_guessed(w, work, signed_in, trusted):
    with trusted():
        settled(work)
        found = WageSubsidyFactory(placement=work, started_on=days_ago(60))
        Amount.objects.filter(key="minimum-wage").update(started_on=days_ago(59))
    page = signed_in("consultant").get(url(w, found)).content.decode()
    assert f"Op {day(days_ago(60))} is niet bekend: wettelijk minimumloon per uur" in page
    answer = signed_in("consultant").post(url(w, found), {"act": "grant", "grant-version": 1})
    assert answer.status_code == 422
    assert "is niet bekend" in answer.content.decode()
    with acting_as(w.acting("consultant")):
        with pytest.raises(NoAmount):
            amount(w.chain.pk, "minimum-wage", days_ago(60))
        assert amount(w.chain.pk, "minimum-wage", days_ago(59)) == Decimal("13.81")
        with pytest.raises(KeyError):
            amount(w.chain.pk, "bonus", today())


def test_another_day_has_its_own_amounts_and_what_was_granted_stays(w, work, signed_in, trusted):
    with trusted():
        settled(work)
        found = WageSubsidyFactory(placement=work, started_on=days_ago(60), hours=36)
        Amount.objects.filter(key="minimum-wage").update(ended_on=days_ago(31))
        AmountFactory(chain=w.chain, key="minimum-wage", value="15.00", started_on=days_ago(30))
    browser = signed_in("consultant")
    browser.post(url(w, found), {"act": "grant", "grant-version": 1})
    page = browser.get(url(w, found) + f"?op={day_typed(today())}").content.decode().replace("\xa0", " ")
    assert "€ 936,00" in page  # 2340.00 less 60 percent
    assert the_one(trusted).monthly == Decimal("861.74")


# Deciding


def test_the_point_of_contact_grants_it_with_the_amount_of_its_first_day(w, work, signed_in, trusted):
    with trusted():
        value = settled(work)
        found = WageSubsidyFactory(placement=work, started_on=days_ago(60), hours=32)
    signed_in("consultant").post(url(w, found), {"act": "grant", "grant-version": 1, "grant-reason": "Akkoord."})
    now = the_one(trusted)
    assert (now.status, now.decided_on, now.wage_value_id, now.version) == ("granted", today(), value.pk, 2)
    assert (now.monthly, now.with_charges) == (Decimal("765.99"), Decimal("946.00"))
    with trusted():
        assert now.decided_by_id == w.staff["consultant"].user_id
        assert Event.objects.get(client=w["job"], act="subsidy-granted").params == {"kind": "loonkostensubsidie"}


@pytest.mark.parametrize(("percent", "says"), [(None, "nog geen loonwaarde"), (100, "niets te vergoeden")])
def test_without_a_wage_value_or_something_to_pay_there_is_nothing_to_grant(w, work, signed_in, trusted, percent, says):
    with trusted():
        if percent:
            settled(work, percent)
        else:
            WageValueFactory(placement=work)  # a draft
        found = WageSubsidyFactory(placement=work, started_on=days_ago(60))
    answer = signed_in("consultant").post(url(w, found), {"act": "grant", "grant-version": 1})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_flat_rate_needs_no_wage_value(w, work, signed_in, trusted):
    with trusted():
        found = WageSubsidyFactory(placement=work, kind="flat-rate", started_on=days_ago(60), hours=36)
    signed_in("consultant").post(url(w, found), {"act": "grant", "grant-version": 1})
    now = the_one(trusted)
    assert (now.status, now.monthly) == ("granted", Decimal("1077.18"))
    assert now.ended_on == terms.after(days_ago(60), 6, "months") - dt.timedelta(1)


def test_it_is_refused_and_ended_with_a_reason(w, work, signed_in, trusted):
    browser = signed_in("lead")
    with trusted():
        found = WageSubsidyFactory(placement=work, started_on=days_ago(60))
    assert browser.post(url(w, found), {"act": "refuse", "refuse-version": 1, "refuse-reason": ""}).status_code == 422
    browser.post(url(w, found), {"act": "refuse", "refuse-version": 1, "refuse-reason": "Al een andere subsidie."})
    assert (the_one(trusted).status, the_one(trusted).reason) == ("refused", "Al een andere subsidie.")
    with trusted():
        WageSubsidy.objects.update(status="granted", monthly="10.00", decided_on=days_ago(50), version=5)
    ending = {"act": "end", "end-version": 5, "end-reason": "Werk voorbij."}
    for wrong in (days_ago(-1), days_ago(61)):
        assert browser.post(url(w, found), ending | {"end-ended_on": day_typed(wrong)}).status_code == 422
    browser.post(url(w, found), ending | {"end-ended_on": day_typed(days_ago(2))})
    assert (the_one(trusted).status, the_one(trusted).ended_on) == ("ended", days_ago(2))


def test_who_is_too_late_is_told(w, work, signed_in, trusted):
    with trusted():
        found = WageSubsidyFactory(placement=work, status="refused", version=2)
    late = {"act": "refuse", "refuse-version": 1, "refuse-reason": "Nee."}
    page = signed_in("consultant").post(url(w, found), late, follow=True).content.decode()
    assert "een collega was u voor" in page


@pytest.mark.parametrize(("name", "status"), [("consultant", 200), ("adviser", 200), ("manager", 403), ("coach", 404),
                                              ("stranger", 404), ("coordinator", 404)])  # fmt: skip
def test_who_reads_one(w, work, signed_in, trusted, name, status):
    with trusted():
        found = WageSubsidyFactory(placement=work)
    assert signed_in(name).get(url(w, found)).status_code == status
    assert signed_in(name).get(url(w, found) + "besluit/").status_code == status


# By when


def test_the_decision_has_five_weeks_from_the_day_the_wage_value_stands(w, work, signed_in, trusted):
    with trusted():
        found = WageSubsidyFactory(placement=work, requested_on=days_ago(60))
    terms.run(w.chain.pk)
    with trusted():
        assert not Task.objects.filter(key="wage-subsidy-decision").exists()
        settled(work)
    terms.run(w.chain.pk)
    last = days_ago(10) + dt.timedelta(weeks=5)
    with trusted():
        task = Task.objects.get(key="wage-subsidy-decision")
        assert (task.due_on, task.status, task.part) == (last, "open", "subsidy")
    assert day(last) in signed_in("consultant").get("/subsidies/").content.decode()
    assert day(last) in signed_in("consultant").get(url(w, found)).content.decode()
    signed_in("consultant").post(url(w, found), {"act": "refuse", "refuse-version": 1, "refuse-reason": "Nee."})
    terms.run(w.chain.pk)
    with trusted():
        assert Task.objects.get(key="wage-subsidy-decision").status == "cleared"


# The list


def test_the_list_tells_what_waits_and_what_runs_of_the_people_in_sight(w, work, signed_in, trusted):
    with trusted():
        WageSubsidyFactory(placement=work, kind="flat-rate", ended_on=days_ago(-90), status="granted", decided_on=today(),
                           monthly="1077.18", with_charges="1330.32")  # fmt: skip
        WageSubsidyFactory(placement=work, started_on=days_ago(-91))
        elsewhere = PlacementFactory(client=w["step"])
        WageSubsidyFactory(placement=elsewhere)
    seen = {
        name: signed_in(name).get("/subsidies/").context for name in ("consultant", "adviser", "coach", "coordinator")
    }
    assert {name: (len(page["waiting"]), len(page["running"])) for name, page in seen.items()} == {
        "consultant": (2, 1), "adviser": (1, 1), "coach": (0, 0), "coordinator": (0, 0),
    }  # fmt: skip
    assert signed_in("manager").get("/subsidies/").status_code == 403
    page = signed_in("consultant").get("/subsidies/").content.decode().replace("\xa0", " ")
    assert "€ 1.330,32" in page


def test_the_list_costs_the_same_however_long_it_is(w, work, signed_in, trusted, django_assert_max_num_queries):
    with trusted():
        for number in range(30):
            placement = work_of(w, name=f"Werkgever {number}")
            WageSubsidyFactory(placement=placement)
            WageSubsidyFactory(placement=placement, kind="flat-rate", ended_on=days_ago(-9), status="granted",
                               decided_on=today(), monthly="10.00", with_charges="12.00")  # fmt: skip
    browser = signed_in("consultant")
    browser.get("/subsidies/")
    with django_assert_max_num_queries(24):
        page = browser.get("/subsidies/").context
    assert (len(page["waiting"]), len(page["running"])) == (30, 25)
    rest = browser.get(f"/subsidies/?na={page['next']}").context
    assert (len(rest["running"]), rest["next"], rest["first"]) == (5, None, False)
    pks = [row["subsidy"].pk for row in (*page["running"], *rest["running"])]
    assert len(set(pks)) == 30


# Two at once


@pytest.mark.django_db(transaction=True)
def test_one_decision_wins():
    from tests.placement.conftest import placing_world

    with role("snoer_owner"):
        w = placing_world()
        put_law(w.chain)
        work = work_of(w)
        settled(work)
        found = WageSubsidyFactory(placement=work, started_on=days_ago(60))

    def decided_by(name, act):
        def decide():
            with acting_as(w.acting(name)):
                return act(w.staff[name])

        return decide

    outcomes = at_once([
        decided_by("consultant", lambda by: subsidies.grant(found, 1, by=by)),
        decided_by("lead", lambda by: subsidies.refuse(found, 1, "Nee.", by=by)),
    ])  # fmt: skip
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotNow", "WageSubsidy"]
