"""The joint intake: begun by the point of contact, written by each partner in sections of its own, concluded by people.

Each section is a row with a version of its own (IntakeSection), so that two desks save beside each other. What is said in it
is kept by field, without what was left empty. Every act locks its row, and is refused once the intake is concluded.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import AMSTERDAM, today
from chain.models import Instrument, Mandate, Membership, Partner
from clients import access, steps
from clients.models import Client
from clients.steps import NotNow
from clients.timeline import record
from diagnosis.models import CONCLUSIONS, Intake, IntakeSection, Invitation, LifeDomain
from diagnosis.models.intake import LIFE_DOMAINS, SENSITIVE
from diagnosis.sections import SECTIONS, Section

# Who is on benefit longer may have the shorter talk (document 002, annex 3 b: "al langer", without a number).
LONG_ON_BENEFIT = 2  # years


def may_lead(membership: Membership, client: Client) -> bool:
    """Begins and concludes the intake: the partner with the mandate for it, today and in the person's municipality."""
    return access.writes(membership, client, "profile") and membership.holds("intake", client.home_id)


def may_write(membership: Membership, client: Client, section: IntakeSection | LifeDomain) -> bool:
    """Its owner's own people, and who leads the talk, where they write the part of the file that it belongs to."""
    part = section.part if isinstance(section, IntakeSection) else "barriers"
    return access.writes(membership, client, part) and (
        membership.role == "system" or may_lead(membership, client) or steps.is_of(membership, section.partner)
    )


def begin(client: Client, by: Membership, on: dt.date | None = None, form: str = "full") -> Intake:
    """Start an intake (or, with `form` "perspective", the shorter talk) with its step and its sections, on the day (today).

    The open one where there is one already, also one that somebody starts right now. PermissionDenied for who may not
    lead; ValidationError for a day to come.
    """
    if by.role != "system" and not may_lead(by, client):
        raise PermissionDenied
    found = Intake.objects.filter(client=client, status="open").first()
    if found:
        return found
    day = on or today()
    steps.check_day(day, by)
    try:
        with transaction.atomic():
            instrument = Instrument.objects.get(chain_id=client.chain_id, code="intake")
            partner: Any = by.partner
            step = steps.plan(client, instrument=instrument, partner=partner, planned_on=day, by=by, tell=False)
            step = steps.move(step, "start", by=by, on=day, tell=False)
            moment = dt.datetime.combine(day, timezone.localtime().time(), AMSTERDAM)
            intake = Intake.objects.create(
                client=client, chain_id=client.chain_id, step=step, author_id=by.user_id, started_at=moment, form=form
            )
            _lay_sections(intake, by, day)
            record("intake-started", client, about=intake, part="profile", on=day)
            return intake
    except IntegrityError:
        return Intake.objects.get(client=client, status="open")


def _lay_sections(intake: Intake, by: Membership, day: dt.date) -> None:
    """A row for each section of the form, its owner's by the mandates of the day; where nobody has one, the leader's.

    A leader that is not the point of contact keeps them all, as far as it writes their parts: it speaks for nobody else.
    """
    leads: Any = by.partner
    sections = [section for section in SECTIONS.values() if section.fields and intake.form in section.forms]
    whole = by.role == "system" or bool(by.is_contact_point)
    owners = _holders(intake.client, sections, day) if whole else {}
    coming = set(_invited(intake.client).values_list("partner_id", flat=True))
    rows = []
    for section in sections:
        held = owners.get(section.function, [])
        if section.when_asked:
            held = [partner for partner in held if partner in coming]
            if not held:
                continue
        if not whole and not access.writes(by, intake.client, section.part):
            continue
        rows.append(_row(intake, section, leads.pk if section.function == "intake" or not held else held[0]))
    IntakeSection.objects.bulk_create(rows)


def _row(intake: Intake, section: Section, partner: int) -> IntakeSection:
    return IntakeSection(
        intake=intake, client_id=intake.client_id, chain_id=intake.chain_id, key=section.key, part=section.part,
        partner_id=partner,
    )  # fmt: skip


