"""Two rounds of duo screening in the demo: one that ended, with what was decided, and one that is half way."""

import datetime as dt
import random
from typing import Any

from chain.acting import acting_as
from chain.models import Membership
from diagnosis import screening, selections
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
        over = _made(people, "Klaar voor werk, najaar", "ready-not-out", {}, duo, begun, begun + 55 * DAY)
    if over:
        _decide(over, duo, 1, begun + 2 * DAY, rng, today)
    with acting_as(people["rianne"].pk, "demo"):
        if over:
            screening.close_round(over, on=today - 12 * DAY, by=people["rianne"])
        loes = people["loes"]
        asked = {"years": 1, "lead": loes.user_id, "lead_name": loes.user.name, "not_screened": 12}
        begun = today - 5 * DAY
        half = _made(people, "Lang in de uitkering", "long-on-benefit", asked, duo, begun, begun + 27 * DAY)
    if half:
        _decide(half, duo, 2, today - 3 * DAY, rng, today)


def _made(
    people: dict[str, Membership], name: str, selection: str, asked: dict[str, Any], duo: list[Membership],
    first: dt.date, last: dt.date,
) -> Screening | None:  # fmt: skip
    """The round, made on its first day; None where nobody fits, as in a small demo."""
    if not selections.find(people["rianne"], selection, asked).number:
        return None
    return screening.start(name, selection, asked, duo, first, last, on=first, by=people["rianne"])


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
