"""What is done with the question whose work card it is: asked by the employer service, answered by the point of contact.

Accepted, it gives the asking partner sight of the person (snoer_card_sight in placement/card_sql.py), for CARD_SIGHT_DAYS at
most. Which act follows on which status stands in REQUEST_MOVES, whose it is in `may`. The timeline hears of what was
accepted only: of what was not, nothing may lead from the card to the person.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from clients import terms
from clients.covering import whose
from clients.models import Client, Term
from clients.queries import any_of
from clients.registered import Leads
from clients.steps import acting
from clients.timeline import record
from placement.models import CardRequest, Mediation, Vacancy, WorkCard
from placement.models.cards import REQUEST_MOVES

CONTACT = ("accept", "decline")  # acts of the point of contact; `withdraw` is the asker's, `end` of both
NEEDED = {
    "decline": _("Vul in waarom niet"),
    "end": _("Vul in waarom het ophoudt"),
}


def may_ask(by: Membership) -> bool:
    """The chain's employer service, with who writes cards (access.md 2a)."""
    return by.writes("cards") and by.serves_employers and by.partner_id is not None


def card(by: Membership, code: str) -> WorkCard | None:
    """The card with the code, as it is written on paper; None where there is none (any more) or it is not to be read."""
    if not by.reads("cards"):
        return None
    return WorkCard.objects.filter(chain_id=by.chain_id, code=code.strip().upper()).first()


def ask(found: WorkCard, vacancy: Vacancy | None, why: str, *, by: Membership) -> CardRequest:
    """The question whose card it is, for the vacancy. PermissionDenied for who may not ask; ValidationError, per field, where
    it cannot be asked (now), with why not as far as the asker may know."""
    by, why = acting(by), why.strip()
    if not may_ask(by):
        raise PermissionDenied
    if not why:
        raise ValidationError({"why": _("Vul in waarom deze kaart bij de vacature past")})
    if len(why) > 300:
        raise ValidationError({"why": _("Maak het korter: ten hoogste 300 tekens")})
    if vacancy is None:
        raise ValidationError({"vacancy": _("Kies een vacature")})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select snoer_ask_card(%s, %s, %s)", [found.code, vacancy.pk, why])
        (pk,) = cursor.fetchone()
    if pk is None:
        raise ValidationError(_why_not(found, by))
    return CardRequest.objects.get(pk=pk)


def _why_not(found: WorkCard, by: Membership) -> Any:
    own = CardRequest.objects.filter(partner_id__in=by.acts_for)
    if own.filter(code=found.code, status__in=("asked", "accepted")).exists():
        return _("U hebt dit al gevraagd, of u ziet al wie het is.")
    if own.filter(status="asked").count() >= settings.CARD_REQUESTS_OPEN:
        return _("Er staan al %(most)d vragen van uw organisatie open. Wacht op antwoord, of trek een vraag in.") % {
            "most": settings.CARD_REQUESTS_OPEN
        }
    if WorkCard.objects.filter(pk=found.pk, code=found.code).exists():
        return {"vacancy": _("Deze vacature is niet (meer) open")}
    return _("Deze kaart is er niet meer.")


def may(by: Membership, request: CardRequest, act: str) -> bool:
    """Whether the membership may do the act, whatever the status; for a request that it sees."""
    if not by.writes("cards"):
        return False
    asker, contact = request.partner_id in by.acts_for, bool(by.is_contact_point)
    return contact if act in CONTACT else asker if act == "withdraw" else asker or contact


def moves(by: Membership, request: CardRequest) -> list[str]:
    """The acts that are open to the membership now: its buttons."""
    return [
        act for act, (before, _after) in REQUEST_MOVES.items() if request.status == before and may(by, request, act)
    ]


