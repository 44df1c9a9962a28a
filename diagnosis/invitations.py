"""Partners invited to a person's joint intake: on a day and time, with sight from that day until the intake ends."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Mandate, Membership, Partner
from chain.once import CarriedOnce, earlier, new_key, once
from chain.parts import CASEWORKERS
from clients import access
from clients.models import Client
from clients.queries import any_of, shows
from clients.registered import AgendaItem
from clients.steps import acting
from clients.timeline import record
from diagnosis.intake import joined
from diagnosis.models import Invitation

AGENDA = 200  # in the agenda of a week


def may_invite(membership: Membership, client: Client) -> bool:
    """Caseworkers of the point of contact, where the file is open."""
    return access.writes(membership, client, "profile") and (
        membership.role == "system" or bool(membership.is_contact_point)
    )


def askable(membership: Membership, client: Client) -> QuerySet[Partner]:
    """Partners with something to do where the person lives, but for one's own and the point of contact."""
    there = Mandate.objects.on(today()).filter(chain_id=client.chain_id, municipality__isnull=True)
    if client.home_id:
        there = there | Mandate.objects.on(today()).filter(chain_id=client.chain_id, municipality=client.home_id)
    return (
        Partner.objects.filter(pk__in=there.exclude(function__in=["person", "chain"]).values("partner"))
        .exclude(pk__in=membership.acts_for).exclude(pk__in=there.filter(function="person").values("partner"))
    )  # fmt: skip


def open_invitations(client: Client) -> list[Invitation]:
    """Those that still stand: to come, or until the intake is concluded."""
    found = Invitation.objects.filter(client=client, cancelled_on=None, ended_on=None)
    return list(found.select_related("partner", "client").order_by("on", "time", "pk"))


def coming(membership: Membership) -> QuerySet[Invitation]:
    """The intakes that the membership's partner comes to today."""
    return (
        Invitation.objects.filter(
            shows(membership, "profile"), partner__in=membership.acts_for, on=today(), cancelled_on=None, ended_on=None
        )
        .select_related("client__home", "partner").order_by("time", "pk")
    )  # fmt: skip


def agenda(membership: Membership, users: list[int], first: dt.date, last: dt.date) -> list[AgendaItem]:
    """The joint intakes: of who has the lead, and of the partner that comes to it, in nobody's diary in particular (user 0).
    One query."""
    if membership.role not in CASEWORKERS or not membership.reads("profile"):
        return []
    whose = (
        any_of(Client.objects.filter(pk=OuterRef("client"), lead__in=users))
        if membership.is_contact_point
        else Q(pk=None)
    )
    found = (
        Invitation.objects.filter(
            shows(membership, "profile"), Q(whose) | Q(partner__in=membership.acts_for), chain_id=membership.chain_id,
            on__gte=first, on__lte=last, cancelled_on=None, ended_on=None,
        )
        .select_related("client", "partner").order_by("on", "time", "pk")
    )  # fmt: skip
    return [
        AgendaItem(
            on=one.on, time=one.time, user=(one.client.lead_id or 0) if membership.is_contact_point else 0,
            number=one.client.number, name=one.client.name, what=translate("Intake, samen met %(partner)s") % {
                "partner": one.partner}, where="", url=reverse("record", args=[one.client.number]),
            partner=one.partner.name, colour=one.partner.colour,
        )
        for one in found[:AGENDA]
    ]  # fmt: skip


def invite(client: Client, partner: Partner, on: dt.date, time: dt.time, *, by: Membership | None = None) -> Invitation:
    """The partner comes to the intake on the day. ValidationError, per field, where it is past, or invited already."""
    by = acting(by)
    if not may_invite(by, client):
        raise PermissionDenied
    if on < today() and by.role != "system":
        raise ValidationError({"on": _("Deze dag is al voorbij")})
    with transaction.atomic():
        Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
        if Invitation.objects.filter(client=client, partner=partner, cancelled_on=None, ended_on=None).exists():
            raise ValidationError(
                {
                    "partner": translate("%(partner)s is al uitgenodigd. Trek die uitnodiging eerst in.")
                    % {"partner": partner}
                }
            )
        made = Invitation.objects.create(
            client=client, chain_id=client.chain_id, partner=partner, on=on, time=time, made_by_id=by.user_id
        )
        record(
            "intake-invited", client, about=made, part="profile", on=on, partner=partner.name, time=f"{time:%H:%M}"
        )  # fmt: skip
        joined(client, partner)
    return made


