"""One act for many: asked for once, carried out by a worker as the membership that asked, one person at a time.

Each person is a transaction of its own, which asks anew who the membership is and what it may: whoever lost a right
meanwhile is refused. Killed in the middle, the rest waits for the next run; two runs at once share nothing, since one waits
for no other. What an act refuses stands at the person, in the words of the act itself.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Count
from django.db.models.functions import Now
from django.http import Http404, QueryDict
from django.utils.translation import get_language, override
from django.utils.translation import gettext as translate

from chain.acting import acting_as
from chain.jobs import LOCKS
from chain.models import Membership
from chain.once import NotNow
from chain.outbox import send
from chain.registry import registered
from clients import access
from clients.models import Bulk, BulkLine, Client
from clients.registered import BulkAct

logger = logging.getLogger(__name__)
MOST = 500  # people at once
LONGEST = 300  # characters of a reason
TASK = "clients.tasks.carry_out_bulk"


def every() -> dict[str, BulkAct]:
    """The acts that can be done for many (SNOER_BULK_ACTS), by key, in their order."""
    return {act.key: act for table in registered("SNOER_BULK_ACTS") for act in table}


def acts(membership: Membership) -> list[BulkAct]:
    """Those that the membership does at all."""
    return [act for act in every().values() if act.may(membership)]


@dataclass(frozen=True)
class Preview:
    """Who of them it can be done for, and who not: (reason, people) each, the most people first."""

    can: list[Client]
    cannot: list[tuple[str, list[Client]]]


def preview(act: BulkAct, membership: Membership, people: list[Client], values: dict[str, Any]) -> Preview:
    """What would come of it now; nothing is changed."""
    why = act.hinders(membership, people, values)
    reasons: dict[str, list[Client]] = {}
    for one in people:
        if one.pk in why:
            reasons.setdefault(str(why[one.pk]), []).append(one)
    cannot = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    return Preview([one for one in people if one.pk not in why], cannot)


def ask(act: BulkAct, membership: Membership, people: Iterable[Client], form: Any) -> Bulk:
    """The act for these people, with what its valid form says. PermissionDenied for who does not do it at all;
    ValidationError for nobody, or for more than MOST."""
    if not act.may(membership):
        raise PermissionDenied
    chosen = list(people)
    if not 0 < len(chosen) <= MOST:
        raise ValidationError(translate("Kies hoogstens %(most)s inwoners") % {"most": MOST})
    posted = {name: form.data.getlist(name) for name in form.fields if name in form.data}
    chain = {"chain_id": membership.chain_id, "membership": membership}
    with transaction.atomic():
        made = Bulk.objects.create(act=act.key, values={"posted": posted, "language": get_language() or "nl"}, **chain)
        BulkLine.objects.bulk_create([BulkLine(bulk=made, client=one, **chain) for one in chosen])
        transaction.on_commit(lambda: send(TASK, membership.pk, made.pk), robust=True)
    return made


# The worker


def carry_out(membership_id: int, bulk_id: int) -> int:
    """Do what is left of it; gives for how many that was tried. Safe to run twice, at once, and to be killed."""
    tried = 0
    while True:
        with acting_as(membership_id, "bulk"):
            if not _alone(bulk_id):
                return tried
            bulk = Bulk.objects.filter(pk=bulk_id, status__in=("asked", "running")).first()
            if bulk is None:
                return tried
            with override(bulk.values["language"]):
                if not _one_more(bulk):
                    return tried
        tried += 1


def _alone(bulk_id: int) -> bool:
    """Whether nobody else is at it; the lock goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [LOCKS["bulk"], bulk_id % 2**31])
        return bool(cursor.fetchone()[0])


def _one_more(bulk: Bulk) -> bool:
    """The next person of it; False where nobody was left, and it is over."""
    membership = Membership.objects.with_contact_point().select_related("user", "chain", "partner").filter(
        pk=bulk.membership_id
    ).first()  # fmt: skip
    line = BulkLine.objects.filter(bulk=bulk, status="todo").order_by("pk").first()
    if membership is None:  # it ended, and changes nothing any more: the next sweep stops what it asked for
        return False
    if line is None:
        Bulk.objects.filter(pk=bulk.pk).update(status="done", ended_at=Now(), values={})
        return False
    if bulk.status == "asked":
        Bulk.objects.filter(pk=bulk.pk).update(status="running", started_at=Now())
    reason = _done_for(line, bulk, membership)
    BulkLine.objects.filter(pk=line.pk).update(status="refused" if reason else "done", reason=reason[:LONGEST])
    return True


def _done_for(line: BulkLine, bulk: Bulk, membership: Membership) -> str:
    """Why it could not be done for the person; "" where it was."""
    act = every().get(bulk.act)
    number = Client.objects.filter(pk=line.client_id).values_list("number", flat=True).first()
    try:
        if act is None or not act.may(membership):
            raise PermissionDenied
        found = access.of(membership, number or "", "client")
        values = _values(act, bulk, membership)
        values["position"] = BulkLine.objects.filter(bulk=bulk, pk__lt=line.pk).count()
        with transaction.atomic():
            act.act(membership, found, values)
    except ValidationError as error:
        return " ".join(str(message) for message in error.messages)
    except Http404:
        return translate("U ziet deze inwoner niet meer")
    except PermissionDenied:
        return translate("U mag dit bij deze inwoner niet (meer)")
    except NotNow:
        return translate("Dit kan nu niet (meer)")
    except (OperationalError, InterfaceError):  # the database is gone: the line waits
        raise
    except Exception as error:  # without its text, in which the database tells what stood in the row
        logger.error("line %s of bulk %s failed: %s", line.pk, bulk.pk, type(error).__name__)
        return translate("Er ging iets mis. Probeer het bij deze inwoner zelf.")
    return ""


def _values(act: BulkAct, bulk: Bulk, membership: Membership) -> dict[str, Any]:
    """What the form said, read anew: what was chosen may not be there any more, which is a ValidationError."""
    data = QueryDict(mutable=True)
    for name, posted in bulk.values["posted"].items():
        data.setlist(name, posted)
    form = act.form(data, membership=membership)
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
    return dict(form.cleaned_data)


def start_lost() -> None:
    """Of the acting job's chain: what waits although nobody is at it, such as after a worker was killed, is asked for anew;
    a run that is under way is not disturbed by that."""
    with connection.cursor() as cursor:
        cursor.execute("select membership_id, bulk_id from snoer_bulks()")
        waiting = cursor.fetchall()
    for membership_id, bulk_id in waiting:
        send(TASK, membership_id, bulk_id)


# How far it is


@dataclass(frozen=True)
class Progress:
    """How many people, for how many it was tried, and for how many it could not be."""

    number: int
    tried: int
    refused: int


def progress(bulk: Bulk) -> Progress:
    """One query."""
    found = dict(BulkLine.objects.filter(bulk=bulk).order_by().values_list("status").annotate(Count("pk")))
    number = sum(found.values())
    return Progress(number, number - found.get("todo", 0), found.get("refused", 0))
