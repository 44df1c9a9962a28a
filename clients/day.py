"""Mijn dag: who needs something today, most urgent first.

Rows come from the functions in SNOER_DAY_ROWS; those of steps and of the caseload are made here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from chain.days import today
from chain.formats import day_near, day_short
from chain.models import Membership
from chain.once import new_key
from chain.parts import CASEWORKERS
from chain.registry import registered
from clients import news, string, task_rows
from clients.models import Step
from clients.queries import shows
from clients.record import address, as_pearl
from clients.registered import DayRow

SHOWN = 50  # rows on the page
MOST = 300  # rows of a kind that are fetched; beyond that the page says "more than"
AHEAD_DAYS = 7  # how long beforehand a planned step stands ready to be started
LOOKS = {
    0: ("error", "clock"),
    1: ("warn", "person"),
    2: ("outline", "hourglass"),
    3: ("info", "calendar"),
    4: ("", "bell"),
}

# Of those whose lead one has: steps past their term, and people for whom nothing is planned. That nobody has spoken to
# somebody for long is a term (clients/task_rows.py).
CASELOAD = """
    with mine as materialized (
      select c.id as client_id, c.number,
        concat_ws(' ', nullif(c.first_name, ''), nullif(c.prefix, ''), c.last_name) as name,
        coalesce(m.name, '') as place, coalesce(u.name, '') as lead, c.registered_on
      from clients_client c left join chain_municipality m on m.id = c.home_id
        left join chain_user u on u.id = c.lead_id
      where c.chain_id = %(chain)s and c.closed_on is null and (%(everyone)s or c.lead_id = %(user)s))
    (select 'late' as kind, mine.*, s.id as step_id, i.name as step, p.name as partner, p.colour, s.status,
      case s.status when 'planned' then s.planned_on else s.planned_end end as term, true as has_open
    from mine join clients_step s on s.client_id = mine.client_id join chain_instrument i on i.id = s.instrument_id
      join chain_partner p on p.id = s.partner_id
    where s.status = 'planned' and s.planned_on < %(today)s or s.status = 'active' and s.planned_end < %(today)s
    order by term limit %(most)s)
    union all
    (select 'idle', mine.*, null, '', '', '', '', greatest(d.begun, mine.registered_on) as term, false
    from mine,
      lateral (select bool_or(s.status in ('planned', 'active')) as has_open,
        greatest(max(s.started_on), max(s.ended_on)) as begun, count(*) as steps
        from clients_step s where s.client_id = mine.client_id) d
    where d.steps > 0 and d.has_open is not true
    order by term limit %(most)s)"""
# Of a partner's own steps: ready to be started, or past their end. Sight is asked as in Client.objects.visible_to().
# A limit of one keeps the planner from joining: else it looks at everybody in the chain first.
EXECUTING = """
    select c.*, s.id as step_id, i.name as step, p.name as partner, p.colour, s.status,
      case s.status when 'planned' then s.planned_on else s.planned_end end as term,
      i.form_of_work <> '' or i.function = 'intake' as elsewhere
    from clients_step s join chain_instrument i on i.id = s.instrument_id join chain_partner p on p.id = s.partner_id,
      lateral (select c.id as client_id, c.number,
          concat_ws(' ', nullif(c.first_name, ''), nullif(c.prefix, ''), c.last_name) as name,
          coalesce(m.name, '') as place, coalesce(u.name, '') as lead
        from clients_client c left join chain_municipality m on m.id = c.home_id left join chain_user u on u.id = c.lead_id
        where c.id = s.client_id and c.chain_id = s.chain_id and c.closed_on is null
          and exists (select 1 from clients_involvement v where v.client_id = c.id and v.partner_id = any(%(partners)s)
            and v.membership_id is null and (v.parts is null or 'plan' = any(v.parts))
            and v.started_on <= %(today)s and (v.seen_until is null or v.seen_until >= %(today)s))
        limit 1) c
    where s.partner_id = any(%(partners)s) and s.chain_id = %(chain)s
      and (s.status = 'planned' and s.planned_on <= %(today)s + %(ahead)s::int
        or s.status = 'active' and s.planned_end < %(today)s)
    order by term limit %(most)s"""


def _rows(sql: str, params: dict[str, Any]) -> Iterable[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def steps(membership: Membership, everyone: bool = False) -> list[DayRow]:
    """What the plan asks for: in one's own caseload at the point of contact (`everyone`: in that of all), or of the
    steps that one's partner carries out. One query."""
    if membership.role not in CASEWORKERS or not membership.reads("plan"):
        return []
    params: dict[str, Any] = {"chain": membership.chain_id, "today": today(), "most": MOST}
    if membership.is_contact_point:
        params |= {"user": membership.user_id, "everyone": everyone}
        found = _rows(CASELOAD, params)
        szmh = membership.partner
        return [_late(row) if row["kind"] == "late" else _idle(row, szmh) for row in found]
    return [
        _to_carry_out(row) for row in _rows(EXECUTING, params | {"partners": membership.acts_for, "ahead": AHEAD_DAYS})
    ]


