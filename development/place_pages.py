"""One learning place: what it is, how full it is week by week, who is there and who waits; and the form that keeps it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Case, Count, OuterRef, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chain.days import today
from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client
from clients.queries import any_of, shows
from clients.step_pages import address
from development import occupancy, place_chart, places, stays
from development.models import Group, LearningPlace, Station, Stay
from development.place_forms import PlaceForm
from development.place_list import bar
from placement import employers

PEOPLE = 50  # with a seat, and waiting, on one page
WEEKS = 12


@login_required
@never_cache
@require_safe
def place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Figures of everybody, and the people in sight by name; the look at them is logged."""
    membership, found = places.one(request, place_id)
    seats, weeks = occupancy.of_places([place_id])[place_id], occupancy.weeks(place_id, WEEKS)
    not_over = Q(ended_on__isnull=True) | Q(ended_on__gte=today())
    context = {
        "section": "development", "place": found, "seats": seats, "bar": bar(seats), "weeks": weeks,
        "most_guidance": any(week.guidance for week in weeks) or found.guidance_hours is not None,
        "drawings": place_chart.drawings(weeks, found.seats), "today": today(), "over": places.over(found),
        "beyond": occupancy.beyond(place_id, found.ended_on) if found.ended_on else 0,
        "keeps": places.may_keep(membership, found.host, found.guide),
        "groups": Group.objects.filter(not_over, place=found).select_related("instrument", "partner"),
        "stations": Station.objects.filter(place=found, ended_on__isnull=True).select_related("line")
        .order_by("line__name", "position"),
    }  # fmt: skip
    if membership.reads("plan"):
        typed = request.GET.get("pagina", "")
        context |= _people(membership, found, seats, min(max(int(typed), 1), 1000) if typed.isdecimal() else 1)
    return render(request, "development/place.html", context)


def in_sight(membership: Membership, place: LearningPlace) -> QuerySet[Stay]:
    """The stays at a place of the people whose plan the membership sees."""
    there = Client.objects.visible_to(membership).filter(pk=OuterRef("client_id"))
    return Stay.objects.filter(any_of(there), shows(membership, "plan"), place=place)


def _people(membership: Membership, place: LearningPlace, seats: occupancy.Seats, page: int) -> dict[str, Any]:
    """Who has a seat and who waits, in turn; of who is out of sight how many they are."""
    mine = in_sight(membership, place)
    seen = mine.aggregate(
        seated=Count("pk", filter=Q(state__in=["running", "held"])), waiting=Count("pk", filter=Q(state="waiting"))
    )
    rows = mine.select_related("step__partner", "step__instrument", "group").prefetch_related("client")
    first = Case(When(state="running", then=0), default=1)
    seated = list(
        rows.filter(state__in=["running", "held"]).order_by(first, "held_from", "pk")
        [(page - 1) * PEOPLE : page * PEOPLE]
    )  # fmt: skip
    waiting = list(rows.filter(state="waiting").order_by("asked_on", "pk")[:PEOPLE]) if page == 1 else []
    turns = occupancy.turns(place.pk, [stay.pk for stay in waiting]) if waiting else {}
    if shown := [*seated, *waiting]:
        access.looks(membership, (stay.client for stay in shown), ["client", "plan"])
    return {
        "reads_people": True, "seated": seated, "other_seated": max(seats.now + seats.planned - seen["seated"], 0),
        "waiting": [(turns.get(stay.pk), stay, _reserve(membership, stay)) for stay in waiting],
        "other_waiting": max(seats.waiting - seen["waiting"], 0), "more_waiting": seen["waiting"] - len(waiting),
        "previous_url": f"?pagina={page - 1}#people" if page > 1 else "", "shown": page if seen["seated"] > PEOPLE else "",
        "next_url": f"?pagina={page + 1}#people" if seen["seated"] > page * PEOPLE else "", "first": page == 1,
    }  # fmt: skip


def _reserve(membership: Membership, stay: Stay) -> str:
    stay.step.client = stay.client
    if not stays.may(membership, stay.step):
        return ""
    return address("stay_reserve", stay.client.number, stay.step_id)


# keeping it


def _form_page(request: HttpRequest, title: str, form: PlaceForm, place: LearningPlace | None) -> HttpResponse:
    context = {"section": "development", "title": title, "form": form, "place": place}
    return render(request, "development/place_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def place_new(request: HttpRequest) -> HttpResponse:
    """A place that was not there yet, of who is the host or guides there, or by the point of contact."""
    membership = places.reader(request, write=True)
    if request.method == "GET" and "HX-Request" in request.headers:  # employers while a name is typed
        options = employers.matching(membership.chain_id, request.GET.get("employer", ""))
        return render(request, "placement/_employer_options.html", {"options": options})
    begun = {"started_on": today(), "host": None if membership.is_contact_point else membership.partner_id}
    form = PlaceForm(
        request.POST or None, instance=LearningPlace(chain_id=membership.chain_id), membership=membership, initial=begun
    )

    def act() -> str:
        return reverse("place", args=[form.keep().pk])

    if done := carry_out(request, form, act, translate("De leerwerkplek staat erbij.")):
        return done
    return _form_page(request, translate("Leerwerkplek toevoegen"), form, None)


@login_required
@require_http_methods(["GET", "POST"])
def place_edit(request: HttpRequest, place_id: int) -> HttpResponse:
    """Other seats, hours, guide or words; its end."""
    membership, found = places.one(request, place_id, write=True)
    again = LearningPlace.objects.get(pk=place_id)  # the form fills it in; the page goes on with what stands there
    with transaction.atomic():
        form = PlaceForm(request.POST or None, instance=again, membership=membership)

        def act() -> str:
            form.keep()
            return reverse("place", args=[place_id])

        if done := carry_out(request, form, act, translate("Opgeslagen.")):
            return done
    return _form_page(request, translate("Leerwerkplek wijzigen"), form, found)
