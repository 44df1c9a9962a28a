"""What is unusual among the looks: by kind, each with the rule that it was found by, until somebody looked into it.

None of it is proof: a colleague who stands in for another opens many files. So it is looked into, with a note, and comes
back only when more of it follows.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.formats import clock, day, day_short
from chain.models import Membership
from clients.models import Client, LookReview

LIMITS = settings.UNUSUAL_LOOKS
PERIODS = {"7": _("7 dagen"), "30": _("30 dagen"), "90": _("90 dagen")}
USUAL_PERIOD = "7"  # more days are asked for: of a chain with many looks they take seconds
SHOWN = 10  # of a kind, on the page of all kinds


@dataclass(frozen=True)
class Kind:
    """A kind of unusual looks. `rule` may name the limits of the settings; `one` and `many` say a number of it."""

    label: object
    rule: object


KINDS = {
    "surname": Kind(
        _("Iemand met dezelfde achternaam"),
        _("Een collega opende een dossier van iemand die (voor een deel) dezelfde achternaam heeft."),
    ),
    "glass": Kind(_("Met een reden, buiten het gewone werk"), _("Elke inzage met een reden: lees of de reden klopt.")),
    "outside": Kind(
        _("Buiten het eigen werk"),
        _("Op één dag ten minste %(outside)s dossiers geopend zonder regie, plek in het team, stap van de eigen organisatie "
          "of iets dat de collega er zelf in schreef."),
    ),
    "refused": Kind(_("Geweigerd, keer op keer"), _("Ten minste %(refused)s keer achter elkaar geweigerd.")),
    "files": Kind(
        _("Veel dossiers in een uur"), _("Ten minste %(files)s verschillende dossiers geopend in één uur op de klok.")
    ),
    "people": Kind(
        _("Veel mensen in lijsten en bestanden"),
        _("Ten minste %(people)s verschillende mensen gezien in één uur op de klok, in lijsten en bestanden samen."),
    ),
    "bsn": Kind(_("Vaak een BSN"), _("Op één dag het BSN van ten minste %(bsns)s verschillende mensen.")),
    "night": Kind(
        _("’s Nachts en in het weekend"),
        _("Een dossier geopend op zaterdag of zondag, voor %(opens)s uur of na %(closes)s uur."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Looks of one membership that are unusual together, from the first to the last of them."""

    kind: str
    looker: Membership
    number: int
    since: dt.datetime
    until: dt.datetime
    client: Client | None = None

    @property
    def when(self) -> str:
        """The day, or the days, with the hours where it is one day."""
        if day(self.since) != day(self.until):
            return f"{day_short(self.since)} – {day_short(self.until)}"
        hours = clock(self.since)
        if clock(self.until) != hours:
            hours += f"–{clock(self.until)}"
        return f"{day_short(self.since)}, {hours}"

    @property
    def much(self) -> str:
        """How many, as people read it."""
        said = {
            "surname": ngettext("%(n)s keer", "%(n)s keer", self.number),
            "glass": "",
            "refused": ngettext("%(n)s keer geweigerd", "%(n)s keer geweigerd", self.number),
            "bsn": ngettext("%(n)s BSN", "%(n)s BSN’s", self.number),
            "people": ngettext("%(n)s mens", "%(n)s mensen", self.number),
        }
        return said.get(self.kind, ngettext("%(n)s dossier", "%(n)s dossiers", self.number)) % {"n": self.number}


@dataclass
class Group:
    """All of a kind that nobody looked into yet, latest first."""

    key: str
    label: object
    rule: str
    found: list[Finding] = field(default_factory=list)

    @property
    def shown(self) -> list[Finding]:
        return self.found[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.found) - SHOWN, 0)


def rule(kind: str) -> str:
    return str(KINDS[kind].rule) % LIMITS


def findings(membership: Membership, since: dt.datetime, until: dt.datetime) -> list[Finding]:
    """All that is unusual in the time, looked into or not: three queries, whatever is found."""
    limits = [LIMITS[key] for key in ("files", "people", "refused", "outside", "bsns", "opens", "closes")]
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, looker, client, first, last, number from snoer_unusual_looks(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " order by last desc, kind, looker, client",
            [since, until, *limits],
        )
        rows = cursor.fetchall()
    lookers = lookers_of(row[1] for row in rows)
    clients = Client.objects.filter(chain_id=membership.chain_id).in_bulk({row[2] for row in rows if row[2]})
    return [
        Finding(kind, lookers[looker], number, first, last, clients.get(client))
        for kind, looker, client, first, last, number in rows
        if looker in lookers and (client is None or client in clients)
    ]


def lookers_of(ids: Iterable[int]) -> dict[int, Membership]:
    """The memberships with user and partner: one query."""
    return Membership.objects.select_related("user", "partner").in_bulk(set(ids))


def reviewed(finding: Finding, reviews: Iterable[LookReview]) -> bool:
    """Whether one of the reviews covers all of it."""
    return any(
        one.kind == finding.kind
        and one.looker_id == finding.looker.pk
        and one.client_id == (finding.client.pk if finding.client else None)
        and one.since <= finding.since
        and one.until >= finding.until
        for one in reviews
    )


def reviews_of(membership: Membership) -> QuerySet[LookReview]:
    """What was looked into, latest first."""
    found = LookReview.objects.filter(chain_id=membership.chain_id)
    return found.select_related("looker__user", "looker__partner", "client", "author").order_by("-at", "-pk")


def unusual(membership: Membership, days: int) -> list[Group]:
    """By kind what nobody looked into yet, of the last days; kinds with nothing too, for those say something as well."""
    now = timezone.now()
    since = now - dt.timedelta(days)
    done = list(LookReview.objects.filter(chain_id=membership.chain_id, until__gte=since))
    groups = {key: Group(key, kind.label, rule(key)) for key, kind in KINDS.items()}
    for finding in findings(membership, since, now):
        if not reviewed(finding, done):
            groups[finding.kind].found.append(finding)
    return sorted(groups.values(), key=lambda group: not group.found)


def total(groups: Iterable[Group]) -> str:
    number = sum(len(group.found) for group in groups)
    if not number:
        return translate("Niets dat nog nagekeken moet worden.")
    return ngettext("%(n)s ding om na te kijken.", "%(n)s dingen om na te kijken.", number) % {"n": number}
