"""Two people at the very same moment, on connections of their own: one wins, the other is told."""

import pytest

from chain.acting import acting_as
from chain.days import today
from clients.models import BenefitPeriod
from diagnosis import intake
from diagnosis.models import Intake
from placement.models import BenefitProposal
from placement.proposals import Refusal, confirm
from tests.conftest import role
from tests.factories import (
    BenefitPeriodFactory,
    BenefitProposalFactory,
    InstrumentFactory,
    MandateFactory,
    PlacementFactory,
    StepFactory,
    days_ago,
)
from tests.threads import at_once
from tests.world import world

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_confirmation_wins():
    with role("snoer_owner"):
        w = world()
        step = StepFactory(client=w["unknown"], partner=w.partners["podium24"], instrument=w.work)
        placement = PlacementFactory(client=w["unknown"], step=step)
        BenefitPeriodFactory(client=w["unknown"])
        waiting = BenefitProposalFactory(placement=placement, effect="partial", from_on=days_ago(3))

    def confirmed_by(name):
        def act():
            with acting_as(w.acting(name)):
                return confirm(waiting, 1, by=w.staff[name])

        return act

    outcomes = at_once([confirmed_by("consultant"), confirmed_by("lead")])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["BenefitProposal", "Refusal"]
    refusal = next(outcome for outcome in outcomes if isinstance(outcome, Refusal))
    assert "heeft dit voorstel op" in str(refusal)
    with role("snoer_owner"):
        assert BenefitProposal.objects.get().status == "confirmed"
        assert BenefitPeriod.objects.filter(client=w["unknown"]).count() == 2


def test_two_beginnings_are_one_intake():
    with role("snoer_owner"):
        w = world()
        InstrumentFactory(chain=w.chain, code="intake", phase="diagnosis", function="intake")
        MandateFactory(partner=w.partners["szmh"], function="intake")

    def begun_by(name):
        def act():
            with acting_as(w.acting(name)):
                return intake.begin(w["unknown"], w.staff[name]).pk

        return act

    outcomes = at_once([begun_by("consultant"), begun_by("lead")])
    assert len(set(outcomes)) == 1, outcomes
    with role("snoer_owner"):
        (found,) = Intake.objects.select_related("step")
        assert (found.step.started_on, found.client.steps.count()) == (today(), 1)
