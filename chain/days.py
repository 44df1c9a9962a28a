"""Days in the Netherlands; the database knows the same as snoer_today()."""

import datetime as dt
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def today() -> dt.date:
    """The current day in Amsterdam, whatever the server's time zone."""
    return dt.datetime.now(AMSTERDAM).date()


def now() -> dt.datetime:
    """The moment in Amsterdam, without a zone: as the day and time of an appointment are."""
    return dt.datetime.now(AMSTERDAM).replace(tzinfo=None)
