"""The sections of the intake: what is asked, whose each is, and to which part of the file it belongs.

"Talk broadly, write down narrowly": nothing in a section has to be filled in; a conclusion and its grounds do. What goes
with life domains has rows of its own (LifeDomain), and where somebody stands is said in the chain's own words (standing).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST = 4000  # characters of an answer
MOST_HOURS = 60  # a week

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
class Asked:
    """What is asked in a field, and its name where it is read. `kind`: text, words (the person's own), line, tick, hours.

    `lasting`: of an earlier intake it is put into the field, in sight, for who holds the next one.
    """

    label: object
    short: object
    help: object = ""
    kind: str = "text"
    rows: int = 3
    lasting: bool = False


@dataclass(frozen=True)
class Section:
    """`function`: whose it is, by the mandate for it where the person lives. `forms`: in which talks it is held.

    `when_asked`: only where its partner comes to the talk. Without `asked` it has rows of its own.
    """

    key: str
    title: object
    function: str
    part: str
    asked: Mapping[str, Asked] = field(default_factory=dict)
    forms: tuple[str, ...] = ("full", "perspective")
    when_asked: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.asked)


def _practical() -> dict[str, Asked]:
    asked = {
        "hours": Asked(
            _("Hoeveel uur per week kan deze persoon werken?"), _("beschikbaar"), kind="hours", lasting=True
        ),
        "from": Asked(_("Vanaf wanneer?"), _("vanaf"), kind="line"),
    }
    for key, name in PRACTICAL.items():
        asked[f"{key}_needed"] = Asked(name, name, kind="tick", lasting=True)
        label = format_lazy("{matter}: {asked}", matter=name, asked=_("wat doet u eraan?"))
        asked[f"{key}_done"] = Asked(label, name, kind="line")
    return asked


SECTIONS = {
    section.key: section
    for section in (
        Section("reason", _("Aanleiding en vraag"), "intake", "profile", {
            "reason": Asked(_("Waarom komt deze persoon nu?"), _("aanleiding")),
            "question": Asked(_("Wat is de vraag?"), _("vraag"), _("Van de persoon zelf, en van u.")),
        }),
        Section("work", _("Werk en opleiding"), "intake", "profile", {
            "work": Asked(_("Wat deed deze persoon tot nu toe?"), _("werk"),
                          _("Banen, stages, mantelzorg en vrijwilligerswerk."), rows=4, lasting=True),
            "education": Asked(_("Welke opleiding en diploma’s zijn er?"), _("opleiding"),
                               _("Ook cursussen, rijbewijs en wat iemand zichzelf leerde."), lasting=True),
        }, ("full",)),
        Section("motivation", _("Motivatie"), "intake", "profile", {
            "words": Asked(_("Wat wil deze persoon zelf?"), _("in eigen woorden"),
                           _("In de eigen woorden. Lees de tekst samen terug."), kind="words", rows=4),
            "read_back": Asked(_("Samen teruggelezen"), _("samen teruggelezen"), kind="tick"),
            "view": Asked(_("Hoe ziet u de motivatie?"), _("zoals de consulent het ziet"),
                          _("Wat ziet u als kans? Wat vraagt nog aandacht?")),
        }),
        Section("market", _("Beroep en kansen"), "placement", "profile", {
            "occupation": Asked(_("Welk werk past bij deze persoon?"), _("wensberoep"), kind="line", lasting=True),
            "chances": Asked(_("Welke kansen zijn er in de regio?"), _("kansen")),
            "asked": Asked(_("Wat vragen werkgevers?"), _("wat werkgevers vragen")),
            "view": Asked(_("Hoe ziet u de motivatie?"), _("zoals de adviseur het ziet"),
                          _("Wat hoort u, en wat zou een werkgever horen?")),
        }),
        Section("practical", _("Tijd en praktische zaken"), "intake", "profile", _practical()),
        Section("barriers", _("Wat staat in de weg voor werk?"), "intake", "barriers"),
        Section("capacity", _("Wat kan deze persoon aan?"), "intake", "capacity", {
            key: Asked(name, name, rows=1, lasting=True) for key, name in CAPACITY.items()
        }, ("full",)),
        Section("advice", _("Advies van de diagnose"), "practical-diagnosis", "profile", {
            "view": Asked(_("Wat ziet u in dit gesprek?"), _("gezien in het gesprek")),
            "advice": Asked(_("Wat adviseert u?"), _("advies"),
                            _("In termen van werk: wat is al duidelijk, en wat moet u nog zien?")),
        }, when_asked=True),
    )
}  # fmt: skip
