"""The inbox of referrals: asked of us, asked by us, closed; what is late first. And its rows on Mijn dag.

The filter stands in the address. Pages go by the last referral shown (`na`), so that an act in between shifts nothing.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.days import today
from chain.formats import since
from chain.functions import FUNCTIONS
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients import access
from clients.models import Client, Referral
from clients.models.referral import OPEN
from clients.queries import any_of
from clients.referral_pages import Shown, function_name, shown
from clients.referrals import DUE, due, late, on_turn
from clients.registered import DayRow

PAGE = 25
MOST = 100  # rows on Mijn dag
NEVER = dt.date(9999, 12, 31)
# value of `lijst` in the address -> name of the tab
TABS = {"ons": _("Aan ons gevraagd"), "wij": _("Door ons gevraagd"), "klaar": _("Afgesloten")}


def reads_inbox(membership: Membership) -> bool:
    """Caseworkers work with it, managers see how their partner stands."""
    return membership.reads("referrals") and (membership.role in CASEWORKERS or membership.role == "manager")


def own_only(membership: Membership) -> bool:
    """Whether one can choose one's own out of the partner's: the point of contact asks for all of its caseload."""
    return membership.role in CASEWORKERS and bool(membership.is_contact_point)


def start(membership: Membership) -> str:
    """Where the menu leads: the point of contact to what it asked itself, a partner to what it is asked."""
    return reverse("referrals") + ("?lijst=wij&wie=mijn" if own_only(membership) else "")


def in_sight(membership: Membership) -> QuerySet[Referral]:
    """Referrals of people whom the membership may see, with what lists show of them."""
    sees = Client.objects.visible_to(membership).filter(pk=OuterRef("client"))
    return Referral.objects.filter(any_of(sees), chain_id=membership.chain_id)


def mine(membership: Membership) -> Q:
    """What one asked oneself, works on oneself, or is about somebody whose lead one has."""
    user = membership.user_id
    return Q(author=user) | Q(handler=user) | Q(client__lead=user)


def of_tab(membership: Membership, tab: str) -> Q:
    """The partner's own in the tab; files that are closed meanwhile keep their story, and ask for nothing."""
    ours, asked = Q(partner__in=membership.acts_for), Q(asked_by__in=membership.acts_for)
    if tab == "klaar":
        return (ours | asked) & ~Q(status__in=OPEN)
    return (asked if tab == "wij" else ours) & Q(status__in=OPEN, client__closed_on__isnull=True)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    tab: str = "ons"
    function: str = ""
    who: str = ""
    after: str = ""

    @classmethod
    def of(cls, request: HttpRequest, membership: Membership) -> "Asked":
        data = request.GET
        tab, function = data.get("lijst", ""), data.get("functie", "")
        return cls(
            tab if tab in TABS else "ons",
            function if function in FUNCTIONS else "",
            "mijn" if data.get("wie") == "mijn" and own_only(membership) else "",
            after if (after := data.get("na", "")).isdecimal() and len(after) < 18 else "",
        )

    def address(self, **changes: str) -> str:
        here = {"lijst": self.tab, "functie": self.function, "wie": self.who} | changes
        if here["lijst"] == "ons":
            del here["lijst"]
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("referrals") + (f"?{query}" if query else "")


def page(membership: Membership, asked: Asked) -> tuple[list[Shown], str]:
    """The referrals of the page, and the id after which the next one begins ("" if there is none): two questions."""
    found = in_sight(membership).filter(of_tab(membership, asked.tab))
    if asked.function:
        found = found.filter(function=asked.function)
    if asked.who:
        found = found.filter(mine(membership))
    found = found.annotate(term=Coalesce(DUE, Value(NEVER)))
    anchor = Referral.objects.annotate(term=Coalesce(DUE, Value(NEVER))).filter(pk=asked.after or 0)
    last = anchor.first() if asked.after else None
    if asked.tab == "klaar":
        if last and last.closed_on:
            found = found.filter(Q(closed_on__lt=last.closed_on) | Q(closed_on=last.closed_on, pk__lt=last.pk))
        found = found.order_by("-closed_on", "-pk")
    else:
        if last:
            later = Q(turn_since__gt=last.turn_since) | Q(turn_since=last.turn_since, pk__gt=last.pk)
            found = found.filter(Q(term__gt=last.term) | Q(later, term=last.term))
        found = found.order_by("term", "turn_since", "pk")
    rows = list(found.select_related("client__home", "partner", "asked_by", "author", "handler")[: PAGE + 1])
    more = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return [shown(row) for row in rows[:PAGE]], more


