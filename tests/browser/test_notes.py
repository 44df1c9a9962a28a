"""A note in thirty seconds: from Mijn dag in three clicks, by keyboard, and never lost; news and answers in place."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chain.acting import acting_as
from chain.models import Chain, Instrument, Membership, Municipality, Partner, User
from clients import notes, standing, steps, timeline
from clients.models import Client
from reporting.jobs import empty_outbox
from tests.conftest import role
from tests.factories import ClientFactory, days_ago

KEPT = re.compile("Concept bewaard om")
COUNTER = """addEventListener("click", (event) => event.isTrusted && event.detail && window.counted(), true)"""


@pytest.fixture
def person(chain: Chain) -> Client:
    """Somebody of Loes whose step at Annex is late, so that both have them on Mijn dag."""
    with role("snoer_owner"):
        loes, roy = (User.objects.get(username=name) for name in ("loes", "roy"))
        acting = {user: Membership.objects.get(user=user) for user in (loes, roy)}
        found = ClientFactory(
            chain=chain, first_name="Samira", prefix="El", last_name="Amrani", lead=loes, registered_on=days_ago(200),
            lives=Municipality.objects.get(name="Maastricht"),
        )  # fmt: skip
        annex = Partner.objects.get(chain=chain, code="annex")
        kind = Instrument.objects.get(chain=chain, code="empowerment")
    with acting_as(acting[loes].pk, "test"):
        steps.plan(found, kind, annex, planned_on=days_ago(9))
        notes.note(found, acting[loes], "Eerder gesprek.", on=days_ago(20))
    with acting_as(acting[roy].pk, "test"):
        timeline.record("placed-form", found, part="plan", form="vrijwilligerswerk")
        standing.assess(found, standing.current(chain.pk)[0], "yes", "Belt zelf.")
    empty_outbox(chain.pk)
    return found


def test_from_mijn_dag_to_a_saved_note_takes_three_clicks(as_user: Callable[..., Page], person: Client) -> None:
    page, clicks = as_user("loes"), []
    page.expose_function("counted", lambda: clicks.append(1))
    page.add_init_script(COUNTER)
    page.goto("/mijn-dag/")
    page.get_by_role("table").get_by_role("link", name="Samira El Amrani").click()
    page.get_by_label("Nieuwe notitie").click()
    page.keyboard.type("Gebeld over de opvang.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()
    expect(page.locator("#log-entries li").filter(has_text="Gebeld over de opvang.")).to_have_count(1)
    assert len(clicks) <= 3


def test_by_keyboard_it_takes_one(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    page.keyboard.press("n")
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.type("Nu niet naar /, en n blijft n.")
    expect(page.locator("#note-text")).to_have_value("Nu niet naar /, en n blijft n.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()
    expect(page.locator("#note-text")).to_have_value("")


def test_what_is_typed_is_there_on_coming_back_and_nothing_is_kept_in_the_browser(
    as_user: Callable[..., Page], person: Client
) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    page.get_by_label("Nieuwe notitie").fill("Half af")
    expect(page.locator("#note-form")).to_contain_text(KEPT)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    again = as_user("loes")  # another desk
    again.goto(f"/clienten/{person.number}/")
    expect(again.get_by_label("Nieuwe notitie")).to_have_value("Half af")
    expect(again.locator("#note-form")).to_contain_text("Nog niet opgeslagen. Dit typte u op")
    again.get_by_role("button", name="Weggooien").click()
    expect(again.get_by_text("De tekst is weggegooid.")).to_be_visible()
    expect(again.get_by_label("Nieuwe notitie")).to_have_value("")
    again.reload()
    expect(again.get_by_label("Nieuwe notitie")).to_have_value("")


def test_without_a_connection_the_text_stays_and_is_kept_as_soon_as_there_is_one(
    as_user: Callable[..., Page], person: Client
) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    page.route("**/notities/", lambda route: route.abort())
    page.get_by_label("Nieuwe notitie").fill("In de kelder getypt")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator("#note-form")).to_contain_text("Geen verbinding.")
    expect(page.get_by_label("Nieuwe notitie")).to_have_value("In de kelder getypt")
    page.unroute("**/notities/")
    page.get_by_label("Nieuwe notitie").press("End")
    page.keyboard.type(".")
    expect(page.locator("#note-form")).to_contain_text(KEPT)


def test_when_the_session_has_ended_the_text_stays_and_is_saved_after_signing_in(
    as_user: Callable[..., Page], person: Client
) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    page.get_by_label("Nieuwe notitie").fill("Lang getypt")
    kept = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator("#note-form")).to_contain_text("U bent afgemeld.")
    expect(page.get_by_label("Nieuwe notitie")).to_have_value("Lang getypt")
    page.context.add_cookies(kept)  # signed in again, in another tab
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator("#log-entries li").filter(has_text="Lang getypt")).to_have_count(1)


def test_what_is_wrong_in_what_is_folded_away_is_shown(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    page.get_by_label("Nieuwe notitie").fill("Met een vervolg.")
    expect(page.locator("#note-next")).to_be_hidden()
    page.get_by_text("Wat gebeurt er hierna?").click()
    page.locator("#note-next").fill("Fiets regelen")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").click()
    expect(page.locator("#note-next_on")).to_be_focused()
    page.locator("#note-next_on").fill(days_ago(-5).strftime("%d-%m-%Y"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()


def test_news_is_ticked_off_in_place(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto("/mijn-dag/")
    expect(page.locator("#news")).to_contain_text("Geplaatst")
    page.get_by_role("button", name=re.compile("Gezien.*Geplaatst")).click()
    expect(page.locator("#news")).to_contain_text("Er is geen nieuws meer.")
    expect(page).to_have_url(re.compile("/mijn-dag/$"))
    page.reload()
    expect(page.locator("#news")).to_have_count(0)


def test_an_answer_stands_on_the_record(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("roy")
    page.goto(f"/clienten/{person.number}/")
    panel = page.locator("#panel-standing")
    expect(panel).to_contain_text("Belt zelf.")
    panel.get_by_role("link", name="Vastleggen").click()
    page.get_by_role("group", name="Afstand tot de arbeidsmarkt").get_by_label("Korte afstand").check()
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.locator(".error-summary")).to_contain_text("Schrijf op waaraan u dat ziet")
    page.locator("[name=distance-ground]").fill("Werkt al twee dagen.")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.locator("#panel-standing")).to_contain_text("Werkt al twee dagen.")


def test_all_of_it_works_without_a_script(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes", java_script_enabled=False)
    page.goto("/mijn-dag/")
    page.get_by_role("button", name=re.compile("Gezien.*Geplaatst")).click()
    expect(page.locator("#news")).to_have_count(0)
    page.goto(f"/clienten/{person.number}/")
    expect(page.get_by_role("button", name="Weggooien")).to_be_hidden()
    page.get_by_text("Met wie, wanneer, wie leest mee").click()
    page.locator("#note-with_whom").select_option("employer")
    page.get_by_label("Nieuwe notitie").fill("Zonder script.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator("#log-entries li").filter(has_text="met een werkgever")).to_contain_text("Zonder script.")


def test_the_pages_are_for_everybody(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    record = f"/clienten/{person.number}/"
    with role("snoer_owner"):
        note = person.notes.get()
    for address in ("/mijn-dag/", "/mijn-dag/nieuws/", "/begrippen/", record, f"{record}stand/",
                    f"{record}notities/{note.pk}/", f"{record}notities/{note.pk}/eerder/"):  # fmt: skip
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            for folded in page.locator("#note-form summary").all():
                folded.click()
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (address, width)
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
