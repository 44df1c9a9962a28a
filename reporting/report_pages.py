"""The pages of reports: the list, a new one, what stands in it and what of it leaves the chain, and publishing.

Who steers sees both; an alderman what was published, of the own municipality and of all together, and nothing else.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain import formats
from chain.addresses import text_of
from chain.days import today
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Membership
from chain.once import NotNow, OnceForm, carry_out
from chain.parts import OUTSIDE
from reporting import publishing, reports
from reporting.content import Part
from reporting.models import OutsideReport, Programme, Report
from reporting.scope import programme_of, steering
from reporting.suppression import LEFT_OUT, SMALL
from reporting.tables import Drawing, Table
from reporting.tabs import tabs

WHOLE = "keten"  # in the address: all municipalities together
SHOWN = 60  # editions in the list
DRAWN = 4  # drawings on a page; the PDF has all


class ReportForm(OnceForm):
    """Of which programme, as of which day."""

    free_text = THING
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programma"), empty_label=None)
    as_of = DutchDateField(label=_("Stand op"), help_text=_("Tot en met deze dag wordt geteld."))
    note = forms.CharField(
        label=_("Toelichting"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Staat boven het rapport, ook voor de bestuurders. Noem geen aantallen onder 5."),
    )  # fmt: skip

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.filter(chain_id=membership.chain_id)  # type: ignore[attr-defined]
        self.initial = {"programme": programme_of(membership), "as_of": today()}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, programme = found.get("as_of"), found.get("programme")
        if day and day > today():
            self.add_error("as_of", _("Deze dag moet nog komen. Kies vandaag of eerder."))
        elif day and programme and day < programme.started_on:
            said = _("Dit programma begon op %(day)s. Kies een latere dag.")
            self.add_error("as_of", said % {"day": formats.day(programme.started_on)})
        return found


def _member(request: HttpRequest) -> Membership:
    """Who steers, or an alderman; PermissionDenied for others of the chain."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is not None and membership.role in OUTSIDE:
        return membership
    return steering(request)


def _publisher(request: HttpRequest) -> Membership:
    membership = steering(request)
    if not reports.publishes(membership):
        raise PermissionDenied
    return membership


def _of(membership: Membership, pk: int) -> Report:
    return get_object_or_404(
        Report.objects.select_related("programme", "author", "published_by"), pk=pk, chain_id=membership.chain_id
    )


@login_required
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """The editions, latest first; for an alderman the reports that were published."""
    membership = _member(request)
    context: dict[str, Any] = {"section": "targets", "tabs": tabs(membership, "reports")}
    if membership.role in OUTSIDE:
        found = OutsideReport.objects.filter(chain_id=membership.chain_id, published=True).select_related(
            "municipality"
        )
        rows = found.defer("content").order_by("-report_id", "municipality__name")[: 2 * SHOWN]
        context |= {"editions": _by_edition(list(rows)), "place": membership.municipality}
        return render(request, "reporting/reports_outside.html", context | {"section": "reports"})
    found_in = Report.objects.filter(chain_id=membership.chain_id).select_related("programme", "author")
    context |= {
        "rows": [(one, reports.status(one)) for one in found_in[:SHOWN]], "publishes": reports.publishes(membership),
    }  # fmt: skip
    return render(request, "reporting/reports.html", context)


def _by_edition(rows: list[OutsideReport]) -> list[tuple[dict[str, str], list[tuple[OutsideReport, str]]]]:
    """What an alderman reads of each edition: what it is of, and the own municipality's before that of all."""
    found: dict[int, list[tuple[OutsideReport, str]]] = {}
    for row in rows:
        found.setdefault(row.report_id, []).append((row, reports.outside_title(row)))
    first = OutsideReport.objects.filter(pk__in=[some[0][0].pk for some in found.values()])
    about = dict(first.values_list("report_id", "content__about"))
    return [(dict(about[report]), some) for report, some in found.items()]


