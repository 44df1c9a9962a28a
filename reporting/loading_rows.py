"""Rows of the blueprint as loading tells of them, and which row of the database one is, where its first day has moved."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from chain.models import Mandate
from clients.models import Definition, RetentionRule, Term
from placement.models import Amount


def shown(value: Any) -> str:
    match value:
        case None | "" | []:
            return _("leeg")
        case bool():
            return _("ja") if value else _("nee")
        case dt.date():
            return value.strftime("%d-%m-%Y")
        case list():
            return ", ".join(map(str, value))
        case models.Model():
            return str(getattr(value, "code", value))
    return str(value)


def term_name(row: Term) -> str:
    what = f"{row.key} {row.scope}".strip()
    return _("termijn %(what)s vanaf %(from)s") % {"what": what, "from": shown(row.started_on)}


def amount_name(row: Amount) -> str:
    return _("bedrag %(key)s vanaf %(from)s") % {"key": row.key, "from": shown(row.started_on)}


def rule_name(row: RetentionRule) -> str:
    return _("bewaartermijn %(kind)s vanaf %(from)s") % {"kind": row.kind, "from": shown(row.started_on)}


def _meet(first: dt.date, last: dt.date | None, other: dt.date, other_last: dt.date | None) -> bool:
    """Whether two periods have a day in common; no last day: without end."""
    return first <= (other_last or dt.date.max) and other <= (last or dt.date.max)


def within(term: Term, old: Term | None) -> bool:
    return old is not None and (
        term.started_on >= old.started_on and (term.ended_on or dt.date.max) <= (old.ended_on or dt.date.max)
    )


def same_time(one: Term, other: Term) -> bool:
    return (one.key, one.scope) == (other.key, other.scope) and _meet(
        one.started_on, one.ended_on, other.started_on, other.ended_on
    )


def definition_name(row: Definition) -> str:
    return _("begrip %(key)s vanaf %(from)s") % {"key": row.key, "from": shown(row.started_on)}


def take_meant(key: str, values: dict[str, Any], gone: dict[tuple[str, dt.date], Definition]) -> Definition | None:
    """Out of `gone` the meaning that this one is with another first day: of the same word, overlapping in time."""
    for known, old in gone.items():
        if known[0] == key and _meet(values["started_on"], values["ended_on"], old.started_on, old.ended_on):
            return gone.pop(known)
    return None


def mandate_name(row: Mandate) -> str:
    return _("mandaat %(partner)s %(function)s (%(where)s) vanaf %(from)s") % {
        "partner": row.partner.code,
        "function": row.function,
        "where": row.municipality.code if row.municipality else _("hele keten"),
        "from": shown(row.started_on),
    }


def take_moved(mandate: Mandate, gone: dict[tuple, Mandate]) -> Mandate | None:
    """Out of `gone` the one that this mandate is with another first day: same task, overlapping in time."""
    for key, old in gone.items():
        same = key[:3] == (mandate.partner_id, mandate.function, mandate.municipality_id)
        if same and _meet(mandate.started_on, mandate.ended_on, old.started_on, old.ended_on):
            return gone.pop(key)
    return None
