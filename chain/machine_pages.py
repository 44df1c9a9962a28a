"""The administrator's pages about machines (chain/machines.py): which there are, a new one, its secret, its end."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from oauth2_provider.models import AccessToken, Application

from chain import machines
from chain.api.scopes import SCOPES
from chain.manage import admin
from chain.models import ApiClient, Membership, Partner
from chain.once import CarriedOnce, NotNow, OnceForm, carry_out, claimed, earlier, put_errors
from chain.seen import SeenForm


def scope_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Rechten"), choices=[(scope, f"{capfirst(str(text))} ({scope})") for scope, text in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nooit meer dan de functie mag: een recht dat de functie niet heeft, opent niets."),
        error_messages={"required": _("Kies wat de koppeling mag opvragen of vastleggen")},
    )  # fmt: skip


NAME_HELP = _("Zoals collega’s die lezen bij wat de koppeling doet. Bijvoorbeeld: Suite.")


class MachineForm(OnceForm):
    """A new machine: of which organisation, in which function, and what it may ask for."""

    name = forms.CharField(label=_("Naam"), max_length=80, help_text=NAME_HELP)
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Organisatie"), empty_label=_("Kies"))
    role = forms.ChoiceField(
        label=_("Functie"),
        help_text=_("De koppeling ziet en doet wat een collega van de organisatie in deze functie ziet en doet."),
    )

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.filter(chain_id=chain_id)  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", _("Kies")), *machines.FUNCTIONS.items()]  # type: ignore[attr-defined]
        self.fields["scopes"] = scope_field()


class AboutMachineForm(CarriedOnce, SeenForm):
    """What it is called and what it may ask for; whose it is and its function stay as they are."""

    use_required_attribute = False

    class Meta:
        model = ApiClient
        fields = ["name", "scopes"]
        labels = {"name": _("Naam")}
        help_texts = {"name": NAME_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"] = scope_field()


def _machines(by: Membership) -> Any:
    return ApiClient.objects.filter(chain_id=by.chain_id).select_related(
        "membership__partner", "membership__user", "made_by"
    )


def _used(rows: list[ApiClient]) -> dict[int, dt.datetime]:
    """When each last got a token: application -> moment. A token holds for an hour, and is asked for before each use."""
    tokens = AccessToken.objects.filter(application__in=[one.application_id for one in rows])
    return dict(tokens.values_list("application").annotate(last=Max("created")))


@login_required
@require_GET
def machine_list(request: HttpRequest) -> HttpResponse:
    """All machines, those that were ended last."""
    by = admin(request)
    rows = list(_machines(by).order_by("name", "pk"))
    used = _used(rows)
    for one in rows:
        one.runs, one.used = machines.runs(one), used.get(one.application_id)
    rows.sort(key=lambda one: not one.runs)
    return render(request, "chain/machines.html", {"section": "manage", "machines": rows})


@login_required
@require_http_methods(["GET", "POST"])
def machine_new(request: HttpRequest) -> HttpResponse:
    """A new machine. The answer shows its secret, once: it stands nowhere else, not even in the session."""
    by = admin(request)
    form = MachineForm(request.POST or None, chain_id=by.chain_id)
    if request.method == "POST":
        if done := earlier(request):  # sent twice: the secret was in the first answer
            return done
        if form.is_valid():
            try:
                with transaction.atomic():
                    if not claimed(request, reverse("machines")):
                        return redirect("machines")
                    made, client_id, secret = machines.make(by=by, **form.cleaned_data)
                return _secret(request, made, client_id, secret)
            except ValidationError as error:
                put_errors(form, error)
    context = {"section": "manage", "form": form, "title": translate("Nieuwe koppeling"), "back": reverse("machines"),
               "button": translate("Toevoegen"),
               "lead": translate("Een systeem van een organisatie komt hiermee bij de gegevens die het nodig heeft. "
                                 "Snoer maakt een geheim. Dat ziet u hierna, één keer.")}  # fmt: skip
    return render(request, "chain/manage_form.html", context, status=422 if form.is_bound else 200)


def _secret(request: HttpRequest, machine: ApiClient, client_id: str, secret: str) -> HttpResponse:
    context = {"section": "manage", "machine": machine, "client_id": client_id, "secret": secret,
               "token_url": request.build_absolute_uri("/oauth/token")}  # fmt: skip
    return render(request, "chain/machine_secret.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def machine(request: HttpRequest, machine_id: int) -> HttpResponse:
    """One machine: its name and scopes, and what was changed in those."""
    by = admin(request)
    found = get_object_or_404(_machines(by), pk=machine_id)
    with transaction.atomic():
        if request.method == "POST":
            found = _machines(by).select_for_update(of=("self",)).get(pk=found.pk)
        here, running = reverse("machine", args=[found.pk]), machines.runs(found)
        form = AboutMachineForm(request.POST or None, instance=found)

        def act() -> str:
            if form.touched:
                machines.change(found, by=by, name=form.cleaned_data["name"], scopes=form.cleaned_data["scopes"])
            return here

        if done := carry_out(request, form, act, translate("Opgeslagen."), lambda: _too_late(request, found)):
            return done
    shown = _machines(by).get(pk=found.pk)
    application = Application.objects.get(pk=found.application_id)
    context = {"section": "manage", "form": form, "machine": shown, "application": application, "runs": running,
               "used": _used([shown]).get(shown.application_id),
               "opens": [(scope, capfirst(str(SCOPES[scope]))) for scope in shown.scopes if scope in SCOPES]}  # fmt: skip
    return render(request, "chain/machine.html", context, status=422 if form.is_bound else 200)


def _too_late(request: HttpRequest, machine: ApiClient) -> HttpResponse:
    messages.warning(request, translate("Deze koppeling is al gestopt."))
    return redirect("machine", machine_id=machine.pk)


@login_required
@require_POST
def machine_secret(request: HttpRequest, machine_id: int) -> HttpResponse:
    """A new secret, shown once; the old one and its tokens are no good any more."""
    by = admin(request)
    found = get_object_or_404(_machines(by), pk=machine_id)
    here = reverse("machine", args=[found.pk])
    try:
        with transaction.atomic():
            if not claimed(request, here):
                return redirect(here)
            secret = machines.new_secret(found, by=by)
    except NotNow:
        return _too_late(request, found)
    return _secret(request, found, Application.objects.get(pk=found.application_id).client_id, secret)


@login_required
@require_http_methods(["GET", "POST"])
def machine_end(request: HttpRequest, machine_id: int) -> HttpResponse:
    """The end of a machine, at once and for good."""
    by = admin(request)
    found = get_object_or_404(_machines(by), pk=machine_id)
    form = OnceForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        machines.end(found, by=by)
        return reverse("machines")

    if done := carry_out(request, form, act, translate("De koppeling is gestopt."), lambda: _too_late(request, found)):
        return done
    context = {"section": "manage", "form": form, "title": translate("Koppeling stoppen"), "about": found,
               "back": reverse("machine", args=[found.pk]), "button": translate("Stoppen"),
               "lead": translate("Het systeem komt dan meteen nergens meer bij. Dit kunt u niet terugdraaien: "
                                 "later maakt u een nieuwe koppeling.")}  # fmt: skip
    return render(request, "chain/manage_form.html", context)
