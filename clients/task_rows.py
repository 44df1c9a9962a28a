"""Tasks on Mijn dag, and beside the person on the record: what, by when, whose, with the button that ends them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.days import today
from chain.formats import day_near, day_short
from chain.models import Membership
from chain.once import new_key
from chain.parts import CASEWORKERS, PARTS
from clients import access, todo
from clients.covering import whose
from clients.day_asked import Question, answers
from clients.models import Client, Task
from clients.registered import DayRow, Leads, Panel
from clients.terms import sources

MOST = 300  # of each kind on Mijn dag
SHOWN = 12  # on the record
# Whose own page tells already: a task about it would say the same twice.
ELSEWHERE = ("referral", "support")
# What is done on a page of its own, by the model that the task is about: its address takes the number and the id.
PAGES = {"support": "support", "cooperationsignal": "signal"}
# Terms that Mijn dag tells itself, the day after and with the button that starts the step (clients/day.py).
TOLD_BY_DAY = ["step-not-started", "step-past-end"]
# Sources whose terms are signals, also when they have passed: they go with the row that the person has already.
SIGNALS = ("contact", "registered", "no-step")
# And those that have passed by so many days: an old caseload without plans is no reason to put everybody first.
SIGNALS_AFTER = {"intake-done": 92}

COLUMNS = """t.id, t.key, t.about, t.about_id, t.text, t.due_on, t.since, t.partner_id, k.name as term, k.source,
    k.article, k.hard, c.id as client_id, c.number,
    concat_ws(' ', nullif(c.first_name, ''), nullif(c.prefix, ''), c.last_name) as name,
    m.name as place, coalesce(lead.name, '') as lead, c.lead_id, o.name as on_turn, o.colour, maker.name as maker,
    mine.name as person"""
NAMED = """left join clients_term k on k.id = t.term_id left join chain_municipality m on m.id = c.home_id
    left join chain_user lead on lead.id = c.lead_id left join chain_partner o on o.id = t.partner_id
    left join chain_user maker on maker.id = t.made_by_id left join chain_user mine on mine.id = t.user_id"""
SHOWS = """t.status = 'open' and t.shown_from <= %(today)s and t.part = any(%(parts)s) and t.about <> all(%(elsewhere)s)
    and t.key <> all(%(told_by_day)s)
    and (t.user_id is null or t.user_id = any(%(users)s))"""
# Of those whose lead one has (at the point of contact, which sees them by where they live), or of all, the oldest first.
LEADS = "(t.for_whom = 'lead' or t.for_whom = 'partner' and t.partner_id is null)"
TO_BE_DONE = f"{SHOWS} and {LEADS}"
OF_LEAD = f"""(select {COLUMNS} from clients_client c join clients_task t on t.client_id = c.id {NAMED}
    where c.chain_id = %(chain)s and c.closed_on is null and c.lead_id = any(%(leads)s) and {TO_BE_DONE}
    order by t.due_on limit %(most)s)"""  # noqa: S608
OF_ALL = f"""(select {COLUMNS} from clients_task t cross join lateral (select c.* from clients_client c
        where c.id = t.client_id and c.chain_id = t.chain_id and c.closed_on is null limit 1) c {NAMED}
    where t.chain_id = %(chain)s and {TO_BE_DONE} order by t.due_on limit %(most)s)"""  # noqa: S608
# Of one's partner, about people in sight by an involvement that shows the part. Sight is asked as in clients/day.py; by
# partner along the index, for else the policy is asked about all before the first row is there.
OF_PARTNER = f"""(select {COLUMNS} from unnest(%(partners)s::bigint[]) own(id) cross join lateral (
      select t.* from clients_task t where t.partner_id = own.id and t.chain_id = %(chain)s and t.for_whom = 'partner'
        and {SHOWS} and (select true from clients_client c
          where c.id = t.client_id and c.chain_id = t.chain_id and c.closed_on is null
            and (%(contact)s or exists (select 1 from clients_involvement v where v.client_id = c.id
              and v.partner_id = any(%(partners)s) and v.membership_id is null
              and (v.parts is null or t.part = any(v.parts)) and v.started_on <= %(today)s
              and (v.seen_until is null or v.seen_until >= %(today)s))))
      order by t.shown_from limit %(most)s) t join clients_client c on c.id = t.client_id {NAMED})"""  # noqa: S608


def shown_to(membership: Membership, users: list[int]) -> dict[str, Any]:
    """The parameters of TO_BE_DONE: of these users, and of nobody in particular."""
    return {
        "chain": membership.chain_id, "users": users, "today": today(), "elsewhere": list(ELSEWHERE),
        "told_by_day": TOLD_BY_DAY, "parts": [part for part in PARTS if membership.reads(part)],
    }  # fmt: skip


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """The tasks that are the membership's to do, and of the lead consultants meant."""
    if membership.role not in CASEWORKERS or membership.partner is None:
        return {}
    contact, users = bool(membership.is_contact_point), whose(membership, leads)
    params = shown_to(membership, users or [membership.user_id]) | {
        "leads": users, "most": MOST, "contact": contact, "partners": membership.acts_for,
    }  # fmt: skip
    of_contact = f"{OF_ALL if users is None else OF_LEAD} union all {OF_PARTNER}"
    return {"tasks": (of_contact if contact else OF_PARTNER, params)}


def day_rows(membership: Membership, leads: Leads = ()) -> list[DayRow]:
    """The tasks of day_questions(), of one person's that have passed the others as signals."""
    found = answers(day_questions, membership, leads).get("tasks", [])
    rows, there = [], set()
    for row in sorted(found, key=lambda row: row["due_on"]):
        signal = row["due_on"] >= today() or row["client_id"] in there or _is_signal(row)
        if not signal:
            there.add(row["client_id"])
        rows.append(_day_row(row, membership, signal))
    return rows


