"""The joint intake at two desks: nothing is lost, by a dead connection or an ended session neither."""

import re
import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from chain.acting import acting_as
from chain.days import today
from chain.models import Chain, Membership, Municipality, Partner, User
from clients.models import Client
from diagnosis import intake, invitations
from diagnosis.models import IntakeSection
from tests.conftest import role
from tests.factories import ClientFactory, days_ago

SAVED = re.compile(r"Bewaard om \d\d:\d\d")
LOST_AT_MOST = 5  # seconds of typing


@pytest.fixture
def person(chain: Chain) -> Client:
    """Somebody whose intake Loes has begun, with Iris of Podium24 at the table."""
    with role("snoer_owner"):
        loes = User.objects.get(username="loes")
        member = Membership.objects.with_contact_point().select_related("partner", "user").get(user=loes)
        found = ClientFactory(
            chain=chain, first_name="Olga", last_name="Nowak", lead=loes, registered_on=days_ago(3),
            lives=Municipality.objects.get(name="Maastricht"),
        )  # fmt: skip
        podium24 = Partner.objects.get(chain=chain, code="podium24")
    with acting_as(member.pk, "test"):
        invitations.invite(found, podium24, today(), intake.dt.time(10), by=member)
        intake.begin(found, member)
    return found


def page_of(person: Client) -> str:
    return f"/clienten/{person.number}/intake/"


def section(page: Page, key: str):
    return page.locator(f"#part-{key}")


def stored(person: Client, key: str) -> dict:
    with role("snoer_owner"):
        return IntakeSection.objects.get(client=person, key=key).answers


def test_two_desks_fill_different_sections_at_the_same_time(as_user: Callable[..., Page], person: Client) -> None:
    loes, iris = as_user("loes"), as_user("iris")
    loes.goto(page_of(person))
    iris.goto(page_of(person))
    loes.locator("[name=motivation-words]").fill("Ik wil bakker worden.")
    iris.locator("[name=market-occupation]").fill("Bakker")
    expect(section(loes, "motivation")).to_contain_text(SAVED)
    expect(section(iris, "market")).to_contain_text(SAVED)
    # Each reads along, without a reload, and sees who is busy; what one types oneself is left alone.
    loes.locator("[name=motivation-view]").press_sequentially("Gemotiv")
    expect(section(loes, "market")).to_contain_text("Bakker")
    expect(section(loes, "market")).to_contain_text("nu bezig: Iris, Podium24")
    expect(section(iris, "motivation")).to_contain_text("Ik wil bakker worden.")
    expect(loes.locator("[name=motivation-view]")).to_have_value("Gemotiv")
    expect(loes.locator("[name=motivation-view]")).to_be_focused()
    expect(section(iris, "barriers")).to_contain_text("niet voor uw functie")
    assert stored(person, "market") == {"occupation": "Bakker"}
    assert stored(person, "motivation")["words"] == "Ik wil bakker worden."


def test_in_the_same_section_what_only_one_touched_comes_by_itself_and_both_texts_are_shown(
    as_user: Callable[..., Page], person: Client
) -> None:
    loes, rianne = as_user("loes"), as_user("rianne")
    loes.goto(page_of(person))
    rianne.goto(page_of(person))
    rianne.locator("[name=reason-question]").fill("Van Rianne")
    expect(section(rianne, "reason")).to_contain_text(SAVED)
    expect(loes.locator("[name=reason-question]")).to_have_value("Van Rianne")  # without a reload
    loes.locator("[name=reason-reason]").fill("Loes eerst")
    rianne.locator("[name=reason-reason]").fill("Rianne eerst")
    expect(section(loes, "reason")).to_contain_text(re.compile("Bewaard om|Iemand anders schreef"))
    expect(section(rianne, "reason")).to_contain_text(re.compile("Bewaard om|Iemand anders schreef"))
    late = loes if "Iemand anders" in (section(loes, "reason").text_content() or "") else rianne
    early = "Rianne eerst" if late is loes else "Loes eerst"
    expect(section(late, "reason")).to_contain_text("Iemand anders schreef hier ook")
    section(late, "reason").get_by_role("button", name="Opslaan").click()
    expect(section(late, "reason").locator(".stale")).to_contain_text(early)
    late.locator("[name=reason-reason]").fill("Samen gekozen")
    section(late, "reason").get_by_role("button", name="Opslaan").click()
    expect(section(late, "reason")).to_contain_text("Opgeslagen om")
    assert stored(person, "reason") == {"question": "Van Rianne", "reason": "Samen gekozen"}


