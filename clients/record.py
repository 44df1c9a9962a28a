"""The record page: who, where in the chain, the next step, who does what, the last events, on one screen.

What upper floors add comes in by SNOER_RECORD_PANELS; each panel also answers at its own address, with the same HTML.
What the reader may not read is not asked for.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_GET

from chain.days import today
from chain.formats import MONTHS, day, day_long, language, period_short, weekday
from chain.models import Membership
from chain.registry import registered
from clients import access, asked, closing, drafts, log, notes, plans, standing, statements, steps, string, team
from clients.models import LEVELS, SCHEMES, Client, Step
from clients.models.client import TARGET_GROUPS
from clients.models.sight import REASONS
from clients.models.step import STATUSES
from clients.notes import note_form
from clients.registered import Panel
from clients.step_pages import TONES, buttons
from clients.step_pages import address as address

PARTS = (
    "identity", "benefit", "capacity", "plan", "referrals", "profile", "barriers", "diagnosis", "placements", "notes",
)  # fmt: skip

# Header facts, each only for who reads its part: one query for all of them.
FACTS = """
    select case when %(identity)s then (select birth_date from clients_identity where client_id = %(client)s) end
        as birth_date,
      case when %(identity)s then exists (select 1 from clients_identity where client_id = %(client)s
        and bsn_index is not null) end as has_bsn,
      case when %(benefit)s then (select jsonb_agg(jsonb_build_array(scheme, level, started_on, ended_on)
        order by ended_on desc nulls first, started_on desc) from clients_benefitperiod where client_id = %(client)s
        and started_on <= %(today)s) end as benefits,
      case when %(capacity)s then (select work_ability from clients_capacity where client_id = %(client)s) end
        as work_ability,
      case when %(capacity)s then array(select code from clients_targetgroup where client_id = %(client)s order by code)
        end as groups"""
# Who has the lead, who is in the team, and which partners see the person, why and until when; the point of contact,
# which always does, is left out.
PEOPLE = """
    select 'team' as kind, t.id, p.id as partner_id, p.name as partner, p.colour, p.position, u.name as person,
      t.task as text, null::date as until
    from clients_teammember t join chain_partner p on p.id = t.partner_id join chain_user u on u.id = t.user_id
    where t.client_id = %(client)s and t.started_on <= %(today)s and (t.ended_on is null or t.ended_on >= %(today)s)
      and t.user_id is distinct from %(lead)s
    union all
    select 'sight', v.id, p.id, p.name, p.colour, p.position, coalesce(u.name, ''), v.reason, v.seen_until
    from clients_involvement v join chain_partner p on p.id = v.partner_id
      left join chain_membership m on m.id = v.membership_id left join chain_user u on u.id = m.user_id
    where v.client_id = %(client)s and not (%(closed)s and m.id is null) and v.started_on <= %(today)s
      and (v.seen_until is null or v.seen_until >= %(today)s) and (v.expires_at is null or v.expires_at > now())
      and (m.id is not null or v.partner_id not in (select partner_id from chain_mandate where function = 'person'
        and started_on <= %(today)s and (ended_on is null or ended_on >= %(today)s)))
    union all
    select 'lead', m.id, p.id, p.name, p.colour, p.position, '', '', null
    from chain_membership m join chain_partner p on p.id = m.partner_id
    where m.user_id = %(lead)s and m.chain_id = %(chain)s and m.started_on <= %(today)s
      and (m.ended_on is null or m.ended_on >= %(today)s)
      and p.id in (select partner_id from chain_mandate where function = 'person')
    order by 1, 6, 2"""


class Task(NamedTuple):
    """A line of `Wie doet wat`: a partner, what it does, and by whom; `leave_url` for who may change the team."""

    partner: str
    colour: str
    text: str
    person: str
    leave_url: str = ""


class Sight(NamedTuple):
    """A partner that sees the person now: why, and until when (None: as long as that lasts)."""

    partner: str
    colour: str
    why: str
    until: dt.date | None


@dataclass
class Next:
    """The step that matters now: what, who is on turn, by when; `late` in whole days."""

    step: Step
    title: str
    day: dt.date | None
    explain: str
    late: int
    colour: str
    weekday: str
    month: str
    buttons: list[tuple[str, object, str]] = field(default_factory=list)


@dataclass
class Row:
    """A step in the table, beside its bars on the time axis."""

    step: Step
    detail: str
    period: str
    status: object
    tone: str
    late: int
    url: str
    bars: Any = None


def ask(membership: Membership, client: Client) -> dict[str, list[dict[str, Any]]]:
    """What the page and the panels that say so need of the person, for as far as it is read: one statement.

    Its steps and log are asked apart, and so are panels that name no question in SNOER_RECORD_QUESTIONS.
    """
    selects = {"facts": FACTS}
    if access.reads(membership, client, "plan"):
        selects |= {"people": PEOPLE, "plan": plans.LATEST}
    if access.reads(membership, client, "profile"):
        selects["standing"] = standing.LATEST
    if access.writes(membership, client, "notes"):
        selects["draft"] = drafts.LATEST
    for questions in registered("SNOER_RECORD_QUESTIONS"):
        selects |= questions(membership, client)
    shown = {part: access.reads(membership, client, part) for part in ("identity", "benefit", "capacity")}
    return asked.ask(
        selects,
        {
            **shown, "client": client.pk, "chain": client.chain_id, "today": today(), "lead": client.lead_id,
            "closed": client.closed_on is not None, "membership": membership.pk, "form": notes.FORM,
        },
    )  # fmt: skip


def facts(membership: Membership, client: Client) -> dict[str, Any]:
    """Birth date and age, whether a BSN is known, the benefit in words, target groups: what the reader may read."""
    readable = {part: access.reads(membership, client, part) for part in ("identity", "benefit", "capacity")}
    if not any(readable.values()):
        return {"shown": readable}
    assert client.asked is not None
    (row,) = client.asked["facts"]
    labels = [str(TARGET_GROUPS.get(code, code)) for code in row["groups"] or []]
    if row["work_ability"] is not None:
        labels.append(translate("arbeidsvermogen %(percent)s%%") % {"percent": row["work_ability"]})
    return {
        "shown": readable, "birth_date": row["birth_date"], "age": _age(row["birth_date"]), "has_bsn": row["has_bsn"],
        "benefit": _benefit(row["benefits"] or []),
        "labels": [label[:1].upper() + label[1:] for label in labels],
    }  # fmt: skip


def _age(born: dt.date | None) -> int | None:
    now = today()
    return None if born is None else now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def _benefit(periods: list[list[Any]]) -> str:
    """`Participatiewet sinds 1 jun 2024`, `IOAW, gedeeltelijk, sinds ...`, `geen, sinds ...`; newest end first."""
    now = today().isoformat()
    told = []
    for scheme, level, start, end in periods:
        if end is not None and end < now:
            continue
        name = str(SCHEMES.get(scheme, scheme))
        words = {"scheme": name, "level": LEVELS.get(level, level), "on": day(dt.date.fromisoformat(start))}
        full = translate("%(scheme)s sinds %(on)s") % words
        told.append(full if level == "full" else translate("%(scheme)s, %(level)s, sinds %(on)s") % words)
    if told:
        return " + ".join(told)
    if periods:
        over = dt.date.fromisoformat(periods[0][3]) + dt.timedelta(days=1)
        return translate("geen, sinds %(on)s") % {"on": day(over)}
    return translate("geen")


def client_steps(client: Client) -> list[Step]:
    """The steps in the order of their first day, each with instrument and partner: one query."""
    found = client.steps.select_related("instrument", "partner")
    last = dt.date.max
    return sorted(found, key=lambda step: (step.started_on or step.planned_on or last, step.pk))


def as_pearl(step: Step, number: str = "") -> dict[str, Any]:
    """The step as clients.string takes it."""
    return {
        "name": step.instrument.name, "partners": [(step.partner.colour, step.partner.name)], "status": step.status,
        "planned_on": step.planned_on, "planned_end": step.planned_end, "started_on": step.started_on,
        "ended_on": step.ended_on, "url": reverse("step", args=[number, step.pk]) if number else "",
    }  # fmt: skip


def next_step(found: list[Step], membership: Membership, number: str) -> Next | None:
    """What is late longest, else what is due first: a start, or the end of what runs."""
    open_steps = [step for step in found if step.status in ("planned", "active")]
    if not open_steps:
        return None
    far = dt.date.max

    def term(step: Step) -> dt.date:
        return (step.planned_on if step.status == "planned" else step.planned_end) or far

    one = min(open_steps, key=lambda step: (not steps.lateness(step), term(step), step.status == "active"))
    on = None if term(one) == far else term(one)
    who = {"partner": one.partner.name, "on": day_long(on), "start": day_long(one.started_on)}
    if one.status == "planned":
        explain = translate("aan zet. Gepland vanaf %(on)s.") if on else translate("aan zet. Nog geen datum.")
    else:
        open_end = translate("aan zet. Loopt sinds %(start)s.")
        explain = translate("aan zet. Loopt sinds %(start)s, tot en met %(on)s.") if on else open_end
    planned, running = translate("Volgende stap: %(step)s starten"), translate("Volgende stap: %(step)s afronden")
    verb = planned if one.status == "planned" else running
    name = one.instrument.name
    return Next(
        one, verb % {"step": name[:1].lower() + name[1:]}, on, explain % who, steps.lateness(one), one.partner.colour,
        weekday(on), MONTHS[language()][on.month - 1] if on else "", buttons(membership, one, number),
    )  # fmt: skip


def table(found: list[Step], axis: string.Axis, number: str) -> list[Row]:
    this_year = today().year
    rows = []
    for step, bars in zip(found, axis.rows, strict=True):
        hours = translate("%(hours)s uur per week") % {"hours": step.hours_per_week} if step.hours_per_week else ""
        start = step.started_on or step.planned_on
        end = step.ended_on or step.planned_end
        rows.append(
            Row(
                step, ", ".join(filter(None, [step.goal, hours])),
                period_short(start, end if end and start and end >= start else None, this_year),
                STATUSES[step.status], TONES[step.status], steps.lateness(step),
                reverse("step", args=[number, step.pk]), bars,
            )
        )  # fmt: skip
    return rows


def people(client: Client, found: list[Step], may_change: bool) -> tuple[list[Task], list[Sight]]:
    """Who does what, and who sees the person."""
    assert client.asked is not None
    rows = client.asked["people"]
    tasks, in_team = [], set()
    contact = next((row for row in rows if row["kind"] == "lead"), None)
    if client.lead:
        who = (contact["partner"], contact["colour"]) if contact else ("", "system")
        tasks.append(Task(who[0], who[1], translate("regie"), client.lead.name))
    for row in rows:
        if row["kind"] == "team":
            in_team.add(row["partner_id"])
            url = reverse("team_leave", args=[client.number, row["id"]]) if may_change else ""
            tasks.append(Task(row["partner"], row["colour"], row["text"], row["person"], url))
    running: dict[int, tuple[str, str, list[str]]] = {}
    for step in found:
        if step.status in ("active", "planned") and step.partner_id not in in_team:
            entry = running.setdefault(step.partner_id, (step.partner.name, step.partner.colour, []))
            if step.instrument.name not in entry[2]:
                entry[2].append(step.instrument.name)
    for name, colour, names in running.values():
        if not (contact and name == contact["partner"]):
            tasks.append(Task(name, colour, ", ".join(names).lower(), ""))
    sights: dict[tuple[int, str], Sight] = {}
    for row in rows:
        if row["kind"] == "sight":
            whose = (row["partner_id"], row["person"])  # a broken glass is one person's
            before = sights.get(whose)
            why = ", ".join(filter(None, [str(REASONS.get(row["text"], row["text"])), row["person"]]))
            until = row["until"]
            if before:
                why = before.why if why in before.why else f"{before.why}, {why}"
                until = max(before.until, until) if before.until and until else None
            sights[whose] = Sight(row["partner"], row["colour"], why, until)
    return tasks, list(sights.values())


def panels(request: HttpRequest, client: Client, key: str | None = None) -> list[tuple[Panel, SafeString]]:
    """The panels of the floors above in their order, made into HTML; with a key, only that one."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    made = [panel for function in registered("SNOER_RECORD_PANELS") if (panel := function(membership, client))]
    made = [panel for panel in made if access.reads(membership, client, panel.part) and key in (None, panel.key)]
    shared = {
        "client": client, "membership": membership, "request": request,
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
    }  # fmt: skip
    return [
        (panel, SafeString(get_template(panel.template).render({**shared, "panel": panel, **panel.context})))
        for panel in sorted(made, key=lambda panel: panel.position)
    ]


