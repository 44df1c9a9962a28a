"""Where somebody lives: the municipality as it is typed, and moving house."""

import datetime as dt
import difflib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.formats import day_long, day_typed
from chain.forms import DutchDateField
from chain.models import ChainMunicipality, Mandate, Membership, Municipality
from chain.once import CarriedOnce, carry_out
from clients import access
from clients.models import Client, Residence
from clients.search import plain
from clients.timeline import record

ONE_DAY = dt.timedelta(days=1)


def mandated(membership: Membership) -> tuple[set[int], set[int]]:
    """Ids of the chain's municipalities, and of those for which the partner is the point of contact today."""
    served = set(
        ChainMunicipality.objects.filter(chain_id=membership.chain_id).values_list("municipality_id", flat=True)
    )
    held = Mandate.objects.on(today()).filter(partner=membership.partner, function="person")
    own = set(held.values_list("municipality_id", flat=True))
    return served, served if None in own else own & served


class MunicipalityInput(forms.TextInput):
    """A search field: what is typed narrows the list down; without help from the browser the name can just be typed."""

    template_name = "clients/municipality_input.html"
    names: Iterable[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_names"
        context["names"] = self.names
        return context


class MunicipalityField(forms.CharField):
    """A municipality of the country by its name or CBS code; those of the own mandate are offered first.

    Cleans to a Municipality.
    """

    widget = MunicipalityInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    default_error_messages = {"required": _("Vul een gemeente in")}

    def offer(self, membership: Membership) -> None:
        """Ask what there is to choose from; to be called before the field is shown or cleaned."""
        self.served, self.own = mandated(membership)
        self.all = list(Municipality.objects.all())
        first = sorted(self.all, key=lambda each: (each.pk not in self.own, plain(each.name)))
        self.widget.names = [each.name for each in first]  # type: ignore[attr-defined]

    def clean(self, value: Any) -> Municipality | None:
        typed = super().clean(value)
        if not typed:
            return None
        known = {plain(each.name): each for each in self.all} | {each.code.lower(): each for each in self.all}
        found = known.get(plain(typed.strip()))
        if found is None:
            near = difflib.get_close_matches(plain(typed), [plain(each.name) for each in self.all], 2, 0.6)
            if near:
                names = translate(" of ").join(known[name].name for name in near)
                said = translate("Wij kennen geen gemeente “%(typed)s”. Bedoelt u %(names)s?")
                raise ValidationError(said % {"typed": typed, "names": names})
            said = translate("Wij kennen geen gemeente “%(typed)s”. Kies er een uit de lijst.")
            raise ValidationError(said % {"typed": typed})
        if found.pk in self.served and found.pk not in self.own:
            raise ValidationError(
                translate("Uw organisatie is niet het aanspreekpunt voor inwoners van %(name)s.") % {"name": found.name}
            )
        return found


class ResidenceForm(CarriedOnce, forms.Form):
    """Where somebody lives now, and since when."""

    municipality = MunicipalityField(
        label=_("Gemeente"), help_text=_("Typ de eerste letters. Ook een gemeente buiten de regio kan.")
    )  # fmt: skip
    started_on = DutchDateField(label=_("Woont daar vanaf"))

    def __init__(self, *args: Any, membership: Membership, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        where: Any = self.fields["municipality"]
        where.offer(membership)
        where.own = where.served  # who moves within the chain may leave the own municipalities

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("municipality") and clean.get("started_on"):
            last = self.client.residences.select_related("municipality").order_by("-started_on").first()
            check(last, clean["municipality"], clean["started_on"])
        return clean


def check(last: Residence | None, municipality: Municipality, on: dt.date) -> None:
    """ValidationError where somebody who has lived at `last` cannot come to live in the municipality on the day."""
    if last is None:
        return
    if last.municipality_id == municipality.pk and (last.ended_on is None or last.ended_on >= on):
        raise ValidationError(
            {"municipality": translate("Deze inwoner woont daar al, vanaf %(on)s.") % {"on": day_long(last.started_on)}}
        )
    if on <= last.started_on:
        raise ValidationError(
            {"started_on": translate("Vul een dag in na %(on)s: vanaf die dag woont deze inwoner in %(name)s.")
             % {"on": day_typed(last.started_on), "name": last.municipality.name}}
        )  # fmt: skip


@transaction.atomic
def move(client: Client, municipality: Municipality, on: dt.date) -> Residence:
    """The person lives in the municipality from the day on; what was the residence ends the day before.

    ValidationError where that cannot be; two at once wait for each other on the client's row.
    """
    Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    last = client.residences.select_related("municipality").order_by("-started_on").first()
    check(last, municipality, on)
    if last and (last.ended_on is None or last.ended_on >= on):
        last.ended_on = on - ONE_DAY
        last.save(update_fields=["ended_on"])
    new = Residence.objects.create(client=client, chain_id=client.chain_id, municipality=municipality, started_on=on)
    record("residence-changed", client, about=new, part="contact", on=on, municipality=municipality.name)
    return new


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def residence_new(request: HttpRequest, number: str) -> HttpResponse:
    """The person moves house."""
    found = access.client(request, number, "contact", write=True)
    form = ResidenceForm(request.POST or None, membership=request.membership, client=found)  # type: ignore[attr-defined]

    def act() -> str:
        move(found, form.cleaned_data["municipality"], form.cleaned_data["started_on"])
        return reverse("record", args=[number])

    if done := carry_out(request, form, act, translate("De woonplaats is gewijzigd.")):
        return done
    context = {
        "client": found, "form": form, "section": "clients", "title": _("Verhuizing"), "button": _("Opslaan"),
        "lead": _("Nu: %(where)s.") % {"where": found.home or "–"},
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)
