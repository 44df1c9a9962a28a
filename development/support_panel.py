"""What practical support adds to the record, to the page of a step and to the closing of a file (named in the settings)."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.days import today
from chain.models import Membership, Partner
from clients import access
from clients.asked import ask
from clients.covering import whose
from clients.day_asked import Question, answers, of_person, person
from clients.models import Client, Step, Task
from clients.queries import any_of
from clients.registered import DayRow, Leads, OpenEnd, OpenLine, Panel, StepSection
from development import supports
from development.models import Support
from development.models.support import SUPPORT_STATUSES, WAITS
from development.support_pages import TONES

SHOWN = 5  # on the record
ROWS = 50  # on Mijn dag

# What is still to be done first, then what was last.
LATEST = """
    select u.id, u.status, u.text, i.name as what, u.blocks, coalesce(f.name, '') as for_step,
      coalesce(s.status, '') as step_status, coalesce(u.arranged_on, u.decided_on, u.asked_on) as "on"
    from development_support u join chain_instrument i on i.id = u.instrument_id
      left join clients_step s on s.id = u.for_step_id left join chain_instrument f on f.id = s.instrument_id
    where u.client_id = %(client)s
    order by u.status not in ('asked', 'granted'), coalesce(u.arranged_on, u.decided_on, u.asked_on) desc, u.id desc limit 6"""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The select of what is shown here, for clients.asked."""
    return {"supports": LATEST} if access.reads(membership, client, "support") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """What the person needs to take part; nothing for who does not read it, or could not ask the first."""
    if not access.reads(membership, client, "support"):
        return None
    there = client.asked if client.asked is not None else ask(questions(membership, client), {"client": client.pk})
    found, writes = there["supports"], supports.may_ask(membership, client)
    if not found and not writes:
        return None
    rows = [
        row | {"tone": TONES[row["status"]], "label": SUPPORT_STATUSES[row["status"]],
               "url": reverse("support", args=[client.number, row["id"]]),
               "waits": row["blocks"] and row["status"] in WAITS and row["step_status"] == "planned"}
        for row in found[:SHOWN]
    ]  # fmt: skip
    context = {"rows": rows, "more": len(found) > SHOWN, "writes": writes, "number": client.number}
    return Panel("supports", "support", "development/panel_supports.html", context, place="side", position=40)


def open_lines(membership: Membership, client: Client) -> list[OpenLine]:
    """What was asked or granted and is not there yet, from the questions of the record: for the summary of a handover."""
    return [
        OpenLine(f"{row['what']}: {SUPPORT_STATUSES[row['status']]}", None, reverse("support", args=[client.number, row["id"]]))
        for row in (client.asked or {}).get("supports", []) if row["status"] in WAITS
    ]  # fmt: skip


def sections(membership: Membership, client: Client, step: Step) -> list[StepSection]:
    """On the page of a step: what was asked for it, and of a provision what it was granted as. One query."""
    if not access.reads(membership, client, "support"):
        return []
    found = list(
        Support.objects.filter(Q(for_step=step) | Q(step=step)).select_related("instrument", "partner", "for_step")
        .order_by("asked_on", "pk")
    )  # fmt: skip
    asks = (
        supports.may_ask(membership, client) and step.status in ("planned", "active")
        and step.instrument.function != supports.FUNCTION
    )  # fmt: skip
    if not found and not asks:
        return []
    rows = [
        {"support": one, "tone": TONES[one.status], "label": SUPPORT_STATUSES[one.status], "waits": supports.waits(one)}
        for one in found
    ]
    context = {
        "rows": rows, "waits": sum(1 for row in rows if row["waits"]), "number": client.number,
        "ask_url": f"{reverse('support_new', args=[client.number])}?stap={step.pk}" if asks else "",
    }  # fmt: skip
    return [StepSection("development/step_supports.html", context, position=20)]


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """What somebody whose lead one has (or the users meant have) needs, and is to be decided or arranged."""
    if not supports.decides(membership) or membership.partner is None:
        return {}
    # From what is open, of which there is little, to whose it is.
    mine = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), closed_on=None)
    users = whose(membership, leads)
    if users is not None:
        mine = mine.filter(lead__in=users)
    term = Task.objects.filter(
        chain_id=membership.chain_id, about="support", about_id=OuterRef("pk"), status="open",
        key__in=["support-decide", "support-arrange"],
    )  # fmt: skip
    first = Support.objects.filter(any_of(mine), chain_id=membership.chain_id, status__in=WAITS).order_by(
        "asked_on", "pk"
    )
    # Which first, what stands with them after: joined, the planner would look at everybody.
    found = Support.objects.filter(pk__in=Subquery(first.values("pk")[:ROWS])).order_by("asked_on", "pk")
    return {"supports": found.values(
        "pk", "status", "blocks", due_on=Subquery(term.values("due_on")[:1]), what=F("instrument__name"),
        for_what=F("for_step__instrument__name"), step_status=F("for_step__status"), **person(),
    )}  # fmt: skip


def day_rows(membership: Membership, leads: Leads = ()) -> list[DayRow]:
    """What day_questions() found."""
    own = membership.partner
    return [_day_row(row, own) for row in answers(day_questions, membership, leads).get("supports", ()) if own]


def _day_row(row: dict[str, Any], own: Partner) -> DayRow:
    asked, waits = row["status"] == "asked", row["blocks"] and row["step_status"] == "planned"
    late = row["due_on"] is not None and row["due_on"] < today()
    url = reverse("support", args=[row["c_number"], row["pk"]])
    return DayRow(
        **of_person(row), reason=translate("Ondersteuning gevraagd") if asked else translate("Ondersteuning toegekend"),
        why=translate("%(step)s wacht op: %(what)s") % (row | {"step": row["for_what"]}) if waits else row["what"],
        next_step=(translate("%(what)s: beslissen") if asked else translate("%(what)s: regelen")) % row, url=url,
        partner=own.name, colour=own.colour, term=row["due_on"], urgency=0 if late else 1 if waits else 2,
        ways=((translate("Beslissen") if asked else translate("Geregeld"), f"{url}#act-first"),),
    )  # fmt: skip


def open_ends(client: Client) -> list[OpenEnd]:
    """What was asked or granted and is not there yet: closing the file ends it."""
    found = Support.objects.filter(client=client, status__in=WAITS).select_related("instrument", "partner")
    return [
        OpenEnd(
            translate("Ondersteuning"), one.instrument.name, reverse("support", args=[client.number, one.pk]), False,
            one.partner.name, one.partner.colour, partial(_end, one),
        )
        for one in found.order_by("asked_on", "pk")
    ]  # fmt: skip


def _end(one: Support, on: dt.date, why: str, by: Membership) -> None:
    found = Support.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if found.status in WAITS:
        supports.move(found, "withdraw" if found.status == "asked" else "drop", by=by, text=why)
