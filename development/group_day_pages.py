"""Who is there today: a group on one page with one save, made for a phone at a workplace (static/attendance.js keeps what
could not be sent)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chain.days import today
from chain.formats import clock
from chain.forms import DutchDecimalField
from chain.free_text import refusal, tick_for, tick_name
from chain.models import Membership
from chain.once import claimed, new_key
from clients import access, steps
from clients.day_asked import Question, answers
from clients.models import Step
from clients.registered import Leads, Waiting
from development import attendance, groups
from development.attendance import Mark
from development.models import Group
from development.models.course import MARKS, PAUSES, THERE

HOURS = DutchDecimalField(max_digits=4, decimal_places=2, required=False)


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """The groups of today, for who is with the people."""
    if membership.role not in ("work_coach", "trainer") or not membership.reads("places"):
        return {}
    return {"meeting": groups.meeting(groups.of(membership), today()).order_by().values("pk")}


def waiting(membership: Membership) -> list[Waiting]:
    """How many groups meet today."""
    found = answers(head_questions, membership)
    if "meeting" not in found:
        return []
    number = len(found["meeting"])
    return [Waiting(number, ngettext("groep vandaag", "groepen vandaag", number), reverse("groups_today"))]


@login_required
@never_cache
@require_safe
def groups_today(request: HttpRequest) -> HttpResponse:
    """The groups that meet today, one's own first; of one of them (`groep`, or the first that is still to be done) who is
    there. The start page of a work coach."""
    membership = groups.reader(request)
    if not membership.writes("plan"):
        raise PermissionDenied
    day = today()
    meeting = list(groups.meeting(groups.of(membership), day))
    done = groups.marked(meeting, day) if meeting else {}
    chosen = request.GET.get("groep", "")
    shown = next((group for group in meeting if str(group.pk) == chosen), None)
    if shown is None:
        shown = next((group for group in meeting if not done.get(group.pk)), meeting[0] if meeting else None)
    context = {
        "day": day, "section": "development", "group": None, "from_today": True,
        "meeting": [{"group": group, "done": done.get(group.pk, 0), "current": group == shown} for group in meeting],
    }  # fmt: skip
    if shown:
        context |= _page(membership, shown, day, groups.members_on(membership, shown, day), QueryDict(), {})
    return render(request, "development/groups_today.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def group_day(request: HttpRequest, group_id: int, day: str) -> HttpResponse:
    """A group on a day up to today. A post is answered with JSON where the page's script asks for it."""
    membership = groups.reader(request)
    if not membership.writes("plan"):
        raise PermissionDenied
    on = _day(day)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        answer = _logged(request, membership, group_id, on, errors)
        if answer is not None:
            return answer
    _membership, group = groups.one(request, group_id)
    if not groups.may_log(membership, group):
        raise PermissionDenied
    if errors and _by_script(request):
        return JsonResponse({"errors": [text for texts in errors.values() for text in texts]}, status=422)
    members = groups.members_on(membership, group, on)
    context = _page(membership, group, on, members, request.POST, errors)
    context |= {
        "section": "development", "from_today": False, "before": groups.near(group, on, -1),
        "after": groups.near(group, on, 1),
    }  # fmt: skip
    return render(request, "development/group_day.html", context, status=422 if errors else 200)


def _day(typed: str) -> dt.date:
    try:
        on = dt.date.fromisoformat(typed)
    except ValueError:
        raise Http404 from None
    if on > today() or len(typed) != 10:
        raise Http404
    return on


