"""Benefit periods: a new one, and the end of one. They are the point of contact's, nobody else's."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.formats import period
from chain.forms import DutchDateField, DutchDecimalField
from chain.models import Membership
from chain.once import CarriedOnce, carry_out
from chain.versions import VersionedForm
from clients import access
from clients.models import END_REASONS, LEVELS, SCHEMES, BenefitPeriod, Client
from clients.timeline import Telling, record_many


def may_change(membership: Membership) -> bool:
    """Whether the membership may begin and end benefit periods."""
    return membership.writes("benefit")


def check(client: Client, scheme: str, on: dt.date) -> None:
    """ValidationError where the person has the scheme on the day, or will have it later, which would overlap."""
    other = (
        client.benefits.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), scheme=scheme)
        .order_by("started_on")
        .first()
    )
    if other is None:
        return
    said = {"scheme": SCHEMES[scheme], "period": period(other.started_on, other.ended_on), "level": LEVELS[other.level]}
    if other.ended_on is None:
        text = translate("Er is al %(scheme)s (%(level)s), %(period)s. Beëindig die periode eerst.")
    else:
        text = translate("Er is al %(scheme)s (%(level)s), %(period)s. Kies een dag daarna.")
    raise ValidationError({"started_on": text % said})


@transaction.atomic
def start(client: Client, scheme: str, level: str, on: dt.date, amount: Decimal | None = None) -> BenefitPeriod:
    """A new period from the day on, of so many euro a month where that is known. ValidationError where it would overlap; two
    at once wait on the client's row."""
    Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    check(client, scheme, on)
    new = BenefitPeriod(
        client=client, chain_id=client.chain_id, scheme=scheme, level=level, started_on=on, amount=amount
    )
    begin([new])
    return new


def begin(periods: list[BenefitPeriod]) -> None:
    """Write the new periods, of people of one chain, and tell of each; in a constant number of queries."""
    BenefitPeriod.objects.bulk_create(periods)
    told = []
    for new in periods:
        params = {"scheme": SCHEMES[new.scheme], "level": LEVELS[new.level]}
        told.append(Telling("benefit-started", new.client, new, params, new.started_on))
        if new.ended_on:
            told.append(ending(new, new.client))
    record_many(told, part="benefit")


def ending(ended: BenefitPeriod, client: Client) -> Telling:
    """What is told of the end of a period."""
    params = {"scheme": SCHEMES[ended.scheme], "reason": END_REASONS[ended.end_reason]}
    return Telling("benefit-ended", client, ended, params, ended.ended_on)


def _amount_field() -> DutchDecimalField:
    return DutchDecimalField(
        label=_("Bruto per maand, in euro"), required=False, max_digits=7, min_value=Decimal(0),
        help_text=_("Zoals het in het uitkeringssysteem staat, om te zien wat uitstroom bespaart. Mag leeg blijven."),
    )  # fmt: skip


class StartForm(CarriedOnce, forms.Form):
    scheme = forms.ChoiceField(label=_("Regeling"), choices=SCHEMES.items())
    level = forms.ChoiceField(label=_("Hoogte"), choices=LEVELS.items())
    started_on = DutchDateField(label=_("Vanaf"))
    amount = _amount_field()

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("scheme") and clean.get("started_on"):
            check(self.client, clean["scheme"], clean["started_on"])
        return clean


class EndForm(CarriedOnce, VersionedForm):
    ended_on = DutchDateField(label=_("Laatste dag"))
    end_reason = forms.ChoiceField(label=_("Reden"), choices=[("", _("Kies")), *END_REASONS.items()])
    amount = _amount_field()

    class Meta:
        model = BenefitPeriod
        fields = ["ended_on", "end_reason", "amount"]

    def clean_amount(self) -> Decimal | None:
        """What is known stays, where the page did not ask."""
        typed: Decimal | None = self.cleaned_data["amount"]
        return typed if self.add_prefix("amount") in self.data else self.instance.amount

    def clean_ended_on(self) -> dt.date:
        day = self.cleaned_data["ended_on"]
        if day < self.instance.started_on:
            raise ValidationError(
                translate("De laatste dag kan niet voor de eerste dag zijn: %(period)s.")
                % {"period": period(self.instance.started_on)}
            )
        return day

    def save(self, commit: bool = True) -> BenefitPeriod:
        """End the period and tell it; call it in a transaction."""
        ended = super().save(commit)
        record_many([ending(ended, ended.client)], part="benefit")
        return ended


def _changing(request: HttpRequest, number: str) -> Client:
    found = access.client(request, number, "benefit", write=True)
    if not may_change(request.membership):  # type: ignore[attr-defined]
        raise PermissionDenied
    return found


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def benefit_new(request: HttpRequest, number: str) -> HttpResponse:
    """The benefits that are known, and a new one."""
    found = _changing(request, number)
    form = StartForm(request.POST or None, client=found)

    def act() -> str:
        start(found, *(form.cleaned_data[name] for name in ("scheme", "level", "started_on", "amount")))
        return reverse("record", args=[number])

    if done := carry_out(request, form, act, translate("De uitkering is vastgelegd.")):
        return done
    context = {"client": found, "form": form, "section": "clients", "periods": found.benefits.order_by("-started_on")}
    return render(request, "clients/benefit.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def benefit_end(request: HttpRequest, number: str, period_id: int) -> HttpResponse:
    """A benefit ends. One that has ended already is not ended again."""
    found = _changing(request, number)
    ending = get_object_or_404(BenefitPeriod, pk=period_id, client=found)
    if ending.ended_on is not None:
        messages.info(request, translate("Deze uitkering is al beëindigd."))
        return redirect("record", number)
    form = EndForm(request.POST or None, instance=ending)

    def act() -> str:
        form.save()
        return reverse("record", args=[number])

    if done := carry_out(request, form, act, translate("De uitkering is beëindigd.")):
        return done
    context = {
        "client": found, "form": form, "section": "clients", "title": _("Uitkering beëindigen"),
        "button": _("Beëindigen"), "lead": f"{ending.get_scheme_display()}, {ending.get_level_display()}, "
        f"{period(ending.started_on)}",
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)
