"""Several selects in one statement: what the record page shows of a person asks the database once instead of five times."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

# Columns that hold a day or a moment; JSON tells them as text, and what somebody wrote may look like one.
DAYS = frozenset(
    {"birth_date", "until", "on", "started_on", "ended_on", "seen_until", "agreed_on", "evaluate_on", "due_on"}
)
MOMENTS = frozenset({"at", "expires_at"})
Rows = list[dict[str, Any]]


def ask(selects: Mapping[str, str], params: Mapping[str, Any]) -> dict[str, Rows]:
    """The rows of each select (code, nothing that people type) under its name, as dicts; columns of `DAYS` as days."""
    if not selects:
        return {}
    each = (f"(select json_agg(x) from ({sql}) x) as {name}" for name, sql in selects.items())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(each)}", params)
        found = cursor.fetchone()
    return {name: [_row(row) for row in rows or []] for name, rows in zip(selects, found, strict=True)}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    for key, value in row.items():
        if isinstance(value, str) and key in DAYS:
            row[key] = dt.date.fromisoformat(value)
        elif isinstance(value, str) and key in MOMENTS:
            row[key] = dt.datetime.fromisoformat(value)
    return row
