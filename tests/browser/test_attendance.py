"""Who is there, on a phone at a workplace: one thumb, without a connection, after the session ended, and without a script."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from chain.days import today
from chain.models import Chain, Instrument, Municipality, Partner, User
from clients.models import Event, Observation
from development.models import Attendance, Group
from tests.browser.test_pages import RULES
from tests.conftest import role
from tests.factories import ClientFactory, GroupCoachFactory, GroupFactory, StayFactory, StepFactory, a_bsn

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
NAMES = ["Ali Bakker", "Bea Claes", "Cor Driessen"]
UNSENT, SENT = re.compile("Nog niet verzonden"), re.compile(r"Verzonden om \d\d:\d\d")


@pytest.fixture
def team(chain: Chain) -> Group:
    """Sjef's team of three, that meets today."""
    with role("snoer_owner"):
        mtb = Partner.objects.get(chain=chain, code="mtb")
        module = Instrument.objects.get(chain=chain, code="leerwerktraject")
        group = GroupFactory(
            chain=chain,
            name="Magazijn",
            kind="team",
            partner=mtb,
            instrument=module,
            starts_at=dt.time(8),
            ends_at=dt.time(12),
        )
        GroupCoachFactory(group=group, user=User.objects.get(username="sjef"))
        town = Municipality.objects.get(name="Maastricht")
        for name in NAMES:
            first, last = name.split()
            person = ClientFactory(chain=chain, first_name=first, prefix="", last_name=last, lives=town)
            StayFactory(
                step=StepFactory(client=person, chain=chain, partner=mtb, instrument=module), chain=chain, group=group
            )
    return group


def marks() -> dict[str, str]:
    with role("snoer_owner"):
        return {
            row.client.last_name: row.mark for row in Attendance.objects.filter(on=today()).select_related("client")
        }


def tap(page: Page, name: str, mark: str) -> None:
    page.get_by_role("group", name=name).get_by_role("radio", name=mark, exact=True).tap()


def status(page: Page):  # Locator
    return page.locator("[data-attendance-status]")


def test_a_work_coach_begins_here_and_saves_the_group_with_one_thumb(as_user: Callable[..., Page], team: Group) -> None:
    page = as_user("sjef", **PHONE)
    expect(page).to_have_url(re.compile("/groepen/vandaag/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Iedereen aanwezig").tap()
    expect(status(page)).to_have_text("Nog niet opgeslagen")
    tap(page, "Bea Claes", "Niet afgemeld")
    page.get_by_label("Observatie").fill("Werkten goed samen.")
    for name in ("Ali Bakker", "Cor Driessen"):
        page.get_by_label(name, exact=True).check()
    save = page.get_by_role("button", name="Opslaan")
    box = save.bounding_box()
    assert box is not None
    assert (
        box["y"] + box["height"] <= 640 < box["y"] + 160
    )  # in sight, wherever one is on the page, within reach of the thumb
    assert min(box["height"], box["width"]) >= 48
    save.tap()
    expect(status(page)).to_have_text(SENT)
    assert marks() == {"Bakker": "present", "Claes": "absent", "Driessen": "present"}
    with role("snoer_owner"):
        assert Observation.objects.filter(text="Werkten goed samen.").count() == 2
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, found
    page.reload()
    expect(page.get_by_role("group", name="Bea Claes").get_by_label("Niet afgemeld", exact=True)).to_be_checked()


def test_without_a_connection_marks_stay_in_the_page_and_are_sent_again_once(
    as_user: Callable[..., Page], team: Group
) -> None:
    page = as_user("sjef", **PHONE)
    page.context.set_offline(True)
    tap(page, "Ali Bakker", "Niet afgemeld")
    page.get_by_role("button", name="Opslaan").tap()
    expect(status(page)).to_have_text(UNSENT)
    tap(page, "Ali Bakker", "Te laat")  # seen better: a second save, after the first
    page.get_by_role("button", name="Opslaan").tap()
    expect(status(page)).to_have_text(UNSENT)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert (
        page.evaluate(
            "navigator.serviceWorker ? navigator.serviceWorker.getRegistrations().then((all) => all.length) : 0"
        )
        == 0
    )
    assert marks() == {}
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SENT)
    expect(page.get_by_role("group", name="Ali Bakker").get_by_label("Te laat")).to_be_checked()
    assert marks() == {"Bakker": "late"}
    with role("snoer_owner"):
        told = list(
            Event.objects.filter(about="step", act__startswith="not-there").order_by("pk").values_list("act", flat=True)
        )
    assert told == ["not-there", "not-there-corrected"]  # each was carried out, in its order, and no more than once


