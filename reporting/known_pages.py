"""As it was: what was known of a programme on an earlier day, beside what is counted now, and fact by fact why it differs."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from chain import formats
from chain.addresses import among, number
from chain.days import today
from chain.forms import DutchDateField
from reporting.changes import (
    CAUSE_NAMES,
    WAYS,
    Asked,
    asked_of,
    both_sides,
    comparison_of,
    reports_of,
    tables_of,
)
from reporting.dashboard import is_behind
from reporting.dashboard_tables import last_day
from reporting.known import BeingCounted
from reporting.known_people import kinds_for, of_choice, people, reads_causes
from reporting.models import KINDS, Report
from reporting.scope import Scope, ScopeForm, scope_of, steering
from reporting.tabs import tabs


class Filters(ScopeForm):
    """As the scope's, and `bekend` (known at the end of that day) or `rapport` (as known when it was made)."""

    bekend = DutchDateField(label=_("Of: zoals bekend op"), required=False)
    rapport = forms.ChoiceField(label=_("Zoals in een rapport"), required=False)

    def __init__(self, places: list[Any], reports: list[Report], *args: Any, **kwargs: Any) -> None:
        super().__init__(places, *args, **kwargs)
        del self.fields["van"]
        self.fields["op"].label = translate("Stand op")
        named = [(str(one.pk), _name(one)) for one in reports]
        self.fields["rapport"].choices = [("", translate("Geen rapport")), *named]  # type: ignore[attr-defined]
        self.order_fields(["rapport", "op", "bekend", "gemeente"])

    def clean_bekend(self) -> Any:
        known = self.cleaned_data["bekend"]
        if known and known >= today():
            raise forms.ValidationError(translate("Kies een dag vóór vandaag: wat nu bekend is, staat er al naast."))
        return known


def _name(report: Report) -> str:
    return translate("stand op %(day)s, gemaakt %(made)s") % {
        "day": formats.day(report.as_of), "made": formats.moment(report.made_at),
    }  # fmt: skip


@login_required
@require_GET
def as_it_was(request: HttpRequest, key: str) -> HttpResponse:
    """The page; `soort`, `reden` and `wijze` choose among the people, `na` is the one after whom they go on."""
    membership = steering(request)
    asked = {"op": "", **request.GET.dict(), "programma": key}
    scope, _form = scope_of(membership, asked)
    programme = scope.programme
    if programme is None or programme.key != key:
        raise Http404
    reports = reports_of(programme)
    chosen = number(asked.get("rapport"))
    if asked.get("rapport") and not any(str(one.pk) == chosen for one in reports):
        raise Http404
    if not asked["op"]:
        scope = _on(scope, last_day(programme))
    what = asked_of(scope, reports)
    filters = Filters(scope.places, reports, _shown(asked, what))
    filters.is_valid()
    try:
        found = comparison_of(scope, what)
    except BeingCounted:
        context = {
            "section": "targets",
            "tabs": tabs(membership, "targets"),
            "programme": programme,
            "filters": filters,
        }
        return render(request, "reporting/as_it_was.html", context | {"busy": True})
    kinds = kinds_for(membership) if found.begun else []  # else it would be everybody
    here = {
        "programma": key, "op": formats.day_typed(what.day),
        **({"rapport": str(what.report.pk)} if what.report else {"bekend": formats.day_typed(what.moment.date())}),
        **({"gemeente": scope.municipality.code} if scope.municipality else {}),
    }  # fmt: skip
    url = reverse("as_it_was", args=[key])

    causes = CAUSE_NAMES if reads_causes(membership) else ()

    def address(more: dict[str, str]) -> str:
        named = {name: value for name, value in here.items() if name != "programma"}  # it stands in the address
        chosen = {name: value for name, value in more.items() if name != "reden" or value in causes}
        return f"{url}?{urlencode(named | chosen)}#mensen"

    picked = {
        "soort": among(asked.get("soort"), KINDS), "reden": among(asked.get("reden"), causes),
        "wijze": among(asked.get("wijze"), WAYS),
    }  # fmt: skip
    place = scope.municipality.pk if scope.municipality else None
    of = of_choice(picked["soort"], picked["reden"], picked["wijze"], place)
    persons, further = people(membership, found, of, int(number(asked.get("na")) or 0)) if kinds else ([], 0)
    picked = {name: value for name, value in picked.items() if value}
    context = {
        "section": "targets", "tabs": tabs(membership, "targets"), "programme": programme, "filters": filters,
        "asked": what, "comparison": found, "behind": is_behind(programme),
        "sentences": _sentences(scope, what, found),
        "tables": tables_of(scope, found, address if kinds else None),
        "query": urlencode(here), "persons": persons, "kinds": kinds,
        "picked": [str(_of(name, value)) for name, value in picked.items()], "everybody": address({}),
        "many": len({one.client for one in found.changed if of(one)}),
        "next_url": address({**picked, "na": str(further)}) if further else "",
    }  # fmt: skip
    return render(request, "reporting/as_it_was.html", context)


def _on(scope: Scope, day: Any) -> Scope:
    return Scope(
        scope.membership, scope.programme, min(scope.first, day), day, scope.places, scope.municipality, scope.asked
    )


def _shown(asked: dict[str, str], what: Asked) -> dict[str, str]:
    """What stands in the fields: what was typed, else what it was taken for."""
    return {
        "op": asked["op"] or formats.day_typed(what.day),
        "bekend": asked.get("bekend") or ("" if what.report else formats.day_typed(what.moment.date())),
        "rapport": str(what.report.pk) if what.report else "", "gemeente": asked.get("gemeente", ""),
    }  # fmt: skip


def _of(name: str, value: str) -> object:
    return {"soort": KINDS, "reden": CAUSE_NAMES, "wijze": WAYS}[name][value]  # type: ignore[index]


def _sentences(scope: Scope, what: Asked, found: Any) -> list[str]:
    """What became of each result, in a sentence."""
    then, now = both_sides(scope, found)
    told = []
    for kind, name in KINDS.items():
        was, is_now = then.total(kind), now.total(kind)
        values = {
            "was": formats.number(was),
            "now": formats.number(is_now),
            "what": name,
            "by": formats.number(abs(is_now - was)),
        }
        changed = sum(1 for one in found.changed if one.kind == kind)
        if was == is_now:
            sentence = translate("%(what)s: toen %(was)s mensen, en nu ook.")
        elif is_now > was:
            sentence = translate("%(what)s: toen %(was)s mensen, nu %(now)s. Dat zijn er %(by)s meer.")
        else:
            sentence = translate("%(what)s: toen %(was)s mensen, nu %(now)s. Dat zijn er %(by)s minder.")
        text = sentence % values
        if changed and scope.municipality is None:
            text += " " + ngettext(
                "Van %(number)s persoon is het anders geteld.", "Van %(number)s mensen is het anders geteld.", changed
            ) % {"number": formats.number(changed)}  # fmt: skip
        told.append(text[:1].upper() + text[1:])
    return told
