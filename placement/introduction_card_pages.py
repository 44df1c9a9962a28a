"""The page on which a profile card is put together, field by field, and given; and the cards that were given, as PDF."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.models import Membership
from chain.once import carry_out
from clients import access
from clients.models import Client
from placement import introductions, profile_card
from placement.introduction_forms import CardForm
from placement.introduction_pages import fetch
from placement.models import Introduction, SentCard
from placement.models.introductions import MOVES


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def introduction_card(request: HttpRequest, number: str, introduction_id: int) -> HttpResponse:
    """Choose what the employer may know; posted with `look` the card as it will be, with `send` it is given."""
    found, one = fetch(request, number, introduction_id, "profile")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not introductions.may(membership, one, "send"):
        access.look(membership, found, ["placements", "profile"], "refused")
        raise PermissionDenied
    if one.status not in MOVES["send"][0]:
        return _too_late(request, one)
    form = CardForm(request.POST or None, introduction=one, offered=profile_card.offered(one), initial={"person": None})
    if request.method == "POST" and "send" not in request.POST:
        return _look(request, found, one, form)

    def send() -> str:
        clean = form.cleaned_data
        introductions.move(one, "send", by=membership, chosen=form.chosen(), person=clean["person"])
        return reverse("introduction", args=[number, one.pk]) + "#cards"

    said = translate("De kaart is gemaakt. Download hem hieronder en geef hem zelf aan de werkgever.")
    if done := carry_out(request, form, send, said, lambda: _too_late(request, one)):
        return done
    return _page(request, found, one, form, 422 if form.is_bound else 200)


def _look(request: HttpRequest, found: Client, one: Introduction, form: CardForm) -> HttpResponse:
    """The card as it will be, before it is given: nothing is kept yet."""
    if not form.is_valid() or request.POST.get("change"):
        return _page(request, found, one, form, 422 if form.errors else 200)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    person = form.cleaned_data["person"]
    told = profile_card.on_paper(profile_card.content(one, form.chosen(), membership, today()), person.name)
    typed = [(name, value) for name in form.data for value in form.data.getlist(name)  # type: ignore[attr-defined]
             if name in form.fields]  # fmt: skip
    context = {
        "client": found, "section": "clients", "introduction": one, "card": told, "typed": typed, "form": form, "person": person,
    }  # fmt: skip
    return render(request, "placement/introduction_card_look.html", context)


def _page(request: HttpRequest, found: Client, one: Introduction, form: CardForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "client": found,
        "section": "clients",
        "introduction": one,
        "form": form,
        "rows": form.rows(),
    }
    return render(request, "placement/introduction_card.html", context, status=status)


def _too_late(request: HttpRequest, one: Introduction) -> HttpResponse:
    if one.status == "proposed":
        messages.info(request, translate("Bespreek dit eerst met de persoon. Daarna kunt u een kaart maken."))
    else:
        messages.info(request, translate("Voor deze voordracht kan nu geen kaart meer worden gemaakt."))
    return redirect("introduction", one.client.number, one.pk)


@never_cache
@login_required
@require_GET
def introduction_card_pdf(request: HttpRequest, number: str, introduction_id: int, card_id: int) -> HttpResponse:
    """A card as it was given. Its file name tells nothing of the person."""
    _found, one = fetch(request, number, introduction_id)
    card = get_object_or_404(SentCard.objects.select_related("person"), pk=card_id, introduction=one)
    return HttpResponse(
        profile_card.paper(card), content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="profielkaart-{card.pk}.pdf"'},
    )  # fmt: skip
