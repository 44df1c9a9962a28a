"""Who to screen: the selections of document 002, annex 3 b, c, d and f, its group of 30 to 80 percent, and a group that the
analysis of the caseload shows.

Each is one statement over the open files that the maker sees (diagnosis/selection_sql.py), the longest waiting first; of a
life event the nearest. It gives how many fit and the first of them, at most MOST: a round is gone through by people. Whose
file stands in a running round is left out, and so is who was put off until a day to come.
"""

import datetime as dt
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.days import today
from chain.models import Membership
from chain.registry import registered
from clients.models import Client, Term
from clients.queries import ClientQuerySet, sees_by_place
from clients.terms import after, due
from diagnosis.selection_sql import BENEFITS, PARTS, READY, WORK

__all__ = ["BENEFITS", "PARTS", "READY", "WORK"]

MOST = 200  # people in a round
# Life events are dated rows: terms of the chain with these keys, from the day in the column of the identity. Children:
# Participatiewet articles 9a (5) and 9 lid 4 (12), kindgebonden budget (18); 27: article 7; pension: AOW article 7a.
EVENTS = {
    "child-5": (_("jongste kind wordt 5"), "youngest_child_born_on"),
    "child-12": (_("jongste kind wordt 12"), "youngest_child_born_on"),
    "child-18": (_("jongste kind wordt 18"), "youngest_child_born_on"),
    "turns-27": (_("wordt 27"), "birth_date"),
    "pension-age": (_("bereikt de AOW-leeftijd"), "birth_date"),
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "long-on-benefit": {"years": 3},
    "life-event": {"months": 12, "events": list(EVENTS)},
    "participation-place": {},
    "ready-not-out": {},
    "work-ability": {"lowest": 30, "highest": 80},
    "facets": {},
}


class Found(NamedTuple):
    """How many fit, and the first MOST of them: id and since when (or of an event, on which day)."""

    number: int
    first: list[tuple[int, dt.date]]


class Facets(NamedTuple):
    """What the floor that analyses the caseload says of a choice of facets: name in the address -> group (SNOER_FACETS).

    fields: name, label and choices of each. asked: the choice as the database takes it. parts: of the file, of
    which one reads. told: the choice in words.
    """

    fields: Callable[[], list[tuple[str, Any, list[tuple[str, Any]]]]]
    asked: Callable[[Mapping[str, str]], dict[str, int]]
    parts: Callable[[Mapping[str, str]], list[str]]
    told: Callable[[Mapping[str, str]], list[str]]


class Coming(NamedTuple):
    """A life event of somebody: which (a key of EVENTS), and on which day."""

    key: str
    on: dt.date

    @property
    def name(self) -> str:
        return str(EVENTS[self.key][0])


def find(membership: Membership, selection: str, parameters: Mapping[str, Any]) -> Found:
    """Who fits among the open files that the membership sees: one statement (of life events two).

    `parameters`: those of DEFAULTS for the selection, and to narrow it home and lead (ids) and not_screened (months).
    PermissionDenied for who does not see people by where they live, or does not read what the selection looks in;
    KeyError for a selection that is not there.
    """
    if not sees_by_place(membership) or not all(map(membership.reads, parts_of(selection, parameters))):
        raise PermissionDenied
    chosen = DEFAULTS[selection] | dict(parameters)
    day, months = today(), chosen.get("not_screened")
    asked = {
        "most": MOST, "home": chosen.get("home"), "lead": chosen.get("lead"), "lowest": chosen.get("lowest"),
        "highest": chosen.get("highest"), "before": after(day, -12 * chosen.get("years", 0), "months"),
        "screened": after(day, -months, "months") if months else dt.date.max,
    }  # fmt: skip
    if selection == "life-event":
        asked["events"] = _events(membership.chain_id, chosen)
    if selection == "facets":
        asked["facets"] = facets().asked(chosen.get("facets", {}))
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from snoer_select(%s, %s, %s::jsonb)",
            [selection, membership.chain_id, json.dumps(asked, cls=DjangoJSONEncoder)],
        )
        rows = cursor.fetchall()
    return Found(rows[0][2] if rows else 0, [(pk, since) for pk, since, _number in rows])


