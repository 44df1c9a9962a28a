"""What this floor keeps of a person, for the whole file (clients/whole_file_tables.py)."""

from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from clients.whole_file_sections import moment
from clients.whole_file_tables import FileSection, FileTable, FloorFile, Value
from placement.models.staying import SIGNALS

OF_MEDIATION = "t.mediation_id in (select m.id from placement_mediation m where m.client_id = wanted)"
OF_CARD = "t.id in (select m.card_id from placement_mediation m where m.client_id = wanted)"


def _sent(row: dict[str, Any]) -> list[Value]:
    """The card as the employer has it: each field with its label and words."""
    content = row["content"]
    told = [Value("employer", translate("werkgever"), content["employer"], content["employer"], False)]
    told.append(Value("person", translate("aan wie"), row["person"], row["person"] or "", True))
    told += [Value(key, label, text, text, True) for key, label, text in content["fields"]]
    told.append(Value("author", translate("verstuurd door"), row["author"], row["author"] or "", True))
    told.append(Value("at", translate("verstuurd op"), row["at"], moment(row["at"]), False))
    return told


def _card(row: dict[str, Any]) -> list[Value]:
    """Its number and when it last changed: what stands on it comes from the work profile, which is in the file itself."""
    return [
        Value("code", translate("nummer van de werkkaart"), row["code"], row["code"], False),
        Value("changed_on", translate("gewijzigd op"), row["changed_on"], str(row["changed_on"]), False),
    ]


WORK = FileSection(_("Werk zoeken en plaatsingen"), (
    FileTable("placement.Mediation", _("Klaar voor bemiddeling"), left=frozenset({"card", "step_due"})),
    FileTable("placement.WorkCard", _("Werkkaart zonder naam"), link=OF_CARD, tell=_card),
    FileTable("placement.CardRequest", _("Wie vroeg wie u bent"), link=OF_MEDIATION, left=frozenset({"mediation"}),
              labels={"why": _("waarom")}),
    FileTable("placement.Introduction", _("Voordrachten bij werkgevers"), left=frozenset({"request", "placement", "trial"}),
              labels={"sent_on": _("kaart verstuurd op"), "offered_on": _("aangeboden op"),
                      "declined_by": _("wie zag ervan af"), "decline_reason": _("waarom niet")}),
    FileTable("placement.SentCard", _("Wat naar werkgevers is gestuurd"), tell=_sent),
    FileTable("placement.Placement", _("Plaatsingen"), plain=frozenset({"job"}), labels={"contract": _("soort contract")}),
    FileTable("placement.BenefitProposal", _("Gevolgen voor de uitkering")),
    FileTable("placement.PlacementCheck", _("Gesprekken over het werk"), words={"signals": SIGNALS}),
    FileTable("placement.Coaching", _("Jobcoaching")),
    FileTable("placement.CoachingUse", _("Uren jobcoaching"), left=frozenset({"coaching"})),
    FileTable("placement.WageValue", _("Loonwaarde"), plain=frozenset({"reference_job"}),
              labels={"percent": _("loonwaarde in procenten"), "settled_on": _("vastgesteld op")}),
    FileTable("placement.WageTask", _("Taken bij de loonwaarde"), plain=frozenset({"name"}), left=frozenset({"wage_value"})),
    FileTable("placement.WageSubsidy", _("Loonkostensubsidie"), left=frozenset({"wage_value"}),
              labels={"monthly": _("per maand"), "with_charges": _("met werkgeverslasten")}),
), 60)  # fmt: skip
FILE = FloorFile((WORK,))
