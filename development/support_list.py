"""The list of practical support: what is to be decided or arranged, the oldest first; and what it costs this year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.addresses import among, number
from chain.days import today
from chain.models import Instrument, Membership, holds_on
from chain.parts import CASEWORKERS
from clients import access
from clients.models import Client, Involvement, Term
from clients.queries import any_of, sees_by_place, shows
from clients.terms import due
from development import supports
from development.models import Support
from development.models.support import SUPPORT_STATUSES, WAITS
from development.support_pages import TONES

PAGE = 25
STATUSES = {"": _("Alles wat nog moet"), "asked": _("Te beslissen"), "granted": _("Te regelen")}
WHOSE = {
    "": _("Alle inwoners die ik mag zien"),
    "mijn": _("Mijn inwoners"),
    "gevraagd": _("Gevraagd door mijn organisatie"),
}
TERM = "support-decide"


def reads_list(membership: Membership) -> bool:
    return membership.reads("support") and membership.role in CASEWORKERS


def whose(membership: Membership) -> dict[str, Any]:
    """People have a lead at the point of contact alone."""
    return {key: name for key, name in WHOSE.items() if key != "mijn" or membership.is_contact_point}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    who: str = ""
    status: str = ""
    kind: str = ""
    after: str = ""

    @classmethod
    def of(cls, data: Any, membership: Membership) -> "Asked":
        return cls(
            among(data.get("wie"), whose(membership)), among(data.get("stand"), STATUSES), number(data.get("soort")),
            number(data.get("na")),
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        here = {"wie": self.who, "stand": self.status, "soort": self.kind} | changes
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("supports") + (f"?{query}" if query else "")


def page(membership: Membership, asked: Asked) -> tuple[list[Support], str]:
    """The page's rows, and the id after which the next begins ("" if there is none)."""
    ids = list(_found(membership, asked).order_by("asked_on", "pk").values_list("pk", flat=True)[: PAGE + 1])
    rows = (
        Support.objects.select_related("instrument", "partner", "author", "for_step__instrument", "client__home", "client__lead")
        .in_bulk(ids[:PAGE])
    )  # fmt: skip
    return [rows[pk] for pk in ids[:PAGE] if pk in rows], str(ids[PAGE - 1]) if len(ids) > PAGE else ""


def _found(membership: Membership, asked: Asked) -> QuerySet[Support]:
    found = Support.objects.filter(chain_id=membership.chain_id, status__in=WAITS)
    if sees_by_place(membership):
        people = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), closed_on=None)
        found = found.filter(any_of(people))
    else:  # few of many: from those that it is involved with
        mine = Involvement.objects.of(membership).values("client")
        found = found.filter(shows(membership, "support"), client__in=mine)
    if asked.who == "gevraagd":
        found = found.filter(partner__in=membership.acts_for)
    elif asked.who == "mijn":  # asked for first: joined, the policies would be worked out for everybody's
        people = Client.objects.visible_to(membership).filter(lead=membership.user_id, closed_on=None)
        found = found.filter(client__in=list(people.values_list("pk", flat=True)))
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.kind:
        found = found.filter(instrument=int(asked.kind))
    if asked.after and (last := Support.objects.filter(pk=asked.after).first()):
        later = Q(asked_on__gt=last.asked_on) | Q(asked_on=last.asked_on, pk__gt=last.pk)
        found = found.filter(later, asked_on__gte=last.asked_on)
    return found


@dataclass(frozen=True)
class Cost:
    """What a kind of support costs this year: how often it was granted, and the euros once and by the month."""

    name: str
    number: int
    once: Decimal
    monthly: Decimal

    @property
    def total(self) -> Decimal:
        return self.once + self.monthly


def costs(membership: Membership) -> list[Cost]:
    """Of all of the chain, the dearest first: numbers from a definer function, for who decides. One query."""
    if not supports.decides(membership):
        return []
    with connection.cursor() as cursor:
        cursor.execute("select name, number, once, monthly from snoer_support_costs()")
        found = [Cost(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda cost: (-cost.total, cost.name))


def _term(membership: Membership) -> Term | None:
    """The chain's term for deciding, as it holds today: one query for all rows."""
    return Term.objects.filter(holds_on(today()), chain_id=membership.chain_id, key=TERM).first()


@login_required
@require_GET
def support_list(request: HttpRequest) -> HttpResponse:
    """The list, for who guides people; each sees those in sight."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not reads_list(membership):
        raise PermissionDenied
    asked = Asked.of(request.GET, membership)
    found, more = page(membership, asked)
    access.looks(membership, (one.client for one in found), ["client", "support"])
    term = _term(membership)
    rows = []
    for one in found:
        by = due(term, one.asked_on) if term and one.status == "asked" else None
        rows.append({
            "one": one, "status": SUPPORT_STATUSES[one.status], "tone": TONES[one.status], "by": by,
            "late": by is not None and by < today(), "waits": supports.waits(one),
        })  # fmt: skip
    kinds = Instrument.objects.filter(chain_id=membership.chain_id, function=supports.FUNCTION).order_by("name")
    year = costs(membership) if not asked.after else []
    context = {
        "section": "development", "asked": asked, "rows": rows, "statuses": list(STATUSES.items()),
        "choices": list(whose(membership).items()), "kinds": [(str(pk), name) for pk, name in kinds.values_list("pk", "name")],
        "filtered": bool(asked.who or asked.status or asked.kind), "costs": year, "year": today().year,
        "total": sum((cost.total for cost in year), Decimal(0)), "decides": supports.decides(membership),
        "next_url": asked.address(na=more) if more else "", "previous_url": "",
        "first_url": asked.address() if asked.after else "", "everything": reverse("supports"),
    }  # fmt: skip
    return render(request, "development/supports.html", context)
