"""The string, from registration to closing: four partners in four browsers, with a web server and a worker.

register - intake - plan - Annex is asked, asks back, works and answers - MTB gives the question back - Podium24 places -
everybody hears of it - the file is closed, and nobody but a senior consultant sees it
"""

import re
import subprocess
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.acts import intake, place, register

NAME = "Noor van der Meer"


def test_from_registration_to_closing(as_user: Callable[..., Page], worker: subprocess.Popen) -> None:
    loes, roy, sjef, iris = (as_user(name) for name in ("loes", "roy", "sjef", "iris"))
    number = register(loes)
    intake(loes, number)
    for partner in (roy, sjef, iris):
        _sees(partner, number, False)
    _make_plan(loes, number)

    _ask(loes, number, "practical-diagnosis", "Annex", "Welk werk past, en in welk tempo?", shares=["profile"])
    _sees(roy, number, True)
    _sees(sjef, number, False)
    _opens(roy, "Welk werk past")
    _says(roy, "Om uitleg vragen", "Op welke dagen kan zij?")
    _opens(loes, "Welk werk past")
    _says(loes, "Uitleg geven", "Maandag tot en met donderdag, in de ochtend.")
    _opens(roy, "Welk werk past")
    expect(roy.get_by_text("Maandag tot en met donderdag")).to_be_visible()
    roy.locator("main").get_by_role("button", name="Aannemen").click()
    _carries_out(roy, "Praktijkdiagnose")
    _opens(roy, "Welk werk past")
    _says(roy, "Antwoorden", "Zittend werk gaat goed, vier ochtenden. Nodig: een vaste begeleider.")
    loes.goto(f"/clienten/{number}/")
    expect(loes.get_by_text("Zittend werk gaat goed").first).to_be_visible()

    _ask(loes, number, "learning-by-working", "MTB", "Is er plek bij inpakken?")
    _opens(sjef, "Is er plek bij inpakken")
    _says(sjef, "Teruggeven", "Er is nu geen plek; over drie maanden wel.")
    _sees(sjef, number, True)  # to the end of the day

    _ask(loes, number, "placement", "Podium24", "Wie zoekt een medewerker keuken?", shares=["profile", "placements"])
    _opens(iris, "Wie zoekt een medewerker keuken")
    iris.locator("main").get_by_role("button", name="Aannemen").click()
    place(iris, number)
    _opens(iris, "Wie zoekt een medewerker keuken")
    _says(iris, "Antwoorden", "Begint vandaag bij Bakkerij De Maaskorst, 32 uur.")

    loes.goto("/mijn-dag/")
    loes.get_by_role("link", name="Voorstel nakijken").click()
    loes.get_by_role("button", name="Bevestigen").click()
    expect(loes.get_by_text("bevestigd").first).to_be_visible()
    _hears(roy, "Geplaatst")

    _closes(loes, number)
    for gone in (loes, roy, sjef, iris):
        _sees(gone, number, False)
    _hears(roy, number)  # a number, and no name
    expect(roy.locator("main")).not_to_contain_text(NAME)
    rianne = as_user("rianne")
    _sees(rianne, number, True)
    expect(rianne.get_by_text("Gesloten op").first).to_be_visible()


def _sees(page: Page, number: str, does: bool) -> None:
    """In the record and by searching: the same answer."""
    answer = page.goto(f"/clienten/{number}/")
    assert answer and (answer.status == 200) == does, answer and answer.status
    if does:
        expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    else:
        page.goto(f"/clienten/?q={number}")
        expect(page.locator("main")).not_to_contain_text(NAME)
        page.goto(f"/clienten/{number}/")


def _make_plan(page: Page, number: str) -> None:
    page.goto(f"/clienten/{number}/plan/nieuw/")
    page.locator("[name=words]").fill("Ik wil in een keuken werken en mijn eigen geld verdienen.")
    page.locator("[name=ladder_start]").select_option("3")
    page.locator("main button.primary").click()
    page.goto(f"/clienten/{number}/plan/doelen/")
    page.locator("[name=text]").fill("Werken in een keuken")
    page.locator("[name=options]").fill("Bakkerij\nKantine")
    page.locator("[name=chosen]").fill("Bakkerij")
    page.locator("main button.primary").click()
    page.goto(f"/clienten/{number}/plan/akkoord/")
    page.locator("[name=how][value=said]").check()
    page.locator("main button.primary").click()
    expect(page.get_by_text("Werken in een keuken").first).to_be_visible()


def _ask(page: Page, number: str, function: str, partner: str, question: str, shares: list[str] | None = None) -> None:
    page.goto(f"/clienten/{number}/verwijzingen/nieuw/")
    page.locator("[name=function]").select_option(function)
    expect(page.locator("[name=partner] option").filter(has_text=partner)).to_have_count(1)  # it follows the function
    page.locator("[name=partner]").select_option(label=partner)
    page.locator("[name=question]").fill(question)
    for part in shares or []:
        page.locator(f"[name=shared][value={part}]").check()
    page.get_by_role("button", name="Vraag stellen").click()
    expect(page.get_by_text(question).first).to_be_visible()


def _opens(page: Page, question: str) -> None:
    """From the inbox: of who is asked, or of who asked."""
    page.goto("/verwijzingen/")
    row = page.locator("main").get_by_role("row").filter(has_text=question)
    if row.count() == 0:
        page.goto("/verwijzingen/?lijst=wij")
    page.locator("main").get_by_role("row").filter(has_text=question).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="De vraag")).to_be_visible()


def _says(page: Page, act: str, text: str) -> None:
    page.locator("main").get_by_role("link", name=act).click()
    page.locator("[name=text]").fill(text)
    page.locator("main").get_by_role("button", name=act).click()
    expect(page.get_by_text(text).first).to_be_visible()


def _carries_out(page: Page, step: str) -> None:
    page.locator("main").get_by_role("link", name="Stap plannen").click()
    page.locator("[name=instrument]").select_option(label=step)
    page.get_by_role("button", name="Plannen").click()
    for act in ("Starten", "Afronden"):
        page.locator("main").get_by_role("link", name=step).first.click()
        page.locator("main").get_by_role("link", name=act).click()
        if act == "Afronden":
            page.locator("[name=result]").fill("Kent nu haar tempo.")
        page.locator("main").get_by_role("button", name=act).click()
        expect(page.get_by_text(f"{step} is ").first).to_be_visible()


def _hears(page: Page, text: str) -> None:
    """The worker tells it within seconds; the page shows it when it is opened again."""

    def told() -> bool:
        page.goto("/mijn-dag/")
        return page.locator("main").get_by_text(re.compile(text)).count() > 0

    for _try in range(40):
        if told():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{text} was not told")


def _closes(page: Page, number: str) -> None:
    page.goto(f"/clienten/{number}/sluiten/")
    expect(page.get_by_text("Dit loopt door")).to_be_visible()  # the job
    page.locator("[name=reason][value=work]").check()
    page.locator("main").get_by_role("button", name="Dossier sluiten").click()
    expect(page.get_by_text(re.compile("gesloten", re.I)).first).to_be_visible()
