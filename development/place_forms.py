"""The forms of a learning place, and of a place in one for somebody."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.formats import plain
from chain.forms import DutchDateField, DutchDecimalField
from chain.free_text import THING
from chain.models import ChainMunicipality, Membership, Municipality, Partner
from chain.once import OnceForm
from clients.models import Step
from development import occupancy, places
from development.models import Group, LearningPlace, Stay
from development.models.places import PLACE_KINDS, STATION_LEVELS
from development.stays import MOST_GUIDANCE
from diagnosis.codes import SECTORS
from placement.employer_forms import Kept
from placement.employers import tidy
from placement.models import Employer

NUMBER = {"inputmode": "numeric"}
MOST_SEATS = 500
MOST_SHOWN = 40  # places one under another; more are in a list


def _choices(names: Any) -> list[tuple[str, str]]:
    return [(key, capfirst(str(name))) for key, name in names]


class EmployerField(forms.ModelChoiceField):
    """An employer of the chain by its name, whatever the capitals: a list of all grows without end."""

    default_error_messages = {
        "invalid_choice": _("Deze werkgever kennen we nog niet. Voeg hem eerst toe bij Werkgevers.")
    }

    def to_python(self, value: Any) -> Employer | None:
        name, there = tidy(str(value or "")), self.queryset
        found = there.filter(name__iexact=name).order_by("pk").first() if name and there is not None else None
        if name and found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Employer) else value


class PlaceForm(Kept):
    """What a place is. Where it is stays as it is: a place elsewhere is another place.

    Fewer seats or hours than were promised, or an end before people leave: said first, and kept once `known` is ticked.
    Nobody is sent away by it, and nobody new gets in.
    """

    free_text = THING
    once_only = ("name", _("Er is al een leerwerkplek met deze naam"))
    employer = EmployerField(
        label=_("Bij welke werkgever"), queryset=Employer.objects.none(), required=False,
        widget=forms.TextInput(attrs={"list": "employer-options", "autocomplete": "off", "maxlength": 120}),
        help_text=_("Typ de naam en kies."),
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("Plekken"), min_value=1, max_value=MOST_SEATS, widget=forms.TextInput(attrs=NUMBER),
        help_text=_("Hoeveel mensen hier tegelijk kunnen zijn."),
    )  # fmt: skip
    guidance_hours = DutchDecimalField(
        label=_("Uren begeleiding per week"), required=False, min_value=0, max_value=9999, decimal_places=1,
        help_text=_("Voor iedereen samen. Leeg: geen grens."),
    )  # fmt: skip
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(label=_("Tot en met"), required=False, help_text=_("Leeg: zonder einde."))
    known = forms.BooleanField(
        label=_("Ik weet dit en bespreek het met wie deze mensen begeleidt"), required=False,
        help_text=_("Wie er is, blijft. Er kan niemand bij tot het weer past."),
    )  # fmt: skip

    class Meta:
        model = LearningPlace
        fields = [
            "name", "kind", "host", "employer", "municipality", "sector", "level", "text", "seats", "guide",
            "guidance_hours", "started_on", "ended_on",
        ]  # fmt: skip
        labels = {"text": _("Wat doet men er")}
        help_texts = {
            "host": _("Bij een ketenpartner, of hieronder bij een werkgever."),
            "municipality": _("Leeg: voor iedereen."),
            "text": _("In gewone woorden: dit leest wie iemand helpt kiezen."),
        }
        error_messages = {"name": {"required": _("Geef de plek een naam")}}

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        there: Any = self.fields
        chain = self.instance.chain_id
        served = ChainMunicipality.objects.filter(chain=chain).values("municipality")
        partners = Partner.objects.filter(chain=chain)
        there["host"].queryset = there["guide"].queryset = partners
        there["host"].empty_label, there["guide"].empty_label = _("Geen ketenpartner"), _("Niemand")
        there["employer"].queryset = Employer.objects.filter(chain=chain)
        there["employer"].widget.attrs |= {
            "hx-get": reverse("place_new"), "hx-trigger": "input changed delay:200ms", "hx-target": "#employer-options",
            "hx-swap": "outerHTML",
        }  # fmt: skip
        there["municipality"].queryset = Municipality.objects.filter(pk__in=served).order_by("name")
        there["municipality"].empty_label = _("Alle gemeenten")
        there["kind"].choices = _choices(PLACE_KINDS.items())
        there["level"].choices = _choices(STATION_LEVELS.items())
        there["sector"].choices = [("", _("Kies")), *_choices((key, name) for key, (name, _s) in SECTORS.items())]
        there["text"].widget.attrs["rows"] = 3
        if self.instance.pk:
            del there["host"], there["employer"], there["started_on"]
        if not (self.instance.pk and self.is_bound):
            del there["known"]

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        same = LearningPlace.objects.filter(chain=self.instance.chain_id, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Er is al een leerwerkplek met deze naam"))
        return name

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        host, guide = clean.get("host", self.instance.host), clean.get("guide")
        if not self.instance.pk and bool(host) == bool(clean.get("employer")) and "employer" not in self.errors:
            self.add_error("host", _("Kies een ketenpartner of een werkgever, een van de twee"))
        elif not places.may_keep(self.membership, host, guide):
            self.add_error("guide", _("Uw organisatie moet hier gastheer zijn of begeleiden"))
        start, end = clean.get("started_on") or self.instance.started_on, clean.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", _("Het einde ligt vóór het begin"))
        if self.instance.pk:
            self._ask_promised(clean)
        return clean

    def _ask_promised(self, clean: dict[str, Any]) -> None:
        if self.errors:
            del self.fields["known"]
            return
        said = places.promised(
            LearningPlace(pk=self.instance.pk, **{key: clean[key] for key in ("seats", "guidance_hours", "ended_on")})
        )  # fmt: skip
        if not said:
            del self.fields["known"]
        elif not clean.get("known"):
            for field, text in said.items():
                self.add_error(field, text)
            self.add_error("known", _("Vink dit aan als het toch klopt"))


class ReserveForm(OnceForm):
    """Where somebody gets a seat; behind each place the room in the days of the step."""

    place = forms.ModelChoiceField(
        label=_("Leerwerkplek"), queryset=LearningPlace.objects.none(), widget=forms.RadioSelect,
        error_messages={"required": _("Kies een leerwerkplek")}, empty_label=None,
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label=_("Groep"), queryset=Group.objects.none(), required=False, empty_label=_("Geen groep")
    )
    guidance = DutchDecimalField(
        label=_("Uren begeleiding per week"), min_value=0, max_value=MOST_GUIDANCE, decimal_places=1, initial=Decimal(0),
        error_messages={"required": _("Vul een aantal uren in, of 0")},
        help_text=_("Hoeveel van de uren begeleiding deze persoon nodig heeft."),
    )  # fmt: skip
    asked_for = forms.CharField(
        label=_("Waarvoor"), max_length=200, required=False, help_text=_("In termen van werk. Geen medische gegevens.")
    )

    def __init__(self, *args: Any, step: Step, stay: Stay | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        start, end = step.started_on or step.planned_on, step.planned_end
        here: Any = self.fields["place"]
        usable = Q(started_on__lte=start) if start else Q()
        not_over = Q(ended_on__isnull=True) | (Q(ended_on__gte=end or start) if start else Q())
        at_home = Q(municipality__isnull=True) | Q(municipality=step.client.home_id)
        here.queryset = (
            LearningPlace.objects.filter(usable, not_over, at_home, chain_id=step.chain_id)
            .select_related("host", "employer").order_by("name")
        )  # fmt: skip
        found = list(here.queryset)
        self.room = occupancy.of_places((one.pk for one in found), start, end)
        found.sort(key=lambda one: (self.room[one.pk].free <= 0, one.name))
        if len(found) > MOST_SHOWN:
            here.widget = forms.Select()
        here.widget.choices = [(one.pk, self._label(one)) for one in found]
        groups: Any = self.fields["group"]
        groups.queryset = Group.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=start) if start else Q(), chain_id=step.chain_id,
            instrument=step.instrument_id,
        )  # fmt: skip
        if not groups.queryset.exists():
            del self.fields["group"]
        if stay is not None:
            del self.fields["asked_for"]

    def _label(self, place: LearningPlace) -> str:
        """The place, its host, and the room in the days of the step."""
        seats = self.room[place.pk]
        room = translate("vol") if seats.free <= 0 else translate("%(free)s vrij") % {"free": seats.free}
        if seats.waiting:
            room += ", " + translate("%(waiting)s wachten") % {"waiting": seats.waiting}
        if seats.guidance_free is not None:
            room += ", " + translate("%(hours)s uur begeleiding over") % {
                "hours": plain(max(seats.guidance_free, Decimal(0)))
            }
        host = str(place.host or place.employer)
        return f"{place.name}: {room}" if place.name.startswith(host) else f"{place.name} ({host}): {room}"
