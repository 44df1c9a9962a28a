"""What this floor keeps of a person, for the whole file (clients/whole_file_tables.py)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.parts import PARTS
from clients.whole_file_sections import moment
from clients.whole_file_tables import FileSection, FileTable, FloorFile, Value
from diagnosis.codes import AGREEMENTS, CONTRACTS, INTERESTS, LANGUAGES, LICENCES, SECTORS, TRANSPORT
from diagnosis.sections import SECTIONS

WORDS: dict[str, Mapping[Any, object]] = {
    "interests": INTERESTS, "transport": TRANSPORT, "licences": LICENCES, "contracts": CONTRACTS, "agreements": AGREEMENTS,
    "sectors": {code: name for code, (name, _sbi) in SECTORS.items()},
}  # fmt: skip


def _section(row: dict[str, Any]) -> list[Value]:
    """Question by question, as the intake asked it; an answer to a question that is asked no more, under its name."""
    section = SECTIONS.get(row["key"])
    asked = section.asked if section else {}
    part = PARTS[row["part"]].label if row["part"] in PARTS else row["part"]
    told = [Value("part", translate("onderdeel"), row["part"], str(part), False)]
    for name, answer in row["answers"].items():
        question = asked.get(name)
        choices = {str(key): str(text) for key, text in dict(getattr(question, "choices", None) or {}).items()}
        several = answer if isinstance(answer, list) else [answer]
        text = ", ".join(choices.get(str(one), str(one)) for one in several)
        told.append(Value(name, str(getattr(question, "label", name)), answer, text, not choices))
    told.append(Value("author", translate("geschreven door"), row["author"], row["author"] or "", True))
    told.append(Value("saved_at", translate("opgeslagen op"), row["saved_at"], moment(row["saved_at"]), False))
    return told


INTAKE = FileSection(_("Intake en werkprofiel"), (
    FileTable("diagnosis.Invitation", _("Uitnodigingen voor de intake"), left=frozenset({"intake"}),
              labels={"cancelled_on": _("ingetrokken op")}),
    FileTable("diagnosis.Intake", _("Intakes"), labels={"form": _("soort"), "concluded_on": _("afgerond op")}),
    FileTable("diagnosis.IntakeSection", _("Antwoorden bij de intake"), tell=_section),
    FileTable("diagnosis.LifeDomain", _("Wat in de weg staat"), left=frozenset({"intake"})),
    FileTable("diagnosis.WorkProfile", _("Werkprofiel"), words=WORDS),
    FileTable("diagnosis.TargetOccupation", _("Gewenste beroepen")),
    FileTable("diagnosis.Competence", _("Competenties"), labels={"code": _("competentie")}),
    FileTable("diagnosis.Education", _("Opleidingen"), plain=frozenset({"name"}), labels={"diploma": _("diploma")}),
    FileTable("diagnosis.Course", _("Cursussen"), plain=frozenset({"name"})),
    FileTable("diagnosis.Experience", _("Werkervaring"), plain=frozenset({"job"})),
    FileTable("diagnosis.Language", _("Talen"), words={"code": LANGUAGES},
              labels={"code": _("taal"), "speaking": _("spreken"), "listening": _("verstaan"), "reading": _("lezen"),
                      "writing": _("schrijven")}),
    FileTable("diagnosis.PersonalOutlook", _("Kansen op werk"), left=frozenset({"outlook"})),
), 40)  # fmt: skip
ABILITY = FileSection(_("Diagnose, indicaties en ontheffingen"), (
    FileTable("diagnosis.PracticalDiagnosis", _("Verdiepende diagnose"), left=frozenset({"referral"}),
              labels={"host": _("bij"), "stop_reason": _("waarom gestopt"), "place": _("waar")}),
    FileTable("diagnosis.DayObserved", _("Dagen van de diagnose"), left=frozenset({"diagnosis"})),
    FileTable("diagnosis.Finding", _("Conclusies"), left=frozenset({"diagnosis"})),
    FileTable("diagnosis.CompetenceSeen", _("Competenties in de diagnose"), left=frozenset({"diagnosis"}),
              labels={"code": _("competentie")}),
    FileTable("diagnosis.Indication", _("Indicaties"), labels={"source": _("van wie")}),
    FileTable("diagnosis.Exemption", _("Ontheffingen")),
    FileTable("diagnosis.ScreeningEntry", _("Screening"), labels={"screening": _("ronde")}),
), 50)  # fmt: skip
FILE = FloorFile((INTAKE, ABILITY), {"diagnosis.ProfileTerm": _("zoekwoorden uit het werkprofiel; afgeleid")})
