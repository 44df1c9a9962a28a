"""Learning places: who reads and keeps them, and what a change of one means for who is there or is to come.

The pages: place_list.py (all), place_pages.py (one, and its form), stay_pages.py (a place for somebody).
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain.days import today
from chain.formats import plain
from chain.models import Membership, Partner
from clients.steps import is_of
from development import occupancy, reading
from development.models import LearningPlace

KEEPERS = frozenset({"consultant", "lead_consultant", "trainer", "work_coach"})


def reader(request: HttpRequest, *, write: bool = False) -> Membership:
    """Who asks for a page about places; 404 outside a chain, 403 for who may not read (or write) of them."""
    return reading.reader(request, may_write if write else None)


def may_write(membership: Membership) -> bool:
    """Who works with the people there, under the name of a partner."""
    return membership.writes("places") and membership.partner_id is not None and membership.role in KEEPERS


def may_keep(membership: Membership, host: Partner | None, guide: Partner | None) -> bool:
    """Who is the host or guides there, and the point of contact."""
    ours = any(partner is not None and is_of(membership, partner) for partner in (host, guide))
    return may_write(membership) and (ours or bool(membership.is_contact_point))


def one(request: HttpRequest, pk: int, *, write: bool = False) -> tuple[Membership, LearningPlace]:
    """The chain's place, for who reads of places (or keeps this one)."""
    membership = reader(request, write=write)
    found = (
        LearningPlace.objects.select_related("host", "employer", "guide", "municipality", "site")
        .filter(chain_id=membership.chain_id, pk=pk).first()
    )  # fmt: skip
    if found is None:
        raise Http404
    if write and not may_keep(membership, found.host, found.guide):
        raise PermissionDenied
    return membership, found


def promised(place: LearningPlace) -> dict[str, str]:
    """What was promised and does not fit in the place as it is given here, saved or not: in words, by field. To be asked
    while the place is locked: nobody can get a seat meanwhile. Two questions."""
    seats, said = occupancy.of_places([place.pk])[place.pk], {}
    if seats.most > place.seats:
        said["seats"] = translate("Er zijn er al %(most)s bezet of gereserveerd.") % {"most": seats.most}
    if place.guidance_hours is not None and seats.guidance_most > place.guidance_hours:
        hours = plain(seats.guidance_most)
        said["guidance_hours"] = translate("Er is al %(hours)s uur per week afgesproken.") % {"hours": hours}
    if place.ended_on and (beyond := occupancy.beyond(place.pk, place.ended_on)):
        text = ngettext(
            "%(count)s persoon is hier, of heeft een plek, tot na die dag.",
            "%(count)s personen zijn hier, of hebben een plek, tot na die dag.", beyond,
        )  # fmt: skip
        said["ended_on"] = text % {"count": beyond}
    return said


def over(place: LearningPlace) -> bool:
    return place.ended_on is not None and place.ended_on < today()
