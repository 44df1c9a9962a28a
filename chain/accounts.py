"""Accounts are made by an administrator; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """To who is switched off the same answer as to a wrong password: nobody learns who has an account."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None


class PhoneAdapter(DefaultMFAAdapter):
    """A phone's passkey is a way in of its own, and no second step after the password: that one needs at any desk."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Aanraken is niet gelukt. Probeer het nog eens, of gebruik uw wachtwoord."),
    }

    def is_mfa_enabled(self, user: AbstractBaseUser, types: Any = None) -> bool:
        asked = mfa.SUPPORTED_TYPES if types is None else types
        second = [kind for kind in asked if kind in mfa.SUPPORTED_TYPES and kind != Authenticator.Type.WEBAUTHN]
        return bool(second) and super().is_mfa_enabled(user, second)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Snoer"}
