"""Net 1: the one call by which views, fragments, serializers, tasks and commands get a client.

It fetches, checks and logs in one, so that no view can forget it. Not visible is 404, visible but not allowed 403.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from chain.models import Membership
from clients.models import Client, Look


def client(request: HttpRequest, number: str, *parts: str, write: bool = False, log: bool = True) -> Client:
    """The client with the number, for the acting membership to read (or write) all the parts.

    Logs the look, or the refusal, before the page is made. `log=False` is for fragments of a page whose look is logged.
    Raises Http404 outside the relation, PermissionDenied where the function does not reach the part; KeyError for an
    unknown part.
    """
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    found = (
        Client.objects.visible_to(membership)
        .select_related("home", "lead")
        .filter(number=number)
        .first()
    )  # fmt: skip
    if found is None:
        look(membership, None, parts, "refused", asked=number[:40])
        raise Http404
    allowed = membership.writes if write else membership.reads
    if not all(allowed(part) for part in parts):
        look(membership, found, parts, "refused")
        raise PermissionDenied
    if log:
        look(membership, found, parts, "contact-point" if membership.is_contact_point else "involvement")
    return found


def readable(membership: Membership, *parts: str) -> list[str]:
    """Those of the parts that the membership reads."""
    return [part for part in parts if membership.reads(part)]


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


def looks(membership: Membership, found: Iterable[Client], parts: Iterable[str]) -> None:
    """The look at each of the clients on a page that shows these parts of several, in one go."""
    why = "contact-point" if membership.is_contact_point else "involvement"
    each = {client.pk: client for client in found}.values()
    Look.objects.bulk_create(
        [
            Look(chain_id=membership.chain_id, client=one, membership=membership, parts=list(parts), why=why)
            for one in each
        ]
    )
