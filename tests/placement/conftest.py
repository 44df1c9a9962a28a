"""The small world with what placing takes: instruments for all forms of work, and mandates as the chain gave them."""

import pytest

from chain.models import FORMS_OF_WORK
from tests.factories import InstrumentFactory, MandateFactory, StepFactory
from tests.kept import kept
from tests.world import World, world

FUNCTIONS = {
    "secondment": ("secondment", "podium24"), "sheltered": ("sheltered-work", "mtb"),
    "participation-place": ("participation-place", "szmh"), "retention-of-benefit": ("retention-of-benefit", "szmh"),
    "volunteering": ("volunteering", "szmh"), "day-activity": ("day-activity", "szmh"),
}  # fmt: skip


@kept
def placing_world() -> World:
    """`w["job"]` is known to Podium24 by a running step, `w["both"]` to MTB; SZMH sees all."""
    w = world()
    for form in FORMS_OF_WORK:
        function, partner = FUNCTIONS.get(form, ("placement", "podium24"))
        if form == "regular":
            w.work.function, w.work.partner = function, w.partners[partner]
            w.work.save()
        else:
            InstrumentFactory(
                chain=w.chain, code=form, phase="placement", form_of_work=form, function=function,
                partner=w.partners[partner],
            )  # fmt: skip
    for function, partner in {("placement", "podium24"), *FUNCTIONS.values()}:
        MandateFactory(partner=w.partners[partner], function=function)
    coaching = InstrumentFactory(chain=w.chain, code="coaching", function="job-coaching")
    MandateFactory(partner=w.partners["podium24"], function="job-coaching")
    w.clients["job"] = w.clients["unknown"]
    StepFactory(client=w["job"], chain=w.chain, partner=w.partners["podium24"], instrument=coaching)
    return w


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return placing_world()
