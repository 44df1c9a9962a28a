"""Activation places and signals of not cooperating: why somebody is there, and what is told, heard and decided.

A partner tells the point of contact when it has a well-founded suspicion that somebody does not cooperate (Besluit SUWI,
article 4.1, paragraph 3). The person is heard first, then a consultant of the point of contact decides. A measure on the
benefit is the benefit system's: here stands no more than that it was handed over. All of it is in the part `cooperation`,
which the point of contact and who gives activation places read: no title, task, event or figure elsewhere tells of it.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from chain.parts import CONSULTANTS
from clients import access
from clients.models import Client, Step
from clients.steps import NotNow, acting, check_day, is_of
from clients.timeline import record
from development.models import ActivationReason, CooperationSignal
from development.models.support import DECISIONS, SIGNALS

PART = "cooperation"
FUNCTION = "activation-place"


def is_activation(step: Step) -> bool:
    """Whether the step is an activation place: beside it stands why, and what was agreed."""
    return step.instrument.function == FUNCTION


def may_explain(membership: Membership, client: Client, step: Step) -> bool:
    """The point of contact, and the partner that carries the step out."""
    return access.writes(membership, client, PART) and (
        bool(membership.is_contact_point) or is_of(membership, step.partner)
    )


def explain(reason: ActivationReason, *, by: Membership | None = None) -> ActivationReason:
    """Write down, or write anew, why somebody is in the activation place, what was agreed and what the person thinks of it.

    PermissionDenied for who may not; NotNow where a colleague wrote it first; ValidationError for a day to come.
    """
    by = acting(by)
    with transaction.atomic():
        step = (
            Step.objects.select_for_update(of=("self",)).select_related("client", "instrument", "partner")
            .filter(pk=reason.step_id).first()
        )  # fmt: skip
        if step is None or not is_activation(step) or not may_explain(by, step.client, step):
            raise PermissionDenied
        if reason.pk is None and ActivationReason.objects.filter(step=step).exists():
            raise NotNow
        check_day(reason.on, by)
        if reason.pk is None:
            reason.client_id, reason.chain_id, reason.author_id = step.client_id, step.chain_id, by.user_id
        else:
            reason.version += 1
        reason.save()
        record("activation-explained", step.client, about=reason, part=PART, step=step.instrument.name)
    return reason


def may_tell(membership: Membership, client: Client) -> bool:
    return access.writes(membership, client, PART) and membership.partner_id is not None


def tell(
    client: Client, what: str, evidence: str, on: dt.date, *, step: Step | None = None, person_view: str = "",
    heard_on: dt.date | None = None, by: Membership | None = None,
) -> CooperationSignal:  # fmt: skip
    """A signal: what happened on the day, by what that is seen, and what the person says of it where she was heard already.

    PermissionDenied for who does not write the part; ValidationError, per field (what, evidence, on, step, person_view,
    heard_on), for a day that cannot be or what is missing.
    """
    by, evidence, person_view = acting(by), evidence.strip(), person_view.strip()
    if not may_tell(by, client) or by.partner_id is None:
        raise PermissionDenied
    if what not in SIGNALS:
        raise ValidationError({"what": _("Kies wat er gebeurde")})
    if not evidence:
        raise ValidationError({"evidence": _("Vul in waaraan u dat ziet")})
    check_day(on, by)
    if step is not None and (step.client_id != client.pk or step.status == "cancelled"):
        raise ValidationError({"step": _("Kies een stap van deze inwoner")})
    if step is not None and step.started_on and on < step.started_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de start van de stap")})
    if heard_on is not None or person_view:
        _check_heard(on, person_view, heard_on, by)
    with transaction.atomic():
        found = CooperationSignal.objects.create(
            client=client, chain_id=client.chain_id, step=step, partner_id=by.partner_id, author_id=by.user_id, on=on,
            what=what, evidence=evidence, person_view=person_view, heard_on=heard_on,
        )  # fmt: skip
        record("cooperation-told", client, about=found, part=PART)
    return found


def may(membership: Membership, signal: CooperationSignal, act: str) -> bool:
    """Whether the membership may hear the person, decide or withdraw, whatever the status."""
    if not membership.writes(PART) or signal.client.closed_on:
        return False
    if membership.role == "system":
        return True
    own = signal.author_id == membership.user_id and is_of(membership, signal.partner)
    contact = bool(membership.is_contact_point) and membership.role in CONSULTANTS
    return {"hear": own or contact, "decide": contact, "withdraw": own}[act]


def moves(membership: Membership, signal: CooperationSignal) -> list[str]:
    """The acts that are open to the membership now: nothing is decided before the person was heard."""
    if signal.status != "open":
        return []
    acts = ["decide", "hear", "withdraw"] if signal.heard_on else ["hear", "withdraw"]
    return [act for act in acts if may(membership, signal, act)]


def hear(
    signal: CooperationSignal, person_view: str, heard_on: dt.date, *, by: Membership | None = None
) -> CooperationSignal:
    """What the person says of it, on the day on which somebody spoke with her. NotNow once it is decided or withdrawn."""
    by, person_view = acting(by), person_view.strip()
    with transaction.atomic():
        found = _locked(signal, by, "hear")
        _check_heard(found.on, person_view, heard_on, by)
        found.person_view, found.heard_on = person_view, heard_on
        _save(found)
        record("cooperation-heard", found.client, about=found, part=PART, on=heard_on)
    return found


def decide(
    signal: CooperationSignal, decision: str, why: str, *, by: Membership | None = None
) -> CooperationSignal:  # fmt: skip
    """What the consultant decides, today. ValidationError, per field, without a reason or before the person was heard."""
    by, why = acting(by), why.strip()
    with transaction.atomic():
        found = _locked(signal, by, "decide")
        if not found.heard_on or not found.person_view:
            raise ValidationError(_("Spreek eerst met de inwoner. Daarna kunt u besluiten."))
        if decision not in DECISIONS:
            raise ValidationError({"decision": _("Kies een besluit")})
        if not why:
            raise ValidationError({"why": _("Vul in waarom u dit besluit")})
        found.status, found.decision, found.decision_why = "decided", decision, why
        found.decided_on, found.decided_by_id = today(), by.user_id
        _save(found)
        record("cooperation-decided", found.client, about=found, part=PART)
    return found


def withdraw(signal: CooperationSignal, why: str, *, by: Membership | None = None) -> CooperationSignal:
    """Its author takes it back, with the reason; it stays on record as withdrawn."""
    by, why = acting(by), why.strip()
    with transaction.atomic():
        found = _locked(signal, by, "withdraw")
        if not why:
            raise ValidationError({"why": _("Vul in waarom u het intrekt")})
        found.status, found.decision_why = "withdrawn", why
        _save(found)
        record("cooperation-withdrawn", found.client, about=found, part=PART)
    return found


def _check_heard(on: dt.date, person_view: str, heard_on: dt.date | None, by: Membership) -> None:
    if not person_view:
        raise ValidationError({"person_view": _("Vul in wat de inwoner ervan zegt")})
    if heard_on is None:
        raise ValidationError({"heard_on": _("Vul in wanneer u met de inwoner sprak")})
    if heard_on > today() and by.role != "system":
        raise ValidationError({"heard_on": _("Deze dag moet nog komen")})
    if heard_on < on:
        raise ValidationError({"heard_on": _("Deze dag ligt vóór de dag waarop het gebeurde")})


def _locked(signal: CooperationSignal, by: Membership, act: str) -> CooperationSignal:
    """The row as it is now, locked until the end of the transaction; PermissionDenied for who may not do the act."""
    found = (
        CooperationSignal.objects.select_for_update(of=("self",)).select_related("client", "partner", "step")
        .filter(pk=signal.pk).first()
    )  # fmt: skip
    # Decided meanwhile, it is out of reach of the lock for its author: a colleague was first.
    if found is None and may(by, signal, act):
        raise NotNow
    if found is None or not may(by, found, act):
        raise PermissionDenied
    if found.status != "open":
        raise NotNow
    return found


def _save(found: CooperationSignal) -> None:
    found.version += 1
    found.save()
