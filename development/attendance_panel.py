"""What attendance adds to the record, the page of a step and Mijn dag (registered in the settings)."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain.days import today
from chain.models import Membership
from clients import access
from clients.asked import ask
from clients.day_asked import Question, answers
from clients.models import Client, Step
from clients.registered import Leads, Notice, Panel, StepSection
from development import groups
from development.absence import HALF_LEAST, OFTEN_ABSENT, WITHIN_DAYS
from development.models import Attendance
from development.models.course import MARKS, THERE

SHOWN = 20  # marks of one step in the strip, the latest
STEP_SHOWN = 60
SIGNS = {"present": "✓", "late": "T", "excused": "A", "absent": "N"}

# By the steps, whose index knows the person; a person's marks of four weeks are few.
LATEST = f"""
    select a.step_id, a."on", a.mark, a.hours, i.name as step, coalesce(g.name, '') as group_name
    from clients_step s join development_attendance a on a.step_id = s.id and a."on" > %(today)s - {WITHIN_DAYS}
      join chain_instrument i on i.id = s.instrument_id left join development_group g on g.id = a.group_id
    where s.client_id = %(client)s and s.status in ('active', 'done', 'stopped') order by a.step_id, a."on" """  # noqa: S608


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The select of what is shown here, for clients.asked."""
    return {"attendance": LATEST} if access.reads(membership, client, "plan") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """Who is followed in a step: how often the person was there in the last four weeks; nothing of who is not."""
    if not access.reads(membership, client, "plan"):
        return None
    params = {"client": client.pk, "today": today()}
    there = client.asked if client.asked is not None else ask(questions(membership, client), params)
    by_step: dict[int, list[dict[str, Any]]] = {}
    for row in there["attendance"]:
        by_step.setdefault(row["step_id"], []).append(row)
    if not by_step:
        return None
    rows = [
        {"name": found[-1]["group_name"] or found[-1]["step"], "url": reverse("step", args=[client.number, pk]), **summed(found)}
        for pk, found in by_step.items()
    ]  # fmt: skip
    return Panel(
        "attendance",
        "plan",
        "development/panel_attendance.html",
        {"rows": rows, "key": _key()},
        place="side",
        position=25,
    )


def summed(marks: list[dict[str, Any]]) -> dict[str, Any]:
    """In words how often somebody was there, the days as signs, and the pattern that asks for a talk (`pattern`)."""
    known = [mark["mark"] for mark in marks]
    there, absent, late = sum(mark in THERE for mark in known), known.count("absent"), known.count("late")
    words = [
        ngettext("%(there)s van %(all)s keer er", "%(there)s van %(all)s keer er", len(known))
        % {"there": there, "all": len(known)}
    ]
    if late:
        words.append(ngettext("%(count)s keer te laat", "%(count)s keer te laat", late) % {"count": late})
    if absent:
        words.append(
            ngettext("%(count)s keer niet afgemeld", "%(count)s keer niet afgemeld", absent) % {"count": absent}
        )
    often = absent >= OFTEN_ABSENT
    half = len(known) >= HALF_LEAST and 2 * there < len(known)
    return {
        "text": ", ".join(words), "strip": [(mark["mark"], SIGNS[mark["mark"]], mark["on"]) for mark in marks[-SHOWN:]],
        "pattern": translate("vaak niet afgemeld") if often else translate("meer dan de helft niet") if half else "",
    }  # fmt: skip


def _key() -> list[tuple[str, object]]:
    return [(SIGNS[mark], name) for mark, name in MARKS.items()]


def sections(membership: Membership, client: Client, step: Step) -> list[StepSection]:
    """On the page of a step: the latest marks, day by day; one query."""
    marks = list(
        Attendance.objects.filter(step=step).order_by("-on").values("on", "mark", "hours", "author__name")[:STEP_SHOWN]
    )
    if not marks:
        return []
    since = today() - dt.timedelta(WITHIN_DAYS)
    recent: list[dict[str, Any]] = [dict(mark) for mark in reversed(marks) if mark["on"] > since]
    context = {
        "marks": [mark | {"label": MARKS[mark["mark"]]} for mark in marks], "summary": summed(recent) if recent else None,
        "hours": sum(mark["hours"] or 0 for mark in recent),
    }  # fmt: skip
    return [StepSection("development/section_attendance.html", context, 65)]


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """The groups that one leads and that meet today."""
    if not membership.writes("plan") or membership.partner_id is None or membership.is_contact_point:
        return {}
    mine = groups.meeting(groups.of(membership), today()).filter(coaches__user=membership.user_id)
    return {"mine": mine.values("pk", "name", "starts_at")}


def notices(membership: Membership) -> list[Notice]:
    """On Mijn dag of who leads a group: what meets today, until it is filled in; two queries."""
    mine = answers(head_questions, membership).get("mine", [])
    if not mine:
        return []
    done = groups.marked([row["pk"] for row in mine], today())
    words = {"there": _told(mine), "number": len(mine)}
    if all(done.get(row["pk"]) for row in mine):
        return []
    text = ngettext("Vandaag: %(there)s.", "Vandaag %(number)s groepen: %(there)s.", len(mine)) % words
    return [Notice(text, reverse("groups_today"), translate("Wie is er?"))]


def _told(mine: list[Any]) -> str:
    return ", ".join(f"{row['name']} ({row['starts_at'][:5]})" for row in mine)
