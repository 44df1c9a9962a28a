"""The administrator's pages of the letters: change a template, make one, and see on paper what it makes of invented data.

A letter that was written keeps its own text: a change holds for what is written from now on.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_GET, require_http_methods

from chain.addresses import among
from chain.manage import admin
from chain.models import Membership
from chain.once import carry_out
from clients import letters
from clients.letter_forms import TemplateForm, field_list
from clients.models import LetterTemplate


@login_required
@require_GET
def letter_templates(request: HttpRequest) -> HttpResponse:
    """The kinds of letters of the chain, with what each is about."""
    membership = admin(request)
    of_source = letters.sources()
    rows = [
        {"template": one, "about": of_source[one.source].label if one.source in of_source else one.source}
        for one in LetterTemplate.objects.filter(chain_id=membership.chain_id).order_by("-in_use", "name", "pk")
    ]
    assert membership.partner
    context = {"section": "manage", "rows": rows, "without_address": not membership.partner.address}
    return render(request, "clients/letter_templates.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def letter_template_new(request: HttpRequest) -> HttpResponse:
    """Make one; `?waarover=` says what such a letter is about, so that its fields stand beside the form."""
    membership = admin(request)
    source = among(request.POST.get("source") or request.GET.get("waarover"), letters.sources())
    one = LetterTemplate(chain_id=membership.chain_id)
    form = TemplateForm(request.POST or None, instance=one, initial={"source": source, "in_use": True})
    return _page(request, membership, form, source, translate("Nieuwe brief"))


@login_required
@require_http_methods(["GET", "POST"])
def letter_template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Change one, or take it out of use."""
    membership = admin(request)
    one = get_object_or_404(LetterTemplate, pk=template_id, chain_id=membership.chain_id)
    form = TemplateForm(request.POST or None, instance=one)
    return _page(request, membership, form, one.source, one.name)


def _page(request: HttpRequest, membership: Membership, form: TemplateForm, source: str, title: str) -> HttpResponse:
    preview = "preview" in request.POST
    if preview and form.is_valid():
        return _sample(membership, form.cleaned_data, source)

    def act() -> str:
        form.keep()
        return reverse("letter_templates")

    said = translate("De brief is opgeslagen. Zo gaat hij vanaf nu.")
    if not preview and (done := carry_out(request, form, act, said)):
        return done
    context = {
        "section": "manage", "form": form, "title": title, "is_new": form.instance.pk is None, "source": source,
        "about": letters.sources()[source].label if source in letters.sources() else "", "fields": field_list(source),
        "sources": [(key, one.label) for key, one in letters.sources().items()], "template": form.instance,
    }  # fmt: skip
    return render(request, "clients/letter_template.html", context, status=422 if form.is_bound else 200)


def _sample(membership: Membership, clean: dict[str, Any], source: str) -> HttpResponse:
    assert membership.partner
    made = letters.sample(membership.partner, clean["subject"], clean["body"], letters.sources()[source])
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="voorbeeld.pdf"'}
    )
