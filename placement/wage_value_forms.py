"""The worksheet of a wage value: what is measured, and up to eight main tasks, all there without a script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.once import CarriedOnce
from placement.models import Placement, WageValue
from placement.wage_rules import Measured, sum_of_shares
from placement.wage_values import MOST_TASKS, Line, adds_up_to

NUMBER = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "3", "class": "input"}


def _percent(label: Any, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=100, widget=forms.TextInput(attrs=NUMBER),
        error_messages={"invalid": _("Vul een heel getal in, zonder komma")},
    )  # fmt: skip


class TaskForm(forms.Form):
    """A line of the worksheet; an empty one counts for nothing."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Taak"), required=False, max_length=120, widget=forms.TextInput(attrs={"class": "input"})
    )
    share = _percent(_("Deel van het werk"), 1)
    pace = _percent(_("Tempo"))
    quality = _percent(_("Kwaliteit"))
    deployment = _percent(_("Inzetbaarheid"))
    numbers = ("share", "pace", "quality", "deployment")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, given = cleaned.get("name", ""), [cleaned.get(each) for each in self.numbers]
        if name or any(each is not None for each in given):
            if not name and "name" not in self.errors:
                self.add_error("name", _("Hoe heet deze taak?"))
            for each in self.numbers:
                if cleaned.get(each) is None and each not in self.errors:
                    self.add_error(each, _("Vul een percentage in"))
        return cleaned

    @property
    def line(self) -> Line | None:
        """The task as typed; None for an empty line, or one that is not complete."""
        clean = getattr(self, "cleaned_data", {})
        if not clean.get("name") or any(clean.get(each) is None for each in self.numbers):
            return None
        return Line(clean["name"], Measured(clean["share"], clean["pace"], clean["quality"], clean["deployment"]))

    @property
    def measured(self) -> Measured | None:
        """What the line has on record, or as it was typed: for the product behind it."""
        if self.is_bound:
            return self.line.measured if self.line else None
        row = self.initial
        return Measured(row["share"], row["pace"], row["quality"], row["deployment"]) if row else None


class WorksheetForm(CarriedOnce, forms.ModelForm):
    """What is measured, with its lines. `act` settle asks that the shares are a hundred percent together; a draft may wait."""

    use_required_attribute = False
    on = DutchDateField(label=_("Gemeten op"))
    again_on = DutchDateField(
        label=_("Opnieuw meten op"), required=False, help_text=_("De dag die met de werkgever is afgesproken.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = WageValue
        fields = ["on", "expert", "reference_job", "employer_agrees", "again_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "expert": _("Nodig om vast te stellen. Naam van de gecertificeerde deskundige."),
            "reference_job": _("Nodig om vast te stellen. Het werk van een gewone werknemer waarmee u vergelijkt."),
            "note": _("In termen van werk. Geen medische gegevens."),
        }

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placement = placement
        self.initial["version"] = self.instance.version if self.instance.pk else None
        if not self.instance.pk:
            self.initial.update(on=today(), reference_job=placement.job)
        self.fields["expert"].required = self.fields["reference_job"].required = False
        rows = list(self.instance.tasks.values(*TaskForm.base_fields)) if self.instance.pk else []
        self.tasks = [
            TaskForm(
                self.data if self.is_bound else None, prefix=f"taak{n}", initial=rows[n - 1] if n <= len(rows) else None
            )
            for n in range(1, MOST_TASKS + 1)
        ]

    @property
    def settles(self) -> bool:
        return self.data.get("act") == "settle"

    def validate_constraints(self) -> None:
        """Shares are checked here, in words."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wrong = [n for n, task in enumerate(self.tasks, 1) if not task.is_valid()]
        if wrong:
            self.add_error(None, _("Kijk taak %(numbers)s na") % {"numbers": ", ".join(map(str, wrong))})
        elif self.shares > 100 or (self.settles and self.shares != 100):
            self.add_error(None, adds_up_to(self.shares))
        return cleaned

    @property
    def lines(self) -> list[Line]:
        return [task.line for task in self.tasks if task.line]

    @property
    def shares(self) -> int:
        return sum_of_shares([line.measured for line in self.lines])
