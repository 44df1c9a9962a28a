"""What is done with a handover: ask, take over, decline, withdraw; and a cover for a time: ask, accept, stop.

Somebody hands over their own people, to a colleague of the same partner. For a colleague who is ill or has left, a lead
consultant does it; at other partners, where nobody leads who writes in files, any caseworker. Nothing changes before the
other has accepted. Then the lead, the place in the case team, and what waited for the one who gives go over in one
transaction; what was done stays told under who did it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.jobs import lock
from chain.models import Membership, User, holds_on
from chain.parts import CASEWORKERS, CONSULTANTS
from clients import team
from clients.models import Appointment, Client, Handover, HandoverPerson, Referral, Task, TeamMember
from clients.models.handover import HANDOVER_WHY
from clients.steps import NotNow, acting
from clients.timeline import Telling, record_many

MOST = 250  # people in one handover: it is carried out in one go
LONGEST = dt.timedelta(days=366)  # of a cover; what lasts longer is a handover
# act -> (kinds, from, to); the last of the people that is taken over makes a handover accepted.
MOVES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "take": (("move",), "asked", "accepted"),
    "accept": (("cover",), "asked", "accepted"),
    "decline": (("move", "cover"), "asked", "declined"),
    "withdraw": (("move", "cover"), "asked", "withdrawn"),
    "stop": (("cover",), "accepted", "ended"),
}
# What makes somebody one of a user's people -> what it is called.
HELD = {
    "lead": _("regie"),
    "team": _("casusteam"),
    "referral": _("verwijzing"),
    "task": _("taak"),
    "appointment": _("afspraak"),
}


# Who may, and whose


def may_arrange(membership: Membership, user_id: int) -> bool:
    """Whether the membership may hand over the people of the user, a colleague or itself."""
    if membership.partner_id is None or membership.role not in CASEWORKERS or not membership.writes("plan"):
        return False
    return membership.user_id == user_id or arranges_all(membership)


def arranges_all(membership: Membership) -> bool:
    """Whether it does so for colleagues too."""
    return membership.role == "lead_consultant" or (membership.role in CASEWORKERS and not membership.is_contact_point)


def may(membership: Membership, handover: Handover, act: str) -> bool:
    """Whether the membership may do the act, whatever the status."""
    if membership.role not in CASEWORKERS or handover.partner_id not in membership.acts_for:
        return False
    user = membership.user_id
    if act in ("take", "accept", "decline"):
        return user == handover.taker_id
    if act == "stop" and user == handover.taker_id:
        return True
    return user in (handover.giver_id, handover.author_id) or arranges_all(membership)


def moves(membership: Membership, handover: Handover) -> list[str]:
    """The acts of MOVES that are open to the membership now: its buttons."""
    return [
        act for act, (kinds, before, _after) in MOVES.items()
        if handover.kind in kinds and handover.status == before and may(membership, handover, act)
        and not (act == "stop" and handover.ended_on and handover.ended_on < today())
    ]  # fmt: skip


def visible_to(membership: Membership) -> QuerySet[Handover]:
    """The handovers that the membership has to do with, or arranges for others."""
    found = Handover.objects.filter(partner__in=membership.acts_for, chain_id=membership.chain_id)
    if not arranges_all(membership):
        user = membership.user_id
        found = found.filter(Q(giver=user) | Q(taker=user) | Q(author=user))
    return found.select_related("giver", "taker", "author", "partner")


def held(membership: Membership, user_id: int) -> dict[int, list[str]]:
    """Ids of the people who are the user's at the membership's partner, with why (keys of HELD): one query."""
    own, mine = membership.acts_for, {"chain_id": membership.chain_id, "user": user_id}
    whose: dict[str, QuerySet[Any]] = {
        "team": TeamMember.objects.filter(**mine, partner__in=own, ended_on=None, is_lead=False),
        "referral": Referral.objects.filter(
            chain_id=membership.chain_id, handler=user_id, partner__in=own, status="accepted"
        ),
        "task": Task.objects.filter(**mine, partner__in=own, status="open"),
        "appointment": Appointment.objects.filter(**mine, partner__in=own, status="planned", on__gte=today()),
    }
    rows: list[Any] = [
        found.annotate(held=Value(key, CharField())).order_by().values_list("client_id", "held")
        for key, found in whose.items()
    ]
    if membership.is_contact_point:
        led = Client.objects.visible_to(membership).filter(lead=user_id, closed_on=None)
        rows.append(led.annotate(held=Value("lead", CharField())).order_by().values_list("pk", "held"))
    people: dict[int, list[str]] = {}
    for client_id, key in rows[0].union(*rows[1:]):
        people.setdefault(client_id, []).append(key)
    return {pk: [key for key in HELD if key in keys] for pk, keys in people.items()}


def people_of(membership: Membership, user_id: int) -> list[Client]:
    """The user's people in open files, by name, each with `held`, and `waits` for who is being handed over already: two
    queries."""
    there, asked = held(membership, user_id), _asked(membership, user_id)
    found = Client.objects.visible_to(membership).filter(pk__in=there, closed_on=None).select_related("home")
    people = list(found.annotate(waits=Exists(asked.filter(client=OuterRef("pk")))).order_by("sort_name", "pk"))
    for client in people:
        client.held = there[client.pk]  # type: ignore[attr-defined]
    return people


def _asked(membership: Membership, user_id: int) -> QuerySet[HandoverPerson]:
    """Those of the user's people for whom a handover waits for an answer."""
    return HandoverPerson.objects.filter(
        status="asked", handover__status="asked", handover__giver=user_id, partner__in=membership.acts_for
    )


