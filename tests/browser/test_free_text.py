"""What is said while one types: medical words with the tick that saves them, and a BSN; the words are the server's."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chain.models import Chain, Municipality, User
from clients.models import Client
from tests.conftest import role
from tests.factories import ClientFactory, days_ago


@pytest.fixture
def person(chain: Chain) -> Client:
    with role("snoer_owner"):
        return ClientFactory(
            chain=chain, lead=User.objects.get(username="loes"), registered_on=days_ago(200),
            lives=Municipality.objects.get(name="Maastricht"),
        )  # fmt: skip


def test_a_note_with_a_medical_word_is_saved_once_that_is_ticked(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(f"/clienten/{person.number}/")
    note = page.get_by_label("Nieuwe notitie")
    note.fill("Zijn BSN is 123.456.708.")
    expect(page.get_by_text("Hierin staat een BSN")).to_be_visible()
    note.fill("Hij vertelt dat hij epilepsie heeft.")
    expect(page.get_by_text("Dit lijkt medisch: epilepsie.")).to_be_visible()
    assert not Axe().run(page, context="#note-form").response["violations"]
    page.get_by_label("Toch opslaan").check()
    note.press("End")
    note.type(" Hij rijdt niet.")
    expect(page.get_by_label("Toch opslaan")).to_be_checked()
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()
    expect(page.locator("#log-entries")).to_contain_text("epilepsie heeft. Hij rijdt niet.")


def test_without_the_tick_the_server_asks_for_it(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes", java_script_enabled=False)
    page.goto(f"/clienten/{person.number}/notities/")
    page.get_by_label("Nieuwe notitie").fill("Hij vertelt dat hij epilepsie heeft.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.get_by_text("Dit lijkt medisch: epilepsie.").last).to_be_visible()
    page.get_by_label("Toch opslaan").check()
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.locator("#log-entries")).to_contain_text("epilepsie")
