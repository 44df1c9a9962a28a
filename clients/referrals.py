"""What is done with a referral: ask, accept, ask back, reply, return, answer, withdraw.

Each act checks who may do it, locks the row, changes it, writes down what was said for both sides to read, and tells it
on the timeline (which never holds the question or the answer), in one transaction. Which act follows on which status,
and whose it is, stands in MOVES (clients/models/referral.py); refusals and buttons come from that table and `may`.
"""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, DateField, F, Q, QuerySet, When
from django.db.models.functions import Least
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.functions import FUNCTIONS
from chain.models import Mandate, Membership, Partner
from chain.parts import SHAREABLE
from clients import access, terms
from clients.models import Client, Involvement, PlanGoal, Referral, ReferralLine
from clients.models.referral import MOVES, OPEN
from clients.steps import NotNow, acting, check_day, is_of
from clients.timeline import record

# Functions that are about no one person: there is nothing to ask.
OF_NOBODY = ("chain", "caseload-analysis")
TOLD_AS = {
    "accept": "referral-accepted",
    "query": "referral-queried",
    "reply": "referral-replied",
    "return": "referral-returned",
    "answer": "referral-answered",
    "withdraw": "referral-withdrawn",
}
# Acts that say something, and what is said where they do not.
NEEDED = {
    "query": _("Vul in wat u nog wilt weten"),
    "reply": _("Vul uw uitleg in"),
    "return": _("Vul in waarom u de vraag teruggeeft"),
    "answer": _("Vul het antwoord in"),
    "withdraw": _("Vul in waarom u de vraag intrekt"),
}
# The day by which who is on turn has to act; `due` says the same of one referral.
DUE = Case(
    When(status="asked", then=Least("respond_by", "answer_by")), default=F("answer_by"), output_field=DateField()
)  # fmt: skip


def due(referral: Referral) -> dt.date | None:
    """The day by which who is on turn has to act: the first response by the chain's term, then the answer."""
    days = [referral.answer_by, referral.respond_by if referral.status == "asked" else None]
    return min((day for day in days if day), default=None) if referral.status in OPEN else None


def late(referral: Referral) -> int:
    """Whole days since that day passed; 0 if it has not, or there is none."""
    term = due(referral)
    return max((today() - term).days, 0) if term else 0


def on_turn(referral: Referral) -> Partner | None:
    """The partner that has to act now: the asking one while it is queried, else the asked one; None once it is over."""
    if referral.status not in OPEN:
        return None
    return referral.asked_by if referral.status == "queried" else referral.partner


# who may ask whom, and what is shared


def seen(membership: Membership, client: Client) -> tuple[bool, list[str]]:
    """Whether the membership's partner has to do with the person now, and which parts of the file it can share.

    A partner whose last step is over still sees the person for a while, but asks nothing of others (access.md, rule 2).
    Nobody shares what they do not read themselves.
    """
    own = [part for part in SHAREABLE if membership.reads(part)]
    if membership.is_contact_point:
        return True, own
    day = today()
    mine = Involvement.objects.of(membership).filter(client=client, membership__isnull=True)
    rows = list(mine.values_list("parts", "ended_on"))
    going_on = any(ended_on is None or ended_on >= day for _parts, ended_on in rows)
    whole = any(parts is None for parts, _ended_on in rows)
    shown = {part for parts, _ended_on in rows for part in parts or ()}
    return going_on, own if whole else [part for part in own if part in shown]


def may_ask(membership: Membership, client: Client) -> bool:
    """Caseworkers of the point of contact, and of a partner that has to do with the person now."""
    if not _asks(membership, client):
        return False
    if client.given is not None:  # asked already, with the client
        return access.going_on(client)
    return seen(membership, client)[0]


def _asks(membership: Membership, client: Client) -> bool:
    return membership.writes("referrals") and membership.partner_id is not None and client.closed_on is None


