"""The page on which somebody moves on along a learning line: to the next station, to another, or to work."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField, DutchDecimalField
from chain.models import Membership
from chain.once import OnceForm, carry_out
from clients import access
from clients.models import Step
from clients.step_pages import address
from development import line_shown, lines, moving
from development.line_shown import Stop
from development.models import Station


class MoveForm(OnceForm):
    """Where to, how and from when; and, of who leaves, what came of it here."""

    station = forms.ModelChoiceField(
        label=_("Verder naar"), queryset=Station.objects.none(), empty_label=None,
        error_messages={"required": _("Kies een station")},
    )  # fmt: skip
    how = forms.ChoiceField(label=_("Hoe"), choices=list(moving.HOW.items()), widget=forms.RadioSelect)
    planned_on = DutchDateField(label=_("Begint daar op"), help_text=_("Wie wacht: vanaf wanneer het kan."))
    on = DutchDateField(label=_("Laatste dag hier"), help_text=_("Alleen van wie hier weggaat."))
    result = forms.CharField(
        label=_("Wat kan deze persoon nu?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Het resultaat van dit station, voor wie hier weggaat. In termen van werk, geen medische gegevens."),
    )  # fmt: skip
    guidance = DutchDecimalField(
        label=_("Uren begeleiding per week daar"), required=False, min_value=0, max_value=40, max_digits=4, decimal_places=1,
        help_text=_("Laat leeg als er geen extra begeleiding nodig is."),
    )  # fmt: skip

    def __init__(self, *args: Any, stops: list[Stop], here: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [stop for stop in stops if stop.station.pk != here]
        field: Any = self.fields["station"]
        field.queryset = Station.objects.filter(pk__in=[stop.station.pk for stop in others]).select_related(
            "line", "instrument", "place"
        )  # fmt: skip
        field.widget.choices = [(stop.station.pk, _called(stop)) for stop in others]
        mine = next((stop for stop in stops if stop.station.pk == here), None)
        goal = (mine.following if mine else None) or (others[0] if others else None)
        full = goal is not None and goal.free == 0
        self.initial = {
            "on": today(), "planned_on": today() + dt.timedelta(days=1), "station": goal.station.pk if goal else None,
            "how": "stay" if full else "reserve", **self.initial,
        }  # fmt: skip


def _called(stop: Stop) -> str:
    """`2. LKS: 3 plekken vrij, 2 wachten`."""
    free = stop.free
    told = ""
    if free is not None:
        told = ngettext("%(n)s plek vrij", "%(n)s plekken vrij", free) % {"n": free} if free else translate("vol")
    if stop.tally.waiting:
        waiting = ngettext("%(n)s wacht", "%(n)s wachten", stop.tally.waiting) % {"n": stop.tally.waiting}
        told = ", ".join(filter(None, [told, waiting]))
    return f"{stop.number}. {stop.station.name}" + (f": {told}" if told else "")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def move_on(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    """Move somebody on from the station of a running step; `station`: to which, where it is not the next."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    step = get_object_or_404(
        Step.objects.select_related("instrument", "partner", "client", "plan_goal"), pk=step_id, client=found
    )  # fmt: skip
    if not moving.may(membership, step):
        raise PermissionDenied
    stay = moving.stay_of(step)
    if stay is None or stay.station is None:
        messages.info(request, translate("Deze stap hoort niet bij een leerlijn."))
        return redirect("step", number, step_id)
    if step.status != "active" and request.method == "GET":
        return _too_late(request, number, step_id)
    line = stay.station.line
    there, _left = line_shown.stops(lines.stations(line), lines.tallies([line.pk]))
    wanted = request.GET.get("station", "")
    initial = {"station": int(wanted)} if wanted.isdecimal() and len(wanted) < 18 else {}
    form = MoveForm(request.POST or None, stops=there, here=stay.station.pk, initial=initial)

    def act() -> str:
        clean = form.cleaned_data
        moved = moving.move_on(
            step, clean["station"], clean["how"], result=clean["result"], on=clean["on"], planned_on=clean["planned_on"],
            guidance=clean["guidance"] or Decimal(0), by=membership,
        )  # fmt: skip
        messages.success(request, _said(moved))
        return reverse("line", args=[line.pk]) + f"#station-{moved.station.pk}"

    done = carry_out(request, form, act, too_late=lambda: _too_late(request, number, step_id))
    if done:
        return done
    takers = line_shown.takers(membership, line, lines.placed([line.pk])[line.pk])
    places = access.writes(membership, found, "placements")
    context = {
        "client": found, "section": "clients", "step": step, "line": line, "station": stay.station, "form": form,
        "stops": there, "takers": [taker for taker in takers if taker.vacancies], "places": places,
        "matches": address("client_matches", number) if access.reads(membership, found, "profile") else "",
        "end_url": address("step_end", number, step.pk) or reverse("step_act", args=[number, step.pk, "finish"]),
    }  # fmt: skip
    return render(request, "development/move_on.html", context, status=422 if form.is_bound else 200)


def _said(moved: moving.Moved) -> str:
    what = {"station": moved.station.name, "partner": moved.partner.name}
    if moved.stay is None:
        said = translate("%(partner)s voert %(station)s uit: wie de regie heeft, kreeg de taak om dat te plannen.")
    elif not moved.left:
        said = translate("Wacht nu op een plek bij %(station)s, en blijft zolang waar deze persoon is.")
    elif moved.stay.state == "held":
        said = translate("Verder naar %(station)s: er is een plek gereserveerd.")
    else:
        said = translate("Verder naar %(station)s: op de wachtlijst.")
    return said % what


def _too_late(request: HttpRequest, number: str, step_id: int) -> HttpResponse:
    messages.info(request, translate("Deze stap loopt niet meer: een collega was u voor."))
    return redirect("step", number, step_id)
