"""What Mijn dag asks in one statement is what each floor would be told alone."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chain.acting import acting_as
from chain.models import Membership
from chain.registry import registered
from clients import day_asked
from clients.models import Client
from tests.world import STAFF, world

SETTINGS = ("SNOER_DAY_QUESTIONS", "SNOER_HEAD_QUESTIONS")


@pytest.fixture
def w(trusted):
    with trusted():
        return world()


@pytest.mark.parametrize("who", sorted(STAFF))
def test_asked_together_the_floors_hear_what_they_hear_alone(w, who):
    with acting_as(w.acting(who), "test"):
        membership = Membership.objects.select_related("user", "chain", "partner").get(pk=w.staff[who].pk)
        alone = {
            function: day_asked.answers(function, membership, ()) for name in SETTINGS for function in registered(name)
        }
        with CaptureQueriesContext(connection) as queries:
            day_asked.ask_all(membership, (), *SETTINGS)
        assert len([query for query in queries if "json_agg" in query["sql"]]) <= 1
        assert {function: day_asked.answers(function, membership) for function in alone} == alone


def test_a_name_stands_for_its_own_select_alone(w):
    with acting_as(w.acting("consultant"), "test"):
        found = day_asked._run({
            "a": ("select %(x)s::int as x, '10%%' as text", {"x": 1}),
            "b": ("select %(x)s::int as x, 1 as answer, current_date as \"on\", '2020-01-01' as text", {"x": 2}),
            "c": Client.objects.filter(last_name__contains="50%s").values("pk"),
            "d": Client.objects.none().values("pk"),
        })  # fmt: skip
    assert [found["a"][0]["x"], found["b"][0]["x"]] == [1, 2]
    assert found["a"][0]["text"] == "10%"
    assert isinstance(found["b"][0]["on"], dt.date) and found["b"][0]["text"] == "2020-01-01"
    assert found["c"] == found["d"] == []
