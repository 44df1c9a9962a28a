"""Secrets at rest: what is sealed with the keys of the installation (SNOER_BSN_KEYS), each purpose with a key of its own.

The first key seals, all of them open: so a key is replaced by putting a new one first and sealing anew (clients/key_rotation.py).
"""

import base64
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def box(purpose: str) -> MultiFernet:
    """What seals and opens for the purpose, such as "documents"."""
    return _box(tuple(settings.BSN_KEYS), purpose)


def first_alone(purpose: str) -> MultiFernet:
    """What opens with what the first key sealed, and with nothing else."""
    return _box((settings.BSN_KEYS[0],), purpose)


@cache
def _box(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    derived = [hmac.digest(key.encode(), f"snoer {purpose}".encode(), "sha256") for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
