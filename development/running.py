"""A partner's steps that run or are about to: log progress for several people with one save, start, finish.

Made for a phone at a workplace: one day, one line a person, one button. Nothing is kept on the device.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.formats import day_typed
from chain.forms import DutchDateField
from chain.free_text import refusal, tick_for, tick_name
from chain.models import Instrument, Membership
from chain.once import new_key, once
from clients import access, steps
from clients.models import Client, Observation, Step
from clients.queries import any_of
from development import attendance
from development.attendance import Mark
from development.course_pages import page
from development.groups import hours
from development.models import Attendance
from development.models.course import MARKS, THERE

PAGE = 40
LONGEST = attendance.LONGEST


def own_steps(membership: Membership) -> QuerySet[Step]:
    """Steps that the membership's partner carries out, of clients that it may see, by instrument and name.

    What begins and ends on pages of its own (placements, intakes) is left to those.
    """
    return (
        Step.objects.filter(
            any_of(Client.objects.visible_to(membership).filter(pk=OuterRef("client_id"), closed_on=None)),
            chain_id=membership.chain_id, partner__in=membership.acts_for, instrument__form_of_work="",
        )
        .exclude(instrument__function="intake")
        .select_related("client", "instrument", "partner", "stay__place", "stay__group")
        .order_by("instrument__name", "instrument", "client__sort_name", "pk")
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def running(request: HttpRequest) -> HttpResponse:
    """The page; ?instrument= shows one, ?groep=zonder who is in no group, ?pagina= the next people."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.writes("plan"):
        raise PermissionDenied
    chosen = request.GET.get("instrument", "")
    instrument = int(chosen) if chosen.isdigit() else None
    typed = request.GET.get("pagina", "")
    number = min(max(int(typed), 1), 10_000) if typed.isdigit() else 1
    current = own_steps(membership).filter(status__in=["active", "planned"])
    of_one = current.filter(instrument=instrument) if instrument else current
    alone = request.GET.get("groep") == "zonder"
    if alone:
        of_one = of_one.filter(stay__group=None)
    shown = list(of_one[(number - 1) * PAGE : number * PAGE + 1])
    more, shown = len(shown) > PAGE, shown[:PAGE]
    errors: dict[int, str] = {}
    wrong_day = ""
    if request.method == "POST":
        try:
            on = DutchDateField().clean(request.POST.get("on", ""))
        except ValidationError as error:
            wrong_day = " ".join(error.messages)
        else:
            noted = list(own_steps(membership).filter(pk__in=_posted(request)))  # also what is over by now
            errors = _refused(noted, request, on)
            if not errors:
                return once(request, lambda: _carry_out(request, membership, noted, on))
    else:
        access.looks(membership, (step.client for step in shown), ["plan"])

    def at(page: int) -> str:
        kept = {"instrument": instrument or "", "groep": "zonder" if alone else "", "pagina": page if page > 1 else ""}
        return "?" + urlencode({key: value for key, value in kept.items() if value})

    offered = Instrument.objects.filter(pk__in=current.order_by().values("instrument")).order_by("name")
    return render(request, "development/running.html", {
        "groups": _groups(shown, request, errors), "instruments": list(offered),
        "instrument": instrument, "on": request.POST.get("on", day_typed(today())), "wrong_day": wrong_day,
        "errors": bool(errors or wrong_day), "presence": MARKS, "once": request.POST.get("once") or new_key(),
        "previous_url": at(number - 1) if number > 1 else "", "next_url": at(number + 1) if more else "",
        "shown": number if more or number > 1 else "", "section": "development", "alone": alone, "here": request.get_full_path(),
    }, status=422 if errors or wrong_day else 200)  # fmt: skip


def _groups(shown: list[Step], request: HttpRequest, errors: dict[int, str]) -> list[dict[str, Any]]:
    """Per instrument the lines to show, what runs before what is planned; with what was typed, after a refusal."""
    noted = Observation.objects.filter(step__in=shown).order_by()
    last = dict(noted.values_list("step").annotate(Max("on")))
    marked = Attendance.objects.filter(step__in=shown).order_by()
    for pk, on in marked.values_list("step").annotate(Max("on")):
        last[pk] = max(on, last.get(pk, on))
    groups = []
    for _instrument, found in groupby(shown, key=lambda step: step.instrument_id):
        members = sorted(found, key=lambda step: step.status != "active")
        lines = [
            {"step": step, "last": last.get(step.pk), "text": request.POST.get(f"text-{step.pk}", ""),
             "presence": request.POST.get(f"presence-{step.pk}", ""), "error": errors.get(step.pk, ""),
             "needed": _tick(request, step) if errors else "",
             "stay": getattr(step, "stay", None), "end_url": page(step, step.client.number, "finish")}
            for step in members
        ]  # fmt: skip
        groups.append({
            "instrument": members[0].instrument, "lines": lines,
            "running": sum(step.status == "active" for step in members),
        })  # fmt: skip
    return groups


