"""What stands in the part `cooperation` is the point of contact's and the activation partner's: nobody else finds a trace.

All pages of the record are walked by their links, and the pages that show many people; and the database is asked by hand.
"""

import datetime as dt
import html
import re

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from chain import rowsecurity
from chain.acting import acting_as
from chain.days import today
from chain.models import Outbox
from clients import news, terms
from clients.models import Client, Event, Involvement, News, Task
from development.models import ActivationReason, CooperationSignal
from tests.factories import (
    ActivationReasonFactory,
    CooperationSignalFactory,
    EventFactory,
    StepFactory,
    TermFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db

SECRET = "zeer-geheim-4711"
TRACES = (
    SECRET, "/signalen/", "/activering/", "Signaal gegeven", "Besluit over een signaal", "panel-cooperation",
    "signal-decide", "Spreken over een signaal", "Medewerking",
)  # fmt: skip
OTHERS = ["coach", "adviser", "manager", "annex_manager", "podium24_manager", "annex_coordinator", "privacy", "policy"]
LISTS = ["day", "clients", "news", "running", "overdue", "supports", "signals", "screenings", "introductions", "ready",
         "palette", "referrals", "staying", "groups_today", "onward", "targets"]  # fmt: skip


@pytest.fixture
def w(w, trusted):
    """Somebody in an activation place, with a signal that is open and one that is decided; MTB and Podium24 know her too,
    the coordinator of Annex has broken the glass, and the tasks of it are there."""
    with trusted():
        TermFactory(
            chain=w.chain, key="signal-decide", name="Spreken over een signaal", source="cooperation-told", offset=1,
            warn_days=30,
        )  # fmt: skip
        Client.objects.filter(pk=w["both"].pk).update(lead=w.staff["consultant"].user)
        w.spot = StepFactory(client=w["both"], chain=w.chain, instrument=w.activation, partner=w.partners["annex"])
        StepFactory(client=w["both"], chain=w.chain, instrument=w.course, partner=w.partners["podium24"])
        Involvement.objects.create(
            client=w["both"], chain=w.chain, partner=w.partners["annex"], membership=w.staff["annex_coordinator"], reason="glass",
            source="glass", source_id=1, started_on=today(), expires_at=timezone.now() + dt.timedelta(hours=24),
        )  # fmt: skip
        trainer = w.staff["trainer"]
        ActivationReasonFactory(step=w.spot, author=trainer.user, why=SECRET, agreed=SECRET, person_view=SECRET)
        facts = {
            "client": w["both"],
            "step": w.spot,
            "partner": trainer.partner,
            "author": trainer.user,
            "on": days_ago(3),
        }
        w.open = CooperationSignalFactory(evidence=SECRET, **facts)
        w.decided = CooperationSignalFactory(
            evidence=SECRET, person_view=SECRET, heard_on=days_ago(1), status="decided", decision="handed-over",
            decision_why=SECRET, decided_on=today(), decided_by=w.staff["consultant"].user, **facts,
        )  # fmt: skip
        for act in ("activation-explained", "cooperation-told", "cooperation-heard", "cooperation-decided"):
            EventFactory(client=w["both"], act=act, part="cooperation", params={"step": w.activation.name})
    terms.run(w.chain.pk)
    return w


def walk(browser, number):
    """Address -> page, of all that is linked from the record and is about the person, and of the lists."""
    base = f"/clienten/{number}/"
    todo, seen = [base, *(reverse(name) for name in LISTS), reverse("clients") + f"?q={number}"], {}
    todo += [base + f"paneel/{key}/" for key in ("todo", "supports", "cooperation", "placements")]
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        answer = browser.get(address)
        seen[address] = answer.content.decode(errors="replace") if answer.status_code == 200 else ""
        for link in re.findall(r'(?:href|action|hx-get)="([^"#]+)', seen[address]):
            link = html.unescape(link)
            if link.startswith(base) and link not in seen and len(seen) < 120:
                todo.append(link)
    return seen


def traces(pages):
    return {(address, trace) for address, page in pages.items() for trace in TRACES if trace in page}


@pytest.mark.parametrize("name", ["trainer", "consultant"])
def test_who_reads_the_part_finds_it_by_the_links(w, signed_in, name):
    found = traces(walk(signed_in(name), w["both"].number))
    assert {trace for _address, trace in found} >= {SECRET, "/signalen/", "/activering/", "panel-cooperation"}


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_finds_a_trace_on_any_page(w, signed_in, name):
    pages = walk(signed_in(name), w["both"].number)
    assert traces(pages) == set()
    if name in ("coach", "adviser", "manager", "annex_coordinator"):
        assert sum(bool(page) for page in pages.values()) > 5  # it was really there to be walked


@pytest.mark.parametrize("name", OTHERS)
def test_the_pages_themselves_answer_nobody_else(w, signed_in, name):
    browser, number = signed_in(name), w["both"].number
    for address in (
        reverse("activation", args=[number, w.spot.pk]), reverse("signal", args=[number, w.open.pk]),
        reverse("signal", args=[number, w.decided.pk]), reverse("signal_new", args=[number]), reverse("signals"),
    ):  # fmt: skip
        answers = [browser.get(address), browser.post(address, {"act": "hear", "evidence": "x"})]
        assert {answer.status_code for answer in answers} <= {403, 404, 405}
        assert all(SECRET not in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("name", OTHERS)
def test_the_database_shows_nobody_else_a_row_of_it(w, name):
    """Every table, its history too: no row that holds the words, and none of the part."""
    with acting_as(w.acting(name)), connection.cursor() as cursor:
        for model in rowsecurity.models_with_tables():
            table = model._meta.db_table
            cursor.execute("select has_table_privilege(current_user, %s, 'select')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f'select count(*) from "{table}" t where t::text like %s', [f"%{SECRET}%"])
                assert cursor.fetchone()[0] == 0, table
        for found in (CooperationSignal.objects, ActivationReason.objects, Task.objects.filter(part="cooperation"),
                      Event.objects.filter(part="cooperation")):  # fmt: skip
            assert found.count() == 0


@pytest.mark.parametrize("name", ["coach", "adviser", "annex_coordinator"])
def test_the_database_takes_none_from_nobody_else(w, name):
    with acting_as(w.acting(name)), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        CooperationSignal.objects.create(
            client=w["both"], chain=w.chain, partner=w.staff[name].partner or w.partners["mtb"], author=w.staff[name].user,
            on=today(), what="leaves", evidence="x",
        )  # fmt: skip


def test_the_outbox_holds_numbers_and_no_news_is_made_of_it(w, trusted):
    with trusted():
        for each in Outbox.objects.filter(topic="told"):
            assert set(each.payload) == {"event", "client"}
        events = list(Event.objects.filter(part="cooperation").values_list("pk", flat=True))
    with acting_as(w.acting("terms")):
        assert news.spread(w.chain.pk, events) == 0
    with trusted():
        assert not News.objects.exists()
