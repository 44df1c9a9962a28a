"""Moving on: what who is with the person says of it last, on a running step, and of which steps it is said.

Document 002 (annex 3 d) wants participants of participation places sooner in paid work, and nobody longer in a trajectory
than it helps. It is a word of a professional, in terms of work: no term, step or benefit follows from it by itself.
Volunteering is voluntary by definition, so nothing is said of it; paid work has its own follow-up (placement).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Instrument, Membership
from chain.once import NotNow
from clients import steps
from clients.models import Step
from clients.timeline import record
from development.models import Onward, Stay
from development.models.course import HELPS, VERDICTS

# Unpaid work from which paid work can come.
UNPAID = ("participation-place", "retention-of-benefit", "day-activity")
# Of development, but nothing that somebody moves on from: what makes taking part possible, and talks.
BESIDE = ("support", "intake")
CONCERNED = Q(phase="development", form_of_work="") & ~Q(function__in=BESIDE) | Q(form_of_work__in=UNPAID)
LONGEST = 300


def concerns(instrument: Instrument) -> bool:
    """Whether people move on from it: a module of development or unpaid work (CONCERNED, of one)."""
    if instrument.form_of_work:
        return instrument.form_of_work in UNPAID
    return instrument.phase == "development" and instrument.function not in BESIDE


def hosts(membership: Membership, stay: Stay | None) -> bool:
    """Whether the person is at the membership's place or in its group now."""
    if stay is None or stay.state != "running":
        return False
    there = (stay.place.host_id if stay.place else None, stay.group.partner_id if stay.group else None)
    return any(partner in membership.acts_for for partner in there if partner)


def may_say(membership: Membership, step: Step, stay: Stay | None) -> bool:
    """The partner whose step it is, who has the person there, and the point of contact; whatever the status."""
    if step.client.closed_on or membership.partner_id is None or not membership.writes("plan"):
        return False
    if not concerns(step.instrument):
        return False
    return bool(membership.is_contact_point) or steps.is_of(membership, step.partner) or hosts(membership, stay)


def stay_of(step: Step) -> Stay | None:
    return Stay.objects.select_related("place", "group").filter(step=step).first()


def say(
    step: Step, verdict: str, helps: Iterable[str] = (), text: str = "", *, on: dt.date | None = None,
    by: Membership | None = None,
) -> Onward:  # fmt: skip
    """What `by` finds on the day (today); it takes the place of what was said before, which stays in the history.

    PermissionDenied for who may not; NotNow where the step does not run (any more) or somebody said something at the very
    same moment; ValidationError, per field, for a verdict or help that there is not, for somebody who is stuck without what
    would help or why, and for a day to come, before the start, or before what was said last.
    """
    by, on, helps, text = steps.acting(by), on or today(), list(dict.fromkeys(helps)), text.strip()
    with transaction.atomic():
        # Not locked: the host of a place may not change the step.
        step = Step.objects.select_related("client", "instrument", "partner").get(pk=step.pk)
        if not may_say(by, step, stay_of(step)):
            raise PermissionDenied
        if step.status != "active":
            raise NotNow
        there = Onward.objects.select_for_update(of=("self",)).filter(step=step).first()
        _check(step, there, verdict, helps, text, on, by)
        found = there or Onward(step=step, client_id=step.client_id, chain_id=step.chain_id, version=0)
        found.verdict, found.helps, found.text, found.on = verdict, helps, text, on
        assert by.partner_id is not None  # else it may not
        found.partner_id, found.author_id = by.partner_id, by.user_id
        found.version += 1
        try:
            with transaction.atomic():
                found.save()
        except IntegrityError:
            raise NotNow from None
        record("onward-said", step.client, about=step, on=on, step=step.instrument.name)
    return found


def _check(
    step: Step, there: Onward | None, verdict: str, helps: list[str], text: str, on: dt.date, by: Membership
) -> None:
    errors: dict[str, Any] = {}
    if verdict not in VERDICTS:
        errors["verdict"] = _("Kies of deze persoon door kan")
    if set(helps) - set(HELPS):
        errors["helps"] = _("Kies uit de lijst wat zou helpen")
    elif verdict == "stuck" and not helps and not text:
        errors["helps"] = _("Kies wat zou helpen, of schrijf het op")
    if len(text) > LONGEST:
        errors["text"] = _("Houd het kort: hoogstens 300 tekens")
    if errors:
        raise ValidationError(errors)
    steps.check_day(on, by)
    if step.started_on and on < step.started_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de start")})
    if there and on < there.on:
        raise ValidationError({"on": _("Er is al iets gezegd op een latere dag")})
