"""What this floor keeps of a person, for the whole file (clients/whole_file_tables.py)."""

from django.utils.translation import gettext_lazy as _

from clients.whole_file_tables import FileSection, FileTable, FloorFile

COUNTED = FileSection(_("Hoe u bent meegeteld"), (
    FileTable("reporting.Result", _("Geteld in een programma"), left=frozenset({"evidence"}),
              labels={"programme": _("programma"), "extent": _("hoe ver")}),
), 75)  # fmt: skip
FILE = FloorFile(
    (COUNTED,),
    {
        "reporting.Facet": _("klassen voor de cijfers, elke nacht opnieuw afgeleid van wat in het dossier staat"),
        "reporting.Flaw": _("wat aan het dossier is na te kijken, elke nacht opnieuw afgeleid"),
    },
)
