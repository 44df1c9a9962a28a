"""What is done with practical support: ask, grant, decline, arrange, not needed any more; and that a step waits for it.

Anybody who guides the person asks, in a line; a consultant of the point of contact decides, since it pays and arranges
(document 001). Each act checks who may, locks the row, changes it and tells that it happened, in one transaction. Which act
follows on which status stands in SUPPORT_MOVES (development/models/support.py).
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.models import Instrument, Membership
from chain.parts import CONSULTANTS
from clients import access, steps
from clients.models import Client, Step
from clients.steps import NotNow, acting, check_day, is_of
from clients.timeline import record
from development.models import Support
from development.models.support import COST_PER, SUPPORT_MOVES, WAITS

FUNCTION = "support"
# Of a certificate of conduct nothing stands on record but whether it is there: no words with it, of nobody.
NO_WORDS = frozenset({"vog"})
SHARED = frozenset({"withdraw", "unblock"})  # what who asked may do as well, as long as nothing is decided
TOLD_AS = {
    "grant": "support-granted",
    "decline": "support-declined",
    "withdraw": "support-withdrawn",
    "arrange": "support-arranged",
    "drop": "support-withdrawn",
}


def offered(chain_id: int, day: dt.date | None = None) -> QuerySet[Instrument]:
    """The chain's kinds of practical support on the day (today)."""
    return Instrument.objects.offered(day or today()).filter(chain_id=chain_id, function=FUNCTION).order_by("name")


def may_ask(membership: Membership, client: Client) -> bool:
    return access.writes(membership, client, "support") and membership.partner_id is not None


def decides(membership: Membership) -> bool:
    """Whether it is of those who decide: consultants of the point of contact."""
    return membership.writes("support") and bool(membership.is_contact_point) and membership.role in CONSULTANTS


def may(membership: Membership, support: Support, act: str) -> bool:
    """Whether the membership may do the act, whatever the status; `unblock` is not waiting for it any more."""
    if not membership.writes("support") or support.client.closed_on:
        return False
    if membership.role == "system" or decides(membership):
        return True
    if act == "unblock" and support.status != "asked":
        return False
    return act in SHARED and is_of(membership, support.partner)


def moves(membership: Membership, support: Support) -> list[str]:
    """The acts that are open to the membership now: its buttons."""
    open_now = [act for act, (before, _after) in SUPPORT_MOVES.items() if support.status == before]
    if waits(support):
        open_now.append("unblock")
    return [act for act in open_now if may(membership, support, act)]


def waits(support: Support) -> bool:
    """Whether a step that has not begun waits for it."""
    return (
        support.blocks and support.status in WAITS and support.for_step is not None
        and support.for_step.status == "planned"
    )  # fmt: skip


def ask(
    client: Client, instrument: Instrument, text: str, *, step: Step | None = None, blocks: bool = True,
    on: dt.date | None = None, by: Membership | None = None,
) -> Support:  # fmt: skip
    """Somebody needs it, for a step or at all, as of the day (today).

    PermissionDenied for who does not write the part; ValidationError, per field (instrument, text, for_step), for what is not
    practical support or not offered, a step that is over, no reason, or what was asked already.
    """
    by, text, on = acting(by), text.strip(), on or today()
    if not may_ask(by, client) or by.partner_id is None:
        raise PermissionDenied
    check_day(on, by)
    if not offered(client.chain_id, on).filter(pk=instrument.pk).exists():
        raise ValidationError({"instrument": _("Dit wordt nu niet aangeboden")})
    if step is not None and (step.client_id != client.pk or step.status not in ("planned", "active")):
        raise ValidationError({"for_step": _("Kies een stap die gepland is of loopt")})
    if instrument.code in NO_WORDS:
        text = ""
    elif not text:
        raise ValidationError({"text": _("Vul in waarvoor het nodig is")})
    with transaction.atomic():
        if Support.objects.filter(client=client, instrument=instrument, for_step=step, status__in=WAITS).exists():
            raise ValidationError({"instrument": _("Dit is al gevraagd en nog niet geregeld")})
        found = Support.objects.create(
            client=client, chain_id=client.chain_id, instrument=instrument, for_step=step, text=text,
            blocks=blocks and step is not None and step.status == "planned", asked_on=on, partner_id=by.partner_id,
            author_id=by.user_id,
        )  # fmt: skip
        record("support-asked", client, about=found, part="support", on=on, what=instrument.name)
    return found


def move(support: Support, act: str, *, by: Membership | None = None, **facts: Any) -> Support:
    """Grant (`cost`, `cost_per`, `planned_on`, `planned_end`, `text`), decline (`text`), withdraw or drop (`text`), arrange
    (`on`). Where a day is left out it is today.

    KeyError for another act; PermissionDenied for who may not; NotNow where the status does not allow it (any more);
    ValidationError, per field, for a day that cannot be or what is missing.
    """
    before, after = SUPPORT_MOVES[act]
    by = acting(by)
    with transaction.atomic():
        found = _locked(support, by, act)
        if found.status != before:
            raise NotNow
        told = CHANGES[act](found, by, **facts)
        if found.instrument.code in NO_WORDS:
            found.decision = ""
        found.status = after
        found.version += 1
        found.save()
        record(
            TOLD_AS[act], found.client, about=found, part="support", on=told or today(), what=found.instrument.name
        )  # fmt: skip
    return found


