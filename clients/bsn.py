"""The BSN: eleven-test, encryption at rest, and the blind index that finds it, keyed per chain."""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_valid(bsn: str) -> bool:
    """The eleven-test of the Wet algemene bepalingen burgerservicenummer: nine digits, weighted sum divisible by 11."""
    return (
        len(bsn) == 9
        and bsn.isascii()
        and bsn.isdigit()
        and bsn != "000000000"
        and sum(int(digit) * weight for digit, weight in zip(bsn, WEIGHTS, strict=True)) % 11 == 0
    )


def typed_in(text: str) -> str:
    """The nine digits where what was typed holds nine of them, a BSN or one with a mistake in it; else "".

    Also where there are dots, spaces or a name with it: none of it may come to stand in an address (access.md, rule 5).
    """
    digits = "".join(each for each in text if each.isascii() and each.isdigit())
    return digits if len(digits) == 9 else ""


@cache
def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.BSN_KEYS])


@cache
def _index_key(chain_slug: str) -> bytes:
    # The oldest key, so that a new first key does not change the index.
    return hmac.digest(settings.BSN_KEYS[-1].encode(), f"bsn index {chain_slug}".encode(), "sha256")


def encrypt(bsn: str) -> bytes:
    return _box().encrypt(bsn.encode())


def decrypt(cipher: bytes) -> str:
    return _box().decrypt(bytes(cipher)).decode()


def index(bsn: str, chain_slug: str) -> str:
    """The blind index: 40 hexadecimal digits that say nothing without the key."""
    return hmac.new(_index_key(chain_slug), bsn.encode(), hashlib.sha256).hexdigest()[:40]
