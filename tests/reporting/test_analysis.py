"""The analysis: the same numbers for everybody who steers, equal to a brute force, narrowed and crossed."""

import itertools

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chain.acting import NOBODY, acting_as
from chain.models import Membership, Outbox
from reporting import facets
from reporting.analysis import TOTAL, Asked, crossing, numbers, percent, renewed, tables
from reporting.facet_kinds import BY_NAME, KINDS
from reporting.scope import scope_of
from tests.attacks import sql
from tests.conftest import role
from tests.factories import ClientFactory
from tests.kept import kept
from tests.reporting.caseloads import caseload_world, counted, expected, fitting
from tests.world import STAFF, World

STEER = ("lead", "manager", "annex_manager", "podium24_manager", "policy", "coordinator", "annex_coordinator")


@kept
def analysed() -> World:
    w = caseload_world()
    w.people = expected(w)
    with role("snoer_app"), acting_as(w.acting("count"), "test"):
        facets.renew(w.chain.pk)
    return w


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        return analysed()


def as_(w: World, name: str) -> Browser:
    browser = Browser()
    browser.force_login(w.staff[name].user)
    return browser


def scope(w: World, name: str = "manager", **asked: str):
    return scope_of(w.staff[name], asked)[0]


def found(w: World, name: str = "manager", **asked: str) -> dict:
    with acting_as(w.acting(name), "test"):
        here = scope(w, name, **asked)
        return numbers(here, Asked.of(here))


def cells(w: World, row: str, column: str, **asked: str) -> dict:
    with acting_as(w.acting("manager"), "test"):
        here = scope(w, rij=row, kolom=column, **asked)
        return crossing(here, Asked.of(here))


def without_nothing(counts: dict) -> dict:
    return {group: number for group, number in counts.items() if number}


def test_each_group_counts_as_by_brute_force(w):
    counts = found(w)
    assert counts[""][""] == len(w.people)
    for kind in KINDS.values():
        assert without_nothing(counts[kind.key]) == dict(counted(w.people, kind.name)), kind.name


@pytest.mark.parametrize("name", [*STEER, "system"])
def test_everybody_who_steers_sees_the_same(w, name):
    if name == "system":
        w.staff["system"] = w.staff["count"]
    assert found(w, name) == found(w, "lead")


def test_who_does_not_steer_gets_no_number_and_no_page(w):
    for name in set(STAFF) - set(STEER) | {"alderman"}:
        with acting_as(w.acting(name), "test"):
            assert all(not row[2] for row in sql("select * from snoer_caseload('{}')")), name
            assert not sql("select * from snoer_caseload_crossed('age', 'place', '{}')"), name
        assert as_(w, name).get(reverse("analysis")).status_code == 403, name
    with acting_as(NOBODY, "test"):
        assert all(not row[2] for row in sql("select * from snoer_caseload('{}')"))
    assert Browser().get(reverse("analysis")).status_code == 302


def test_another_chain_counts_its_own(w, trusted):
    with trusted():
        Membership.objects.filter(pk=w.acting("stranger")).update(role="lead_consultant")
    with acting_as(w.acting("other_count"), "test"):
        facets.renew(w.other_chain.pk)
    w.staff["stranger"].role = "lead_consultant"
    assert found(w, "stranger")[""][""] == 1
    assert found(w)[""][""] == len(w.people)


@pytest.mark.parametrize("kind", BY_NAME)
def test_narrowed_to_a_group_it_counts_who_is_in_it(w, kind):
    for group in counted(w.people, kind):
        if kind == "gemeente" and not group.startswith("GM"):
            continue
        there = fitting(w.people, **{kind: group})
        counts = found(w, **{kind: group})
        assert counts[""][""] == len(there)
        for other in KINDS.values():
            assert without_nothing(counts.get(other.key, {})) == dict(counted(there, other.name)), (group, other.name)


def test_narrowed_to_several_groups_it_counts_who_is_in_all(w):
    chosen = {"leeftijd": "18-26", "arbeidsvermogen": "onbekend", "gemeente": "GM0935"}
    assert found(w, **chosen)[""][""] == len(fitting(w.people, **chosen))


@pytest.mark.parametrize(
    ("row", "column"), list(itertools.permutations(("leeftijd", "duur", "doelgroep", "gemeente"), 2))
)
def test_crossed_each_cell_counts_as_by_brute_force(w, row, column):
    counts = cells(w, row, column)
    for one in counted(w.people, row):
        for other in counted(w.people, column):
            assert counts.get((one, other), 0) == len(fitting(w.people, **{row: one, column: other})), (one, other)


def test_every_two_kinds_can_be_crossed(w):
    for row, column in itertools.permutations(BY_NAME, 2):
        counts = cells(w, row, column)
        assert all(number > 0 for number in counts.values())
        assert sum(counts.values()) >= len(w.people)


@pytest.mark.parametrize(
    ("row", "column"), [("leeftijd", "gemeente"), ("doelgroep", "gemeente"), ("gemeente", "doelgroep")]
)
def test_the_totals_of_a_crossing_are_those_of_its_kinds(w, row, column):
    with acting_as(w.acting("manager"), "test"):
        (table,) = tables(scope(w, rij=row, kolom=column))
    for one, number in counted(w.people, row).items():
        assert table.cell(one, TOTAL) == number
    for other, number in counted(w.people, column).items():
        assert table.cell(TOTAL, other) == number
    assert table.cell(TOTAL, TOTAL) == len(w.people)
    assert table.adds == (row != "doelgroep")
    assert bool(table.columns[-1].sums) == (column != "doelgroep")


