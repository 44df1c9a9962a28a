"""Coming on record: a person, or all the people of a file, in one act; how one learns of it stands in clients/register.py."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from chain.days import today
from chain.models import Counter, Membership, Municipality, Partner, User
from chain.parts import CONSULTANTS
from clients import bsn
from clients.models import BenefitPeriod, Capacity, Client, Contact, Identity, Residence, TargetGroup, TeamMember
from clients.models.client import SOURCES
from clients.timeline import Telling, record_many


class OnRecord(Exception):
    """The BSN is on record in the chain already; holds the client number, "" where even that stays hidden."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def next_number(chain_id: int, many: int = 1) -> str:
    """The chain's next client number (of so many); whoever registers at the same time waits for the row."""
    counter = Counter.objects.select_for_update().get(chain_id=chain_id, series="client")
    number = counter.next
    counter.next = number + many
    counter.save(update_fields=["next"])
    return str(number)


def add_bsn(identity: Identity, number: str, chain_slug: str) -> None:
    """Put the BSN on the identity; OnRecord is for save_identity() to raise."""
    identity.bsn_cipher, identity.bsn_index = bsn.encrypt(number), bsn.index(number, chain_slug)


def save_identity(identity: Identity) -> None:
    """Save; OnRecord where another has the BSN, also when that was entered at the same moment."""
    with _known_bsn():
        identity.save()


@contextlib.contextmanager
def _known_bsn() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "bsn_once_in_chain":
            raise
        raise OnRecord("") from error


@dataclass
class Newcomer:
    """What is known of somebody who comes on record. `number` is the BSN; `benefit` scheme, level and first day; without
    `lead` the acting consultant."""

    first_name: str
    last_name: str
    source: str
    municipality: Municipality
    prefix: str = ""
    alias: str = ""
    registered_on: dt.date | None = None
    number: str = ""
    birth_date: dt.date | None = None
    lives_since: dt.date | None = None
    contact: Mapping[str, str] | None = None
    target_groups: Iterable[str] = ()
    work_ability: int | None = None
    gender: str = ""
    household: str = ""
    benefit: tuple[str, str, dt.date] | None = None
    lead: User | None = None


def register(membership: Membership, *, partner: Partner | None = None, **known: Any) -> Client:
    """Put somebody on record, of whom is known what a Newcomer holds: register_all() for one."""
    return register_all(membership, [Newcomer(**known)], partner)[0]


@transaction.atomic
def register_all(membership: Membership, people: list[Newcomer], partner: Partner | None = None) -> list[Client]:
    """Put people on record, in one transaction and a constant number of queries.

    Who has the lead joins the team for `partner` (the acting one). OnRecord where a BSN is known in the chain. To be called
    by who acts (chain.acting).
    """
    partner, chain = partner or membership.partner, membership.chain
    own = membership.user if membership.role in CONSULTANTS else None
    first = int(next_number(chain.pk, len(people)))
    clients = Client.objects.bulk_create([
        Client(
            chain=chain, number=str(first + place), first_name=one.first_name, prefix=one.prefix, last_name=one.last_name,
            alias=one.alias, lead=one.lead or own, source=one.source, registered_on=one.registered_on or today(),
        )
        for place, one in enumerate(people)
    ])  # fmt: skip
    both = list(zip(clients, people, strict=True))
    identities = []
    for client, one in both:
        identity = Identity(
            client=client, chain=chain, birth_date=one.birth_date, gender=one.gender, household=one.household
        )
        if one.number:
            add_bsn(identity, one.number, chain.slug)
        identities.append(identity)
    with _known_bsn():
        Identity.objects.bulk_create(identities)
    Contact.objects.bulk_create([Contact(client=client, chain=chain, **(one.contact or {})) for client, one in both])
    Capacity.objects.bulk_create(
        [Capacity(client=client, chain=chain, work_ability=one.work_ability) for client, one in both]
    )
    TargetGroup.objects.bulk_create(
        [TargetGroup(client=client, chain=chain, code=code) for client, one in both for code in one.target_groups]
    )
    Residence.objects.bulk_create([
        Residence(client=client, chain=chain, municipality=one.municipality,
                  started_on=one.lives_since or client.registered_on)
        for client, one in both
    ])  # fmt: skip
    BenefitPeriod.objects.bulk_create([
        BenefitPeriod(client=client, chain=chain, scheme=one.benefit[0], level=one.benefit[1], started_on=one.benefit[2])
        for client, one in both if one.benefit
    ])  # fmt: skip
    if partner:
        TeamMember.objects.bulk_create([
            TeamMember(client=client, chain=chain, partner=partner, user=client.lead, is_lead=True,
                       started_on=client.registered_on)
            for client, _one in both if client.lead
        ])  # fmt: skip
    record_many(
        (
            Telling("registered", client, client, {"source": SOURCES[client.source]}, client.registered_on)
            for client in clients
        ),
        part="client",
    )
    return clients
