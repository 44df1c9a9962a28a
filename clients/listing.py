"""The list of people, with its search: 25 a page, the filter in the address, two questions to the database.

First the 25, then all their steps at once, and one question more for each group of columns that is chosen. Pages go by the
last person shown (`na`, or `voor` back), not by a count, so that the last page is as quick as the first and a new
registration shifts nothing.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.formats import day_short
from chain.models import Membership
from chain.parts import ARCHIVE, CASEWORKERS, CONSULTANTS
from chain.registry import registered
from clients import access, bulk, glass, list_columns, search
from clients.list_address import STATUSES, Asked, Options, has_bsn, options, sorts, statuses
from clients.models import Client, Step
from clients.queries import ClientQuerySet, any_of
from clients.register import may_register
from clients.registered import Cell, Columns

PAGE = 25
# Order -> its column, and whether the latest come first.
BY_INDEX = {"naam": ("sort_name", False), "nieuw": ("registered_on", True), "oud": ("registered_on", False)}
WORKED_OUT = {"contact": list_columns.last_contact, "stap": list_columns.without_step_since}
COLUMNS = (
    "pk", "number", "first_name", "prefix", "last_name", "alias", "registered_on", "closed_on", "home__name",
    "lead__name",
)  # fmt: skip


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


def find(membership: Membership, asked: Asked, there: Options, most: int = 0) -> Found:
    """The page that is asked for: one question; one more where nobody is called so, two where the name is misspelt."""
    chain_id = membership.chain_id

    def paged(some: ClientQuerySet) -> Found:
        return page(some, asked, membership, most or PAGE)

    clients = filtered(Client.objects.visible_to(membership), membership, asked, there)
    if number := search.as_number(asked.q):
        found = paged(clients.filter(number=number))
        if found.rows:
            return found
    clients = clients.filter(closed_on__isnull=asked.status != "gesloten" and membership.role not in ARCHIVE)
    if not asked.q:
        return paged(clients)
    wanted = search.words(asked.q)
    if not wanted:
        return Found([])
    found = paged(search.named(clients, wanted, chain_id))
    if not found.rows and not (asked.na or asked.voor):
        if (there_in := in_files(clients, asked.q, membership)) is not None:
            found = paged(there_in)
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


def page(clients: ClientQuerySet, asked: Asked, membership: Membership, most: int) -> Found:
    """So many of them, after the person in `na` or before the one in `voor`; one more is asked to know if that is all."""
    everybody = Client.objects.filter(chain_id=membership.chain_id)
    if asked.order in WORKED_OUT:
        column, descending = "since", False
        since = WORKED_OUT[asked.order](membership)
        clients, everybody = clients.annotate(since=since), everybody.annotate(since=since)
    else:
        column, descending = BY_INDEX[asked.order]
    backwards = bool(asked.voor) and not asked.na
    down = descending != backwards
    if number := asked.na or asked.voor:
        anchor = everybody.filter(number=number)
        last, last_id = Subquery(anchor.values(column)[:1]), Subquery(anchor.values("pk")[:1])
        # Not a disjunction alone: the first condition is what the index is entered by.
        beyond, past = ("lte", "lt") if down else ("gte", "gt")
        clients = clients.filter(
            Q(**{f"{column}__{past}": last}) | Q(**{f"pk__{past}": last_id}), **{f"{column}__{beyond}": last}
        )
    order = [F(column).desc(), F("pk").desc()] if down else [column, "pk"]
    rows = list(clients.order_by(*order).values(*COLUMNS)[: most + 1])
    more, rows = len(rows) > most, rows[:most]
    if backwards:
        rows.reverse()
    found = Found(rows)
    if rows:
        found.next = rows[-1]["number"] if backwards or more else ""
        found.previous = rows[0]["number"] if (asked.na if not backwards else more) else ""
    return found


def _names(row: dict[str, Any]) -> str:
    return " ".join(row[name] for name in ("first_name", "prefix", "last_name", "alias"))


def listed_name(row: dict[str, Any]) -> str:
    """`Berg, Jan van den`: as the list is ordered."""
    return f"{row['last_name']}, {row['first_name']} {row['prefix']}".rstrip()


def reader(request: HttpRequest) -> Membership:
    """The acting membership; PermissionDenied for who reads no names."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not membership.reads("client"):
        raise PermissionDenied
    return membership


