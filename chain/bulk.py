"""Statements over whole tables."""

import contextlib
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def whole_tables(cursor: Any) -> Iterator[None]:
    """For statements that go through all rows of a chain: tables are hashed, never looked up row by row.

    The planner takes the conditions of row-level security for very selective, expects one row where there are a hundred
    thousand, and would loop over the other table for each of them. In a transaction; an exception undoes it with that.
    The plans that triggers keep for the session were made for a row or two: they go too.
    """
    cursor.execute("discard plans; set local enable_nestloop = off")
    yield
    cursor.execute("set local enable_nestloop = on")
