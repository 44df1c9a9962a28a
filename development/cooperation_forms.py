"""Forms of activation places and of signals of not cooperating."""

from copy import copy
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.once import CarriedOnce, OnceForm
from chain.versions import VersionedForm
from clients.models import Step
from development.models import ActivationReason, CooperationSignal
from development.models.support import DECISIONS, SIGNALS
from development.support_forms import StepField

FACTS = _("Alleen wat u zag of hoorde, in gewone woorden. Geen medische gegevens, geen oordeel.")
ROWS = forms.Textarea(attrs={"rows": 3})
OWN_WORDS = _("In de woorden van de inwoner zelf. Lees het samen na.")


class ReasonForm(CarriedOnce, VersionedForm):
    """Why somebody is in the activation place, what was agreed and what the person thinks of it."""

    use_required_attribute = False

    on = DutchDateField(label=_("Besproken op"))

    class Meta:
        model = ActivationReason
        fields = ["why", "agreed", "person_view", "on"]
        widgets = {"why": ROWS, "agreed": ROWS, "person_view": ROWS}
        labels = {"why": _("Waarom deze plek?"), "agreed": _("Wat is afgesproken?"),
                  "person_view": _("Wat vindt de inwoner ervan?")}  # fmt: skip
        help_texts = {"why": FACTS, "person_view": OWN_WORDS}
        error_messages = {"why": {"required": _("Vul in waarom deze plek past")}}

    def __init__(self, *args: Any, instance: ActivationReason, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy(instance), **kwargs)
        if not self.is_bound and instance.pk is None:
            self.initial["on"] = today()


def _choices(names: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, capfirst(str(name))) for key, name in names.items()]


class SignalForm(OnceForm):
    """What happened, by what it is seen, and what the person says of it where somebody spoke with her."""

    what = forms.ChoiceField(
        label=_("Wat gebeurde er?"), choices=lambda: _choices(SIGNALS), widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er gebeurde")},
    )  # fmt: skip
    on = DutchDateField(label=_("Wanneer?"), initial=today)
    step = StepField(
        label=_("Bij welke stap?"), queryset=Step.objects.none(), required=False, empty_label=_("Niet bij één stap")
    )
    evidence = forms.CharField(
        label=_("Waaraan ziet u dat?"), max_length=1000, widget=ROWS, help_text=FACTS,
        error_messages={"required": _("Vul in waaraan u dat ziet")},
    )  # fmt: skip
    heard_on = DutchDateField(
        label=_("Met de inwoner gesproken op"), required=False,
        help_text=_("Nog niet gesproken? Laat dit leeg. Zonder gesprek komt er geen besluit."),
    )  # fmt: skip
    person_view = forms.CharField(
        label=_("Wat zegt de inwoner ervan?"), required=False, max_length=1000, widget=ROWS, help_text=OWN_WORDS
    )

    def __init__(self, *args: Any, there: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = there  # type: ignore[attr-defined]


class HearForm(CarriedOnce, VersionedForm):
    """What the person says of a signal; two who write it down at once see each other's words."""

    use_required_attribute = False

    heard_on = DutchDateField(label=_("Gesproken op"))

    class Meta:
        model = CooperationSignal
        fields = ["heard_on", "person_view"]
        widgets = {"person_view": ROWS}
        labels = {"person_view": _("Wat zegt de inwoner ervan?")}
        help_texts = {"person_view": OWN_WORDS}

    def __init__(self, *args: Any, instance: CooperationSignal, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy(instance), **kwargs)  # it writes what was typed into its instance
        self.fields["person_view"].required = True
        self.fields["person_view"].error_messages["required"] = _("Vul in wat de inwoner ervan zegt")
        if not self.is_bound and instance.heard_on is None:
            self.initial["heard_on"] = today()

    def validate_constraints(self) -> None:
        pass  # the act says it in words


class DecideForm(OnceForm):
    decision = forms.ChoiceField(
        label=_("Wat besluit u?"), choices=lambda: _choices(DECISIONS), widget=forms.RadioSelect,
        error_messages={"required": _("Kies een besluit")},
    )  # fmt: skip
    why = forms.CharField(
        label=_("Waarom?"), max_length=1000, widget=ROWS,
        help_text=_("Schrijf zo dat de inwoner het begrijpt. Noem ook wat de inwoner ervan zei."),
        error_messages={"required": _("Vul in waarom u dit besluit")},
    )  # fmt: skip


class WithdrawForm(OnceForm):
    why = forms.CharField(
        label=_("Waarom trekt u het in?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Vul in waarom u het intrekt")},
    )  # fmt: skip
