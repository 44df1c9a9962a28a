"""A place for somebody: reserved for a planned step, another one, or given back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from chain.once import OnceForm, carry_out
from clients import access
from clients.models import Client, Step
from development import stays
from development.models import Stay
from development.place_forms import ReserveForm


def _asked(request: HttpRequest, number: str, step_id: int) -> tuple[Membership, Client, Step, Stay | None]:
    """The step of the person in the address and its stay, for who may reserve for it."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    step = get_object_or_404(Step.objects.select_related("instrument", "partner"), pk=step_id, client=found)
    step.client = found
    if not stays.may(membership, step):
        raise PermissionDenied
    stay = Stay.objects.select_related("place", "group").filter(step=step).first()
    return membership, found, step, stay


def _back(request: HttpRequest, number: str, step: Step) -> HttpResponse:
    """Somebody was first: the step says how it stands now."""
    messages.info(request, translate("Dit is intussen veranderd. Hier ziet u hoe het nu staat."))
    return HttpResponseRedirect(reverse("step", args=[number, step.pk]))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def stay_reserve(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """A seat for who waits or is planned, or another one: the room behind each place is that in the days of the step."""
    membership, found, step, stay = _asked(request, number, step_id)
    if step.status not in ("planned", "active"):
        return _back(request, number, step)
    begun: dict[str, Any] = {"place": request.GET.get("plek", ""), "guidance": 0}
    if stay is not None:
        begun = {"place": stay.place_id or begun["place"], "group": stay.group_id, "guidance": stay.guidance}
    form = ReserveForm(request.POST or None, step=step, stay=stay, initial=begun)

    def act() -> str:
        clean = form.cleaned_data
        given = {"place": clean["place"], "group": clean.get("group"), "guidance": clean["guidance"]}
        if stay is None:
            stays.ask(step, **given, asked_for=clean["asked_for"], reserve=True, by=membership)
        else:
            stays.reserve(stay, **given, by=membership)
        return reverse("step", args=[number, step_id])

    said = translate("De plek is gereserveerd.") if step.status == "planned" else translate("De plek is veranderd.")
    if done := carry_out(request, form, act, said, lambda: _back(request, number, step)):
        return done
    return _page(request, "development/stay_reserve.html", found, step, stay, form)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def stay_release(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """The seat of a planned step goes to somebody else; the person waits again, in the turn of before."""
    membership, found, step, stay = _asked(request, number, step_id)
    if step.status != "planned" or stay is None or not stay.reserved:
        return _back(request, number, step)
    form = OnceForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        stays.release(stay, by=membership)
        return reverse("step", args=[number, step_id])

    said = translate("De plek is teruggegeven. De persoon staat weer op de wachtlijst.")
    if done := carry_out(request, form, act, said, lambda: _back(request, number, step)):
        return done
    return _page(request, "development/stay_release.html", found, step, stay, form)


def _page(
    request: HttpRequest, template: str, client: Client, step: Step, stay: Stay | None, form: Any
) -> HttpResponse:
    context = {"section": "clients", "client": client, "step": step, "stay": stay, "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)
