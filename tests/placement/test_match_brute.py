"""Matching equals brute force: the same order and the same explanation, for thousands by lot, both ways."""

import datetime as dt
import random

import pytest
from django.db import connection

from chain.acting import acting_as
from chain.days import today
from placement.match_sql import FITS
from placement.matching import cards_for, facts_of, vacancies_for
from placement.models import WorkCard
from placement.models.vacancies import ASKED
from tests.factories import ClientFactory, EmployerFactory
from tests.placement import brute_match, generated_matches
from tests.world import World, world

CARDS, VACANCIES, ASKING, PEOPLE = 2500, 2500, 40, 15
EVERY = 1_000_000


@pytest.fixture
def w(trusted) -> World:
    with trusted():
        w = world()
        w.lot = random.Random(20260101)
        w.jobs = generated_matches.occupations()
        w.facts = {
            "employer": EmployerFactory(chain=w.chain), "partner": w.partners["podium24"],
            "author": w.staff["adviser"].user,
        }  # fmt: skip
        return w


def profiles_as_cards(people: list) -> dict[int, dict]:
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(c) from snoer_card_rows(%s) c", [[one.pk for one in people]])
        rows = [row for (row,) in cursor.fetchall()]
    for row in rows:
        row["available_from"] = row["available_from"] and dt.date.fromisoformat(row["available_from"])
    return {row["client_id"]: row for row in rows}


def told(match) -> list[tuple]:
    return [(line.kind, line.value, line.amount, line.must, line.weight, line.verdict) for line in match.lines]


def expected(asked, vacancy, card) -> tuple:
    verdicts = [brute_match.verdict(one, vacancy, card, today()) for one in asked]
    lines = [
        (one.kind, one.value, one.amount, one.must, one.weight, found)
        for one, found in zip(asked, verdicts, strict=True)
    ]
    return brute_match.place(asked, verdicts), lines


def test_every_kind_that_can_be_asked_has_a_rule_here_and_there():
    assert set(FITS) == set(ASKED) == {*brute_match.RULES, "start"}


@pytest.mark.slow
def test_cards_come_in_the_same_order_with_the_same_explanation(w, trusted):
    with trusted():
        generated_matches.cards(w.chain, CARDS, w.lot, w.jobs)
        vacancies = generated_matches.vacancies(w.chain, ASKING, w.lot, w.jobs, **w.facts)
    compared = 0
    with acting_as(w.acting("adviser")):
        there = list(WorkCard.objects.values())
        assert len(there) == CARDS
        for vacancy, asked in vacancies:
            facts = facts_of(vacancy)
            wanted = [
                (*expected(asked, facts, card), card["code"]) for card in there if brute_match.candidate(facts, card)
            ]
            wanted.sort(key=lambda each: (each[0], each[2]))
            found = cards_for(vacancy, limit=EVERY)
            assert [match.card["code"] for match in found] == [code for _place, _lines, code in wanted]
            for match, (place, lines, _code) in zip(found, wanted, strict=True):
                assert told(match) == lines
                assert (match.missed, -match.points, match.unknown) == place
            compared += len(found)
    assert compared > 25_000


@pytest.mark.slow
def test_vacancies_come_in_the_same_order_with_the_same_explanation(w, trusted):
    with trusted():
        people = [ClientFactory(chain=w.chain, lives=w.maastricht) for _ in range(PEOPLE)]
        generated_matches.profiles(people, w.lot, w.jobs)
        vacancies = generated_matches.vacancies(w.chain, VACANCIES, w.lot, w.jobs, **w.facts)
    compared = 0
    with acting_as(w.acting("consultant")):
        facts = {vacancy.pk: facts_of(vacancy) for vacancy, _asked in vacancies}
        cards = profiles_as_cards(people)
        for person in people:
            card = cards[person.pk]
            wanted = [
                (*expected(asked, facts[vacancy.pk], card), vacancy.pk)
                for vacancy, asked in vacancies
                if brute_match.candidate(facts[vacancy.pk], card)
            ]
            wanted.sort(key=lambda each: (each[0], each[2]))
            found = vacancies_for(person, limit=EVERY)
            assert [match.vacancy["id"] for match in found] == [pk for _place, _lines, pk in wanted]
            for match, (place, lines, _pk) in zip(found, wanted, strict=True):
                assert told(match) == lines
                assert (match.missed, -match.points, match.unknown) == place
            compared += len(found)
    assert compared > 10_000


def test_a_list_in_pages_is_the_list(w, trusted):
    with trusted():
        generated_matches.cards(w.chain, 300, w.lot, w.jobs)
        vacancies = generated_matches.vacancies(w.chain, 6, w.lot, w.jobs, **w.facts)
        person = ClientFactory(chain=w.chain, lives=w.maastricht)
        generated_matches.vacancies(w.chain, 120, w.lot, w.jobs, **w.facts)
    with acting_as(w.acting("consultant")):
        for vacancy, _asked in vacancies:
            whole, after, found = [match.card["code"] for match in cards_for(vacancy, limit=EVERY)], None, []
            while page := cards_for(vacancy, after=after, limit=40):
                found += [match.card["code"] for match in page]
                after = found[-1]
            assert found == whole
        whole, last, pages = [match.vacancy["id"] for match in vacancies_for(person, limit=EVERY)], None, []
        while page := vacancies_for(person, after=last, limit=40):
            pages += [match.vacancy["id"] for match in page]
            last = pages[-1]
        assert pages == whole and len(whole) == 126
