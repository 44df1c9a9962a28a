"""The forms of a handover: people to a colleague for good, or a cover for a time; and the answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import OnceForm
from clients.models import Client
from clients.models.handover import HANDOVER_WHY

LONGEST_NOTE = 300
PLAIN = _("Wat niet in het dossier staat, maar wel nodig is. Geen medische gegevens.")


class Colleague(forms.ModelChoiceField):
    """A colleague, by name and function."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user}, {obj.get_role_display()}"  # type: ignore[attr-defined]


def _why() -> list[tuple[str, str]]:
    return [("", translate("Kies")), *((key, capfirst(str(name))) for key, name in HANDOVER_WHY.items())]


class _AskForm(OnceForm):
    taker = Colleague(
        label=_("Naar wie"), queryset=Membership.objects.none(), empty_label=_("Kies een collega"),
        error_messages={"required": _("Kies een collega")},
    )  # fmt: skip
    why = forms.ChoiceField(label=_("Waarom"), choices=_why, error_messages={"required": _("Kies waarom")})

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].queryset = colleagues  # type: ignore[attr-defined]


class MoveForm(_AskForm):
    """Who goes to whom: everybody, or who is ticked."""

    which = forms.ChoiceField(label=_("Wie"), widget=forms.RadioSelect)
    people = forms.MultipleChoiceField(
        label=_("Alleen deze mensen"), widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": _("Niet iedereen hoort (nog) bij deze collega. Kijk de keuze na.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Wat uw collega moet weten"), required=False, max_length=1000, help_text=PLAIN,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    field_order = ["which", "taker", "why", "text", "people"]

    def __init__(self, *args: Any, people: Iterable[Client], number: int, chosen: bool, **kwargs: Any) -> None:
        """`people`: who can be ticked; `number`: of all; `chosen`: these were chosen by the address, so no others."""
        super().__init__(*args, **kwargs)
        shown = list(people)
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (str(client.pk), f"{client.name} ({client.number})") for client in shown
        ]
        if chosen:
            del self.fields["which"]
            self.order_fields(["people", "taker", "why", "text"])
            self.initial.setdefault("people", [str(client.pk) for client in shown])
        else:
            everybody = translate("Iedereen (%(number)s)") % {"number": number}
            some = translate("Alleen wie hieronder is aangekruist")
            self.fields["which"].choices = [("all", everybody), ("some", some)]  # type: ignore[attr-defined]
            self.initial.setdefault("which", "all")

    @property
    def everybody(self) -> bool:
        return bool(self.cleaned_data.get("which") == "all")


class CoverForm(_AskForm):
    """From when to when a colleague looks after all of one's people."""

    started_on = DutchDateField(label=_("Eerste dag"))
    ended_on = DutchDateField(label=_("Laatste dag"), help_text=_("Daarna houdt het vanzelf op."))
    text = forms.CharField(
        label=_("Wat uw collega moet weten"), required=False, max_length=1000, help_text=PLAIN,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class TakeForm(OnceForm):
    """Nothing to fill in: who is taken over stands beside it."""


class ReasonForm(OnceForm):
    text = forms.CharField(label=_("Waarom niet"), max_length=300, help_text=_("Uw collega leest dit op Mijn dag."))
