"""Mijn dag in place: the form of a row opens under it, comes back to it, and all of it goes by keyboard."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chain.acting import acting_as
from chain.models import Chain, Instrument, Membership, Municipality, Partner, User
from clients import steps
from clients.models import Client
from reporting.jobs import empty_outbox
from tests.browser.test_notes import COUNTER
from tests.conftest import role
from tests.factories import ClientFactory, days_ago

KEYS = """addEventListener("keydown", (event) => event.isTrusted && window.pressed(event.key), true)"""


@pytest.fixture
def people(chain: Chain) -> list[Client]:
    """Three people of Loes, whose steps at Annex were to begin three, two and one days ago."""
    with role("snoer_owner"):
        loes = User.objects.get(username="loes")
        acting = Membership.objects.get(user=loes)
        maastricht = Municipality.objects.get(name="Maastricht")
        found = [
            ClientFactory(chain=chain, first_name=name, prefix="", last_name="Rij", lead=loes, registered_on=days_ago(20),
                          lives=maastricht)
            for name in ("Een", "Twee", "Drie")
        ]  # fmt: skip
        annex = Partner.objects.get(chain=chain, code="annex")
        kind = Instrument.objects.get(chain=chain, code="empowerment")
    with acting_as(acting.pk, "test"):
        for place, person in enumerate(found):
            steps.plan(person, kind, annex, planned_on=days_ago(3 - place))
    empty_outbox(chain.pk)
    return found


def test_a_note_takes_two_clicks_and_the_row_stays_where_it_was(
    as_user: Callable[..., Page], people: list[Client]
) -> None:
    page, clicks = as_user("loes"), []
    page.expose_function("counted", lambda: clicks.append(1))
    page.add_init_script(COUNTER)
    page.goto("/mijn-dag/")
    page.get_by_role("row", name="Twee Rij").get_by_role("link", name="Notitie").click()
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.type("Gebeld over de opvang.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_in_viewport()
    expect(page).to_have_url(re.compile("/mijn-dag/#r2$"))
    expect(page.get_by_role("link", name="Twee Rij")).to_be_focused()
    assert len(clicks) <= 3
    with role("snoer_owner"):
        assert people[1].notes.get().text == "Gebeld over de opvang."


def test_by_keyboard_alone_it_takes_four_keys_and_the_typing(
    as_user: Callable[..., Page], people: list[Client]
) -> None:
    page, keys = as_user("loes"), []
    page.expose_function("pressed", lambda key: keys.append(key))
    page.add_init_script(KEYS)
    page.goto("/mijn-dag/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Twee Rij")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.type("njk/")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()
    expect(page.get_by_role("link", name="Twee Rij")).to_be_focused()
    assert len([key for key in keys if key != "Control"]) - len("njk/") == 4
    with role("snoer_owner"):
        assert people[1].notes.get().text == "njk/"


def test_with_tab_and_enter_it_goes_too(as_user: Callable[..., Page], people: list[Client]) -> None:
    page = as_user("loes")
    page.goto("/mijn-dag/")
    page.get_by_role("link", name="Een Rij").focus()
    for _press in range(3):  # what is to be done, the first act, the note
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.type("Met Tab.")
    for _press in range(2):  # the kind, the button
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()


SLOW_SAVES = """
const real = window.fetch;
window.fetch = (...asked) =>
  new Promise((go) => setTimeout(go, asked[1]?.method === "POST" ? 1000 : 0)).then(() => real(...asked));
