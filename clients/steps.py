"""What is done with a step: plan, replan, start, finish, stop, cancel, observe.

Each act checks who may do it, locks the row, changes it and tells it on the timeline, in one transaction. Which act
follows on which status stands in MOVES (clients/models/step.py); refusals and buttons come from that table and `may`.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chain.acting import acting_membership
from chain.days import today
from chain.models import Instrument, Mandate, Membership, Partner
from chain.once import NotNow as NotNow
from chain.registry import registered
from clients.models import Client, Observation, PlanGoal, Referral, Step
from clients.models.step import MOVES, STOPPED_FOR
from clients.terms import check_limits
from clients.timeline import record

YEARS_BACK = 10  # a start longer before the registration than this is a typing error
TOLD_AS = {"start": "step-started", "finish": "step-finished", "stop": "step-stopped", "cancel": "step-cancelled"}


def acting(by: Membership | None = None) -> Membership:
    """The membership given, or else the one acted under."""
    return by or Membership.objects.with_contact_point().select_related("partner").get(pk=acting_membership())


def check_day(on: dt.date, by: Membership) -> None:
    """ValidationError for a day to come: what happened is told of a day that was. A job takes over what it is given."""
    if on > today() and by.role != "system":
        raise ValidationError({"on": _("Deze dag moet nog komen")})


@contextmanager
def refusals() -> Iterator[None]:
    """A transaction in which what the database refuses for a floor above (SNOER_REFUSALS) becomes a ValidationError at its
    field; other errors go on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for told in registered("SNOER_REFUSALS"):
            if name in told:
                field, said = told[name]
                raise ValidationError({field: said}) from error
        raise


def is_of(membership: Membership, partner: Partner) -> bool:
    """Whether the membership acts for the partner: its own, a sub-unit, or one that it has succeeded. Asks nothing."""
    own = membership.partner_id
    return own is not None and (
        partner.pk == own
        or partner.parent_id == own
        or (partner.succeeded_by_id == own and partner.succeeded_on is not None and partner.succeeded_on <= today())
    )


def may(membership: Membership, step: Step, act: str) -> bool:
    """Whether the membership may do the act, whatever the status.

    What is done is the executing partner's to tell; what is planned, the point of contact may plan otherwise too.
    """
    if not membership.writes("plan"):
        return False
    if membership.role == "system":
        return True
    if step.client.closed_on:
        return False
    if is_of(membership, step.partner):
        return True
    return act in ("cancel", "replan") and bool(membership.is_contact_point)


def moves(membership: Membership, step: Step) -> list[str]:
    """The acts of MOVES that are open to the membership now: its buttons."""
    return [act for act in step.moves() if may(membership, step, act)]


def may_plan(membership: Membership, partner: Partner) -> bool:
    """The point of contact plans for any partner, others for their own."""
    return membership.writes("plan") and (
        membership.role == "system" or bool(membership.is_contact_point) or is_of(membership, partner)
    )


def holders(instrument: Instrument, municipality_id: int | None, day: dt.date) -> list[int]:
    """Ids of the partners with the mandate for the instrument's function in the municipality on the day."""
    mandates = Mandate.objects.on(day).filter(chain_id=instrument.chain_id)
    return list(mandates.covering(instrument.function, municipality_id).values_list("partner_id", flat=True).distinct())


def plan(
    client: Client,
    instrument: Instrument,
    partner: Partner,
    *,
    planned_on: dt.date | None = None,
    planned_end: dt.date | None = None,
    hours_per_week: int | None = None,
    goal: str = "",
    plan_goal: PlanGoal | None = None,
    referral: Referral | None = None,
    on: dt.date | None = None,
    by: Membership | None = None,
    ref: str = "",
    tell: bool = True,
) -> Step:
    """A planned step of the client, from `planned_on` (today) on; `on` is the day on which it was planned (today).

    `plan_goal`: what it is for in the person's plan. `referral`: the accepted one that it comes of, which is found by
    itself where the partner works on one for the same function. `tell=False`: the caller's own act tells it, such as a
    placement or an intake.
    ValidationError, per field, where the instrument or the partner's mandate does not hold on the planned day or the
    dates are no period; PermissionDenied for who may not plan for the partner.
    """
    by = acting(by)
    if not may_plan(by, partner):
        raise PermissionDenied
    accepted = list(Referral.objects.filter(client=client, status="accepted"))
    _check_has_to_do_with(by, client, accepted)
    referral = _comes_of(referral, accepted, instrument, partner)
    planned_on = planned_on or today()
    _check_instrument(instrument, planned_on)
    _check_mandate(instrument, partner, client, planned_on)
    _check_order(planned_on, planned_end)
    check_limits(instrument, planned_on, planned_end)
    check_goal(plan_goal, client)
    with transaction.atomic():
        step = Step.objects.create(
            client=client, chain_id=client.chain_id, ref=ref or uuid.uuid4().hex,
            instrument=instrument, partner=partner, phase=instrument.phase, track=instrument.track,
            planned_on=planned_on, planned_end=planned_end, hours_per_week=hours_per_week, goal=goal,
            referral=referral,
            plan_goal_id=plan_goal.pk if plan_goal else referral.plan_goal_id if referral else None,
        )  # fmt: skip
        if tell:
            record(
                "step-planned", client, about=step, on=on, step=instrument.name, start=planned_on, partner=partner.name
            )
    return step


