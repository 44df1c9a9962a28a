"""The one box that finds: people by name, number or birth date, what floors above find, and whose file was opened last.

People are found by clients/search.py, as in the list; employers and vacancies by the functions in SNOER_FIND. At most four
questions in all. Somebody's BSN has a course of its own (by_bsn): it is posted, logged, and stands in no address.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef
from django.urls import reverse

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.parts import ARCHIVE
from chain.registry import registered
from clients import access, bsn, search
from clients.models import Client, Identity, Recent
from clients.queries import ClientQuerySet, any_of
from clients.registered import Found

PAGE = 25  # people on the page; who has more goes on in the list
SUGGESTED = 6  # people beneath the box, of each kind that floors above find
SHORTEST = 3  # letters before anything else than people is looked for: fewer fit too much
RUN_ON = re.compile(r"(\d\d)(\d\d)(\d{4})")
COLUMNS = ("pk", "number", "first_name", "prefix", "last_name", "alias", "closed_on", "home__name", "lead__name")


@dataclass
class People:
    """Who was found. `number`: the client number, where that is what was typed."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    similar: bool = False  # nobody is called so; these look like it
    more: bool = False
    number: str = ""


def may_find(membership: Membership | None) -> bool:
    return membership is not None and membership.reads("client")


def may_find_bsn(membership: Membership | None) -> bool:
    """The point of contact, with who reads identities (access.md, rule 5)."""
    return membership is not None and membership.reads("identity")


def tidy(typed: str) -> str:
    """What is looked for: no longer than a search is."""
    return typed.replace("\x00", "").strip()[: search.LONGEST]


def born(typed: str) -> dt.date | None:
    """The birth date that was typed, as 12-03-1975 or 12031975; None for anything else, and for a day to come."""
    if run_on := RUN_ON.fullmatch(typed):
        typed = "-".join(run_on.groups())
    try:
        day: dt.date | None = DutchDateField(required=False).clean(typed)
    except ValidationError:
        return None
    return day if day and day <= today() else None


def people(membership: Membership, typed: str, most: int = PAGE) -> People:
    """Who has the number, or was born on the day that was typed; else who is called so, or nearly. One question or two."""
    seen = Client.objects.visible_to(membership)
    still = seen.filter(closed_on__isnull=membership.role not in ARCHIVE)
    number, day = search.as_number(typed), born(typed)
    if number and (rows := _rows(seen.filter(number=number), 1)):
        return People(rows, number=number)
    if day is not None:
        return _born(membership, still, day, most)
    wanted = search.words(typed)
    if not wanted or not re.search("[a-z]", "".join(wanted)):
        return People()
    rows = _rows(search.named(still, wanted, membership.chain_id).order_by("sort_name", "pk"), most + 1)
    if rows:
        return People(rows[:most], more=len(rows) > most)
    meant = search.similar(still, wanted) if not number else None
    rows = [] if meant is None else _rows(meant, search.SIMILAR)
    rows.sort(key=lambda row: (-search.likeness(f"{row['name']} {row['alias']}", wanted), row["pk"]))
    return People(rows[:most], similar=bool(rows))


def _born(membership: Membership, still: ClientQuerySet, day: dt.date, most: int) -> People:
    """By birth date, for who reads identities; that these were born then is told of each, and logged."""
    if not membership.reads("identity"):
        return People()
    then = Identity.objects.filter(chain_id=membership.chain_id, birth_date=day)
    rows = _rows(still.filter(pk__in=then.values("client_id")).order_by("sort_name", "pk"), most)
    access.looks(membership, (Client(pk=row["pk"]) for row in rows), ["identity"])
    return People(rows)


def _rows(found: ClientQuerySet, most: int) -> list[dict[str, Any]]:
    return [_named(row) for row in found.values(*COLUMNS)[:most]]


def _named(row: dict[str, Any]) -> dict[str, Any]:
    row["name"] = " ".join(filter(None, [row["first_name"], row["prefix"], row["last_name"]]))
    row["url"] = reverse("record", args=[row["number"]])
    return row


def recent(membership: Membership, most: int) -> list[dict[str, Any]]:
    """Whose files the membership opened last, of who is still in sight: one question."""
    there = Client.objects.visible_to(membership).filter(pk=OuterRef("client"))
    opened = Recent.objects.filter(any_of(there), membership=membership.pk, chain_id=membership.chain_id)
    names = [f"client__{name}" for name in COLUMNS]
    return [
        _named(dict(zip(COLUMNS, row, strict=True))) for row in opened.order_by("-at").values_list(*names)[:most]
    ]  # fmt: skip


def others(membership: Membership, typed: str) -> list[Found]:
    """What is not a person and is called so, kind by kind: a question each."""
    if len("".join(search.words(typed))) < SHORTEST:
        return []
    found = (find(membership, typed) for find in registered("SNOER_FIND"))
    return [each for each in found if each is not None and each.rows]


def by_bsn(membership: Membership, number: str) -> Client | None:
    """The client in sight whose BSN it is; that it was asked is logged, found or not. None where nobody in sight has it."""
    known = Identity.objects.filter(
        chain_id=membership.chain_id, bsn_index=bsn.index(number, membership.chain.slug)
    )  # fmt: skip
    found = Client.objects.visible_to(membership).filter(pk__in=known.values("client_id")).first()
    access.look(membership, found, ["identity"], "bsn")
    return found