def colleagues(membership: Membership) -> QuerySet[Membership]:
    """Of the membership's own partner, who works there today and can take people over."""
    assert membership.partner_id is not None
    roles = CONSULTANTS if membership.is_contact_point else CASEWORKERS
    found = Membership.objects.of_people().filter(
        holds_on(today()), chain_id=membership.chain_id, partner_id=membership.partner_id, role__in=roles
    )
    return found.select_related("user", "partner").order_by("user__name", "pk")


# Asking


def ask(
    giver: User, taker: Membership, people: Iterable[Client], *, why: str, text: str = "",
    notes: Mapping[int, str] | None = None, by: Membership | None = None,
) -> Handover:  # fmt: skip
    """That the colleague takes over these people of the giver; `notes`: per client id what to look out for.

    Who asks it for themselves has thereby accepted. PermissionDenied for who may not; ValidationError, per field (taker,
    why, people), for somebody who is not the giver's, or is being handed over already.
    """
    by, people = acting(by), list(people)
    _check(giver, taker, why, by)
    if not people:
        raise ValidationError({"people": _("Kies wie u overdraagt")})
    if len(people) > MOST:
        raise ValidationError({"people": _("Dat zijn er te veel in een keer: ten hoogste 250. Kies een deel.")})
    with transaction.atomic():
        lock("handovers", giver.pk)
        there = held(by, giver.pk)
        if any(client.pk not in there for client in people):
            raise ValidationError({"people": _("Niet iedereen hoort (nog) bij deze collega. Kijk de keuze na.")})
        if _asked(by, giver.pk).filter(client__in=people).exists():
            raise ValidationError({"people": _("Voor een van deze mensen wacht al een overdracht op antwoord")})
        made = _made(giver, taker, by, kind="move", why=why, text=text, started_on=today())
        HandoverPerson.objects.bulk_create(
            HandoverPerson(
                handover=made, client=client, chain_id=client.chain_id, partner_id=made.partner_id,
                note=(notes or {}).get(client.pk, "").strip(),
            )
            for client in people
        )  # fmt: skip
        return take(made, by=by) if taker.user_id == by.user_id else made


def cover(
    giver: User, taker: Membership, *, why: str, started_on: dt.date, ended_on: dt.date, text: str = "",
    by: Membership | None = None,
) -> Handover:  # fmt: skip
    """That the colleague looks after all people of the giver, from the one day to the other; the lead stays whose it is.

    Who asks it for themselves has thereby accepted. PermissionDenied; ValidationError, per field, for days that are no
    period to come, or in which somebody else does so already, or in which the other is away.
    """
    by = acting(by)
    _check(giver, taker, why, by)
    if ended_on < max(started_on, today()):
        raise ValidationError({"ended_on": _("Kies een dag na de eerste, vandaag of later")})
    if ended_on - started_on > LONGEST:
        raise ValidationError({"ended_on": _("Ten hoogste een jaar. Duurt het langer? Draag de mensen dan over.")})
    away = Handover.objects.filter(
        kind="cover", status="accepted", giver=taker.user_id, partner__in=by.acts_for, started_on__lte=ended_on,
        ended_on__gte=started_on,
    )  # fmt: skip
    if away.exists():
        raise ValidationError({"taker": _("Deze collega is er in die tijd zelf niet: iemand anders neemt dan waar")})
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = _made(
                    giver, taker, by, kind="cover", why=why, text=text, started_on=started_on, ended_on=ended_on
                )
        except IntegrityError as error:
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "one_cover_at_a_time":
                raise
            raise ValidationError({"started_on": _("In deze dagen neemt al iemand waar, of wacht die vraag")}) from None
        return answer(made, "accept", by=by) if taker.user_id == by.user_id else made


def _check(giver: User, taker: Membership, why: str, by: Membership) -> None:
    if not may_arrange(by, giver.pk):
        raise PermissionDenied
    if not Membership.objects.filter(user=giver, chain_id=by.chain_id, partner__in=by.acts_for).exists():
        raise PermissionDenied  # no colleague, and never was
    if why not in HANDOVER_WHY:
        raise ValidationError({"why": _("Kies waarom")})
    if taker.user_id == giver.pk:
        raise ValidationError({"taker": _("Kies een ander dan van wie de mensen zijn")})
    if not colleagues(by).filter(pk=taker.pk).exists():
        raise ValidationError({"taker": _("Kies een collega die dit werk nu doet")})


