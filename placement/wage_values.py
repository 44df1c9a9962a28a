"""Measurements of the wage value: written as a draft, settled once, and from then on unchanged (article 10d; Regeling
loonkostensubsidie Participatiewet, articles 2 to 4).

The person's ability to work on record stays as it is: a wage value is of one job at one employer.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from clients import access
from clients.steps import NotNow, acting, check_day
from clients.timeline import record
from placement.models import Placement, WageTask, WageValue
from placement.wage_rules import Measured, Shares, wage_value

MOST_TASKS = 8


@dataclass(frozen=True)
class Line:
    """A main task as it was typed: its name and how it goes."""

    name: str
    measured: Measured


def may_write(membership: Membership, placement: Placement) -> bool:
    """Whether the membership may write wage values of the placement."""
    return access.writes(membership, placement.client, "subsidy") and membership.partner_id is not None


def write(
    found: WageValue, lines: Sequence[Line], version: int | None = None, *, by: Membership | None = None
) -> WageValue:
    """Save the draft with its tasks: `found` carries what was typed, and is new or the one on record with its `version`.

    NotNow where it was settled, or changed meanwhile; PermissionDenied for who may not, also of another partner's;
    ValidationError, per field, for a day to come or before the work began, or more tasks than a worksheet has.
    """
    by = acting(by)
    placement = found.placement
    assert placement
    if not may_write(by, placement):
        raise PermissionDenied
    _check(found, placement, lines, by)
    with transaction.atomic():
        if found.pk:
            now = _locked(found)
            if now.percent is not None or now.version != version:
                raise NotNow
            found.version = now.version + 1
            found.tasks.all().delete()
        else:
            found.client, found.chain_id = placement.client, placement.chain_id
            found.partner_id, found.author_id = by.partner_id, by.user_id  # type: ignore[assignment]
        found.save()
        for line in lines:
            task = line.measured
            WageTask.objects.create(
                wage_value=found, client_id=found.client_id, chain_id=found.chain_id, name=line.name, share=task.share,
                pace=task.pace, quality=task.quality, deployment=task.deployment,
            )  # fmt: skip
    return found


def _check(found: WageValue, placement: Placement, lines: Sequence[Line], by: Membership) -> None:
    check_day(found.on, by)
    began = placement.step.started_on
    if began is None or found.on < began:
        raise ValidationError({"on": _("Meten kan pas als iemand er werkt: deze dag ligt vóór de eerste dag")})
    if found.again_on and found.again_on <= found.on:
        raise ValidationError({"again_on": _("Kies een dag na de dag van de meting")})
    if len(lines) > MOST_TASKS:
        raise ValidationError(_("Een werkblad heeft ten hoogste acht taken"))


def settle(found: WageValue, version: int, *, by: Membership | None = None) -> WageValue:
    """The wage value stands: whole percents, from now on unchanged.

    ValidationError, per field, without an expert, a reference job, tasks of a hundred percent together, or where it was not
    discussed with the employer; NotNow where it was settled or changed meanwhile; PermissionDenied for who may not.
    """
    by = acting(by)
    assert found.placement
    if not may_write(by, found.placement):
        raise PermissionDenied
    with transaction.atomic():
        now = _locked(found)
        if now.percent is not None or now.version != version:
            raise NotNow
        wrong: dict[str, Any] = {}
        if not now.expert.strip():
            wrong["expert"] = _("Vul in welke deskundige heeft gemeten")
        if not now.reference_job.strip():
            wrong["reference_job"] = _("Vul de normfunctie in")
        if not now.employer_agrees:
            wrong["employer_agrees"] = _("Bespreek de uitkomst eerst met de werkgever")
        try:
            percent = wage_value(measured(now))
        except Shares as error:
            wrong["__all__"] = adds_up_to(error.total)
        if wrong:
            raise ValidationError(wrong)
        now.percent, now.settled_on, now.version = percent, today(), now.version + 1
        now.save(update_fields=["percent", "settled_on", "version"])
        record("wage-value-settled", now.client, about=now, part="subsidy")
    return now


def adds_up_to(total: int) -> ValidationError:
    text = _("De delen van het werk zijn samen %(total)s procent. Dat moet 100 zijn.")
    return ValidationError(text, code="shares", params={"total": total})


def measured(found: WageValue) -> list[Measured]:
    return [Measured(task.share, task.pace, task.quality, task.deployment) for task in found.tasks.all()]


def latest(placement: Placement, on: dt.date | None = None) -> WageValue | None:
    """The last settled wage value of the placement (measured by the day, if given)."""
    found = WageValue.objects.filter(placement=placement, percent__isnull=False)
    if on:
        found = found.filter(on__lte=on)
    return found.order_by("-on", "-pk").first()


def _locked(found: WageValue) -> WageValue:
    """The row as it is now, locked; PermissionDenied where another partner keeps it."""
    now = WageValue.objects.select_for_update(of=("self",)).select_related("client").filter(pk=found.pk).first()
    if now is None:
        raise PermissionDenied
    return now
