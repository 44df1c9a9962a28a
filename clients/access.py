"""Net 1: the one call by which views, fragments, serializers, tasks and commands get a client.

It fetches, checks and logs in one, so that no view can forget it. Not visible is 404, visible but not allowed 403.
"""

import re
from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest

from chain.days import today
from chain.models import Membership
from chain.parts import CONSULTANTS, GLASS, OPENS_CLOSED
from clients import bsn
from clients.models import Client, Involvement, Look
from clients.queries import ClientQuerySet, sees_by_place

NUMBER = re.compile(r"[A-Za-z]?-?[0-9]{1,10}")  # a client number, in whatever series


def client(
    request: HttpRequest, number: str, *parts: str, also: Iterable[str] = (), write: bool = False, log: bool = True
) -> Client:
    """The client with the number, for the acting membership to read (or write) all the parts.

    Logs the look, or the refusal, before the page is made; `also` are parts that the page shows to whom they are shown.
    `log=False` is for fragments of a page whose look is logged. A closed file is not written: it comes back first.
    Raises Http404 outside the relation, PermissionDenied where the function or the relation does not reach the part;
    KeyError for an unknown part.
    """
    return of(request.membership, number, *parts, also=also, write=write, log=log)  # type: ignore[attr-defined]


def of(
    membership: Membership | None,
    number: str,
    *parts: str,
    also: Iterable[str] = (),
    write: bool = False,
    log: bool = True,
) -> Client:
    """As client(), where there is no request: for what a worker does as somebody."""
    if membership is None:
        raise Http404
    found = _found(membership, number)
    if found is None:
        look(membership, None, parts, "refused", asked=as_asked(number))
        raise Http404
    allowed = writes if write else reads
    if not all(allowed(membership, found, part) for part in parts):
        look(membership, found, parts, "refused")
        raise PermissionDenied
    if why(membership, found) == "glass":
        broken = Involvement.objects.of(membership).filter(client=found, reason="glass")
        found.glass = broken.order_by("-expires_at").first()
    if log:
        look(membership, found, [*parts, *readable(membership, found, *also)], why(membership, found))
    return found


def _found(membership: Membership, number: str) -> Client | None:
    """The client, if in sight, with the parts that are shown of the file: all, or those of the partner's involvements."""
    return next(iter(several(membership, Client.objects.filter(number=number))), None)


def several(membership: Membership, clients: ClientQuerySet) -> list[Client]:
    """Those of the clients that are in sight, each with the parts that are shown of the file, in one query; no look is
    logged: that is for who shows something of them."""
    seen = clients.visible_to(membership).select_related("home", "lead")
    if sees_by_place(membership):
        return list(seen)
    mine = Involvement.objects.of(membership).filter(client=OuterRef("pk")).order_by()
    each = JSONObject(parts="parts", ended_on="ended_on", in_person="membership")
    found = list(seen.annotate(involved=ArraySubquery(mine.values_list(each))))
    for one in found:
        one.given = one.involved
        if all(row["parts"] is not None for row in one.given):
            one.shown = frozenset({"client"}.union(*(row["parts"] for row in one.given)))
    return found


def going_on(found: Client) -> bool:
    """Whether the partner whose look this is has to do with the person now: what its sight comes from is not over."""
    return any(
        not row["in_person"] and (row["ended_on"] is None or row["ended_on"] >= today().isoformat())
        for row in found.given or ()
    )


def reads(membership: Membership, found: Client, part: str) -> bool:
    """Whether the membership reads the part of this client's file: by its function, and by its relation."""
    return membership.reads(part) and (found.shown is None or part in found.shown)


def writes(membership: Membership, found: Client, part: str) -> bool:
    """Whether the membership writes the part of this client's file: nobody does where the file is closed."""
    return membership.writes(part) and reads(membership, found, part) and found.closed_on is None


def readable(membership: Membership, found: Client, *parts: str) -> list[str]:
    """Those of the parts of this client's file that the membership reads."""
    return [part for part in parts if reads(membership, found, part)]


def why(membership: Membership, found: Client) -> str:
    """On what ground the membership sees the client, as the look log tells it (clients/look_words.py)."""
    if membership.role == "privacy":
        return "privacy"
    if membership.role in GLASS or (found.closed_on and membership.role in CONSULTANTS - OPENS_CLOSED):
        return "glass"
    return "contact-point" if membership.is_contact_point else "involvement"


def look(membership: Membership, found: Client | None, parts: Iterable[str], why: str, asked: str = "") -> None:
    """Add to the look log; the application cannot read it back."""
    Look.objects.bulk_create(
        [
            Look(
                chain_id=membership.chain_id,
                client=found,
                asked=asked,
                membership=membership,
                parts=list(parts),
                why=why,
            )
        ]
    )


def as_asked(typed: str) -> str:
    """What the look log keeps of the number that somebody typed: it stays when a file is erased, so nothing that can be a
    name, and no BSN; "" where it has not the form of a client number."""
    return typed if NUMBER.fullmatch(typed) and not bsn.typed_in(typed) else ""


def looks(membership: Membership, found: Iterable[Client], parts: Iterable[str]) -> None:
    """The look at each of the clients on a page that shows these parts of several, in one go."""
    each = {client.pk: client for client in found}.values()
    Look.objects.bulk_create(
        [
            Look(
                chain_id=membership.chain_id,
                client=one,
                membership=membership,
                parts=list(parts),
                why=why(membership, one),
            )
            for one in each
        ]
    )
