"""Tasks of people: a next step that somebody writes down, and the end of any task (clients.terms makes the others).

Whose a task is: of one user, of the partner on turn, of its managers, or of who has the lead.
"""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.jobs import lock
from chain.models import Membership, Partner, User
from chain.parts import CASEWORKERS
from clients import access, covering
from clients.models import Client, Task
from clients.steps import NotNow, acting
from clients.terms import sources
from clients.timeline import record

NEXT = "next"  # the key of what a colleague wrote down
LONGEST = 200
MANAGES = ("manager", "lead_consultant")


def name(task: Task) -> str:
    """What is to be done, as people read it."""
    if task.key == "glass":
        return translate("Iemand heeft dit dossier met een reden ingezien")
    return task.text or (str(task.term) if task.term else task.key)


def renews(task: Task) -> bool:
    """Whether the engine moves the task by itself once what it asks for is recorded."""
    return task.term is not None and renews_by(task.term.source)


def renews_by(source: str) -> bool:
    """As `renews`, of a source by its key."""
    return source in sources() and sources()[source].renews


def may(membership: Membership, task: Task, users: Collection[int] = ()) -> bool:
    """Whether the membership may end the task: its own partner's, whoever of it; those of the lead, the point of contact.
    What one alone has to do is done by that one, or by `users` whom the membership stands for (clients.covering)."""
    if membership.role == "system":
        return True
    if task.client.closed_on or not membership.reads(task.part):
        return False
    if task.user_id is not None:
        return task.user_id == membership.user_id or (task.user_id in users and task.partner_id in membership.acts_for)
    own = task.partner_id in membership.acts_for if task.partner_id else bool(membership.is_contact_point)
    if task.for_whom == "manager":
        return own and membership.role in MANAGES
    return own and membership.role in CASEWORKERS


def may_end(membership: Membership, task: Task) -> bool:
    """As `may`, also for whom the membership stands in today, which takes a query."""
    if may(membership, task):
        return True
    return task.user_id is not None and may(membership, task, covering.stands_for(membership))


def open_tasks(client: Client) -> QuerySet[Task]:
    """What is to be done about the client and shown by now, soonest first: one query."""
    found = Task.objects.filter(client=client, status="open", shown_from__lte=today())
    return found.select_related("term", "partner", "user", "made_by", "client__lead").order_by("due_on", "pk")


def add(
    client: Client,
    text: str,
    due_on: dt.date,
    *,
    by: Membership | None = None,
    about: models.Model | None = None,
    part: str = "",
    for_whom: str = "lead",
    partner: Partner | None = None,
    user: User | None = None,
) -> Task:
    """A next step that a colleague writes down, of who has the lead, of a partner, or of one user of the partner.

    `about` is what it follows from, such as a note, whose `part` of the file it then is of. PermissionDenied for who does
    not write that part; ValidationError, per field, without a text or with one too long.
    """
    by, text = acting(by), text.strip()
    part = part or getattr(about, "part", "plan")
    if not access.writes(by, client, part):
        raise PermissionDenied
    if not text:
        raise ValidationError({"text": _("Vul in wat er moet gebeuren")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("Maak het korter: ten hoogste 200 tekens")})
    if user is not None:
        for_whom = "partner"
    if for_whom == "partner" and partner is None:
        partner = by.partner
    kind, number = (str(about._meta.model_name), about.pk) if about is not None else ("client", client.pk)
    with transaction.atomic():
        lock("todo", client.pk)  # two at once would get the same number
        last = Task.objects.filter(chain_id=client.chain_id, key=NEXT, about=kind, about_id=number).aggregate(
            Max("nth")
        )
        return Task.objects.create(
            client=client, chain_id=client.chain_id, key=NEXT, about=kind, about_id=number, nth=(last["nth__max"] or 0) + 1,
            part=part, since=today(), due_on=due_on, shown_from=today(), for_whom=for_whom,
            partner=partner if for_whom == "partner" else None, user=user, text=text, made_by_id=by.user_id,
        )  # fmt: skip


def done(task: Task, *, result: str = "", by: Membership | None = None, on: dt.date | None = None) -> Task:
    """The task was done on the day (today), with what came of it; told on the timeline.

    PermissionDenied for who may not; NotNow for one that is not open (any more); ValidationError, per field, for a day
    to come, or without a result where recording the thing itself would have moved it: then there is something to explain.
    """
    by, on, result = acting(by), on or today(), result.strip()
    with transaction.atomic():
        task = _locked(task, by)
        if on > today():
            raise ValidationError({"on": _("Deze dag moet nog komen")})
        if not result and renews(task):
            raise ValidationError({"result": _("Leg uit waarom dit zo klaar is")})
        if len(result) > 300:
            raise ValidationError({"result": _("Maak het korter: ten hoogste 300 tekens")})
        task.status, task.done_on, task.done_by_id, task.result = "done", on, by.user_id, result
        task.save(update_fields=["status", "done_on", "done_by", "result"])
        record("task-done", task.client, about=task, part=task.part, on=on, task=name(task), result=result)
    return task


def answered(tasks: QuerySet[Task], on: dt.date, *, by: Membership) -> int:
    """Those of the open tasks that the membership may end were done on the day by an act that tells of it itself.

    The number of them; others stay as they are, to be ended by whose they are.
    """
    own = tasks.filter(status="open")
    if by.role != "system" and not by.is_contact_point:
        own = own.filter(partner_id__in=by.acts_for)
    return own.update(status="done", done_on=on, done_by_id=by.user_id)


def postpone(task: Task, due_on: dt.date, why: str, *, by: Membership | None = None) -> Task:
    """Another day for what somebody wrote down, with the reason. Of a term it is refused: its day follows from the rule."""
    by, why = acting(by), why.strip()
    with transaction.atomic():
        task = _locked(task, by)
        if task.key != NEXT:
            raise PermissionDenied
        if due_on < today():
            raise ValidationError({"due_on": _("Kies vandaag of een latere dag")})
        if not why:
            raise ValidationError({"why": _("Vul in waarom het later wordt")})
        before, task.due_on = task.due_on, due_on
        task.save(update_fields=["due_on"])
        record(
            "task-postponed",
            task.client,
            about=task,
            part=task.part,
            task=name(task),
            before=before,
            to=due_on,
            why=why,
        )
    return task


def _locked(task: Task, by: Membership) -> Task:
    """The task as it is now, locked to the end of the transaction."""
    found = (
        Task.objects.select_for_update(of=("self",)).select_related("client", "term", "partner", "made_by")
        .filter(pk=task.pk).first()
    )  # fmt: skip
    if found is None or not may_end(by, found):
        raise PermissionDenied
    if found.status != "open":
        raise NotNow
    return found