def test_percents_are_of_the_row_or_of_the_column(w):
    with acting_as(w.acting("manager"), "test"):
        crossed = {"rij": "leeftijd", "kolom": "gemeente"}
        (number,) = tables(scope(w, **crossed))
        (rows,) = tables(scope(w, **crossed, toon="rij"))
        (columns,) = tables(scope(w, **crossed, toon="kolom"))
    for line in number.lines:
        for column in number.columns:
            people = number.cell(line.key, column.key)
            assert rows.cell(line.key, column.key) == percent(people, number.cell(line.key, TOTAL))
            assert columns.cell(line.key, column.key) == percent(people, number.cell(TOTAL, column.key))
    assert not rows.adds
    assert columns.adds
    assert not columns.columns[-1].sums


def test_each_table_has_who_is_unknown_and_a_total_to_which_it_adds_up(w):
    with acting_as(w.acting("manager"), "test"):
        every = tables(scope(w))
    assert [table.key for table in every] == list(BY_NAME)
    for table in every:
        assert "onbekend" in {line.key for line in table.lines}
        assert table.cell(TOTAL, "people") == len(w.people)
        added = sum(line.cells[0] for line in table.lines)
        assert added == len(w.people) if table.adds else added > len(w.people), table.key


def test_what_was_chosen_is_no_table_any_more(w):
    with acting_as(w.acting("manager"), "test"):
        assert {table.key for table in tables(scope(w, leeftijd="27-34", gemeente="GM0981"))} == (
            set(BY_NAME) - {"leeftijd", "gemeente"}
        )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("leeftijd=oud", "Deze keuze is er niet: leeftijd"),
        ("gemeente=GM9999", "Deze keuze is er niet: gemeente"),
        ("rij=leeftijd", "Kies een rij en een kolom"),
        ("rij=leeftijd&kolom=leeftijd", "Kies voor de kolom iets anders dan voor de rij"),
        ("rij=leeftijd&kolom=schoenmaat", "Deze kruising is er niet"),
        ("taal=%27%3B--&trede=7", "Deze keuze is er niet: participatieladder"),
    ],
)
def test_what_is_not_understood_is_told_and_left_out(w, typed, told):
    response = as_(w, "manager").get(f"{reverse('analysis')}?{typed}")
    assert response.status_code == 200
    assert told in response.content.decode()
    assert response.context["total"] == len(w.people)
    assert not response.context["wanted"].crossed


def test_the_page_shows_the_tables_of_the_section_and_narrows(w):
    response = as_(w, "manager").get(reverse("analysis"), {"gemeente": "GM0935"})
    html = response.content.decode()
    assert response.context["total"] == len(fitting(w.people, gemeente="GM0935"))
    assert 'href="?gemeente=GM0935&amp;leeftijd=18-26"' in html
    assert len(response.content) < 45_000
    assert "Wie zijn dat?" in html, "a manager reads names, and where people live"
    assert "Naar een screening" not in html
    older = as_(w, "manager").get(reverse("analysis"), {"leeftijd": "27-34"}).content.decode()
    assert "Wie zijn dat?" not in older, "a manager reads no birth dates"


def test_a_cell_of_a_crossing_narrows_to_its_row_and_column(w):
    html = as_(w, "lead").get(reverse("analysis"), {"rij": "gemeente", "kolom": "doelgroep"}).content.decode()
    assert "gemeente=GM0935&amp;doelgroep=" in html or "doelgroep=45plus&amp;gemeente=GM0935" in html
    assert "elders" not in html, "to somewhere outside the chain it does not narrow"


def test_it_says_when_it_was_renewed_and_whether_something_changed_since(w, trusted):
    with trusted():
        Outbox.objects.filter(done_at=None).update(done_at="2020-01-01T00:00Z")
    with acting_as(w.acting("manager"), "test"):
        when, behind = renewed(scope(w))
        assert when
        assert not behind
    with trusted():
        ClientFactory(chain=w.chain)
    assert "er is sindsdien iets gewijzigd" in as_(w, "manager").get(reverse("analysis")).content.decode()


def test_questions_do_not_grow_with_the_people(w, trusted):
    def asked(**query: str) -> int:
        browser = as_(w, "lead")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("analysis"), query).status_code == 200
        return len(queries)

    before = asked(), asked(rij="leeftijd", kolom="duur"), asked(leeftijd="27-34")
    assert max(before) <= 15
    with trusted():
        for _more in range(10):
            ClientFactory(chain=w.chain)
    with acting_as(w.acting("count"), "test"):
        facets.renew(w.chain.pk)
    assert (asked(), asked(rij="leeftijd", kolom="duur"), asked(leeftijd="27-34")) == before


def test_percent_is_rounded_half_up_and_of_nobody_none():
    assert [percent(1, 8), percent(1, 200), percent(0, 3), percent(3, 3), percent(0, 0)] == [13, 1, 0, 100, None]
