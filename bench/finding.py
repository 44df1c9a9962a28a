"""Rows of the bench about finding: the list by a name, the one box, and vacancies by words."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from bench.server import USERS, Request

if TYPE_CHECKING:
    from bench.frame import Bench, Row


def _names(bench: Bench) -> list[str]:
    """What some people are called, plain."""
    rows = bench.asked(
        "select distinct snoer_plain(last_name) from clients_client where closed_on is null and id %% 7 = 0 limit 200"
    )
    return [row[0] for row in rows]


def search(bench: Bench) -> Row:
    typed = [name[:6] for name in _names(bench)]
    words, users, bare = itertools.cycle(typed), itertools.cycle(range(USERS)), itertools.cycle(typed)
    return bench.pages(
        "search",
        (Request(f"/clienten/?q={word}", user) for word, user in zip(words, users, strict=False)),
        (Request(f"/search?q={word}") for word in bare),
    )


def misspelt(bench: Bench) -> Row:
    known = {row[0] for row in bench.asked("select distinct word from clients_word")}
    wrong = [name[:3] + name[4:] for name in _names(bench) if len(name) > 7]
    typed = [word for word in wrong if not any(other.startswith(word) for other in known)]
    words, users, bare = itertools.cycle(typed), itertools.cycle(range(USERS)), itertools.cycle(typed)
    return bench.pages(
        "misspelt",
        (Request(f"/clienten/?q={word}", user) for word, user in zip(words, users, strict=False)),
        (Request(f"/similar?q={word}") for word in bare),
    )


def found_by_profile(bench: Bench) -> Row:
    """By a word of the work profile that nobody is called; as the floor a search by name of as many."""
    known = {row[0] for row in bench.asked("select distinct word from clients_word")}
    there = [row[0] for row in bench.asked(
        "select term from diagnosis_profileterm where length(term) > 5 group by 1 having count(*) > 20 order by 1"
    )]  # fmt: skip
    typed = [word for term in there if not any(other.startswith(word := term[:7].split()[0]) for other in known)]
    words, users, bare = itertools.cycle(typed), itertools.cycle(range(USERS)), itertools.cycle(_names(bench))
    return bench.pages(
        "found by profile",
        (Request(f"/clienten/?q={word}", user) for word, user in zip(words, users, strict=False)),
        (Request(f"/search?q={word[:5]}") for word in bare),
    )


def vacancy_search(bench: Bench) -> Row:
    """By words of title, employer, occupation and place; as the floor a search by name of as many."""
    there = bench.asked(
        "select word from placement_vacancyword where length(word) > 4 group by 1 order by count(*) desc limit 40"
    )
    words = [word[:5] for (word,) in there]
    typed = itertools.cycle(
        [*words, *(f"{word}+maastr" for word in words), *(f"werkgever+{n}" for n in range(100, 140))]
    )
    users, bare = itertools.cycle(range(USERS)), itertools.cycle(_names(bench))
    return bench.pages(
        "vacancy search",
        (Request(f"/vacatures/?q={word}", user) for word, user in zip(typed, users, strict=False)),
        (Request(f"/search?q={word[:5]}") for word in bare),
    )


def find(bench: Bench) -> Row:
    """The one box: a name, a misspelt one, an employer, a vacancy; as the floor a search by name of as many."""
    names = _names(bench)
    wrong = [name[:3] + name[4:] for name in names if len(name) > 7]
    words = bench.asked(
        "select word from placement_vacancyword where length(word) > 4 group by 1 order by count(*) desc limit 20"
    )
    typed = [
        *(name[:6] for name in names[:60]), *wrong[:20], *(word[:5] for (word,) in words),
        *(f"werkgever+{n}" for n in range(100, 120)), *(f"werkgevr+{n}" for n in range(100, 110)),
    ]  # fmt: skip
    asked, users, bare = itertools.cycle(typed), itertools.cycle(range(USERS)), itertools.cycle(names)
    return bench.pages(
        "find",
        (Request(f"/zoeken/?q={word}", user) for word, user in zip(asked, users, strict=False)),
        (Request(f"/search?q={word[:6]}") for word in bare),
    )
