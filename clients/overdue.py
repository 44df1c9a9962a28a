"""Wat te lang wacht: for managers, what of their partner has passed its term or was escalated, by partner and by term.

At the point of contact that is also what the lead consultants have to do. Names stand there where the manager may see
the person (docs/access.md, rule 2); the numbers are of the same people.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_GET

from chain.days import today
from chain.formats import day_short
from chain.models import Membership
from chain.parts import PARTS
from clients import access, todo
from clients.day_tabs import section, tabs
from clients.models import Client, Task
from clients.queries import any_of, shows

SHOWN = 50
# Tasks of the lead where nobody has it: one thing to do about all of them, which is to choose who has. A term tells of that
# (its source is no-lead).
# The lead is looked up a task at a time: a join would read every client to tell of a page of tasks.
LEAD = Subquery(Client.objects.filter(pk=OuterRef("client")).values("lead"))
NO_LEAD = Q(IsNull(LEAD, True), for_whom="lead", partner__isnull=True, user__isnull=True, term__isnull=False)


def may_see(membership: Membership) -> bool:
    return membership.role in todo.MANAGES


def waiting(membership: Membership) -> QuerySet[Task]:
    """Tasks of the membership's partner that have passed, or that are for its managers, of the parts that it reads."""
    readable: Any = Q(pk__in=[])
    for part in PARTS:
        if membership.reads(part):
            readable |= Q(part=part) & shows(membership, part)
    whose = Q(partner__in=membership.acts_for)
    if membership.is_contact_point:
        whose |= Q(partner__isnull=True)
    sees = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), closed_on=None)
    return Task.objects.filter(
        readable, whose, ~NO_LEAD, Q(due_on__lt=today()) | Q(for_whom="manager", shown_from__lte=today()), any_of(sees),
        chain_id=membership.chain_id, status="open",
    )  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Of one partner and one term: how many wait, of how many people, since when, how many were escalated."""

    partner: str
    colour: str
    name: str
    number: int
    people: int
    escalated: int
    oldest: str
    url: str
    chosen: bool


def groups(membership: Membership, chosen: tuple[str, str]) -> list[Group]:
    """By partner, the most first: one query."""
    own = membership.partner
    assert own
    rows = (
        waiting(membership)
        .values("partner", "partner__name", "partner__colour", "partner__position", "key", "term__name")
        .annotate(number=Count("pk"), people=Count("client", distinct=True), oldest=Min("due_on"),
                  escalated=Count("pk", filter=Q(for_whom="manager")))
        .order_by(F("partner__position").asc(nulls_first=True), "-number", "key")
    )  # fmt: skip
    found = []
    for row in rows:
        here = (str(row["partner"] or 0), row["key"])
        found.append(
            Group(
                row["partner__name"] or translate("%(partner)s (regie)") % {"partner": own.name},
                row["partner__colour"] or own.colour, _name(row["key"], row["term__name"]), row["number"], row["people"],
                row["escalated"], day_short(row["oldest"]),
                reverse("overdue") + "?" + urlencode({"partner": here[0], "wat": here[1]}) + "#names", here == chosen,
            )
        )  # fmt: skip
    return found


def _name(key: str, term: str | None) -> str:
    if key == todo.NEXT:
        return translate("Een genoteerde volgende stap")
    return term or (translate("Inzage met een reden") if key == "glass" else key)


@login_required
@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    """The page; with `partner` and `wat` in the address the people of that row."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.partner is None or not may_see(membership):
        raise PermissionDenied
    partner, what = request.GET.get("partner", ""), request.GET.get("wat", "")
    found = waiting(membership)
    filtered = partner.isdecimal() and len(partner) < 18
    if filtered:
        found = found.filter(key=what, **({"partner": int(partner)} if int(partner) else {"partner__isnull": True}))
    # Which ones first, along the index, and what stands with them after: in one, the policies are asked about all of them.
    oldest = list(found.order_by("due_on", "pk").values_list("pk", flat=True)[:SHOWN])
    names = Task.objects.filter(pk__in=oldest).select_related("client__home", "client__lead", "term", "partner", "user")
    rows = list(names.order_by("due_on", "pk"))
    access.looks(membership, (row.client for row in rows), ["client", "plan"])
    all_groups = groups(membership, (partner, what))
    context: dict[str, Any] = {
        "section": section(membership), "tabs": tabs(membership, "overdue"), "groups": all_groups, "filtered": filtered,
        "rows": [(row, _name(row.key, row.term.name if row.term else None) if row.key != todo.NEXT else row.text,
                  (today() - row.due_on).days) for row in rows],
        "total": sum(group.number for group in all_groups if group.chosen or not filtered),
        "number": sum(group.number for group in all_groups), "own": membership.partner,
    }  # fmt: skip
    return render(request, "clients/overdue.html", context)