def test_an_answer_that_is_lost_on_the_way_back_does_not_make_it_twice(
    as_user: Callable[..., Page], team: Group
) -> None:
    page = as_user("sjef", **PHONE)
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()  # the server did it
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    page.route(re.compile(r"/groepen/\d+/"), lose_the_first)
    tap(page, "Cor Driessen", "Niet afgemeld")
    page.get_by_label("Observatie").fill("Niet bereikt.")
    page.get_by_label("Cor Driessen", exact=True).check()
    page.get_by_role("button", name="Opslaan").tap()
    expect(status(page)).to_have_text(UNSENT)
    expect(status(page)).to_have_text(SENT)
    assert lost == [200]
    with role("snoer_owner"):
        assert (Attendance.objects.count(), Observation.objects.count()) == (1, 1)


def test_what_is_refused_comes_back_before_what_was_typed_meanwhile(as_user: Callable[..., Page], team: Group) -> None:
    page, held = as_user("sjef", **PHONE), []
    page.route(re.compile(r"/groepen/\d+/"), lambda route: route.continue_() if held else held.append(route))
    for text, name in ((f"Zijn nummer: {a_bsn(7)}.", "Ali Bakker"), ("Kwam op tijd.", "Bea Claes")):
        page.get_by_label("Observatie").fill(text)
        page.get_by_label(name, exact=True).check()
        if not held:
            page.get_by_role("button", name="Opslaan").tap()
            expect(page.get_by_label("Observatie")).to_have_value("")
    held[0].continue_()
    expect(page.get_by_label("Observatie")).to_have_value(re.compile(r"^Zijn nummer: \d+\.\nKwam op tijd\.$"))
    for name, checked in (("Ali Bakker", True), ("Bea Claes", True), ("Cor Driessen", False)):
        expect(page.get_by_label(name, exact=True)).to_be_checked(checked=checked)


def test_after_the_session_ended_it_is_sent_once_one_has_signed_in_again(
    as_user: Callable[..., Page], team: Group
) -> None:
    page = as_user("sjef", **PHONE)
    tap(page, "Ali Bakker", "Aanwezig")
    page.wait_for_load_state("networkidle")
    with role("snoer_owner"):
        Session.objects.all().delete()
    page.get_by_role("button", name="Opslaan").tap()
    expect(status(page)).to_contain_text("u bent afgemeld")
    assert marks() == {}
    with page.context.expect_page() as opened:
        status(page).get_by_role("link", name="Aanmelden").tap()
    tab = opened.value
    tab.get_by_label("Gebruikersnaam").fill("sjef")
    tab.get_by_label("Wachtwoord").fill("samen-aan-het-snoer")
    tab.get_by_role("button", name="Aanmelden", exact=True).tap()
    expect(tab).not_to_have_url(re.compile("aanmelden"))
    page.bring_to_front()
    expect(status(page)).to_have_text(SENT)
    assert marks() == {"Bakker": "present"}


def test_leaving_with_something_unsent_asks_first(as_user: Callable[..., Page], team: Group) -> None:
    page = as_user("sjef")
    page.get_by_role("group", name="Ali Bakker").get_by_role("radio", name="Aanwezig", exact=True).click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Opslaan").click()
    expect(status(page)).to_have_text(UNSENT)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_it_works_without_a_script(as_user: Callable[..., Page], team: Group) -> None:
    page = as_user("sjef", **PHONE, java_script_enabled=False)
    page.get_by_role("button", name="Iedereen aanwezig").click()
    expect(page.get_by_text("Opgeslagen voor 3 personen.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/groepen/vandaag/\?groep="))
    assert set(marks().values()) == {"present"}
