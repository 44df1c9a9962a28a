"""Accounts are made by an administrator or by a provider's claims; nobody signs up. What allauth asks of its adapters."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chain import sessions, throttle
from chain.sealing import box


class ClosedAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["chain.second_factor.CodeStage"]

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        sessions.begun(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """To who is switched off the same answer as to a wrong password, with the same questions to the database: nobody
        learns who has an account. A password is hashed for nobody too (the library's backend). Raises TooMany."""
        taken = throttle.take(request, credentials.get("username", ""))
        user = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()  # who is switched off: the library would let them further
        if user is not None:
            taken.rollback()
        return user


class FactorAdapter(DefaultMFAAdapter):
    """A phone's passkey is a way in of its own, and no second step after the password: that is a code."""

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

    def encrypt(self, text: str) -> str:
        return box("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box("second factor").decrypt(encrypted_text.encode()).decode()
