"""Accounts are made by an administrator; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
