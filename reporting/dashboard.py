"""The target dashboard: where do we stand against the promise, on a chosen day, the same for all of the chain."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chain import formats
from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership, Municipality, Outbox, Partner
from reporting.charts import progress_bar
from reporting.dashboard_tables import (
    SETTLED_AFTER,
    Standing,
    drawing,
    last_day,
    partner_table,
    place_tables,
    standing,
    year_tables,
)
from reporting.models import KINDS, Programme
from reporting.scope import Scope, places_of, steers, within
from reporting.tables import Table
from reporting.tabs import tabs


def programmes_of(membership: Membership | None) -> list[Programme]:
    """The chain's programmes, latest first; 404 for who belongs to no chain."""
    if membership is None:
        raise Http404
    return list(Programme.objects.filter(chain_id=membership.chain_id).select_related("tally"))


def current(programmes: list[Programme]) -> Programme:
    """The programme of today, else the last one; there is one at least."""
    day = today()
    return next((p for p in programmes if p.started_on <= day <= p.ended_on), programmes[0])


class Filters(forms.Form):
    """The filters in the URL: `op` (as-of day), `gemeente` (CBS code), `jaar`."""

    op = DutchDateField(required=False)
    gemeente = forms.ChoiceField(required=False)
    jaar = forms.ChoiceField(required=False)

    def __init__(self, programme: Programme, municipalities: list[Municipality], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        first, last = programme.started_on.year, programme.ended_on.year
        self.fields["op"].label = _("Stand op")
        self.fields["op"].initial = last_day(programme)
        self.fields["gemeente"].label = _("Gemeente")
        self.fields["gemeente"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle gemeenten")), *((place.code, place.name) for place in municipalities)
        ]  # fmt: skip
        self.fields["jaar"].label = _("Jaar in de tabellen")
        self.fields["jaar"].choices = [("", _("Alle jaren")), *((str(y), str(y)) for y in range(first, last + 1))]  # type: ignore[attr-defined]

    def clean_op(self) -> dt.date:
        day = self.cleaned_data["op"] or last_day(self.programme)
        if day < self.programme.started_on <= today():
            raise forms.ValidationError(
                _("Dit programma begon op %(day)s. Kies een latere dag.")
                % {"day": formats.day(self.programme.started_on)}
            )
        if day > today():
            raise forms.ValidationError(_("Deze dag moet nog komen. Kies vandaag of eerder."))
        return day


def is_behind(programme: Programme) -> bool:
    """Whether facts changed since the count."""
    return (
        not hasattr(programme, "tally")
        or Outbox.objects.filter(chain_id=programme.chain_id, topic="facts", done_at__isnull=True).exists()
    )


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The dashboard opens on the running programme; where a manager comes in before there is one, the page says so."""
    programmes = programmes_of(request.membership)  # type: ignore[attr-defined]
    if not programmes:
        return render(request, "reporting/no_programme.html")
    return redirect("dashboard", key=current(programmes).key)


@login_required
@require_GET
def dashboard(request: HttpRequest, key: str) -> HttpResponse:
    """The page; htmx asks for its figures alone while a count is under way."""
    membership = within(request.membership)  # type: ignore[attr-defined]
    programmes = programmes_of(membership)
    programme = next((p for p in programmes if p.key == key), None)
    if programme is None:
        raise Http404
    places = places_of(membership.chain_id)
    filters = Filters(programme, places, {"op": formats.day_typed(last_day(programme)), **request.GET.dict()})
    valid = filters.is_valid()
    day = filters.cleaned_data.get("op") or last_day(programme)
    place = next((p for p in places if p.code == filters.cleaned_data.get("gemeente")), None)
    asked = {"jaar": filters.cleaned_data.get("jaar") or ""}
    scope = Scope(membership, programme, programme.started_on, day, places, place, asked)
    found = standing(programme, day, places)
    partners = list(Partner.objects.filter(chain_id=membership.chain_id))
    by_year, by_place = year_tables(found, scope), place_tables(found, scope)
    behind = is_behind(programme)
    shown = {"programma": programme.key, "op": formats.day_typed(day), "gemeente": place.code if place else "", **asked}
    context = {
        "section": "targets",
        "tabs": tabs(membership, "targets"),
        "programme": programme,
        "programmes": programmes,
        "filters": filters,
        "day": day,
        "place": place,
        "final": day >= programme.ended_on + SETTLED_AFTER,
        "behind": behind,
        "begun": programme.started_on <= today(),
        "tally": getattr(programme, "tally", None),
        "results": [_panel(found, kind, place, by_year) for kind in KINDS],
        "figures": [found.figures(kind, place.pk if place else None) for kind in KINDS],
        "both": found.cells.within(place.pk if place else None).total("both"),
        "saved": _saved(found, place),
        "by_municipality": by_place,
        "by_partner": partner_table(found, scope, partners),
        "returns": f"{reverse('returns')}?{_query(shown)}" if steers(membership) else "",
        "query": _query(shown),
        "invented": programme.baseline_note,
        "poll": behind and valid,
    }
    # A fragment is a part of the page at the page's own address.
    template = "reporting/_figures.html" if request.headers.get("HX-Request") else "reporting/dashboard.html"
    return render(request, template, context)


def _query(shown: dict[str, str]) -> str:
    return urlencode({key: value for key, value in shown.items() if value})


def _saved(found: Standing, place: Municipality | None) -> dict[str, Any]:
    """Saved benefits as they were promised: extra outflow times the saving per person (document 002, investment)."""
    here = place.pk if place else None
    counted, assumed = found.cells.total("outflow"), found.promised.assumed(found.cells)
    saving = found.promised.saving(found.day.year)
    return {
        "per_person": assumed / counted if counted and assumed is not None else saving and saving.full,
        "promised": found.promised.promised(here),
        "saved": found.assumed(here),
        "extra": found.figures("outflow", here).extra,
        "investment": found.promised.cost("planned", place=here),
    }


def _panel(found: Standing, kind: str, place: Municipality | None, by_year: list[Table]) -> dict[str, Any]:
    """A result's figures, its drawing, and the table beneath."""
    result = found.figures(kind, place.pk if place else None)
    return {
        "kind": kind,
        "drawing": drawing(found, kind, place),
        "table": next(table for table in by_year if table.key == f"{kind}-years"),
        "persons": next(line.urls.get("counted", "") for line in by_year[0].lines if line.key == kind),
        "unknown": result.extra is None,
        "figures": result,
        "bar": progress_bar(result.extra, result.target, result.pace) if result.extra is not None else None,
    }
