"""Forms of wage subsidy; what the law allows is said by the acts (subsidies.py)."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField, DutchDecimalField
from chain.once import OnceForm
from placement.models import Placement, WageSubsidy
from placement.models.subsidies import ASKED_BY, SUBSIDY_KINDS
from placement.subsidies import employed_on

ROWS = forms.Textarea(attrs={"rows": 2})


class AskForm(OnceForm):
    """What was asked for, by whom, for which time and hours."""

    kind = forms.ChoiceField(
        label=_("Soort"), widget=forms.RadioSelect,
        choices=lambda: [(key, capfirst(str(name))) for key, name in SUBSIDY_KINDS.items()],
        help_text=_("Forfaitair: een vast deel, hoogstens de eerste zes maanden. Daarna telt de gemeten loonwaarde."),
    )  # fmt: skip
    asked_by = forms.ChoiceField(
        label=_("Wie vraagt het aan"), widget=forms.RadioSelect,
        choices=lambda: [(key, capfirst(str(name))) for key, name in ASKED_BY.items()],
    )  # fmt: skip
    requested_on = DutchDateField(label=_("Aangevraagd op"), initial=today)
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(
        label=_("Tot en met"), required=False, help_text=_("Leeg bij forfaitair: zo lang als het mag.")
    )
    hours = DutchDecimalField(label=_("Uren per week"), decimal_places=1, min_value=1, max_value=60)
    not_wsw = forms.BooleanField(label=_("Dit is geen dienstverband van de Wsw"), required=False)
    reason = forms.CharField(
        label=_("Toelichting"), required=False, max_length=300, widget=ROWS,
        help_text=_("Gevraagd na de start van het werk? Schrijf dan op bij welke groep van artikel 10d lid 2 deze persoon "
                    "hoort, bijvoorbeeld praktijkonderwijs, vso of entree."),
    )  # fmt: skip

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        first = {"started_on": employed_on(placement), "hours": placement.step.hours_per_week}
        super().__init__(*args, **kwargs | {"initial": first})
        self.placement = placement
        if placement.form_of_work != "sheltered":
            del self.fields["not_wsw"]

    def made(self) -> WageSubsidy:
        """The request as it was typed."""
        clean = {name: value for name, value in self.cleaned_data.items() if name != "not_wsw"}
        return WageSubsidy(placement=self.placement, **clean)


class _Decision(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": version}})


class GrantForm(_Decision):
    reason = forms.CharField(label=_("Toelichting"), required=False, max_length=300, widget=ROWS)


class RefuseForm(_Decision):
    reason = forms.CharField(
        label=_("Waarom wijst u af?"), max_length=300, widget=ROWS,
        error_messages={"required": _("Schrijf op waarom")},
    )  # fmt: skip


class EndForm(_Decision):
    ended_on = DutchDateField(label=_("Laatste dag"))
    reason = forms.CharField(
        label=_("Waarom eindigt de subsidie?"), max_length=300, widget=ROWS,
        error_messages={"required": _("Schrijf op waarom")},
    )  # fmt: skip


class DayForm(forms.Form):
    """The day to work it out for."""

    use_required_attribute = False
    op = DutchDateField(label=_("Bereken voor de dag"))
