"""The list: whom each sees, 25 a page in order, filters in the address, and a steady number of questions."""

import datetime as dt

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import role
from tests.factories import ClientFactory, MandateFactory, StepFactory, TeamMemberFactory, days_ago
from tests.world import OPEN_IN_SZMH, SEEN_BY_ANNEX, STAFF

URL = "/clienten/"
# Of the transaction and of who acts: one more question outside the tests, where nothing is nested.
AROUND = ("SAVEPOINT", "RELEASE", "select set_config")


def rows(browser, **query):
    answer = browser.get(URL, query)
    assert answer.status_code == 200
    return answer.context["found"].rows


def names(browser, **query):
    return {row["last_name"] for row in rows(browser, **query)}


# whom each sees


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("consultant", OPEN_IN_SZMH),
        ("lead", OPEN_IN_SZMH),
        ("manager", OPEN_IN_SZMH),
        ("trainer", SEEN_BY_ANNEX),
        ("annex_manager", SEEN_BY_ANNEX),
        ("coach", {"mtb", "both"}),
        ("adviser", set()),
        ("annex_coordinator", set()),  # before the glass is broken
        ("archivist", {"closed", "closed-step"}),
        ("stranger", {"foreign"}),
    ],
)
def test_each_sees_the_people_of_the_own_relation(signed_in, name, seen):
    assert names(signed_in(name)) == seen


@pytest.mark.parametrize("name", ["policy", "admin"])
def test_who_reads_no_names_has_no_list(w, signed_in, name):
    browser = signed_in(name)
    assert browser.get(URL).status_code == 403
    assert f'href="{URL}' not in browser.get("/status/").content.decode()


def test_closed_files_are_a_senior_consultants_choice(signed_in):
    assert names(signed_in("lead"), status="gesloten") == {"closed", "closed-step"}
    assert names(signed_in("consultant"), status="gesloten") == OPEN_IN_SZMH


def test_a_manager_sees_the_steps(signed_in):
    assert "Annex" in signed_in("manager").get(URL).content.decode()


def test_the_privacy_officer_sees_names_without_steps(w, signed_in):
    page = signed_in("privacy").get(URL)
    assert "Annex</span>" not in page.content.decode()
    assert page.context["plan"] is False


def test_nobody_involved_says_what_to_do(signed_in):
    page = signed_in("adviser").get(URL).content.decode()
    assert "Uw organisatie is nu bij niemand betrokken" in page


@pytest.mark.parametrize("typed", ["900000004", "9000.00.004", " 900000004 "])
def test_a_bsn_does_not_stay_in_an_address(signed_in, typed):
    answer = signed_in("consultant").get(URL, {"q": typed}, follow=True)
    assert answer.redirect_chain == [(URL, 302)]
    assert "Zoek niet op BSN" in answer.content.decode()


# what stands in a row


def test_a_row_has_what_runs_what_comes_and_who_does_it(w, signed_in):
    with role("snoer_owner"):
        person = w["unknown"]
        person.prefix, person.alias, person.lead = "van", "Annie", w.staff["lead"].user
        person.save()
        for days, name in ((-30, "Later"), (-3, "Eerst")):
            StepFactory(client=person, partner=w.partners["mtb"], status="planned", planned_on=days_ago(days),
                        instrument__name=name, instrument__chain=w.chain)  # fmt: skip
        StepFactory(client=person, partner=w.partners["podium24"], instrument=w.work)
        StepFactory(client=person, partner=w.partners["annex"], status="cancelled", instrument=w.instrument)
    (row,) = rows(signed_in("consultant"), q="unknown")
    assert row["name"] == "unknown, Anna van"
    assert (row["home__name"], row["lead__name"], row["alias"]) == ("Maastricht", "Lead", "Annie")
    assert [(step["name"], step["by"]) for step in row["running"]] == [("Regular-work", "Podium24")]
    assert (row["next"]["name"], row["next"]["by"], row["late"]) == ("Eerst", "Mtb", False)
    assert row["steps"] == 3
    assert row["mini"].count("<circle") == 3


