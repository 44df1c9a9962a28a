"""The pages on which the plan is written: each a small form, with what it does (clients/plans.py)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from chain.days import today
from chain.models import Membership
from chain.once import carry_out
from clients import access, plans, steps
from clients.models import Agreement, Client, Plan, PlanGoal, Step
from clients.models.plan import GOAL_MOVES
from clients.plan_content import changed
from clients.plan_forms import (
    AgreeForm,
    AgreementForm,
    EndForm,
    EvaluateForm,
    GoalForm,
    PlanEditForm,
    PlanNewForm,
    ResultForm,
    StepGoalForm,
)
from clients.registered import initial as start

# act -> (title of its page, button, what is said when it is done)
GOAL_ACTS: dict[str, tuple[object, object, object]] = {
    "reach": (_("Doel bereikt"), _("Doel bereikt"), _("Het doel is bereikt.")),
    "drop": (_("Doel loslaten"), _("Loslaten"), _("Het doel is losgelaten.")),
    "resume": (_("Toch verder met dit doel"), _("Verder met dit doel"), _("Het doel loopt weer.")),
}


def _writing(request: HttpRequest, number: str) -> tuple[Client, Membership]:
    """The client, for who writes the whole plan."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not plans.may_write(membership, found):
        raise PermissionDenied
    return found, membership


def _open(client: Client) -> Plan:
    plan = plans.open_plan(client)
    if plan is None:
        raise Http404
    return plan


def _of_open(model: type[Any], client: Client, pk: int) -> Any:
    """A goal or agreement of the person's open plan."""
    rows = model.objects.select_related("plan", "plan__client")
    return get_object_or_404(rows, pk=pk, client=client, plan__ended_on__isnull=True)


def _page(request: HttpRequest, client: Client, form: Any, title: object, button: object, **more: Any) -> HttpResponse:
    context = {
        "client": client, "form": form, "section": "clients", "title": title, "button": button, "lead": "",
        "back": reverse("plan", args=[client.number]), **more,
    }  # fmt: skip
    return render(request, "clients/plan_form.html", context, status=422 if form.is_bound else 200)


def _carried_out(
    request: HttpRequest, form: Any, number: str, act: Callable[[], str], said: object, page: str = "plan"
) -> HttpResponse | None:
    """Carry out the act and go to the page, at the anchor that it gives; None where it refused: the form says why."""

    def led() -> str:
        return reverse(page, args=[number]) + act()

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dit was al veranderd. Hier ziet u hoe het nu is."))
        return HttpResponseRedirect(reverse("plan", args=[number]))

    return carry_out(request, form, led, said, too_late)


def _saved(request: HttpRequest, form: Any, plan: Plan, by: Membership, anchor: str, **who: Any) -> HttpResponse | None:
    """Save a form of a row with a version, under the plan's lock; None where it is not valid, or stale."""
    number = plan.client.number
    try:
        with transaction.atomic():
            plans.locked(plan, by, **who)
            if not form.is_valid():
                return None
            form.save()
    except plans.NotNow:
        messages.info(request, translate("Dit was al veranderd. Hier ziet u hoe het nu is."))
        return HttpResponseRedirect(reverse("plan", args=[number]))
    messages.success(request, translate("Het plan is gewijzigd."))
    return HttpResponseRedirect(reverse("plan", args=[number]) + anchor)


@login_required
@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest, number: str) -> HttpResponse:
    found, membership = _writing(request, number)
    if request.method == "GET" and plans.open_plan(found):
        return HttpResponseRedirect(reverse("plan", args=[number]))
    initial = {"kind": "action", "started_on": today()} | start(request, found, "plan")
    form = PlanNewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            plans.start(
                found, kind=clean["kind"], words=clean["words"], limits=clean["limits"],
                ladder_start=clean["ladder_start"], on=clean["started_on"], by=membership,
            )  # fmt: skip
            return ""

        said = translate("Het plan is begonnen. Zet er samen de doelen in.")
        if answer := _carried_out(request, form, number, act, said):
            return answer
    lead = translate("U maakt het plan samen. Begin met wat de persoon zelf wil.")
    return _page(request, found, form, _("Plan beginnen"), _("Plan beginnen"), lead=lead, keep=True)


