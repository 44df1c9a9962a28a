"""The record page: the whole picture for as far as the reader reads, in one go and in few queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import Look
from tests.conftest import role
from tests.factories import (
    BenefitPeriodFactory,
    CapacityFactory,
    EventFactory,
    NoteFactory,
    StepFactory,
    TargetGroupFactory,
    TeamMemberFactory,
    days_ago,
)
from tests.world import world

# The transaction's own; the setting is given back only because the test has a transaction around the request.
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "select set_config('snoer.membership_id', ''")
NOT_RUN = re.compile(r"case when false then.*?\bend\b", re.DOTALL)


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        BenefitPeriodFactory(client=w["step"])
        CapacityFactory(client=w["step"], work_ability=40)
        TargetGroupFactory(client=w["step"], code="status-holder")
    return w


@pytest.fixture
def signed_in(client):
    def sign_in(w, name):
        client.force_login(w.staff[name].user)
        return client

    return sign_in


def page(browser, client):
    answer = browser.get(reverse("record", args=[client.number]))
    assert answer.status_code == 200
    return answer.content.decode()


def file(html):
    """What the page says of the person: without the box that finds, in which nobody types a BSN."""
    return html.partition("<main")[2]


def plain(html):
    """Without what differs in every answer: one-time keys and tokens."""
    return re.sub(r'(name="(?:once|csrfmiddlewaretoken)" value=")[^"]*', r"\1", html)


def test_the_consultant_sees_the_whole_picture(w, signed_in):
    html = page(signed_in(w, "consultant"), w["step"])
    for shown in (w["step"].name, w["step"].number, "17 mei 1980", "Maastricht", "Participatiewet sinds 1 jan 2019",
                  "Statushouder", "Arbeidsvermogen 40%", "Work-rhythm", "Wie doet wat", "Logboek"):  # fmt: skip
        assert shown in html


def test_the_bsn_is_masked_and_not_even_asked_for(w, signed_in):
    browser = signed_in(w, "consultant")
    with CaptureQueriesContext(connection) as asked:
        html = page(browser, w["step"])
    assert not re.search(r"\b99\d{7}\b", html)
    assert reverse("bsn", args=[w["step"].number]) in html
    assert not any("bsn_cipher" in query["sql"] for query in asked)


@pytest.mark.parametrize(
    ("who", "asked", "not_asked"),
    [
        ("trainer", ["clients_capacity", "clients_note"], ["clients_identity", "clients_benefitperiod"]),
        ("manager", ["clients_step"], ["clients_identity", "clients_benefitperiod", "clients_capacity"]),
    ],
)
def test_what_one_may_not_read_is_not_asked_and_not_shown(w, signed_in, who, asked, not_asked):
    browser = signed_in(w, who)
    with CaptureQueriesContext(connection) as queries:
        html = page(browser, w["step"])
    tables = {
        table for query in queries for table in re.findall(r"clients_[a-z]+", NOT_RUN.sub("", query["sql"]))
    }  # fmt: skip
    assert tables.issuperset(asked)
    assert tables.isdisjoint(not_asked)
    for hidden in ("17 mei 1980", "BSN", "Uitkering", "Participatiewet"):
        assert hidden not in file(html)


def test_notes_are_not_for_a_manager(w, trusted, signed_in):
    with trusted():
        NoteFactory(client=w["step"], membership=w.staff["consultant"], text="Onder ons gezegd")
    assert "Onder ons gezegd" in page(signed_in(w, "trainer"), w["step"])
    html = page(signed_in(w, "manager"), w["step"])
    assert "Onder ons gezegd" not in html
    assert reverse("note_new", args=[w["step"].number]) not in html


@pytest.mark.parametrize("who", ["manager"])
def test_no_buttons_for_who_may_not(w, signed_in, who):
    html = page(signed_in(w, who), w["planned"])
    assert f'href="{reverse("step_new", args=[w["planned"].number])}"' not in html
    assert "/start/" not in html
    assert reverse("team_add", args=[w["planned"].number]) not in html


def test_the_privacy_officer_sees_who_it_is_and_no_more(w, signed_in):
    html = page(signed_in(w, "privacy"), w["step"])
    assert w["step"].number in html
    for hidden in ("Work-rhythm", "17 mei 1980", "Uitkering", "Wie doet wat", "Intake"):
        assert hidden not in html


@pytest.mark.parametrize("who", ["coach", "stranger", "policy", "admin"])
def test_strangers_find_nothing(w, signed_in, who):
    number = w["step"].number
    for url in (
        reverse("record", args=[number]),
        reverse("timeline", args=[number]),
        reverse("panel", args=[number, "intake"]),
    ):
        assert signed_in(w, who).get(url).status_code == 404


def test_signed_out_is_sent_to_the_sign_in_page(w, client):
    answer = client.get(reverse("record", args=[w["step"].number]))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_look_is_logged_with_the_parts_that_were_shown(w, signed_in):
    page(signed_in(w, "trainer"), w["step"])
    with role("snoer_owner"):
        look = Look.objects.get(client=w["step"])
    assert look.why == "involvement"
    assert set(look.parts) == {
        "client", "capacity", "plan", "referrals", "profile", "barriers", "diagnosis", "placements", "notes",
    }  # fmt: skip


def test_the_next_step_is_what_is_late_longest(w, trusted, signed_in):
    with trusted():
        for days, goal in ((3, "kort te laat"), (20, "lang te laat"), (-3, "nog niet")):
            StepFactory(client=w["unknown"], instrument=w.instrument, partner=w.partners["mtb"], status="planned",
                        planned_on=days_ago(days), goal=goal)  # fmt: skip
    html = page(signed_in(w, "consultant"), w["unknown"])
    panel = html[html.index('class="panel on-turn') : html.index('id="steps"')]
    assert "lang te laat" in panel
    assert "20 dagen te laat" in panel


def test_without_a_step_the_page_says_what_to_do(w, signed_in):
    html = page(signed_in(w, "consultant"), w["unknown"])
    assert "Er is nog geen volgende stap" in html
    assert "Er zijn nog geen stappen" in html


def test_who_sees_the_person_stands_there_with_reason_and_end(w, signed_in):
    html = page(signed_in(w, "consultant"), w["ended90"])
    seen = html[html.index('aria-labelledby="sight"') :]
    assert "Annex" in seen
    assert "tot en met" in seen


def test_every_panel_is_the_same_at_its_own_address(w, signed_in):
    browser, number = signed_in(w, "consultant"), w["placement"].number
    whole = plain(page(browser, w["placement"]))
    for key in ("intake", "placements"):
        fragment = browser.get(reverse("panel", args=[number, key]), headers={"HX-Request": "true"})
        assert fragment.status_code == 200
        assert plain(fragment.content.decode()).strip() in whole
        alone = browser.get(reverse("panel", args=[number, key])).content.decode()
        assert "<html" in alone
        assert plain(fragment.content.decode()).strip() in plain(alone)
    assert browser.get(reverse("panel", args=[number, "nothing"])).status_code == 404


def test_the_log_is_the_same_at_its_own_address(w, trusted, signed_in):
    with trusted():
        for days in range(30):
            NoteFactory(client=w["step"], membership=w.staff["consultant"], on=days_ago(days), text=f"Dag {days}.")
    browser = signed_in(w, "consultant")
    fragment = browser.get(
        reverse("timeline", args=[w["step"].number]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in fragment
    assert plain(fragment).strip() in plain(page(browser, w["step"]))


def test_older_lines_come_twenty_at_a_time_and_none_is_lost(w, trusted, signed_in):
    with trusted():
        for days in range(30):
            NoteFactory(client=w["step"], membership=w.staff["consultant"], on=days_ago(days // 2), text=f"Dag {days}.")
        for days in range(25):
            EventFactory(client=w["step"], author=w.staff["consultant"].user, on=days_ago(days))
    browser, found, sizes = signed_in(w, "consultant"), [], []
    html = page(browser, w["step"])
    for _page in range(5):
        found += re.findall(r"Dag \d+\.", html)
        sizes.append(html.count('class="log-icon"'))
        older = re.search(r'class="older"><a class="button small" href="([^"]+)"', html)
        if not older:
            break
        html = browser.get(older[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
    assert sorted(found) == sorted(f"Dag {days}." for days in range(30))
    assert sizes == [20, 20, 15]


def test_the_log_shows_one_kind_when_asked(w, trusted, signed_in):
    with trusted():
        NoteFactory(client=w["step"], membership=w.staff["consultant"], text="Een gesprek.")
        EventFactory(client=w["step"], author=w.staff["consultant"].user, act="step-started", params={"step": "Taal"})
    browser, url = signed_in(w, "consultant"), reverse("timeline", args=[w["step"].number])
    assert "Taal is begonnen" not in browser.get(url, {"soort": "contact"}).content.decode()
    html = browser.get(url, {"soort": "stappen"}).content.decode()
    assert "Taal is begonnen" in html
    assert "Een gesprek." not in html
    assert "Een gesprek." in browser.get(url, {"soort": "onzin", "voor": "onzin"}).content.decode()


def test_an_event_of_a_part_that_one_does_not_read_is_not_told(w, trusted, signed_in):
    with trusted():
        EventFactory(client=w["step"], author=w.staff["consultant"].user, act="benefit-ended", part="benefit",
                     params={"scheme": "Participatiewet", "reason": "werk"})  # fmt: skip
    assert "Uitkering beëindigd" in page(signed_in(w, "consultant"), w["step"])
    assert "Uitkering beëindigd" not in page(signed_in(w, "trainer"), w["step"])


def filled(w, number):
    """A file with `number` steps, events, notes and colleagues."""
    for place in range(number):
        StepFactory(client=w["step"], instrument=w.instrument, partner=w.partners["mtb"], status="done",
                    started_on=days_ago(20 * place + 40), ended_on=days_ago(20 * place + 20))  # fmt: skip
        EventFactory(client=w["step"], author=w.staff["trainer"].user, partner=w.partners["annex"], on=days_ago(place))
        NoteFactory(client=w["step"], membership=w.staff["consultant"], on=days_ago(place))
    TeamMemberFactory(client=w["step"], partner=w.partners["annex"], user=w.staff["trainer"].user)


@pytest.mark.parametrize("who", ["consultant", "trainer", "manager"])
@pytest.mark.parametrize("number", [1, 12])
def test_the_page_takes_at_most_fourteen_queries_however_much_there_is(w, trusted, signed_in, who, number):
    with trusted():
        filled(w, number)
    browser = signed_in(w, who)
    page(browser, w["step"])
    with CaptureQueriesContext(connection) as queries:
        page(browser, w["step"])
    asked = [query["sql"] for query in queries if not query["sql"].startswith(CONTROL)]
    assert len(asked) <= 14, "\n".join(asked)


def test_fifty_events_fit_in_forty_kilobytes(w, trusted, signed_in):
    with trusted():
        filled(w, 10)
        for place in range(40):
            NoteFactory(
                client=w["step"], membership=w.staff["trainer"], on=days_ago(place), text="Een zin of twee. " * 6
            )
    size = len(page(signed_in(w, "consultant"), w["step"]).encode())
    assert size <= 40 * 1024


def test_the_bsn_stands_on_no_page_of_another_partner(w, signed_in):
    html = page(signed_in(w, "annex_consultant"), w["step"])
    assert "BSN" not in file(html)
    assert "17 mei 1980" not in html
