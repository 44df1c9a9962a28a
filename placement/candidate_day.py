"""Requests for candidates on Mijn dag: what the point of contact is asked, and what became of it for who asked."""

import datetime as dt
from typing import Any

from django.db.models import F, Func, IntegerField, Q
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain.days import today
from chain.models import Membership
from clients.day_asked import Question, answers
from clients.registered import DayRow, Leads
from placement import candidates
from placement.models import CandidateRequest
from placement.vacancies import open_ones

ROWS = 25
TOLD_DAYS = 7  # how long an answer stands there
PROPOSED = Func(
    F("pk"), template="coalesce((select number from snoer_candidates(array[%(expressions)s])), 0)",
    output_field=IntegerField(),
)  # fmt: skip


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """For consultants of the point of contact what is asked, whoever has the lead of whom; for who asked what became of it."""
    found = CandidateRequest.objects.filter(chain_id=membership.chain_id)
    if candidates.answers(membership):
        found = found.filter(status="open", vacancy__in=open_ones(membership.chain_id).values("pk"))
    elif candidates.may_ask(membership):
        since = today() - dt.timedelta(TOLD_DAYS)
        found = found.filter(
            Q(status="open") | Q(status__in=("met", "declined"), closed_on__gte=since), author=membership.user_id
        )
    else:
        return {}
    told = found.order_by("needed_on", "pk").values(
        "status", "answer", "vacancy_id", all=F("number"), due_on=F("needed_on"), proposed=PROPOSED,
        work=F("vacancy__title"), employer=F("vacancy__employer__name"), partner=F("asked_by__name"),
    )  # fmt: skip
    return {"candidates": told[:ROWS]}


def day_rows(membership: Membership) -> list[DayRow]:
    """What is asked of the point of contact; for who asked, as soon as somebody is proposed, the day has passed or the
    answer came."""
    rows = answers(day_questions, membership).get("candidates", [])
    if candidates.answers(membership):
        return [_asked(row, membership) for row in rows]
    return [
        _told(row, membership) for row in rows
        if row["status"] != "open" or row["proposed"] or row["due_on"] < today()
    ]  # fmt: skip


def _row(
    row: dict[str, Any], by: Membership, reason: str, why: str, next_step: str, urgency: int, url: str = ""
) -> DayRow:
    named = ngettext("%(number)s kandidaat: %(work)s", "%(number)s kandidaten: %(work)s", row["all"])
    there = reverse("vacancy", args=[row["vacancy_id"]]) + "#candidates"
    assert by.partner
    return DayRow(
        number="", name=named % {"number": row["all"], "work": row["work"]}, place="", reason=reason, why=why % row,
        next_step=next_step, url=url or there, partner=by.partner.name, colour=by.partner.colour, term=row["due_on"],
        urgency=urgency, client_id=0,
    )  # fmt: skip


def _asked(row: dict[str, Any], by: Membership) -> DayRow:
    why = translate("%(partner)s vraagt voor %(employer)s; %(proposed)s van %(all)s voorgesteld")
    return _row(row, by, translate("Kandidaten gevraagd"), why, translate("Kijken wie past, of antwoorden"),
                0 if row["due_on"] < today() else 2, reverse("vacancy_matches", args=[row["vacancy_id"]]))  # fmt: skip


def _told(row: dict[str, Any], by: Membership) -> DayRow:
    why, look = translate("%(employer)s; %(proposed)s van %(all)s voorgesteld"), translate("Bekijken bij de vacature")
    if row["status"] == "declined":
        why = translate("%(employer)s; %(answer)s")
        return _row(row, by, translate("Kandidaten vinden lukt niet"), why, translate("Antwoord lezen"), 2)
    if row["status"] == "met":
        return _row(row, by, translate("Genoeg kandidaten"), why, look, 2)
    if row["due_on"] < today():
        return _row(row, by, translate("Te weinig kandidaten"), why, translate("Overleggen of intrekken"), 0)
    return _row(row, by, translate("Er zijn kandidaten"), why, look, 4)
