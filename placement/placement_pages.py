"""The pages of a placement: record one, see it, say that it began or ended."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chain.days import today
from chain.models import Membership
from chain.once import carry_out, earlier, new_key, once
from clients import access, steps
from clients.models import Client
from placement import employers, participation, subsidy_pages
from placement.amounts import NoAmount, amount
from placement.models import Introduction, Placement, Vacancy
from placement.placement_forms import ChangeForm, EndForm, PlacementForm, StartForm
from placement.placements import PAID, end, may_change, start

TONES = {"planned": "outline", "active": "info", "done": "good", "stopped": "warn", "cancelled": "outline"}


@login_required
@require_http_methods(["GET", "POST"])
def placement_new(request: HttpRequest, number: str) -> HttpResponse:
    """Record a placement. As fragments: the fields that fit the chosen form of work, and the employers that match."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    fragment = request.headers.get("HX-Request") == "true"
    found = access.client(request, number, "client", "plan", "placements", write=False, log=not fragment)
    if not all(access.writes(membership, found, part) for part in ("placements", "plan")):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    page: dict[str, Any] = {"client": found, "section": "clients"}
    if fragment and request.method == "GET":
        return render(request, "placement/_employer_options.html", _typed(found, request.GET.get("employer", "")))
    given = request.POST if request.method == "POST" else request.GET
    origin = _comes_of(membership, found, given)
    if request.method == "POST" and "choose" not in request.POST:
        form = PlacementForm(request.POST, client=found, membership=membership, **origin)
        if form.is_valid():
            try:
                return once(request, lambda: _placed(request, form))
            except ValidationError as error:
                _tell(form, error)
            except steps.NotNow:
                form.add_error(
                    None, _("Deze voordracht is al afgesloten: een collega was u voor. Er is niets vastgelegd.")
                )
        elif done := earlier(request):
            return done
    else:
        form = PlacementForm(initial=given.dict(), client=found, membership=membership, **origin)
    template = "placement/_details.html" if fragment else "placement/placement_new.html"
    page |= {"form": form, "once": form.once, **origin, **_typed(found, str(form["employer"].value() or ""))}
    return render(request, template, page, status=422 if form.is_bound else 200)


def _comes_of(membership: Membership, found: Client, given: QueryDict) -> dict[str, Any]:
    """The introduction (`voordracht`) or vacancy (`vacature`) that the placement comes of; 404 for one out of sight."""
    introduction: Introduction | None = None
    vacancy: Vacancy | None = None
    if (number := given.get("voordracht", "")).isdecimal():
        known = Introduction.objects.select_related("employer", "vacancy__employer")
        introduction = get_object_or_404(known, client=found, pk=number)
        vacancy = introduction.vacancy
    elif (number := given.get("vacature", "")).isdecimal() and membership.reads("vacancies"):
        vacancy = get_object_or_404(Vacancy.objects.select_related("employer"), chain_id=found.chain_id, pk=number)
    return {"introduction": introduction, "vacancy": vacancy}


def _typed(client: Client, typed: str) -> dict:
    return {"options": employers.matching(client.chain_id, typed)}


