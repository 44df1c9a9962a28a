"""The summary for who takes a person over: one page, made from the record, so that the story is not told anew.

Who it is, what the person wants in their own words, where they are in the chain, what runs and comes, what is open, the
last contacts, what was agreed, and who is involved. Each part only for who reads it; long texts are cut, so that it stays
on one sheet. Floors above add what is open there (SNOER_OPEN_LINES).
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as translate
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.days import today
from chain.documents import pdf
from chain.formats import day_long, day_near, day_short, period
from chain.functions import FUNCTIONS
from chain.models import PHASES, Membership
from chain.parts import PARTS
from chain.registry import registered
from clients import access, languages, record, statements
from clients.asked import ask
from clients.models import Client, Step
from clients.models.appointment import WHERE
from clients.models.timeline import NOTE_KINDS, WITH_WHOM
from clients.registered import OpenLine

RUNS, COMES, WAITS, INVOLVED = 4, 3, 8, 6  # lines of each kind
STATED = ("contact", "plan", "notes")  # the parts that stand on the sheet and can be contested
SAID = 3  # statements of the person, the latest
WORDS, TALK, LINE = 280, 230, 110  # letters

SHOWS = ("client", "contact", "plan", "referrals", "notes")
CONTACT = "select phone, language from clients_contact where client_id = %(client)s"
TALKED = """
    select n.kind, n.with_whom, n."on", n.text, u.name as author, p.name as partner
    from clients_note n join chain_user u on u.id = n.author_id join chain_partner p on p.id = n.partner_id
    where n.client_id = %(client)s and n.part = any(%(parts)s) order by n."on" desc, n.id desc limit 3"""
AGREED = """
    select a.text, a.due_on, coalesce(p.name, '') as partner, count(*) over () as number
    from clients_agreement a join clients_plan l on l.id = a.plan_id and l.ended_on is null
      left join chain_partner p on p.id = a.partner_id
    where a.client_id = %(client)s and a.kept_on is null and a.dropped_on is null
    order by a.due_on nulls last, a.id limit 4"""
TASKS = """
    select t.id, coalesce(nullif(t.text, ''), k.name, t.key) as text, t.due_on, coalesce(u.name, p.name, '') as who,
      count(*) over () as number
    from clients_task t left join clients_term k on k.id = t.term_id left join chain_user u on u.id = t.user_id
      left join chain_partner p on p.id = t.partner_id
    where t.client_id = %(client)s and t.status = 'open' and t.shown_from <= %(today)s and t.part = any(%(parts)s)
      and t.for_whom <> 'manager' and t.key <> 'glass' order by t.due_on, t.id limit 5"""
REFERRALS = """
    select r.id, r.function, p.name as partner, coalesce(r.answer_by, r.respond_by) as due_on, count(*) over () as number
    from clients_referral r join chain_partner p on p.id = r.partner_id
    where r.client_id = %(client)s and r.status in ('asked', 'queried', 'accepted') order by r.asked_on, r.id limit 5"""
AHEAD = """
    select a.id, a."on", a.time, a."where", a.place, a.subject, u.name as person, p.name as partner
    from clients_appointment a join chain_user u on u.id = a.user_id join chain_partner p on p.id = a.partner_id
    where a.client_id = %(client)s and a.status = 'planned' and a."on" >= %(today)s order by a."on", a.time, a.id limit 3"""


def summary(membership: Membership, client: Client) -> dict[str, Any]:
    """What page and paper tell of the person, in words, in the language that is on: three queries beside those of the
    client. `client` from access.client()."""
    client.asked = record.ask(membership, client)
    reads = {part: access.reads(membership, client, part) for part in SHOWS}
    selects = {"tasks": TASKS, "agreed": AGREED, "ahead": AHEAD}
    selects |= {"talked": TALKED} if reads["notes"] else {}
    selects |= {"referred": REFERRALS} if reads["referrals"] else {}
    selects |= {"contact": CONTACT} if reads["contact"] else {}
    parts = access.readable(membership, client, *PARTS)
    there = ask(selects, {"client": client.pk, "today": today(), "parts": parts})
    steps = record.client_steps(client)
    tasks, _sights = record.people(client, steps, may_change=False)
    plan = next(iter(client.asked["plan"]), None)
    contact = next(iter(there.get("contact", [])), {})
    return {
        "name": client.name, "number": client.number, "home": client.home.name if client.home else "",
        "since": day_long(client.registered_on), "phone": contact.get("phone") or "", "language": _language(contact),
        "words": _cut(plan["words"], WORDS) if plan else "", "plan": _plan(plan),
        "goals": [_cut(goal["text"], LINE) for goal in (plan["goals"] or []) if goal["status"] == "open"][:3] if plan else [],
        "phase": _phase(steps), "running": _steps(steps, "active", RUNS), "planned": _steps(steps, "planned", COMES),
        "more": _more(steps),
        "before": _before(steps), "open": _open(membership, client, there),
        "ahead": [_appointment(row) for row in there["ahead"]], "talks": [_talk(row) for row in there.get("talked", [])],
        "reads_notes": reads["notes"], "agreed": [_agreement(row, client) for row in there["agreed"]],
        "involved": [
            {"partner": task.partner, "colour": task.colour, "text": _cut(task.text, 50), "person": task.person}
            for task in tasks[:INVOLVED]
        ],
        "lead": client.lead.name if client.lead else "", "printed_on": day_long(today()),
        **_said(statements.standing(membership, client, STATED)),
    }  # fmt: skip


def _said(found: list[dict[str, Any]]) -> dict[str, Any]:
    """What the person says beside each part, and whether there is more of it than is shown."""
    rows = [
        {"part": row["part"], "on": day_long(row["on"]), "text": _cut(row["text"], TALK)}
        for row in found[-SAID:]
    ]  # fmt: skip
    told = {part: [row for row in rows if row["part"] == part] for part in STATED}
    more = translate("In het dossier staan meer verklaringen van de inwoner.") if len(found) > SAID else ""
    return {"statements": told, "more_said": more}


def _cut(text: str, letters: int) -> str:
    return Truncator(" ".join(text.split())).chars(letters)


def _language(contact: dict[str, Any]) -> str:
    """The language one speaks with the person, where that is not Dutch."""
    code = contact.get("language") or "nld"
    return "" if code == "nld" else str(languages.LANGUAGES.get(code, code))


def _plan(plan: dict[str, Any] | None) -> str:
    if plan is None:
        return translate("Er is nog geen plan.")
    if plan["ended_on"]:
        return translate("Het plan is afgesloten op %(on)s.") % {"on": day_short(plan["ended_on"])}
    agreed, again = day_short(plan["agreed_on"]), day_short(plan["evaluate_on"])
    if agreed and again:
        return translate("Besproken op %(agreed)s. We kijken terug op %(again)s.") % {"agreed": agreed, "again": again}
    if agreed:
        return translate("Besproken op %(agreed)s.") % {"agreed": agreed}
    return translate("Het plan is nog niet met de inwoner besproken.")


def _phase(steps: list[Step]) -> str:
    """Of what runs, else of what comes next."""
    now = [step for status in ("active", "planned") for step in steps if step.status == status]
    return str(PHASES.get(now[0].phase, "")) if now else ""


def _steps(steps: list[Step], status: str, most: int) -> list[dict[str, str]]:
    """What runs or comes, the first of them."""
    found = [step for step in steps if step.status == status]
    told = []
    for step in found[:most]:
        start, end = step.started_on or step.planned_on, step.planned_end
        told.append(
            {"name": step.instrument.name, "partner": step.partner.name, "colour": step.partner.colour,
             "when": period(start, end if end and start and end >= start else None), "goal": _cut(step.goal, LINE)}
        )  # fmt: skip
    return told


def _more(steps: list[Step]) -> str:
    """That more runs or comes than is shown."""
    number = {status: sum(step.status == status for step in steps) for status in ("active", "planned")}
    rest = max(number["active"] - RUNS, 0) + max(number["planned"] - COMES, 0)
    return translate("En nog %(rest)s in het dossier.") % {"rest": rest} if rest else ""


def _before(steps: list[Step]) -> str:
    """What was done or stopped before, in one line, latest last."""
    over = sorted((step for step in steps if step.ended_on), key=lambda step: (step.ended_on, step.pk))
    stopped = translate("%(step)s (gestopt)")
    names = [
        step.instrument.name if step.status == "done" else stopped % {"step": step.instrument.name}
        for step in over[-4:]
    ]
    return ", ".join(names)


def _open(membership: Membership, client: Client, there: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """What waits, soonest first: tasks, referrals, and what the floors above know."""
    lines = [
        OpenLine(
            _cut(row["text"], LINE), row["due_on"], reverse("task", args=[client.number, row["id"]]), row["who"]
        )
        for row in there["tasks"]
    ]  # fmt: skip
    for row in there.get("referred", []):
        name = str(FUNCTIONS.get(row["function"], row["function"]))
        told = translate("Verwijzing: %(function)s") % {"function": name}
        lines.append(
            OpenLine(told, row["due_on"], reverse("referral", args=[client.number, row["id"]]), row["partner"])
        )
    for function in registered("SNOER_OPEN_LINES"):
        lines += function(membership, client)
    more = sum(rows[0]["number"] - len(rows) for key in ("tasks", "referred") if (rows := there.get(key)))
    told_lines = [
        {"text": line.text, "due": day_near(line.due_on), "late": bool(line.due_on and line.due_on < today()),
         "who": line.who, "url": line.url}
        for line in lines[:WAITS]
    ]  # fmt: skip
    if more + len(lines) > len(told_lines):
        rest = more + len(lines) - len(told_lines)
        text = translate("en nog %(rest)s in het dossier") % {"rest": rest}
        told_lines.append(
            {"text": text, "due": "", "late": False, "who": "", "url": reverse("record", args=[client.number])}
        )
    return told_lines


def _appointment(row: dict[str, Any]) -> dict[str, str]:
    when = translate("%(day)s om %(time)s uur") % {"day": day_near(row["on"]), "time": row["time"][:5]}
    where = ", ".join(filter(None, [str(WHERE.get(row["where"], "")), row["place"]]))
    return {"when": when, "what": _cut(row["subject"], 60), "where": _cut(where, 60), "who": row["person"]}


def _talk(row: dict[str, Any]) -> dict[str, str]:
    kind = str(NOTE_KINDS.get(row["kind"], row["kind"]))
    whom = "" if row["with_whom"] == "person" else str(WITH_WHOM.get(row["with_whom"], ""))
    return {
        "on": day_short(row["on"]), "kind": ", ".join(filter(None, [kind, whom])), "text": _cut(row["text"], TALK),
        "who": f"{row['author']}, {row['partner']}",
    }  # fmt: skip


def _agreement(row: dict[str, Any], client: Client) -> dict[str, str]:
    return {
        "who": row["partner"] or client.first_name, "text": _cut(row["text"], LINE), "due": day_short(row["due_on"]),
    }  # fmt: skip


# The pages


@login_required
@never_cache
@require_GET
def handover_summary(request: HttpRequest, number: str) -> HttpResponse:
    """The summary on a screen, with what is open one click away."""
    found = access.client(request, number, "client", "plan", also=(*record.PARTS, "contact", "support"))
    told = summary(request.membership, found)  # type: ignore[attr-defined]
    context = {"client": found, "section": "clients", "told": told, "hands_over": _hands_over(request, found)}
    return render(request, "clients/handover_summary.html", context)


def _hands_over(request: HttpRequest, found: Client) -> str:
    """Where one hands this person over, for who writes in the file."""
    if not access.writes(request.membership, found, "plan"):  # type: ignore[attr-defined]
        return ""
    return f"{reverse('handover_new')}?wie={found.number}"


@login_required
@never_cache
@require_GET
def handover_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The summary on one sheet of paper, in Dutch."""
    found = access.client(request, number, "client", "plan", also=(*record.PARTS, "contact", "support"))
    with override("nl"):
        made = pdf("handover", summary(request.membership, found) | {"by": str(request.user)})  # type: ignore[attr-defined]
    name = f"overdracht-{found.number}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
