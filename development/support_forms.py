"""Forms of practical support: one line to ask it, and a small one for each act with it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import period
from chain.forms import DutchDateField, DutchDecimalField
from chain.models import Instrument
from chain.once import OnceForm
from clients.models import Step
from development.models import Support
from development.models.support import COST_PER
from development.supports import NO_WORDS

PLAIN = _("Praktisch, in een paar woorden. Geen medische gegevens.")
# Said wherever words could be written beside it.
OF_CONDUCT = _("Van een verklaring omtrent het gedrag leggen we alleen vast of zij er is.")


class StepField(forms.ModelChoiceField):
    """A step, by its name and days."""

    def label_from_instance(self, obj: Step) -> str:
        return f"{obj.instrument.name}, {period(obj.started_on or obj.planned_on, obj.planned_end)}"


class AskForm(OnceForm):
    """What is needed, for which step, and in one line what for."""

    instrument = forms.ModelChoiceField(
        label=_("Wat is nodig?"), queryset=Instrument.objects.none(), empty_label=_("Kies"),
        error_messages={"required": _("Kies wat nodig is")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Waarvoor?"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Bijvoorbeeld: naar de leerwerkplek in Beek, drie dagen per week")}),
        help_text=PLAIN,
    )  # fmt: skip
    for_step = StepField(
        label=_("Voor welke stap?"), queryset=Step.objects.none(), required=False, empty_label=_("Niet voor één stap")
    )
    blocks = forms.BooleanField(
        label=_("De stap kan zonder dit niet beginnen"), required=False, initial=True,
        help_text=_("De stap wacht dan tot het geregeld is. Dat staat er ook bij."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Any, there: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].queryset = offered  # type: ignore[attr-defined]
        self.fields["for_step"].queryset = there  # type: ignore[attr-defined]


class GrantForm(OnceForm):
    cost = DutchDecimalField(
        label=_("Kosten in euro"), required=False, max_digits=8, min_value=0,
        help_text=_("Leeg als er geen kosten zijn, of als u ze nog niet weet."),
    )  # fmt: skip
    cost_per = forms.ChoiceField(
        label=_("Hoe vaak"), required=False, widget=forms.RadioSelect, initial="once",
        choices=lambda: [(key, capfirst(str(name))) for key, name in COST_PER.items()],
    )  # fmt: skip
    planned_on = DutchDateField(
        label=_("Vanaf"), required=False,
        help_text=_("Duurt het langer, zoals een buskaart of kinderopvang? Dan staat het vanaf die dag ook in het snoer."),
    )  # fmt: skip
    planned_end = DutchDateField(label=_("Tot en met"), required=False)
    text = forms.CharField(label=_("Toelichting"), required=False, max_length=300, help_text=PLAIN)


class DeclineForm(OnceForm):
    text = forms.CharField(
        label=_("Waarom niet?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Schrijf zo dat u het de inwoner kunt voorlezen. Geen medische gegevens."),
    )  # fmt: skip


class NotNeededForm(OnceForm):
    text = forms.CharField(label=_("Toelichting"), required=False, max_length=300, help_text=PLAIN)


class ArrangeForm(OnceForm):
    on = DutchDateField(label=_("Geregeld op"), initial=today)


class UnblockForm(OnceForm):
    """Nothing to fill in: the step does not wait for it."""


FORMS: dict[str, type[OnceForm]] = {
    "grant": GrantForm, "decline": DeclineForm, "withdraw": NotNeededForm, "arrange": ArrangeForm, "drop": NotNeededForm,
    "unblock": UnblockForm,
}  # fmt: skip


def form_of(act: str, support: Support, data: Any = None) -> OnceForm:
    """The form of the act; of what has no words beside it, without a field for them."""
    form = FORMS[act](data, auto_id=f"id_{act}_%s")
    if support.instrument.code in NO_WORDS:
        form.fields.pop("text", None)
    return form
