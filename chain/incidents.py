"""The register of incidents: the 72 hours, and what the authority has to know (AVG, articles 33 and 34)."""

import datetime as dt
import math
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.models import Incident

REPORT_WITHIN = dt.timedelta(hours=72)  # article 33, paragraph 1
# What is told to the authority (article 33, paragraph 3), and what the person's own telling needs (article 34).
NEEDED = {
    "what": _("wat er gebeurde"),
    "whose": _("om wier gegevens het gaat"),
    "people": _("hoeveel mensen, ongeveer"),
    "kinds": _("welke gegevens"),
    "consequences": _("mogelijke gevolgen"),
    "measures": _("wat er is gedaan"),
}


@dataclass(frozen=True)
class Clock:
    """How the 72 hours stand: `hours` are left, or over where it is less than 0; None once it was decided."""

    until: dt.datetime
    hours: int | None
    reported_late: bool = False

    @property
    def late(self) -> bool:
        return self.hours is not None and self.hours < 0

    @property
    def said(self) -> str:
        if self.hours is None:
            return translate("te laat gemeld") if self.reported_late else ""
        if self.late:
            return ngettext("%(n)s uur te laat", "%(n)s uur te laat", -self.hours) % {"n": -self.hours}
        if self.hours == 0:
            return translate("nog minder dan een uur")
        return ngettext("nog %(n)s uur", "nog %(n)s uur", self.hours) % {"n": self.hours}


def clock(incident: Incident, now: dt.datetime | None = None) -> Clock:
    """From the discovery on; it stops when it was reported, or when it was written down why not."""
    until = incident.discovered_at + REPORT_WITHIN
    if incident.reported_at is not None:
        return Clock(until, None, incident.reported_at > until)
    if incident.why_not_reported:
        return Clock(until, None)
    left = (until - (now or timezone.now())).total_seconds() / 3600
    return Clock(until, math.floor(left))


def missing(incident: Incident) -> list[str]:
    """What the authority has to know and is not written down yet, in words."""
    return [str(label) for name, label in NEEDED.items() if getattr(incident, name) in ("", None)]


def open_ones(chain_id: int) -> QuerySet[Incident]:
    """Those that are not closed, the oldest discovery first."""
    return Incident.objects.filter(chain_id=chain_id, closed_on=None).order_by("discovered_at", "pk")
