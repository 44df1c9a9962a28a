"""manage.py rotate_bsn_keys: seal everything under the first of SNOER_BSN_KEYS, so that the others can go (docs/security.md)."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from clients import key_rotation


class Command(BaseCommand):
    help = (
        "Seal BSNs, second factors and documents under the first key. As the owner, with web, worker and beat stopped."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if "owner" not in connections.settings:
            raise CommandError("Give DATABASE_OWNER_URL: this is done by the owner of the tables.")
        owner = connections["owner"]
        try:
            done = key_rotation.rotate(owner)
        except key_rotation.NotNow as error:
            raise CommandError(str(error)) from None
        except InvalidToken:
            raise CommandError(
                "Something is sealed with a key that is not in SNOER_BSN_KEYS. Nothing has changed."
            ) from None
        for table, number in done.items():
            self.stdout.write(f"{table}: {number} sealed anew")
        if wrong := key_rotation.left(owner):
            raise CommandError(
                f"{wrong} BSNs, second factors or documents do not open under the first key alone: keep the others, and"
                " run this again."
            )
        if gone := key_rotation.missing(owner):
            raise CommandError(
                f"{gone} documents have no file in SNOER_FILES. All else opens under the first key alone. Put the folder in its"
                " place and run this again; let the others go only where those files are lost for good."
            )
        self.stdout.write(
            "Everything opens under the first key alone. Leave that one in SNOER_BSN_KEYS, and start again."
        )