def test_a_planned_step_whose_day_is_past_is_marked(w, signed_in):
    with role("snoer_owner"):
        StepFactory(client=w["unknown"], partner=w.partners["mtb"], status="planned", planned_on=days_ago(3),
                    instrument=w.instrument)  # fmt: skip
    assert "had moeten beginnen" in signed_in("consultant").get(URL, {"q": "unknown"}).content.decode()


# filters


def test_filters_leave_those_that_fit_all(w, signed_in):
    with role("snoer_owner"):
        for name, home, lead, day in (
            ("aa", w.vaals, "consultant", dt.date(2024, 1, 1)),
            ("bb", w.vaals, "lead", dt.date(2025, 1, 1)),
            ("cc", w.maastricht, "consultant", dt.date(2025, 1, 1)),
        ):
            ClientFactory(chain=w.chain, last_name=name, lives=home, lead=w.staff[lead].user, registered_on=day)
    consultant = signed_in("consultant")
    assert names(consultant, gemeente="GM0981") == {"aa", "bb"}
    assert names(consultant, consulent="mijn") == {"aa", "cc"}
    assert names(consultant, consulent=str(w.staff["lead"].user_id)) == {"bb"}
    assert names(consultant, sinds="1-1-2025") == {"bb", "cc"}
    assert names(consultant, gemeente="GM0981", consulent="mijn") == {"aa"}
    assert names(consultant, gemeente="GM0981", consulent="mijn", q="b") == set()


def test_by_partner_involved_and_by_running_step(w, signed_in):
    with role("snoer_owner"):
        for code in ("annex", "mtb"):
            MandateFactory(partner=w.partners[code], function="trajectories")
    consultant = signed_in("consultant")
    assert names(consultant, partner="annex") == SEEN_BY_ANNEX
    assert names(consultant, partner="mtb") == {"mtb", "both"}
    running = {"step", "placement", "both", "mtb"}
    assert names(consultant, status="loopt") == running
    assert names(consultant, status="zonder") == OPEN_IN_SZMH - running


def test_what_it_does_not_understand_is_left_out(w, signed_in):
    consultant = signed_in("consultant")
    nonsense = {"gemeente": "GM9999", "consulent": "x", "partner": "'", "status": "?", "sorteer": "!", "onbekend": "1"}
    assert names(consultant, **nonsense) == OPEN_IN_SZMH


def test_a_wrong_date_is_said_at_its_field(w, signed_in):
    page = signed_in("consultant").get(URL, {"sinds": "gisteren"})
    assert "Vul de datum in als dag-maand-jaar" in page.content.decode()


def test_an_empty_choice_leads_back_to_everybody(w, signed_in):
    page = signed_in("consultant").get(URL, {"consulent": "mijn"}).content.decode()
    assert "Niemand met deze keuze" in page
    page = signed_in("consultant").get(URL, {"consulent": "mijn", "q": "unknown"}).content.decode()
    assert 'href="/clienten/?q=unknown"' in page


# order and pages


@pytest.fixture
def many(w):
    with role("snoer_owner"):
        for number in range(60):
            ClientFactory(
                chain=w.chain, number=f"M{number:03}", last_name=f"Zz{number % 20:02}", first_name="Anna",
                lives=w.vaals, registered_on=dt.date(2021, 1, 1 + number % 28),
            )  # fmt: skip
    return w


def pages(browser, url):
    """All pages from the url on, each as its numbers."""
    found = []
    while url:
        answer = browser.get(url)
        found.append([row["number"] for row in answer.context["found"].rows])
        url = answer.context["next_url"]
    return found, answer.context["previous_url"]


