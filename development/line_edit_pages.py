"""The pages on which lines are kept: what a line is, its stations in their order, tasks, schools and employers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from chain.models import Membership
from chain.once import NotNow, carry_out, once
from development import line_shown, lines
from development.line_forms import LineForm, SchoolForm, StationForm, TaskForm
from development.models import LearningLine, LineEmployer, LineSchool, LineTask, Station
from placement import employers
from placement.projects import AddForm

# kind -> its form; what is said where it stands there already, at which field; what is said when it is done, and undone
PIECES: dict[str, tuple[Any, str, Any, Any, Any]] = {
    "taak": (TaskForm, "task", _("Deze taak staat er al"), _("De taak staat erbij."), _("De taak is weg.")),
    "school": (SchoolForm, "course", _("Deze opleiding staat er al"), _("De school staat erbij."), _("De school is weg.")),
    "werkgever": (AddForm, "employer", _("Deze werkgever doet al mee"), _("De werkgever doet mee."),
                  _("De werkgever doet niet meer mee.")),
}  # fmt: skip
# act with a station -> what it does, and what is said
MOVES: dict[str, tuple[Callable[..., None], Any]] = {
    "op": (lambda station, by: lines.shift(station, False, by=by), _("De volgorde is gewijzigd.")),
    "neer": (lambda station, by: lines.shift(station, True, by=by), _("De volgorde is gewijzigd.")),
    "stop": (lambda station, by: lines.end(station, by=by), _("Dit is geen station meer. Wie er is, blijft staan.")),
    "open": (lambda station, by: lines.reopen(station, by=by), _("Dit is weer een station, achteraan de lijn.")),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest) -> HttpResponse:
    membership = lines.reader(request, write=True)
    fresh = LearningLine(chain_id=membership.chain_id, partner=membership.partner)
    form = LineForm(request.POST or None, instance=fresh)

    def act() -> str:
        return reverse("line_edit", args=[form.keep().pk]) + "#stations"

    if done := carry_out(request, form, act, translate("De leerlijn staat er. Voeg nu de stations toe.")):
        return done
    return _form_page(request, translate("Nieuwe leerlijn"), form)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def line_edit(request: HttpRequest, line_id: int) -> HttpResponse:
    """All that a line is made of, on one page; what is posted here is the line itself."""
    membership, found = lines.one(request, line_id, write=True)
    if "HX-Request" in request.headers and "employer" in request.GET:
        options = (
            employers.matching(membership.chain_id, request.GET["employer"]) if membership.reads("employers") else []
        )
        return render(request, "placement/_employer_options.html", {"options": options})
    form = LineForm(request.POST or None, instance=LearningLine.objects.get(pk=found.pk))

    def act() -> str:
        return reverse("line", args=[form.keep().pk])

    if done := carry_out(request, form, act, translate("Opgeslagen.")):
        return done
    return _edit_page(request, membership, found, line=form)


def _edit_page(request: HttpRequest, membership: Membership, found: LearningLine, **bound: Any) -> HttpResponse:
    """The page, with the form that was refused among the others."""
    there, left = line_shown.stops(lines.stations(found), lines.tallies([found.pk]))
    ended = [each for each in lines.stations(found) if each.ended_on]
    pieces = {kind: bound.get(kind) or form(chain_id=membership.chain_id) for kind, (form, *_rest) in PIECES.items()}
    context = {
        "section": "development", "line": found, "form": bound.get("line") or LineForm(instance=found), "stops": there,
        "ended": ended, "left": {stop.station.pk: stop for stop in left}, "forms": pieces,
        "tasks": LineTask.objects.filter(line=found).select_related("partner").order_by("partner__position", "pk"),
        "schools": LineSchool.objects.filter(line=found).order_by("school", "course"),
        "taking": LineEmployer.objects.filter(line=found).select_related("employer").order_by("employer__name"),
        "reads_employers": membership.reads("employers"),
        "wrong": next((form for form in bound.values() if form.errors), None),
    }  # fmt: skip
    return render(request, "development/line_edit.html", context, status=422 if bound and context["wrong"] else 200)


@login_required
@require_POST
def line_part(request: HttpRequest, line_id: int, kind: str) -> HttpResponse:
    """Add a task, school or employer, or (`remove`: its row) take it away."""
    membership, found = lines.one(request, line_id, write=True)
    if kind not in PIECES or (kind == "werkgever" and not membership.reads("employers")):
        raise Http404
    make, field, twice, said, gone = PIECES[kind]
    here = reverse("line_edit", args=[found.pk]) + f"#{kind}"
    if request.POST.get("remove", "").isdecimal():
        row = int(request.POST["remove"][:17])

        def take() -> str:
            if lines.remove(found, kind, row, by=membership):
                messages.success(request, str(gone))
            return here

        return once(request, take)
    form = make(request.POST, chain_id=membership.chain_id)

    def act() -> str:
        row = _row(kind, form, found)
        try:
            with transaction.atomic():
                lines.locked(found, membership)
                row.save()
        except IntegrityError:
            raise ValidationError({field: twice}) from None
        return here

    if done := carry_out(request, form, act, said):
        return done
    return _edit_page(request, membership, found, **{kind: form})


def _row(kind: str, form: Any, found: LearningLine) -> Any:
    """The new row of the form, unsaved."""
    if kind == "werkgever":
        return LineEmployer(line=found, chain_id=found.chain_id, employer=form.cleaned_data["employer"])
    row = form.save(commit=False)
    row.line, row.chain_id = found, found.chain_id
    return row


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def station_edit(request: HttpRequest, line_id: int, station_id: int | None = None) -> HttpResponse:
    """A new stop at the end of the line, or what one of them is."""
    membership, found = lines.one(request, line_id, write=True)
    row = Station(line=found, chain_id=found.chain_id)
    if station_id is not None:
        row = get_object_or_404(Station.objects.select_related("line"), line=found, pk=station_id)
    form = StationForm(request.POST or None, instance=row)

    def act() -> str:
        if station_id is None:
            lines.add_station(form.save(commit=False), by=membership)
        else:
            with transaction.atomic():
                lines.locked(found, membership)
                form.instance.save(update_fields=form.Meta.fields)
        return reverse("line_edit", args=[found.pk]) + "#stations"

    if done := carry_out(request, form, act, translate("Het station is opgeslagen.")):
        return done
    title = translate("Station wijzigen") if station_id else translate("Station toevoegen")
    return _form_page(request, title, form, line=found)


@login_required
@require_POST
def station_move(request: HttpRequest, line_id: int, station_id: int) -> HttpResponse:
    """One place on or back (`act`: neer, op), no stop any more (stop), or one again (open)."""
    membership, found = lines.one(request, line_id, write=True)
    station = get_object_or_404(Station.objects.select_related("line"), line=found, pk=station_id)
    if request.POST.get("act") not in MOVES:
        raise Http404
    do, said = MOVES[request.POST["act"]]
    here = reverse("line_edit", args=[found.pk]) + "#stations"

    def act() -> str:
        do(station, membership)
        messages.success(request, str(said))
        return here

    try:
        return once(request, act)
    except NotNow:
        messages.info(request, translate("Dat was al gebeurd: een collega was u voor."))
        return redirect(here)


def _form_page(request: HttpRequest, title: str, form: forms.Form | forms.ModelForm, **context: Any) -> HttpResponse:
    context |= {"title": title, "form": form, "section": "development"}
    return render(request, "development/line_form.html", context, status=422 if form.is_bound else 200)
