"""Who is counted otherwise than was known then, and which fact did it: when it was written, and by whom.

Only people in sight, of each the parts that the reader reads: steps are of the plan, and whoever flowed out is known to the
point of contact alone. The facts are read under row-level security, so that the database says the same.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models.expressions import RawSQL
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from chain.models import Instrument, Membership, Municipality, Partner
from clients import access
from clients.models import Client
from clients.models.facts import END_REASONS, LEVELS, SCHEMES
from clients.queries import shows
from reporting.changes import CAUSE_NAMES, WAYS, activating, of_place
from reporting.known import Changed, Comparison, Counted
from reporting.models import EXTENTS, KINDS

PAGE = 25
MOST = 2  # facts beside a result; the rest is in the file
DONE = {"fresh": _("later vastgelegd"), "taken": _("weggehaald, of nu op een latere dag"), "other": _("verbeterd")}
# Fact -> model, part of the file, and of each column: what people call it, and which words say its value.
FACTS: dict[str, tuple[str, str, dict[str, tuple[object, str]]]] = {
    "step": ("Step", "plan", {
        "instrument_id": (_("module"), "instruments"), "partner_id": (_("partner"), "partners"),
        "started_on": (_("begonnen op"), ""), "ended_on": (_("laatste dag"), ""),
    }),
    "benefit": ("BenefitPeriod", "benefit", {
        "scheme": (_("regeling"), "schemes"), "level": (_("hoogte"), "levels"), "started_on": (_("vanaf"), ""),
        "ended_on": (_("tot en met"), ""), "end_reason": (_("reden van einde"), "reasons"),
    }),
    "residence": ("Residence", "contact", {
        "municipality_id": (_("gemeente"), "places"), "started_on": (_("vanaf"), ""), "ended_on": (_("tot en met"), ""),
    }),
}  # fmt: skip
NAMES = {"step": _("Stap"), "benefit": _("Uitkering"), "residence": _("Woonplaats")}
Picture = tuple[Any, ...] | None


@dataclass(frozen=True)
class Fact:
    """A fact that is not what it was, about a step, benefit or residence. lines: (what, what it was, what it is), in words."""

    about: str
    what: str
    done: object
    at: dt.datetime
    by: str
    partner: Any
    lines: list[tuple[object, str, str]]


UNREAD = _("een gegeven veranderde")  # in a part that the reader does not read


@dataclass
class Person:
    """Somebody on the list. told: of each result what it was and is, in words. hidden: of which facts, in parts that the
    reader does not read, one may have changed."""

    client: Client
    told: list[dict[str, Any]]
    facts: list[Fact] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)

    def rows(self) -> list[tuple[dict[str, Any], list[Fact], int]]:
        """Each result with the facts that can have to do with it (no step with an outflow), and how many more there are."""
        found = []
        for one in self.told:
            facts = [fact for fact in self.facts if fact.about != "step" or one["kind"] == "activation"]
            facts.sort(key=lambda fact: fact.done != one["done"])  # what did it first
            cause = one["cause"] if self._told_by(one, facts) else UNREAD
            found.append((one | {"cause": cause}, facts[:MOST], max(len(facts) - MOST, 0)))
        return found

    def _told_by(self, one: dict[str, Any], facts: list[Fact]) -> bool:
        """Whether the cause tells nothing of what is hidden: what did it is shown, or is of nobody's file."""
        if one["key"] == "settings" or not self.hidden:
            return True
        if one["key"] == "returned":
            return "benefit" not in self.hidden
        return any(fact.done == one["done"] for fact in facts)


def reads_causes(membership: Membership) -> bool:
    """Whether people may be chosen by what changed of them: for who reads every part that it can be in."""
    return all(membership.reads(part) for _model, part, _columns in FACTS.values())


def kinds_for(membership: Membership) -> list[str]:
    """Of which results the membership may see the people: outflow tells of the benefit (access.md, rule 9)."""
    if not membership.reads("results"):
        return []
    return [kind for kind in KINDS if kind == "activation" or membership.is_contact_point]


