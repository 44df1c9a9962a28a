"""Amounts with their days, kept by the administrator: a new one ends the one before, a mistake is corrected on purpose."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from chain.acting import acting_as
from chain.days import today
from placement.amount_pages import put
from placement.models import Amount
from tests.factories import AmountFactory
from tests.threads import at_once
from tests.world import World, world

FIRST = dt.date(2020, 1, 1)


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


@pytest.fixture
def wage(w, trusted):
    with trusted():
        return AmountFactory(chain=w.chain, key="minimum-wage", value=Decimal("14.71"), started_on=FIRST)


def rows(trusted):
    with trusted():
        found = Amount.objects.filter(key="minimum-wage").order_by("started_on")
        return [(row.value, row.started_on, row.ended_on) for row in found]


def typed(**changes):
    return {"key": "minimum-wage", "value": "14,99", "started_on": "01-01-2027", "source": "Stcrt. 2026"} | changes


def test_a_new_amount_ends_the_one_before(w, trusted, signed_in, wage):
    answer = signed_in("admin").post(reverse("amount_new"), typed())
    assert answer.url == reverse("amounts")
    assert rows(trusted) == [
        (Decimal("14.71"), FIRST, dt.date(2026, 12, 31)), (Decimal("14.99"), dt.date(2027, 1, 1), None),
    ]  # fmt: skip
    html = signed_in("admin").get(reverse("amounts")).content.decode()
    assert "€\u00a014,71" in html and "gaat nog in" in html and "Geschiedenis" in html


def test_a_mistake_is_corrected_on_purpose(w, trusted, signed_in, wage):
    same = typed(started_on="01-01-2020")
    answer = signed_in("admin").post(reverse("amount_new"), same)
    assert answer.status_code == 422 and "14,71" in str(answer.context["form"].errors["correct"])
    assert signed_in("admin").post(reverse("amount_new"), same | {"correct": "on"}).status_code == 302
    assert rows(trusted) == [(Decimal("14.99"), FIRST, None)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"value": "-1"}, "value"), ({"value": "veel"}, "value"), ({"value": "14,999"}, "value"), ({"source": ""}, "source"),
     ({"key": "nothing"}, "key"), ({"started_on": "01-13-2027"}, "started_on"), ({"started_on": ""}, "started_on")],
)  # fmt: skip
def test_bad_input_changes_nothing(w, trusted, signed_in, wage, changes, field):
    answer = signed_in("admin").post(reverse("amount_new"), typed(**changes))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert len(rows(trusted)) == 1


@pytest.mark.parametrize("name", ["consultant", "lead", "adviser", "manager", "stranger"])
def test_it_is_the_administrators(w, signed_in, wage, name):
    assert signed_in(name).get(reverse("amounts")).status_code == 403
    assert signed_in(name).post(reverse("amount_new"), typed()).status_code == 403
    with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
        put(by=w.staff[name], key="premium", value=Decimal(1), started_on=today(), source="x")


@pytest.mark.parametrize("order", list(itertools.permutations([40, 80, 120])))
def test_whatever_the_order_they_are_laid_down_in_one_holds_on_a_day(w, trusted, wage, order):
    with acting_as(w.acting("admin")):
        for days in order:
            put(
                by=w.staff["admin"],
                key="minimum-wage",
                value=Decimal(days),
                started_on=FIRST + dt.timedelta(days),
                source="x",
            )
    held = rows(trusted)
    assert [value for value, _start, _end in held] == [Decimal("14.71"), 40, 80, 120]
    for (_value, _start, end), (_next, start, _last) in itertools.pairwise(held):
        assert end == start - dt.timedelta(1)
    assert held[-1][2] is None


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_no_overlap(w, trusted, wage):
    def begin(day):
        def act():
            with acting_as(w.acting("admin")):
                put(by=w.staff["admin"], key="minimum-wage", value=Decimal(15), started_on=day, source="x")

        return act

    at_once([begin(dt.date(2027, 1, 1)), begin(dt.date(2027, 7, 1))])
    assert [(start, end) for _value, start, end in rows(trusted)] == [
        (FIRST, dt.date(2026, 12, 31)), (dt.date(2027, 1, 1), dt.date(2027, 6, 30)), (dt.date(2027, 7, 1), None),
    ]  # fmt: skip
