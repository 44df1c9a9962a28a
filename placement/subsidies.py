"""Wage subsidy for an employment: asked by whoever sees the chance, decided and ended by the point of contact.

The rules are those of the Participatiewet, article 10d; the calculation is in wage_rules.py, its numbers in the chain's
amounts by their day. What was granted stays as it was decided; what a later year brings is shown as a calculation.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.models import Membership
from clients import access
from clients.models import Client
from clients.steps import NotNow, acting, check_day
from clients.terms import due, term_on
from clients.timeline import record
from placement.amounts import Held, NoAmount, amount, held
from placement.models import Placement, WageSubsidy
from placement.models.subsidies import SUBSIDY_KINDS, SUBSIDY_MOVES
from placement.placements import PAID
from placement.wage_rules import Calculation, flat_rate, flat_rate_until, month_wage, subsidy, with_allowance
from placement.wage_values import latest

NUMBERS = ["minimum-wage", "holiday-allowance", "employer-charges", "full-week"]
OF_KIND = {"regular": ["subsidy-cap"], "flat-rate": ["flat-rate"]}
REQUEST, DECISION = "subsidy-request", "wage-subsidy-decision"
LIVE = Q(status__in=("requested", "granted"))
TOLD_AS = {"grant": "subsidy-granted", "refuse": "subsidy-refused", "end": "subsidy-ended"}


# What it comes to


@dataclass(frozen=True)
class Worked:
    """A subsidy worked out for a day: the calculation and the numbers it was made with."""

    on: dt.date
    calculation: Calculation
    numbers: dict[str, Held]
    monthly_wage: Decimal  # the minimum wage of a month, without holiday allowance


def work_out(chain_id: int, kind: str, percent: int | None, hours: Decimal, on: dt.date) -> Worked:
    """What a subsidy of the kind is on the day, for the wage value (of a flat-rate one there need not be any).

    NoAmount where a number is not known on that day.
    """
    numbers = held(chain_id, NUMBERS + OF_KIND[kind], on)
    value = {key: row.value for key, row in numbers.items()}
    wage = month_wage(value["minimum-wage"], value["full-week"])
    norm = with_allowance(wage, value["holiday-allowance"])
    law = {"full_week": value["full-week"], "charges": value["employer-charges"]}
    if kind == "flat-rate":
        made = flat_rate(norm, value["flat-rate"], hours, **law)
    else:
        made = subsidy(norm, percent or 0, hours, cap=value["subsidy-cap"], **law)
    return Worked(on, made, numbers, wage)


def employed_on(placement: Placement) -> dt.date:
    """The first day of the employment, as it was or as it is planned."""
    return placement.step.started_on or placement.step.planned_on or today()


def decide_by(found: WageSubsidy) -> tuple[dt.date, str] | None:
    """The last day for the decision and the article: five weeks after the wage value is settled, or after the request where
    that came later (article 10d, paragraph 12); None where no wage value is settled yet, or of a flat-rate one."""
    value = latest(found.placement) if found.kind == "regular" else None
    if value is None or value.settled_on is None:
        return None
    since = max(value.settled_on, found.requested_on)
    term = term_on(found.chain_id, DECISION, since)
    return (due(term, since), term.article) if term else None


# Acts


def may_ask(membership: Membership, placement: Placement) -> bool:
    return access.writes(membership, placement.client, "subsidy") and membership.partner_id is not None


def may_decide(membership: Membership, client: Client) -> bool:
    """The decision is the point of contact's, in an open file."""
    return access.writes(membership, client, "subsidy") and bool(membership.is_contact_point)


