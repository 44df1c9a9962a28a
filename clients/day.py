"""Mijn dag: who needs something today, most urgent first.

Rows come from the functions in SNOER_DAY_ROWS and SNOER_DAY_ROWS_OF_LEADS; those of steps are made here, the page in
clients/day_pages.py.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.days import today
from chain.models import Membership
from chain.parts import CASEWORKERS
from chain.registry import registered
from clients.covering import whose
from clients.day_asked import Question, answers, ask_all
from clients.registered import DayRow, Leads

MOST = 300  # rows of a kind that are fetched; beyond that the page says "more than"
AHEAD_DAYS = 7  # how long beforehand a planned step stands ready to be started

# Of those whose lead one has: steps past their term. That nobody has spoken to somebody for long, or that nothing is planned,
# is a term (clients/task_rows.py).
CASELOAD = """
    with mine as materialized (
      select c.id as client_id, c.number,
        concat_ws(' ', nullif(c.first_name, ''), nullif(c.prefix, ''), c.last_name) as name,
        coalesce(m.name, '') as place, coalesce(u.name, '') as lead, c.lead_id
      from clients_client c left join chain_municipality m on m.id = c.home_id
        left join chain_user u on u.id = c.lead_id
      where c.chain_id = %(chain)s and c.closed_on is null and c.lead_id = any(%(leads)s))
    select mine.*, s.id as step_id, i.name as step, p.name as partner, p.colour, s.status,
      case s.status when 'planned' then s.planned_on else s.planned_end end as due_on
    from mine join clients_step s on s.client_id = mine.client_id join chain_instrument i on i.id = s.instrument_id
      join chain_partner p on p.id = s.partner_id
    where s.status = 'planned' and s.planned_on < %(today)s or s.status = 'active' and s.planned_end < %(today)s
    order by due_on limit %(most)s"""
# The same of everybody: from what is late, of which there is little, to whose it is.
OF_ALL = """
    select c.*, s.id as step_id, i.name as step, p.name as partner, p.colour, s.status,
      case s.status when 'planned' then s.planned_on else s.planned_end end as due_on
    from clients_step s join chain_instrument i on i.id = s.instrument_id join chain_partner p on p.id = s.partner_id,
      lateral (select c.id as client_id, c.number,
          concat_ws(' ', nullif(c.first_name, ''), nullif(c.prefix, ''), c.last_name) as name,
          coalesce(m.name, '') as place, coalesce(u.name, '') as lead, c.lead_id
        from clients_client c left join chain_municipality m on m.id = c.home_id left join chain_user u on u.id = c.lead_id
        where c.id = s.client_id and c.chain_id = s.chain_id and c.closed_on is null limit 1) c
    where s.chain_id = %(chain)s and s.status in ('planned', 'active')
      and (s.status = 'planned' and s.planned_on < %(today)s or s.status = 'active' and s.planned_end < %(today)s)
    order by due_on limit %(most)s"""
# Of a partner's own steps: ready to be started, or past their end. Sight is asked as in Client.objects.visible_to().
# A limit of one keeps the planner from joining: else it looks at everybody in the chain first.
EXECUTING = """
    select c.*, s.id as step_id, i.name as step, p.name as partner, p.colour, s.status,
      case s.status when 'planned' then s.planned_on else s.planned_end end as due_on,
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
    order by due_on limit %(most)s"""


def rows_of(membership: Membership, leads: Leads, *also: str) -> list[DayRow]:
    """All that the membership has to do, with what is of the lead consultants meant; `also`: settings with questions that are
    asked along."""
    ask_all(membership, leads, "SNOER_DAY_QUESTIONS", *also)
    found: list[DayRow] = []
    for function in registered("SNOER_DAY_ROWS_OF_LEADS"):
        found += function(membership, leads)
    for function in registered("SNOER_DAY_ROWS"):
        found += function(membership)
    return found


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """At the point of contact the steps of the caseload that are late, elsewhere those that one's partner carries out."""
    if membership.role not in CASEWORKERS or not membership.reads("plan"):
        return {}
    params: dict[str, Any] = {"chain": membership.chain_id, "today": today(), "most": MOST}
    if membership.is_contact_point:
        users = whose(membership, leads)
        return {"late": (OF_ALL, params) if users is None else (CASELOAD, params | {"leads": users})}
    return {"to_carry_out": (EXECUTING, params | {"partners": membership.acts_for, "ahead": AHEAD_DAYS})}


def steps(membership: Membership, leads: Leads = ()) -> list[DayRow]:
    """What the plan asks for: at the point of contact in the caseload of the lead consultants meant, elsewhere of the steps
    that one's partner carries out."""
    found = answers(day_questions, membership, leads)
    return [_late(row) for row in found.get("late", ())] + [_to_carry_out(row) for row in found.get("to_carry_out", ())]


def _row(row: dict[str, Any], reason: str, why: str, next_step: str, urgency: int, **more: Any) -> DayRow:
    return DayRow(
        **{
            "number": row["number"], "name": row["name"], "place": row["place"], "reason": reason, "why": why,
            "next_step": next_step, "url": reverse("record", args=[row["number"]]), "partner": row["partner"],
            "colour": row["colour"], "term": row["due_on"], "urgency": urgency, "client_id": row["client_id"],
            "lead": row.get("lead_id") or 0, **more,
        }
    )  # fmt: skip


def _late(row: dict[str, Any]) -> DayRow:
    if row["status"] == "planned":
        return _row(row, translate("Niet gestart"), translate("de geplande start is voorbij"),
                    translate("%(step)s starten of verzetten") % row, 0, ways=(_way(row, "replan"),))  # fmt: skip
    return _row(row, translate("Einde voorbij"), translate("het geplande einde is voorbij"),
                translate("%(step)s afronden of verlengen") % row, 0, ways=(_way(row, "replan"),))  # fmt: skip


def _way(row: dict[str, Any], act: str) -> tuple[str, str]:
    """The page of a step's act, which opens under the row."""
    texts = {"finish": translate("Afronden"), "replan": translate("Verzetten")}
    return texts[act], reverse("step_act", args=[row["number"], row["step_id"], act])


def _to_carry_out(row: dict[str, Any]) -> DayRow:
    url = reverse("step_act", args=[row["number"], row["step_id"], "start"])
    start = {} if row["elsewhere"] else {"act": translate("Starten"), "act_url": url}
    later = _way(row, "replan")
    if row["status"] == "active":
        ways = (later,) if row["elsewhere"] else (_way(row, "finish"), later)
        return _row(row, translate("Einde voorbij"), translate("het geplande einde is voorbij"),
                    translate("%(step)s afronden of verlengen") % row, 0, ways=ways)  # fmt: skip
    if row["due_on"] < today():
        return _row(row, translate("Niet gestart"), translate("de geplande start is voorbij"),
                    translate("%(step)s starten of verzetten") % row, 0, ways=(later,), **start)  # fmt: skip
    return _row(row, translate("Klaar om te starten"), translate("gepland"), translate("%(step)s starten") % row, 3,
                ways=(later,), **start)  # fmt: skip
