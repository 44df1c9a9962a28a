"""How the work lies among the consultants: number, weight, last contact, what is past its day, and cover.

For managers and senior consultants of the point of contact. The figures are of all open files (clients/unseen_sql.py); how the
weight is reckoned stands in clients/reasons.py, and in the same words on the page.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.addresses import among
from chain.days import today
from chain.models import Membership
from chain.parts import CONSULTANTS
from clients import handovers
from clients.asked import ask
from clients.day_tabs import section, sees_caseloads, tabs
from clients.reasons import HEAVY, LATE, WEIGHTS
from clients.record import address
from clients.unseen import NOBODY

QUESTIONS = {
    "loads": "select * from snoer_caseloads()",
    # Consultants of today of the partners that the membership acts for, and whoever of them still has somebody's lead.
    "people": """select u.id, u.name, bool_or(d.role = any(%(consultants)s) and d.started_on <= %(today)s
          and (d.ended_on is null or d.ended_on >= %(today)s)) as here
        from chain_membership d join chain_user u on u.id = d.user_id
        where d.chain_id = %(chain)s and d.partner_id = any(%(partners)s) group by u.id, u.name""",
    "covers": """select h.giver_id, h.ended_on, t.name as taker from clients_handover h join chain_user t on t.id = h.taker_id
        where h.chain_id = %(chain)s and h.kind = 'cover' and h.status = 'accepted'
          and h.started_on <= %(today)s and h.ended_on >= %(today)s order by h.id""",
}
ROWS = 25  # consultants on the page; the others with `consulenten=alle`
# column in the address -> what it is sorted by, and whether the most stands first
SORTS = {
    "naam": ("name", False), "aantal": ("people", True), "gewicht": ("weight", True), "contact": ("longest", True),
    "telaat": ("late", True),
}  # fmt: skip


@dataclass(frozen=True)
class Load:
    """Of a consultant, or of nobody (`lead` None): open files by what runs, the weight, days since the last contact (the
    middle one and the longest), of how many people something is past its day, and who stands in until when."""

    lead: int | None
    name: str
    here: bool
    people: int
    weight: int
    states: list[tuple[object, int]]
    late: int
    middle: int | None
    longest: int | None
    cover: str
    covered_until: Any

    @property
    def each(self) -> float:
        """The weight of one person on average."""
        return round(self.weight / self.people, 1) if self.people else 0

    @property
    def people_url(self) -> str:
        return f"{reverse('out_of_sight')}?wie={NOBODY if self.lead is None else self.lead}"

    @property
    def handover_url(self) -> str:
        page = address("handover_new")
        return f"{page}?van={self.lead}" if page and self.lead is not None and self.people else ""


def loads(membership: Membership) -> list[Load]:
    """Of each consultant of the membership's partner, of who left with people, and of nobody: one question."""
    found = ask(
        QUESTIONS,
        {
            "chain": membership.chain_id,
            "partners": membership.acts_for,
            "today": today(),
            "consultants": sorted(CONSULTANTS),
        },
    )
    by_lead = {row["lead_id"]: row for row in found["loads"]}
    covers = {row["giver_id"]: row for row in found["covers"]}
    people = [one for one in found["people"] if one["here"] or one["id"] in by_lead]
    if None in by_lead:
        people.append({"id": None, "name": translate("Nog niemand"), "here": True})
    return [_load(one, by_lead.get(one["id"], {}), covers.get(one["id"], {})) for one in people]


def _load(who: dict[str, Any], row: dict[str, Any], cover: dict[str, Any]) -> Load:
    return Load(
        who["id"], who["name"], who["here"], row.get("people", 0), row.get("weight", 0),
        [(WEIGHTS[key][0], row.get(key, 0)) for key in HEAVY], row.get("late", 0), row.get("middle"), row.get("longest"),
        cover.get("taker", ""), cover.get("ended_on"),
    )  # fmt: skip


@login_required
@never_cache
@require_GET
def caseloads(request: HttpRequest) -> HttpResponse:
    """The page; `op` in the address says by which column it is sorted, `consulenten=alle` shows more than the first."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not sees_caseloads(membership):
        raise PermissionDenied
    by = among(request.GET.get("op"), SORTS) or "gewicht"
    column, descending = SORTS[by]
    found = sorted(loads(membership), key=lambda load: load.name)
    found.sort(key=lambda load: getattr(load, column) or 0 if descending else load.name, reverse=descending)
    found.sort(key=lambda load: load.lead is None)
    led = [load for load in found if load.lead is not None and load.here]
    every = request.GET.get("consulenten") == "alle" or len(found) <= ROWS
    whole = sum(load.weight for load in led)
    context = {
        "section": section(membership), "tabs": tabs(membership, "caseloads"), "loads": found if every else found[:ROWS],
        "sorted_by": by, "every": "" if every else f"?op={by}&consulenten=alle",
        "heaviest": max((load.weight for load in led), default=0), "middle": round(whole / len(led)) if led else 0,
        "hands_over": handovers.arranges_all(membership),  # managers write in no file
        "consultants": len(led), "people": sum(load.people for load in led),
        "heads": [
            ("naam", translate("Wie de regie heeft"), ""), ("aantal", translate("Inwoners"), "num"),
            ("gewicht", translate("Gewicht"), "num"), ("contact", translate("Laatste contact"), "num"),
            ("telaat", translate("Te laat"), "num"),
        ],
        "points": [(HEAVY[key], text) for key, (_short, text) in WEIGHTS.items()], "more": LATE,
    }  # fmt: skip
    return render(request, "clients/caseloads.html", context)
