"""The modules of the chain's palette as its pages show them: who carries each out today, and how much room there is.

Room is counted for all of the chain: the seats of the groups and places in which a module is done, and where the module has a
number of its own (`capacity`), what is left of that. Without any such number it is not known, which is not the same as full.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from chain.days import today
from chain.models import PHASES, TRACKS, Instrument, Mandate, Membership, Partner, holds_on
from development import occupancy
from development.models import Group, LearningPlace, Station

# Function -> the kind of learning place in which it is done, wherever the place is open to.
DONE_AT = {
    "learning-by-working": "learning",
    "activation-place": "activation",
    "public-space": "neighbourhood",
    "neighbourhood-teams": "neighbourhood",
}


@dataclass
class Holder:
    """A partner with the mandate today; `places` names the municipalities, empty = all of the chain."""

    partner: Partner
    places: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)  # of the municipalities

    def serves(self, code: str) -> bool:
        return not self.codes or code in self.codes


@dataclass(frozen=True)
class Offer:
    """A group, learning place or station of a line in which a module can be done, with its seats (None: it keeps none)."""

    kind: str  # group, place or station
    pk: int
    name: str
    where: str
    seats: occupancy.Seats | None
    holds: tuple[str, int]  # whose seats these are: two stations can be at one place
    town: int | None  # for people of this municipality alone
    line: int | None = None  # of a station

    @property
    def url(self) -> str:
        return reverse("line", args=[self.line]) if self.line else reverse(self.kind, args=[self.pk])


@dataclass(frozen=True)
class Room:
    """How many people can come now, `of` how many at once, and how many wait; `free` is None where nobody keeps a number."""

    free: int | None = None
    of: int | None = None
    waiting: int = 0

    @property
    def there(self) -> bool:
        """Whether somebody can come, as far as is known."""
        return self.free is None or self.free > 0


@dataclass
class Module:
    """An entry of the palette with what is shown of it."""

    instrument: Instrument
    holders: list[Holder] = field(default_factory=list)
    running: int = 0
    planned: int = 0
    offers: list[Offer] = field(default_factory=list)

    @property
    def room(self) -> Room:
        """Of all its places and groups together, and never more than the module itself can take."""
        seats = {offer.holds: offer.seats for offer in self.offers if offer.seats is not None}
        free = sum(max(one.free, 0) for one in seats.values()) if seats else None
        of = sum(one.seats for one in seats.values()) if seats else None
        most = self.instrument.capacity
        if most is not None:
            left = max(most - self.running, 0)
            free, of = left if free is None else min(free, left), most if of is None else min(of, most)
        return Room(free, of, sum(one.waiting for one in seats.values()))

    def room_for(self, town: int | None) -> Room:
        """The same, of the places that are open to people of the municipality."""
        return Module(
            self.instrument, running=self.running,
            offers=[offer for offer in self.offers if offer.town is None or offer.town == town],
        ).room  # fmt: skip


def holders(chain_id: int) -> dict[str, list[Holder]]:
    """By function, who holds the mandate today, in the partners' own order: one query."""
    mandates = (
        Mandate.objects.on(today()).filter(chain_id=chain_id)
        .select_related("partner", "municipality").order_by("partner__position", "partner__name", "municipality__name")
    )  # fmt: skip
    found: dict[str, dict[int, Holder]] = {}
    for mandate in mandates:
        holder = found.setdefault(mandate.function, {}).setdefault(mandate.partner_id, Holder(mandate.partner))
        if mandate.municipality:
            holder.places.append(mandate.municipality.name)
            holder.codes.add(mandate.municipality.code)
    return {function: list(by_partner.values()) for function, by_partner in found.items()}


