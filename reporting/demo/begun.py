"""Plans of those in the demo whose story is not told: begun by who has the lead, so that few are out of sight for want of one."""

import datetime as dt
import random

from django.db.models import OuterRef

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients import plans
from clients.models import Client, Step
from clients.queries import any_of
from reporting.demo.texts import PLANS

CONSULTANTS = ("loes", "marc", "karin", "wiel", "rianne")
WITHOUT = 0.06  # of those after an intake: they show what it is to be out of sight
LATELY = (5, 140)  # days ago: no evaluation is due yet


def made(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """Begin plans by the product's own act, with what the person wants and without goals yet; how many."""
    rng, number = random.Random(44), 0
    for name in CONSULTANTS:
        if by := people.get(name):
            with acting_as(by.pk, "load_demo"):
                for client in _without(chain, by):
                    told, on = rng.choice(PLANS), today - dt.timedelta(rng.randint(*LATELY))
                    if rng.random() < WITHOUT:
                        continue
                    plans.start(
                        client, words=str(told["words"]), limits=str(told["limits"]), ladder_start=rng.choice([2, 3, 3, 4]),
                        on=max(on, client.registered_on), by=by,
                    )  # fmt: skip
                    number += 1
    return number


def _without(chain: Chain, lead: Membership) -> list[Client]:
    """The lead's people of the running programme who had an intake and never had a plan."""
    had = Step.objects.filter(client=OuterRef("pk"), instrument__function="intake", status="done")
    found = Client.objects.filter(
        any_of(had), chain=chain, ref__startswith="N", lead=lead.user_id, closed_on=None, plans=None
    )
    return list(found.order_by("ref"))
