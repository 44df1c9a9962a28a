"""The look log for the privacy officer: who looked at whom, which parts, on what ground and when; a page at a time.

Clients stand in it by number: their names are not needed to judge who looked. That the log was searched is logged too.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.addresses import text_of
from chain.days import AMSTERDAM
from chain.forms import DutchDateField
from chain.models import Membership, Partner
from chain.parts import PARTS
from clients import access, bsn, look_words
from clients.models import Client, Look
from clients.privacy_tabs import SECTION, officer, tabs
from clients.search import as_number

PAGE = 50


class Filters(forms.Form):
    """What the address asks for, in the words that stand in it."""

    wie = forms.ChoiceField(label=_("Collega"), required=False)
    partner = forms.ChoiceField(label=_("Organisatie"), required=False)
    klant = forms.CharField(label=_("Klantnummer"), required=False, max_length=40)
    deel = forms.ChoiceField(label=_("Deel van het dossier"), required=False)
    grond = forms.ChoiceField(label=_("Waarom"), required=False)
    van = DutchDateField(label=_("Vanaf"), required=False)
    tot = DutchDateField(label=_("Tot en met"), required=False)

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.filter(chain_id=chain_id).exclude(role="system")
        names = (
            people.order_by("user__name", "user_id").values_list("user_id", "user__name", "user__username").distinct()
        )
        choices: dict[str, list[tuple[Any, Any]]] = {
            "wie": [(str(pk), name or username) for pk, name, username in names],
            "partner": list(Partner.objects.filter(chain_id=chain_id).values_list("code", "name")),
            "deel": [(key, capfirst(str(part.label))) for key, part in PARTS.items()],
            "grond": [(key, capfirst(str(label))) for key, label in look_words.WHY.items()],
        }
        for name, there in choices.items():
            self.fields[name].choices = [("", _("Alle")), *there]  # type: ignore[attr-defined]

    def clean_klant(self) -> str:
        typed = text_of(self.cleaned_data["klant"]).strip()
        return as_number(typed) or typed

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("van") and found.get("tot") and found["tot"] < found["van"]:
            self.add_error("tot", _("Deze dag ligt voor de eerste dag"))
        return found


@dataclass(frozen=True)
class Line:
    """A look as the list shows it."""

    at: dt.datetime
    looker: Membership
    number: str  # of the client, or what was asked for
    known: bool  # whether there is such a client
    parts: str
    why: str
    refused: bool


def chosen(membership: Membership, asked: dict[str, Any]) -> QuerySet[Look]:
    """The looks that all choices leave. Memberships and client are looked up first: each then has an index of its own."""
    looks = Look.objects.filter(chain_id=membership.chain_id)
    if asked.get("wie") or asked.get("partner"):
        lookers = Membership.objects.filter(chain_id=membership.chain_id)
        if asked.get("wie"):
            lookers = lookers.filter(user=asked["wie"])
        if asked.get("partner"):
            lookers = lookers.filter(partner__code=asked["partner"])
        looks = looks.filter(membership__in=list(lookers.values_list("pk", flat=True)))
    if asked.get("klant"):
        found = Client.objects.filter(chain_id=membership.chain_id, number=asked["klant"]).first()
        in_vain = Q(client=None, asked=asked["klant"]) & ~Q(asked="")  # refused to who did not see the person
        if not asked.get("grond"):
            in_vain &= ~Q(why="privacy")  # that the log was searched for this number
        looks = looks.filter(in_vain | Q(client=found) if found else in_vain)
    if asked.get("deel"):
        looks = looks.filter(parts__contains=[asked["deel"]])
    if asked.get("grond"):
        looks = looks.filter(why=asked["grond"])
    if asked.get("van"):
        looks = looks.filter(at__gte=_begin(asked["van"]))
    if asked.get("tot"):
        looks = looks.filter(at__lt=_begin(asked["tot"] + dt.timedelta(1)))
    return looks


def _begin(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), AMSTERDAM)


def page(looks: QuerySet[Look], after: str, most: int = PAGE) -> tuple[list[Line], str]:
    """So many, latest first, after the one of the mark; and the mark to go on from ("" where there are no more)."""
    if last := _mark(after):
        looks = looks.filter(Q(at__lt=last[0]) | Q(pk__lt=last[1]), at__lte=last[0])
    rows: list[Any] = list(
        looks.order_by("-at", "-pk").values("pk", "at", "membership_id", "client_id", "asked", "parts", "why")[
            : most + 1
        ]
    )
    further = f"{rows[most - 1]['at'].isoformat()}_{rows[most - 1]['pk']}" if len(rows) > most else ""
    return lines(rows[:most]), further


def lines(rows: list[dict[str, Any]]) -> list[Line]:
    """With who looked and at which number: two queries."""
    lookers = Membership.objects.select_related("user", "partner").in_bulk({row["membership_id"] for row in rows})
    numbers = dict(
        Client.objects.filter(pk__in={row["client_id"] for row in rows} - {None}).values_list("pk", "number")
    )
    return [
        Line(
            row["at"], lookers[row["membership_id"]], numbers.get(row["client_id"], row["asked"]),
            row["client_id"] in numbers, ", ".join(look_words.parts(row["parts"], [row["why"]])), look_words.why(row["why"]),
            row["why"] == "refused",
        )
        for row in rows
    ]  # fmt: skip


def moment_of(typed: str) -> dt.datetime | None:
    """The moment in an address, with its zone; None for what is none, or in a year that no look can be of."""
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    return found if found and found.tzinfo and 2000 <= found.year <= 2100 else None


def _mark(typed: str) -> tuple[dt.datetime, uuid.UUID] | None:
    at, _sign, pk = typed.partition("_")
    moment = moment_of(at)
    try:
        return (moment, uuid.UUID(pk)) if moment else None
    except ValueError:
        return None


def searched(membership: Membership, client: Client | None = None, asked: str = "") -> None:
    """That the log itself was read."""
    access.look(membership, client, ["looks"], "privacy", asked=access.as_asked(asked))


@login_required
@never_cache
@require_GET
def look_log(request: HttpRequest) -> HttpResponse:
    """The log with its choices; `na`: older than that one."""
    membership = officer(request)
    if bsn.typed_in(request.GET.get("klant", "")):
        messages.warning(request, _("Zoek niet op BSN. Zoek op klantnummer."))
        return redirect("look_log")
    filters = Filters(request.GET, chain_id=membership.chain_id)
    asked = filters.cleaned_data if filters.is_valid() else {}
    searched(membership, asked=asked.get("klant", ""))
    found, further = page(chosen(membership, asked), request.GET.get("na", "")) if filters.is_valid() else ([], "")
    kept = {name: value for name, value in request.GET.items() if name in filters.fields and value}
    context = {
        "section": SECTION, "tabs": tabs(membership, "looks"), "filters": filters, "rows": found, "chosen": bool(kept),
        "previous_url": "", "next_url": f"{reverse('look_log')}?{urlencode(kept | {'na': further})}" if further else "",
    }  # fmt: skip
    return render(request, "clients/look_log.html", context, status=200 if filters.is_valid() else 422)
