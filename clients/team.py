"""Who works with a person: the lead consultant and the case team. The point of contact chooses them with the person.

Somebody of a partner in the team gives that partner sight of the person, until they leave (clients/sql.py).
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.formats import day_typed
from chain.forms import DutchDateField
from chain.models import Mandate, Membership, holds_on
from chain.once import CarriedOnce, carry_out, new_key
from chain.parts import CASEWORKERS, CONSULTANTS
from clients import access
from clients.models import Client, TeamMember
from clients.steps import acting, check_day
from clients.timeline import Telling, record, record_many


def may_change(membership: Membership) -> bool:
    """The point of contact's caseworkers make up the team."""
    return membership.writes("plan") and (membership.role == "system" or bool(membership.is_contact_point))


def join(
    client: Client, member: Membership, task: str, *, on: dt.date | None = None, by: Membership | None = None
) -> TeamMember:
    """Somebody of a partner joins the team from the day (today) on. ValidationError if they are in it already."""
    by = acting(by)
    if not may_change(by):
        raise PermissionDenied
    assert member.partner_id
    with transaction.atomic():
        if Client.objects.select_for_update(of=("self",)).get(pk=client.pk).closed_on:
            raise PermissionDenied
        if client.team.filter(user_id=member.user_id, ended_on=None).exists():
            raise ValidationError({"member": _("Deze medewerker zit al in het team")})
        joined = TeamMember.objects.create(
            client=client, chain_id=client.chain_id, partner_id=member.partner_id, user_id=member.user_id, task=task,
            started_on=on or today(),
        )  # fmt: skip
        record(
            "team-joined", client, about=joined, on=on, name=str(member.user), partner=str(member.partner), task=task
        )
    return joined


def leave(joined: TeamMember, *, on: dt.date | None = None, by: Membership | None = None) -> None:
    """The last day in the team is the day (today); a second time changes nothing."""
    by, on = acting(by), on or today()
    if not may_change(by):
        raise PermissionDenied
    with transaction.atomic():
        joined = (
            TeamMember.objects.select_for_update(of=("self",))
            .select_related("client", "user", "partner")
            .get(pk=joined.pk)
        )
        if joined.ended_on is not None:
            return
        if joined.is_lead:
            raise ValidationError(_("Wie de regie heeft, blijft tot het dossier sluit. Draag eerst de regie over."))
        joined.ended_on = max(on, joined.started_on)
        joined.save(update_fields=["ended_on"])
        record("team-left", joined.client, about=joined, on=on, name=str(joined.user), partner=joined.partner.name)


def lead_from(clients: Sequence[Client], lead: Membership, on: dt.date) -> None:
    """The lead's row in their teams from the day on; who had it until then, or stood there otherwise, ends that day."""
    assert lead.partner_id
    earlier = TeamMember.objects.filter(Q(is_lead=True) | Q(user=lead.user_id), client__in=clients, ended_on=None)
    # Who joined after the day that this tells of ends on the day of joining.
    earlier.update(ended_on=Greatest(F("started_on"), Value(on)))
    TeamMember.objects.bulk_create(
        TeamMember(
            client=client, chain_id=client.chain_id, partner_id=lead.partner_id, user_id=lead.user_id, is_lead=True,
            started_on=on,
        )
        for client in clients
    )  # fmt: skip


def change_lead(client: Client, lead: Membership, *, on: dt.date | None = None, by: Membership | None = None) -> None:
    """The consultant has the lead from the day (today) on; the one who has it already changes nothing.

    ValidationError for a day that is to come, or on which somebody else before the present lead had it.
    """
    by, on = acting(by), on or today()
    if not may_change(by) or not by.writes("client"):
        raise PermissionDenied
    with transaction.atomic():
        locked = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
        if locked.closed_on:
            raise PermissionDenied
        if locked.lead_id == lead.user_id:
            return
        _check_lead_from(locked, on, by)
        try:
            with transaction.atomic():
                lead_from([locked], lead, on)
        except IntegrityError as error:  # whatever the check above did not think of
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "one_lead_at_a_time":
                raise
            raise ValidationError({"on": _("Op die dag had een ander de regie. Kies een andere dag.")}) from None
        locked.lead_id = lead.user_id
        locked.version += 1
        locked.save(update_fields=["lead", "version"])
        record("lead-changed", client, about=client, on=on, name=str(lead.user))
    client.lead, client.version = lead.user, locked.version


def change_leads(clients: Collection[Client], lead: Membership, *, by: Membership | None = None) -> None:
    """As change_lead, of many people from today on, in as many statements as for one; closed files stay as they are."""
    by = acting(by)
    if not may_change(by) or not by.writes("client"):
        raise PermissionDenied
    with transaction.atomic():
        there = Client.objects.filter(pk__in=[client.pk for client in clients], closed_on=None).exclude(
            lead=lead.user_id
        )
        locked = list(there.select_for_update(of=("self",)).order_by("pk"))
        lead_from(locked, lead, today())
        Client.objects.filter(pk__in=[client.pk for client in locked]).update(
            lead=lead.user_id, version=F("version") + 1
        )
        record_many(Telling("lead-changed", client, client, {"name": str(lead.user)}) for client in locked)


