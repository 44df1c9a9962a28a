"""The list of learning places: found by what the work is and where, with the room in each; 25 at a time, by name."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chain.addresses import among, number
from chain.days import today
from chain.models import ChainMunicipality, Membership, Partner
from development import occupancy, places
from development.models import LearningPlace
from development.models.places import PLACE_KINDS, STATION_LEVELS
from development.occupancy import Seats
from diagnosis.codes import SECTORS

PAGE = 25
MOST = 2000  # places of a chain of which the room is counted for the filter
ROOM = {"vrij": _("Met een vrije plek"), "vol": _("Vol"), "wacht": _("Met een wachtlijst")}
BAR = 200  # width of the bar in its own units


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    sector: str = ""
    niveau: str = ""
    soort: str = ""
    bij: str = ""  # the host: a partner, or `werkgever`
    gemeente: str = ""
    ruimte: str = ""
    voorbij: str = ""
    na: str = ""
    voor: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        return cls(
            sector=among(data.get("sector"), SECTORS), niveau=among(data.get("niveau"), STATION_LEVELS),
            soort=among(data.get("soort"), PLACE_KINDS),
            bij=among(data.get("bij"), ("werkgever",)) or number(data.get("bij")),
            gemeente=number(data.get("gemeente")), ruimte=among(data.get("ruimte"), ROOM),
            voorbij=among(data.get("voorbij"), ("1",)), na=number(data.get("na")), voor=number(data.get("voor")),
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        """The list with these filters, from its beginning unless `na` or `voor` is given."""
        query = vars(replace(self, na="", voor="")) | changes
        chosen = urlencode({name: value for name, value in query.items() if value})
        return reverse("places") + (f"?{chosen}" if chosen else "")

    @property
    def filtered(self) -> bool:
        return any((self.sector, self.niveau, self.soort, self.bij, self.gemeente, self.ruimte, self.voorbij))


def find(membership: Membership, asked: Asked) -> tuple[list[LearningPlace], bool, bool]:
    """A page of the list, and whether there are more before and after it; one question, and one of the room if asked for."""
    found = _filtered(membership, asked).select_related("host", "employer", "guide", "municipality")
    backwards = bool(asked.voor) and not asked.na
    if number := asked.na or asked.voor:
        anchor = LearningPlace.objects.filter(pk=number, chain_id=membership.chain_id).values("name")[:1]
        found = found.filter(**{"name__lt" if backwards else "name__gt": anchor})
    rows = list(found.order_by("-name" if backwards else "name")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
        return rows, more, bool(rows)
    return rows, bool(asked.na) and bool(rows), more


def _filtered(membership: Membership, asked: Asked) -> QuerySet[LearningPlace]:
    over = Q(ended_on__lt=today())
    found = LearningPlace.objects.filter(over if asked.voorbij else ~over, chain_id=membership.chain_id)
    same = {"sector": asked.sector, "level": asked.niveau, "kind": asked.soort}
    found = found.filter(**{name: value for name, value in same.items() if value})
    if asked.bij == "werkgever":
        found = found.filter(employer__isnull=False)
    elif asked.bij:
        found = found.filter(host=int(asked.bij))
    if asked.gemeente:  # for who lives there: also what is for everybody
        found = found.filter(Q(municipality=int(asked.gemeente)) | Q(municipality__isnull=True))
    if asked.ruimte:
        room = occupancy.of_places(found.order_by().values_list("pk", flat=True)[:MOST])
        found = found.filter(pk__in=[pk for pk, seats in room.items() if _has(asked.ruimte, seats)])
    return found


def _has(room: str, seats: Seats) -> bool:
    return {"vrij": seats.free > 0, "vol": seats.free <= 0, "wacht": seats.waiting > 0}[room]


def bar(seats: Seats) -> dict[str, Any]:
    """The drawing of how full it is: who is there, and a line at how many seats are given away from now on."""
    whole = max(seats.seats, seats.now, seats.most, 1)
    given = round(BAR * seats.most / whole)
    return {
        "width": BAR, "filled": round(BAR * seats.now / whole), "goal": None,
        "mark": min(given, BAR - 2) if seats.most > seats.now else None,
    }  # fmt: skip


@login_required
@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """All learning places of the chain: numbers of everybody, no people."""
    membership = places.reader(request)
    asked = Asked.of(request.GET)
    shown, before, after = find(membership, asked)
    room = occupancy.of_places(one.pk for one in shown)
    hosts = Partner.objects.filter(pk__in=LearningPlace.objects.filter(chain_id=membership.chain_id).values("host"))
    served = ChainMunicipality.objects.filter(chain_id=membership.chain_id).select_related("municipality")
    return render(request, "development/places.html", {
        "section": "development", "asked": asked, "rows": [(one, room[one.pk], bar(room[one.pk])) for one in shown],
        "writes": places.may_write(membership), "rooms": ROOM.items(), "today": today(),
        "sectors": [(key, capfirst(str(name))) for key, (name, _sbi) in SECTORS.items()],
        "levels": [(key, capfirst(str(name))) for key, name in STATION_LEVELS.items()],
        "kinds": [(key, capfirst(str(name))) for key, name in PLACE_KINDS.items()],
        "hosts": [*((str(pk), name) for pk, name in hosts.values_list("pk", "name")), ("werkgever", _("Een werkgever"))],
        "municipalities": sorted((str(one.municipality_id), one.municipality.name) for one in served),
        "previous_url": asked.address(voor=str(shown[0].pk)) if before else "",
        "next_url": asked.address(na=str(shown[-1].pk)) if after else "",
        "first_url": asked.address() if asked.na or asked.voor else "",
    })  # fmt: skip
