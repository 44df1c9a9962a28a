"""The pages of one's own phone: one's phones, adding this one, signing in by one touch, and the touch after a while."""

import ipaddress
import json
import logging
import struct
from typing import Any
from urllib.parse import urlsplit

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from chain import phones
from chain.once import CarriedOnce, carry_out

logger = logging.getLogger(__name__)


# What the library raises on bytes that are no key at all, which anybody can send.
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)


def refused() -> forms.ValidationError:
    """Who is not known, is switched off, may not or sends nonsense reads the same."""
    return get_adapter().validation_error("incorrect_code")


class PhoneForm(CarriedOnce, AddWebAuthnForm):
    """The name of a phone, and the key that it just made. ValidationError where the phone did not look who holds it."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Hoe noemt u deze telefoon?"), max_length=40,
        help_text=_("Bijvoorbeeld “werktelefoon”. Zo herkent u hem als u hem kwijt bent."),
        error_messages={"required": _("Geef de telefoon een naam")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": translate("Mijn telefoon")}, **kwargs)
        self.fields["passwordless"].widget = forms.HiddenInput()

    def clean_name(self) -> str:
        return self.cleaned_data["name"]

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED as error:
            raise refused() from error
        return cleaned


class SignInForm(LoginWebAuthnForm):
    """A touch that signs in whoever has the key, if that is somebody who may."""

    def clean_credential(self) -> Authenticator:
        try:
            touched: Authenticator = super().clean_credential()
        except MALFORMED as error:
            raise refused() from error
        if not touched.user.is_active or not phones.may(touched.user):
            raise refused()
        return touched


class TouchForm(ReauthenticateWebAuthnForm):
    """A touch by who is signed in."""

    def clean_credential(self) -> Authenticator:
        try:
            touched: Authenticator = super().clean_credential()
        except MALFORMED as error:
            raise refused() from error
        return touched


class SignInByPhone(LoginWebAuthnView):
    """GET with `Accept: application/json` gives what the phone has to sign, POST signs in."""

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        response = super().form_valid(form)
        phones.begin(self.request, form.cleaned_data["credential"])
        return phones.remember(response, True)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        messages.error(self.request, refused().message)
        return phones.remember(HttpResponseRedirect(reverse("account_login")), False)


sign_in = SignInByPhone.as_view()


@login_required
@require_GET
def phone_list(request: HttpRequest) -> HttpResponse:
    """One's own phones; for who keeps those of a partner, its people's as well."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership is None:
        return redirect("choose_membership")
    keeps = membership.role in phones.KEEPER_ROLES
    context = {
        "phones": phones.own(request.user.pk),  # type: ignore[arg-type]
        "colleagues": phones.of_colleagues(membership)[:200] if keeps else [],
        "may": membership.role in phones.PHONE_ROLES, "keeps": keeps,
        "days": settings.PHONE_DAYS, "minutes": settings.SESSION_COOKIE_AGE // 60,
        "here": request.session.get("phone"), "numeric": numeric(request),
    }  # fmt: skip
    return render(request, "chain/phones.html", context)


def numeric(request: HttpRequest) -> bool:
    """Whether Snoer is opened at an address of numbers, where browsers keep no keys."""
    try:
        return bool(ipaddress.ip_address(urlsplit(f"//{request.get_host()}").hostname or ""))
    except ValueError:
        return False


@login_required
def phone_new(request: HttpRequest) -> HttpResponse:
    """Add the phone that one has in hand; the password was given just now."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.role not in phones.PHONE_ROLES:
        raise PermissionDenied
    if not phones.gave_password(request):
        return redirect(f"{phones.again_url(reverse('phone_new'))}&wachtwoord=1")
    form = PhoneForm(request.POST or None, user=request.user)

    def act() -> str:
        added = auth.WebAuthn.add(request.user, form.cleaned_data["name"], form.cleaned_data["credential"])
        logger.info("phone %s added by membership %s", added.instance.pk, membership.pk)
        return reverse("phones")

    said = translate("Deze telefoon staat klaar. De volgende keer meldt u zich aan met één aanraking.")
    if answer := carry_out(request, form, act, said):
        return phones.remember(answer, True)
    context = {
        "form": form, "numeric": numeric(request),
        "options": json.dumps(auth.begin_registration(request.user, True)),  # type: ignore[arg-type]
    }  # fmt: skip
    return render(request, "chain/phone_new.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def phone_remove(request: HttpRequest, phone_id: int) -> HttpResponse:
    """Take a phone away: the sessions that it began end at their next click. 404 for what is not within reach."""
    membership = request.membership  # type: ignore[attr-defined]
    phone = phones.within_reach(membership).filter(pk=phone_id).first() if membership else None
    if phone is None:
        raise Http404
    logger.info("phone %s taken away by membership %s", phone.pk, membership.pk)
    delete_and_cleanup(request, phone)
    messages.success(
        request, translate("De telefoon is weggehaald. Wie er nog mee aangemeld was, is dat nu niet meer.")
    )
    return redirect("phones")


@login_required
def again(request: HttpRequest) -> HttpResponse:
    """Show again who one is, by a touch or the password, and go on where one was. What a form sent is sent on."""
    if request.method != "POST" and request.headers.get("Accept") == "application/json":
        return JsonResponse({"request_options": auth.begin_authentication(request.user)})  # type: ignore[arg-type]
    form: Any = None
    if request.method == "POST":
        by_touch = "credential" in request.POST
        form = (TouchForm if by_touch else ReauthenticateForm)(request.POST, user=request.user)
        if form.is_valid():
            form.save() if by_touch else reauthenticate_by_password(request)
            phones.widen(request)
    given = request.POST if request.method == "POST" else request.GET
    # What is sent on comes from a form of our own alone: an address that somebody else made would send it in one's name.
    to, back = request.POST.get("typed_to", ""), phones.local(given.get("next", ""))
    fields = [(name, value) for name, value in phones.typed(request.POST) if name.startswith("typed-")]
    context = {
        "next": back, "typed_to": to and phones.local(to),
        "typed": [(name.removeprefix("typed-"), value) for name, value in fields],
        "errors": [] if form is None else [text for texts in form.errors.values() for text in texts],
        "at_once": True,
        "touch": "wachtwoord" not in given and phones.own(request.user.pk).exists(),  # type: ignore[arg-type]
    }  # fmt: skip
    if form is not None and form.is_valid():
        return render(request, "chain/phone_again_on.html", context) if to else redirect(back)
    return render(request, "chain/phone_again.html", context, status=422 if form is not None else 200)
