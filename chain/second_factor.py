"""The second step of signing in with a password: a code of an app on one's phone (TOTP, RFC 6238), or a recovery code.

Whoever can open records needs one (SNOER_SECOND_FACTOR). Who signs in by passkey or at another organisation (OIDC) showed
it there. Secrets are encrypted at rest (chain/accounts.py); a code is good once, for its half minute and the ones beside
it. Recovery codes are derived from a seed, shown once, and each is good once.
"""

import logging
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

import qrcode  # type: ignore[import-untyped]
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings as mfa
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from chain.models import User
from chain.parts import OUTSIDE

TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
PENDING = "second_factor"  # in the session: the secret, encrypted, that is shown and not confirmed yet
# Where somebody without a second step goes until it is there.
ALLOWED = frozenset({
    "second_factor", "recovery_codes_file", "password_change", "phone_again", "account_logout", "language", "privacy",
    "accessibility", "health",
})  # fmt: skip

logger = logging.getLogger(__name__)


# Whether it was shown.


def shown_elsewhere(request: HttpRequest, user: User) -> bool:
    """Whether this sign-in went by a provider, which asks for a second step itself."""
    return any(record["method"] == "socialaccount" for record in get_authentication_records(request, user))


def was_shown(request: HttpRequest) -> bool:
    """Whether the session rests on more than a password: a code, a passkey, or a provider. Without a question."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record["method"] in ("mfa", "socialaccount") for record in records)


class CodeStage(AuthenticateStage):
    """The library's stage between password and session, left out for who comes from a provider."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not shown_elsewhere(request, self.login.user) and super()._should_handle(request)


class SecondFactorMiddleware:
    """Leads who signed in with a password alone to the page where the second step is set up. After chain.acting; aldermen,
    who open no records, go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        machines = request.path.startswith(("/static/", "/api/", "/oauth/"))
        if not settings.SNOER_SECOND_FACTOR or machines or not request.user.is_authenticated:
            return None
        match, membership = request.resolver_match, getattr(request, "membership", None)
        if (
            match is None
            or match.url_name in ALLOWED
            or (membership and membership.role in OUTSIDE)
            or was_shown(request)
        ):
            return None
        if "HX-Request" in request.headers:  # what a page asks for by itself
            return HttpResponse(status=204)
        return HttpResponseRedirect(reverse("second_factor"))


# Codes.


def of(user_id: int) -> Authenticator | None:
    """The user's app, if one is set up."""
    return Authenticator.objects.filter(user=user_id, type=TOTP).first()


def codes_left(user_id: int) -> int:
    found = Authenticator.objects.filter(user=user_id, type=RECOVERY).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else 0


def matching(secret: str, code: str) -> int | None:
    """The half minute whose code it is: this one, or one of those beside it; None for a wrong code."""
    now = int(time.time()) // mfa.TOTP_PERIOD
    for counter in range(now - settings.SNOER_CODE_STEPS, now + settings.SNOER_CODE_STEPS + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


def accept(user: User, code: str) -> Authenticator | None:
    """What the code belongs to, used up by this; None where it is wrong or was used before."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update(of=("self",)).filter(user=user, type__in=(TOTP, RECOVERY))
        for found in rows.order_by("-type"):
            data = _used(found, code)
            if data is not None:
                Authenticator.objects.filter(pk=found.pk).update(data=data)
                found.data, found.user = data, user
                return found
    return None


def _used(found: Authenticator, code: str) -> dict | None:
    """The row's data with the code used up; None where it is not one of its codes, or was used."""
    if found.type == TOTP:
        counter = matching(decrypt(found.data["secret"]), code)
        return {**found.data, "last": counter} if counter is not None and counter > found.data.get("last", 0) else None
    for place, one in enumerate(RecoveryCodes(found).generate_codes()):
        if not found.data["used_mask"] >> place & 1 and compare_user_code(actual=code, expected=one):
            return {**found.data, "used_mask": found.data["used_mask"] | 1 << place}
    return None


def enter(request: HttpRequest, found: Authenticator) -> None:
    """Notes in the session, and at the app, that a code was given."""
    post_authentication(request, found)


# Setting it up, and taking it away.


def pending(request: HttpRequest) -> str:
    """The secret that the page shows until it is confirmed: the same as long as the session lasts."""
    if PENDING not in request.session:
        request.session[PENDING] = encrypt(generate_totp_secret())
    return decrypt(request.session[PENDING])


def address(user: User, secret: str) -> str:
    """What the app reads from the picture."""
    return f"otpauth://totp/{quote(f'Snoer:{user.username}')}?{urlencode({'secret': secret, 'issuer': 'Snoer'})}"


def picture(text: str) -> tuple[int, str]:
    """A QR code: how many squares wide, and the path that draws the dark ones (SVG; no style of its own)."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path


def set_up(request: HttpRequest, counter: int) -> list[str]:
    """The app that was just confirmed by the code of that half minute; answers recovery codes, to be shown once."""
    user: User = request.user  # type: ignore[assignment]
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # twice at once: the second finds the first
        if of(user.pk) is not None:
            return []
        now = timezone.now()
        data = {"secret": request.session.pop(PENDING), "last": counter}
        made = Authenticator.objects.create(user=user, type=TOTP, data=data, last_used_at=now)
        codes = new_codes(user)
    record_authentication(request, user, "mfa", id=made.pk, type=made.type)
    logger.info("user %s set up a second step", user.pk)
    return codes


def new_codes(user: User) -> list[str]:
    """Recovery codes made anew: the ones before are no good any more."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=RECOVERY).delete()
        data = {"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 0}
        made = Authenticator.objects.create(user=user, type=RECOVERY, data=data)
    return RecoveryCodes(made).generate_codes()


def own_codes(user: User, given: list[str]) -> bool:
    """Whether these are the user's recovery codes, all of them: what the page showed and the file is to say."""
    found = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return found is not None and given == RecoveryCodes(found).generate_codes()


def take_away(user: User) -> None:
    """App and recovery codes: at the next sign-in the user sets it up anew."""
    Authenticator.objects.filter(user=user, type__in=(TOTP, RECOVERY)).delete()