def may_export(membership: Membership) -> bool:
    """Whoever works with people or answers for who does takes the list along; others read it here."""
    return membership.role in CASEWORKERS | {"manager"}


def as_text(cell: Cell) -> str:
    """What stands in it, as the page says it."""
    if isinstance(cell.value, dt.date):
        return day_short(cell.value)
    return "" if cell.value is None else str(cell.value)


def fill(rows: list[dict[str, Any]], membership: Membership, groups: list[Columns]) -> None:
    """What the chosen columns say of the rows (`steps` for the page: `stappen` is drawn there): a question a group."""
    for row in rows:
        row["name"] = listed_name(row)
        row["cells"] = []
    for group in groups if rows else ():
        if group.key == "stappen":
            list_columns.with_steps(rows, membership)
            continue
        known = group.cells(membership, [row["pk"] for row in rows])
        for row in rows:
            cells = known.get(row["pk"]) or (Cell(),) * len(group.names)
            row["cells"] += [(name, as_text(cell), cell) for name, cell in zip(group.names, cells, strict=True)]


def logged(rows: list[dict[str, Any]], membership: Membership, groups: list[Columns]) -> None:
    """The look at each of these, where more is shown of them than the list always shows (access.md, rule 8)."""
    if rows and (parts := list_columns.looked_at(membership, groups)):
        access.looks(membership, (Client(pk=row["pk"], closed_on=row["closed_on"]) for row in rows), parts)


@login_required
@never_cache
@require_GET
def clients(request: HttpRequest) -> HttpResponse:
    """The list. Asked for by htmx only its table, with the tidy address for the browser."""
    membership = reader(request)
    if has_bsn(request.GET):
        messages.warning(request, _("Zoek niet op BSN. Zoek op naam of klantnummer."))
        return redirect("clients")
    there = options(membership)
    asked = Asked.of(request.GET, membership, there)
    found = find(membership, asked, there)
    # What was found in profiles goes on as the filter does: its next page is not one of names.
    onward = replace(asked, werk=asked.q, q="") if found.at_work else asked
    plan, work = membership.reads("plan"), membership.reads("profile")
    groups = list_columns.shown(membership, asked.kolommen, asked.order)
    logged(found.rows, membership, groups)
    fill(found.rows, membership, groups)
    keys, acts = {group.key for group in groups}, bulk.acts(membership)
    context = {
        "section": "clients", "asked": asked, "found": found, "options": there, "plan": "stappen" in keys,
        "statuses": statuses(membership) if plan else {}, "may_register": may_register(membership),
        "has_own": membership.role in CONSULTANTS, "work": work, "sorts": sorts(membership),
        "columns": [(group.key, group.label, group.key in keys) for group in list_columns.readable(membership)],
        "heads": [name for group in groups if group.key != "stappen" for name in group.names],
        "acts": [("", _("Kies wat u wilt doen")), *((act.key, act.label) for act in acts)] if acts else [],
        "kept": [pair for pair in onward.chosen() if pair[0] != "kolommen"], "most": bulk.MOST,
        "export_url": onward.address("clients_export") if may_export(membership) else "",
        "bulk_url": request.session.get("bulk_url", ""),
        "in_work": asked.address(q="", werk=asked.q) if work and asked.q and found.named else "",
        "next_url": onward.address(na=found.next) if found.next else "",
        "previous_url": onward.address(voor=found.previous) if found.previous else "",
        "first_url": onward.address() if asked.na or asked.voor else "",
        "by_name": onward.address(sorteer="naam"),
        "by_date": onward.address(sorteer="oud" if onward.order == "nieuw" else "nieuw"),
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
