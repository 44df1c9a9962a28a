"""What is done with an introduction: propose, agree, send, talk, try, offer, decline; and what a placement overtakes.

Each act checks who may, locks the row, changes it and tells it on the timeline (that it happened, not what was said), in
one transaction. Which act follows on which status stands in MOVES (placement/models/introductions.py); refusals and buttons
come from that table and `may`. Nothing goes to an employer before the person agreed.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.models import Membership
from clients import access
from clients.models import Client
from clients.steps import NotNow, acting, check_day, is_of
from clients.timeline import record
from placement import candidates, profile_card, trials
from placement.models import ContactPerson, Employer, Introduction, Placement, SentCard, Vacancy
from placement.models.introductions import DECLINE_REASONS, MOVES, OPEN
from placement.placements import PAID

# Acts of the partner that introduces which the point of contact, that speaks with the person, does as well.
SHARED = frozenset({"agree", "place", "decline"})
DECLINES = ("person", "employer", "partner")  # who can say no; the rest follows from a placement
TOLD_AS = {
    "agree": "introduction-agreed",
    "send": "introduction-sent",
    "talk": "introduction-talk",
    "try": "introduction-trial",
    "offer": "introduction-offered",
    "decline": "introduction-declined",
}
AHEAD = dt.timedelta(days=366)  # a talk later than this is a typing error


def may(membership: Membership, introduction: Introduction, act: str) -> bool:
    """Whether the membership may do the act, whatever the status."""
    if not membership.writes("placements") or introduction.client.closed_on:
        return False
    return is_of(membership, introduction.partner) or (act in SHARED and bool(membership.is_contact_point))


def moves(membership: Membership, introduction: Introduction) -> list[str]:
    """The acts of MOVES that are open to the membership now: its buttons."""
    return [
        act for act, (before, _after) in MOVES.items()
        if introduction.status in before and may(membership, introduction, act)
        and not (act == "try" and introduction.trial_id)
    ]  # fmt: skip


def propose(
    client: Client, employer: Employer | None, vacancy: Vacancy | None, why: str, *, on: dt.date | None = None,
    by: Membership | None = None,
) -> Introduction:  # fmt: skip
    """The idea, of the day (today), that the person fits at an employer, for a vacancy or for work still to be found there.

    PermissionDenied for who does not write the placements of this file; ValidationError, per field (vacancy, why), where
    it does not say why, the vacancy is not to be had, or the person is being introduced there already.
    """
    by, why, on = acting(by), why.strip(), on or today()
    if not access.writes(by, client, "placements") or by.partner_id is None:
        raise PermissionDenied
    check_day(on, by)
    if vacancy is not None:
        employer = vacancy.employer
    if employer is None:
        raise ValidationError({"employer": _("Kies een werkgever of een vacature")})
    if not why:
        raise ValidationError({"why": _("Vul in waarom dit bij deze persoon past")})
    with transaction.atomic():
        hold(client)
        same = Introduction.objects.filter(client=client, vacancy=vacancy, employer=employer, status__in=OPEN)
        if same.exists():
            raise ValidationError({"vacancy": _("Deze persoon wordt hier al voorgedragen")})
        if vacancy is not None:
            _check_to_be_had(vacancy)
        asked = candidates.hold(vacancy, by=by)
        try:
            with transaction.atomic():
                found = Introduction.objects.create(
                    client=client, chain_id=client.chain_id, employer=employer, vacancy=vacancy, why=why,
                    proposed_on=on, partner_id=by.partner_id, author_id=by.user_id, request=asked,
                )  # fmt: skip
        except IntegrityError as error:  # by somebody out of sight
            if "one_open_introduction_a_vacancy" not in str(error):
                raise
            raise ValidationError({"vacancy": _("Deze persoon wordt hier al voorgedragen")}) from None
        record("introduction-proposed", client, about=found, part="placements", on=on, employer=employer.name)
        if asked is not None:
            candidates.on_proposed(asked)
    return found


def _check_to_be_had(vacancy: Vacancy) -> None:
    now = Vacancy.objects.get(pk=vacancy.pk)
    if now.status != "open" or (now.closes_on and now.closes_on < today()):
        raise ValidationError({"vacancy": _("Deze vacature staat niet (meer) open")})
    if now.taken >= now.positions:
        raise ValidationError({"vacancy": _("Alle plekken van deze vacature zijn vervuld")})


def move(introduction: Introduction, act: str, *, by: Membership | None = None, **facts: Any) -> Introduction:
    """Agree (`on`), send (`chosen`, `person`, `on`), talk (`on`), try (`start`, `end`, `hours`), offer (`on`) or decline
    (`who`, `reason`, `text`, `on`). Where a day is left out it is today.

    KeyError for another act; PermissionDenied for who may not; NotNow where the status does not allow it (any more);
    ValidationError, per field, for a day that cannot be or what is missing.
    """
    before, after = MOVES[act]
    change, by = CHANGES[act], acting(by)
    with transaction.atomic():
        if act == "try":  # two introductions of one person: one trial placement
            hold(introduction.client)
        found = _locked(introduction, by, act)
        if found.status not in before:
            raise NotNow
        told = change(found, by, **facts)
        found.status = after
        _save(found)
        record(TOLD_AS[act], found.client, about=found, part="placements", employer=found.employer.name, **told)
    return found


def _locked(introduction: Introduction, by: Membership, act: str) -> Introduction:
    """The introduction as it is now, locked until the end of the transaction; PermissionDenied for who may not do the act."""
    found = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("client", "partner", "employer", "vacancy", "trial").filter(pk=introduction.pk).first()
    )  # fmt: skip
    if found is None or not may(by, found, act):
        raise PermissionDenied
    return found


def _save(found: Introduction) -> None:
    found.version += 1
    found.save()


# What each act changes, and what the timeline tells of it


def _agree(found: Introduction, by: Membership, *, on: dt.date) -> dict[str, Any]:
    check_day(on, by)
    if on < found.client.registered_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de aanmelding")})
    found.agreed_on = on
    return {"on": on}


def _send(
    found: Introduction, by: Membership, *, chosen: Mapping[str, str], person: ContactPerson | None,
    on: dt.date | None = None,
) -> dict[str, Any]:  # fmt: skip
    on = on or today()
    check_day(on, by)
    if person is None or person.employer_id != found.employer_id:
        raise ValidationError({"person": _("Kies aan wie u de kaart geeft")})
    assert by.partner_id is not None  # else it is nobody's introduction
    content = profile_card.content(found, chosen, by, on)
    told_at = {} if on == today() else {"at": dt.datetime.combine(on, dt.time(12), tzinfo=dt.UTC)}
    SentCard.objects.create(
        client=found.client, chain_id=found.chain_id, introduction=found, partner_id=by.partner_id,
        author_id=by.user_id, person=person, fields=[key for key, _label, _text in content["fields"]], content=content,
        **told_at,
    )  # fmt: skip
    found.sent_on = found.sent_on or on
    return {"on": on}


def _talk(found: Introduction, by: Membership, *, on: dt.date) -> dict[str, Any]:
    if found.sent_on and on < found.sent_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de dag waarop u de kaart gaf")})
    if on > today() + AHEAD:
        raise ValidationError({"on": _("Kijk het jaar na: deze dag is nog ver weg")})
    found.talk_on = on
    return {"day": on, "on": min(on, today())}


def _try(
    found: Introduction, by: Membership, *, start: dt.date, end: dt.date | None = None, hours: int | None = None
) -> dict[str, Any]:
    if found.trial_id:
        raise NotNow
    found.trial = trials.begin(found, start, end, hours, by=by)
    return {"start": start, "end": found.trial.planned_end, "on": min(start, today())}


def _offer(found: Introduction, by: Membership, *, on: dt.date) -> dict[str, Any]:
    check_day(on, by)
    if found.sent_on and on < found.sent_on:
        raise ValidationError({"on": _("Deze dag ligt vóór de dag waarop u de kaart gaf")})
    found.offered_on = on
    return {"on": on}


def _decline(
    found: Introduction, by: Membership, *, who: str, reason: str, text: str = "", on: dt.date | None = None
) -> dict[str, Any]:
    text, on = text.strip(), on or today()
    check_day(on, by)
    if who not in DECLINES:
        raise ValidationError({"who": _("Kies door wie het niet doorgaat")})
    if reason not in DECLINE_REASONS:
        raise ValidationError({"reason": _("Kies een reden")})
    if reason == "other" and not text:
        raise ValidationError({"text": _("Vul in waarom het niet doorgaat")})
    found.declined_by, found.decline_reason, found.decline_text, found.ended_on = who, reason, text, on
    with override("nl"):
        trials.over(found.trial, on, translate("De voordracht gaat niet door."), by=by)
    return {"on": on}


CHANGES: dict[str, Callable[..., dict[str, Any]]] = {
    "agree": _agree,
    "send": _send,
    "talk": _talk,
    "try": _try,
    "offer": _offer,
    "decline": _decline,
}


# What a placement does to introductions


def hold(client: Client, vacancy: Vacancy | None = None) -> None:
    """Wait for whoever places this person, or fills this vacancy, right now; to be called before a placement is made."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_hold_introductions(%s, %s)", [client.pk, vacancy.pk if vacancy else None])