def _day_row(row: dict[str, Any], membership: Membership, signal: bool) -> DayRow:
    url = reverse("task", args=[row["number"], row["id"]])
    late = row["due_on"] < today()
    reason, why, next_step = _told(row, late)
    renews = row["source"] is not None and todo.renews_by(row["source"])
    own = membership.partner
    assert own
    return DayRow(
        number=row["number"], name=row["name"], place=row["place"] or "", reason=reason, why=why, next_step=next_step,
        url=_page(row["about"], row["number"], row["about_id"]) if renews else url,
        partner=row["on_turn"] or own.name, colour=row["colour"] or own.colour,
        term=row["since"] if signal and (late or row["source"] in ("contact", "no-step")) else row["due_on"],
        urgency=4 if signal else 0, client_id=row["client_id"],
        person=row["person"] or ("" if row["partner_id"] else row["lead"]),
        lead=0 if row["partner_id"] else row["lead_id"] or 0, ways=_ways(row, url, renews),
        act="" if renews else translate("Gezien") if row["key"] == "glass" else translate("Gedaan"),
        act_url="" if renews else url,
    )  # fmt: skip


def _ways(row: dict[str, Any], url: str, renews: bool) -> tuple[tuple[str, str], ...]:
    """What a colleague noted can be put off; what the engine renews can be explained."""
    if renews:
        return ((translate("Niet nodig"), f"{url}#done"),)
    return ((translate("Uitstellen"), f"{url}#later"),) if row["key"] == todo.NEXT else ()


def _is_signal(row: dict[str, Any]) -> bool:
    """Whether a task that has passed waits behind what others wait for."""
    after = SIGNALS_AFTER.get(row["source"])
    return row["source"] in SIGNALS or (after is not None and (today() - row["due_on"]).days > after)


def _page(about: str, number: str, about_id: int | None) -> str:
    """Where what a task asks for is done: on its own page, else in the file."""
    return reverse(PAGES[about], args=[number, about_id]) if about in PAGES else reverse("record", args=[number])


def _told(row: dict[str, Any], late: bool) -> tuple[str, str, str]:
    """Why here, since when or by what rule, and what to do."""
    if row["key"] == "glass":
        why = translate("%(name)s keek in dit dossier") % {"name": row["maker"] or translate("Iemand")}
        return translate("Inzage met een reden"), why, translate("Reden lezen")
    if row["source"] == "contact":
        days = translate("%(days)s dagen geen contact") % {"days": (today() - row["since"]).days}
        return translate("Lang geen contact"), days, row["term"]
    if row["source"] == "no-step":
        why = translate("niets loopt of staat gepland")
        return translate("Geen volgende stap"), why, translate("Volgende stap kiezen")
    if row["term"] is None:
        by = translate("genoteerd door %(name)s") % {"name": row["maker"]} if row["maker"] else ""
        return translate("Volgende stap"), by, row["text"]
    if late:
        return translate("Termijn voorbij"), row["article"], row["term"]
    return translate("Grens nadert") if row["hard"] else translate("Termijn nadert"), row["article"], row["term"]


@dataclass(frozen=True)
class Shown:
    """A task on the record: what, whose, by when (`late`: passed), its page, and whether it is ended with one button."""

    task: Task
    name: str
    who: str
    colour: str
    when: str
    late: bool
    url: str
    done: str
    once: str


def shown(membership: Membership, task: Task) -> Shown:
    lead = task.client.lead.name if task.client.lead else translate("nog niemand")
    if task.user or task.partner:
        who = ", ".join(str(one) for one in (task.partner, task.user) if one)
    else:
        who = translate("regie: %(name)s") % {"name": lead}
    done = not todo.renews(task) and todo.may(membership, task)
    word = translate("Gezien") if task.key == "glass" else translate("Gedaan")
    return Shown(
        task, todo.name(task), who, task.partner.colour if task.partner else "", day_near(task.due_on),
        task.due_on < today(), reverse("task", args=[task.client.number, task.pk]), word if done else "", new_key(),
    )  # fmt: skip


def panel(membership: Membership, client: Client) -> Panel | None:
    """`Te doen` on the record: what is shown by now of the parts that the reader reads; what of managers, to managers."""
    if not access.reads(membership, client, "plan"):
        return None
    may_add = access.writes(membership, client, "plan")
    found = [
        task for task in todo.open_tasks(client)
        if access.reads(membership, client, task.part) and (task.for_whom != "manager" or membership.role in todo.MANAGES)
    ]  # fmt: skip
    if not found and not may_add:
        return None
    rows = [shown(membership, task) for task in found[:SHOWN]]
    more = len(found) - len(rows)
    context = {"rows": rows, "more": more, "may_add": may_add, "number": client.number, "today_typed": _typed(today())}
    return Panel("todo", "plan", "clients/panel_todo.html", context, place="side", position=10)


def _typed(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


def facts(task: Task) -> list[tuple[str, str]]:
    """What the task's page tells of it: by what rule, since when, by when."""
    told = []
    if task.term and task.term.article:
        told.append((translate("Waarom"), task.term.article))
    if task.key == "glass":
        told.append((translate("Wie"), str(task.made_by or "")))
    elif task.made_by:
        told.append((translate("Genoteerd door"), str(task.made_by)))
    source = sources().get(task.term.source) if task.term else None
    if source and source.key != "birth" and task.since != task.due_on:
        text = translate("%(day)s (%(what)s)") % {"day": day_short(task.since), "what": source.label}
        told.append((translate("Telt vanaf"), text))
    hard = task.term is not None and task.term.hard
    told.append((translate("Laatste dag die mag") if hard else translate("Klaar op"), day_near(task.due_on)))
    return told