@pytest.mark.parametrize("order", ["", "&sorteer=nieuw"])
def test_pages_hold_everybody_once_also_with_equal_names_and_days(many, signed_in, order):
    consultant = signed_in("consultant")
    found, _back = pages(consultant, f"{URL}?gemeente=GM0981{order}")
    assert [len(page) for page in found] == [25, 25, 10]
    numbers = [number for page in found for number in page]
    assert sorted(numbers) == [f"M{number:03}" for number in range(60)]
    if order:
        days = [int(number[1:]) % 28 for number in numbers]
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("order", ["", "&sorteer=nieuw"])
def test_one_comes_back_the_way_one_went(many, signed_in, order):
    consultant = signed_in("consultant")
    there, back = pages(consultant, f"{URL}?gemeente=GM0981{order}")
    again = []
    while back:
        answer = consultant.get(back)
        again.insert(0, [row["number"] for row in answer.context["found"].rows])
        back = answer.context["previous_url"]
    assert again == there[:-1]


def test_names_are_ordered_without_accents(w, signed_in):
    with role("snoer_owner"):
        for name in ("Öztürk", "Peters", "Oosten"):
            ClientFactory(chain=w.chain, last_name=name, lives=w.vaals)
    listed = rows(signed_in("consultant"), gemeente="GM0981")
    assert [row["last_name"] for row in listed] == ["Oosten", "Öztürk", "Peters"]


def test_addresses_hold_numbers_and_no_names(many, signed_in):
    answer = signed_in("consultant").get(URL, {"gemeente": "GM0981"})
    assert answer.context["next_url"] == f"{URL}?gemeente=GM0981&na={answer.context['found'].rows[-1]['number']}"


def test_a_page_after_somebody_out_of_sight_leads_to_the_beginning(w, signed_in):
    page = signed_in("trainer").get(URL, {"na": w["unknown"].number}).content.decode()
    assert "Hier houdt de lijst op" in page


# the fragment, and how many questions


def test_htmx_gets_the_table_of_the_page_and_the_tidy_address(w, signed_in):
    consultant = signed_in("consultant")
    query = {"q": "an", "gemeente": "", "status": "loopt", "consulent": ""}
    page = consultant.get(URL, query).content.decode()
    answer = consultant.get(URL, query, headers={"HX-Request": "true"})
    fragment = answer.content.decode()
    assert fragment.strip().startswith('<section class="panel" id="people"')
    assert fragment.strip() in page
    assert answer.headers["HX-Replace-Url"] == "/clienten/?q=an&status=loopt"
    assert "HX-Request" in answer.headers["Vary"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_going_back_in_the_browser_gets_the_page(w, signed_in):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in signed_in("consultant").get(URL, headers=headers).content.decode()


@pytest.mark.parametrize(
    ("name", "query", "most"),
    [
        ("consultant", {}, 6),
        ("trainer", {}, 7),
        ("manager", {}, 6),
        ("consultant", {"q": "anna"}, 6),
        ("consultant", {"q": "annna"}, 8),
        ("consultant", {"na": "M003", "sorteer": "nieuw", "partner": "annex"}, 6),
    ],
)
def test_the_number_of_questions_is_small_and_does_not_grow(many, signed_in, name, query, most):
    browser = signed_in(name)
    browser.get(URL)
    counts = []
    for round_ in range(2):
        if round_:
            with role("snoer_owner"):
                for person in [many[key] for key in sorted(SEEN_BY_ANNEX)]:
                    TeamMemberFactory(client=person, partner=many.partners["mtb"])
                    StepFactory(client=person, partner=many.partners["annex"], instrument=many.instrument)
        with CaptureQueriesContext(connection) as asked:
            browser.get(URL, query)
        counts.append(len([each for each in asked if not each["sql"].startswith(AROUND)]))
    assert counts[0] == counts[1]
    assert counts[0] <= most, [each["sql"][:90] for each in asked]


@pytest.mark.parametrize("name", sorted(STAFF))
def test_the_menu_leads_to_the_list_for_who_reads_names(w, signed_in, name):
    browser = signed_in(name)
    page = browser.get("/status/").content.decode()
    may = browser.get(URL).status_code == 200
    assert (f'href="{URL}' in page.split("</nav>")[0]) is may
    own = name in ("consultant", "lead", "annex_consultant")
    assert ("?consulent=mijn" in page) is own


def test_the_styles_are_there():
    assert finders.find("snoer.css")
