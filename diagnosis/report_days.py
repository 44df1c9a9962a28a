"""The days of an in-depth diagnosis: written quickly at a workplace, by its own partner or by the host, and read by week."""

import datetime as dt
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.formats import clock, day_typed
from chain.models import Membership
from clients import drafts
from diagnosis import report
from diagnosis.models import DayObserved, PracticalDiagnosis
from diagnosis.report_forms import DayForm
from diagnosis.report_pages import carried_out, fetch, page_url


class Day(NamedTuple):
    """What one colleague wrote of a day; `edit_url` for its author."""

    row: DayObserved
    edit_url: str


class Week(NamedTuple):
    """A week from the start on: its days, on how many the person was there, and was not."""

    number: int
    first: dt.date
    last: dt.date
    days: list[Day]
    there: int
    missed: int


def weeks(found: PracticalDiagnosis, membership: Membership) -> list[Week]:
    """The weeks until today (or the end), latest first; also those of which nothing was written."""
    rows = list(found.days.select_related("author", "partner").order_by("on", "pk"))
    open_now = report.may_observe(membership, found)
    by_week = {n: list(group) for n, group in groupby(rows, key=lambda row: (row.on - found.started_on).days // 7)}
    until = min(found.ended_on or today(), max(found.planned_end, rows[-1].on if rows else found.planned_end))
    last = (until - found.started_on).days // 7
    return [_week(found, n, by_week.get(n, []), membership, open_now) for n in range(last, -1, -1)]


def _week(found: PracticalDiagnosis, n: int, rows: list[DayObserved], membership: Membership, open_now: bool) -> Week:
    there = {row.on for row in rows if row.present}
    first = found.started_on + dt.timedelta(weeks=n)
    own = open_now and {row.pk for row in rows if row.author_id == membership.user_id}
    days = [
        Day(
            row, reverse("diagnosis_day", args=[found.client.number, found.pk, row.pk]) if own and row.pk in own else ""
        )
        for row in reversed(rows)
    ]
    return Week(n + 1, first, first + dt.timedelta(6), days, len(there), len({row.on for row in rows} - there))


def _form_key(found: PracticalDiagnosis) -> str:
    return f"day-{found.pk}"  # of the draft: what is typed and not saved, kept on the server


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis_days(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """The days by week; for who may, today's at the top. With `autosave` what is typed so far is kept."""
    found, membership = fetch(request, number, diagnosis_id, write=request.method == "POST")
    observes = report.may_observe(membership, found)
    if request.method == "POST" and not observes:
        if found.status != "draft" and report.takes_part(membership, found):
            messages.info(request, translate("Het rapport is gegeven. De dagen veranderen niet meer."))
            return HttpResponseRedirect(page_url(found, "diagnosis_days"))
        raise PermissionDenied
    if "autosave" in request.POST:
        return _keep(request, found, membership)
    form = _new_form(request, found, membership) if observes else None
    if request.method == "POST" and form is not None and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            report.observe(found, clean["text"], present=clean["present"], on=clean["on"], by=membership)
            drafts.discard(found.client, membership, _form_key(found))
            return page_url(found, "diagnosis_days")

        back = page_url(found, "diagnosis_days")
        if answer := carried_out(request, form, act, back, translate("De dag is opgeslagen.")):
            return answer
    context: dict[str, Any] = {
        "client": found.client, "found": found, "section": "clients", "form": form,
        "weeks": weeks(found, membership), "writes": report.may_write(membership, found),
        "own_today": found.days.filter(author=membership.user_id, on=today()).first() if observes else None,
    }  # fmt: skip
    return render(request, "diagnosis/diagnosis_days.html", context, status=422 if form and form.is_bound else 200)


def _new_form(request: HttpRequest, found: PracticalDiagnosis, membership: Membership) -> DayForm:
    if request.method == "POST":
        return DayForm(request.POST)
    draft = drafts.latest(found.client, membership, _form_key(found))
    typed = {name: text for name, text in (draft.content if draft else {}).items() if name in DayForm.base_fields}
    initial = {"on": day_typed(today()), "present": "yes"} | typed
    return DayForm(initial=initial, typed_at=draft.at if draft else None)


def _keep(request: HttpRequest, found: PracticalDiagnosis, membership: Membership) -> JsonResponse:
    typed = {name: request.POST.get(name, "")[: report.LONGEST] for name in DayForm.base_fields}
    written = bool(typed["text"].strip())
    key = request.POST.get("once", "")
    if why := drafts.keep(found.client, membership, _form_key(found), typed if written else {}, key):
        return JsonResponse({"saved": "", "why": why}, status=422)
    return JsonResponse({"saved": clock(timezone.now()) if written else ""})


@login_required
@require_http_methods(["GET", "POST"])
def diagnosis_day(request: HttpRequest, number: str, diagnosis_id: int, day_id: int) -> HttpResponse:
    """Correct one's own words of a day."""
    found, membership = fetch(request, number, diagnosis_id, write=True)
    row = get_object_or_404(DayObserved.objects.select_related("author"), pk=day_id, diagnosis=found)
    row.diagnosis = found
    back = page_url(found, "diagnosis_days")
    if row.author_id != membership.user_id or row.partner_id not in membership.acts_for:
        raise PermissionDenied
    if found.status != "draft":
        messages.info(request, translate("Het rapport is gegeven. De dagen veranderen niet meer."))
        return HttpResponseRedirect(back)
    initial = {"present": "yes" if row.present else "no", "text": row.text}
    form = DayForm(request.POST if request.method == "POST" else None, own=True, initial=initial)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            report.correct(row, form.cleaned_data["text"], present=form.cleaned_data["present"], by=membership)
            return back

        if answer := carried_out(request, form, act, back, translate("De dag is verbeterd.")):
            return answer
    context = {
        "client": found.client, "found": found, "form": form, "section": "clients", "back": back, "row": row,
        "title": translate("Dag verbeteren"), "button": translate("Opslaan"), "keep": True,
        "lead": translate("De oude tekst blijft bewaard in de geschiedenis."),
    }  # fmt: skip
    return render(request, "diagnosis/diagnosis_act.html", context, status=422 if form.is_bound else 200)
