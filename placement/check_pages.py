"""The page of a talk after the start of work: filled in within half a minute, also standing at the gate with a phone."""

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
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import CarriedOnce, carry_out
from clients import access, steps
from clients.models import Client
from placement import staying
from placement.models import Placement
from placement.models.staying import HOW, SIGNALS

YES_NO = (("yes", _("Ja")), ("no", _("Nee, niet meer")))


class CheckForm(CarriedOnce, forms.Form):
    """A talk of today, about work that goes on, is three touches: how it goes, what stands out, save."""

    use_required_attribute = False

    working = forms.ChoiceField(label=_("Werkt er nog?"), choices=YES_NO, widget=forms.RadioSelect, initial="yes")
    how = forms.ChoiceField(
        label=_("Hoe gaat het?"), required=False, widget=forms.RadioSelect,
        choices=lambda: [(code, capfirst(str(name))) for code, name in HOW.items()],
    )  # fmt: skip
    signals = forms.MultipleChoiceField(
        label=_("Wat valt op?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(code, capfirst(str(name))) for code, name in SIGNALS.items()],
        help_text=_("Vink aan wat speelt. Er komt dan een taak om over twee weken weer te praten."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Toelichting"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In termen van werk. Geen medische gegevens."),
    )  # fmt: skip
    with_employer = forms.BooleanField(label=_("Ook met de werkgever gesproken"), required=False)
    on = DutchDateField(label=_("Datum"), initial=today)
    next_on = DutchDateField(
        label=_("Volgend gesprek"), required=False, help_text=_("Leeg: de nazorg loopt gewoon door.")
    )

    def __init__(self, *args: Any, voluntary: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if voluntary:
            del self.fields["signals"], self.fields["next_on"]

    def said(self) -> dict[str, Any]:
        """What the act asks."""
        return {**self.cleaned_data, "working": self.cleaned_data["working"] == "yes"}


def of_client(found: Client, pk: int) -> Placement:
    """The client's placement, with its step; 404 where it is not there."""
    return get_object_or_404(
        Placement.objects.select_related("client", "employer", "site", "step__partner", "step__client", "step__instrument"),
        client=found, pk=pk,
    )  # fmt: skip


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def check_new(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record a talk. Who does not work there any more leads to the end of the placement, with its reason."""
    found = access.client(request, number, "client", "placements", write=False)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    placement = of_client(found, pk)
    if membership.partner_id is None or not access.writes(membership, found, "placements"):
        access.look(membership, found, ["placements"], "refused")
        raise PermissionDenied
    back = reverse("placement", args=[number, pk])
    if placement.step.status != "active":
        if request.method == "POST":
            messages.info(request, translate("Dat kan nu niet meer: de plaatsing loopt niet."))
        return redirect(back)
    form = CheckForm(request.POST or None, voluntary=placement.form_of_work in staying.VOLUNTARY)

    def act() -> str:
        said = form.said()
        staying.check(placement, said.pop("on"), by=membership, **said)
        if said["working"]:
            return back
        if steps.may(membership, placement.step, "finish"):
            return reverse("placement_end", args=[number, pk])
        return back

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet meer: de plaatsing loopt niet."))
        return redirect(back)

    if done := carry_out(request, form, act, _said(form), too_late):
        return done
    context = {
        "client": found, "placement": placement, "form": form, "section": "clients", "staying": staying.of(placement, membership)
    }  # fmt: skip
    return render(request, "placement/check_new.html", context, status=422 if form.is_bound else 200)


def _said(form: CheckForm) -> str:
    if not form.is_bound or form.data.get("working") == "yes":
        return translate("Het gesprek is vastgelegd.")
    return translate(
        "Het gesprek is vastgelegd. Leg nu ook het einde van de plaatsing vast, of laat dat de partner doen."
    )
