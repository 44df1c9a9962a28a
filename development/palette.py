"""The chain's palette: what can be done, by phase and track, by whom, and how much of it runs now."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chain.days import today
from chain.models import PHASES, TRACKS, Instrument, Mandate, Membership, Partner
from chain.parts import ARCHIVE, WITHOUT_FILES
from clients.models import Client, Step


@dataclass
class Holder:
    """A partner with the mandate today; `places` names the municipalities, empty = all of the chain."""

    partner: Partner
    places: list[str] = field(default_factory=list)


@dataclass
class Entry:
    instrument: Instrument
    holders: list[Holder]
    running: int
    planned: int


def holders(chain_id: int) -> dict[str, list[Holder]]:
    """By function, who holds the mandate today, in the partners' own order: one query."""
    mandates = (
        Mandate.objects.on(today()).filter(chain_id=chain_id)
        .select_related("partner", "municipality").order_by("partner__position", "partner__name", "municipality__name")
    )  # fmt: skip
    found: dict[str, dict[int, Holder]] = {}
    for mandate in mandates:
        holder = found.setdefault(mandate.function, {}).setdefault(mandate.partner_id, Holder(mandate.partner))
        if mandate.municipality:
            holder.places.append(mandate.municipality.name)
    return {function: list(by_partner.values()) for function, by_partner in found.items()}


def numbers(membership: Membership) -> dict[int, dict]:
    """By instrument, how many steps run and are planned of the clients that the membership may see: one query."""
    if not counts(membership):
        return {}
    rows = (
        Step.objects.filter(client__in=Client.objects.visible_to(membership), status__in=["active", "planned"])
        .values("instrument")
        .annotate(running=Count("pk", filter=Q(status="active")), planned=Count("pk", filter=Q(status="planned")))
        .order_by()
    )
    return {row["instrument"]: {"running": row["running"], "planned": row["planned"]} for row in rows}


def counts(membership: Membership) -> bool:
    """Whether the membership sees how many of its people are in it: who sees files one by one has none to count."""
    return membership.reads("plan") and membership.role not in WITHOUT_FILES | ARCHIVE


def sections(membership: Membership) -> list[dict]:
    """Phase by phase, and within it track by track, the entries that are offered today; four queries at most."""
    day = today()
    offered = list(
        Instrument.objects.filter(
            Q(started_on=None) | Q(started_on__lte=day), Q(ended_on=None) | Q(ended_on__gte=day),
            chain_id=membership.chain_id,
        )
    )  # fmt: skip
    who, how_many = holders(membership.chain_id), numbers(membership)
    phases, tracks = list(PHASES), ["", *TRACKS]
    offered.sort(key=lambda one: (phases.index(one.phase), tracks.index(one.track), one.name))
    entries = [
        Entry(one, who.get(one.function, []), **how_many.get(one.pk, {"running": 0, "planned": 0})) for one in offered
    ]
    found = []
    for phase, of_phase in groupby(entries, key=lambda entry: entry.instrument.phase):
        groups: list[dict[str, Any]] = [
            {"track": TRACKS[track] if track else _("beide sporen"), "entries": list(group)}
            for track, group in groupby(of_phase, key=lambda entry: entry.instrument.track)
        ]
        running = sum(entry.running for group in groups for entry in group["entries"])
        number = sum(len(group["entries"]) for group in groups)
        found.append({"key": phase, "phase": PHASES[phase], "groups": groups, "running": running, "number": number})
    return found


@login_required
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """What the chain offers, for everyone in it."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    page = {"sections": sections(membership), "counts": counts(membership), "section": "palette"}
    return render(request, "development/palette.html", page)