OF_LEAD = (steps, task_rows.day_rows)  # whose rows a lead consultant can look at for all


def _row(row: dict[str, Any], reason: str, why: str, next_step: str, urgency: int, **more: Any) -> DayRow:
    return DayRow(
        **{
            "number": row["number"], "name": row["name"], "place": row["place"], "reason": reason, "why": why,
            "next_step": next_step, "url": reverse("record", args=[row["number"]]), "partner": row["partner"],
            "colour": row["colour"], "term": row["term"], "urgency": urgency, "client_id": row["client_id"], **more,
        }
    )  # fmt: skip


def _late(row: dict[str, Any]) -> DayRow:
    if row["status"] == "planned":
        return _row(row, translate("Niet gestart"), translate("de geplande start is voorbij"),
                    translate("%(step)s starten of verzetten") % row, 0)  # fmt: skip
    return _row(row, translate("Einde voorbij"), translate("het geplande einde is voorbij"),
                translate("%(step)s afronden of verlengen") % row, 0)  # fmt: skip


def _idle(row: dict[str, Any], szmh: Any) -> DayRow:
    on_turn = {"partner": szmh.name, "colour": szmh.colour, "person": row["lead"]}
    return _row(row, translate("Geen volgende stap"), translate("niets loopt of staat gepland"),
                translate("Volgende stap kiezen"), 4, **on_turn)  # fmt: skip


def _to_carry_out(row: dict[str, Any]) -> DayRow:
    url = reverse("step_act", args=[row["number"], row["step_id"], "start"])
    start = {} if row["elsewhere"] else {"act": translate("Starten"), "act_url": url}
    if row["status"] == "active":
        return _row(row, translate("Einde voorbij"), translate("het geplande einde is voorbij"),
                    translate("%(step)s afronden of verlengen") % row, 0)  # fmt: skip
    if row["term"] < today():
        return _row(row, translate("Niet gestart"), translate("de geplande start is voorbij"),
                    translate("%(step)s starten of verzetten") % row, 0, **start)  # fmt: skip
    return _row(
        row, translate("Klaar om te starten"), translate("gepland"), translate("%(step)s starten") % row, 3, **start
    )


@dataclass
class Shown:
    """A row as it stands on the page, with the person's path in small and what runs now."""

    row: DayRow
    tone: str
    icon: str
    term: str
    since: str
    once: str
    also: list[str] = field(default_factory=list)
    mini: str = ""
    running: str = ""


def _since(term: dt.date | None) -> str:
    if term is None or term >= today():
        return ""
    days = (today() - term).days
    return ngettext("%(days)s dag voorbij", "%(days)s dagen voorbij", days) % {"days": days}


