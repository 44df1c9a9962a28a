"""The ways in which the caseload is looked at: into which groups each falls, and which part of the file it tells of.

The groups' bounds stand here once: the SQL that counts (reporting/facet_sql.py), the pages, the files and a screening round
read them. Who is in no group stands in UNKNOWN, a group of its own that is always shown. In the rows a group is its place
among the others: after a change of their order all rows are renewed, which the night does.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clients.languages import LANGUAGES
from clients.models.client import HOUSEHOLDS, TARGET_GROUPS
from clients.models.standing import ANSWERS
from clients.terms import after
from diagnosis.codes import EDUCATION_LEVELS
from diagnosis.selections import born_between, event_terms

UNKNOWN = "onbekend"
OTHER = "anders"
ELSEWHERE = "elders"
# Age in years from which a group begins; the last one ends at the pension age (AOW article 7a), a term of the chain. Under
# 27 other rules hold (Participatiewet article 7).
AGES = {"18-26": 0, "27-34": 27, "35-44": 35, "45-54": 45, "55-aow": 55}
PENSION = "aow"
DURATIONS = {"0-1": 0, "1-2": 1, "2-3": 2, "3-5": 3, "5-10": 5, "10-": 10}  # whole years, from
ABILITIES = {"0-29": 0, "30-54": 30, "55-80": 55, "81-100": 81}  # percent, from; 30 to 80: document 002, ambition
SPOKEN = ("nld", "lim", "eng", "deu", "fra", "ara", "tir", "tur", "fas", "som", "pol", "ukr")  # lines of their own


@dataclass(frozen=True)
class Kind:
    """One way to look at the caseload.

    key: in SQL. name: in addresses and files, the same for ever. part: of the file that it tells of. groups: key -> name, in
    their order, of the municipality those of the chain. unknown: what UNKNOWN is called. several: somebody may be in more
    than one group. means: a key of chain.words.
    """

    key: str
    name: str
    title: object
    part: str
    groups: Mapping[str, object]
    unknown: object = _("onbekend")
    several: bool = False
    means: str = ""

    def number(self, group: str) -> int:
        """The place of the group, from 1; 0 of UNKNOWN. ValueError where there is no such group."""
        return 0 if group == UNKNOWN else list(self.groups).index(group) + 1

    def at(self, number: int) -> str:
        return list(self.groups)[number - 1] if number else UNKNOWN

    def called(self, group: str) -> object:
        """The name of a group; the key itself where there is no such group."""
        return self.unknown if group == UNKNOWN else self.groups.get(group, group)


KINDS = {
    kind.key: kind
    for kind in (
        Kind("age", "leeftijd", _("Leeftijd"), "identity", {
            "18-26": _("26 jaar of jonger"), "27-34": _("27 tot en met 34 jaar"), "35-44": _("35 tot en met 44 jaar"),
            "45-54": _("45 tot en met 54 jaar"), "55-aow": _("55 jaar tot de AOW-leeftijd"), PENSION: _("AOW-leeftijd of ouder"),
        }),
        Kind("duration", "duur", _("Hoelang in de uitkering"), "benefit", {
            "0-1": _("korter dan 1 jaar"), "1-2": _("1 tot 2 jaar"), "2-3": _("2 tot 3 jaar"), "3-5": _("3 tot 5 jaar"),
            "5-10": _("5 tot 10 jaar"), "10-": _("10 jaar of langer"),
        }, _("geen uitkering bekend"), means="benefit-duration"),
        Kind("ability", "arbeidsvermogen", _("Arbeidsvermogen"), "capacity", {
            "0-29": _("minder dan 30%"), "30-54": _("30 tot en met 54%"), "55-80": _("55 tot en met 80%"),
            "81-100": _("meer dan 80%"),
        }, means="work-ability"),
        Kind("ladder", "trede", _("Participatieladder"), "profile", ANSWERS["ladder"], means="ladder"),
        Kind("group", "doelgroep", _("Doelgroep"), "capacity", TARGET_GROUPS, _("geen doelgroep bekend"), several=True),
        Kind("household", "huishouden", _("Huishouden"), "identity", HOUSEHOLDS),
        Kind("education", "opleiding", _("Hoogste diploma"), "profile", EDUCATION_LEVELS, _("geen diploma bekend"),
             means="highest-diploma"),
        Kind("language", "taal", _("Taal van het gesprek"), "contact",
             {code: LANGUAGES[code] for code in SPOKEN} | {OTHER: _("andere taal")}),
        Kind("place", "gemeente", _("Gemeente"), "client", {}),
    )
}  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS.values()}


def edges(chain_id: int, day: dt.date) -> dict[str, list[dt.date]]:
    """The first days of the groups of age (birth dates) and of duration, the earliest first: who was born, or has received,
    before the first is in the last group. One query, for the chain's pension age."""
    ages = [after(day, -12 * years, "months") for years in AGES.values() if years]
    held = [after(day, -12 * years, "months") for years in DURATIONS.values() if years]
    ages.append(pension_edge(chain_id, day))
    return {name: sorted(edge + dt.timedelta(1) for edge in days) for name, days in (("ages", ages), ("held", held))}


def pension_edge(chain_id: int, day: dt.date) -> dt.date:
    """The latest birth date of who has reached the pension age on the day, by the chain's dated rows; who was born before
    the first of these has. Without a row nobody is known to have."""
    rows = [term for term in event_terms(chain_id) if term.key == "pension-age"]
    reached = [born[1] for term in rows if (born := born_between(term, dt.date.min, day))]
    if not reached:
        return min((term.started_on - dt.timedelta(1) for term in rows), default=dt.date.min)
    return max(reached)
