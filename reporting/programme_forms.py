"""The forms of a programme: a new one, its shares, its costs and its savings. What is written is reporting/programmes.py's."""

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.forms import DutchDateField, DutchDecimalField
from chain.free_text import THING
from chain.models import Municipality
from chain.once import CarriedOnce
from chain.seen import SeenForm, as_text
from clients.models.facts import SCHEMES
from reporting.counting import RULE_SETS
from reporting.models import COSTS, SHARE_KEYS, Cost, Programme, Saving

LONGEST = 10  # years of a programme
TAKEN = _("Er is al een programma met dit woord")
RESERVED = frozenset({"nieuw", "regels"})  # words of addresses
# Each rule set in a sentence; the whole wording stands on the page of definitions.
RULES = {
    "2018": _("Regels 2018: geactiveerd na 183 dagen rust, uitgestroomd door werk, met 31 dagen om terug te komen."),
}


def rule_field() -> forms.ChoiceField:
    """By version, with what each says."""
    return forms.ChoiceField(
        label=_("Regels om te tellen"), choices=[(key, key) for key in RULE_SETS], widget=forms.RadioSelect,
        help_text=format_lazy("{} {}", format_lazy(" ".join("{}" for _key in RULES), *RULES.values()),
                              _("De hele tekst staat bij Zo tellen we.")),
    )  # fmt: skip


def check_period(first: dt.date | None, last: dt.date | None) -> None:
    """ValidationError where a programme cannot be of that period."""
    if first is None or last is None:
        return
    if last < first:
        raise ValidationError({"ended_on": translate("De laatste dag kan niet voor de eerste dag zijn")})
    if last.year - first.year >= LONGEST:
        raise ValidationError(
            {"ended_on": translate("Een programma duurt ten hoogste %(years)s jaar") % {"years": LONGEST}}
        )


class NewProgrammeForm(CarriedOnce, forms.ModelForm):
    """A programme with nothing in it, or with what another one promised (`copied`, key), moved to its own years."""

    use_required_attribute = False
    copied = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="key", label=_("Overnemen uit"), required=False,
        empty_label=_("niets, begin leeg"),
        help_text=_("Neemt doelen, aandelen en bedragen per uitstroom over, jaar voor jaar. Niet de basislijn en de kosten."),
    )  # fmt: skip
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(label=_("Tot en met"))
    rule_set = rule_field()
    counted_schemes = forms.MultipleChoiceField(
        label=_("Regelingen die tellen"), choices=list(SCHEMES.items()), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Programme
        fields = ["name", "key", "started_on", "ended_on", "rule_set", "counted_schemes"]
        labels = {"name": _("Naam"), "key": _("Kort woord in het adres")}
        help_texts = {"key": _("Kleine letters, cijfers en streepjes. Het verandert later niet.")}

    def __init__(self, data: Any = None, *, chain_id: int, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, instance=Programme(chain_id=chain_id), initial=initial)
        self.fields["copied"].queryset = Programme.objects.filter(chain_id=chain_id)  # type: ignore[attr-defined]
        self.order_fields(["copied"])

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].lower()
        if key in RESERVED:
            raise ValidationError(translate("Dit woord is al een adres. Kies een ander."))
        if Programme.objects.filter(chain_id=self.instance.chain_id, key=key).exists():
            raise ValidationError(TAKEN)
        return key

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        check_period(clean.get("started_on"), clean.get("ended_on"))
        return clean


