"""The page where the whole file of a person is made: what is in it, how much somebody looks at first, and the three forms."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from clients import access, whole_file
from clients.timeline import record

MADE = {"pdf": whole_file.as_pdf, "json": whole_file.as_json, "zip": whole_file.as_zip}
NAMES = {
    "pdf": _("PDF om te lezen"),
    "json": _("bestand om mee te nemen (JSON)"),
    "zip": _("alles samen, met de documenten"),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def whole_file_page(request: HttpRequest, number: str) -> HttpResponse:
    """What the file holds and how much is marked; posted, the file itself in the form that was asked for. It is kept nowhere."""
    found = access.client(request, number, "client", "rights", log=False)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not whole_file.may_make(membership, found):
        access.look(membership, found, ["rights"], "refused")
        raise PermissionDenied
    whole = whole_file.gather(found, membership)
    form = request.POST.get("form", "") if request.method == "POST" else ""
    if form in MADE:
        made = MADE[form](whole)
        record("whole-file", found, part="rights", form=NAMES[form])
        named = f'attachment; filename="dossier-{found.number}.{form}"'
        return HttpResponse(made, content_type=whole_file.FORMS[form], headers={"Content-Disposition": named})
    tables = [
        {"section": title, "title": told.title, "rows": len(now), "marked": marks}
        for title, of in whole.parts
        for told in of
        if (now := whole_file.now(told))
        for marks in [sum(value.review for row in now for value in row.values)]
    ]  # fmt: skip
    context = {"client": found, "section": "clients", "whole": whole, "tables": tables}
    return render(request, "clients/whole_file.html", context, status=422 if request.method == "POST" else 200)