def counts(membership: Membership, who: str) -> dict[str, dict[str, int]]:
    """Per tab of what is open the number per function: one question."""
    tabs = {tab: of_tab(membership, tab) for tab in ("ons", "wij")}
    found = in_sight(membership).filter(tabs["ons"] | tabs["wij"])
    if who:
        found = found.filter(mine(membership))
    rows = found.values("function").annotate(
        **{tab: Count("pk", filter=where) for tab, where in tabs.items()}
    ).order_by("function")  # fmt: skip
    return {tab: {row["function"]: row[tab] for row in rows if row[tab]} for tab in tabs}


@login_required
@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    """The inbox of the acting partner."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not reads_inbox(membership):
        raise PermissionDenied
    asked = Asked.of(request, membership)
    rows, more = page(membership, asked)
    number = counts(membership, asked.who)
    access.looks(membership, (row.referral.client for row in rows), ["client", "referrals"])
    there = set(FUNCTIONS) if asked.tab == "klaar" else {*number[asked.tab], asked.function} - {""}
    context = {
        "section": "referrals", "asked": asked, "rows": rows, "own_only": own_only(membership),
        "tabs": [
            (asked.address(lijst=tab, functie=""), name, tab == asked.tab, sum(number[tab].values()) if tab in number else None)
            for tab, name in TABS.items()
        ],
        "functions": sorted(((key, function_name(key)) for key in there), key=lambda option: option[1]),
        "next_url": asked.address(na=more) if more else "", "previous_url": "",
        "first_url": asked.address() if asked.after else "",
        "filtered": bool(asked.function or asked.who), "everything": asked.address(functie="", wie=""),
        "late": sum(1 for row in rows if row.late), "partner": membership.partner,
    }  # fmt: skip
    return render(request, "clients/referrals.html", context)


# Mijn dag: status -> (why here, what to do)
DAY = {
    "asked": (_("Nieuwe verwijzing"), _("Vraag lezen en aannemen")),
    "queried": (_("Vraag terug"), _("Uitleg geven")),
    "accepted": (_("Antwoord geven"), _("Vraag beantwoorden")),
}


def day_rows(membership: Membership) -> list[DayRow]:
    """Referrals where one's partner is on turn, in one query. At the point of contact one's own; elsewhere what a
    colleague has accepted stands with that colleague, until it is late."""
    if membership.role not in CASEWORKERS or not membership.reads("referrals"):
        return []
    ours = Q(partner__in=membership.acts_for, status__in=("asked", "accepted"))
    found = in_sight(membership).filter(
        ours | Q(asked_by__in=membership.acts_for, status="queried"), client__closed_on__isnull=True
    )  # fmt: skip
    if membership.is_contact_point:
        found = found.filter(mine(membership))
    else:
        found = found.filter(
            ~Q(status="accepted") | Q(handler=membership.user_id) | Q(handler__isnull=True) | Q(answer_by__lt=today())
        )
    found = found.annotate(term=Coalesce(DUE, Value(NEVER))).order_by("term", "turn_since", "pk")
    rows = found.select_related("client__home", "partner", "asked_by", "author", "handler")[:MOST]
    return [_day_row(row) for row in rows]


def _day_row(referral: Referral) -> DayRow:
    client, turn = referral.client, on_turn(referral)
    reason, todo = DAY[referral.status]
    who: Any = {"queried": referral.author, "accepted": referral.handler}.get(referral.status)
    by, of = translate("%(function)s, gevraagd door %(partner)s"), translate("%(function)s, gevraagd aan %(partner)s")
    partner, why = (referral.partner, of) if referral.status == "queried" else (referral.asked_by, by)
    told = why % {"function": function_name(referral.function), "partner": partner}
    return DayRow(
        number=client.number, name=client.name, place=client.home.name if client.home else "", reason=str(reason),
        why=f"{told} ({since(referral.turn_since)})", next_step=str(todo),
        url=reverse("referral", args=[client.number, referral.pk]), partner=turn.name if turn else "",
        colour=turn.colour if turn else "", term=due(referral),
        urgency=0 if late(referral) else 2, client_id=client.pk, person=str(who) if who else "",
    )  # fmt: skip
