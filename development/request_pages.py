"""The page where a module is asked for, for one person: with a place, a group, a station of a line, or on the wait list."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.models import Instrument, Membership
from chain.once import carry_out
from clients import access
from clients.models import Client
from development import course, requests
from development.models import Group, LearningPlace, Station
from development.request_forms import RequestForm

ASKED = {"doel": "plan_goal", "verwijzing": "referral"}  # what the address tells of the plan -> field


def page(client: Client, instrument: Instrument) -> str:
    """The address where such a step is planned (registered in the settings); "" for what needs no place."""
    if not course.is_module(instrument):
        return ""
    return f"{reverse('step_request', args=[client.number])}?{urlencode({'module': instrument.pk})}"


def _one(request: HttpRequest, name: str, rows: Any) -> Any:
    """The row that the address names, None where it names none; 404 for one that is not there."""
    typed = request.GET.get(name, "")
    if not typed:
        return None
    found = rows.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 18 else None
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def step_request(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a module (?module=), or for what goes with a group, a station or a learning place (?groep=, ?station=, ?plek=).

    Without a module the page of all steps comes first: there one chooses what. A post from there, which does not say yet
    whether a place is needed, is shown again with all that was filled in.
    """
    found = access.client(request, number, "plan", write=True)
    by: Membership = request.membership  # type: ignore[attr-defined]
    chain = {"chain_id": found.chain_id}
    group = _one(request, "groep", Group.objects.filter(**chain).select_related("instrument"))
    station = _one(
        request, "station", Station.objects.filter(**chain, ended_on=None).select_related("instrument", "line")
    )
    place = _one(request, "plek", LearningPlace.objects.filter(**chain))
    module = _one(request, "module", Instrument.objects.filter(**chain))
    module = module or (group and group.instrument) or (station and station.instrument)
    place = place or (group and group.place) or (station and station.place)
    if module is None and place is None:
        return redirect("step_new", number)
    if module is None:
        return _choose(request, found, place)
    if not course.is_module(module):
        return HttpResponseRedirect(f"{reverse('step_new', args=[number])}?{urlencode({'instrument': module.pk})}")
    begins: dict[str, Any] = {"planned_on": max(today(), group.started_on) if group else today()}
    begins |= {field: request.GET.get(name, "") for name, field in ASKED.items()}
    begins |= {"group": group and group.pk, "place": place and place.pk, "station": station and station.pk}
    begins["way"] = "reserve" if group or place else "wait"
    asks = request.method == "POST" and "way" in request.POST
    if request.method == "POST" and not asks:
        begins |= {key: value for key, value in request.POST.items() if key in RequestForm.base_fields}
    form = RequestForm(
        request.POST if asks else None, client=found, membership=by, module=module, station=station, initial=begins
    )

    def act() -> str:
        clean = {key: value for key, value in form.cleaned_data.items() if key != "instrument"}
        step = requests.request(found, module, clean.pop("partner"), **clean, by=by)
        return reverse("step", args=[number, step.pk])

    said = translate("%(step)s is aangevraagd.") % {"step": module}
    if asks and (done := carry_out(request, form, act, said)):
        return done
    context = {
        "client": found, "section": "clients", "form": form, "module": module, "station": station,
        "advice": requests.advice(found),
    }  # fmt: skip
    return render(request, "development/step_request.html", context, status=422 if form.is_bound else 200)


def _choose(request: HttpRequest, client: Client, place: LearningPlace) -> HttpResponse:
    """Which module at this place: those that are offered, and for which somebody here holds the mandate."""
    on_offer = Instrument.objects.offered(today()).filter(chain_id=client.chain_id, phase="development")
    offered = [one for one in on_offer if course.is_module(one)]
    url = reverse("step_request", args=[client.number])
    rows = [(one, f"{url}?{urlencode({'module': one.pk, 'plek': place.pk})}") for one in offered]
    return render(
        request, "development/step_request_module.html", {"client": client, "section": "clients", "place": place, "rows": rows}
    )  # fmt: skip
