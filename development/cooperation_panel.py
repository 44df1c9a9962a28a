"""What the part `cooperation` adds to the record, a step, Mijn dag and the closing of a file, for who reads it alone."""

import datetime as dt
from functools import partial

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate

from chain.days import today
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients import access
from clients.asked import ask
from clients.day_asked import Question, answers, of_person, person
from clients.models import Client, Step
from clients.queries import any_of
from clients.registered import DayRow, Leads, OpenEnd, Panel, StepSection
from clients.timeline import record
from development import cooperation
from development.cooperation_pages import TONES
from development.models import ActivationReason, CooperationSignal
from development.models.support import DECISIONS, SIGNAL_STATUSES, SIGNALS

PART = cooperation.PART
SHOWN = 3  # on the record
ROWS = 25  # on Mijn dag
TOLD_DAYS = 7  # how long who told it reads on Mijn dag what was decided

SIGNALS_OF = """
    select g.id, g."on", g.what, g.status, g.decision, g.heard_on is not null as heard
    from development_cooperationsignal g where g.client_id = %(client)s
    order by g.status <> 'open', g."on" desc, g.id desc limit 4"""
PLACES_OF = """
    select s.id, i.name, s.status, exists (select from development_activationreason r where r.step_id = s.id) as explained
    from clients_step s join chain_instrument i on i.id = s.instrument_id and i.function = 'activation-place'
    where s.client_id = %(client)s and s.status in ('planned', 'active') order by s.id limit 3"""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The selects of what is shown here, for clients.asked."""
    if not _reads(membership, client):
        return {}
    return {"cooperation_signals": SIGNALS_OF, "cooperation_places": PLACES_OF}


def _reads(membership: Membership, client: Client) -> bool:
    return access.reads(membership, client, PART) and access.reads(membership, client, "plan")


def panel(membership: Membership, client: Client) -> Panel | None:
    """Signals and activation places, where there are any: of somebody without, the record says nothing."""
    if not _reads(membership, client):
        return None
    there = client.asked if client.asked is not None else ask(questions(membership, client), {"client": client.pk})
    signals, places = there["cooperation_signals"], there["cooperation_places"]
    if not signals and not places:
        return None
    rows = [
        row | {"name": SIGNALS[row["what"]], "label": SIGNAL_STATUSES[row["status"]], "tone": TONES[row["status"]],
               "ends": DECISIONS.get(row["decision"], ""), "url": reverse("signal", args=[client.number, row["id"]])}
        for row in signals[:SHOWN]
    ]  # fmt: skip
    spots = [row | {"url": reverse("activation", args=[client.number, row["id"]])} for row in places]
    context = {
        "rows": rows, "more": len(signals) > SHOWN, "places": spots, "number": client.number,
        "tells": cooperation.may_tell(membership, client),
    }  # fmt: skip
    return Panel("cooperation", PART, "development/panel_cooperation.html", context, place="side", position=45)


def sections(membership: Membership, client: Client, step: Step) -> list[StepSection]:
    """On the page of a step: the way to why somebody is there, and to a signal. One query."""
    if not access.reads(membership, client, PART):
        return []
    place = cooperation.is_activation(step)
    tells = cooperation.may_tell(membership, client) and step.status == "active"
    if not place and not tells:
        return []
    reason = ActivationReason.objects.filter(step=step).only("on").first() if place else None
    context = {
        "place_url": reverse("activation", args=[client.number, step.pk]) if place else "", "reason": reason,
        "tell_url": f"{reverse('signal_new', args=[client.number])}?stap={step.pk}" if tells else "",
    }  # fmt: skip
    return [StepSection("development/step_cooperation.html", context, position=80)]


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """What was decided in the last days about a signal that one told."""
    if membership.role not in CASEWORKERS or not membership.writes(PART) or membership.partner_id is None:
        return {}
    own = CooperationSignal.objects.filter(
        chain_id=membership.chain_id, author=membership.user_id, partner__in=membership.acts_for, status="decided",
        decided_on__gte=today() - dt.timedelta(TOLD_DAYS),
    ).exclude(decided_by=membership.user_id)  # fmt: skip
    # One's own first: joined, the planner would look at everybody.
    first = own.order_by("decided_on", "pk").values("pk")[:ROWS]
    sees = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), closed_on=None)
    found = CooperationSignal.objects.filter(any_of(sees), pk__in=Subquery(first)).order_by("decided_on", "pk")
    shown = {"partner_name": F("partner__name"), "colour": F("partner__colour")}
    return {"decided": found.values("pk", "decision", "decided_on", **shown, **person())}


def day_rows(membership: Membership) -> list[DayRow]:
    """For who told it: what was decided about a signal. The lead has a task to decide."""
    return [
        DayRow(
            **of_person(row), reason=translate("Besluit over een signaal"), why=str(DECISIONS[row["decision"]]),
            next_step=capfirst(translate("besluit lezen")), url=reverse("signal", args=[row["c_number"], row["pk"]]),
            partner=row["partner_name"], colour=row["colour"], term=row["decided_on"], urgency=4,
        )
        for row in answers(day_questions, membership).get("decided", ())
    ]  # fmt: skip


def open_ends(client: Client) -> list[OpenEnd]:
    """Signals that nobody decided: closing the file withdraws them."""
    found = CooperationSignal.objects.filter(client=client, status="open").select_related("partner")
    return [
        OpenEnd(
            translate("Signaal"), str(SIGNALS[one.what]), reverse("signal", args=[client.number, one.pk]), False,
            one.partner.name, one.partner.colour, partial(_end, one),
        )
        for one in found.order_by("on", "pk")
    ]  # fmt: skip


def _end(one: CooperationSignal, on: dt.date, why: str, by: Membership) -> None:
    """By whoever closes the file, which its author may not be there for any more."""
    found = CooperationSignal.objects.select_for_update(of=("self",)).select_related("client").get(pk=one.pk)
    if found.status == "open":
        found.status, found.decision_why, found.version = "withdrawn", why[:1000], found.version + 1
        found.save(update_fields=["status", "decision_why", "version"])
        record("cooperation-withdrawn", found.client, about=found, part=PART)
