"""Figures for machines: the tables of the pages of figures, as data. Numbers of all of the chain, for whom their page is."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.keys import day, text
from chain.api.problems import Fault, Problem
from chain.api.shapes import Shape
from chain.api.views import ApiView
from chain.days import today
from reporting.api.programmes import keys
from reporting.scope import Scope, Section, places_of, programme_of, sections, within
from reporting.tables import kept


class SectionShape(Shape):
    key = serializers.CharField()
    name = serializers.CharField()


class SectionsShape(Shape):
    items = SectionShape(many=True)


class ColumnShape(Shape):
    """A column; `kind` says what the values are."""

    explained = _(
        "Een kolom; `kind` zegt wat de waarden zijn: `number`, `signed`, `euro`, `percent`, `days`, `day` of `text`."
    )
    key = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    people = serializers.BooleanField(help_text=_("de aantallen tellen mensen"))


class LineShape(Shape):
    """A line: for each column a number, a text (also of an amount or a day) or null."""

    explained = _("Een rij: per kolom een getal, of een tekst (ook een bedrag of een datum), of null.")
    key = serializers.CharField()
    name = serializers.CharField()
    cells = serializers.ListField(child=serializers.JSONField(allow_null=True))


class TableShape(Shape):
    key = serializers.CharField()
    title = serializers.CharField()
    head = serializers.CharField(help_text=_("wat de rijen zijn"))
    note = serializers.CharField()
    columns = ColumnShape(many=True)
    lines = LineShape(many=True)
    total = LineShape(allow_null=True)


class FiguresShape(Shape):
    section = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    programme = serializers.CharField(allow_null=True)
    municipality = serializers.CharField(allow_null=True)
    tables = TableShape(many=True)


class FiguresKeys(FilterSet):
    since = day(label=_("Eerste dag van de periode; leeg: 1 januari van het jaar van de laatste dag."))
    asOf = day(label=_("Laatste dag, en de dag van de stand; leeg: vandaag."))
    municipality = text(6, label=_("CBS-code; leeg: de hele keten."))
    programme = text(label=_("Sleutel van het programma; leeg: dat van vandaag."))


class Sections(ApiView):
    """Which figures there are for this machine."""

    scopes = {"GET": "figures:read"}
    resource = "figures"
    answers = {"GET": SectionsShape}
    summary = {"GET": _("Soorten cijfers lezen")}
    explained = {"GET": _("Welke cijfers er zijn voor deze koppeling.")}

    def get(self, request: Request) -> Response:
        within(self.membership)
        there = [{"key": one.key, "name": str(one.name)} for one in sections().values() if one.may(self.membership)]
        return self.answer(request, {"items": there})


class Figures(ApiView):
    """The tables of a kind of figures, over a period, of the chain or of a municipality."""

    scopes = {"GET": "figures:read"}
    resource = "figures"
    filterset = FiguresKeys
    answers = {"GET": FiguresShape}
    summary = {"GET": _("Cijfers lezen")}
    explained = {
        "GET": _("De tabellen van een soort cijfers, over een periode, van de keten of van een gemeente."),
    }

    def get(self, request: Request, section: str) -> Response:
        within(self.membership)
        found = sections().get(section)
        if found is None:
            raise Http404
        if not found.may(self.membership):
            raise PermissionDenied
        scope = self._scope(request, found)
        programme = scope.programme.key if scope.programme else None
        place = scope.municipality.code if scope.municipality else None
        told: dict[str, Any] = {
            "section": section, "first_day": scope.first, "last_day": scope.day, "programme": programme,
            "municipality": place, "tables": [kept(table) for table in found.tables(scope)],
        }  # fmt: skip
        return self.answer(request, told)

    def _scope(self, request: Request, section: Section) -> Scope:
        """What the address asks for; Problem 400 names all that is wrong with it."""
        chosen, faults = keys(request, FiguresKeys)
        places = places_of(self.membership.chain_id)
        last = chosen.get("asOf") or today()
        programme = programme_of(self.membership, chosen.get("programme") or "")
        begun = programme.started_on if section.counted and programme else last.replace(month=1, day=1)
        first = chosen.get("since") or min(begun, last)
        place = next((one for one in places if one.code == chosen.get("municipality")), None)
        if chosen.get("municipality") and place is None:
            faults.append(Fault("municipality", "invalid", translate("Deze gemeente doet niet mee.")))
        if last > today():
            faults.append(Fault("asOf", "invalid", translate("Deze dag moet nog komen. Kies vandaag of eerder.")))
        if first > last:
            faults.append(Fault("since", "invalid", translate("Deze dag ligt na de laatste dag")))
        if chosen.get("programme") and (programme is None or programme.key != chosen["programme"]):
            faults.append(Fault("programme", "invalid", translate("Dit programma is er niet.")))
        if faults:
            raise Problem(400, faults=faults)
        return Scope(self.membership, programme, first, last, places, place, {})


ROUTES = [
    path("figures", Sections.as_view(), name="api-sections"),
    path("figures/<slug:section>", Figures.as_view(), name="api-figures"),
]
