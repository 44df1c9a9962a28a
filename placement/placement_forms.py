"""Forms of a placement: what to record of it, its first day as it was, its last day and why."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.forms import DutchDateField
from chain.models import FORMS_OF_WORK, Membership
from clients import steps
from clients.models import Client
from placement import employers
from placement.models import END_REASONS, Employer, Placement
from placement.placements import NEEDS_EMPLOYER, PAID, Offer, offers, place
from placement.proposals import EFFECT_CHOICES


class PlacementForm(forms.Form):
    """What to record of a placement. Which fields it has follows from the form of work, once that is chosen."""

    known: Employer | None = None  # the one that was named
    use_required_attribute = False
    form_of_work = forms.ChoiceField(
        label=_("Wat voor werk is het?"), widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat voor werk het is")},
    )  # fmt: skip
    partner = forms.TypedChoiceField(
        label=_("Welke partner voert het uit?"), required=False, coerce=int, empty_value=None,
        help_text=_("Meer partners mogen dit doen. Laat u dit leeg, dan is het de gewone partner voor dit werk."),
    )  # fmt: skip
    employer = forms.CharField(label=_("Werkgever"), max_length=120, required=False)
    new_employer = forms.BooleanField(label=_("Dit is een nieuwe werkgever"), required=False)
    job = forms.CharField(label=_("Functie of taken"), max_length=120, required=False)
    started_on = DutchDateField(
        label=_("Eerste dag"), error_messages={"required": _("Vul de eerste dag in")},
    )  # fmt: skip
    planned_end = DutchDateField(label=_("Loopt tot en met"), required=False)
    hours = forms.IntegerField(
        label=_("Uren per week"), required=False, min_value=1, max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    effect = forms.ChoiceField(
        label=_("Wat betekent dit werk voor de uitkering?"), choices=EFFECT_CHOICES, widget=forms.RadioSelect,
        help_text=_("Dit is een voorstel. SZMH kijkt het na. Pas daarna verandert er iets."),
        error_messages={"required": _("Kies wat dit voor de uitkering betekent")},
    )  # fmt: skip
    from_on = DutchDateField(
        label=_("Vanaf welke dag?"), required=False, help_text=_("Leeg: vanaf de eerste dag van het werk.")
    )

    def __init__(self, *args: Any, client: Client, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.membership = client, membership
        self.offers = offers(membership, client)
        self.similar: list[Employer] = []
        chosen = str((self.data if self.is_bound else self.initial).get("form_of_work") or "")
        self.chosen = chosen if chosen in self.offers else ""
        self.fields["form_of_work"].choices = [(form, capfirst(FORMS_OF_WORK[form])) for form in self.offers]  # type: ignore[attr-defined]
        self._fit()

    def _fit(self) -> None:
        """Only the fields that the chosen form of work needs; all of them before one is chosen."""
        candidates = [self.offers[self.chosen]] if self.chosen else self.offers.values()
        partners = list(dict.fromkeys(p for offer in candidates for p in offer.partners))
        if (self.chosen and len(partners) == 1) or not partners:
            del self.fields["partner"]
        else:
            usual = _("Gewone partner: %(name)s") % {"name": self.offer.usual} if self.offer else _("Gewone partner")
            self.fields["partner"].choices = [("", usual), *((p.pk, p.name) for p in partners)]  # type: ignore[attr-defined]
        if self.chosen and self.chosen not in PAID:
            del self.fields["effect"], self.fields["from_on"]
        elif not self.chosen:
            self.fields["effect"].required = False
        self.fields["employer"].required = self.chosen in NEEDS_EMPLOYER
        self.fields["employer"].error_messages["required"] = _("Vul in bij welke werkgever het is")
        if self.chosen == "sheltered":
            self.fields["employer"].help_text = _("Leeg: bij de partner zelf.")

    @property
    def offer(self) -> Offer | None:
        return self.offers.get(self.chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("started_on"), cleaned.get("planned_end")
        if start and end and end < start:
            self.add_error("planned_end", _("Het einde ligt vóór de eerste dag"))
        if start and start.year < self.client.registered_on.year - steps.YEARS_BACK:
            self.add_error("started_on", _("Kijk het jaar na: dit is lang voor de aanmelding"))
        if cleaned.get("effect") and not cleaned.get("from_on"):
            cleaned["from_on"] = start
        if name := employers.tidy(cleaned.get("employer", "")):
            cleaned["employer"] = name
            self._know(name, bool(cleaned.get("new_employer")))
        return cleaned

    def _know(self, name: str, new: bool) -> None:
        """Find the employer by name; one that resembles known ones has to be chosen, or said to be new."""
        self.known = employers.named(self.client.chain_id, name)
        if self.known is None and not new:
            self.similar = employers.similar(self.client.chain_id, name)
            if self.similar:
                self.add_error(
                    "employer", _("Staat de werkgever hieronder? Kies hem. Zo niet, vink aan dat hij nieuw is.")
                )

    def place(self) -> Placement:
        """Record it. ValidationError where a mandate does not hold on the first day."""
        cleaned, offer = self.cleaned_data, self.offers[self.cleaned_data["form_of_work"]]
        chosen = cleaned.get("partner")
        partner = next((p for p in offer.partners if p.pk == chosen), offer.usual)
        name = cleaned.get("employer")
        employer = (self.known or employers.new(self.client.chain_id, name)) if name else None
        return place(
            self.client, offer.instrument, partner, by=self.membership, employer=employer, job=cleaned["job"],
            started_on=cleaned["started_on"], planned_end=cleaned["planned_end"], hours=cleaned["hours"],
            effect=cleaned.get("effect", ""), from_on=cleaned.get("from_on"),
        )  # fmt: skip


class StartForm(forms.Form):
    """The first day of a planned placement, as it really was."""

    use_required_attribute = False
    on = DutchDateField(label=_("Eerste dag"), error_messages={"required": _("Vul de eerste dag in")})


class EndForm(forms.Form):
    """The last day of a placement, and why it ended."""

    use_required_attribute = False
    on = DutchDateField(label=_("Laatste dag"), error_messages={"required": _("Vul de laatste dag in")})
    reason = forms.ChoiceField(
        label=_("Waarom eindigt de plaatsing?"), choices=list(END_REASONS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Kies een reden")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Toelichting"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In termen van werk. Geen medische gegevens."),
    )  # fmt: skip
