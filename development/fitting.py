"""Which modules fit a person, and which close a gap: rules that anybody can follow, laid beside what is known.

A line says hit, miss or unknown. Nobody is left out by them: they put things in order, and a professional decides with the
person. What a reader may not read of a person is unknown to that reader, and the order does not tell of it either.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as translate

from chain.days import today
from chain.models import Instrument, Membership
from clients import access, asked
from clients.models import Client
from development.models import Condition, Yield
from development.module_lines import SPOKEN, Names, Want, asks_what, names
from diagnosis.gap import entitled

HIT, MISS, UNKNOWN = "hit", "miss", "unknown"
# Kind of condition -> the parts of the file that what it asks stands in; any of them is enough.
STANDS_IN: Mapping[str, tuple[str, ...]] = {
    "age-from": ("identity",), "age-to": ("identity",), "ladder-from": ("profile", "plan"), "ladder-to": ("profile", "plan"),
    "hours-from": ("profile",), "dutch-from": ("profile",), "dutch-to": ("profile",), "found": ("profile",),
    "not-found": ("profile",), "municipality": ("client",),
}  # fmt: skip
PARTS = ("identity", "profile", "plan")  # what may be looked into

# What is known, by the part that it stands in. The last answer holds; the ladder also stands in the plan.
SELECTS = {
    "identity": {"born": "select i.birth_date from clients_identity i where i.client_id = %(client)s"},
    "profile": {
        "work": """select w.hours_min, w.hours_max, (select l.speaking from diagnosis_language l
              where l.client_id = %(client)s and l.code = 'nld') as dutch
            from (select 1) one left join diagnosis_workprofile w on w.client_id = %(client)s""",
        "words": """select distinct on (d.key) d.key, a.value from clients_assessment a
              join clients_definition d on d.id = a.definition_id
            where a.client_id = %(client)s and d.kind = 'yes-no' order by d.key, a."on" desc, a.at desc, a.id desc""",
        "ladder": """select a.value::int as step, a."on" from clients_assessment a
              join clients_definition d on d.id = a.definition_id
            where a.client_id = %(client)s and d.kind = 'ladder' order by a."on" desc, a.at desc, a.id desc limit 1""",
    },
    "plan": {
        "evaluated": """select e.ladder as step, e."on" from clients_evaluation e
            where e.client_id = %(client)s and e.ladder is not null order by e."on" desc, e.id desc limit 1""",
        "planned": """select p.ladder_start as step, p.started_on as "on" from clients_plan p
            where p.client_id = %(client)s and p.ladder_start is not null order by p.started_on desc, p.id desc limit 1""",
    },
}


@dataclass(frozen=True)
class Facts:
    """What is known of a person, as far as the reader may know it; None is not known. `hidden`: kinds of condition that are
    not the reader's to know of."""

    age: int | None = None
    ladder: int | None = None
    hours_min: int | None = None
    hours_max: int | None = None
    dutch: int | None = None  # of SPOKEN
    words: Mapping[str, bool] = field(default_factory=dict)  # key of a definition -> found
    home: str = ""  # code of the municipality
    home_name: str = ""
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """A condition, what is known of it ("": nothing), and how the two lie; `hidden`: the reader may not know."""

    asked: str
    says: str
    verdict: str
    hidden: bool = False


