"""The one box in a browser: by keyboard alone, without JavaScript, and a BSN that stays out of every address."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, expect

from chain.models import Chain, Municipality, Partner, User
from clients.models import Client
from tests.conftest import role
from tests.factories import ClientFactory, EmployerFactory, VacancyFactory, a_bsn


@pytest.fixture
def person(chain: Chain) -> Client:
    with role("snoer_owner"):
        town = Municipality.objects.get(name="Maastricht")
        for first in ("Ans", "Bert"):
            ClientFactory(chain=chain, first_name=first, last_name="Schoenmaekers", lives=town)
        hotel = EmployerFactory(chain=chain, name="Schoenfabriek Sint Pieter", place="Maastricht")
        partner = Partner.objects.get(chain=chain, code="podium24")
        VacancyFactory(
            chain=chain, employer=hotel, partner=partner, author=User.objects.get(username="iris"), title="Stikker"
        )
        return ClientFactory(
            chain=chain, first_name="Samira", prefix="El", last_name="Amrani", lives=town, bsn=a_bsn(77)
        )  # fmt: skip


def box(page: Page) -> Locator:
    """It is a combobox as soon as its script is there."""
    return page.get_by_role("combobox", name="Zoek een inwoner, werkgever of vacature")


def test_anybody_is_found_by_keyboard_alone(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    expect(box(page)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("schoen")
    options = page.get_by_role("option")
    expect(options).to_have_count(5)  # two people, the employer, its vacancy, and on in work profiles
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box(page)).to_have_value("schoen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ans Schoenmaekers")).to_be_visible()


def test_enter_without_a_choice_leads_to_the_page_and_a_number_to_the_record(
    as_user: Callable[..., Page], person: Client
) -> None:
    page = as_user("loes")
    box(page).fill("schoenmakers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bedoelde u")).to_be_visible()
    box(page).fill(person.number)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/clienten/{person.number}/$"))
    page.goto("/status/")
    expect(box(page)).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("option", name=re.compile("Samira El Amrani"))).to_be_visible()  # what was opened last


def test_a_bsn_goes_by_post_and_stands_in_no_address(as_user: Callable[..., Page], person: Client) -> None:
    page, asked = as_user("loes"), []
    page.on("request", lambda sent: asked.append(sent))
    expect(box(page)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(a_bsn(77), delay=60)
    page.wait_for_timeout(600)  # longer than it waits for a suggestion
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/clienten/{person.number}/$"))
    box(page).fill(a_bsn(78))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Niemand gevonden met dit BSN.")).to_be_visible()
    assert not [sent.url for sent in asked if re.search(r"\d{7}", _query(sent))]


def _query(sent: Request) -> str:
    return sent.url.partition("?")[2]


def test_who_has_no_course_for_a_bsn_is_told_before_it_is_sent(as_user: Callable[..., Page], person: Client) -> None:
    page, asked = as_user("roy"), []
    page.on("request", lambda sent: asked.append(_query(sent)))
    box(page).fill(a_bsn(77))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Zoek niet op BSN.")).to_be_visible()
    assert not [query for query in asked if re.search(r"\d{7}", query)]


def test_what_is_said_of_a_bsn_is_not_pushed_away_by_an_answer_that_comes_late(
    as_user: Callable[..., Page], person: Client
) -> None:
    page, held = as_user("roy"), []
    page.route(re.compile(r"/zoeken/\?"), lambda route: held.append(route))
    box(page).focus()  # asks what was opened last
    # Sent while that question is out: one beat later the box would take it back for what is typed now.
    box(page).evaluate("(box, bsn) => { box.value = bsn; box.form.requestSubmit(); }", a_bsn(77))
    expect(page.get_by_text("Zoek niet op BSN.")).to_be_visible()
    with page.expect_response(re.compile(r"/zoeken/\?")):
        held[0].continue_()
    page.wait_for_timeout(300)
    expect(page.get_by_text("Zoek niet op BSN.")).to_be_visible()


def test_a_bsn_in_the_list_goes_by_post_too_and_stands_in_no_address(
    as_user: Callable[..., Page], person: Client
) -> None:
    for user, comes_to in (("loes", rf"/clienten/{person.number}/$"), ("roy", r"/clienten/$")):
        page, asked = as_user(user), []
        page.goto("/clienten/")
        page.on("request", lambda sent, asked=asked: asked.append(_query(sent)))
        field = page.locator("#q")
        field.press_sequentially(a_bsn(77), delay=60)
        page.wait_for_timeout(600)  # longer than the list waits
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        expect(page).to_have_url(re.compile(comes_to))
        assert not [query for query in asked if re.search(r"\d{7}", query)]
        if user == "roy":
            assert field.evaluate("field => field.validationMessage").startswith("Zoek niet op BSN.")


def test_without_javascript_it_is_a_form(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes", java_script_enabled=False)
    page.get_by_role("searchbox").fill("amrani")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Samira El Amrani").click()
    expect(page.get_by_role("heading", name="Samira El Amrani")).to_be_visible()
