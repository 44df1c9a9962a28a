"""The sections of the intake: what is asked, whose each is, and to which part of the file it belongs.

"Talk broadly, write down narrowly": nothing in a section has to be filled in; a conclusion and its grounds do. What goes
with life domains has rows of its own (LifeDomain), and where somebody stands is said in the chain's own words (standing).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# What can stand in the way of starting, and what is done about it (document 001: bus pass, bicycle, childcare, clothes, VOG).
PRACTICAL = {
    "transport": _("vervoer"),
    "childcare": _("kinderopvang"),
    "language": _("taal"),
    "interpreter": _("tolk"),
    "clothes": _("werkkleding"),
    "certificate": _("verklaring omtrent het gedrag (VOG)"),
    "phone": _("laptop of telefoon"),
}
# Work capacity in terms of work; no diagnoses (access.md, rule 6).
CAPACITY = {
    "hours": _("uren per dag en per week"),
    "posture": _("staan, zitten, tillen"),
    "pace": _("tempo en druk"),
    "supervision": _("begeleiding en uitleg"),
    "surroundings": _("geluid, mensen, buiten werken"),
}


@dataclass(frozen=True)
class Section:
    """`function`: whose it is, by the mandate for it where the person lives. `forms`: in which talks it is held."""

    key: str
    title: object
    function: str
    part: str
    fields: tuple[str, ...]
    forms: tuple[str, ...] = ("full", "perspective")


SECTIONS = {
    section.key: section
    for section in (
        Section("reason", _("Aanleiding en vraag"), "intake", "profile", ("reason", "question")),
        Section("work", _("Werk en opleiding"), "intake", "profile", ("work", "education"), ("full",)),
        Section("motivation", _("Motivatie"), "intake", "profile", ("words", "read_back", "view")),
        Section("market", _("Beroep en kansen"), "placement", "profile", ("occupation", "chances", "asked", "view")),
        Section("practical", _("Praktische zaken"), "intake", "profile",
                tuple(name for key in PRACTICAL for name in (f"{key}_needed", f"{key}_done"))),
        Section("barriers", _("Wat staat in de weg voor werk?"), "intake", "barriers", ()),
        Section("capacity", _("Wat kan deze persoon aan?"), "intake", "capacity", tuple(CAPACITY), ("full",)),
        Section("advice", _("Advies van de diagnose"), "practical-diagnosis", "profile", ("view", "advice")),
    )
}  # fmt: skip
