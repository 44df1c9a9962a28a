"""What the programmes cost and save in the demo: shares of the municipalities, money spent, and what benefits were."""

import datetime as dt
from decimal import Decimal

from django.db.models import F, IntegerField
from django.db.models.functions import Mod

from chain.acting import acting_as, system_membership
from chain.models import Chain, Membership
from clients.models import BenefitPeriod
from reporting.models import Cost, Programme
from reporting.programmes import divide, worked_out
from reporting.scope import places_of

INVENTED = "Verzonnen voor de demo."
SPENT = (70_000, 84_000, 92_500, 101_000, 108_000, 112_500, 117_000, 121_500, 123_000, 125_500, 127_000, 128_500,
         124_000, 119_500, 113_000, 108_500)  # a quarter  # fmt: skip
# By what the id leaves when divided by 7: euro a month of a full benefit, and of a partial one. Of the others nobody knows.
PAID = {0: (1_312, 455), 1: (1_401, 560), 2: (1_401, 610), 3: (1_874, 735)}


def spent(chain: Chain, people: dict[str, Membership], day: dt.date) -> None:
    """Shares by who had a benefit on the first day, a row of costs a quarter, and real amounts of four in seven people."""
    with acting_as(people["anouk"].pk, "load_demo"):
        places = places_of(chain.pk)
        for programme in Programme.objects.filter(chain=chain).order_by("started_on"):
            if shares := worked_out(programme, "benefits", places):  # a small demo may have nobody on that day
                divide(programme, shares, "benefits", INVENTED)
            _costs(programme, day)
    with acting_as(system_membership(chain, "setup"), "load_demo"):
        known = BenefitPeriod.objects.filter(chain=chain).annotate(
            seventh=Mod("client_id", 7, output_field=IntegerField())
        )
        for rest, (full, partial) in PAID.items():
            for level, amount in (("full", full), ("partial", partial)):
                known.filter(seventh=rest, level=level).update(amount=Decimal(amount), version=F("version") + 1)


def _costs(programme: Programme, day: dt.date) -> None:
    own = {"programme": programme, "chain_id": programme.chain_id}
    if not programme.costs.filter(kind="planned").exists():
        text = f"Evenveel als voor het vorige programma. {INVENTED}"
        Cost.objects.create(kind="planned", on=programme.started_on, amount=1_900_000, text=text, **own)
    for quarter, amount in enumerate(SPENT):
        year, months = divmod(quarter, 4)
        last = dt.date(programme.started_on.year + year + (months == 3), (months * 3 + 3) % 12 + 1, 1) - dt.timedelta(1)
        if last < min(day, programme.ended_on) + dt.timedelta(1):
            text = f"Per kwartaal, uit de administratie van de vier partners. {INVENTED}"
            Cost.objects.create(kind="spent", on=last, amount=amount, text=text, **own)
