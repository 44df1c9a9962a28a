"""Agreements with partners: which hold, which run out, and whose access ends with them.

The database ends the access (chain/sql.py): with a partner that has agreements, on the day after the last of those that join
up from today on; one that begins later opens it again on its first day. A unit of a partner follows its parent. The privacy
officer is never shut out. A partner without any agreement is not held to one.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain import dry_run
from chain.days import today
from chain.formats import day_long, number
from chain.models import Membership, PartnerAgreement, holds_on


def days_left(agreement: PartnerAgreement, on: dt.date | None = None) -> int | None:
    """Days until it runs out, 0 on its last day and less than 0 after it; None where it has no end."""
    return None if agreement.ended_on is None else (agreement.ended_on - (on or today())).days


def running_out(chain_id: int) -> QuerySet[PartnerAgreement]:
    """Those that run out within AGREEMENT_WARN_DAYS without one of the kind that goes on after them, soonest first."""
    on = today()
    ends = PartnerAgreement.objects.filter(
        chain_id=chain_id, ended_on__gte=on, ended_on__lte=on + dt.timedelta(settings.AGREEMENT_WARN_DAYS)
    )
    return _not_followed(ends).select_related("partner").order_by("ended_on", "partner__position", "pk")


def run_out(chain_id: int) -> QuerySet[PartnerAgreement]:
    """Those that ran out and that nothing of the kind follows: the partner may have no access any more."""
    ended = PartnerAgreement.objects.filter(chain_id=chain_id, ended_on__lt=today())
    return _not_followed(ended).select_related("partner").order_by("-ended_on", "partner__position", "pk")


def _not_followed(agreements: QuerySet[PartnerAgreement]) -> QuerySet[PartnerAgreement]:
    later = PartnerAgreement.objects.filter(partner=OuterRef("partner"), kind=OuterRef("kind")).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("ended_on"))
    )
    return agreements.filter(~Exists(later))


@dataclass(frozen=True)
class Cut:
    """Whose access would end earlier than it does now: how many today, and by day how many later."""

    now: int
    later: dict[dt.date, int]

    @property
    def anybody(self) -> bool:
        return bool(self.now or self.later)


def cut_by(chain_id: int, change: Callable[[], object]) -> Cut:
    """What the change of agreements would take away from people who have access today; it is tried and taken back."""
    before = _until(chain_id)

    def after() -> dict[int, tuple[int, dt.date | None]]:
        change()
        return _until(chain_id)

    there = dry_run.taken_back(after)
    on = today()
    now: set[int] = set()
    later: dict[dt.date, set[int]] = {}
    for pk, (user_id, was) in before.items():
        until = there[pk][1] if pk in there else None
        if until is None or (was is not None and until >= was):
            continue
        if until < on:
            now.add(user_id)
        else:
            later.setdefault(until, set()).add(user_id)
    return Cut(len(now), {day: len(people) for day, people in sorted(later.items())})


def _until(chain_id: int) -> dict[int, tuple[int, dt.date | None]]:
    """Of the functions that are not over: whose, and until when their partner has agreements."""
    on = today()
    held = Membership.objects.filter(holds_on(on), chain_id=chain_id).exclude(role="system")
    return {
        pk: (user_id, until)
        for pk, user_id, until in held.values_list("pk", "user_id", "agreed_until")
    }  # fmt: skip


def effects(cut: Cut) -> list[dry_run.Effect]:
    """What the change would do, as the page before saving says it."""
    found = []
    if cut.now:
        said = ngettext("collega kan er vanaf nu niet meer in", "collega’s kunnen er vanaf nu niet meer in", cut.now)
        note = translate("Bij de volgende klik worden zij afgemeld. Hun werk blijft bewaard.")
        found.append(dry_run.Effect(said, number(cut.now), note, warn=True))
    for day, people in cut.later.items():
        said = ngettext(
            "collega kan er na %(day)s niet meer in", "collega’s kunnen er na %(day)s niet meer in", people
        ) % {"day": day_long(day)}  # fmt: skip
        found.append(dry_run.Effect(said, number(people)))
    return found
