"""The pages of the second step: the code at sign-in, setting it up, recovery codes, and taking it away."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from chain import phones, second_factor, sessions, throttle, user_acts
from chain.manage import admin
from chain.memberships import may_change, of_this_chain
from chain.models import User
from chain.once import claimed
from chain.password_first import AgainForm, password_first
from chain.user_pages import user_of_chain

WRONG = _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in uw app.")


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    attributes = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autocapitalize": "none",
        "spellcheck": "false",
    }
    return forms.CharField(
        label=label, max_length=20, help_text=help_text, widget=forms.TextInput(attrs=attributes),
        error_messages={"required": _("Vul de code in")},
    )  # fmt: skip


class CodeForm(forms.Form):
    """A code of the app, or a recovery code. Raises TooMany, in one count with the password."""

    use_required_attribute = False
    code = code_field(_("Code"), _("Zes cijfers uit de app, of een van uw herstelcodes."))

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        taken = throttle.take(self.request, self.user.username)
        self.found = second_factor.accept(self.user, code)
        if self.found is None:
            raise ValidationError(WRONG)
        taken.rollback()
        return code


class SetUpForm(AgainForm):
    """The first code of the app; the password where it was not given just now."""

    code = code_field(_("Code uit de app"), _("Zes cijfers. Elke halve minuut komt er een nieuwe."))
    field_order = ("code", "password")

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret
        if phones.gave_password(self.request):
            del self.fields["password"]

    def clean_code(self) -> int:
        taken = throttle.take(self.request, self.request.user.get_username())
        counter = second_factor.matching(self.secret, self.cleaned_data["code"])
        if counter is None:
            raise ValidationError(
                _("Deze code klopt niet. Staat de klok van uw telefoon goed? Wacht op de volgende code.")
            )
        taken.rollback()
        return counter


@sensitive_post_parameters()
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code after the password."""
    stage = request._login_stage  # type: ignore[attr-defined]
    form = CodeForm(request.POST or None, request=request, user=stage.login.user)
    if request.method == "POST" and form.is_valid():
        second_factor.enter(request, form.found)  # type: ignore[arg-type]
        if form.found.type == second_factor.RECOVERY:  # type: ignore[union-attr]
            messages.warning(request, translate("U gebruikte een herstelcode. Die kan niet nog een keer."))
        answer: HttpResponse = stage.exit()
        return answer
    return render(request, "chain/code.html", {"form": form}, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up the app: a picture to scan, and a code to confirm. The answer shows the recovery codes, once."""
    user: User = request.user  # type: ignore[assignment]
    if not user.has_usable_password():  # who always comes from a provider
        raise PermissionDenied
    must = settings.SNOER_SECOND_FACTOR and not second_factor.was_shown(request)
    if second_factor.of(user.pk):
        if not must:
            return redirect("my_settings")
        return render(request, "chain/second_factor.html", {"section": "", "there": True})
    secret = second_factor.pending(request)
    form = SetUpForm(request.POST or None, request=request, secret=secret)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.set_up(request, form.cleaned_data["code"])
        return _codes(request, codes) if codes else redirect("my_settings")
    address = second_factor.address(user, secret)
    wide, path = second_factor.picture(address)
    context = {"section": "", "form": form, "must": must, "wide": wide, "path": path, "address": address,
               "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}  # fmt: skip
    return render(request, "chain/second_factor.html", context, status=422 if form.is_bound else 200)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    shown = [(one, f"{one[:5]} {one[5:]}") for one in codes]
    return render(request, "chain/recovery_codes.html", {"section": "", "codes": shown})


def _act(request: HttpRequest, title: str, lead: str, button: str) -> HttpResponse | None:
    """The page that asks for the password first; None once it was given. 404 for who has no second step."""
    if second_factor.of(request.user.pk) is None:  # type: ignore[arg-type]
        raise Http404
    form = AgainForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        return None
    context = {"section": "", "form": form, "title": title, "lead": lead, "button": button}
    return render(request, "chain/password_first.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes made anew, after the password."""
    asked = _act(
        request, translate("Nieuwe herstelcodes"), translate("De herstelcodes die u nu hebt, werken daarna niet meer."),
        translate("Maak nieuwe codes"),
    )  # fmt: skip
    return asked or _codes(request, second_factor.new_codes(request.user))  # type: ignore[arg-type]


@login_required
@never_cache
@require_POST
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The codes that the page just showed, as a file: it sends them itself, for they are shown only once."""
    given = request.POST.getlist("code")
    if not second_factor.own_codes(request.user, given):  # type: ignore[arg-type]
        raise Http404
    lines = [translate("Herstelcodes van Snoer voor %(name)s") % {"name": request.user.get_username()}, "", *given, ""]
    return HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="snoer-herstelcodes.txt"'})  # fmt: skip


@sensitive_post_parameters()
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def take_away(request: HttpRequest) -> HttpResponse:
    """One's own second step away, after the password: for another phone."""
    asked = _act(
        request, translate("Tweede stap weghalen"),
        translate("Daarna werken de app en de herstelcodes niet meer. Bij het volgende aanmelden zet u een nieuwe app klaar."),
        translate("Weghalen"),
    )  # fmt: skip
    if asked:
        return asked
    second_factor.take_away(request.user)  # type: ignore[arg-type]
    second_factor.logger.info("user %s took the second step away", request.user.pk)
    messages.success(request, translate("De tweede stap is weggehaald."))
    return redirect("my_settings")


@sensitive_post_parameters()
@login_required
@require_POST
def user_take_away(request: HttpRequest, user_id: int) -> HttpResponse:
    """The administrator takes a lost second step away, and ends the sessions of the user: the phone is somewhere."""
    by = admin(request)
    user = user_of_chain(by, user_id)
    if not (may_change(by, user) and of_this_chain(by, user)):
        raise PermissionDenied
    led_to = reverse("user_edit", args=[user.pk])
    if asked := password_first(request, translate("Tweede stap weghalen"), translate("Weghalen"), led_to):
        return asked
    if claimed(request, led_to):
        second_factor.take_away(user)
        sessions.end_all(user)
        user_acts.note(by, user, "factor")
        second_factor.logger.info("second step of user %s taken away by membership %s", user.pk, by.pk)
        messages.success(request, translate("De tweede stap is weggehaald, en de collega is overal afgemeld."))
    return redirect(led_to)
