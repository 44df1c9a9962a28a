"""What attacks on the database share: plain SQL, and that it is refused, with which code and no word more."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import Error, connection, transaction

# SQLSTATE
REFUSED = "42501"  # insufficient privilege: a right, a policy, or nobody acting
NOT_UNIQUE = "23505"
NO_SUCH_KEY = "23503"


def sql(query: str, *parameters: Any) -> list[tuple] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        return cursor.fetchall() if cursor.description else None


class Refusal:
    """What the refused statement was told."""

    said = ""


@contextlib.contextmanager
def refused(code: str = REFUSED) -> Iterator[Refusal]:
    """The statement fails with the code, at once or at the end of the transaction; nothing of it stays."""
    refusal = Refusal()
    with pytest.raises(Error) as caught, transaction.atomic():
        yield refusal
        sql("set constraints all immediate")
    state = getattr(caught.value.__cause__, "sqlstate", None)
    assert state == code, (state, str(caught.value))
    refusal.said = str(caught.value)
