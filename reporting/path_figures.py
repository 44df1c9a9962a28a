"""The paths that people took: of who came in during a period, the kinds of step one after the other, and where they are now.

A kind is what a step is for, by the function that it takes; steps of one kind after each other are one. Four kinds are told; what
came after them is in the ending alone. Practical support is no step on the way.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from reporting.paths_chart import Link, charts
from reporting.scope import Scope, Section
from reporting.tables import Column, Drawing, Line, Table

KINDS = {
    "none": _("Nog geen stap"), "diagnosis": _("Diagnose"), "basic": _("Basisontwikkeling"),
    "activation-place": _("Activeringsplek"), "learning": _("Leren door werken"), "schooling": _("Scholing"),
    "taking-part": _("Meedoen, onbetaald"), "mediation": _("Bemiddeling en proefplaats"), "work": _("Betaald werk"),
}  # fmt: skip
ENDINGS = {
    "outflow": _("Uitgestroomd"), "running": _("Loopt nog"), "waiting": _("Nog niet begonnen"), "stopped": _("Niets loopt meer"),
    "closed": _("Dossier gesloten"),
}  # fmt: skip
SHORT = {
    "none": _("Geen stap"), "basic": _("Basis"), "activation-place": _("Plek"), "learning": _("Leren"),
    "taking-part": _("Meedoen"), "mediation": _("Bemiddeling"), "work": _("Werk"), "running": _("Loopt"),
    "waiting": _("Wacht"), "stopped": _("Gestopt"), "closed": _("Gesloten"),
}  # fmt: skip
# What coming in is, in the address.
FROM = {"aanmelding": _("aangemeld"), "stap": _("eerste stap begonnen")}
ARROW = " → "


@dataclass(frozen=True)
class Taken:
    """A path, or all together: people, how many of them flowed out, and after how many days (the middle one)."""

    path: tuple[str, ...]
    people: int
    outflow: int
    days: int | None

    @property
    def percent(self) -> int | None:
        """Of the people, rounded half up; None where there is nobody."""
        return (200 * self.outflow + self.people) // (2 * self.people) if self.people else None


@dataclass
class Paths:
    whole: Taken
    links: list[Link] = field(default_factory=list)
    most: list[Taken] = field(default_factory=list)

    def ended(self, ending: str) -> int:
        return sum(link.people for link in self.links if link.target == ending)


def paths(scope: Scope) -> Paths:
    """Of who came in during the scope's period, as of its last day; one query."""
    values = [
        scope.first, scope.day, scope.municipality.pk if scope.municipality else None, scope.asked.get("vanaf") == "stap",
        scope.programme.pk if scope.programme else None,
    ]  # fmt: skip
    found = Paths(Taken((), 0, 0, None))
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_paths(%s, %s, %s, %s, %s)", values)
        for what, place, source, target, path, people, outflow, days in cursor.fetchall():
            if what == "whole":
                found.whole = Taken((), people, outflow, days)
            elif what == "link":
                found.links.append(Link(place, source, target, people))
            else:
                found.most.append(Taken(tuple(path), people, outflow, days))
    found.most.sort(key=lambda one: (-one.people, one.path))
    return found


def tables(found: Paths) -> list[Table]:
    return [_most(found), _ended(found)]


def _most(found: Paths) -> Table:
    lines = [
        Line(ARROW.join(str(KINDS[kind]) for kind in one.path), (one.people, one.outflow, one.percent, one.days),
             "-".join(one.path))
        for one in found.most
    ]  # fmt: skip
    told = sum(one.people for one in found.most)
    if rest := found.whole.people - told:
        outflow = found.whole.outflow - sum(one.outflow for one in found.most)
        lines.append(
            Line(translate("Andere wegen"), (rest, outflow, Taken((), rest, outflow, None).percent, None), "other")
        )
    whole = found.whole
    return Table(
        "paths", translate("De wegen die het meest werden gegaan"), translate("Weg"),
        (
            Column("people", translate("Mensen")), Column("outflow", translate("Uitgestroomd"), means="outflow"),
            Column("percent", translate("Deel uitgestroomd"), "percent", people=False, of="outflow"),
            Column("days", translate("Dagen tot uitstroom, mediaan"), "days", people=False, of="outflow", means="median"),
        ),
        tuple(lines), Line(translate("Samen"), (whole.people, whole.outflow, whole.percent, whole.days), "all"),
        note=translate(
            "Een weg is de rij van soorten stappen, de eerste vier. Twee stappen van dezelfde soort na elkaar zijn één. "
            "Dagen tellen vanaf het binnenkomen."
        ),
        definition="paths",
    )  # fmt: skip


def _ended(found: Paths) -> Table:
    return Table(
        "path-endings", translate("Waar zij aan het eind zijn"), translate("Aan het eind"),
        (Column("people", translate("Mensen")),),
        tuple(Line(str(name), (found.ended(key),), key) for key, name in ENDINGS.items()),
        Line(translate("Samen"), (found.whole.people,), "all"), definition="paths",
    )  # fmt: skip


def drawings(found: Paths, day: dt.date) -> list[Drawing]:
    """Nothing where nobody came in."""
    if not found.links:
        return []
    title = translate("De wegen van wie binnenkwam")
    both = charts("paths", title, found.links, KINDS, ENDINGS, SHORT, formats.day(day))
    first = found.most[0]
    conclusion = translate(
        "Op %(day)s waren %(outflow)s van de %(people)s mensen uitgestroomd. De weg die het meest werd gegaan: %(path)s "
        "(%(most)s mensen)."
    ) % {
        "people": formats.number(found.whole.people), "day": formats.day_long(day), "most": formats.number(first.people),
        "outflow": formats.number(found.whole.outflow), "path": ARROW.join(str(KINDS[kind]) for kind in first.path).lower(),
    }  # fmt: skip
    legend = translate(
        "Groen: stroomde uit. Blauw: ging door, of loopt nog. Grijs: niet begonnen, gestopt of gesloten."
    )
    return [Drawing("paths", title, both["wide"], both["narrow"], conclusion, legend)]


SECTION = Section(
    "paths", _("Wegen"), lambda scope: tables(paths(scope)), lambda scope: drawings(paths(scope), scope.day)
)
