"""The joint intake: begun by the point of contact, written by each partner in sections of its own, concluded by people.

Each section is a row with a version of its own (IntakeSection), so that two desks save beside each other. What is said in it
is kept by field, without what was left empty.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import AMSTERDAM, today
from chain.models import Instrument, Mandate, Membership, Partner
from clients import access, steps
from clients.models import Client
from clients.steps import NotNow
from clients.timeline import record
from diagnosis.models import CONCLUSIONS, Intake, IntakeSection, LifeDomain
from diagnosis.models.intake import LIFE_DOMAINS, SENSITIVE
from diagnosis.sections import SECTIONS


def may_lead(membership: Membership, client: Client) -> bool:
    """Begins and concludes the intake: the partner with the mandate for it, today and in the person's municipality."""
    return access.writes(membership, client, "profile") and membership.holds("intake", client.home_id)


def may_write(membership: Membership, client: Client, section: IntakeSection) -> bool:
    """Its owner's own people, and who leads the talk, where they write the part of the file that it belongs to."""
    return access.writes(membership, client, section.part) and (
        may_lead(membership, client) or steps.is_of(membership, section.partner)
    )


def begin(client: Client, by: Membership, on: dt.date | None = None, form: str = "full") -> Intake:
    """Start an intake (or, with `form` "perspective", the shorter talk) with its step and its sections, on the day (today).

    The open one where there is one already, also one that somebody starts right now. PermissionDenied for who may not lead.
    """
    if by.role != "system" and not may_lead(by, client):
        raise PermissionDenied
    found = Intake.objects.filter(client=client, status="open").first()
    if found:
        return found
    try:
        with transaction.atomic():
            day = on or today()
            instrument = Instrument.objects.get(chain_id=client.chain_id, code="intake")
            partner: Any = by.partner
            step = steps.plan(client, instrument=instrument, partner=partner, planned_on=day, by=by, tell=False)
            step = steps.move(step, "start", by=by, on=day, tell=False)
            moment = dt.datetime.combine(day, timezone.localtime().time(), AMSTERDAM)
            intake = Intake.objects.create(
                client=client, chain_id=client.chain_id, step=step, author_id=by.user_id, started_at=moment, form=form
            )
            _lay_sections(intake, partner, day)
            record("intake-started", client, about=intake, part="profile", on=day)
            return intake
    except IntegrityError:
        return Intake.objects.get(client=client, status="open")


def _lay_sections(intake: Intake, leads: Partner, day: dt.date) -> None:
    """A row for each section of the form, its owner's by the mandates of the day; where nobody has one, the leader's."""
    sections = [section for section in SECTIONS.values() if section.fields and intake.form in section.forms]
    owners = {
        mandate.function: mandate.partner_id
        for mandate in Mandate.objects.on(day)
        .filter(chain_id=intake.chain_id, function__in={section.function for section in sections})
        .order_by(F("municipality").asc(nulls_first=True), "-pk")
        if mandate.municipality_id in (None, intake.client.home_id)
    }
    IntakeSection.objects.bulk_create(
        IntakeSection(
            intake=intake, client_id=intake.client_id, chain_id=intake.chain_id, key=section.key, part=section.part,
            partner_id=leads.pk if section.function == "intake" else owners.get(section.function, leads.pk),
        )
        for section in sections
    )  # fmt: skip


def write(
    section: IntakeSection, answers: Mapping[str, Any], version: int, *, by: Membership | None = None
) -> IntakeSection:
    """Save the answers of a section that was read at `version`. NotNow where the intake is concluded, or where somebody
    else saved meanwhile: the caller shows both texts."""
    by = steps.acting(by)
    with transaction.atomic():
        found = (
            IntakeSection.objects.select_for_update(of=("self",)).select_related("intake", "client", "partner")
            .get(pk=section.pk)
        )  # fmt: skip
        if not may_write(by, found.client, found):
            raise PermissionDenied
        if found.intake.status != "open" or found.version != version:
            raise NotNow
        found.answers = {key: value for key, value in answers.items() if value not in ("", None, False)}
        found.author_id, found.saved_at, found.version = by.user_id, timezone.now(), found.version + 1
        found.save(update_fields=["answers", "author", "saved_at", "version"])
    return found


def open_domain(intake: Intake, domain: str, why: str, *, by: Membership | None = None) -> LifeDomain:
    """Open an area of life because work asks for it. ValidationError, per field, without a reason or a second time."""
    by, why = steps.acting(by), why.strip()
    if not access.writes(by, intake.client, "barriers") or by.partner_id is None:
        raise PermissionDenied
    if intake.status != "open":
        raise NotNow
    if domain not in LIFE_DOMAINS:
        raise ValidationError({"domain": _("Kies een leefgebied")})
    if not why:
        raise ValidationError({"why": _("Schrijf in één zin waarom dit nodig is voor werk")})
    try:
        with transaction.atomic():
            return LifeDomain.objects.create(
                intake=intake, client_id=intake.client_id, chain_id=intake.chain_id, domain=domain, why=why,
                partner_id=by.partner_id, author_id=by.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError({"domain": _("Dit leefgebied is al open")}) from None


def may_say_more(domain: str) -> bool:
    """Whether what is in the way may be written down; of health, substance use and justice only that something is."""
    return domain not in SENSITIVE


def close_domain(found: LifeDomain, *, by: Membership | None = None) -> None:
    """It turned out not to matter for work; a second time changes nothing."""
    by = steps.acting(by)
    if not access.writes(by, found.client, "barriers"):
        raise PermissionDenied
    LifeDomain.objects.filter(pk=found.pk, closed_at=None).update(closed_at=timezone.now(), version=F("version") + 1)


def conclude(intake: Intake, by: Membership, on: dt.date | None = None) -> None:
    """Close the intake with the conclusion and grounds that stand in it, and finish its step, on the day (today).

    ValidationError, per field, without them, or without a question where deeper diagnosis is to answer it.
    """
    wrong = {}
    if not intake.conclusion:
        wrong["conclusion"] = _("Kies wat de volgende stap is")
    if not intake.grounds:
        wrong["grounds"] = _("Schrijf op waarom u dit kiest")
    if intake.conclusion == "diagnosis" and not intake.question:
        wrong["question"] = _("Schrijf op welke vraag de diagnose moet beantwoorden")
    if wrong:
        raise ValidationError(wrong)
    if by.role != "system" and not may_lead(by, intake.client):
        raise PermissionDenied
    day = on or today()
    with transaction.atomic():
        intake.status, intake.concluded_on = "concluded", day
        intake.version += 1
        intake.save(update_fields=["status", "concluded_on", "version"])
        with override("nl"):  # the timeline translates it for who reads
            conclusion = str(CONCLUSIONS[intake.conclusion])
        if intake.step.status == "active":
            steps.move(intake.step, "finish", by=by, on=day, result=conclusion, tell=False)
        record("intake-concluded", intake.client, about=intake, part="profile", on=day, conclusion=conclusion)
