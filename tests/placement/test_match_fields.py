"""What matching can know: the arguments of its rules, which read no table. None is what a person may not be judged by."""

import datetime as dt
import re

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from chain.acting import acting_as
from placement.match_employers import EMPLOYERS, NEEDS
from placement.match_sql import FITS, place
from placement.matching_sql import CARD, SAYS
from placement.models import WorkCard
from tests.attacks import sql
from tests.world import World, world

# All that may be asked of somebody, in the words of the rules; one more takes a look at docs/matching.md first.
OF_PERSONS = {
    "occupations", "groups", "sectors", "known", "experience", "competences", "languages", "licences", "certificates",
    "known_min", "known_max", "office_hours", "irregular", "available_from", "region", "transport", "contracts", "agreements",
}  # fmt: skip
OF_VACANCIES = {
    "asked", "asked_group", "asked_sector", "asked_level", "asked_min", "asked_max", "starts_on", "today", "postcode",
    "without_car",
}  # fmt: skip
NEVER = re.compile(
    r"birth|\bage\b|_age|gender|sex|origin|national|health|ability|capacity|family|child|partner|group_of|target|45plus|wajong"
    r"|benefit|scheme|name\b|bsn|client_id|number|home|identity|phone|email|street",
)
ALL = {"occupation_group", "asked_group", "groups"}  # groups of occupations


def test_the_rules_read_no_table_and_know_their_arguments_alone(db):
    rows = sql(
        "select proname, proargnames, prosrc, provolatile, prosecdef from pg_proc where proname like 'snoer_fits_%%'"
    )
    assert {name.removeprefix("snoer_fits_") for name, *_rest in rows} == set(FITS)
    for name, arguments, body, volatile, definer in rows:
        assert set(arguments) <= OF_PERSONS | OF_VACANCIES, name
        assert not [each for each in arguments if each not in ALL and NEVER.search(each)], name
        assert not re.search(r"\b(from|join|table|execute|current_setting)\b", body), name
        assert (volatile, definer) == ("i", False), name


def test_what_is_given_to_them_stands_on_the_card_or_the_vacancy():
    given_columns = {column for fit in FITS.values() for column in fit.given.split(", ")}
    cards = {column[2:] for column in given_columns if column.startswith("c.")}
    assert cards <= set(CARD) == {
        field.column for field in WorkCard._meta.concrete_fields
    } - {"id", "chain_id", "code", "changed_on"}  # fmt: skip
    vacancies = {column[2:] for column in given_columns if column.startswith("v.")}
    assert all(re.search(rf"\b{column}\b", SAYS) for column in vacancies)
    assert given_columns - {f"c.{c}" for c in cards} - {f"v.{c}" for c in vacancies} == {
        "r.value", "r.amount", "%(today)s",
    }  # fmt: skip


def test_employers_are_not_asked_for_which_groups_they_make_room():
    assert "openness" in EMPLOYERS and not re.search(r"a\.groups|\ba\.note", EMPLOYERS)
    assert not {"groups"} & {code for _said, _needed, answers in NEEDS for code in answers}


@given(
    st.lists(st.tuples(st.sampled_from([0, 1, 2, 3]), st.booleans(), st.integers(1, 5)), max_size=90),
    st.lists(st.tuples(st.sampled_from([0, 1, 2, 3]), st.booleans(), st.integers(1, 5)), max_size=90),
)
def test_one_number_orders_as_the_three_together(one, other):
    """A must missed before all points, points before all that is unknown: what `place` does in SQL, said in Python."""

    def number(lines):
        return sum(
            {3: -200_000 * weight, 2: -100_000 * weight, 1: 1, 0: 10_000_000_000 if must else 0}[found]
            for found, must, weight in lines
        )

    def three(lines):
        return (
            sum(must and found == 0 for found, must, _w in lines),
            -sum(weight * max(found - 1, 0) for found, _m, weight in lines),
            sum(found == 1 for found, _m, _w in lines),
        )

    assert (number(one) < number(other)) == (three(one) < three(other))
    assert all(part in place("x", "y", "z") for part in ("-200000::bigint", "-100000::bigint", "10000000000"))


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return world()


def verdict(kind: str, *arguments: object) -> int:
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"select snoer_fits_{kind}({places})", arguments)
        return cursor.fetchone()[0]


DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("kind", "arguments", "expected"),
    [
        ("level", (3, 3), 3), ("level", (3, 2), 2), ("level", (4, 2), 0), ("level", (3, 0), 1),
        ("language", ("nld", 2, '{"nld": 1}'), 0), ("language", ("nld", 3, '{"nld": 2}'), 2), ("language", ("nld", 2, "{}"), 1),
        ("competence", ("pace", '{"pace": 3}'), 2), ("competence", ("pace", '{"pace": 5}'), 1),
        ("licence", ("B", ["CE"]), 3), ("licence", ("C", ["B"]), 0), ("licence", ("B", []), 1),
        ("certificate", ("vca", ["bhv"]), 1),
        ("hours", (20, 24, 12, 16), 2), ("hours", (20, 24, 12, 15), 0), ("hours", (20, 24, 12, None), 1),
        ("hours", (20, None, 24, None), 3), ("hours", (20, 24, 24, 40), 3),
        ("shifts", (["day", "evening"], "1", "0"), 2), ("shifts", (["night"], "0", "2"), 0), ("shifts", (["day"], "0", "1"), 3),
        ("start", (None, DAY, DAY), 3), ("start", (DAY, DAY, DAY + dt.timedelta(30)), 2),
        ("start", (DAY, DAY, DAY + dt.timedelta(31)), 0), ("start", (DAY - dt.timedelta(90), DAY, DAY), 3),
        ("reach", ("6211 AB", "2", "62", ["5"]), 0), ("reach", ("6211 AB", "2", "62", ["3", "5"]), 2),
        ("reach", ("6211 AB", "1", "64", []), 2), ("reach", ("6211 AB", "1", "10", ["1"]), 0),
        ("reach", ("6211 AB", "0", "62", []), 1),
        ("experience", (2, "941", '{"941": 1}'), 2), ("experience", (2, "941", '{"512": 9}'), 0),
        ("experience", (2, "941", "{}"), 1),
        ("agreement", ("02", ["01"]), 0), ("contract", ("B", []), 1),
    ],
)  # fmt: skip
def test_the_rules_by_their_cases(w, kind, arguments, expected):
    with acting_as(w.acting("adviser")):
        assert verdict(kind, *arguments) == expected