def cancel(invitation: Invitation, *, on: dt.date | None = None, by: Membership | None = None) -> None:
    """It does not go on; a second time, or after the intake, changes nothing."""
    by, on = acting(by), on or today()
    with transaction.atomic():
        found = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("client", "partner").get(pk=invitation.pk)
        )  # fmt: skip
        if not may_invite(by, found.client):
            raise PermissionDenied
        if found.cancelled_on is not None or found.ended_on is not None:
            return
        found.cancelled_on = on
        found.save(update_fields=["cancelled_on"])
        record(
            "invitation-cancelled", found.client, about=found, part="profile", on=on, partner=found.partner.name,
            day=found.on,
        )  # fmt: skip


class InviteForm(CarriedOnce, forms.Form):
    partner = forms.ModelChoiceField(
        label=_("Wie nodigt u uit?"), queryset=Partner.objects.none(), empty_label=_("Kies een partner"),
        error_messages={"required": _("Kies een partner")},
    )  # fmt: skip
    on = DutchDateField(label=_("Dag van de intake"))
    time = forms.TimeField(
        label=_("Tijd"), input_formats=["%H:%M", "%H.%M"], help_text=_("Bijvoorbeeld 10:30"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Vul een tijd in"), "invalid": _("Vul de tijd in als uur en minuten, zoals 10:30")},
    )  # fmt: skip

    def __init__(self, *args: Any, membership: Membership, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = askable(membership, client)


def _inviting(request: HttpRequest, number: str) -> tuple[Client, Membership]:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "profile", write=True)
    if not may_invite(membership, found):
        raise PermissionDenied
    return found, membership


@login_required
@require_http_methods(["GET", "POST"])
def invitation_new(request: HttpRequest, number: str) -> HttpResponse:
    found, membership = _inviting(request, number)
    form = InviteForm(request.POST or None, membership=membership, client=found)
    if request.method == "POST":
        if form.is_valid():

            def act() -> str:
                invite(found, **form.cleaned_data, by=membership)
                return reverse("record", args=[number])

            try:
                answer = once(request, act)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, translate("De uitnodiging staat."))
                return answer
        elif done := earlier(request):
            return done
    context = {
        "client": found, "form": form, "section": "clients", "step": None, "title": _("Partner bij de intake"),
        "lead": _("De partner ziet op die dag en tot de intake is afgerond: naam, contactgegevens, intake, plan en "
                  "verwijzingen. Verder niets."),
        "button": _("Uitnodigen"),
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def invitation_cancel(request: HttpRequest, number: str, invitation_id: int) -> HttpResponse:
    found, membership = _inviting(request, number)
    chosen = get_object_or_404(Invitation.objects.select_related("partner"), pk=invitation_id, client=found)
    if request.method == "POST":
        cancel(chosen, by=membership)
        messages.success(request, translate("%(partner)s hoeft niet te komen.") % {"partner": chosen.partner})
        return HttpResponseRedirect(reverse("record", args=[number]))
    form = forms.Form()
    form.once = new_key()  # type: ignore[attr-defined]
    context = {
        "client": found, "form": form, "section": "clients", "step": None, "title": _("Uitnodiging intrekken"),
        "lead": translate("%(partner)s ziet het dossier dan vanaf morgen niet meer om deze reden.") % {"partner": chosen.partner},
        "button": _("Intrekken"),
    }  # fmt: skip
    return render(request, "clients/act.html", context)
