"""What happens to a step of development while it runs: it goes on longer, stands still, goes on again, and ends.

The database refuses what cannot be (development/course_sql.py), whoever does it; a refusal comes back at its field. A module
is an entry of the palette in which people take part: those end here, with what should follow.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.models import Instrument, Membership, holds_on
from chain.once import NotNow
from clients import access, standing, steps
from clients.models import Definition, Step
from clients.terms import check_limits
from clients.timeline import record
from development.models import Extension, Outcome, Pause
from development.models.course import PAUSES

FIT = "trajectory-fit"  # the definition that an end can answer: ready to begin a trajectory or project
ENDS = ("finish", "stop")
LONGEST_PAUSE = dt.timedelta(days=366)  # a later day is a typing error
ONE_DAY = dt.timedelta(days=1)

# What the database refuses, and at which field that is said (SNOER_REFUSALS).
REFUSED = {
    "extension_of_a_running_step": ("until", _("Deze stap loopt niet (meer)")),
    "extension_of_the_end_there_is": ("until", _("Iemand anders heeft het einde net verzet. Kijk het nog eens na.")),
    "extension_after_the_start": ("until", _("Het einde ligt vóór het begin")),
    "extension_is_longer": ("until", _("Dat is niet later dan het einde dat er al staat")),
    "pause_within_step": ("on", _("Op die dagen liep de stap niet")),
    "one_pause_at_a_time": ("on", _("De stap stond op die dagen al stil")),
    "pause_ends_after_start": ("until", _("Het einde ligt vóór het begin")),
}  # fmt: skip


def is_module(instrument: Instrument) -> bool:
    """Whether people take part in it: not guidance, support or a budget, which need no place and lead nowhere by themselves."""
    return (
        instrument.phase == "development" and not instrument.form_of_work and (instrument.activates or instrument.group)
    )


def extend(step: Step, until: dt.date, reason: str, *, by: Membership | None = None) -> Extension:
    """A later last day for a step that runs, and why. By the executing partner and the point of contact.

    PermissionDenied for others; NotNow for a step that does not run; ValidationError at `reason` where it says nothing, at
    `until` for a day that is not later, beyond a limit of the chain's terms, or on which the place is somebody else's.
    """
    by, reason = steps.acting(by), reason.strip()
    with _at_until(), steps.refusals():
        step = _running(step, by)
        if not reason:
            raise ValidationError({"reason": _("Vul in waarom het langer duurt")})
        if step.planned_end and until <= step.planned_end:
            text = _("De stap loopt al tot en met %(day)s")
            raise ValidationError({"until": ValidationError(text, params={"day": day(step.planned_end)})})
        check_limits(step.instrument, step.started_on, until, field="until")
        found = Extension.objects.create(  # a trigger moves the end of the step
            step=step, client_id=step.client_id, chain_id=step.chain_id, on=today(), was_until=step.planned_end,
            until=until, reason=reason, partner_id=by.partner_id or step.partner_id, author_id=by.user_id,
        )  # fmt: skip
        record("step-extended", step.client, about=step, step=step.instrument.name, until=until)
    return found


@contextmanager
def _at_until() -> Iterator[None]:
    """What a seat refuses of a later end, said at that end."""
    try:
        yield
    except ValidationError as error:
        said = error.update_error_dict({})
        if not {"place", "group", "guidance"} & set(said):
            raise
        text = _(
            "Na het oude einde is deze plek al aan iemand anders beloofd. Kies een eerdere dag, of een andere plek."
        )
        raise ValidationError({"until": text}) from error


def pause(
    step: Step, reason: str, *, on: dt.date | None = None, until: dt.date | None = None, by: Membership | None = None
) -> Pause:
    """Let a running step stand still from the day (today), until a last day or until it is resumed; why, of PAUSES.

    NotNow where it does not run or stands still already; ValidationError, per field (reason, on, until), for a day to come
    or on which it did not run; PermissionDenied.
    """
    by, on = steps.acting(by), on or today()
    with steps.refusals():
        step = _running(step, by)
        if paused(step):
            raise NotNow
        steps.check_day(on, by)
        if reason not in PAUSES:
            raise ValidationError({"reason": _("Kies waarom de stap stilstaat")})
        if until and until > on + LONGEST_PAUSE:
            raise ValidationError({"until": _("Kijk het jaar na: deze dag is nog ver weg")})
        found = Pause.objects.create(
            step=step, client_id=step.client_id, chain_id=step.chain_id, started_on=on, ended_on=until, reason=reason,
            author_id=by.user_id,
        )  # fmt: skip
        record("step-paused", step.client, about=step, on=on, step=step.instrument.name)
    return found


def paused(step: Step) -> Pause | None:
    """The pause in which the step stands still today, if any."""
    return Pause.objects.filter(holds_on(today()), step=step).first()


def resume(step: Step, *, on: dt.date | None = None, by: Membership | None = None) -> Pause:
    """End the pause on the day before `on` (today), the first day on which the person is there again; it may be to come.

    NotNow where the step does not stand still; ValidationError at `on` for a day not after the pause began; PermissionDenied.
    """
    by, on = steps.acting(by), on or today()
    with steps.refusals():
        step = _running(step, by)
        found = paused(step)
        if found is None:
            raise NotNow
        if on <= found.started_on:
            text = _("De pauze begon op %(day)s: kies een latere dag")
            raise ValidationError({"on": ValidationError(text, params={"day": day(found.started_on)})})
        if on > found.started_on + LONGEST_PAUSE:
            raise ValidationError({"on": _("Kijk het jaar na: deze dag is nog ver weg")})
        found.ended_on, found.version = on - ONE_DAY, found.version + 1
        found.save(update_fields=["ended_on", "version"])
        record("step-resumed", step.client, about=step, on=min(on, today()), step=step.instrument.name, day=on)
    return found


def end(
    step: Step,
    act: str,
    *,
    on: dt.date | None = None,
    result: str,
    stopped_for: str = "",
    fit: bool | None = None,
    advice: str = "",
    follow_up: Instrument | None = None,
    by: Membership | None = None,
) -> Step:
    """Finish or stop a running step on the day (today): what came of it, and what should follow.

    `fit`: whether the person can begin a trajectory or project now; it is also an answer in the chain's own word for that,
    with the result as its ground (clients.standing). Errors as of steps.move(), and KeyError for another act.
    """
    if act not in ENDS:
        raise KeyError(act)
    by, on, advice = steps.acting(by), on or today(), advice.strip()
    with transaction.atomic():
        step = steps.locked(step, by, act)
        if step.status != "active":
            raise NotNow
        steps.check_day(on, by)
        steps.check_result(act, result)
        # Before it ends: with a last day long ago the partner's sight ends in the very act.
        if fit is not None:
            _answer(step, fit, on, result, by)
        if fit is not None or advice or follow_up:
            Outcome.objects.create(
                step=step, client_id=step.client_id, chain_id=step.chain_id, author_id=by.user_id, fit=fit, advice=advice,
                follow_up=follow_up,
            )  # fmt: skip
        return steps.move(step, act, on=on, result=result, stopped_for=stopped_for, by=by)


def _answer(step: Step, fit: bool, on: dt.date, result: str, by: Membership) -> None:
    """Where the person stands in the chain's word, where it had one on that day, for who may say so."""
    word = Definition.objects.filter(holds_on(on), chain_id=step.chain_id, key=FIT, kind="yes-no").first()
    if word and by.partner_id and access.writes(by, step.client, "profile"):
        standing.assess(step.client, word, "yes" if fit else "not-yet", result, way="practice", on=on, by=by)


def _running(step: Step, by: Membership) -> Step:
    """The step, locked; PermissionDenied for who may not plan it otherwise, NotNow where it does not run."""
    found = steps.locked(step, by, "replan")
    if found.status != "active":
        raise NotNow
    return found
