"""The gap: what employers ask in an occupation laid beside the work profile, line by line.

Only a comparison, by rules that anybody can follow. It gives no score, orders no people and decides nothing: what a
professional makes of it stands in the outlook of the person, under a name.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as translate

from chain.days import today
from chain.formats import day
from diagnosis.codes import COMMAND, COMPETENCES, LEVELS, MASTERY

UNKNOWN_LEVEL = "7"
MASTERED, LACKING = ("1", "2"), ("3", "4")  # of MASTERY; the others say nothing yet
COMMANDED = ("1", "2", "3", "4")  # of COMMAND, from not at all to excellent
SMALL_WORDS = {"een", "van", "voor", "met", "het", "als", "and", "the", "certificaat", "diploma", "cursus", "bewijs"}

# Who may drive what with another licence: Directive 2006/126/EC, article 6. C and D are given to holders of B alone
# (6.1a); C1E, CE, D1E and DE are valid for BE (6.2a); CE for C1E and DE for D1E (6.2c); any for AM (6.2d); A2 for A1
# (6.2e); A for A1 and A2, C for C1, D for D1 (6.2f). Their combinations with a trailer are given to holders of the vehicle
# itself alone (6.1b). B+ is B with code 96 (4.4b), which whoever may drive BE may drive too; T is given apart.
ALSO = {
    "A": ("A2",), "A2": ("A1",), "A1": ("AM",), "B": ("AM",), "B+": ("B",), "BE": ("B+",), "C1": ("B",), "C": ("C1",),
    "D1": ("B",), "D": ("D1",), "C1E": ("C1", "BE"), "CE": ("C", "C1E"), "D1E": ("D1", "BE"), "DE": ("D", "D1E"),
}  # fmt: skip


@dataclass(frozen=True)
class Demand:
    """What is asked in an occupation, in the codes of the outlook of the region (diagnosis.models.Outlook)."""

    level: str = ""
    dutch: str = ""
    licences: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    certificate: str = ""
    hours_min: int | None = None
    irregular: str = "0"

    @classmethod
    def of(cls, row: Any) -> "Demand":
        """Of an Outlook, or of the same columns under their names."""
        read = row.get if isinstance(row, Mapping) else lambda name: getattr(row, name)
        found = {name: read(name) for name in cls.__dataclass_fields__}
        return cls(**found | {name: tuple(found[name] or ()) for name in ("licences", "competences")})


@dataclass(frozen=True)
class Known:
    """What the work profile says of what can be asked; empty is not known."""

    level: str = ""
    dutch: str = "0"
    licences: tuple[str, ...] = ()
    competences: Mapping[str, str] = field(default_factory=dict)  # code -> mastery
    courses: tuple[tuple[str, dt.date | None], ...] = ()  # name, until when
    educations: tuple[tuple[str, str], ...] = ()  # name, whether there is a diploma
    hours_min: int | None = None
    hours_max: int | None = None
    irregular: str = "0"
    office_hours: str = "0"


NOTHING = Known()


@dataclass(frozen=True)
class Line:
    """One thing that is asked, what the profile says of it ("": nothing), and whether that is enough; None: not known.

    `kind`, `value` and `amount`: the same in codes, as a requirement of a vacancy has them; of a certificate its name.
    `help_url`: where a page leads from what is missing (clients.registered.help_url).
    """

    what: str
    asked: str
    says: str
    met: bool | None
    kind: str = ""
    value: str = ""
    amount: int | None = None
    help_url: str = ""


def lines(known: Known, demand: Demand, on: dt.date | None = None) -> list[Line]:
    """What is missing first, then what is not known, then what is there; nothing where nothing is asked in codes."""
    on = on or today()
    found = [
        line
        for line in (
            _level(known, demand), _dutch(known, demand), _certificate(known, demand, on), _hours(known, demand),
            _irregular(known, demand), *_licences(known, demand), *_competences(known, demand),
        )
        if line is not None
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.met is not False, line.met is not None))


def told(demand: Demand) -> list[str]:
    """What is asked in codes, in words: one of each kind."""
    found = [
        f"{line.what}: {line.asked}"
        for line in (_level(NOTHING, demand), _dutch(NOTHING, demand), _hours(NOTHING, demand))
        if line is not None
    ]
    if demand.irregular == "1":
        found.append(translate("Avond, nacht of weekend"))
    if demand.licences:
        found.append(translate("Rijbewijs %(codes)s") % {"codes": ", ".join(demand.licences)})
    if demand.certificate:
        found.append(demand.certificate)
    if demand.competences:
        found.append(capfirst(", ".join(str(COMPETENCES[code]) for code in demand.competences)))
    return found


def entitled(licences: Iterable[str]) -> set[str]:
    """The categories that somebody with these licences may drive (see ALSO)."""
    found: set[str] = set()
    todo = list(licences)
    while todo:
        code = todo.pop()
        if code not in found:
            found.add(code)
            todo += ALSO.get(code, ())
    return found


def _level(known: Known, demand: Demand) -> Line | None:
    if not demand.level or demand.level == UNKNOWN_LEVEL:
        return None
    told = bool(known.level) and known.level != UNKNOWN_LEVEL
    return Line(
        translate("Werk- en denkniveau"), translate("ten minste %(level)s") % {"level": LEVELS[demand.level]},
        str(LEVELS[known.level]) if told else "", int(known.level) >= int(demand.level) if told else None,
        "level", amount=int(demand.level),
    )  # fmt: skip


def _dutch(known: Known, demand: Demand) -> Line | None:
    if demand.dutch not in COMMANDED:
        return None
    told = known.dutch in COMMANDED
    return Line(
        translate("Nederlands spreken"), str(COMMAND[demand.dutch]), str(COMMAND[known.dutch]) if told else "",
        int(known.dutch) >= int(demand.dutch) if told else None, "language", "nld", int(demand.dutch),
    )  # fmt: skip


def _licences(known: Known, demand: Demand) -> list[Line]:
    """One of them missing is missing; without any licence in the profile nobody asked yet."""
    may, told = entitled(known.licences), ", ".join(known.licences)
    return [
        Line(translate("Rijbewijs"), code, told, code in may if known.licences else None, "licence", code)
        for code in demand.licences
    ]


def _competences(known: Known, demand: Demand) -> list[Line]:
    found = []
    for code in demand.competences:
        mastery = known.competences.get(code, "")
        met = True if mastery in MASTERED else False if mastery in LACKING else None
        says = str(MASTERY[mastery]) if mastery in MASTERY else ""
        found.append(
            Line(capfirst(str(COMPETENCES[code])), translate("voldoende of goed"), says, met, "competence", code)
        )
    return found


def words(said: str) -> set[str]:
    """The telling words of a name, plain: without accents, small words and years."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", said.casefold()) if not unicodedata.combining(c))
    return {word for word in re.findall(r"[a-z0-9]+", plain) if len(word) > 1 and word not in SMALL_WORDS}


