"""The library's app of sessions, without what it does by itself: at each sign-in it would open every session of the user."""

from allauth.usersessions.apps import UserSessionsConfig


class SignedInConfig(UserSessionsConfig):
    def ready(self) -> None:
        """Sessions are noted by chain.accounts, through chain.sessions."""
