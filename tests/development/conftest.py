"""The small world with places, a group and a line, mandates for what is done there, and somebody waiting."""

import pytest

from tests.factories import GroupCoachFactory, GroupFactory, InstrumentFactory, LearningPlaceFactory, MandateFactory
from tests.kept import kept
from tests.world import World, world

# function -> who holds the mandate for it
FUNCTIONS = {
    "trajectories": "annex", "basic-development": "annex", "learning-by-working": "mtb", "learning-guidance": "annex",
    "support": "szmh", "schooling": "szmh", "public-space": "annex",
}  # fmt: skip


@kept
def developing_world() -> World:
    """`w["step"]`, `w["planned"]` and `w["both"]` are known to Annex by a step of `w.instrument`, `w["both"]` and `w["mtb"]`
    to MTB; `w.place` is at MTB, `w.group` is Annex's and coached by the trainer; SZMH sees all."""
    w = world()
    for function, partner in FUNCTIONS.items():
        MandateFactory(partner=w.partners[partner], function=function)
    w.learning = InstrumentFactory(
        chain=w.chain, code="leerwerktraject", function="learning-by-working", partner=w.partners["mtb"], activates=True
    )  # fmt: skip
    w.course = InstrumentFactory(
        chain=w.chain, code="taaltraining", function="basic-development", partner=w.partners["annex"], group=True, weeks=12
    )  # fmt: skip
    w.bus_pass = InstrumentFactory(chain=w.chain, code="buskaart", function="support", partner=w.partners["szmh"])
    w.activation = InstrumentFactory(
        chain=w.chain, code="activeringsplek", function="activation-place", partner=w.partners["annex"], activates=True
    )  # fmt: skip
    w.place = LearningPlaceFactory(
        chain=w.chain, name="Logistiek", host=w.partners["mtb"], guide=w.partners["annex"], seats=3
    )
    w.group = GroupFactory(
        chain=w.chain, name="Taal op maandag", partner=w.partners["annex"], instrument=w.course, seats=15
    )
    GroupCoachFactory(group=w.group, user=w.staff["trainer"].user)
    return w


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return developing_world()
