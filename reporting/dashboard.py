"""The target dashboard: where do we stand against the promise, on a chosen day, the same for all of the chain."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from chain import formats
from chain.days import today
from chain.forms import DutchDateField
from chain.models import ChainMunicipality, Membership, Municipality, Outbox, Partner
from reporting.charts import Year, progress_bar, target_charts
from reporting.figures import Cells, ResultFigures, result_figures
from reporting.models import Cell, Programme

SETTLED_AFTER = dt.timedelta(days=31)  # until then an outflow is provisional (counting.md)
HEADINGS = {
    "activation": (lazy("Extra geactiveerd"), lazy("Geactiveerd")),
    "outflow": (lazy("Extra uitgestroomd, geheel of gedeeltelijk"), lazy("Uitgestroomd")),
}


def programmes_of(membership: Membership | None) -> list[Programme]:
    """The chain's programmes, latest first; 404 for who belongs to no chain."""
    if membership is None:
        raise Http404
    return list(Programme.objects.filter(chain_id=membership.chain_id).select_related("tally"))


def current(programmes: list[Programme]) -> Programme:
    """The programme of today, else the last one."""
    if not programmes:
        raise Http404
    day = today()
    return next((p for p in programmes if p.started_on <= day <= p.ended_on), programmes[0])


def last_day(programme: Programme) -> dt.date:
    """The last day worth asking for: today, or the day after which a closed programme changes no more."""
    return min(today(), programme.ended_on + SETTLED_AFTER)


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
        if day < self.programme.started_on:
            raise forms.ValidationError(
                _("Dit programma begon op %(day)s. Kies een latere dag.")
                % {"day": formats.day(self.programme.started_on)}
            )
        if day > today():
            raise forms.ValidationError(_("Deze dag moet nog komen. Kies vandaag of eerder."))
        return day


def cells_up_to(programme: Programme, day: dt.date, **only: Any) -> Cells:
    """One query, whatever the number of persons; `only` narrows it down, such as kind="outflow"."""
    rows = (
        Cell.objects.filter(programme=programme, day__lte=day, **only)
        .values_list("kind", "year", "municipality", "partner", "extent")
        .annotate(number=Sum("change"))
        .order_by()
    )
    return Cells([row for row in rows if row[5]])


def is_behind(programme: Programme) -> bool:
    """Whether facts changed since the count."""
    return (
        not hasattr(programme, "tally")
        or Outbox.objects.filter(chain_id=programme.chain_id, topic="facts", done_at__isnull=True).exists()
    )


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The dashboard opens on the running programme."""
    return redirect("dashboard", key=current(programmes_of(request.membership)).key)  # type: ignore[attr-defined]


@login_required
@require_GET
def dashboard(request: HttpRequest, key: str) -> HttpResponse:
    """The page; htmx asks for its figures alone while a count is under way."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    programmes = programmes_of(membership)
    programme = next((p for p in programmes if p.key == key), None)
    if programme is None:
        raise Http404
    places = [
        row.municipality
        for row in ChainMunicipality.objects.filter(chain_id=membership.chain_id).select_related("municipality")
    ]
    places.sort(key=lambda place: place.name)
    filters = Filters(programme, places, {"op": formats.day_typed(last_day(programme)), **request.GET.dict()})
    valid = filters.is_valid()
    day = filters.cleaned_data.get("op") or last_day(programme)
    place = next((p for p in places if p.code == filters.cleaned_data.get("gemeente")), None)
    year = int(filters.cleaned_data.get("jaar") or 0) or None
    cells = cells_up_to(programme, day)
    targets = list(programme.targets.all())
    partners = {partner.pk: partner for partner in Partner.objects.filter(chain_id=membership.chain_id)}
    shown = cells.within(place.pk if place else None)
    results = [
        result_figures(kind, programme, targets, shown, day, whole=place is None) for kind in ("activation", "outflow")
    ]
    behind = is_behind(programme)
    context = {
        "section": "targets",
        "programme": programme,
        "programmes": programmes,
        "filters": filters,
        "day": day,
        "place": place,
        "year": year,
        "final": day >= programme.ended_on + SETTLED_AFTER,
        "behind": behind,
        "tally": getattr(programme, "tally", None),
        "results": [_panel(result, day, place) for result in results],
        "figures": results,
        "both": shown.total("both"),
        "saved": _saved(programme, results[1]),
        "by_municipality": _by_municipality(shown, places if place is None else [place], year),
        "by_partner": _by_partner(shown, partners, year),
        "drill": membership.reads("results"),
        "query": urlencode({"op": formats.day_typed(day)}),
        "invented": programme.baseline_note,
        "poll": behind and valid,
    }
    # A fragment is a part of the page at the page's own address.
    template = "reporting/_figures.html" if request.headers.get("HX-Request") else "reporting/dashboard.html"
    return render(request, template, context)


