"""What introductions add to the record page, to Mijn dag and to the closing of a file (registered in placement.panels)."""

import datetime as dt
from functools import partial

from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients import access
from clients.asked import ask
from clients.models import Client, Event
from clients.queries import any_of
from clients.registered import AgendaItem, DayRow, OpenEnd, OpenLine, Panel
from placement import introductions
from placement.introduction_shown import TONES, in_sight, over, waits
from placement.models import Introduction
from placement.models.introductions import DECLINE_REASONS, DECLINED_BY, OPEN, STATUSES

SHOWN = 5  # on the record
QUIET_DAYS = 7  # after a card was given: then one asks
NEAR_DAYS = 14  # before a trial placement ends it stands on Mijn dag
TOLD_DAYS = 7  # how long one reads there that others filled the place
ROWS = 25

# What is open first, then what was last.
LATEST = """
    select i.id, i.status, i.proposed_on as "on", i.declined_by, i.decline_reason, e.name as employer,
      coalesce(v.title, '') as job, p.name as partner, p.colour, u.name as adviser
    from placement_introduction i join placement_employer e on e.id = i.employer_id
      join chain_partner p on p.id = i.partner_id join chain_user u on u.id = i.author_id
      left join placement_vacancy v on v.id = i.vacancy_id
    where i.client_id = %(client)s order by i.ended_on desc nulls first, i.proposed_on desc, i.id desc limit 6"""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The select of what is shown here, for clients.asked."""
    return {"introductions": LATEST} if access.reads(membership, client, "placements") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """The person's introductions; nothing for who does not read them, or cannot make the first."""
    if not access.reads(membership, client, "placements"):
        return None
    there = client.asked if client.asked is not None else ask(questions(membership, client), {"client": client.pk})
    writes = access.writes(membership, client, "placements")
    found = there["introductions"]
    if not found and not writes:
        return None
    rows = [
        row | {"tone": TONES[row["status"]], "label": STATUSES[row["status"]], "url": _url(client, row["id"]),
               "why": _over(row) if row["status"] == "declined" else ""}
        for row in found[:SHOWN]
    ]  # fmt: skip
    matches = access.reads(membership, client, "profile") and membership.reads("vacancies")
    context = {
        "rows": rows, "more": len(found) > SHOWN, "writes": writes, "number": client.number, "matches": matches,
    }  # fmt: skip
    return Panel(
        "introductions", "placements", "placement/panel_introductions.html", context, place="main", position=39
    )  # fmt: skip


def _url(client: Client, pk: int) -> str:
    return reverse("introduction", args=[client.number, pk])


def _over(row: dict) -> str:
    who = str(DECLINED_BY.get(row["declined_by"], ""))
    return (
        who
        if row["declined_by"] in ("placed", "filled")
        else f"{who}: {DECLINE_REASONS.get(row['decline_reason'], '')}"
    )


def open_lines(membership: Membership, client: Client) -> list[OpenLine]:
    """Introductions that are open, from the questions of the record: for the summary of a handover."""
    told = translate("Voordracht bij %(employer)s: %(status)s")
    return [
        OpenLine(told % {"employer": row["employer"], "status": STATUSES[row["status"]]}, None, _url(client, row["id"]),
                 row["adviser"])
        for row in (client.asked or {}).get("introductions", []) if row["status"] in OPEN
    ]  # fmt: skip


# Closing a file


def open_ends(client: Client) -> list[OpenEnd]:
    """Introductions that are open: what closing the file ends (registered in the settings)."""
    found = Introduction.objects.filter(client=client, status__in=OPEN).select_related("partner", "employer")
    return [
        OpenEnd(
            translate("Voordracht"), one.employer.name, _url(client, one.pk), False, one.partner.name, one.partner.colour,
            partial(_end, one),
        )
        for one in found.order_by("proposed_on", "pk")
    ]  # fmt: skip


def _end(one: Introduction, on: dt.date, why: str, by: Membership) -> None:
    found = Introduction.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if found.status in OPEN:
        introductions.move(found, "decline", by=by, who="partner", reason="other", text=why)


