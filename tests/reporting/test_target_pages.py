"""Targets and baselines in pages of the administrator: the dashboard before and after, and nobody's number lost."""

import json

import pytest
from django.urls import reverse

from chain.models import Outbox
from clients.models import Client
from reporting.models import Cell, Programme, Target
from tests.factories import BenefitPeriodFactory, CellFactory, InstrumentFactory, ProgrammeFactory, StepFactory
from tests.world import World, world


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


@pytest.fixture
def programme(w, trusted):
    with trusted():
        made = ProgrammeFactory(chain=w.chain, counted_schemes=["participatiewet"])
        year = made.started_on.year
        Target.objects.create(programme=made, chain=w.chain, kind="activation", year=year, target=100, baseline=10)
        CellFactory(programme=made, chain=w.chain, kind="activation", day=made.started_on, year=year, change=40)
    return made


def given(form, **changes):
    data = {name: form[name].value() for name in form.fields if name != "seen"}
    data = {name: "" if value is None else value for name, value in data.items()}
    return data | {"seen": form.initial["seen"]} | changes


def targets(trusted):
    with trusted():
        return list(Target.objects.order_by("kind", "year").values_list("kind", "target", "baseline"))


def test_the_dry_run_shows_the_dashboard_before_and_after(w, trusted, signed_in, programme):
    browser, url = signed_in("admin"), reverse("programme_edit", args=[programme.key])
    form, year = browser.get(url).context["form"], programme.started_on.year
    answer = browser.post(url, given(form, **{f"baseline-activation-{year}": "15"}))
    told = {str(one.text): one.number for one in answer.context["effects"]}
    assert answer.status_code == 200 and any("extra" in text for text in told)
    assert targets(trusted) == [("activation", 100, 10)]
    done = browser.post(url, given(form, **{f"baseline-activation-{year}": "15"}, confirm="1"))
    assert done.url == reverse("programmes") and targets(trusted) == [("activation", 100, 15)]


def test_another_scheme_counts_everybody_anew(w, trusted, signed_in, programme):
    """In the dry run too, which leaves nothing behind; also what was behind is counted before it is compared."""
    with trusted():
        BenefitPeriodFactory(client=w["unknown"], scheme="ioaw", started_on=programme.started_on)
        StepFactory(client=w["unknown"], chain=w.chain, partner=w.partners["annex"], started_on=programme.started_on,
                    instrument=InstrumentFactory(chain=w.chain, activates=True))  # fmt: skip
        Client.objects.get(pk=w["unknown"].pk).residences.update(started_on=programme.started_on)
        before, cells = Outbox.objects.filter(topic="facts", payload={}).count(), Cell.objects.count()
    browser, url = signed_in("admin"), reverse("programme_edit", args=[programme.key])
    form = browser.get(url).context["form"]
    changed = given(form, counted_schemes=["participatiewet", "ioaw"])
    dry = browser.post(url, changed)
    assert {str(one.text): one.number for one in dry.context["effects"]}["Geactiveerd: geteld"] == "0 → 1"
    with trusted():
        assert (Outbox.objects.filter(topic="facts", payload={}).count(), Cell.objects.count()) == (before, cells)
    assert browser.post(url, changed | {"confirm": "1"}).status_code == 302
    with trusted():
        assert Outbox.objects.filter(topic="facts", payload={}).count() == before + 1
        assert Programme.objects.get(pk=programme.pk).counted_schemes == ["participatiewet", "ioaw"]


def test_two_administrators_lose_nothing(w, trusted, signed_in, programme):
    browser, url = signed_in("admin"), reverse("programme_edit", args=[programme.key])
    form, year = browser.get(url).context["form"], programme.started_on.year
    mine = {f"target-activation-{year}": "120", "confirm": "1"}
    assert browser.post(url, given(form, **mine)).status_code == 302
    other = browser.post(url, given(form, **{f"baseline-activation-{year}": "20", "confirm": "1"}))
    assert other.status_code == 302 and targets(trusted) == [("activation", 120, 20)]
    clash = browser.post(url, given(form, **{f"target-activation-{year}": "130", "confirm": "1"}))
    assert clash.status_code == 422 and "120" in clash.content.decode()
    assert json.loads(clash.context["form"].data["seen"])[f"target-activation-{year}"] == "120"


@pytest.mark.parametrize("value", ["-1", "x", "1000000"])
def test_bad_numbers_are_told_at_their_field(w, trusted, signed_in, programme, value):
    browser, url = signed_in("admin"), reverse("programme_edit", args=[programme.key])
    form, name = browser.get(url).context["form"], f"target-activation-{programme.started_on.year}"
    answer = browser.post(url, given(form, **{name: value}))
    assert answer.status_code == 422 and name in answer.context["form"].errors
    assert browser.post(url, given(form)).status_code == 422  # nothing changed
    assert browser.post(url, given(form, counted_schemes=[])).status_code == 422


@pytest.mark.parametrize("name", ["consultant", "manager", "policy", "stranger"])
def test_it_is_the_administrators(w, signed_in, programme, name):
    assert signed_in(name).get(reverse("programmes")).status_code == 403
    assert signed_in(name).get(reverse("programme_edit", args=[programme.key])).status_code == 403


def test_a_programme_of_another_chain_is_not_there(w, trusted, signed_in):
    with trusted():
        there = ProgrammeFactory(chain=w.other_chain)
    assert signed_in("admin").get(reverse("programme_edit", args=[there.key])).status_code == 404
