"""The pages of a wage value: the worksheet, and what stands once it is settled."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client
from clients.steps import is_of
from placement import wage_rules
from placement import wage_values as acts
from placement.models import Placement, WageValue
from placement.subsidy_pages import of_placement
from placement.wage_rules import Measured, sum_of_shares
from placement.wage_value_forms import WorksheetForm


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def wage_value_new(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Begin a worksheet for the placement."""
    found = access.client(request, number, "subsidy", "placements", write=True)
    placement = of_placement(found, pk)
    return _worksheet(request, found, placement, WageValue(placement=placement))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def wage_value(request: HttpRequest, number: str, wage_id: int) -> HttpResponse:
    """One measurement: the worksheet as long as it is a draft, for the partner that measures; else what was found."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client", "placements", "subsidy")
    rows = WageValue.objects.select_related("client", "partner", "author", "placement")
    one = get_object_or_404(rows, client=found, pk=wage_id)
    assert one.placement
    placement = of_placement(found, one.placement.pk)
    own = is_of(membership, one.partner) or membership.is_contact_point
    if one.percent is None and own and acts.may_write(membership, placement):
        return _worksheet(request, found, placement, one)
    if request.method == "POST":
        if not (own and acts.may_write(membership, placement)):
            access.look(membership, found, ["subsidy"], "refused")
            raise PermissionDenied
        messages.info(request, translate("Deze loonwaarde staat vast en verandert niet meer."))
        return redirect("wage_value", number, wage_id)
    lines = [(task.name, Measured(task.share, task.pace, task.quality, task.deployment)) for task in one.tasks.all()]
    page = {"client": found, "placement": placement, "found": one, "lines": lines, "section": "clients",
            **totals([line for _name, line in lines])}  # fmt: skip
    return render(request, "placement/wage_value.html", page)


def _worksheet(request: HttpRequest, found: Client, placement: Placement, one: WageValue) -> HttpResponse:
    """Save the worksheet as a draft, or settle it, in one act; show it with what each task and all of them come to."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    form = WorksheetForm(request.POST or None, instance=one, placement=placement)
    number = found.number

    def act() -> str:
        saved = acts.write(form.instance, form.lines, form.cleaned_data["version"], by=membership)
        if form.settles:
            saved = acts.settle(saved, saved.version, by=membership)
        return reverse("wage_value", args=[number, saved.pk])

    def too_late() -> HttpResponse:
        messages.info(request, translate("Een collega heeft dit werkblad intussen gewijzigd. U ziet wat er nu staat."))
        return redirect("wage_value", number, one.pk)

    said = translate("De loonwaarde staat vast.") if form.settles else translate("Het werkblad is opgeslagen.")
    if done := carry_out(request, form, act, said, too_late):
        return done
    page = {"client": found, "placement": placement, "form": form, "section": "clients", "found": one,
            **totals([task.measured for task in form.tasks if task.measured])}  # fmt: skip
    return render(request, "placement/wage_worksheet.html", page, status=422 if form.is_bound else 200)


def totals(lines: list[Measured]) -> dict[str, Any]:
    """What the tasks come to: the exact sum, the sum rounded, and their shares together."""
    exact = sum((line.counts for line in lines), Decimal(0))
    shares = sum_of_shares(lines)
    return {
        "exact": exact,
        "shares": shares,
        "rounded": wage_rules.wage_value(lines) if shares == 100 else None,
        "any": bool(lines),
    }
