"""manage.py add_user: somebody who signs in, and for whom they work. The first ones of a chain are made this way.

The password is asked for, or read from standard input. A user who is there already gets a further membership only.
"""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chain.acting import acting_as, system_membership
from chain.models import Chain, ChainMunicipality, Membership, Municipality, Partner, User
from chain.parts import OUTSIDE, ROLES


class Command(BaseCommand):
    help = "Add somebody who signs in: a user with a membership of a partner, in a role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help='the name that others see, such as "Loes Habets"')
        parser.add_argument("--chain", required=True, help="slug of the chain, such as maastricht-heuvelland")
        parser.add_argument("--partner", required=True, help="code of the partner, such as szmh")
        parser.add_argument("--role", required=True, choices=sorted(role for role in ROLES if role != "system"))
        parser.add_argument("--municipality", help="of an alderman: its CBS code, such as GM1903")

    def handle(self, *args: Any, **options: Any) -> None:
        chain = Chain.objects.filter(slug=options["chain"]).first()
        if chain is None:
            raise CommandError(f"There is no chain {options['chain']}; make it with load_chain.")
        with acting_as(system_membership(chain, "setup"), "add_user"):
            partner = Partner.objects.filter(chain=chain, code=options["partner"]).first()
            if partner is None:
                codes = ", ".join(Partner.objects.filter(chain=chain).order_by("code").values_list("code", flat=True))
                raise CommandError(f"There is no partner {options['partner']} in {chain}; there are {codes}.")
            place = self._place(chain, options["role"], options["municipality"])
            user = User.objects.filter(username=options["username"]).first() or self._new(options)
            _membership, new = Membership.objects.get_or_create(
                user=user, chain=chain, partner=partner, role=options["role"], municipality=place, ended_on=None
            )
        said = "now works" if new else "worked already"
        self.stdout.write(f"{user} {said} for {partner} as {options['role']}.")

    def _place(self, chain: Chain, role: str, code: str | None) -> Municipality | None:
        """The alderman's municipality; None in other functions."""
        if (role in OUTSIDE) != bool(code):
            raise CommandError("An alderman, and nobody else, is of a municipality: --municipality CODE.")
        if not code:
            return None
        served = ChainMunicipality.objects.filter(chain=chain).select_related("municipality")
        places = {row.municipality.code: row.municipality for row in served}
        if code not in places:
            raise CommandError(f"There is no municipality {code} in {chain}; there are {', '.join(sorted(places))}.")
        return places[code]

    def _new(self, options: dict[str, Any]) -> User:
        user = User(username=options["username"], name=options["name"])
        asked = sys.stdin.isatty()
        password = getpass.getpass("Password: ") if asked else sys.stdin.readline().rstrip("\n")
        if asked and getpass.getpass("Again: ") != password:
            raise CommandError("The two are not the same.")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.set_password(password)
        user.save()
        return user
