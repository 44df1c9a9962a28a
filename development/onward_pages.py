"""The page of moving on, for who works with people and for managers, and the form with which somebody says how it stands."""

import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.formats import day_short
from chain.models import Membership
from chain.once import carry_out
from clients import access, steps
from clients.models import Client, Step
from clients.registered import StepSection
from development import course_pages, norms, onward
from development.models import Onward
from development.models.course import HELPS
from development.onward_forms import SayForm
from development.onward_list import LISTS, PAGE, Asked, Row, There, reads_lists, rows, shown, there

TONES = {"now": "good", "soon": "info", "later": "outline", "stuck": "warn"}
HELPS_SHOWN = 6
# Who looks at how the chain goes finds its figures open; who works with people the lists.
FIGURES_FIRST = ("manager", "policy", "coordinator")


@dataclass(frozen=True)
class Figure:
    """Of a partner, or of a module at it: how many run, are past the norm, can move on, are stuck; the median of weeks."""

    name: str
    colour: str
    url: str
    chosen: bool
    running: int
    past: int
    can: int
    stuck: int
    weeks: int


@login_required
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Figures for all who read of places; names for who sees files, as far as they are in sight."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not membership.reads("places"):
        raise PermissionDenied
    asked, names = Asked.of(request.GET), reads_lists(membership)
    known = there(membership, asked)
    ids = shown(membership, asked, known) if names else []
    people = rows(membership, asked, known, ids[:PAGE]) if ids else []
    profile = asked.tab == "kans" and membership.reads("profile")
    access.looks(membership, (row.step.client for row in people), ["client", "plan", *(["profile"] if profile else [])])
    next_url = ""
    if len(ids) > PAGE and people:
        next_url = asked.address(na=str(people[-1].step.pk))
    context = {
        "section": "development", "asked": asked, "names": names, "open": membership.role in FIGURES_FIRST,
        "rows": [_shown(membership, row, known) for row in people], "potential": known.potential,
        "tabs": [(asked.address(lijst=key), name, key == asked.tab) for key, name in LISTS.items()],
        **_figures(asked, known), **_choices(asked, known), "everything": Asked(asked.tab).address(),
        "first_url": asked.address() if asked.after else "", "next_url": next_url, "previous_url": "",
    }  # fmt: skip
    return render(request, "development/onward.html", context)


def _choices(asked: Asked, known: There) -> dict[str, Any]:
    """What the filters offer: what runs somewhere, and what is chosen."""
    partners = {row["partner_id"] for row in known.figures} | {known.ids("partners", asked.partner)}
    modules = {row["instrument_id"] for row in known.figures} | {known.ids("modules", asked.module)}
    if not known.figures:  # of a further page nothing was counted
        modules |= {*known.norms}
    return {
        "partners": [(one["code"], one["name"]) for pk, one in known.partners.items() if pk in partners or not known.figures],
        "modules": [(one["code"], one["name"]) for pk, one in known.modules.items() if pk in modules],
        "places": [(one["code"], one["name"]) for one in known.places.values()],
    }  # fmt: skip


def _figures(asked: Asked, known: There) -> dict[str, Any]:
    """All together, by partner, and by partner the modules; with what would help the most people."""
    whole: Any = None
    partners: list[tuple[Figure, list[Figure]]] = []
    of = {(row["partner_id"], row["instrument_id"]): row for row in known.figures}
    for pk, partner in known.partners.items():
        if (pk, None) not in of:
            continue
        modules = [
            _figure(row, known.modules[module]["name"], "", asked, partner["code"], known.modules[module]["code"])
            for (of_partner, module), row in of.items() if of_partner == pk and module in known.modules
        ]  # fmt: skip
        modules.sort(key=lambda one: (-one.past, -one.running, one.name))
        partners.append((_figure(of[pk, None], partner["name"], partner["colour"], asked, partner["code"]), modules))
    if (None, None) in of:
        whole = _figure(of[None, None], "", "", asked)
    helps = [(capfirst(str(HELPS[row["help"]])), row["running"]) for row in known.helps[:HELPS_SHOWN]]
    return {"whole": whole, "by_partner": partners, "helps": helps}


