"""The form of a group: what is given, by whom, when, for how many, and who leads it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Instrument, Mandate, Membership, Partner, User, holds_on
from chain.parts import PARTS
from development import groups, occupancy
from development.models import Group, GroupCoach, LearningPlace
from development.models.places import WEEKDAYS
from placement.employer_forms import Kept
from placement.employers import tidy

CLOCKS = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


def staff(membership: Membership, partners: set[int]) -> dict[int, str]:
    """Who can lead a group, of these partners: whoever writes of steps."""
    found = Membership.objects.of_people().filter(
        holds_on(today()), chain_id=membership.chain_id, partner__in=partners, role__in=PARTS["plan"].write - {"system"}
    )
    rows = found.order_by("partner__position", "user__name").values_list("user", "user__name", "partner__name")
    return {user: f"{name}, {partner}" for user, name, partner in rows}


class GroupForm(Kept):
    """A course or work team. Its partner gives it, so that has to hold the mandate for the module."""

    once_only = ("name", _("Er is al een groep met deze naam"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Dagen"), coerce=int, choices=[(key, capfirst(str(name))) for key, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Kies op welke dagen de groep er is")},
    )  # fmt: skip
    starts_at = forms.TimeField(label=_("Van"), input_formats=CLOCKS, widget=forms.TimeInput(format="%H:%M"),
                                help_text=_("Bijvoorbeeld 9:00"))  # fmt: skip
    ends_at = forms.TimeField(label=_("Tot"), input_formats=CLOCKS, widget=forms.TimeInput(format="%H:%M"))
    seats = forms.IntegerField(
        label=_("Plekken"), min_value=1, max_value=groups.MOST, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    started_on = DutchDateField(label=_("Eerste dag"))
    ended_on = DutchDateField(label=_("Laatste dag"), required=False, help_text=_("Leeg: zonder einde."))
    coaches = forms.TypedMultipleChoiceField(
        label=_("Wie begeleidt de groep"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Bij hen staat de groep vooraan op Vandaag."),
    )  # fmt: skip

    class Meta:
        model = Group
        fields = [
            "name", "kind", "instrument", "partner", "place", "where", "weekdays", "starts_at", "ends_at", "seats",
            "started_on", "ended_on",
        ]  # fmt: skip
        help_texts = {"where": _("Bijvoorbeeld lokaal 2.04. Leeg: bij de leerwerkplek.")}
        error_messages = {"name": {"required": _("Geef de groep een naam")}}

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        day, chain_id = today(), membership.chain_id
        fields: dict[str, Any] = self.fields
        mandates = Mandate.objects.on(day).filter(chain_id=chain_id)
        own = Partner.objects.filter(chain_id=chain_id)
        if not membership.is_contact_point:
            own, mandates = own.filter(pk__in=membership.acts_for), mandates.filter(partner__in=membership.acts_for)
        fields["partner"].queryset = own
        offered = (
            Instrument.objects.offered(day)
            .filter(chain_id=chain_id, form_of_work="", function__in=mandates.values("function"))
            .exclude(function="intake")
        )
        fields["instrument"].queryset = (
            (offered | Instrument.objects.filter(pk=self.instance.instrument_id)).distinct().order_by("name")
        )
        current = Q(ended_on=None) | Q(ended_on__gte=day) | Q(pk=self.instance.place_id)
        fields["place"].queryset = LearningPlace.objects.filter(current, chain_id=chain_id)
        for name, empty in (
            ("instrument", _("Kies een module")),
            ("partner", _("Kies")),
            ("place", _("Geen leerwerkplek")),
        ):
            fields[name].empty_label = empty
        there = (
            set(GroupCoach.objects.filter(group=self.instance).values_list("user", flat=True))
            if self.instance.pk
            else set()
        )
        offers = staff(membership, {*membership.acts_for, *([self.instance.partner_id] if self.instance.pk else [])})
        gone = (
            User.objects.filter(pk__in=there - offers.keys()).values_list("pk", "name") if there - offers.keys() else []
        )
        fields["coaches"].choices = [*offers.items(), *gone]
        self.initial["coaches"] = sorted(there)
        if not self.instance.pk:
            self.initial.update(started_on=day, partner=membership.partner_id, coaches=[membership.user_id])

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("started_on"), cleaned.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", _("Het einde ligt vóór het begin"))
        if cleaned.get("starts_at") and cleaned.get("ends_at") and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends_at", _("De groep eindigt later dan hij begint"))
        instrument, partner = cleaned.get("instrument"), cleaned.get("partner")
        if instrument and partner and not self._mandated(instrument, partner):
            self.add_error("partner", _("Deze partner heeft geen mandaat voor deze module"))
        if self.instance.pk and cleaned.get("seats"):
            taken = occupancy.of_groups([self.instance.pk])[self.instance.pk].most
            if cleaned["seats"] < taken:
                wrong = _("Er zijn al %(taken)s plekken bezet of gereserveerd")
                self.add_error("seats", forms.ValidationError(wrong, params={"taken": taken}))
        return cleaned

    def _mandated(self, instrument: Instrument, partner: Partner) -> bool:
        """What stood there already may stay: a group outlives a mandate that moves on."""
        if self.instance.pk and (instrument.pk, partner.pk) == (self._stood["instrument"], self._stood["partner"]):
            return True
        return Mandate.objects.on(today()).filter(partner=partner, function=instrument.function).exists()

    @property
    def _stood(self) -> dict[str, Any]:
        return {"instrument": self.initial.get("instrument"), "partner": self.initial.get("partner")}

    def _shown(self, name: str, value: Any) -> object:
        if name == "weekdays":
            return ", ".join(str(WEEKDAYS[day]) for day in sorted(value))
        return super()._shown(name, value)

    def keep(self) -> Group:
        """Save it with who leads it, in the transaction of the caller."""
        group: Group = super().keep()
        wanted = set(self.cleaned_data["coaches"])
        there = set(GroupCoach.objects.filter(group=group).values_list("user", flat=True))
        GroupCoach.objects.filter(group=group, user__in=there - wanted).delete()
        GroupCoach.objects.bulk_create(
            [GroupCoach(group=group, chain_id=group.chain_id, user_id=user) for user in sorted(wanted - there)]
        )
        return group
