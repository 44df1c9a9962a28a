"""The form with which a module is asked for: who, when, what for, and where: a group, a learning place, or none yet."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.days import today
from chain.forms import DutchDecimalField
from chain.models import Instrument, Membership
from clients import steps
from clients.models import Client
from clients.step_pages import PlanForm
from development import occupancy
from development.models import Group, LearningPlace, Station
from development.occupancy import Seats
from development.requests import WAYS


def still_there(day: dt.date) -> Q:
    return Q(ended_on=None) | Q(ended_on__gte=day)


def told(name: str, seats: Seats | None) -> str:
    """A place or group with how many can come and how many wait."""
    if seats is None:
        return name
    free = max(seats.free, 0)
    says = [ngettext("%(n)s plek vrij", "%(n)s plekken vrij", free) % {"n": free} if free else translate("vol")]
    if seats.waiting:
        says.append(ngettext("%(n)s wacht", "%(n)s wachten", seats.waiting) % {"n": seats.waiting})
    return f"{name} ({', '.join(says)})"


class RequestForm(PlanForm):
    """As a step is planned, for one module; `way` says whether a seat is reserved, waited for, or not needed."""

    use_required_attribute = False
    group = forms.ModelChoiceField(
        label=_("In welke groep"), queryset=Group.objects.none(), required=False, empty_label=_("Nog geen groep")
    )
    place = forms.ModelChoiceField(
        label=_("Op welke leerwerkplek"), queryset=LearningPlace.objects.none(), required=False,
        empty_label=_("Nog geen plek"),
    )  # fmt: skip
    station = forms.ModelChoiceField(queryset=Station.objects.none(), required=False, widget=forms.HiddenInput)
    guidance = DutchDecimalField(
        label=_("Uren begeleiding per week"), required=False, max_digits=4, decimal_places=1, min_value=0, max_value=40,
        help_text=_("Telt mee in de uren die er voor deze plek zijn. Leeg: geen."),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("Plek"), widget=forms.RadioSelect, choices=list(WAYS.items()),
        error_messages={"required": _("Kies of er een plek nodig is")},
    )  # fmt: skip

    def __init__(
        self, *args: Any, client: Client, membership: Membership, module: Instrument, station: Station | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.module, self.at = module, station
        super().__init__(*args, client=client, membership=membership, **kwargs)
        what: Any = self.fields["instrument"]
        what.queryset, what.widget = Instrument.objects.filter(pk=module.pk), forms.HiddenInput()
        self.initial["instrument"] = module.pk
        who: Any = self.fields["partner"]
        who.queryset = who.queryset.filter(pk__in=self.holders.get(module.function, []))
        stop: Any = self.fields["station"]
        stop.queryset = Station.objects.filter(pk=station.pk) if station else Station.objects.none()
        self._offer("group", self.groups(), occupancy.of_groups)
        self._offer("place", self.places(), occupancy.of_places)
        if "place" not in self.fields:
            del self.fields["guidance"]
        if not {"group", "place"} & set(self.fields):
            self.fields["way"].choices = [(key, WAYS[key]) for key in ("wait", "none")]  # type: ignore[attr-defined]

    def groups(self) -> QuerySet[Group]:
        """The groups of the module that go on, where such a step can be planned for the person."""
        found = Group.objects.filter(still_there(today()), chain_id=self.client.chain_id, instrument=self.module)
        return found.order_by("name")

    def places(self) -> QuerySet[LearningPlace]:
        """Learning places for who lives where the person lives; none for a module that is given to groups without a place."""
        if self.module.group and self.groups().filter(place=None).exists() and not self.at:
            return LearningPlace.objects.none()
        kinds = {"activation-place": ("activation",), "neighbourhood-teams": ("neighbourhood",),
                 "public-space": ("neighbourhood",)}.get(self.module.function, ("learning",))  # fmt: skip
        known = self.data.get("place") or self.initial.get("place") or 0  # that of the address, whatever its kind
        found = LearningPlace.objects.filter(
            still_there(today()), Q(kind__in=kinds) | Q(pk=known if str(known).isdecimal() else 0),
            Q(municipality=None) | Q(municipality_id=self.client.home_id), chain_id=self.client.chain_id,
        )  # fmt: skip
        return found.order_by("name")

    def _offer(self, name: str, found: Any, seats_of: Any) -> None:
        """The choices of the field with their room; without any the field is left out."""
        rows = list(found)
        if not rows:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        room = seats_of([one.pk for one in rows])
        field.queryset = found
        field.widget.choices = [("", field.empty_label), *((one.pk, told(one.name, room.get(one.pk))) for one in rows)]

    def _function(self) -> str:
        return self.module.function

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        group, start, typed = given.get("group"), given.get("planned_on"), given.get("planned_end")
        if group and given.get("partner") is None and group.partner_id in self.holders.get(self.module.function, []):
            given["partner"] = group.partner
        if start and typed is None and "planned_end" not in self.errors:
            weeks = self.at.weeks if self.at else None
            end = start + dt.timedelta(weeks=weeks, days=-1) if weeks else steps.usual_end(self.module, start)
            last = group.ended_on if group else None
            given["planned_end"] = min(end, last) if end and last and last >= start else end or last
        clean = super().clean()
        if clean.get("partner") is None and "partner" not in self.errors and start:
            self.add_error(
                "partner", _("Uw organisatie mag dit hier niet uitvoeren. Vraag degene met de regie om het te plannen.")
            )
        clean["guidance"] = clean.get("guidance") or Decimal(0)
        if clean.get("way") == "none" and (clean.get("group") or clean.get("place")):
            self.add_error("way", _("U koos een plek: reserveer die, of zet de persoon op de wachtlijst"))
        return clean
