"""The palette: what is offered today, by whom today, and how much runs of what the reader may see."""

import datetime as dt

import pytest
from django.test import Client as Browser

from chain.acting import acting_as
from chain.days import today
from development import palette
from tests.factories import InstrumentFactory, MandateFactory, days_ago
from tests.world import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        MandateFactory(partner=w.partners["annex"], function="trajectories")
        MandateFactory(partner=w.partners["mtb"], function="trajectories", municipality=w.vaals)
        MandateFactory(partner=w.partners["podium24"], function="trajectories", ended_on=days_ago(1))
    return w


def entry(w, name, code="work-rhythm"):
    with acting_as(w.acting(name)):
        found = palette.sections(w.staff[name])
    return next(
        (one for part in found for group in part["groups"] for one in group["entries"] if one.instrument.code == code),
        None,
    )


def test_who_holds_the_mandate_today_and_where(w):
    assert [(one.partner.code, one.places) for one in entry(w, "consultant").holders] == [
        ("annex", []),
        ("mtb", ["Vaals"]),
    ]


def test_what_runs_is_counted_among_those_the_reader_may_see(w):
    assert entry(w, "consultant").running == 4  # both at Annex, both at MTB, one each
    assert (entry(w, "trainer").running, entry(w, "trainer").planned) == (3, 1)
    assert entry(w, "adviser").running == 0


def test_only_what_is_offered_today(w, trusted):
    with trusted():
        InstrumentFactory(chain=w.chain, code="past", ended_on=days_ago(1))
        InstrumentFactory(chain=w.chain, code="to-come", started_on=today() + dt.timedelta(1))
    assert entry(w, "consultant", "past") is None
    assert entry(w, "consultant", "to-come") is None


@pytest.mark.parametrize(
    "name", ["consultant", "trainer", "manager", "policy", "coordinator", "archivist", "privacy", "admin"]
)
def test_everyone_in_the_chain_reads_it(w, name):
    browser = Browser()
    browser.force_login(w.staff[name].user)
    page = browser.get("/palet/")
    assert page.status_code == 200
    assert ("Loopt nu" in page.content.decode()) == w.staff[name].role.startswith(("consultant", "trainer", "manager"))


def test_another_chain_has_its_own(w):
    assert entry(w, "stranger").instrument == w.other_instrument


def test_it_asks_no_more_with_more_instruments(w, trusted, django_assert_num_queries):
    with trusted():
        for _one in range(20):
            InstrumentFactory(chain=w.chain)
    with acting_as(w.acting("consultant")):
        assert w.staff["consultant"].is_contact_point
        with django_assert_num_queries(3):
            palette.sections(w.staff["consultant"])
