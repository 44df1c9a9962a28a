"""What was changed in the chain's own settings: when, by whom, what it was and what it became.

The history that the database keeps of a row (chain/history.py) is a picture of it after each change; two pictures after
each other tell what changed. Which tables are told of, and in which words, stands in the setting SNOER_CHANGES. Row-level
security shows of the history what it shows of the rows.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.db.models import ForeignKey
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.addresses import number
from chain.api.scopes import SCOPES
from chain.formats import day, moment, plain
from chain.functions import FUNCTIONS
from chain.manage import admin
from chain.models import Membership
from chain.registry import registered

PAGE = 25
FOLD = 10  # of the last ones, on the page of the thing itself
DONE = {"insert": _("toegevoegd"), "update": _("gewijzigd"), "delete": _("weggehaald")}


@dataclass(frozen=True)
class Kind:
    """A table whose changes are told. `model` as `chain.Mandate`; `fields`: name of the field -> what people call it;
    `about`: the fields that say which row it is; `words`: of a field without choices of its own, value -> what is read."""

    key: str
    model: str
    label: object
    fields: Mapping[str, object]
    about: tuple[str, ...]
    words: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def events(self) -> Any:
        app, name = self.model.split(".")
        return apps.get_model(app, f"{name}Event")


@dataclass(frozen=True)
class Change:
    """One change of one row. `lines`: (field, what it was, what it became), in words; of a new row without what it was."""

    pk: int
    at: dt.datetime
    by: str
    partner: Any
    done: object
    about: str
    lines: list[tuple[object, str, str]]
    first: bool  # the row was made: all that it was given is left out where the row itself stands beside it


PARTNER_FIELDS = {
    "name": _("naam"), "description": _("omschrijving"), "colour": _("kleur"), "position": _("plaats in de rij"),
    "address": _("postadres"), "phone": _("telefoon"),
    "succeeded_by": _("opgevolgd door"), "succeeded_on": _("opgevolgd op"),
}  # fmt: skip
KINDS = [
    Kind(
        "membership", "chain.Membership", _("functies van gebruikers"),
        {"user": _("gebruiker"), "partner": _("organisatie"), "role": _("functie"), "started_on": _("vanaf"),
         "ended_on": _("tot en met")},
        ("user", "role", "partner"),
    ),
    Kind(
        "mandate", "chain.Mandate", _("wie doet wat"),
        {"function": _("functie"), "partner": _("organisatie"), "municipality": _("gemeente"), "started_on": _("vanaf"),
         "ended_on": _("tot en met"), "basis": _("grondslag"), "source": _("bron")},
        ("function", "municipality", "partner"), {"function": FUNCTIONS},
    ),
    Kind(
        "machine", "chain.ApiClient", _("koppelingen"), {"name": _("naam"), "scopes": _("rechten")}, ("name",),
        {"scopes": SCOPES},
    ),
    Kind("partner", "chain.Partner", _("organisaties"), PARTNER_FIELDS, ("name",)),
    Kind("municipality", "chain.ChainMunicipality", _("gemeenten"), {"municipality": _("gemeente")}, ("municipality",)),
    Kind(
        "instrument", "chain.Instrument", _("modules van het palet"),
        {"name": _("naam"), "purpose": _("doel"), "phase": _("fase"), "track": _("spoor"), "function": _("functie"),
         "partner": _("gewone uitvoerder"), "activates": _("activeert"), "form_of_work": _("vorm van werk"),
         "group": _("in een groep"), "weeks": _("gewone duur in weken"), "norm_weeks": _("langer is te lang (weken)"),
         "hours_per_week": _("uur per week"), "for_whom": _("voor wie"), "conditions": _("voorwaarden"),
         "unit_cost": _("kosten in euro"), "cost_per": _("kosten per"), "capacity": _("zoveel mensen tegelijk"),
         "srg_code": _("soort voorziening (SRG)"),
         "started_on": _("wordt aangeboden vanaf"), "ended_on": _("tot en met")},
        ("name",), {"function": FUNCTIONS},
    ),
]  # fmt: skip


def kinds() -> dict[str, Kind]:
    """All that is told of, by key."""
    return {kind.key: kind for group in registered("SNOER_CHANGES") for kind in group}


def changes(kind: Kind, most: int, before: int | None = None, **only: Any) -> tuple[list[Change], int | None]:
    """The last changes, the newest first, of the rows that `only` says (fields of the table), before the one with that
    number; and the number to go on from, None where there are no more.

    Three queries, and one for each table that the rows refer to: these tables are small.
    """
    chosen = kind.events.objects.filter(**only)
    if before is not None:
        chosen = chosen.filter(pgh_id__lt=before)
    last = list(chosen.order_by("-pgh_id")[: most + 1])
    further, last = last[most - 1].pgh_id if len(last) > most else None, last[:most]
    rows = kind.events.objects.filter(id__in={event.id for event in last}).order_by("pgh_id")
    previous: dict[int, Any] = {}
    was: dict[int, Any] = {}
    for event in rows:
        was[event.pgh_id] = previous.get(event.id)
        previous[event.id] = event
    wrote = {event.pgh_id: (event.pgh_context or {}).get("membership") for event in last}
    people = Membership.objects.select_related("user", "partner").in_bulk({pk for pk in wrote.values() if pk})
    names = _Names(kind, [*last, *filter(None, was.values())])
    found = []
    for event in last:
        earlier, by = was.get(event.pgh_id), people.get(wrote[event.pgh_id] or 0)
        lines = [
            (label, names.read(earlier, name) if earlier else "", names.read(event, name))
            for name, label in kind.fields.items()
            if (earlier is None and names.read(event, name))
            or (earlier is not None and getattr(earlier, names.column(name)) != getattr(event, names.column(name)))
        ]
        if event.pgh_label == "update" and not lines:
            continue  # of what is not told, such as the version
        about = ", ".join(filter(None, (names.read(event, name) for name in kind.about)))
        done = DONE.get(event.pgh_label, event.pgh_label)
        by_whom = str(by.user) if by and by.partner else translate("Snoer zelf")
        lines = [] if event.pgh_label == "delete" else lines
        made = event.pgh_label == "insert"
        partner = by.partner if by else None
        found.append(Change(event.pgh_id, event.pgh_created_at, by_whom, partner, done, about, lines, made))
    return found, further


class _Names:
    """The values of a table's fields in words; what they refer to is read once."""

    def __init__(self, kind: Kind, events: Iterable[Any]) -> None:
        self.words: dict[str, dict[Any, Any]] = {}
        self.columns: dict[str, str] = {}
        events, source = list(events), apps.get_model(kind.model)
        for name in {*kind.fields, *kind.about}:
            model_field = source._meta.get_field(name)
            self.columns[name] = model_field.attname
            if isinstance(model_field, ForeignKey):
                target: Any = model_field.remote_field.model
                wanted = {getattr(event, model_field.attname) for event in events} - {None}
                self.words[name] = target._default_manager.in_bulk(wanted)
            else:
                self.words[name] = dict(kind.words.get(name) or model_field.flatchoices)

    def column(self, name: str) -> str:
        return self.columns[name]

    def read(self, event: Any, name: str) -> str:
        value = getattr(event, self.columns[name])
        if value is None or value == "" or value == []:
            return ""
        words = self.words[name]
        if isinstance(value, list):
            return ", ".join(str(words.get(one, one)) for one in value)
        if isinstance(value, bool):
            return translate("ja") if value else translate("nee")
        if isinstance(value, dt.datetime):
            return moment(value)
        if isinstance(value, dt.date):
            return day(value)
        if isinstance(value, Decimal):
            return plain(value)
        return str(words.get(value, value))


@login_required
@require_GET
def change_list(request: HttpRequest, key: str) -> HttpResponse:
    """All changes of one kind, a page at a time, for the administrator; `voor`: the change before which they are."""
    admin(request)
    if (kind := kinds().get(key)) is None:
        raise Http404
    before = number(request.GET.get("voor"))
    found, further = changes(kind, PAGE, int(before) if before else None)
    more = f"{reverse('changes', args=[key])}?voor={further}" if further else ""
    context = {"section": "manage", "kind": kind, "changes": found, "next_url": more}
    return render(request, "chain/changes.html", context)
