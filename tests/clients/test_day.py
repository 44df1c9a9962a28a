"""Mijn dag: who needs something today, for each role its own, most urgent first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.days import today
from clients import terms
from clients.day import in_order
from clients.models import Client, Step
from clients.registered import DayRow
from tests.conftest import role
from tests.factories import ClientFactory, MandateFactory, NoteFactory, StepFactory, TermFactory, days_ago
from tests.world import world

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "select set_config('snoer.membership_id', ''")

ROW = re.compile(
    r'<th scope="row" class="wide"><a href="[^"]+">Anna (\w+)</a>'
    r'.*?<span class="label[^"]*">(?:<svg.*?</svg>)?(.*?)</span>',
    re.DOTALL,
)


@pytest.fixture
def w(trusted):
    """Of the first chain's people only those that a test makes have a lead, so that the caseload begins empty."""
    with trusted():
        w = world()
        Client.objects.update(registered_on=days_ago(400))
        MandateFactory(partner=w.partners["annex"], function="trajectories")
    return w


@pytest.fixture
def signed_in(client):
    def sign_in(w, name):
        client.force_login(w.staff[name].user)
        return client

    return sign_in


def person(w, name, lead="consultant", lives=None, registered=10, **step):
    found = ClientFactory(
        chain=w.chain, last_name=name, lives=lives or w.maastricht, lead=w.staff[lead].user if lead else None,
        registered_on=days_ago(registered),
    )  # fmt: skip
    if step:
        StepFactory(client=found, instrument=w.instrument, **{"partner": w.partners["annex"]} | step)
    return found


def rows(browser, **query):
    """Per row on the page: the name and the reason."""
    html = browser.get(reverse("day"), query).content.decode()
    return ROW.findall(html)


# the consultant


def test_the_lead_is_told_what_is_late_in_the_own_caseload(w, trusted, signed_in):
    with trusted():
        person(w, "Laat", status="planned", planned_on=days_ago(3))
        person(w, "Later", status="active", started_on=days_ago(50), planned_end=days_ago(1))
        person(w, "Optijd", status="planned", planned_on=days_ago(-3))
        person(w, "Vandaag", status="active", started_on=days_ago(5), planned_end=today())
        person(w, "Vanander", lead="lead", status="planned", planned_on=days_ago(3))
    assert rows(signed_in(w, "consultant")) == [("Laat", "Niet gestart"), ("Later", "Einde voorbij")]


def test_who_has_nothing_ahead_is_shown(w, trusted, signed_in):
    with trusted():
        person(w, "Klaar", status="done", ended_on=days_ago(5))
        person(w, "Bezig", status="active", started_on=days_ago(5))
    assert rows(signed_in(w, "consultant")) == [("Klaar", "Geen volgende stap")]


@pytest.mark.parametrize(("days", "quiet"), [(59, False), (60, True)])
def test_sixty_days_without_contact_are_told(w, trusted, signed_in, days, quiet):
    with trusted():
        TermFactory(chain=w.chain, name="Contact opnemen", source="contact", offset=90, warn_days=30)
        found = person(w, "Stil", registered=400, status="active", started_on=days_ago(200))
        NoteFactory(client=found, membership=w.staff["consultant"], on=days_ago(days))
        NoteFactory(client=found, membership=w.staff["consultant"], on=days_ago(1), kind="no-show")
    terms.run(w.chain.pk)
    assert rows(signed_in(w, "consultant")) == ([("Stil", "Lang geen contact")] if quiet else [])


def test_somebody_stands_there_once_for_signals(w, trusted, signed_in):
    with trusted():
        TermFactory(chain=w.chain, name="Contact opnemen", source="contact", offset=90, warn_days=30)
        person(w, "Beide", registered=400, status="active", started_on=days_ago(200), planned_end=days_ago(100))
    terms.run(w.chain.pk)
    browser = signed_in(w, "consultant")
    assert rows(browser) == [("Beide", "Einde voorbij")]
    assert "ook: Lang geen contact" in browser.get(reverse("day")).content.decode()


def test_closed_files_rest(w, trusted, signed_in):
    with trusted():
        person(w, "Dicht", status="planned", planned_on=days_ago(3))
        Client.objects.filter(last_name="Dicht").update(closed_on=days_ago(1))
    assert rows(signed_in(w, "consultant")) == []


def test_a_lead_consultant_may_look_at_everybodys(w, trusted, signed_in):
    with trusted():
        person(w, "Vanander", status="planned", planned_on=days_ago(3))
    assert rows(signed_in(w, "lead")) == []
    assert ("Vanander", "Niet gestart") in rows(signed_in(w, "lead"), wie="iedereen")
    assert "Vanander" not in {name for name, _reason in rows(signed_in(w, "at_szmh"), wie="iedereen")}


# the partner


