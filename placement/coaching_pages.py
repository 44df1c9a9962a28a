"""The pages of coaching on the job: what is granted, and the hours that are used."""

from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField, DutchDecimalField
from chain.models import Membership
from chain.once import CarriedOnce, carry_out
from chain.versions import VersionedForm
from clients import access
from clients.models import Client
from placement import coaching as work
from placement.check_pages import of_client
from placement.models import Coaching
from placement.models.staying import COACHING_KINDS

SHOWN = 50  # days on the page


def _hours(label: object) -> DutchDecimalField:
    return DutchDecimalField(label=label, max_digits=6, decimal_places=2)


class GrantForm(CarriedOnce, forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("Soort"), widget=forms.RadioSelect,
        choices=lambda: [(code, capfirst(str(name))) for code, name in COACHING_KINDS.items()],
    )  # fmt: skip
    coach = forms.CharField(
        label=_("Wie doet het"), max_length=120, help_text=_("De jobcoach, of wie het op de werkvloer doet.")
    )
    hours = _hours(_("Uren in totaal"))
    started_on = DutchDateField(label=_("Vanaf"), initial=today)
    ended_on = DutchDateField(label=_("Tot en met"))
    decided_on = DutchDateField(label=_("Besloten op"), initial=today)
    note = forms.CharField(
        label=_("Toelichting"), required=False, max_length=300, help_text=_("In termen van werk. Geen medische gegevens."),
    )  # fmt: skip


class UseForm(CarriedOnce, forms.Form):
    use_required_attribute = False

    on = DutchDateField(label=_("Datum"), initial=today)
    hours = _hours(_("Uren"))
    text = forms.CharField(
        label=_("Waaraan gewerkt"), required=False, max_length=300, help_text=_("In termen van werk. Geen medische gegevens."),
    )  # fmt: skip


class ChangeForm(CarriedOnce, VersionedForm):
    """More hours, or another last day."""

    use_required_attribute = False
    prefix = "change"

    hours = _hours(_("Uren in totaal"))
    ended_on = DutchDateField(label=_("Tot en met"))
    decided_on = DutchDateField(label=_("Besloten op"))

    class Meta:
        model = Coaching
        fields = ["hours", "ended_on", "decided_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["decided_on"] = today()

    def validate_constraints(self) -> None:
        pass  # the act says it in words


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def coaching_new(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record coaching that was granted for a placement."""
    found = access.client(request, number, "placements", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    placement = of_client(found, pk)
    back = reverse("placement", args=[number, pk])
    if membership.partner_id is None or placement.form_of_work in work.VOLUNTARY:
        raise PermissionDenied
    if not work.may_grant(membership, placement):  # it is over
        return redirect(back)
    form = GrantForm(request.POST or None)

    def act() -> str:
        work.grant(placement, by=membership, **form.cleaned_data)
        return back

    if done := carry_out(
        request, form, act, translate("De jobcoaching is vastgelegd."), lambda: _too_late(request, back)
    ):
        return done
    context = {"client": found, "placement": placement, "form": form, "section": "clients"}
    return render(request, "placement/coaching_new.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def coaching(request: HttpRequest, number: str, coaching_id: int) -> HttpResponse:
    """What was granted, with the days on which it was used. A post adds a day; with `change-hours` it changes the grant."""
    found = access.client(request, number, "client", "placements")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = _granted(found, coaching_id)
    uses, changes = work.may_use(membership, found), work.may_change(membership, found, one)
    changing = "change-hours" in request.POST
    if request.method == "POST" and not (changes if changing else uses):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    used = UseForm(request.POST if request.POST and not changing else None)
    change = ChangeForm(
        request.POST if changing else None, instance=copy(one)
    )  # it writes what was typed into its instance
    form: Any = change if changing else used

    def act() -> str:
        if changing:
            work.change(one, by=membership, **{name: form.cleaned_data[name] for name in ChangeForm.Meta.fields})
        else:
            work.use(one, form.cleaned_data["on"], form.cleaned_data["hours"], form.cleaned_data["text"], by=membership)
        return request.path

    said = translate("De toekenning is gewijzigd.") if changing else translate("De uren zijn vastgelegd.")
    if done := carry_out(request, form, act, said):
        return done
    days = list(one.used.select_related("partner", "author").order_by("-on", "-pk")[: SHOWN + 1])
    context = {
        "client": found, "section": "clients", "row": work.shown(one), "placement": one.placement, "form": form,
        "used": used if uses else None, "change": change if changes else None, "changing": changing,
        "days": [(day, work.told(day.hours)) for day in days[:SHOWN]], "more": len(days) > SHOWN,
    }  # fmt: skip
    return render(request, "placement/coaching.html", context, status=422 if form.is_bound else 200)


def _granted(found: Client, coaching_id: int) -> Coaching:
    return get_object_or_404(
        Coaching.objects.select_related(
            "partner", "client", "placement__client", "placement__employer", "placement__step__partner",
            "placement__site",
        ).annotate(spent=work.USED),
        client=found, pk=coaching_id,
    )  # fmt: skip


def _too_late(request: HttpRequest, back: str) -> HttpResponse:
    messages.info(request, translate("Dat kan nu niet meer: de plaatsing loopt niet."))
    return redirect(back)
