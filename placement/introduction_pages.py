"""The pages of an introduction: propose one, and see where it stands and what may be done next."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.formats import MONTHS, language
from chain.models import Membership
from chain.once import OnceForm, carry_out
from clients import access
from clients.models import Client
from placement import employers, introduction_shown, introductions, trials
from placement.introduction_forms import FORMS, ExtendForm, ProposeForm
from placement.models import Employer, Introduction, Vacancy

OFFERED = 50  # vacancies of one employer to choose from
# act -> title of its form, button, what is said when it is done; in the order of the page
ACTS: dict[str, tuple[Any, Any, Any]] = {
    "agree": (
        _("Besproken met de persoon"),
        _("Vastleggen"),
        _("Vastgelegd. Nu kunt u een kaart maken voor de werkgever."),
    ),
    "talk": (_("Gesprek met de werkgever"), _("Gesprek vastleggen"), _("Het gesprek is vastgelegd.")),
    "try": (_("Proefplaats"), _("Proefplaats vastleggen"), _("De proefplaats is vastgelegd, ook in het snoer.")),
    "extend": (_("Proefplaats verlengen"), _("Verlengen"), _("De proefplaats is verlengd.")),
    "offer": (_("Aanbod van de werkgever"), _("Aanbod vastleggen"), _("Het aanbod is vastgelegd.")),
    "decline": (_("Gaat niet door"), _("Voordracht stoppen"), _("Vastgelegd: deze voordracht gaat niet door.")),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def introduction_new(request: HttpRequest, number: str) -> HttpResponse:
    """Propose somebody for a vacancy (?vacature=) or to an employer (?werkgever=); without either, find one first."""
    found = access.client(request, number, "client", "placements")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not access.writes(membership, found, "placements"):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    vacancy, employer = _wanted(request, membership)
    context: dict[str, Any] = {"client": found, "section": "clients", "vacancy": vacancy, "employer": employer}
    if employer is None:
        return _find(request, membership, context)
    vacancies = None if vacancy else _open_of(employer)
    form = ProposeForm(request.POST or None, vacancies=vacancies)

    def act() -> str:
        clean = form.cleaned_data
        made = introductions.propose(
            found, employer, vacancy or clean.get("vacancy"), clean["why"], by=membership
        )  # fmt: skip
        if clean["agreed_on"]:
            introductions.move(made, "agree", by=membership, on=clean["agreed_on"])
        return reverse("introduction", args=[number, made.pk])

    if done := carry_out(request, form, act, translate("De voordracht staat er.")):
        return done
    seen, hidden = introduction_shown.at_employer(membership, employer, vacancy)
    context |= {
        "form": form, "of_person": introduction_shown.of_person(found), "seen": [one for one in seen if one.person != found.name],
        "hidden": hidden, "latest": _latest(membership, employer),
    }  # fmt: skip
    return render(request, "placement/introduction_new.html", context, status=422 if form.is_bound else 200)


def _wanted(request: HttpRequest, membership: Membership) -> tuple[Vacancy | None, Employer | None]:
    """The vacancy or employer of the address; 404 for one that is not there."""
    vacancy_id, employer_id = request.GET.get("vacature", ""), request.GET.get("werkgever", "")
    if vacancy_id:
        rows = Vacancy.objects.filter(chain_id=membership.chain_id).select_related("employer", "partner")
        vacancy = rows.filter(pk=_number(vacancy_id)).first()
        if vacancy is None:
            raise Http404
        return vacancy, vacancy.employer
    if employer_id:
        employer = Employer.objects.filter(chain_id=membership.chain_id, pk=_number(employer_id)).first()
        if employer is None:
            raise Http404
        return None, employer
    return None, None


def _number(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 17:
        raise Http404
    return int(typed)


def _open_of(employer: Employer) -> Any:
    from placement.vacancies import open_ones

    found = open_ones(employer.chain_id).filter(employer=employer).order_by("-opened_on", "-pk")
    ids = list(found.values_list("pk", flat=True)[:OFFERED])
    return Vacancy.objects.filter(pk__in=ids).order_by("-opened_on", "-pk")


def _find(request: HttpRequest, membership: Membership, context: dict[str, Any]) -> HttpResponse:
    """Which employer: found by a part of its name."""
    typed = employers.tidy(request.GET.get("q", ""))
    context |= {"q": typed, "found": employers.matching(membership.chain_id, typed) if typed else []}
    return render(request, "placement/introduction_find.html", context)


def _latest(membership: Membership, employer: Employer) -> Any:
    """The latest contact with the employer, of any partner: so that nobody calls a second time unknowingly."""
    from placement.employer_contacts import latest

    return latest(employer) if membership.reads("employers") else None


def fetch(request: HttpRequest, number: str, introduction_id: int, *parts: str) -> tuple[Client, Introduction]:
    """The introduction of a person in sight, for who reads placements; 404 for one that is not hers."""
    found = access.client(request, number, "client", "placements", *parts, also=("plan",))
    one = (
        Introduction.objects.filter(client=found, pk=introduction_id)
        .select_related("employer", "vacancy", "partner", "author", "trial__partner", "trial__instrument", "placement")
        .first()
    )  # fmt: skip
    if one is None:
        raise Http404
    one.client = found
    if one.trial:
        one.trial.client = found
    return found, one


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def introduction(request: HttpRequest, number: str, introduction_id: int) -> HttpResponse:
    """Where it stands, and a small form for each act that is open now."""
    found, one = fetch(request, number, introduction_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    acts = open_acts(membership, one)
    typed = request.POST.get("act", "") if request.method == "POST" else ""
    forms = {act: _form(act, one, request.POST if act == typed else None) for act in acts if act in FORMS}
    if request.method == "POST":
        if typed not in ACTS:
            raise Http404
        if not (introductions.may(membership, one, typed) if typed != "extend" else membership.writes("placements")):
            access.look(membership, found, ["placements"], "refused")
            raise PermissionDenied
        form = forms.get(typed) or _form(typed, one, request.POST)
        if done := _carried_out(request, typed, form, one, membership):
            return done
    return _page(request, found, one, acts, forms, typed)


def open_acts(membership: Membership, one: Introduction) -> list[str]:
    """The acts that may be done now, extending the trial placement among them."""
    acts = introductions.moves(membership, one)
    return [*acts, "extend"] if trials.may_extend(membership, one) else acts


def _form(act: str, one: Introduction, data: Any) -> OnceForm:
    if act == "extend":
        last = trials.last_end(one.chain_id, one.trial.started_on) if one.trial and one.trial.started_on else None
        return ExtendForm(data, last=last, auto_id=f"id_{act}_%s")
    initial = {"on": one.talk_on} if act == "talk" and one.talk_on else None
    return FORMS[act](data, initial=initial, auto_id=f"id_{act}_%s")


def _carried_out(
    request: HttpRequest, act: str, form: OnceForm, one: Introduction, by: Membership
) -> HttpResponse | None:
    def carry() -> str:
        if act == "extend":
            trials.extend(one, form.cleaned_data["until"], form.cleaned_data["why"], by=by)
        else:
            introductions.move(one, act, by=by, **form.cleaned_data)
        return reverse("introduction", args=[one.client.number, one.pk])

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: een collega was u voor."))
        return redirect("introduction", one.client.number, one.pk)

    return carry_out(request, form, carry, ACTS[act][2], too_late)


def _page(
    request: HttpRequest, found: Client, one: Introduction, acts: list[str], forms: dict[str, OnceForm], typed: str
) -> HttpResponse:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    seen, hidden = introduction_shown.at_employer(membership, one.employer, one.vacancy, but=one)
    first = {"proposed": "agree", "agreed": "send", "sent": "talk", "offer": "place"}.get(one.status, "")
    again = translate("Nog een gesprek, of een andere dag")
    rows = [
        {"act": act, "title": again if act == one.status == "talk" else ACTS[act][0], "button": ACTS[act][1],
         "form": forms[act], "open": act == typed}
        for act in ACTS if act in forms
    ]  # fmt: skip
    on = introduction_shown.due(one)
    context = {
        "client": found, "section": "clients", "introduction": one, "line": introduction_shown.line(one),
        "status": one.get_status_display(), "tone": introduction_shown.TONES[one.status],
        "waits": introduction_shown.waits(one), "over": introduction_shown.over(one), "acts": acts, "first": first,
        "due": on, "month": MONTHS[language()][on.month - 1] if on else "",
        "row": next((row for row in rows if row["act"] == first), None), "rows": [row for row in rows if row["act"] != first],
        "cards": list(one.cards.select_related("author", "person").order_by("-at", "-pk")),
        "of_person": introduction_shown.of_person(found, one), "seen": [each for each in seen if each.person != found.name],
        "hidden": hidden, "latest": _latest(membership, one.employer),
        "trial_last": trials.last_end(one.chain_id, one.trial.started_on) if one.trial and one.trial.started_on else None,
    }  # fmt: skip
    return render(request, "placement/introduction.html", context, status=422 if typed else 200)
