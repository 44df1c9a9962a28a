"""The end of a file, and its coming back.

Before it nothing may be left open that somebody waits for. Where the person has died or moved away nobody can end it any
more: then the closing does. A closed file is read by lead consultants and the archive role, and written by nobody.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.formats import day_short
from chain.functions import FUNCTIONS
from chain.models import Membership, Partner
from chain.registry import registered
from clients import bsn, plans, team, todo
from clients.models import Client, Closure, Draft, Involvement, Plan, Referral, ReferralLine, Step, Task
from clients.models.closing import CLOSE_REASONS
from clients.models.referral import OPEN
from clients.registered import OpenEnd
from clients.steps import NotNow, acting, check_day
from clients.timeline import record

OWN_WORK = frozenset({"regular", "temporary-agency"})  # goes on without the chain, and still counts as work
ENDS_ALL = frozenset({"deceased", "moved"})  # nobody can end what is open any more: the closing does


def may_close(membership: Membership, client: Client) -> bool:
    """Caseworkers of the point of contact, while the file is open."""
    return client.closed_on is None and team.may_change(membership) and membership.writes("client")


def may_reopen(membership: Membership, client: Client) -> bool:
    """Lead consultants of the point of contact, of a file that is closed."""
    return (
        client.closed_on is not None and membership.role == "lead_consultant" and bool(membership.is_contact_point)
    )  # fmt: skip


# what is open


def open_ends(client: Client, membership: Membership) -> list[OpenEnd]:
    """What is open, what has to end first at the head; of the floors above by SNOER_OPEN_ENDS."""
    found = [*_steps(client), *_referrals(client), *_plan(client), *_tasks(client), *_drafts(client, membership)]
    for function in registered("SNOER_OPEN_ENDS"):
        found += function(client)
    return sorted(found, key=lambda end: not end.first)


def _steps(client: Client) -> Iterator[OpenEnd]:
    steps = client.steps.filter(status__in=["planned", "active"]).select_related("instrument", "partner")
    for step in steps.order_by("started_on", "planned_on", "pk"):
        runs = step.status == "active"
        work = runs and step.instrument.form_of_work in OWN_WORK
        yield OpenEnd(
            translate("Stap loopt") if runs else translate("Stap staat gepland"), step.instrument.name,
            reverse("step", args=[client.number, step.pk]), runs and not work, step.partner.name, step.partner.colour,
            partial(_end_step, step), work,
        )  # fmt: skip


def _end_step(step: Step, on: dt.date, why: str, by: Membership) -> None:
    """Planned: it does not go on; running: it stopped on the day."""
    step = Step.objects.select_for_update(of=("self",)).select_related("client", "instrument").get(pk=step.pk)
    if step.status not in ("planned", "active"):
        return
    runs = step.status == "active"
    step.status, step.result = "stopped" if runs else "cancelled", why
    if runs:
        assert step.started_on
        step.ended_on = max(on, step.started_on)
    step.version += 1
    step.save(update_fields=["status", "result", "ended_on", "version"])
    told = "step-stopped" if runs else "step-cancelled"
    record(told, step.client, about=step, on=on, step=step.instrument.name, result=why)


def _referrals(client: Client) -> Iterator[OpenEnd]:
    for referral in Referral.objects.filter(client=client, status__in=OPEN).select_related("partner"):
        yield OpenEnd(
            translate("Verwijzing zonder antwoord"), str(FUNCTIONS.get(referral.function, referral.function)),
            reverse("record", args=[client.number]) + "#panel-referrals", True, referral.partner.name,
            referral.partner.colour, partial(_end_referral, referral),
        )  # fmt: skip


def _end_referral(referral: Referral, on: dt.date, why: str, by: Membership) -> None:
    """No question ends without an answer: why it cannot be answered any more stands there as one."""
    found = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("client", "partner").get(pk=referral.pk)
    )  # fmt: skip
    if found.status not in OPEN:
        return
    act = "return" if found.status == "accepted" else "withdraw"
    assert by.partner_id
    ReferralLine.objects.create(
        referral=found, client_id=found.client_id, chain_id=found.chain_id, act=act, text=why, on=on,
        partner_id=by.partner_id, author_id=by.user_id,
    )  # fmt: skip
    found.status = "returned" if act == "return" else "withdrawn"
    found.closed_on = found.turn_since = max(on, found.asked_on)
    found.answer, found.version = why, found.version + 1
    found.save(update_fields=["status", "turn_since", "closed_on", "answer", "version"])
    with override("nl"):
        function = str(FUNCTIONS.get(found.function, found.function))
    told = f"referral-{found.status}"
    record(
        told, found.client, about=found, part="referrals", on=on, function=function, partner=found.partner.name
    )  # fmt: skip


def _plan(client: Client) -> Iterator[OpenEnd]:
    if plan := plans.open_plan(client):
        url = reverse("record", args=[client.number])
        yield OpenEnd(translate("Plan"), translate("het plan loopt"), url, end=partial(_end_plan, plan))


def _end_plan(plan: Plan, on: dt.date, why: str, by: Membership) -> None:
    plans.end(plan, "closed", on=max(on, plan.started_on), by=by)


def _tasks(client: Client) -> Iterator[OpenEnd]:
    for task in Task.objects.filter(client=client, status="open").select_related("term", "partner").order_by("due_on"):
        yield OpenEnd(
            translate("Taak"), f"{todo.name(task)}, {day_short(task.due_on)}", reverse("record", args=[client.number]),
            False, task.partner.name if task.partner else "", task.partner.colour if task.partner else "",
        )  # fmt: skip


def _drafts(client: Client, membership: Membership) -> Iterator[OpenEnd]:
    """One's own: those of others nobody sees."""
    if Draft.objects.filter(client=client, membership=membership).exists():
        url = reverse("record", args=[client.number]) + "#note-text"
        yield OpenEnd(translate("Concept"), translate("een notitie die u nog niet heeft opgeslagen"), url)


