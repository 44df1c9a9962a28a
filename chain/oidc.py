"""Single sign-on: who comes from a provider, and which functions the provider's groups give (chain/oidc_settings.py).

An account is bound to (provider, sub), never by an address or a name. At each sign-in the claims become memberships: what
is new begins today; what came from this provider's claims and is in them no longer ended yesterday, so that access is gone
at once. What an administrator arranged is left alone. Who has no function at all gets a page that says so, and no account.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as translate

from chain import phones
from chain.acting import acting_as, memberships_of, system_membership
from chain.days import today
from chain.models import Chain, Membership, Municipality, Partner, User

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Function:
    """What a group gives: codes of chain, partner and (of an alderman) municipality."""

    chain: str
    partner: str
    role: str
    municipality: str = ""


def provider_of(provider_id: str) -> dict[str, Any]:
    """The provider's settings; KeyError where there is none of that name any more."""
    return next(one for one in settings.SNOER_OIDC if one["id"] == provider_id)


def functions(provider: dict[str, Any], claims: dict[str, Any]) -> set[Function]:
    """What the groups in the claims give; of a group that is not in the table, or of claims of another shape, nothing."""
    told = claims.get(provider.get("groups_claim", "groups"))
    groups = [told] if isinstance(told, str) else told if isinstance(told, list) else []
    return {Function(**provider["groups"][one]) for one in groups if isinstance(one, str) and one in provider["groups"]}


def take_over(user: User, provider_id: str, given: set[Function]) -> None:
    """Brings the user's memberships that come from the provider to what it tells now, in every chain. In a transaction."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two at once would both begin it
    for chain in Chain.objects.order_by("pk"):
        wanted = {one for one in given if one.chain == chain.slug}
        with acting_as(system_membership(chain, "accounts"), "sign-in by a provider"):
            rows = Membership.objects.filter(user=user, chain=chain, started_on__lte=today()).exclude(
                ended_on__lt=today()
            )
            end_gone(chain.pk)
            held = [(row, _told(row)) for row in rows.select_related("partner", "municipality", "chain")]
            _end([row for row, told in held if row.by_claims == provider_id and told not in wanted])
            for one in sorted(wanted - {told for _row, told in held}, key=str):
                _begin(user, chain, one, provider_id)


def end_gone(chain_id: int) -> None:
    """Ends what providers gave in the chain that are in the settings no more. Nobody acts under it since they are not."""
    known = [one["id"] for one in settings.SNOER_OIDC]
    rows = Membership.objects.filter(chain=chain_id).exclude(by_claims="").exclude(by_claims__in=known)
    _end(list(rows.exclude(ended_on__lt=today())))


def _told(row: Membership) -> Function:
    partner = row.partner.code if row.partner else ""
    return Function(row.chain.slug, partner, row.role, row.municipality.code if row.municipality else "")


def _end(rows: list[Membership]) -> None:
    for row in rows:
        row.ended_on = today() - dt.timedelta(1)
        row.save(update_fields=["ended_on"])
        logger.info("membership %s ended: no longer in the claims of %s", row.pk, row.by_claims)


def _begin(user: User, chain: Chain, one: Function, provider_id: str) -> None:
    partner = Partner.objects.filter(chain=chain, code=one.partner).first()
    municipality = Municipality.objects.filter(code=one.municipality).first() if one.municipality else None
    if partner is None or (one.municipality and municipality is None):
        logger.error("provider %s gives a function at %s, which chain %s does not know", provider_id, one, chain.slug)
        return
    made = Membership.objects.create(
        user=user, chain=chain, partner=partner, role=one.role, municipality=municipality, by_claims=provider_id
    )
    logger.info("membership %s begun by the claims of %s", made.pk, provider_id)


def bound_to(user: User) -> QuerySet[SocialAccount]:
    """What the user's account is bound to: providers, and who it is there (`sub`)."""
    return SocialAccount.objects.filter(user=user).order_by("provider", "pk")


