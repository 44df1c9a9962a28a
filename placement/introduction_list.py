"""The list of introductions: what waits, of oneself, of one's partner or of one's own people; and what is over.

The filter stands in the address; pages go by the last one shown (`na`). What is open stands in the order of its course.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from chain.addresses import among, number
from chain.models import Membership
from chain.navigation import counted, keep
from chain.parts import CASEWORKERS
from clients import access
from clients.day_asked import Question, answers
from clients.models import Client
from clients.registered import Leads, Waiting
from placement.introduction_shown import TONES, in_sight, over, waits
from placement.models import Introduction
from placement.models.introductions import OPEN, STATUSES

PAGE = 25
WHOSE = {"mijn": _("Van mij"), "inwoners": _("Van mijn inwoners"), "partner": _("Van mijn organisatie")}
RANK = Case(
    *(When(status=status, then=Value(place)) for place, status in enumerate(OPEN)), default=Value(99),
    output_field=IntegerField(),
)  # fmt: skip


def reads_list(membership: Membership) -> bool:
    """Who introduces people, and managers, who see how their partner stands."""
    return membership.reads("placements") and (membership.writes("placements") or membership.role == "manager")


def whose(membership: Membership) -> dict[str, Any]:
    """What one can choose: caseworkers their own, and at the point of contact those of the people whose lead they have."""
    if membership.role not in CASEWORKERS:
        return {"partner": WHOSE["partner"]}
    return {key: name for key, name in WHOSE.items() if key != "inwoners" or membership.is_contact_point}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    who: str
    status: str = ""
    closed: bool = False
    after: str = ""

    @classmethod
    def of(cls, request: HttpRequest, membership: Membership) -> "Asked":
        data, choices = request.GET, whose(membership)
        who = data.get("wie", "")
        return cls(
            who if who in choices else next(iter(choices)), among(data.get("status"), OPEN), data.get("lijst") == "klaar",
            number(data.get("na")),
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        here = {"lijst": "klaar" if self.closed else "", "wie": self.who, "status": self.status} | changes
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("introductions") + (f"?{query}" if query else "")


def of(membership: Membership, who: str) -> Q:
    """Those of whom the address asks. One's people are asked for first: joined, the policies would be worked out for all."""
    ours = Q(partner__in=membership.acts_for)
    if who == "mijn":
        return ours & Q(author=membership.user_id)
    if who == "inwoners":
        people = Client.objects.visible_to(membership).filter(lead=membership.user_id, closed_on=None)
        return Q(client__in=list(people.values_list("pk", flat=True)))
    return ours


def page(membership: Membership, asked: Asked, which: Q) -> tuple[list[Introduction], str]:
    """The introductions of the page, and the id after which the next one begins ("" if there is none)."""
    last = Introduction.objects.annotate(rank=RANK).filter(pk=asked.after).first() if asked.after else None
    ids = list((_closed if asked.closed else _open)(membership, asked, which, last)[: PAGE + 1])
    found = Introduction.objects.select_related(
        "client__home", "employer", "vacancy", "partner", "author", "trial"
    ).in_bulk(ids[:PAGE])  # fmt: skip
    return [found[pk] for pk in ids[:PAGE] if pk in found], str(ids[PAGE - 1]) if len(ids) > PAGE else ""


def _open(membership: Membership, asked: Asked, which: Q, last: Any) -> QuerySet[Introduction, int]:
    """Ids by how far they are, the oldest first."""
    found = in_sight(membership, closed_on=None).filter(which, status__in=OPEN).annotate(rank=RANK)
    if asked.status:
        found = found.filter(status=asked.status)
    if last:
        later = Q(proposed_on__gt=last.proposed_on) | Q(proposed_on=last.proposed_on, pk__gt=last.pk)
        found = found.filter(Q(rank__gt=last.rank) | Q(later, rank=last.rank))
    return found.order_by("rank", "proposed_on", "pk").values_list("pk", flat=True)


def _closed(membership: Membership, asked: Asked, which: Q, last: Any) -> QuerySet[Introduction, int]:
    """Ids, what ended last first."""
    found = in_sight(membership).filter(which, ended_on__isnull=False)
    if last and last.ended_on:
        found = found.filter(Q(ended_on__lt=last.ended_on) | Q(ended_on=last.ended_on, pk__lt=last.pk))
    return found.order_by("-ended_on", "-pk").values_list("pk", flat=True)


def counts(membership: Membership, which: Q) -> dict[str, int]:
    """Status -> how many are open there: one question."""
    return {row["status"]: row["number"] for row in _counted(membership, which)}


def _counted(membership: Membership, which: Q) -> Any:
    found = in_sight(membership, closed_on=None).filter(which, status__in=OPEN)
    return found.values("status").annotate(number=Count("pk")).order_by("status")


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """One's own introductions that are open, for who works with employers: as the page counts them."""
    if membership.role != "employer_adviser" or not reads_list(membership):
        return {}
    return {"counted": _counted(membership, of(membership, "mijn"))}


def waiting(membership: Membership) -> list[Waiting]:
    """How many of one's own introductions are open."""
    found = answers(head_questions, membership)
    if "counted" not in found:
        return []
    number = sum(row["number"] for row in found["counted"])
    text = ngettext("open voordracht", "open voordrachten", number)
    return [Waiting(number, text, reverse("introductions"), "introductions")]


@login_required
@require_GET
def introductions(request: HttpRequest) -> HttpResponse:
    """The introductions that the address asks for."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not reads_list(membership):
        raise PermissionDenied
    asked = Asked.of(request, membership)
    which = of(membership, asked.who)
    found, more = page(membership, asked, which)
    number = counts(membership, which)
    access.looks(membership, (one.client for one in found), ["client", "placements"])
    if asked.who == "mijn" and membership.role == "employer_adviser":
        counted(request, {"introductions": sum(number.values())})
    rows = [
        {"one": one, "status": STATUSES[one.status], "tone": TONES[one.status], "waits": waits(one), "over": over(one),
         "first": not place or found[place - 1].status != one.status}
        for place, one in enumerate(found)
    ]  # fmt: skip
    choices = whose(membership)
    context = {
        "section": "introductions", "asked": asked, "rows": rows, "all": sum(number.values()),
        "choices": list(choices.items()), "may_choose": len(choices) > 1,
        "statuses": [(key, f"{capfirst(str(STATUSES[key]))} ({number.get(key, 0)})") for key in OPEN],
        "open_url": asked.address(lijst="", status=""), "closed_url": asked.address(lijst="klaar", status=""),
        "next_url": asked.address(na=more) if more else "", "previous_url": "",
        "first_url": asked.address() if asked.after else "", "everything": asked.address(wie="partner", status="", lijst=""),
    }  # fmt: skip
    return keep(request, render(request, "placement/introductions.html", context))