def ask(found: WageSubsidy, *, not_wsw: bool = False, by: Membership | None = None) -> WageSubsidy:
    """Register that a subsidy was asked for; `found` carries what was typed. A flat-rate one gets its last day.

    ValidationError, per field, where article 10d does not allow it; PermissionDenied for who may not. `not_wsw`: it was said
    that this is no employment under the Wsw, which has to be said of sheltered work.
    """
    by, placement = acting(by), found.placement
    if not may_ask(by, placement):
        raise PermissionDenied
    check_request(found, by)
    if placement.form_of_work not in PAID:
        raise ValidationError(_("Loonkostensubsidie kan alleen bij betaald werk"))
    if placement.form_of_work == "sheltered" and not not_wsw:
        raise ValidationError(
            {"not_wsw": _("Bij een dienstverband van de Wsw kan geen loonkostensubsidie (artikel 10d)")}
        )
    found.client, found.chain_id = placement.client, placement.chain_id
    found.partner_id, found.status = by.partner_id, "requested"  # type: ignore[assignment]
    found.wage_value = latest(placement) if found.kind == "regular" else None
    with transaction.atomic():
        Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
        _check_period(found)
        _check_no_other(found)
        try:
            with transaction.atomic():
                found.save(force_insert=True)
        except IntegrityError as error:
            if "one_subsidy_of_a_kind" not in str(error):
                raise
            raise ValidationError({"kind": ANOTHER}) from None
        record(
            "subsidy-asked",
            found.client,
            about=found,
            part="subsidy",
            on=found.requested_on,
            kind=SUBSIDY_KINDS[found.kind],
        )
    return found


ANOTHER = _("Voor dit dienstverband is al zo'n subsidie gevraagd of toegekend")


def check_request(found: WageSubsidy, by: Membership) -> None:
    """ValidationError for a request on a day to come, or too late: up to six months after the employment began, and then
    only for the groups of article 10d, paragraph 2, of which the reason has to say which. What follows on an earlier
    subsidy for the same employment is not too late."""
    try:
        check_day(found.requested_on, by)
    except ValidationError as error:
        raise ValidationError({"requested_on": error.messages}) from error
    began = employed_on(found.placement)
    earlier = WageSubsidy.objects.filter(placement=found.placement, status__in=("granted", "ended")).exists()
    if found.requested_on <= began or earlier:
        return
    term = term_on(found.placement.chain_id, REQUEST, began)
    last = due(term, began) if term else None
    if term and last and found.requested_on > last:
        text = _("Vragen kon tot en met %(day)s, zes maanden na de start (%(article)s)")
        params = {"day": day(last), "article": term.article}
        raise ValidationError({"requested_on": ValidationError(text, code="limit", params=params)})
    if not found.reason.strip():
        raise ValidationError({"reason": _(
            "Gevraagd na de start van het werk: schrijf op bij welke groep van artikel 10d lid 2 deze persoon hoort"
        )})  # fmt: skip


def _check_period(found: WageSubsidy) -> None:
    """ValidationError for a period before the employment, backwards, or of a flat-rate one longer than it may last."""
    began = employed_on(found.placement)
    if found.started_on < began:
        text = _("Het werk begint pas op %(day)s")
        raise ValidationError({"started_on": ValidationError(text, code="order", params={"day": day(began)})})
    if found.kind == "flat-rate":
        try:
            last = flat_rate_until(began, int(amount(found.placement.chain_id, "flat-rate-months", found.started_on)))
        except NoAmount as error:
            raise ValidationError(str(error)) from error
        if found.started_on > last:
            text = _(
                "Een forfaitaire subsidie kan alleen tot en met %(day)s, de eerste zes maanden (artikel 10d lid 5)"
            )
            raise ValidationError({"started_on": ValidationError(text, code="limit", params={"day": day(last)})})
        found.ended_on = found.ended_on or last
        if found.ended_on > last:
            text = _(
                "Uiterlijk tot en met %(day)s: een forfaitaire subsidie duurt hoogstens zes maanden (artikel 10d lid 5)"
            )
            raise ValidationError({"ended_on": ValidationError(text, code="limit", params={"day": day(last)})})
    if found.ended_on and found.ended_on < found.started_on:
        raise ValidationError({"ended_on": _("De laatste dag kan niet voor de eerste liggen")})