def unblock(support: Support, *, by: Membership | None = None) -> Support:
    """The step can begin without it. PermissionDenied for who may not say so; NotNow where nothing waits for it."""
    by = acting(by)
    with transaction.atomic():
        found = _locked(support, by, "unblock")
        if not waits(found):
            raise NotNow
        found.blocks, found.version = False, found.version + 1
        found.save(update_fields=["blocks", "version"])
        record("support-not-waited", found.client, about=found, part="support", what=found.instrument.name)
    return found


def _locked(support: Support, by: Membership, act: str) -> Support:
    """The row as it is now, locked until the end of the transaction; PermissionDenied for who may not do the act."""
    found = (
        Support.objects.select_for_update(of=("self",))
        .select_related("client", "instrument", "partner", "for_step", "step__partner", "step__instrument")
        .filter(pk=support.pk).first()
    )  # fmt: skip
    # Decided meanwhile, it is out of reach of the lock for who asked: a colleague was first.
    if found is None and may(by, support, act):
        raise NotNow
    if found is None or not may(by, found, act):
        raise PermissionDenied
    if found.step:
        found.step.client = found.client
    return found


# What each act changes; each gives the day that the timeline tells of, or None for today


def _decided(found: Support, by: Membership, text: str) -> None:
    found.decided_on, found.decided_by_id, found.decision = today(), by.user_id, text.strip()


def _grant(
    found: Support, by: Membership, *, cost: Decimal | None = None, cost_per: str = "",
    planned_on: dt.date | None = None, planned_end: dt.date | None = None, text: str = "",
) -> None:  # fmt: skip
    """What lasts (`planned_on`) is a step of its own, carried out by who holds the mandate for it: the point of contact, if
    it does. What is given once, such as clothes, is not."""
    if cost is not None and cost_per not in COST_PER:
        raise ValidationError({"cost_per": _("Kies of dit eenmalig of per maand is")})
    if cost is not None and cost < 0:
        raise ValidationError({"cost": _("Vul een bedrag in van nul of meer")})
    if planned_end and not planned_on:
        raise ValidationError({"planned_on": _("Vul ook in vanaf wanneer")})
    found.cost, found.cost_per = cost, cost_per if cost is not None else ""
    _decided(found, by, text)
    if planned_on:
        found.step = _provision(found, by, planned_on, planned_end)


def _provision(found: Support, by: Membership, start: dt.date, end: dt.date | None) -> Step:
    holders = steps.holders(found.instrument, found.client.home_id, start)
    partner_id = by.partner_id if by.partner_id in holders else next(iter(holders), None)
    if partner_id is None:
        raise ValidationError({"planned_on": _("Niemand heeft op die dag het mandaat voor deze ondersteuning")})
    partner = found.client.chain.partners.get(pk=partner_id)
    return steps.plan(
        found.client, found.instrument, partner, planned_on=start, planned_end=end, by=by, tell=False
    )  # fmt: skip


def _decline(found: Support, by: Membership, *, text: str = "") -> None:
    if not text.strip() and found.instrument.code not in NO_WORDS:
        raise ValidationError({"text": _("Vul in waarom niet")})
    _decided(found, by, text)


def _withdraw(found: Support, by: Membership, *, text: str = "") -> None:
    _decided(found, by, text)


def _drop(found: Support, by: Membership, *, text: str = "") -> None:
    if found.step and found.step.status == "planned" and steps.may(by, found.step, "cancel"):
        with override("nl"):
            steps.move(found.step, "cancel", result=translate("Niet meer nodig."), by=by, tell=False)
    found.decision = " ".join(filter(None, [found.decision, text.strip()]))[:300]


def _arrange(found: Support, by: Membership, *, on: dt.date | None = None) -> dt.date:
    """The step of its own begins with it, or is started on its own day where that has yet to come."""
    on = on or today()
    check_day(on, by)
    if on < found.asked_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de dag waarop het is gevraagd")})
    found.arranged_on = on
    step = found.step
    if step and step.status == "planned" and steps.may(by, step, "start"):
        first = max(on, step.planned_on or on)
        if first <= today():
            steps.move(step, "start", on=first, by=by, tell=False)
    return on


CHANGES: dict[str, Callable[..., dt.date | None]] = {
    "grant": _grant,
    "decline": _decline,
    "withdraw": _withdraw,
    "arrange": _arrange,
    "drop": _drop,
}


def hinders(step: Step) -> list[str]:
    """What the step waits for, in words, for steps.move(): one query (registered in the settings)."""
    waiting = Support.objects.filter(for_step=step, blocks=True, status__in=WAITS).select_related("instrument")
    told = {
        "asked": translate("Deze stap wacht op: %(what)s. Dat is gevraagd en nog niet besloten."),
        "granted": translate("Deze stap wacht op: %(what)s. Dat is toegekend en nog niet geregeld."),
    }
    where = translate("Is het niet nodig om te beginnen? Zeg dat bij de ondersteuning.")
    return [f"{told[one.status] % {'what': one.instrument.name}} {where}" for one in waiting.order_by("asked_on", "pk")]
