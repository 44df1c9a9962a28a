"""The BSN: eleven-test, encryption at rest, and the blind index that finds it, keyed per chain."""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from chain.free_text import eleven


def is_valid(bsn: str) -> bool:
    """Nine digits that pass the eleven-test."""
    return bsn.isascii() and bsn.isdigit() and eleven(bsn)


def typed_in(text: str) -> str:
    """The nine digits where what was typed holds nine of them, a BSN or one with a mistake in it; else "".

    Also where there are dots, spaces or a name with it: none of it may come to stand in an address (access.md, rule 5).
    """
    digits = "".join(each for each in text if each.isascii() and each.isdigit())
    return digits if len(digits) == 9 else ""


def encrypt(bsn: str) -> bytes:
    return _box(tuple(settings.BSN_KEYS)).encrypt(bsn.encode())


def decrypt(cipher: bytes) -> str:
    return _box(tuple(settings.BSN_KEYS)).decrypt(bytes(cipher)).decode()


def index(bsn: str, chain_slug: str) -> str:
    """The blind index, under the oldest key, so that a new first key does not change it: 40 hexadecimal digits that say
    nothing without the key."""
    return index_under(settings.BSN_KEYS[-1], bsn, chain_slug)


def index_under(key: str, bsn: str, chain_slug: str) -> str:
    return hmac.new(_index_key(key, chain_slug), bsn.encode(), hashlib.sha256).hexdigest()[:40]


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@cache
def _index_key(key: str, chain_slug: str) -> bytes:
    return hmac.digest(key.encode(), f"bsn index {chain_slug}".encode(), "sha256")
