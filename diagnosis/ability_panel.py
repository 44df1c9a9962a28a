"""Where the person stands, beside the record: the latest in each word, how that went, indications and exemptions."""

import datetime as dt
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from chain.days import today
from chain.formats import day, period_short
from chain.models import Membership
from clients import access
from clients.asked import ask
from clients.models import Client
from clients.registered import Panel
from clients.standing import Stands, latest
from diagnosis.ability_chart import draw
from diagnosis.ability_lines import LADDER, ORDER, Line, lately, lines, question
from diagnosis.models.ability import DUTIES, EXEMPTIONS, INDICATIONS, OUTCOMES

YEARS, MOST = 3, 12  # of the drawing here: the whole of it stands on the page
# What is waited for, and what holds today or will.
INDICATED = """
    select id, kind, outcome, hours, requested_on as "on", started_on, ended_on from diagnosis_indication
    where client_id = %(client)s and (outcome = '' or outcome <> 'no' and (ended_on is null or ended_on >= %(today)s))
    order by kind, started_on nulls last, id"""
EXEMPT = """
    select id, kind, duties, started_on, ended_on from diagnosis_exemption
    where client_id = %(client)s and (ended_on is null or ended_on >= %(today)s) order by started_on"""


class Fact(NamedTuple):
    """An indication or exemption as a line of the panel; `url` for who may change it."""

    name: object
    told: str
    label: object
    tone: str
    url: str = ""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The selects of what is read of it, for clients.asked."""
    selects = {}
    if sql := question(membership, client):
        selects["ability"] = sql
    if access.reads(membership, client, "capacity"):
        selects["indicated"] = INDICATED
    if access.reads(membership, client, "benefit"):
        selects["exempt"] = EXEMPT
    return selects


def panel(membership: Membership, client: Client) -> Panel | None:
    """Nothing for who reads neither profile nor capacity, and where nothing is known and no word is asked for."""
    parts = access.readable(membership, client, "profile", "capacity")
    if not parts:
        return None
    if client.asked is None:
        there = ask(questions(membership, client), {"client": client.pk, "today": today()})
    else:
        there = client.asked
    found = lines(there.get("ability", []))
    stands = _stands(latest(client, capacity="capacity" in parts), found) if "profile" in parts else []
    over_time = lately(found, YEARS, MOST)
    facts = [*_indicated(membership, client, there), *_exempt(membership, client, there)]
    if not (stands or over_time or facts):
        return None
    moved = any(len(line.points) > 1 for line in over_time)
    title = _("Waar %(name)s stond, de laatste %(years)s jaar") % {"name": client.first_name, "years": YEARS}
    context: dict[str, Any] = {
        "stands": [each for each in stands if each.said], "facts": facts,
        "unsaid": [each.name for each in stands if not each.said], "chart": draw("ability", title, over_time) if moved else "",
        "may_assess": access.writes(membership, client, "profile"), "url": reverse("standing", args=[client.number]),
        "history_url": reverse("ability", args=[client.number]),
    }  # fmt: skip
    return Panel("standing", parts[0], "diagnosis/panel_ability.html", context, place="side", position=15)


def _stands(said: list[Stands], found: list[Line]) -> list[Stands]:
    """The words in the order of the drawing; what a plan said of the ladder since is the latest."""
    told = {line.kind: line.points[-1] for line in found}
    stands = []
    for each in said:
        last = told.get(LADDER) if each.kind == LADDER else None
        if last and last.planned and (each.on is None or last.on >= each.on):
            each = each._replace(said=last.said, on=last.on, how=last.way, ground="", author="", partner="")
        stands.append(each)
    return sorted(stands, key=lambda each: ORDER.index(each.kind) if each.kind in ORDER else len(ORDER))


def _indicated(membership: Membership, client: Client, there: dict[str, list[dict[str, Any]]]) -> list[Fact]:
    writes = access.writes(membership, client, "capacity")
    return [
        Fact(
            INDICATIONS.get(row["kind"], row["kind"]), told_of_indication(row), OUTCOMES.get(row["outcome"], _("gevraagd")),
            {"yes": "good", "presumed": "info"}.get(row["outcome"], "outline"),
            reverse("indication", args=[client.number, row["id"]]) if writes else "",
        )
        for row in there.get("indicated", [])
    ]  # fmt: skip


def _exempt(membership: Membership, client: Client, there: dict[str, list[dict[str, Any]]]) -> list[Fact]:
    writes = access.writes(membership, client, "benefit")
    return [
        Fact(
            EXEMPTIONS.get(row["kind"], row["kind"]),
            f"{DUTIES.get(row['duties'], row['duties'])}, {_period(row['started_on'], row['ended_on'])}",
            _("ontheffing"), "info", reverse("exemption", args=[client.number, row["id"]]) if writes else "",
        )
        for row in there.get("exempt", [])
    ]  # fmt: skip


def told_of_indication(row: dict[str, Any]) -> str:
    """`gevraagd op 3 nov`, or the days on which it holds, with its hours."""
    told = []
    if row["hours"]:
        told.append(_("%(hours)s uur per week") % {"hours": row["hours"]})
    if not row["outcome"]:
        told.append(_("gevraagd op %(on)s") % {"on": day(row["on"])} if row["on"] else _("nog geen uitkomst"))
    elif row["started_on"]:
        told.append(_period(row["started_on"], row["ended_on"]))
    return ", ".join(told)


def _period(start: dt.date, end: dt.date | None) -> str:
    return period_short(start, end, today().year)
