"""Occupations in the words that people use: found by any of their names, and chosen in a form.

Accents, capitals and typing errors are forgiven. What people here call their work comes before the names of ESCO.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Case, F, FloatField, Max, Min, Q, Value, When
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.models import Membership
from clients.search import LONGEST, plain, words
from diagnosis.models import Occupation
from diagnosis.occupation_lists import load_own

__all__ = ["OccupationField", "exact", "exactly", "find", "load_own", "occupations"]

SHOWN = 10
NEAREST = 5  # named where nothing is called so
ALIKE = 0.3  # how much a misspelt name has in common with what is meant
OWN_FIRST = 0.1  # how much less that may be of the own list


def find(typed: str, limit: int = SHOWN) -> list[Occupation]:
    """Occupations that are meant by what is typed, the likeliest first: each with `said`, the name it was found by.

    With every word in one name, at best at the beginning of a word; if there is none, those whose names look like it.
    """
    wanted = words(typed)
    if not wanted or max(map(len, wanted)) < 2:
        return []
    whole = plain(typed.strip())
    has, begins = Q(), Q()
    for word in wanted:
        has &= Q(names__plain__contains=word)
        begins &= Q(names__plain__regex=rf"\m{word}")
    rank = Case(When(names__plain=whole, then=0), When(begins, then=1), default=2)
    own = Case(When(source="own", then=0), default=1)
    length = Length("names__name")
    found = (
        Occupation.objects.filter(has)
        .annotate(rank=Min(rank), short=Min(length), said_all=ArrayAgg("names__name", order_by=[rank, length]))
        .order_by(Case(When(rank__lte=1, then=0), default=1), own, "rank", "short", "name", "pk")[:limit]
    )
    return _said(found) or _alike(whole[:LONGEST], limit)


def _alike(whole: str, limit: int) -> list[Occupation]:
    near = TrigramSimilarity("names__plain", whole)
    own = Case(When(source="own", then=Value(OWN_FIRST)), default=Value(0.0), output_field=FloatField())
    found = (
        Occupation.objects.filter(names__plain__trigram_similar=whole)
        .annotate(near=Max(near), score=Max(near) + own, said_all=ArrayAgg("names__name", order_by=[near.desc()]))
        .filter(near__gte=ALIKE).order_by("-score", "name", "pk")[:limit]
    )  # fmt: skip
    return _said(found)


def _said(found: Any) -> list[Occupation]:
    rows = list(found)
    for each in rows:
        each.said = each.said_all[0]
    return rows


def exact(typed: str) -> Occupation | None:
    """The occupation that is called so: by its own name, else by the only one that also has the name; None if unclear."""
    return exactly([typed])[typed]


def exactly(typed: Iterable[str]) -> dict[str, Occupation | None]:
    """As `exact`, of many at once."""
    names = {each: plain(" ".join(each.split())) for each in typed}
    there: dict[str, list[Occupation]] = defaultdict(list)
    wanted = set(names.values()) - {""}
    if wanted:
        found = Occupation.objects.filter(names__plain__in=wanted).annotate(called=F("names__plain"))
        for one in found.distinct().order_by("pk"):
            there[one.called].append(one)
    return {each: _meant(name, there.get(name, [])) for each, name in names.items()}


def _meant(name: str, there: list[Occupation]) -> Occupation | None:
    own = [each for each in there if each.source == "own"]
    for some in ([each for each in own if plain(each.name) == name], own, [e for e in there if plain(e.name) == name]):
        if some:
            return some[0]
    return there[0] if len(there) == 1 else None


class OccupationInput(forms.TextInput):
    """A text field with suggestions while one types; without JavaScript those come with the answer."""

    template_name = "components/occupation.html"

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            value = Occupation.objects.filter(pk=value).first()
        return value.name if isinstance(value, Occupation) else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        attrs, shown = context["widget"]["attrs"], context["widget"]["value"]
        attrs["list"] = f"{attrs.get('id', name)}-options"
        attrs |= {
            "autocomplete": "off", "spellcheck": "false", "hx-get": f"{reverse_lazy('occupations')}?veld={name}",
            "hx-trigger": "input changed delay:200ms", "hx-target": f"#{attrs['list']}", "hx-swap": "innerHTML",
        }  # fmt: skip
        meant = isinstance(value, int | Occupation) or not shown or exact(shown) is not None
        context["nearest"] = [] if meant else find(str(shown), NEAREST)
        return context


class OccupationField(forms.Field):
    """An occupation by any of its names; cleans to the Occupation, or None where it is not required."""

    widget = OccupationInput
    default_error_messages = {"required": _("Vul een beroep in")}

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> Occupation | None:
        if value in self.empty_values or isinstance(value, Occupation):
            return value or None
        typed = str(value).strip()[:LONGEST]
        if not typed:
            return None
        if (found := exact(typed)) is None:
            names = ", ".join(dict.fromkeys(each.name for each in find(typed, 3)))
            raise ValidationError(
                translate("Dit beroep kennen we niet precies zo. Bedoelt u: %(names)s?") % {"names": names}
                if names else translate("Dit beroep kennen we niet. Probeer een ander woord."), code="unknown",
            )  # fmt: skip
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        name = initial.name if isinstance(initial, Occupation) else initial or ""
        return plain(str(name)) != plain(str(data or "").strip())


@login_required
@require_GET
def occupations(request: HttpRequest) -> HttpResponse:
    """Occupations by what is typed; asked for by htmx, the suggestions of the field that is named."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    fragment = request.headers.get("HX-Request") == "true" and not request.headers.get("HX-History-Restore-Request")
    typed = request.GET.get(request.GET.get("veld", "") or "q", "")[:LONGEST].replace("\x00", "")
    found = find(typed, SHOWN if fragment else 25)
    context: dict[str, Any] = {"typed": typed, "found": [(each, hint(each, typed)) for each in found]}
    if not fragment:
        context |= {"section": "", "sectors": Occupation._meta.get_field("sector").choices,
                    "esco": Occupation.objects.exclude(esco_uri="").exists()}  # fmt: skip
    template = "components/_occupation_options.html" if fragment else "diagnosis/occupations.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def hint(found: Occupation, typed: str) -> str:
    """What stands beside a suggestion: the name by which it was found, if that is another.

    A browser shows of the suggestions those that hold what is typed; so where a name is misspelt, that itself.
    """
    said = found.said  # type: ignore[attr-defined]
    if re.search(re.escape(typed.strip()), said, re.IGNORECASE):
        return "" if said == found.name else capfirst(said)
    return typed.strip()
