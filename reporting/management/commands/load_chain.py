"""`manage.py load_chain NAME`: load or update a chain from a blueprint (docs/blueprint.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reporting.blueprint import BadBlueprint, find, read
from reporting.loading import load


class Command(BaseCommand):
    help = "Load or update a chain from a blueprint, and say what changed. A bad file changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="a shipped blueprint, such as maastricht-heuvelland, or a file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            blueprint = read(find(options["name"]))
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(_("Kan %(name)s niet lezen: %(reason)s.")
                               % {"name": options["name"], "reason": error.strerror}) from error  # fmt: skip
        except BadBlueprint as bad:
            raise CommandError(
                _("%(problems)s\n%(count)d fout(en): er is niets gewijzigd.")
                % {"problems": bad, "count": len(bad.problems)}
            ) from bad
        changes = load(blueprint)
        for change in changes:
            self.stdout.write(change)
        summary = _("%d wijzigingen") % len(changes) if changes else _("niets te wijzigen")
        self.stdout.write(f"{blueprint.chain['slug']}: {summary}")
