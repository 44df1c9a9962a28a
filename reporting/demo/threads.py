"""What binds the partners in the demo: questions and answers, the plan with the person, what was found, what is next."""

import datetime as dt
import random
from typing import Any

from django.db.models import Max

from chain.acting import acting_as
from chain.models import Membership, Partner
from clients import closing, plans, referrals, standing, todo
from clients.models import Client, Definition, Referral
from reporting.demo import texts

DAY = dt.timedelta(1)
ASKED_NOW = [
    ("basic-development", "annex"), ("activation-place", "annex"), ("practical-diagnosis", "annex"),
    ("learning-by-working", "mtb"), ("employer-services", "podium24"), ("trial-placement", "podium24"),
]  # fmt: skip


class Threads:
    """Told by reporting.demo.story between the acts of a life."""

    def __init__(self, today: dt.date, seed: int) -> None:
        self.today, self.rng = today, random.Random(seed)

    def refer(
        self, client: Client, function: str, partner: Partner, row: dict[str, Any], planned: dt.date, lead: Membership,
        by: Membership,
    ) -> Referral | None:  # fmt: skip
        """The question that a partner's step came from. One that did not begin yet may wait for a first answer."""
        asked = max(client.registered_on, min(planned, self.today) - dt.timedelta(self.rng.randint(6, 16)))
        if self.rng.random() < 0.25 or client.referrals.filter(function=function, partner=partner, closed_on=None):
            return None
        waits = not row["started_on"] and row["status"] == "planned"
        if waits:
            asked = max(client.registered_on, self.today - dt.timedelta(self.rng.choice([1, 3, 4, 12])))
        with acting_as(lead.pk, "demo"):
            found = referrals.ask(
                client, function, partner, texts.QUESTIONS.get(function, texts.QUESTION), on=asked, by=lead,
                shared=["contact", "profile", *self.rng.choice([[], ["notes"], ["capacity"]])],
                answer_by=row["planned_end"] or None,
            )  # fmt: skip
        with acting_as(by.pk, "demo"):
            if waits and self.rng.random() < 0.7:
                return referrals.act(found, "query", text=texts.QUERIED, by=by) if self.rng.random() < 0.3 else found
            return referrals.act(found, "accept", on=min(asked + 3 * DAY, self.today), by=by)

    def answer(self, referral: Referral, row: dict[str, Any], by: Membership) -> None:
        """What the partner says at the end of its step."""
        with acting_as(by.pk, "demo"):
            if row["status"] == "done":
                referrals.act(referral, "answer", text=self.rng.choice(texts.ANSWERS), on=row["ended_on"], by=by)
            elif row["status"] == "stopped":
                referrals.act(referral, "return", text=texts.RETURNED, on=row["ended_on"], by=by)

    def plan(self, client: Client, begun: dt.date, lead: Membership) -> None:
        """A plan for most, agreed, with the steps under its goals; looked back on when it is half a year old."""
        if self.rng.random() < 0.2:
            return
        on = min(begun + dt.timedelta(self.rng.randint(5, 20)), self.today)
        told: dict[str, Any] = self.rng.choice(texts.PLANS)
        with acting_as(lead.pk, "demo"):
            kind = "perspective" if self.rng.random() < 0.25 else "action"
            ladder = self.rng.choice([2, 3, 3, 4])
            plan = plans.start(
                client, kind=kind, words=told["words"], limits=told["limits"], ladder_start=ladder, on=on, by=lead
            )  # fmt: skip
            goals = [
                plans.add_goal(plan, text, why=why, options=options, chosen=chosen, by=lead)
                for text, why, options, chosen in told["goals"]
            ]
            for place, step in enumerate(client.steps.exclude(instrument__function="intake").order_by("pk")):
                plans.attach(step, goals[place % len(goals)], by=lead)
            for text, partner, days in ((told["mine"], None, 30), (told["ours"], lead.partner, 14)):
                agreed = plans.add_agreement(plan, text, partner=partner, due_on=on + days * DAY, by=lead)
                if agreed.due_on and agreed.due_on < self.today - 20 * DAY:
                    plans.settle(agreed, on=agreed.due_on - 3 * DAY, by=lead)
            how = self.rng.choice(["signed", "signed", "said"])
            plans.agree(plan, how=how, on=on, by=lead)
            while (on := on + dt.timedelta(self.rng.randint(150, 180))) < self.today and self.rng.random() < 0.92:
                words, text = self.rng.choice(texts.EVALUATED)
                ladder = min(ladder + self.rng.choice([0, 1]), 5)
                plans.evaluate(plan, text, words=words, ladder=ladder, on=on, by=lead)
                plans.agree(plan, how="said", on=on, by=lead)

    def found(self, client: Client, on: dt.date, lead: Membership) -> None:
        """What the lead found in the chain's own words; empty for some, since that is a good answer."""
        with acting_as(lead.pk, "demo"):
            asked = Definition.objects.filter(chain_id=client.chain_id, ended_on=None, kind__in=("yes-no", "distance"))
            for definition in asked:
                if self.rng.random() < 0.55:
                    values = ["short", "long"] if definition.kind == "distance" else ["yes", "yes", "not-yet"]
                    value = self.rng.choice(values)
                    day = min(on + dt.timedelta(self.rng.randint(0, 200)), self.today)
                    standing.assess(client, definition, value, texts.GROUNDS[value], on=day, by=lead)

    def over(self, client: Client, lead: Membership) -> None:
        """Of those at work on their own, some files are closed: everything that waits for somebody is over by then."""
        placed = client.steps.filter(status="active", instrument__form_of_work="regular").order_by("started_on").first()
        with acting_as(lead.pk, "demo"):
            if not placed or any(end.first for end in closing.open_ends(client, lead)) or self.rng.random() < 0.3:
                return
            on = min((placed.started_on or self.today) + dt.timedelta(190), self.today)
            last = client.events.aggregate(last=Max("on"))["last"]
            closing.close(client, "work", on=min(max(on, last), self.today), by=lead)

    def asks(self, client: Client, lead: Membership, staff: dict[str, Membership]) -> None:
        """For some a partner was asked something these days: it stands in the inbox, or is back with a question."""
        if self.rng.random() > 0.45:
            return
        function, code = self.rng.choice(ASKED_NOW)
        by = staff[code]
        partner = by.partner
        assert partner
        on = max(client.registered_on, self.today - dt.timedelta(self.rng.choice([0, 1, 1, 2, 4, 6, 9])))
        with acting_as(lead.pk, "demo"):
            if client.closed_on or partner.pk not in referrals.askable(lead, client, on).get(function, []):
                return
            if client.referrals.filter(function=function, partner=partner, closed_on=None).exists():
                return
            text = texts.QUESTIONS.get(function, texts.QUESTION)
            days = dt.timedelta(self.rng.randint(14, 60))
            asked = referrals.ask(
                client, function, partner, text, on=on, by=lead, shared=["profile"], answer_by=on + days
            )
        if self.rng.random() < 0.3:
            with acting_as(by.pk, "demo"):
                referrals.act(asked, "query", text=texts.QUERIED, by=by)

    def next(self, client: Client, lead: Membership) -> None:
        """What somebody wrote down to do, for a few."""
        if self.rng.random() < 0.15:
            with acting_as(lead.pk, "demo"):
                due = self.today + dt.timedelta(self.rng.randint(0, 9))
                todo.add(client, self.rng.choice(texts.NEXT), due, by=lead)
