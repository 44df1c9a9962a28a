"""What several stories begin with: somebody is registered, and has an intake."""

import datetime as dt

from playwright.sync_api import Page, expect

from chain.days import today
from chain.formats import day_typed


def register(page: Page) -> str:
    page.goto("/mijn-dag/")
    page.get_by_role("link", name="Nieuwe aanmelding").click()
    page.locator("[name=first_name]").fill("Noor")
    page.locator("[name=prefix]").fill("van der")
    page.locator("[name=last_name]").fill("Meer")
    page.locator("[name=birth_date]").fill("3-4-1988")
    page.locator("[name=bsn]").fill("900000004")
    page.locator("[name=municipality]").fill("Maastricht")
    page.locator("[name=lives_since]").fill("01-01-2015")
    page.locator("[name=scheme]").select_option("participatiewet")
    page.locator("[name=benefit_since]").fill(day_typed(today() - dt.timedelta(400)))
    page.locator("[name=source]").select_option("benefit")
    page.locator("main").get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor van der Meer")
    return page.url.rstrip("/").split("/")[-1]


def intake(page: Page, number: str) -> None:
    page.get_by_role("link", name="Intake beginnen").or_(
        page.get_by_role("button", name="Intake beginnen")
    ).first.click()
    if page.locator("[name=reason-reason]").count() == 0:
        page.get_by_role("button", name="Intake beginnen").click()
    page.locator("[name=reason-reason]").fill("Wil werken in de zorg of de keuken.")
    page.locator("[name=motivation-words]").fill("Ik wil mijn eigen geld verdienen.")
    page.locator("[name=outcome-conclusion][value=development]").check()
    page.locator("[name=outcome-grounds]").fill("Eerst ritme en taal.")
    page.get_by_role("button", name="Intake afronden").click()
    expect(page.get_by_role("heading", name="Wat doet u nu?")).to_be_visible()


def place(page: Page, number: str) -> None:
    page.goto(f"/clienten/{number}/plaatsing/")
    page.locator("[name=form_of_work][value=regular]").check()
    expect(page.get_by_text("Uitvoering: Podium24")).to_be_visible()  # the form now fits the work
    page.locator("[name=employer]").fill("Bakkerij De Maaskorst")
    page.locator("[name=job]").fill("medewerker keuken")
    page.locator("[name=started_on]").fill(day_typed(today()))
    page.locator("[name=hours]").fill("32")
    page.locator("[name=effect][value=full]").check()
    page.locator("[name=from_on]").fill(day_typed(today() + dt.timedelta(1)))
    page.get_by_role("button", name="Plaatsing opslaan").click()
    expect(page.get_by_text("De plaatsing is vastgelegd")).to_be_visible()
