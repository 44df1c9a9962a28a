"""The administrator's page about the organisations of the chain: what they are called and how they are recognised.

Which municipalities take part is shown, and changed by loading the chain's blueprint: who sees whom is derived from it.
"""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.free_text import THING
from chain.manage import admin
from chain.models import ChainMunicipality, Membership, Partner
from chain.once import CarriedOnce, carry_out
from chain.seen import SeenForm

# Keys of the palette in static/theme.css, with what people see.
COLOURS = {
    "szmh": _("blauw"), "annex": _("paars"), "mtb": _("groen"), "podium24": _("oranje"), "beleid": _("roze"),
    "extra-1": _("petrol"), "extra-2": _("bruin"), "extra-3": _("olijf"), "extra-4": _("rood"), "system": _("grijs"),
}  # fmt: skip


class PartnerForm(CarriedOnce, SeenForm):
    free_text = THING
    use_required_attribute = False

    class Meta:
        model = Partner
        fields = ["name", "description", "address", "phone", "colour", "position"]
        labels = {"name": _("Naam"), "description": _("Wat doet deze organisatie?"), "colour": _("Kleur"),
                  "position": _("Plaats in de rij"), "address": _("Postadres"), "phone": _("Telefoon")}  # fmt: skip
        help_texts = {
            "colour": _("De naam staat er altijd bij: een kleur zegt nooit alleen iets."),
            "address": _("Staat boven de brieven van deze organisatie. Bezwaar tegen een besluit gaat ook hierheen."),
            "phone": _("Het nummer in de brieven."),
        }  # fmt: skip
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colour"] = forms.ChoiceField(
            label=_("Kleur"), choices=list(COLOURS.items()), help_text=self.fields["colour"].help_text
        )


@login_required
@require_GET
def partner_list(request: HttpRequest) -> HttpResponse:
    """The organisations, and the municipalities that take part."""
    by = admin(request)
    partners = Partner.objects.filter(chain_id=by.chain_id).select_related("parent", "succeeded_by")
    # From the functions: the administrator reads no agreements. The privacy officer's is never ended by them.
    held = Membership.objects.filter(partner=OuterRef("pk")).exclude(role="privacy").order_by("agreed_until")
    partners = partners.annotate(until=Subquery(held.values("agreed_until")[:1]))
    served = ChainMunicipality.objects.filter(chain_id=by.chain_id).select_related("municipality")
    soon = today() + dt.timedelta(settings.AGREEMENT_WARN_DAYS)
    context = {
        "section": "manage", "partners": partners, "served": served.order_by("municipality__name"), "today": today(),
        "soon": soon, "ending": [one for one in partners if one.until and one.until <= soon],
    }  # fmt: skip
    return render(request, "chain/partners.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def partner_edit(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The name, the description and the colour, everywhere at once."""
    by = admin(request)
    partner = get_object_or_404(Partner, pk=partner_id, chain_id=by.chain_id)
    with transaction.atomic():
        if request.method == "POST":
            partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
        form = PartnerForm(request.POST or None, instance=partner)

        def act() -> str:
            if form.touched:
                form.save()
            return reverse("partners")

        if done := carry_out(request, form, act, translate("De organisatie is gewijzigd.")):
            return done
    context = {"section": "manage", "form": form, "title": translate("Organisatie wijzigen"), "back": reverse("partners"),
               "about": Partner.objects.get(pk=partner.pk), "button": translate("Opslaan"),
               "lead": translate("De naam en de kleur veranderen overal tegelijk, ook bij wat al gedaan is.")}  # fmt: skip
    return render(request, "chain/manage_form.html", context, status=422 if form.is_bound else 200)
