#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it brings along the embedded servers, where the command needs any."""

import atexit
import os
import sys
import warnings

# Commands that only read the code; all others may ask the database.
NO_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "spectacular",
    "version",
}
AS_OWNER = {"demo", "migrate"}  # as in a real set-up, nothing else knows the owner's address

AS_ERASER = {"demo", "erase"}


def servers(arguments: list[str]) -> None:
    from chain import embedded

    command = arguments[0] if arguments else "help"
    if command in NO_DATABASE or {"-h", "--help", "--version"} & set(arguments):
        os.environ.update(embedded.NOWHERE | os.environ)
        from django.db.backends.postgresql.base import DatabaseWrapper

        DatabaseWrapper.pg_version = 180000  # the checks of models ask for it, and for nothing else
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history", RuntimeWarning)
        return
    started = embedded.use(embedded.default_folder())
    atexit.register(started.release)
    known = started.environment(owner=command in AS_OWNER, eraser=command in AS_ERASER)
    os.environ.update(known | os.environ)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chain.settings")
    if "DATABASE_URL" not in os.environ:
        servers(sys.argv[1:])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
