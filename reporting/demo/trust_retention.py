"""Files that were closed long ago: one list carried out, one that waits for a second person, and some on no list yet."""

import datetime as dt

from chain.acting import acting_as, system_membership
from chain.models import Chain, ChainMunicipality, Instrument, Membership
from clients import erasure, registering, retention
from clients.models import Client, Closure, Contact, Residence
from clients.retention import Choice
from development.models import Support
from reporting.jobs import empty_outbox

# Name, years since the closing, and whether support was refused; else nothing ever began.
LONG_AGO = [
    ("Bertus", "Kerkhofs", 8, True), ("Lisette", "Pluijmen", 8, False), ("Omar", "Haddad", 7, True),
    ("Wilma", "Schepers", 7, False), ("Jozef", "Lemmens", 6, True), ("Fleur", "Dassen", 6, False),
    ("Ahmet", "Kaya", 6, True), ("Truus", "Vaessen", 5, False), ("Sjef", "Bovens", 3, False),
]  # fmt: skip
CARRIED_OUT, WAITING = 3, 3  # of them, the longest closed first
OBJECTION = "Er loopt nog een bezwaar over de afwijzing; wacht op de uitspraak."


def kept(chain: Chain, people: dict[str, Membership], day: dt.date) -> None:
    """Act as the archivist (Gerard) and the privacy officer (Pieter); carried out where the process may erase."""
    with acting_as(system_membership(chain, "setup"), "load_demo"):
        for place, (first, last, years, refused) in enumerate(LONG_AGO):
            _closed(chain, people["rianne"], first, last, day - dt.timedelta(years * 365 + 20 * place + 5), refused)
    empty_outbox(chain.pk)
    archivist, officer = people["gerard"], people["pieter"]
    with acting_as(archivist.pk, "load_demo"):
        files = [one.client_id for one in retention.due(CARRIED_OUT)]
        first_list = retention.propose(
            archivist, {pk: Choice("erase") for pk in files}, "Jaarlijkse lijst, eerste deel."
        )
    with acting_as(officer.pk, "load_demo"):
        retention.approve(officer, first_list, 1, "Nagekeken, akkoord.")
    if erasure.able():
        erasure.carry_out(chain)
    with acting_as(archivist.pk, "load_demo"):
        files = [one.client_id for one in retention.due(WAITING)]
        acts = {pk: Choice("erase") for pk in files} | {files[-1]: Choice("keep", OBJECTION)}
        retention.propose(archivist, acts, "Jaarlijkse lijst, tweede deel.")


def _closed(chain: Chain, by: Membership, first: str, last: str, on: dt.date, refused: bool) -> None:
    assert by.partner_id
    begun = on - dt.timedelta(60)
    client = Client.objects.create(
        chain=chain, number=registering.next_number(chain.pk), first_name=first, last_name=last, registered_on=begun
    )
    own = {"client": client, "chain": chain}
    Contact.objects.create(**own)
    where = ChainMunicipality.objects.filter(chain=chain).order_by("municipality__code")[0]
    Residence.objects.create(**own, municipality_id=where.municipality_id, started_on=begun - dt.timedelta(900))
    if refused:
        Support.objects.create(
            **own, instrument=Instrument.objects.filter(chain=chain).order_by("pk")[0], text="Een vergoeding van de reiskosten",
            asked_on=begun, partner_id=by.partner_id, author_id=by.user_id, status="declined", decided_on=on,
            decided_by_id=by.user_id, decision="Er is een voorliggende voorziening.",
        )  # fmt: skip
    Closure.objects.create(**own, closed_on=on, reason="own-request", author_id=by.user_id)
    Client.objects.filter(pk=client.pk).update(closed_on=on)
