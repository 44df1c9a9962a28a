"""What a consultant does for many at once with the record itself: give the lead, ask a partner, invite.

Each says beforehand of whom it cannot be, in a number of queries that does not grow with the people; the act itself, which
has the last word, is the one for a single person (clients/team.py, referrals.py, appointments.py).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import now, today
from chain.forms import DutchDateField
from chain.models import Mandate, Membership, Partner, holds_on
from chain.once import CarriedOnce
from chain.parts import CONSULTANTS, PARTS, SHAREABLE, WITH_REFERRAL
from clients import access, appointment_forms, appointments, referrals, team
from clients.models import Client, Contact, Involvement, Referral
from clients.models.appointment import WHERE
from clients.models.referral import OPEN
from clients.referral_pages import grouped, part_names
from clients.referral_questions import ANY
from clients.registered import BulkAct
from clients.steps import is_of
from clients.team import ByPartner

LAST_HOUR = dt.time(18)  # of a row of appointments


class ManyForm(CarriedOnce, forms.Form):
    """What an act asks once, for all."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data)
        self.membership = membership


def unwritten(membership: Membership, people: Iterable[Client], part: str) -> dict[int, str]:
    """Of whom the membership does not write the part, and why."""
    found = {}
    for one in people:
        if one.closed_on:
            found[one.pk] = translate("Het dossier is gesloten")
        elif not access.writes(membership, one, part):
            found[one.pk] = translate("U mag dit bij deze inwoner niet")
    return found


def towns(chain_id: int, function: str, partner_id: int) -> set[int | None]:
    """Where the partner holds the mandate for the function today; with None: in all of the chain. One query."""
    mandates = Mandate.objects.on(today()).filter(chain_id=chain_id, function=function, partner_id=partner_id)
    return set(mandates.values_list("municipality_id", flat=True))


# The lead


class LeadForm(ManyForm):
    lead = ByPartner(label=_("Wie krijgt de regie"), queryset=Membership.objects.none())

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data, membership=membership)
        contact = Mandate.objects.on(today()).filter(chain_id=membership.chain_id, function="person")
        field: Any = self.fields["lead"]
        field.queryset = (
            Membership.objects.of_people().filter(
                holds_on(today()), chain_id=membership.chain_id, role__in=CONSULTANTS,
                partner__in=contact.values("partner"),
            )
            .select_related("user", "partner").order_by("partner__position", "partner__name", "user__name")
        )  # fmt: skip
        field.group()


def may_lead(membership: Membership) -> bool:
    return team.may_change(membership) and membership.writes("client")


def lead_hinders(membership: Membership, people: list[Client], values: dict[str, Any]) -> dict[int, str]:
    lead: Membership = values["lead"]
    assert lead.partner_id
    where = towns(membership.chain_id, "person", lead.partner_id)
    found = {}
    for one in people:
        if one.lead_id == lead.user_id:
            found[one.pk] = translate("%(name)s heeft de regie al") % {"name": lead.user}
        elif not {None, one.home_id} & where:
            found[one.pk] = translate("%(partner)s is daar niet het aanspreekpunt") % {"partner": lead.partner}
    return found | unwritten(membership, people, "plan")


def give_lead(membership: Membership, client: Client, values: dict[str, Any]) -> None:
    if why := lead_hinders(membership, [client], values):
        raise ValidationError(why[client.pk])
    team.change_lead(client, values["lead"], by=membership)


# A question to a partner


