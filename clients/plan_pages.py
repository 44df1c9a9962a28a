"""The plan to read: on one page, on a screen turned to the person, on paper, and how its versions differ."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.days import today
from chain.documents import pdf
from chain.formats import day_long, period
from chain.models import Membership
from clients import access, plans, statements, steps, string
from clients.models import Agreement, Client, Plan, PlanGoal, PlanVersion
from clients.models.plan import AGREED_HOW, GOAL_STATUSES, LADDER
from clients.plan_content import Content, changed, content, differences, parsed
from clients.record import Row, as_pearl, client_steps, table
from clients.registered import Panel

GOAL_BUTTONS = {"reach": _("Bereikt"), "drop": _("Loslaten"), "resume": _("Toch verder")}
TONES = {"open": "info", "reached": "good", "dropped": "outline"}


@dataclass
class Goal:
    """A goal with its steps of any partner, beside their bars on the time axis, and the buttons of who may."""

    goal: PlanGoal
    tone: str
    options: list[tuple[str, bool]]  # what to choose from, and whether it was chosen
    chosen: str  # what was chosen beside the options
    rows: list[Row] = field(default_factory=list)
    acts: list[tuple[str, object]] = field(default_factory=list)

    @property
    def undecided(self) -> bool:
        return not self.chosen and not any(taken for _option, taken in self.options)

    @property
    def label(self) -> str:
        return translate("Stappen bij doel: %(goal)s") % {"goal": self.goal.text}


@dataclass
class Line:
    """An agreement: whose, and whether the reader may change it. `late`: whole days after its day."""

    agreement: Agreement
    may: bool
    late: int


def found_plan(client: Client, wanted: str = "") -> Plan | None:
    """The plan that runs or ended last, or the one asked for. Http404 for one that this person does not have."""
    if not wanted:
        return plans.latest(client)
    if not wanted.isdigit():
        raise Http404
    return get_object_or_404(Plan, pk=wanted, client=client)


def choices(options: list[str], chosen: str) -> tuple[list[tuple[str, bool]], str]:
    """The options, each with whether it was chosen, and what was chosen beside them."""
    told = [(option.strip(), option.strip().casefold() == chosen.strip().casefold()) for option in options]
    told = [(option, taken) for option, taken in told if option]
    return told, "" if any(taken for _option, taken in told) else chosen


@login_required
@require_GET
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """The plan on one page: their words, goals with the steps of every partner, agreements, what was agreed and when."""
    found = access.client(request, number, "plan")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = found_plan(found, request.GET.get("plan", ""))
    context: dict[str, Any] = {
        "client": found, "section": "clients", "plan": one, "writes": plans.may_write(membership, found),
        "adds": access.writes(membership, found, "plan"),
    }  # fmt: skip
    if one is None:
        return render(request, "clients/plan.html", context)
    over = one.ended_on is not None
    context["writes"], context["adds"] = context["writes"] and not over, context["adds"] and not over
    goals = list(one.goals.all())
    all_steps = client_steps(found)
    of_plan = [step for step in all_steps if step.plan_goal_id in {goal.pk for goal in goals}]
    loose = [step for step in all_steps if step.plan_goal_id is None and step.status in ("planned", "active")]
    shown = [*of_plan, *([] if over else loose)]
    axis = string.time_axis([as_pearl(step) for step in shown])
    rows = {row.step.pk: row for row in table(shown, axis, number)}
    versions = list(one.versions.order_by("-number").select_related("author"))
    agreements = one.agreements.filter(dropped_on__isnull=True).select_related("partner").order_by("due_on", "pk")
    lines = [_line(agreement, membership, found, over) for agreement in agreements]
    evaluations = list(one.evaluations.order_by("-on", "-pk").select_related("author"))
    changes = changed(one, versions[0]) if versions and not over else []
    context |= {
        "goals": [_goal(goal, [rows[s.pk] for s in of_plan if s.plan_goal_id == goal.pk], context["writes"]) for goal in goals],
        "loose": [] if over else [(rows[step.pk], steps.may(membership, step, "replan")) for step in loose],
        "axis": axis, "open_lines": [line for line in lines if not line.agreement.kept_on],
        "kept_lines": [line for line in lines if line.agreement.kept_on],
        "versions": versions, "last": versions[0] if versions else None,
        "changes": changes, "more": max(len(changes) - 4, 0),
        "evaluations": evaluations, "ladder": ladder(one, [each.ladder for each in evaluations]),
        "late": one.evaluate_on is not None and one.evaluate_on < today(), "today": today(),
        "others": found.plans.exclude(pk=one.pk).order_by("-started_on", "-pk"),
        "again": over and plans.may_write(membership, found) and plans.open_plan(found) is None,
    }  # fmt: skip
    return render(request, "clients/plan.html", context)


def _goal(goal: PlanGoal, rows: list[Row], writes: bool) -> Goal:
    options, beside = choices(goal.options.splitlines(), goal.chosen)
    acts: list[tuple[str, object]] = [(act, GOAL_BUTTONS[act]) for act in goal.moves()] if writes else []
    return Goal(goal, TONES[goal.status], options, beside, rows, acts)


def _line(agreement: Agreement, membership: Membership, found: Client, over: bool) -> Line:
    due, open_now = agreement.due_on, agreement.kept_on is None
    return Line(
        agreement, not over and plans.may_agree_on(membership, found, agreement.partner),
        max((today() - due).days, 0) if due and open_now else 0,
    )  # fmt: skip


def ladder(plan: Plan, measured: list[int | None]) -> list[tuple[object, str]]:
    """The position at the start, now (the last that was measured) and at the end, in words, as far as known."""
    now = next((position for position in measured if position), None)
    told = [(translate("Start"), plan.ladder_start), (translate("Einde"), plan.ladder_end)]
    if now and not plan.ladder_end:
        told[1] = (translate("Nu"), now)
    return [(label, str(LADDER[position])) for label, position in told if position]


@login_required
@require_GET
def together(request: HttpRequest, number: str) -> HttpResponse:
    """The plan for a screen that is turned to the person: large, plain, and nothing else."""
    found = access.client(request, number, "plan")
    one = plans.open_plan(found)
    if one is None:
        raise Http404
    context = {
        "client": found, "plan": one, "section": "clients", **for_reading(content(one)),
        "may_agree": plans.may_write(request.membership, found),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "clients/plan_together.html", context)


def for_reading(what: Content) -> dict[str, Any]:
    """A version's content as the person reads it: goals with choices and steps in their days, agreements by whose."""
    goals = []
    for goal in what["goals"]:
        if goal["status"] == "dropped":
            continue
        options, beside = choices(goal["options"], goal["chosen"])
        goals.append(
            {
                "text": goal["text"], "why": goal["why"], "options": options, "chosen": beside,
                "undecided": not goal["chosen"], "result": goal["result"], "reached": goal["status"] == "reached",
                "steps": [_step(step) for step in goal["steps"]],
            }
        )  # fmt: skip
    whose: dict[str, dict[str, Any]] = {}
    for one in what["agreements"]:
        group = whose.setdefault(one["partner"], {"who": one["partner"], "colour": one["colour"], "lines": []})
        kept = parsed(one["kept_on"])
        group["lines"].append({"text": one["text"], "due_on": parsed(one["due_on"]), "kept_on": kept})
    first = [whose.pop("")] if "" in whose else []
    return {
        "words": what["words"], "limits": what["limits"], "goals": goals, "agreements": first + list(whose.values()),
        "evaluate_on": parsed(what["evaluate_on"]), "kind": what["kind"],
    }  # fmt: skip


