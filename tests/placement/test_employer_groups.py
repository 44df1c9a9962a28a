"""Who took people of which group before: numbers of nobody, and none that would tell who it is."""

import datetime as dt

import pytest
from django.db import connection

from chain.acting import acting_as
from chain.days import today
from tests.factories import (
    BenefitPeriodFactory,
    ClientFactory,
    EmployerFactory,
    IndicationFactory,
    PlacementFactory,
    StepFactory,
    TargetGroupFactory,
    days_ago,
)

pytestmark = pytest.mark.django_db
BEFORE = days_ago(120)  # before this quarter began, whatever the day


@pytest.fixture
def employer(w, trusted):
    with trusted():
        return EmployerFactory(chain=w.chain)


@pytest.fixture
def take(w, employer, trusted):
    def take(number, *groups, on=BEFORE, status="done", birth_date=dt.date(2000, 1, 1), **more):
        """So many people who belong to the groups started work there; the last of them."""
        client = None
        with trusted():
            for _one in range(number):
                client = ClientFactory(chain=w.chain, lives=w.maastricht, bsn__birth_date=birth_date)
                step = StepFactory(
                    client=client, partner=w.partners["annex"], instrument=w.work, status=status,
                    started_on=on if status != "planned" else None, ended_on=on if status == "done" else None,
                )  # fmt: skip
                PlacementFactory(client=client, step=step, employer=employer, **more)
                for code in groups:
                    TargetGroupFactory(client=client, code=code)
        return client

    return take


def told(w, employer, name="adviser"):
    with acting_as(w.acting(name)), connection.cursor() as cursor:
        cursor.execute("select code, number from snoer_groups_placed(%s)", [employer.pk])
        return dict(cursor.fetchall())


@pytest.mark.parametrize(
    ("of_group", "others", "number"),
    [(1, 1, None), (2, 0, None), (2, 1, "<5"), (3, 0, None), (1, 9, None), (4, 1, "<5"), (5, 1, "5"), (6, 4, "6"), (6, 0, None)],
)  # fmt: skip
def test_never_of_one_of_everybody_or_of_fewer_than_three(w, employer, take, of_group, others, number):
    take(of_group, "status-holder")
    take(others)
    assert told(w, employer) == ({"statushouder": number} if number else {})


def test_somebody_who_came_this_quarter_changes_no_number(w, employer, take):
    take(2, "wajong")
    take(2)
    before = told(w, employer)
    take(4, "wajong", on=today(), status="active")
    assert told(w, employer) == before == {"wajong": "<5"}


def test_who_only_would_have_come_did_not(w, employer, take):
    take(2, "wajong")
    take(5, status="planned")
    assert told(w, employer) == {}


def test_a_person_who_came_twice_is_one(w, employer, take, trusted):
    client = take(1, "wajong")
    with trusted():
        step = StepFactory(
            client=client, partner=w.partners["annex"], instrument=w.work, status="done", started_on=BEFORE
        )
        PlacementFactory(client=client, step=step, employer=employer)
    take(2)
    assert told(w, employer) == {}


def test_groups_follow_from_the_file_too(w, employer, take, trusted):
    take(3)
    older = [take(1, birth_date=BEFORE.replace(year=BEFORE.year - 45, day=min(BEFORE.day, 28))) for _one in range(2)]
    take(1, birth_date=BEFORE.replace(year=BEFORE.year - 44, day=min(BEFORE.day, 28)))
    with trusted():
        for client in older:
            IndicationFactory(
                client=client, kind="target-group", outcome="yes", requested_on=None, decided_on=days_ago(400),
                started_on=days_ago(400), partner=w.partners["szmh"],
            )  # fmt: skip
            BenefitPeriodFactory(client=client, started_on=days_ago(600))
    assert told(w, employer) == {"45plus": "<5", "banenafspraak": "<5", "long-on-benefit": "<5"}


@pytest.mark.parametrize("name", ["policy", "privacy", "coordinator", "stranger"])
def test_not_for_who_does_not_read_of_employers_or_is_of_elsewhere(w, employer, take, name):
    take(2, "wajong")
    take(3)
    assert told(w, employer) == {"wajong": "<5"}
    assert told(w, employer, name) == {}


def test_it_stands_on_the_page_with_what_is_left_out(w, employer, take, signed_in):
    take(2, "status-holder")
    take(3)
    page = signed_in("adviser").get(f"/werkgevers/{employer.pk}/").content.decode()
    assert "Statushouders" in page and "&lt;5" in page and "Een groep van één mens noemen wij niet" in page
