"""Breaking the glass: who may, what opens and for how long, and that all refusals read alike."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from chain.acting import acting_as
from clients.models import Client, Glass, Involvement, Look, Task
from clients.sql import MOST_A_DAY
from tests.attacks import refused, sql
from tests.factories import GlassFactory, NoteFactory
from tests.world import STAFF

URL = "/inzage/"
WHY = "De burgemeester vraagt vandaag om een antwoord."
MAY = {"consultant", "lead", "annex_coordinator", "coordinator"}


def ask(browser, number, why=WHY):
    return browser.post(URL, {"number": number, "why": why})


def breaks(w, name, which, why=WHY):
    with acting_as(w.acting(name)):
        return sql("select snoer_break_glass(%s, %s)", which, why)[0][0]


@pytest.mark.parametrize("name", sorted(STAFF))
def test_who_has_the_page(signed_in, name):
    assert signed_in(name).get(URL).status_code == (200 if name in MAY else 403)
    assert signed_in(name).get("/inzage/overzicht/").status_code == (200 if name == "privacy" else 403)


def test_a_coordinator_reads_the_file_for_a_day_and_everybody_knows(w, signed_in, trusted):
    client = w["unknown"]
    with trusted():
        NoteFactory(client=client, membership=w.staff["consultant"], text="Wil graag buiten werken.")
    browser, record = signed_in("annex_coordinator"), reverse("record", args=[client.number])
    assert browser.get(record).status_code == 404
    answer = ask(browser, f" {client.number.lower()} ")
    assert (answer.status_code, answer["Location"]) == (302, record)
    page = browser.get(record).content.decode()
    assert "U kijkt mee met een reden, tot" in page
    assert "Wil graag buiten werken." in page
    assert "Gesprek vastleggen" not in page
    assert browser.get(reverse("bsn", args=[client.number])).status_code == 405
    assert browser.post(reverse("bsn", args=[client.number])).status_code == 403
    assert browser.post(reverse("note_new", args=[client.number]), {"text": "x"}).status_code == 403
    assert [row["number"] for row in browser.get("/clienten/").context["found"].rows] == [client.number]
    assert signed_in("coordinator").get(record).status_code == 404, "somebody else's glass"
    assert signed_in("trainer").get(record).status_code == 404, "of the same partner"
    with trusted():
        glass = Glass.objects.get()
        assert (glass.reason, glass.expires_at - glass.at) == (WHY, dt.timedelta(hours=24))
        assert Task.objects.get(key="glass").client == client
        looks = Look.objects.filter(client=client, membership=w.staff["annex_coordinator"])
        assert set(looks.values_list("why", flat=True)) == {"glass", "refused"}  # refused: the BSN and the note
    overview = signed_in("privacy").get("/inzage/overzicht/").content.decode()
    assert WHY in overview
    assert client.number in overview
    assert "nu open" in overview
    with trusted():
        past = timezone.now() - dt.timedelta(hours=1)
        Involvement.objects.filter(reason="glass").update(expires_at=past)
    assert browser.get(record).status_code == 404
    with acting_as(w.acting("annex_coordinator")):
        assert not Client.objects.exists()


def test_a_consultant_reads_a_closed_file_and_a_lead_needs_no_glass(w, signed_in):
    number = w["closed"].number
    browser = signed_in("consultant")
    assert browser.get(reverse("record", args=[number])).status_code == 404
    assert ask(browser, number).status_code == 302
    page = browser.get(reverse("record", args=[number])).content.decode()
    assert "U kijkt mee met een reden" in page
    assert "Heropenen" not in page
    for name in ("client_edit", "file_reopen", "step_new", "file_close"):
        assert browser.get(reverse(name, args=[number])).status_code == 403, name
    assert "U kijkt mee" not in signed_in("lead").get(reverse("record", args=[number])).content.decode()


def test_all_refusals_read_alike(w, signed_in, trusted):
    told = set()
    for number in ("K-99999", "niets", "'; drop table x; --", w["foreign"].number + "0", w["closed"].number):
        answer = ask(signed_in("annex_coordinator"), number)
        assert answer.status_code == 422
        told.add(str(answer.context["form"].errors["number"]))
    answer = ask(signed_in("consultant"), w["both"].number)  # open, and hers to see without a glass
    told.add(str(answer.context["form"].errors["number"]))
    assert len(told) == 1
    with trusted():
        assert not Glass.objects.exists()
        assert Look.objects.filter(why="refused", asked=w["closed"].number).count() == 1


def test_a_short_reason_or_a_bsn_is_not_taken(w, signed_in, trusted):
    browser = signed_in("annex_coordinator")
    assert "20 tekens" in ask(browser, w["unknown"].number, "omdat het moet").content.decode()
    with trusted():
        number = "999990019"
    answer = ask(browser, number)
    assert "geen BSN" in answer.content.decode() or answer.status_code == 422
    with trusted():
        assert not Glass.objects.exists()


# net 2


def test_the_database_gives_the_same_nothing_to_who_may_not(w):
    tries = [
        ("annex_coordinator", w["closed"].number), ("annex_coordinator", "K-99999"), ("annex_coordinator", None),
        ("consultant", w["unknown"].number), ("stranger", w["unknown"].number),
    ]  # fmt: skip
    tries += [(name, w["unknown"].number) for name in set(STAFF) - MAY]
    tries += [(name, w["closed"].number) for name in set(STAFF) - {"consultant", "lead"}]
    for name, number in tries:
        assert breaks(w, name, number) is None, (name, number)
    for why in ("", "   ", None):
        assert breaks(w, "annex_coordinator", w["unknown"].number, why) is None
    with refused():
        sql("select snoer_break_glass('K-00001', 'zonder iemand')")


def test_at_most_so_many_a_day(w, trusted):
    names = sorted(set(w.clients) - {"closed", "closed-step", "foreign"})
    for name in names[:MOST_A_DAY]:
        assert breaks(w, "annex_coordinator", w[name].number) == w[name].pk
    assert breaks(w, "annex_coordinator", w[names[MOST_A_DAY]].number) is None
    assert breaks(w, "coordinator", w[names[0]].number) == w[names[0]].pk, "each counts for themselves"
    with trusted():
        Glass.objects.update(at=timezone.now() - dt.timedelta(hours=25))
    assert breaks(w, "annex_coordinator", w[names[MOST_A_DAY]].number)


def test_nobody_makes_a_glass_or_an_involvement_by_hand(w):
    for name in ("annex_coordinator", "consultant", "lead", "privacy", "admin", "import", "count"):
        with acting_as(w.acting(name)):
            with refused():
                GlassFactory(client=w["unknown"], membership=w.staff[name])
            with refused():
                sql(
                    "insert into clients_involvement (client_id, chain_id, partner_id, reason, source, source_id, started_on)"
                    " values (%s, %s, %s, 'team', 'x', 1, '2020-01-01')",
                    w["unknown"].pk, w.chain.pk, w.partners["annex"].pk,
                )  # fmt: skip
            for attack in ("update clients_glass set expires_at = now()", "delete from clients_glass",
                           "update clients_involvement set parts = null"):  # fmt: skip
                with refused():
                    sql(attack)


def test_a_glass_is_read_by_who_broke_it_the_privacy_officer_and_the_point_of_contact(w):
    breaks(w, "annex_coordinator", w["unknown"].number)
    readers = set()
    for name in STAFF:
        with acting_as(w.acting(name)), transaction.atomic():
            if Glass.objects.exists():
                readers.add(name)
    assert readers == {"annex_coordinator", "privacy", "consultant", "lead", "manager"}
