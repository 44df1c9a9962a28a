"""Forms for indications and exemptions; what the law allows is said by the acts (abilities.py, exemptions.py)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.once import CarriedOnce, OnceForm
from chain.versions import VersionedForm
from clients.models import Client
from diagnosis.abilities import register_ends
from diagnosis.models import Exemption, Indication
from diagnosis.models.ability import DUTIES, EXEMPTIONS, INDICATIONS, OUTCOMES

NUMBER = {"inputmode": "numeric"}


class _Versioned(CarriedOnce, VersionedForm):
    """A form on a row with a version that posts through once(); periods are checked by the act, in words."""

    use_required_attribute = False

    def validate_constraints(self) -> None:
        pass


def _kinds(choices: dict[str, Any]) -> Callable[[], list[tuple[str, Any]]]:
    """A list to choose from, in the reader's language."""
    return lambda: [("", _("Kies")), *((key, capfirst(str(name))) for key, name in choices.items())]


class AskForm(OnceForm):
    kind = forms.ChoiceField(label=_("Soort"), choices=_kinds(INDICATIONS))
    requested_on = DutchDateField(label=_("Aangevraagd op"), initial=today)
    source = forms.CharField(
        label=_("Bij wie"), max_length=120, required=False, help_text=_("Bijvoorbeeld UWV."),
    )  # fmt: skip
    changed = forms.CharField(
        label=_("Wat is er veranderd?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Alleen bij beschut werk, als het in het laatste jaar is afgewezen. Schrijf het in termen van werk, "
                    "zonder medische gegevens."),
    )  # fmt: skip


def _hours() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Uren per week"), min_value=1, max_value=40, required=False, widget=forms.TextInput(attrs=NUMBER),
        help_text=_("Alleen bij medisch urenbeperkt."),
    )  # fmt: skip


class NoteForm(OnceForm):
    kind = forms.ChoiceField(label=_("Soort"), choices=_kinds(INDICATIONS))
    outcome = forms.ChoiceField(label=_("Uitkomst"), choices=OUTCOMES.items(), widget=forms.RadioSelect)
    decided_on = DutchDateField(label=_("Besloten op"))
    started_on = DutchDateField(
        label=_("Geldt vanaf"), required=False, help_text=_("Leeg: vanaf de dag van het besluit.")
    )
    ended_on = DutchDateField(label=_("Tot en met"), required=False)
    hours = _hours()
    source = forms.CharField(label=_("Van wie"), max_length=120, required=False, help_text=_("Bijvoorbeeld UWV."))


class DecideForm(_Versioned):
    outcome = forms.ChoiceField(label=_("Uitkomst"), choices=OUTCOMES.items(), widget=forms.RadioSelect)
    decided_on = DutchDateField(label=_("Besloten op"))
    started_on = DutchDateField(
        label=_("Geldt vanaf"), required=False, help_text=_("Leeg: vanaf de dag van het besluit.")
    )
    ended_on = DutchDateField(label=_("Tot en met"), required=False)
    hours = _hours()
    source = forms.CharField(label=_("Van wie"), max_length=120, required=False)

    class Meta:
        model = Indication
        fields = ["outcome", "decided_on", "started_on", "ended_on", "hours", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["decided_on"] = today()
        if self.instance.kind != "limited-hours":
            del self.fields["hours"]


class EndIndicationForm(_Versioned):
    """The last day. Of the target-group register it follows from the day on which the conditions ceased."""

    ceased_on = DutchDateField(
        label=_("Voldoet niet meer aan de voorwaarden sinds"), required=False,
        help_text=_("De registratie loopt dan door tot en met 31 december van het tweede kalenderjaar daarna (Besluit SUWI "
                    "artikel 3.2). Wij rekenen de laatste dag uit."),
    )  # fmt: skip
    ended_on = DutchDateField(label=_("Tot en met"), required=False)

    class Meta:
        model = Indication
        fields = ["ended_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind != "target-group":
            del self.fields["ceased_on"]
            self.fields["ended_on"].required = True
        else:
            self.order_fields(["ceased_on", "ended_on"])
            self.fields["ended_on"].help_text = _("Leeg laten: dan geldt de dag die de wet noemt.")

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        ceased = clean.get("ceased_on")
        if ceased and (not clean.get("ended_on") or clean["ended_on"] == self.initial.get("ended_on")):
            clean["ended_on"] = register_ends(self.instance.chain_id, ceased)
        if not clean.get("ended_on") and not self.errors:
            self.add_error("ended_on", _("Vul een datum in"))
        return clean


class ExemptionForm(OnceForm):
    kind = forms.ChoiceField(label=_("Soort"), choices=_kinds(EXEMPTIONS))
    duties = forms.ChoiceField(
        label=_("Vrij van"), choices=_kinds(DUTIES),
        help_text=_("Alle plichten: alleen bij volledig en duurzaam arbeidsongeschikt, en dan altijd."),
    )  # fmt: skip
    requested_on = DutchDateField(label=_("Gevraagd op"))
    decided_on = DutchDateField(label=_("Besloten op"), initial=today)
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(
        label=_("Tot en met"), required=False,
        help_text=_("Een tijdelijke ontheffing heeft altijd een laatste dag. Bij een alleenstaande ouder rekenen wij de langste "
                    "tijd uit als u niets invult."),
    )  # fmt: skip
    child_born_on = DutchDateField(
        label=_("Geboortedatum van het kind"), required=False, help_text=_("Alleen bij een alleenstaande ouder."),
    )  # fmt: skip
    months_elsewhere = forms.IntegerField(
        label=_("Maanden ontheffing in een andere gemeente"), min_value=0, max_value=60, required=False,
        widget=forms.TextInput(attrs=NUMBER),
        help_text=_("Alleen bij een alleenstaande ouder. Deze maanden tellen mee voor de vijf jaar."),
    )  # fmt: skip

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        identity = getattr(client, "identity", None)
        if identity is not None:
            self.initial["child_born_on"] = identity.youngest_child_born_on

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        clean["months_elsewhere"] = clean.get("months_elsewhere") or 0
        return clean


class EndExemptionForm(_Versioned):
    ended_on = DutchDateField(label=_("Tot en met"))

    class Meta:
        model = Exemption
        fields = ["ended_on"]


class DayForm(OnceForm):
    on = DutchDateField(label=_("Datum"), initial=today)


class ResumeForm(OnceForm):
    on = DutchDateField(label=_("Gaat weer in op"))
    child_born_on = DutchDateField(
        label=_("Geboortedatum van het kind"), required=False, help_text=_("Alleen als het om een jonger kind gaat.")
    )
