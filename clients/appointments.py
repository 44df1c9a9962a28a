"""What is done with an appointment: make, move, and what became of it; and the invitation that goes with it.

Whoever works with the plan makes one with the person for somebody of the own partner; each act checks who may, locks the
row, changes it and tells that it happened, in one transaction. What became of it is told once: by the note where there is
one, else by an event. Which act follows on which status stands in APPOINTMENT_MOVES (clients/models/appointment.py).
"""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import now, today
from chain.models import Membership, User, holds_on
from chain.parts import CASEWORKERS
from clients import access, invitations, notes
from clients.models import Appointment, Client
from clients.models.appointment import APPOINTMENT_MOVES, INVITED_BY, WHERE
from clients.steps import NotNow, acting, is_of
from clients.timeline import record

AHEAD = dt.timedelta(days=366)  # an appointment later than this is a typing error
NEEDS_PLACE = frozenset({"office", "work", "outside"})  # where somebody has to find the way to
IN_A_ROW = 2  # after so many no-shows the page says what could be done else; it decides nothing
MOVED = ("user", "on", "time", "minutes", "where", "place", "invited_by")  # what a move can change
NOTE_OF = {"phone": "phone", "video": "talk", "home": "visit", "work": "visit"}  # else a talk
TOLD_AS = {
    "keep": "appointment-kept",
    "miss": "appointment-missed",
    "excuse": "appointment-excused",
    "cancel": "appointment-cancelled",
}


def may_make(membership: Membership, client: Client) -> bool:
    return access.writes(membership, client, "plan") and membership.partner_id is not None


def may(membership: Membership, appointment: Appointment, act: str) -> bool:
    """Whether the membership may do the act, whatever the status: one's own partner's; the point of contact, which closes
    files, may call off those of others."""
    if not membership.writes("plan") or appointment.client.closed_on:
        return False
    if membership.role == "system" or is_of(membership, appointment.partner):
        return True
    return act == "cancel" and bool(membership.is_contact_point)


def begun(appointment: Appointment) -> bool:
    """Whether its hour has come: before that nobody kept or missed it."""
    return dt.datetime.combine(appointment.on, appointment.time) <= now()


def moves(membership: Membership, appointment: Appointment) -> list[str]:
    """The acts that are open to the membership now."""
    acts = [act for act, (before, _after) in APPOINTMENT_MOVES.items() if appointment.status == before]
    if not begun(appointment):
        acts = [act for act in acts if act not in ("keep", "miss")]
    return [act for act in acts if may(membership, appointment, act)]


def colleagues(membership: Membership) -> QuerySet[User]:
    """With whom an appointment can be made: who works with people at one's own partner today."""
    here = Membership.objects.of_people().filter(
        holds_on(today()), partner__in=membership.acts_for, role__in=CASEWORKERS
    )  # fmt: skip
    return User.objects.filter(pk__in=here.values("user"), is_active=True).order_by("name", "pk")


def usual_place(membership: Membership) -> str:
    """Where the membership's last appointment at the office was; nothing is typed twice. One query."""
    mine = Appointment.objects.filter(chain_id=membership.chain_id, author=membership.user_id, where="office")
    return mine.order_by("-pk").values_list("place", flat=True).first() or ""


def make(
    client: Client, *, on: dt.date, time: dt.time, subject: str, user: User, minutes: int = 45, where: str = "office",
    place: str = "", invited_by: str = "said", made_on: dt.date | None = None, by: Membership | None = None,
) -> Appointment:  # fmt: skip
    """An appointment with somebody of one's own partner, made on the day `made_on` (today), with the invitation that
    `invited_by` asks for: an e-mail or a letter, filed with the person.

    PermissionDenied for who does not write the plan; ValidationError, per field, for what is missing or cannot be.
    """
    by = acting(by)
    if not may_make(by, client) or by.partner_id is None:
        raise PermissionDenied
    made = Appointment(
        client=client, chain_id=client.chain_id, partner=by.partner, user=user, author_id=by.user_id,
        subject=subject.strip(), on=on, time=time, minutes=minutes, where=where, place=place.strip(), invited_by=invited_by,
    )  # fmt: skip
    _check(made, by, made_on or today())
    with transaction.atomic():
        made.save()
        if invited_by != "said":
            invitations.send(made, "invitation", by=by)
        record("appointment-made", client, about=made, on=made_on, **_params(made))
    return made


def move(appointment: Appointment, *, by: Membership | None = None, **changes: Any) -> Appointment:
    """Another day, time, place or colleague (`changes`: those of MOVED); a new invitation where one was sent.

    PermissionDenied for who may not; NotNow where it is not to come (any more); ValidationError, per field.
    """
    by = acting(by)
    with transaction.atomic():
        found = _locked(appointment, by, "move")
        before = {name: getattr(found, name) for name in MOVED}
        was = found.on
        for name in MOVED:
            setattr(found, name, changes.get(name, before[name]))
        if all(getattr(found, name) == before[name] for name in MOVED):
            raise ValidationError({"on": _("Er is niets veranderd")})
        _check(found, by, today())
        found.version += 1
        found.save()
        if found.invited_by != "said":
            invitations.send(found, "moved" if before["invited_by"] != "said" else "invitation", by=by)
        record("appointment-moved", found.client, about=found, before=was, **_params(found))
    return found


