"""A match in words: per requirement what is asked, what is known and how that lies beside each other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.formats import day
from chain.models import Membership
from clients.models import Client
from clients.registered import help_url
from diagnosis import codes
from diagnosis.models import Occupation
from diagnosis.profile_shown import hours, listed
from placement.match_sql import HIT, MISSING, NEAR, UNKNOWN
from placement.matching import Line, Match
from placement.models.vacancies import ASKED, CERTIFICATES, SHIFTS

# Verdict -> its word, sign and tone: never by colour alone. A sign, for icons make a page of 25 twice as heavy.
VERDICTS = {
    HIT: (_("past"), "✓", "good"),
    NEAR: (_("bijna"), "≈", "info"),
    UNKNOWN: (_("niet bekend"), "?", "outline"),
    MISSING: (_("past niet"), "✗", "warn"),
}
SECTOR_NAMES = {key: name for key, (name, _sbi) in codes.SECTORS.items()}
Names = Mapping[int, str]


@dataclass(frozen=True)
class Shown:
    """A line as templates/placement/_match_lines.html shows it."""

    what: str
    asked: str
    known: str
    word: object
    sign: str
    tone: str
    line: Line
    help_url: str = ""  # where to find what closes it

    @property
    def counts(self) -> str:
        """`1 van 2`, `2 van 4 (telt 2 keer)`."""
        told = {"points": self.line.points, "most": self.line.most, "weight": self.line.weight}
        if self.line.weight == 1:
            return translate("%(points)s van %(most)s") % told
        return translate("%(points)s van %(most)s (telt %(weight)s keer)") % told


def names_of(matches: Iterable[Match]) -> Names:
    """The names of the occupations that the cards want; one question."""
    wanted = {pk for match in matches for pk in match.card["occupations"]}
    return dict(Occupation.objects.filter(pk__in=wanted).values_list("pk", "name"))


def shown(match: Match, names: Names, helps: Callable[[Line], str] = lambda line: "") -> list[Shown]:
    """The lines of the match: musts first, then by weight; `helps` says where to find what closes one that is missing."""
    lines = sorted(match.lines, key=lambda line: (not line.must, -line.weight))
    return [
        Shown(
            what(line.kind, line.value), _asked(line), _known(line, names), *VERDICTS[line.verdict], line,
            helps(line) if line.verdict == MISSING else "",
        )
        for line in lines
    ]  # fmt: skip


def helps_for(membership: Membership, client: Client | None) -> Callable[[Line], str]:
    """For shown(): where somebody who plans for the client finds what closes a line; no query."""
    if client is None:
        return lambda line: ""
    return lambda line: help_url(membership, client, line.kind, line.value, line.amount)


def what(kind: str, value: str = "") -> str:
    """What a requirement is about: `Nederlands`, `Op tijd komen`, `Uren per week`."""
    named: dict[str, dict[str, Any]] = {
        "competence": codes.COMPETENCES, "language": codes.LANGUAGES, "certificate": CERTIFICATES,
    }  # fmt: skip
    if kind == "licence":
        return f"{capfirst(str(ASKED[kind]))} {value}"
    return capfirst(str(named[kind].get(value, value) if kind in named else ASKED[kind]))


def _at_least(names: Mapping[str, Any], amount: int | None) -> str:
    if amount is None:
        return ""
    return translate("ten minste %(level)s") % {"level": names.get(str(amount), amount)}


def _years(number: int) -> str:
    return ngettext("%(number)d jaar", "%(number)d jaar", number) % {"number": number}


def _asked(line: Line) -> str:
    """What the vacancy asks; where it does not say, that."""
    v, kind = line.vacancy, line.kind
    told = {
        "occupation": lambda: v["occupation"],
        "level": lambda: _at_least(codes.LEVELS, line.amount),
        "education": lambda: _at_least(codes.EDUCATION_LEVELS, line.amount),
        "experience": lambda: (
            translate("%(years)s in dit soort werk") % {"years": _years(line.amount)} if line.amount else ""
        ),
        "competence": lambda: translate("voldoende of goed"),
        "language": lambda: _at_least(codes.COMMAND, line.amount),
        "licence": lambda: translate("in bezit"),
        "certificate": lambda: translate("geldig"),
        "hours": lambda: hours(v["hours_min"], v["hours_max"]),
        "shifts": lambda: listed(SHIFTS, v["shifts"]),
        "start": lambda: day(v["starts_on"]) if v["starts_on"] else translate("nu"),
        "reach": lambda: _where(v),
        "contract": lambda: str(codes.CONTRACTS.get(v["contract"], "")),
        "agreement": lambda: str(codes.AGREEMENTS.get(v["agreement"], "")),
    }[kind]()
    return told or translate("niet ingevuld bij de vacature")


def _where(vacancy: Mapping[str, Any]) -> str:
    car = {
        "1": translate("te bereiken zonder auto"), "2": translate("niet te bereiken met bus of trein"),
    }.get(vacancy["without_car"], translate("niet bekend of het zonder auto kan"))  # fmt: skip
    area = translate("postcode %(digits)s..") % {"digits": vacancy["postcode"][:2]} if vacancy["postcode"] else ""
    return ", ".join(each for each in (vacancy["place"] or area, car) if each)


def _known(line: Line, names: Names) -> str:
    """What the card says of it; "" where it says nothing."""
    c, v, kind, value = line.card, line.vacancy, line.kind, line.value
    return {
        "occupation": lambda: _wants(c, names),
        "level": lambda: str(codes.LEVELS.get(str(c["level"]), "")),
        "education": lambda: str(codes.EDUCATION_LEVELS.get(str(c["education"]), "")),
        "experience": lambda: _worked(c["experience"], v["occupation_group"]),
        "competence": lambda: str(codes.MASTERY.get(str(c["competences"].get(value, "")), "")),
        "language": lambda: _spoken(c["languages"].get(value)),
        "licence": lambda: ", ".join(c["licences"]),
        "certificate": lambda: listed(CERTIFICATES, c["certificates"]),
        "hours": lambda: hours(c["hours_min"], c["hours_max"]),
        "shifts": lambda: _when(c),
        "start": lambda: translate("vanaf %(day)s") % {"day": day(c["available_from"])} if c["available_from"] else "",
        "reach": lambda: _from(c),
        "contract": lambda: listed(codes.CONTRACTS, c["contracts"]),
        "agreement": lambda: listed(codes.AGREEMENTS, c["agreements"]),
    }[kind]()


def _wants(card: Mapping[str, Any], names: Names) -> str:
    wanted = [names[pk] for pk in card["occupations"] if pk in names]
    return ", ".join(wanted[:3]) or listed(SECTOR_NAMES, card["sectors"])


def _worked(experience: Mapping[str, int], group: str) -> str:
    if not experience:
        return ""
    years = experience.get(group, 0)
    return _years(years) if years else translate("ander werk")


def _spoken(command: Any) -> str:
    return str(codes.COMMAND[str(command)]) if str(command) in ("1", "2", "3", "4") else ""


def _when(card: Mapping[str, Any]) -> str:
    if card["irregular"] == "1":
        return translate("ook avond, nacht of weekend")
    if card["irregular"] == "2" or card["office_hours"] == "1":
        return translate("alleen overdag")
    return translate("niet alleen overdag") if card["office_hours"] == "2" else ""


def _from(card: Mapping[str, Any]) -> str:
    area = translate("postcode %(digits)s..") % {"digits": card["region"]} if card["region"] else ""
    return ", ".join(each for each in (area, listed(codes.TRANSPORT, card["transport"])) if each)
