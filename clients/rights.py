"""A request under the AVG and its course: received, perhaps extended once, then answered or withdrawn.

The answer is given within a month of the day of receipt (AVG article 12, paragraph 3), with a reason two months later at
most. A month ends on the day with the same number, or on the last of a month that has none; a term that would end on a
Saturday, Sunday or holiday goes on to the next working day (Regulation (EEC) 1182/71, article 3).
"""

import calendar
import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.legal_days import working_day
from chain.models import Membership
from chain.once import NotNow
from clients import access
from clients.models import Client, RightsRequest
from clients.models.rights import OUTCOMES, REQUESTS
from clients.timeline import record

MONTHS, MORE_MONTHS = 1, 2


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_on(received_on: dt.date, *, extended: bool = False) -> dt.date:
    """The last day to answer what was received on the day."""
    return working_day(months_later(received_on, MONTHS + (MORE_MONTHS if extended else 0)))


def may_handle(membership: Membership, client: Client) -> bool:
    """Caseworkers of the point of contact and the privacy officer, also where the file is closed: the person's rights do not
    end with it, and nothing in the file itself is changed here (which access.writes refuses)."""
    return membership.writes("rights") and access.reads(membership, client, "rights")


def handle(membership: Membership, client: Client) -> None:
    """PermissionDenied for who does not handle requests."""
    if not may_handle(membership, client):
        access.look(membership, client, ["rights"], "refused")
        raise PermissionDenied


def begin(made: RightsRequest, *, by: Membership) -> RightsRequest:
    """Register what was asked, with the day by which it is answered; who registers it handles it."""
    if made.received_on > today():
        raise ValidationError({"received_on": _("Deze dag moet nog komen")})
    made.chain_id, made.author_id, made.handler_id = made.client.chain_id, by.user_id, by.user_id
    made.due_on = due_on(made.received_on)
    made.save()
    record("rights-asked", made.client, made, part="rights", kind=REQUESTS[made.kind], until=made.due_on)
    return made


def _open(request: RightsRequest) -> RightsRequest:
    """The request, locked; NotNow where it is answered or withdrawn by now."""
    found = RightsRequest.objects.select_for_update(of=("self",)).select_related("client").get(pk=request.pk)
    if found.status != "open":
        raise NotNow
    return found


def extend(request: RightsRequest, why: str) -> None:
    """Two months later, once, while the first month runs: the person is told within it (article 12, paragraph 3)."""
    found = _open(request)
    if found.extended_why:
        raise NotNow
    if found.due_on < today():
        raise ValidationError(_("De termijn is al voorbij. Verlengen kon alleen binnen de eerste maand."))
    found.extended_why, found.due_on = why, due_on(found.received_on, extended=True)
    _keep(found, "extended_why", "due_on")
    record("rights-extended", found.client, found, part="rights", kind=REQUESTS[found.kind], until=found.due_on)


def answer(request: RightsRequest, outcome: str, text: str, on: dt.date) -> RightsRequest:
    """Granted, partly or refused, with what the person was told on the day."""
    found = _open(request)
    if not found.received_on <= on <= today():
        raise ValidationError({"closed_on": _("Kies een dag vanaf de ontvangst tot en met vandaag")})
    found.status, found.outcome, found.answer, found.closed_on = "answered", outcome, text, on
    _keep(found, "status", "outcome", "answer", "closed_on")
    words = {"kind": REQUESTS[found.kind], "outcome": OUTCOMES[outcome]}
    record("rights-answered", found.client, found, part="rights", on=on, **words)
    return found


def withdraw(request: RightsRequest) -> None:
    """The person does not ask it any more."""
    found = _open(request)
    found.status, found.closed_on = "withdrawn", today()
    _keep(found, "status", "closed_on")
    record("rights-withdrawn", found.client, found, part="rights", kind=REQUESTS[found.kind])


def take(request: RightsRequest, *, by: Membership) -> None:
    """Somebody else handles it from now on."""
    found = _open(request)
    found.handler_id = by.user_id
    _keep(found, "handler")


def _keep(found: RightsRequest, *fields: str) -> None:
    found.version += 1
    found.save(update_fields=[*fields, "version"])
