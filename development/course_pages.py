"""The pages of a step that runs: another last day, a pause, going on again, and its end with what should follow."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.models import Membership
from chain.once import OnceForm, carry_out
from clients import access, steps
from clients.models import Client, Step
from clients.models.step import STATUSES
from clients.step_pages import elsewhere
from development import course
from development.course_forms import EndForm, ExtendForm, PauseForm, ResumeForm


def page(step: Step, number: str, act: str) -> str:
    """The address of the page here that does the act with the step (registered in the settings); "" for none.

    Another end of what runs takes a reason; a module ends with what should follow.
    """
    if act == "replan" and step.status == "active" and not elsewhere(step):
        return reverse("step_extend", args=[number, step.pk])
    if act in course.ENDS and course.is_module(step.instrument):
        return reverse("step_end", args=[number, step.pk]) + ("?hoe=stop" if act == "stop" else "")
    return ""


def fetch(request: HttpRequest, number: str, step_id: int, act: str) -> tuple[Client, Step]:
    """A step of a person in sight, for who may do the act with it; 404 for one that begins and ends elsewhere."""
    found = access.client(request, number, "plan", write=True)
    one = get_object_or_404(Step.objects.select_related("instrument", "partner"), pk=step_id, client=found)
    one.client = found
    if not steps.may(request.membership, one, act):  # type: ignore[attr-defined]
        raise PermissionDenied
    if elsewhere(one):
        raise Http404
    return found, one


def _too_late(request: HttpRequest, one: Step) -> Callable[[], HttpResponse]:
    """Somebody was first: say how it stands now instead of doing it again."""

    def answer() -> HttpResponse:
        one.refresh_from_db(fields=["status"])
        what = {"step": one.instrument.name, "status": STATUSES[one.status]}
        messages.info(request, translate("%(step)s was al veranderd. Status nu: %(status)s.") % what)
        return redirect("step", one.client.number, one.pk)

    return answer


def _back(one: Step) -> str:
    return reverse("step", args=[one.client.number, one.pk])


def _shown(request: HttpRequest, one: Step, form: OnceForm, title: object, button: object, **more: Any) -> HttpResponse:
    context = {
        "client": one.client, "section": "clients", "step": one, "form": form, "title": str(title) % {"step": one.instrument},
        "button": button, "lead": "", "back": reverse("step", args=[one.client.number, one.pk]), **more,
    }  # fmt: skip
    return render(request, "development/step_act.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def step_extend(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Another last day for a running step: later with a reason, or earlier."""
    _found, one = fetch(request, number, step_id, "replan")
    by: Membership = request.membership  # type: ignore[attr-defined]
    form = ExtendForm(request.POST or None, step=one)

    def act() -> str:
        until = form.cleaned_data["until"]
        if form.later():
            course.extend(one, until, form.cleaned_data["reason"], by=by)
        elif until != one.planned_end:
            steps.replan(one, planned_on=one.planned_on or today(), planned_end=until, by=by)
        return _back(one)

    said = translate("Het einde van %(step)s is verzet.") % {"step": one.instrument}
    if done := carry_out(request, form, act, said, _too_late(request, one)):
        return done
    if one.status != "active":
        return _too_late(request, one)()
    times = one.extensions.count()
    return _shown(request, one, form, _("Einde van %(step)s verzetten"), _("Opslaan"), times=times)


@login_required
@require_http_methods(["GET", "POST"])
def step_pause(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Let a running step stand still for a time."""
    _found, one = fetch(request, number, step_id, "replan")
    form = PauseForm(request.POST or None)

    def act() -> str:
        course.pause(one, **form.cleaned_data, by=request.membership)  # type: ignore[attr-defined]
        return _back(one)

    said = translate("%(step)s staat stil.") % {"step": one.instrument}
    if done := carry_out(request, form, act, said, _too_late(request, one)):
        return done
    if one.status != "active" or course.paused(one):
        return _too_late(request, one)()
    return _shown(request, one, form, _("%(step)s stilzetten"), _("Stilzetten"))


@login_required
@require_http_methods(["GET", "POST"])
def step_resume(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Let a step that stands still go on."""
    _found, one = fetch(request, number, step_id, "replan")
    form = ResumeForm(request.POST or None)

    def act() -> str:
        course.resume(one, on=form.cleaned_data["on"], by=request.membership)  # type: ignore[attr-defined]
        return _back(one)

    said = translate("%(step)s loopt weer.") % {"step": one.instrument}
    if done := carry_out(request, form, act, said, _too_late(request, one)):
        return done
    pause = course.paused(one)
    if one.status != "active" or pause is None:
        return _too_late(request, one)()
    return _shown(request, one, form, _("%(step)s weer laten lopen"), _("Opslaan"), pause=pause)


@login_required
@require_http_methods(["GET", "POST"])
def step_end(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """The end of a module in one page: finished or stopped (?hoe=stop), what came out, fit for what, what should follow."""
    found, one = fetch(request, number, step_id, "finish")
    initial = {"act": "stop" if request.GET.get("hoe") == "stop" else "finish", "on": today()}
    form = EndForm(request.POST or None, step=one, initial=initial)

    def act() -> str:
        clean = dict(form.cleaned_data)
        step = course.end(one, clean.pop("act"), **clean, by=request.membership)  # type: ignore[attr-defined]
        return _back(step)

    if done := carry_out(request, form, act, translate("Vastgelegd."), _too_late(request, one)):
        return done
    if one.status != "active":
        return _too_late(request, one)()
    context = {"client": found, "section": "clients", "step": one, "form": form}
    return render(request, "development/step_end.html", context, status=422 if form.is_bound else 200)
