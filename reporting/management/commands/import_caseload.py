"""`manage.py import_caseload FOLDER --chain SLUG`: import a caseload folder (docs/counting.md)."""

import resource
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chain.models import Chain
from reporting.caseload import BadCaseload, import_folder

SHOWN = 200  # problems; of the rest only the number
KINDS = {
    "clients": lazy("personen"),
    "target groups": lazy("doelgroepen"),
    "residences": lazy("woonplaatsen"),
    "benefits": lazy("uitkeringsperioden"),
    "steps": lazy("stappen"),
    "employers": lazy("werkgevers"),
    "placements": lazy("plaatsingen"),
}


class Command(BaseCommand):
    help = "Import a caseload folder. All or nothing: any bad line, and nothing is imported; each is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="with clients.csv, residences.csv, benefits.csv, steps.csv, placements.csv"
        )
        parser.add_argument("--chain", required=True, help="slug of the chain, such as maastricht-heuvelland")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("De map %s is er niet.") % folder)
        chain = Chain.objects.filter(slug=options["chain"]).first()
        if chain is None:
            raise CommandError(_("De keten “%s” is er niet. Laad haar met load_chain.") % options["chain"])
        try:
            done = import_folder(folder, chain)
        except BadCaseload as bad:
            for problem in bad.problems[:SHOWN]:
                self.stderr.write(str(problem))
            if bad.total > SHOWN:
                self.stderr.write(_("... en nog %d fouten.") % (bad.total - SHOWN))
            raise CommandError(_("%d fout(en): er is niets geïmporteerd.") % bad.total) from None
        if options["verbosity"] > 1:
            for stage, seconds in done.seconds.items():
                self.stdout.write(f"{stage:20} {seconds:7.2f} s")
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            self.stdout.write(f"{'total':20} {sum(done.seconds.values()):7.2f} s, {peak} MB")
        if done.nothing:
            self.stdout.write(_("%d regels gelezen; niets te wijzigen.") % sum(done.read.values()))
            return
        for kind, label in KINDS.items():
            added, changed = done.added.get(kind, 0), done.changed.get(kind, 0)
            if added or changed:
                self.stdout.write(
                    _("%(kind)s: %(added)d toegevoegd, %(changed)d gewijzigd")
                    % {"kind": label, "added": added, "changed": changed}
                )
