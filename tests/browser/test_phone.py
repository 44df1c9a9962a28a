"""One's own phone in a real browser, with a key that Chromium makes and keeps: ready, out, in by one touch, idle, wide."""

import re
import time

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from chain.models import User
from tests.browser.acts import register

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def a_phone(page):
    """The finger of who holds the phone: a key store of the browser's own, that looks who it is."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    number = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return tools, number


def been_idle(page: Page, username: str) -> None:
    """As if nothing had been done for an hour, in every session of the user, once the page has what it asks for."""
    page.wait_for_load_state("networkidle")
    user = User.objects.get(username=username)
    for row in Session.objects.all():
        store = Session.get_session_store_class()(row.session_key)
        if store.get("_auth_user_id") == str(user.pk):
            store["seen"] = int(time.time()) - 3600
            store.save()


def test_a_coach_makes_the_phone_ready_and_goes_on_by_one_touch(as_user, server):
    number = register(as_user("loes"))
    localhost = server.replace("127.0.0.1", "localhost")  # where browsers let keys be used without https
    page = as_user("sjef", base_url=localhost, **PHONE)
    tools, store = a_phone(page)

    page.locator("details.user summary").click()
    page.get_by_role("link", name="Deze telefoon").click()
    page.get_by_role("link", name="Deze telefoon klaarzetten").click()
    page.get_by_label("Hoe noemt u deze telefoon?").fill("Werktelefoon")
    page.get_by_role("button", name="Klaarzetten").click()
    expect(page.get_by_text("Deze telefoon staat klaar.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Werktelefoon")).to_contain_text("nog niet gebruikt")

    page.goto("/afmelden/")
    page.get_by_role("main").get_by_role("button", name="Afmelden").click()
    page.goto("/aanmelden/")
    expect(page.get_by_label("Wachtwoord")).to_be_hidden()
    page.get_by_role("button", name="Aanmelden met deze telefoon").click()
    expect(page).not_to_have_url(re.compile("aanmelden"))
    cookie = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    assert cookie["expires"] > time.time() + 13 * 86400

    been_idle(page, "sjef")
    page.goto("/")
    expect(page).to_have_url(re.compile("/groepen/vandaag/"))
    page.goto(f"/clienten/{number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bent u het nog?")
    assert "Noor" not in page.content()

    tools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": store, "isUserVerified": False}
    )  # somebody else's finger
    page.get_by_role("button", name="Verder met deze telefoon").click()
    expect(page.get_by_text("U bent gestopt, of het duurde te lang.")).to_be_visible()
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": store, "isUserVerified": True})
    page.get_by_role("button", name="Verder met deze telefoon").click()
    expect(page).to_have_url(re.compile(f"/clienten/{number}/"))  # not his: but that is for the page to say
    page.goto("/telefoon/")
    page.get_by_role("button", name="Weghalen").click()
    expect(page.get_by_text("Aanmelden met uw wachtwoord")).to_be_visible()
    page.get_by_role("button", name="Aanmelden met deze telefoon").click()
    expect(page.get_by_text("Aanraken is niet gelukt.")).to_be_visible()


def test_what_was_typed_is_sent_after_the_touch(as_user, server):
    page = as_user("roy", base_url=server.replace("127.0.0.1", "localhost"), **PHONE)
    a_phone(page)
    page.goto("/telefoon/nieuw/")
    page.get_by_role("button", name="Klaarzetten").click()
    expect(page.get_by_text("Deze telefoon staat klaar.")).to_be_visible()
    page.wait_for_load_state("networkidle")  # or what that page still asks for leads to signing in too
    page.context.clear_cookies(name="sessionid")
    page.goto("/aanmelden/")
    page.get_by_role("button", name="Aanmelden met deze telefoon").click()
    expect(page).not_to_have_url(re.compile("aanmelden"))
    page.goto("/telefoon/")
    been_idle(page, "roy")
    page.get_by_role("button", name="Weghalen").click()  # a form, sent from a session that was idle
    expect(page.get_by_role("heading", level=1)).to_have_text("Bent u het nog?")
    page.get_by_role("button", name="Verder met deze telefoon").click()
    expect(page.get_by_role("heading", name="Aanmelden bij Snoer")).to_be_visible()  # which took away this very phone
