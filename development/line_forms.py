"""The forms about a learning line: what it is, its stations, who does what, schools, and the employers at its end."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Instrument, Partner
from chain.once import CarriedOnce
from development.models import LearningLine, LearningPlace, LineSchool, LineTask, Station
from development.models.places import STATION_LEVELS
from diagnosis.codes import EDUCATION_LEVELS, SECTORS
from placement.employer_forms import Kept
from placement.employers import tidy

NUMBER = {"inputmode": "numeric"}


class LineForm(Kept):
    free_text = THING
    once_only = ("name", _("Er is al een leerlijn met deze naam"))
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(label=_("Tot en met"), required=False, help_text=_("Laat leeg zolang de lijn doorgaat."))

    class Meta:
        model = LearningLine
        fields = ["name", "sector", "text", "partner", "started_on", "ended_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"sector": _("Van de werkgevers aan het eind ziet u de vacatures in deze sector.")}
        error_messages = {
            "name": {"required": _("Geef de leerlijn een naam")},
            "sector": {"required": _("Kies de sector")},
            "partner": {"required": _("Kies wie de lijn trekt")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there: Any = self.fields
        there["sector"].choices = [
            ("", _("Kies")),
            *((key, capfirst(str(name))) for key, (name, _s) in SECTORS.items()),
        ]
        there["partner"].queryset = Partner.objects.filter(chain_id=self.instance.chain_id)
        there["partner"].empty_label = _("Kies")
        if not self.instance.pk:
            self.initial["started_on"] = today()

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        same = LearningLine.objects.filter(chain_id=self.instance.chain_id, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Er is al een leerlijn met deze naam"))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ended_on") and cleaned.get("started_on") and cleaned["ended_on"] < cleaned["started_on"]:
            self.add_error("ended_on", _("Het einde ligt vóór het begin"))
        return cleaned


class StationForm(CarriedOnce, forms.ModelForm):
    """A stop: the module that is followed there, where, and how long people usually are there."""

    free_text = THING
    use_required_attribute = False
    weeks = forms.IntegerField(
        label=_("Gewone duur in weken"), required=False, min_value=1, max_value=260, widget=forms.TextInput(attrs=NUMBER),
        help_text=_("Laat leeg voor de duur van de module. Wie er langer is, valt op."),
    )  # fmt: skip

    class Meta:
        model = Station
        fields = ["name", "level", "instrument", "place", "weeks", "text"]
        labels = {"instrument": _("Module"), "place": _("Leerwerkplek")}
        help_texts = {
            "instrument": _("De module bepaalt welke partner dit station mag uitvoeren."),
            "place": _("Waar mensen zijn. Het aantal plekken staat bij de leerwerkplek."),
        }
        error_messages = {
            "name": {"required": _("Geef het station een naam")},
            "instrument": {"required": _("Kies een module")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there: Any = self.fields
        there["level"].choices = [(key, capfirst(str(name))) for key, name in STATION_LEVELS.items()]
        chain, day = self.instance.line.chain_id, today()
        offered = Q(ended_on=None) | Q(ended_on__gte=day)
        there["instrument"].queryset = Instrument.objects.filter(
            offered | Q(pk=self.instance.instrument_id), chain_id=chain, phase="development", form_of_work=""
        ).exclude(function="support")  # fmt: skip
        there["instrument"].empty_label = _("Kies een module")
        there["place"].queryset = LearningPlace.objects.filter(offered | Q(pk=self.instance.place_id), chain_id=chain)
        there["place"].empty_label = _("Geen eigen plek")

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])


class TaskForm(CarriedOnce, forms.ModelForm):
    """What a partner does on the line."""

    free_text = THING
    use_required_attribute = False

    class Meta:
        model = LineTask
        fields = ["partner", "task"]
        labels = {"partner": _("Wie"), "task": _("Doet wat")}
        error_messages = {
            "partner": {"required": _("Kies een partner")},
            "task": {"required": _("Vul in wat deze partner doet")},
        }

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_taak_%s", **kwargs})
        field: Any = self.fields["partner"]
        field.queryset, field.empty_label = Partner.objects.filter(chain_id=chain_id), _("Kies")

    def clean_task(self) -> str:
        return tidy(self.cleaned_data["task"])


class SchoolForm(CarriedOnce, forms.ModelForm):
    """A school where people learn beside the work."""

    free_text = THING
    use_required_attribute = False

    class Meta:
        model = LineSchool
        fields = ["school", "course", "level", "text"]
        error_messages = {
            "school": {"required": _("Vul de school in")},
            "course": {"required": _("Vul de opleiding in")},
        }

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_school_%s", **kwargs})
        field: Any = self.fields["level"]
        field.choices = [
            ("", _("Niet bekend")),
            *((key, capfirst(str(name))) for key, name in EDUCATION_LEVELS.items()),
        ]

    def clean_school(self) -> str:
        return tidy(self.cleaned_data["school"])

    def clean_course(self) -> str:
        return tidy(self.cleaned_data["course"])
