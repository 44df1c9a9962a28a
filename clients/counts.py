"""What waits on the pages of the main menu, counted by the functions that those pages count with (chain/navigation.py)."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from chain.models import Membership
from chain.navigation import counted, keep
from chain.parts import CASEWORKERS
from chain.registry import registered
from clients.covering import stands_for
from clients.day import rows_of
from clients.day_order import in_order
from clients.registered import Waiting


def waiting(membership: Membership) -> list[Waiting]:
    """What waits on pages of its own, of all floors."""
    return [found for function in registered("SNOER_WAITING") for found in function(membership)]


def numbers(found: Iterable[Waiting]) -> dict[str, int]:
    """What the main menu shows of it."""
    return {one.section: one.number for one in found if one.section}


@login_required
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """The entries of the main menu with what waits there now, for htmx; `bij` is the current one. Without a script nobody
    asks for it: then it leads home."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or "HX-Request" not in request.headers:
        return HttpResponseRedirect(reverse("home"))
    found = {}
    if membership.role in CASEWORKERS:
        found["day"] = len(in_order(rows_of(membership, stands_for(membership), "SNOER_HEAD_QUESTIONS")))
    counted(request, found | numbers(waiting(membership)), all_of_them=True)
    return keep(request, render(request, "chain/_entries.html", {"section": request.GET.get("bij", "")}))
