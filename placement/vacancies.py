"""Vacancies: what is open, who may change one, and the acts: brought in, paused, closed and opened again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.days import today
from chain.models import Membership
from chain.once import NotNow
from clients.day_asked import Question, answers
from clients.registered import Leads, Notice
from placement.models import Vacancy
from placement.models.vacancies import MOVES, SHIFTS
from placement.requirements import FORM_OF_WORK, Want, write_all

CLOSES_SOON = 7  # days
# What a vacancy is called where it stands in a list, and how it is shown there.
STATES = {
    "open": (_("open"), "good"), "full": (_("vol"), "info"), "past": (_("sluitdag voorbij"), "warn"),
    "paused": (_("even niet"), "outline"), "closed": (_("gesloten"), "outline"),
}  # fmt: skip


def open_ones(chain_id: int, on: dt.date | None = None) -> QuerySet[Vacancy]:
    """Where somebody can still be brought on: open, with positions left, not past the closing day."""
    return Vacancy.objects.filter(
        chain_id=chain_id, status="open", taken__lt=F("positions"), until__gte=on or today()
    )  # fmt: skip


def state(vacancy: Vacancy, on: dt.date | None = None) -> str:
    """One of STATES on the day (today): what is past its closing day or full is open and not offered."""
    if vacancy.status != "open":
        return vacancy.status
    if vacancy.taken >= vacancy.positions:
        return "full"
    return "past" if vacancy.closes_on is not None and vacancy.closes_on < (on or today()) else "open"


def hours(vacancy: Vacancy) -> str:
    """`16 tot 24`, `24`, `ten minste 16`, `hoogstens 24`; "" where it is not said."""
    least, most = vacancy.hours_min, vacancy.hours_max
    if least and most and least != most:
        return translate("%(least)s tot %(most)s uur") % {"least": least, "most": most}
    if most:
        said = translate("%(hours)s uur") if least else translate("hoogstens %(hours)s uur")
        return said % {"hours": most}
    return translate("ten minste %(hours)s uur") % {"hours": least} if least else ""


def shifts(vacancy: Vacancy) -> str:
    return ", ".join(str(name) for code, name in SHIFTS.items() if code in vacancy.shifts)


def may_offer(membership: Membership) -> bool:
    """Whether it may bring vacancies in: they come from any side."""
    return membership.writes("vacancies") and membership.partner_id is not None


def may_change(membership: Membership, vacancy: Vacancy) -> bool:
    """The partner that brought it in, the employer service, and the point of contact; others read it."""
    if not membership.writes("vacancies"):
        return False
    if membership.role == "system" or vacancy.partner_id in membership.acts_for:
        return True
    return membership.is_contact_point or membership.serves_employers


def bring_in(vacancy: Vacancy, wants: Iterable[Want], *, by: Membership) -> Vacancy:
    """Record a new vacancy with what it asks, in the name of the membership's partner."""
    bring_in_all([(vacancy, wants)], by=by)
    return vacancy


def bring_in_all(new: Sequence[tuple[Vacancy, Iterable[Want]]], *, by: Membership) -> None:
    """As `bring_in`, of many vacancies at once."""
    if not may_offer(by) or by.partner_id is None:
        raise PermissionDenied
    for vacancy, _wants in new:
        vacancy.chain_id, vacancy.partner_id, vacancy.author_id = by.chain_id, by.partner_id, by.user_id
        vacancy.opened_on = vacancy.opened_on or today()
        settle(vacancy)
    with transaction.atomic():
        Vacancy.objects.bulk_create([vacancy for vacancy, _wants in new])
        write_all(new)


