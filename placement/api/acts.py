"""What the views of people's introductions and placements share: how they fetch, what they log, what an act refused."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import Http404

from chain.api.problems import Problem, of_form
from chain.api.views import ApiView
from clients import access
from clients.models import Client


def of_person(view: ApiView, rows: QuerySet, *parts: str) -> Any:
    """The row of the address, of a person in sight, with the look at that person; the same for what is not there and for
    what is not to be seen."""
    mine = rows.filter(chain_id=view.membership.chain_id, pk=view.kwargs["pk"])
    row: Any = mine.annotate(number=F("client__number")).first()
    if row is None or row.number is None:
        access.look(view.membership, None, parts, "refused", asked=f"{view.resource} {view.kwargs['pk']}"[:40])
        raise Http404
    row.client = access.of(view.membership, row.number, "client", *parts)
    return row


def logged(view: ApiView, people: Iterable[Client]) -> None:
    """The look at each of those on the page; one that showed nobody is a look too."""
    if found := list(people):
        access.looks(view.membership, found, ["client", "placements"])
    else:
        access.look(view.membership, None, [view.resource], "api")


def told[Done](act: Callable[[], Done], names: Mapping[str, str]) -> Done:
    """What the act gives; what it refuses as a Problem 400, in the names that its fields have out here."""
    try:
        return act()
    except ValidationError as error:
        raise Problem(400, faults=of_form(error, names)) from None
