"""Mijn dag: who needs something today, for each role its own, most urgent first."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.days import today
from clients import terms
from clients.day_order import ORDER, in_order
from clients.models import Client, Step
from clients.registered import DayRow
from tests.conftest import role
from tests.factories import (
    ClientFactory,
    HandoverFactory,
    MandateFactory,
    NoteFactory,
    ReferralFactory,
    StepFactory,
    TermFactory,
    days_ago,
)
from tests.world import world

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "select set_config('snoer.membership_id', ''")

ROW = re.compile(
    r'<th scope="row"><a id="r\d+" href="[^"]+">Anna (\w+)</a>'
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


def press(browser, begins):
    """The answer to the button of the row whose act's address begins so, with what its form sends along."""
    html = browser.get(reverse("day")).content.decode()
    form = html[html.index('<form id="do"') :]
    data = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    address, key = re.search(rf'formaction="({begins}[^"]*)" name="once" value="([^"]*)"', html).groups()
    return browser.post(address, data | {"once": key})


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
        TermFactory(chain=w.chain, source="no-step", offset=14, warn_days=14)
        person(w, "Klaar", status="done", ended_on=days_ago(5))
        person(w, "Bezig", status="active", started_on=days_ago(5))
    terms.run(w.chain.pk)
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
    answer = press(browser, f"/clienten/{found.number}/stappen/")
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
def test_the_page_takes_at_most_sixteen_queries_however_many_people(w, trusted, signed_in, who, number):
    with trusted():
        for place in range(number):
            person(w, f"Telaat{place}", status="planned", planned_on=days_ago(3))
            person(w, f"Stil{place}", registered=400, status="done", ended_on=days_ago(5))
    browser, query = signed_in(w, who), {"wie": "iedereen"}
    browser.get(reverse("day"), query)
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("day"), query)
    asked = [found["sql"] for found in queries if not found["sql"].startswith(CONTROL)]
    assert len(asked) <= 16, "\n".join(asked)


# what stands in for a colleague, and the team


def cover(w, giver="consultant", taker="lead", **fields):
    return HandoverFactory(
        chain=w.chain, partner=w.partners["szmh"], kind="cover", giver=w.staff[giver].user, taker=w.staff[taker].user,
        **{"status": "accepted", "started_on": days_ago(2), "ended_on": days_ago(-2)} | fields,
    )  # fmt: skip


def test_who_stands_in_for_a_colleague_sees_those_rows_in_the_colleagues_name(w, trusted, signed_in):
    with trusted():
        person(w, "Vancollega", status="planned", planned_on=days_ago(3))
        cover(w)
    browser = signed_in(w, "lead")
    assert ("Vancollega", "Niet gestart") in rows(browser)
    assert f"namens {w.staff['consultant'].user.name}" in browser.get(reverse("day")).content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"status": "asked"}, {"ended_on": days_ago(1)}, {"started_on": days_ago(-1)}],
    ids=["asked", "over", "ahead"],
)
def test_a_cover_that_is_not_on_shows_nothing(w, trusted, signed_in, fields):
    with trusted():
        person(w, "Vancollega", status="planned", planned_on=days_ago(3))
        cover(w, **fields)
    assert rows(signed_in(w, "lead")) == []


def test_a_lead_consultant_looks_at_one_colleagues_day(w, trusted, signed_in):
    with trusted():
        person(w, "Vancollega", status="planned", planned_on=days_ago(3))
        person(w, "Vanmij", lead="lead", status="planned", planned_on=days_ago(3))
    browser = signed_in(w, "lead")
    mine = w.staff["consultant"].user_id
    assert rows(browser, wie=mine) == rows(signed_in(w, "consultant")) == [("Vancollega", "Niet gestart")]
    assert rows(signed_in(w, "consultant"), wie=w.staff["lead"].user_id) == [
        ("Vancollega", "Niet gestart")
    ]  # one's own


@pytest.mark.parametrize("who", ["trainer", "manager", "stranger"])
def test_of_somebody_who_is_no_colleague_there_is_no_day(w, signed_in, who):
    assert signed_in(w, "lead").get(reverse("day"), {"wie": w.staff[who].user_id}).status_code == 404