"""


def test_what_is_typed_is_not_lost_by_opening_another_row(as_user: Callable[..., Page], people: list[Client]) -> None:
    page = as_user("loes")
    page.add_init_script(SLOW_SAVES)
    page.goto("/mijn-dag/")
    page.get_by_role("row", name="Een Rij").get_by_role("link", name="Notitie").click()
    page.locator("#note-text").fill("Half af")
    page.get_by_role("row", name="Twee Rij").get_by_role("link", name="Verzetten", exact=True).click()
    expect(page.locator("#note-text")).to_have_value("Half af")
    page.keyboard.press("Escape")
    expect(page.locator("tr.under")).to_have_count(0)
    page.get_by_role("row", name="Een Rij").get_by_role("link", name="Notitie").click()
    expect(page.locator("#note-text")).to_have_value("Half af")  # kept as a draft


def test_what_cannot_be_saved_stays_where_it_was_typed(as_user: Callable[..., Page], people: list[Client]) -> None:
    page = as_user("loes")
    page.goto("/mijn-dag/")
    page.get_by_role("row", name="Een Rij").get_by_role("link", name="Notitie").click()
    page.locator("#note-text").fill("Onderweg")
    page.context.set_offline(True)
    page.keyboard.press("Escape")
    expect(page.locator("[data-autosave-status].failed")).to_be_visible()
    expect(page.locator("#note-text")).to_have_value("Onderweg")
    page.context.set_offline(False)
    page.keyboard.press("Escape")
    expect(page.locator("tr.under")).to_have_count(0)
    page.get_by_role("row", name="Een Rij").get_by_role("link", name="Notitie").click()
    expect(page.locator("#note-text")).to_have_value("Onderweg")


def test_of_two_touches_in_a_row_one_form_comes(as_user: Callable[..., Page], people: list[Client]) -> None:
    page = as_user("loes")
    page.goto("/mijn-dag/")
    page.get_by_role("row", name="Een Rij").get_by_role("link", name="Notitie").dblclick()
    expect(page.locator("#note-text")).to_be_focused()
    expect(page.locator("tr.under")).to_have_count(1)


def test_a_step_is_moved_under_its_row_and_what_is_wrong_is_said(
    as_user: Callable[..., Page], people: list[Client]
) -> None:
    page = as_user("loes")
    page.goto("/mijn-dag/?reden=Niet+gestart")
    page.get_by_role("row", name="Een Rij").get_by_role("link", name="Verzetten", exact=True).click()
    page.locator("tr.under [name=planned_on]").fill("31-02-2027")
    page.locator("tr.under").get_by_role("button", name="Verzetten", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("[name=planned_on]").fill(days_ago(-9).strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Verzetten", exact=True).click()
    expect(page).to_have_url(re.compile(r"/mijn-dag/\?reden=Niet\+gestart#r1$"))
    expect(page.get_by_role("link", name="Twee Rij")).to_be_focused()  # it stands there now


def test_the_menu_counts_after_an_act_without_being_asked(as_user: Callable[..., Page], people: list[Client]) -> None:
    page = as_user("roy")
    page.goto("/hulp/")
    expect(page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Mijn dag 3")).to_be_visible()
    page.goto("/mijn-dag/")
    page.get_by_role("row", name="Een Rij").get_by_role("button", name="Starten").click()
    expect(page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Mijn dag 2")).to_be_visible()


def test_without_a_script_the_form_is_a_page_that_comes_back(
    as_user: Callable[..., Page], people: list[Client]
) -> None:
    page = as_user("loes", java_script_enabled=False)
    page.goto("/mijn-dag/")
    page.get_by_role("row", name="Twee Rij").get_by_role("link", name="Notitie").click()
    page.get_by_label("Nieuwe notitie").fill("Zonder script.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page).to_have_url(re.compile("/mijn-dag/#r2$"))
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()


def test_it_is_for_everybody_with_a_form_open_too(as_user: Callable[..., Page], people: list[Client]) -> None:
    page = as_user("rianne")
    for address in ("/mijn-dag/?wie=iedereen", "/mijn-dag/team/", f"/clienten/{people[0].number}/notities/"):
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            if "wie" in address:
                for fold in page.locator(".day-folds summary").all():
                    fold.click()
                page.get_by_role("link", name="Notitie").first.click()
                expect(page.locator("#note-text")).to_be_focused()
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (address, width)
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
