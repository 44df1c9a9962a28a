"""How long a file is kept, and the list that one person proposes and another approves."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from chain.acting import acting_as
from chain.days import today
from chain.formats import day
from chain.once import NotNow
from clients import erasure_sql, retention
from clients.models import Client, Erasure, ErasureEntry
from clients.retention import Choice
from tests import factories as make
from tests.attacks import refused, sql
from tests.conftest import role
from tests.world import World, days_ago, world

LAW = {"provision": {"months": 120}, "refused": {"months": 60}, "broken-off": {"months": 0, "weeks": 6}}


@pytest.fixture
def w(trusted) -> World:
    """The world, in which nothing but K-closed is closed, with the rules of the Selectielijst."""
    with trusted():
        w = world()
        for kind, lasts in LAW.items():
            make.RetentionRuleFactory(chain=w.chain, kind=kind, source=f"bron {kind}", started_on="2000-01-01", **lasts)
        return w


def closed(w: World, trusted: Any, on: dt.date, name: str = "closed") -> Client:
    with trusted():
        Client.objects.filter(pk=w[name].pk).update(closed_on=on)
    return w[name]


def due(w: World, who: str = "archivist") -> dict[str, tuple[str, dt.date]]:
    with acting_as(w.acting(who), "test"):
        return {one.number: (one.kind, one.due_on) for one in retention.due()}


def kept(w: World, client: Client) -> tuple[str, dt.date] | None:
    """Kind and date, whether it is past or not."""
    from clients.retention_sql import kept as rule

    with connection.cursor() as cursor:
        cursor.execute("set role snoer_owner")
        cursor.execute(f"select kind, due_on from ({rule(f'c.id = {client.pk}')}) k")
        found = cursor.fetchone()
        cursor.execute("set role snoer_app")
    return found


DAY = dt.date(2019, 1, 31)


def test_a_file_in_which_nothing_began_is_kept_six_weeks(w, trusted):
    assert kept(w, closed(w, trusted, DAY)) == ("broken-off", dt.date(2019, 3, 14))


def test_what_was_refused_is_kept_five_years_and_what_was_given_ten(w, trusted):
    client = closed(w, trusted, DAY)
    with trusted():
        support = make.SupportFactory(client=client, status="declined", decided_on=DAY)
    assert kept(w, client) == ("refused", dt.date(2024, 1, 31))
    with trusted():
        type(support).objects.update(status="granted")
    assert kept(w, client) == ("provision", dt.date(2029, 1, 31))


def test_a_step_that_began_is_a_provision_and_a_planned_one_is_not(w, trusted):
    client = closed(w, trusted, DAY)
    with trusted():
        step = make.StepFactory(client=client, partner=w.partners["annex"], instrument=w.instrument, status="cancelled",
                                started_on=None)  # fmt: skip
    assert kept(w, client)[0] == "broken-off"
    with trusted():
        type(step).objects.filter(pk=step.pk).update(status="active", started_on=days_ago(4000))
    assert kept(w, client)[0] == "provision"


def test_an_outflow_to_work_is_a_provision(w, trusted):
    client = closed(w, trusted, DAY)
    with trusted():
        make.BenefitPeriodFactory(client=client, started_on="2018-01-01", ended_on="2018-12-31", end_reason="work")
    assert kept(w, client)[0] == "provision"


def test_the_longest_that_holds_counts(w, trusted):
    client = closed(w, trusted, DAY)
    with trusted():
        make.SupportFactory(client=client, status="declined", decided_on=DAY)
        make.SupportFactory(client=client, status="granted", decided_on=DAY)
    assert kept(w, client) == ("provision", dt.date(2029, 1, 31))


def test_the_rule_of_the_day_of_closing_counts(w, trusted):
    client = closed(w, trusted, DAY)
    with trusted():
        sql("update clients_retentionrule set ended_on = '2019-01-30' where kind = 'broken-off'")
        make.RetentionRuleFactory(chain=w.chain, kind="broken-off", months=12, started_on="2019-01-31")
    assert kept(w, client) == ("broken-off", dt.date(2020, 1, 31))


def test_without_a_rule_for_one_of_its_kinds_a_file_has_no_date(w, trusted):
    client = closed(w, trusted, DAY)
    with trusted():
        make.SupportFactory(client=client, status="declined", decided_on=DAY)
        make.SupportFactory(client=client, status="granted", decided_on=DAY)
        sql("delete from clients_retentionrule where kind = 'provision'")
    assert kept(w, client) is None


def test_an_open_file_or_one_that_came_back_has_no_date(w):
    assert kept(w, w["unknown"]) is None


def test_a_file_is_past_its_date_on_the_day_itself_and_not_before(w, trusted):
    client = closed(w, trusted, today() - dt.timedelta(42))
    assert due(w) == {client.number: ("broken-off", today())}
    closed(w, trusted, today() - dt.timedelta(41))
    assert due(w) == {}


def test_who_reads_of_retention_hears_what_is_past_its_date_and_others_nothing(w, trusted):
    client = closed(w, trusted, DAY)
    for name in ("archivist", "privacy"):
        assert due(w, name).keys() == {client.number}, name
    for name in ("lead", "consultant", "trainer", "admin", "policy", "stranger", "alderman"):
        assert due(w, name) == {}, name
    with refused():
        sql("select * from snoer_due_files(10)")


def rights_page(w: World, browser: Any, client: Client) -> str:
    answer = browser.get(reverse("client_rights", args=[client.number]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


UNTIL = "Hoelang dit dossier blijft"


def test_a_closed_file_says_until_when_it_is_kept_to_who_reads_of_retention(w, trusted, signed_in):
    on = today() - dt.timedelta(41)
    client = closed(w, trusted, on)
    for name in ("archivist", "privacy"):
        page = rights_page(w, signed_in(name), client)
        assert f"Bewaren tot {day(on + dt.timedelta(42))}, volgens bron broken-off." in page, name
        assert "Afgebroken voordat er iets begon." in page and "Termijn voorbij" not in page, name
    lead = rights_page(w, signed_in("lead"), client)
    assert UNTIL not in lead and "Bewaren tot" not in lead
    closed(w, trusted, on - dt.timedelta(1))
    assert "Termijn voorbij" in rights_page(w, signed_in("archivist"), client)


def test_a_closed_file_without_a_date_says_why(w, trusted, signed_in):
    client, browser = closed(w, trusted, DAY), signed_in("archivist")
    with trusted():
        sql("delete from clients_retentionrule where kind = 'broken-off'")
    page = rights_page(w, browser, client)
    assert "de keten heeft geen termijn voor wat er met dit dossier was" in page and "Bewaren tot" not in page
    with trusted():
        make.RightsRequestFactory(client=client)
    page = rights_page(w, browser, client)
    assert "Er is nu geen datum: er loopt een verzoek van de inwoner." in page and "Bewaren tot" not in page


def test_an_open_file_says_nothing_of_its_end(w, signed_in):
    assert UNTIL not in rights_page(w, signed_in("privacy"), w["unknown"])


def test_the_date_of_one_file_is_told_to_who_reads_of_retention_in_the_own_chain_alone(w, trusted):
    client = closed(w, trusted, DAY)
    for name, told in (("archivist", True), ("privacy", True), ("lead", False), ("admin", False), ("stranger", False)):
        with acting_as(w.acting(name), "test"):
            found = retention.until(client)
            assert (found is not None) is told, name
            assert found is None or (found.kind, found.due_on, found.past) == (*kept(w, client), True)
            assert retention.until(w["unknown"]) is None
    with refused():
        sql("select * from snoer_kept_until(%s)", client.pk)


def test_what_waits_longer_than_two_days_after_its_approval_is_told_to_be_stuck(w):
    by = w.staff["privacy"]
    for days, state in ((1, "approved"), (3, "stuck")):
        one = Erasure(approved_at=timezone.now() - dt.timedelta(days), approved_by_id=by.user_id)
        assert retention.state(one) == state
        with acting_as(by.pk):
            assert retention.may_stop(by, one), state
    assert "vraag de beheerder" in str(retention.STATES["stuck"][0])


def test_why_a_file_was_found_to_be_kept_is_said_in_the_language_of_the_page(monkeypatch):
    body = erasure_sql.functions()["snoer_erase(wanted bigint)"]
    assert set(re.findall(r"(?:then|else) '([A-Z][^']+)'", body)) == retention.FOUND_KEPT.keys()
    for said in retention.FOUND_KEPT:
        monkeypatch.setitem(retention.FOUND_KEPT, said, "as it is translated")
        assert retention.why_kept(ErasureEntry(why_kept=said)) == "as it is translated"
    assert retention.why_kept(ErasureEntry(why_kept="er loopt een bezwaar")) == "er loopt een bezwaar"


def test_what_was_asked_for_in_vain_is_found_by_its_index(w):
    (update,) = [line for line in erasure_sql._JOBS.splitlines() if "update clients_look " in line]
    with role("snoer_owner"), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("explain " + update.strip().rstrip(";").replace("c.chain_id", "1").replace("~ named", "~ 'K-1'"))
        assert "look_asked" in "".join(row[0] for row in cursor.fetchall())


def propose(w: World, who: str, **acts: Choice) -> Erasure:
    with acting_as(w.acting(who), "test"):
        return retention.propose(w.staff[who], {w[name.replace("_", "-")].pk: act for name, act in acts.items()})


ERASE, KEEP = Choice("erase"), Choice("keep", "er loopt een bezwaar")


def test_a_second_person_approves_and_never_the_proposer(w, trusted):
    closed(w, trusted, DAY)
    one = propose(w, "archivist", closed=ERASE)
    assert due(w) == {}  # it is on a list
    with acting_as(w.acting("archivist"), "test"), pytest.raises(PermissionDenied):
        retention.approve(w.staff["archivist"], one, 1)
    with acting_as(w.acting("privacy"), "test"):
        retention.approve(w.staff["privacy"], one, 1, "akkoord")
        one.refresh_from_db()
        assert (one.approved_by_id, one.proof["listed"]) == (w.staff["privacy"].user_id, 1)
        assert one.proof["digest"] == retention.digest([w["closed"].number])
    with acting_as(w.acting("privacy"), "test"), pytest.raises(NotNow):
        retention.approve(w.staff["privacy"], one, 1)


def test_the_database_takes_no_approval_by_the_proposer_nor_in_the_name_of_another(w, trusted):
    closed(w, trusted, DAY)
    one = propose(w, "archivist", closed=ERASE)
    put = "update clients_erasure set approved_by_id = %s, approved_at = now() where id = %s"
    with acting_as(w.acting("archivist"), "test"):
        with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
            sql(put, w.staff["archivist"].user_id, one.pk)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            sql(put, w.staff["privacy"].user_id, one.pk)
        with pytest.raises(ProgrammingError, match="who proposed a list stays"), transaction.atomic():
            sql("update clients_erasure set proposed_by_id = %s where id = %s", w.staff["privacy"].user_id, one.pk)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql("update clients_erasureentry set act = 'erase'")
    with acting_as(w.acting("privacy"), "test"):
        retention.approve(w.staff["privacy"], one, 1)
    with acting_as(w.acting("archivist"), "test"):  # a file more, afterwards
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            ErasureEntry.objects.create(erasure=one, chain=w.chain, client=w["closed-step"], number="K-X", closed_on=DAY,
                                        due_on=DAY, rule="x")  # fmt: skip


def test_what_is_sent_back_or_kept_comes_back_at_the_next_list(w, trusted):
    closed(w, trusted, DAY)
    one = propose(w, "archivist", closed=ERASE)
    with acting_as(w.acting("privacy"), "test"):
        retention.send_back(w.staff["privacy"], one, 1, "er is een klacht")
    assert due(w).keys() == {w["closed"].number}
    two = propose(w, "privacy", closed=KEEP)
    assert due(w) == {}
    with acting_as(w.acting("archivist"), "test"):
        retention.approve(w.staff["archivist"], two, 1)
        assert [one.before for one in retention.due()] == ["er loopt een bezwaar"]


def test_a_file_that_is_on_a_list_by_now_is_not_proposed_twice(w, trusted):
    closed(w, trusted, DAY)
    propose(w, "archivist", closed=ERASE)
    with pytest.raises(NotNow):
        propose(w, "privacy", closed=ERASE)
    with pytest.raises(PermissionDenied):
        propose(w, "lead", closed=ERASE)


def elsewhere(w: World, role: str) -> str:
    """Somebody of that function at a partner that is not the point of contact."""
    w.staff[f"{role}_elsewhere"] = make.MembershipFactory(partner=w.partners["beleid"], role=role)
    return f"{role}_elsewhere"


def test_an_archivist_of_another_partner_hears_and_decides_nothing_and_its_privacy_officer_does(w, trusted, signed_in):
    closed(w, trusted, DAY)
    with trusted():
        archivist, officer = elsewhere(w, "archive"), elsewhere(w, "privacy")
    assert due(w, archivist) == {}
    assert due(w, officer).keys() == {w["closed"].number}
    with pytest.raises(PermissionDenied):
        propose(w, archivist, closed=ERASE)
    one = propose(w, "archivist", closed=ERASE)
    with acting_as(w.acting(archivist), "test"):
        assert not Erasure.objects.exists() and not retention.may(w.staff[archivist])
        assert sql("with x as (update clients_erasure set answer = 'x' returning 1) select count(*) from x") == [(0,)]
    with acting_as(w.acting(officer), "test"):
        retention.approve(w.staff[officer], one, 1)
    with trusted():
        make.RightsRequestFactory(client=w["step"])
    browser = signed_in(officer)
    assert w["step"].number in browser.get(reverse("rights_list")).content.decode()
    assert browser.get(reverse("client_rights", args=[w["step"].number])).status_code == 200
    assert signed_in(archivist).get(reverse("retention")).status_code == 403


def test_a_file_of_which_the_person_asked_something_waits_for_the_answer(w, trusted):
    client = closed(w, trusted, DAY)
    with trusted():
        asked = make.RightsRequestFactory(client=client)
    assert due(w) == {}
    with pytest.raises(NotNow):
        propose(w, "archivist", closed=ERASE)
    with trusted():
        type(asked).objects.update(status="withdrawn", closed_on=today())
    assert due(w).keys() == {client.number}


def test_who_approved_takes_it_back_until_it_is_carried_out_and_changes_nothing_else(w, trusted, signed_in):
    closed(w, trusted, DAY)
    one = propose(w, "archivist", closed=ERASE)
    with acting_as(w.acting("privacy"), "test"):
        retention.approve(w.staff["privacy"], one, 1)
        with pytest.raises(NotNow):
            retention.approve(w.staff["privacy"], one, 2)
        for change in (
            "answer = 'x'",
            "proof = '{}', withdrawn_at = now()",
            "approved_by_id = null, approved_at = null",
        ):
            with pytest.raises(ProgrammingError, match="only taken back"), transaction.atomic():
                sql(f"update clients_erasure set {change} where id = {one.pk}")
    with acting_as(w.acting("archivist"), "test"), pytest.raises(NotNow):
        retention.send_back(w.staff["archivist"], one, 2, "toch niet")
    browser, url = signed_in("privacy"), reverse("erasure", args=[one.pk])
    assert "Alsnog tegenhouden" in browser.get(url).content.decode()
    assert "Alsnog tegenhouden" not in signed_in("archivist").get(url).content.decode()
    assert browser.post(url, {"version": 2, "do": "back", "answer": "er loopt een klacht"}).status_code == 302
    assert due(w).keys() == {w["closed"].number}
    two = propose(w, "archivist", closed=ERASE)
    with acting_as(w.acting("privacy"), "test"):
        retention.approve(w.staff["privacy"], two, 1)
    with trusted():
        Erasure.objects.filter(pk=two.pk).update(carried_out_at="2026-01-02T10:00Z")
    with acting_as(w.acting("privacy"), "test"), pytest.raises(NotNow):
        retention.send_back(w.staff["privacy"], two, 2, "te laat")


# The pages


def test_the_pages_from_the_proposal_to_the_approval(w, trusted, signed_in):
    client = closed(w, trusted, DAY)
    archivist, officer = signed_in("archivist"), signed_in("privacy")
    page = archivist.get(reverse("retention")).content.decode()
    assert "bron broken-off" in page and "6 weken" in page and "10 jaar" in page
    page = archivist.get(reverse("retention_new")).content.decode()
    assert client.number in page
    wrong = archivist.post(reverse("retention_new"), {f"act_{client.pk}": "keep"})
    assert wrong.status_code == 422 and "Schrijf waarom dit dossier blijft" in wrong.content.decode()
    assert archivist.post(reverse("retention_new"), {"note": ""}).status_code == 422
    made = archivist.post(reverse("retention_new"), {f"act_{client.pk}": "erase", "note": "jaarlijks"})
    assert made.status_code == 302
    page = archivist.get(made.url).content.decode()
    assert 'value="approve"' not in page and 'value="back"' in page
    assert archivist.post(made.url, {"version": 1, "do": "approve"}).status_code == 403
    assert 'value="approve"' in officer.get(made.url).content.decode()
    assert officer.post(made.url, {"version": 1, "do": "back"}).status_code == 422
    assert officer.get(f"{made.url}verklaring/").status_code == 404
    assert officer.post(made.url, {"version": 1, "do": "approve"}).status_code == 302
    assert "wordt vannacht uitgevoerd" in officer.get(made.url).content.decode()
    with trusted():
        assert Erasure.objects.get().approved_by == w.staff["privacy"].user
        assert sql("select count(*) from clients_look where client_id = %s", client.pk)[0][0] >= 3


def test_the_statement_of_destruction_names_nobody_but_who_decided(w, trusted, signed_in):
    closed(w, trusted, DAY)
    one = propose(w, "archivist", closed=ERASE)
    with acting_as(w.acting("privacy"), "test"):
        retention.approve(w.staff["privacy"], one, 1)
    with trusted():
        Erasure.objects.update(
            carried_out_at="2026-01-02T10:00Z", proof={"digest": "a" * 64, "files": 1, "rows": {"clients_step": 3}}
        )
        ErasureEntry.objects.update(erased_at="2026-01-02T10:00Z", client=None, number="#1")
    answer = signed_in("archivist").get(reverse("erasure_proof", args=[one.pk]))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    page = signed_in("archivist").get(reverse("erasure", args=[one.pk])).content.decode()
    assert w["closed"].number not in page and "clients_step" in page and re.search("aaaaaaaa aaaaaaaa", page)
    lists = signed_in("archivist").get(reverse("retention")).content.decode()
    for each in (page, lists):
        assert "1 dossier vernietigd" in each and "om te vernietigen<" not in each


@pytest.mark.parametrize("name", ["lead", "trainer", "admin", "policy", "stranger"])
def test_others_do_not_come_in(w, signed_in, name):
    assert signed_in(name).get(reverse("retention")).status_code == 403
    assert signed_in(name).get(reverse("retention_new")).status_code == 403


def test_the_list_of_another_chain_is_not_there(w, trusted, signed_in):
    with trusted():
        theirs = make.ErasureFactory(chain=w.other_chain)
    assert signed_in("archivist").get(reverse("erasure", args=[theirs.pk])).status_code == 404
