"""The pages of wage subsidy: what was asked, worked out step by step, decided by the point of contact; the list of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chain.days import today
from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client, Term
from clients.queries import shows
from clients.terms import due
from placement import subsidies as acts
from placement.amounts import NoAmount
from placement.models import Placement, WageSubsidy, WageValue
from placement.placements import PAID
from placement.subsidy_forms import AskForm, DayForm, EndForm, GrantForm, RefuseForm
from placement.wage_values import latest

LISTED, PAGE = 100, 25
TONES = {"requested": "warn", "granted": "good", "refused": "outline", "ended": "outline"}


def of_placement(found: Client, pk: int) -> Placement:
    """The client's placement, for a page of what hangs under it; 404 where it is not there."""
    rows = Placement.objects.select_related("client", "employer", "step__partner", "step__instrument", "step__client")
    return get_object_or_404(rows, client=found, pk=pk)


def beside(placement: Placement, membership: Membership) -> dict[str, Any]:
    """Wage values and subsidies of the placement, for its own page: nothing for who does not read them."""
    if not access.reads(membership, placement.client, "subsidy"):
        return {"subsidy_part": False}
    paid = placement.form_of_work in PAID
    runs = placement.step.status in ("planned", "active")
    return {
        "subsidy_part": paid, "asks": paid and runs and acts.may_ask(membership, placement),
        "measures": paid and placement.step.status == "active" and acts.may_ask(membership, placement),
        "wage_values": list(WageValue.objects.filter(placement=placement).order_by("-on", "-pk")),
        "subsidies": [
            {"subsidy": one, "tone": TONES[one.status]}
            for one in WageSubsidy.objects.filter(placement=placement).order_by("-started_on", "-pk")
        ],
    }  # fmt: skip


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def subsidy_new(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Register that a wage subsidy was asked for."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "subsidy", "placements", write=True)
    placement = of_placement(found, pk)
    form = AskForm(request.POST or None, placement=placement)

    def act() -> str:
        asked = acts.ask(form.made(), not_wsw=form.cleaned_data.get("not_wsw", False), by=membership)
        return reverse("subsidy", args=[number, asked.pk])

    if done := carry_out(request, form, act, translate("De aanvraag is vastgelegd.")):
        return done
    page = {"client": found, "placement": placement, "form": form, "section": "clients"}
    return render(request, "placement/subsidy_new.html", page, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def subsidy(request: HttpRequest, number: str, subsidy_id: int) -> HttpResponse:
    """One subsidy: what was asked, the calculation on a day, and for the point of contact the decision."""
    found, one, membership = _fetch(request, number, subsidy_id)
    decides = acts.may_decide(membership, found)
    if request.method == "POST" and not decides:
        access.look(membership, found, ["subsidy"], "refused")
        raise PermissionDenied
    sent = request.POST.get("act", "")
    forms_ = _forms(one, sent, request.POST) if decides else {}
    form: Any = forms_.get(sent)

    def act() -> str:
        clean = form.cleaned_data
        if sent == "grant":
            acts.grant(one, clean["version"], reason=clean["reason"], by=membership)
        elif sent == "refuse":
            acts.refuse(one, clean["version"], clean["reason"], by=membership)
        else:
            acts.end(one, clean["version"], clean["ended_on"], clean["reason"], by=membership)
        return reverse("subsidy", args=[number, subsidy_id])

    if request.method == "POST" and form is None:
        return _too_late(request)()
    if form is not None and (
        done := carry_out(request, form, act, translate("Het is vastgelegd."), _too_late(request))
    ):
        return done
    days = DayForm(request.GET if "op" in request.GET else None, initial={"op": one.started_on})
    on = days.cleaned_data["op"] if days.is_bound and days.is_valid() else one.started_on
    page = {
        "client": found, "subsidy": one, "placement": one.placement, "section": "clients", "tone": TONES[one.status],
        "forms": forms_, "form": form, "days": days, "decides": decides, "decide_by": _decide_by(one),
        **calculation(one, on),
    }  # fmt: skip
    return render(request, "placement/subsidy.html", page, status=422 if form is not None else 200)


def calculation(one: WageSubsidy, on: Any) -> dict[str, Any]:
    """The calculation on the day, or why there is none."""
    value = one.wage_value if one.status != "requested" else latest(one.placement)
    if one.kind == "regular" and value is None:
        return {
            "no_calculation": translate("Er is nog geen loonwaarde vastgesteld. Zonder loonwaarde is er geen bedrag.")
        }
    try:
        worked = acts.worked(one, on)
    except NoAmount as error:
        return {"on": on, "no_calculation": str(error)}
    return {"on": on, "worked": worked, "made": worked.calculation, "wage_value": value}


def _decide_by(one: WageSubsidy) -> Any:
    return acts.decide_by(one) if one.status == "requested" else None


def _forms(one: WageSubsidy, sent: str, data: Any) -> dict[str, Any]:
    """The decisions that are open to it now, by act; the one that was sent is bound."""

    def made(act: str, kind: Any) -> Any:
        return kind(data if sent == act else None, prefix=act, version=one.version)

    if one.status == "requested":
        return {"grant": made("grant", GrantForm), "refuse": made("refuse", RefuseForm)}
    return {"end": made("end", EndForm)} if one.status == "granted" else {}


@login_required
@never_cache
@require_safe
def subsidy_decision(request: HttpRequest, number: str, subsidy_id: int) -> HttpResponse:
    """The decision to print: as granted or refused, or as it would be decided now."""
    found, one, _membership = _fetch(request, number, subsidy_id)
    page = {
        "client": found,
        "subsidy": one,
        "placement": one.placement,
        "section": "clients",
        **calculation(one, one.started_on),
    }
    return render(request, "placement/subsidy_decision.html", page)


@login_required
@require_safe
def subsidies(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, with its last day, and what runs; of the people in sight."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("subsidy"):
        raise PermissionDenied
    rows = (
        WageSubsidy.objects.filter(shows(membership, "subsidy"), chain_id=membership.chain_id)
        .prefetch_related("client__home", "placement__employer", "placement__step", "partner")
    )  # fmt: skip
    settled = Prefetch("placement__wage_values", WageValue.objects.filter(percent__isnull=False).order_by("-on", "-pk"))
    waiting = list(
        rows.filter(status="requested").prefetch_related(settled).order_by("requested_on", "pk")[: LISTED + 1]
    )
    running = rows.filter(status="granted").order_by("-started_on", "-pk")
    after = _after(request.GET.get("na", ""))
    if after:
        running = running.filter(started_on__lte=after.started_on).exclude(
            started_on=after.started_on, pk__gte=after.pk
        )
    shown = list(running[: PAGE + 1])
    access.looks(membership, (one.client for one in (*waiting[:LISTED], *shown[:PAGE])), ["subsidy"])
    page = {
        "waiting": _with_days(membership.chain_id, waiting[:LISTED]), "more_wait": len(waiting) > LISTED,
        "running": [{"subsidy": one, "over": one.placement.step.ended_on} for one in shown[:PAGE]],
        "next": shown[PAGE - 1].pk if len(shown) > PAGE else None, "first": after is None, "section": "introductions",
        "decides": membership.writes("subsidy") and membership.is_contact_point,
    }  # fmt: skip
    return render(request, "placement/subsidies.html", page)


def _after(number: str) -> WageSubsidy | None:
    return WageSubsidy.objects.filter(pk=number).only("started_on").first() if number.isdecimal() else None


def _with_days(chain_id: int, waiting: list[WageSubsidy]) -> list[dict[str, Any]]:
    """Each with the last day for its decision, as subsidies.decide_by() says; one query for the terms of all."""
    terms = list(Term.objects.filter(chain_id=chain_id, key=acts.DECISION)) if waiting else []
    rows = []
    for one in waiting:
        value = next(iter(one.placement.wage_values.all()), None) if one.kind == "regular" else None
        since = max(value.settled_on, one.requested_on) if value and value.settled_on else None
        term = next((t for t in terms if since and t.started_on <= since and (t.ended_on or since) >= since), None)
        last = due(term, since) if term and since else None
        rows.append({"subsidy": one, "value": value, "last": last, "late": last is not None and last < today()})
    return sorted(rows, key=lambda row: (row["last"] is None, row["last"] or row["subsidy"].requested_on))


def _fetch(request: HttpRequest, number: str, subsidy_id: int) -> tuple[Client, WageSubsidy, Membership]:
    found = access.client(request, number, "client", "placements", "subsidy")
    rows = WageSubsidy.objects.select_related(
        "client", "placement__employer", "placement__step__partner", "placement__step__instrument", "wage_value",
        "partner", "decided_by",
    )  # fmt: skip
    return found, get_object_or_404(rows, client=found, pk=subsidy_id), request.membership  # type: ignore[attr-defined]


def _too_late(request: HttpRequest) -> Callable[[], HttpResponse]:
    def answer() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
        return redirect(request.path)

    return answer