def told(client: Client, membership: Membership) -> list[Partner]:
    """The other partners in sight, who hear of it."""
    day = today()
    now = Involvement.objects.filter(client=client, membership=None, started_on__lte=day).exclude(seen_until__lt=day)
    return list(Partner.objects.filter(pk__in=now.values("partner")).exclude(pk__in=membership.acts_for))


# the acts


def close(
    client: Client, reason: str, *, explanation: str = "", on: dt.date | None = None, by: Membership | None = None
) -> Closure:
    """The file is closed on the day (today). After it a consultant does not see it any more.

    KeyError for another reason; PermissionDenied for who may not; NotNow where it is closed already; ValidationError,
    per field, for a day that cannot be or where something has to end first (unless nobody can end it: ENDS_ALL).
    """
    by, on, explanation = acting(by), on or today(), explanation.strip()
    label = CLOSE_REASONS[reason]
    with transaction.atomic():
        if not (team.may_change(by) and by.writes("client")):
            raise PermissionDenied
        locked = Client.objects.select_for_update(of=("self",)).filter(pk=client.pk).first()
        if locked is None or locked.closed_on is not None:
            raise NotNow
        _check_day(locked, on, by)
        ends = open_ends(locked, by)
        if reason not in ENDS_ALL and any(end.first for end in ends):
            raise ValidationError(_("Er loopt nog iets. Rond dat eerst af."))
        with override("nl"):
            why = translate("Dossier gesloten: %(reason)s.") % {"reason": label}
        for end in ends:
            if end.end and (reason == "deceased" or not end.goes_on):
                end.end(on, why, by)
        Task.objects.filter(client=locked, status="open").update(status="cleared")
        Draft.objects.filter(client=locked, membership=by).delete()
        team_now = locked.team.filter(ended_on=None)
        team_now.update(ended_on=Greatest(F("started_on"), Value(on)))
        closure = Closure.objects.create(
            client=locked, chain_id=locked.chain_id, closed_on=on, reason=reason, explanation=explanation,
            author_id=by.user_id,
        )  # fmt: skip
        record("file-closed", locked, about=closure, part="client", on=on, reason=label)
        with connection.cursor() as cursor:  # last: from here on only few see it
            cursor.execute("select snoer_close_file(%s, %s)", [locked.pk, on])
            (done,) = cursor.fetchone()
        if not done:
            raise PermissionDenied
    client.closed_on = on
    return closure


def _check_day(client: Client, on: dt.date, by: Membership) -> None:
    check_day(on, by)
    if on < client.registered_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de aanmelding")})


def reopen(
    client: Client, why: str, *, lead: Membership | None = None, on: dt.date | None = None, by: Membership | None = None
) -> None:
    """The closed file is open again from the day (today) on, with `lead` (the acting lead consultant) in the lead.

    PermissionDenied for who may not; NotNow where it is open (again); ValidationError where no reason is given.
    """
    by, on, why = acting(by), on or today(), why.strip()
    with transaction.atomic():
        locked = Client.objects.select_for_update(of=("self",)).filter(pk=client.pk).first()
        if locked is None:
            raise PermissionDenied
        if locked.closed_on is None:
            raise NotNow
        if not may_reopen(by, locked):
            raise PermissionDenied
        on = max(on, locked.closed_on)
        if not why:
            raise ValidationError({"why": _("Vul in waarom het dossier terugkomt")})
        Closure.objects.filter(client=locked, reopened_on=None).update(
            reopened_on=Greatest(F("closed_on"), Value(on)), reopened_why=why, reopened_by_id=by.user_id
        )
        locked.closed_on, locked.lead_id = None, (lead or by).user_id
        locked.version += 1
        locked.save(update_fields=["closed_on", "lead", "version"])
        _begin_again(locked, lead or by, why, on)
    client.closed_on = None


def closed_file(number: str, chain_slug: str) -> str:
    """The number of the closed file that the BSN is of, where the acting membership may bring it back; else ""."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_closed_file(%s)", [bsn.index(number, chain_slug)])
        return cursor.fetchone()[0] or ""


def bring_back(number: str, why: str, *, by: Membership) -> Client | None:
    """Somebody registers again: the file with the BSN comes back, with `by` in the lead. None where it is open by now,
    or somebody else's to open."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select snoer_bring_back(%s, %s)", [bsn.index(number, by.chain.slug), why])
            (pk,) = cursor.fetchone()
        if pk is None:
            return None
        client = Client.objects.get(pk=pk)
        _begin_again(client, by, why, today())
    return client


def _begin_again(client: Client, lead: Membership, why: str, on: dt.date) -> None:
    team.lead_from([client], lead, on)
    closure = client.closures.order_by("-pk").first()
    record("file-reopened", client, about=closure, part="client", on=on, why=why)