def _page(
    membership: Membership,
    group: Group,
    on: dt.date,
    members: list[Step],
    typed: QueryDict,
    errors: dict[str, list[str]],
) -> dict[str, Any]:
    """The form of a group on a day, with what stands there or was typed; the look at its people is logged."""
    access.looks(membership, (step.client for step in members), ["client", "plan"])
    usual = groups.hours(group)
    about = set(typed.getlist("about"))
    rows = []
    for step in members:
        if step.status == "planned":
            step.may_start = steps.may(membership, step, "start")  # type: ignore[attr-defined]
            continue
        mark, hours = attendance.was(step)
        key = str(step.pk)
        rows.append({
            "step": step, "client": step.client, "key": key, "mark": typed.get(f"mark-{key}", mark),
            "hours": typed.get(f"hours-{key}", HOURS.prepare_value(hours if hours is not None else usual)),
            "pause": PAUSES.get(getattr(step, "pause", ""), ""),
            "error": " ".join(errors.get(f"hours-{key}", [])), "about": key in about,
        })  # fmt: skip
    return {
        "group": group, "on": on, "rows": rows, "marks": list(MARKS.items()), "usual": HOURS.prepare_value(usual),
        "to_begin": [step for step in members if step.status == "planned"], "wrong": _said_where(errors),
        "observation": typed.get("observation", ""), "errors": errors, "needed": _tick(typed) if errors else "",
        "once": typed.get("once") or new_key(),
        "act_for": membership.pk, "marked": sum(bool(attendance.was(step)[0]) for step in members),
        "days": groups.days_of(group),
    }  # fmt: skip


def _tick(typed: QueryDict) -> str:
    return tick_for("observation", typed.get("observation", ""), typed.get(tick_name("observation")))


def _said_where(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is wrong, by where it is said: at the observation, at whom it is about, or above the form."""
    found: dict[str, list[str]] = {"observation": [], "about": [], "other": []}
    for name, texts in errors.items():
        if not name.startswith("hours-"):
            found[name if name in found else "other"] += texts
    return found


# What was sent in


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _logged(
    request: HttpRequest, membership: Membership, pk: int, on: dt.date, errors: dict[str, list[str]]
) -> HttpResponse | None:
    """The answer to a post that was carried out, now or before; None where the form is to be shown again with `errors`."""
    if request.POST.get("for", str(membership.pk)) != str(membership.pk):
        # Sent again after somebody else signed in on this phone: it would stand under the wrong name.
        errors["for"] = [translate("Er is nu iemand anders aangemeld. Meld u zelf weer aan om dit te versturen.")]
        return None
    marks = _marks(request.POST, errors)
    whom = [int(key) for key in request.POST.getlist("about") if key.isdecimal() and len(key) < 18]
    led_to = reverse("group_day", args=[pk, on.isoformat()])
    if request.POST.get("from") == "today" and on == today():
        led_to = f"{reverse('groups_today')}?groep={pk}"
    observation = request.POST.get("observation", "")
    if said := refusal(observation, request.POST.get(tick_name("observation"))):
        errors["observation"] = [said]
    try:
        checked = attendance.check(membership, on, marks, observation, whom, group=pk)
    except ValidationError as error:
        errors |= {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
    if errors:
        return None
    if not checked.people:
        _membership, group = groups.one(request, pk)  # nothing was found through which it would be known
        if not groups.may_log(membership, group):
            raise PermissionDenied
    told: list[tuple[str, str]] = []
    if claimed(request, led_to):
        checked.save()
        attendance.said(checked, lambda level, text: told.append((level, text)))
    if _by_script(request):
        return JsonResponse({"saved": clock(timezone.now()), "told": told})
    for level, text in told:
        messages.add_message(request, getattr(messages, level.upper()), text)
    return HttpResponseRedirect(led_to)


def _marks(typed: QueryDict, errors: dict[str, list[str]]) -> dict[int, Mark]:
    """The marks that were chosen, by step, with the hours of who was there; `everybody` marks who has none."""
    found = {}
    for name in typed:
        field, _dash, key = name.partition("-")
        if field not in ("mark", "hours") or not key.isdecimal() or len(key) > 17 or int(key) in found:
            continue
        mark = typed.get(f"mark-{key}") or ("present" if typed.get("everybody") and f"still-{key}" not in typed else "")
        if mark not in MARKS:
            continue
        hours: Decimal | None = None
        if mark in THERE:
            try:
                hours = HOURS.clean(typed.get(f"hours-{key}", ""))
            except ValidationError as error:
                errors[f"hours-{key}"] = [str(text) for text in error.messages]
        found[int(key)] = Mark(mark, hours)
    return found
