"""Moving on along a learning line: one act that ends the step at a station and sees to the step at another.

The executing partner says what came of it; the next step is planned with the partner that holds the mandate where the person
lives. Where that is not one for whom the mover may plan, whoever has the lead gets the task to plan it: a partner brings no
other into a file (access.md, rule 2).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.formats import day_short
from chain.models import Membership, Partner
from chain.once import NotNow
from clients import steps, todo
from clients.models import Client, PlanGoal, Step
from clients.timeline import record
from development import course, line_shown, lines, stays
from development.models import Station, Stay

# How somebody goes on: with a seat; on the wait list, at home meanwhile; or on the wait list while staying here.
HOW = {
    "reserve": _("Gaat hier weg, en krijgt een plek"),
    "wait": _("Gaat hier weg, en wacht op een plek"),
    "stay": _("Blijft nog hier, en wacht op een plek"),
}
# Fields of the acts within this one -> fields of its own.
FIELDS = {"place": "how", "group": "how", "partner": "station", "instrument": "station"}


@dataclass(frozen=True)
class Moved:
    """What came of it: the stay at the other station; none where the one with the lead is asked to plan it. `left`: the
    person is no longer at the station of before."""

    station: Station
    partner: Partner
    stay: Stay | None
    left: bool


def stay_of(step: Step) -> Stay | None:
    """The stay at the station where the step is; None for a step that is at none. One question."""
    found = Stay.objects.filter(step=step, station__isnull=False)
    return found.select_related("station__line", "station__instrument", "place").first()


def may(membership: Membership, step: Step) -> bool:
    """Whether the membership may move somebody on from the step, whatever its status: its executing partner."""
    return steps.may(membership, step, "finish")


def partner_at(station: Station, client: Client, day: dt.date) -> Partner:
    """Who carries out the step at the station: the host of its place or the usual partner, where it holds the mandate that
    day where the person lives; else who does. ValidationError at `station` where nobody does."""
    holders = steps.holders(station.instrument, client.home_id, day)
    if not holders:
        raise ValidationError(
            {"station": _("Niemand heeft hiervoor op die dag het mandaat in de gemeente van deze persoon")}
        )
    usual = (station.place.host_id if station.place else None, station.instrument.partner_id)
    chosen = next((pk for pk in usual if pk in holders), None)
    found = Partner.objects.filter(pk__in=[chosen] if chosen else holders)
    return found.order_by("position", "name")[0]


def move_on(
    step: Step,
    station: Station,
    how: str = "reserve",
    *,
    result: str = "",
    on: dt.date | None = None,
    planned_on: dt.date | None = None,
    guidance: Decimal = Decimal(0),
    by: Membership | None = None,
) -> Moved:
    """End the running step on `on` (today) with what came of it, and go on at the other station from `planned_on` (the day
    after): how, of HOW. Who stays goes on the wait list there and nothing ends; a later move takes that place in it.

    PermissionDenied for who may not end the step; NotNow where it does not run (any more) or is at no station; ValidationError
    at `on`, `result`, `station` (another line, no stop any more, no mandate), `planned_on`, `how` (no seat left on those days)
    or `guidance`. Nothing is done then.
    """
    by, on, leaves = steps.acting(by), on or today(), how != "stay"
    planned_on = planned_on or on + dt.timedelta(days=1)
    with _at_fields(), transaction.atomic():
        step = steps.locked(step, by, "finish")
        here = stay_of(step)
        if step.status != "active" or here is None or here.station is None:
            raise NotNow
        if how not in HOW:
            raise ValidationError({"how": _("Kies hoe deze persoon verdergaat")})
        _check_station(here.station, station)
        if leaves:
            _check_days(step, on, planned_on, by)
        there = _planned_there(step, station)
        if there is not None and not leaves:
            raise ValidationError({"how": _("Deze persoon wacht al op een plek bij dit station, of heeft er een")})
        partner = there.step.partner if there else partner_at(station, step.client, planned_on)
        planned = there.step if there else None
        if planned is None and steps.may_plan(by, partner):
            # Before the end: with a last day some while ago the partner would have nothing to do with the person any more.
            planned = steps.plan(
                step.client, station.instrument, partner, planned_on=planned_on, planned_end=_last_day(station, planned_on),
                hours_per_week=step.hours_per_week, plan_goal=_open_goal(step), by=by, tell=False,
            )  # fmt: skip
        if leaves:
            course.end(step, "finish", on=on, result=result, follow_up=None if planned else station.instrument, by=by)
            record("line-moved", step.client, about=step, on=on, line=station.line.name, station=station.name)
        if planned is None:
            _ask_lead(step, station, partner, planned_on, by)
            return Moved(station, partner, None, leaves)
        seat = how == "reserve" and station.place_id is not None
        if there is None:
            there = stays.ask(planned, station=station, guidance=guidance, reserve=seat, by=by)
        elif stays.may(by, there.step):
            there = _at_last(there, planned_on, seat, guidance, by)
        return Moved(station, partner, there, leaves)


def _at_last(there: Stay, planned_on: dt.date, seat: bool, guidance: Decimal, by: Membership) -> Stay:
    """Who was to go there already goes from that day, and with a seat where there is one now."""
    step = there.step
    if step.planned_on != planned_on:
        assert there.station is not None
        steps.replan(step, planned_on=planned_on, planned_end=_last_day(there.station, planned_on), by=by)
        there.refresh_from_db()
    if seat and not there.reserved:
        there = stays.reserve(there, guidance=guidance or None, by=by)
    return there


@contextmanager
def _at_fields() -> Iterator[None]:
    """What the acts refuse, said at the fields of this one."""
    try:
        yield
    except ValidationError as error:
        said = error.update_error_dict({})
        if not set(FIELDS) & set(said):
            raise
        moved: dict[str, list[ValidationError]] = {}
        for field, errors in said.items():
            moved.setdefault(FIELDS.get(field, field), []).extend(errors)
        raise ValidationError(moved) from error  # type: ignore[arg-type]


def _check_station(here: Station, station: Station) -> None:
    if station.line_id != here.line_id:
        raise ValidationError({"station": _("Dit station is van een andere leerlijn")})
    if station.pk == here.pk or station.ended_on:
        raise ValidationError({"station": _("Kies een ander station van deze leerlijn")})
    if lines.state(station.line) == "over":
        raise ValidationError({"station": _("Deze leerlijn is voorbij")})


def _check_days(step: Step, on: dt.date, planned_on: dt.date, by: Membership) -> None:
    steps.check_day(on, by)
    if step.started_on and on < step.started_on:
        raise ValidationError({"on": _("De laatste dag ligt vóór de start")})
    if planned_on <= on:
        raise ValidationError({"planned_on": _("Het volgende station begint na de laatste dag hier")})


def _open_goal(step: Step) -> PlanGoal | None:
    """The goal in the person's plan that the step is for, where it still is one."""
    if step.plan_goal_id is None:
        return None
    return PlanGoal.objects.filter(pk=step.plan_goal_id, status="open", plan__ended_on__isnull=True).first()


def _planned_there(step: Step, station: Station) -> Stay | None:
    """That the person is already to go there: planned before, by this partner or the point of contact."""
    found = Stay.objects.filter(client=step.client_id, station=station, state__in=["held", "waiting"])
    return found.select_related(
        "step__partner", "step__instrument", "step__client", "station__instrument", "place", "group"
    ).first()  # fmt: skip


def _last_day(station: Station, planned_on: dt.date) -> dt.date | None:
    weeks = line_shown.usual_weeks(station)
    return planned_on + dt.timedelta(weeks=weeks, days=-1) if weeks else None


def _ask_lead(step: Step, station: Station, partner: Partner, planned_on: dt.date, by: Membership) -> None:
    """A task for who has the lead: to plan the step that the mover may not plan."""
    what = {"station": station.name[:60], "line": station.line.name[:60], "partner": partner.name[:40]}
    with override("nl"):  # part of what people write, not of the page
        said = translate("Plan station %(station)s van leerlijn %(line)s bij %(partner)s, vanaf %(day)s")
        text = (said % (what | {"day": day_short(planned_on)}))[: todo.LONGEST]
    todo.add(step.client, text, max(planned_on, today()), by=by, about=step)
