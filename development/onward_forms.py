"""The form with which who is with somebody says whether they can move on, and what would help."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.once import CarriedOnce
from chain.versions import VersionedForm
from clients.models import Step
from development.models import Onward
from development.models.course import HELPS, VERDICTS
from development.onward import LONGEST


class SayForm(CarriedOnce, VersionedForm):
    """Of who was said something already: that, to be changed; the day is today."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        label=_("Kan deze persoon door?"), choices=[(key, capfirst(str(name))) for key, name in VERDICTS.items()],
        widget=forms.RadioSelect, error_messages={"required": _("Kies of deze persoon door kan")},
    )  # fmt: skip
    helps = forms.MultipleChoiceField(
        label=_("Wat zou helpen?"), choices=[(key, capfirst(str(name))) for key, name in HELPS.items()], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    text = forms.CharField(
        label=_("Toelichting"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In termen van werk. Geen medische gegevens."),
    )  # fmt: skip
    on = DutchDateField(label=_("Besproken op"))

    class Meta:
        model = Onward
        fields = ["verdict", "helps", "text", "on"]

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["on"] = today()
        for name, labels in (("verdict", VERDICTS), ("helps", HELPS)):  # in the reader's language
            self.fields[name].choices = [(key, capfirst(str(label))) for key, label in labels.items()]  # type: ignore[attr-defined]

    def _shown(self, name: str, value: Any) -> object:
        if name != "helps":
            return super()._shown(name, value)
        return ", ".join(str(HELPS[key]) for key in value if key in HELPS)
