"""Programmes for machines: what was promised, and how far the chain is on a day. Exact, as on the page of the targets."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.keys import day, text
from chain.api.problems import Fault, Problem, of_form
from chain.api.shapes import Shape, choice
from chain.api.views import ApiView, ListView
from chain.days import today
from chain.models import Municipality
from reporting.dashboard import is_behind
from reporting.dashboard_tables import SETTLED_AFTER, Standing, last_day, standing
from reporting.models import KINDS, Programme
from reporting.scope import places_of, within


class ProgrammeShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()
    started_on = serializers.DateField()
    ended_on = serializers.DateField()
    counted_schemes = serializers.ListField(child=serializers.CharField())


class YearShape(Shape):
    """A year of a result; null: not begun, or not filled in."""

    explained = _("Een jaar van een resultaat; null: nog niet begonnen, of niet ingevuld.")
    year = serializers.IntegerField()
    target = serializers.IntegerField(allow_null=True)
    counted = serializers.IntegerField(allow_null=True)
    baseline = serializers.IntegerField(allow_null=True)
    extra = serializers.IntegerField(allow_null=True)
    pace = serializers.IntegerField(allow_null=True)


class ResultShape(Shape):
    """Extra is what was counted less the baseline; pace is what would be extra on the day."""

    explained = _(
        "`extra` is geteld min wat er ook zonder het programma was; `pace` is wat er op de dag extra zou zijn."
    )
    kind = choice(KINDS)
    counted = serializers.IntegerField()
    baseline = serializers.IntegerField(allow_null=True)
    extra = serializers.IntegerField(allow_null=True)
    target = serializers.IntegerField()
    pace = serializers.IntegerField(allow_null=True)
    ahead = serializers.IntegerField(allow_null=True)
    provisional = serializers.IntegerField()
    years = YearShape(many=True)


class PlaceProgress(Shape):
    municipality = serializers.CharField(help_text=_("CBS-code"))
    results = ResultShape(many=True)


class ProgressShape(Shape):
    programme = serializers.CharField()
    as_of = serializers.DateField()
    counted_at = serializers.DateTimeField(allow_null=True)
    behind = serializers.BooleanField(help_text=_("er veranderde iets sinds er geteld is"))
    final = serializers.BooleanField(help_text=_("deze stand verandert niet meer"))
    both = serializers.IntegerField(help_text=_("mensen die in beide resultaten geteld zijn"))
    municipality = serializers.CharField(allow_null=True, help_text=_("van welke gemeente; null: van de hele keten"))
    results = ResultShape(many=True)
    by_municipality = PlaceProgress(many=True)


class ProgressKeys(FilterSet):
    asOf = day(label=_("Stand op deze dag, van de eerste dag van het programma tot en met vandaag."))
    municipality = text(6, label=_("CBS-code; leeg: de hele keten, met de gemeenten apart."))


class Programmes(ListView):
    """The programmes of the chain."""

    scopes = {"GET": "programmes:read"}
    resource = "programmes"
    serializer = ProgrammeShape
    order = ("-started_on", "-pk")
    summary = {"GET": _("Programma's lezen")}
    explained = {"GET": _("De programma's van de keten, het nieuwste eerst.")}

    def queryset(self) -> QuerySet[Programme]:
        within(self.membership)
        return Programme.objects.filter(chain_id=self.membership.chain_id)


class Progress(ApiView):
    """How far the chain is on a day with what was promised."""

    scopes = {"GET": "programmes:read"}
    resource = "programmes"
    filterset = ProgressKeys
    answers = {"GET": ProgressShape}
    summary = {"GET": _("De voortgang van een programma lezen")}
    explained = {
        "GET": _("Hoe ver de keten op een dag is met wat beloofd is: exacte aantallen, van niemand in het bijzonder."),
    }

    def get(self, request: Request, slug: str) -> Response:
        within(self.membership)
        mine = Programme.objects.filter(chain_id=self.membership.chain_id, key=slug)
        programme = mine.select_related("tally").first()
        if programme is None:
            raise Http404
        places = places_of(self.membership.chain_id)
        on, place = _asked(request, programme, places)
        found = standing(programme, on, places)
        whole: dict[str, Any] = {
            "programme": programme.key, "as_of": on, "behind": is_behind(programme),
            "counted_at": programme.tally.counted_at if hasattr(programme, "tally") else None,
            "final": on >= programme.ended_on + SETTLED_AFTER, "municipality": place.code if place else None,
            "both": found.cells.within(place.pk if place else None).total("both"),
            "results": _results(found, place),
            "by_municipality": [
                {"municipality": one.code, "results": _results(found, one)} for one in places if place in (None, one)
            ],
        }  # fmt: skip
        return self.answer(request, whole)


def _results(found: Standing, place: Municipality | None) -> list[Any]:
    return [found.figures(kind, place.pk if place else None) for kind in KINDS]


def _asked(request: Request, programme: Programme, places: list[Municipality]) -> tuple[dt.date, Municipality | None]:
    """The day and the municipality of the address; Problem 400 names all that is wrong with them."""
    chosen, faults = keys(request, ProgressKeys)
    on, code = chosen.get("asOf") or last_day(programme), chosen.get("municipality")
    place = next((one for one in places if one.code == code), None)
    if code and place is None:
        faults.append(Fault("municipality", "invalid", translate("Deze gemeente doet niet mee.")))
    if on > today():
        faults.append(Fault("asOf", "invalid", translate("Deze dag moet nog komen. Kies vandaag of eerder.")))
    elif on < programme.started_on <= today():
        faults.append(Fault("asOf", "invalid", translate("Het programma was toen nog niet begonnen.")))
    if faults:
        raise Problem(400, faults=faults)
    return on, place


def keys(request: Request, filterset: type[FilterSet]) -> tuple[dict[str, Any], list[Fault]]:
    """What the keys of the address say, of what is no list of rows; and what is wrong with them."""
    form = filterset(request.query_params, queryset=Programme.objects.none()).form
    form.is_valid()
    return form.cleaned_data, of_form(ValidationError(form.errors.as_data())) if form.errors else []


ROUTES = [
    path("programmes", Programmes.as_view(), name="api-programmes"),
    path("programmes/<slug:slug>/progress", Progress.as_view(), name="api-progress"),
]