def _holders(client: Client, sections: Iterable[Section], day: dt.date) -> dict[str, list[int]]:
    """Function -> ids of the partners with the mandate where the person lives, the municipality's own first."""
    found: dict[str, list[int]] = {}
    mandates = (
        Mandate.objects.on(day)
        .filter(Q(municipality=None) | Q(municipality_id=client.home_id), chain_id=client.chain_id,
                function__in={section.function for section in sections})
        .order_by(F("municipality").desc(nulls_last=True), "partner__position", "pk")
    )  # fmt: skip
    for function, partner in mandates.values_list("function", "partner_id"):
        found.setdefault(function, []).append(partner)
    return found


def _invited(client: Client) -> Any:
    return Invitation.objects.filter(client=client, cancelled_on=None, ended_on=None)


def joined(client: Client, partner: Partner) -> None:
    """The partner was asked to come to a talk that runs: it gets the section that is there for such a partner alone."""
    intake = Intake.objects.filter(client=client, status="open").first()
    if intake is None:
        return
    extra = [section for section in SECTIONS.values() if section.when_asked and intake.form in section.forms]
    holders = _holders(client, extra, today())
    rows = [_row(intake, section, partner.pk) for section in extra if partner.pk in holders.get(section.function, [])]
    IntakeSection.objects.bulk_create(rows, ignore_conflicts=True)


def locked(section: IntakeSection, by: Membership) -> IntakeSection:
    """The section as it stands now, locked, for who may write it; PermissionDenied else, NotNow once it is concluded.

    The intake is read after the lock, so that a save which waited for a conclusion sees it.
    """
    rows = IntakeSection.objects.select_for_update(of=("self",)).select_related("client", "partner")
    found = rows.filter(pk=section.pk).first()
    if found is None or not may_write(by, found.client, found):  # None: the database shows it for reading alone
        raise PermissionDenied
    _check_open(found.intake_id)
    return found


def _check_open(intake_id: int) -> None:
    if not Intake.objects.filter(pk=intake_id, status="open").exists():
        raise NotNow


def write(
    section: IntakeSection, answers: Mapping[str, Any], version: int, *, by: Membership | None = None
) -> IntakeSection:
    """Save the answers of a section that was read at `version`. NotNow where the intake is concluded, or where somebody
    else saved meanwhile: the caller shows both texts."""
    by = steps.acting(by)
    with transaction.atomic():
        return put(locked(section, by), answers, version, by)


def put(found: IntakeSection, answers: Mapping[str, Any], version: int, by: Membership) -> IntakeSection:
    """`write` for a section that is locked already."""
    if found.version != version:
        raise NotNow
    asked = SECTIONS[found.key].asked
    found.answers = {key: value for key, value in answers.items() if key in asked and not _empty(value)}
    found.author_id, found.saved_at, found.version = by.user_id, timezone.now(), found.version + 1
    found.save(update_fields=["answers", "author", "saved_at", "version"])
    return found


def _empty(value: Any) -> bool:
    return value is None or value is False or value == ""


def open_domain(intake: Intake, domain: str, why: str, *, by: Membership | None = None) -> LifeDomain:
    """Open an area of life because work asks for it. ValidationError, per field, without a reason or a second time."""
    by, why = steps.acting(by), why.strip()
    if not access.writes(by, intake.client, "barriers") or by.partner_id is None:
        raise PermissionDenied
    _check_open(intake.pk)
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


def locked_domain(domain: LifeDomain, by: Membership) -> LifeDomain:
    """The life domain, locked, for who may write it. PermissionDenied else; NotNow once it or the intake is closed."""
    rows = LifeDomain.objects.select_for_update(of=("self",)).select_related("client", "partner", "author")
    found = rows.filter(pk=domain.pk).first()
    if found is None or not may_write(by, found.client, found):
        raise PermissionDenied
    _check_open(found.intake_id)
    if found.closed_at is not None:
        raise NotNow
    return found


def write_domain(
    domain: LifeDomain, answers: Mapping[str, Any], version: int, *, by: Membership | None = None
) -> LifeDomain:
    """Save what is in the way in a life domain that was read at `version`, and what is needed. NotNow as in `write`;
    ValidationError where it says what a sensitive one is about, or loses its reason."""
    by = steps.acting(by)
    with transaction.atomic():
        return put_domain(locked_domain(domain, by), answers, version)


