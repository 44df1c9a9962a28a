"""Still at work after 3, 6 and 12 months: who has begun with paid work, and who still had it by then.

Figures are exact within the chain and the same for all who see them (docs/access.md, rule 9); who they are about is on
nobody's list here. By employer they are for who reads of employers.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.days import today
from chain.models import FORMS_OF_WORK, Membership
from clients.models.client import TARGET_GROUPS
from placement.models import Employer
from placement.placements import PAID
from placement.staying_sql import MONTHS, SEES_FIGURES

PAGE = 25
PER = {
    "vorm": ("form", _("soort werk")), "jaar": ("year", _("beginjaar")), "doelgroep": ("group", _("doelgroep")),
    "werkgever": ("employer", _("werkgever")),
}  # fmt: skip
YEARS_BACK = 12  # in the list to choose from
# What is counted, as the page prints it.
DEFINITION = (
    _("Elke plaatsing in betaald werk telt één keer, vanaf de eerste werkdag. Wie twee keer begon, telt bij elke start mee."),
    _("Betaald werk is regulier werk, uitzendwerk, werk met loonkostensubsidie, detachering en beschut werk."),
    _("Gemeten wordt op de dag die 3, 6 of 12 maanden na de eerste werkdag ligt, zodra die dag er is."),
    _("Nog aan het werk: op die dag had deze persoon een plaatsing in betaald werk, deze of een andere. Zolang er geen laatste "
      "dag is vastgelegd, loopt een plaatsing door."),
    _("Bij dezelfde werkgever: deze plaatsing liep nog, of een andere bij dezelfde werkgever."),
    _("Doelgroep zoals die nu is vastgelegd. Wie bij meer doelgroepen hoort, telt bij elk mee."),
)  # fmt: skip


@dataclass(frozen=True)
class After:
    """After so many months: of how many that day has come, and how many of them are still at work."""

    months: int
    came: int
    still: int
    same: int

    @property
    def percent(self) -> int | None:
        """Of those whose day has come, rounded half up; None where it has come for nobody."""
        return (200 * self.still + self.came) // (2 * self.came) if self.came else None

    @property
    def bar(self) -> dict[str, Any]:
        return {
            "width": 300,
            "filled": round(300 * self.still / self.came) if self.came else 0,
            "goal": None,
            "mark": None,
        }


@dataclass(frozen=True)
class Row:
    """A group: what it is called in the table (as the database groups it), who began, and how it went on."""

    name: str | None
    started: int
    people: int
    after: tuple[After, ...]


def may_see(membership: Membership) -> bool:
    return membership.role in SEES_FIGURES and membership.role != "system"


def figures(
    per: str = "",
    year: int | None = None,
    form: str = "",
    day: dt.date | None = None,
    *,
    limit: int | None = None,
    skip: int = 0,
) -> list[Row]:
    """The figures of the acting membership's chain on the day (today), most placements first; one query.

    `per` is a key of the database's groups: form, year, group, employer; '' is all together. Every page takes the same
    sums, so that pages are skipped by number.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from snoer_staying(%s, %s, %s, %s) order by started desc, name nulls last limit %s offset %s",
            [per, year, form, day or today(), limit, skip],
        )
        return [_row(row) for row in cursor.fetchall()]


def _row(row: Sequence[Any]) -> Row:
    name, started, people, *numbers = row
    each = (numbers[place : place + 3] for place in (0, 3, 6))
    return Row(name, started, people, tuple(After(months, *of) for months, of in zip(MONTHS, each, strict=True)))


class Filters(forms.Form):
    jaar = forms.TypedChoiceField(label=_("Begonnen in"), required=False, coerce=int, empty_value=None)
    vorm = forms.ChoiceField(label=_("Soort werk"), required=False)
    per = forms.ChoiceField(label=_("Uitgesplitst naar"), required=False)

    def __init__(self, *args: Any, per: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = today().year
        years = [(year, str(year)) for year in range(this, this - YEARS_BACK, -1)]
        self.fields["jaar"].choices = [("", _("alle jaren")), *years]  # type: ignore[attr-defined]
        forms_of_work = [(form, capfirst(str(FORMS_OF_WORK[form]))) for form in PAID]
        self.fields["vorm"].choices = [("", _("alle soorten")), *forms_of_work]  # type: ignore[attr-defined]
        self.fields["per"].choices = [(key, capfirst(str(PER[key][1]))) for key in per]  # type: ignore[attr-defined]


@login_required
@require_GET
def staying(request: HttpRequest) -> HttpResponse:
    """The page; its filters stand in the address: jaar, vorm, per (vorm, jaar, doelgroep, werkgever), and blad."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not may_see(membership):
        raise PermissionDenied
    employers = membership.reads("employers")
    ways = [key for key in PER if employers or key != "werkgever"]
    filters = Filters(request.GET.dict() | {"per": request.GET.get("per") or "vorm"}, per=ways)
    filters.is_valid()
    chosen = filters.cleaned_data
    year, form, per = chosen.get("jaar"), chosen.get("vorm") or "", chosen.get("per") or "vorm"
    typed = request.GET.get("blad", "")
    page = int(typed) if typed.isdecimal() and 0 < int(typed) < 1000 else 1
    (whole,) = figures("", year, form) or [Row("", 0, 0, tuple(After(months, 0, 0, 0) for months in MONTHS))]
    rows = figures(PER[per][0], year, form, limit=PAGE + 1, skip=PAGE * (page - 1)) if whole.started else []
    here = {key: value for key, value in (("jaar", year), ("vorm", form), ("per", per)) if value}
    context = {
        "section": "introductions", "filters": filters, "whole": whole, "title_of_rows": PER[per][1], "definition": DEFINITION,
        "rows": _named(per, rows[:PAGE]), "today": today(), "filtered": bool(year or form),
        "previous_url": _page(here, page - 1) if page > 1 else "", "next_url": _page(here, page + 1) if len(rows) > PAGE else "",
    }  # fmt: skip
    return render(request, "placement/staying.html", context)


def _page(here: dict[str, Any], page: int) -> str:
    return f"{reverse('staying')}?{urlencode(here | ({'blad': page} if page > 1 else {}))}"


def _named(per: str, rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """Each row with what people call its group."""
    if per == "werkgever":
        wanted = [int(row.name) for row in rows if row.name]
        names = dict(Employer.objects.filter(pk__in=wanted).values_list("pk", "name"))
        return [(names.get(int(row.name), "") if row.name else translate("zonder werkgever"), row) for row in rows]
    known = {"vorm": FORMS_OF_WORK, "doelgroep": TARGET_GROUPS}.get(per, {})
    none = translate("geen doelgroep")
    return [(capfirst(str(known.get(row.name, row.name))) if row.name else capfirst(none), row) for row in rows]
