"""The forms by which a request under the AVG is registered and takes its course."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.once import CarriedOnce, OnceForm
from clients.models import RightsRequest, Statement
from clients.models.rights import DOCUMENT_PARTS, OUTCOMES, REQUESTS

NOWHERE = ("", _("geen onderdeel in het bijzonder"))


class RequestForm(CarriedOnce, forms.ModelForm):
    """What is asked; to have something corrected, also what it is about, what stands there and what should."""

    use_required_attribute = False
    own_words = frozenset({"asked", "should_stand"})
    kind = forms.ChoiceField(
        label=_("Wat vraagt de inwoner?"), choices=list(REQUESTS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat de inwoner vraagt")},
    )  # fmt: skip
    received_on = DutchDateField(
        label=_("Ontvangen op"),
        help_text=_("De termijn van een maand loopt vanaf deze dag, ook als u het later invoert."),
    )
    part = forms.ChoiceField(
        label=_("Waarover"), required=False, choices=[NOWHERE, *DOCUMENT_PARTS.items()],
        help_text=_("Alleen bij verbeteren, aanvullen of bezwaar."),
    )  # fmt: skip

    class Meta:
        model = RightsRequest
        fields = ["kind", "received_on", "asked", "part", "stands", "should_stand"]
        help_texts = {
            "stands": _("Alleen bij verbeteren of aanvullen."),
            "should_stand": _("Zoals de inwoner het wil."),
        }
        widgets = {
            "asked": forms.Textarea(attrs={"rows": 4}), "stands": forms.Textarea(attrs={"rows": 3}),
            "should_stand": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip
        error_messages = {"asked": {"required": _("Vul in wat de inwoner vraagt, in eigen woorden")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today()

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > today():
            raise ValidationError(_("Deze dag moet nog komen"))
        return day

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("kind") == "rectification":
            if not clean.get("part"):
                self.add_error("part", _("Kies welk onderdeel anders moet"))
            if not clean.get("should_stand"):
                self.add_error("should_stand", _("Vul in wat er moet staan"))
        return clean


class ExtendForm(OnceForm):
    extended_why = forms.CharField(
        label=_("Waarom duurt het langer?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dit krijgt de inwoner te horen, binnen de eerste maand. Verlengen kan één keer, met twee maanden."),
        error_messages={"required": _("Vul in waarom het langer duurt")},
    )  # fmt: skip
    told = forms.BooleanField(
        label=_("De inwoner weet dat het langer duurt, en waarom"),
        error_messages={"required": _("Vertel het de inwoner eerst, en zet dan dit vinkje")},
    )


class AnswerForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Wat is de uitkomst?"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Kies de uitkomst")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Het antwoord aan de inwoner"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Wat is gedaan. Bij een afwijzing ook waarom, en dat de inwoner een klacht kan indienen bij de "
                    "Autoriteit Persoonsgegevens of naar de rechter kan."),
        error_messages={"required": _("Vul in wat u de inwoner antwoordt")},
    )  # fmt: skip
    closed_on = DutchDateField(label=_("Beantwoord op"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = today()


class StatementForm(CarriedOnce, forms.ModelForm):
    use_required_attribute = False
    own_words = frozenset({"text"})
    part = forms.ChoiceField(
        label=_("Bij welk onderdeel?"), choices=[("", _("Kies een onderdeel")), *DOCUMENT_PARTS.items()],
        help_text=_("Iedereen die dit onderdeel leest, leest ook de verklaring."),
        error_messages={"required": _("Kies een onderdeel")},
    )  # fmt: skip

    class Meta:
        model = Statement
        fields = ["part", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"text": _("In de woorden van de inwoner. Geen medische gegevens.")}
        error_messages = {"text": {"required": _("Vul in wat de inwoner verklaart")}}
