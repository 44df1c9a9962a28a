"""Ready for mediation: the mark that the point of contact gives, its end, and the last step to work (document 002, annex 3 f).

The work card that goes with the mark is laid, renewed and taken away by triggers (placement/card_sql.py; access.md 2a).
"""

import datetime as dt
import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership, User
from chain.once import NotNow
from clients import access
from clients.models import Client
from clients.steps import acting, check_day
from clients.timeline import record
from placement.card_sql import SAID
from placement.models import CardRequest, Mediation, WorkCard


def of(client: Client) -> Mediation | None:
    """The client's open mark, with its card where the reader may see that; None without one."""
    found = Mediation.objects.filter(client=client, ended_on=None).select_related("by", "needs_by")
    return found.first()


def may_mark(by: Membership, client: Client) -> bool:
    """The point of contact, with who writes the profile of this file (access.md 2a)."""
    return bool(by.is_contact_point) and access.writes(by, client, "profile")


def mark(client: Client, told_on: dt.date | None, *, by: Membership, on: dt.date | None = None) -> Mediation:
    """The client is ready for mediation from the day (today) on, as was told to the person on `told_on`; lays the card.

    PermissionDenied for who may not; NotNow where the client is marked already; ValidationError, per field, without the
    day on which the person was told, or with one that cannot be.
    """
    by, on = acting(by), on or today()
    if not may_mark(by, client):
        raise PermissionDenied
    check_day(on, by)
    if told_on is None:
        raise ValidationError({"told_on": _("Vul in op welke dag u dit met de persoon besprak")})
    if told_on > on:
        raise ValidationError({"told_on": _("Deze dag moet nog komen")})
    if told_on < client.registered_on:
        raise ValidationError({"told_on": _("Deze dag ligt vóór de aanmelding")})
    try:
        with transaction.atomic():
            made = Mediation.objects.create(
                client=client, chain_id=client.chain_id, started_on=on, told_on=told_on, by_id=by.user_id
            )
            record("mediation-marked", client, about=made, part="profile", on=on)
    except IntegrityError as error:
        if "one_open_mediation" not in str(error):
            raise
        raise NotNow from None
    made.refresh_from_db(fields=["card"])  # laid by the trigger
    return made


def end(mediation: Mediation, reason: str, *, by: Membership, on: dt.date | None = None) -> Mediation:
    """The mark ends on the day (today), for the reason: the card goes, and so does what partners asked about it.

    PermissionDenied for who may not; NotNow where it ended already; ValidationError, per field, without a reason or for a
    day that cannot be.
    """
    from placement import cards

    by, on, reason = acting(by), on or today(), reason.strip()
    with transaction.atomic():
        found = (
            Mediation.objects.select_for_update(of=("self",)).select_related("client").filter(pk=mediation.pk).first()
        )
        if found is None or not may_mark(by, found.client):
            raise PermissionDenied
        if found.ended_on is not None:
            raise NotNow
        check_day(on, by)
        if on < found.started_on:
            raise ValidationError({"on": _("Deze dag ligt vóór het begin")})
        if not reason:
            raise ValidationError({"reason": _("Vul in waarom")})
        cards.end_all(found, reason, on=on, by=by)
        found.ended_on, found.end_reason = on, reason[:200]
        found.version += 1
        found.save(update_fields=["ended_on", "end_reason", "version"])
        record("mediation-ended", found.client, about=found, part="profile", on=on, reason=reason)
    return found


def check_last_step(mediation: Mediation, client: Client, by: Membership, needs: str, needs_on: dt.date | None) -> None:
    """PermissionDenied for who does not write the profile; NotNow after the end; ValidationError for what cannot be."""
    if not access.writes(by, client, "profile"):
        raise PermissionDenied
    if mediation.ended_on is not None:
        raise NotNow
    if needs_on and not needs.strip():
        raise ValidationError({"needs": _("Vul in wat er nog nodig is")})


def colleagues(client: Client, by: Membership, also: int | None = None) -> QuerySet[User]:
    """Who can see to the last step: oneself, the case team with who has the lead, and who asked whose card it was; `also`
    who does so now."""
    asked = CardRequest.objects.filter(mediation__client=client, mediation__ended_on=None, status="accepted")
    team = client.team.filter(Q(ended_on=None) | Q(ended_on__gte=today()))
    known = Q(pk__in=[by.user_id, client.lead_id, also]) | Q(pk__in=team.values("user"))
    return User.objects.filter(known | Q(pk__in=asked.values("author")), is_active=True).order_by("name")


# The card


def preview(client: Client) -> WorkCard:
    """The card as it would be (or is) for this client, not saved: what the profile says that the reader may see."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_card_rows(array[%s]::bigint[])", [client.pk])
        names = [column.name for column in cursor.description or ()]
        row = cursor.fetchone()
    said: dict[str, Any] = dict(zip(names, row, strict=True)) if row else {}
    return WorkCard(chain_id=client.chain_id, changed_on=today(), **{key: _read(said[key]) for key in SAID if said})


def _read(value: Any) -> Any:
    """A value of a plain cursor: Django leaves JSON there as its text."""
    return json.loads(value) if isinstance(value, str) and value[:1] == "{" else value
