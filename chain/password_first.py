"""The password once more: before something about signing in changes, one's own or somebody else's."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.phones import PASSWORD_SECONDS, gave_password


class AgainForm(forms.Form):
    """The password once more, before something about signing in changes."""

    use_required_attribute = False
    password = forms.CharField(
        label=_("Uw wachtwoord"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.request.user, password):
            raise ValidationError(_("Dit wachtwoord klopt niet."))
        return password


def password_first(request: HttpRequest, title: str, button: str, back: str) -> HttpResponse | None:
    """The page that asks the administrator's own password before an act about how a colleague signs in: whoever finds a
    desk left open takes over no account. It sends its act once more, with the password. None once that was given, for
    five minutes; who has none, for they come from a provider, signed in there so lately."""
    if gave_password(request):
        return None
    if not request.user.has_usable_password():  # type: ignore[union-attr]
        if _came_just_now(request):
            return None
        messages.error(request, translate("Meld u eerst af en weer aan. Daarna kan dit vijf minuten lang."))
        return redirect(back)
    form = AgainForm(request.POST if "password" in request.POST else None, request=request)
    if form.is_bound and form.is_valid():
        reauthenticate_by_password(request)
        return None
    lead = translate("Geef voor deze stap nog eens uw wachtwoord: u wijzigt hoe een collega zich aanmeldt.")
    context = {"section": "manage", "form": form, "title": title, "lead": lead, "button": button, "back": back,
               "once": request.POST.get("once", "")}  # fmt: skip
    return render(request, "chain/password_first.html", context, status=422 if form.is_bound else 200)


def _came_just_now(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(one["method"] == "socialaccount" and time.time() - one["at"] < PASSWORD_SECONDS for one in records)
