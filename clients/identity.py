"""The BSN: masked everywhere, shown on request, and each time it is shown stands in the look log."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clients import access
from clients import bsn as numbers
from clients.models import Identity


@login_required
@never_cache
@require_POST
def bsn(request: HttpRequest, number: str) -> HttpResponse:
    """Show the BSN, once: for the point of contact only, in answer to a post, so that it is in no address or history.

    For htmx the fragment `clients/_bsn.html` (element #bsn), else a page with the same.
    """
    membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "identity", log=False)
    access.look(membership, found, ["identity"], "bsn")
    identity = Identity.objects.filter(client=found).first()
    shown = numbers.decrypt(bytes(identity.bsn_cipher)) if identity and identity.bsn_cipher else ""
    template = "clients/_bsn.html" if request.headers.get("HX-Request") else "clients/bsn.html"
    return render(request, template, {"client": found, "bsn": shown, "has_bsn": bool(shown), "section": "clients"})
