"""manage.py load_demo: invented people for the demo. Refuses where SNOER_DEMO is not set."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reporting.demo.load import load


class Command(BaseCommand):
    help = "Load the demo's chain, users and invented people into an empty demo database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is loaded only where SNOER_DEMO=1 is set, never beside real people.")
        load(self.stdout.write)
