"""What this floor keeps of a person, for the whole file (clients/whole_file_tables.py)."""

from django.utils.translation import gettext_lazy as _

from clients.whole_file_tables import FileSection, FileTable, FloorFile
from development.models.course import HELPS

LEARNING = FileSection(_("Leren, begeleiding en ondersteuning"), (
    FileTable("development.Stay", _("Plekken en groepen"),
              labels={"reserved": _("plek gereserveerd"), "state": _("stand"), "held_from": _("bezet vanaf"),
                      "held_until": _("bezet tot en met")}),
    FileTable("development.Attendance", _("Aanwezigheid"), labels={"mark": _("aanwezig")}),
    FileTable("development.Extension", _("Verlengingen"),
              labels={"was_until": _("zou duren tot en met"), "until": _("duurt tot en met")}),
    FileTable("development.Pause", _("Onderbrekingen")),
    FileTable("development.Onward", _("Kan deze persoon door?"), words={"helps": HELPS}),
    FileTable("development.Outcome", _("Hoe stappen afliepen")),
    FileTable("development.Support", _("Praktische ondersteuning")),
    FileTable("development.ActivationReason", _("Waarom een activeringsplek")),
    FileTable("development.CooperationSignal", _("Signalen over medewerking")),
), 70)  # fmt: skip
FILE = FloorFile((LEARNING,))
