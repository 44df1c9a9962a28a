"""Terms of the law that end on a day: Algemene termijnenwet, and the six weeks to object (Awb)."""

import datetime as dt
from functools import lru_cache

OBJECT_WEEKS = 6  # Awb article 6:7
DAY = dt.timedelta(days=1)


def last_day(after: dt.date, weeks: int) -> dt.date:
    """The last day of a term of so many weeks that begins on the day after: Atw article 1 paragraph 1 lets it go on to the
    first day that is no Saturday, Sunday or public holiday."""
    return working_day(after + dt.timedelta(weeks=weeks))


def working_day(day: dt.date) -> dt.date:
    """The day, or the first after it that is no Saturday, Sunday or public holiday."""
    while day.weekday() > 4 or day in holidays(day.year):
        day += DAY
    return day


def object_until(sent_on: dt.date) -> dt.date:
    """The last day to object to a decision that was sent on the day: six weeks (Awb 6:7) from the day after (6:8)."""
    return last_day(sent_on, OBJECT_WEEKS)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[dt.date]:
    """The public holidays of Atw article 3, paragraphs 1 and 2. The days that a royal decree adds for one year (paragraph 3)
    are not among them."""
    easter = easter_sunday(year)
    king = dt.date(year, 4, 27)
    return frozenset(
        {
            dt.date(year, 1, 1), easter - 2 * DAY, easter + DAY, easter + 39 * DAY, easter + 50 * DAY,
            king - DAY if king.weekday() == 6 else king, dt.date(year, 5, 5), dt.date(year, 12, 25), dt.date(year, 12, 26),
        }
    )  # fmt: skip


def easter_sunday(year: int) -> dt.date:
    """By the Gregorian reckoning (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, by_four = century // 4, century % 4
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    sunday = (32 + 2 * by_four + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