def askable(membership: Membership, client: Client, day: dt.date) -> dict[str, list[int]]:
    """Per function the ids of the partners that can be asked: those with the mandate where the person lives.

    The point of contact may bring in any of them; another partner asks the point of contact, or who sees the person
    already.
    """
    mandates = Mandate.objects.on(day).filter(
        Q(municipality__isnull=True) | Q(municipality_id=client.home_id), chain_id=client.chain_id
    )  # fmt: skip
    found = mandates.exclude(partner_id__in=membership.acts_for).exclude(function__in=OF_NOBODY)
    if not membership.is_contact_point:
        sees = Involvement.objects.filter(
            Q(seen_until__isnull=True) | Q(seen_until__gte=day), client=client, membership__isnull=True, started_on__lte=day
        )  # fmt: skip
        contact = mandates.filter(function="person")
        found = found.filter(
            Q(partner_id__in=contact.values("partner_id")) | Q(partner_id__in=sees.values("partner_id"))
        )
    holders: dict[str, list[int]] = {}
    for function, partner_id in found.order_by("partner__position", "partner__name").values_list(
        "function", "partner_id"
    ):
        if partner_id not in holders.setdefault(function, []):
            holders[function].append(partner_id)
    return holders


def ask(
    client: Client,
    function: str,
    partner: Partner,
    question: str,
    *,
    shared: Iterable[str] = (),
    answer_by: dt.date | None = None,
    plan_goal: PlanGoal | None = None,
    on: dt.date | None = None,
    by: Membership | None = None,
) -> Referral:
    """A question to the partner that holds the mandate for the function, asked on the day (today).

    `shared`: parts of the file that the partner sees with it until it is closed, beside chain.parts.WITH_REFERRAL. The
    first response is due by the chain's term for the function. ValidationError, per field, where the partner cannot be
    asked that, or is asked already; PermissionDenied for who may not ask at all.
    """
    by, on, question, shared = acting(by), on or today(), question.strip(), set(shared)
    going_on, sharable = seen(by, client)
    if not (_asks(by, client) and going_on):
        raise PermissionDenied
    check_day(on, by)
    _check_partner(by, client, function, partner, on)
    if not question:
        raise ValidationError({"question": _("Vul in wat u wilt weten")})
    if shared - set(sharable):
        raise ValidationError({"shared": _("U kunt alleen delen wat u zelf mag zien")})
    if answer_by and answer_by < on:
        raise ValidationError({"answer_by": _("Deze dag is al voorbij")})
    assert by.partner_id
    with transaction.atomic():
        referral = _made(
            client=client, chain_id=client.chain_id, function=function, partner=partner, asked_by_id=by.partner_id,
            author_id=by.user_id, question=question, shared=[part for part in SHAREABLE if part in shared],
            plan_goal=plan_goal, asked_on=on, turn_since=on, answer_by=answer_by,
            respond_by=_respond_by(client.chain_id, function, on),
        )  # fmt: skip
        _say(referral, "asked", question, on, by)
        _tell("referral-asked", referral, partner, on)
    return referral


def _made(**values: object) -> Referral:
    """The new row; two people who ask the same at once are told so by the database."""
    try:
        with transaction.atomic():
            return Referral.objects.create(**values)
    except IntegrityError as error:
        if "one_open_referral_of_a_kind" not in str(error):
            raise
        raise ValidationError(
            {"partner": ValidationError(_("%(partner)s heeft voor deze inwoner al zo'n vraag open staan"),
                                        params={"partner": values["partner"]})}
        ) from None  # fmt: skip


def _check_partner(by: Membership, client: Client, function: str, partner: Partner, on: dt.date) -> None:
    if function not in FUNCTIONS or function in OF_NOBODY:
        raise ValidationError({"function": _("Kies waarvoor")})
    if partner.pk in askable(by, client, on).get(function, []):
        return
    holds = Mandate.objects.on(on).filter(chain_id=client.chain_id, partner=partner)
    if is_of(by, partner):
        reason = _("%(partner)s is uw eigen organisatie")
    elif holds.covering(function, client.home_id).exists():
        reason = _("%(partner)s is nog niet bij deze inwoner betrokken. Vraag het via wie de regie heeft.")
    else:
        reason = _("%(partner)s heeft op die dag geen mandaat voor %(function)s in deze gemeente")
    params = {"partner": partner.name, "function": FUNCTIONS[function]}
    raise ValidationError({"partner": ValidationError(reason, params=params)})