# Mijn dag


def day_rows(membership: Membership) -> list[DayRow]:
    """One's own introductions where one is on turn; and what others' placements closed in the last days."""
    if membership.role not in CASEWORKERS or not membership.writes("placements") or membership.partner_id is None:
        return []
    now = today()
    quiet, near = now - dt.timedelta(QUIET_DAYS), now + dt.timedelta(NEAR_DAYS)
    turn = (
        Q(status="agreed") | Q(status="proposed") | Q(status="sent", sent_on__lte=quiet) | Q(status="talk", talk_on__lt=now)
        | Q(status="trial", trial__planned_end__lte=near, trial__status="active") | Q(status="offer")
    )  # fmt: skip
    overtaken = Event.objects.filter(client=OuterRef("client"), about="introduction", about_id=OuterRef("pk"),
                                     act__in=["introduction-filled", "introduction-overtaken"])  # fmt: skip
    told = Q(any_of(overtaken.exclude(author=membership.user_id)), status="declined",
             ended_on__gte=now - dt.timedelta(TOLD_DAYS))  # fmt: skip
    own = in_sight(membership, closed_on=None).filter(author=membership.user_id, partner__in=membership.acts_for)
    found = (
        own.filter(turn | told).select_related("client__home", "employer", "vacancy", "partner", "trial")
        .order_by("proposed_on", "pk")[: 2 * ROWS]
    )  # fmt: skip
    return [_day_row(one) for one in found]


# status -> why it stands there
REASONS = {
    "proposed": _("Voordracht bespreken"),
    "agreed": _("Kaart maken"),
    "sent": _("Wacht op de werkgever"),
    "talk": _("Gesprek geweest"),
    "trial": _("Proefplaats loopt af"),
    "offer": _("Er is een aanbod"),
    "declined": _("Voordracht gaat niet door"),
}


def _day_row(one: Introduction) -> DayRow:
    client, work = one.client, one.vacancy.title if one.vacancy else ""
    closed = one.status == "declined"
    term = one.trial.planned_end if one.status == "trial" and one.trial else None
    return DayRow(
        number=client.number, name=client.name, place=client.home.name if client.home else "",
        reason=str(REASONS[one.status]), why=", ".join(filter(None, [one.employer.name, work, over(one) if closed else ""])),
        next_step=translate("Iets anders zoeken") if closed else capfirst(waits(one)), url=_url(client, one.pk),
        partner=one.partner.name, colour=one.partner.colour, term=term, urgency=4 if closed else 2, client_id=client.pk,
        ways=_ways(one),
    )  # fmt: skip


def _ways(one: Introduction) -> tuple[tuple[str, str], ...]:
    """What is told of it next: of the first step on the way by its own form, further on by those of all that can follow."""
    if one.status in ("proposed", "sent"):
        return ((translate("Vastleggen"), f"{_url(one.client, one.pk)}#act-first"),)
    return ((translate("Vastleggen"), f"{_url(one.client, one.pk)}#acts"),) if one.status in ("talk", "trial") else ()


# The agenda


def agenda(membership: Membership, users: list[int], first: dt.date, last: dt.date) -> list[AgendaItem]:
    """Talks with employers, of who introduces; no hour is agreed in Snoer. One query."""
    if membership.role not in CASEWORKERS or not membership.reads("placements"):
        return []
    found = (
        in_sight(membership, closed_on=None)
        .filter(author__in=users, partner__in=membership.acts_for, status="talk", talk_on__gte=first, talk_on__lte=last)
        .select_related("client", "employer", "partner").order_by("talk_on", "pk")
    )  # fmt: skip
    return [
        AgendaItem(
            on=one.talk_on, time=None, user=one.author_id, number=one.client.number, name=one.client.name,
            what=translate("Gesprek bij %(employer)s") % {"employer": one.employer.name}, where="",
            url=_url(one.client, one.pk), partner=one.partner.name, colour=one.partner.colour,
        )
        for one in found[: 4 * ROWS]
        if one.talk_on
    ]  # fmt: skip
