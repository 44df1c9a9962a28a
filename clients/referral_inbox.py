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
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from chain.addresses import among, number
from chain.days import today
from chain.formats import since
from chain.functions import FUNCTIONS
from chain.models import Membership
from chain.navigation import counted, keep
from chain.parts import CASEWORKERS
from clients import access
from clients.covering import whose
from clients.day_asked import Question, answers
from clients.models import Client, Referral
from clients.models.referral import OPEN, STATUSES
from clients.queries import any_of
from clients.referral_pages import Shown, buttons, function_name, shown
from clients.referrals import DUE, due, late, on_turn
from clients.registered import DayRow, Leads, Waiting

NEAR_DAYS = 14  # before an answer is needed it stands on Mijn dag
PAGE = 25
MOST = 100  # rows on Mijn dag
TERM = Coalesce(DUE, Value(dt.date(9999, 12, 31)))  # what is due on no day comes last
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


def in_sight(membership: Membership, **which: Any) -> QuerySet[Referral]:
    """Referrals of the people whom the membership may see."""
    sees = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), **which)
    return Referral.objects.filter(any_of(sees), chain_id=membership.chain_id)


def mine(membership: Membership, leads: Leads = ()) -> Q:
    """What one asked oneself, works on oneself, or is about somebody whose lead one has; of the users meant, or all.

    Those people are asked for first: joined, the policies would be worked out for everybody's referrals."""
    users = whose(membership, leads)
    if users is None:
        return Q()
    own = [row["pk"] for row in answers(day_questions, membership, leads)["own"]]
    return Q(author__in=users) | Q(handler__in=users) | Q(client__in=own)


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """The people whose lead one has, or the users meant have."""
    users = whose(membership, leads)
    if users is None or not membership.is_contact_point:
        return {"own": Client.objects.none().values("pk")}
    return {"own": Client.objects.visible_to(membership).filter(lead__in=users, closed_on=None).values("pk")}


def of_tab(membership: Membership, tab: str) -> Q:
    """The partner's own open ones in the tab."""
    own = {"asked_by__in" if tab == "wij" else "partner__in": membership.acts_for}
    return Q(status__in=OPEN, **own)


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
        return cls(
            among(data.get("lijst"), TABS) or "ons",
            among(data.get("functie"), FUNCTIONS),
            "mijn" if data.get("wie") == "mijn" and own_only(membership) else "",
            number(data.get("na")),
        )

    def address(self, **changes: str) -> str:
        here = {"lijst": self.tab, "functie": self.function, "wie": self.who} | changes
        if here["lijst"] == "ons":
            del here["lijst"]
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("referrals") + (f"?{query}" if query else "")


def page(membership: Membership, asked: Asked, which: Q) -> tuple[list[Shown], str]:
    """The referrals of the page, and the id after which the next one begins ("" if there is none): two questions."""
    last = Referral.objects.annotate(term=TERM).filter(pk=asked.after).first() if asked.after else None
    which = which & (Q(function=asked.function) if asked.function else Q())
    ids = list((_closed if asked.tab == "klaar" else _open)(membership, asked, which, last)[: PAGE + 1])
    found = Referral.objects.select_related("client__home", "partner", "asked_by", "author", "handler").in_bulk(
        ids[:PAGE]
    )
    more = str(ids[PAGE - 1]) if len(ids) > PAGE else ""
    return [shown(found[pk]) for pk in ids[:PAGE] if pk in found], more


def _open(membership: Membership, asked: Asked, which: Q, last: Any) -> QuerySet[Referral, int]:
    """Ids, what is due first; of files that are closed meanwhile nobody asks anything."""
    found = in_sight(membership, closed_on=None).filter(of_tab(membership, asked.tab), which).annotate(term=TERM)
    if last:
        later = Q(turn_since__gt=last.turn_since) | Q(turn_since=last.turn_since, pk__gt=last.pk)
        found = found.filter(Q(term__gt=last.term) | Q(later, term=last.term))
    return found.order_by("term", "turn_since", "pk").values_list("pk", flat=True)


