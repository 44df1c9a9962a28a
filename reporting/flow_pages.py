"""The pages of flow: what came in, went through and out, and the paths that people took. For who steers."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from chain import formats
from chain.addresses import among
from chain.days import today
from chain.forms import DutchDateField
from reporting import flow_tables, path_figures
from reporting.flow_figures import PER, a_year_to
from reporting.scope import Scope, ScopeForm, scope_of, steering
from reporting.tabs import tabs


@login_required
@require_GET
def flow(request: HttpRequest) -> HttpResponse:
    """The page; in the address: wat (a key of ABOUT), van, op, gemeente, programma, and per (maand, kwartaal, jaar)."""
    membership = steering(request)
    scope, form = scope_of(membership, _with_period(request.GET.dict()))
    about, per = among(request.GET.get("wat"), flow_tables.ABOUT) or "uitkeringen", among(request.GET.get("per"), PER)
    context = _context(scope, form, "flow", {"wat": about, "per": per}) | {
        "about": about, "abouts": [(key, capfirst(str(name))) for key, (name, _part) in flow_tables.ABOUT.items()],
        "per": per, "ways": [(key, capfirst(str(name))) for key, (_months, name) in PER.items()],
        "part": flow_tables.ABOUT[about][1](scope),
    }  # fmt: skip
    return render(request, "reporting/flow.html", context)


@login_required
@require_GET
def paths(request: HttpRequest) -> HttpResponse:
    """The page; in the address: van, op, gemeente, programma, and vanaf (aanmelding, stap)."""
    membership = steering(request)
    scope, form = scope_of(membership, _with_period(request.GET.dict()))
    since = among(request.GET.get("vanaf"), path_figures.FROM)
    found = path_figures.paths(scope)
    context = _context(scope, form, "paths", {"vanaf": since}) | {
        "since": since, "ways": [(key, capfirst(str(name))) for key, name in path_figures.FROM.items()], "found": found,
        "drawings": path_figures.drawings(found, scope.day), "tables": path_figures.tables(found),
    }  # fmt: skip
    return render(request, "reporting/paths.html", context)


def _with_period(asked: dict[str, str]) -> dict[str, str]:
    """What is asked, with the twelve months up to the last day where no period is; the fields show it."""
    day = today()
    if asked.get("op"):
        with suppress(ValidationError):  # the form tells what is wrong with it
            day = min(DutchDateField().clean(asked["op"]) or day, day)
    else:
        asked["op"] = formats.day_typed(day)
    return asked if asked.get("van") else asked | {"van": formats.day_typed(a_year_to(day))}


def _context(scope: Scope, form: ScopeForm, page: str, more: dict[str, str]) -> dict[str, Any]:
    """What both pages and the links above them need. `query`: the same figures on another page, and in a file."""
    asked = {"van": formats.day_typed(scope.first), "op": formats.day_typed(scope.day)} | more
    if scope.municipality:
        asked["gemeente"] = scope.municipality.code
    if scope.asked.get("programma") and scope.programme:
        asked["programma"] = scope.programme.key
    return {
        "section": "targets", "tabs": tabs(scope.membership, "flow"), "flow_page": page, "scope": scope, "form": form,
        "query": urlencode({key: value for key, value in asked.items() if value}),
    }  # fmt: skip