def settle(appointment: Appointment, act: str, *, text: str = "", by: Membership | None = None) -> Appointment:
    """What became of it: keep or miss, with a note (`text`; of a no-show also without words); excuse or cancel, with why.

    KeyError for another act; PermissionDenied for who may not; NotNow where it was settled before; ValidationError, per
    field, for one that has yet to begin, or that is called off without a reason.
    """
    told_as, by, text = TOLD_AS[act], acting(by), text.strip()
    with transaction.atomic():
        found = _locked(appointment, by, act)
        if act in ("keep", "miss") and not begun(found) and by.role != "system":
            raise ValidationError({"outcome": _("Deze afspraak moet nog beginnen")})
        if act == "cancel" and not text:
            raise ValidationError({"text": _("Vul in waarom het niet doorgaat")})
        if act in ("excuse", "cancel"):
            if len(text) > 300:
                raise ValidationError({"text": _("Maak het korter: ten hoogste 300 tekens")})
            found.result = text
        found.status = APPOINTMENT_MOVES[act][1]
        found.version += 1
        found.save()
        if act == "cancel" and found.invited_by != "said" and found.on >= today() and is_of(by, found.partner):
            invitations.send(found, "cancelled", by=by)
        if not _noted(found, act, text, by):
            record(told_as, found.client, about=found, on=min(found.on, today()), why=text, **_params(found))
    return found


def _noted(found: Appointment, act: str, text: str, by: Membership) -> bool:
    """Whether a note tells of it: that somebody did not come, and what was talked about."""
    if act not in ("keep", "miss") or not access.writes(by, found.client, "notes") or by.partner_id is None:
        return False
    if act == "miss":
        with override("nl"):
            text = text or translate("Niet verschenen op de afspraak: %(subject)s.") % {"subject": found.subject}
    if not text:
        return False
    kind = "no-show" if act == "miss" else NOTE_OF.get(found.where, "talk")
    notes.note(found.client, by, text, kind=kind, on=found.on)
    return True


def _params(found: Appointment) -> dict[str, Any]:
    return {
        "subject": found.subject, "day": found.on, "time": f"{found.time:%H:%M}", "name": str(found.user),
        "partner": found.partner.name,
    }  # fmt: skip


def _locked(appointment: Appointment, by: Membership, act: str) -> Appointment:
    """The row as it is now, locked until the end of the transaction; what is not open for the act any more is NotNow."""
    found = (
        Appointment.objects.select_for_update(of=("self",)).select_related("client__chain", "partner", "user")
        .filter(pk=appointment.pk).first()
    )  # fmt: skip
    if found is None or not may(by, found, act):
        raise PermissionDenied
    if appointment.client.shown is not None:  # an involvement for some parts, as it was found by net 1
        found.client = appointment.client
    if found.status != APPOINTMENT_MOVES[act][0]:
        raise NotNow
    return found


def _check(found: Appointment, by: Membership, made_on: dt.date) -> None:
    """ValidationError, per field, for an appointment that cannot be."""
    wrong: dict[str, Any] = {}
    if not found.subject:
        wrong["subject"] = _("Vul in waar het gesprek over gaat")
    if found.on < made_on:
        wrong["on"] = _("Deze dag is al voorbij")
    elif found.on > made_on + AHEAD:
        wrong["on"] = _("Deze dag is meer dan een jaar vooruit")
    elif found.invited_by != "said" and made_on == today() and begun(found):
        wrong["time"] = _("Dit tijdstip is al voorbij")
    if not 5 <= found.minutes <= 480:
        wrong["minutes"] = _("Vul 5 tot 480 minuten in")
    if found.where not in WHERE:
        wrong["where"] = _("Kies hoe u elkaar spreekt")
    elif found.where in NEEDS_PLACE and not found.place:
        wrong["place"] = _("Vul in waar de persoon moet zijn")
    if by.role != "system" and not colleagues(by).filter(pk=found.user_id).exists():
        wrong["user"] = _("Kies een collega van uw eigen organisatie")
    if found.invited_by not in INVITED_BY:
        wrong["invited_by"] = _("Kies of er een uitnodiging gaat")
    elif why_not := invitations.hinder(by, found.client, found.invited_by):
        wrong["invited_by"] = why_not
    if wrong:
        raise ValidationError(wrong)


def of_day(client: Client, on: dt.date, but: int | None = None) -> QuerySet[Appointment]:
    """What the person has that day already, with whomever: one does not send somebody to two places at once."""
    there = Appointment.objects.filter(client=client, on=on, status="planned").exclude(pk=but or 0)
    return there.select_related("partner", "user").order_by("time", "pk")


def missed_in_a_row(client: Client) -> int:
    """How many of the last appointments, with whomever, the person did not come to; who excused herself is not counted."""
    last = Appointment.objects.filter(Q(status="kept") | Q(status="no-show"), client=client)
    missed = 0
    for status in last.order_by("-on", "-time", "-pk").values_list("status", flat=True)[:10]:
        if status != "no-show":
            break
        missed += 1
    return missed