@login_required
@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, number: str) -> HttpResponse:
    found, membership = _writing(request, number)
    one = _open(found)
    form = PlanEditForm(request.POST or None, instance=one)
    if request.method == "POST" and (answer := _saved(request, form, one, membership, "#words")):
        return answer
    return _page(request, found, form, _("Plan wijzigen"), _("Opslaan"), keep=True)


@login_required
@require_http_methods(["GET", "POST"])
def goal_new(request: HttpRequest, number: str) -> HttpResponse:
    found, membership = _writing(request, number)
    one = _open(found)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            goal = plans.add_goal(
                one, clean["text"], why=clean["why"], options=clean["options"], chosen=clean["chosen"], by=membership
            )
            return f"#goal-{goal.pk}"

        if answer := _carried_out(request, form, number, act, translate("Het doel staat in het plan.")):
            return answer
    return _page(request, found, form, _("Doel toevoegen"), _("In het plan zetten"), plan=one, keep=True)


@login_required
@require_http_methods(["GET", "POST"])
def goal_edit(request: HttpRequest, number: str, goal_id: int) -> HttpResponse:
    found, membership = _writing(request, number)
    goal = _of_open(PlanGoal, found, goal_id)
    form = GoalForm(request.POST or None, instance=goal)
    if request.method == "POST" and (answer := _saved(request, form, goal.plan, membership, f"#goal-{goal.pk}")):
        return answer
    return _page(request, found, form, _("Doel wijzigen"), _("Opslaan"), plan=goal.plan, keep=True)


@login_required
@require_http_methods(["GET", "POST"])
def goal_act(request: HttpRequest, number: str, goal_id: int, act: str) -> HttpResponse:
    """Reach, drop or resume a goal."""
    if act not in GOAL_MOVES:
        raise Http404
    found, membership = _writing(request, number)
    goal = _of_open(PlanGoal, found, goal_id)
    form = ResultForm(request.POST or None, act=act)
    if act == "resume":
        form.fields["result"].required = False
        form.fields["result"].widget = form.fields["result"].hidden_widget()
    if request.method == "POST" and form.is_valid():

        def carry_out() -> str:
            plans.move_goal(goal, act, result=form.cleaned_data["result"], by=membership)
            return f"#goal-{goal.pk}"

        if answer := _carried_out(request, form, number, carry_out, GOAL_ACTS[act][2]):
            return answer
    return _page(request, found, form, GOAL_ACTS[act][0], GOAL_ACTS[act][1], lead=goal.text)


