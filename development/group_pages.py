"""The chain's groups: the list with the room in each, a group with its people and who was there, and its form."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chain.addresses import among, number
from chain.days import today
from chain.models import Membership, Partner
from chain.once import carry_out
from clients import access
from clients.models import Step
from clients.step_pages import address
from development import groups, occupancy, stays
from development.group_forms import GroupForm
from development.models import Attendance, Group, GroupCoach
from development.models.course import MARKS

PAGE = 25
WEEKS = 4  # of attendance that a group shows
SIGNS = {"present": "✓", "late": "T", "excused": "A", "absent": "N"}
WHICH = {"": _("Lopende groepen"), "voorbij": _("Voorbij"), "vrij": _("Met een vrije plek")}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    partner: str = ""
    welke: str = ""
    na: str = ""
    voor: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        return cls(
            number(data.get("partner")), among(data.get("welke"), WHICH), number(data.get("na")), number(data.get("voor"))
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        """The list with these filters, from its beginning unless `na` or `voor` is given."""
        query = vars(replace(self, na="", voor="")) | changes
        chosen = urlencode({name: value for name, value in query.items() if value})
        return reverse("groups") + (f"?{chosen}" if chosen else "")


def find(membership: Membership, asked: Asked) -> tuple[list[Group], bool, bool]:
    """A page of the list by name, and whether there are more before and after it."""
    over = Q(ended_on__lt=today())
    found = Group.objects.filter(over if asked.welke == "voorbij" else ~over, chain_id=membership.chain_id)
    if asked.partner:
        found = found.filter(partner=int(asked.partner))
    if asked.welke == "vrij":
        every = list(found.order_by().values_list("pk", flat=True)[:1000])
        found = found.filter(pk__in=[pk for pk, seats in occupancy.of_groups(every).items() if seats.free > 0])
    backwards = bool(asked.voor) and not asked.na
    if number := asked.na or asked.voor:
        anchor = Group.objects.filter(pk=number, chain_id=membership.chain_id).values("name")[:1]
        found = found.filter(**{"name__lt" if backwards else "name__gt": anchor})
    coaches = GroupCoach.objects.select_related("user").order_by("user__name")
    found = found.select_related("partner", "instrument", "place").prefetch_related(Prefetch("coaches", coaches))
    rows = list(found.order_by("-name" if backwards else "name")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
        return rows, more, bool(rows)
    return rows, bool(asked.na) and bool(rows), more


@login_required
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """All groups of the chain, whoever gives them: numbers of everybody, no people."""
    membership = groups.reader(request)
    asked = Asked.of(request.GET)
    shown, before, after = find(membership, asked)
    seats = occupancy.of_groups(group.pk for group in shown)
    there = Partner.objects.filter(pk__in=Group.objects.filter(chain_id=membership.chain_id).values("partner"))
    return render(request, "development/groups.html", {
        "section": "development", "asked": asked, "which": WHICH.items(),
        "partners": [(str(pk), name) for pk, name in there.values_list("pk", "name")],
        "rows": [{"group": group, "seats": seats.get(group.pk), "days": groups.days_of(group)} for group in shown],
        "writes": groups.may_write(membership), "first_url": asked.address() if asked.na or asked.voor else "",
        "previous_url": asked.address(voor=str(shown[0].pk)) if before else "",
        "next_url": asked.address(na=str(shown[-1].pk)) if after else "",
    })  # fmt: skip


@login_required
@never_cache
@require_safe
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Who is in it, who has a seat and who waits, of the people in sight, and who was there in the last weeks."""
    membership, found = groups.one(request, group_id)
    coaches = GroupCoach.objects.filter(group=found).select_related("user").order_by("user__name")
    may_log, day = groups.may_log(membership, found), today()
    context = {
        "section": "development", "group": found, "seats": occupancy.of_groups([group_id])[group_id],
        "days": groups.days_of(found),
        "coaches": [coach.user for coach in coaches], "may_log": may_log, "changes": groups.may_change(membership, found),
        "log_day": (day if groups.meets(found, day) else groups.near(found, day, -1)) if may_log else None,
    }  # fmt: skip
    if membership.reads("plan"):
        context |= _people(membership, found)
    return render(request, "development/group.html", context)


def _people(membership: Membership, found: Group) -> dict[str, Any]:
    """Members, seats and the wait list, with the marks of the last weeks; the look at them is logged."""
    steps = list(groups.people(membership, found, stay__state__in=["running", "held", "waiting"])[: groups.MOST])
    by_state: dict[str, list[Step]] = {"running": [], "held": [], "waiting": []}
    for step in steps:
        by_state[step.stay.state].append(step)
    by_state["waiting"].sort(key=lambda step: (step.stay.asked_on, step.stay.pk))
    if steps:
        access.looks(membership, (step.client for step in steps), ["client", "plan"])
    members = by_state["running"]
    since = today() - dt.timedelta(weeks=WEEKS) + dt.timedelta(1)
    marks: dict[int, dict[dt.date, str]] = {}
    for step_id, on, mark in _marks(members, since).values_list("step", "on", "mark"):
        marks.setdefault(step_id, {})[on] = mark
    met = {on for of_step in marks.values() for on in of_step}
    planned = {day for ago in range(7 * WEEKS) if groups.meets(found, day := since + dt.timedelta(ago))}
    days = sorted(met | planned, reverse=True)  # the latest first: a phone shows no more than a few
    return {
        "days_met": days, "reads_people": True, "held": by_state["held"],
        "signs": [(SIGNS[mark], name) for mark, name in MARKS.items()],
        "members": [_member(step, marks.get(step.pk, {}), days) for step in members],
        "waiting": [
            {"step": step, "url": address("stay_reserve", step.client.number, step.pk) if stays.may(membership, step) else ""}
            for step in by_state["waiting"]
        ],
    }  # fmt: skip


def _marks(members: list[Step], since: dt.date) -> QuerySet[Attendance]:
    return Attendance.objects.filter(step__in=[step.pk for step in members], on__gte=since).order_by()


def _member(step: Step, marks: dict[dt.date, str], days: list[dt.date]) -> dict[str, Any]:
    there = sum(mark in ("present", "late") for mark in marks.values())
    return {
        "step": step, "there": there, "of": len(marks), "absent": sum(mark == "absent" for mark in marks.values()),
        "cells": [(marks.get(day, ""), SIGNS.get(marks.get(day, ""), "")) for day in days],
    }  # fmt: skip


# The form


@login_required
@require_http_methods(["GET", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    """A course or work team of one's own partner; the point of contact makes them for others too."""
    membership = groups.reader(request, write=True)
    form = GroupForm(request.POST or None, instance=Group(chain_id=membership.chain_id), membership=membership)

    def act() -> str:
        return reverse("group", args=[form.keep().pk])

    if done := carry_out(request, form, act, translate("De groep staat erbij.")):
        return done
    return _form_page(request, translate("Groep maken"), form)


@login_required
@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, group_id: int) -> HttpResponse:
    """When and where it is, for how many, and who leads it."""
    membership, found = groups.one(request, group_id, write=True)
    form = GroupForm(request.POST or None, instance=Group.objects.get(pk=group_id), membership=membership)

    def act() -> str:
        form.keep()
        return reverse("group", args=[group_id])

    if done := carry_out(request, form, act, translate("Opgeslagen.")):
        return done
    return _form_page(request, translate("Groep wijzigen"), form, group=found)


def _form_page(request: HttpRequest, title: str, form: GroupForm, **context: Any) -> HttpResponse:
    context |= {"title": title, "form": form, "section": "development"}
    return render(request, "development/group_form.html", context, status=422 if form.is_bound else 200)