def age(born: dt.date, on: dt.date) -> int:
    """In years; who was born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def facts(client: Client, membership: Membership) -> Facts:
    """One question, of the parts alone that the membership reads of this file."""
    reads = access.readable(membership, client, *PARTS)
    selects = {name: sql for part in reads for name, sql in SELECTS[part].items()}
    there = asked.ask(selects, {"client": client.pk})

    def first(name: str) -> dict:
        return next(iter(there.get(name, ())), {})

    born, work = first("born").get("birth_date"), first("work")
    # Of one day the one that was found goes before the one of the plan.
    steps = [row for name in ("ladder", "evaluated", "planned") if (row := first(name))]
    ladder = max(steps, key=lambda row: row["on"])["step"] if steps else None
    dutch = work.get("dutch") or ""
    home = client.home
    return Facts(
        age=age(born, today()) if born else None, ladder=ladder, hours_min=work.get("hours_min"),
        hours_max=work.get("hours_max"), dutch=int(dutch) if dutch.isdigit() and int(dutch) in SPOKEN else None,
        words={row["key"]: row["value"] == "yes" for row in there.get("words", ())},
        home=home.code if home else "", home_name=home.name if home else "",
        hidden=frozenset(k for k, parts in STANDS_IN.items() if not {"client", *reads} & set(parts)),
    )  # fmt: skip


# The rules


def _at_least(known: int | None, asked: int) -> str:
    return UNKNOWN if known is None else HIT if known >= asked else MISS


def _at_most(known: int | None, asked: int) -> str:
    return UNKNOWN if known is None else HIT if known <= asked else MISS


def _hours(known: Facts, asked: int) -> str:
    """The most hours decide; where they are not known, the least can be enough (as diagnosis.gap has it)."""
    if known.hours_max is not None:
        return _at_least(known.hours_max, asked)
    return HIT if (known.hours_min or 0) >= asked else UNKNOWN


def _word(known: Facts, key: str, wanted: bool) -> str:
    """What nobody looked at is not known, whichever of the two is asked."""
    return UNKNOWN if key not in known.words else HIT if known.words[key] is wanted else MISS


RULES: Mapping[str, Callable[[Facts, str, int], str]] = {
    "age-from": lambda known, value, amount: _at_least(known.age, amount),
    "age-to": lambda known, value, amount: _at_most(known.age, amount - 1),  # younger than
    "ladder-from": lambda known, value, amount: _at_least(known.ladder, amount),
    "ladder-to": lambda known, value, amount: _at_most(known.ladder, amount),
    "hours-from": lambda known, value, amount: _hours(known, amount),
    "dutch-from": lambda known, value, amount: _at_least(known.dutch, amount),
    "dutch-to": lambda known, value, amount: _at_most(known.dutch, amount),
    "found": lambda known, value, amount: _word(known, value, True),
    "not-found": lambda known, value, amount: _word(known, value, False),
    "municipality": lambda known, value, amount: UNKNOWN if not known.home else HIT if known.home == value else MISS,
}


def verdict(known: Facts, want: Want) -> str:
    """How one condition lies beside what is known; what is hidden is not known."""
    return UNKNOWN if want.kind in known.hidden else RULES[want.kind](known, want.value, want.amount or 0)


def laid(known: Facts, conditions: Iterable[Want], called: Names) -> list[Line]:
    """A line for each condition, of municipalities one for all of them; what misses first, then what is not known."""
    wants = list(conditions)
    towns = [want for want in wants if want.kind == "municipality"]
    found = [
        Line(asks_what(want, called), _says(known, want), verdict(known, want), want.kind in known.hidden)
        for want in wants
        if want.kind != "municipality"
    ]
    if towns:
        verdicts = {verdict(known, want) for want in towns}
        best = HIT if HIT in verdicts else verdicts.pop()
        where = ", ".join(called.get(town.value, town.value) for town in towns)
        found.append(Line(translate("woont in %(town)s") % {"town": where}, known.home_name, best))
    return sorted(found, key=lambda line: (line.verdict != MISS, line.verdict != UNKNOWN))


def _says(known: Facts, want: Want) -> str:
    """What is known of it, in words; "" where that is nothing, or not for the reader."""
    if want.kind in known.hidden:
        return ""
    about = want.kind.partition("-")[0]
    if about == "age" and known.age is not None:
        return translate("%(years)s jaar") % {"years": known.age}
    if about == "ladder" and known.ladder is not None:
        return translate("trede %(step)s") % {"step": known.ladder}
    if about == "hours":
        if known.hours_max is not None:
            return translate("ten hoogste %(hours)s uur") % {"hours": known.hours_max}
        return translate("ten minste %(hours)s uur") % {"hours": known.hours_min} if known.hours_min is not None else ""
    if about == "dutch" and known.dutch is not None:
        return str(SPOKEN[known.dutch])
    if about in ("found", "not") and want.value in known.words:
        return translate("gevonden") if known.words[want.value] else translate("nog niet gevonden")
    return ""


def lines(client: Client, membership: Membership, instrument: Instrument) -> list[Line]:
    """The module's conditions beside what is known of the person: four questions. For a list see facts() and laid()."""
    wants = [Want.of(row) for row in instrument.fits.order_by("kind", "value")]  # type: ignore[attr-defined]
    return laid(facts(client, membership), wants, names(client.chain_id)) if wants else []


def conditions(chain_id: int) -> dict[int, list[Want]]:
    """By module for whom it is, as far as that can be looked up; one question."""
    return _by_module(Condition.objects.filter(chain_id=chain_id).order_by("kind", "value"))


def yields(chain_id: int) -> dict[int, list[Want]]:
    """By module what it yields; one question."""
    return _by_module(Yield.objects.filter(chain_id=chain_id).order_by("kind", "value"))


def _by_module(rows: Iterable[Yield] | Iterable[Condition]) -> dict[int, list[Want]]:
    found: dict[int, list[Want]] = {}
    for row in rows:
        found.setdefault(row.instrument_id, []).append(Want.of(row))
    return found


# From a gap


def closes(offered: Want, missing: Want) -> bool | None:
    """Whether what a module yields is what is missing: all of it, or (None) only a part, such as a lower level of Dutch.

    A licence closes what may be driven with it too (diagnosis.gap.ALSO).
    """
    if offered.kind != missing.kind:
        return False
    if missing.kind == "licence":
        return missing.value in entitled([offered.value])
    if offered.value != missing.value:
        return False
    if missing.amount is None or offered.amount is None:
        return True
    return True if offered.amount >= missing.amount else None


def closing_many(missing: Iterable[Want], offered: Mapping[int, Iterable[Want]]) -> dict[int, dict[Want, bool | None]]:
    """By module (its `yields()`) what of the missing it closes: wholly (True) or in part (None)."""
    wants = list(missing)
    found: dict[int, dict[Want, bool | None]] = {}
    for module, lines in offered.items():
        for want in wants:
            answers = [closes(line, want) for line in lines]
            if True in answers or None in answers:
                found.setdefault(module, {})[want] = True if True in answers else None
    return found


def closing(chain_id: int, kind: str, value: str = "", amount: int | None = None) -> list[Instrument]:
    """The modules on offer today that close it, those that do so wholly first; two questions."""
    from development.modules import offered

    want = Want(kind, value, amount)
    found = closing_many([want], yields(chain_id))
    there = [one for one in offered(chain_id) if one.pk in found]
    return sorted(there, key=lambda one: (found[one.pk][want] is not True, one.name))
