"""Indications: asked, decided, noted, ended; and how long one waits before asking again. Exemptions: exemptions.py.

Both are the point of contact's to write: indications of part `capacity`, exemptions of part `benefit`. How long one waits
or lasts stands in the chain's terms, so that a law that changes is a row that changes. Each act checks who may, locks the
person, changes, and tells it on the timeline, in one transaction.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.models import Membership
from clients import access
from clients.models import Client
from clients.steps import NotNow, acting, check_day
from clients.terms import due, term_on
from clients.timeline import record
from diagnosis.models import Exemption, Indication
from diagnosis.models.ability import INDICATIONS, OUTCOMES

# kind -> the term that says when it may be asked again, and what that is counted from: the last request, or the last no.
AGAIN = {
    "limited-hours": ("limited-hours-again", "asked"),
    "wage-subsidy": ("wage-subsidy-again", "asked"),
    "sheltered-work": ("sheltered-again", "refused"),
}
REGISTER = "register-end"


def may_ask_from(client: Client, kind: str) -> tuple[dt.date, str] | None:
    """The day from which the indication may be asked again, and the article; None where nothing stands in the way.

    Medically limited hours and the target group of the wage subsidy: once in 12 months (Participatiewet, articles 6b and
    10c). Sheltered work: 12 months after a rejection (article 10b, and how UWV works).
    """
    key, counted = AGAIN.get(kind, ("", ""))
    if not key:
        return None
    before = Indication.objects.filter(client=client, kind=kind)
    if counted == "asked":
        last = (
            before.filter(requested_on__isnull=False).order_by("-requested_on").values_list("requested_on", flat=True)
        )
    else:
        last = before.filter(outcome="no", decided_on__isnull=False).order_by("-decided_on").values_list(
            "decided_on", flat=True
        )  # fmt: skip
    since = last.first()
    term = term_on(client.chain_id, key, since) if since else None
    return (due(term, since), term.article) if since and term else None


def register_ends(chain_id: int, ceased_on: dt.date) -> dt.date | None:
    """The last day in the target-group register where the conditions ceased on the day: 31 December of the second
    calendar year after (Besluit SUWI, article 3.2); None where the chain has no such term."""
    term = term_on(chain_id, REGISTER, ceased_on)
    return dt.date(ceased_on.year + term.offset // 12, 12, 31) if term else None


def ask(
    client: Client, kind: str, on: dt.date | None = None, *, source: str = "", changed: str = "",
    by: Membership | None = None,
) -> Indication:  # fmt: skip
    """Record that an indication was asked for on the day (today), of whom (`source`).

    ValidationError, per field, for a day to come, where one is asked already or where the law does not allow it yet; after
    a rejection of sheltered work what has `changed` allows it. PermissionDenied for who is not the point of contact.
    """
    by, on, changed = may_write(client, "capacity", by), on or today(), changed.strip()
    _check_kind(kind)
    check_on(on, "requested_on", by)
    with transaction.atomic():
        lock(client)
        if Indication.objects.filter(client=client, kind=kind, outcome="", requested_on__isnull=False).exists():
            raise ValidationError({"kind": _("Deze indicatie is al aangevraagd. Leg eerst de uitkomst vast.")})
        again = may_ask_from(client, kind)
        if again and on < again[0] and not (changed and AGAIN[kind][1] == "refused"):
            words = {"day": day(again[0]), "article": again[1]}
            if AGAIN[kind][1] == "refused":
                raise ValidationError({"changed": ValidationError(
                    _("Opnieuw vragen mag vanaf %(day)s (%(article)s). Is de situatie veranderd? Schrijf dan op wat."),
                    code="limit", params=words)})  # fmt: skip
            raise ValidationError({"requested_on": ValidationError(
                _("Eén keer in twaalf maanden. Opnieuw aanvragen mag vanaf %(day)s (%(article)s)."), code="limit",
                params=words)})  # fmt: skip
        found = Indication.objects.create(
            client=client, chain_id=client.chain_id, kind=kind, requested_on=on, source=source.strip(), changed=changed,
            **said_by(by)
        )  # fmt: skip
        record("indication-asked", client, about=found, part="capacity", on=on, kind=INDICATIONS[kind])
    return found


def note(
    client: Client, kind: str, outcome: str, on: dt.date, *, by: Membership | None = None, **decided: Any
) -> Indication:
    """Record an indication that somebody has already, without a request of ours; see decide() for the rest."""
    by = may_write(client, "capacity", by)
    _check_kind(kind)
    with transaction.atomic():
        lock(client)
        found = Indication(client=client, chain_id=client.chain_id, kind=kind, **said_by(by))
        return _decide(found, outcome, on, by, **decided)


def decide(
    indication: Indication, outcome: str, on: dt.date, *, by: Membership | None = None, **decided: Any
) -> Indication:
    """Record what came of it on the day: `started_on`, `ended_on`, `hours` (of limited hours) and `source`.

    NotNow where it was decided already; ValidationError, per field, for a day to come or before the request, a period
    that ends before it starts or overlaps another of the kind, or hours that do not belong.
    """
    by = may_write(indication.client, "capacity", by)
    with transaction.atomic():
        lock(indication.client)
        found = Indication.objects.select_for_update(of=("self",)).select_related("client").get(pk=indication.pk)
        if found.outcome:
            raise NotNow
        return _decide(found, outcome, on, by, **decided)


def _decide(
    found: Indication, outcome: str, on: dt.date, by: Membership, *, started_on: dt.date | None = None,
    ended_on: dt.date | None = None, hours: int | None = None, source: str = "",
) -> Indication:  # fmt: skip
    if outcome not in OUTCOMES:
        raise ValidationError({"outcome": _("Kies een uitkomst")})
    check_on(on, "decided_on", by)
    if found.requested_on and on < found.requested_on:
        raise ValidationError({"decided_on": _("Het besluit kan niet voor de aanvraag liggen")})
    if hours is not None and (found.kind != "limited-hours" or not 0 < hours <= 40):
        raise ValidationError({"hours": _("Alleen bij medisch urenbeperkt: een getal van 1 tot en met 40")})
    if outcome == "no":
        started_on = ended_on = hours = None
    else:
        started_on = started_on or on
        check_period(started_on, ended_on)
        _check_no_other(found, started_on, ended_on)
    found.outcome, found.decided_on, found.hours = outcome, on, hours
    found.started_on, found.ended_on = started_on, ended_on
    found.source = source.strip() or found.source
    save(found)
    record(
        "indication-decided", found.client, about=found, part="capacity", on=on, kind=INDICATIONS[found.kind],
        outcome=OUTCOMES[outcome],
    )  # fmt: skip
    return found


def end_indication(indication: Indication, ended_on: dt.date, *, by: Membership | None = None) -> Indication:
    """Give an indication that holds its last day, which may lie ahead. NotNow for one without an outcome or that is over."""
    by = may_write(indication.client, "capacity", by)
    with transaction.atomic():
        lock(indication.client)
        found = Indication.objects.select_for_update(of=("self",)).select_related("client").get(pk=indication.pk)
        if found.outcome in ("", "no") or (found.ended_on and found.ended_on < today()):
            raise NotNow
        assert found.started_on
        check_period(found.started_on, ended_on)
        _check_no_other(found, found.started_on, ended_on)
        found.ended_on = ended_on
        save(found)
        record(
            "indication-ends", found.client, about=found, part="capacity", kind=INDICATIONS[found.kind], until=ended_on
        )
    return found


def _check_kind(kind: str) -> None:
    if kind not in INDICATIONS:
        raise ValidationError({"kind": _("Kies een soort")})


def _check_no_other(found: Indication, started_on: dt.date, ended_on: dt.date | None) -> None:
    others = Indication.objects.filter(client=found.client, kind=found.kind, outcome__in=("yes", "presumed"))
    others = others.exclude(pk=found.pk).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=started_on))
    if ended_on:
        others = others.filter(started_on__lte=ended_on)
    if others.exists():
        raise ValidationError(
            {"started_on": _("Er is al zo'n indicatie in deze tijd. Geef die eerst een laatste dag.")}
        )


# Of indications and exemptions both


def may_write(client: Client, part: str, by: Membership | None) -> Membership:
    by = acting(by)
    if not access.writes(by, client, part) or by.partner_id is None:
        raise PermissionDenied
    return by


def said_by(by: Membership) -> dict[str, Any]:
    """The columns that tell who recorded it."""
    return {"partner_id": by.partner_id, "author_id": by.user_id}


def check_on(on: dt.date, field: str, by: Membership) -> None:
    """ValidationError at the field for a day to come."""
    try:
        check_day(on, by)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error


def check_period(started_on: dt.date, ended_on: dt.date | None) -> None:
    if ended_on and ended_on < started_on:
        raise ValidationError({"ended_on": _("De laatste dag kan niet voor de eerste liggen")})


def lock(client: Client) -> Client:
    """The person's row: two decisions about one person wait for each other."""
    Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    return client


def save(found: Indication | Exemption) -> None:
    if found.pk:
        found.version += 1
    found.save()