def _made(giver: User, taker: Membership, by: Membership, *, text: str, **values: Any) -> Handover:
    assert by.partner_id is not None
    made = Handover.objects.create(
        chain_id=by.chain_id, partner_id=by.partner_id, giver=giver, taker_id=taker.user_id, author_id=by.user_id,
        text=text.strip(), **values,
    )  # fmt: skip
    made.taker = taker.user
    return made


def write_notes(handover: Handover, notes: Mapping[int, str], *, by: Membership | None = None) -> None:
    """What to look out for, by the id of each of its people, while the other has not answered. NotNow after that."""
    by = acting(by)
    with transaction.atomic():
        found = _locked(handover, by, "withdraw")
        rows = list(found.people.filter(pk__in=notes, status="asked"))
        for row in rows:
            row.note = notes[row.pk].strip()
        HandoverPerson.objects.bulk_update(rows, ["note"])


# Answering


def answer(handover: Handover, act: str, *, text: str = "", by: Membership | None = None) -> Handover:
    """Accept a cover, or decline, withdraw or stop it or a handover of people; who was taken over by then stays so.

    KeyError for another act; PermissionDenied; NotNow where it was answered already; ValidationError for a decline without
    a reason (text).
    """
    _kinds, _before, after = MOVES[act]
    by, text = acting(by), text.strip()
    if act == "decline" and not text:
        raise ValidationError({"text": _("Vul in waarom niet. Uw collega leest dit.")})
    with transaction.atomic():
        found = _locked(handover, by, act)
        if found.kind == "move":
            found.people.filter(status="asked").update(status="left")
            if found.people.filter(status="taken").exists():
                after = "accepted"
        if act == "stop":
            found.ended_on = max(found.started_on, today())
        _close(found, after, text)
    return found


def take(handover: Handover, people: Iterable[int] | None = None, *, by: Membership | None = None) -> Handover:
    """Take over these of its people (ids of HandoverPerson), or all who wait: lead, place in the team, and what waited.

    Who is not the giver's any more is left as it is. Accepted once nobody waits. PermissionDenied; NotNow where it was
    answered, or all of these were; ValidationError for an empty choice (people).
    """
    by = acting(by)
    with transaction.atomic():
        found = _locked(handover, by, "take")
        waiting = found.people.filter(status="asked", client__closed_on=None)
        if people is not None:
            waiting = waiting.filter(pk__in=list(people))
        rows = list(waiting.select_related("client").order_by("pk"))
        if not rows:
            if people is None:
                raise NotNow
            raise ValidationError({"people": _("Kies wie u overneemt")})
        there = held(by, found.giver_id)
        passed = [row for row in rows if row.client_id in there]
        _pass(found, passed, by)
        ids = [row.pk for row in passed]
        found.people.filter(pk__in=ids).update(status="taken")
        found.people.filter(pk__in=[row.pk for row in rows]).exclude(pk__in=ids).update(status="left")
        if found.people.filter(status="asked").exists():
            found.version += 1
            found.save(update_fields=["version"])
        else:
            _close(found, "accepted" if found.people.filter(status="taken").exists() else "withdrawn", "")
    return found


def _pass(found: Handover, rows: list[HandoverPerson], by: Membership) -> None:
    """The places in the team first, while the rows wait: the database asks that."""
    with connection.cursor() as cursor:
        cursor.execute("select person_id, joined_id from snoer_pass_team(%s)", [[row.pk for row in rows]])
    ids, own = [row.client_id for row in rows], by.acts_for
    there: dict[str, Any] = {"client__in": ids, "partner__in": own}
    Task.objects.filter(**there, user=found.giver_id, status="open").update(user=by.user_id)
    Referral.objects.filter(**there, handler=found.giver_id, status="accepted").update(
        handler=by.user_id, version=F("version") + 1
    )
    # Its version stays: by that its invitation is known, which may still wait.
    Appointment.objects.filter(**there, user=found.giver_id, status="planned", on__gte=today()).update(user=by.user_id)
    led = [row.client for row in rows if row.client.lead_id == found.giver_id and team.may_change(by)]
    if led:
        team.change_leads(led, by, by=by)
    told = {"name": str(by.user), "partner": str(by.partner), "giver": str(found.giver)}
    others = [row.client for row in rows if row.client not in led]
    record_many(Telling("handed-over", client, found, told) for client in others)


def _close(found: Handover, status: str, text: str) -> None:
    found.status, found.answer, found.answered_on = status, text, today()
    found.version += 1
    found.save(update_fields=["status", "answer", "answered_on", "ended_on", "version"])


def _locked(handover: Handover, by: Membership, act: str) -> Handover:
    """The handover as it is now, locked until the end of the transaction."""
    kinds, before, _after = MOVES[act]
    found = (
        Handover.objects.select_for_update(of=("self",)).select_related("giver", "taker", "author", "partner")
        .filter(pk=handover.pk).first()
    )  # fmt: skip
    if found is None or found.kind not in kinds or not may(by, found, act):
        raise PermissionDenied
    if found.status != before:
        raise NotNow
    return found