@login_required
@require_GET
def record(request: HttpRequest, number: str) -> HttpResponse:
    """The whole picture of one person, for as far as the reader reads."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    found = access.client(request, number, "client", also=PARTS)
    found.asked = ask(membership, found)
    context: dict[str, Any] = {"client": found, "section": "clients", "today": today(), **facts(membership, found)}
    context |= _plan(membership, found) if access.reads(membership, found, "plan") else {"plan": False}
    made, said = _with_statements(panels(request, found), statements.standing(membership, found))
    context |= {
        "statements": said,
        "rights": access.reads(membership, found, "rights"),
        "main_panels": [html for panel, html in made if panel.place == "main"],
        "side_panels": [html for panel, html in made if panel.place == "side"],
        "log": log.page(membership, found),
        "note_form": note_form(membership, found),
        "saved": "",
        "documents": found.asked["documents"][0]["number"],
        "may_close": closing.may_close(membership, found),
        "may_reopen": closing.may_reopen(membership, found),
        "looked_url": reverse("who_looked", args=[number]) if access.reads(membership, found, "looks") else "",
        "outside": found.home_id is not None and found.home_id not in found.lived_in,
        "edit_url": address("client_edit", number) if access.writes(membership, found, "client") else "",
        "residence_url": address("residence_new", number) if access.writes(membership, found, "contact") else "",
        "benefit_url": address("benefit_new", number) if access.writes(membership, found, "benefit") else "",
    }
    return render(request, "clients/record.html", context)


def _with_statements(
    made: list[tuple[Panel, SafeString]], said: list[dict[str, Any]]
) -> tuple[list[tuple[Panel, SafeString]], list[dict[str, Any]]]:
    """The panels, above the first of a part the person's statements about it; and those that no panel is about."""
    if not said:
        return made, []
    template = get_template("clients/_statements.html")
    first: dict[str, Panel] = {}
    for panel, _html in made:
        if panel.place == "main" and panel.part != "plan":  # that begins with the steps, above all panels
            first.setdefault(panel.part, panel)
    beside = [
        (panel, SafeString(template.render({"statements": here})) + html)
        if first.get(panel.part) is panel and (here := [one for one in said if one["part"] == panel.part])
        else (panel, html)
        for panel, html in made
    ]
    return beside, [one for one in said if one["part"] not in first]


def _plan(membership: Membership, found: Client) -> dict[str, Any]:
    all_steps = client_steps(found)
    pearls = [as_pearl(step, found.number) for step in all_steps]
    axis = string.time_axis(pearls)
    changes = team.may_change(membership) and not found.closed_on
    tasks, sights = people(found, all_steps, changes)
    now = next_step(all_steps, membership, found.number)
    return {
        "plan": True, "string": string.string(pearls), "axis": axis, "rows": table(all_steps, axis, found.number),
        "next": now, "tasks": tasks, "sights": sights,
        "may_plan": access.writes(membership, found, "plan"), "may_team": changes,
        "may_lead": changes and access.writes(membership, found, "client"),
    }  # fmt: skip


@login_required
@require_GET
def panel(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One panel at its own address: to htmx the part of the page, else a page with only this."""
    found = access.client(request, number, "client", log=False)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    made = panels(request, found, key)
    if not made:
        raise Http404
    access.look(membership, found, ["client", made[0][0].part], access.why(membership, found))
    if "HX-Request" in request.headers:
        return HttpResponse(made[0][1])
    return render(request, "clients/panel.html", {"client": found, "html": made[0][1], "section": "clients"})