def _placed(request: HttpRequest, form: PlacementForm) -> str:
    placement = form.place()
    text = _("De plaatsing is vastgelegd.")
    if form.cleaned_data.get("effect"):
        text = _("De plaatsing is vastgelegd. SZMH ziet het voorstel voor de uitkering.")
    messages.success(request, text)
    return reverse("record", args=[placement.client.number])


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def placement_edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Other particulars of a placement that is planned or runs."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client", "plan", "placements")
    one = _of(found, pk)
    if not may_change(membership, one):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    form = ChangeForm(request.POST or None, placement=one, membership=membership)

    def act() -> str:
        form.change()
        return reverse("placement", args=[number, pk])

    def too_late() -> HttpResponse:
        messages.info(request, _("Dit kan niet meer: de plaatsing is intussen voorbij."))
        return redirect("placement", number, pk)

    if done := carry_out(request, form, act, _("De plaatsing is bijgewerkt."), too_late):
        return done
    page = {"client": found, "placement": one, "form": form, "section": "clients",
            **_typed(found, str(form["employer"].value() or ""))}  # fmt: skip
    return render(request, "placement/placement_edit.html", page, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_safe
def placement(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One placement: what it is, what goes with it, how it goes, and the acts that are open to who looks."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client", "plan", "placements", also=("subsidy",))
    one = _of(found, pk)
    writes = access.writes(membership, found, "placements")
    mine = writes and steps.may(membership, one.step, "start")
    status = one.step.status
    page = {
        "client": found, "placement": one, "section": "clients", "tone": TONES[status],
        "starts": mine and status == "planned", "ends": mine and status == "active",
        "proposes": writes and status in ("planned", "active") and one.form_of_work in PAID
        and not one.proposals.filter(status="proposed").exists(),
        "changes": status in ("planned", "active") and may_change(membership, one),
        "voluntary": one.form_of_work == "volunteering", "staying": _staying(one, membership),
        "calendar": _calendar(one),
        **subsidy_pages.beside(one, membership),
    }  # fmt: skip
    return render(request, "placement/placement.html", page)


def _of(found: Client, pk: int) -> Placement:
    """The client's placement with all that a page tells of it; 404 where it is not there."""
    return get_object_or_404(
        Placement.objects.select_related(
            "client", "employer", "site", "vacancy", "employed_by", "step__instrument", "step__partner", "step__client"
        ),
        client=found, pk=pk,
    )  # fmt: skip


def _calendar(one: Placement) -> dict[str, Any] | None:
    """The calendar of a participation place, with the premium as it is today."""
    if (found := participation.calendar(one)) is None:
        return None
    try:
        premium = amount(one.chain_id, "premium", today())
    except NoAmount:
        premium = None
    return {"lines": found[0], "last": found[1], "premium": premium, "today": today()}


def _staying(one: Placement, membership: Membership) -> dict:
    """How it goes after the start (placement/staying.py)."""
    try:
        from placement import staying  # after the pages of placements themselves
    except ImportError:
        return {}
    return staying.of(one, membership)


# What the step calls a field that this form calls otherwise.
FIELDS_OF_STEPS = {"on": "started_on", "planned_on": "started_on", "instrument": "form_of_work", "result": "note"}


def _tell(form: forms.Form, error: ValidationError) -> None:
    """What the step refused, at the field of this form that it is about."""
    for name, said in getattr(error, "error_dict", {"__all__": [error]}).items():
        name = name if name in form.fields else FIELDS_OF_STEPS.get(name, name)
        form.add_error(name if name in form.fields else None, said)


@login_required
@require_http_methods(["GET", "POST"])
def placement_start(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that a planned placement has begun."""
    found, placement = _mine(request, number, pk, "start")
    form = StartForm(request.POST or None, initial={"on": placement.step.planned_on})

    def carry_out() -> str:
        start(placement, form.cleaned_data["on"], by=request.membership)  # type: ignore[attr-defined]
        messages.success(request, _("De plaatsing is begonnen."))
        return reverse("record", args=[number])

    return _act(request, "placement/placement_start.html", found, placement, form, carry_out)


@login_required
@require_http_methods(["GET", "POST"])
def placement_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End a placement that runs."""
    found, placement = _mine(request, number, pk, "finish")
    form = EndForm(request.POST or None)

    def carry_out() -> str:
        cleaned = form.cleaned_data
        end(placement, cleaned["on"], cleaned["reason"], cleaned["note"], by=request.membership)  # type: ignore[attr-defined]
        messages.success(
            request, _("De plaatsing is beëindigd. Krijgt deze persoon weer een uitkering? Dan legt SZMH die vast.")
        )
        return reverse("record", args=[number])

    return _act(request, "placement/placement_end.html", found, placement, form, carry_out)


def _mine(request: HttpRequest, number: str, pk: int, act: str) -> tuple[Client, Placement]:
    """The placement, for the partner that carries it out; 404 and 403 as access says."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client", "plan", "placements")
    placement = _of(found, pk)
    if not (membership.writes("placements") and steps.may(membership, placement.step, act)):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    return found, placement


def _act(
    request: HttpRequest,
    template: str,
    found: Client,
    placement: Placement,
    form: forms.Form,
    carry_out: Callable[[], str],
) -> HttpResponse:
    """Carry the form's act out once, or show what is wrong with it."""
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, carry_out)
        except ValidationError as error:
            _tell(form, error)
        except steps.NotNow:
            form.add_error(None, _("Dit kan niet meer: iemand anders heeft de plaatsing intussen gewijzigd."))
    page = {"client": found, "placement": placement, "form": form, "section": "clients"}
    page["once"] = request.POST.get("once") or new_key()
    return render(request, template, page, status=422 if form.is_bound else 200)
