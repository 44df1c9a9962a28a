"""The world of tests/development/conftest.py with a line of three stations, and people at them."""

from tests.development.conftest import developing_world
from tests.factories import (
    EmployerFactory,
    InstrumentFactory,
    LearningLineFactory,
    LearningPlaceFactory,
    LineEmployerFactory,
    MandateFactory,
    StationFactory,
    StayFactory,
    StepFactory,
    days_ago,
)
from tests.kept import kept
from tests.world import World


@kept
def lining_world() -> World:
    """`w.line`: `w.first` (MTB, 3 seats), `w.second` (LKS, 1 seat, MTB's mandate too) and `w.third` (Podium24's mandate).

    At the first are `both` (seen by SZMH, Annex and MTB) and `unknown`, at the second nobody. MTB carries out both steps.
    """
    w = developing_world()
    w.dhl = EmployerFactory(chain=w.chain, name="DHL", sector="logistics")
    w.lks = LearningPlaceFactory(
        chain=w.chain, name="LKS", employer=EmployerFactory(chain=w.chain, name="LKS BV"), guide=w.partners["annex"], seats=1
    )  # fmt: skip
    MandateFactory(partner=w.partners["podium24"], function="employer-learning")
    w.at_employer = InstrumentFactory(
        chain=w.chain, code="werkleerbedrijf", function="employer-learning", partner=w.partners["podium24"]
    )
    w.line = LearningLineFactory(chain=w.chain, name="Logistiek", partner=w.partners["annex"])
    of = {"line": w.line, "chain": w.chain}
    w.first = StationFactory(**of, position=1, name="Voorbereiding", instrument=w.learning, place=w.place, weeks=8)
    w.second = StationFactory(**of, position=2, name="LKS", instrument=w.learning, place=w.lks, weeks=13)
    w.third = StationFactory(**of, position=3, name="Bij een werkgever", instrument=w.at_employer, place=None)
    LineEmployerFactory(**of, employer=w.dhl)
    for name in ("both", "unknown"):
        step = StepFactory(
            client=w[name], chain=w.chain, partner=w.partners["mtb"], instrument=w.learning, started_on=days_ago(30),
            hours_per_week=20,
        )  # fmt: skip
        w.steps[f"{name}-line"] = step
        StayFactory(step=step, station=w.first, place=w.place, reserved=True)
    return w
