"""What a module yields and for whom it is, in words and in a short notation: `language:nld:2`, `age-from:27`.

The notation stands in a chain's blueprint, and in the address that leads from a gap to what closes it (?gat=).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as translate

from chain.models import ChainMunicipality, Instrument
from clients.models import Definition
from development.models import Condition, Yield
from diagnosis.codes import COMMAND
from placement import requirements

SLUG, MUNICIPALITY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), re.compile(r"GM[0-9]{4}")
SPOKEN = {int(code): COMMAND[code] for code in ("1", "2", "3", "4")}
# Kind of condition -> the amounts that it takes.
AMOUNTS: Mapping[str, range] = {
    "age-from": range(15, 100), "age-to": range(15, 100), "ladder-from": range(1, 7), "ladder-to": range(1, 7),
    "hours-from": range(1, 61), "dutch-from": range(1, 5), "dutch-to": range(1, 5),
}  # fmt: skip
FOUND = ("found", "not-found")
WORDS = ("readiness", *FOUND)  # whose value is the key of a definition
Names = Mapping[str, str]


@dataclass(frozen=True)
class Want:
    """One thing that a module yields, asks, or that somebody misses: as a Yield or Condition of no module yet."""

    kind: str
    value: str = ""
    amount: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.value

    @classmethod
    def of(cls, row: Any) -> "Want":
        return cls(row.kind, row.value, row.amount)

    def __str__(self) -> str:
        """In the notation."""
        return ":".join(filter(None, (self.kind, self.value, "" if self.amount is None else str(self.amount))))


def names(chain_id: int) -> dict[str, str]:
    """What the keys of definitions and the codes of municipalities are called; two questions, for vocabularies."""
    words = Definition.objects.filter(chain_id=chain_id).order_by("started_on").values_list("key", "name")
    served = ChainMunicipality.objects.filter(chain_id=chain_id).order_by("pk")
    return dict(words) | dict(served.values_list("municipality__code", "municipality__name"))


# In words


def yields_what(want: Any, called: Names) -> str:
    """What somebody has when it is done, or misses now: `Rijbewijs B`, `Nederlands: redelijk`, `Op tijd komen`."""
    kind, value, amount = want.kind, want.value, want.amount
    if kind == "readiness":
        return capfirst(called.get(value, value))
    if kind == "level":
        level = requirements.AMOUNTS["level"].get(amount or 0, amount or "")
        return translate("Werk- en denkniveau: %(level)s") % {"level": level}
    name = capfirst(str(requirements.CODES[kind].get(value, value)))
    if kind == "language":
        return f"{name}: {COMMAND[str(amount)]}" if str(amount) in COMMAND else name
    return translate("Rijbewijs %(code)s") % {"code": value} if kind == "licence" else name


def asks_what(want: Any, called: Names) -> str:
    """For whom it is: `vanaf 27 jaar`, `spreekt ten minste redelijk Nederlands`."""
    kind, value, amount = want.kind, want.value, want.amount
    command = SPOKEN.get(amount or 0, "")
    return {
        "age-from": lambda: translate("vanaf %(years)s jaar") % {"years": amount},
        "age-to": lambda: translate("jonger dan %(years)s jaar") % {"years": amount},
        "ladder-from": lambda: translate("vanaf trede %(step)s van de participatieladder") % {"step": amount},
        "ladder-to": lambda: translate("tot en met trede %(step)s van de participatieladder") % {"step": amount},
        "hours-from": lambda: translate("kan ten minste %(hours)s uur per week") % {"hours": amount},
        "dutch-from": lambda: translate("spreekt Nederlands: ten minste %(command)s") % {"command": command},
        "dutch-to": lambda: translate("spreekt Nederlands: ten hoogste %(command)s") % {"command": command},
        "found": lambda: translate("gevonden: %(word)s") % {"word": called.get(value, value).lower()},
        "not-found": lambda: translate("nog niet gevonden: %(word)s") % {"word": called.get(value, value).lower()},
        "municipality": lambda: translate("woont in %(town)s") % {"town": called.get(value, value)},
    }[kind]()


# The notation


def a_yield(typed: str) -> Want:
    """What it says; ValueError with what is wrong."""
    kind, _colon, rest = typed.strip().partition(":")
    if kind == "readiness":
        if not SLUG.fullmatch(rest):
            raise ValueError(translate("deze code kennen we niet"))
        return Want(kind, rest)
    if kind not in ("competence", "language", "licence", "certificate", "level"):
        raise ValueError(translate("dit kan een module niet opleveren"))
    read = requirements.parsed(typed.strip())
    return Want(read.kind, read.value, read.amount)


def a_condition(typed: str) -> Want:
    """What it says; ValueError with what is wrong."""
    kind, _colon, rest = typed.strip().partition(":")
    shape = SLUG if kind in FOUND else MUNICIPALITY if kind == "municipality" else None
    if shape and shape.fullmatch(rest):
        return Want(kind, rest)
    if kind not in AMOUNTS:
        raise ValueError(translate("deze voorwaarde kennen we niet"))
    there = AMOUNTS[kind]
    if not (rest.isascii() and rest.isdigit() and len(rest) < 4 and int(rest) in there):
        raise ValueError(
            translate("geef een getal van %(least)s tot en met %(most)s") % {"least": there[0], "most": there[-1]}
        )
    return Want(kind, amount=int(rest))


# Keeping them


def in_order(wants: Iterable[Want]) -> list[Want]:
    """In one order, so that two lists of the same are the same."""
    return sorted(wants, key=lambda one: (one.kind, one.value, one.amount or 0))


def write(instrument: Instrument, model: type[Yield] | type[Condition], wants: Iterable[Want]) -> bool:
    """Make these the lines of the module; whether anything changed. Call it in a transaction."""
    there = {(row.kind, row.value): row for row in model._default_manager.filter(instrument=instrument)}
    wanted = {want.key: want for want in wants}
    gone = [row.pk for key, row in there.items() if key not in wanted]
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    changed = bool(gone)
    for key, want in wanted.items():
        row = there.get(key) or model(
            instrument=instrument, chain_id=instrument.chain_id, kind=want.kind, value=want.value
        )
        if row.pk is None or row.amount != want.amount:
            row.amount = want.amount
            row.save()
            changed = True
    return changed