def refuse(request: HttpRequest, why: str, provider: str, status: int = 403) -> ImmediateHttpResponse:
    """The page that says why somebody who came from a provider is not signed in."""
    return ImmediateHttpResponse(
        render(request, "chain/not_signed_in.html", {"why": why, "provider": provider}, status=status)
    )


class ProviderAdapter(DefaultSocialAccountAdapter):
    """What the library asks: which providers there are, and what becomes of somebody who comes from one."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Those of the settings alone: no row in the database adds one, and no page asks for rows."""
        told = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        apps = [SocialApp(provider="openid_connect", key="", **one) for one in told]
        return [one for one in apps if provider in (None, "openid_connect", one.provider_id)]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
                                extra_context: Any = None) -> None:  # fmt: skip
        logger.warning("sign-in by %s failed: %s %r", provider.sub_id, error, exception)
        raise refuse(request, "cancelled" if error == "cancelled" else "failed", provider.name)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Binds, makes or refuses the account, and takes over what the claims tell (`claims` and `nonce` are set by
        chain.oidc_pages). Raises ImmediateHttpResponse with any answer but signing in."""
        name = sociallogin.provider.name
        provider, known = provider_of(sociallogin.account.provider), sociallogin.is_existing
        if sociallogin.nonce != (sociallogin.state.get("data") or {}).get("nonce", ""):
            raise refuse(request, "failed", name)
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(self._linked(request, sociallogin, name))
        given = functions(provider, sociallogin.claims)
        if known and not sociallogin.user.is_active:
            raise refuse(request, "nothing", name)
        if not known and not given:
            logger.info("nobody was let in: no function in the claims of %s", provider["id"])
            raise refuse(request, "nothing", name)
        with transaction.atomic():
            if not known:
                self._new(request, sociallogin, provider)
            take_over(sociallogin.user, provider["id"], given)
            held = memberships_of(sociallogin.user.pk)
            if not held and not known:  # takes the account back
                raise refuse(request, "nothing", name)
        if not held:
            raise refuse(request, "nothing", name)

    def _new(self, request: HttpRequest, sociallogin: SocialLogin, provider: dict[str, Any]) -> None:
        claims = sociallogin.claims
        username = str(claims.get(provider.get("username_claim", "preferred_username")) or "").strip()[:150]
        if not username:
            raise refuse(request, "unnamed", provider["name"])
        if User.objects.filter(username__iexact=username).exists():
            raise refuse(request, "taken", provider["name"])
        name = str(claims.get(provider.get("name_claim", "name")) or username)[:120]
        email = str(claims.get("email") or "")[:254]
        user = User(username=username, name=name, email=email if "@" in email else "")
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
                sociallogin.account.user = user
                sociallogin.account.save()
        except IntegrityError:  # two at the same moment
            raise refuse(request, "taken", provider["name"]) from None
        sociallogin.user = user
        logger.info("user %s made by the claims of %s", user.pk, provider["id"])

    def _linked(self, request: HttpRequest, sociallogin: SocialLogin, name: str) -> HttpResponse:
        """One's own account bound to the provider's: by who is signed in, and gave the password just now."""
        if not request.user.is_authenticated or not phones.gave_password(request):
            messages.error(request, translate("Koppelen is niet gelukt. Probeer het nog eens."))
        elif sociallogin.is_existing and sociallogin.user != request.user:
            messages.error(request, translate("Deze aanmelding hoort al bij een andere gebruiker."))
        else:
            SocialAccount.objects.get_or_create(
                provider=sociallogin.account.provider, uid=sociallogin.account.uid, defaults={"user": request.user}
            )
            logger.info("user %s bound to %s", request.user.pk, sociallogin.account.provider)
            messages.success(request, translate("U kunt zich nu ook aanmelden met %(name)s.") % {"name": name})
        return redirect("my_settings")
