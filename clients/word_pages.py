"""The administrator's page of the words with one meaning in the chain: a new meaning from a day on, or a text corrected.

What somebody was called stays with the meaning of that day (clients/standing.py).
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.formats import day, period
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.manage import admin
from chain.models import Membership
from chain.once import CarriedOnce, carry_out
from chain.seen import SeenForm
from clients.models import Definition

FIELDS = ("name", "text", "signs", "source")
CORRECTED, NEW = "corrected", "new"
HOW = {CORRECTED: _("Het is een verbetering van de tekst: de betekenis blijft gelijk"),
       NEW: _("Het betekent voortaan iets anders, vanaf de dag hieronder")}  # fmt: skip


class WordForm(CarriedOnce, SeenForm):
    free_text = THING
    use_required_attribute = False
    how = forms.ChoiceField(label=_("Wat verandert er"), choices=list(HOW.items()), widget=forms.RadioSelect)
    from_on = DutchDateField(label=_("Vanaf"), required=False)

    class Meta:
        model = Definition
        fields = list(FIELDS)
        labels = {
            "name": _("Woord"),
            "text": _("Wat ermee bedoeld wordt"),
            "signs": _("Waaraan u het ziet"),
            "source": _("Bron"),
        }
        help_texts = {"signs": _("Eén per regel.")}

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if clean.get("how") == NEW and not clean.get("from_on") and "from_on" not in self.errors:
            self.add_error("from_on", _("Vul een datum in"))
        if not self.errors and not self.touched:
            raise ValidationError(_("Er is niets veranderd"))
        return clean

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}


def correct(word: Definition, values: dict[str, str], *, by: Membership) -> Definition:
    """The text of the row itself; what it said stays in the history."""
    if by.role != "admin":
        raise PermissionDenied
    for name, value in values.items():
        setattr(word, name, value)
    word.save(update_fields=list(values))
    return word


def mean_anew(word: Definition, values: dict[str, str], from_on: dt.date, *, by: Membership) -> Definition:
    """Another meaning from the day on, today or later: the row ends the day before, and a new one begins."""
    if by.role != "admin":
        raise PermissionDenied
    if from_on < max(today(), word.started_on + dt.timedelta(1)):
        raise ValidationError({"from_on": _("Kies een latere dag: wat iemand genoemd is, blijft zo bedoeld")})
    if word.ended_on is not None and from_on > word.ended_on:
        raise ValidationError({"from_on": _("Dit woord geldt tot en met %(day)s") % {"day": day(word.ended_on)}})
    with transaction.atomic():
        last, word.ended_on = word.ended_on, from_on - dt.timedelta(1)
        Definition.objects.filter(pk=word.pk).update(ended_on=word.ended_on)
        return Definition.objects.create(
            chain_id=word.chain_id, key=word.key, kind=word.kind, position=word.position, started_on=from_on,
            ended_on=last, **values,
        )  # fmt: skip


@login_required
@require_GET
def word_list(request: HttpRequest) -> HttpResponse:
    """The words that hold now or will, and those that did."""
    by = admin(request)
    rows = [
        (row, period(row.started_on, row.ended_on), row.ended_on is not None and row.ended_on < today())
        for row in Definition.objects.filter(chain_id=by.chain_id).order_by("position", "key", "-started_on")
    ]
    return render(request, "clients/words.html", {"section": "manage", "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def word_change(request: HttpRequest, word_id: int) -> HttpResponse:
    """A word's text corrected, or its meaning changed from a day on."""
    by = admin(request)
    word = get_object_or_404(Definition, pk=word_id, chain_id=by.chain_id)
    with transaction.atomic():
        if request.method == "POST":
            word = Definition.objects.select_for_update(of=("self",)).get(pk=word.pk)
        form = WordForm(request.POST or None, instance=word, initial={"from_on": today()})

        def act() -> str:
            now, clean = Definition.objects.get(pk=word.pk), form.cleaned_data
            if clean["how"] == NEW:
                mean_anew(now, form.values(), clean["from_on"], by=by)
            else:
                correct(now, form.values(), by=by)
            return reverse("words")

        if done := carry_out(request, form, act, translate("Het begrip is gewijzigd.")):
            return done
    context = {"section": "manage", "form": form, "title": translate("Begrip wijzigen"), "back": reverse("words"),
               "about": Definition.objects.get(pk=word.pk), "button": translate("Opslaan"),
               "lead": translate("Iedereen in de keten leest deze tekst. Wat er al staat, blijft zo bedoeld.")}  # fmt: skip
    return render(request, "chain/manage_form.html", context, status=422 if form.is_bound else 200)
