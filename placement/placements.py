"""A placement: work in any form, recorded beside its step, with what it may mean for the benefit as a proposal.

The acts; the forms are in placement_forms.py, the pages in placement_pages.py, participation places in participation.py.
Volunteering is voluntary by definition: no term, task or signal starts from it.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.models import FORMS_OF_WORK, Instrument, Mandate, Membership, Partner
from clients import access, steps
from clients.models import Client, Step
from clients.timeline import record
from placement import participation, staying
from placement.models import END_REASONS, Employer, Introduction, Placement, Site, Vacancy
from placement.proposals import propose

PAID = ["regular", "temporary-agency", "wage-subsidy", "secondment", "sheltered"]  # these may touch the benefit
UNPAID_HOSTS = {
    "volunteering": "volunteer-desk",
    "day-activity": "day-activity",
}  # what an employer new to the chain is then
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
        Instrument.objects.offered(day)
        .filter(chain_id=client.chain_id)
        .exclude(form_of_work="")
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
    vacancy: Vacancy | None = None,
    introduction: Introduction | None = None,
    contract: str = "",
    wage: Decimal | None = None,
    site: Site | None = None,
    employed_by: Partner | None = None,
    quick_start: bool = False,
    learning: bool = False,
) -> Placement:
    """The placement with its step, started if its first day has come, and the proposal for the benefit, if any.

    Of an introduction it closes what it overtakes (placement.introductions.on_placed). `employed_by`: who employs the
    person, of a secondment (the partner itself, unless said otherwise). `wage`: euro an hour.
    ValidationError, per field, where the partner holds no mandate on that day, the vacancy is not to be had (any more), or
    the law does not allow the participation place; PermissionDenied for who may not; NotNow where the introduction is over.
    """
    from placement import introductions  # they are closed by a placement, and ask it what work is paid

    form = instrument.form_of_work
    if introduction is not None:
        vacancy, employer = vacancy or introduction.vacancy, employer or introduction.employer
    if vacancy is not None:
        employer = employer or vacancy.employer
    facts = fitting(form, partner, employer, contract=contract, wage=wage, site=site, employed_by=employed_by,
                    quick_start=quick_start, learning=learning)  # fmt: skip
    with transaction.atomic():
        introductions.hold(client, vacancy)
        if introduction is not None:
            introductions.check_placeable(introduction, by=by)
        if form == participation.FORM:
            participation.check(client, instrument.code, started_on, planned_end, employer, job)
        if vacancy is not None:
            _check_vacancy(vacancy, employer)
        step = steps.plan(
            client, instrument, partner, planned_on=started_on, planned_end=planned_end, hours_per_week=hours, by=by,
            goal=job, tell=False,
        )  # fmt: skip
        if started_on <= today():
            step = _started(step, started_on, by)
        placement = _make(
            step=step, client=client, chain_id=client.chain_id, employer=employer, job=job, form_of_work=form,
            vacancy=vacancy, **facts,
        )  # fmt: skip
        with override("nl"):  # the timeline translates it for who reads
            told = str(FORMS_OF_WORK[form]).capitalize()
        named = {"employer": employer.name} if employer else {}
        record("placed" if employer else "placed-form", client, about=placement, part="placements", on=started_on,
               form=told, **named)  # fmt: skip
        introductions.on_placed(placement, introduction, by=by)
        if effect:
            propose(placement, effect, from_on or started_on, by=by)
    return placement


def fitting(
    form: str, partner: Partner, employer: Employer | None, *, contract: str, wage: Decimal | None, site: Site | None,
    employed_by: Partner | None, quick_start: bool, learning: bool,
) -> dict[str, Any]:  # fmt: skip
    """The particulars that belong to the form of work: of unpaid work there is no contract, wage or quick start.

    ValidationError where the site is not the employer's.
    """
    if site is not None and (employer is None or site.employer_id != employer.pk):
        raise ValidationError({"site": _("Deze vestiging hoort bij een andere werkgever")})
    paid = form in PAID
    return {
        "contract": contract if paid else "", "wage": wage if paid else None, "site": site, "learning": learning,
        "employed_by": (employed_by or partner) if form == "secondment" else None, "quick_start": paid and quick_start,
    }  # fmt: skip


def _check_vacancy(vacancy: Vacancy, employer: Employer | None) -> None:
    now = Vacancy.objects.filter(pk=vacancy.pk).first()
    if now is None or now.status == "closed":
        raise ValidationError({"vacancy": _("Deze vacature is gesloten. Er is niets vastgelegd.")})
    if now.taken >= now.positions:
        raise ValidationError({"vacancy": FILLED})
    if employer is not None and employer.pk != now.employer_id:
        raise ValidationError({"employer": _("De vacature is van een andere werkgever")})


FILLED = _("Alle plekken van deze vacature zijn intussen vervuld. Er is niets vastgelegd.")


def _make(**facts: Any) -> Placement:
    """The row; ValidationError where somebody else took the last position of the vacancy at this very moment."""
    try:
        with transaction.atomic():
            return Placement.objects.create(**facts)
    except IntegrityError as error:
        if "vacancy_not_more_than_its_positions" not in str(error):
            raise
        raise ValidationError({"vacancy": FILLED}) from None


def may_change(membership: Membership, placement: Placement) -> bool:
    """Whether the membership may change the particulars: the partner that carries it out, or the point of contact."""
    return access.writes(membership, placement.client, "placements") and steps.may(membership, placement.step, "replan")


def change(
    placement: Placement, *, by: Membership, employer: Employer | None, job: str, hours: int | None, **facts: Any
) -> Placement:
    """Other particulars of a placement that is planned or runs: employer, job, hours and those of `fitting`.

    steps.NotNow for one that is over; ValidationError, per field; PermissionDenied for who may not.
    """
    if not may_change(by, placement):
        raise PermissionDenied
    with transaction.atomic():
        step = Step.objects.select_for_update(of=("self",)).get(pk=placement.step_id)
        found = Placement.objects.select_for_update(of=("self",)).select_related("step__partner", "vacancy", "client").get(
            pk=placement.pk
        )  # fmt: skip
        if step.status not in ("planned", "active"):
            raise steps.NotNow
        if found.vacancy and (employer is None or found.vacancy.employer_id != employer.pk):
            raise ValidationError({"employer": _("De vacature is van een andere werkgever")})
        if found.form_of_work in NEEDS_EMPLOYER and employer is None:
            raise ValidationError({"employer": _("Vul in bij welke werkgever het is")})
        for name, value in fitting(found.form_of_work, found.step.partner, employer, **facts).items():
            setattr(found, name, value)
        found.employer, found.job = employer, job
        found.save()
        if step.hours_per_week != hours:
            step.hours_per_week = hours
            step.version += 1
            step.save(update_fields=["hours_per_week", "version"])
        record("placement-changed", found.client, about=found, part="placements")
    return found


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
        staying.ended(placement)
        # Last, since with a last day long ago the partner's sight ends in this very act.
        act = "finish" if ran_its_course else "stop"
        placement.step = steps.move(step, act, on=on, result=result, by=by, tell=False)


def start(placement: Placement, on: dt.date, *, by: Membership) -> None:
    """Start a planned placement. ValidationError for a day that cannot be; steps.NotNow where it is not planned."""
    with transaction.atomic():
        placement.step = steps.move(placement.step, "start", on=on, by=by)