def check_placeable(introduction: Introduction, *, by: Membership) -> Introduction:
    """The introduction, locked, where a placement may come of it now.

    NotNow where it is over: somebody else was first; ValidationError where there has been no talk yet; PermissionDenied.
    """
    found = _locked(introduction, by, "place")
    if found.status not in OPEN:
        raise NotNow
    if found.status not in MOVES["place"][0]:
        raise ValidationError(_("Leg bij de voordracht eerst het gesprek met de werkgever vast."))
    return found


def on_placed(placement: Placement, introduction: Introduction | None, *, by: Membership) -> list[int]:
    """A placement was made: of this introduction, if any. Gives the ids of the introductions that it overtakes.

    Those are the person's other open ones, where the work is paid (volunteering goes together with looking for work), and
    where the vacancy is full now those of others for it. The trial placement ends on the day before. To be called within
    the act that places, after hold(); raises as check_placeable().
    """
    with transaction.atomic():
        if introduction is not None:
            if introduction.client_id != placement.client_id:
                raise PermissionDenied
            found = check_placeable(introduction, by=by)
            found.status, found.placement, found.ended_on = "placed", placement, today()
            _save(found)
            _end_trial(found, placement, by)
        kept = introduction.pk if introduction else None
        with connection.cursor() as cursor:
            cursor.execute(
                "select id, client_id from snoer_overtake_introductions(%s, %s, %s)",
                [placement.pk, kept, placement.form_of_work in PAID],
            )
            gone = cursor.fetchall()
        own = [pk for pk, client_id in gone if client_id == placement.client_id]
        for other in Introduction.objects.filter(pk__in=own, trial__isnull=False).select_related("trial"):
            _end_trial(other, placement, by)
    return [pk for pk, _client in gone]


def _end_trial(found: Introduction, placement: Placement, by: Membership) -> None:
    first = placement.step.started_on or placement.step.planned_on or today()
    placed = placement.pk == found.placement_id
    with override("nl"):
        result = translate("Geplaatst na de proefplaats.") if placed else translate("Elders geplaatst.")
    trials.over(found.trial, first - trials.ONE_DAY, result, by=by, placed=placed)
