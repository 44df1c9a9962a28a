"""Coaching on the job: what was granted (Participatiewet, articles 8a, 10 and 10da), and the hours of it that were used."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import DecimalField, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day, number
from chain.jobs import lock
from chain.models import Membership
from clients import access
from clients.models import Client
from clients.steps import NotNow, acting, check_day, is_of
from clients.timeline import record
from placement.models import Coaching, CoachingUse, Placement
from placement.models.staying import COACHING_KINDS

VOLUNTARY = frozenset({"volunteering", "day-activity"})  # nothing is asked of who does this, or of who guides it
NOTHING = Decimal(0)
USED = Coalesce(Sum("used__hours"), NOTHING, output_field=DecimalField())
SOON = dt.timedelta(30)  # so long before its last day coaching is about to end


def may_grant(by: Membership, placement: Placement) -> bool:
    return (
        placement.step.status in ("planned", "active")
        and placement.form_of_work not in VOLUNTARY
        and by.partner_id is not None
        and access.writes(by, placement.client, "placements")
    )


def may_use(by: Membership, client: Client) -> bool:
    return by.partner_id is not None and access.writes(by, client, "placements")


def may_change(by: Membership, client: Client, granted: Coaching) -> bool:
    """What was granted is changed by the partner that granted it, and by the point of contact."""
    return access.writes(by, client, "placements") and (bool(by.is_contact_point) or is_of(by, granted.partner))


def grant(
    placement: Placement,
    *,
    kind: str,
    coach: str,
    hours: Decimal,
    started_on: dt.date,
    ended_on: dt.date,
    decided_on: dt.date,
    note: str = "",
    by: Membership | None = None,
) -> Coaching:
    """Record that so many hours were granted for the placement, from and until a day.

    PermissionDenied for who may not, and of work that is voluntary; NotNow where the placement is over; ValidationError,
    per field.
    """
    by, coach = acting(by), coach.strip()
    with transaction.atomic():
        placement = Placement.objects.select_related("client", "step").get(pk=placement.pk)
        if placement.step.status not in ("planned", "active"):
            raise NotNow
        if by.partner_id is None or not may_grant(by, placement):
            raise PermissionDenied
        if kind not in COACHING_KINDS:
            raise ValidationError({"kind": _("Kies een soort")})
        if not coach:
            raise ValidationError({"coach": _("Vul in wie het doet")})
        _check(hours, started_on, ended_on, decided_on, by)
        found = Coaching.objects.create(
            client=placement.client, chain_id=placement.chain_id, placement=placement, partner_id=by.partner_id, kind=kind,
            coach=coach, hours=hours, started_on=started_on, ended_on=ended_on, decided_on=decided_on, note=note.strip(),
        )  # fmt: skip
        record("coaching-granted", placement.client, about=found, part="placements", on=decided_on, until=ended_on)
    return found


def _check(hours: Decimal, started_on: dt.date, ended_on: dt.date, decided_on: dt.date, by: Membership) -> None:
    if hours <= 0:
        raise ValidationError({"hours": _("Vul meer dan 0 uren in")})
    if ended_on < started_on:
        raise ValidationError({"ended_on": _("De laatste dag ligt vóór de eerste")})
    try:
        check_day(decided_on, by)
    except ValidationError as error:
        raise ValidationError({"decided_on": error.messages}) from error


def change(
    granted: Coaching,
    *,
    hours: Decimal,
    ended_on: dt.date,
    decided_on: dt.date,
    note: str = "",
    by: Membership | None = None,
) -> Coaching:
    """Other hours or another last day, by a decision of the day: never less than was used by then.

    The caller has looked at the version (coaching_pages.ChangeForm). PermissionDenied, or ValidationError per field.
    """
    by = acting(by)
    with transaction.atomic():
        lock("coaching", granted.pk)
        found = Coaching.objects.select_for_update(of=("self",)).select_related("client", "partner").get(pk=granted.pk)
        if not may_change(by, found.client, found):
            raise PermissionDenied
        _check(hours, found.started_on, ended_on, decided_on, by)
        used, last = used_of(found)
        if hours < used:
            raise ValidationError({"hours": ValidationError(
                _("Er zijn al %(used)s uren gebruikt"), params={"used": told(used)})})  # fmt: skip
        if last and ended_on < last:
            raise ValidationError({"ended_on": ValidationError(
                _("Er zijn al uren gebruikt op %(day)s"), params={"day": day(last)})})  # fmt: skip
        found.hours, found.ended_on, found.decided_on, found.note = hours, ended_on, decided_on, note.strip()
        found.version += 1
        found.save(update_fields=["hours", "ended_on", "decided_on", "note", "version"])
        record("coaching-changed", found.client, about=found, part="placements", on=decided_on, until=ended_on)
    return found


def use(granted: Coaching, on: dt.date, hours: Decimal, text: str = "", *, by: Membership | None = None) -> CoachingUse:
    """Record hours that were used on a day. Two at once do not use the last hours twice: the second is told. It is no
    line on the timeline, which tells what happened and not the hours of it.

    PermissionDenied for who may not; ValidationError, per field, for a day to come or outside what was granted, and for
    more hours than are left: those have to be granted first.
    """
    by = acting(by)
    with transaction.atomic():
        lock("coaching", granted.pk)
        found = Coaching.objects.select_related("client").get(pk=granted.pk)
        if by.partner_id is None or not may_use(by, found.client):
            raise PermissionDenied
        check_day(on, by)
        if not found.started_on <= on <= found.ended_on:
            period = {"start": day(found.started_on), "end": day(found.ended_on)}
            raise ValidationError({"on": ValidationError(
                _("De toekenning loopt van %(start)s tot en met %(end)s"), params=period)})  # fmt: skip
        if not 0 < hours <= 24:
            raise ValidationError({"hours": _("Vul meer dan 0 en ten hoogste 24 uren in")})
        left = found.hours - used_of(found)[0]
        if hours > left:
            raise ValidationError({"hours": ValidationError(
                _("Er zijn nog %(left)s van de %(granted)s uren over. Is er meer nodig? Laat dan eerst meer uren toekennen."),
                params={"left": told(left), "granted": told(found.hours)})})  # fmt: skip
        return CoachingUse.objects.create(
            client=found.client, chain_id=found.chain_id, coaching=found, partner_id=by.partner_id, author_id=by.user_id,
            on=on, hours=hours, text=text.strip(),
        )  # fmt: skip


def used_of(granted: Coaching) -> tuple[Decimal, dt.date | None]:
    """The hours that were used, and the last day on which."""
    rows = list(CoachingUse.objects.filter(coaching=granted).values_list("hours", "on"))
    return sum((hours for hours, _on in rows), NOTHING), max((on for _hours, on in rows), default=None)


def of(placement: Placement) -> list[dict[str, Any]]:
    """What was granted for the placement, latest first, with the hours that were used and are left: one query."""
    found = Coaching.objects.filter(placement=placement).select_related("partner").annotate(spent=USED)
    return [shown(one) for one in found.order_by("-ended_on", "-pk")]


def shown(one: Coaching) -> dict[str, Any]:
    """`one`, annotated with `spent`, as pages tell it; `soon`: it ends within a month, `over`: it has ended."""
    spent = one.spent  # type: ignore[attr-defined]
    return {
        "coaching": one, "spent": told(spent), "granted": told(one.hours), "left": told(one.hours - spent),
        "bar": {"width": 300, "filled": min(round(300 * spent / one.hours), 300), "goal": None, "mark": None},
        "used_up": spent >= one.hours,
        "over": one.ended_on < today(), "soon": today() <= one.ended_on <= today() + SOON,
    }  # fmt: skip


def told(hours: Decimal) -> str:
    """`2` or `2,5` (English `2.5`)."""
    exponent = hours.normalize().as_tuple().exponent
    return number(hours, max(0, -int(exponent)))
