"""Whether everything is alive: database, queue, worker, clock and outbox. No personal data, no details of the set-up."""

import datetime as dt
from dataclasses import dataclass

import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chain.models import Membership, Outbox
from chain.registry import registered

SWEPT = "swept"  # key in the cache: when a worker last did what the clock asks every minute
LATE = dt.timedelta(minutes=3)


@dataclass(frozen=True)
class Vital:
    """A part of the product. vital: without it nobody can work."""

    name: str
    alive: bool
    detail: str
    vital: bool = False


def vitals(membership: Membership | None = None) -> list[Vital]:
    """All parts; the outbox of the acting chain, where somebody acts, and what the floors above add (SNOER_VITALS)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        swept = cache.get(SWEPT)
    except DatabaseError:
        return [Vital(_("Database"), False, _("geeft geen antwoord"), vital=True)]
    parts = [Vital(_("Database"), True, "", vital=True), _queue()]
    parts += _work(swept, queue=parts[1].alive)
    if membership is not None:
        parts.append(_outbox(membership.chain_id))
        parts += [vital(membership.chain_id) for vital in registered("SNOER_VITALS")]
    return parts


def _queue() -> Vital:
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return Vital(_("Wachtrij"), False, _("geeft geen antwoord; wijzigingen worden bewaard en later geteld"))
    return Vital(_("Wachtrij"), True, "")


def _work(swept: dt.datetime | None, *, queue: bool) -> list[Vital]:
    """The clock asks every minute for a task that leaves its time; fresh, both live. Else the worker is asked."""
    worker, clock = _("Worker"), _("Klok")
    if swept is not None and timezone.now() - swept < LATE:
        return [Vital(worker, True, ""), Vital(clock, True, "")]
    since = _("laatste teken van leven: %s geleden") % ago(swept) if swept else _("nog geen teken van leven")
    answers = False
    if queue:
        try:
            answers = bool(current_app.control.ping(timeout=1))
        except Exception:  # kombu raises its own, redis its own: no answer all the same
            answers = False
    return [Vital(worker, answers, "" if answers else since), Vital(clock, False, since)]


def _outbox(chain_id: int) -> Vital:
    oldest = (
        Outbox.objects.filter(chain_id=chain_id, done_at__isnull=True)
        .order_by("pk")
        .values_list("created_at", flat=True)
        .first()
    )
    name = _("Wijzigingen om te tellen")
    if oldest is None:
        return Vital(name, True, _("alles is geteld"))
    return Vital(name, timezone.now() - oldest < LATE, _("de oudste wacht al %s") % ago(oldest))


def ago(moment: dt.datetime) -> str:
    """`5 minuten`, `3 uur`."""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 120:
        return ngettext("%d minuut", "%d minuten", minutes) % minutes
    return ngettext("%d uur", "%d uur", minutes // 60) % (minutes // 60)