def fit(values: dict[str, Any], closed_before: dt.date | None = None) -> dict[str, Any]:
    """Let what a vacancy says of itself fit its kind; gives what is wrong, by field. `closed_before`: its closing day till now,
    which may lie behind us."""
    wrong: dict[str, Any] = {}
    kind = values.get("kind")
    if kind != "carved":
        values["carved_from"] = ""
    elif not values.get("carved_from"):
        wrong["carved_from"] = _("Vul in waarvan de taken zijn afgesplitst")
    if kind in ("carved", "created") and not values.get("tasks"):
        wrong["tasks"] = _("Vul in welke taken het zijn")
    if kind != "project":
        values["cohort"] = None
    elif not values.get("cohort"):
        wrong["cohort"] = _("Kies de groep waarvoor de plek is")
    if not values.get("agreement"):
        values["agreement"] = FORM_OF_WORK.get(kind or "", "01")
    least, most, closes = values.get("hours_min"), values.get("hours_max"), values.get("closes_on")
    if least and most and least > most:
        wrong["hours_max"] = _("Dit is minder dan het minste aantal uren")
    if closes and closes < today() and closes != closed_before:
        wrong["closes_on"] = _("Deze dag is al voorbij")
    return wrong


def too_few(positions: int, taken: int) -> str:
    """Why the vacancy cannot have so few positions; "" where it can."""
    if positions >= taken:
        return ""
    said = ngettext(
        "Er is al %(taken)s plek bezet: minder kan niet", "Er zijn al %(taken)s plekken bezet: minder kan niet", taken
    )
    return said % {"taken": taken}


def settle(vacancy: Vacancy) -> None:
    """What the vacancy does not say of where it is, its site does: whoever compares reads the vacancy alone."""
    if site := vacancy.site:
        vacancy.postcode = vacancy.postcode or site.postcode
        vacancy.place = vacancy.place or site.place
        if vacancy.without_car == "0":
            vacancy.without_car = site.without_car
    vacancy.place = vacancy.place or ("" if vacancy.postcode else vacancy.employer.place)


def move(vacancy: Vacancy, act: str, why: str = "", *, by: Membership) -> Vacancy:
    """Pause, resume, close (with why) or reopen it. KeyError for no act; NotNow where it does not stand so (any more)."""
    before, after = MOVES[act]
    with transaction.atomic():
        found = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk, chain_id=by.chain_id)
        if not may_change(by, found):
            raise PermissionDenied
        if found.status not in before:
            raise NotNow
        if after == "closed" and not why.strip():
            raise ValidationError({"why": _("Vul in waarom de vacature sluit")})
        found.status, found.closed_why = after, why.strip() if after == "closed" else ""
        found.save(update_fields=["status", "closed_why"])  # no new version: what it says is the same
        if after == "closed":
            from placement.candidates import on_closed  # which asks here what is on offer

            on_closed(found, found.closed_why)
    return found


def moves(vacancy: Vacancy) -> list[str]:
    """The acts that are open to it now."""
    return [act for act, (before, _after) in MOVES.items() if vacancy.status in before]


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """What one brought in and closes within a week."""
    if not may_offer(membership):
        return {}
    closing = open_ones(membership.chain_id).filter(
        Q(until__lte=today() + dt.timedelta(CLOSES_SOON)), author_id=membership.user_id
    )  # fmt: skip
    return {"closing": closing.values("pk", "title")}


def notices(membership: Membership) -> list[Notice]:
    """On Mijn dag of who brought them in: what closes within a week and nobody was introduced to (in the settings)."""
    found = {row["pk"]: row["title"] for row in answers(head_questions, membership).get("closing", ())}
    if not found:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select snoer_introduced(%s)", [list(found)])
        for (pk,) in cursor.fetchall():
            del found[pk]
    if not found:
        return []
    text = translate("“%(title)s” sluit binnen een week en er is nog niemand voorgesteld.")
    if len(found) > 1:
        text = translate("%(number)s vacatures van u sluiten binnen een week en er is nog niemand voorgesteld.")
    text %= {"number": len(found), "title": next(iter(found.values()))}
    url = reverse("vacancies") + "?wie=mijn&sorteer=sluit" if len(found) > 1 else reverse("vacancy", args=[*found])
    return [Notice(text, url, translate("Bekijken"))]