def people(
    membership: Membership, found: Comparison, chosen: Callable[[Changed], bool], after: int = 0
) -> tuple[list[Person], int]:
    """A page of those in sight, by client, after the given one; and the client to go on after, 0 where there are no more.

    The looks at them are logged. Nine queries.
    """
    kinds = kinds_for(membership)
    mine = [one for one in found.changed if one.kind in kinds and one.client > after and chosen(one)]
    ids = sorted({one.client for one in mine})
    seen = Client.objects.visible_to(membership).filter(
        shows(membership, "results", "pk"), pk__in=RawSQL("select unnest(%s::bigint[])", [ids])
    ) if ids else Client.objects.none()  # fmt: skip
    page = list(seen.order_by("pk").values_list("pk", flat=True)[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    clients = access.several(membership, Client.objects.filter(pk__in=page).order_by("pk"))
    places = dict(Municipality.objects.values_list("pk", "name")) if page else {}
    words = _words(found.programme.chain_id, places)
    persons = [
        Person(one, [_told(change, words) for change in mine if change.client == one.pk]) for one in clients
    ]  # fmt: skip
    parts: set[str] = {"results"} if persons else set()
    by_client = {person.client.pk: person for person in persons}
    kinds_of = {pk: {one.kind for one in mine if one.client == pk} for pk in by_client}
    for about, (_model, part, _columns) in FACTS.items():
        concerned = [p for pk, p in by_client.items() if about != "step" or "activation" in kinds_of[pk]]
        readers = [p for p in concerned if access.reads(membership, p.client, part)]
        for person in concerned:
            if person not in readers:
                person.hidden.add(about)
        if readers:
            parts.add(part)
            _add_facts(about, {p.client.pk: p for p in readers}, found, words)
    access.looks(membership, clients, sorted(parts))
    return persons, page[-1] if more else 0


def of_choice(kind: str, cause: str, way: str, place: int | None) -> Callable[[Changed], bool]:
    """What is left empty is not asked."""

    def chosen(one: Changed) -> bool:
        return (
            (not kind or one.kind == kind) and (not cause or one.cause == cause) and (not way or one.way == way)
            and of_place(one, place)
        )  # fmt: skip

    return chosen


Words = dict[str, dict[Any, Any]]


def _words(chain_id: int, places: dict[int, str]) -> Words:
    return {
        "instruments": dict(Instrument.objects.filter(chain_id=chain_id).values_list("pk", "name")),
        "partners": dict(Partner.objects.filter(chain_id=chain_id).values_list("pk", "name")),
        "schemes": SCHEMES, "levels": LEVELS, "reasons": END_REASONS, "places": places,
    }  # fmt: skip


def _told(change: Changed, words: Words) -> dict[str, Any]:
    return {
        "kind": change.kind, "key": change.cause, "name": KINDS[change.kind],
        "way": WAYS[change.way], "cause": CAUSE_NAMES[change.cause],
        "done": DONE[{"removed": "taken", "corrected": "other"}.get(change.cause, "fresh")],
        "was": _side(change.was, words) or translate("telde niet"), "now": _side(change.now, words) or translate("telt niet"),
    }  # fmt: skip


def _side(side: Counted | None, words: Words) -> str:
    if side is None:
        return ""
    partner = words["partners"].get(side.partner)
    extent = str(EXTENTS.get(side.extent, ""))
    return ", ".join(filter(None, [formats.day(side.on), words["places"].get(side.municipality, ""), partner, extent]))


def _add_facts(about: str, persons: dict[int, Person], found: Comparison, words: Words) -> None:
    """What was written since of these people's facts of the kind, with who wrote it: three queries."""
    model, _part, columns = FACTS[about]
    events = list(
        apps.get_model("clients", f"{model}Event").objects.filter(client__in=persons).order_by("pgh_id")
        .values("id", "client_id", "pgh_created_at", "pgh_label", "pgh_context", *columns)
    )  # fmt: skip
    counts = _counts(about, found)
    rows: dict[int, list[dict[str, Any]]] = {}
    for event in events:
        rows.setdefault(event["id"], []).append(event)
    wrote: list[tuple[int, dict[str, Any], Picture, Picture]] = []
    for told in rows.values():
        if told[0]["pgh_label"] != "insert" and told[0]["pgh_created_at"] > found.moment:
            continue  # from before the history began: what it was is not known
        was: Picture = None
        before: Picture = None
        by = None
        for event in told:
            is_now = _picture(event, columns, found.day) if event["pgh_label"] != "delete" and counts(event) else None
            if event["pgh_created_at"] <= found.moment:
                was = is_now
            elif is_now != before:
                by = event
            before = is_now
        if by is not None and before != was:
            wrote.append((told[0]["client_id"], by, was, before))
    who = Membership.objects.select_related("user", "partner").in_bulk(
        {(event["pgh_context"] or {}).get("membership") or 0 for _client, event, _was, _now in wrote}
    )
    for client, event, was, now in wrote:
        by_whom = who.get((event["pgh_context"] or {}).get("membership") or 0)
        person = bool(by_whom and by_whom.partner)
        persons[client].facts.append(
            Fact(
                about, _what(about, now or was, words), DONE[_done(columns, was, now)],
                event["pgh_created_at"], str(by_whom.user) if by_whom and person else translate("Snoer zelf"),
                by_whom.partner if by_whom and person else None, _lines(columns, was, now, words),
            )
        )  # fmt: skip


def _done(columns: Iterable[str], was: Picture, now: Picture) -> str:
    """That it is over now, and nothing else, was registered afterwards too."""
    if now is None:
        return "taken"
    if was is None:
        return "fresh"
    before, after = (dict(zip(columns, side, strict=True)) for side in (was, now))
    same = all(before[name] == after[name] for name in columns if name not in ("ended_on", "end_reason"))
    return "fresh" if same and before["ended_on"] is None else "other"


def _counts(about: str, found: Comparison) -> Callable[[dict[str, Any]], bool]:
    """Whether a row is of a module or scheme that counts, now or then."""
    if about == "step":
        modules = activating(found.settings, found.programme.chain_id)
        return lambda row: row["instrument_id"] in modules
    if about == "benefit":
        schemes = set(found.programme.counted_schemes)
        for one in found.settings:
            schemes |= set(one.was) if one.what == "counted_schemes" else set()
        return lambda row: row["scheme"] in schemes
    return lambda row: True


def _picture(row: dict[str, Any], columns: Iterable[str], day: dt.date) -> Picture:
    """The row as of the day: what begins later is not there, and an end that is to come has not been said."""
    if row["started_on"] is None or row["started_on"] > day:
        return None
    over = row["ended_on"] is not None and row["ended_on"] <= day
    return tuple("" if name == "end_reason" and not over else None if name == "ended_on" and not over else row[name]
                 for name in columns)  # fmt: skip


def _what(about: str, picture: Picture, words: Words) -> str:
    """`Stap: Leerwerktraject`."""
    named = {"step": "instruments", "benefit": "schemes", "residence": "places"}[about]
    return f"{NAMES[about]}: {capfirst(str(words[named].get(picture[0], ''))) if picture else ''}"


def _lines(
    columns: dict[str, tuple[object, str]], was: Picture, now: Picture, words: Words
) -> list[tuple[object, str, str]]:
    lines = []
    for place, (name, said_by) in enumerate(columns.values()):
        before, after = (_said(side[place], said_by, words) if side else "" for side in (was, now))
        if before != after and not (was is None and place == 0):  # of a new one that is what it is called by
            lines.append((name, before, after))
    return lines


def _said(value: Any, said_by: str, words: Words) -> str:
    if value is None or value == "":
        return ""
    return formats.day(value) if isinstance(value, dt.date) else str(words[said_by].get(value, value))
