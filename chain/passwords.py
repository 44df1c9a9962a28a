"""Passwords: one that an administrator made is changed at the first sign-in; one's own is changed when one likes."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chain import sessions, throttle
from chain.models import User

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
GROUPS, LONG = 4, 5
# Where somebody with a start password goes: nowhere else, until it is changed.
ALLOWED = frozenset({"password_change", "account_logout", "language", "privacy", "accessibility"})


def start_password() -> str:
    """A password that can be read out on the telephone: four groups of five, some 99 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(LONG)) for _group in range(GROUPS))


class StartPasswordMiddleware:
    """Leads who signed in with a start password to the page where it is changed, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if request.path.startswith("/health") or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if not request.user.start_password or (match and match.url_name in ALLOWED):
            return None
        if "HX-Request" in request.headers:  # what a page asks for by itself
            return HttpResponse(status=204)
        return HttpResponseRedirect(reverse("password_change"))


class PasswordForm(forms.Form):
    """The old password, and twice the new one."""

    use_required_attribute = False
    old = forms.CharField(
        label=_("Het wachtwoord dat u nu hebt"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    new = forms.CharField(
        label=_("Nieuw wachtwoord"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minstens 12 tekens. Een paar gewone woorden achter elkaar is goed te onthouden en moeilijk te raden."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Nog een keer"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )  # fmt: skip

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        taken = throttle.take(self.request, self.user.username)
        if not self.user.check_password(old):
            raise ValidationError(_("Dit wachtwoord klopt niet."))
        taken.rollback()
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        if self.user.check_password(new):
            raise ValidationError(_("Kies een ander wachtwoord dan het oude"))
        return new

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if "new" in clean and "again" in clean and clean["new"] != clean["again"]:
            self.add_error("again", _("Dit is niet hetzelfde als het nieuwe wachtwoord"))
        return clean


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """Change one's own password: sessions elsewhere end, this one goes on. Guessing the old one is slowed down."""
    user: User = request.user  # type: ignore[assignment]
    form = PasswordForm(request.POST or None, request=request, user=user)
    if request.method == "POST" and form.is_valid():
        user.set_password(form.cleaned_data["new"])
        user.start_password = False
        user.save(update_fields=["password", "start_password"])
        before = request.session.session_key
        update_session_auth_hash(request, user)
        sessions.moved(request, before)
        sessions.end_others(request)
        messages.success(request, translate("Uw wachtwoord is gewijzigd."))
        return redirect("home")
    context = {"section": "", "form": form, "must": user.start_password}
    return render(request, "chain/password.html", context, status=422 if form.is_bound else 200)
