"""Agreements with partners: who has no agreement any more has no access; and the pages that keep them."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import acting_as, memberships_of
from chain.days import today
from chain.models import JobRun, Membership, PartnerAgreement
from clients.models import Client
from clients.tasks import end_sight
from tests.attacks import refused, sql
from tests.factories import MembershipFactory, PartnerAgreementFactory, PartnerFactory, days_ago
from tests.world import STAFF, World, world

LIST = reverse("partner_agreements")


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def in_days(days: int) -> dt.date:
    return today() + dt.timedelta(days)


def typed(w, code="annex", **changes):
    values = {"partner": w.partners[code].pk, "kind": "processing", "reference": "VO-2", "started_on": "01-01-2020",
              "ended_on": "", "note": "", "version": 1}  # fmt: skip
    return values | changes


def dutch(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


def sees(w, name) -> int:
    with acting_as(w.acting(name)):
        return Client.objects.count()


# What the database does


def test_after_the_last_day_the_next_click_signs_out_and_net_2_alone_shows_nothing(w, signed_in, trusted):
    browser = signed_in("trainer")
    assert browser.get(reverse("day")).status_code == 200
    with trusted():
        agreement = PartnerAgreementFactory(partner=w.partners["annex"], ended_on=today())
    assert browser.get(reverse("day")).status_code == 200, "the last day is a day"
    assert sees(w, "trainer")
    with trusted():
        agreement.ended_on = days_ago(1)
        agreement.save()
    answer = browser.get(reverse("day"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    for name in ("trainer", "annex_manager", "annex_consultant"):
        assert sees(w, name) == 0, name
        assert list(memberships_of(w.staff[name].user_id)) == [], name
    assert sees(w, "coach"), "of another partner"


def test_it_is_the_last_of_the_agreements_that_counts_and_a_new_one_opens_again(w, signed_in, trusted):
    with trusted():
        PartnerAgreementFactory(partner=w.partners["annex"], ended_on=days_ago(1))
    assert sees(w, "trainer") == 0
    with trusted():
        PartnerAgreementFactory(partner=w.partners["annex"], kind="cooperation", ended_on=in_days(3))
    assert sees(w, "trainer")
    answer = signed_in("privacy").post(reverse("partner_agreement_new"), typed(w))
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    with trusted():
        assert Membership.objects.get(pk=w.acting("trainer")).agreed_until is None
    assert signed_in("trainer").get(reverse("day")).status_code == 200


def tomorrow() -> None:
    """As if a day went by, for the database."""
    sql("create or replace function snoer_today() returns date language sql stable parallel safe as"
        " $$ select (now() at time zone 'Europe/Amsterdam')::date + 1 $$")  # fmt: skip


def until(w, name="trainer"):
    return Membership.objects.get(pk=w.acting(name)).agreed_until


def test_an_agreement_that_has_not_begun_opens_on_its_first_day(w, trusted):
    with trusted():
        PartnerAgreementFactory(partner=w.partners["annex"], started_on=in_days(1))
        assert until(w) == days_ago(1)
    assert sees(w, "trainer") == 0
    end_sight()
    assert sees(w, "trainer") == 0
    with trusted():
        tomorrow()
    assert sees(w, "trainer") == 0
    end_sight()
    assert sees(w, "trainer")
    with trusted():
        told = JobRun.objects.filter(chain=w.chain, job="agreements").order_by("pk")
        people = sum(code == "annex" for code, _role in STAFF.values())
        assert [run.outcome for run in told] == ["0 memberships changed", f"{people} memberships changed"]


def test_a_gap_between_two_agreements_closes_and_those_that_join_up_do_not(w, trusted):
    with trusted():
        PartnerAgreementFactory(partner=w.partners["annex"], ended_on=in_days(3))
        PartnerAgreementFactory(partner=w.partners["annex"], started_on=in_days(10))
        assert until(w) == in_days(3), "there is a gap"
        bridge = PartnerAgreementFactory(partner=w.partners["annex"], started_on=in_days(4), ended_on=in_days(8))
        assert until(w) == in_days(8), "it begins on the day after"
        bridge.ended_on = in_days(9)
        bridge.save()
        assert until(w) is None, "the last has no end"
        PartnerAgreement.objects.filter(started_on__gte=in_days(1)).update(started_on=in_days(20), ended_on=in_days(30))
        PartnerAgreement.objects.filter(ended_on=in_days(3)).update(ended_on=days_ago(5))
        assert until(w) == days_ago(5), "between two"
    assert sees(w, "trainer") == 0


def test_the_nightly_renewal_is_of_its_own_chain_and_of_no_person(w, trusted):
    with trusted():
        PartnerAgreementFactory(partner=w.partners["annex"], started_on=in_days(1))
        tomorrow()
    for name in ("privacy", "admin", "stranger", "other_sight"):
        with acting_as(w.acting(name)):
            assert sql("select snoer_renew_agreed(%s)", w.chain.pk) == [(0,)], name
    with acting_as(w.acting("sight")):
        assert sql("select snoer_renew_agreed(%s) > 0", w.chain.pk) == [(True,)]


def test_units_follow_their_parent_and_the_privacy_officer_is_never_shut_out(w, signed_in, trusted):
    with trusted():
        unit = PartnerFactory(chain=w.chain, code="annex-zuid", parent=w.partners["annex"])
        later = MembershipFactory(partner=unit, role="trainer")
        PartnerAgreementFactory(partner=w.partners["annex"], ended_on=days_ago(1))
        PartnerAgreementFactory(partner=w.partners["szmh"], ended_on=days_ago(1))
        later.refresh_from_db()
        assert later.agreed_until == days_ago(1)
        assert MembershipFactory(partner=unit, role="trainer").pk
        assert Membership.objects.filter(partner=unit, agreed_until=None).count() == 0, "who begins later too"
    assert signed_in("privacy").get(LIST).status_code == 200
    assert sees(w, "consultant") == 0


def test_nobody_gives_themselves_more_time(w, trusted):
    with trusted():
        PartnerAgreementFactory(partner=w.partners["annex"], ended_on=in_days(5))
    with acting_as(w.acting("admin")):
        Membership.objects.filter(pk=w.acting("trainer")).update(agreed_until=None)
    with trusted():
        assert Membership.objects.get(pk=w.acting("trainer")).agreed_until == in_days(5)
    for name in set(STAFF) - {"privacy"}:
        with acting_as(w.acting(name)), refused():
            PartnerAgreementFactory(partner=w.partners["annex"])
        with acting_as(w.acting(name)):
            assert not PartnerAgreement.objects.exists(), name


# The pages


@pytest.mark.parametrize("name", ["privacy", "admin", "lead"])
def test_the_pages_are_the_privacy_officers(w, signed_in, name):
    assert signed_in(name).get(LIST).status_code == (200 if name == "privacy" else 403)


def test_what_runs_out_comes_first_and_is_told_where_the_day_begins(w, signed_in, trusted):
    with trusted():
        PartnerAgreementFactory(partner=w.partners["szmh"], reference="LANG", ended_on=in_days(400))
        PartnerAgreementFactory(partner=w.partners["podium24"], reference="BIJNA", ended_on=in_days(20))
        PartnerAgreementFactory(partner=w.partners["mtb"], reference="VOLGT", ended_on=in_days(10))
        PartnerAgreementFactory(partner=w.partners["mtb"], reference="NIEUW", started_on=in_days(11))
        PartnerAgreementFactory(partner=w.partners["beleid"], reference="VOORBIJ", ended_on=days_ago(3))
    browser = signed_in("privacy")
    answer = browser.get(LIST)
    assert answer.context["holds"][0].row.reference == "BIJNA"
    assert [one.row.reference for one in answer.context["over"]] == ["VOORBIJ"]
    assert [one.partner for one in answer.context["without"]] == [w.partners["annex"]]
    assert "nog 20 dagen" in answer.content.decode()
    told = [notice.text for notice in browser.get(reverse("looks")).context["notices"]]
    assert len(told) == 2
    assert [notice.late for notice in browser.get(reverse("looks")).context["notices"]] == [True, False]
    assert browser.get("/")["Location"] == reverse("looks")
    page = signed_in("admin").get(reverse("partners")).content.decode()
    assert f"De toegang van {w.partners['podium24']} stopt na" in page
    assert f"De toegang van {w.partners['beleid']} stopte na" in page
    assert f"De toegang van {w.partners['szmh']}" not in page
    assert "toegang volgens de overeenkomst tot en met" in page


def test_who_would_be_shut_out_is_told_before_it_is_saved(w, signed_in, trusted):
    with trusted():
        agreement = PartnerAgreementFactory(partner=w.partners["annex"], started_on=dt.date(2020, 1, 1))
    browser, url = signed_in("privacy"), reverse("partner_agreement", args=[agreement.pk])
    data = typed(w, ended_on=dutch(days_ago(1)))
    answer = browser.post(url, data)
    people = sum(code == "annex" for code, _role in STAFF.values())
    assert answer.status_code == 200
    assert [(str(one.number), one.warn) for one in answer.context["effects"]] == [(str(people), True)]
    assert "kunnen er vanaf nu niet meer in" in answer.content.decode()
    assert sees(w, "trainer"), "nothing is saved yet"
    assert "VO-2" in browser.post(url, data | {"back": "1"}).content.decode(), "what was typed is kept"
    assert browser.post(url, data | {"confirm": "1"}).status_code == 302
    assert sees(w, "trainer") == 0
    answer = browser.post(url, typed(w, version=2, ended_on=dutch(in_days(30))))
    assert answer.status_code == 302, "who gives access asks nothing"
    answer = browser.post(url, typed(w, version=3, ended_on=dutch(in_days(10))))
    assert "kunnen er na" in answer.content.decode()


def test_what_is_wrong_is_said_at_the_field_and_another_change_is_not_lost(w, signed_in, trusted):
    with trusted():
        agreement = PartnerAgreementFactory(partner=w.partners["annex"], started_on=dt.date(2020, 1, 1))
    browser, url = signed_in("privacy"), reverse("partner_agreement", args=[agreement.pk])
    answer = browser.post(url, typed(w, reference="", ended_on="01-01-2019", code="annex"))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"reference", "ended_on"})
    answer = browser.post(url, typed(w, partner=w.partners["other"].pk))
    assert set(answer.context["form"].errors) == {"partner"}
    assert browser.post(url, typed(w, reference="EERST")).status_code == 302
    answer = browser.post(url, typed(w, reference="LATER"))
    assert answer.status_code == 422
    assert "EERST" in answer.content.decode()
    with trusted():
        elsewhere = PartnerAgreementFactory(partner=w.partners["other"])
        assert PartnerAgreement.objects.get(pk=agreement.pk).reference == "EERST"
    assert browser.get(reverse("partner_agreement", args=[elsewhere.pk])).status_code == 404


def test_the_list_asks_the_same_of_more_agreements(w, signed_in, trusted):
    browser = signed_in("privacy")
    with trusted():
        PartnerAgreementFactory(partner=w.partners["annex"], ended_on=in_days(9))
    browser.get(LIST)
    with CaptureQueriesContext(connection) as few:
        browser.get(LIST)
    with trusted():
        for nth, code in enumerate(["annex", "mtb", "szmh", "podium24"] * 5):
            PartnerAgreementFactory(partner=w.partners[code], ended_on=in_days(nth))
    with CaptureQueriesContext(connection) as many:
        browser.get(LIST)
    assert len(few) == len(many)
    assert settings.AGREEMENT_WARN_DAYS == 60
