"""The pages of waiting and of each partner's part, for who steers; the same tables go into reports and files."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.addresses import among
from chain.days import today
from chain.models import Partner, holds_on
from clients.models import Term
from reporting import contributions as parts
from reporting import waiting as waits
from reporting.people_waiting import people_url
from reporting.scope import Scope, scope_of, steering
from reporting.tabs import tabs
from reporting.waits import WAITS, agreed

# In the address -> the table, and what it is called.
PER = {
    "partner": ("waiting-partner", _("wie aan zet is")), "functie": ("waiting-function", _("waarvoor")),
    "gemeente": ("waiting-place", _("gemeente")),
}  # fmt: skip


@login_required
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits for what. In the address: `wacht` (a key of WAITS), `per` (a key of PER), `gemeente`, and the period `van` and
    `op`. The page shows one way of taking apart at a time; reports and files have all of them."""
    membership = steering(request)
    scope, form = scope_of(membership, request.GET.dict())
    kind, place = waits.kind_of(scope), scope.municipality.pk if scope.municipality else None
    now, past = waits.waiting(place, kind), waits.waited(scope.first, scope.day, place, kind)
    partners = list(Partner.objects.filter(chain_id=scope.chain_id))
    found = {table.key: table for table in waits.tables_of(scope, now, past, partners)}
    per = among(request.GET.get("per"), PER) or "partner"
    context = {
        "section": "targets", "tabs": tabs(membership, "flow"), "flow_page": "waiting", "scope": scope, "form": form,
        "kind": kind, "kinds": [(key, capfirst(str(wait.name))) for key, wait in WAITS.items()], "chosen": WAITS.get(kind),
        "conclusion": waits.conclusion(now), "stuck": _stuck(scope, now, partners), "whole": now.whole,
        "drawing": waits.drawing(now), "now": found["waiting-now"], "detail": found[PER[per][0]],
        "past": found["waiting-past"], "quarters": found["waiting-quarter"], "rules": _rules(scope.chain_id), "day": today(),
        "ways": _ways(scope.asked, per), "query": urlencode(scope.asked),
    }  # fmt: skip
    return render(request, "reporting/waiting.html", context)


def _ways(asked: Mapping[str, str], per: str) -> list[tuple[str, object, bool]]:
    """Of each way of taking apart: its address, what it is called, and whether it is shown."""
    return [
        (f"?{urlencode({**asked, 'per': key})}#detail", name, key == per) for key, (_table, name) in PER.items()
    ]  # fmt: skip


def _stuck(scope: Scope, now: waits.Groups, partners: list[Partner]) -> list[tuple[str, list[Partner], str]]:
    """Of the bottleneck: what is waited for, whose turn it is, and where the people are listed for who may see them."""
    return [
        (waits.called(row), [one for one in partners if one.pk in row.partners],
         people_url(scope.membership, row.kind, scope.municipality))
        for row in waits.bottleneck(now)
    ]  # fmt: skip


def _rules(chain_id: int) -> list[tuple[object, object, list[object]]]:
    """What each wait is: its name, from when until when, and what was agreed by the terms of today. One query."""
    terms = list(Term.objects.filter(holds_on(today()), chain_id=chain_id))
    return [(wait.name, wait.measured, agreed(key, terms)) for key, wait in WAITS.items()]


@login_required
@require_GET
def contributions(request: HttpRequest) -> HttpResponse:
    """Each partner's part; `gemeente` and the period `van` and `op` stand in the address."""
    membership = steering(request)
    scope, form = scope_of(membership, request.GET.dict())
    context = {
        "section": "targets", "tabs": tabs(membership, "contributions"), "scope": scope, "form": form,
        "table": parts.tables(scope)[0], "query": urlencode(scope.asked),
    }  # fmt: skip
    return render(request, "reporting/contributions.html", context)
