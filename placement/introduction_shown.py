"""An introduction as pages show it: where it stands as a line of pearls, what waits, and who else is at it."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day_near, day_short
from chain.models import Membership, Partner
from clients.models import Client
from clients.queries import any_of
from clients.string import Moment, Pearl, String, Who, summary
from placement.models import Employer, Introduction, Vacancy
from placement.models.introductions import DECLINE_REASONS, DECLINED_BY, OPEN, STATUSES

TONES = {
    "proposed": "outline", "agreed": "info", "sent": "info", "talk": "info", "trial": "info", "offer": "info",
    "placed": "good", "declined": "warn",
}  # fmt: skip
# What waits, by status, where no day tells it.
WAITS = {
    "proposed": _("bespreken met de persoon"),
    "agreed": _("kaart maken voor de werkgever"),
    "sent": _("gesprek afspreken"),
    "talk": _("vastleggen hoe het gesprek ging"),
    "trial": _("proefplaats volgen"),
    "offer": _("plaatsing vastleggen"),
}
SHOWN = 6  # others who introduce, named one by one


def in_sight(membership: Membership, **which: Any) -> QuerySet[Introduction]:
    """Introductions of the people whom the membership may see."""
    sees = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), **which)
    return Introduction.objects.filter(any_of(sees), chain_id=membership.chain_id)


def waits(found: Introduction) -> str:
    """What has to be done next, or what is waited for; "" once it is over."""
    if found.status == "talk" and found.talk_on and found.talk_on >= today():
        return translate("gesprek: %(day)s") % {"day": day_near(found.talk_on)}
    if (
        found.status == "trial"
        and found.trial
        and found.trial.planned_end
        and found.trial.status in ("planned", "active")
    ):
        return translate("proefplaats tot en met %(day)s") % {"day": day_short(found.trial.planned_end)}
    return str(WAITS.get(found.status, ""))


def due(found: Introduction) -> dt.date | None:
    """The day that matters now: of the talk, of the end of the trial placement, or else of what was done last."""
    if found.status == "trial" and found.trial:
        return found.trial.planned_end
    done = {"proposed": found.proposed_on, "agreed": found.agreed_on, "sent": found.sent_on, "talk": found.talk_on,
            "offer": found.offered_on}  # fmt: skip
    return done.get(found.status)


def over(found: Introduction) -> str:
    """How it ended: `de werkgever: geen klik`."""
    if found.status == "placed":
        return str(STATUSES["placed"])
    who, why = DECLINED_BY.get(found.declined_by, ""), DECLINE_REASONS.get(found.decline_reason, "")
    if found.declined_by in ("placed", "filled"):
        return str(who)
    return f"{who}: {why}" if who else ""


def line(found: Introduction) -> String:
    """Where it stands: its own small string, from the idea to the placement or the reason why not."""
    who = [Who(found.partner.colour, found.partner.name)]
    days: list[tuple[str, object, dt.date | None]] = [
        ("proposed", _("Bedacht"), found.proposed_on),
        ("agreed", _("Besproken"), found.agreed_on),
        ("sent", _("Kaart gegeven"), found.sent_on),
        ("talk", _("Gesprek"), found.talk_on),
    ]
    if found.trial:
        days.append(("trial", _("Proefplaats"), found.trial.started_on or found.trial.planned_on))
    if found.offered_on:
        days.append(("offer", _("Aanbod"), found.offered_on))
    if found.status == "declined":
        days = [each for each in days if each[2]]
        days.append(("declined", _("Gaat niet door"), found.ended_on))
    else:
        days.append(("placed", _("Geplaatst"), found.ended_on))
    pearls = [_pearl(found, key, str(name), on, who) for key, name, on in days]
    path = [Moment([pearl]) for pearl in pearls]
    return String(path, summary(path))


def _pearl(found: Introduction, key: str, name: str, on: dt.date | None, who: list[Who]) -> Pearl:
    runs = key == found.status and key not in ("placed", "declined")
    state = "stopped" if key == "declined" else "now" if runs else "done" if on else "planned"
    text = {"now": translate("nu hier"), "planned": translate("nog niet")}.get(state, translate("gedaan"))
    if key == "declined":
        text = over(found)
    return Pearl(name, state, who, on, on, when=day_short(on) if on else "", text=text)


# Who else is at it


class Other(NamedTuple):
    """Another introduction: by whom, since when, how far; with the person (and `url`) for who may see her."""

    partner: str
    colour: str
    adviser: str
    since: dt.date
    status: object
    work: str = ""
    person: str = ""
    url: str = ""


def of_person(client: Client, but: Introduction | None = None) -> list[Other]:
    """Open introductions of a person in sight, of any partner: a colleague may be at it already."""
    found = (
        Introduction.objects.filter(client=client, status__in=OPEN).exclude(pk__in=[but.pk] if but else [])
        .select_related("partner", "author", "employer", "vacancy").order_by("-proposed_on", "-pk")
    )  # fmt: skip
    return [_other(one, client) for one in found[: SHOWN + 1]]


def _other(one: Introduction, client: Client) -> Other:
    work = one.vacancy.title if one.vacancy else ""
    return Other(
        one.partner.name, one.partner.colour, one.author.name, one.proposed_on, STATUSES[one.status],
        ", ".join(filter(None, [capfirst(work), one.employer.name])), client.name,
        reverse("introduction", args=[client.number, one.pk]),
    )  # fmt: skip


def at_employer(
    membership: Membership, employer: Employer, vacancy: Vacancy | None = None, but: Introduction | None = None
) -> tuple[list[Other], list[Other]]:
    """Open introductions of others at the employer: of people in sight, and (nameless) of those who are not.

    With a vacancy those for it alone. Three queries, one of them a definer function (placement/introduction_sql.py).
    """
    where: dict[str, Any] = {"vacancy": vacancy} if vacancy else {"employer": employer}
    rows = list(
        in_sight(membership, closed_on=None).filter(status__in=OPEN, **where)
        .exclude(pk__in=[but.pk] if but else [])
        .select_related("partner", "author", "employer", "vacancy", "client").order_by("-proposed_on", "-pk")[:50]
    )  # fmt: skip
    known = [one.pk for one in rows] + ([but.pk] if but else [])
    with connection.cursor() as cursor:
        cursor.execute(
            "select partner_id, adviser, since, status from snoer_introducing(%s, %s, %s::bigint[])",
            [None if vacancy else employer.pk, vacancy.pk if vacancy else None, known],
        )
        hidden = cursor.fetchall()
    partners = Partner.objects.in_bulk({row[0] for row in hidden}) if hidden else {}
    return [_other(one, one.client) for one in rows], [
        Other(partners[pk].name, partners[pk].colour, adviser, since, STATUSES[status])
        for pk, adviser, since, status in hidden if pk in partners
    ]  # fmt: skip


def of_vacancy(vacancy: Vacancy, membership: Membership) -> dict[str, Any] | None:
    """For placement/_introductions_of_vacancy.html: those in sight by name, the others as a number; None for who reads
    no placements."""
    if not membership.reads("placements"):
        return None
    seen, hidden = at_employer(membership, vacancy.employer, vacancy)
    return {
        "seen": seen,
        "hidden": len(hidden),
        "all": len(seen) + len(hidden),
        "writes": membership.writes("placements"),
    }
