"""Signing in, in a real browser: at a provider on another origin under the strict policy, with a code, and again after a
session that ended in the middle of a form."""

import json
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from chain import demo
from tests.browser.acts import register
from tests.provider import Provider

GROUPS = {"snoer-consulent": {"chain": demo.CHAIN, "partner": "szmh", "role": "consultant"}}


@pytest.fixture
def provider(monkeypatch):
    """A provider that the web server of the test is told of; before that starts."""
    found = Provider({
        "anna": {"sub": "a-1", "preferred_username": "anna", "name": "Anna Provider", "groups": ["snoer-consulent"]},
        "bob": {"sub": "b-1", "preferred_username": "bob", "groups": []},
    })  # fmt: skip
    monkeypatch.setenv("SNOER_OIDC", json.dumps({"providers": [found.settings(groups=GROUPS)]}))
    yield found
    found.close()


def all_ended(page: Page) -> None:
    """All sessions, once the page has what it asks for."""
    page.wait_for_load_state("networkidle")
    Session.objects.update(expire_date=timezone.now())


def at_provider(page, name: str) -> None:
    page.get_by_role("button", name="Aanmelden met Gemeente Voorbeeld").click()
    expect(page.get_by_role("heading", name="Gemeente")).to_be_visible()
    page.get_by_label("Naam").fill(name)
    page.get_by_role("button", name="Ik ben het").click()


def test_by_a_provider_on_another_origin_and_again_after_the_session_ended_while_typing(
    provider, as_user, browser, server
):
    number = register(as_user("loes"))
    context = browser.new_context(base_url=server, locale="nl-NL")
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"/clienten/{number}/")
    at_provider(page, "bob")
    expect(page.get_by_role("heading", name="U bent niet aangemeld")).to_be_visible()
    page.get_by_role("link", name="Naar het aanmelden").click()
    page.goto(f"/clienten/{number}/")
    at_provider(page, "anna")
    expect(page).to_have_url(re.compile(f"/clienten/{number}/"))
    page.locator("#note-text").fill("Ze belde: ze komt morgen.")
    all_ended(page)
    page.evaluate("document.getElementById('note-text').form.submit()")  # as without a script
    expect(page.get_by_text("U was te lang weg en bent afgemeld.")).to_be_visible()
    at_provider(page, "anna")
    page.get_by_role("button", name="Versturen").click()
    expect(page).to_have_url(re.compile(f"/clienten/{number}/"))
    expect(page.get_by_text("Ze belde: ze komt morgen.").first).to_be_visible()
    assert not complaints
    context.close()


def test_with_a_code_after_the_password_and_once_more_after_the_session_ended(as_user):
    page = as_user("loes")
    number = register(page)
    page.goto("/mijn-instellingen/")
    page.get_by_role("link", name="Klaarzetten").click()
    expect(page.get_by_role("img", name="QR-code voor de app")).to_be_visible()
    page.get_by_text("Scannen lukt niet").click()
    secret = page.locator("code.secret").inner_text().replace(" ", "")

    def code(steps: int) -> str:
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))

    page.get_by_label("Code uit de app").fill(code(-1))
    page.get_by_role("button", name="Klaarzetten").click()
    expect(page.get_by_role("heading", name="Uw herstelcodes")).to_be_visible()
    recovery = page.locator(".codes code").first.inner_text()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Opslaan als tekstbestand").click()
    assert recovery.replace(" ", "") in saved.value.path().read_text()
    page.get_by_role("link", name="Ik heb ze bewaard").click()

    page.goto(f"/clienten/{number}/")
    page.locator("#note-text").fill("Getypt voor de lunch.")
    all_ended(page)
    page.evaluate("document.getElementById('note-text').form.submit()")
    page.get_by_label("Gebruikersnaam").fill("loes")
    page.get_by_label("Wachtwoord").fill(demo.PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_text("Deze code klopt niet").first).to_be_visible()
    page.get_by_label("Code", exact=True).fill(recovery)
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_role("button", name="Versturen").click()
    expect(page).to_have_url(re.compile(f"/clienten/{number}/"))
    expect(page.get_by_text("Getypt voor de lunch.").first).to_be_visible()