def _told(request: HttpRequest, step: Step) -> str:
    """What was noted for the step, in words."""
    return request.POST.get(f"text-{step.pk}", "").strip()[:LONGEST]


def _tick(request: HttpRequest, step: Step) -> str:
    name = f"text-{step.pk}"
    return tick_for(name, _told(request, step), request.POST.get(tick_name(name)))


def _mark(request: HttpRequest, step: Step) -> Mark | None:
    """Whether the person was there, as far as that was said; the hours are those of the group, where there is one."""
    chosen = request.POST.get(f"presence-{step.pk}", "")
    if chosen not in MARKS:
        return None
    group = step.stay.group if hasattr(step, "stay") else None
    return Mark(chosen, hours(group) if group and chosen in THERE else None)


def _asked(request: HttpRequest) -> tuple[str, int]:
    """The move that was asked for and its step: `start:12`; ("", 0) for a plain save."""
    act, _colon, pk = request.POST.get("move", "").partition(":")
    return (act, int(pk)) if act in ("start", "finish") and pk.isdigit() else ("", 0)


def _posted(request: HttpRequest) -> set[int]:
    """The steps that the post is about: what was filled in, and the one to move."""
    names = (key.partition("-") for key, value in request.POST.items() if str(value).strip())
    noted = {int(pk) for name, _dash, pk in names if name in ("text", "presence") and pk.isdigit()}
    return noted | {pk for _act, pk in [_asked(request)] if pk}


def _noted(shown: list[Step], request: HttpRequest) -> Iterator[tuple[Step, Mark | None, str]]:
    """The steps for which something was noted; the words at the one that is being finished are its result."""
    act, moved = _asked(request)
    for step in shown:
        mark, text = _mark(request, step), "" if act == "finish" and step.pk == moved else _told(request, step)
        if mark or text:
            yield step, mark, text


def _refused(shown: list[Step], request: HttpRequest, on: dt.date) -> dict[int, str]:
    """By step, what is wrong with what was noted: nothing is saved before all of it can be."""
    act, moved = _asked(request)
    errors = {}
    for step, _mark, _text in _noted(shown, request):
        if step.status != "active":
            continue  # is told when it is carried out
        if on > today():
            errors[step.pk] = translate("Deze dag moet nog komen")
        elif step.started_on and on < step.started_on:
            errors[step.pk] = translate("Deze dag ligt vóór de start")
    for step in shown:
        if step.pk == moved and act == "finish" and not _told(request, step):
            errors[step.pk] = translate("Schrijf bij afronden kort op wat eruit kwam")
        elif said := refusal(_told(request, step), request.POST.get(tick_name(f"text-{step.pk}"))):
            errors[step.pk] = said
    return errors


def _carry_out(request: HttpRequest, by: Membership, shown: list[Step], on: dt.date) -> str:
    """Note, start and finish in one transaction; what somebody else was first with is said and left as it is."""
    act, moved = _asked(request)
    noted = list(_noted(shown, request))
    checked = attendance.log(
        by,
        on,
        {step.pk: mark for step, mark, _text in noted if mark},
        texts={step.pk: text for step, _mark, text in noted},
    )
    if noted:
        attendance.said(
            checked, lambda level, text: messages.add_message(request, getattr(messages, level.upper()), text)
        )
    late: list[tuple[Step, str]] = []  # moved by somebody else meanwhile, and the text that therefore has no place
    for step in shown:
        if step.pk == moved and not _move(request, by, step, act, on):
            late.append((step, _told(request, step)))
    for step, text in late:
        said = translate("%(name)s: iemand anders heeft deze stap intussen gewijzigd. Niet opgeslagen: %(text)s")
        messages.warning(request, said % {"name": step.client.name, "text": text or "–"})
    if not shown:
        messages.info(request, _("Er was niets ingevuld."))
    return request.get_full_path()


def _move(request: HttpRequest, by: Membership, step: Step, act: str, on: dt.date) -> bool:
    """Start or finish the step, and say so or why not; False where somebody else was first."""
    what = {"name": step.client.name, "step": step.instrument.name}
    result = _told(request, step) if act == "finish" else ""
    try:
        with transaction.atomic():
            steps.move(step, act, on=on, result=result, by=by)
    except steps.NotNow:
        return False
    except ValidationError as error:
        messages.error(request, f"{step.client.name}: {' '.join(error.messages)}")
    else:
        told = _("%(name)s is begonnen met %(step)s.") if act == "start" else _("%(step)s van %(name)s is afgerond.")
        messages.success(request, str(told) % what)
    return True
