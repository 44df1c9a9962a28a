"""`manage.py import_vacancies FILE --chain SLUG`: bring vacancies in out of a CSV file, as the page does (docs/loading.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain, Mandate, Membership, Partner
from clients.loading import Judged, carry_out, digest, guess, judge, missing
from clients.loading_files import REASON, read
from placement.vacancy_loading import KIND

SHOWN = 200  # lines that are wrong; of the rest only the number


class Command(BaseCommand):
    help = "Import a CSV file of vacancies. All or nothing: any bad line or conflict, and nothing is imported; each is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="with a header; its columns stand on the page /inlezen/vacancies/")
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
                counted = self._load(by, file.read_bytes())
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(_("Erbij: %(new)s. Gewijzigd: %(changed)s. Zonder wijziging: %(same)s.") % counted)

    def _load(self, by: Membership, content: bytes) -> dict[str, int]:
        """How many are new, changed and the same. The columns are those that the page would guess: as chosen before, or by
        their names."""
        table = read(content)
        columns = guess(KIND, by, table.header)
        if gaps := missing(KIND, columns):
            raise CommandError(_("Deze kolommen ontbreken: %s.") % ", ".join(str(each.label) for each in gaps))
        for place, name in enumerate(table.header):
            if str(place) not in columns and name.casefold() != REASON:
                self.stdout.write(_("De kolom “%s” wordt niet geladen.") % name)
        judged = judge(KIND, by, table, columns)
        self._refuse([each for each in judged if each.what in ("fault", "conflict")])
        done = carry_out(KIND, by, table, columns, digest(judged), ("new", "changed"))
        if done is None:
            raise CommandError(_("Er is intussen iets gewijzigd. Er is niets geladen. Kijk het nog eens na."))
        return done[0]

    def _refuse(self, wrong: list[Judged]) -> None:
        for each in wrong[:SHOWN]:
            self.stderr.write(f"{_('regel %d') % each.number}: {' '.join(each.reasons)}")
        if len(wrong) > SHOWN:
            self.stderr.write(_("... en nog %d fouten.") % (len(wrong) - SHOWN))
        if wrong:
            raise CommandError(_("%d fout(en): er is niets geïmporteerd.") % len(wrong))

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
