"""Who has access now and why: every function of today, from whom, and whether it is used."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chain.acting import acting_as
from clients import access_now
from tests import sheets
from tests.factories import ApiClientFactory, MembershipFactory, PartnerAgreementFactory, days_ago


def people(w) -> dict[str, access_now.Person]:
    with acting_as(w.acting("privacy")):
        groups = access_now.now(w.chain.pk)
    return {one.row.user.username: one for group in groups for one in group.people}


def test_the_functions_of_today_and_no_others(w, trusted):
    with trusted():
        MembershipFactory(user__username="weg", partner=w.partners["annex"], ended_on=days_ago(1))
        MembershipFactory(user__username="straks", partner=w.partners["annex"], started_on=days_ago(-3))
        PartnerAgreementFactory(partner=w.partners["mtb"], ended_on=days_ago(1))
    found = people(w)
    assert {"trainer", "privacy", "alderman"} <= set(found)
    assert not {"weg", "straks", "coach", "stranger", "system-setup"} & set(found)


def test_what_each_reads_in_words(w):
    found = people(w)
    assert found["consultant"].reads.startswith("van inwoners van de eigen gemeenten: naam en nummer, BSN")
    assert "BSN" not in found["trainer"].reads
    assert found["trainer"].reads.startswith("van wie de organisatie kent")
    assert found["coordinator"].reads.startswith("alleen met een geschreven reden, 24 uur")
    assert found["policy"].reads == found["admin"].reads == "geen dossiers"
    assert found["alderman"].reads.startswith("geen dossiers; wat voor de eigen gemeente")


def test_who_never_came_or_not_for_long_is_pointed_out_and_a_machine_is_not(w, trusted):
    with trusted():
        for name, days in (("trainer", 5), ("coach", 100)):
            user = w.staff[name].user
            user.last_login = timezone.now() - dt.timedelta(days)
            user.save()
        MembershipFactory(user__username="nieuw", partner=w.partners["annex"], started_on=days_ago(5))
        ApiClientFactory(membership=w.staff["at_szmh"], name="Suite")
    found = people(w)
    assert {name for name in ("trainer", "coach", "nieuw", "adviser") if found[name].unused} == {"coach", "adviser"}
    machines = [one.machine for one in found.values() if one.machine]
    assert machines == ["Suite"] or machines == []  # of two functions of one user the last is told here


def test_the_page_the_spreadsheet_and_the_same_number_of_questions_for_more_people(w, signed_in, trusted):
    browser = signed_in("privacy")
    url = reverse("access_now")
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        page = browser.get(url).content.decode()
    assert "nog nooit" in page
    with trusted():
        for number in range(20):
            MembershipFactory(user__name=f"=Naam {number}", partner=w.partners["annex"])
    with CaptureQueriesContext(connection) as many:
        browser.get(url)
    assert len(few) == len(many)
    sheet = browser.get(reverse("access_now_xlsx"))
    assert sheet.status_code == 200
    rows = sheets.read(sheet.content)["Wie heeft toegang"]
    assert any("=Naam 3" in row for row in rows)


def test_a_machine_is_counted_apart_from_the_colleagues(w, signed_in, trusted):
    browser = signed_in("privacy")
    before = browser.get(reverse("access_now"))
    assert before.context["machines"] == []
    with trusted():
        machine = MembershipFactory(user__username="koppeling-1", partner=w.partners["szmh"])
        ApiClientFactory(membership=machine, name="Suite")
    after = browser.get(reverse("access_now"))
    assert after.context["number"] == before.context["number"]
    assert "Ook 1 koppeling heeft toegang." in after.content.decode()
