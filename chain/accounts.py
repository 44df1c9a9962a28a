"""Accounts are made by an administrator; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """To who is switched off the same answer as to a wrong password: nobody learns who has an account."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None
