"""Of what a page of figures tells: programme, day, period and municipality, as they stand in the address.

A section (a page, a part of a report, a file) works out its tables from a scope alone, so that a worker finds the same
figures as the page did.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.forms import DutchDateField
from chain.models import ChainMunicipality, Membership, Municipality
from chain.parts import OUTSIDE, STEERS
from chain.registry import registered
from reporting.models import Programme
from reporting.tables import Drawing, Table


@dataclass(frozen=True)
class Scope:
    """first, day: the period, both included; `day` is the as-of day too. asked: what else stood in the address, which the
    section reads itself, and never trusts. municipality: None is all of the chain. programme: None where there is none."""

    membership: Membership
    programme: Programme | None
    first: dt.date
    day: dt.date
    places: list[Municipality]
    municipality: Municipality | None = None
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def chain_id(self) -> int:
        return self.membership.chain_id


@dataclass(frozen=True)
class Section:
    """A page of figures, as a part of reports and files. `outside`: whether it also goes into what leaves the chain.

    tables: the same, whoever asks: row security does not narrow them (definer functions give the numbers).
    everybody: for all within the chain, as its page is; else for who steers. counted: of a programme, by its rules.
    """

    key: str
    name: object
    tables: Callable[[Scope], list[Table]]
    drawings: Callable[[Scope], list[Drawing]] | None = None
    outside: bool = False
    everybody: bool = False
    counted: bool = False

    def may(self, membership: Membership | None) -> bool:
        """Whether the membership sees the page, and so gets its files."""
        if membership is None or membership.role in OUTSIDE:
            return False
        return self.everybody or steers(membership)


def sections() -> dict[str, Section]:
    """All of them (SNOER_SECTIONS), in the order of a report."""
    return {section.key: section for section in registered("SNOER_SECTIONS")}


class ScopeForm(forms.Form):
    """`op` (as-of day), `van` (first day of the period), `gemeente` (CBS code), `programma` (key); all may be left out."""

    van = DutchDateField(label=_("Van"), required=False)
    op = DutchDateField(label=_("Tot en met"), required=False)
    gemeente = forms.ChoiceField(label=_("Gemeente"), required=False)

    def __init__(self, places: list[Municipality], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle gemeenten")), *((place.code, place.name) for place in places)
        ]  # fmt: skip

    def clean_op(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["op"]
        if day and day > today():
            raise forms.ValidationError(_("Deze dag moet nog komen. Kies vandaag of eerder."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, day = found.get("van"), found.get("op")
        if first and first > (day or today()):
            self.add_error("van", _("Deze dag ligt na de laatste dag"))
        return found


def steers(membership: Membership | None) -> bool:
    """Whether the membership steers by figures (access.md, rule 9)."""
    return membership is not None and membership.role in STEERS


def steering(request: HttpRequest) -> Membership:
    """The acting membership; PermissionDenied for who does not steer."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not steers(membership):
        raise PermissionDenied
    return membership


def within(membership: Membership | None) -> Membership:
    """The acting membership, of whatever function within the chain; PermissionDenied outside it, 404 for nobody."""
    if membership is None:
        raise Http404
    if membership.role in OUTSIDE:
        raise PermissionDenied
    return membership


def places_of(chain_id: int) -> list[Municipality]:
    """The chain's municipalities by name: one query."""
    served = ChainMunicipality.objects.filter(chain_id=chain_id).select_related("municipality")
    return sorted((row.municipality for row in served), key=lambda place: place.name)


def programme_of(membership: Membership, key: str = "") -> Programme | None:
    """The chain's programme with the key, else that of today, else the last one; one query, None where there is none."""
    found = list(Programme.objects.filter(chain_id=membership.chain_id).select_related("tally"))
    day = today()
    named = next((one for one in found if key and one.key == key), None)
    return named or next((one for one in found if one.started_on <= day <= one.ended_on), found[0] if found else None)


def scope_of(
    membership: Membership, asked: Mapping[str, str], *, since: dt.date | None = None
) -> tuple[Scope, ScopeForm]:
    """What the address asks for, and the form that tells of what is wrong in it (which is then left out).

    Without `van` the period begins on `since`, else on the first day of the year of the last day. Two queries.
    """
    places = places_of(membership.chain_id)
    form = ScopeForm(places, {name: asked[name] for name in ("van", "op", "gemeente") if name in asked})
    form.is_valid()
    chosen = form.cleaned_data
    day = chosen.get("op") or today()
    first = chosen.get("van") or min(since or dt.date(day.year, 1, 1), day)
    place = next((one for one in places if one.code == chosen.get("gemeente")), None)
    programme = programme_of(membership, asked.get("programma", ""))
    return Scope(membership, programme, first, day, places, place, dict(asked)), form