def replan(
    step: Step, *, planned_on: dt.date, planned_end: dt.date | None = None, by: Membership | None = None
) -> Step:
    """Other planned days for a step that is planned or (its end) that runs. NotNow for one that is over."""
    by = acting(by)
    with refusals():
        step = locked(step, by, "replan")
        if step.status not in ("planned", "active"):
            raise NotNow
        if step.status == "planned":
            _check_mandate(step.instrument, step.partner, step.client, planned_on)
            step.planned_on = planned_on
        _check_order(step.started_on or step.planned_on, planned_end, "planned_end")
        check_limits(step.instrument, step.started_on or step.planned_on, planned_end)
        step.planned_end = planned_end
        _save(step, "planned_on", "planned_end")
        start = step.started_on or step.planned_on
        params: dict[str, Any] = {"step": step.instrument.name, "start": start, "end": planned_end or "…"}
        record("step-replanned", step.client, about=step, **params)
    return step


def move(
    step: Step,
    act: str,
    *,
    on: dt.date | None = None,
    result: str = "",
    stopped_for: str = "",
    by: Membership | None = None,
    tell: bool = True,
) -> Step:
    """Start, finish, stop or cancel the step on the day (today); `result` is what came of it, or why not.

    `stopped_for`: of STOPPED_FOR, for a stop; the statutory statistics tell by it whether anybody chose so (SRG, kenmerk
    18). Told on the timeline, unless the caller's own act tells it (`tell=False`).

    KeyError for another act; PermissionDenied for who may not; NotNow where the status does not allow it;
    ValidationError, per field, for a day or a mandate that cannot be, or a missing result.
    """
    before, after = MOVES[act]
    by, on, result = acting(by), on or today(), result.strip()
    with refusals():
        step = locked(step, by, act)
        if step.status != before:
            raise NotNow
        check_day(on, by)
        if act == "start":
            _check_not_too_early(step, on)
            _check_mandate(step.instrument, step.partner, step.client, on, field="on")
            check_limits(step.instrument, on, step.planned_end, field="on")
            _check_hinders(step)
            step.started_on = on
        elif act in ("finish", "stop"):
            if step.started_on and on < step.started_on:
                raise ValidationError({"on": _("De laatste dag ligt vóór de start")})
            step.ended_on = on
        if act != "start":
            check_result(act, result)
        if stopped_for and (act != "stop" or stopped_for not in STOPPED_FOR):
            raise ValidationError({"stopped_for": _("Kies een reden")})
        step.status, step.result, step.stopped_for = after, result, stopped_for
        params = {} if act == "start" else {"result": result}
        if tell:  # before it is saved: with a last day long ago the partner's sight ends in this very act
            record(TOLD_AS[act], step.client, about=step, on=on, step=step.instrument.name, **params)
        _save(step, "status", "started_on", "ended_on", "result", "stopped_for")
    return step


def check_result(act: str, result: str) -> None:
    """ValidationError for an end that does not say what came of it, or why."""
    if not result.strip():
        raise ValidationError({"result": _("Vul in wat eruit kwam") if act == "finish" else _("Vul in waarom")})


def observe(step: Step, text: str, *, on: dt.date | None = None, by: Membership | None = None) -> Observation:
    """Progress on a running step, as its executing partner sees it. NotNow for one that does not run."""
    by, on, text = acting(by), on or today(), text.strip()
    if not text:
        raise ValidationError({"text": _("Vul in hoe het gaat")})
    with transaction.atomic():
        step = locked(step, by, "observe")
        if step.status != "active":
            raise NotNow
        check_day(on, by)
        if step.started_on and on < step.started_on:
            raise ValidationError({"on": _("Deze dag ligt vóór de start")})
        observation = Observation.objects.create(
            step=step, client_id=step.client_id, chain_id=step.chain_id, partner_id=step.partner_id,
            author_id=by.user_id, on=on, text=text,
        )  # fmt: skip
        record("step-observed", step.client, about=step, on=on, step=step.instrument.name, text=text)
    return observation


