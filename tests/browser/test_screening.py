"""A duo goes through a round with the keyboard alone: five people, one screen each."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain
from diagnosis import screening
from diagnosis.models import Screening, ScreeningEntry
from reporting.demo.load import _memberships
from tests.factories import CapacityFactory, ClientFactory, MunicipalityFactory


@pytest.fixture
def round_of_five(chain: Chain, trusted) -> Screening:
    with trusted():
        for number in range(5):
            made = ClientFactory(
                chain=chain, first_name=f"Noor {number + 1}", number=f"10000{number}", lives=MunicipalityFactory(code="GM0935"),
                registered_on=today() - dt.timedelta(500 - number),
            )  # fmt: skip
            CapacityFactory(client=made, work_ability=50)
    people = _memberships(chain)
    with acting_as(people["rianne"].pk):
        return screening.start(
            "Samen kijken", "work-ability", {}, [people["loes"], people["iris"]], today(), today() + dt.timedelta(20)
        )  # fmt: skip


def test_five_people_are_gone_through_with_the_keyboard(
    round_of_five: Screening, chain: Chain, as_user: Callable[..., Page]
) -> None:
    iris = as_user("iris")
    iris.goto("/mijn-dag/")
    iris.get_by_role("link", name="Verder met de screening").click()
    for position, key in enumerate("13245", 1):
        expect(iris.get_by_role("heading", level=1)).to_contain_text(f"Noor {position}")
        expect(iris.locator("[data-choice]").first).to_be_focused()
        iris.keyboard.press(key)
        expect(iris.locator("[data-choice]").nth(int(key) - 1)).to_be_checked()
        if key == "5":
            iris.get_by_label("Tot welke dag?").fill(f"{today() + dt.timedelta(30):%d-%m-%Y}")
        if position == 2:  # a key in the text is a letter, not a choice
            iris.get_by_label("Toelichting").press_sequentially("1 jaar, jk")
            expect(iris.locator("[data-choice]").nth(2)).to_be_checked()
            iris.locator("[data-choice]").nth(2).focus()
        iris.keyboard.press("Enter")
    expect(iris.get_by_role("heading", name="5 van 5 besproken")).to_be_visible()
    with acting_as(system_membership(chain, "setup")):
        said = ScreeningEntry.objects.order_by("position").values_list("outcome", "remark")
        assert [outcome for outcome, _remark in said] == ["perspective", "potential", "candidate", "deeper", "not-now"]
        assert said[1][1] == "1 jaar, jk"


def test_the_keys_work_in_the_form_alone(round_of_five: Screening, as_user: Callable[..., Page]) -> None:
    """WCAG 2.1.4: a key of one letter only while its component has the focus."""
    loes = as_user("loes")
    loes.goto(f"/screening/{round_of_five.pk}/2/")
    loes.locator("h1 a").focus()
    loes.keyboard.press("j")
    loes.keyboard.press("1")
    expect(loes.locator("[data-choice]").first).not_to_be_checked()
    loes.locator("[data-choice]").first.focus()
    loes.keyboard.press("j")
    expect(loes.get_by_role("heading", level=1)).to_contain_text("Noor 3")
    expect(loes.locator("[data-choice]").first).to_be_focused()  # the new page listens from here on
    loes.keyboard.press("k")
    expect(loes.get_by_role("heading", level=1)).to_contain_text("Noor 2")
