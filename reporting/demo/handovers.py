"""Handing over in the demo: Rianne asks Loes to take over a few people, and Loes stands in for Marc this week. At Annex a
trainer has handed over somebody. Does less where there are fewer people than hoped."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chain.acting import acting_as
from chain.models import Chain, Membership
from chain.once import NotNow
from clients import handovers
from clients.models import Handover

NOT_TOLD = (ValidationError, PermissionDenied, NotNow)  # fewer people, or somebody was first
ASKED = "Deze mensen wonen bij jou in de buurt. Ik heb ze verteld dat jij deze week belt."
NOTES = ("Liever bellen dan mailen.", "Eerst kennismaken: ik kom de eerste keer mee.", "")
COVERED = "De drie met een afspraak deze week staan in je agenda. De rest kan wachten tot ik terug ben."


def asked(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """All of it; how many."""
    made = 0
    if "loes" in people and "rianne" in people:
        made += _people(people["rianne"], people["loes"], NOTES, answer=False)
    if "loes" in people and "marc" in people:
        made += _cover(people["marc"], people["loes"], today)
    if "roy" in people and "femke" in people:
        made += _people(people["roy"], people["femke"], ("",), answer=True)
    return made


def _people(giver: Membership, taker: Membership, notes: tuple[str, ...], *, answer: bool) -> int:
    """The first of the giver's people, in the order of their registration; taken over where it was answered."""
    try:
        with transaction.atomic():
            with acting_as(giver.pk, "load_demo"):
                there = sorted(
                    handovers.people_of(giver, giver.user_id), key=lambda client: (client.ref or "", client.pk)
                )
                going = there[: len(notes)]
                text, said = ("", {}) if answer else (ASKED, dict(zip((c.pk for c in going), notes, strict=False)))
                made: Handover = handovers.ask(
                    giver.user, taker, going, why="balance", text=text, notes=said, by=giver
                )  # fmt: skip
            if answer:
                with acting_as(taker.pk, "load_demo"):
                    handovers.take(made, by=taker)
    except NOT_TOLD:
        return 0
    return 1


def _cover(giver: Membership, taker: Membership, today: dt.date) -> int:
    """From the day before yesterday to the end of next week."""
    try:
        with transaction.atomic():
            with acting_as(giver.pk, "load_demo"):
                first, last = today - dt.timedelta(days=2), today + dt.timedelta(days=9)
                made = handovers.cover(
                    giver.user, taker, why="leave", started_on=first, ended_on=last, text=COVERED, by=giver
                )
            with acting_as(taker.pk, "load_demo"):
                handovers.answer(made, "accept", by=taker)
    except NOT_TOLD:
        return 0
    return 1