def _respond_by(chain_id: int, function: str, since: dt.date) -> dt.date | None:
    return terms.due_on(chain_id, "referral-response", since=since, scope=function)


# the moves


def may(membership: Membership, referral: Referral, act: str) -> bool:
    """Whether the membership may do the act, whatever the status: it is the asked partner's, or the asking one's."""
    if not membership.writes("referrals") or referral.client.closed_on:
        return False
    return is_of(membership, referral.partner if MOVES[act][2] == "asked" else referral.asked_by)


def moves(membership: Membership, referral: Referral) -> list[str]:
    """The acts of MOVES that are open to the membership now: its buttons."""
    return [act for act in referral.moves() if may(membership, referral, act)]


def act(
    referral: Referral, act: str, *, text: str = "", on: dt.date | None = None, by: Membership | None = None
) -> Referral:
    """Accept, query, reply, return, answer or withdraw on the day (today); `text` is what is said with it.

    KeyError for another act; PermissionDenied for who may not; NotNow where the status does not allow it (any more);
    ValidationError, per field, for a day that cannot be or a text that is missing.
    """
    before, after, _who = MOVES[act]
    by, on, text = acting(by), on or today(), text.strip()
    with transaction.atomic():
        referral = _locked(referral, by, act)
        if referral.status not in before:
            raise NotNow
        check_day(on, by)
        if on < referral.turn_since:
            raise ValidationError({"on": _("Deze dag ligt vóór wat hiervoor gebeurde")})
        if not text and act in NEEDED:
            raise ValidationError({"text": NEEDED[act]})
        other = referral.partner if MOVES[act][2] == "asked" else referral.asked_by
        _say(referral, act, text, on, by)
        _tell(TOLD_AS[act], referral, other, on)  # before it is saved: the partner's sight may end in this very act
        referral.status, referral.turn_since = after, on
        if act == "accept":
            referral.handler_id, referral.accepted_on = by.user_id, on
        elif act == "reply":  # the partner has the whole term again, now that it knows what was asked
            referral.respond_by = _respond_by(referral.chain_id, referral.function, on)
        elif after not in OPEN:
            referral.closed_on, referral.answer = on, text
        referral.version += 1
        referral.save(
            update_fields=[
                "status",
                "turn_since",
                "handler",
                "accepted_on",
                "respond_by",
                "closed_on",
                "answer",
                "version",
            ]
        )
    return referral


def _locked(referral: Referral, by: Membership, act: str) -> Referral:
    """The referral as it is now, locked until the end of the transaction; PermissionDenied for who may not do the act."""
    found = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("client", "partner", "asked_by")
        .filter(pk=referral.pk)
        .first()
    )
    if found is None or not may(by, found, act):
        raise PermissionDenied
    return found


def _say(referral: Referral, act: str, text: str, on: dt.date, by: Membership) -> None:
    assert by.partner_id
    ReferralLine.objects.create(
        referral=referral, client_id=referral.client_id, chain_id=referral.chain_id, act=act, text=text,
        partner_id=by.partner_id, author_id=by.user_id, on=on,
    )  # fmt: skip


def _tell(told_as: str, referral: Referral, partner: Partner, on: dt.date) -> None:
    function = capfirst(FUNCTIONS[referral.function])
    record(
        told_as, referral.client, about=referral, part="referrals", on=on, function=function, partner=partner.name
    )  # fmt: skip


# what follows from it


def accepted_of(client: Client, partners: Iterable[int] | None = None) -> QuerySet[Referral]:
    """The person's referrals that a partner (one of `partners`) works on: what a step can come of."""
    found = Referral.objects.filter(client=client, status="accepted").select_related("partner")
    return found if partners is None else found.filter(partner_id__in=partners)
