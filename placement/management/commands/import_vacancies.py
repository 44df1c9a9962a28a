"""`manage.py import_vacancies FILE --chain SLUG`: bring vacancies in out of a CSV file (placement/vacancy_import.py)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain, Mandate, Membership, Partner
from placement.vacancy_import import BadFile, import_file
from placement.vacancy_import_pages import told

SHOWN = 200  # problems; of the rest only the number


class Command(BaseCommand):
    help = "Import a CSV file of vacancies. All or nothing: any bad line, and nothing is imported; each is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="with a header; its columns stand on the page /vacatures/inlezen/")
        parser.add_argument("--chain", required=True, help="slug of the chain, such as maastricht-heuvelland")
        parser.add_argument(
            "--partner", default="", help="code of who brings them in; else the chain's employer service"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(_("Het bestand %s is er niet.") % file)
        chain = Chain.objects.filter(slug=options["chain"]).first()
        if chain is None:
            raise CommandError(_("De keten “%s” is er niet. Laad haar met load_chain.") % options["chain"])
        acting = system_membership(chain, "import")
        with acting_as(acting, f"import_vacancies {file.name}"):
            by = Membership.objects.get(pk=acting)
            by.partner = self._partner(chain, options["partner"])
            try:
                done = import_file(file.read_bytes(), by=by)
            except BadFile as bad:
                for problem in bad.problems[:SHOWN]:
                    self.stderr.write(str(problem))
                if len(bad.problems) > SHOWN:
                    self.stderr.write(_("... en nog %d fouten.") % (len(bad.problems) - SHOWN))
                raise CommandError(_("%d fout(en): er is niets geïmporteerd.") % len(bad.problems)) from None
        self.stdout.write(told(done))

    def _partner(self, chain: Chain, code: str) -> Partner:
        """In whose name: the partner with the code, else who holds the mandate `employer` today."""
        if code:
            found = Partner.objects.filter(chain=chain, code=code).first()
        else:
            held = Mandate.objects.on(today()).filter(chain=chain, function="employer").order_by("pk")
            mandate = held.select_related("partner").first()
            found = mandate.partner if mandate else None
        if found is None:
            raise CommandError(_("Noem met --partner wie de vacatures inbrengt."))
        return found
