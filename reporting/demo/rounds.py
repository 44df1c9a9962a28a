"""Two rounds of duo screening in the demo: one that ended, with what was decided, and one that is half way."""

import datetime as dt
import random

from chain.acting import acting_as
from chain.models import Membership
from diagnosis import screening
from diagnosis.models import Screening, ScreeningEntry
from reporting.demo.texts import SCREENED

DAY = dt.timedelta(1)
WHAT = ["potential", "candidate", "perspective", "deeper", "potential", "not-now", "perspective"]


def screened(people: dict[str, Membership], today: dt.date, seed: int = 11) -> None:
    """Rianne made both, and Loes and Iris go through them by turns."""
    rng = random.Random(seed)
    duo = [people["loes"], people["iris"]]
    with acting_as(people["rianne"].pk, "demo"):
        begun = today - 40 * DAY
        over = screening.start(
            "Klaar voor werk, najaar", "ready-not-out", {}, duo, begun, begun + 55 * DAY, on=begun, by=people["rianne"]
        )
    _decide(over, duo, 1, begun + 2 * DAY, rng, today)
    with acting_as(people["rianne"].pk, "demo"):
        screening.close_round(over, on=today - 12 * DAY, by=people["rianne"])
        open_one = screening.start(
            "Lang in de uitkering", "long-on-benefit",
            {"years": 1, "lead": people["loes"].user_id, "lead_name": people["loes"].user.name, "not_screened": 12},
            duo, today - 5 * DAY, today + 22 * DAY, on=today - 5 * DAY, by=people["rianne"],
        )  # fmt: skip
    _decide(open_one, duo, 2, today - 3 * DAY, rng, today)


def _decide(row: Screening, duo: list[Membership], part: int, on: dt.date, rng: random.Random, today: dt.date) -> None:
    """All of the round, or the first half (`part` 2), a dozen a day."""
    for by in duo:
        with acting_as(by.pk, "demo"):
            entries = list(ScreeningEntry.objects.filter(screening=row, client__closed_on=None).order_by("position"))
            for place, entry in enumerate(entries[: len(entries) // part]):
                if duo[place % len(duo)] is not by:
                    continue
                outcome = rng.choice(WHAT)
                until = today + rng.randint(5, 120) * DAY if outcome == "not-now" else None
                remark = rng.choice(SCREENED[outcome])
                day = min(on + (place // 12) * DAY, today - 1 * DAY)
                screening.decide(entry, outcome, until=until, remark=remark, on=day, by=by)
