"""The list of people, with its search: 25 a page, the filter in the address, two questions to the database.

First the 25, then all their steps at once. Pages go by the last person shown (`na`, or `voor` back), not by a count, so
that the last page is as quick as the first and a new registration shifts nothing. Addresses hold numbers, no names.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.parts import ARCHIVE, CONSULTANTS
from chain.registry import registered
from clients import bsn, glass, search
from clients.models import Client, Step
from clients.queries import ClientQuerySet, any_of, shows
from clients.register import may_register
from clients.string import mini_string, moments

PAGE = 25
STATUSES = {"loopt": _("Er loopt een stap"), "zonder": _("Er loopt geen stap")}
CLOSED = {"gesloten": _("Dossier is gesloten")}
SORTS = {"naam": ("sort_name", False), "nieuw": ("registered_on", True)}  # key -> (column, latest first)
COLUMNS = (
    "pk", "number", "first_name", "prefix", "last_name", "alias", "registered_on", "closed_on", "home__name",
    "lead__name",
)  # fmt: skip


HOLDS = "d.started_on <= %(day)s and (d.ended_on is null or d.ended_on >= %(day)s)"


@dataclass
class Options:
    """What there is to choose from in the filter: (value in the address, name), and the ids behind the values."""

    municipalities: list[tuple[str, str]] = field(default_factory=list)
    partners: list[tuple[str, str]] = field(default_factory=list)
    leads: list[tuple[str, str]] = field(default_factory=list)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)


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


@dataclass
class Asked:
    """What the address asks for. What it does not understand is left out, and said where somebody typed it."""

    q: str = ""
    gemeente: str = ""
    consulent: str = ""  # a user's id, or `mijn`
    partner: str = ""
    status: str = ""
    sinds: str = ""
    werk: str = ""  # words of the work profile
    sorteer: str = "naam"
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
        if typed["sorteer"] in SORTS:
            asked.sorteer = typed["sorteer"]
        asked.sinds = typed["sinds"][:20]
        try:
            asked.since = DutchDateField(required=False).clean(asked.sinds)
        except ValidationError as error:
            asked.since_error = " ".join(error.messages)
        return asked

    def address(self, **changes: str) -> str:
        """The list with these filters; `na` and `voor` only where they are given."""
        here = {"q": self.q, "consulent": self.consulent, "gemeente": self.gemeente, "partner": self.partner,
                "status": self.status, "sinds": self.sinds, "werk": self.werk, "sorteer": self.sorteer} | changes  # fmt: skip
        if here["sorteer"] == "naam":
            del here["sorteer"]
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("clients") + (f"?{query}" if query else "")

    @property
    def more(self) -> bool:
        """Whether one of the less usual choices is made: they stand behind a fold."""
        return bool(self.partner or self.status or self.sinds or self.werk or self.sorteer != "naam")

    @property
    def filtered(self) -> bool:
        chosen = (self.q, self.gemeente, self.consulent, self.partner, self.status, self.since, self.werk)
        return any(chosen)


def statuses(membership: Membership) -> Mapping[str, object]:
    """The states to choose from; only a senior consultant has closed files before them."""
    return STATUSES | CLOSED if membership.role == "lead_consultant" else STATUSES


@dataclass
class Found:
    """A page of the list."""

    rows: list[dict[str, Any]]
    next: str = ""  # number of the person after whom the next page begins
    previous: str = ""
    similar: bool = False  # nobody is called so; these look like it
    at_work: bool = False  # nobody is called so; it stands in their work profiles

    @property
    def named(self) -> bool:
        """Whether these are called what was typed."""
        return bool(self.rows) and not (self.similar or self.at_work)


def find(membership: Membership, asked: Asked, there: Options) -> Found:
    """The page that is asked for: one question; one more where nobody is called so, two where the name is misspelt."""
    chain_id = membership.chain_id
    clients = filtered(Client.objects.visible_to(membership), membership, asked, there)
    if number := search.as_number(asked.q):
        found = page(clients.filter(number=number), asked, chain_id)
        if found.rows:
            return found
    clients = clients.filter(closed_on__isnull=asked.status != "gesloten" and membership.role not in ARCHIVE)
    if not asked.q:
        return page(clients, asked, chain_id)
    wanted = search.words(asked.q)
    if not wanted:
        return Found([])
    found = page(search.named(clients, wanted, chain_id), asked, chain_id)
    if not found.rows and not (asked.na or asked.voor):
        if (there_in := in_files(clients, asked.q, membership)) is not None:
            found = page(there_in, asked, chain_id)
            if found.rows:
                found.at_work = True
                return found
        meant = search.similar(clients, wanted) if not number else None
        rows = [] if meant is None else list(meant.values(*COLUMNS))
        rows.sort(key=lambda row: (-search.likeness(_names(row), wanted), row["pk"]))
        return Found(rows, similar=bool(rows))
    return found


def in_files(clients: ClientQuerySet, typed: str, membership: Membership) -> ClientQuerySet | None:
    """Those in whose file it stands, as the floors above find it (SNOER_LIST_SEARCH); None where that is not looked for."""
    found = (find_in(clients, typed, membership) for find_in in registered("SNOER_LIST_SEARCH"))
    return next((each for each in found if each is not None), None)


def filtered(clients: ClientQuerySet, membership: Membership, asked: Asked, there: Options) -> ClientQuerySet:
    """Those that all chosen filters leave."""
    if asked.gemeente:
        clients = clients.filter(home_id=there.ids["gemeente", asked.gemeente])
    if asked.consulent:
        mine = asked.consulent == "mijn"
        clients = clients.filter(lead_id=membership.user_id if mine else there.ids["consulent", asked.consulent])
    if asked.partner:
        clients = clients.filter(partner_ids__contains=[there.ids["partner", asked.partner]])
    if asked.since:
        clients = clients.filter(registered_on__gte=asked.since)
    if asked.werk and membership.reads("profile"):
        there_in = in_files(clients, asked.werk, membership)
        clients = clients.none() if there_in is None else there_in
    if asked.status in STATUSES and membership.reads("plan"):
        running = any_of(Step.objects.filter(client=OuterRef("pk"), status="active"))
        clients = clients.filter(running if asked.status == "loopt" else IsNull(running, True))
    return clients


def page(clients: ClientQuerySet, asked: Asked, chain_id: int) -> Found:
    """25 of them, after the person in `na` or before the one in `voor`; one more is asked to know if that is all."""
    column, descending = SORTS[asked.sorteer]
    backwards = bool(asked.voor) and not asked.na
    down = descending != backwards
    if number := asked.na or asked.voor:
        anchor = Client.objects.filter(number=number, chain_id=chain_id)
        last, last_id = Subquery(anchor.values(column)[:1]), Subquery(anchor.values("pk")[:1])
        # Not a disjunction alone: the first condition is what the index is entered by.
        beyond, past = ("lte", "lt") if down else ("gte", "gt")
        clients = clients.filter(
            Q(**{f"{column}__{past}": last}) | Q(**{f"pk__{past}": last_id}), **{f"{column}__{beyond}": last}
        )
    order = [F(column).desc(), F("pk").desc()] if down else [column, "pk"]
    rows = list(clients.order_by(*order).values(*COLUMNS)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    found = Found(rows)
    if rows:
        found.next = rows[-1]["number"] if backwards or more else ""
        found.previous = rows[0]["number"] if (asked.na if not backwards else more) else ""
    return found


def with_steps(rows: list[dict[str, Any]], membership: Membership) -> None:
    """Add to each row the string in small, the running steps and the next planned one; one question for all rows."""
    paths: dict[int, list[dict[str, Any]]] = {row["pk"]: [] for row in rows}
    steps = (
        Step.objects.filter(shows(membership, "plan"), client_id__in=paths)
        .exclude(status="cancelled")
        .values(
            "client_id", "status", "planned_on", "planned_end", "started_on", "ended_on", name=F("instrument__name"),
            by=F("partner__name"), colour=F("partner__colour"),
        )
    )  # fmt: skip
    for step in steps:
        paths[step["client_id"]].append(step | {"partners": [(step["colour"], step["by"])]})
    day = today()
    for row in rows:
        path = paths[row["pk"]]
        planned = [step for step in path if step["status"] == "planned"]
        row["mini"] = mini_string(moments(path, day))
        row["steps"] = len(path)
        row["running"] = sorted(
            (step for step in path if step["status"] == "active"), key=lambda step: step["started_on"]
        )
        row["next"] = min(planned, key=lambda step: step["planned_on"] or dt.date.max, default=None)
        if row["next"]:
            row["late"] = bool(row["next"]["planned_on"]) and row["next"]["planned_on"] < day


def _names(row: dict[str, Any]) -> str:
    return " ".join(row[name] for name in ("first_name", "prefix", "last_name", "alias"))


def listed_name(row: dict[str, Any]) -> str:
    """`Berg, Jan van den`: as the list is ordered."""
    return f"{row['last_name']}, {row['first_name']} {row['prefix']}".rstrip()


@login_required
@never_cache
@require_GET
def clients(request: HttpRequest) -> HttpResponse:
    """The list. Asked for by htmx only its table, with the tidy address for the browser."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not membership.reads("client"):
        raise PermissionDenied
    if any(bsn.is_valid(re.sub(r"\D", "", request.GET.get(name, ""))) for name in ("q", "werk")):
        # An address is kept in histories and logs: no BSN may stand in one (access.md, rule 5).
        messages.warning(request, _("Zoek niet op BSN. Zoek op naam of klantnummer."))
        return redirect("clients")
    there = options(membership)
    asked = Asked.of(request.GET, membership, there)
    found = find(membership, asked, there)
    # What was found in profiles goes on as the filter does: its next page is not one of names.
    onward = replace(asked, werk=asked.q, q="") if found.at_work else asked
    plan, work = membership.reads("plan"), membership.reads("profile")
    if plan and found.rows:
        with_steps(found.rows, membership)
    for row in found.rows:
        row["name"] = listed_name(row)
    context = {
        "section": "clients", "asked": asked, "found": found, "options": there, "plan": plan,
        "statuses": statuses(membership) if plan else {}, "may_register": may_register(membership),
        "has_own": membership.role in CONSULTANTS, "work": work,
        "in_work": asked.address(q="", werk=asked.q) if work and asked.q and found.named else "",
        "next_url": onward.address(na=found.next) if found.next else "",
        "previous_url": onward.address(voor=found.previous) if found.previous else "",
        "first_url": onward.address() if asked.na or asked.voor else "",
        "by_name": onward.address(sorteer="naam"), "by_date": onward.address(sorteer="nieuw"),
        "anywhere": Asked(q=asked.q).address() if asked.q and asked.address() != Asked(q=asked.q).address() else "",
        "everybody": reverse("clients"), "glass_url": reverse("glass") if glass.may_ask(membership) else "",
        "tabs": [(Asked(consulent="mijn").address(), _("Mijn inwoners"), asked.consulent == "mijn"),
                 (reverse("clients"), _("Alle inwoners"), asked.consulent != "mijn")],
    }  # fmt: skip
    fragment = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
    response = render(request, "clients/_list.html" if fragment else "clients/list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if fragment:
        response["HX-Replace-Url"] = request.get_full_path() if asked.na or asked.voor else asked.address()
    return response
