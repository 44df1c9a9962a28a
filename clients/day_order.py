"""The order of Mijn dag: one table, that the list is put in order by and that the page explains it with."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clients.registered import DayRow


@dataclass(frozen=True)
class Kind:
    """Why a row stands there, by its urgency: how it looks, and in words."""

    urgency: int
    tone: str
    icon: str
    name: object
    why: object


# The most urgent first. Within a kind the oldest term goes first, and what has none last.
ORDER = (
    Kind(0, "error", "clock", _("Een termijn is voorbij"), _("Iemand krijgt niet op tijd wat is afgesproken of moet.")),
    Kind(1, "warn", "person", _("De inwoner wacht"), _("Er gebeurt pas iets als u iets doet.")),
    Kind(2, "outline", "hourglass", _("Een partner wacht"), _("Een collega van een andere organisatie wacht op u.")),
    Kind(3, "info", "calendar", _("Een afspraak"), _("Vandaag, of iets dat binnenkort begint.")),
    Kind(4, "", "bell", _("Een signaal"), _("Goed om te weten. Er is nog tijd.")),
)
SIGNAL = ORDER[-1].urgency
LOOKS = {kind.urgency: (kind.tone, kind.icon) for kind in ORDER}
PLACE = {kind.urgency: place for place, kind in enumerate(ORDER)}


def in_order(rows: Iterable[DayRow]) -> list[tuple[DayRow, list[str]]]:
    """Most urgent first, then by term; a signal about somebody who stands here already goes with that row."""
    ordered = sorted(rows, key=lambda row: (PLACE[row.urgency], row.term or dt.date.max, row.number))
    kept: list[tuple[DayRow, list[str]]] = []
    first: dict[int, list[str]] = {}
    for row in ordered:
        if row.urgency == SIGNAL and row.client_id in first:
            first[row.client_id].append(": ".join(filter(None, [row.reason, row.next_step])))
            continue
        also: list[str] = []
        kept.append((row, also))
        if row.client_id:
            first.setdefault(row.client_id, also)
    return kept
