"""Forms of an introduction: one to propose it, a small one for each act, and one for the profile card."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.forms import DutchDateField
from chain.once import OnceForm
from placement import profile_card
from placement.introductions import DECLINES
from placement.models import ContactPerson, Introduction, Vacancy
from placement.models.introductions import DECLINE_REASONS, DECLINED_BY
from placement.profile_card import MOST, Field

MOST_WHY = 500
IN_WORK = _("In termen van werk. Geen medische gegevens.")


class ProposeForm(OnceForm):
    """Why it fits; and for which vacancy, where the employer has some and none was chosen."""

    vacancy = forms.ModelChoiceField(
        label=_("Voor welke vacature"), queryset=Vacancy.objects.none(), required=False,
        empty_label=_("Nog geen vacature: werk dat er te vinden is"),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Waarom past dit?"), max_length=MOST_WHY, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wat kan en wil deze persoon, en wat vraagt dit werk? Geen medische gegevens."),
        error_messages={"required": _("Vul in waarom dit bij deze persoon past")},
    )  # fmt: skip
    agreed_on = DutchDateField(
        label=_("Besproken met de persoon op"), required=False,
        help_text=_("Al besproken, en wil de persoon dit? Vul de dag in. Anders doet u dat later."),
    )  # fmt: skip

    def __init__(self, *args: Any, vacancies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if vacancies is None:
            del self.fields["vacancy"]
        else:
            self.fields["vacancy"].queryset = vacancies  # type: ignore[attr-defined]


class AgreeForm(OnceForm):
    on = DutchDateField(label=_("Besproken op"), initial=today)


class TalkForm(OnceForm):
    on = DutchDateField(label=_("Dag van het gesprek"), help_text=_("Mag ook een dag zijn die nog komt."))


class TryForm(OnceForm):
    start = DutchDateField(label=_("Eerste dag"), initial=today)
    end = DutchDateField(
        label=_("Tot en met"), required=False, help_text=_("Leeg: twee maanden. Verlengen kan later, met een reden."),
    )  # fmt: skip
    hours = forms.IntegerField(
        label=_("Uren per week"), required=False, min_value=1, max_value=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class ExtendForm(OnceForm):
    until = DutchDateField(label=_("Nieuwe laatste dag"))
    why = forms.CharField(
        label=_("Waarom is verlengen nodig?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=IN_WORK, error_messages={"required": _("Vul in waarom verlengen nodig is")},
    )  # fmt: skip

    def __init__(self, *args: Any, last: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if last:
            self.fields["until"].help_text = _("Ten hoogste tot en met %(day)s.") % {"day": day(last)}


class OfferForm(OnceForm):
    on = DutchDateField(label=_("Aangeboden op"), initial=today)


def _choices(names: dict[str, Any], keys: tuple[str, ...] | None = None) -> list[tuple[str, Any]]:
    return [(key, capfirst(str(name))) for key, name in names.items() if keys is None or key in keys]


class DeclineForm(OnceForm):
    who = forms.ChoiceField(
        label=_("Door wie gaat het niet door?"), choices=lambda: _choices(DECLINED_BY, DECLINES),
        widget=forms.RadioSelect, error_messages={"required": _("Kies door wie het niet doorgaat")},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Waarom?"), choices=lambda: [("", _("Kies")), *_choices(DECLINE_REASONS)],
        error_messages={"required": _("Kies een reden")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Toelichting"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=IN_WORK,
    )  # fmt: skip


FORMS: dict[str, type[OnceForm]] = {
    "agree": AgreeForm, "talk": TalkForm, "try": TryForm, "extend": ExtendForm, "offer": OfferForm, "decline": DeclineForm,
}  # fmt: skip


class CardForm(OnceForm):
    """The fields of a profile card: for each a tick, and its words where they are written for this card."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    person = forms.ModelChoiceField(
        label=_("Aan wie geeft u de kaart?"), queryset=ContactPerson.objects.none(), empty_label=_("Kies"),
        error_messages={"required": _("Kies aan wie u de kaart geeft")},
    )  # fmt: skip

    def __init__(self, *args: Any, introduction: Introduction, offered: list[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["person"].queryset = ContactPerson.objects.filter(employer=introduction.employer_id)  # type: ignore[attr-defined]
        self.initial["seen"] = profile_card.seen(offered)
        if introduction.vacancy and introduction.vacancy.contact_id:
            self.initial["person"] = introduction.vacancy.contact_id
        for field in offered:
            self.fields[f"with-{field.key}"] = forms.BooleanField(
                label=field.label, required=False, initial=field.ticked
            )
            if field.written:
                label = translate("%(field)s: wat er op de kaart komt") % {"field": field.label}
                self.fields[f"text-{field.key}"] = forms.CharField(
                    label=label, required=False, max_length=MOST, initial=field.words,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )  # fmt: skip

    def rows(self) -> list[tuple[Field, Any, Any]]:
        """Each field that is offered, with its tick and, where it is written for the card, its text."""
        return [
            (field, self[f"with-{field.key}"], self[f"text-{field.key}"] if field.written else None)
            for field in self.offered
        ]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("seen") != profile_card.seen(self.offered):
            data = self.data.copy()  # type: ignore[attr-defined]
            data["seen"] = profile_card.seen(self.offered)
            self.data = data
            raise forms.ValidationError(_("Het werkprofiel is intussen gewijzigd. Kijk de kaart nog eens na."))
        if not self.chosen() and not self.errors:
            raise forms.ValidationError(_("Kies ten minste één gegeven voor de kaart"))
        for field in self.offered:
            if field.written and clean.get(f"with-{field.key}") and not clean.get(f"text-{field.key}"):
                self.add_error(f"text-{field.key}", _("Vul in wat er op de kaart komt, of haal het vinkje weg"))
        return clean

    def chosen(self) -> dict[str, str]:
        """Field -> the words that come on the card."""
        clean = self.cleaned_data
        return {
            field.key: clean.get(f"text-{field.key}", "") if field.written else field.words
            for field in self.offered if clean.get(f"with-{field.key}")
        }  # fmt: skip
