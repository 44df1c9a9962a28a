"""The record page and Mijn dag as only a browser shows them: in place, by keyboard, small, without a script, for all."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chain.acting import acting_as
from chain.models import Chain, Instrument, Membership, Municipality, Partner, User
from clients import notes, steps
from clients.models import Client
from tests.conftest import role
from tests.factories import ClientFactory, days_ago


@pytest.fixture
def person(chain: Chain) -> Client:
    """Somebody of Loes, with what was done, what runs and what waits to start at Annex, and thirty notes."""
    with role("snoer_owner"):
        loes, roy = (User.objects.get(username=name) for name in ("loes", "roy"))
        acting = {user: Membership.objects.get(user=user) for user in (loes, roy)}
        found = ClientFactory(
            chain=chain, first_name="Samira", prefix="El", last_name="Amrani", lead=loes, bsn="900000012",
            lives=Municipality.objects.get(name="Maastricht"), registered_on=days_ago(200),
        )  # fmt: skip
        annex = Partner.objects.get(chain=chain, code="annex")
        kinds = {each.code: each for each in Instrument.objects.filter(chain=chain)}
    with acting_as(acting[loes].pk, "test"):
        planned = [
            steps.plan(found, kinds[code], annex, planned_on=days_ago(days))
            for code, days in (("praktijkdiagnose", 100), ("empowerment", 40), ("taaltraining", 2))
        ]
        for number in range(30):
            notes.note(found, acting[loes], f"Gesprek {number}.", on=days_ago(number))
    with acting_as(acting[roy].pk, "test"):
        steps.move(planned[0], "start", on=days_ago(100))
        steps.move(planned[0], "finish", on=days_ago(50), result="Kan goed met de handen werken")
        steps.move(planned[1], "start", on=days_ago(40))
    return found


def test_a_note_is_saved_in_place_and_what_is_typed_is_never_lost(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    text, save = page.get_by_label("Nieuwe notitie"), page.get_by_role("button", name="Notitie opslaan")
    text.fill("Gebeld over de opvang.")
    save.click()
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()
    expect(page.locator("#log-entries li").filter(has_text="Gebeld over de opvang.")).to_have_count(1)
    expect(text).to_have_value("")
    expect(page).to_have_url(re.compile(rf"/clienten/{person.number}/$"))

    text.fill("Nog niet af")
    page.get_by_label("Toon in het logboek").select_option("stappen")
    expect(page.locator("#log-entries li").filter(has_text="Gebeld")).to_have_count(0)
    expect(text).to_have_value("Nog niet af")
    page.get_by_text("Met wie, wanneer, wie leest mee").click()
    page.locator("#note-on").fill("31-02-2026")
    save.click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(text).to_have_value("Nog niet af")
    page.locator("#note-on").fill("")
    text.fill("")


def test_older_lines_come_where_one_is(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    lines = page.locator("#log-panel .log li")
    expect(lines).to_have_count(20)
    page.get_by_role("link", name="Toon oudere regels").click()
    expect(lines).to_have_count(36)  # thirty notes, three plans, three moves
    expect(page.locator("#log-panel")).to_have_count(1)


def test_the_bsn_is_shown_where_it_was_masked(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    assert "900000012" not in page.content().replace(" ", "")
    page.get_by_role("button", name="Toon het BSN").click()
    expect(page.locator("#bsn")).to_contain_text(re.compile("9000 ?00 ?012|900000012"))


def test_a_step_is_started_from_mijn_dag(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("roy")
    page.goto("/mijn-dag/")
    row = page.get_by_role("row").filter(has_text="Samira El Amrani")
    expect(row).to_contain_text("Niet gestart")
    row.get_by_role("button", name="Starten").click()
    expect(page.get_by_text("Taaltraining is gestart.")).to_be_visible()
    expect(page.get_by_text("Niets dat wacht")).to_be_visible()


def test_all_of_it_works_without_a_script(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes", java_script_enabled=False)
    page.goto(f"/clienten/{person.number}/")
    page.get_by_label("Nieuwe notitie").fill("Zonder script.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator("#log-entries li").filter(has_text="Zonder script.")).to_have_count(1)
    page.get_by_role("link", name="Toon oudere regels").click()
    expect(page.get_by_text("Gesprek 29.")).to_be_visible()
    page.goto(f"/clienten/{person.number}/stappen/nieuw/")
    page.get_by_label("Wat", exact=True).select_option(label="Motivatietraining")
    page.get_by_role("button", name="Plannen").click()
    page.get_by_role("button", name="Aanvragen").click()
    expect(page.get_by_text("Motivatietraining is aangevraagd.")).to_be_visible()
    page.goto(f"/clienten/{person.number}/")
    expect(page.get_by_role("row").filter(has_text="Motivatietraining")).to_contain_text("Annex")


def test_the_pages_are_for_everybody(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    with role("snoer_owner"):
        step = person.steps.get(status="active")
    for address in (
        "/mijn-dag/", f"/clienten/{person.number}/", f"/clienten/{person.number}/logboek/",
        f"/clienten/{person.number}/stappen/nieuw/", f"/clienten/{person.number}/stappen/{step.pk}/",
        f"/clienten/{person.number}/team/", f"/clienten/{person.number}/regie/",
    ):  # fmt: skip
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (address, width)
            found = Axe().run(page)
            assert found.violations_count == 0, (address, width, found.generate_report())
