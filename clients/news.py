"""News: what partners have to know about a person they work with ("placed!"), told to each of them once.

A worker spreads it from the events (reporting/jobs.py), and it stands on Mijn dag until somebody of the partner has seen it.
At the point of contact, which hears of everybody, it is for the lead consultant of the person.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients.models import Client, Event, News
from clients.timeline import TEXTS

SHOWN = 20
# Who hears of an act: the partners involved now or on its day, or of a referral only the partner that asked. Never the
# partner that did it. A move counts where it is out of the chain.
ACTS = {
    "placed": "involved",
    "placed-form": "involved",
    "placement-ended": "involved",
    "step-finished": "involved",
    "step-stopped": "involved",
    "support-declined": "involved",
    "support-arranged": "involved",
    "plan-agreed": "involved",
    "lead-changed": "involved",
    "file-closed": "involved",
    "file-reopened": "involved",
    "residence-changed": "involved",
    "referral-answered": "asking",
}
INVOLVED = [act for act, who in ACTS.items() if who == "involved"]
ASKING = [act for act, who in ACTS.items() if who == "asking"]

# An involvement for some parts hears of those parts alone; one of a person (a broken glass) of nothing.
SPREAD = """
    insert into clients_news (client_id, chain_id, event_number, partner_id, act, number, "on")
    select e.client_id, e.chain_id, e.id, told.partner_id, e.act, c.number, e."on"
    from clients_event e join clients_client c on c.id = e.client_id, lateral (
        select v.partner_id from clients_involvement v
        where e.act = any(%(involved)s) and v.client_id = e.client_id and v.membership_id is null
          and (v.parts is null or e.part = any(v.parts))
          and (v.started_on <= %(today)s and (v.seen_until is null or v.seen_until >= %(today)s)
            or v.started_on <= e."on" and (v.seen_until is null or v.seen_until >= e."on"))
        union
        select m.partner_id from chain_mandate m
        where e.act = any(%(involved)s) and c.lead_id is not null and m.chain_id = e.chain_id and m.function = 'person'
          and (m.municipality_id is null or m.municipality_id = c.home_id or c.home_id is null)
          and m.started_on <= %(today)s and (m.ended_on is null or m.ended_on >= %(today)s)
        union
        select r.asked_by_id from clients_referral r
        where e.act = any(%(asking)s) and e.about = 'referral' and r.id = e.about_id and r.client_id = e.client_id) told
    where e.chain_id = %(chain)s and e.id = any(%(events)s) and told.partner_id is distinct from e.partner_id
      and (e.act <> 'residence-changed' or exists (select 1 from clients_residence d
        where e.about = 'residence' and d.id = e.about_id and d.client_id = e.client_id and d.municipality_id not in (
          select s.municipality_id from chain_chainmunicipality s where s.chain_id = e.chain_id)))
    on conflict (event_number, partner_id) do nothing"""


def spread(chain_id: int, event_ids: Iterable[int]) -> int:
    """Make news of those of the events that matter to others; how many rows. A second time makes none.

    To be called as a system membership of the chain, in the transaction that takes the events from the outbox.
    """
    events = list(event_ids)
    if not events:
        return 0
    params: dict[str, Any] = {
        "chain": chain_id, "events": events, "today": today(), "involved": INVOLVED, "asking": ASKING,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, params)
        return cursor.rowcount


class Told(NamedTuple):
    """News as it is shown. Without a name, and who told it, where the person is out of sight by now."""

    pk: int
    title: str
    on: dt.date
    number: str
    name: str
    partner: str
    colour: str
    author: str


def unseen(membership: Membership) -> QuerySet[News]:
    """What the membership's partner has not seen yet; at the point of contact, of those whose lead the user has."""
    found = News.objects.filter(chain_id=membership.chain_id, partner_id__in=membership.acts_for, seen_at=None)
    return found.filter(client__lead=membership.user_id) if membership.is_contact_point else found


def latest(membership: Membership) -> tuple[list[Told], bool]:
    """The latest news, and whether there is more than is shown: two queries, one where there is none."""
    told = Event.objects.filter(pk=OuterRef("event_number"))
    rows = list(
        unseen(membership)
        .annotate(
            author=Subquery(told.values("author__name")), teller=Subquery(told.values("partner__name")),
            colour=Subquery(told.values("partner__colour")),
        )
        .order_by("-at", "-pk")[: SHOWN + 1]
    )  # fmt: skip
    if not rows:
        return [], False
    seen = Client.objects.visible_to(membership).filter(pk__in={row.client_id for row in rows})
    names = {each.pk: each.name for each in seen.only("first_name", "prefix", "last_name")}
    shown = [_told(row, names.get(row.client_id, "")) for row in rows[:SHOWN]]
    return shown, len(rows) > SHOWN


def _told(row: Any, name: str) -> Told:
    title = str(TEXTS[row.act][0]) if row.act in TEXTS else row.act
    return Told(
        row.pk, title, row.on, row.number, name, row.teller or "", row.colour or "system", row.author or ""
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def news(request: HttpRequest) -> HttpResponse:
    """The news by itself, as it stands on Mijn dag; posted, what `seen` names (ids, by commas) is seen by the partner."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.role not in CASEWORKERS:
        raise PermissionDenied
    fragment = "HX-Request" in request.headers
    if request.method == "POST":
        chosen = [int(each) for each in request.POST.get("seen", "").split(",")[:SHOWN] if each.isdecimal()]
        unseen(membership).filter(pk__in=chosen).update(seen_at=timezone.now(), seen_by=membership.user_id)
        return HttpResponseRedirect(reverse("news") if fragment else reverse("day"))
    told, more = latest(membership)
    context = {"news": told, "more_news": more, "section": "day", "alone": True}
    return render(request, "clients/_news.html" if fragment else "clients/news.html", context)
