"""`manage.py erase`: carry out the approved lists of files, as the database role snoer_eraser (docs/operations.md)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chain.models import Chain
from clients import erasure


class Command(BaseCommand):
    help = "Erase the files on approved lists, in every chain or in one. Needs DATABASE_ERASER_URL."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--chain", help="slug of the chain; default all")

    def handle(self, *args: Any, **options: Any) -> None:
        if not erasure.able():
            raise CommandError(_("Dit proces mag niets vernietigen: DATABASE_ERASER_URL ontbreekt."))
        chains = Chain.objects.filter(**({"slug": options["chain"]} if options["chain"] else {}))
        if options["chain"] and not chains:
            raise CommandError(_("De keten “%s” is er niet. Laad haar met load_chain.") % options["chain"])
        for chain in chains:
            found = erasure.carry_out(chain)
            told = ", ".join(f"{number} {became}" for became, number in sorted(found.items()))
            nothing = _("niets te vernietigen")
            self.stdout.write(f"{chain.slug}: {told or nothing}")
