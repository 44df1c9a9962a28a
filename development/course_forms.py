"""Forms of a running step: another last day, a pause, going on again, the end."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.forms import DutchDateField
from chain.models import Instrument
from chain.once import OnceForm
from clients.models import Step
from clients.models.step import STOPPED_FOR
from development.course import is_module
from development.models.course import PAUSES

IN_WORK = _("In termen van werk. Geen medische gegevens.")
FITS = {"": _("Daar zeg ik niets over"), "yes": _("Ja, dat kan nu"), "no": _("Nee, nog niet")}


class ExtendForm(OnceForm):
    """Another last day; why, where it is later."""

    until = DutchDateField(label=_("Nieuwe laatste dag"))
    reason = forms.CharField(
        label=_("Waarom langer?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Nodig bij een latere dag: wat is er dan bereikt dat nu nog niet lukt? Geen medische gegevens."),
    )  # fmt: skip

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        if step.planned_end:
            self.fields["until"].help_text = _("Nu tot en met %(day)s.") % {"day": day(step.planned_end)}

    def later(self) -> bool:
        """Whether the day is after the end that there is: then it is an extension."""
        now = self.step.planned_end
        return now is None or self.cleaned_data["until"] > now

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if "until" in clean and not clean.get("reason") and self.later():
            self.add_error("reason", _("Vul in waarom het langer duurt"))
        return clean


class PauseForm(OnceForm):
    reason = forms.ChoiceField(
        label=_("Waarom staat de stap stil?"), widget=forms.RadioSelect,
        choices=lambda: [(key, capfirst(str(name))) for key, name in PAUSES.items()],
        error_messages={"required": _("Kies waarom de stap stilstaat")},
    )  # fmt: skip
    on = DutchDateField(label=_("Eerste dag van de pauze"), initial=today)
    until = DutchDateField(
        label=_("Laatste dag"), required=False, help_text=_("Leeg: tot u de stap weer laat lopen."),
    )  # fmt: skip


class ResumeForm(OnceForm):
    on = DutchDateField(
        label=_("Doet weer mee vanaf"), initial=today, help_text=_("Mag ook een dag zijn die nog komt.")
    )


class EndForm(OnceForm):
    """How it ended, and what should follow."""

    act = forms.ChoiceField(
        label=_("Hoe is het geëindigd?"), widget=forms.RadioSelect,
        choices=[("finish", _("Afgerond")), ("stop", _("Gestopt voor het klaar was"))],
        error_messages={"required": _("Kies hoe het is geëindigd")},
    )  # fmt: skip
    stopped_for = forms.ChoiceField(
        label=_("Reden van het stoppen"), required=False, widget=forms.RadioSelect, initial="early",
        choices=lambda: [(key, _("Een andere reden") if key == "early" else capfirst(str(name)))
                         for key, name in sorted(STOPPED_FOR.items(), key=lambda each: each[0] == "early")],
        help_text=_("Verhuizing, overlijden, detentie en bevalling tellen in de statistiek niet als uitval."),
    )  # fmt: skip
    on = DutchDateField(label=_("Laatste dag"), initial=today)
    result = forms.CharField(
        label=_("Wat kwam eruit?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kort: wat kan deze persoon nu, of waarom is het gestopt? In termen van werk, geen medische gegevens."),
        error_messages={"required": _("Vul in wat eruit kwam")},
    )  # fmt: skip
    fit = forms.ChoiceField(
        label=_("Kan nu met een traject of project beginnen?"), required=False, widget=forms.RadioSelect,
        choices=list(FITS.items()), help_text=_("Uw antwoord komt ook bij ‘Waar iemand staat’ in het dossier."),
    )  # fmt: skip
    advice = forms.CharField(
        label=_("Advies voor het vervolg"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=IN_WORK,
    )  # fmt: skip
    follow_up = forms.ModelChoiceField(
        label=_("Wat past als vervolg"), queryset=Instrument.objects.none(), required=False,
        empty_label=_("Nog niets gekozen"),
    )  # fmt: skip

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (
            Instrument.objects.offered(today())
            .filter(chain_id=step.chain_id, phase__in=("development", "placement"))
            .exclude(function="support")
        )
        field: Any = self.fields["follow_up"]
        field.queryset = offered
        found = list(offered.order_by("name"))
        groups = {
            _("Ontwikkeling"): [one for one in found if is_module(one)],
            _("Werk en plaatsing"): [one for one in found if one.phase == "placement"],
        }
        field.widget.choices = [
            ("", field.empty_label),
            *((name, [(one.pk, one.name) for one in ones]) for name, ones in groups.items() if ones),
        ]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("act") != "stop":
            clean["stopped_for"] = ""
        elif not clean.get("stopped_for"):
            clean["stopped_for"] = "early"
        clean["fit"] = {"yes": True, "no": False}.get(clean.get("fit", ""))
        return clean