def test_who_types_on_and_on_loses_five_seconds_at_most(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(page_of(person))
    field = page.locator("[name=work-work]")
    field.click()
    began = time.monotonic()
    while time.monotonic() - began < LOST_AT_MOST:
        page.keyboard.type("x", delay=150)
    assert stored(person, "work"), "nothing is saved while somebody types on"


def test_without_a_connection_the_text_stays_and_is_saved_as_soon_as_there_is_one(
    as_user: Callable[..., Page], person: Client
) -> None:
    page = as_user("loes")
    page.goto(page_of(person))
    page.route("**/intake/**", lambda route: route.abort())
    page.locator("[name=work-work]").fill("In de kelder getypt")
    expect(section(page, "work")).to_contain_text("Geen verbinding.")
    expect(page.locator("[name=work-work]")).to_have_value("In de kelder getypt")
    page.unroute("**/intake/**")
    expect(section(page, "work")).to_contain_text(SAVED, timeout=(LOST_AT_MOST + 3) * 1000)
    assert stored(person, "work") == {"work": "In de kelder getypt"}


def test_when_the_session_has_ended_the_text_stays_and_is_saved_after_signing_in(
    as_user: Callable[..., Page], person: Client
) -> None:
    page = as_user("loes")
    page.goto(page_of(person))
    kept = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=work-work]").fill("Lang getypt")
    expect(section(page, "work")).to_contain_text("U bent afgemeld.")
    page.wait_for_timeout(9_000)  # what refreshes itself does not put the page to sign in on in place of a part
    expect(page.locator("#authors")).to_contain_text("Podium24")
    expect(page.locator("[name=work-work]")).to_have_value("Lang getypt")
    page.context.add_cookies(kept)  # signed in again, in another tab
    expect(section(page, "work")).to_contain_text(SAVED)
    assert stored(person, "work") == {"work": "Lang getypt"}


def test_what_was_just_typed_elsewhere_is_saved_before_the_intake_is_concluded(
    as_user: Callable[..., Page], person: Client
) -> None:
    page = as_user("loes")
    page.goto(page_of(person))
    page.locator("[name=outcome-conclusion][value=placement]").check()
    page.locator("[name=outcome-grounds]").fill("Kan meteen.")
    page.locator("[name=work-work]").fill("Net getypt")
    page.get_by_role("button", name="Intake afronden").click()
    expect(page.get_by_text("De intake is afgerond.")).to_be_visible()
    expect(page.get_by_text("Net getypt")).to_be_visible()
    page.get_by_role("link", name="Vraag stellen aan Podium24").click()
    expect(page.locator("[name=question]")).to_have_value("Kan meteen.")


def test_a_life_domain_is_opened_written_in_and_closed_in_place(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes")
    page.goto(page_of(person))
    page.locator("[name=work-work]").fill("Blijft staan")
    page.locator("[name=open-domain]").select_option("children")
    page.get_by_role("button", name="Openen", exact=True).click()
    expect(section(page, "barriers").locator(".error-summary")).to_contain_text("Schrijf in één zin")
    page.locator("[name=open-why]").fill("Een bakkerij begint om 6 uur.")
    page.get_by_role("button", name="Openen", exact=True).click()
    domain = page.get_by_role("group", name="Zorg voor kinderen")
    domain.get_by_label("Wat is nodig?").fill("Opvang vroeg in de ochtend")
    expect(domain).to_contain_text(SAVED)
    expect(page.locator("[name=work-work]")).to_have_value("Blijft staan")
    domain.get_by_role("button", name="Sluiten").click()
    expect(section(page, "barriers")).to_contain_text("Er is geen leefgebied geopend.")


def test_all_of_it_works_without_a_script(as_user: Callable[..., Page], person: Client) -> None:
    page = as_user("loes", java_script_enabled=False)
    page.goto(page_of(person))
    page.locator("[name=practical-hours]").fill("veel")
    section(page, "practical").get_by_role("button", name="Opslaan").click()
    expect(section(page, "practical").locator(".error-summary")).to_contain_text("als getal")
    page.locator("[name=practical-hours]").fill("24")
    section(page, "practical").get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen om")).to_be_visible()
    page.locator("[name=open-domain]").select_option("money")
    page.locator("[name=open-why]").fill("Beslag op loon.")
    page.get_by_role("button", name="Openen", exact=True).click()
    expect(page.get_by_role("group", name="Geldzaken")).to_be_visible()
    section(page, "market").get_by_role("link", name="Zelf invullen").click()
    page.locator("[name=market-occupation]").fill("Bakker")
    section(page, "market").get_by_role("button", name="Opslaan").click()
    expect(section(page, "market")).to_contain_text("Bakker")
    page.locator("[name=outcome-conclusion][value=none]").check()
    page.locator("[name=outcome-grounds]").fill("Eerst rust.")
    page.get_by_role("button", name="Intake afronden").click()
    expect(page.get_by_text("De intake is afgerond.")).to_be_visible()


def test_the_page_is_for_everybody(as_user: Callable[..., Page], person: Client) -> None:
    for username in ("loes", "iris"):
        page = as_user(username)
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(page_of(person))
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (username, width)
            found = Axe().run(page)
            assert found.violations_count == 0, (username, width, found.generate_report())
