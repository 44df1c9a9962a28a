"""The pages of a request for candidates: ask for them at a vacancy, answer that it cannot be done, or withdraw it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import OnceForm, carry_out
from placement import candidates
from placement.models import CandidateRequest, Vacancy
from placement.models.vacancies import CANDIDATE_MOVES
from placement.vacancy_pages import one

EARLIER = 3  # requests that are over, shown with the open one
TONES = {"open": "warn", "met": "good", "declined": "outline", "withdrawn": "outline"}
# act -> title of its page and its button, what is said when it is done
ACTS: dict[str, tuple[Any, Any]] = {
    "decline": (_("Het lukt niet"), _("Wie het vroeg, leest uw antwoord op Mijn dag.")),
    "withdraw": (_("Niet meer nodig"), _("De vraag is ingetrokken.")),
}


class AskForm(OnceForm):
    """How many, by when, and what somebody has to meet."""

    number = forms.IntegerField(
        label=_("Hoeveel kandidaten?"), initial=3, min_value=1, max_value=candidates.MOST,
        error_messages={"required": _("Vul in hoeveel kandidaten u zoekt"), "invalid": _("Vul een getal in")},
    )  # fmt: skip
    needed_on = DutchDateField(label=_("Uiterlijk op"), help_text=_("De dag waarop de werkgever ze wil horen."))
    text = forms.CharField(
        label=_("Waar moet iemand aan voldoen?"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen wat niet al bij de vacature staat, zoals: kan volgende week beginnen."),
    )  # fmt: skip


class DeclineForm(OnceForm):
    text = forms.CharField(
        label=_("Waarom lukt het niet?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Schrijf geen namen op. Wat kan wel, en wanneer?"),
        error_messages={"required": _("Vul in waarom het niet lukt")},
    )  # fmt: skip


class WithdrawForm(OnceForm):
    """Nothing to fill in: it is not needed any more."""


FORMS: dict[str, type[OnceForm]] = {"decline": DeclineForm, "withdraw": WithdrawForm}


@login_required
@require_http_methods(["GET", "POST"])
def candidates_ask(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """Ask the point of contact for candidates."""
    membership, vacancy = one(request, vacancy_id)
    if not candidates.may_ask(membership):
        raise PermissionDenied
    form = AskForm(request.POST or None)

    def act() -> str:
        candidates.ask(vacancy, **{name: form.cleaned_data[name] for name in form.fields}, by=membership)
        return _address(vacancy)

    if done := carry_out(request, form, act, translate("Gevraagd. De consulenten zien het op Mijn dag.")):
        return done
    title = translate("Kandidaten vragen")
    return _page(request, {"vacancy": vacancy, "form": form, "title": title, "asked": None})


@login_required
@require_http_methods(["GET", "POST"])
def candidates_act(request: HttpRequest, vacancy_id: int, asked_id: int, act: str) -> HttpResponse:
    """Answer that it cannot be done, or withdraw the question."""
    membership, vacancy = one(request, vacancy_id)
    if act not in CANDIDATE_MOVES:
        raise Http404
    asked = get_object_or_404(
        CandidateRequest.objects.select_related("asked_by", "author"), pk=asked_id, vacancy=vacancy
    )
    if not candidates.may(membership, asked, act):
        raise PermissionDenied
    title, said = ACTS[act]
    form = FORMS[act](request.POST or None)

    def carry() -> str:
        candidates.move(asked, act, form.cleaned_data.get("text", ""), by=membership)
        return _address(vacancy)

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: deze vraag is al afgerond."))
        return redirect(_address(vacancy))

    if request.method == "GET" and act not in candidates.moves(membership, asked):
        return too_late()
    if done := carry_out(request, form, carry, said, too_late):
        return done
    return _page(request, {"vacancy": vacancy, "form": form, "title": title, "asked": shown([asked], membership)[0]})


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "placement/candidates_act.html", context | {"section": "vacancies"}, status=status)


def _address(vacancy: Vacancy) -> str:
    return reverse("vacancy", args=[vacancy.pk]) + "#candidates"


# As it stands with the vacancy


def shown(requests: list[CandidateRequest], membership: Membership) -> list[dict[str, Any]]:
    """Each with how many were introduced for it and what may be done with it now; one question."""
    number = candidates.proposed(requests)
    return [
        {"row": row, "number": number[row.pk], "label": (row.get_status_display(), TONES[row.status]),
         "acts": [(act, ACTS[act][0]) for act in candidates.moves(membership, row)]}
        for row in requests
    ]  # fmt: skip


def of_vacancy(vacancy: Vacancy, membership: Membership) -> dict[str, Any]:
    """For placement/_candidates.html: the open request, the latest that are over, and whether one may ask; two questions."""
    found = CandidateRequest.objects.filter(vacancy=vacancy).select_related("asked_by", "author").order_by("-pk")
    rows = shown(list(found[: EARLIER + 1]), membership)
    first = next((each for each in rows if each["row"].status == "open"), None)
    return {
        "open": first, "earlier": [each for each in rows if each is not first],
        "asks": candidates.may_ask(membership) and first is None, "proposes": candidates.answers(membership),
    }  # fmt: skip
