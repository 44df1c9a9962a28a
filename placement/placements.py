"""A placement: work in any form, recorded beside its step, with what it may mean for the benefit as a proposal.

The acts; the forms are in placement_forms.py, the pages in placement_pages.py.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from chain.days import today
from chain.models import FORMS_OF_WORK, Instrument, Mandate, Membership, Partner
from clients import steps
from clients.models import Client, Step
from clients.timeline import record
from placement.models import END_REASONS, Employer, Placement
from placement.proposals import propose

PAID = ["regular", "temporary-agency", "wage-subsidy", "secondment", "sheltered"]  # these may touch the benefit
NEEDS_EMPLOYER = ["regular", "temporary-agency", "wage-subsidy", "secondment"]  # sheltered: maybe the partner itself


@dataclass(frozen=True)
class Offer:
    """A form of work that the membership may record for the client: its instrument, and who carries it out."""

    instrument: Instrument
    partners: tuple[Partner, ...]

    @property
    def usual(self) -> Partner:
        """Who carries it out unless told otherwise: the one of the palette if it holds the mandate."""
        return next((p for p in self.partners if p.pk == self.instrument.partner_id), self.partners[0])


def offers(membership: Membership, client: Client) -> dict[str, Offer]:
    """What the membership may record, by form of work in the palette's order of forms; two queries.

    The point of contact records for whichever partner holds the mandate where the person lives, others for their own.
    """
    day = today()
    instruments = (
        Instrument.objects.exclude(form_of_work="")
        .filter(Q(started_on=None) | Q(started_on__lte=day), Q(ended_on=None) | Q(ended_on__gte=day))
        .filter(chain_id=client.chain_id)
        .order_by("-form_of_work", "code")
    )  # fmt: skip
    by_form = {instrument.form_of_work: instrument for instrument in instruments}
    holders: dict[str, list[Partner]] = {}
    mandates = Mandate.objects.on(day).filter(
        chain_id=client.chain_id, function__in={instrument.function for instrument in by_form.values()}
    )  # fmt: skip
    for mandate in mandates.select_related("partner").order_by("partner__position", "partner__name", "pk"):
        if mandate.municipality_id in (None, client.home_id) and steps.may_plan(membership, mandate.partner):
            holders.setdefault(mandate.function, []).append(mandate.partner)
    return {
        form: Offer(by_form[form], tuple(dict.fromkeys(holders[by_form[form].function])))
        for form in FORMS_OF_WORK
        if form in by_form and by_form[form].function in holders
    }


def place(
    client: Client,
    instrument: Instrument,
    partner: Partner,
    *,
    by: Membership,
    started_on: dt.date,
    employer: Employer | None = None,
    job: str = "",
    planned_end: dt.date | None = None,
    hours: int | None = None,
    effect: str = "",
    from_on: dt.date | None = None,
) -> Placement:
    """The placement with its step, started if its first day has come, and the proposal for the benefit, if any.

    ValidationError, per field, where the partner holds no mandate on that day; PermissionDenied for who may not.
    """
    with transaction.atomic():
        step = steps.plan(
            client, instrument, partner, planned_on=started_on, planned_end=planned_end, hours_per_week=hours, by=by,
            goal=job, tell=False,
        )  # fmt: skip
        if started_on <= today():
            step = _started(step, started_on, by)
        placement = Placement.objects.create(
            step=step, client=client, chain_id=client.chain_id, employer=employer, job=job,
            form_of_work=instrument.form_of_work,
        )  # fmt: skip
        with override("nl"):  # the timeline translates it for who reads
            form = str(FORMS_OF_WORK[instrument.form_of_work]).capitalize()
        named = {"employer": employer.name} if employer else {}
        record("placed" if employer else "placed-form", client, about=placement, part="placements", on=started_on,
               form=form, **named)  # fmt: skip
        if effect:
            propose(placement, effect, from_on or started_on, by=by)
    return placement


def _started(step: Step, on: dt.date, by: Membership) -> Step:
    """Started by its partner; or, where the point of contact records what the partner did, for it."""
    if steps.may(by, step, "start"):
        return steps.move(step, "start", on=on, by=by, tell=False)
    step.status, step.started_on = "active", on
    step.version += 1
    step.save(update_fields=["status", "started_on", "version"])
    return step


def end(placement: Placement, on: dt.date, reason: str, note: str = "", *, by: Membership) -> None:
    """End the placement and its step: finished where it ran its course, else stopped.

    ValidationError for a day that cannot be; steps.NotNow where it does not run; PermissionDenied for who may not.
    """
    step = placement.step
    ran_its_course = reason == "contract-ended" or (step.planned_end is not None and on >= step.planned_end)
    with transaction.atomic():
        with override("nl"):
            told = str(END_REASONS[reason])
        result = ". ".join(filter(None, [told.capitalize(), note.strip()]))
        placement.end_reason = reason
        placement.save(update_fields=["end_reason"])
        record("placement-ended", placement.client, about=placement, part="placements", on=on,
               step=step.instrument.name, reason=told)  # fmt: skip
        # Last, since with a last day long ago the partner's sight ends in this very act.
        steps.move(step, "finish" if ran_its_course else "stop", on=on, result=result, by=by, tell=False)


def start(placement: Placement, on: dt.date, *, by: Membership) -> None:
    """Start a planned placement. ValidationError for a day that cannot be; steps.NotNow where it is not planned."""
    with transaction.atomic():
        steps.move(placement.step, "start", on=on, by=by)