def _closed(membership: Membership, asked: Asked, which: Q, last: Any) -> list[int]:
    """Ids, closed last first: from each end of the index, so that the years before are not looked at."""
    found = in_sight(membership).filter(which)
    if last:
        found = found.filter(Q(turn_since__lt=last.turn_since) | Q(turn_since=last.turn_since, pk__lt=last.pk))
    own = ({"partner__in": membership.acts_for}, {"asked_by__in": membership.acts_for})
    order = ("-turn_since", "-pk")  # on turn since the day on which it was closed
    first, *others = (
        found.filter(status=status, **side).order_by(*order).values_list("pk", "turn_since")[: PAGE + 1]
        for status in STATUSES if status not in OPEN for side in own
    )  # fmt: skip
    return [pk for pk, _day in first.union(*others).order_by("-turn_since", "-pk")[: PAGE + 1]]


def counts(membership: Membership, which: Q) -> dict[str, dict[str, int]]:
    """Per tab of what is open the number per function: one question."""
    rows = list(_counted(membership, which))
    return {tab: {row["function"]: row[tab] for row in rows if row[tab]} for tab in ("ons", "wij")}


def _counted(membership: Membership, which: Q) -> Any:
    tabs = {tab: of_tab(membership, tab) for tab in ("ons", "wij")}
    found = in_sight(membership, closed_on=None).filter(tabs["ons"] | tabs["wij"], which)
    return found.values("function").annotate(
        **{tab: Count("pk", filter=where) for tab, where in tabs.items()}
    ).order_by("function")  # fmt: skip


@login_required
@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    """The inbox of the acting partner."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not reads_inbox(membership):
        raise PermissionDenied
    asked = Asked.of(request, membership)
    which = mine(membership) if asked.who else Q()
    rows, more = page(membership, asked, which)
    number = counts(membership, which)
    access.looks(membership, (row.referral.client for row in rows), ["client", "referrals"])
    if not asked.who and not membership.is_contact_point:
        counted(request, {"referrals": sum(number["ons"].values())})
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
    return keep(request, render(request, "clients/referrals.html", context))


WAYS = {"accept": _("Aannemen"), "reply": _("Uitleg geven"), "answer": _("Antwoord geven"), "query": _("Vraag terug")}
# Mijn dag: status -> (why here, what to do)
DAY = {
    "asked": (_("Nieuwe verwijzing"), _("Vraag lezen en aannemen")),
    "queried": (_("Vraag terug"), _("Uitleg geven")),
    "accepted": (_("Antwoord geven"), _("Vraag beantwoorden")),
}


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """As the page counts it."""
    return {} if not reads_inbox(membership) or membership.is_contact_point else {"counted": _counted(membership, Q())}


def waiting(membership: Membership) -> list[Waiting]:
    """What a partner is asked and has not answered; at the point of contact that stands on Mijn dag."""
    found = answers(head_questions, membership)
    if "counted" not in found:
        return []
    number = sum(row["ons"] for row in found["counted"])
    text = ngettext("open verwijzing", "open verwijzingen", number)
    return [Waiting(number, text, start(membership), "referrals")]


def day_rows(membership: Membership, leads: Leads = ()) -> list[DayRow]:
    """Referrals where one's partner is on turn, in one query (two at the point of contact, of which one sees one's own).
    What was accepted stands there once its answer is near; elsewhere with the colleague who accepted it, until it is
    late."""
    if membership.role not in CASEWORKERS or not membership.reads("referrals"):
        return []
    near = Q(answer_by__lte=today() + dt.timedelta(NEAR_DAYS)) | Q(answer_by=None)
    ours = Q(partner__in=membership.acts_for) & (Q(status="asked") | Q(near, status="accepted"))
    found = in_sight(membership, closed_on=None).filter(ours | Q(asked_by__in=membership.acts_for, status="queried"))
    if membership.is_contact_point:
        found = found.filter(mine(membership, leads))
    else:
        found = found.filter(
            ~Q(status="accepted") | Q(handler=membership.user_id) | Q(handler__isnull=True) | Q(answer_by__lt=today())
        )
    found = found.annotate(term=TERM).order_by("term", "turn_since", "pk")
    rows = found.select_related("client__home", "partner", "asked_by", "author", "handler")[:MOST]
    return [_day_row(row, membership) for row in rows]


def _day_row(referral: Referral, membership: Membership) -> DayRow:
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
        urgency=0 if late(referral) else 2, client_id=client.pk, person=str(who) if who else "", lead=client.lead_id or 0,
        ways=tuple((str(WAYS[act]), f"{url}#act") for act, _text, url in buttons(membership, referral) if act in WAYS),
    )  # fmt: skip
