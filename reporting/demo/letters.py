"""Letters in the demo: postal addresses of the partners, a letter with a plan, a decision on support, an invitation, and one that
is not finished. Does less where there are fewer plans or decisions than hoped."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chain.acting import acting_as, system_membership
from chain.models import Chain, Membership, Partner
from clients import letters
from clients.models import Appointment, Client, LetterTemplate, Plan
from development.models import Support

# Numbers and boxes that nobody has.
SENDERS = {
    "szmh": ("Postbus 0\n6200 XX Maastricht", "043 000 00 01"),
    "annex": ("Postbus 00\n6200 XX Maastricht", "043 000 00 02"),
    "mtb": ("Postbus 000\n6200 XX Maastricht", "043 000 00 03"),
    "podium24": ("Postbus 0000\n6200 XX Maastricht", "043 000 00 04"),
}
NOT_WRITTEN = (ValidationError, PermissionDenied, LookupError, LetterTemplate.DoesNotExist)


def written(chain: Chain, people: dict[str, Membership], today: dt.date) -> int:
    """All of it; how many letters."""
    with acting_as(system_membership(chain, "setup"), "load_demo"):
        for code, (address, phone) in SENDERS.items():
            Partner.objects.filter(chain=chain, code=code).update(address=address, phone=phone)
    if "loes" not in people:
        return 0
    loes = people["loes"]
    assert loes.partner_id
    with acting_as(loes.pk, "load_demo"):
        loes.partner = Partner.objects.get(pk=loes.partner_id)  # with its address
        mine = {"client__lead": loes.user_id, "client__closed_on": None, "client__ref__startswith": "N"}
        decided = Support.objects.filter(**mine).select_related("client").order_by("client__ref", "pk")
        plans = Plan.objects.filter(**mine, versions__isnull=False, ended_on=None).select_related("client").distinct()
        to_come = Appointment.objects.filter(**mine, letter=None, status="planned", on__gt=today).select_related(
            "client"
        )
        told: list[tuple[str, Any]] = [
            ("plan", plans.order_by("client__ref").first()),
            ("support-declined", decided.filter(status="declined").first()),
            ("support-granted", decided.filter(status="arranged").exclude(instrument__code="vog").first()),
            (letters.INVITATION, to_come.order_by("on", "pk").first()),
        ]
        made = 0
        for key, about in told:
            if about is not None:
                made += _one(partial(letters.compose, about.client, key, about=about, by=loes, how="letter"))
        somebody = Client.objects.filter(lead=loes.user_id, closed_on=None, ref__startswith="N").order_by("ref").first()
        if somebody is not None:
            made += _one(partial(letters.compose, somebody, "free", by=loes, final=False))
    return made


def _one(write: Callable[[], object]) -> int:
    try:
        with transaction.atomic():
            write()
    except NOT_WRITTEN:
        return 0
    return 1