class ShareForm(CarriedOnce, SeenForm):
    """How the targets, baselines and costs are divided; a percentage per municipality where that was agreed."""

    free_text = THING
    use_required_attribute = False
    share_key = forms.ChoiceField(
        label=_("Verdeling"), choices=[("", _("niet verdelen")), *SHARE_KEYS.items()], required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    class Meta:
        model = Programme
        fields = ["share_key", "share_note"]
        labels = {"share_note": _("Waar dit is afgesproken")}
        help_texts = {"share_note": _("Staat bij de cijfers, bijvoorbeeld: besluit van het bestuur, 12 maart 2018.")}

    def __init__(self, *args: Any, instance: Programme, places: Sequence[Municipality], **kwargs: Any) -> None:
        self.places = {f"share-{place.code}": place for place in places}
        have = {row.municipality_id: row.percent for row in instance.shares.all()}
        for name, place in self.places.items():
            setattr(instance, name, have.get(place.pk))
        super().__init__(*args, instance=instance, **kwargs)
        for name, place in self.places.items():
            self.fields[name] = DutchDecimalField(
                label=translate("%(place)s, procent") % {"place": place.name}, required=False, max_digits=7, decimal_places=4,
                initial=have.get(place.pk), validators=[MinValueValidator(0)],
            )  # fmt: skip
        self.own += list(self.places)
        self.now |= {name: as_text(getattr(instance, name)) for name in self.places}
        self.initial["seen"] = json.dumps(self.now)
        self.was = self.now | self._sent()

    def clean(self) -> dict[str, Any]:
        for name in self.places:  # as the database keeps them, so that 50 is no change of 50,0000
            if self.cleaned_data.get(name) is not None:
                self.cleaned_data[name] = self.cleaned_data[name].quantize(Decimal("0.0001"))
        clean = super().clean()
        if clean.get("share_key") == "agreed" and not self.errors:
            missing = next((name for name in self.places if clean.get(name) is None), None)
            if missing:
                self.add_error(missing, translate("Vul voor elke gemeente een percentage in, desnoods 0"))
            elif (whole := sum(self.percentages().values(), Decimal(0))) != 100:
                said = translate("Samen is het %(whole)s procent. Het moet precies 100 zijn.")
                self.add_error(next(iter(self.places)), said % {"whole": f"{whole.normalize():f}".replace(".", ",")})
        return clean

    def percentages(self) -> dict[int, Decimal]:
        """As typed, by municipality (id)."""
        return {place.pk: self.cleaned_data[name] for name, place in self.places.items()}

    def place_fields(self) -> list[Any]:
        return [self[name] for name in self.places]


class CostForm(CarriedOnce, SeenForm):
    """Money planned, or spent on a day."""

    free_text = THING
    use_required_attribute = False
    kind = forms.ChoiceField(label=_("Soort"), choices=list(COSTS.items()), widget=forms.RadioSelect)
    on = DutchDateField(
        label=_("Op of vanaf"),
        help_text=_(
            "Begroot: de dag waarop het geld er is. Uitgegeven: de laatste dag van de tijd waarin het is uitgegeven."
        ),
    )
    amount = DutchDecimalField(
        label=_("Bedrag in euro"), max_digits=12, validators=[MinValueValidator(Decimal("0.01"))]
    )

    class Meta:
        model = Cost
        fields = ["kind", "on", "amount", "text"]
        labels = {"text": _("Waarvoor, en waar het bedrag vandaan komt")}

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        programme, day = self.instance.programme, clean.get("on")
        if day and not programme.started_on.year - 1 <= day.year <= programme.ended_on.year + 1:
            self.add_error("on", _("Deze dag ligt meer dan een jaar buiten het programma"))
        return clean


class SavingForm(CarriedOnce, SeenForm):
    """What one outflow saves, from the first day of a year on."""

    free_text = THING
    use_required_attribute = False
    started_on = DutchDateField(
        label=_("Voor uitstroom vanaf"), help_text=_("De eerste dag van het programma of van een jaar erin.")
    )
    full = DutchDecimalField(label=_("Bij gehele uitstroom, in euro"), max_digits=10, validators=[MinValueValidator(0)])
    partial = DutchDecimalField(
        label=_("Bij gedeeltelijke uitstroom, in euro"), max_digits=10, validators=[MinValueValidator(0)]
    )

    class Meta:
        model = Saving
        fields = ["started_on", "full", "partial", "text"]
        labels = {"text": _("Waar de bedragen vandaan komen")}

    def clean_started_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["started_on"]
        programme = self.instance.programme
        if day != programme.started_on and not (
            (day.month, day.day) == (1, 1) and programme.started_on < day <= programme.ended_on
        ):
            raise ValidationError(translate("Kies de eerste dag van het programma, of 1 januari van een jaar erin"))
        others = programme.savings.exclude(pk=self.instance.pk)
        if others.filter(started_on=day).exists():
            raise ValidationError(translate("Vanaf die dag staat er al een bedrag. Wijzig dat."))
        return day
