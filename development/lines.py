"""Learning lines: stations towards a trade, with people who come in at any and move on at any time (document 002, annex 3 i).

Who may read and keep them, and what is done with a line: its stations in their order, ended and opened again, and its tasks,
schools and employers. What is counted of it is for all who read of places (development/line_sql.py).
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from development import reading
from development.models import LearningLine, LineEmployer, LineSchool, LineTask, Station

MOST = 100  # lines in a chain that are shown
MOST_STATIONS = 12  # more cannot be read as one string
PIECES: dict[str, Any] = {"taak": LineTask, "school": LineSchool, "werkgever": LineEmployer}


def reader(request: HttpRequest, *, write: bool = False) -> Membership:
    """Who asks for a page about lines; 404 outside a chain, 403 for who may not read (or keep) them."""
    return reading.reader(request, may_write if write else None)


def may_write(membership: Membership) -> bool:
    """Lines are kept by the partners together: by whoever writes of places."""
    return membership.writes("places") and membership.partner_id is not None


def one(request: HttpRequest, pk: int, *, write: bool = False) -> tuple[Membership, LearningLine]:
    """The chain's line, for who reads (or keeps) lines."""
    membership = reader(request, write=write)
    found = LearningLine.objects.select_related("partner")
    return membership, get_object_or_404(found, chain_id=membership.chain_id, pk=pk)


def state(line: LearningLine) -> str:
    """`over`, `coming` or `running`, today."""
    if line.ended_on and line.ended_on < today():
        return "over"
    return "coming" if line.started_on > today() else "running"


def stations(line: LearningLine) -> QuerySet[Station]:
    """All stations of the line, also those that are none any more; in their order."""
    found = Station.objects.filter(line=line).order_by("position", "pk")
    return found.select_related("instrument", "place__host", "place__guide", "place__employer", "place__site")


def following(station: Station) -> Station | None:
    """The next stop on the line; None at the last one."""
    found = Station.objects.filter(line=station.line_id, ended_on=None, position__gt=station.position)
    return found.select_related("instrument", "place").order_by("position").first()


# Figures


@dataclass(frozen=True)
class Tally:
    """Of a station: who is there, has a seat, waits; of who is there who can move on (now, soon), is stuck, is there long."""

    running: int = 0
    held: int = 0
    waiting: int = 0
    ready: int = 0
    soon: int = 0
    stuck: int = 0
    late: int = 0


@dataclass
class Placed:
    """How many people found paid work after they began on the line: in all, and per employer."""

    all: int = 0
    at: dict[int, int] = field(default_factory=dict)


def tallies(lines: list[int]) -> dict[int, Tally]:
    """Per station of these lines; one question."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_line_stations(%s)", [lines])
        return {pk: Tally(*numbers) for pk, *numbers in cursor.fetchall()}


def placed(lines: list[int]) -> dict[int, Placed]:
    """Per line; one question."""
    found: dict[int, Placed] = {pk: Placed() for pk in lines}
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_line_placed(%s)", [lines])
        for line_id, employer_id, people in cursor.fetchall():
            if employer_id is None:
                found[line_id].all = people
            else:
                found[line_id].at[employer_id] = people
    return found


# Acts


def locked(line: LearningLine, by: Membership) -> LearningLine:
    """The line as it is now, held to the end of the transaction: who changes its stations waits for each other."""
    if not may_write(by) or line.chain_id != by.chain_id:
        raise PermissionDenied
    return LearningLine.objects.select_for_update(of=("self",)).get(pk=line.pk)


def add_station(station: Station, *, by: Membership) -> Station:
    """A new last stop. ValidationError where the line is as long as can be read."""
    with transaction.atomic():
        line = locked(station.line, by)
        there = Station.objects.filter(line=line, ended_on=None)
        if there.count() >= MOST_STATIONS:
            raise ValidationError({"name": _("Een leerlijn heeft hoogstens twaalf stations")})
        station.chain_id, station.position = line.chain_id, _last(line) + 1
        station.save()
    return station


def shift(station: Station, forward: bool, *, by: Membership) -> None:
    """One place further on (or back) in the order; nothing at the end of it. NotNow for one that is no stop any more."""
    with transaction.atomic():
        line = locked(station.line, by)
        there = list(
            Station.objects.select_for_update(of=("self",)).filter(line=line, ended_on=None).order_by("position")
        )
        found = next((each for each in there if each.pk == station.pk), None)
        if found is None:
            raise NotNow
        place = there.index(found) + (1 if forward else -1)
        if not 0 <= place < len(there):
            return
        other = there[place]
        mine, theirs = found.position, other.position
        for each, position in ((found, _last(line) + 1), (other, mine), (found, theirs)):  # never two at one position
            each.position = position
            each.save(update_fields=["position"])


def end(station: Station, *, by: Membership) -> None:
    """No longer a stop: nobody comes in any more, and who is there stays on record. NotNow where it has ended already."""
    _set_ended(station, by, opened=False)


def reopen(station: Station, *, by: Membership) -> None:
    """A stop again, as the last one. NotNow for one that is a stop."""
    _set_ended(station, by, opened=True)


def _set_ended(station: Station, by: Membership, *, opened: bool) -> None:
    with transaction.atomic():
        line = locked(station.line, by)
        found = Station.objects.select_for_update(of=("self",)).get(pk=station.pk, line=line)
        if (found.ended_on is not None) != opened:
            raise NotNow
        found.ended_on = None if opened else today()
        found.position = _last(line) + 1 if opened else found.position
        found.save(update_fields=["ended_on", "position"])


def _last(line: LearningLine) -> int:
    return Station.objects.filter(line=line).aggregate(last=Max("position"))["last"] or 0


def remove(line: LearningLine, kind: str, pk: int, *, by: Membership) -> bool:
    """Take a task, school or employer (`kind` of PIECES) away; whether it was there."""
    with transaction.atomic():
        locked(line, by)
        return bool(PIECES[kind].objects.filter(line=line, pk=pk).delete()[0])
