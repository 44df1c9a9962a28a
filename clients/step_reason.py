"""Why a step stopped, where that was not said when it did: the statutory statistics ask it (SRG, kenmerk 18)."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain import formats
from chain.models import Membership
from chain.once import CarriedOnce, NotNow, carry_out
from clients import access, steps
from clients.models import Step
from clients.models.step import STOPPED_FOR
from clients.timeline import record


class ReasonForm(CarriedOnce, forms.Form):
    stopped_for = forms.ChoiceField(
        label=_("Reden"), error_messages={"required": _("Kies een reden")},
        choices=lambda: [("", _("Kies")), *((key, capfirst(str(name))) for key, name in STOPPED_FOR.items())],
    )  # fmt: skip


def explain(step: Step, stopped_for: str, by: Membership) -> Step:
    """Say why the step stopped. The timeline tells that it was said, not what: others read that on the step.

    PermissionDenied for who does not carry it out; NotNow for a step that has not stopped, or has its reason by now.
    """
    with transaction.atomic():
        step = steps.locked(step, by, "stop")
        if step.status != "stopped" or step.stopped_for:
            raise NotNow
        step.stopped_for, step.version = stopped_for, step.version + 1
        record("step-explained", step.client, about=step, step=step.instrument.name)
        step.save(update_fields=["stopped_for", "version"])
    return step


@login_required
@require_http_methods(["GET", "POST"])
def step_reason(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """The page, for who carries the step out; of a step that asks nothing, the step's own page."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = get_object_or_404(Step.objects.select_related("instrument", "partner", "client"), pk=step_id, client=found)
    if not steps.may(membership, one, "stop"):
        raise PermissionDenied
    back = reverse("step", args=[number, step_id])
    form = ReasonForm(request.POST or None)

    def do() -> str:
        explain(one, form.cleaned_data["stopped_for"], membership)
        return back

    if done := carry_out(request, form, do, translate("De reden is opgeslagen."), lambda: redirect(back)):
        return done
    if one.status != "stopped" or one.stopped_for:
        return redirect(back)
    context: dict[str, Any] = {
        "client": found, "form": form, "section": "clients", "step": None, "button": translate("Opslaan"),
        "lead": translate("De stap bij %(partner)s stopte op %(day)s.") % {
            "partner": one.partner.name, "day": formats.day(one.ended_on),
        },
        "title": translate("Waarom stopte %(step)s?") % {"step": one.instrument.name},
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)
