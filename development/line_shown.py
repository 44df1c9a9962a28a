"""How a line is shown: its stations as a string of pearls, what each has of room and people, and where it is stuck."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain.days import today
from chain.models import Mandate, Membership, Partner
from clients import access, steps
from clients.models import Client
from clients.queries import any_of, shows
from clients.step_pages import address
from clients.string import Moment, Pearl, String, Who
from development import lines, norms, occupancy
from development.lines import Placed, Tally
from development.models import LearningLine, LineEmployer, Pause, Station, Stay
from development.models.course import VERDICTS
from development.occupancy import Seats
from placement import vacancies
from placement.models import Vacancy

PEOPLE = 8  # of a station on the page of its line; all of them on its own page
VACANCIES = 3  # of an employer that are named
TONES = {"now": "good", "soon": "info", "stuck": "warn"}


@dataclass
class Person:
    """Somebody at a station, or on the way to it, as who sees her sees it."""

    stay: Stay
    client: Client
    verdict: str = ""
    tone: str = ""
    over: int = 0  # weeks longer than is usual
    move_url: str = ""
    plan_url: str = ""  # for the point of contact, which plans the next step and does not end this one


@dataclass
class Stop:
    """A station with what is to be seen there."""

    station: Station
    number: int
    tally: Tally
    seats: Seats | None
    following: "Stop | None" = None
    there: list[Person] = field(default_factory=list)
    coming: list[Person] = field(default_factory=list)

    @property
    def partner(self) -> Partner | None:
        place = self.station.place
        return (place.host or place.guide) if place else None

    @property
    def host(self) -> str:
        """At whom: the partner of the chain or the employer; the place itself for who does not read of employers."""
        place = self.station.place
        return str(place.host or place.employer or place) if place else ""

    @property
    def free(self) -> int | None:
        """Seats that are left; None where the station has no place of its own. Not below nothing."""
        return max(self.seats.free, 0) if self.seats else None

    @property
    def weeks(self) -> int | None:
        return usual_weeks(self.station)

    @property
    def stuck(self) -> list[str]:
        """Where it is stuck and by what, as numbers."""
        tally, found = self.tally, []
        if tally.ready and self.following and self.following.free == 0:
            said = ngettext(
                "%(number)s kan door, maar %(next)s is vol", "%(number)s kunnen door, maar %(next)s is vol", tally.ready
            )
            found.append(said % {"number": tally.ready, "next": self.following.station.name})
        if tally.stuck:
            found.append(
                ngettext("%(number)s zit vast", "%(number)s zitten vast", tally.stuck) % {"number": tally.stuck}
            )
        if tally.late:
            said = ngettext(
                "%(number)s is er langer dan de gewone %(weeks)s weken",
                "%(number)s zijn er langer dan de gewone %(weeks)s weken", tally.late,
            )  # fmt: skip
            found.append(said % {"number": tally.late, "weeks": self.weeks or 0})
        return found

    @property
    def told(self) -> str:
        """What stands at its pearl: `8 mensen, 2 plekken vrij`."""
        parts = [ngettext("%(n)s persoon", "%(n)s mensen", self.tally.running) % {"n": self.tally.running}]
        if self.free is not None:
            parts.append(
                ngettext("%(n)s plek vrij", "%(n)s plekken vrij", self.free) % {"n": self.free} if self.free
                else translate("vol")
            )  # fmt: skip
        if self.tally.waiting:
            parts.append(ngettext("%(n)s wacht", "%(n)s wachten", self.tally.waiting) % {"n": self.tally.waiting})
        return ", ".join(parts)


def usual_weeks(station: Station) -> int | None:
    """How long people are usually there: as the station says, else the module."""
    return station.weeks or station.instrument.weeks or None


def stops(found: Iterable[Station], tallies: dict[int, Tally]) -> tuple[list[Stop], list[Stop]]:
    """The stops in their order, and what was one and where people still are or wait; one question."""
    rows = list(found)
    seats = occupancy.of_places({row.place_id for row in rows if row.place_id})
    each = [
        Stop(row, number, tallies.get(row.pk, Tally()), seats.get(row.place_id or 0))
        for number, row in enumerate(rows, 1)
    ]
    now = [stop for stop in each if stop.station.ended_on is None]
    for number, stop in enumerate(now, 1):
        stop.number, stop.following = number, now[number] if number < len(now) else None
    left = [
        stop for stop in each if stop.station.ended_on and (stop.tally.running or stop.tally.held or stop.tally.waiting)
    ]
    return now, left


# The string


def string(line: LearningLine, there: list[Stop], employers: int, offered: int, placed: int) -> String:
    """The line as it is drawn: a pearl a station, filled where people are; the last one is the work at the end."""
    pearls = []
    for stop in there:
        partner = stop.partner or line.partner
        when = str(stop.station.get_level_display())  # type: ignore[attr-defined]
        if stop.host and stop.host != partner.name:
            when = f"{stop.host}, {when}"
        pearls.append(
            Pearl(
                stop.station.name, "now" if stop.tally.running else "planned", [Who(partner.colour, partner.name)], None, None,
                when=when, url=f"#station-{stop.station.pk}", text=stop.told,
            )
        )  # fmt: skip
    if employers:
        said = [ngettext("%(n)s open vacature", "%(n)s open vacatures", offered) % {"n": offered}] if offered else []
        said.append(ngettext("%(n)s geplaatst", "%(n)s geplaatst", placed) % {"n": placed})
        when = ngettext("%(n)s werkgever", "%(n)s werkgevers", employers) % {"n": employers}
        serves = _employer_service(line.chain_id)
        pearls.append(
            Pearl(
                translate("Werk"), "now" if offered else "planned", [Who(one.colour, one.name) for one in serves], None, None,
                when=when, url="#werk", text=", ".join(said),
            )
        )  # fmt: skip
    return String([Moment([pearl]) for pearl in pearls], "")


def _employer_service(chain_id: int) -> list[Partner]:
    found = Mandate.objects.on(today()).filter(chain_id=chain_id, function="employer").select_related("partner")
    return list({one.partner_id: one.partner for one in found}.values())[:1]


def summary(there: list[Stop]) -> str:
    """The line in a sentence of numbers."""
    tallies = [stop.tally for stop in there]
    running, ready = sum(each.running for each in tallies), sum(each.ready for each in tallies)
    parts = [ngettext("%(n)s persoon op de lijn", "%(n)s mensen op de lijn", running) % {"n": running}]
    parts.append(ngettext("%(n)s kan nu door", "%(n)s kunnen nu door", ready) % {"n": ready})
    if stuck := sum(each.stuck for each in tallies):
        parts.append(ngettext("%(n)s zit vast", "%(n)s zitten vast", stuck) % {"n": stuck})
    if waiting := sum(each.waiting for each in tallies):
        parts.append(ngettext("%(n)s wacht", "%(n)s wachten", waiting) % {"n": waiting})
    return ", ".join(parts)


# People


def in_sight(membership: Membership) -> QuerySet[Stay]:
    """The stays at stations of those whose steps the reader sees."""
    seen = Client.objects.visible_to(membership).filter(pk=OuterRef("client_id"), closed_on=None)
    return (
        Stay.objects.filter(any_of(seen), shows(membership, "plan"), chain_id=membership.chain_id, station__isnull=False)
        .select_related("step__partner", "step__instrument", "step__onward")
        .prefetch_related("client", Prefetch("step__pauses", Pause.objects.order_by("started_on")))
    )  # fmt: skip


def meet(membership: Membership, there: list[Stop]) -> bool:
    """Put at each stop the first people in sight: who can move on or is stuck before others. Whether the reader sees any
    people at all; the look at them is logged. Five questions, however many stops."""
    if not membership.reads("plan"):
        return False
    first = Case(When(step__onward__verdict="stuck", then=0), When(step__onward__verdict="now", then=1), default=2,
                 output_field=IntegerField())  # fmt: skip
    seen = in_sight(membership)
    running = seen.filter(state="running").order_by(first, "held_from", "pk")[:PEOPLE]
    coming = seen.filter(state__in=["held", "waiting"]).order_by("state", "asked_on", "pk")[:PEOPLE]
    found = Station.objects.filter(pk__in=[stop.station.pk for stop in there]).prefetch_related(
        Prefetch("stays", running, to_attr="running"), Prefetch("stays", coming, to_attr="coming")
    )  # fmt: skip
    by_station: dict[int, Any] = {station.pk: station for station in found}
    for stop in there:
        station = by_station[stop.station.pk]
        stop.there = people(membership, stop, station.running)
        stop.coming = people(membership, stop, station.coming)
    access.looks(membership, (one.client for stop in there for one in [*stop.there, *stop.coming]), ["plan"])
    return True


def people(membership: Membership, stop: Stop, stays: Iterable[Stay]) -> list[Person]:
    """Those as they are shown at the stop; asks nothing."""
    return [_person(membership, stop, stay) for stay in stays]


def _person(membership: Membership, stop: Stop, stay: Stay) -> Person:
    step, client = stay.step, stay.client
    step.client = client
    found = Person(stay, client)
    if stay.state != "running" or step.started_on is None:
        return found
    said = getattr(step, "onward", None)
    if said and said.verdict in TONES:
        found.verdict, found.tone = str(VERDICTS[said.verdict]), TONES[said.verdict]
    pauses = [(each.started_on, each.ended_on) for each in step.pauses.all()]  # type: ignore[attr-defined]
    found.over = -(-norms.days_past(step.started_on, pauses, stop.weeks, today()) // 7)
    if steps.may(membership, step, "finish"):
        found.move_url = reverse("move_on", args=[client.number, step.pk])
    elif said and said.verdict in ("now", "soon") and stop.following and steps.may_plan(membership, step.partner):
        found.plan_url = entry_url(client.number, stop.following.station)
    return found


def entry_url(number: str, station: Station) -> str:
    """Where somebody is asked to come in at the station."""
    url = address("step_request", number)
    return f"{url}?station={station.pk}" if url else ""


# Work at the end


@dataclass
class Taker:
    """An employer that takes people at the end: how many were placed there after the line, and its open vacancies."""

    row: LineEmployer
    placed: int
    vacancies: list[Vacancy] = field(default_factory=list)
    open: int = 0


def fitting(sector: str) -> Q:
    """Vacancies of the sector by their occupation; also those whose occupation is not known, or of no sector."""
    return Q(occupation__isnull=True) | Q(occupation__sector__in=[sector, ""])


def takers(membership: Membership, line: LearningLine, placed: Placed) -> list[Taker]:
    """The employers at the end, those with vacancies first; two questions. Nothing for who does not read of employers."""
    if not membership.reads("employers"):
        return []
    rows = LineEmployer.objects.filter(line=line).select_related("employer").order_by("employer__name")
    found = {row.employer_id: Taker(row, placed.at.get(row.employer_id, 0)) for row in rows}
    if membership.reads("vacancies"):
        offered = vacancies.open_ones(line.chain_id).filter(fitting(line.sector), employer__in=list(found))
        for vacancy in offered.order_by("-opened_on", "-pk"):
            taker = found[vacancy.employer_id]
            taker.open += 1
            if len(taker.vacancies) < VACANCIES:
                taker.vacancies.append(vacancy)
    return sorted(found.values(), key=lambda taker: -bool(taker.open))


def vacancies_of(membership: Membership, rows: list[LearningLine]) -> dict[int, int]:
    """Per line how many open vacancies its employers have in its sector; one question."""
    if not membership.reads("vacancies") or not membership.reads("employers"):
        return {}
    wanted = list(LineEmployer.objects.filter(line__in=rows).values_list("line", "line__sector", "employer"))
    offered = vacancies.open_ones(membership.chain_id).filter(employer__in={employer for _line, _s, employer in wanted})
    counted = offered.values_list("employer", "occupation__sector").annotate(n=Count("pk")).order_by()
    there: dict[tuple[int, str], int] = {}
    for employer, sector, number in counted:
        there[employer, sector or ""] = there.get((employer, sector or ""), 0) + number
    found: dict[int, int] = {}
    for line, sector, employer in wanted:
        found[line] = found.get(line, 0) + there.get((employer, sector), 0) + there.get((employer, ""), 0)
    return found


def tasks_of(line: LearningLine) -> list[tuple[Partner, list[str]]]:
    """Who does what on the line, partner by partner; one question."""
    found: dict[int, tuple[Partner, list[str]]] = {}
    rows = line.tasks.select_related("partner").order_by("partner__position", "partner__name", "pk")  # type: ignore[attr-defined]
    for row in rows:
        found.setdefault(row.partner_id, (row.partner, []))[1].append(row.task)
    return list(found.values())


def all_of(rows: list[LearningLine]) -> dict[int, list[Stop]]:
    """Per line its stops with numbers, for the list; three questions."""
    found = Station.objects.filter(line__in=rows, ended_on=None).order_by("line", "position")
    there = list(found.select_related("instrument", "place__host", "place__guide", "place__employer"))
    tallies = lines.tallies([row.pk for row in rows])
    seats = occupancy.of_places({each.place_id for each in there if each.place_id})
    by_line: dict[int, list[Stop]] = {row.pk: [] for row in rows}
    for station in there:
        mine = by_line[station.line_id]
        stop = Stop(station, len(mine) + 1, tallies.get(station.pk, Tally()), seats.get(station.place_id or 0))
        if mine:
            mine[-1].following = stop
        mine.append(stop)
    return by_line
