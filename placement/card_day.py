"""Work cards on Mijn dag: questions to answer, and answers that came (registered in the settings)."""

import datetime as dt

from django.db.models import Count, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chain.days import today
from chain.formats import since
from chain.models import Membership
from clients.day_asked import Question, answers
from clients.queries import any_of
from clients.registered import DayRow, Leads, Notice
from placement import cards
from placement.card_pages import shown
from placement.models import CardRequest, Introduction

ROWS = 25
TOLD_DAYS = 14  # how long an answer stands there


def day_rows(membership: Membership, leads: Leads = ()) -> list[DayRow]:
    """At the point of contact the questions about one's own people; for who asked whose card it turned out to be, until
    the person is introduced somewhere."""
    if not membership.writes("cards") or membership.partner is None:
        return []
    seen = cards.in_sight(membership).select_related("partner", "author", "vacancy__employer", "answered_by")
    if membership.is_contact_point:
        found = seen.filter(cards.of_mine(membership, leads), status="asked").order_by("asked_on", "pk")
    else:
        day = today() - dt.timedelta(TOLD_DAYS)
        led = Introduction.objects.filter(
            client=OuterRef("mediation__client"), partner_id__in=membership.acts_for,
            proposed_on__gte=OuterRef("answered_on"),
        )  # fmt: skip
        found = seen.filter(status="accepted", author=membership.user_id, answered_on__gte=day).order_by(
            "answered_on", "pk"
        )
        found = found.annotate(led=any_of(led)).filter(led=None)
    return [_row(one, membership) for one in shown(found[:ROWS], membership) if one["client"]]


def _row(one: dict, membership: Membership) -> DayRow:
    row, client, asked = one["row"], one["client"], membership.is_contact_point
    work = f"{row.vacancy.title}, {row.vacancy.employer}" if row.vacancy else ""
    told = {"work": work, "partner": row.partner.name, "when": since(row.asked_on), "who": row.answered_by or ""}
    why = _("%(partner)s vraagt voor %(work)s (%(when)s)") if asked else _("%(who)s gaf akkoord, voor %(work)s")
    return DayRow(
        number=client.number, name=client.name, place=client.home.name if client.home else "",
        reason=_("Vraag naar een werkkaart") if asked else _("U weet nu wie het is"), why=why % told,
        next_step=_("Akkoord geven of afwijzen") if asked else _("Kennismaken en voordragen"),
        url=one["url"] if asked else reverse("record", args=[client.number]), partner=membership.partner.name,  # type: ignore[union-attr]
        colour=membership.partner.colour, term=one["due"] if asked else one["until"],  # type: ignore[union-attr]
        urgency=(0 if one["late"] else 2) if asked else 1, client_id=client.pk, lead=client.lead_id or 0,
    )  # fmt: skip


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """How often the answer was no, in the last days."""
    if not cards.may_ask(membership):
        return {}
    found = CardRequest.objects.filter(
        chain_id=membership.chain_id, partner_id__in=membership.acts_for, author=membership.user_id, status="declined",
        answered_on__gte=today() - dt.timedelta(7),
    )  # fmt: skip
    return {"declined": found.order_by().values("chain_id").annotate(number=Count("pk"))}


def notices(membership: Membership) -> list[Notice]:
    """For who asked: that the answer was no, for a few days."""
    number = sum(row["number"] for row in answers(head_questions, membership).get("declined", ()))
    if not number:
        return []
    text = ngettext(
        "Op %(number)s vraag naar een werkkaart was het antwoord nee.",
        "Op %(number)s vragen naar een werkkaart was het antwoord nee.", number,
    ) % {"number": number}  # fmt: skip
    return [Notice(text, reverse("card_requests") + "?lijst=klaar&wie=mijn", _("Lezen waarom"))]