def _certificate(known: Known, demand: Demand, on: dt.date) -> Line | None:
    """A course or diploma with all the words that are asked. Named otherwise is not missing: somebody has to look."""
    if not demand.certificate:
        return None
    wanted = words(demand.certificate)

    def is_it(name: str) -> bool:
        return bool(wanted) and wanted <= words(name)

    def line(says: str, met: bool | None) -> Line:
        return Line(
            translate("Certificaat of diploma"), demand.certificate, says, met, "certificate", demand.certificate
        )

    courses = [(name, until) for name, until in known.courses if is_it(name)]
    holding = [name for name, until in courses if until is None or until >= on]
    diplomas = {diploma: name for name, diploma in known.educations if is_it(name)}
    if holding or "1" in diplomas:
        return line(holding[0] if holding else diplomas["1"], True)
    if courses:
        name, until = max(courses, key=lambda course: course[1] or on)
        return line(translate("%(name)s, geldig tot en met %(day)s") % {"name": name, "day": day(until)}, False)
    if "2" in diplomas:
        return line(translate("%(name)s, zonder diploma") % {"name": diplomas["2"]}, False)
    if "0" in diplomas:
        return line(translate("%(name)s, diploma niet bekend") % {"name": diplomas["0"]}, None)
    return line("", None)


def _hours(known: Known, demand: Demand) -> Line | None:
    """The most hours decide; where they are not known, the least can be enough."""
    if not demand.hours_min:
        return None
    most, least = known.hours_max, known.hours_min
    met = most >= demand.hours_min if most is not None else True if (least or 0) >= demand.hours_min else None
    if most is not None:
        says = translate("ten hoogste %(hours)s uur") % {"hours": most}
    else:
        says = translate("ten minste %(hours)s uur") % {"hours": least} if least is not None else ""
    return Line(
        translate("Uren per week"), translate("ten minste %(hours)s uur") % {"hours": demand.hours_min}, says, met, "hours",
        amount=demand.hours_min,
    )  # fmt: skip


def _irregular(known: Known, demand: Demand) -> Line | None:
    """Whoever can work in the daytime alone cannot in the evening, unless the profile says so itself."""
    if demand.irregular != "1":
        return None
    met = {"1": True, "2": False}.get(known.irregular, False if known.office_hours == "1" else None)
    says = {True: translate("kan"), False: translate("kan niet"), None: ""}[met]
    return Line(translate("Avond, nacht of weekend"), translate("hoort erbij"), says, met)