def locked(step: Step, by: Membership, act: str) -> Step:
    """The step as it is now, locked until the end of the transaction; PermissionDenied for who may not do the act."""
    found = (
        Step.objects.select_for_update(of=("self",))
        .select_related("client", "instrument", "partner")
        .filter(pk=step.pk)
        .first()
    )
    if found is None or not may(by, found, act):
        raise PermissionDenied
    return found


def _save(step: Step, *fields: str) -> None:
    step.version += 1
    step.save(update_fields=[*fields, "version"])


def _check_instrument(instrument: Instrument, day: dt.date) -> None:
    if (instrument.started_on and day < instrument.started_on) or (instrument.ended_on and day > instrument.ended_on):
        raise ValidationError({"instrument": _("Dit wordt op die dag niet aangeboden")})


def _check_has_to_do_with(by: Membership, client: Client, accepted: list[Referral]) -> None:
    """A partner whose last step or placement is over still sees the person for a while, but does not prolong that
    itself by a new step: the point of contact brings it in again (access.md, rule 2). Nor does a question that it has
    not accepted, or an invitation, make it a partner of the person: those show a part of the file alone. Where the point
    of contact told it who is behind a work card, it did so for that partner to find this person work."""
    if by.role == "system" or by.is_contact_point:
        return
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gte=today())
    own = client.involvements.filter(going_on, partner_id__in=by.acts_for, membership__isnull=True)
    to_place = Q(reason="mediation") & (Q(seen_until__isnull=True) | Q(seen_until__gte=today()))
    if own.filter(to_place | Q(parts__isnull=True)).exists() or any(
        referral.partner_id in by.acts_for for referral in accepted
    ):
        return
    if own.filter(reason="referral").exists():
        raise ValidationError({"partner": _("Neem eerst de verwijzing aan. Daarna kunt u een stap plannen.")})
    raise ValidationError(
        {"partner": _("Uw organisatie heeft geen lopende stap meer bij deze inwoner. "
                      "Vraag degene met de regie om een nieuwe stap te plannen.")}
    )  # fmt: skip


def _comes_of(
    referral: Referral | None, accepted: list[Referral], instrument: Instrument, partner: Partner
) -> Referral | None:
    """The accepted referral that the step comes of: the one given, else the partner's for the same function (there is
    one open referral of a kind). ValidationError for one that the partner does not work on."""
    if referral is None:
        same = (one for one in accepted if (one.partner_id, one.function) == (partner.pk, instrument.function))
        return next(same, None)
    if referral not in accepted or referral.partner_id not in (partner.pk, partner.parent_id):
        raise ValidationError({"referral": _("Aan deze verwijzing werkt deze partner niet")})
    return referral


def _check_mandate(
    instrument: Instrument, partner: Partner, client: Client, day: dt.date, field: str = "partner"
) -> None:
    if partner.pk not in holders(instrument, client.home_id, day):
        raise ValidationError(
            {field: ValidationError(_("%(partner)s heeft op die dag geen mandaat voor %(step)s in deze gemeente"),
                                    params={"partner": partner.name, "step": instrument.name})}
        )  # fmt: skip


def check_goal(goal: PlanGoal | None, client: Client) -> None:
    """ValidationError for a goal of somebody else, one that is reached or dropped, or of a plan that has ended."""
    if goal is None:
        return
    open_now = PlanGoal.objects.filter(pk=goal.pk, client=client, status="open", plan__ended_on__isnull=True)
    if not open_now.exists():
        raise ValidationError({"plan_goal": _("Kies een doel dat nog loopt")})


def _check_order(start: dt.date | None, end: dt.date | None, field: str = "planned_end") -> None:
    if start and end and end < start:
        raise ValidationError({field: _("Het einde ligt vóór het begin")})


def _check_not_too_early(step: Step, on: dt.date) -> None:
    """Not long before the registration: then it is a typing error. The birth date is not everyone's to read."""
    registered = step.client.registered_on
    if on < registered.replace(year=registered.year - YEARS_BACK, day=min(registered.day, 28)):
        raise ValidationError({"on": _("Kijk het jaar na: dit is lang voor de aanmelding")})


def _check_hinders(step: Step) -> None:
    """ValidationError where floors above say what the step still waits for."""
    found = [text for function in registered("SNOER_START_HINDERS") for text in function(step)]
    if found:
        raise ValidationError({"on": found})


def usual_end(instrument: Instrument, start: dt.date) -> dt.date | None:
    """The last day after the instrument's usual number of weeks."""
    return start + dt.timedelta(weeks=instrument.weeks, days=-1) if instrument.weeks else None


def lateness(step: Step) -> int:
    """Days since the planned start passed without a start, or the planned end without an end; 0 if neither."""
    term = {"planned": step.planned_on, "active": step.planned_end}.get(step.status)
    return max((today() - term).days, 0) if term else 0
