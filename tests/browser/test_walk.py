"""The main job, done for real by several people in browsers of their own, with a web server and a worker.

register - intake - step - placement - benefit confirmed - dashboard moves
"""

import subprocess
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.acts import intake, place, register


def figure(page: Page, name: str) -> str:
    """What the dashboard shows as counted for a result, e.g. `Geactiveerd`."""
    return page.locator(".figure").filter(has_text=name).first.locator(".big").inner_text().split()[0]


def expect_figure(page: Page, name: str, value: str) -> None:
    expect(page.locator(".figure").filter(has_text=name).first.locator(".big")).to_have_text(f"{value} geteld")


def test_from_registration_to_the_target_dashboard(as_user: Callable[..., Page], worker: subprocess.Popen) -> None:
    manager = as_user("bart")
    manager.goto("/doelen/")
    expect_figure(manager, "Geactiveerd sinds", "0")
    expect_figure(manager, "Uitgestroomd sinds", "0")

    consultant = as_user("loes")
    number = register(consultant)
    intake(consultant, number)
    _plan(consultant, number)

    trainer = as_user("roy")
    _carry_out(trainer)
    manager.reload()
    expect_figure(manager, "Geactiveerd sinds", "1")

    place(consultant, number)
    adviser = as_user("iris")
    adviser.goto(f"/clienten/{number}/")
    expect(adviser.get_by_role("heading", level=1)).to_contain_text("Noor")
    expect(adviser.get_by_text("BSN")).to_have_count(0)

    _confirm(consultant)
    manager.reload()
    expect_figure(manager, "Uitgestroomd sinds", "1")
    expect_figure(manager, "Geactiveerd sinds", "1")

    manager.locator(".figure").filter(has_text="Uitgestroomd sinds").get_by_role("link").click()
    expect(manager.get_by_role("link", name="Noor van der Meer")).to_be_visible()


def _plan(page: Page, number: str) -> None:
    page.goto(f"/clienten/{number}/stappen/nieuw/")
    page.locator("[name=instrument]").select_option(label="Empowerment")
    page.locator("[name=partner]").select_option(label="Annex")
    page.get_by_role("button", name="Plannen").click()
    page.get_by_role("button", name="Aanvragen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Empowerment")
    page.goto(f"/clienten/{number}/")
    expect(page.locator(".string").get_by_text("Empowerment")).to_be_visible()


def _carry_out(page: Page) -> None:
    page.goto("/mijn-dag/")
    page.get_by_label("Zoek een inwoner, werkgever of vacature").fill("meer noor")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Noor van der Meer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor")
    page.get_by_role("link", name="Empowerment").first.click()
    page.get_by_role("link", name="Starten").click()
    page.get_by_role("button", name="Starten").click()
    expect(page.get_by_text("Empowerment is gestart.")).to_be_visible()
    page.get_by_role("link", name="Empowerment").first.click()
    page.get_by_role("link", name="Voortgang noteren").click()
    page.get_by_label("Hoe gaat het?").fill("Was op tijd en deed goed mee.")
    page.get_by_role("button", name="Voortgang noteren").click()
    expect(page.get_by_text("De voortgang is opgeslagen.")).to_be_visible()


def _confirm(page: Page) -> None:
    page.goto("/mijn-dag/")
    page.get_by_role("link", name="Voorstel nakijken").click()
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_text("bevestigd").first).to_be_visible()
