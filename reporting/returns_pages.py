"""The page of what it brings, for who steers."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chain import formats
from chain.days import today
from reporting.models import Programme
from reporting.returns import returns
from reporting.returns_tables import drawing, tables_of
from reporting.scope import scope_of, steering
from reporting.tabs import tabs


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Of the programme, day and municipality in the address: `programma`, `op`, `gemeente`."""
    membership = steering(request)
    asked = {"op": formats.day_typed(today())} | request.GET.dict()
    scope, form = scope_of(membership, asked)
    del form.fields["van"]
    found = returns(scope)
    shown = {
        "programma": scope.programme.key if scope.programme else "", "op": formats.day_typed(scope.day),
        "gemeente": scope.municipality.code if scope.municipality else "",
    }  # fmt: skip
    all_tables = tables_of(found, scope) if found else []
    context = {
        "section": "targets", "tabs": tabs(membership, "returns"), "scope": scope, "form": form, "found": found,
        "programmes": Programme.objects.filter(chain_id=membership.chain_id),
        "balance": all_tables[0] if all_tables else None, "tables": all_tables[1:],
        "drawing": drawing(found, scope) if found else None,
        "query": urlencode({key: value for key, value in shown.items() if value}),
    }  # fmt: skip
    return render(request, "reporting/returns.html", context)
