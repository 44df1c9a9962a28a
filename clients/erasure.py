"""Carrying out what was approved, as the database role snoer_eraser: one file a transaction.

Killed in the middle, the next run goes on where it was; a second run finds nothing. The documents on the disk go before the
transaction ends: where it does not end, the file is still on the list, and the next run misses nothing.
"""

import logging
from collections import Counter

from django.conf import settings
from django.db import connections, transaction

from chain.acting import acting_as, system_membership
from chain.jobs import once_at_a_time
from chain.models import Chain
from clients.documents import discard
from clients.models import ErasureEntry

logger = logging.getLogger(__name__)
ALIAS = "eraser"


class NoEraser(RuntimeError):
    """This process does not know the address of the role that may erase."""


def able() -> bool:
    """Whether this process may erase: only where DATABASE_ERASER_URL is set (docs/operations.md)."""
    return ALIAS in settings.DATABASES


def carry_out(chain: Chain, using: str = ALIAS) -> Counter[str]:
    """Everything approved in the chain: how many files became what (see clients/erasure_sql.py). NoEraser without the role."""
    if using == ALIAS and not able():
        raise NoEraser
    found: Counter[str] = Counter()

    def work() -> str:
        for entry in _approved(chain.pk):
            found[erase(entry, using)] += 1
        return ", ".join(f"{number} {became}" for became, number in sorted(found.items())) or "nothing to erase"

    once_at_a_time(chain.pk, "retention", "erase", work)
    return found


def _approved(chain_id: int) -> list[int]:
    with acting_as(system_membership(chain_id, "retention"), "erase"):
        return list(
            ErasureEntry.objects.filter(
                chain_id=chain_id, act="erase", erased_at=None, erasure__approved_at__isnull=False,
                erasure__withdrawn_at=None,
            ).order_by("pk").values_list("pk", flat=True)
        )  # fmt: skip


def erase(entry_id: int, using: str = ALIAS) -> str:
    """One file of an approved list; what became of it."""
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("select became, documents from snoer_erase(%s)", [entry_id])
            became, documents = cursor.fetchone()
        for stored in documents:
            discard(stored)
    return str(became)
