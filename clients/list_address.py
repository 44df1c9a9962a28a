"""What the address of the list of people asks for: filters, order, columns and the page; and what there is to choose from.

What it does not understand is left out, and said where somebody typed it. Addresses hold numbers, no names but those
that somebody types to search for.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.parts import CONSULTANTS
from clients import bsn, list_columns, search

STATUSES = {"loopt": _("Er loopt een stap"), "zonder": _("Er loopt geen stap")}
CLOSED = {"gesloten": _("Dossier is gesloten")}
# By whom they are ordered. The last two go along nobody's index: they are for the people of one consultant.
SORTS = {
    "naam": _("Naam"),
    "nieuw": _("Laatst aangemeld"),
    "oud": _("Langst geleden aangemeld"),
    "contact": _("Langst geen contact"),
    "stap": _("Langst zonder stap"),
}
OF_ONE = {"contact": "notes", "stap": "plan"}  # the part of the file that it is about

HOLDS = "d.started_on <= %(day)s and (d.ended_on is null or d.ended_on >= %(day)s)"
OPTIONS = f"""
    select 'gemeente', m.id, m.code, m.name
    from chain_chainmunicipality s join chain_municipality m on m.id = s.municipality_id where s.chain_id = %(chain)s
    union all
    select 'partner', p.id, p.code, p.name from chain_partner p where p.chain_id = %(chain)s and p.parent_id is null
      and exists (select 1 from chain_mandate d
        where d.partner_id = p.id and {HOLDS} and d.function not in ('person', 'chain'))
      and not exists (select 1 from chain_mandate d where d.partner_id = p.id and {HOLDS} and d.function = 'person')
    union
    select 'consulent', u.id, u.id::text, u.name from chain_membership d join chain_user u on u.id = d.user_id
    where d.chain_id = %(chain)s and d.role = any(%(consultants)s) and {HOLDS}"""  # noqa: S608 (a constant)


@dataclass
class Options:
    """What there is to choose from in the filter: (value in the address, name), and the ids behind the values."""

    municipalities: list[tuple[str, str]] = field(default_factory=list)
    partners: list[tuple[str, str]] = field(default_factory=list)
    leads: list[tuple[str, str]] = field(default_factory=list)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)


def options(membership: Membership) -> Options:
    """In one question: municipalities, partners that carry things out, and consultants of the chain."""
    with connection.cursor() as cursor:
        cursor.execute(
            OPTIONS, {"chain": membership.chain_id, "day": today(), "consultants": sorted(CONSULTANTS)}
        )  # fmt: skip
        rows = cursor.fetchall()
    found = Options()
    lists = {"gemeente": found.municipalities, "partner": found.partners, "consulent": found.leads}
    for kind, pk, value, name in sorted(rows, key=lambda row: search.plain(row[3])):
        lists[kind].append((value, name))
        found.ids[kind, value] = pk
    return found


def statuses(membership: Membership) -> Mapping[str, object]:
    """The states to choose from; only a senior consultant has closed files before them."""
    return STATUSES | CLOSED if membership.role == "lead_consultant" else STATUSES


def sorts(membership: Membership) -> Mapping[str, object]:
    """The orders to choose from."""
    return {key: name for key, name in SORTS.items() if key not in OF_ONE or membership.reads(OF_ONE[key])}


def has_bsn(data: QueryDict) -> bool:
    """Whether a BSN was typed: an address is kept in histories and logs, so none may stand in one (access.md, rule 5)."""
    return any(bsn.typed_in(data.get(name, "")) for name in ("q", "werk"))


@dataclass
class Asked:
    """What the address asks for."""

    q: str = ""
    gemeente: str = ""
    consulent: str = ""  # a user's id, or `mijn`
    partner: str = ""
    status: str = ""
    sinds: str = ""
    werk: str = ""  # words of the work profile
    sorteer: str = "naam"
    kolommen: tuple[str, ...] | None = None  # keys of groups of columns; None: the usual ones
    na: str = ""
    voor: str = ""
    since: dt.date | None = None
    since_error: str = ""

    @classmethod
    def of(cls, data: QueryDict, membership: Membership, there: Options) -> "Asked":
        typed = {name: data.get(name, "").strip() for name in ("q", "sinds", "na", "voor", *("sorteer", "status"))}
        work = data.get("werk", "").strip()[: search.LONGEST].replace("\x00", "")
        asked = cls(
            q=typed["q"][: search.LONGEST].replace("\x00", ""), werk=work, na=typed["na"][:12], voor=typed["voor"][:12]
        )
        for name in ("gemeente", "consulent", "partner"):
            value = data.get(name, "")
            if (name, value) in there.ids or (name, value) == ("consulent", "mijn"):
                setattr(asked, name, value)
        if typed["status"] in statuses(membership):
            asked.status = typed["status"]
        if typed["sorteer"] in sorts(membership):
            asked.sorteer = typed["sorteer"]
        if "kolommen" in data:
            wanted = data.getlist("kolommen")
            asked.kolommen = tuple(each.key for each in list_columns.readable(membership) if each.key in wanted)
            if asked.kolommen == list_columns.usual(membership):
                asked.kolommen = None
        asked.sinds = typed["sinds"][:20]
        try:
            asked.since = DutchDateField(required=False).clean(asked.sinds)
        except ValidationError as error:
            asked.since_error = " ".join(error.messages)
        return asked

    @property
    def order(self) -> str:
        """The order that can be: some go for one consultant's people alone."""
        return "naam" if self.needs_lead else self.sorteer

    @property
    def needs_lead(self) -> bool:
        return self.sorteer in OF_ONE and not self.consulent

    def chosen(self, **changes: Any) -> list[tuple[str, str]]:
        """Names and values of the filters, the order and the columns, as they go in an address."""
        here = {"q": self.q, "consulent": self.consulent, "gemeente": self.gemeente, "partner": self.partner,
                "status": self.status, "sinds": self.sinds, "werk": self.werk, "sorteer": self.sorteer} | changes  # fmt: skip
        if here["sorteer"] == "naam":
            del here["sorteer"]
        columns = () if self.kolommen is None else ("basis", *self.kolommen)
        return [(name, value) for name, value in here.items() if value] + [("kolommen", key) for key in columns]

    def address(self, page: str = "clients", **changes: str) -> str:
        """The list with these filters; `na` and `voor` only where they are given. Of another page that takes them, that."""
        query = urlencode(self.chosen(**changes))
        return reverse(page) + (f"?{query}" if query else "")

    @property
    def more(self) -> bool:
        """Whether one of the less usual choices is made: they stand behind a fold."""
        others = self.partner or self.status or self.sinds or self.werk
        return bool(others or self.sorteer != "naam" or self.kolommen is not None)

    @property
    def filtered(self) -> bool:
        chosen = (self.q, self.gemeente, self.consulent, self.partner, self.status, self.since, self.werk)
        return any(chosen)
