"""Matching, both ways: the cards that fit a vacancy, the vacancies that fit a person; by rule, and each with its reasons.

The rules are those of placement.match_sql. In the order come first those to whom the fewest musts are missing, then by
points (a hit counts twice its weight, near once), then those of whom the least is unknown. A person decides; nothing
follows from the order.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from chain.days import today
from clients.models import Client
from placement.match_sql import HIT, MISSING, NEAR, UNKNOWN, call, place, verdict
from placement.matching_sql import FACTS, PERSON, cards, vacancies
from placement.models import Vacancy

PAGE = 25


@dataclass(frozen=True)
class Line:
    """A requirement beside what is known: `vacancy` as FACTS selects it, `card` as CARD names it."""

    kind: str
    value: str
    amount: int | None
    must: bool
    weight: int
    verdict: int
    vacancy: Mapping[str, Any]
    card: Mapping[str, Any]

    @property
    def points(self) -> int:
        return self.weight * max(self.verdict - UNKNOWN, 0)

    @property
    def most(self) -> int:
        return self.weight * (HIT - UNKNOWN)


@dataclass(frozen=True)
class Match:
    """A card and a vacancy that are laid beside each other; there is no mark but that of its lines together."""

    vacancy: Mapping[str, Any]
    card: Mapping[str, Any]
    lines: Sequence[Line]

    @property
    def missed(self) -> int:
        """How many of the musts are missing."""
        return sum(line.must and line.verdict == MISSING for line in self.lines)

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def most(self) -> int:
        return sum(line.most for line in self.lines)

    @property
    def unknown(self) -> int:
        return sum(line.verdict == UNKNOWN for line in self.lines)

    @property
    def hits(self) -> int:
        return sum(line.verdict == HIT for line in self.lines)

    @property
    def near(self) -> int:
        return sum(line.verdict == NEAR for line in self.lines)

    @property
    def missing(self) -> int:
        return sum(line.verdict == MISSING for line in self.lines)


# A vacancy, and the cards


def cards_for(vacancy: Vacancy, *, after: str | None = None, limit: int = PAGE) -> list[Match]:
    """The first cards for the vacancy, best first, or those that follow the card with the code `after`.

    Reads what the policies show of cards. Where the vacancy names an occupation, cards that want something else are left
    out. An `after` that is not there any more gives nothing.
    """
    facts, asked = facts_of(vacancy), list(vacancy.requirements.all())
    params: dict[str, Any] = {f"v_{name}": value for name, value in facts.items()}
    params |= {"chain": vacancy.chain_id, "today": today(), "after": after, "limit": limit}
    for number, one in enumerate(asked):
        params |= {f"r{number}_value": one.value, f"r{number}_amount": one.amount}
    verdicts = [call(one.kind, partial(_filled_in, number)) for number, one in enumerate(asked)]
    places = [place(rule, str(one.must).lower(), str(one.weight)) for rule, one in zip(verdicts, asked, strict=True)]
    rows = rows_of(cards(places, verdicts, named=facts["occupation_id"] is not None), params)
    return [
        Match(
            facts, card,
            [Line(one.kind, one.value, one.amount, one.must, one.weight, found, facts, card)
             for one, found in zip(asked, card["verdicts"], strict=True)],
        )
        for card in rows
    ]  # fmt: skip


def _filled_in(number: int, column: str) -> str:
    """In the rule of the requirement with the number: a parameter in the place of what is asked."""
    of, _dot, name = column.partition(".")
    return {"r": f"%(r{number}_{name})s", "v": f"%(v_{name})s"}.get(of, column)


def facts_of(vacancy: Vacancy) -> dict[str, Any]:
    """What the vacancy says itself, as matching reads it."""
    (found,) = rows_of(f"{FACTS} where v.id = %(vacancy)s", {"vacancy": vacancy.pk})
    return found


def rows_of(sql: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# A person, and the vacancies


def card_of(client: Client) -> dict[str, Any]:
    """What matching knows of the person, as her card says it, read from the profile as the policies show it."""
    (row,) = rows_of(PERSON, {"client": client.pk})
    found: dict[str, Any] = row["card"]
    found["available_from"] = found["available_from"] and dt.date.fromisoformat(found["available_from"])
    return found


def vacancies_for(client: Client, *, after: int | None = None, limit: int = PAGE) -> list[Match]:
    """The first open vacancies for the person, best first, or those that follow the vacancy `after`.

    Reads the work profile as the policies show it. Vacancies of an occupation that the person does not want are left out.
    """
    card = card_of(client)
    params = {f"c_{name}": Jsonb(value) if isinstance(value, dict) else value for name, value in card.items()}
    params |= {"chain": client.chain_id, "today": today(), "after": after, "limit": limit}
    return [
        Match(row, card, [_line(one, row, card) for one in row.pop("asked") or ()])
        for row in rows_of(vacancies(verdict(_of_person)), params)
    ]


def _line(asked: Sequence[Any], vacancy: Mapping[str, Any], card: Mapping[str, Any]) -> Line:
    kind, value, amount, must, weight, found = asked
    return Line(kind, value, amount, must, weight, found, vacancy, card)


def _of_person(column: str) -> str:
    """In a rule: a parameter in the place of what the card says."""
    of, _dot, name = column.partition(".")
    return f"%(c_{name})s" if of == "c" else column