def in_order(rows: Iterable[DayRow]) -> list[tuple[DayRow, list[str]]]:
    """Most urgent first, then by term; a signal about somebody who stands here already goes with that row."""
    ordered = sorted(rows, key=lambda row: (row.urgency, row.term or dt.date.max, row.number))
    kept: list[tuple[DayRow, list[str]]] = []
    first: dict[int, list[str]] = {}
    for row in ordered:
        if row.urgency == 4 and row.client_id in first:
            first[row.client_id].append(": ".join(filter(None, [row.reason, row.next_step])))
            continue
        also: list[str] = []
        kept.append((row, also))
        first.setdefault(row.client_id, also)
    return kept


def _paths(membership: Membership, client_ids: set[int]) -> dict[int, tuple[str, str]]:
    """Per client the path in small, and in words what runs: one query."""
    by_client: dict[int, list[Step]] = {}
    steps = Step.objects.filter(shows(membership, "plan"), client_id__in=client_ids)
    for step in steps.select_related("instrument", "partner"):
        by_client.setdefault(step.client_id, []).append(step)
    paths: dict[int, tuple[str, str]] = {}
    for client_id, found in by_client.items():
        running = [step.instrument.name for step in found if step.status == "active"]
        names = translate(" en ").join(filter(None, [", ".join(running[:-1]), *running[-1:]]))
        told = ngettext("%(names)s loopt", "%(names)s lopen", len(running)) % {"names": names} if running else ""
        paths[client_id] = (string.mini_string(string.moments(map(as_pearl, found))), told)
    return paths


@login_required
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """The page; its filters stand in the address: reden, partner, gemeente, and wie=iedereen for lead consultants."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.role not in CASEWORKERS:
        raise PermissionDenied
    may_see_all = membership.role == "lead_consultant" and bool(membership.is_contact_point)
    everyone = may_see_all and request.GET.get("wie") == "iedereen"
    found: list[DayRow] = []
    for function in registered("SNOER_DAY_ROWS"):
        found += function(membership, everyone) if function in OF_LEAD else function(membership)
    chosen = {key: request.GET.get(key, "") for key in ("reden", "partner", "gemeente")}
    values = {"reden": "reason", "partner": "partner", "gemeente": "place"}
    options = {key: sorted({str(getattr(row, name)) for row in found} - {""}) for key, name in values.items()}
    all_rows = in_order(found)
    rows = [
        (row, also) for row, also in all_rows
        if all(not chosen[key] or str(getattr(row, name)) == chosen[key] for key, name in values.items())
    ]  # fmt: skip
    shown = []
    paths = _paths(membership, {row.client_id for row, _also in rows[:SHOWN]}) if rows else {}
    for row, also in rows[:SHOWN]:
        tone, icon = LOOKS[row.urgency]
        mini, running = paths.get(row.client_id, ("", ""))
        if row.urgency == 4 and (row.term is None or row.term < today()):  # the last day on which something happened
            term, since = "", translate("laatst: %(day)s") % {"day": day_short(row.term)} if row.term else ""
        else:
            term, since = capfirst(day_near(row.term)), _since(row.term)
        shown.append(Shown(row, tone, icon, term, since, new_key(), also, mini, running))
    told, more_news = news.latest(membership)
    context = {
        "notices": [notice for function in registered("SNOER_DAY_NOTICES") for notice in function(membership)],
        "section": "day", "today": today(), "rows": shown, "total": len(rows), "news": told, "more_news": more_news,
        "people": len({row.client_id for row, _also in rows}),
        "all": len(all_rows), "chosen": chosen, "options": options, "filtered": any(chosen.values()),
        "everyone": everyone, "may_see_all": may_see_all, "here": request.get_full_path(),
        "today_typed": today().strftime("%d-%m-%Y"),
        "register_url": address("register") if membership.writes("client") else "",
        "clients_url": address("clients"),
    }  # fmt: skip
    return render(request, "clients/day.html", context)
