"""Programme counts after erasures: for every as-of day what they were, counted anew or not."""

import datetime as dt
import random
from typing import Any

import pytest

from chain.acting import acting_as
from chain.models import Outbox
from clients import erasure
from clients.models import Client, Erasure
from reporting.counting import count, recheck
from reporting.models import ErasedCell, Result
from tests import factories as make
from tests.conftest import role
from tests.reporting.test_counting import Person, Region, person, region  # noqa: F401 (fixtures)

FIRST = dt.date(2017, 12, 1)
DAYS = [FIRST + dt.timedelta(number) for number in range(0, 1500, 19)]


def somebody(made: Any, numbers: random.Random) -> Person:
    """With benefits, steps and moves on days so near each other that they touch, come back and overlap."""
    one: Person = made(benefit=False, home=False)
    at = FIRST - dt.timedelta(numbers.randrange(400))

    def later(most: int) -> str:
        nonlocal at
        at += dt.timedelta(numbers.randrange(1, most))
        return str(at)

    begin = str(at)
    for place in numbers.sample([one.region.here, one.region.there, one.region.elsewhere], 2):
        end = str(at + dt.timedelta(numbers.randrange(300, 900)))
        one.lives(place, begin, end)
        at = dt.date.fromisoformat(end) + dt.timedelta(1)
        begin = str(at)
    at = FIRST - dt.timedelta(numbers.randrange(300))
    for _number in range(numbers.randrange(1, 4)):
        one.receives(
            later(200), later(500), numbers.choice(["work", "work", "study"]), level=numbers.choice(["full", "partial"])
        )
    at = FIRST
    for _number in range(numbers.randrange(3)):
        one.step(later(300), later(300))
    return one


def told(region: Region) -> list[dict[str, Any]]:  # noqa: F811
    return [region.progress(day) for day in DAYS]


def erase(region: Region, clients: list[Client], trusted: Any) -> None:  # noqa: F811
    with trusted():
        Client.objects.filter(pk__in=[one.pk for one in clients]).update(closed_on="2021-01-01")
        Outbox.objects.all().update(done_at="2021-01-01T00:00Z")
        one = Erasure.objects.create(
            chain=region.chain,
            proposed_by=make.UserFactory(),
            approved_by=make.UserFactory(),
            approved_at="2026-01-01T00:00Z",
        )
        entries = [make.ErasureEntryFactory(client=client, erasure=one).pk for client in clients]
    with role("snoer_eraser"):
        assert [erasure.erase(entry, "default") for entry in entries] == ["erased"] * len(entries)


@pytest.mark.parametrize("seed", [1, 2])
def test_erasures_at_random_change_no_count_of_any_day(region, person, trusted, seed):  # noqa: F811
    numbers = random.Random(seed)
    people = [somebody(person, numbers).client for _number in range(24)]
    with trusted():
        for kind in ("provision", "refused", "broken-off"):
            make.RetentionRuleFactory(chain=region.chain, kind=kind, months=1, started_on="2000-01-01")
    region.count()
    before = told(region)
    assert {before[-1]["activation"]["total"] > 3, before[-1]["outflow"]["total"] > 3, before[-1]["both"] > 0} == {True}
    numbers.shuffle(people)
    for some in (people[:1], people[1:9], people[9:16]):
        erase(region, some, trusted)
        assert told(region) == before, "right after"
        with acting_as(region.membership, "test"):
            assert recheck(region.programme) == []
            assert count(region.programme, [one.pk for one in some]) == 0
            assert count(region.programme) == 0
        assert told(region) == before, "counted anew"
    with trusted():
        assert not Result.objects.filter(client__in=[one.pk for one in people[:16]]).exists()
        assert ErasedCell.objects.exists()
        region.programme.cells.all().delete()  # all lost: counting anew makes them from what is left
    region.count()
    assert told(region) == before


def test_who_is_left_is_counted_as_before_when_a_fact_changes(region, person, trusted):  # noqa: F811
    gone, left = person(), person()
    for one in (gone, left):
        one.step("2019-03-01", "2019-04-01")
    with trusted():
        make.RetentionRuleFactory(chain=region.chain, kind="provision", months=1, started_on="2000-01-01")
    region.count()
    erase(region, [gone.client], trusted)
    assert region.progress("2019-12-31")["activation"]["total"] == 2
    with trusted():
        left.client.steps.update(started_on=dt.date(2019, 5, 1), ended_on=dt.date(2019, 6, 1))
    region.count([left.client.pk])
    assert region.progress("2019-04-01")["activation"]["total"] == 1
    assert region.progress("2019-12-31")["activation"]["total"] == 2
