"""The pages by which a file is closed and opened again (clients/closing.py)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import CarriedOnce, carry_out, earlier
from clients import access, closing
from clients.models import Client
from clients.models.closing import CLOSE_REASONS
from clients.team import ByPartner, leads


class CloseForm(CarriedOnce, forms.Form):
    reason = forms.ChoiceField(
        label=_("Waarom sluit u dit dossier?"), choices=CLOSE_REASONS.items(), widget=forms.RadioSelect,
        error_messages={"required": _("Kies waarom u dit dossier sluit")},
    )  # fmt: skip
    on = DutchDateField(label=_("Laatste dag van het dossier"))
    explanation = forms.CharField(
        label=_("Toelichting"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen wat een collega later moet weten. Geen medische gegevens."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today()


class ReopenForm(CarriedOnce, forms.Form):
    why = forms.CharField(
        label=_("Waarom komt het dossier terug?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dit staat in het logboek. De inwoner en de partners lezen het."),
        error_messages={"required": _("Vul in waarom het dossier terugkomt")},
    )  # fmt: skip
    lead = ByPartner(
        label=_("Wie krijgt de regie"), queryset=Membership.objects.none(),
        error_messages={"required": _("Kies wie de regie krijgt")},
    )  # fmt: skip

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.queryset = leads(client)
        field.group()


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, number: str) -> HttpResponse:
    """What is still open and who is told, then why and when; a consultant is back at the list after it."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if request.method == "POST" and (done := earlier(request)):  # the file is out of sight by now
        return done
    found = access.client(request, number, "client", "plan", write=True)
    if not closing.may_close(membership, found):
        raise PermissionDenied
    form = CloseForm(request.POST or None)

    def act() -> str:
        closing.close(found, by=membership, **form.cleaned_data)
        stays = closing.may_reopen(membership, found)
        return reverse("record", args=[number]) if stays else reverse("clients") + "?consulent=mijn"

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dit dossier is al gesloten."))
        return HttpResponseRedirect(reverse("clients"))

    said = translate("Het dossier van %(name)s is gesloten.") % {"name": found.name}
    if done := carry_out(request, form, act, said, too_late):
        return done
    ends = closing.open_ends(found, membership)
    context = {
        "client": found, "form": form, "section": "clients", "told": closing.told(found, membership),
        "first": [end for end in ends if end.first], "later": [end for end in ends if not end.first and not end.goes_on],
        "goes_on": [end for end in ends if end.goes_on],
        "died": form.is_bound and form.data.get("reason") == "deceased",
    }  # fmt: skip
    return render(request, "clients/close.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """A lead consultant opens a closed file again."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client", "plan")
    if request.method == "POST" and (done := earlier(request)):
        return done
    if not closing.may_reopen(membership, found):
        raise PermissionDenied
    form = ReopenForm(request.POST or None, client=found)

    def act() -> str:
        closing.reopen(found, form.cleaned_data["why"], lead=form.cleaned_data["lead"], by=membership)
        return reverse("record", args=[number])

    def too_late() -> HttpResponse:
        messages.info(request, translate("Dit dossier is al weer open."))
        return HttpResponseRedirect(reverse("record", args=[number]))

    if done := carry_out(request, form, act, translate("Het dossier is weer open."), too_late):
        return done
    context = {
        "client": found, "form": form, "section": "clients", "step": None, "title": _("Dossier heropenen"),
        "lead": _("Alles wat er stond, staat er nog. Partners zien het dossier pas weer als zij weer iets gaan doen."),
        "button": _("Heropenen"),
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)
