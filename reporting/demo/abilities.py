"""Where the demo's people stood over time, what was decided about their place on the labour market, and their children."""

import datetime as dt
import random
from typing import Any

from chain.acting import acting_as
from chain.models import Membership
from clients import standing
from clients.models import Capacity, Client, Definition, Evaluation
from diagnosis import abilities, exemptions

GROUNDS = {
    "1": "Komt weinig buiten, en ziet alleen de eigen familie.",
    "2": "Ziet elke week mensen buiten de deur, bij de taalles.",
    "3": "Doet elke week mee in het buurthuis.",
    "4": "Werkt drie dagdelen zonder loon, met vaste taken.",
    "5": "Heeft een contract, met hulp op de werkplek.",
    "6": "Heeft een gewoon contract, en redt het zelf.",
}
ABILITY = {
    "below": "Haalt op de werkplek een deel van het gewone tempo.", "independent": "Haalt het gewone tempo.",
    "unknown": "Nog niet gezien in werk.", "none-now": "Eerst rust: het lukt nu niet om te werken.",
}  # fmt: skip


class Abilities:
    """Told by reporting.demo.story of each person whose story is told; the same every time."""

    def __init__(self, today: dt.date, seed: int) -> None:
        self.today, self.seed = today, seed

    def tell(self, client: Client, begun: dt.date, lead: Membership) -> None:
        rng = random.Random(f"{self.seed} {client.ref}")
        with acting_as(lead.pk, "demo"):
            words = {each.kind: each for each in standing.current(client.chain_id)}
            self._ladder(client, begun, lead, words["ladder"], rng)
            self._work_ability(client, begun, lead, words["work-ability"], rng)
            self._indication(client, begun, lead, rng)
            self._exemption(client, begun, lead, rng)

    def _ladder(self, client: Client, begun: dt.date, lead: Membership, word: Definition, rng: random.Random) -> None:
        """Twice a year; most rise, some fall back, of some it is not said. Where there is a plan, near what that tells."""
        if rng.random() < 0.2:
            return
        planned: list[tuple[Any, Any]] = [
            *client.plans.filter(ladder_start__gt=0).values_list("started_on", "ladder_start")
        ]
        planned += Evaluation.objects.filter(client=client, ladder__gt=0).values_list("on", "ladder")
        step, on = planned[0][1] if planned else rng.choice([1, 2, 2, 3]), begun
        while on <= self.today:
            if before := [ladder for day, ladder in sorted(planned) if day <= on]:
                step = before[-1]
            way = rng.choice(["talk", "talk", "practice"]) if on > begun else "intake"
            standing.assess(client, word, str(step), GROUNDS[str(step)], way=way, on=on, by=lead)
            step = min(max(step + rng.choice([1, 1, 1, 0, 0, -1]), 1), 5)
            on += dt.timedelta(rng.randint(120, 185))

    def _work_ability(
        self, client: Client, begun: dt.date, lead: Membership, word: Definition, rng: random.Random
    ) -> None:
        known = Capacity.objects.filter(client=client).values_list("work_ability", flat=True).first()
        if known is None:
            if rng.random() < 0.3:
                value = rng.choice(["unknown", "none-now"])
                standing.assess(client, word, value, ABILITY[value], way="intake", on=begun, by=lead)
            return
        days = sorted({begun, *(begun + dt.timedelta(rng.randint(60, 500)) for _time in range(rng.choice([0, 1, 2])))})
        days = [on for on in days if on <= self.today]
        for place, on in enumerate(days, 1):  # the last is what is on record
            percent = known if place == len(days) else min(max(known + rng.choice([-20, -15, -10, 10]), 10), 100)
            value = "independent" if percent == 100 else "below"
            way = "intake" if on == begun else rng.choice(["practice", "measured"])
            standing.assess(client, word, value, ABILITY[value], way=way, percent=percent, on=on, by=lead)

    def _indication(self, client: Client, begun: dt.date, lead: Membership, rng: random.Random) -> None:
        kind = rng.choice(
            ["target-group", "target-group", "sheltered-work", "limited-hours", "wage-subsidy", *[""] * 5]
        )
        on = min(begun + dt.timedelta(rng.randint(10, 60)), self.today)
        if kind == "target-group":
            abilities.note(client, kind, rng.choice(["yes", "yes", "presumed"]), on, source="UWV", by=lead)
        elif kind == "sheltered-work":
            lately = max(begun, self.today - dt.timedelta(rng.randint(20, 70)))
            abilities.ask(client, kind, lately, source="UWV", by=lead)
        elif kind == "limited-hours":
            asked = abilities.ask(client, kind, on, source="UWV", by=lead)
            if on + dt.timedelta(40) <= self.today:
                ends = self.today + dt.timedelta(rng.randint(20, 300))
                abilities.decide(
                    asked, "yes", on + dt.timedelta(40), ended_on=ends, hours=rng.choice([12, 16, 20]), by=lead
                )
        elif kind == "wage-subsidy":
            asked = abilities.ask(client, kind, on, by=lead)
            if on + dt.timedelta(30) <= self.today:
                abilities.decide(asked, rng.choice(["yes", "no"]), on + dt.timedelta(30), by=lead)

    def _exemption(self, client: Client, begun: dt.date, lead: Membership, rng: random.Random) -> None:
        """Single parents have a child, of whom some are young enough; a few others are exempt for a while."""
        on = max(begun, self.today - dt.timedelta(rng.randint(20, 300)))
        if client.target_groups.filter(code="single-parent").exists():
            born = self.today - dt.timedelta(rng.choice([500, 900, 1700, 1760, 3000, 4300, 6480]))
            exemptions.keep_child(client, born)
            if born > self.today - dt.timedelta(1600) and rng.random() < 0.8:
                given = exemptions.exempt(
                    client, "parent", "a", requested_on=on, decided_on=min(on + dt.timedelta(14), self.today),
                    started_on=on, child_born_on=born, months_elsewhere=rng.choice([0, 0, 8]), by=lead,
                )  # fmt: skip
                if rng.random() < 0.6 and on + dt.timedelta(30) <= self.today:
                    exemptions.plan_made(given, on + dt.timedelta(30), by=lead)
        elif rng.random() < 0.1:
            exemptions.exempt(
                client, "temporary", "ac", requested_on=on, decided_on=on, started_on=on,
                ended_on=self.today + dt.timedelta(rng.randint(10, 150)), by=lead,
            )  # fmt: skip
