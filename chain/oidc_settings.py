"""Providers of single sign-on (OpenID Connect), read from what SNOER_OIDC names: a JSON or TOML file, or JSON itself.

    {"providers": [{"id": "maastricht", "name": "Gemeente Maastricht", "server_url": "https://sso.example.org/realm",
      "client_id": "snoer", "secret": "...", "username_claim": "preferred_username", "groups_claim": "groups",
      "groups": {"snoer-consulent": {"chain": "maastricht-heuvelland", "partner": "szmh", "role": "consultant"}}}]}

`id` stands in addresses and in the rows that came by it: it never changes. A group that is not in the table gives nothing.
Read by the settings, so without Django's models.
"""

import json
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from chain.parts import OUTSIDE, ROLES

NEEDED = ("id", "name", "server_url", "client_id", "secret", "groups")
MAY = ("username_claim", "name_claim", "groups_claim", "scope", "origins", "token_auth_method")
GIVES = {"chain", "partner", "role", "municipality"}


def read(told: str, *, insecure: bool = False) -> list[dict[str, Any]]:
    """The providers; none for an empty text. ImproperlyConfigured, with what is wrong, for anything that is not right;
    addresses without https only where `insecure` (tests, development)."""
    if not told.strip():
        return []
    text = told if told.lstrip().startswith("{") else _file(told)
    try:
        given = tomllib.loads(text) if told.endswith(".toml") else json.loads(text)
        providers = list(given["providers"])
    except (ValueError, KeyError, TypeError) as error:
        raise ImproperlyConfigured(f"SNOER_OIDC cannot be read: {error!r}") from error
    for provider in providers:
        _check(provider, insecure)
    if len({provider["id"] for provider in providers}) < len(providers):
        raise ImproperlyConfigured("SNOER_OIDC: two providers with the same id")
    return providers


def _file(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise ImproperlyConfigured(f"SNOER_OIDC: {error}") from error


def _check(provider: Any, insecure: bool) -> None:
    def wrong(what: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"SNOER_OIDC, provider {provider.get('id', '?')}: {what}")

    if not isinstance(provider, dict):
        raise ImproperlyConfigured("SNOER_OIDC: a provider is a table of settings")
    if missing := [name for name in NEEDED if not provider.get(name)]:
        raise wrong(f"{', '.join(missing)} missing")
    if unknown := sorted(set(provider) - {*NEEDED, *MAY}):
        raise wrong(f"unknown: {', '.join(unknown)}")
    if not str(provider["id"]).replace("-", "").isalnum() or len(provider["id"]) > 40:
        raise wrong("the id is letters, digits and hyphens, at most 40")
    if not insecure and any(urlsplit(url).scheme != "https" for url in origins(provider)):
        raise wrong("addresses begin with https")
    for group, gives in provider["groups"].items():
        if not isinstance(gives, dict) or not {"chain", "partner", "role"} <= set(gives) <= GIVES:
            raise wrong(f"group {group} names chain, partner and role (of an alderman, municipality)")
        if gives["role"] not in ROLES or gives["role"] == "system":
            raise wrong(f"group {group}: unknown role {gives['role']}")
        if (gives["role"] in OUTSIDE) != ("municipality" in gives):
            raise wrong(f"group {group}: an alderman is of a municipality (its CBS code), and nobody else is")


def origins(provider: dict[str, Any]) -> list[str]:
    """Where the browser is sent to sign in: scheme, host and port of the provider, and what `origins` adds."""
    parts = urlsplit(provider["server_url"])
    return [f"{parts.scheme}://{parts.netloc}", *provider.get("origins", [])]


def for_allauth(providers: list[dict[str, Any]]) -> dict[str, Any]:
    """The library's setting: each with PKCE; who is told by the claim `sub`, never by an address."""
    apps = [
        {"provider_id": one["id"], "name": one["name"], "client_id": one["client_id"], "secret": one["secret"],
         "settings": {"server_url": one["server_url"].rstrip("/"), "oauth_pkce_enabled": True, "uid_field": "sub",
                      **{name: one[name] for name in ("scope", "token_auth_method") if name in one}}}
        for one in providers
    ]  # fmt: skip
    return {"openid_connect": {"APPS": apps}}
