"""The pages of ability over time: the history with its drawing, and the forms for indications and exemptions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client
from diagnosis import abilities, exemptions
from diagnosis.ability_chart import NARROW, WIDE, draw
from diagnosis.ability_forms import (
    AskForm,
    DayForm,
    DecideForm,
    EndExemptionForm,
    EndIndicationForm,
    ExemptionForm,
    NoteForm,
    ResumeForm,
)
from diagnosis.ability_lines import lines, rows_of
from diagnosis.models import Exemption, Indication


@login_required
@never_cache
@require_GET
def ability(request: HttpRequest, number: str) -> HttpResponse:
    """How it went: the drawing, all that was said with who and how, indications and exemptions, for as far as read."""
    found = access.client(request, number, "client", also=("profile", "capacity", "benefit", "plan"))
    membership: Membership = request.membership  # type: ignore[attr-defined]
    parts = access.readable(membership, found, "profile", "capacity", "benefit")
    if not {"profile", "capacity"} & {*parts}:
        access.look(membership, found, ["profile", "capacity"], "refused")
        raise PermissionDenied
    over_time = lines(rows_of(membership, found, whole=True))
    title = translate("Waar %(name)s stond, door de tijd") % {"name": found.first_name}
    said = [(line, point) for line in over_time for point in reversed(line.points)]
    context = {
        "client": found, "section": "clients", "parts": parts, "said": said,
        "charts": [draw("wide", title, over_time, WIDE), draw("narrow", title, over_time, NARROW)] if said else [],
        "may_assess": access.writes(membership, found, "profile"),
        "may_indicate": access.writes(membership, found, "capacity"),
        "may_exempt": access.writes(membership, found, "benefit"), "today": today(),
    }  # fmt: skip
    if "capacity" in parts:
        context["indications"] = _newest(Indication, found)
    if "benefit" in parts:
        context["exemptions"] = _newest(Exemption, found)
    return render(request, "diagnosis/ability.html", context)


def _newest(model: Any, found: Client) -> list[Any]:
    rows = model.objects.filter(client=found).select_related("partner", "author")
    return sorted(rows, key=lambda row: (row.started_on or row.requested_on or row.decided_on, row.pk), reverse=True)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def indication_new(request: HttpRequest, number: str) -> HttpResponse:
    """Something is asked for; or, with ?uitkomst=1, it has been decided already."""
    found = access.client(request, number, "capacity", write=True)
    decided = request.GET.get("uitkomst") == "1"
    form = (NoteForm if decided else AskForm)(request.POST or None)

    def act() -> str:
        clean = dict(form.cleaned_data)
        if decided:
            kind, outcome, on = clean.pop("kind"), clean.pop("outcome"), clean.pop("decided_on")
            abilities.note(found, kind, outcome, on, by=_by(request), **clean)
        else:
            abilities.ask(found, clean["kind"], clean["requested_on"], source=clean["source"],
                          changed=clean["changed"], by=_by(request))  # fmt: skip
        return reverse("ability", args=[number]) + "#indications"

    if done := carry_out(request, form, act, translate("De indicatie is vastgelegd.")):
        return done
    title = translate("Indicatie vastleggen") if decided else translate("Indicatie aanvragen")
    return _page(request, found, title, form, decided=decided, asking=not decided)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def indication(request: HttpRequest, number: str, indication_id: int) -> HttpResponse:
    """One that is awaited gets its outcome; one that holds a last day."""
    found = access.client(request, number, "capacity", write=True)
    one = get_object_or_404(Indication.objects.select_related("client"), pk=indication_id, client=found)
    form: Any = None
    if not one.outcome:
        form = DecideForm(request.POST or None, instance=_again(one))

        def act() -> str:
            clean = {name: form.cleaned_data.get(name) for name in ("started_on", "ended_on", "hours")}
            abilities.decide(one, form.cleaned_data["outcome"], form.cleaned_data["decided_on"], by=_by(request),
                             source=form.cleaned_data["source"], **clean)  # fmt: skip
            return reverse("ability", args=[number]) + "#indications"

        said = translate("De uitkomst is vastgelegd.")
    elif one.outcome != "no" and not (one.ended_on and one.ended_on < today()):
        form = EndIndicationForm(request.POST or None, instance=_again(one))

        def act() -> str:
            abilities.end_indication(one, form.cleaned_data["ended_on"], by=_by(request))
            return reverse("ability", args=[number]) + "#indications"

        said = translate("De laatste dag is vastgelegd.")
    if form is None:
        if request.method == "POST":
            messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
        return redirect("ability", number)
    if done := carry_out(request, form, act, said, _too_late(request)):
        return done
    return _page(request, found, str(one.get_kind_display()).capitalize(), form, row=one)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def exemption_new(request: HttpRequest, number: str) -> HttpResponse:
    """The person becomes exempt from duties, by which article, from when to when."""
    found = access.client(request, number, "benefit", write=True)
    form = ExemptionForm(request.POST or None, client=found)

    def act() -> str:
        new = exemptions.exempt(found, by=_by(request), **form.cleaned_data)
        return reverse("exemption", args=[number, new.pk])

    if done := carry_out(request, form, act, translate("De ontheffing is vastgelegd.")):
        return done
    return _page(request, found, translate("Ontheffing vastleggen"), form)


def _exemption_acts(one: Exemption, data: Any = None) -> dict[str, Any]:
    """The forms that are open to it now, by act; the one that was sent is bound."""
    sent = data.get("act") if data else ""
    over = one.ended_on is not None and one.ended_on < today()
    acts: dict[str, Any] = {}
    if not over:
        if one.kind == "parent" and one.planned_on is None:
            acts["plan"] = DayForm(data if sent == "plan" else None, prefix="plan")
        if one.kind != "permanent":
            acts["review"] = DayForm(data if sent == "review" else None, prefix="review")
        acts["end"] = EndExemptionForm(data if sent == "end" else None, instance=_again(one))
    elif one.kind == "parent" and not one.client.exemptions.filter(started_on__gt=one.started_on).exists():
        acts["resume"] = ResumeForm(data if sent == "resume" else None)
    return acts


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def exemption(request: HttpRequest, number: str, exemption_id: int) -> HttpResponse:
    """One exemption: the plan that goes with it, looking at it again, its end, or that it goes on."""
    found = access.client(request, number, "benefit", write=True)
    one = get_object_or_404(Exemption.objects.select_related("client"), pk=exemption_id, client=found)
    acts = _exemption_acts(one, request.POST if request.method == "POST" else None)
    name = request.POST.get("act", "")
    form: Any = acts.get(name)
    if request.method == "POST" and form is None:
        return _too_late(request)()

    def act() -> str:
        clean, by = form.cleaned_data, _by(request)
        if name == "plan":
            exemptions.plan_made(one, clean["on"], by=by)
        elif name == "review":
            exemptions.review(one, clean["on"], by=by)
        elif name == "end":
            exemptions.end_exemption(one, clean["ended_on"], by=by)
        else:
            new = exemptions.resume(one, clean["on"], child_born_on=clean["child_born_on"], by=by)
            return reverse("exemption", args=[number, new.pk])
        return reverse("exemption", args=[number, one.pk])

    told = translate("Het is vastgelegd.")
    if form is not None and (done := carry_out(request, form, act, told, _too_late(request))):
        return done
    return _page(request, found, translate("Ontheffing"), form, acts=acts, row=one)


# Of all of them


def _by(request: HttpRequest) -> Membership:
    return request.membership  # type: ignore[attr-defined]


def _again(row: Any) -> Any:
    """Another copy: a form writes what was typed into its instance, and the page tells what is on record."""
    return type(row).objects.get(pk=row.pk)


def _too_late(request: HttpRequest) -> Callable[[], HttpResponse]:
    def answer() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
        return redirect(request.path)

    return answer


def _page(request: HttpRequest, found: Client, title: str, form: Any, **more: Any) -> HttpResponse:
    context = {"client": found, "section": "clients", "title": title, "form": form, **more}
    bound = form is not None and form.is_bound
    template = "diagnosis/exemption.html" if "acts" in more else "diagnosis/ability_form.html"
    return render(request, template, context, status=422 if bound else 200)
