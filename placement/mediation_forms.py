"""Forms for the mark `ready for mediation`, the last step, and the question whose card it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership, User
from chain.once import CarriedOnce, OnceForm
from chain.versions import VersionedForm
from clients.models import Client
from placement.mediation import check_last_step, colleagues
from placement.models import Mediation, Vacancy


class MarkForm(OnceForm):
    told_on = DutchDateField(
        label=_("Besproken met de persoon op"), initial=today,
        help_text=_("Vertel wat op de kaart staat, en dat naam, adres en leeftijd er niet op staan."),
        error_messages={"required": _("Vul in op welke dag u dit met de persoon besprak")},
    )  # fmt: skip


class EndForm(OnceForm):
    reason = forms.CharField(
        label=_("Waarom eindigt het?"), max_length=200, error_messages={"required": _("Vul in waarom")},
        help_text=_("Partners die naar de kaart vroegen, lezen dit. Schrijf geen naam en niets over gezondheid."),
    )  # fmt: skip


class LastStepForm(CarriedOnce, VersionedForm):
    """What the last step to work needs, who sees to it, and by when."""

    use_required_attribute = False
    needs_by = forms.ModelChoiceField(
        label=_("Wie doet dat"), queryset=User.objects.none(), required=False, empty_label=_("Nog niemand"),
        help_text=_("Wie bij deze persoon betrokken is."),
    )  # fmt: skip
    needs_on = DutchDateField(label=_("Voor wanneer"), required=False)

    class Meta:
        model = Mediation
        fields = ["needs", "needs_by", "needs_on"]
        help_texts = {"needs": _("Bijvoorbeeld: cv afmaken, vervoer regelen, een keer meelopen.")}

    def __init__(self, *args: Any, client: Client, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.by = client, by
        who: Any = self.fields["needs_by"]
        who.queryset = colleagues(client, by, self.instance.needs_by_id)

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if not self.errors:
            check_last_step(self.instance, self.client, self.by, clean.get("needs", ""), clean.get("needs_on"))
        return clean


class VacancyChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.employer.name}"


class AskForm(OnceForm):
    """For which vacancy, and why."""

    vacancy = VacancyChoice(
        label=_("Voor welke vacature"), queryset=Vacancy.objects.none(), empty_label=_("Kies een vacature"),
        error_messages={"required": _("Kies een vacature"), "invalid_choice": _("Deze vacature is niet (meer) open")},
    )  # fmt: skip
    why = forms.CharField(
        label=_("Waarom past deze kaart?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Vul in waarom deze kaart bij de vacature past")},
        help_text=_("Wie de persoon begeleidt, leest dit en kiest samen met de persoon."),
    )  # fmt: skip

    def __init__(self, *args: Any, vacancies: Any, only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["vacancy"]
        choice.queryset = vacancies
        if only:  # it stands above the form
            choice.widget = forms.HiddenInput()


class AnswerForm(OnceForm):
    """What is said with an act."""

    text = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: object, hint: object, needed: object = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text: Any = self.fields["text"]
        text.label, text.help_text, text.required = label, hint, needed is not None
        if needed is not None:
            text.error_messages["required"] = needed
