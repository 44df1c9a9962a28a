"""What this floor keeps of a person, for the whole file (clients/whole_file_tables.py)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.formats import clock, day_long
from chain.functions import FUNCTIONS
from chain.parts import PARTS
from clients import look_words
from clients.languages import LANGUAGES
from clients.models.plan import AGREED_HOW
from clients.models.referral import STATUSES
from clients.models.sight import REASONS
from clients.models.standing import ANSWERS
from clients.timeline import told
from clients.whole_file_tables import FileSection, FileTable, FloorFile, Value

PART_NAMES = {key: part.label for key, part in PARTS.items()}
REFERRAL_ACTS = {
    "asked": _("gevraagd"), "accept": _("opgepakt"), "query": _("vraag terug"), "reply": _("uitleg gegeven"),
    "return": _("teruggegeven"), "answer": _("beantwoord"), "withdraw": _("ingetrokken"),
}  # fmt: skip
MAILS = {"invitation": _("uitnodiging voor een afspraak"), "digest": _("overzicht voor een medewerker")}
SAID = {code: label for answers in ANSWERS.values() for code, label in answers.items()}


def moment(value: str | None) -> str:
    """A moment as JSON has it, in words; "" for none."""
    if value is None:
        return ""
    at = dt.datetime.fromisoformat(value)
    return f"{day_long(at)}, {clock(at)}"


def _identity(row: dict[str, Any]) -> list[Value]:
    """Whether the BSN is known; the number itself stands in no copy."""
    known = translate("bekend, niet afgedrukt") if row.get("bsn") else translate("niet bekend")
    return [Value("bsn", "BSN", None, known, False)]


def _event(row: dict[str, Any]) -> list[Value]:
    """What an act told, in its sentence: it may hold names, or what somebody wrote."""
    on = dt.date.fromisoformat(row["on"])
    title, text, _icon = told({"act": row["act"], "params": row["params"], "on": on})
    return [
        Value("on", translate("datum"), row["on"], day_long(on), False),
        Value("act", translate("wat"), row["act"], title, False),
        Value("text", translate("tekst"), row["params"], text, True),
        Value("partner", translate("organisatie"), row["partner"], row["partner"] or "", False),
        Value("author", translate("door"), row["author"], row["author"] or "", True),
    ]


def _look(row: dict[str, Any]) -> list[Value]:
    parts = ", ".join(look_words.parts(row["parts"], [row["why"]]))
    return [
        Value("at", translate("wanneer"), row["at"], moment(row["at"]), False),
        Value("membership", translate("wie"), row["membership"], row["membership"] or "", True),
        Value("why", translate("waarom"), row["why"], look_words.why(row["why"]), False),
        Value("parts", translate("onderdelen"), row["parts"], parts, False),
    ]


def _version(row: dict[str, Any]) -> list[Value]:
    """A version of the plan, as it was agreed: in the words of the page, without the keys of the machine."""
    content = row["content"]
    told = [Value("number", translate("nummer"), row["number"], str(row["number"]), False)]
    for name, label in (("words", translate("in eigen woorden")), ("limits", translate("wat vaststaat"))):
        told.append(Value(name, label, content.get(name), content.get(name) or "", True))
    for place, goal in enumerate(content.get("goals", []), 1):
        steps = ", ".join(step["name"] for step in goal.get("steps", []))
        text = "\n".join(filter(None, [goal["text"], goal["why"], goal["chosen"], goal["result"], steps]))
        told.append(Value(f"goal{place}", translate("doel"), goal, text, True))
    for place, one in enumerate(content.get("agreements", []), 1):
        text = ": ".join(filter(None, [one["partner"], one["text"]]))
        told.append(Value(f"agreement{place}", translate("afspraak"), one, text, True))
    on = dt.date.fromisoformat(row["agreed_on"]) if row["agreed_on"] else None
    told.append(Value("agreed_on", translate("besproken op"), row["agreed_on"], day_long(on), False))
    told.append(Value("how", translate("hoe"), row["how"], str(AGREED_HOW.get(row["how"], row["how"])), False))
    told.append(Value("says", translate("wat de inwoner erover zei"), row["says"], row["says"], True))
    told.append(Value("author", translate("geschreven door"), row["author"], row["author"] or "", True))
    return told


WHO = FileSection(_("Wie u bent"), (
    FileTable("clients.Client", _("Naam en dossier"), link="t.id = wanted",
              plain=frozenset({"first_name", "last_name", "alias"})),
    FileTable("clients.Identity", _("BSN, geboortedatum en huishouden"), tell=_identity),
    FileTable("clients.Contact", _("Adres en contact"), plain=frozenset({"email"}), words={"language": LANGUAGES}),
    FileTable("clients.Residence", _("Woonplaatsen")),
    FileTable("clients.TargetGroup", _("Doelgroepen"), labels={"code": _("doelgroep")}),
    FileTable("clients.Capacity", _("Arbeidsvermogen")),
    FileTable("clients.BenefitPeriod", _("Uitkering")),
    FileTable("clients.Assessment", _("Waar u staat"), words={"value": SAID, "part": PART_NAMES}),
), 10)  # fmt: skip
PLAN = FileSection(_("Plan en stappen"), (
    FileTable("clients.Plan", _("Plannen")),
    FileTable("clients.PlanGoal", _("Doelen"), left=frozenset({"plan"})),
    FileTable("clients.Agreement", _("Afspraken in het plan"), left=frozenset({"plan"}),
              labels={"dropped_on": _("vervallen op")}),
    FileTable("clients.PlanVersion", _("Versies van het plan"), tell=_version),
    FileTable("clients.Evaluation", _("Teruggekeken op het plan"), left=frozenset({"plan"})),
    FileTable("clients.Step", _("Stappen"), left=frozenset({"plan_goal", "referral"}),
              labels={"registered_at": _("ingevoerd op")}),
    FileTable("clients.Observation", _("Voortgang bij stappen")),
    FileTable("clients.Referral", _("Verwijzingen"), left=frozenset({"plan_goal"}),
              words={"function": FUNCTIONS, "shared": PART_NAMES, "status": STATUSES},
              labels={"function": _("waarvoor"), "shared": _("wat is gedeeld"), "turn_since": _("aan zet sinds"),
                      "respond_by": _("reactie uiterlijk"), "answer_by": _("antwoord uiterlijk")}),
    FileTable("clients.ReferralLine", _("Wat bij verwijzingen is gezegd"), left=frozenset({"referral"}),
              words={"act": REFERRAL_ACTS}),
    FileTable("clients.TeamMember", _("Wie met u werkt"), labels={"is_lead": _("heeft de regie")}),
    FileTable("clients.Task", _("Taken"), words={"part": PART_NAMES}),
    FileTable("clients.HandoverPerson", _("Overdracht aan een collega"), left=frozenset({"handover"})),
    FileTable("clients.Closure", _("Sluiten en heropenen van het dossier"),
              labels={"reopened_on": _("heropend op"), "reopened_why": _("waarom heropend"), "reopened_by": _("heropend door")}),
), 20)  # fmt: skip
TALKS = FileSection(_("Gesprekken, brieven en afspraken"), (
    FileTable("clients.Note", _("Notities"), left=frozenset({"membership"})),
    FileTable("clients.Appointment", _("Afspraken"), left=frozenset({"letter"})),
    FileTable("clients.Letter", _("Brieven"), words={"part": PART_NAMES}),
    FileTable("clients.Mail", _("Verstuurde e-mail"), words={"kind": MAILS},
              left=frozenset({"membership", "tries", "next_at", "error", "key"})),
    FileTable("clients.Document", _("Documenten"), left=frozenset({"membership"}), plain=frozenset({"kind"}),
              labels={"size": _("grootte in bytes")}),
), 30)  # fmt: skip
RIGHTS = FileSection(_("Uw rechten"), (
    FileTable("clients.RightsRequest", _("Uw verzoeken")),
    FileTable("clients.Statement", _("Uw verklaringen"), left=frozenset({"request"}),
              labels={"withdrawn_on": _("ingetrokken op")}),
    FileTable("clients.ErasureEntry", _("Voorstellen om te vernietigen"), left=frozenset({"erasure", "number"}),
              labels={"rule": _("volgens welke regel"), "erased_at": _("vernietigd op")}, plain=frozenset({"rule"})),
), 80)  # fmt: skip
LOOKS = FileSection(_("Wie bij uw gegevens kon, en wie keek"), (
    FileTable("clients.Involvement", _("Partners die u zagen"), left=frozenset({"source"}),
              words={"parts": PART_NAMES, "reason": REASONS}),
    FileTable("clients.Glass", _("Inzage met een reden"), labels={"expires_at": _("tot")}),
    FileTable("clients.Look", _("Wie keek mee"), tell=_look),
    FileTable("clients.Event", _("Logboek: wat er is gedaan"), tell=_event),
), 90)  # fmt: skip
FILE = FloorFile(
    (WHO, PLAN, TALKS, RIGHTS, LOOKS),
    {
        "clients.Word": _("de woorden van de naam, om op te zoeken; afgeleid"),
        "clients.Draft": _("wat een medewerker nu typt en nog niet heeft opgeslagen"),
        "clients.Recent": _("welk dossier iemand het laatst opende; staat bij wie keek mee"),
        "clients.News": _("een bericht aan een partner over iets dat in het logboek staat"),
        "clients.BulkLine": _("of een handeling voor velen lukte; wat er gebeurde, staat in het logboek"),
        "clients.LookReview": _("of een ongewone inzage is nagekeken; de inzage zelf staat bij wie keek mee"),
    },
)
