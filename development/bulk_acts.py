"""Planning a module for many at once: in a group as long as it has room, on the wait list, or without a place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import PHASES, Instrument, Mandate, Membership, Partner
from clients import access, steps
from clients.bulk_acts import ManyForm, unwritten
from clients.models import Client, Step
from clients.registered import BulkAct
from development import course, occupancy, requests
from development.models import Group
from development.request_forms import still_there, told
from development.requests import WAYS


class ModuleForm(ManyForm):
    instrument = forms.ModelChoiceField(
        label=_("Welke module"), queryset=Instrument.objects.none(), empty_label=_("Kies een module"),
        error_messages={"required": _("Kies een module")},
    )  # fmt: skip
    partner = forms.ModelChoiceField(
        label=_("Wie voert het uit"), queryset=Partner.objects.none(), required=False,
        empty_label=_("De gewone partner"),
    )  # fmt: skip
    planned_on = DutchDateField(label=_("Begint op"), initial=today)
    planned_end = DutchDateField(
        label=_("Tot en met"), required=False, help_text=_("Laat leeg voor de gewone duur.")
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("Plek"), widget=forms.RadioSelect, choices=list(WAYS.items()), initial="wait",
        error_messages={"required": _("Kies of er een plek nodig is")},
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label=_("In welke groep"), queryset=Group.objects.none(), required=False, empty_label=_("Nog geen groep")
    )
    goal = forms.CharField(label=_("Waarvoor"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data, membership=membership)
        mandates = Mandate.objects.on(today()).filter(chain_id=membership.chain_id)
        if not membership.is_contact_point:
            mandates = mandates.filter(partner__in=membership.acts_for)
        self.holders: dict[str, list[int]] = {}
        self.towns: dict[tuple[str, int], set[int | None]] = {}
        for function, partner_id, town in mandates.values_list("function", "partner_id", "municipality_id"):
            if partner_id not in self.holders.setdefault(function, []):
                self.holders[function].append(partner_id)
            self.towns.setdefault((function, partner_id), set()).add(town)
        offered = Instrument.objects.offered(today()).filter(
            chain_id=membership.chain_id, form_of_work="", function__in=self.holders
        )
        modules = [one for one in offered if course.is_module(one)]
        what: Any = self.fields["instrument"]
        what.queryset = Instrument.objects.filter(pk__in=[one.pk for one in modules])
        names = [(one.pk, one.name) for one in sorted(modules, key=lambda one: one.name)]
        what.widget.choices = [("", what.empty_label), (capfirst(str(PHASES["development"])), names)]
        who: Any = self.fields["partner"]
        ids = {pk for one in modules for pk in self.holders[one.function]}
        who.queryset = Partner.objects.filter(chain_id=membership.chain_id, pk__in=ids).order_by("position", "name")
        where: Any = self.fields["group"]
        groups = list(
            Group.objects.filter(still_there(today()), chain_id=membership.chain_id, instrument__in=modules)
            .order_by("name").select_related("partner")
        )  # fmt: skip
        self.room = occupancy.of_groups([one.pk for one in groups]) if groups else {}
        where.queryset = Group.objects.filter(pk__in=[one.pk for one in groups]).select_related("partner")
        where.widget.choices = [("", where.empty_label)] + [
            (one.pk, told(one.name, self.room.get(one.pk))) for one in groups
        ]

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        instrument, group, start = clean.get("instrument"), clean.get("group"), clean.get("planned_on")
        if instrument is None or start is None:
            return clean
        if start < today():
            self.add_error("planned_on", _("Deze dag is al voorbij"))
        if group and group.instrument_id != instrument.pk:
            self.add_error("group", _("Deze groep is van een andere module"))
        if clean.get("way") == "reserve" and group is None:
            self.add_error("group", _("Kies de groep waarin u plekken reserveert"))
        if clean.get("way") == "none" and group:
            self.add_error("way", _("U koos een groep: reserveer plekken, of zet de mensen op de wachtlijst"))
        holders = self.holders.get(instrument.function, [])
        if clean.get("partner") is None:
            usual = (group.partner_id if group else None, instrument.partner_id, next(iter(holders), None))
            chosen = next((pk for pk in usual if pk in holders), None)
            clean["partner"] = Partner.objects.filter(pk=chosen).first() if chosen else None
        if clean["partner"] is None or clean["partner"].pk not in holders:
            self.add_error("partner", _("Deze partner voert dit niet uit"))
            return clean
        if clean.get("planned_end") is None and "planned_end" not in self.errors:
            clean["planned_end"] = steps.usual_end(instrument, start)
        if (end := clean.get("planned_end")) and end < start:
            self.add_error("planned_end", _("Het einde ligt vóór het begin"))
        clean["towns"] = self.towns[instrument.function, clean["partner"].pk]
        seats = self.room.get(group.pk) if group else None
        clean["free"] = max(seats.free, 0) if seats and clean.get("way") == "reserve" else None
        return clean


def may_plan(membership: Membership) -> bool:
    return membership.writes("plan") and membership.partner_id is not None


def hinders(membership: Membership, people: list[Client], values: dict[str, Any]) -> dict[int, str]:
    module, partner, free = values["instrument"], values["partner"], values["free"]
    open_now = Step.objects.filter(
        client__in=[one.pk for one in people], instrument=module, status__in=("planned", "active")
    )
    there = set(open_now.values_list("client_id", flat=True))
    found = {}
    for one in people:
        if one.pk in there:
            found[one.pk] = translate("%(step)s loopt al, of staat al gepland") % {"step": module}
        elif not {None, one.home_id} & values["towns"]:
            found[one.pk] = translate("%(partner)s doet dit niet waar deze inwoner woont") % {"partner": partner}
        elif one.given is not None and not access.going_on(one):
            found[one.pk] = translate("Uw organisatie is niet meer met deze inwoner bezig")
    found |= unwritten(membership, people, "plan")
    if free is not None:
        for one in [each for each in people if each.pk not in found][free:]:
            found[one.pk] = translate("Dan is de groep vol. Kies de wachtlijst, of een andere groep.")
    return found


def plan(membership: Membership, client: Client, values: dict[str, Any]) -> None:
    module = values["instrument"]
    if Step.objects.filter(client=client, instrument=module, status__in=("planned", "active")).exists():
        raise ValidationError(translate("%(step)s loopt al, of staat al gepland") % {"step": module})
    requests.request(
        client, module, values["partner"], way=values["way"], group=values["group"], goal=values["goal"],
        planned_on=values["planned_on"], planned_end=values["planned_end"], hours_per_week=module.hours_per_week,
        by=membership,
    )  # fmt: skip


ACTS = (
    BulkAct(
        "module", _("Module plannen"), _("Elke inwoner krijgt een geplande stap."), may_plan, ModuleForm, hinders, plan
    ),
)