class ReferForm(ManyForm):
    function = forms.ChoiceField(label=_("Waarvoor"))
    partner = forms.ModelChoiceField(
        label=_("Aan wie"), queryset=Partner.objects.none(), empty_label=_("Kies een partner"),
        error_messages={"required": _("Kies een partner")},
    )  # fmt: skip
    question = forms.CharField(
        label=_("Uw vraag"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bij elke inwoner komt dezelfde vraag te staan. Schrijf dus niets over één persoon."),
        error_messages={"required": _("Vul in wat u wilt weten")},
    )  # fmt: skip
    shared = forms.MultipleChoiceField(
        label=_("Wat mag deze partner zien"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answer_by = DutchDateField(label=_("Antwoord nodig op"), required=False)

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data, membership=membership)
        mandates = (
            Mandate.objects.on(today()).filter(chain_id=membership.chain_id)
            .exclude(partner_id__in=membership.acts_for).exclude(function__in=referrals.OF_NOBODY)
        )  # fmt: skip
        self.holders: dict[str, set[int]] = {}
        for function, partner_id in mandates.values_list("function", "partner_id").distinct():
            self.holders.setdefault(function, set()).add(partner_id)
        what: Any = self.fields["function"]
        what.choices = [
            ("", _("Kies waarvoor")),
            *grouped({key: sorted(ids) for key, ids in self.holders.items()}, membership.chain_id),
        ]
        who: Any = self.fields["partner"]
        ids = set().union(*self.holders.values()) if self.holders else set()
        who.queryset = Partner.objects.filter(chain_id=membership.chain_id, pk__in=ids).order_by("position", "name")
        parts: Any = self.fields["shared"]
        parts.choices = [(part, capfirst(str(PARTS[part].label))) for part in SHAREABLE if membership.reads(part)]
        parts.help_text = _("Altijd te zien: %(always)s. Kies alleen erbij wat nodig is om te antwoorden.") % {
            "always": ", ".join(part_names(part for part in PARTS if part in WITH_REFERRAL))
        }
        self.fields["question"].help_text = f"{ANY} {self.fields['question'].help_text}"

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        function, partner = clean.get("function"), clean.get("partner")
        if function and partner and partner.pk not in self.holders.get(function, ()):
            self.add_error("partner", _("Deze partner doet dit niet"))
        if (by := clean.get("answer_by")) and by < today():
            self.add_error("answer_by", _("Deze dag is al voorbij"))
        return clean


def may_refer(membership: Membership) -> bool:
    return membership.writes("referrals") and membership.partner_id is not None


def refer_hinders(membership: Membership, people: list[Client], values: dict[str, Any]) -> dict[int, str]:
    function, partner = values["function"], values["partner"]
    where, ids = towns(membership.chain_id, function, partner.pk), [one.pk for one in people]
    asked = set(
        Referral.objects.filter(client__in=ids, function=function, partner=partner, status__in=OPEN)
        .values_list("client_id", flat=True)
    )  # fmt: skip
    known = _known_to(membership, partner, ids)
    found = {}
    for one in people:
        if one.pk in asked:
            found[one.pk] = translate("%(partner)s heeft zo'n vraag al open staan") % {"partner": partner}
        elif not {None, one.home_id} & where:
            found[one.pk] = translate("%(partner)s doet dit niet waar deze inwoner woont") % {"partner": partner}
        elif one.given is not None and not access.going_on(one):
            found[one.pk] = translate("Uw organisatie is niet meer met deze inwoner bezig")
        elif known is not None and one.pk not in known:
            found[one.pk] = translate("%(partner)s is nog niet bij deze inwoner betrokken") % {"partner": partner}
    return found | unwritten(membership, people, "referrals")


def _known_to(membership: Membership, partner: Partner, ids: list[int]) -> set[int] | None:
    """Whom the partner sees already, where it has to: the point of contact brings in anybody, and can always be asked."""
    if membership.is_contact_point or is_of(membership, partner) or towns(membership.chain_id, "person", partner.pk):
        return None
    sees = Involvement.objects.filter(
        Q(seen_until__isnull=True) | Q(seen_until__gte=today()), client__in=ids, partner=partner,
        membership__isnull=True, started_on__lte=today(),
    )  # fmt: skip
    return set(sees.values_list("client_id", flat=True))


def refer(membership: Membership, client: Client, values: dict[str, Any]) -> None:
    referrals.ask(
        client, values["function"], values["partner"], values["question"], shared=values["shared"],
        answer_by=values["answer_by"], by=membership,
    )  # fmt: skip


# An invitation


class InviteForm(ManyForm):
    subject = forms.CharField(label=_("Waar gaat het over"), max_length=120)
    on = DutchDateField(label=_("Dag"))
    time = forms.TimeField(
        label=_("Vanaf hoe laat"), input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TextInput(attrs={"placeholder": "9:00", "autocomplete": "off"}),
        error_messages={"invalid": _("Vul de tijd in als uren en minuten, bijvoorbeeld 9:30")},
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("Minuten"), min_value=5, max_value=480, initial=45)
    how = forms.ChoiceField(
        label=_("Hoe"), widget=forms.RadioSelect, initial="one-by-one",
        choices=[("one-by-one", _("Na elkaar, ieder apart")), ("together", _("Allen tegelijk"))],
    )  # fmt: skip
    where = forms.ChoiceField(
        label=_("Waar"), choices=[(key, capfirst(str(name))) for key, name in WHERE.items()], initial="office"
    )
    place = forms.CharField(label=_("Adres of plek"), max_length=200, required=False)
    invited_by = forms.ChoiceField(label=_("Uitnodiging"), initial="letter", choices=appointment_forms.invited_by)

    def __init__(self, data: Any = None, *, membership: Membership) -> None:
        super().__init__(data, membership=membership)
        self.fields["place"].initial = appointments.usual_place(membership)

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on < today():
            raise ValidationError(_("Deze dag is al voorbij"))
        if on > today() + appointments.AHEAD:
            raise ValidationError(_("Deze dag is meer dan een jaar vooruit"))
        return on

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("where") in appointments.NEEDS_PLACE and not clean.get("place", "").strip():
            self.add_error("place", _("Vul in waar de persoon moet zijn"))
        if clean.get("on") == today() and clean.get("time") and clean["time"] <= now().time():
            self.add_error("time", _("Dit tijdstip is al voorbij"))
        return clean


def may_invite(membership: Membership) -> bool:
    return membership.writes("plan") and membership.partner_id is not None


def slot(values: dict[str, Any], position: int) -> dt.time | None:
    """The time of the person in that place of the row; None where the day is over by then."""
    if values["how"] == "together":
        return values["time"]
    first = dt.datetime.combine(values["on"], values["time"])
    begins = first + dt.timedelta(minutes=position * values["minutes"])
    ends = begins + dt.timedelta(minutes=values["minutes"])
    fits = position == 0 or ends <= dt.datetime.combine(values["on"], LAST_HOUR)
    return begins.time() if fits else None


def invite_hinders(membership: Membership, people: list[Client], values: dict[str, Any]) -> dict[int, str]:
    found = unwritten(membership, people, "plan")
    if values["invited_by"] == "email":
        reached = set(
            Contact.objects.filter(client__in=people).exclude(email="").values_list("client_id", flat=True)
            if membership.reads("contact")
            else ()
        )
        for one in people:
            if one.pk not in reached:
                found.setdefault(one.pk, translate("Hier is geen e-mailadres van. Kies een brief."))
    for position, one in enumerate(each for each in people if each.pk not in found):
        if slot(values, position) is None:
            found[one.pk] = translate("Dan is de dag voorbij. Kies een tweede dag.")
    return found


def invite(membership: Membership, client: Client, values: dict[str, Any]) -> None:
    time = slot(values, values["position"])
    if time is None:
        raise ValidationError(translate("Dan is de dag voorbij. Kies een tweede dag."))
    appointments.make(
        client, on=values["on"], time=time, minutes=values["minutes"], where=values["where"], place=values["place"],
        subject=values["subject"], user=membership.user, invited_by=values["invited_by"], by=membership,
    )  # fmt: skip


ACTS = (
    BulkAct(
        "lead", _("Regie geven"),
        _("Wie de regie krijgt, ziet deze mensen vandaag nog op Mijn dag. Er wordt niet eerst gevraagd of dat goed is."),
        may_lead, LeadForm, lead_hinders, give_lead,
    ),
    BulkAct("refer", _("Verwijzen"), _("Voor elke inwoner krijgt de partner een eigen vraag."),
            may_refer, ReferForm, refer_hinders, refer),
    BulkAct("invite", _("Uitnodigen"), _("Elke inwoner krijgt een eigen afspraak met u, en een uitnodiging."),
            may_invite, InviteForm, invite_hinders, invite),
)  # fmt: skip
