"""What a version of the plan holds, as plain JSON that needs no other row to be read, and how two of them differ."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.formats import day, period
from clients.models import Plan, PlanVersion
from clients.models.plan import GOAL_STATUSES, PLAN_KINDS
from clients.models.step import STATUSES

Content = dict[str, Any]
MARKS = {"added": _("Erbij"), "removed": _("Weg"), "changed": _("Anders")}


class Change(NamedTuple):
    """One difference between two versions, in words. `kind`: a key of MARKS; `progress`: not a change of what was
    agreed, but how it went on, such as a step that started."""

    kind: str
    text: str
    before: str = ""
    after: str = ""
    progress: bool = False

    @property
    def mark(self) -> str:
        return str(MARKS[self.kind])


def content(plan: Plan) -> Content:
    """The whole plan: words, limits, ladder, goals with choices and steps, agreements. Three queries.

    Days are ISO dates; ids are there only to find what is the same in another version.
    """
    by_goal: dict[int, list[dict[str, Any]]] = {}
    goals = list(plan.goals.all())
    found = plan.client.steps.filter(plan_goal__plan=plan).exclude(status="cancelled")
    for step in found.select_related("instrument", "partner").order_by("started_on", "planned_on", "pk"):
        assert step.plan_goal_id
        by_goal.setdefault(step.plan_goal_id, []).append(
            {
                "id": step.pk, "name": step.instrument.name, "partner": step.partner.name,
                "colour": step.partner.colour, "status": step.status, "goal": step.goal,
                "start": _iso(step.started_on or step.planned_on), "end": _iso(step.ended_on or step.planned_end),
            }
        )  # fmt: skip
    return {
        "kind": plan.kind, "words": plan.words, "limits": plan.limits, "ladder_start": plan.ladder_start,
        "started_on": _iso(plan.started_on), "evaluate_on": _iso(plan.evaluate_on),
        "goals": [
            {
                "id": goal.pk, "text": goal.text, "why": goal.why, "options": goal.options.splitlines(),
                "chosen": goal.chosen, "status": goal.status, "result": goal.result,
                "steps": by_goal.get(goal.pk, []),
            }
            for goal in goals
        ],
        "agreements": [
            {
                "id": one.pk, "partner": one.partner.name if one.partner else "",
                "colour": one.partner.colour if one.partner else "", "text": one.text, "due_on": _iso(one.due_on),
                "kept_on": _iso(one.kept_on),
            }
            for one in plan.agreements.filter(dropped_on__isnull=True).select_related("partner").order_by("due_on", "pk")
        ],
    }  # fmt: skip


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def parsed(value: str | None) -> dt.date | None:
    """The day of an ISO date of a version; None for none."""
    return dt.date.fromisoformat(value) if value else None


def changed(plan: Plan, last: PlanVersion | None, now: Content | None = None) -> list[Change]:
    """What changed in the plan since the version was agreed, leaving out how it went on; [] without a version."""
    if last is None:
        return []
    return [change for change in differences(last.content, now or content(plan)) if not change.progress]


def differences(old: Content, new: Content) -> list[Change]:
    """How the new content differs from the old, in the order of the plan."""
    return [*_of_plan(old, new), *_of_goals(old, new), *_of_agreements(old, new)]


def _of_plan(old: Content, new: Content) -> Iterator[Change]:
    titles = {"words": translate("In eigen woorden"), "limits": translate("Wat vaststaat")}
    for key, title in titles.items():
        if old[key] != new[key]:
            yield Change("changed", title, old[key] or translate("(niets)"), new[key] or translate("(niets)"))
    if old["kind"] != new["kind"]:
        yield Change("changed", translate("Soort plan"), str(PLAN_KINDS[old["kind"]]), str(PLAN_KINDS[new["kind"]]))
    if old["ladder_start"] != new["ladder_start"]:
        yield Change(
            "changed", translate("Trede bij de start"), str(old["ladder_start"] or "–"), str(new["ladder_start"] or "–")
        )
    if old["evaluate_on"] != new["evaluate_on"]:
        yield Change(
            "changed",
            translate("Volgende evaluatie"),
            _day(old["evaluate_on"]),
            _day(new["evaluate_on"]),
            progress=True,
        )


def _of_goals(old: Content, new: Content) -> Iterator[Change]:
    before, after = _by_id(old["goals"]), _by_id(new["goals"])
    steps_before = {step["id"]: (step, goal) for goal in old["goals"] for step in goal["steps"]}
    steps_after = {step["id"]: (step, goal) for goal in new["goals"] for step in goal["steps"]}
    for key, goal in after.items():
        name = {"goal": goal["text"]}
        if key not in before:
            yield Change("added", translate("Doel “%(goal)s”") % name)
        else:
            was = before[key]
            if was["text"] != goal["text"]:
                yield Change("changed", translate("Doel"), was["text"], goal["text"])
            for field, title in (
                ("why", translate("Waarom, bij “%(goal)s”")), ("chosen", translate("Gekozen, bij “%(goal)s”")),
                ("options", translate("Keuzes, bij “%(goal)s”")),
            ):  # fmt: skip
                if was[field] != goal[field]:
                    yield Change("changed", title % name, _text(was[field]), _text(goal[field]))
            if was["status"] != goal["status"]:
                told = translate("Doel “%(goal)s”: %(status)s") % {**name, "status": GOAL_STATUSES[goal["status"]]}
                yield Change("changed", told, progress=goal["status"] == "reached")
        for step in goal["steps"]:
            yield from _of_step(step, goal, steps_before.get(step["id"]))
    for key, goal in before.items():
        if key not in after:
            yield Change("removed", translate("Doel “%(goal)s”") % {"goal": goal["text"]})
    for key, (step, goal) in steps_before.items():
        if key not in steps_after:
            yield Change("removed", translate("Stap %(step)s door %(partner)s, bij “%(goal)s”") % _names(step, goal))


def _of_step(step: Content, goal: Content, before: tuple[Content, Content] | None) -> Iterator[Change]:
    names = _names(step, goal)
    if before is None:
        yield Change("added", translate("Stap %(step)s door %(partner)s, bij “%(goal)s”") % names)
        return
    was, was_goal = before
    if was_goal["id"] != goal["id"]:
        yield Change("changed", translate("%(step)s hoort bij een ander doel") % names, was_goal["text"], goal["text"])
    if was["status"] != step["status"]:
        told = translate("%(step)s: %(status)s") % {**names, "status": STATUSES[step["status"]]}
        yield Change("changed", told, progress=True)
    elif (was["start"], was["end"]) != (step["start"], step["end"]):
        yield Change("changed", translate("%(step)s is verzet") % names, _period(was), _period(step))


def _of_agreements(old: Content, new: Content) -> Iterator[Change]:
    before, after = _by_id(old["agreements"]), _by_id(new["agreements"])
    for key, one in after.items():
        said = {"who": one["partner"] or translate("de inwoner"), "text": one["text"]}
        if key not in before:
            yield Change("added", translate("Afspraak van %(who)s: %(text)s") % said)
            continue
        was = before[key]
        if (was["text"], was["due_on"], was["partner"]) != (one["text"], one["due_on"], one["partner"]):
            yield Change("changed", translate("Afspraak van %(who)s") % said, _agreement(was), _agreement(one))
        if not was["kept_on"] and one["kept_on"]:
            yield Change("changed", translate("Gedaan door %(who)s: %(text)s") % said, progress=True)
    for key, one in before.items():
        if key not in after:
            said = {"who": one["partner"] or translate("de inwoner"), "text": one["text"]}
            yield Change("removed", translate("Afspraak van %(who)s: %(text)s") % said)


def _by_id(rows: list[Content]) -> dict[int, Content]:
    return {row["id"]: row for row in rows}


def _names(step: Content, goal: Content) -> dict[str, str]:
    return {"step": capfirst(step["name"]), "partner": step["partner"], "goal": goal["text"]}


def _day(value: str | None) -> str:
    return day(parsed(value)) or "–"


def _period(step: Content) -> str:
    return period(parsed(step["start"]), parsed(step["end"])) or "–"


def _agreement(one: Content) -> str:
    due = parsed(one["due_on"])
    return (
        one["text"] if due is None else translate("%(text)s, klaar op %(on)s") % {"text": one["text"], "on": day(due)}
    )


def _text(value: str | list[str]) -> str:
    return (", ".join(value) if isinstance(value, list) else value) or translate("(niets)")
