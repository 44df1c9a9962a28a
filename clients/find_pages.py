"""The page of the one box that finds, with what is suggested beneath the box while typing; and the course of a BSN."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from chain.models import Membership
from clients import bsn, finding, search
from clients.register import may_register

NO_BSN = _("Een BSN hoort niet in een adres van een pagina. Vul het hieronder in, of zoek op naam of klantnummer.")
NOT_BY_BSN = _("Zoek niet op BSN. Zoek op naam of klantnummer.")


@login_required
@never_cache
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """What is called as was typed (`q`); without it whose files were opened last. A client number leads to the record.

    Asked for by htmx: what is suggested beneath the box, as links.
    """
    membership: Membership = _finder(request)
    typed = finding.tidy(request.GET.get("q", ""))
    suggests = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
    if bsn.typed_in(typed):  # not repeated, here or in the next address (access.md, rule 5)
        messages.warning(request, str(NO_BSN if finding.may_find_bsn(membership) else NOT_BY_BSN))
        return redirect("find")
    most = finding.SUGGESTED if suggests else finding.PAGE
    people = finding.people(membership, typed, most) if typed else finding.People()
    if people.number and not suggests:
        return redirect("record", people.number)
    context = {
        "section": "clients", "sought": typed, "people": people, "list_url": _in_list(typed, q=typed),
        "recent": [] if typed else finding.recent(membership, most),
        "others": finding.others(membership, typed) if typed and not people.number else [],
        "work_url": _in_list(typed, werk=typed) if search.words(typed) and membership.reads("profile") else "",
        "may_register": may_register(membership),
    }  # fmt: skip
    response = render(request, "clients/_find.html" if suggests else "clients/find.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@never_cache
@require_POST
def find_bsn(request: HttpRequest) -> HttpResponse:
    """To the record of whose BSN was posted; the page that says that there is none never repeats it."""
    membership = _finder(request)
    if not finding.may_find_bsn(membership):
        raise PermissionDenied
    number = bsn.typed_in(request.POST.get("bsn", ""))
    wrong = not bsn.is_valid(number)
    found = None if wrong else finding.by_bsn(membership, number)
    if found is not None:
        return redirect("record", found.number)
    said = (
        translate("Dit is geen BSN. Kijk de negen cijfers na.") if wrong else translate("Niemand gevonden met dit BSN.")
    )
    context: dict[str, Any] = {
        "section": "clients", "sought": "", "people": finding.People(), "recent": [], "others": [], "work_url": "",
        "may_register": may_register(membership), "bsn_said": said, "bsn_wrong": wrong,
    }  # fmt: skip
    return render(request, "clients/find.html", context, status=422 if wrong else 200)


def _finder(request: HttpRequest) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not finding.may_find(membership):
        raise PermissionDenied
    return membership


def _in_list(typed: str, **query: str) -> str:
    """The list of people with the same search, where one goes on; "" where nothing was typed."""
    return f"{reverse('clients')}?{urlencode(query)}" if typed else ""
