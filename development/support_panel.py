"""What practical support adds to the record, to the page of a step and to the closing of a file (named in the settings)."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.days import today
from chain.models import Membership
from clients import access
from clients.asked import ask
from clients.models import Client, Step, Task
from clients.queries import any_of
from clients.registered import DayRow, OpenEnd, Panel, StepSection
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


def day_rows(membership: Membership) -> list[DayRow]:
    """What somebody whose lead one has needs, and is to be decided or arranged: two queries."""
    if not supports.decides(membership) or membership.partner is None:
        return []
    # From what is open, of which there is little, to whose it is.
    mine = Client.objects.visible_to(membership).filter(
        pk=OuterRef("client"), lead=membership.user_id, closed_on=None
    )  # fmt: skip
    term = Task.objects.filter(
        chain_id=membership.chain_id, about="support", about_id=OuterRef("pk"), status="open",
        key__in=["support-decide", "support-arrange"],
    )  # fmt: skip
    open_ones = Support.objects.filter(any_of(mine), chain_id=membership.chain_id, status__in=WAITS)
    ids = list(open_ones.order_by("asked_on", "pk").values_list("pk", flat=True)[:ROWS])
    if not ids:
        return []
    found = (
        Support.objects.filter(pk__in=ids)
        .annotate(due=Subquery(term.values("due_on")[:1]))
        .select_related("client__home", "instrument", "partner", "author", "for_step__instrument")
        .order_by("asked_on", "pk")
    )  # fmt: skip
    return [_day_row(one, membership) for one in found]


def _day_row(one: Any, membership: Membership) -> DayRow:
    asked, waits, own = one.status == "asked", supports.waits(one), membership.partner
    assert own
    what = {"what": one.instrument.name, "step": one.for_step.instrument.name if one.for_step else ""}
    why = translate("%(step)s wacht op: %(what)s") % what if waits else one.instrument.name
    late = one.due is not None and one.due < today()
    return DayRow(
        number=one.client.number, name=one.client.name, place=one.client.home.name if one.client.home else "",
        reason=translate("Ondersteuning gevraagd") if asked else translate("Ondersteuning toegekend"), why=why,
        next_step=(translate("%(what)s: beslissen") if asked else translate("%(what)s: regelen")) % what,
        url=reverse("support", args=[one.client.number, one.pk]), partner=own.name, colour=own.colour, term=one.due,
        urgency=0 if late else 1 if waits else 2, client_id=one.client_id,
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
