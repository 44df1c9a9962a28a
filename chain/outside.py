"""Who is not of the chain but of its municipalities (aldermen) opens only what is named: whatever is added stays shut."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from chain.models import Membership
from chain.parts import OUTSIDE

# Pages of one's own session, and what explains; nothing about anybody.
ALWAYS = frozenset({
    "home", "choose_membership", "account_login", "account_logout", "password_change", "language", "help", "help_words",
    "meanings", "health", "status",
    "security_txt", "privacy", "accessibility", "phone_again", "mfa_login_webauthn", "phones", "counts",
    "again", "mfa_authenticate", "openid_connect_login", "openid_connect_callback",
})  # fmt: skip


def opens(membership: Membership, page: str | None) -> bool:
    """Whether the membership opens pages of that name at all; what each lets it do, the page says itself."""
    return membership.role not in OUTSIDE or page in ALWAYS or page in settings.SNOER_OUTSIDE_PAGES


class OutsideMiddleware:
    """Refuses an alderman every page that is not named in ALWAYS or SNOER_OUTSIDE_PAGES. After chain.acting."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        membership: Membership | None = getattr(request, "membership", None)
        match = request.resolver_match
        if membership is not None and not opens(membership, match.url_name if match else None):
            raise PermissionDenied
