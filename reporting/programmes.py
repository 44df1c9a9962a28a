"""A programme is made, divided over the municipalities, and paid for: what each act writes, and what follows from it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import connection, transaction

from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Municipality, Outbox
from chain.outbox import kick_on_commit
from reporting.counting import count
from reporting.figures import divided
from reporting.models import Programme, Saving, Share, Target

UNITS = 10_000  # a percentage has four decimals


def counted_anew(programme: Programme) -> None:
    """At once, as the job does: for a dry run, which takes it back."""
    with acting_as(system_membership(programme.chain_id, "count"), "dry run"):
        count(programme)


def to_be_counted(chain_id: int) -> None:
    """Everybody is counted again, by a worker."""
    Outbox.objects.create(chain_id=chain_id, topic="facts", payload={})
    kick_on_commit(chain_id)


@transaction.atomic
def begin(programme: Programme, copied: Programme | None = None) -> Programme:
    """A new programme; from another one it takes targets, shares and savings, moved by whole years. What does not fall in
    its years is left out. Baselines are of their own years, and costs are decided upon: both are not taken."""
    if copied:
        programme.share_key, programme.share_note = copied.share_key, copied.share_note
    programme.save()
    if copied:
        own = {"programme": programme, "chain_id": programme.chain_id}
        moved = programme.started_on.year - copied.started_on.year
        years = range(programme.started_on.year, programme.ended_on.year + 1)
        for target in copied.targets.all():
            if target.year + moved in years:
                Target.objects.create(kind=target.kind, year=target.year + moved, target=target.target, **own)
        for share in copied.shares.all():
            Share.objects.create(municipality_id=share.municipality_id, percent=share.percent, **own)
        for saving in copied.savings.all():
            first = saving.started_on == copied.started_on
            day = programme.started_on if first else dt.date(saving.started_on.year + moved, 1, 1)
            if day <= programme.ended_on:
                Saving.objects.create(started_on=day, full=saving.full, partial=saving.partial, text=saving.text, **own)
    return programme


def begin_savings(programme: Programme, began: dt.date) -> None:
    """Savings begin with the programme: after its first day was moved, what holds on the new one holds from there on, and
    what held before that is over. `began`: the first day before."""
    held = programme.savings.filter(started_on__lte=max(began, programme.started_on)).order_by("-started_on").first()
    if held is None:
        return
    programme.savings.filter(started_on__lt=programme.started_on).exclude(pk=held.pk).delete()
    if held.started_on != programme.started_on:
        held.started_on = programme.started_on
        held.save(update_fields=["started_on"])


def on_benefit(programme: Programme) -> tuple[dt.date, dict[int, int]]:
    """Of the first day of the programme, or today where that is still to come: people with a counted benefit by municipality
    (id) of the chain."""
    day = min(programme.started_on, today())
    with connection.cursor() as cursor:
        cursor.execute(
            "select municipality_id, people from snoer_on_benefit(%s, %s, %s)",
            [programme.chain_id, list(programme.counted_schemes), day],
        )
        return day, dict(cursor.fetchall())


def percentages(weights: Mapping[int, int]) -> dict[int, Decimal]:
    """By weight, in percentages of four decimals that together are exactly 100; nothing where all weights are 0."""
    if not any(weights.values()):
        return {}
    parts = divided(100 * UNITS, {key: Decimal(weight) for key, weight in weights.items()})
    return {key: Decimal(part) / UNITS for key, part in parts.items()}


def worked_out(programme: Programme, key: str, places: Sequence[Municipality]) -> dict[int, Decimal]:
    """The shares by a key that asks for no numbers: `equal`, or `benefits`; nothing for any other, and where nobody has a
    benefit."""
    if key == "equal":
        return percentages({place.pk: 1 for place in places})
    if key == "benefits":
        _day, people = on_benefit(programme)
        return percentages({place.pk: people.get(place.pk, 0) for place in places})
    return {}


@transaction.atomic
def divide(programme: Programme, shares: Mapping[int, Decimal], key: str, note: str) -> None:
    """These shares and no others; without shares nothing is divided any more."""
    programme.share_key, programme.share_note = key, note
    programme.save(update_fields=["share_key", "share_note"])
    have = {row.municipality_id: row for row in programme.shares.all()}
    for place, percent in shares.items():
        row = have.pop(place, None)
        if row is None:
            Share.objects.create(
                programme=programme, chain_id=programme.chain_id, municipality_id=place, percent=percent
            )
        elif row.percent != percent:
            row.percent = percent
            row.save(update_fields=["percent"])
    for row in have.values():
        row.delete()
