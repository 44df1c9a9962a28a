"""How full learning places and groups are: numbers for all of the chain, also of people out of sight (occupancy_sql.py)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from chain.days import today


@dataclass(frozen=True)
class Seats:
    """Of a place or group: who is there on the day (`now`), has a seat but has not begun (`planned`), waits (`waiting`).

    `free`: the seats that nobody has on any day of the asked period, so that somebody can come for as long as that; below
    zero where more people are there than fit. Guidance in hours a week; `guidance_free` is None where there is no limit.
    """

    seats: int = 0
    now: int = 0
    planned: int = 0
    waiting: int = 0
    most: int = 0
    guidance_now: Decimal = Decimal(0)
    guidance_hours: Decimal | None = None
    guidance_most: Decimal = Decimal(0)

    @property
    def free(self) -> int:
        return self.seats - self.most

    @property
    def guidance_free(self) -> Decimal | None:
        return None if self.guidance_hours is None else self.guidance_hours - self.guidance_most


def of_places(ids: Iterable[int], day: dt.date | None = None, until: dt.date | None = None) -> dict[int, Seats]:
    """Per place of the acting membership's chain, from the day (today) until a day or for ever: one question."""
    return _seats("select * from snoer_place_seats(%s, %s, %s)", ids, day, until)


def of_groups(ids: Iterable[int], day: dt.date | None = None, until: dt.date | None = None) -> dict[int, Seats]:
    """Per group, as of_places(); a group has no hours of guidance."""
    return _seats("select * from snoer_group_seats(%s, %s, %s)", ids, day, until)


def _seats(question: str, ids: Iterable[int], day: dt.date | None, until: dt.date | None) -> dict[int, Seats]:
    wanted, since = list(ids), day or today()
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(question, [wanted, since, max(until, since) if until else None])
        rows = cursor.fetchall()
    return {
        pk: Seats(
            seats=seats, now=now, planned=planned, waiting=waiting, most=most, guidance_now=guidance,
            guidance_hours=hours, guidance_most=guidance_most,
        )
        for pk, now, planned, waiting, seats, most, guidance, hours, guidance_most in rows
    }  # fmt: skip


@dataclass(frozen=True)
class Week:
    """A week of a place, on its busiest day: who is there, who has a seat then, and the most hours of guidance."""

    monday: dt.date
    now: int
    planned: int
    guidance: Decimal

    @property
    def taken(self) -> int:
        return self.now + self.planned


def weeks(place_id: int, number: int = 12, day: dt.date | None = None) -> list[Week]:
    """Week by week from the day's (today's) own week on: one question."""
    monday = (day or today()) - dt.timedelta(days=(day or today()).weekday())
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_place_weeks(%s, %s, %s)", [place_id, monday, number])
        return [Week(monday + dt.timedelta(weeks=week), *rest) for week, *rest in cursor.fetchall()]


def turns(place_id: int, stays: Iterable[int]) -> dict[int, int]:
    """Which in turn these stays on the wait list of the place are; one question."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_place_turns(%s, %s)", [place_id, list(stays)])
        return dict(cursor.fetchall())


def beyond(place_id: int, last: dt.date) -> int:
    """How many are there, or have a seat, on a day after the last one; one question."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_place_beyond(%s, %s)", [place_id, last])
        (found,) = cursor.fetchone()
    return int(found)
