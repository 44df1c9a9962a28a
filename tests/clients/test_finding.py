"""The one box that finds: people, what was opened last, a BSN by its own course; and what is suggested while typing."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from clients import bsn
from clients.models import Look, Recent
from tests.conftest import role
from tests.factories import ClientFactory, EmployerFactory, VacancyFactory, a_bsn
from tests.world import SEEN_BY_ANNEX

URL = "/zoeken/"
HTMX = {"HX-Request": "true"}
AROUND = ("SAVEPOINT", "RELEASE", "select set_config")


def names(answer) -> list[str]:
    return [row["last_name"] for row in answer.context["people"].rows]


def opened(answer) -> list[str]:
    return [row["last_name"] for row in answer.context["recent"]]


@pytest.fixture
def people(w):
    with role("snoer_owner"):
        for first, prefix, last in [
            ("Piet", "", "Schoenmaekers"),
            ("Jan", "van den", "Berg"),
            ("Zoë", "van der", "Berg"),
        ]:
            ClientFactory(chain=w.chain, first_name=first, prefix=prefix, last_name=last, lives=w.maastricht)
        one = w["unknown"].identity
        one.birth_date = dt.date(1975, 3, 12)
        one.save()
    return w


# people


@pytest.mark.parametrize(
    ("typed", "found", "similar"),
    [
        ("berg", ["Berg", "Berg"], False),
        ("zoe berg", ["Berg"], False),
        ("schoenmakers", ["Schoenmaekers"], True),
        ("12-03-1975", ["unknown"], False),
        ("12-3-1975", ["unknown"], False),
        ("12031975", ["unknown"], False),
        ("13-03-1975", [], False),
        ("xqzwv", [], False),
        ("%", [], False),
        ("12-13-2999", [], False),
    ],
)
def test_it_finds_by_name_misspelt_name_and_birth_date(people, signed_in, typed, found, similar):
    answer = signed_in("consultant").get(URL, {"q": typed})
    assert (names(answer), answer.context["people"].similar) == (found, similar)


@pytest.mark.parametrize("name", ["trainer", "manager", "coach"])
def test_who_does_not_read_identities_finds_nobody_by_birth_date(people, signed_in, trusted, name):
    with trusted():
        identity = people["both"].identity
        identity.birth_date = dt.date(1975, 3, 12)
        identity.save()
    assert names(signed_in(name).get(URL, {"q": "12-03-1975"})) == []


def test_that_somebody_was_found_by_birth_date_is_logged(people, signed_in, trusted):
    signed_in("consultant").get(URL, {"q": "12-03-1975"})
    with trusted():
        assert list(Look.objects.filter(client=people["unknown"]).values_list("parts", flat=True)) == [["identity"]]
        assert not Recent.objects.exists()


def test_a_client_number_leads_to_the_record(people, signed_in):
    number = people["unknown"].number
    consultant = signed_in("consultant")
    assert consultant.get(URL, {"q": f" {number.lower()} "}).headers["Location"] == f"/clienten/{number}/"
    suggested = consultant.get(URL, {"q": number}, headers=HTMX)
    assert names(suggested) == ["unknown"]


def test_a_number_out_of_sight_or_of_another_chain_is_not_there(people, signed_in, trusted):
    with trusted():
        ClientFactory(chain=people.other_chain, number="V-77", lives=people.other_town)
    for name, number in [("trainer", people["unknown"].number), ("consultant", "V-77")]:
        answer = signed_in(name).get(URL, {"q": number})
        assert (answer.status_code, names(answer)) == (200, [])


@pytest.mark.parametrize("typed", ["anna", "step", "unkown", "berg", "schoenmakers"])
def test_a_partner_finds_the_people_that_it_is_involved_with_alone(people, signed_in, typed):
    assert set(names(signed_in("trainer").get(URL, {"q": typed}))) <= SEEN_BY_ANNEX


def test_the_archivist_finds_closed_files_and_a_consultant_does_not(people, signed_in):
    assert names(signed_in("archivist").get(URL, {"q": "closed"})) == ["closed", "closed-step"]
    assert "closed" not in names(signed_in("consultant").get(URL, {"q": "closed"}))


def test_what_one_types_is_escaped_and_stands_in_the_box(people, signed_in):
    page = signed_in("consultant").get(URL, {"q": '<b>"berg'}).content.decode()
    assert "<b>&quot;" not in page
    assert 'value="&lt;b&gt;&quot;berg"' in page


@pytest.mark.parametrize("typed", ["a" * 300, "x\x00qz", "صباح", "{{ q }}", "'; drop table clients_client; --", "\\"])
def test_nonsense_breaks_nothing(people, signed_in, typed):
    for headers in ({}, HTMX):
        assert signed_in("consultant").get(URL, {"q": typed}, headers=headers).status_code == 200


@pytest.mark.parametrize("name", ["policy", "admin"])
def test_who_reads_no_names_has_no_box(w, signed_in, name):
    browser = signed_in(name)
    assert browser.get(URL).status_code == 403
    assert 'id="search"' not in browser.get("/status/").content.decode()


# employers and vacancies


@pytest.fixture
def work(w, trusted):
    with trusted():
        w.hotel = EmployerFactory(chain=w.chain, name="Hôtel De Poort", place="Gulpen", kvk="12345678")
        w.other = EmployerFactory(chain=w.other_chain, name="Hotel Elders")
        VacancyFactory(chain=w.chain, employer=w.hotel, title="Medewerker spoelkeuken")
        VacancyFactory(chain=w.chain, employer=w.hotel, title="Portier", status="closed")
    return w


def groups(answer) -> dict[str, list[str]]:
    return {str(group.title): [row[0] for row in group.rows] for group in answer.context["others"]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hotel", {"Werkgevers": ["Hôtel De Poort"], "Vacatures": ["Medewerker spoelkeuken"]}),
        ("de poort", {"Werkgevers": ["Hôtel De Poort"], "Vacatures": ["Medewerker spoelkeuken"]}),
        ("spoelk", {"Vacatures": ["Medewerker spoelkeuken"]}),
        ("spoelkueken", {"Vacatures die erop lijken": ["Medewerker spoelkeuken"]}),
        (
            "hotel de port",
            {"Werkgevers die erop lijken": ["Hôtel De Poort"], "Vacatures die erop lijken": ["Medewerker spoelkeuken"]},
        ),
        ("12345678", {"Werkgevers": ["Hôtel De Poort"]}),
        ("portier", {}),
        ("xqzwv", {}),
        ("po", {}),
        ("%%%", {}),
    ],
)  # fmt: skip
def test_it_finds_employers_and_vacancies_of_the_chain_misspelt_too(work, signed_in, typed, found):
    there = groups(signed_in("adviser").get(URL, {"q": typed}))
    assert {title: there[title] for title in there if title in found or not found} == found


def test_who_does_not_read_employers_is_not_told_of_them(work, signed_in):
    assert groups(signed_in("privacy").get(URL, {"q": "hotel"})) == {}


# what was opened last


def test_what_was_opened_last_stands_first_and_once(people, signed_in):
    consultant = signed_in("consultant")
    for name in ("unknown", "mtb", "unknown", "both", "unknown"):
        consultant.get(f"/clienten/{people[name].number}/")
    assert opened(consultant.get(URL)) == ["unknown", "both", "mtb"]
    assert opened(consultant.get(URL, headers=HTMX)) == ["unknown", "both", "mtb"]
    assert opened(signed_in("lead").get(URL)) == []


def test_lists_searches_and_refusals_open_nothing(people, signed_in, trusted):
    consultant = signed_in("consultant")
    for address in ("/clienten/", "/mijn-dag/", f"{URL}?q=berg", "/clienten/V-99/"):
        consultant.get(address)
    signed_in("trainer").get(f"/clienten/{people['unknown'].number}/")
    with trusted():
        assert not Recent.objects.exists()


def test_twenty_are_kept(people, signed_in, trusted):
    with trusted():
        some = [ClientFactory(chain=people.chain, number=f"R{n:02}", lives=people.maastricht) for n in range(23)]
    consultant = signed_in("consultant")
    for one in some:
        consultant.get(f"/clienten/{one.number}/logboek/")
    with trusted():
        kept = Recent.objects.order_by("-at").values_list("client__number", flat=True)
        assert list(kept) == [f"R{n:02}" for n in range(22, 2, -1)]


def test_who_is_out_of_sight_since_is_not_recalled(people, signed_in, trusted):
    trainer = signed_in("trainer")
    trainer.get(f"/clienten/{people['team'].number}/")
    assert opened(trainer.get(URL)) == ["team"]
    with trusted():
        people["team"].team.update(ended_on=dt.date(2020, 1, 2), started_on=dt.date(2020, 1, 1))
    assert opened(trainer.get(URL)) == []


# a BSN


@pytest.mark.parametrize("typed", ["900000004", "9000.00.004", " 900000004 ", "berg 900000004", "123456789"])
def test_a_bsn_in_an_address_is_not_answered_and_not_repeated(people, signed_in, typed):
    for headers in ({}, HTMX):
        answer = signed_in("consultant").get(URL, {"q": typed}, headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (302, URL)
    page = signed_in("consultant").get(URL, {"q": typed}, follow=True).content.decode()
    assert "hoort niet in een adres" in page
    assert bsn.typed_in(typed) not in page


@pytest.mark.parametrize("name", ["consultant", "lead", "archivist"])
def test_a_posted_bsn_leads_to_the_record_and_is_logged(people, signed_in, trusted, name):
    who = "closed" if name == "archivist" else "unknown"
    with trusted():
        number = [*people.clients].index(who)
    answer = signed_in(name).post(f"{URL}bsn/", {"bsn": a_bsn(number)})
    assert answer.headers["Location"] == f"/clienten/{people[who].number}/"
    with trusted():
        assert list(Look.objects.values_list("client", "parts", "why", "asked")) == [
            (people[who].pk, ["identity"], "bsn", "")
        ]


@pytest.mark.parametrize(("who", "by"), [("closed", "consultant"), ("foreign", "consultant"), (None, "lead")])
def test_a_bsn_of_nobody_in_sight_has_one_answer_and_is_logged(people, signed_in, trusted, who, by):
    number = {"closed": [*people.clients].index("closed"), "foreign": 900, None: 5555}[who]
    answer = signed_in(by).post(f"{URL}bsn/", {"bsn": a_bsn(number)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Niemand gevonden met dit BSN." in page
    assert a_bsn(number) not in page
    with trusted():
        assert list(Look.objects.values_list("client", "why", "asked")) == [(None, "bsn", "")]


@pytest.mark.parametrize("typed", ["", "123456789", "12345", "negen"])
def test_what_is_no_bsn_is_said_at_its_field(people, signed_in, trusted, typed):
    answer = signed_in("consultant").post(f"{URL}bsn/", {"bsn": typed})
    assert answer.status_code == 422
    assert "Dit is geen BSN" in answer.content.decode()
    with trusted():
        assert not Look.objects.exists()


@pytest.mark.parametrize("name", ["trainer", "annex_consultant", "manager", "adviser", "privacy"])
def test_who_does_not_read_identities_has_no_course_for_a_bsn(people, signed_in, name):
    browser = signed_in(name)
    assert browser.post(f"{URL}bsn/", {"bsn": a_bsn(1)}).status_code == 403
    page = browser.get(URL).content.decode()
    assert "Zoeken op BSN" not in page
    assert "data-bsn=" not in page


# the fragment, and how many questions


def test_suggestions_are_options_of_one_list_and_links(people, signed_in):
    answer = signed_in("consultant").get(URL, {"q": "berg"}, headers=HTMX)
    page = answer.content.decode()
    assert page.strip().startswith('<div class="suggestions" id="suggestions"')
    assert page.count('role="option"') == page.count("href=") == 3  # two people, and on in work profiles
    assert "HX-Request" in answer.headers["Vary"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["consultant", "trainer", "adviser"])
@pytest.mark.parametrize("typed", ["", "anna", "annna", "schoenmakers hotel", "unkown", "jan 12", "12-03-1975"])
def test_at_most_four_questions_beside_session_and_user(people, work, signed_in, name, typed):
    browser: Browser = signed_in(name)
    browser.get(URL)
    for headers in ({}, HTMX):
        with CaptureQueriesContext(connection) as asked:
            browser.get(URL, {"q": typed}, headers=headers)
        sent = [each["sql"] for each in asked if not each["sql"].startswith(AROUND)]
        looks = [each for each in sent if each.startswith("INSERT")]  # a birth date's
        assert len(sent) - len(looks) <= 7, [each[:90] for each in sent]
        assert len(sent) - len(looks) - 3 <= 4