@pytest.mark.parametrize("wie", ["x", "-1", "9" * 30, "1 or 1=1"])
def test_what_is_no_number_is_left_out(w, signed_in, wie):
    assert signed_in(w, "lead").get(reverse("day"), {"wie": wie}).status_code == 200


def test_the_team_shows_with_whom_how_many_people_wait_each_once(w, trusted, signed_in):
    with trusted():
        person(w, "Een", status="planned", planned_on=days_ago(3))
        twice = person(w, "Twee", status="planned", planned_on=days_ago(3))
        StepFactory(
            client=twice, instrument=w.instrument, partner=w.partners["annex"], status="planned", planned_on=days_ago(2)
        )
        person(w, "Vanniemand", lead=None, status="planned", planned_on=days_ago(3))
        cover(w)
    browser = signed_in(w, "lead")
    found = {row.user: row for row in browser.get(reverse("day_team")).context["rows"]}
    one = found[w.staff["consultant"].user_id]
    assert (one.late, one.stands_in, found[0].late) == (2, w.staff["lead"].user.name, 1)
    assert one.late == len({name for name, _reason in rows(browser, wie=one.user)})


def test_people_of_a_colleague_who_left_stand_with_the_team_under_that_name(w, trusted, signed_in):
    with trusted():
        person(w, "Een", lead="trainer", status="planned", planned_on=days_ago(3))
    page = signed_in(w, "lead").get(reverse("day_team"))
    row = {row.user: row for row in page.context["rows"]}[w.staff["trainer"].user_id]
    assert (row.name, row.here, row.late) == (w.staff["trainer"].user.name, False, 1)
    assert f"{reverse('out_of_sight')}?wie={row.user}" in page.content.decode()


@pytest.mark.parametrize("who", ["consultant", "trainer", "manager", "annex_consultant"])
def test_the_team_is_for_its_lead_consultant(w, signed_in, who):
    assert signed_in(w, who).get(reverse("day_team")).status_code == 403


# in place


def test_the_order_is_explained_by_the_table_that_orders(w, trusted, signed_in):
    with trusted():
        person(w, "Telaat", status="planned", planned_on=days_ago(3))
    html = signed_in(w, "consultant").get(reverse("day")).content.decode()
    fold = html[html.index("Waarom deze volgorde?") :]
    places = [fold.index(str(kind.name)) for kind in ORDER]
    assert places == sorted(places)


def test_a_row_of_no_person_leads_to_what_it_is_about():
    of_nobody = [
        DayRow("", "Medewerker keuken", "", "Kandidaten gevraagd", "", "", "/x/", "SZMH", "szmh", None, 4, 0)
    ] * 2
    assert len(in_order(of_nobody)) == 2  # they are no signals about one person


def test_a_note_is_written_on_a_page_that_comes_back_to_the_row(w, trusted, signed_in):
    with trusted():
        found = person(w, "Telaat", status="planned", planned_on=days_ago(3))
    browser = signed_in(w, "consultant")
    html = browser.get(reverse("day"), {"reden": "Niet gestart"}).content.decode()
    address = unescape(re.search(rf'href="(/clienten/{found.number}/notities/[^"]*)"', html)[1])
    form = browser.get(address).content.decode()
    action = unescape(re.search(r'id="note-form" method="post" action="([^"]*)"', form)[1])
    wrong = browser.post(action, {"text": ""})
    assert wrong.status_code == 422
    assert action in unescape(wrong.content.decode())
    answer = browser.post(action, {"text": "Gebeld."})
    assert answer.url == f"{reverse('day')}?reden=Niet+gestart#r1"
    assert "De notitie is opgeslagen." in browser.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "to", ["https://elders.nl/", "//elders.nl/", "javascript:alert(1)", "/bestaat-niet/", "/" + "x" * 300]
)
def test_it_comes_back_to_pages_of_this_site_alone(w, trusted, signed_in, to):
    with trusted():
        found = person(w, "Telaat")
    address = reverse("note_new", args=[found.number]) + "?" + urlencode({"next": to})
    assert signed_in(w, "consultant").post(address, {"text": "Gebeld."}).url == f"/clienten/{found.number}/#log"


