"""The queue of e-mail: kept in the database, sent by a worker, none twice.

A row says what a message is about; its text and address are made when it is sent, and stand nowhere else. It is committed as
`sending` before it is handed over: a worker that is killed then leaves a message that may have arrived, and such a one is
never sent again by itself but shown to people. Where the mail server is away, messages wait, for days if need be.
"""

import datetime as dt
import logging
from email.message import EmailMessage
from functools import partial

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain import outbox, smtp
from chain.acting import acting_as, system_membership
from chain.models import Chain
from chain.registry import registered
from chain.vitals import Vital, ago
from clients.models import Client, Mail

logger = logging.getLogger(__name__)
JOB = "mail"
AGAIN = dt.timedelta(minutes=1)  # after a first refusal; doubled with each
AT_MOST = dt.timedelta(minutes=15)
SILENT = dt.timedelta(minutes=10)  # of one that is being handed over: the worker is gone
LATE = dt.timedelta(minutes=15)  # then something is the matter


def on() -> bool:
    """Whether this place sends e-mail at all (SNOER_MAIL)."""
    return bool(settings.SNOER_MAIL)


def put(kind: str, client: Client, key: str, *, about: models.Model) -> None:
    """Into the queue, in the transaction of what it tells; the same key a second time is nothing new."""
    queued = Mail(
        chain_id=client.chain_id,
        key=key,
        kind=kind,
        client=client,
        about=str(about._meta.model_name),
        about_id=about.pk,
    )
    Mail.objects.bulk_create([queued], ignore_conflicts=True)
    kick(client.chain_id)


def kick(chain_id: int) -> None:
    """Ask a worker once this is committed; the clock asks every minute anyway."""
    transaction.on_commit(partial(outbox.send, "clients.tasks.send_mail", chain_id), robust=True)


def send_waiting(chain: Chain) -> int:
    """Send what waits in the chain; how many were handed over. Safe to run twice and at once."""
    acting, sent = system_membership(chain, JOB), 0
    with acting_as(acting, JOB):
        # Of these nobody knows whether they arrived: they are shown, and never sent again.
        lost = Mail.objects.filter(chain=chain, status="sending", next_at__lt=timezone.now() - SILENT)
        lost.update(status="unsure", ended_at=timezone.now(), error="worker-gone")
    if not on():
        return 0
    with smtp.Post(settings.SNOER_MAIL) as post:
        while claimed := _claim(acting, chain):
            queued, made = claimed
            if made is not None and not _handed_over(acting, post, queued, made):
                break  # the server is away: the others wait for the next minute
            sent += made is not None
    return sent


def _claim(acting: int, chain: Chain) -> tuple[Mail, EmailMessage | None] | None:
    """The next that is due, committed as `sending` with its message, or as not needed any more; None where there is none."""
    with acting_as(acting, JOB):
        due = Mail.objects.filter(chain=chain, status="waiting", next_at__lte=timezone.now()).order_by("next_at", "pk")
        queued = due.select_for_update(of=("self",), skip_locked=True).first()
        if queued is None:
            return None
        try:
            with transaction.atomic():
                made = _made(queued)
        except Exception as error:  # it holds up no other, and is tried again
            logger.error("mail %s could not be made: %s", queued.pk, type(error).__name__)
            _wait(queued, type(error).__name__)
            return queued, None
        queued.status = "sending" if made is not None else "dropped"
        queued.tries, queued.next_at = queued.tries + 1, timezone.now()
        queued.ended_at = None if made is not None else timezone.now()
        queued.save()
    return queued, made


def _made(queued: Mail) -> EmailMessage | None:
    """What it says now, by its kind (SNOER_MAIL_KINDS); None where it is not needed any more."""
    made: EmailMessage | None = dict(registered("SNOER_MAIL_KINDS"))[queued.kind](queued)
    return made


def _handed_over(acting: int, post: smtp.Post, queued: Mail, made: EmailMessage) -> bool:
    """Whether the server answered about it; the row says what."""
    answered = True
    try:
        post.send(made)
    except smtp.Refused as error:
        queued.status, queued.error = "refused", str(error)[:80]
    except smtp.Unsure as error:
        queued.status, queued.error, answered = "unsure", str(error)[:80], False
    except smtp.NotNow as error:
        with acting_as(acting, JOB):
            _wait(queued, str(error))
        return isinstance(error, smtp.NotThisOne)
    else:
        queued.status, queued.error = "sent", ""
    queued.ended_at = timezone.now()
    with acting_as(acting, JOB):
        queued.save()
    if queued.error:
        logger.warning("mail %s: %s (%s)", queued.pk, queued.status, queued.error)
    return answered


def _wait(queued: Mail, error: str) -> None:
    """Again later: after a minute, two, four ... a quarter of an hour."""
    if queued.status == "waiting":  # not counted yet
        queued.tries += 1
    queued.status, queued.error = "waiting", error[:80]
    queued.next_at = timezone.now() + min(AGAIN * 2 ** min(queued.tries - 1, 10), AT_MOST)
    queued.save()


def vital(chain_id: int) -> Vital:
    """Whether e-mail goes out, for the page that says whether everything works; numbers only."""
    name = translate("E-mail")
    if not on():
        return Vital(name, True, translate("staat uit: uitnodigingen gaan per brief"))
    with connection.cursor() as cursor:
        cursor.execute("select waits, oldest from snoer_mail_waiting(%s)", [chain_id])
        waits, oldest = cursor.fetchone()
    if not waits:
        return Vital(name, True, translate("alles is verstuurd"))
    told = ngettext("%(number)s bericht wacht", "%(number)s berichten wachten", waits) % {"number": waits}
    since = translate("het oudste al %s") % ago(oldest)
    return Vital(name, timezone.now() - oldest < LATE, f"{told}, {since}")
