"""What is said in the demo of moving on: of about half of what runs, most of it of who takes longer than the norm."""

import datetime as dt
import random

from django.db.models import OuterRef

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients.models import Client, Step
from clients.queries import any_of
from development import norms, onward

MOST = 60
STAFF = {"szmh": "rianne", "annex": "roy", "mtb": "sjef"}
SAID = {
    "now": (("vacancy",), ("Werkt zelfstandig en wil graag betaald werk.", "Kan zo mee in de vaste ploeg.", "")),
    "soon": (
        ("vacancy", "hours", "certificate", "job-coach"),
        ("Bouwt nu uren op, over twee maanden is dat genoeg.", "Haalt in het voorjaar het heftruckbewijs.", ""),
    ),
    "later": (("language", "schooling", "hours"), ("Leert het werk nog, en gaat vooruit.", "")),
    "stuck": (
        ("place", "transport", "childcare", "other-work", "motivation", "language"),
        ("Wacht al maanden op de volgende plek.", "Komt er zonder auto niet voor de vroege dienst.",
         "Dit werk past niet. Samen kijken wat wel past.", "Opvang is geregeld tot twaalf uur, het werk tot twee uur."),
    ),
}  # fmt: skip
OF_UNPAID = ("now", "soon", "soon", "later", "later", "later", "stuck")
PAST = ("soon", "later", "stuck", "stuck")
WITHIN = ("later", "later", "soon", "now", "stuck")


def said(chain: Chain, people: dict[str, Membership], today: dt.date, seed: int = 61) -> int:
    """By the act of the product, by who carries the step out; of how many. Where less runs, less is said."""
    rng, done = random.Random(seed), 0
    with acting_as(people["rianne"].pk, "load_demo"):
        sight = Client.objects.visible_to(people["rianne"]).filter(
            pk=OuterRef("client"), closed_on=None, ref__startswith="N"
        )
        there = Step.objects.filter(
            any_of(sight), chain=chain, status="active", partner__code__in=STAFF, onward=None
        )  # fmt: skip
        found = [
            step for step in there.select_related("instrument", "partner", "client").prefetch_related("pauses").order_by("ref")
            if onward.concerns(step.instrument)
        ]  # fmt: skip
    late = {step.pk: _past(step, today) for step in found}
    found.sort(key=lambda step: (not step.instrument.form_of_work, not late[step.pk], rng.random()))
    for step in found[: 2 * MOST]:
        by = people[STAFF[step.partner.code]]
        if rng.random() < 0.5:
            continue
        verdict = rng.choice(OF_UNPAID if step.instrument.form_of_work else PAST if late[step.pk] else WITHIN)
        helps, texts = SAID[verdict]
        on = max(today - dt.timedelta(rng.randrange(2, 80)), step.started_on or today)
        with acting_as(by.pk, "load_demo"):
            chosen = rng.sample(helps, min(len(helps), rng.randrange(1, 3)))
            onward.say(step, verdict, chosen, rng.choice(texts), on=on, by=by)
        done += 1
    return done


def _past(step: Step, today: dt.date) -> bool:
    pauses = [(one.started_on, one.ended_on) for one in step.pauses.all()]  # type: ignore[attr-defined]
    return (
        norms.days_past(step.started_on, pauses, norms.weeks_of(step.instrument), today) > 0
        if step.started_on
        else False
    )
