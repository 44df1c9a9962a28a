"""The intake at the very same moment, on connections of their own: one wins, the other is told, nothing is lost."""

import pytest

from chain.acting import acting_as
from clients.steps import NotNow
from diagnosis import intake
from diagnosis.models import Intake, IntakeSection, LifeDomain
from tests.conftest import role
from tests.diagnosis.intakes import intake_world
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def w():
    with role("snoer_owner"):
        w = intake_world()
    with acting_as(w.acting("consultant")):
        intake.begin(w["unknown"], w.staff["consultant"])
    return w


def by(w, name, act):
    """`act` with the section, intake and membership of somebody, as they find them."""

    def run():
        with acting_as(w.acting(name)):
            found = Intake.objects.select_related("client__home", "step").get(client=w["unknown"])
            return act(found, w.staff[name])

    return run


def writes(key, version, **answers):
    def act(found, member):
        return intake.write(IntakeSection.objects.get(intake=found, key=key), answers, version, by=member)

    return act


def concludes(found, member):
    found.conclusion, found.grounds = "none", "Rust."
    intake.conclude(found, member)
    return "concluded"


def test_of_two_saves_of_one_section_one_is_told(w):
    outcomes = at_once(
        [by(w, "consultant", writes("reason", 1, reason="Een")), by(w, "lead", writes("reason", 1, reason="Twee"))]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntakeSection", "NotNow"]
    with role("snoer_owner"):
        assert IntakeSection.objects.get(key="reason").version == 2


def test_two_sections_do_not_wait_for_one_another(w):
    outcomes = at_once(
        [by(w, "consultant", writes("reason", 1, reason="Een")), by(w, "lead", writes("work", 1, work="Twee"))]
    )
    assert [type(outcome).__name__ for outcome in outcomes] == ["IntakeSection"] * 2


def test_a_save_comes_before_the_conclusion_or_is_refused(w):
    saved, concluded = at_once([by(w, "lead", writes("work", 1, work="Net op tijd")), by(w, "consultant", concludes)])
    assert concluded == "concluded"
    with role("snoer_owner"):
        answers = IntakeSection.objects.get(key="work").answers
    assert (answers == {"work": "Net op tijd"}) != isinstance(saved, NotNow)


def test_it_is_concluded_once(w):
    outcomes = at_once([by(w, "consultant", concludes), by(w, "lead", concludes)])
    assert sorted(str(type(outcome).__name__) for outcome in outcomes) == ["NotNow", "str"]


def test_a_domain_is_opened_once(w):
    def opens(found, member):
        return intake.open_domain(found, "children", "Een bakkerij begint om 6 uur.", by=member)

    outcomes = at_once([by(w, "consultant", opens), by(w, "lead", opens)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LifeDomain", "ValidationError"]
    with role("snoer_owner"):
        assert LifeDomain.objects.count() == 1
