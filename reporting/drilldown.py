"""The persons behind a figure, for those who may see them (access.md, rules 2 and 9)."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chain import formats
from chain.models import Membership, Municipality, Partner
from clients import access
from clients.models import Client, Step
from clients.queries import any_of
from reporting.dashboard import Filters, is_behind, programmes_of
from reporting.dashboard_tables import cells_up_to, last_day
from reporting.models import EXTENTS, KINDS, Programme, Result

PAGE = 25
PERSON = ("pk", "number", "first_name", "prefix", "last_name", "closed_on")
MANY = 200  # of the persons that somebody sees no more are counted: each takes a look at the policies


class PersonFilters(Filters):
    """As the dashboard's, and `soort` (kind of result), `omvang` (extent) and `partner` (code)."""

    soort = forms.ChoiceField(required=False)
    omvang = forms.ChoiceField(required=False)
    partner = forms.CharField(required=False)

    def __init__(self, programme: Programme, places: list[Municipality], *args: Any, **kwargs: Any) -> None:
        super().__init__(programme, places, *args, **kwargs)
        self.fields["soort"].label = _("Resultaat")
        self.fields["soort"].choices = list(KINDS.items())  # type: ignore[attr-defined]
        self.fields["omvang"].label = _("Omvang")
        self.fields["omvang"].choices = [("", _("Geheel en gedeeltelijk")), *EXTENTS.items()]  # type: ignore[attr-defined]
        self.fields["jaar"].label = _("Jaar")
        self.order_fields(["soort", "op", "jaar", "gemeente", "omvang"])


@login_required
@require_GET
def results(request: HttpRequest, key: str) -> HttpResponse:
    """A page of persons, by day and client; keyset, so that the last page costs what the first does."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    programme = next((p for p in programmes_of(membership) if p.key == key), None)
    if programme is None:
        raise Http404
    if not membership.reads("results"):
        raise PermissionDenied
    places = list(Municipality.objects.filter(pk__in=membership.chain.served.values("municipality")).order_by("name"))
    asked = request.GET.copy()
    asked.setdefault("soort", "activation")
    asked.setdefault("op", formats.day_typed(last_day(programme)))
    filters = PersonFilters(programme, places, asked)
    filters.is_valid()
    chosen = filters.cleaned_data
    day: dt.date = chosen.get("op") or last_day(programme)
    kind = chosen.get("soort") or "activation"
    # Asked per result while walking along its index: joined, everybody's would be looked up first.
    seen = any_of(Client.objects.visible_to(membership).filter(pk=OuterRef("client_id")))
    found = Result.objects.filter(
        seen, Q(until__isnull=True) | Q(until__gt=day), programme=programme, kind=kind, since__lte=day
    )
    if chosen.get("jaar"):
        found = found.filter(on__year=int(chosen["jaar"]))
    if chosen.get("gemeente"):
        found = found.filter(municipality=_id(places, chosen["gemeente"]))
    if chosen.get("omvang") and kind == "outflow":
        found = found.filter(extent=chosen["omvang"])
    partner = None
    if chosen.get("partner") and kind == "activation":
        partner = Partner.objects.filter(chain_id=membership.chain_id, code=chosen["partner"]).first()
        found = found.filter(partner=partner)
    visible = found.order_by()[:MANY].count()
    after = request.GET.get("na", "").split("_")
    if len(after) == 2 and after[1].isdigit():
        try:
            on = dt.date.fromisoformat(after[0])
            found = found.filter(Q(on__lt=on) | Q(client_id__lt=int(after[1])), on__lte=on)
        except ValueError:
            pass  # a mangled page address is the first page
    rows: list[dict[str, Any]] = list(
        found.order_by("-on", "-client_id").values(
            "on", "extent", "evidence", "kind", "client_id", "municipality_id", "partner__name", "partner__colour"
        )[: PAGE + 1]  # type: ignore[arg-type]
    )
    more, rows = len(rows) > PAGE, rows[:PAGE]
    _name(rows, places)
    _tell_evidence(rows, membership, day)
    _logged(rows, membership)
    total = cells_up_to(programme, day, kind=kind).within(_id(places, chosen.get("gemeente")))
    whole = (
        total.by("partner", kind, _year(chosen)).get(partner.pk, 0)
        if partner
        else total.total(kind, _year(chosen), chosen.get("omvang") or None if kind == "outflow" else None)
    )
    again = asked.copy()
    if more:
        again["na"] = f"{rows[-1]['on']:%Y-%m-%d}_{rows[-1]['client_id']}"
    return render(
        request,
        "reporting/results.html",
        {
            "section": "targets", "programme": programme, "filters": filters, "rows": rows, "kind": kind, "day": day,
            "visible": visible, "many": visible == MANY, "whole": whole, "next": f"?{again.urlencode()}" if more else "",
            "partner": partner, "behind": is_behind(programme), "first": "na" not in request.GET,
        },
    )  # fmt: skip


def _year(chosen: dict[str, Any]) -> int | None:
    return int(chosen["jaar"]) if chosen.get("jaar") else None


def _id(places: list[Municipality], code: str | None) -> int | None:
    return next((place.pk for place in places if place.code == code), None)


def _name(rows: list[dict[str, Any]], places: list[Municipality]) -> None:
    """Who and where each row is, in one query for the page."""
    people = Client.objects.filter(pk__in=[row["client_id"] for row in rows])
    named = {person["pk"]: person for person in people.values(*PERSON)}
    for row in rows:
        person = named[row["client_id"]]
        row["number"], row["closed_on"] = person["number"], person["closed_on"]
        row["name"] = " ".join(filter(None, [person["first_name"], person["prefix"], person["last_name"]]))
        row["place"] = next((place.name for place in places if place.pk == row["municipality_id"]), "")


def _tell_evidence(rows: list[dict[str, Any]], membership: Membership, day: dt.date) -> None:
    """What each row counts for, and whether that is provisional: the steps' instruments, in one query for the page."""
    steps = {}
    if membership.reads("plan"):
        wanted = [row["evidence"] for row in rows if row["kind"] == "activation"]
        steps = dict(Step.objects.filter(pk__in=wanted).values_list("pk", "instrument__name"))
    for row in rows:
        row["step"] = steps.get(row["evidence"], "") if row["kind"] == "activation" else ""
        row["provisional"] = row["kind"] == "outflow" and (day - row["on"]).days < 31


def _logged(rows: list[dict[str, Any]], membership: Membership) -> None:
    """The look at each of them: that they are counted stands here, and by which step (access.md, rule 8)."""
    parts = ["client", "results", *(["plan"] if any(row["step"] for row in rows) else [])]
    access.looks(membership, (Client(pk=row["client_id"], closed_on=row["closed_on"]) for row in rows), parts)
