"""Who is typing in which section of an intake now: kept for half a minute in the cache, renewed as they save; in no table."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache

from chain.models import Membership

SECONDS = 30


def _name(intake_id: int, key: str) -> str:
    return f"intake-{intake_id}-{key}"


def arrive(intake_id: int, key: str, by: Membership) -> None:
    """`by` is busy in the section. Two at the very same moment may miss one another until their next save."""
    now = time.time()
    there = {who: row for who, row in (cache.get(_name(intake_id, key)) or {}).items() if row["until"] > now}
    there[by.pk] = {
        "name": by.user.name.split(" ")[0] or str(by.user), "partner": str(by.partner or ""), "until": now + SECONDS,
        "colour": by.partner.colour if by.partner else "",
    }  # fmt: skip
    cache.set(_name(intake_id, key), there, SECONDS)


def busy(intake_id: int, keys: Iterable[str], but: Membership) -> Mapping[str, dict[str, Any]]:
    """Section -> who was the last to save in it just now (name, partner, colour), other than `but`; one query."""
    names = {_name(intake_id, key): key for key in keys}
    now, found = time.time(), {}
    for name, there in cache.get_many(names).items():
        others = [row for who, row in there.items() if who != but.pk and row["until"] > now]
        if others:
            found[names[name]] = max(others, key=lambda row: row["until"])
    return found
