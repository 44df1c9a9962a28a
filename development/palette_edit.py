"""The administrator's pages of the palette: change a module, add one. What it was stays in the history."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_http_methods

from chain.models import Instrument, Membership
from chain.once import carry_out
from development.palette import may_change
from development.palette_forms import ModuleForm


def _admin(request: HttpRequest) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not may_change(membership):
        raise PermissionDenied
    return membership


@login_required
@require_http_methods(["GET", "POST"])
def palette_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a module: what is shown of it, what it yields and for whom it is."""
    membership = _admin(request)
    one = get_object_or_404(Instrument, chain_id=membership.chain_id, code=code)
    return _page(request, ModuleForm(request.POST or None, instance=one), one.name)


@login_required
@require_http_methods(["GET", "POST"])
def palette_new(request: HttpRequest) -> HttpResponse:
    """Add a module to the palette."""
    membership = _admin(request)
    begin = {"phase": "development", "track": "activation"}
    form = ModuleForm(
        request.POST or None, instance=Instrument(chain_id=membership.chain_id, srg_code=""), initial=begin
    )
    return _page(request, form, translate("Module toevoegen"))


def _page(request: HttpRequest, form: ModuleForm, title: str) -> HttpResponse:
    is_new = form.instance.pk is None

    def act() -> str:
        return reverse("palette_module", args=[form.keep().code])

    said = translate("De module staat in het palet.") if is_new else translate("De module is gewijzigd.")
    if done := carry_out(request, form, act, said):
        return done
    context = {"section": "development", "form": form, "title": title, "one": None if is_new else form.instance}
    return render(request, "development/module_form.html", context, status=422 if form.is_bound else 200)