def _check_no_other(found: WageSubsidy) -> None:
    """ValidationError where another subsidy holds for the same employment in that time (article 10d)."""
    others = WageSubsidy.objects.filter(LIVE, placement=found.placement).exclude(pk=found.pk)
    others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=found.started_on))
    if found.ended_on:
        others = others.filter(started_on__lte=found.ended_on)
    if other := others.first():
        if other.kind == found.kind:
            raise ValidationError({"kind": ANOTHER})
        raise ValidationError(
            {"started_on": _("In deze tijd is er al een subsidie voor dit dienstverband (artikel 10d)")}
        )


def grant(
    found: WageSubsidy, version: int, *, reason: str = "", by: Membership | None = None
) -> WageSubsidy:  # fmt: skip
    """Grant it, with the amount as it is on its first day, which is kept.

    ValidationError where no wage value is settled (of a regular one), nothing is left to pay, another subsidy holds in that
    time, or a number is not known; NotNow where somebody else was first; PermissionDenied for who may not.
    """
    by = acting(by)
    with transaction.atomic():
        now = _moved(found, "grant", version, by)
        _check_period(now)
        _check_no_other(now)
        if now.kind == "regular":
            now.wage_value = latest(now.placement)
            if now.wage_value is None:
                raise ValidationError(
                    _("Er is nog geen loonwaarde vastgesteld. Meet die eerst, of wacht op de meting.")
                )
        try:
            made = worked(now, now.started_on).calculation
        except NoAmount as error:
            raise ValidationError(str(error)) from error
        if made.monthly <= 0:
            raise ValidationError(_("De loonwaarde is 100 procent: er is niets te vergoeden"))
        now.monthly, now.with_charges = made.monthly, made.with_charges
        return _decided(now, "grant", reason, by)


def refuse(found: WageSubsidy, version: int, reason: str, *, by: Membership | None = None) -> WageSubsidy:
    """Refuse it, with the reason. NotNow where somebody else was first; PermissionDenied for who may not."""
    by = acting(by)
    if not reason.strip():
        raise ValidationError({"reason": _("Schrijf op waarom")})
    with transaction.atomic():
        return _decided(_moved(found, "refuse", version, by), "refuse", reason, by)


def end(
    found: WageSubsidy, version: int, ended_on: dt.date, reason: str, *, by: Membership | None = None
) -> WageSubsidy:
    """End a subsidy that was granted, on a day that has come. NotNow where somebody else was first."""
    by = acting(by)
    if not reason.strip():
        raise ValidationError({"reason": _("Schrijf op waarom")})
    with transaction.atomic():
        now = _moved(found, "end", version, by)
        if ended_on > today():
            raise ValidationError({"ended_on": _("Deze dag moet nog komen")})
        if ended_on < now.started_on or (now.ended_on and ended_on > now.ended_on):
            raise ValidationError({"ended_on": _("Kies een dag binnen de tijd van de subsidie")})
        now.ended_on = ended_on
        return _decided(now, "end", reason, by)


def worked(found: WageSubsidy, on: dt.date) -> Worked:
    """The subsidy worked out for the day: with the wage value that it was granted on, else the latest that is settled."""
    value = found.wage_value if found.status != "requested" else latest(found.placement)
    return work_out(found.chain_id, found.kind, value.percent if value else None, found.hours, on)


def _moved(found: WageSubsidy, act: str, version: int, by: Membership) -> WageSubsidy:
    """The row as it is now, locked, with its new status."""
    rows = WageSubsidy.objects.select_for_update(of=("self",)).select_related("client", "placement__step", "wage_value")
    now = rows.filter(pk=found.pk).first()
    if now is None or not may_decide(by, now.client):
        raise PermissionDenied
    before, after = SUBSIDY_MOVES[act]
    if now.status != before or now.version != version:
        raise NotNow
    now.status = after
    return now


def _decided(now: WageSubsidy, act: str, reason: str, by: Membership) -> WageSubsidy:
    if act != "end":
        now.decided_on, now.decided_by_id = today(), by.user_id
    now.reason = reason.strip() or now.reason
    now.version += 1
    now.save()
    told: dict[str, Any] = {"kind": SUBSIDY_KINDS[now.kind]}
    record(TOLD_AS[act], now.client, about=now, part="subsidy", on=now.ended_on if act == "end" else None, **told)
    return now
