"""`manage.py progress --chain SLUG --as-of DATE`: what was counted, per kind of result (docs/counting.md)."""

import datetime as dt
import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain, Outbox
from reporting.counting import count, progress
from reporting.jobs import empty_outbox
from reporting.models import KINDS, Programme

TABLES = {
    "by_year": lazy("per jaar"),
    "by_municipality": lazy("per gemeente"),
    "by_partner": lazy("per partner"),
    "by_extent": lazy("naar omvang"),
}


def a_day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(_("“%s” is geen datum als 2020-09-30") % value) from None


class Command(BaseCommand):
    help = "Print what was counted for a programme as of a day. What changed since the last count is counted first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", required=True, help="slug of the chain, such as maastricht-heuvelland")
        parser.add_argument("--as-of", type=a_day, default=None, help="a day as 2020-09-30; default today")
        parser.add_argument("--programme", help="key of the programme; default the one that the day falls in")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        day: dt.date = options["as_of"] or today()
        chain = Chain.objects.filter(slug=options["chain"]).first()
        if chain is None:
            raise CommandError(_("De keten “%s” is er niet. Laad haar met load_chain.") % options["chain"])
        membership = system_membership(chain, "count")
        with acting_as(membership, "progress"):
            programme = self.programme(chain, options["programme"], day)
            waiting = Outbox.objects.filter(chain=chain, topic="facts", done_at__isnull=True).exists()
            counted = hasattr(programme, "tally")
        if waiting:
            empty_outbox(chain.pk)
        with acting_as(membership, "progress"):
            if not counted:
                count(programme)
            answer = progress(programme, day)
        if options["format"] == "json":
            self.stdout.write(json.dumps(answer, indent=1, sort_keys=True))
        else:
            self.tell(programme, day, answer)

    def programme(self, chain: Chain, key: str | None, day: dt.date) -> Programme:
        """The one with the key; else the last begun of those around the day; else the last begun by then, or the first."""
        programmes = list(Programme.objects.filter(chain=chain).select_related("tally").order_by("-started_on", "pk"))
        if key:
            programmes = [programme for programme in programmes if programme.key == key]
        if not programmes:
            raise CommandError(
                _("De keten heeft geen programma “%s”.") % key if key else _("De keten heeft nog geen programma.")
            )
        begun = [programme for programme in programmes if programme.started_on <= day]
        running = [programme for programme in begun if programme.ended_on >= day]
        return (running or begun or programmes[-1:])[0]

    def tell(self, programme: Programme, day: dt.date, answer: dict[str, Any]) -> None:
        self.stdout.write(_("%(programme)s, stand van %(day)s") % {"programme": programme, "day": f"{day:%d-%m-%Y}"})
        for kind, label in KINDS.items():
            self.stdout.write(f"{label}: {answer[kind]['total']}")
            for table, name in TABLES.items():
                for value, number in answer[kind].get(table, {}).items():
                    self.stdout.write(f"  {name} {value}: {number}")
        self.stdout.write(_("in beide: %d") % answer["both"])