def counts() -> dict[int, tuple[int, int]]:
    """By module how many people are in it and are about to be, of the acting membership's chain: one query."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_modules_running()")
        return {pk: (running, planned) for pk, running, planned in cursor.fetchall()}


def offered(chain_id: int) -> list[Instrument]:
    """What is on offer today, by phase, track and name: one query."""
    found = Instrument.objects.offered(today()).filter(chain_id=chain_id).select_related("partner")
    phases, tracks = list(PHASES), ["", *TRACKS]
    return sorted(found, key=lambda one: (phases.index(one.phase), tracks.index(one.track), one.name))


def shown(membership: Membership, instruments: Iterable[Instrument]) -> list[Module]:
    """Each with who carries it out and how much room there is: seven queries at most, however many modules."""
    wanted = list(instruments)
    who, how_many = holders(membership.chain_id), counts()
    found = [Module(one, who.get(one.function, []), *how_many.get(one.pk, (0, 0))) for one in wanted]
    if membership.reads("places"):
        there = _offers(membership.chain_id, wanted, who)
        for module in found:
            module.offers = there.get(module.instrument.pk, [])
    return found


def _offers(chain_id: int, wanted: list[Instrument], who: dict[str, list[Holder]]) -> dict[int, list[Offer]]:
    """By module the groups, places and stations in which it is done: five queries."""
    day = today()
    groups = list(
        Group.objects.filter(Q(ended_on=None) | Q(ended_on__gte=day), chain_id=chain_id, instrument__in=wanted)
        .select_related("partner", "place").order_by("name", "pk")
        .only("name", "instrument", "partner__name", "place__municipality")
    )  # fmt: skip
    stations = list(
        Station.objects.filter(Q(ended_on=None) | Q(ended_on__gte=day), chain_id=chain_id, instrument__in=wanted)
        .select_related("line").order_by("line__name", "position")
    )  # fmt: skip
    kinds = {kind for one in wanted if (kind := DONE_AT.get(one.function))}
    places = {
        place.pk: place
        for place in LearningPlace.objects.filter(holds_on(day), chain_id=chain_id)
        .filter(Q(kind__in=kinds) | Q(pk__in=[station.place_id for station in stations if station.place_id]))
        .select_related("host", "employer", "municipality").order_by("name")
        .only("name", "kind", "host__name", "employer__name", "municipality__name", "municipality__code")
    }  # fmt: skip
    at_places, at_groups = occupancy.of_places(places), occupancy.of_groups(group.pk for group in groups)
    found: dict[int, list[Offer]] = {}

    def add(module: int, offer: Offer) -> None:
        found.setdefault(module, []).append(offer)

    for group in groups:
        town = group.place.municipality_id if group.place else None
        seats = at_groups.get(group.pk)
        add(
            group.instrument_id,
            Offer("group", group.pk, group.name, str(group.partner), seats, ("group", group.pk), town),
        )
    on_the_way = {station.place_id: station for station in reversed(stations) if station.place_id}
    for station in stations:
        place = places.get(station.place_id or 0)
        add(station.instrument_id, Offer(
            "station", station.pk, f"{station.line}: {station}", str(place or ""), at_places.get(place.pk) if place else None,
            ("place", place.pk) if place else ("station", station.pk), place.municipality_id if place else None, station.line_id,
        ))  # fmt: skip
    for place in places.values():
        own = on_the_way.get(place.pk)
        where = ", ".join(filter(None, [str(place.host or place.employer), str(place.municipality or "")]))
        offer = Offer(
            "place", place.pk, place.name, where, at_places.get(place.pk), ("place", place.pk), place.municipality_id
        )  # fmt: skip
        for one in wanted:
            shown_already = own is not None and own.instrument_id == one.pk
            if DONE_AT.get(one.function) == place.kind and not shown_already and _open(place, one, who):
                add(one.pk, offer)
    return found


def _open(place: LearningPlace, one: Instrument, who: dict[str, list[Holder]]) -> bool:
    """Whether somebody may carry the module out for the people for whom the place is."""
    return place.municipality is None or any(
        holder.serves(place.municipality.code) for holder in who.get(one.function, [])
    )
