"""migrate, as the owner of the tables, followed by laying triggers, functions, policies and grants over them."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections, transaction

from chain import history, rowsecurity


class Command(migrate.Command):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database="owner" if "owner" in settings.DATABASES else "default")

    def handle(self, *args, **options):
        alias = options["database"]
        laying = not (options["app_label"] or options["check_unapplied"] or options["plan"])
        if laying:
            rowsecurity.prepare(connections[alias])
        super().handle(*args, **options)
        if laying:
            call_command("createcachetable", database=alias, verbosity=0)
            with transaction.atomic(using=alias):
                history.lay(connections[alias])
                rowsecurity.apply(
                    connections[alias],
                    lambda table: self.stdout.write(f"  fenced {table}") if options["verbosity"] else None,
                )