def _step(step: Content) -> dict[str, Any]:
    start, end = parsed(step["start"]), parsed(step["end"])
    said = {
        "planned": translate("straks"), "active": translate("nu bezig"), "done": translate("klaar"),
        "stopped": translate("gestopt"),
    }  # fmt: skip
    return {
        "name": step["name"], "partner": step["partner"], "colour": step["colour"], "status": step["status"],
        "said": said[step["status"]], "when": period(start, end if end and start and end >= start else None),
        "goal": step["goal"],
    }  # fmt: skip


@never_cache
@login_required
@require_GET
def plan_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The plan on paper, in plain Dutch: the version agreed last, or the one asked for; else the draft, marked so."""
    found = access.client(request, number, "client", "plan")
    one = found_plan(found, request.GET.get("plan", ""))
    if one is None:
        raise Http404
    wanted, draft = request.GET.get("versie", ""), "concept" in request.GET
    version = one.versions.order_by("-number").first()
    if wanted:
        version = get_object_or_404(one.versions, number=wanted) if wanted.isdigit() and len(wanted) < 5 else None
        if version is None:
            raise Http404
    version = None if draft else version
    said = statements.standing(request.membership, found, ["plan"])  # type: ignore[attr-defined]
    made = pdf("plan", on_paper(found, one, version, said))
    name = f"plan-{found.number}-{f'versie-{version.number}' if version else 'concept'}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def on_paper(
    client: Client, plan: Plan, version: PlanVersion | None, said: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """What templates/documents/plan.typ prints: texts and days in words, nothing to be looked up or reckoned.

    `said`: what the person says beside the plan now (statements.standing), whatever version is printed.
    """
    with override("nl"):
        told = for_reading(version.content if version else content(plan))
        for group in told["agreements"]:
            for line in group["lines"]:
                line["due_on"], line["kept_on"] = day_long(line["due_on"]), day_long(line["kept_on"])
        return {
            **told, "evaluate_on": day_long(told["evaluate_on"]), "name": client.name, "number": client.number,
            "lead": client.lead.name if client.lead else "", "chain": client.chain.name,
            "title": str(plan.get_kind_display()), "started_on": day_long(plan.started_on), "printed_on": day_long(today()),
            "version": version.number if version else 0, "agreed_on": day_long(version.agreed_on) if version else "",
            "how": version.how if version else "", "says": version.says if version else "",
            "statements": [{"on": day_long(one["on"]), "text": one["text"]} for one in said],
        }  # fmt: skip


@login_required
@require_GET
def versions(request: HttpRequest, number: str) -> HttpResponse:
    """The versions that were agreed, and how two of them differ: ?van=1&tot=2; without `tot`, the plan as it is now."""
    found = access.client(request, number, "plan")
    one = found_plan(found, request.GET.get("plan", ""))
    if one is None:
        raise Http404
    there = {str(version.number): version for version in one.versions.order_by("-number").select_related("author")}
    numbers = list(there)
    now = one.ended_on is None
    latest = numbers[0] if numbers else ""
    old = request.GET.get("van") or (latest if now else next(iter(numbers[1:]), latest))
    new = request.GET.get("tot") or ("nu" if now else latest)
    if there and (old not in there or (new not in there and new != "nu")):
        raise Http404
    all_changes = []
    if there and old != new:
        all_changes = differences(there[old].content, content(one) if new == "nu" else there[new].content)
    context = {
        "client": found, "plan": one, "section": "clients", "versions": list(there.values()), "old": old, "new": new,
        "changes": [change for change in all_changes if not change.progress],
        "progress": [change for change in all_changes if change.progress],
        "tones": {"added": "good", "removed": "warn", "changed": "info"}, "now": now, "agreed_how": AGREED_HOW,
    }  # fmt: skip
    return render(request, "clients/plan_versions.html", context)


def panel(membership: Membership, client: Client) -> Panel | None:
    """The plan in the record: their words, the goals and when it is looked back on. One query."""
    if not access.reads(membership, client, "plan"):
        return None
    one, goals = plans.in_short(client)
    found = [{**goal, "tone": TONES[goal["status"]], "said": GOAL_STATUSES[goal["status"]]} for goal in goals]
    context = {
        "plan": one, "goals": found, "writes": plans.may_write(membership, client),
        "late": bool(one and one.evaluate_on and one.evaluate_on < today()),
    }  # fmt: skip
    return Panel("plan", "plan", "clients/panel_plan.html", context, place="main", position=20)
