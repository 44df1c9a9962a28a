"""A file of figures as people get it: asked for on the page, made by a real worker, fetched; and the page in print."""

import io
import subprocess
from collections.abc import Callable

import pypdf
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_pages import RULES

DASHBOARD = "/doelen/intensivering-2018/"


def faults(page: Page) -> list[str]:
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found += [one["id"] for one in Axe().run(page, options=RULES).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"scrolls sideways at {width}")
    return found


def test_a_file_is_made_while_its_page_looks_on_and_fetched(
    as_user: Callable[..., Page], worker: subprocess.Popen
) -> None:
    page = as_user("bart")
    page.goto(DASHBOARD)
    page.locator(".downloads").last.get_by_role("button", name="PDF").click()
    expect(page.get_by_role("heading", level=1, name="Bestand met cijfers")).to_be_visible()
    fetch = page.get_by_role("link", name="PDF ophalen")
    expect(fetch).to_be_visible()  # the page asks on by itself
    assert not faults(page)
    with page.expect_download() as download:
        fetch.click()
    path = download.value.path()
    text = " ".join(" ".join(one.extract_text().split()) for one in pypdf.PdfReader(path).pages)
    assert download.value.suggested_filename.endswith(".pdf") and "Geactiveerd per jaar" in text
    page.get_by_role("link", name="Terug naar de cijfers").click()
    assert DASHBOARD in page.url


def test_without_a_worker_the_file_waits_and_without_script_one_looks_again(as_user: Callable[..., Page]) -> None:
    page = as_user("bart")
    page.goto(DASHBOARD)
    page.locator(".downloads").last.get_by_role("button", name="XLSX").click()
    expect(page.get_by_role("heading", name="Staat klaar om te beginnen")).to_be_visible()
    assert not faults(page)
    page.get_by_role("link", name="Kijk opnieuw").click()
    expect(page.get_by_role("heading", name="Staat klaar om te beginnen")).to_be_visible()


def test_in_print_the_figures_are_there_and_the_menus_are_not(as_user: Callable[..., Page]) -> None:
    page = as_user("bart")
    page.goto(DASHBOARD)
    rows = [" ".join(row.split()) for row in page.locator(".figures-table tbody tr").all_inner_texts()]
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = " ".join(" ".join(one.extract_text().split()) for one in printed.pages)
    bare = "".join(text.split())
    assert rows and all("".join(row.split()) in bare for row in rows)
    for gone in ("Zoek", "Afmelden", "Afdrukken", "Alles als", "Hulp"):
        assert gone not in text, gone
    page.emulate_media(media="print")
    expect(page.locator(".chart svg.wide").first).to_be_visible()
    expect(page.locator(".chart svg.narrow").first).to_be_hidden()
    expect(page.locator(".downloads").last).to_be_hidden()
