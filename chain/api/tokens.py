"""Tokens: who a machine is, under which membership it acts, and where it gets its token.

Client credentials alone (RFC 6749, section 4.4). The token is checked on every call, with the membership and the
agreements of the partner: what ended gives no token, and an earlier token stops at once.
"""

import hashlib
import json
import math
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as translate
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.views import TokenView

from chain.models import User

PREFIXES = ("/api/", "/oauth/")  # for machines: no cookie is read there
MINUTE = 60
# The one question before anybody acts: whose token it is, and how many calls its machine made this minute. It counts in
# the table of the cache, in one statement of its own, so that calls at the same time do not wait for each other.
TOKEN = """with token as (
      select a.membership, a.person, a.scopes, t.scope from oauth2_provider_accesstoken t
        cross join lateral snoer_api_membership(t.application_id) a
        join chain_user u on u.id = a.person and u.is_active
      where t.token_checksum = %s and t.expires > now()),
    counted as (insert into chain_cache as c (cache_key, value, expires)
      select 'api:' || membership || ':' || %s, '1', now() + interval '2 minutes' from token
      on conflict (cache_key) do update set value = (c.value::int + 1)::text returning value)
    select token.membership, token.scopes, token.scope, counted.value::int, {user}
    from token cross join counted join chain_user u on u.id = token.person"""
USER_FIELDS = list(User._meta.concrete_fields)


@dataclass(frozen=True)
class Machine:
    """A machine with a token that holds: under which membership (its id) and as which user it acts, what its token opens,
    and the number of its calls in this minute."""

    membership: int
    user: User
    scopes: frozenset[str]
    calls: int


def bearer(request: HttpRequest) -> str:
    """The token that the call carries in its header; "" without one."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def machine(request: HttpRequest) -> Machine | None:
    """Whose token the call carries; None without one, with one that is over, or where nobody may act under it (any more).
    One question."""
    token = bearer(request)
    if not token:
        return None
    columns = ", ".join(f'u."{field.column}"' for field in USER_FIELDS)
    with connection.cursor() as cursor:
        digest = hashlib.sha256(token.encode()).hexdigest()
        cursor.execute(TOKEN.format(user=columns), [digest, str(int(time.time()) // MINUTE)])
        row = cursor.fetchone()
    if row is None:
        return None
    membership, given, asked, calls, *values = row
    user = User.from_db(connection.alias, [field.attname for field in USER_FIELDS], values)
    return Machine(membership, user, frozenset(given) & frozenset(asked.split()), calls)


def wait() -> int:
    """Seconds until the next minute begins."""
    return MINUTE - int(time.time()) % MINUTE


def own_scopes(application_id: int) -> list[str] | None:
    """The scopes of the machine; None where there is none, or where it ended: asked before anybody acts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.scopes from snoer_api_membership(%s) a join chain_user u on u.id = a.person and u.is_active",
            [application_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None


class Validator(OAuth2Validator):
    """Who has the secret of a machine that may act today."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(super().authenticate_client(request, *args, **kwargs)) and own_scopes(request.client.pk) is not None

    def _authenticate_request_body(self, request: Any) -> bool:
        return bool(getattr(request, "client_secret", "")) and super()._authenticate_request_body(request)

    def _load_application(self, client_id: str, request: Any) -> Any:
        # PostgreSQL keeps no NUL, so nobody is called so; asked, it would be an error of ours.
        return None if "\0" in client_id else super()._load_application(client_id, request)

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return grant_type == "client_credentials" and client.authorization_grant_type == "client-credentials"


class Token(TokenView):
    """The address where a machine gets its token. So many tries a minute for a name, and for an address."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if too_many(request):
            said = {"error": "slow_down", "error_description": translate("Te veel pogingen. Wacht een minuut.")}
            return HttpResponse(
                json.dumps(said), "application/json", status=429, headers={"Retry-After": str(math.ceil(wait()))}
            )
        return self.authorization_flow_token_response(request)  # never that of devices, whatever is asked


COUNT = """insert into chain_cache as c (cache_key, value, expires) values (%s, '1', now() + interval '2 minutes')
    on conflict (cache_key) do update set value = (c.value::int + 1)::text returning value::int"""


def too_many(request: HttpRequest) -> bool:
    """Whether there were too many tries from the address this minute."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    address = (
        forwarded[-proxies].strip() if proxies and len(forwarded) >= proxies else request.META.get("REMOTE_ADDR", "")
    )
    key = f"token:{hashlib.sha256(address.encode()).hexdigest()[:32]}:{int(time.time()) // MINUTE}"
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key])
        return cursor.fetchone()[0] > settings.SNOER_TOKENS_A_MINUTE