def _saved(programme: Programme, outflow: ResultFigures) -> dict[str, Any]:
    """Saved benefits: extra outflow times the saving per person (document 002, investment)."""
    per_person = programme.saving_per_outflow
    if per_person is None:
        return {}
    return {
        "per_person": per_person,
        "promised": outflow.target * per_person,
        "saved": None if outflow.extra is None else max(outflow.extra, 0) * per_person,
        "extra": outflow.extra,
        "investment": programme.investment,
    }


def _panel(result: ResultFigures, day: dt.date, place: Municipality | None) -> dict[str, Any]:
    """A result's chart, with the sentence that says it and the rows of the table beneath."""
    heading, plain = HEADINGS[result.kind]
    charted = [
        Year(
            label=str(row.year), target=row.target or None, counted=row.counted, baseline=row.baseline,
            pace=row.pace if row.running else None,
            note=_("t/m %(day)s") % {"day": formats.day_long(day).rsplit(" ", 1)[0]} if row.running else "",
            short_note=_("t/m %(day)s") % {"day": formats.day(day).rsplit(" ", 1)[0]} if row.running else "",
        )
        for row in result.years
    ]  # fmt: skip
    unknown = result.extra is None
    title = plain if unknown else heading
    return {
        "kind": result.kind,
        "heading": title,
        "charts": target_charts(result.kind, _("%(what)s per jaar") % {"what": title}, charted),
        "conclusion": _conclusion(result, day, place),
        "years": result.years,
        "unknown": unknown,
        "figures": result,
        "bar": progress_bar(result.extra, result.target, result.pace) if not unknown else None,
    }


def _conclusion(result: ResultFigures, day: dt.date, place: Municipality | None) -> str:
    if place:
        return _("In %(place)s zijn %(counted)s mensen geteld. Doel en basislijn gelden voor de hele keten.") % {
            "place": place.name, "counted": formats.number(result.counted),
        }  # fmt: skip
    if result.extra is None or result.ahead is None:
        return _("Er zijn %(counted)s mensen geteld. Zolang niet voor elk jaar een basislijn is ingevuld, is niet te "
                 "zeggen hoeveel er extra zijn.") % {"counted": formats.number(result.counted)}  # fmt: skip
    told = {
        "extra": formats.number(result.extra), "pace": formats.number(result.pace), "day": formats.day_long(day),
        "gap": formats.number(abs(result.ahead)),
    }  # fmt: skip
    if result.ahead < 0:
        return _("Tot en met %(day)s zijn %(extra)s mensen extra geteld. Het tempo is %(pace)s. "
                 "Dat is een achterstand van %(gap)s.") % told  # fmt: skip
    if result.ahead > 0:
        return _("Tot en met %(day)s zijn %(extra)s mensen extra geteld. Het tempo is %(pace)s. "
                 "Dat is %(gap)s meer.") % told  # fmt: skip
    return _("Tot en met %(day)s zijn %(extra)s mensen extra geteld: precies op tempo.") % told


def _by_municipality(cells: Cells, places: list[Municipality], year: int | None) -> dict[str, Any]:
    activated = cells.by("municipality", "activation", year)
    full = cells.by("municipality", "outflow", year, "full")
    partial = cells.by("municipality", "outflow", year, "partial")
    rows = [
        {
            "place": place, "activated": activated.get(place.pk, 0), "full": full.get(place.pk, 0),
            "partial": partial.get(place.pk, 0), "outflow": full.get(place.pk, 0) + partial.get(place.pk, 0),
        }
        for place in places
    ]  # fmt: skip
    return {"rows": rows, "total": {k: sum(r[k] for r in rows) for k in ("activated", "full", "partial", "outflow")}}  # type: ignore[misc]


def _by_partner(cells: Cells, partners: dict[int, Partner], year: int | None) -> dict[str, Any]:
    counted = cells.by("partner", "activation", year)
    rows = [
        {"partner": partners[pk], "activated": number}
        for pk, number in counted.items() if pk in partners
    ]  # fmt: skip
    rows.sort(key=lambda row: row["partner"].position)  # type: ignore[attr-defined]
    return {"rows": rows, "total": sum(counted.values())}
