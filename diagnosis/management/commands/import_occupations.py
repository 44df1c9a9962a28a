"""`manage.py import_occupations FILE`: the occupations of ESCO, beside the own list of everyday ones."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from diagnosis.occupation_lists import BadList, import_esco

SHOWN = 50  # problems, changes; of the rest only the number


class Command(BaseCommand):
    help = "Import the occupations of an ESCO file (occupations_nl.csv). A bad line, and nothing is imported; each is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="occupations_nl.csv of an ESCO download, in Dutch")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            laid = import_esco(options["file"])
        except OSError as error:
            told = {"name": options["file"], "reason": error.strerror}
            raise CommandError(_("Kan %(name)s niet lezen: %(reason)s.") % told) from error
        except BadList as bad:
            for problem in bad.problems[:SHOWN]:
                self.stderr.write(problem)
            raise CommandError(_("%d fout(en): er is niets geïmporteerd.") % len(bad.problems)) from None
        if laid.nothing:
            self.stdout.write(_("%d regels gelezen; niets te wijzigen.") % laid.read)
            return
        for change in laid.changed[:SHOWN]:
            self.stdout.write(change)
        if (rest := len(laid.changed) - SHOWN) > 0:
            self.stdout.write(_("... en nog %d wijzigingen.") % rest)
        told = {"read": laid.read, "added": laid.added, "joined": len(laid.joined), "changed": len(laid.changed),
                "names": laid.names}  # fmt: skip
        self.stdout.write(
            _("%(read)d beroepen gelezen: %(added)d toegevoegd, %(joined)d bij een beroep van de eigen lijst gevoegd, "
              "%(changed)d wijzigingen, %(names)d namen erbij.") % told
        )  # fmt: skip
        self.stdout.write("This service uses the ESCO classification of the European Commission.")
