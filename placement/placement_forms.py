"""Forms of a placement: what to record of it, other particulars, its first day as it was, its last day and why."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.forms import DutchDateField, DutchDecimalField
from chain.models import FORMS_OF_WORK, Membership, Partner
from chain.once import new_key
from clients import steps
from clients.models import Client
from diagnosis.codes import CONTRACTS
from placement import employers
from placement.models import END_REASONS, Employer, Introduction, Placement, Vacancy
from placement.placements import NEEDS_EMPLOYER, PAID, UNPAID_HOSTS, Offer, change, offers, place
from placement.proposals import EFFECT_CHOICES

# What kind of work a vacancy of a kind usually leads to; the others lead to a job.
FORM_OF = {"volunteering": "volunteering", "work-experience": "retention-of-benefit"}
LABELS = {
    "volunteering": _("Organisatie"), "day-activity": _("Organisatie"), "participation-place": _("Waar"),
    "retention-of-benefit": _("Waar"),
}  # fmt: skip


class WorkForm(forms.Form):
    """The particulars of work in any form. Which fields it has follows from the form of work, once that is chosen."""

    known: Employer | None = None  # the one that was named
    chosen = ""  # the form of work
    use_required_attribute = False
    employer = forms.CharField(label=_("Werkgever"), max_length=120, required=False)
    new_employer = forms.BooleanField(label=_("Dit is een nieuwe werkgever"), required=False)
    site = forms.TypedChoiceField(label=_("Vestiging"), required=False, coerce=int, empty_value=None)
    job = forms.CharField(label=_("Functie of taken"), max_length=120, required=False)
    hours = forms.IntegerField(
        label=_("Uren per week"), required=False, min_value=1, max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    contract = forms.ChoiceField(
        label=_("Contract"), required=False,
        choices=lambda: [("", _("Nog niet bekend")), *((code, capfirst(str(name))) for code, name in CONTRACTS.items())],
    )  # fmt: skip
    wage = DutchDecimalField(
        label=_("Bruto uurloon"),
        required=False,
        min_value=0,
        max_value=999,
        help_text=_("Euro per uur, zonder vakantiegeld."),
    )
    employed_by = forms.TypedChoiceField(
        label=_("In dienst bij"), required=False, coerce=int, empty_value=None,
        help_text=_("Wie is de werkgever op papier? Leeg: de partner die het uitvoert."),
    )  # fmt: skip
    quick_start = forms.BooleanField(label=_("Snelle start (Perspectief op Werk)"), required=False)
    learning = forms.BooleanField(label=_("Dit is ook een leerplek"), required=False)

    def __init__(self, *args: Any, client: Client, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.membership = client, membership
        self.once = self.given("once") or new_key()
        self.similar: list[Employer] = []

    def given(self, name: str) -> Any:
        """What was typed or is proposed for the field."""
        return (self.data if self.is_bound else self.initial).get(name)

    def _fit_work(self) -> None:
        """Only the fields that the form of work needs; all of them before one is chosen."""
        chosen = self.chosen
        if chosen and chosen not in PAID:
            for name in ("contract", "wage", "quick_start"):
                del self.fields[name]
        if chosen != "secondment":
            del self.fields["employed_by"]
        else:
            names = Partner.objects.filter(chain_id=self.client.chain_id).order_by("position", "name")
            hired: Any = self.fields["employed_by"]
            hired.choices = [("", _("De partner die het uitvoert")), *names.values_list("pk", "name")]
        who = self.fields["employer"]
        who.required = chosen in NEEDS_EMPLOYER
        who.label = LABELS.get(chosen, who.label)
        who.error_messages["required"] = _("Vul in bij welke werkgever het is")
        if chosen == "sheltered":
            who.help_text = _("Leeg: bij de partner zelf.")
        self._offer_sites()

    def _offer_sites(self) -> None:
        """The places where the employer that was named has work; none where it has one place, or is not known."""
        name = employers.tidy(str(self.given("employer") or ""))
        known = employers.named(self.client.chain_id, name) if name else None
        there = [(site.pk, str(site)) for site in known.sites.filter(ended_on=None)] if known else []
        if there:
            self.fields["site"].choices = [("", _("Niet gekozen")), *there]  # type: ignore[attr-defined]
        else:
            del self.fields["site"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
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

    def who(self) -> Employer | None:
        """The employer that was named: the known one, or a new one, of the kind that hosts this work."""
        name = self.cleaned_data.get("employer")
        if not name:
            return None
        return self.known or employers.new(self.client.chain_id, name, UNPAID_HOSTS.get(self.chosen, "employer"))

    def particulars(self, employer: Employer | None) -> dict[str, Any]:
        """What placements.fitting() takes."""
        cleaned = self.cleaned_data
        site, hired = cleaned.get("site"), cleaned.get("employed_by")
        return {
            "contract": cleaned.get("contract", ""), "wage": cleaned.get("wage"),
            "site": employer.sites.filter(pk=site).first() if employer and site else None,
            "employed_by": Partner.objects.filter(chain_id=self.client.chain_id, pk=hired).first() if hired else None,
            "quick_start": cleaned.get("quick_start", False), "learning": cleaned.get("learning", False),
        }  # fmt: skip


class PlacementForm(WorkForm):
    """What to record of a placement; of an introduction or for a vacancy much of it stands there already."""

    form_of_work = forms.ChoiceField(
        label=_("Wat voor werk is het?"), widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat voor werk het is")},
    )  # fmt: skip
    partner = forms.TypedChoiceField(
        label=_("Welke partner voert het uit?"), required=False, coerce=int, empty_value=None,
        help_text=_("Meer partners mogen dit doen. Laat u dit leeg, dan is het de gewone partner voor dit werk."),
    )  # fmt: skip
    started_on = DutchDateField(
        label=_("Eerste dag"), error_messages={"required": _("Vul de eerste dag in")},
    )  # fmt: skip
    planned_end = DutchDateField(label=_("Loopt tot en met"), required=False)
    effect = forms.ChoiceField(
        label=_("Wat betekent dit werk voor de uitkering?"), choices=EFFECT_CHOICES, widget=forms.RadioSelect,
        help_text=_("Dit is een voorstel. SZMH kijkt het na. Pas daarna verandert er iets."),
        error_messages={"required": _("Kies wat dit voor de uitkering betekent")},
    )  # fmt: skip
    from_on = DutchDateField(
        label=_("Vanaf welke dag?"), required=False, help_text=_("Leeg: vanaf de eerste dag van het werk.")
    )

    def __init__(
        self, *args: Any, vacancy: Vacancy | None = None, introduction: Introduction | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.vacancy, self.introduction = vacancy, introduction
        self.offers = offers(self.membership, self.client)
        if not self.is_bound:
            self.initial = self._follows() | {key: value for key, value in self.initial.items() if value}
        chosen = str(self.given("form_of_work") or "")
        self.chosen = chosen if chosen in self.offers else ""
        self.fields["form_of_work"].choices = [(form, capfirst(FORMS_OF_WORK[form])) for form in self.offers]  # type: ignore[attr-defined]
        self._fit()

    def _follows(self) -> dict[str, Any]:
        """What follows from the vacancy, or else from the introduction."""
        if vacancy := self.vacancy:
            return {
                "form_of_work": FORM_OF.get(vacancy.kind, "regular"), "employer": vacancy.employer.name,
                "site": vacancy.site_id, "job": vacancy.title, "hours": vacancy.hours_min or vacancy.hours_max,
                "contract": vacancy.contract, "learning": vacancy.kind == "apprenticeship",
            }  # fmt: skip
        return {"employer": self.introduction.employer.name} if self.introduction else {}

    def _fit(self) -> None:
        self._fit_work()
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

    @property
    def offer(self) -> Offer | None:
        return self.offers.get(self.chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("started_on"), cleaned.get("planned_end")
        if start and end and end < start:
            self.add_error("planned_end", _("Het einde ligt vóór de eerste dag"))
        if start and start.year < self.client.registered_on.year - steps.YEARS_BACK:
            self.add_error("started_on", _("Kijk het jaar na: dit is lang voor de aanmelding"))
        if cleaned.get("effect") and not cleaned.get("from_on"):
            cleaned["from_on"] = start
        return cleaned

    def place(self) -> Placement:
        """Record it. ValidationError where a mandate does not hold on the first day, and what else place() refuses."""
        cleaned, offer = self.cleaned_data, self.offers[self.cleaned_data["form_of_work"]]
        wanted = cleaned.get("partner")
        partner = next((p for p in offer.partners if p.pk == wanted), offer.usual)
        employer = self.who()
        return place(
            self.client, offer.instrument, partner, by=self.membership, employer=employer, job=cleaned["job"],
            started_on=cleaned["started_on"], planned_end=cleaned["planned_end"], hours=cleaned["hours"],
            effect=cleaned.get("effect", ""), from_on=cleaned.get("from_on"), vacancy=self.vacancy,
            introduction=self.introduction, **self.particulars(employer),
        )  # fmt: skip


class ChangeForm(WorkForm):
    """Other particulars of a placement that is planned or runs."""

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        self.placement, self.chosen = placement, placement.form_of_work
        first = {
            "employer": placement.employer.name if placement.employer else "", "site": placement.site_id,
            "job": placement.job, "hours": placement.step.hours_per_week, "contract": placement.contract,
            "wage": placement.wage, "employed_by": placement.employed_by_id, "quick_start": placement.quick_start,
            "learning": placement.learning,
        }  # fmt: skip
        super().__init__(*args, client=placement.client, initial=first, **kwargs)
        self._fit_work()

    def change(self) -> Placement:
        employer = self.who()
        return change(self.placement, by=self.membership, employer=employer, job=self.cleaned_data["job"],
                      hours=self.cleaned_data["hours"], **self.particulars(employer))  # fmt: skip


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
