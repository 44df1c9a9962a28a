"""Publishing an edition, or throwing it away.

Between two editions of a chain that leave it stand SNOER_REPORT_DAYS (80): who lays two of them side by side that differ by
little, works out what is hidden in one from what is told in the other. In spring 14 and 4 people (hidden) are told as 20; in
autumn 14, 9 and 23: nine less what came since. After a quarter as many as are hidden may have come and gone, so that the
difference no longer tells. The risk that remains: of somebody whom nothing happened to (a year that is over, a group in which
nobody comes or goes) the number stays the same, and what is hidden in one edition may be told, or can be bounded, in the next;
and who knows what came since, subtracts it. Suppression looks at one edition at a time.
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.timezone import localdate
from django.utils.translation import gettext as translate

from chain import formats
from chain.days import today
from chain.jobs import lock
from chain.models import Membership
from chain.once import NotNow
from reporting.models import OutsideReport, Report
from reporting.reports import publishes, status


class TooSoon(NotNow):
    """After the last edition of the chain; its text is for who asked."""


def from_day(chain_id: int) -> dt.date | None:
    """The first day on which the chain may publish again; None where it may today."""
    last = Report.objects.filter(chain_id=chain_id).aggregate(last=Max("published_at"))["last"]
    day = localdate(last) + dt.timedelta(settings.SNOER_REPORT_DAYS) if last else None
    return day if day and day > today() else None


def said(day: dt.date) -> str:
    """Why it has to wait until the day."""
    return translate(
        "Publiceren kan vanaf %(day)s. Tussen twee rapporten zitten %(days)s dagen: wie er twee kort na elkaar naast elkaar "
        "legt, kan uitrekenen wat verborgen is."
    ) % {"day": formats.day_long(day), "days": settings.SNOER_REPORT_DAYS}


def publish(report: Report, membership: Membership) -> Report:
    """From now on the edition stays as it is, and who is outside the chain reads its reports. PermissionDenied for who does not
    publish; NotNow where it is published already, or not there yet; TooSoon after another of the chain."""
    if not publishes(membership):
        raise PermissionDenied
    with transaction.atomic():
        lock("published", report.chain_id)  # or two at once would each be the only one
        found = _locked(report)
        if status(found) != "draft":
            raise NotNow
        if day := from_day(report.chain_id):
            raise TooSoon(said(day))
        Report.objects.filter(pk=found.pk).update(
            published_at=Now(), published_by=membership.user_id, version=found.version + 1
        )
        OutsideReport.objects.filter(report=found).update(published=True)
    return found


def discard(report: Report, membership: Membership) -> None:
    """What was not published goes: a draft, what failed, and what never came. NotNow for what was, or is being made."""
    if not publishes(membership):
        raise PermissionDenied
    with transaction.atomic():
        found = _locked(report)
        OutsideReport.objects.filter(report=found).delete()
        found.delete()


def _locked(report: Report) -> Report:
    """The edition as it is now; NotNow for one that was published, which row security lets nobody lock, and for one that a worker
    holds, for which nobody waits."""
    rows = Report.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.filter(pk=report.pk, published_at=None).first()
    if found is None:
        raise NotNow
    return found
