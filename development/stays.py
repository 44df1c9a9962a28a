"""Somebody's place in a learning place or group: asked for (the wait list), reserved, given back.

Seats and hours of guidance are guarded by the database (development/stay_sql.py), whoever does it and however many at once;
a refusal comes back as a message at the field.
"""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.models import Membership
from chain.once import NotNow
from clients import steps
from clients.models import Step
from clients.timeline import record
from development.models import Group, LearningPlace, Station, Stay

# What the database refuses, and at which field that is said (SNOER_REFUSALS).
FULL = {
    "stay_seats": ("place", _("Hier is op die dagen geen plek meer vrij. Zet de persoon op de wachtlijst of kies andere dagen.")),
    "stay_guidance_hours": ("guidance", _("Er zijn hier op die dagen niet genoeg uren begeleiding meer.")),
    "stay_place_over": ("place", _("Deze plek is er op die dagen niet, of niet meer. Kies andere dagen of een andere plek.")),
    "stay_group_seats": ("group", _("Deze groep is op die dagen vol. Zet de persoon op de wachtlijst of kies een andere groep.")),
    "stay_group_over": ("group", _("Deze groep is er op die dagen niet, of niet meer. Kies andere dagen of een andere groep.")),
}  # fmt: skip
MOST_GUIDANCE = 40  # hours a week for one person: more is a typing error


def may(membership: Membership, step: Step) -> bool:
    """The partner whose step it is, and the point of contact."""
    return steps.may(membership, step, "replan")


def ask(
    step: Step,
    *,
    place: LearningPlace | None = None,
    group: Group | None = None,
    station: Station | None = None,
    asked_for: str = "",
    guidance: Decimal = Decimal(0),
    reserve: bool = False,
    by: Membership | None = None,
) -> Stay:
    """Put the person of a planned step on the wait list, or (`reserve`) give a seat at once; a running step takes it.

    PermissionDenied for who may not; NotNow for a step that is over or has a stay; ValidationError at `place`, `group` or
    `guidance` where there is no room, at `place` where there is nothing to reserve.
    """
    by = steps.acting(by)
    with steps.refusals():
        step = _locked(step, by)
        if Stay.objects.filter(step=step).exists():
            raise NotNow
        place = (group.place if group else None) or place or (station.place if station else None)
        _check(step, place, group, guidance, reserve or step.status == "active")
        stay = Stay.objects.create(
            step=step, client_id=step.client_id, chain_id=step.chain_id, place=place, group=group, station=station,
            reserved=reserve, asked_on=today(), asked_by_id=by.user_id, asked_for=asked_for.strip(), guidance=guidance,
        )  # fmt: skip
        stay.refresh_from_db()  # what triggers filled in
        _tell(stay, step)
    return stay


def reserve(
    stay: Stay,
    *,
    place: LearningPlace | None = None,
    group: Group | None = None,
    station: Station | None = None,
    guidance: Decimal | None = None,
    by: Membership | None = None,
) -> Stay:
    """A seat for who waits, or another one for who has one; what is not given stays as it was. Errors as of ask().

    Who goes to another place leaves the group and the station of the place before.
    """
    by = steps.acting(by)
    with steps.refusals():
        step = _locked(stay.step, by)
        stay = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
        place = (group.place if group else None) or place or (station.place if station else None) or stay.place
        stay.group = group or (stay.group if _there(stay.group, place) else None)
        stay.station = station or (stay.station if _there(stay.station, place) else None)
        stay.place = place
        stay.guidance = stay.guidance if guidance is None else guidance
        _check(step, stay.place, stay.group, stay.guidance, reserve=True)
        stay.reserved = True
        stay.version += 1
        stay.save()
        stay.refresh_from_db()
        _tell(stay, step)
    return stay


def release(stay: Stay, *, by: Membership | None = None) -> Stay:
    """Give the seat of a planned step back: the person waits again, in the old order. NotNow for one that is taken."""
    by = steps.acting(by)
    with transaction.atomic():
        step = _locked(stay.step, by)
        stay = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
        if step.status != "planned" or not stay.reserved:
            raise NotNow
        stay.reserved, stay.version = False, stay.version + 1
        stay.save(update_fields=["reserved", "version"])
        stay.refresh_from_db()
        record("stay-released", step.client, about=step, step=step.instrument.name, where=where(stay))
    return stay


def where(stay: Stay) -> str:
    """The group, else the place, else nothing."""
    return str(stay.group or stay.place or "")


def _locked(step: Step, by: Membership) -> Step:
    """The step, locked; PermissionDenied for who may not plan it otherwise, NotNow for one that is over."""
    found = steps.locked(step, by, "replan")
    if found.status not in ("planned", "active"):
        raise NotNow
    return found


def _there(what: Group | Station | None, place: LearningPlace | None) -> bool:
    """Whether the group or station goes with the place: at it, or at none in particular."""
    return what is not None and what.place_id in (None, place.pk if place else None)


def _check(step: Step, place: LearningPlace | None, group: Group | None, guidance: Decimal, reserve: bool) -> None:
    if reserve and place is None and group is None:
        raise ValidationError({"place": _("Kies een leerwerkplek of een groep")})
    if not 0 <= guidance <= MOST_GUIDANCE:
        raise ValidationError({"guidance": _("Vul een aantal uren van 0 tot en met 40 in")})
    start, end = step.started_on or step.planned_on, step.planned_end
    if reserve and start is None:
        raise ValidationError({"place": _("Vul bij de stap eerst in wanneer hij begint")})
    for field, one in (("place", place), ("group", group)):
        if one is not None and start is not None:
            _check_days(field, one, start, end, reserve)
    if place and place.municipality_id and place.municipality_id != step.client.home_id:
        raise ValidationError({"place": _("Deze plek is voor inwoners van een andere gemeente")})


def _check_days(field: str, one: LearningPlace | Group, start: dt.date, end: dt.date | None, reserve: bool) -> None:
    """Nobody is planned before the first day of a place or group, or beyond its last."""
    if start < one.started_on:
        raise ValidationError({field: _("Die is er pas vanaf %(day)s") % {"day": day(one.started_on)}})
    if one.ended_on and (start > one.ended_on or (end and end > one.ended_on)):
        raise ValidationError(
            {field: _("Die is er tot en met %(day)s. De stap duurt langer.") % {"day": day(one.ended_on)}}
        )
    if one.ended_on and end is None and reserve:
        said = _("Die is er tot en met %(day)s. Vul bij de stap eerst een laatste dag in.")
        raise ValidationError({field: said % {"day": day(one.ended_on)}})


def _tell(stay: Stay, step: Step) -> None:
    act = "stay-waiting" if stay.state == "waiting" else "stay-reserved"
    record(act, step.client, about=step, step=step.instrument.name, where=where(stay))
