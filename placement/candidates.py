"""What is done with a request for candidates: asked by the employer service, answered by the point of contact.

So many people for a vacancy, by a day. What the point of contact introduces there while the request is open counts for it;
with the last of them it closes by itself. Each act checks who may and locks the row; which act follows on which status
stands in CANDIDATE_MOVES (placement/models/vacancies.py). It tells of nobody: who reads vacancies reads how many there are.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from chain.parts import CONSULTANTS
from placement import vacancies
from placement.models import CandidateRequest, Vacancy
from placement.models.vacancies import CANDIDATE_MOVES

MOST = 25
AHEAD = dt.timedelta(days=184)  # a day later than this is a typing error


def may_ask(by: Membership) -> bool:
    """The chain's employer service, with who writes vacancies."""
    return by.writes("vacancies") and by.serves_employers and by.partner_id is not None


def answers(by: Membership) -> bool:
    """Consultants of the point of contact, who know the people."""
    return by.writes("vacancies") and bool(by.is_contact_point) and by.role in CONSULTANTS


def may(by: Membership, request: CandidateRequest, act: str) -> bool:
    """Whether the membership may do the act, whatever the status."""
    if not by.writes("vacancies"):
        return False
    return answers(by) if act == "decline" else request.asked_by_id in by.acts_for


def moves(by: Membership, request: CandidateRequest) -> list[str]:
    """The acts that are open to the membership now: its buttons."""
    return [
        act for act, (before, _after) in CANDIDATE_MOVES.items() if request.status == before and may(by, request, act)
    ]


def ask(vacancy: Vacancy, number: int, needed_on: dt.date, text: str = "", *, by: Membership) -> CandidateRequest:
    """Ask for so many candidates by a day. PermissionDenied for who may not; ValidationError, per field, where the vacancy is
    not on offer or was asked about already, and for a number or a day that cannot be."""
    text = text.strip()
    if not may_ask(by) or by.partner_id is None:
        raise PermissionDenied
    if not 1 <= number <= MOST:
        raise ValidationError({"number": _("Vraag 1 tot %(most)d kandidaten") % {"most": MOST}})
    if needed_on < today():
        raise ValidationError({"needed_on": _("Deze dag is al voorbij")})
    if needed_on > today() + AHEAD:
        raise ValidationError({"needed_on": _("Kijk de datum na: dit is meer dan een half jaar vooruit")})
    with transaction.atomic():
        found = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk, chain_id=by.chain_id)
        if vacancies.state(found) != "open":
            raise ValidationError(_("Deze vacature wordt nu niet aangeboden"))
        try:
            with transaction.atomic():
                return CandidateRequest.objects.create(
                    chain_id=by.chain_id, vacancy=found, number=number, needed_on=needed_on, text=text,
                    asked_by_id=by.partner_id, author_id=by.user_id, asked_on=today(),
                )  # fmt: skip
        except IntegrityError as error:
            if "one_open_candidate_request" not in str(error):
                raise
            raise ValidationError(_("Voor deze vacature staat al een vraag om kandidaten open")) from None


def move(request: CandidateRequest, act: str, text: str = "", *, by: Membership) -> CandidateRequest:
    """Decline it (`text` says why not) or withdraw it. KeyError for another act; PermissionDenied for who may not; NotNow
    where it is not open any more; ValidationError where the answer is missing."""
    before, after = CANDIDATE_MOVES[act]
    text = text.strip()
    with transaction.atomic():
        found = CandidateRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).first()
        if found is None or not may(by, found, act):
            raise PermissionDenied
        if found.status != before:
            raise NotNow
        if act == "decline" and not text:
            raise ValidationError({"text": _("Vul in waarom het niet lukt")})
        return _close(found, after, text)


def _close(found: CandidateRequest, status: str, answer: str = "") -> CandidateRequest:
    found.status, found.answer, found.closed_on = status, answer, today()
    found.version += 1
    found.save(update_fields=["status", "answer", "closed_on", "version"])
    return found


# What is proposed


def hold(vacancy: Vacancy | None, *, by: Membership) -> CandidateRequest | None:
    """The open request of the vacancy, locked, that an introduction by the membership counts for; to be called before it is
    made, so that of two at once one is the last."""
    if vacancy is None or not answers(by):
        return None
    return CandidateRequest.objects.select_for_update(of=("self",)).filter(vacancy=vacancy, status="open").first()


def on_proposed(request: CandidateRequest) -> None:
    """Somebody more was introduced for it: with as many as were asked it is over."""
    if proposed([request])[request.pk] >= request.number:
        _close(request, "met")


def on_closed(vacancy: Vacancy, why: str) -> None:
    """The vacancy closes, and with it the question."""
    for found in CandidateRequest.objects.select_for_update(of=("self",)).filter(vacancy=vacancy, status="open"):
        _close(found, "withdrawn", why[:300])


def proposed(requests: list[CandidateRequest]) -> dict[int, int]:
    """How many people were introduced for each, by its id, also of those whom the reader does not see; one question."""
    if not requests:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_candidates(%s::bigint[])", [[one.pk for one in requests]])
        return {one.pk: 0 for one in requests} | dict(cursor.fetchall())
