"""The pages of activation places and signals of not cooperating, for the few who read the part."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client, Step
from development import cooperation
from development.cooperation_forms import DecideForm, HearForm, ReasonForm, SignalForm, WithdrawForm
from development.models import ActivationReason, Attendance, CooperationSignal
from development.models.course import MARKS
from development.models.support import DECISIONS, SIGNAL_STATUSES, SIGNALS
from development.support_pages import fetch_step

PART = cooperation.PART
TONES = {"open": "warn", "decided": "info", "withdrawn": "outline"}
LOOK_BACK = dt.timedelta(weeks=6)  # of who was there, beside a signal
# act -> title of its form, button, what is said when it is done
ACTS: dict[str, tuple[Any, Any, Any]] = {
    "decide": (_("Besluiten"), _("Besluit vastleggen"), _("Het besluit is vastgelegd.")),
    "hear": (
        _("Wat de inwoner ervan zegt"),
        _("Opslaan"),
        _("Opgeslagen: wat de inwoner ervan zegt."),
    ),
    "withdraw": (_("Signaal intrekken"), _("Intrekken"), _("Het signaal is ingetrokken.")),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def activation(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Beside a step in an activation place: why, what was agreed, and what the person says."""
    found = access.client(request, number, "client", "plan", PART)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    step = get_object_or_404(Step.objects.select_related("instrument", "partner"), client=found, pk=step_id)
    if not cooperation.is_activation(step):
        return redirect("step", number, step_id)
    writes = cooperation.may_explain(membership, found, step)
    if request.method == "POST" and not writes:
        access.look(membership, found, [PART], "refused")
        raise PermissionDenied
    kept = ActivationReason.objects.filter(step=step).select_related("author").first()
    there = kept or ActivationReason(step=step)
    form = ReasonForm(request.POST or None, instance=there) if writes else None
    back = reverse("activation", args=[number, step_id])

    def act() -> str:
        assert form
        cooperation.explain(form.instance, by=membership)
        return back

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
        return redirect(back)

    if form and (done := carry_out(request, form, act, translate("Opgeslagen."), too_late)):
        return done
    context = {
        "client": found, "section": "clients", "step": step, "reason": kept, "form": form,
        "open": bool(form and (form.is_bound or kept is None)),
        "signals": rows(CooperationSignal.objects.filter(client=found, step=step)),
        "tells": cooperation.may_tell(membership, found) and step.status == "active",
    }  # fmt: skip
    return render(request, "development/activation.html", context, status=422 if form and form.is_bound else 200)


