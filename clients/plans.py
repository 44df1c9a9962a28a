"""What is done with a plan: start it, change it, goals, agreements, agree on it with the person, evaluate, end.

The point of contact's caseworkers write the plan with the person; every partner that sees it writes agreements of its
own, and puts its own steps under a goal. Each act checks who may, locks the plan's row, changes and tells, in one
transaction; a new version keeps the plan as it was agreed (clients/plan_content.py), whatever changes later.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership, Partner
from clients import access, steps, terms
from clients.asked import ask
from clients.models import Agreement, Client, Evaluation, Plan, PlanGoal, PlanVersion, Step
from clients.models.plan import AGREED_HOW, GOAL_MOVES, PLAN_ENDS, PLAN_KINDS
from clients.plan_content import content
from clients.steps import NotNow as NotNow
from clients.steps import acting, is_of
from clients.timeline import record

EVALUATE_AFTER = 6  # months, where the chain has no term of its own (research.md 11: plan_evaluatie)
ENDS_WITHOUT_LADDER = frozenset({"closed"})  # a death, a move away: nobody can tell any more
LATEST_FIRST = (F("ended_on").desc(nulls_first=True), "-pk")  # the one that runs, else the one that ended last
# The latest plan in short, as the record page shows it.
LATEST = """
    select p.kind, p.words, p.evaluate_on, p.ended_on, p.end_reason,
      (select max(v.agreed_on) from clients_planversion v where v.plan_id = p.id) as agreed_on,
      (select json_agg(json_build_object('id', g.id, 'text', g.text, 'status', g.status) order by g.position, g.id)
        from clients_plangoal g where g.plan_id = p.id) as goals
    from clients_plan p where p.client_id = %(client)s order by p.ended_on desc nulls first, p.id desc limit 1"""
TOLD_AS = {"reach": "goal-reached", "drop": "goal-dropped"}


def may_write(membership: Membership, client: Client) -> bool:
    """Whether the membership writes this person's plan: the point of contact's caseworkers, in an open file."""
    if membership.role == "system":
        return True
    return bool(membership.is_contact_point) and access.writes(membership, client, "plan")


def may_agree_on(membership: Membership, client: Client, partner: Partner | None) -> bool:
    """Whether the membership writes an agreement of the partner (None: the person's own)."""
    if may_write(membership, client):
        return True
    return partner is not None and access.writes(membership, client, "plan") and is_of(membership, partner)


def open_plan(client: Client) -> Plan | None:
    """The plan that runs; None if there is none."""
    return client.plans.filter(ended_on__isnull=True).first()


def latest(client: Client) -> Plan | None:
    """The plan that runs, else the one that ended last; None if there never was one."""
    return client.plans.order_by(*LATEST_FIRST).first()


def in_short(client: Client) -> tuple[Plan | None, list[dict[str, Any]]]:
    """The latest plan, with `agreed_on`, and id, text and status of its goals: for the record page."""
    there = client.asked or ask({"plan": LATEST}, {"client": client.pk})
    for row in there["plan"]:
        agreed_on, goals = row.pop("agreed_on"), row.pop("goals")
        plan = Plan(client=client, **row)
        plan.agreed_on = agreed_on  # type: ignore[attr-defined]
        return plan, goals or []
    return None, []


def start(
    client: Client,
    *,
    kind: str = "action",
    words: str = "",
    limits: str = "",
    ladder_start: int | None = None,
    on: dt.date | None = None,
    by: Membership | None = None,
) -> Plan:
    """A plan from the day (today) on; `ladder_start` is the position on the participation ladder, 1 to 6.

    ValidationError where one runs already or the position is not known: Regeling SUWI, annex II wants it at the start.
    """
    by, on = acting(by), on or today()
    if not may_write(by, client):
        raise PermissionDenied
    _check_day(on, by)
    _check_ladder(ladder_start, "ladder_start", by)
    PLAN_KINDS[kind]
    with transaction.atomic():
        Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
        if open_plan(client) is not None:
            raise ValidationError(_("Er loopt al een plan. Sluit dat eerst af."))
        plan = Plan.objects.create(
            client=client, chain_id=client.chain_id, kind=kind, words=words.strip(), limits=limits.strip(),
            ladder_start=ladder_start, started_on=on, evaluate_on=next_evaluation(client.chain_id, on),
            author_id=by.user_id,
        )  # fmt: skip
        record("plan-started", client, about=plan, on=on, kind=PLAN_KINDS[kind])
    return plan


def next_evaluation(chain_id: int, since: dt.date) -> dt.date:
    """When the plan is looked back on, by the chain's term, else after six months: Participatiewet, article 44a."""
    by_term = terms.due_on(chain_id, "plan-evaluation", since=since)
    return by_term or terms.after(since, EVALUATE_AFTER, "months")


def add_goal(
    plan: Plan, text: str, *, why: str = "", options: str = "", chosen: str = "", by: Membership | None = None
) -> PlanGoal:
    """A goal at the end of the plan; `options` are what the person chose from, one a line. NotNow if the plan ended."""
    by = acting(by)
    with transaction.atomic():
        plan = locked(plan, by)
        last = plan.goals.aggregate(last=Max("position"))["last"]
        return PlanGoal.objects.create(
            plan=plan, client_id=plan.client_id, chain_id=plan.chain_id, position=(last or 0) + 1, text=text.strip(),
            why=why.strip(), options=options.strip(), chosen=chosen.strip(),
        )  # fmt: skip


def move_goal(
    goal: PlanGoal, act: str, *, result: str = "", on: dt.date | None = None, by: Membership | None = None
) -> PlanGoal:
    """Reach, drop or resume a goal (GOAL_MOVES); `result` is how it went, or why not.

    KeyError for another act; NotNow where the goal's status or the plan's end does not allow it; ValidationError
    without a result, or for a day to come.
    """
    before, after = GOAL_MOVES[act]
    by, on, result = acting(by), on or today(), result.strip()
    _check_day(on, by)
    with transaction.atomic():
        plan = locked(goal.plan, by)
        goal = plan.goals.select_for_update(of=("self",)).get(pk=goal.pk)
        if goal.status not in before:
            raise NotNow
        if act != "resume" and not result:
            raise ValidationError({"result": _("Vul in hoe het ging") if act == "reach" else _("Vul in waarom")})
        goal.status, goal.result = after, result
        goal.version += 1
        goal.save(update_fields=["status", "result", "version"])
        if act in TOLD_AS:
            record(TOLD_AS[act], plan.client, about=goal, on=on, goal=goal.text, result=result)
    return goal


def attach(step: Step, goal: PlanGoal | None, *, by: Membership | None = None) -> Step:
    """Put the step under a goal of its person's open plan, or under none: who carries it out, and the point of contact."""
    by = acting(by)
    with transaction.atomic():
        rows = Step.objects.select_for_update(of=("self",)).select_related("client", "partner")
        found = rows.filter(pk=step.pk).first()  # not there: the policies keep it from who does not write it
        if found is None or not steps.may(by, found, "replan"):
            raise PermissionDenied
        steps.check_goal(goal, found.client)
        found.plan_goal = goal
        found.version += 1
        found.save(update_fields=["plan_goal", "version"])
    return found


def add_agreement(
    plan: Plan,
    text: str,
    *,
    partner: Partner | None = None,
    due_on: dt.date | None = None,
    by: Membership | None = None,
) -> Agreement:
    """Who does what by when: the partner, or the person where none is given."""
    by = acting(by)
    with transaction.atomic():
        plan = locked(plan, by, partner=partner, whole=False)
        return Agreement.objects.create(
            plan=plan, client_id=plan.client_id, chain_id=plan.chain_id, partner=partner, text=text.strip(),
            due_on=due_on,
        )  # fmt: skip


def settle(
    agreement: Agreement, *, kept: bool = True, on: dt.date | None = None, by: Membership | None = None
) -> Agreement:
    """The agreement was kept on the day (today), or no longer holds. A second time changes nothing."""
    by, on = acting(by), on or today()
    _check_day(on, by)
    with transaction.atomic():
        plan = locked(agreement.plan, by, partner=agreement.partner, whole=False)
        found = plan.agreements.select_for_update(of=("self",)).get(pk=agreement.pk)
        if found.kept_on is None and found.dropped_on is None:
            found.kept_on, found.dropped_on = (on, None) if kept else (None, on)
            found.version += 1
            found.save(update_fields=["kept_on", "dropped_on", "version"])
    return found


def agree(
    plan: Plan, *, how: str, says: str = "", on: dt.date | None = None, by: Membership | None = None
) -> PlanVersion:
    """The plan as it now stands, discussed with the person on the day (today): a version that never changes.

    `says` is what the person thinks of it, and has to be told where they do not agree: the plan holds all the same
    (Participatiewet, article 44a), and what they say stands with it. ValidationError for a plan without a goal.
    """
    by, on, says = acting(by), on or today(), says.strip()
    AGREED_HOW[how]
    assert by.partner_id  # a job discusses no plan
    with transaction.atomic():
        plan = locked(plan, by)
        _check_day(on, by, since=plan.started_on)
        if how == "not" and not says:
            raise ValidationError({"says": _("Schrijf op wat de inwoner ervan vindt")})
        if not plan.goals.exists():
            raise ValidationError(_("Zet eerst een doel in het plan"))
        last = plan.versions.aggregate(last=Max("number"))["last"] or 0
        version = PlanVersion.objects.create(
            plan=plan, client_id=plan.client_id, chain_id=plan.chain_id, number=last + 1, content=content(plan),
            agreed_on=on, how=how, says=says, partner_id=by.partner_id, author_id=by.user_id,
        )  # fmt: skip
        record("plan-agreed", plan.client, about=plan, on=on, version=version.number, how=AGREED_HOW[how])
    return version


def evaluate(
    plan: Plan,
    text: str,
    *,
    words: str = "",
    ladder: int | None = None,
    evaluate_on: dt.date | None = None,
    on: dt.date | None = None,
    by: Membership | None = None,
) -> Evaluation:
    """Look back on the plan with the person, on the day (today): how it goes, in their words, where they stand now.

    `evaluate_on` is the next time, by the chain's term where none is given (Participatiewet, article 44a).
    """
    by, on, text = acting(by), on or today(), text.strip()
    assert by.partner_id
    if not text:
        raise ValidationError({"text": _("Vul in hoe het gaat")})
    with transaction.atomic():
        plan = locked(plan, by)
        _check_day(on, by, since=plan.started_on)
        if evaluate_on is not None and evaluate_on <= on:
            raise ValidationError({"evaluate_on": _("Kies een dag na deze evaluatie")})
        evaluation = Evaluation.objects.create(
            plan=plan, client_id=plan.client_id, chain_id=plan.chain_id, on=on, text=text, words=words.strip(),
            ladder=ladder, partner_id=by.partner_id, author_id=by.user_id,
        )  # fmt: skip
        plan.evaluate_on = evaluate_on or next_evaluation(plan.chain_id, on)
        save(plan, "evaluate_on")
        record("plan-evaluated", plan.client, about=plan, on=on, next=plan.evaluate_on)
    return evaluation


def end(
    plan: Plan, reason: str, *, ladder_end: int | None = None, on: dt.date | None = None, by: Membership | None = None
) -> Plan:
    """The plan's last day is the day (today): why, and where the person stands now (Regeling SUWI, annex II).

    NotNow for one that ended already. Its goals and agreements stay as they are.
    """
    by, on = acting(by), on or today()
    PLAN_ENDS[reason]
    with transaction.atomic():
        plan = locked(plan, by)
        _check_day(on, by, since=plan.started_on)
        if reason not in ENDS_WITHOUT_LADDER:
            _check_ladder(ladder_end, "ladder_end", by)
        plan.ended_on, plan.end_reason, plan.ladder_end, plan.evaluate_on = on, reason, ladder_end, None
        save(plan, "ended_on", "end_reason", "ladder_end", "evaluate_on")
        record("plan-ended", plan.client, about=plan, on=on, reason=PLAN_ENDS[reason])
    return plan


def locked(plan: Plan, by: Membership, *, partner: Partner | None = None, whole: bool = True) -> Plan:
    """The plan as it is now, locked until the end of the transaction.

    PermissionDenied for who may not write it (`whole`), or no agreement of the partner; NotNow for one that has ended.
    """
    # Only who writes the plan can lock its row under the policies: an agreement of a partner needs no lock.
    found = Plan.objects.select_related("client").filter(pk=plan.pk)
    if may_write(by, plan.client):
        found = found.select_for_update(of=("self",))
    elif whole or not may_agree_on(by, plan.client, partner):
        raise PermissionDenied
    current = found.get()
    if current.ended_on is not None:
        raise NotNow
    return current


def save(plan: Plan, *fields: str) -> None:
    plan.version += 1
    plan.save(update_fields=[*fields, "version"])


def _check_day(on: dt.date, by: Membership, since: dt.date | None = None) -> None:
    steps.check_day(on, by)
    if since and on < since:
        raise ValidationError({"on": _("Deze dag ligt vóór het begin van het plan")})


def _check_ladder(position: Any, field: str, by: Membership) -> None:
    """Known, of people at the desk; what is taken over from elsewhere may lack it."""
    if position is None and by.role != "system":
        raise ValidationError({field: _("Kies een trede")})
