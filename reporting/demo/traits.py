"""What the analysis of the demo's caseload shows: households, diplomas and the ladder of who has no story of their own."""

import datetime as dt
import random

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients import standing
from clients.models import Assessment, Client, Identity
from diagnosis.models import Education
from reporting.demo.abilities import GROUNDS

# Some schools, with their level, by how often they are the highest.
SCHOOLS = (
    [("Basisschool", "1")] * 4 + [("Vmbo techniek", "2"), ("Vmbo zorg en welzijn", "2"), ("Mavo", "2")] * 2
    + [("Havo", "3"), ("Detailhandel, niveau 2", "4"), ("Logistiek medewerker", "4"), ("Helpende zorg", "4"),
       ("Secretarieel medewerker", "4"), ("Verpleegkunde", "5"), ("Rechten", "6")]
)  # fmt: skip


def known(chain: Chain, people: dict[str, Membership], today: dt.date) -> None:
    """The same every time; of some people a thing is not known."""
    lead, rng = people["rianne"], random.Random(11)
    with acting_as(lead.pk, "demo"):
        everybody = list(
            Client.objects.filter(chain=chain, closed_on=None).order_by("ref", "pk").prefetch_related("target_groups")
        )
        stand = set(
            Assessment.objects.filter(client__in=everybody, definition__kind="ladder").values_list("client", flat=True)
        )
        learnt = set(Education.objects.filter(client__in=everybody).values_list("client", flat=True))
        word = next(each for each in standing.current(chain.pk) if each.kind == "ladder")
        schools = []
        for client in everybody:
            groups = {group.code for group in client.target_groups.all()}  # type: ignore[attr-defined]
            if rng.random() < 0.9:
                Identity.objects.filter(client=client, household="").update(household=_household(groups, rng))
            if client.pk not in learnt and rng.random() < 0.7:
                name, level = rng.choice(SCHOOLS)
                here = rng.random() < 0.75
                schools.append(
                    Education(client=client, chain=chain, name=name, level=level, diploma="1" if here else "2")
                )
            if client.pk not in stand and rng.random() < 0.5:
                step = str(rng.choices([1, 2, 3, 4, 5], [2, 5, 5, 3, 1])[0])
                on = max(client.registered_on, today - dt.timedelta(rng.randint(10, 300)))
                standing.assess(client, word, step, GROUNDS[step], on=min(on, today), by=lead)
        Education.objects.bulk_create(schools)


def _household(groups: set[str], rng: random.Random) -> str:
    if "single-parent" in groups:
        return "single-parent"
    return rng.choices(["single", "couple", "family", "sharing"], [55, 12, 20, 13])[0]
