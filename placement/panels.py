"""What placements add to the record page and to Mijn dag (registered in the settings)."""

import datetime as dt
from functools import partial

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from chain.models import Membership
from clients import access, steps
from clients.day_asked import Question, answers, of_person, person
from clients.models import Client
from clients.registered import DayRow, Leads, OpenEnd, Panel
from placement import staying
from placement.models import BenefitProposal, Placement, PlacementCheck
from placement.placements import PAID
from placement.proposals import decline, may_decide, open_proposals, sentence

ROWS = 25


def placements(membership: Membership, client: Client) -> Panel | None:
    """The person's placements, latest first, and what may be done with them."""
    if not membership.reads("placements"):
        return None
    writes = access.writes(membership, client, "placements")
    waiting = BenefitProposal.objects.filter(placement=OuterRef("pk"), status="proposed")
    talks = PlacementCheck.objects.filter(placement=OuterRef("pk")).order_by("-on", "-pk")
    found = (
        Placement.objects.filter(client=client)
        .select_related("employer", "step__partner", "step__client")
        .annotate(waits=Exists(waiting), signals=Subquery(talks.values("signals")[:1]))
    )
    rows = [_row(membership, placement, writes) for placement in found.order_by("-step__started_on", "-pk")]
    if not rows and not writes:
        return None
    rows.sort(key=lambda row: ["active", "planned", "done", "stopped", "cancelled"].index(row["placement"].step.status))
    context = {"rows": rows, "writes": writes and access.writes(membership, client, "plan"), "number": client.number}
    return Panel("placements", "placements", "placement/panel_placements.html", context, place="main", position=40)


def _row(membership: Membership, placement: Placement, writes: bool) -> dict:
    """A placement with its buttons."""
    status, waits = placement.step.status, placement.waits  # type: ignore[attr-defined]
    mine = writes and steps.may(membership, placement.step, "start")
    return {
        "placement": placement,
        "signals": staying.labels(placement.signals or []) if status == "active" else [],  # type: ignore[attr-defined]
        "talks": writes and status == "active" and placement.form_of_work in PAID and membership.partner_id is not None,
        "starts": mine and status == "planned",
        "ends": mine and status == "active",
        "proposes": writes and status in ("planned", "active") and placement.form_of_work in PAID and not waits,
    }


def proposals(membership: Membership, client: Client) -> Panel | None:
    """Proposals for the benefit that wait for SZMH; nothing where there are none."""
    if not membership.reads("placements"):
        return None
    waiting = list(
        BenefitProposal.objects.filter(client=client, status="proposed")
        .select_related("placement__employer", "placement__step__partner", "proposed_by").order_by("from_on", "pk")
    )  # fmt: skip
    if not waiting:
        return None
    rows = [{"proposal": found, "sentence": sentence(found.effect, found.from_on)} for found in waiting]
    context = {"rows": rows, "decides": may_decide(membership, client), "number": client.number}
    return Panel("proposals", "placements", "placement/panel_proposals.html", context, place="main", position=10)


def open_ends(client: Client) -> list[OpenEnd]:
    """Proposals for the benefit that wait: they are decided before the file closes (registered in the settings)."""
    waiting = BenefitProposal.objects.filter(client=client, status="proposed").select_related(
        "placement__step__partner"
    )
    return [
        OpenEnd(
            _("Voorstel voor de uitkering"), sentence(found.effect, found.from_on),
            reverse("proposal", args=[client.number, found.pk]), True, found.placement.step.partner.name,
            found.placement.step.partner.colour, partial(_end_proposal, found),
        )
        for found in waiting
    ]  # fmt: skip


def _end_proposal(found: BenefitProposal, on: dt.date, why: str, by: Membership) -> None:
    decline(found, found.version, why, by=by)


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """Proposals that wait for SZMH."""
    if membership.partner is None or not may_decide(membership):
        return {}
    return {"proposals": open_proposals(membership).values("pk", "effect", "from_on", **person())[:ROWS]}


def day_rows(membership: Membership) -> list[DayRow]:
    """Proposals that wait for SZMH: a partner has placed somebody and waits for the benefit."""
    szmh = membership.partner
    return [
        DayRow(
            **of_person(row), reason=_("Voorstel voor de uitkering"), why=sentence(row["effect"], row["from_on"]),
            next_step=_("Voorstel nakijken"), url=reverse("proposal", args=[row["c_number"], row["pk"]]),
            partner=szmh.name, colour=szmh.colour, term=row["from_on"], urgency=2,
        )
        for row in answers(day_questions, membership).get("proposals", ()) if szmh
    ]  # fmt: skip
