"""After the start of work in the demo: talks at 1, 3, 6 and 12 months, what stood out in time, and coaching on the job."""

import datetime as dt
import random
from decimal import Decimal

from chain.acting import acting_as, system_membership
from chain.models import Chain, Membership
from clients import terms
from placement import coaching, staying
from placement.models import Placement
from placement.placements import PAID

DAY = dt.timedelta(1)
MONTHS = (1, 3, 6, 12)
WELL = [
    "Komt op tijd en kent het werk.", "De collega's zijn tevreden. Wil graag meer uren.", "Heeft een eigen plek in de ploeg.",
    "", "", "Doet nu ook de bestellingen.",
]  # fmt: skip
SIGNALS = [
    (["late", "travel"], "De bus van zes uur rijdt niet meer. Rijdt nu met een collega mee, dat lukt niet elke dag."),
    (["hours"], "De dienst begint vroeger dan afgesproken. De chef kijkt naar een later begin."),
    (["pace"], "Na de middag zakt het tempo. Werkt nu met een lijstje per uur."),
    (["atmosphere"], "Er was een botsing met een collega. Ze hebben het samen uitgepraat."),
    (["guidance"], "De vaste begeleider is weg. Er moet een nieuwe komen."),
    (["contract"], "Het contract loopt over zes weken af. De werkgever wil verlengen en zoekt uren."),
    (["home", "absent"], "De opvang is niet rond. Was twee keer niet op het werk."),
]
AGAIN = "Opnieuw gesproken: het loopt weer."
COACHES = ["M. Hendrix", "S. Lemmens", "R. Janssen", "werkleider van de afdeling"]
WORKED_ON = [
    "Op tijd komen en zich afmelden",
    "Volgorde van het werk",
    "Omgaan met drukte",
    "Overleg met de chef",
    "Hulp vragen",
]


class Staying:
    """Told by reporting.demo.story between the start of a placement and its end."""

    def __init__(self, today: dt.date, seed: int) -> None:
        self.today, self.rng = today, random.Random(seed)

    def running(self, chain: Chain, staff: dict[str, Membership]) -> None:
        """Of the work that goes on, by who of the partner would record it; once there are tasks, which talks answer."""
        with acting_as(system_membership(chain, "setup"), "load_demo"):
            runs = Placement.objects.filter(chain=chain, step__status="active", client__closed_on=None, ref=None)
            found = list(runs.select_related("client", "step__partner").order_by("pk"))
        for placement in found:
            if placement.step.partner.code in staff:
                self.tell(placement, self.today, staff[placement.step.partner.code])

    def tell(self, placement: Placement, last: dt.date, by: Membership) -> None:
        """What was recorded of paid work from its start until the day, for most of it."""
        started_on = placement.step.started_on
        if placement.form_of_work not in PAID or placement.step.status != "active" or started_on is None:
            return
        with acting_as(by.pk, "demo"):
            if self.rng.random() < 0.8:
                self._talks(placement, started_on, last, by)
            if self.rng.random() < (0.7 if placement.form_of_work in ("wage-subsidy", "sheltered") else 0.15):
                self._coaching(placement, started_on, last, by)

    def _talks(self, placement: Placement, started_on: dt.date, last: dt.date, by: Membership) -> None:
        for months in MONTHS:
            on = terms.after(started_on, months, "months") + DAY * self.rng.randint(-5, 6)
            if on > last or self.rng.random() < 0.15:  # one in seven was not got round to
                continue
            with_employer = self.rng.random() < 0.5
            if self.rng.random() < 0.25:
                signals, text = self.rng.choice(SIGNALS)
                staying.check(placement, on, how=self.rng.choice(["so-so", "so-so", "badly"]), signals=signals, text=text,
                              with_employer=with_employer, by=by)  # fmt: skip
                again = on + DAY * self.rng.randint(12, 17)
                if again <= last:
                    staying.check(placement, again, how="well", text=AGAIN, with_employer=True, by=by)
            else:
                staying.check(placement, on, how="well", text=self.rng.choice(WELL), with_employer=with_employer, by=by)

    def _coaching(self, placement: Placement, started_on: dt.date, last: dt.date, by: Membership) -> None:
        hours = self.rng.choice([20, 30, 40, 60])
        granted = coaching.grant(
            placement, kind=self.rng.choice(["in-kind", "in-kind", "subsidy", "internal"]), coach=self.rng.choice(COACHES),
            hours=Decimal(hours), started_on=started_on, ended_on=terms.after(started_on, self.rng.choice([6, 12]), "months"),
            decided_on=started_on, by=by,
        )  # fmt: skip
        on, left = started_on + 4 * DAY, Decimal(hours)
        while on <= min(last, granted.ended_on) and left > 0:
            used = min(Decimal(self.rng.choice(["1", "1.5", "2", "2", "3"])), left)
            coaching.use(granted, on, used, self.rng.choice(WORKED_ON), by=by)
            on, left = on + DAY * self.rng.randint(12, 26), left - used
