"""Mijn dag asks the floors in one statement: each names its selects in SNOER_DAY_QUESTIONS (for rows) or
SNOER_HEAD_QUESTIONS (for notices and what waits elsewhere), and finds its rows here.

A select is SQL with its parameters by name, or a queryset of values; code, and nothing that people type. Days come back as days
in the columns of DAYS, all else as JSON has it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from chain.models import Membership
from chain.registry import registered
from clients.registered import Leads

Rows = list[dict[str, Any]]
Question = QuerySet[Any, Any] | tuple[str, Mapping[str, Any]]
Questions = Callable[[Membership, Leads], dict[str, Question]]

DAYS = frozenset({"due_on", "since", "on", "from_on", "registered_on", "started_on", "ended_on", "started_at", "ends_on",
                  "asked_on", "decided_on"})  # fmt: skip
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def ask_all(membership: Membership, leads: Leads, *settings: str) -> None:
    """Ask for all floors at once what stands in these settings; `answers` then asks nothing more for this membership."""
    asked = {function: function(membership, leads) for setting in settings for function in registered(setting)}
    rows = _run({f"{place}_{name}": one for place, of in enumerate(asked.values()) for name, one in of.items()})
    membership.answered = {  # type: ignore[attr-defined]
        function: {name: rows[f"{place}_{name}"] for name in of} for place, (function, of) in enumerate(asked.items())
    }


def answers(questions: Questions, membership: Membership, leads: Leads = ()) -> dict[str, Rows]:
    """The rows of a floor's questions, by their names: of those asked already, or else one statement."""
    there: dict[Questions, dict[str, Rows]] = getattr(membership, "answered", {})
    return there[questions] if questions in there else _run(questions(membership, leads))


def _run(questions: Mapping[str, Question]) -> dict[str, Rows]:
    selects: dict[str, str] = {}
    params: dict[str, Any] = {}
    for name, question in questions.items():
        try:
            selects[name], given = _named(question, name)
        except EmptyResultSet:
            continue
        params |= given
    found: dict[str, Rows] = {name: [] for name in questions}
    if selects:
        each = (f'(select json_agg(asked_row) from ({sql}) asked_row) as "{name}"' for name, sql in selects.items())  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"select {', '.join(each)}", params)
            row = cursor.fetchone()
        found |= {name: [_row(one) for one in rows or []] for name, rows in zip(selects, row, strict=True)}
    return found


def _named(question: Question, name: str) -> tuple[str, dict[str, Any]]:
    """The SQL with parameters whose names are its own."""
    if isinstance(question, tuple):
        sql, given = question
        return re.sub(r"%\((\w+)\)s", rf"%({name}_\1)s", sql), {f"{name}_{key}": value for key, value in given.items()}
    sql, listed = question.query.sql_with_params()
    places = iter(range(len(listed)))
    sql = re.sub(r"%[s%]", lambda found: f"%({name}_{next(places)})s" if found[0] == "%s" else found[0], sql)
    return sql, {f"{name}_{place}": value for place, value in enumerate(listed)}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    for key in DAYS & row.keys():
        if row[key] is not None and DAY.match(row[key]):
            row[key] = dt.date.fromisoformat(row[key][:10])
    return row


def person(path: str = "client__") -> dict[str, F]:
    """For a queryset's values(): what a DayRow says of the person, from where the client is."""
    names = {"c_number": "number", "c_first": "first_name", "c_prefix": "prefix", "c_last": "last_name",
             "c_place": "home__name", "c_lead": "lead_id", "c_id": "pk"}  # fmt: skip
    return {key: F(f"{path}{name}") for key, name in names.items()}


def of_person(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same, as a DayRow takes it."""
    name = " ".join(filter(None, [row["c_first"], row["c_prefix"], row["c_last"]]))
    return {"number": row["c_number"], "name": name, "place": row["c_place"] or "", "client_id": row["c_id"],
            "lead": row["c_lead"] or 0}  # fmt: skip
