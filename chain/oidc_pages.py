"""To a provider and back: where single sign-on begins, and what comes of it (chain/oidc.py)."""

import secrets
from typing import Any

from allauth.account import views as account
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from chain import phones, throttle
from chain.again import KEPT
from chain.oidc import provider_of, refuse
from chain.oidc_settings import origins


def may_leave(response: HttpResponse) -> HttpResponse:
    """The answer, from which a form may lead to the providers: browsers hold the page's policy against redirects too."""
    if settings.SNOER_OIDC:
        there = [url for provider in settings.SNOER_OIDC for url in origins(provider)]
        response._csp_config = settings.SECURE_CSP | {"form-action": [CSP.SELF, *there]}  # type: ignore[attr-defined]
    return response


def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page: name and password, a touch of one's phone, or a provider."""
    response = account.login(request)
    if hasattr(response, "context_data"):
        response.context_data |= {"providers": settings.SNOER_OIDC, "kept": KEPT in request.session,
                                  "next": request.GET.get("next") or request.POST.get("next", "")}  # fmt: skip
    return may_leave(response)


class Returning(OpenIDConnectOAuth2Adapter):
    """What the provider tells of who comes back; OAuth2Error for anything that is not as it should be."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        """Signature, issuer, audience and time of the token are checked, though it came by TLS; what is told beside it is
        of the same person. Of all that is told nothing is kept."""
        try:
            told = jwtkit.verify_and_decode(
                credential=kwargs["response"]["id_token"], keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"], audience=app.client_id, lookup_kid=jwtkit.lookup_kid_jwk,
            )  # fmt: skip
            more = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else told
            if more["sub"] != told["sub"] or not 0 < len(told["sub"]) <= 191:
                raise OAuth2Error("the claims are of two people, or of nobody")
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"no good token: {error!r}") from error
        login = self.get_provider().sociallogin_from_response(request, {"id_token": told})
        login.account.extra_data, login.claims, login.nonce = {}, {**told, **more}, told.get("nonce")
        return login


@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, to sign in; or, for who is signed in and gave the password just now, to bind one's account to it."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    binds = "bind" in request.POST
    if binds and not (request.user.is_authenticated and phones.gave_password(request)):
        return redirect(f"{phones.again_url(reverse('my_settings'))}&wachtwoord=1")
    nonce = secrets.token_urlsafe(24)
    try:
        answer: HttpResponse = provider.redirect(
            request, "connect" if binds else "login", next_url=phones.local(request.POST.get("next", "")),
            data={"nonce": nonce}, auth_params={"nonce": nonce},
        )  # fmt: skip
    except (RequestException, ValueError, KeyError):
        return refuse(request, "away", provider.name, 503).response
    return answer


@require_GET
@never_cache
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider. Raises TooMany: tries that came to nothing count for the address."""
    if not any(one["id"] == provider_id for one in settings.SNOER_OIDC):
        raise Http404
    taken = throttle.take(request)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(Returning(request, provider_id))(request)
    except (RequestException, ValueError, KeyError):
        return refuse(request, "away", provider_of(provider_id)["name"], 503).response
    if request.user.is_authenticated:
        taken.rollback()
    return answer