def move(request: CardRequest, act: str, *, text: str = "", by: Membership, on: dt.date | None = None) -> CardRequest:
    """Accept, decline, withdraw or end the request on the day (today); `text` is what is said with it, for both to read.

    KeyError for another act; PermissionDenied for who may not, or does not see the person whose card it is; NotNow where
    the status does not allow it (any more), or the mark has ended; ValidationError where a reason is missing.
    """
    before, after = REQUEST_MOVES[act]
    by, on, text = acting(by), on or today(), text.strip()
    with transaction.atomic():
        found = CardRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).first()
        if found is None or not may(by, found, act):
            raise PermissionDenied
        mediation = of_person(by, found) if by.is_contact_point else None
        if by.is_contact_point and (mediation is None or mediation.client.closed_on):
            raise PermissionDenied
        if found.status != before or (act == "accept" and mediation and mediation.ended_on):
            raise NotNow
        if act in NEEDED and not text:
            raise ValidationError({"text": NEEDED[act]})
        if len(text) > 300:
            raise ValidationError({"text": _("Maak het korter: ten hoogste 300 tekens")})
        _moved(found, after, text, by, on)
        if act == "accept" and mediation:
            record("card-accepted", mediation.client, about=found, part="profile", on=on, partner=found.partner.name)
    return found


def _moved(found: CardRequest, after: str, text: str, by: Membership, on: dt.date) -> None:
    if after == "ended":
        assert found.answered_on
        found.ended_on, found.end_reason = max(on, found.answered_on), text
    else:
        found.answered_by_id, found.answered_on, found.answer = by.user_id, on, text
    found.status = after
    found.version += 1
    found.save(update_fields=["status", "answered_by", "answered_on", "answer", "ended_on", "end_reason", "version"])


def end_all(mediation: Mediation, reason: str, *, by: Membership, on: dt.date) -> None:
    """With the mark end the questions about its card, for its reason; those that wait are answered by it."""
    waiting = CardRequest.objects.select_for_update(of=("self",)).filter(mediation=mediation)
    for found in waiting.filter(status__in=("asked", "accepted")).order_by("pk"):
        _moved(found, "ended" if found.status == "accepted" else "declined", reason[:300], by, on)


def of_person(by: Membership, request: CardRequest) -> Mediation | None:
    """Whose card it was, for who may see that person; else None."""
    seen = Client.objects.visible_to(by).filter(pk=OuterRef("client"))
    return Mediation.objects.filter(any_of(seen), pk=request.mediation_id).select_related("client__home").first()


def due_days(chain_id: int, requests: Iterable[CardRequest]) -> dict[int, dt.date]:
    """By when those that wait are to be answered, by id: the chain's term `card-answer` (blueprint); one query, or none."""
    waiting = [one for one in requests if one.status == "asked"]
    if not waiting:
        return {}
    rows = list(Term.objects.filter(chain_id=chain_id, key="card-answer"))
    return {
        one.pk: terms.due(term, one.asked_on)
        for one in waiting
        for term in rows
        if term.started_on <= one.asked_on and (term.ended_on is None or one.asked_on <= term.ended_on)
    }


def shows_until(request: CardRequest) -> dt.date | None:
    """The last day on which the asker sees the person by it; None where it does not show anybody."""
    if request.status not in ("accepted", "ended") or request.answered_on is None:
        return None
    last = request.answered_on + dt.timedelta(settings.CARD_SIGHT_DAYS)
    return min(last, request.ended_on) if request.ended_on else last


def in_sight(by: Membership) -> QuerySet[CardRequest]:
    """The requests that the membership may see: of its own partner, and at the point of contact of the people in sight."""
    found = CardRequest.objects.filter(chain_id=by.chain_id)
    if not by.reads("cards"):
        return found.none()
    own = Q(partner_id__in=by.acts_for)
    if not by.is_contact_point:
        return found.filter(own)
    return found.filter(any_of(Mediation.objects.filter(pk=OuterRef("mediation"))))


def of_mine(by: Membership, leads: Leads = ()) -> Q:
    """Asked by oneself; at the point of contact about the people whose lead one has (or the users meant), or who have none."""
    if not by.is_contact_point:
        return Q(author=by.user_id)
    users = whose(by, leads)
    people = Client.objects.visible_to(by).filter(pk=OuterRef("client"))
    if users is not None:
        people = people.filter(Q(lead__in=users) | Q(lead=None))
    return Q(any_of(Mediation.objects.filter(any_of(people), pk=OuterRef("mediation"))))


def renew_stale(chain_id: int) -> str:
    """Cards with a certificate that ran out are written anew; for the nightly job."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_renew_stale_cards(%s)", [chain_id])
        return f"{cursor.fetchone()[0]} work cards renewed"
