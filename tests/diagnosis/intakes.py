"""What the tests of the intake share: a world where it can be held, and what a page shows."""

import re
from collections.abc import Callable

from diagnosis.models import Intake, IntakeSection
from tests.factories import InstrumentFactory, MandateFactory
from tests.kept import kept
from tests.world import World, world


@kept
def intake_world() -> World:
    """SZMH holds the intake and Podium24 knows the market; Annex advises where it is asked to come."""
    w = world()
    InstrumentFactory(chain=w.chain, code="intake", name="Intake", phase="diagnosis", function="intake")
    for partner, function in [
        ("szmh", "intake"), ("podium24", "placement"), ("annex", "practical-diagnosis"), ("annex", "basic-development"),
    ]:  # fmt: skip
        MandateFactory(partner=w.partners[partner], function=function)
    return w


def url(client) -> str:
    return f"/clienten/{client.number}/intake/"


def part(page, key: str):
    """The section of a page as its context has it."""
    if "parts" in page.context:
        return next(part for part in page.context["parts"] if part.key == key)
    return page.context["part"]


def shown(page, key: str) -> dict[str, str]:
    """The hidden fields that a save of the section needs, as the page has them."""
    form = page.context["outcome"].form if key == "outcome" else part(page, key).form
    return {"section": key, **form.bases()}


def typed(key: str, **answers: str) -> dict[str, str]:
    return {f"{key}-{name}": value for name, value in answers.items()}


def save(browser, client, key: str, before: dict | None = None, more: dict | None = None, **answers: str):
    """A post of the section as it was shown (`before`), else as it is shown now."""
    before = before or shown(browser.get(url(client)), key)
    return browser.post(url(client), {**before, **typed(key, **answers), **(more or {})})


def conclude(browser, client, **answers: str):
    return save(browser, client, "outcome", more={"conclude": "1"}, **answers)


def answers(trusted: Callable, client, key: str) -> dict:
    with trusted():
        return IntakeSection.objects.get(client=client, key=key, intake__status="open").answers


def the_intake(trusted: Callable, client) -> Intake:
    with trusted():
        return Intake.objects.select_related("step__partner", "author").get(client=client)


def text(page) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