@login_required
@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """A new edition; a worker makes it, nothing is published yet."""
    membership = _publisher(request)
    form = ReportForm(request.POST or None, membership=membership)

    def act() -> str:
        made = reports.ask(membership, **{name: form.cleaned_data[name] for name in ("programme", "as_of", "note")})
        return reverse("report", args=[made.pk])

    if done := carry_out(request, form, act):
        return done
    context = {"section": "targets", "form": form, "tabs": tabs(membership, "reports")}
    return render(request, "reporting/report_new.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in an edition. In the address: `voor`, the code of a municipality or `keten`: what leaves the chain, as it is
    read there. Asked by htmx every two seconds while it is made."""
    membership = _member(request)
    wanted = text_of(request.GET.get("voor"))
    if membership.role in OUTSIDE:
        return _outside(request, membership, _told(membership, pk, wanted), pk)
    found = _of(membership, pk)
    state = reports.status(found)
    context: dict[str, Any] = {
        "section": "targets", "tabs": tabs(membership, "reports"), "report": found, "state": state,
        "title": reports.title(found), "publishes": reports.publishes(membership), "over": state != "making",
    }  # fmt: skip
    if state in ("making", "failed"):
        context |= {
            "why": reports.why(found) if state == "failed" else "", "form": OnceForm(),
            "goes": context["publishes"] and (state == "failed" or reports.lost(found)),
        }  # fmt: skip
        fragment = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
        return render(request, "reporting/_report_made.html" if fragment else "reporting/report_made.html", context)
    places = _places(found)
    if wanted:
        told = _told(membership, pk, wanted)
        return _outside(request, membership, told, pk, **context, places=places)
    parts = reports.parts(found.content)
    context |= {
        "part": _chosen(request, parts), "parts": [part.name for part in parts],
        "about": found.content["about"], "places": places,
        "download": f"report:{pk}", "query": "",
    }  # fmt: skip
    return render(request, "reporting/report.html", context)


def _chosen(request: HttpRequest, parts: list[Part]) -> Part | None:
    """The part with the name in the address (`deel`), else the first; None of a report without figures."""
    return next((part for part in parts if part.name == request.GET.get("deel")), parts[0] if parts else None)


def _pairs(part: Part | None) -> list[tuple[Table, Drawing | None]]:
    """Each table with the drawing that was made of it; beyond DRAWN the tables alone, so that the page stays light."""
    drawings = {drawing.key: drawing for drawing in part.drawings[:DRAWN]} if part else {}
    return [(table, drawings.get(f"told-{table.key}")) for table in part.tables] if part else []


def _places(found: Report) -> list[tuple[str, str]]:
    """(code, name) of the reports that leave the chain, that of all together first."""
    rows = OutsideReport.objects.filter(report=found).values_list("municipality__code", "municipality__name")
    return sorted(
        ((code or WHOLE, name or translate("Alle gemeenten samen")) for code, name in rows),
        key=lambda pair: (pair[0] != WHOLE, pair[1]),
    )


def _told(membership: Membership, pk: int, wanted: str) -> OutsideReport:
    """The report of the edition for `wanted`; for an alderman the own municipality's where nothing is asked. Row-level security
    shows an alderman no other."""
    rows = OutsideReport.objects.select_related("municipality").filter(report=pk, chain_id=membership.chain_id)
    if membership.role in OUTSIDE:
        rows = rows.filter(published=True)
        wanted = wanted or membership.municipality.code  # type: ignore[union-attr]
    return get_object_or_404(rows, **({"municipality": None} if wanted == WHOLE else {"municipality__code": wanted}))


def _outside(
    request: HttpRequest, membership: Membership, told: OutsideReport, pk: int, **context: Any
) -> HttpResponse:
    parts = reports.parts(told.content)
    outside = membership.role in OUTSIDE
    if outside:
        own = membership.municipality
        context["places"] = [(own.code, own.name), (WHOLE, translate("Alle gemeenten samen"))] if own else []
    about = dict(told.content["about"])
    part = _chosen(request, parts)
    context |= {
        "told": told, "part": part, "parts": [one.name for one in parts], "pairs": _pairs(part),
        "about": about, "outside": outside, "name": reports.outside_title(told),
        "here": told.municipality.code if told.municipality else WHOLE, "pk": pk, "download": f"outside:{told.pk}", "query": "",
        "legend": reports.legend(table for part in parts for table in part.tables), "as_of": about.get("Stand op", ""),
        "section": "reports" if outside else "targets", "note": told.content.get("note", ""),
    }  # fmt: skip
    return render(request, "reporting/report_outside.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The look before publishing: what is hidden in each report; posted, it is published (or, with `act` = `discard`, gone)."""
    membership = _publisher(request)
    found = _of(membership, pk)
    form = OnceForm(request.POST or None)

    def act() -> str:
        if request.POST.get("act") == "discard":
            publishing.discard(found, membership)
            return reverse("reports")
        publishing.publish(found, membership)
        return reverse("report", args=[pk])

    discards = request.POST.get("act") == "discard"
    try:
        if done := carry_out(
            request,
            form,
            act,
            translate("Het rapport is weggegooid.") if discards else translate("Het rapport is gepubliceerd."),
        ):
            return done
    except publishing.TooSoon as refused:
        messages.warning(request, str(refused))
        return redirect("report_publish", pk=pk)
    except NotNow:
        messages.warning(request, translate("Dit rapport is al gepubliceerd, of het wordt nu gemaakt."))
        return redirect("report", pk=pk)
    if reports.status(found) != "draft":
        raise Http404
    wait = publishing.from_day(membership.chain_id)
    context = {
        "section": "targets", "tabs": tabs(membership, "reports"), "report": found, "form": form,
        "wait": publishing.said(wait) if wait else "", "days": settings.SNOER_REPORT_DAYS,
        "title": reports.title(found), "rows": _hidden(found),
    }  # fmt: skip
    return render(request, "reporting/report_publish.html", context)


def _hidden(found: Report) -> list[dict[str, Any]]:
    """Of each report that leaves the chain: how many numbers stand in it, are small, are left out."""
    rows = []
    for told in OutsideReport.objects.filter(report=found).select_related("municipality"):
        cells = [
            value for part in reports.parts(told.content) for table in part.tables for line in table.every_line()
            for value in line.cells if value is not None
        ]  # fmt: skip
        rows.append({
            "name": reports.outside_title(told), "here": told.municipality.code if told.municipality else WHOLE,
            "cells": len(cells), "small": cells.count(SMALL), "out": cells.count(LEFT_OUT), "whole": told.municipality is None,
        })  # fmt: skip
    return sorted(rows, key=lambda row: (not row["whole"], row["name"]))