def rows(found: Any) -> list[dict[str, Any]]:
    """Signals as lists show them, the latest first."""
    latest = found.select_related("partner", "author").order_by("-on", "-pk")[:10]
    return [
        {"signal": one, "what": SIGNALS[one.what], "status": SIGNAL_STATUSES[one.status], "tone": TONES[one.status],
         "decision": DECISIONS.get(one.decision, "")}
        for one in latest
    ]  # fmt: skip


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def signal_new(request: HttpRequest, number: str) -> HttpResponse:
    """Tell the point of contact that somebody does not cooperate (?stap= where it is about a step)."""
    found = access.client(request, number, "client", "plan", PART)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not cooperation.may_tell(membership, found):
        access.look(membership, found, [PART], "refused")
        raise PermissionDenied
    there = Step.objects.filter(client=found).exclude(status="cancelled").select_related("instrument")
    step = fetch_step(found, request.GET.get("stap", ""))
    form = SignalForm(
        request.POST or None, there=there.order_by("-started_on", "-pk"), initial={"step": step.pk} if step else {}
    )

    def act() -> str:
        clean = form.cleaned_data
        made = cooperation.tell(
            found, clean["what"], clean["evidence"], clean["on"], step=clean["step"], person_view=clean["person_view"],
            heard_on=clean["heard_on"], by=membership,
        )  # fmt: skip
        return reverse("signal", args=[number, made.pk])

    if done := carry_out(request, form, act, translate("Verstuurd. Wie de regie heeft, ziet het op Mijn dag.")):
        return done
    context = {
        "client": found, "section": "clients", "form": form, "marks": _marks(membership, found, step, None),
        "back": reverse("step", args=[number, step.pk]) if step else reverse("record", args=[number]),
    }  # fmt: skip
    return render(request, "development/signal_new.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def signal(request: HttpRequest, number: str, signal_id: int) -> HttpResponse:
    """What was told, what the person says of it, and what was decided; with what may be done now."""
    found = access.client(request, number, "client", PART, also=("plan",))
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = get_object_or_404(
        CooperationSignal.objects.select_related("partner", "author", "decided_by", "step__instrument", "step__partner"),
        client=found, pk=signal_id,
    )  # fmt: skip
    one.client = found
    acts = cooperation.moves(membership, one)
    typed = request.POST.get("act", "") if request.method == "POST" else ""
    form: Any = None
    if request.method == "POST":
        if typed not in ACTS:
            raise Http404
        if not cooperation.may(membership, one, typed):
            access.look(membership, found, [PART], "refused")
            raise PermissionDenied
        form = _form(typed, one, request.POST)
        if done := _carried_out(request, typed, form, one, membership):
            return done
    forms = [
        {"act": act, "title": ACTS[act][0], "button": ACTS[act][1], "open": act == typed,
         "form": form if act == typed else _form(act, one)}
        for act in ACTS if act in acts
    ]  # fmt: skip
    first = "decide" if "decide" in acts else "hear"
    plan = access.reads(membership, found, "plan")
    context = {
        "client": found, "section": "clients", "signal": one, "what": SIGNALS[one.what], "first": first,
        "status": SIGNAL_STATUSES[one.status], "tone": TONES[one.status], "decision": DECISIONS.get(one.decision, ""),
        "handed_over": one.decision == "handed-over", "shows_plan": plan,
        "marks": _marks(membership, found, one.step, one.on) if plan else None,
        "row": next((row for row in forms if row["act"] == first), None),
        "rows": [row for row in forms if row["act"] != first],
    }  # fmt: skip
    return render(request, "development/signal.html", context, status=422 if form is not None else 200)


def _form(act: str, one: CooperationSignal, data: Any = None) -> Any:
    ids = f"id_{act}_%s"
    if act == "hear":
        return HearForm(data, instance=one, auto_id=ids)
    return (DecideForm if act == "decide" else WithdrawForm)(data, auto_id=ids)


def _carried_out(
    request: HttpRequest, act: str, form: Any, one: CooperationSignal, by: Membership
) -> HttpResponse | None:  # fmt: skip
    def carry() -> str:
        if act == "hear":
            cooperation.hear(one, form.cleaned_data["person_view"], form.cleaned_data["heard_on"], by=by)
        elif act == "decide":
            cooperation.decide(one, form.cleaned_data["decision"], form.cleaned_data["why"], by=by)
        else:
            cooperation.withdraw(one, form.cleaned_data["why"], by=by)
        return reverse("signal", args=[one.client.number, one.pk])

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
        return redirect("signal", one.client.number, one.pk)

    return carry_out(request, form, carry, ACTS[act][2], too_late)


def _marks(membership: Membership, client: Client, step: Step | None, until: dt.date | None) -> dict[str, Any] | None:
    """Who was there on the step in the weeks before the day (or the last ones): what a signal can lean on; None where
    nothing was marked, or for who does not read the plan."""
    if step is None or not access.reads(membership, client, "plan"):
        return None
    found = Attendance.objects.filter(step=step)
    if until:
        found = found.filter(on__gt=until - LOOK_BACK, on__lte=until + dt.timedelta(7))
    marked = list(found.order_by("-on")[:30])
    if not marked:
        return None
    counts = [(name, sum(one.mark == key for one in marked)) for key, name in MARKS.items()]
    return {
        "step": step, "counts": [each for each in counts if each[1]], "first": marked[-1].on, "last": marked[0].on,
        "days": [(one.on, MARKS[one.mark], one.mark) for one in marked if one.mark != "present"],
    }  # fmt: skip