def _check_lead_from(client: Client, on: dt.date, by: Membership) -> None:
    """A hand-over can be told afterwards, but takes no days from a lead that was over by then."""
    check_day(on, by)
    over = client.team.filter(is_lead=True, ended_on__gt=F("started_on")).order_by("-ended_on").first()
    if over and over.ended_on and on < over.ended_on:
        raise ValidationError(
            {"on": translate("Toen had een ander de regie. Kies %(on)s of later.") % {"on": day_typed(over.ended_on)}}
        )


def leads_so_far(client: Client) -> list[TeamMember]:
    """Who had the lead, latest first; not who had it for no day at all."""
    had = client.team.filter(Q(ended_on=None) | Q(ended_on__gt=F("started_on")), is_lead=True)
    return list(had.select_related("user", "partner").order_by("-started_on", "-pk"))


def caseworkers(client: Client) -> Any:
    """Memberships of today that can be asked for the team, by partner and name."""
    return (
        Membership.objects.of_people()
        .filter(holds_on(today()), chain_id=client.chain_id, role__in=CASEWORKERS)
        .select_related("user", "partner")
        .order_by("partner__position", "partner__name", "user__name")
    )


def leads(client: Client) -> Any:
    """Consultants of the point of contact where the person lives."""
    contact = Mandate.objects.on(today()).filter(chain_id=client.chain_id).covering("person", client.home_id)
    return caseworkers(client).filter(role__in=CONSULTANTS, partner__in=contact.values("partner"))


class ByPartner(forms.ModelChoiceField):
    """Colleagues to choose from, grouped by partner."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user}, {obj.get_role_display()}"  # type: ignore[attr-defined]

    def group(self) -> None:
        groups: dict[str, list[tuple[Any, str]]] = {}
        for membership in self.queryset:  # type: ignore[union-attr]
            groups.setdefault(str(membership.partner), []).append((membership.pk, self.label_from_instance(membership)))
        self.widget.choices = [("", _("Kies een medewerker")), *groups.items()]


class JoinForm(CarriedOnce, forms.Form):
    member = ByPartner(label=_("Wie"), queryset=Membership.objects.none())
    task = forms.CharField(
        label=_("Doet wat"), max_length=120, help_text=_("Bijvoorbeeld: begeleidt op de werkplek, taal, werkgevers")
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = caseworkers(client)
        field.group()


class LeadForm(CarriedOnce, forms.Form):
    lead = ByPartner(label=_("Wie heeft de regie"), queryset=Membership.objects.none())
    on = DutchDateField(
        label=_("Vanaf"), required=False, help_text=_("Leeg: vanaf vandaag. Een eerdere dag kan ook.")
    )  # fmt: skip

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.queryset = leads(client)
        field.group()


def _changing(request: HttpRequest, number: str, *parts: str) -> Client:
    found = access.client(request, number, "plan", *parts, write=True)
    if not may_change(request.membership):  # type: ignore[attr-defined]
        raise PermissionDenied
    return found


@login_required
@require_http_methods(["GET", "POST"])
def team_add(request: HttpRequest, number: str) -> HttpResponse:
    found = _changing(request, number)
    form = JoinForm(request.POST or None, client=found)

    def act() -> str:
        join(found, form.cleaned_data["member"], form.cleaned_data["task"], by=request.membership)  # type: ignore[attr-defined]
        return reverse("record", args=[number]) + "#team"

    if done := carry_out(request, form, act, translate("Het team is aangevuld.")):
        return done
    context = {
        "client": found, "form": form, "section": "clients", "step": None, "title": _("Iemand in het team vragen"),
        "lead": _("De partner van deze medewerker ziet het dossier zolang de medewerker in het team zit."),
        "button": _("In het team"),
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def team_leave(request: HttpRequest, number: str, member_id: int) -> HttpResponse:
    found = _changing(request, number)
    joined = get_object_or_404(TeamMember.objects.select_related("user", "partner"), pk=member_id, client=found)
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            leave(joined, by=request.membership)  # type: ignore[attr-defined]
        except ValidationError as error:
            form.is_bound = True
            form.add_error(None, error)
        else:
            messages.success(request, translate("%(name)s doet niet meer mee.") % {"name": joined.user})
            return HttpResponseRedirect(reverse("record", args=[number]) + "#team")
    form.once = new_key()  # type: ignore[attr-defined]
    context = {
        "client": found, "form": form, "section": "clients", "step": None,
        "title": translate("%(name)s uit het team") % {"name": joined.user},
        "lead": translate("Vandaag is de laatste dag. Daarna ziet %(partner)s het dossier alleen om een andere reden, "
                          "zoals een stap.") % {"partner": joined.partner},
        "button": _("Uit het team"),
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def lead_change(request: HttpRequest, number: str) -> HttpResponse:
    found = _changing(request, number, "client")
    form = LeadForm(request.POST or None, client=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_lead(found, form.cleaned_data["lead"], on=form.cleaned_data["on"], by=request.membership)  # type: ignore[attr-defined]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, translate("%(name)s heeft nu de regie.") % {"name": found.lead})
            return HttpResponseRedirect(reverse("record", args=[number]) + "#team")
    context = {
        "client": found, "form": form, "section": "clients", "step": None, "title": _("Regie overdragen"),
        "lead": _("Wie de regie heeft, is het aanspreekpunt en ziet deze persoon op Mijn dag."),
        "button": _("Overdragen"), "leads": leads_so_far(found),
    }  # fmt: skip
    return render(request, "clients/lead.html", context, status=422 if form.is_bound else 200)
