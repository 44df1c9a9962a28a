"""The administrator binds an account to a provider, or takes that away (chain/oidc.py)."""

import logging
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from chain import sessions, user_acts
from chain.manage import admin
from chain.memberships import may_change, of_this_chain
from chain.models import Membership, User
from chain.once import OnceForm, carry_out
from chain.password_first import password_first
from chain.user_pages import user_of_chain

logger = logging.getLogger(__name__)


class BindForm(OnceForm):
    """A provider, and who the user is there."""

    provider = forms.ChoiceField(label=_("Aanmelddienst"), error_messages={"required": _("Kies een aanmelddienst")})
    uid = forms.CharField(
        label=_("Kenmerk van de gebruiker (sub)"), max_length=191,
        help_text=_("Vraag dit aan wie de aanmelddienst beheert. Een e-mailadres is geen kenmerk."),
        error_messages={"required": _("Vul het kenmerk in")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = [(one["id"], one["name"]) for one in settings.SNOER_OIDC]  # type: ignore[attr-defined]


def _changeable(request: HttpRequest, user_id: int) -> tuple[Membership, User]:
    by = admin(request)
    user = user_of_chain(by, user_id)
    if not (may_change(by, user) and of_this_chain(by, user)):
        raise PermissionDenied
    return by, user


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "POST"])
def user_bind(request: HttpRequest, user_id: int) -> HttpResponse:
    """Bind an account that was here already: from then on its user signs in at the provider too."""
    by, user = _changeable(request, user_id)
    back = reverse("user_edit", args=[user.pk])
    title = translate("Aanmelden bij de eigen organisatie")
    if asked := password_first(request, title, translate("Verder"), back):
        return asked
    if "password" in request.POST:  # it was what was asked for
        return redirect(request.path)
    form = BindForm(request.POST or None)

    def act() -> str:
        try:
            with transaction.atomic():
                SocialAccount.objects.create(user=user, **form.cleaned_data)
        except IntegrityError:
            raise ValidationError({"uid": _("Dit kenmerk hoort al bij een gebruiker")}) from None
        user_acts.note(by, user, "bound")
        logger.info("user %s bound to %s by membership %s", user.pk, form.cleaned_data["provider"], by.pk)
        return back

    if done := carry_out(request, form, act, translate("De gebruiker is gekoppeld.")):
        return done
    lead = translate("Wie bij de aanmelddienst dit kenmerk heeft, meldt zich voortaan aan als deze gebruiker.")
    context = {"section": "manage", "form": form, "title": title, "about": user,
               "back": back, "button": translate("Koppelen"), "lead": lead}  # fmt: skip
    return render(request, "chain/manage_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def user_unbind(request: HttpRequest, user_id: int, account_id: int) -> HttpResponse:
    """Take it away; the user's sessions end."""
    by, user = _changeable(request, user_id)
    get_object_or_404(SocialAccount, pk=account_id, user=user).delete()
    sessions.end_all(user)
    user_acts.note(by, user, "freed")
    logger.info("user %s freed from a provider by membership %s", user.pk, by.pk)
    return redirect("user_edit", user_id=user.pk)