def facets() -> Facets:
    found: Facets = registered("SNOER_FACETS")[0]
    return found


def parts_of(selection: str, parameters: Mapping[str, Any]) -> list[str]:
    """The parts of the file that the selection looks in, of which the first tells why somebody is in it."""
    chosen = facets().parts(parameters.get("facets", {})) if selection == "facets" else []
    return [*PARTS[selection], *chosen]


def select(chain_id: int, membership: Membership, selection: str, parameters: Mapping[str, Any]) -> ClientQuerySet:
    """The people of `find`, at most MOST of them, as clients."""
    ids = [pk for pk, _since in find(membership, selection, parameters).first]
    return Client.objects.visible_to(membership).filter(chain_id=chain_id, closed_on=None, pk__in=ids)


def _events(chain_id: int, chosen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Per dated row of the chosen events: in which column who was born when reaches it, and how long after that."""
    until, found = after(today(), chosen["months"], "months"), []
    for term in event_terms(chain_id):
        born = born_between(term, today(), until)
        if term.key in chosen["events"] and born:
            months, days = (term.offset, 0) if term.unit == "months" else (0, (due(term, born[0]) - born[0]).days)
            found.append(
                {"column": EVENTS[term.key][1], "first": born[0], "last": born[1], "months": months, "days": days}
            )  # fmt: skip
    return found


def event_terms(chain_id: int) -> list[Term]:
    """The dated rows of the life events: one query."""
    return list(Term.objects.filter(chain_id=chain_id, key__in=EVENTS).order_by("key", "started_on"))


def born_between(term: Term, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and the last birthday, within the term's own period, of who reaches it from `first` to `last`.

    None for nobody. The day reached never goes back for who is born later, so both ends are found by halving.
    """
    births = range(term.started_on.toordinal(), (term.ended_on or last).toordinal() + 1)

    def reached(day: int) -> dt.date:
        return due(term, dt.date.fromordinal(day))

    start, end = bisect_left(births, first, key=reached), bisect_right(births, last, key=reached)
    return (dt.date.fromordinal(births[start]), dt.date.fromordinal(births[end - 1])) if start < end else None


def coming(terms: list[Term], birth: dt.date | None, child: dt.date | None, first: dt.date) -> list[Coming]:
    """The life events of a person from the day on, the nearest first."""
    days = {"birth_date": birth, "youngest_child_born_on": child}
    found = []
    for term in terms:
        born = days[EVENTS[term.key][1]]
        if born and term.started_on <= born and (term.ended_on is None or born <= term.ended_on):
            found.append(Coming(term.key, due(term, born)))
    return sorted((each for each in found if each.on >= first), key=lambda each: each.on)


def described(selection: str, parameters: Mapping[str, Any], reads: Callable[[str], bool] = lambda part: True) -> str:
    """What was asked, in words: the selection's own parameters, and what it was narrowed to.

    `reads`: whether the reader reads a part; of facets that tell of another it says only that they are there.
    """
    told: list[str] = []
    if years := parameters.get("years"):
        told.append(translate("%(years)s jaar of langer onafgebroken") % {"years": years})
    if months := parameters.get("months"):
        told.append(ngettext("binnen %(n)s maand", "binnen %(n)s maanden", months) % {"n": months})
    events = parameters.get("events", [])
    if events and len(events) < len(EVENTS):
        told += [str(EVENTS[key][0]) for key in events if key in EVENTS]
    if chosen := parameters.get("facets"):
        shown = {name: group for name, group in chosen.items() if all(map(reads, facets().parts({name: group})))}
        told += facets().told(shown)
        if len(shown) < len(chosen):
            told.append(translate("kenmerken uit delen van het dossier die u niet leest"))
    if "lowest" in parameters:
        told.append(translate("van %(lowest)s tot en met %(highest)s procent") % parameters)
    if name := parameters.get("home_name"):
        told.append(translate("woont in %(place)s") % {"place": name})
    if name := parameters.get("lead_name"):
        told.append(translate("regie bij %(name)s") % {"name": name})
    if months := parameters.get("not_screened"):
        told.append(
            ngettext("niet gescreend in %(n)s maand", "niet gescreend in %(n)s maanden", months) % {"n": months}
        )
    return ", ".join(told)