def test_the_partners_staff_see_what_waits_to_start_and_what_is_past_its_end(w, trusted, signed_in):
    with trusted():
        person(w, "Straks", status="planned", planned_on=days_ago(-7))
        person(w, "Veellater", status="planned", planned_on=days_ago(-8))
        person(w, "Telaat", status="planned", planned_on=days_ago(2))
        person(w, "Voorbij", status="active", started_on=days_ago(50), planned_end=days_ago(1))
        person(w, "Vanmtb", partner=w.partners["mtb"], status="planned", planned_on=days_ago(2))
        Step.objects.filter(client=w["planned"]).update(planned_on=days_ago(-30))
    assert rows(signed_in(w, "trainer")) == [
        ("Telaat", "Niet gestart"), ("Voorbij", "Einde voorbij"), ("Straks", "Klaar om te starten"),
    ]  # fmt: skip


def test_a_step_is_started_in_place(w, trusted, signed_in):
    with trusted():
        found = person(w, "Telaat", status="planned", planned_on=days_ago(2))
    browser = signed_in(w, "trainer")
    html = browser.get(reverse("day")).content.decode()
    form = html[html.index(f"/clienten/{found.number}/stappen/") :]
    data = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    answer = browser.post(form[: form.index('"')], data)
    assert answer.url == reverse("day")
    with role("snoer_owner"):
        assert found.steps.get().started_on == today()
    assert "is gestart" in browser.get(reverse("day")).content.decode()
    assert "Telaat" not in {name for name, _reason in rows(browser)}


def test_no_more_than_is_seen(w, signed_in):
    seen = {name for name, _reason in rows(signed_in(w, "trainer"))}
    assert seen.isdisjoint({"unknown", "mtb", "foreign", "closed"})


@pytest.mark.parametrize("who", ["manager", "policy", "privacy", "admin", "coordinator"])
def test_it_is_for_those_who_work_with_people(w, signed_in, who):
    assert signed_in(w, who).get(reverse("day")).status_code == 403


def test_signed_out_is_sent_to_the_sign_in_page(client, db):
    assert client.get(reverse("day")).status_code == 302


# order and choice


def row(number, urgency, days=None, client_id=1, reason="x"):
    return DayRow(number, "Anna", "Vaals", reason, "", "", "", "SZMH", "szmh", None if days is None else days_ago(days),
                  urgency, client_id)  # fmt: skip


def test_urgency_goes_first_then_the_oldest_term():
    mixed = [row("a", 4, 9, 1), row("b", 0, 1, 2), row("c", 1, None, 3), row("d", 0, 5, 4), row("e", 1, 2, 5)]
    assert [found.number for found, _also in in_order(mixed)] == ["d", "b", "e", "c", "a"]


def test_a_signal_goes_with_the_row_that_is_there_already():
    ((found, also),) = in_order([row("a", 4, 9, reason="stil"), row("a", 1)])
    assert (found.urgency, also) == (1, ["stil"])


def test_the_choice_stands_in_the_address(w, trusted, signed_in):
    with trusted():
        person(w, "Een", status="planned", planned_on=days_ago(3))
        person(w, "Twee", lives=w.vaals, status="active", started_on=days_ago(50), planned_end=days_ago(1))
    browser = signed_in(w, "consultant")
    assert rows(browser, gemeente="Vaals") == [("Twee", "Einde voorbij")]
    assert rows(browser, reden="Niet gestart") == [("Een", "Niet gestart")]
    assert rows(browser, partner="Annex", gemeente="Maastricht") == [("Een", "Niet gestart")]
    assert "Niets met deze keuze" in browser.get(reverse("day"), {"gemeente": "Elders"}).content.decode()


def test_fifty_rows_stand_there_and_the_total(w, trusted, signed_in):
    with trusted():
        for place in range(52):
            person(w, f"Nummer{place}", status="planned", planned_on=days_ago(3))
    browser = signed_in(w, "consultant")
    assert len(rows(browser)) == 50
    assert "de eerste 50 van 52" in browser.get(reverse("day")).content.decode()


@pytest.mark.parametrize("who", ["consultant", "trainer", "lead"])
@pytest.mark.parametrize("number", [1, 8])
def test_the_page_takes_at_most_nineteen_queries_however_many_people(w, trusted, signed_in, who, number):
    with trusted():
        for place in range(number):
            person(w, f"Telaat{place}", status="planned", planned_on=days_ago(3))
            person(w, f"Stil{place}", registered=400, status="done", ended_on=days_ago(5))
    browser, query = signed_in(w, who), {"wie": "iedereen"}
    browser.get(reverse("day"), query)
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("day"), query)
    asked = [found["sql"] for found in queries if not found["sql"].startswith(CONTROL)]
    assert len(asked) <= 19, "\n".join(asked)