def _figure(row: dict[str, Any], name: str, colour: str, asked: Asked, partner: str = "", module: str = "") -> Figure:
    url = asked.address(partner=partner, module=module) + "#list"
    chosen = bool(partner) and (asked.partner, asked.module) == (partner, module)
    numbers = {key: row[key] for key in ("running", "past", "can", "stuck")}
    return Figure(name, colour, url, chosen, **numbers, weeks=(row["days"] or 0) // 7)


def _shown(membership: Membership, row: Row, known: There) -> dict[str, Any]:
    """A row with why it stands there and what can be done: where it is said, and the pages of the acts."""
    step = row.step
    say = onward.may_say(membership, step, row.stay)
    return {
        "row": row, "step": step, "client": step.client, "onward": row.onward,
        "tone": TONES.get(row.onward.verdict, "") if row.onward else "", "helps": helps_of(row.onward),
        "why": _why(row, known), "say": say, "links": _links(membership, row),
    }  # fmt: skip


def helps_of(said: Onward | None) -> list[str]:
    return [str(HELPS[key]) for key in said.helps if key in HELPS] if said else []


def _why(row: Row, known: There) -> list[str]:
    """What speaks for paid work, in words; of the list `kans` alone."""
    found = [
        f"{known.words[key]['name']}, {day_short(getattr(row.step, name + '_on'))}"
        for name, key in (("ready", "job-ready"), ("fit", "work-fit")) if getattr(row.step, name, "") == "yes"
    ]  # fmt: skip
    if occupation := getattr(row.step, "chances", None):
        found.append(translate("veel kans als %(occupation)s") % {"occupation": occupation.lower()})
    return found


def _links(membership: Membership, row: Row) -> list[tuple[str, str]]:
    """(text, address) of what one does about it, for who may."""
    step, client = row.step, row.step.client
    if client.closed_on or not membership.writes("plan"):
        return []
    found = []
    if row.stay and row.stay.station_id and steps.may(membership, step, "replan"):
        found.append((translate("Naar het volgende station"), reverse("move_on", args=[client.number, step.pk])))
    for text, act in ((translate("Verlengen"), "replan"), (translate("Afronden"), "finish")):
        if steps.may(membership, step, act):
            found.append((text, course_pages.page(step, client.number, act)))
    if membership.reads("vacancies") and membership.writes("placements") and membership.reads("profile"):
        found.append((translate("Werk zoeken"), reverse("client_matches", args=[client.number])))
    if membership.is_contact_point and getattr(step, "ready", "") == "yes":
        found.append((translate("Klaar melden"), reverse("mediation", args=[client.number])))
    return [(text, url) for text, url in found if url]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Whether somebody can move on from a running step, and what would help; ?lijst= leads back to that list."""
    found = access.client(request, number, "plan", write=True)
    by: Membership = request.membership  # type: ignore[attr-defined]
    step = get_object_or_404(Step.objects.select_related("instrument", "partner", "client"), pk=step_id, client=found)
    if not onward.concerns(step.instrument):
        raise Http404
    if not onward.may_say(by, step, onward.stay_of(step)):
        raise PermissionDenied
    if step.status != "active":
        return _too_late(request, number, step)
    now = Onward.objects.select_related("author", "partner").filter(step=step).first()
    form = SayForm(request.POST or None, instance=copy.copy(now) if now else Onward(step=step, version=0), step=step)
    there = request.GET.get("lijst", "")
    back = Asked(there).address() if there in LISTS else reverse("step", args=[number, step.pk])

    def act() -> str:
        clean = form.cleaned_data
        onward.say(step, clean["verdict"], clean["helps"], clean["text"], on=clean["on"], by=by)
        return back

    if done := carry_out(request, form, act, translate("Opgeslagen."), lambda: _too_late(request, number, step)):
        return done
    context = {
        "client": found, "section": "clients", "form": form, "step": step, "now": now, "back": back,
        "how_long": how_long(step),
    }  # fmt: skip
    return render(request, "development/onward_say.html", context, status=422 if form.is_bound else 200)


def _too_late(request: HttpRequest, number: str, step: Step) -> HttpResponse:
    step.refresh_from_db(fields=["status"])
    if step.status == "active":
        messages.info(
            request, translate("Een collega zei hier net ook iets over. Kijk het na en sla zo nodig nog eens op.")
        )
        return redirect("onward_say", number, step.pk)
    messages.info(request, translate("Deze stap loopt niet (meer)."))
    return redirect("step", number, step.pk)


def how_long(step: Step) -> dict[str, Any]:
    """In whole weeks, beside the norm; one query for the pauses."""
    pauses = list(step.pauses.values_list("started_on", "ended_on"))  # type: ignore[attr-defined]
    weeks = norms.weeks_of(step.instrument)
    taken = norms.days_in(step.started_on, pauses, today()) if step.started_on else 0
    return {"weeks": taken // 7, "norm": weeks, "past": bool(weeks and taken > 7 * weeks)}


def sections(membership: Membership, client: Client, step: Step) -> list[StepSection]:
    """What was said last of moving on, on the page of the step; one query."""
    if not onward.concerns(step.instrument) or step.status not in ("active", "done", "stopped"):
        return []
    there = Step.objects.filter(pk=step.pk).select_related(
        "onward__author", "onward__partner", "stay__place", "stay__group"
    )
    one = there.first()
    said, stay = getattr(one, "onward", None), getattr(one, "stay", None)
    may = (
        step.status == "active" and access.writes(membership, client, "plan") and onward.may_say(membership, step, stay)
    )
    if said is None and not may:
        return []
    context = {
        "said": said, "tone": TONES.get(said.verdict, "") if said else "", "helps": helps_of(said),
        "url": reverse("onward_say", args=[client.number, step.pk]) if may else "", "runs": step.status == "active",
    }  # fmt: skip
    return [StepSection("development/_onward.html", context, 60)]