def put_domain(found: LifeDomain, answers: Mapping[str, Any], version: int) -> LifeDomain:
    """`write_domain` for one that is locked already."""
    if found.version != version:
        raise NotNow
    for name in ("why", "in_the_way", "barrier", "needed"):
        setattr(found, name, answers.get(name, getattr(found, name)))
    if not found.why:
        raise ValidationError({"why": _("Schrijf in één zin waarom dit nodig is voor werk")})
    if found.barrier and not may_say_more(found.domain):
        raise ValidationError({"barrier": _("Schrijf hier niet op wat er is, alleen of het in de weg staat")})
    found.version += 1
    found.save(update_fields=["why", "in_the_way", "barrier", "needed", "version"])
    return found


def close_domain(found: LifeDomain, *, by: Membership | None = None) -> None:
    """It turned out not to matter for work; a second time changes nothing."""
    by = steps.acting(by)
    with transaction.atomic():
        try:
            found = locked_domain(found, by)
        except NotNow:
            return
        found.closed_at, found.version = timezone.now(), found.version + 1
        found.save(update_fields=["closed_at", "version"])


def locked_intake(intake: Intake, by: Membership) -> Intake:
    """The intake, locked, for who leads it. PermissionDenied else; NotNow once it is concluded."""
    rows = Intake.objects.select_for_update(of=("self",)).select_related("client__home", "step__partner", "author")
    found = rows.filter(pk=intake.pk).first()
    if found is None or (by.role != "system" and not may_lead(by, found.client)):
        raise PermissionDenied
    if found.status != "open":
        raise NotNow
    return found


def write_outcome(intake: Intake, answers: Mapping[str, Any], version: int, *, by: Membership | None = None) -> Intake:
    """Save the conclusion so far, its question and its grounds, read at `version`. NotNow as in `write`."""
    by = steps.acting(by)
    with transaction.atomic():
        return put_outcome(locked_intake(intake, by), answers, version)


def put_outcome(found: Intake, answers: Mapping[str, Any], version: int) -> Intake:
    """`write_outcome` for an intake that is locked already."""
    if found.version != version:
        raise NotNow
    for name in ("conclusion", "question", "grounds"):
        setattr(found, name, answers.get(name, getattr(found, name)))
    found.version += 1
    found.save(update_fields=["conclusion", "question", "grounds", "version"])
    return found


def missing(intake: Intake) -> dict[str, Any]:
    """What a conclusion still needs, by field."""
    wrong = {}
    if not intake.conclusion:
        wrong["conclusion"] = _("Kies wat de volgende stap is")
    if not intake.grounds:
        wrong["grounds"] = _("Schrijf op waarom u dit kiest")
    if intake.conclusion == "diagnosis" and not intake.question:
        wrong["question"] = _("Schrijf op welke vraag de diagnose moet beantwoorden")
    return wrong


def conclude(intake: Intake, by: Membership, on: dt.date | None = None) -> None:
    """Close the intake with the conclusion and grounds that stand in it, and finish its step, on the day (today).

    ValidationError, per field, without them, or without a question where deeper diagnosis is to answer it, and for a day
    to come; NotNow where it is concluded already.
    """
    if by.role != "system" and not may_lead(by, intake.client):
        raise PermissionDenied
    if wrong := missing(intake):
        raise ValidationError(wrong)
    with transaction.atomic():
        found = locked_intake(intake, by)
        intake.version = found.version
        finish(intake, by, on)


def finish(intake: Intake, by: Membership, on: dt.date | None = None) -> None:
    """`conclude` for an intake that is locked already, and misses nothing. It waits for sections that are being saved."""
    day = on or today()
    steps.check_day(day, by)
    list(IntakeSection.objects.select_for_update(of=("self",)).filter(intake=intake).order_by("pk").values_list("pk"))
    intake.status, intake.concluded_on, intake.version = "concluded", day, intake.version + 1
    intake.save(update_fields=["status", "concluded_on", "conclusion", "question", "grounds", "version"])
    with override("nl"):  # the timeline translates it for who reads
        conclusion = str(CONCLUSIONS[intake.conclusion])
    if intake.step.status == "active":
        steps.move(intake.step, "finish", by=by, on=day, result=conclusion, tell=False)
    record("intake-concluded", intake.client, about=intake, part="profile", on=day, conclusion=conclusion)
