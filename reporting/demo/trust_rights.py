"""Rights of people in the demo: a request for the file, one to correct something that is late, one refused with a statement."""

import datetime as dt

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients import rights, statements
from clients.models import Client, RightsRequest


def asked(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """All of it, of people of Loes; how many requests."""
    if "loes" not in people:
        return 0
    loes = people["loes"]
    with acting_as(loes.pk, "load_demo"):
        theirs = Client.objects.filter(chain=chain, lead=loes.user_id, closed_on=None, ref__startswith="N")
        found = list(theirs.order_by("ref")[:3])
        for client, days, more in zip(found, (6, 44, 25), REQUESTS, strict=False):
            made = RightsRequest(client=client, received_on=today - dt.timedelta(days), **more)
            rights.begin(made, by=loes)
        if len(found) == len(REQUESTS):
            rights.answer(made, "refused", REFUSED, today - dt.timedelta(3))
            statements.add(client, "plan", STATEMENT, by=loes, request=made)
    return len(found)


REQUESTS = (
    {"kind": "access", "asked": "Ik wil graag alles zien wat er over mij in de computer staat."},
    {
        "kind": "rectification", "part": "contact", "asked": "Mijn telefoonnummer klopt niet. Ik heb al een jaar een ander.",
        "stands": "Het oude nummer.", "should_stand": "Het nummer dat ik op het briefje schreef.",
    },
    {
        "kind": "rectification", "part": "plan", "asked": "Er staat dat ik drie keer niet kwam. Dat is niet waar.",
        "stands": "Kwam drie keer niet.", "should_stand": "Was één keer ziek, en heeft dat gemeld.",
    },
)  # fmt: skip
REFUSED = (
    "De dagen zijn nagekeken met de trainer. Twee keer is geen afmelding gevonden. Daarom blijft het staan. U kunt uw eigen "
    "verklaring laten opnemen, een klacht indienen bij de Autoriteit Persoonsgegevens, of naar de rechter gaan."
)
STATEMENT = "Ik heb mij alle keren afgemeld bij de trainer. Eén keer was ik ziek, en twee keer reed de bus niet."
