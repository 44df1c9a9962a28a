"""The learning places that the founding documents name, and who has a place in them: people whose learning by working runs
or is planned. Seats, hours and levels are invented."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef

from chain.acting import acting_as
from chain.formats import day_typed
from chain.models import Chain, Membership, Municipality, Partner
from chain.once import NotNow
from clients.models import Client, Step
from clients.queries import any_of
from development import stays
from development.models import LearningPlace
from development.place_forms import PlaceForm
from placement import employers

HOLDS = ("leerwerktraject", "activeringsplek")  # modules whose steps are done in a place
# Name, host (a partner's code, or `=` and an employer), sector, level, seats, Annex's hours a week (None: it does not guide
# there), for who lives in, and what one does there.
PLACES: list[tuple[str, str, str, str, int, int | None, str, str]] = [
    ("MTB Logistiek", "mtb", "logistics", "preparation", 28, 20, "", "Goederen ontvangen, orders verzamelen en verzenden."),
    ("MTB Inpak en montage", "mtb", "industry", "preparation", 32, 16, "", "Inpakken, sorteren en eenvoudig monteren, zittend of staand."),
    ("MTB Groen", "mtb", "green", "basic", 16, 12, "", "Schoffelen, maaien en snoeien in een vaste ploeg."),
    ("MTB Schoonmaak", "mtb", "cleaning", "basic", 12, 8, "", "Kantoren en scholen schoonmaken, met een voorvrouw."),
    ("MTB Werkplaats", "mtb", "industry", "basic", 8, 6, "", "Meten, zagen, boren en de eerste lassen."),
    ("MTB Bedrijfsrestaurant", "mtb", "catering", "basic", 4, 3, "", "Koffie, lunch en afwas voor tweehonderd collega's."),
    ("Stadsbeheer Maastricht", "=Stadsbeheer Maastricht", "green", "skilled", 10, 12, "", "Zelf een wijk onderhouden, met een voorman."),
    ("DHL", "=DHL", "logistics", "skilled", 4, 6, "", "Ontvangst, picken en verzenden in een gewone ploeg."),
    ("Thomas Regout", "=Thomas Regout", "industry", "skilled", 5, 6, "", "Werken aan de lijn, met een collega die meekijkt."),
    ("Onderhoud Openbare Ruimte Maastricht", "annex", "green", "preparation", 20, 24, "Maastricht", "Straten, pleinen en perken netjes houden."),
    ("Buurtteam Eijsden-Margraten", "annex", "green", "preparation", 8, 8, "Eijsden-Margraten", "Kleine klussen in de kernen."),
    ("Buurtteam Gulpen-Wittem", "annex", "green", "preparation", 2, 4, "Gulpen-Wittem", "Kleine klussen in de kernen."),
    ("Buurtteam Meerssen", "annex", "green", "preparation", 6, 8, "Meerssen", "Kleine klussen in de kernen."),
]  # fmt: skip
# Where the people of MTB go, in turn: the small places fill up, and somebody waits.
ROUND = (
    "MTB Bedrijfsrestaurant",
    "MTB Logistiek",
    "MTB Inpak en montage",
    "MTB Bedrijfsrestaurant",
    "MTB Groen",
    "MTB Schoonmaak",
)


def filled(chain: Chain, people: dict[str, Membership], today: dt.date) -> None:
    """The places, and in them every other of those who learn by working; the others are for lines and groups."""
    with acting_as(people["rianne"].pk, "load_demo"):
        places = {row[0]: _place(chain, people, row, today) for row in PLACES}
    for by, names in ((people["sjef"], ROUND), (people["roy"], tuple(row[0] for row in PLACES if row[1] == "annex"))):
        with acting_as(by.pk, "load_demo"):
            for number, step in enumerate(_steps(by, "active")):
                _seat(step, places, names, number, by, reserve=True)
            for number, step in enumerate(_steps(by, "planned")):
                _seat(step, places, names, 0 if number < 4 else number, by, reserve=number == 4)


def _place(chain: Chain, people: dict[str, Membership], row: tuple, today: dt.date) -> LearningPlace:
    name, host, sector, level, seats, hours, town, text = row
    partners = dict(Partner.objects.filter(chain=chain).values_list("code", "pk"))
    employer = _employer(chain, host[1:], sector, people["iris"]) if host.startswith("=") else None
    said = {
        "name": name, "kind": "neighbourhood" if host == "annex" else "learning", "host": partners.get(host, ""),
        "employer": employer or "", "sector": sector, "level": level, "text": text, "seats": seats, "guide": partners["annex"],
        "municipality": Municipality.objects.get(name=town).pk if town else "", "guidance_hours": hours or "",
        "started_on": day_typed(today - dt.timedelta(1200)), "ended_on": "", "version": 1,
    }  # fmt: skip
    form = PlaceForm(said, instance=LearningPlace(chain_id=chain.pk), membership=people["rianne"])
    if not form.is_valid():
        raise ValueError(form.errors)
    found: LearningPlace = form.keep()
    return found


def _employer(chain: Chain, name: str, sector: str, by: Membership) -> str:
    """The employer of that name; made where none of the modules before did."""
    with acting_as(by.pk, "load_demo"):
        found = employers.named(chain.pk, name) or employers.new(chain.pk, name)
        if not found.sector:
            found.sector, found.place, found.checked = sector, "Maastricht", True
            found.save(update_fields=["sector", "place", "checked"])
    return found.name


def _steps(by: Membership, status: str) -> Iterator[Step]:
    """Every other step of the partner that is done in a place and is in none yet."""
    seen = Client.objects.visible_to(by).filter(pk=OuterRef("client_id"), closed_on=None)
    found = Step.objects.filter(
        any_of(seen), partner=by.partner_id, instrument__code__in=HOLDS, status=status, stay=None
    )
    return iter(found.select_related("client", "instrument", "partner").order_by("pk")[::2])


def _seat(
    step: Step, places: dict[str, LearningPlace], names: tuple[str, ...], number: int, by: Membership, *, reserve: bool
) -> None:  # fmt: skip
    """The first of the places, from this one on, that takes the person; on the wait list where nobody asks for a seat."""
    running = step.status == "active"
    for turn in range(len(names)):
        place = places[names[(number + turn) % len(names)]]
        try:
            guidance = Decimal("0.5") if running else Decimal(0)
            stays.ask(
                step, place=place, reserve=running or reserve, guidance=guidance, asked_for="Werken in een ploeg", by=by
            )
            return
        except (NotNow, PermissionDenied, ValidationError):
            continue
