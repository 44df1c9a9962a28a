"""One's own settings: the address for e-mail, the overview of each working day, the second step, where one is signed in."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain import second_factor, sessions, user_acts
from chain.models import User
from chain.oidc import bound_to
from chain.oidc_pages import may_leave
from chain.once import CarriedOnce, carry_out
from chain.parts import CASEWORKERS


class MineForm(CarriedOnce, forms.ModelForm):
    use_required_attribute = False
    email = forms.EmailField(
        label=_("E-mailadres van uw werk"), required=False, max_length=254,
        help_text=_("Wie u een uitnodiging stuurt, kan hierop antwoorden. Laat leeg als u geen e-mail wilt."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    digest = forms.BooleanField(
        label=_("Stuur mij elke werkdag om zeven uur een overzicht"), required=False,
        help_text=_("Alleen aantallen en een link naar Mijn dag. Er staan geen namen of nummers van inwoners in."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ["email", "digest"]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_settings(request: HttpRequest) -> HttpResponse:
    """The page; the overview is for who has a Mijn dag."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership is None:
        return redirect("choose_membership")
    form = MineForm(request.POST or None, instance=User.objects.get(pk=membership.user_id))
    if membership.role not in CASEWORKERS:
        del form.fields["digest"]

    def act() -> str:
        form.instance.save(update_fields=list(form.fields))
        return reverse("my_settings")

    if done := carry_out(request, form, act, translate("Opgeslagen.")):
        return done
    user: User = request.user  # type: ignore[assignment]
    bound = {one.provider for one in bound_to(user)} if settings.SNOER_OIDC else set()
    context = {
        "section": "", "form": form, "mail_on": bool(settings.SNOER_MAIL), "local": user.has_usable_password(),
        "factor": second_factor.of(user.pk), "codes_left": second_factor.codes_left(user.pk),
        "required": settings.SNOER_SECOND_FACTOR, "signed_in": sessions.of(request),
        "providers": [(one, one["id"] in bound) for one in settings.SNOER_OIDC],
        "acts": user_acts.newest(membership, user),
    }  # fmt: skip
    return may_leave(render(request, "chain/my_settings.html", context, status=422 if form.is_bound else 200))
