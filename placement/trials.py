"""The trial placement that comes of an introduction: work without wage to see whether it fits, a step of the palette.

Two months at first, six at most with an extension that has a reason (Participatiewet, article 8a, paragraph 2 d). Both
stand in the chain's terms: `trial-end` and the limit `trial-limit`, which clients.terms.check_limits() holds. The step
keeps partner, days and hours; acts here run in the transaction of the introduction's own.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.formats import day
from chain.models import Instrument, Membership, Partner
from clients import steps
from clients.models import Client, Step
from clients.terms import after, due, term_on
from placement.models import Introduction

CODE = "proefplaats"
MONTHS = 2  # where the chain has no term for it
RUNS = ("planned", "active")
ONE_DAY = dt.timedelta(days=1)


def usual_end(chain_id: int, start: dt.date) -> dt.date:
    """The last day of a trial placement that begins on the day and is not extended."""
    term = term_on(chain_id, "trial-end", start, CODE)
    return after(start, term.offset if term else MONTHS, term.unit if term else "months") - ONE_DAY


def last_end(chain_id: int, start: dt.date) -> dt.date | None:
    """The last day on which it may end, extended; None where the chain has no such limit."""
    term = term_on(chain_id, "trial-limit", start, CODE)
    return due(term, start) if term else None


def begin(
    found: Introduction, start: dt.date, end: dt.date | None = None, hours: int | None = None, *, by: Membership
) -> Step:
    """The step of the trial placement, started if its first day has come.

    ValidationError, per field (start, end), where one runs already, for more than the first two months, and for what
    steps.plan() refuses.
    """
    instrument = Instrument.objects.filter(chain_id=found.chain_id, code=CODE).first()
    if instrument is None:
        raise ValidationError({"start": _("Uw keten heeft geen proefplaats in het palet")})
    if Step.objects.filter(client=found.client, instrument=instrument, status__in=RUNS).exists():
        raise ValidationError({"start": _("Er loopt of staat al een proefplaats voor deze persoon")})
    usual = usual_end(found.chain_id, start)
    end = end or usual
    if end > usual:
        raise ValidationError({"end": ValidationError(
            _("Eerst ten hoogste tot en met %(day)s. Daarna kunt u verlengen, met een reden."), code="limit",
            params={"day": day(usual)})})  # fmt: skip
    partner = _partner(found, instrument, start, by)
    try:
        step = steps.plan(
            found.client, instrument, partner, planned_on=start, planned_end=end, hours_per_week=hours,
            goal=found.employer.name, by=by, tell=False,
        )  # fmt: skip
        return _started(step, start, by) if start <= today() else step
    except ValidationError as error:
        raise _named(error, "start", "end") from error


def _partner(found: Introduction, instrument: Instrument, start: dt.date, by: Membership) -> Partner:
    """Who carries it out: the partner that introduces if it holds the mandate, else the one of the palette."""
    holders = Partner.objects.filter(pk__in=steps.holders(instrument, found.client.home_id, start))
    first = (found.partner_id, instrument.partner_id)
    there = sorted(holders, key=lambda one: (first.index(one.pk) if one.pk in first else 2, one.position, one.pk))
    allowed = next((one for one in there if steps.may_plan(by, one)), None)
    if allowed is None:
        told = translate("Uw organisatie mag hier geen proefplaats afspreken. Dat kan: %(partners)s.")
        none = translate("Niemand mag hier op die dag een proefplaats afspreken.")
        raise ValidationError({"start": told % {"partners": ", ".join(one.name for one in there)} if there else none})
    return allowed


def _started(step: Step, on: dt.date, by: Membership) -> Step:
    """Started by its partner; or, where the point of contact records what the partner does, for it."""
    if steps.may(by, step, "start"):
        return steps.move(step, "start", on=on, by=by, tell=False)
    step.status, step.started_on = "active", on
    return _saved(step)


def may_extend(membership: Membership, found: Introduction) -> bool:
    """Who carries the trial placement out, while it runs."""
    trial = found.trial
    if trial is None or trial.status != "active" or not membership.writes("placements"):
        return False
    return steps.may(membership, trial, "observe")


def extend(found: Introduction, until: dt.date, why: str, *, by: Membership) -> Step:
    """Another last day for a trial placement that runs, with the reason, which stands with its progress.

    ValidationError, per field (until, why): without a reason, no later than it was, or beyond the limit of the law;
    NotNow where it does not run; PermissionDenied for who does not carry it out.
    """
    why = why.strip()
    with transaction.atomic():
        trial = Step.objects.select_for_update(of=("self",)).filter(introduction=found.pk).first()
        if trial is None:
            raise steps.NotNow
        trial = Step.objects.select_related("client", "instrument", "partner").get(pk=trial.pk)
        if not (by.writes("placements") and steps.may(by, trial, "observe")):
            raise PermissionDenied
        if trial.status != "active":
            raise steps.NotNow
        if not why:
            raise ValidationError({"why": _("Vul in waarom verlengen nodig is")})
        if trial.planned_end and until <= trial.planned_end:
            raise ValidationError({"until": ValidationError(
                _("De proefplaats loopt al tot en met %(day)s"), params={"day": day(trial.planned_end)})})  # fmt: skip
        try:
            step = steps.replan(trial, planned_on=trial.planned_on or today(), planned_end=until, by=by)
        except ValidationError as error:
            raise _named(error, "until", "until") from error
        with override("nl"):
            told = translate("Proefplaats verlengd tot en met %(day)s: %(why)s") % {"day": day(until), "why": why}
        steps.observe(step, told, by=by)
    return step


def over(trial: Step | None, on: dt.date, result: str, *, by: Membership, placed: bool = False) -> None:
    """End what runs of it on the day, cancel what had not begun; nothing where it is over, or another's to end.

    With a day to come the end is moved to it, and its partner ends it then. `placed`: it did what it was for.
    """
    if trial is None:
        return
    trial = (
        Step.objects.select_for_update(of=("self",))
        .select_related("client", "instrument", "partner").filter(pk=trial.pk, status__in=RUNS).first()
    )  # fmt: skip
    if trial is None:
        return
    own = steps.may(by, trial, "finish")
    if not (own or by.is_contact_point):
        return
    if trial.status == "planned":
        steps.move(trial, "cancel", result=result, by=by)
    elif on > today():
        if trial.planned_end is None or on < trial.planned_end:
            steps.replan(trial, planned_on=trial.planned_on or today(), planned_end=on, by=by)
    else:
        assert trial.started_on
        on = max(on, trial.started_on)
        if own:
            steps.move(trial, "finish" if placed else "stop", on=on, result=result, by=by)
        else:
            trial.status, trial.ended_on, trial.result = "done" if placed else "stopped", on, result
            _saved(trial)


def _saved(step: Step) -> Step:
    step.version += 1
    step.save(update_fields=["status", "started_on", "ended_on", "result", "version"])
    return step


def _named(error: ValidationError, start: str, end: str) -> ValidationError:
    """What the step refused, at the fields of the form here."""
    fields = {end if name == "planned_end" else start: said for name, said in error.update_error_dict({}).items()}
    return ValidationError(fields)  # type: ignore[arg-type]


def running(client: Client) -> Step | None:
    """The person's trial placement that runs or is planned."""
    return Step.objects.filter(client=client, instrument__code=CODE, status__in=RUNS).first()
