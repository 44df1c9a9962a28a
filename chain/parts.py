"""The parts of the file: which function reads and writes which part (access.md, rule 3).

This one table governs pages, fragments, search, export, counts and, through chain.rowsecurity, the policies in the
database. A function is the role of a membership. It has no models, so that every floor can read it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Roles of a membership, with the names that users read.
ROLES = {
    "consultant": _("consulent"),
    "lead_consultant": _("senior consulent"),
    "trainer": _("trainer"),
    "work_coach": _("werkbegeleider"),
    "employer_adviser": _("adviseur werkgevers"),
    "manager": _("manager"),
    "policy": _("beleidsadviseur"),
    "coordinator": _("ketencoördinator"),
    "alderman": _("bestuurder"),
    "privacy": _("privacyfunctionaris"),
    "archive": _("archivaris"),
    "admin": _("beheerder"),
    "system": _("systeem"),
}
CONSULTANTS = frozenset({"consultant", "lead_consultant"})
PARTNER_STAFF = frozenset({"trainer", "work_coach", "employer_adviser"})
CASEWORKERS = CONSULTANTS | PARTNER_STAFF
SYSTEM = frozenset({"system"})
ARCHIVE = frozenset({"archive"})  # closed files only
OPENS_CLOSED = frozenset({"lead_consultant"}) | ARCHIVE  # of the point of contact
GLASS = frozenset({"coordinator"})  # sees a file after breaking the glass, for 24 hours
# These see no file by relation, only by what is theirs in person (a broken glass, a screening list).
WITHOUT_FILES = frozenset({"admin", "privacy", "policy", "coordinator", "alderman"})
# Staff of the chain who steer by figures: exact, and the same for all of them (access.md, rule 9). Outside the chain stand the
# municipalities' aldermen, who read what was published for them.
STEERS = frozenset({"manager", "policy", "coordinator", "lead_consultant"})
PUBLISHES = frozenset({"policy", "coordinator"})
OUTSIDE = frozenset({"alderman"})
WIDE = frozenset({"privacy"}) | SYSTEM  # see all of the chain, of whatever partner, in the parts that they read
READERS = CASEWORKERS | GLASS | ARCHIVE | SYSTEM


@dataclass(frozen=True)
class Part:
    """A part of the file: its name for users, and the roles that read and write it."""

    label: object
    read: frozenset[str]
    write: frozenset[str]


PARTS = {
    "client": Part(_("naam en nummer"), READERS | {"manager", "privacy"}, CONSULTANTS | SYSTEM),
    "identity": Part(_("BSN en geboortedatum"), CONSULTANTS | ARCHIVE | SYSTEM, CONSULTANTS | SYSTEM),
    "contact": Part(_("adres en contactgegevens"), READERS, CONSULTANTS | SYSTEM),
    "benefit": Part(_("uitkering en ontheffing"), CONSULTANTS | ARCHIVE | SYSTEM, CONSULTANTS | SYSTEM),
    "capacity": Part(_("arbeidsvermogen en doelgroep"),
                     CONSULTANTS | {"trainer", "work_coach"} | GLASS | ARCHIVE | SYSTEM, CONSULTANTS | SYSTEM),
    "profile": Part(_("intake en werkprofiel"), READERS, CASEWORKERS | SYSTEM),
    # Life domains opened for work: for who guides the person, not for who speaks with employers.
    "barriers": Part(_("wat in de weg staat"), CONSULTANTS | {"trainer"} | GLASS | ARCHIVE | SYSTEM,
                     CONSULTANTS | {"trainer"} | SYSTEM),
    "diagnosis": Part(_("verdiepende diagnose"),
                      CONSULTANTS | {"trainer", "work_coach"} | GLASS | ARCHIVE | SYSTEM,
                      CONSULTANTS | {"trainer", "work_coach"} | SYSTEM),
    "plan": Part(_("plan en stappen"), READERS | {"manager"}, CASEWORKERS | SYSTEM),
    "referrals": Part(_("verwijzingen"), READERS | {"manager"}, CASEWORKERS | SYSTEM),
    "placements": Part(_("plaatsingen"), READERS | {"manager"},
                       CONSULTANTS | {"employer_adviser", "work_coach"} | SYSTEM),
    "notes": Part(_("notities"), READERS, CASEWORKERS | SYSTEM),
    "results": Part(_("geteld resultaat"), CONSULTANTS | {"manager"} | SYSTEM, SYSTEM),
    "looks": Part(_("wie keek mee"), frozenset({"privacy"}) | SYSTEM, frozenset(ROLES)),
    "employers": Part(_("werkgevers"), CASEWORKERS | {"manager"} | SYSTEM,
                      CONSULTANTS | {"employer_adviser", "work_coach"} | SYSTEM),
    "vacancies": Part(_("vacatures en projecten"), CASEWORKERS | {"manager"} | SYSTEM, CASEWORKERS | SYSTEM),
    # Anonymous: what somebody can do and wants, for the employer service and the point of contact.
    "cards": Part(_("werkkaarten"), CONSULTANTS | {"employer_adviser"} | SYSTEM, CONSULTANTS | {"employer_adviser"} | SYSTEM),
    "subsidy": Part(_("loonwaarde en loonkostensubsidie"),
                    CONSULTANTS | {"employer_adviser", "work_coach"} | GLASS | ARCHIVE | SYSTEM,
                    CONSULTANTS | {"employer_adviser"} | SYSTEM),
    "places": Part(_("leerwerkplekken, groepen en leerlijnen"), CASEWORKERS | {"manager", "policy", "coordinator"} | SYSTEM,
                   CASEWORKERS | SYSTEM),
    "support": Part(_("praktische ondersteuning"), CASEWORKERS | GLASS | ARCHIVE | SYSTEM, CASEWORKERS | SYSTEM),
    # Why somebody is in an activation place, and signals of not cooperating.
    "cooperation": Part(_("medewerking"), CONSULTANTS | {"trainer"} | ARCHIVE | SYSTEM, CONSULTANTS | {"trainer"} | SYSTEM),
    "outlook": Part(_("arbeidsmarkt van de regio"), CASEWORKERS | {"manager", "policy", "coordinator"} | SYSTEM,
                    frozenset({"employer_adviser"}) | SYSTEM),
    # What the person asked under the AVG, and what became of it; what concerns no single person; the end of files.
    "rights": Part(_("verzoeken van de inwoner"), CONSULTANTS | {"privacy"} | ARCHIVE | SYSTEM,
                   CONSULTANTS | {"privacy"} | SYSTEM),
    "registers": Part(_("overeenkomsten en incidenten"), frozenset({"privacy"}) | SYSTEM, frozenset({"privacy"}) | SYSTEM),
    "retention": Part(_("bewaren en vernietigen"), ARCHIVE | {"privacy"} | SYSTEM, ARCHIVE | {"privacy"} | SYSTEM),
    "screening": Part(_("screening"), CASEWORKERS | {"manager"} | SYSTEM, frozenset({"lead_consultant"}) | SYSTEM),
}  # fmt: skip
# The person's own data, and the end of the file, are kept by the point of contact (access.md, rules 4, 5 and 10): others,
# whatever their function, never read these, and do not write those; but for who sees all of the chain (WIDE).
CONTACT_READS = frozenset({"identity", "benefit", "rights", "retention"})
CONTACT_WRITES = CONTACT_READS | {"client", "contact", "capacity"}
# Read, but for the point of contact, by partners with the mandate alone: the cards by the chain's employer service
# (access.md, rule 2a), what concerns cooperation by who gives activation places.
MANDATE_READS = {"cards": "employer", "cooperation": "activation-place"}
# What a referral always shows of the file, and what is chosen with it (docs/access.md).
WITH_REFERRAL = frozenset({"client", "referrals", "plan"})
SHAREABLE = ("contact", "profile", "barriers", "diagnosis", "capacity", "placements", "notes")


def reads(role: str, part: str) -> bool:
    """Whether the role reads the part; KeyError for a part that is not in the table."""
    return role in PARTS[part].read


def writes(role: str, part: str) -> bool:
    """Whether the role writes the part; KeyError for a part that is not in the table."""
    return role in PARTS[part].write
