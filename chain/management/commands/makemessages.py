"""Collects the messages, also where gettext goes by the name that modules give it beside a lazy `_`."""

from django.core.management.commands import makemessages

NAMES = ("translate", "lazy", "later")


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, *(f"--keyword={name}" for name in NAMES)]
