"""The administrator's page of the amounts of the law and of the chain: each with the days on which it holds.

A new amount ends the one before it; what was reckoned with that stays as it was. Only a mistake is corrected in place.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain.change_log import Kind
from chain.days import today
from chain.formats import euro, period, plain
from chain.forms import DutchDateField, DutchDecimalField
from chain.jobs import lock
from chain.manage import admin
from chain.models import Membership
from chain.once import OnceForm, carry_out
from placement.models import Amount
from placement.models.subsidies import AMOUNTS

IN_EURO = frozenset({"minimum-wage", "premium"})
UNIT = {
    "holiday-allowance": "%", "employer-charges": "%", "subsidy-cap": "%", "flat-rate": "%", "full-week": _("uur"),
    "flat-rate-months": _("maanden"), "decision-weeks": _("weken"),
}  # fmt: skip
CHANGES = [
    Kind(
        "amount", "placement.Amount", _("bedragen"),
        {"value": _("bedrag of getal"), "source": _("bron"), "started_on": _("geldt vanaf"), "ended_on": _("tot en met")},
        ("key", "started_on"),
    ),
]  # fmt: skip


def told(key: str, value: Decimal) -> str:
    """`€ 14,71`, `8 %`, `36 uur`."""
    return euro(value) if key in IN_EURO else f"{plain(value)} {UNIT.get(key, '')}".strip()


def put(*, by: Membership, key: str, value: Decimal, started_on: dt.date, source: str, correct: bool = False) -> Amount:
    """The amount from the day on, until the next one that is known. The one that held ends the day before.

    ValidationError on `correct` where one begins on that very day and no correction was meant.
    """
    if by.role != "admin":
        raise PermissionDenied
    with transaction.atomic():
        lock("amounts", by.chain_id)
        rows = list(Amount.objects.filter(chain_id=by.chain_id, key=key).order_by("started_on"))
        same = next((row for row in rows if row.started_on == started_on), None)
        if same is not None:
            if not correct:
                said = _("Vanaf die dag staat er al %(value)s. Zet hier een vinkje als dat fout is.")
                raise ValidationError({"correct": said % {"value": told(key, same.value)}})
            same.value, same.source = value, source
            same.save(update_fields=["value", "source"])
            return same
        before = [row for row in rows if row.started_on < started_on]
        after = next((row for row in rows if row.started_on > started_on), None)
        last = after.started_on - dt.timedelta(1) if after else None
        if before and (before[-1].ended_on is None or before[-1].ended_on >= started_on):
            before[-1].ended_on = started_on - dt.timedelta(1)
            before[-1].save(update_fields=["ended_on"])
        return Amount.objects.create(
            chain_id=by.chain_id, key=key, value=value, source=source, started_on=started_on, ended_on=last
        )  # fmt: skip


class AmountForm(OnceForm):
    key = forms.ChoiceField(label=_("Wat"))
    value = DutchDecimalField(label=_("Bedrag of getal"), min_value=Decimal(0), max_digits=9)
    started_on = DutchDateField(label=_("Geldt vanaf"))
    source = forms.CharField(label=_("Artikel of bron"), max_length=200)
    correct = forms.BooleanField(
        label=_("Dit verbetert een fout bedrag"), required=False,
        help_text=_("Alleen als er vanaf dezelfde dag al iets staat. Wat daarmee al berekend is, verandert niet mee."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, capfirst(name)) for key, name in AMOUNTS.items()]
        self.fields["key"].choices = [("", _("Kies")), *named]  # type: ignore[attr-defined]


@login_required
@require_GET
def amount_list(request: HttpRequest) -> HttpResponse:
    """By amount what holds now, what comes, and what held."""
    by = admin(request)
    on, found = today(), {key: [] for key in AMOUNTS}  # type: ignore[var-annotated]
    for row in Amount.objects.filter(chain_id=by.chain_id).order_by("-started_on"):
        over = row.ended_on is not None and row.ended_on < on
        state = "over" if over else "now" if row.started_on <= on else "later"
        found[row.key].append((told(row.key, row.value), period(row.started_on, row.ended_on), row.source, state))
    amounts = [
        (
            key,
            capfirst(name),
            [one for one in found[key] if one[3] != "over"],
            [one for one in found[key] if one[3] == "over"],
        )
        for key, name in AMOUNTS.items()
    ]
    return render(request, "placement/amounts.html", {"section": "manage", "amounts": amounts})


@login_required
@require_http_methods(["GET", "POST"])
def amount_new(request: HttpRequest) -> HttpResponse:
    """An amount from a day on."""
    by = admin(request)
    asked = request.GET.get("wat", "")
    form = AmountForm(request.POST or None, initial={"key": asked if asked in AMOUNTS else "", "started_on": today()})

    def act() -> str:
        put(by=by, **form.cleaned_data)
        return reverse("amounts")

    if done := carry_out(request, form, act, translate("Het bedrag is vastgelegd.")):
        return done
    context = {"section": "manage", "form": form, "title": translate("Nieuw bedrag"), "back": reverse("amounts"),
               "button": translate("Opslaan"),
               "lead": translate("Het bedrag van nu stopt de dag ervoor. Wat daarmee is berekend, blijft zo staan.")}  # fmt: skip
    return render(request, "chain/manage_form.html", context, status=422 if form.is_bound else 200)