def test_where_the_file_shows_no_notes_there_is_no_way_to_write_one(w, trusted, signed_in):
    with trusted():
        found = person(w, "Gevraagd")
        ReferralFactory(client=found, partner=w.partners["annex"], asked_by=w.partners["szmh"], function="trajectories")
    html = signed_in(w, "trainer").get(reverse("day")).content.decode()
    assert f"/clienten/{found.number}/verwijzingen/" in html
    assert f"/clienten/{found.number}/notities/" not in html


def test_a_late_step_is_moved_from_the_row_and_comes_back_to_it(w, trusted, signed_in):
    with trusted():
        found = person(w, "Telaat", status="active", started_on=days_ago(50), planned_end=days_ago(2))
    browser = signed_in(w, "consultant")
    html = browser.get(reverse("day")).content.decode()
    address = unescape(re.search(rf'href="(/clienten/{found.number}/stappen/\d+/replan/[^"]*)"', html)[1])
    onward = browser.get(address).url  # a running step is extended on a page of the floor above
    answer = browser.post(onward, {"until": days_ago(-9).strftime("%d-%m-%Y"), "reason": "illness"})
    assert answer.url == f"{reverse('day')}#r1"


def test_fifty_rows_take_no_more_than_sixty_thousand_bytes(w, trusted, signed_in):
    with trusted():
        for place in range(50):
            person(w, f"Nummer{place}", status="planned", planned_on=days_ago(3))
    assert len(signed_in(w, "consultant").get(reverse("day")).content) < 60_000


# what waits, in the main menu


def badge(html, label):
    found = re.search(rf'>{label}(?: <span class="count">(\d+)</span>)?</a>', html)
    return int(found[1] or 0)


def test_the_menu_shows_what_the_pages_count_and_asks_nothing_for_it(w, trusted, signed_in, django_assert_num_queries):
    with trusted():
        person(w, "Telaat", status="planned", planned_on=days_ago(3))
        found = person(w, "Gevraagd")
        ReferralFactory(client=found, partner=w.partners["annex"], asked_by=w.partners["szmh"], function="trajectories")
    browser = signed_in(w, "trainer")
    help_page = browser.get(reverse("help")).content.decode()
    assert badge(help_page, "Mijn dag") == 0
    assert 'hx-get="/tellers/' in help_page
    html = browser.get(reverse("day")).content.decode()
    number = len(ROW.findall(html))
    later = browser.get(reverse("help")).content.decode()
    assert badge(html, "Mijn dag") == badge(later, "Mijn dag") == number >= 2
    assert badge(later, "Verwijzingen") == 1
    assert "/tellers/" not in later


def test_after_an_act_the_menu_counts_again_by_the_same_functions(w, trusted, signed_in):
    with trusted():
        found = person(w, "Telaat", status="planned", planned_on=days_ago(3))
    browser = signed_in(w, "trainer")
    before = len(rows(browser))
    press(browser, f"/clienten/{found.number}/stappen/")
    page = browser.get(reverse("help")).content.decode()
    assert (badge(page, "Mijn dag"), 'hx-get="/tellers/' in page) == (before, True)
    fresh = browser.get(reverse("counts"), {"bij": "day"}, headers={"HX-Request": "true"}).content.decode()
    assert badge(fresh, "Mijn dag") == len(rows(browser)) == before - 1
    assert "/tellers/" not in browser.get(reverse("help")).content.decode()


@pytest.mark.parametrize(
    "told", ["", "x", "1", "1.2", "0.0.day:9", "999999.1.day:9", "%s.x.day:9", "%s.9.day:x", "%s.9.day:9999999"]
)
def test_what_the_cookie_should_not_hold_says_nothing(w, signed_in, told):
    browser = signed_in(w, "trainer")
    browser.cookies["counts"] = told.replace("%s", str(w.staff["trainer"].pk))
    assert badge(browser.get(reverse("help")).content.decode(), "Mijn dag") == 0


def test_without_a_script_the_counts_lead_home(w, signed_in):
    assert signed_in(w, "trainer").get(reverse("counts")).url == reverse("home")