@login_required
@require_http_methods(["GET", "POST"])
def step_goal(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Put a step that there is already under a goal of the plan, or take it away from one."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    step = get_object_or_404(Step.objects.select_related("instrument", "partner", "client"), pk=step_id, client=found)
    if not steps.may(membership, step, "replan"):
        raise PermissionDenied
    one = plans.open_plan(found)
    goals = PlanGoal.objects.filter(plan=one, status="open")
    form = StepGoalForm(request.POST or None, goals=goals, initial={"plan_goal": step.plan_goal_id})
    if request.method == "POST" and form.is_valid():
        goal = form.cleaned_data["plan_goal"]

        def act() -> str:
            plans.attach(step, goal, by=membership)
            return f"#goal-{goal.pk}" if goal else "#loose"

        if answer := _carried_out(request, form, number, act, translate("De stap staat bij het doel.")):
            return answer
    title = translate("Doel van %(step)s") % {"step": step.instrument.name}
    return _page(request, found, form, title, _("Opslaan"))


@login_required
@require_http_methods(["GET", "POST"])
def agreement_new(request: HttpRequest, number: str) -> HttpResponse:
    """An agreement of the person or any partner, for who writes the plan; others write their own."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = _open(found)
    form = AgreementForm(request.POST or None, client=found, membership=membership)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            plans.add_agreement(one, clean["text"], partner=clean["partner"], due_on=clean["due_on"], by=membership)
            return "#agreements"

        if answer := _carried_out(request, form, number, act, translate("De afspraak staat in het plan.")):
            return answer
    return _page(request, found, form, _("Afspraak maken"), _("In het plan zetten"))


def _agreement(request: HttpRequest, number: str, pk: int) -> tuple[Client, Membership, Agreement]:
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one: Agreement = _of_open(Agreement, found, pk)
    if not plans.may_agree_on(membership, found, one.partner):
        raise PermissionDenied
    return found, membership, one


@login_required
@require_http_methods(["GET", "POST"])
def agreement_edit(request: HttpRequest, number: str, agreement_id: int) -> HttpResponse:
    found, membership, one = _agreement(request, number, agreement_id)
    form = AgreementForm(request.POST or None, instance=one, client=found, membership=membership)
    if request.method == "POST" and (
        answer := _saved(request, form, one.plan, membership, "#agreements", partner=one.partner, whole=False)
    ):
        return answer
    return _page(request, found, form, _("Afspraak wijzigen"), _("Opslaan"))


@login_required
@require_POST
def agreement_settle(request: HttpRequest, number: str, agreement_id: int) -> HttpResponse:
    """The agreement was kept, or no longer holds (`dropped`). A second time changes nothing."""
    _found, membership, one = _agreement(request, number, agreement_id)
    kept = "dropped" not in request.POST
    try:
        plans.settle(one, kept=kept, by=membership)
    except plans.NotNow:
        messages.info(request, translate("Dit was al veranderd. Hier ziet u hoe het nu is."))
    else:
        messages.success(
            request, translate("De afspraak is gedaan.") if kept else translate("De afspraak is vervallen.")
        )
    return HttpResponseRedirect(reverse("plan", args=[number]) + "#agreements")


@login_required
@require_http_methods(["GET", "POST"])
def plan_agree(request: HttpRequest, number: str) -> HttpResponse:
    """What the person thinks of the plan: kept with the plan as it now stands, which becomes a version."""
    found, membership = _writing(request, number)
    one = _open(found)
    form = AgreeForm(request.POST or None, initial={"on": today()}, together="samen" in request.GET)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            plans.agree(one, how=clean["how"], says=clean["says"], on=clean["on"], by=membership)
            return ""

        said = translate("Het plan is vastgelegd zoals u het besprak.")
        page = "plan_together" if "samen" in request.GET else "plan"
        if answer := _carried_out(request, form, number, act, said, page):
            return answer
    lead = translate("Het plan zoals het er nu staat, wordt een versie die niet meer verandert.")
    if "samen" in request.GET:  # the screen is still turned to the person
        context = {"client": found, "form": form, "section": "clients"}
        return render(request, "clients/plan_together_agree.html", context, status=422 if form.is_bound else 200)
    last = one.versions.order_by("-number").first()
    return _page(request, found, form, _("Akkoord vastleggen"), _("Vastleggen"), lead=lead, changes=changed(one, last))


@login_required
@require_http_methods(["GET", "POST"])
def plan_evaluate(request: HttpRequest, number: str) -> HttpResponse:
    found, membership = _writing(request, number)
    one = _open(found)
    form = EvaluateForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            plans.evaluate(
                one, clean["text"], words=clean["words"], ladder=clean["ladder"], evaluate_on=clean["evaluate_on"],
                on=clean["on"], by=membership,
            )  # fmt: skip
            return "#evaluations"

        if answer := _carried_out(request, form, number, act, translate("De evaluatie is opgeslagen.")):
            return answer
    lead = translate("Kijk samen terug: wat lukte, wat niet, en wat doen we anders?")
    return _page(request, found, form, _("Samen terugkijken"), _("Opslaan"), lead=lead, keep=True)


@login_required
@require_http_methods(["GET", "POST"])
def plan_end(request: HttpRequest, number: str) -> HttpResponse:
    found, membership = _writing(request, number)
    one = _open(found)
    form = EndForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            plans.end(one, clean["reason"], ladder_end=clean["ladder_end"], on=clean["on"], by=membership)
            return ""

        if answer := _carried_out(request, form, number, act, translate("Het plan is afgesloten.")):
            return answer
    lead = translate("Het plan blijft te lezen. Stappen die nog lopen, gaan door.")
    return _page(request, found, form, _("Plan afsluiten"), _("Plan afsluiten"), lead=lead)
