"""People found by any word of their work profile: in the list's search beside the names, and as its filter `werk`.

The words lie in diagnosis_profileterm, kept by triggers (diagnosis/sql.py). Only in files that show their profile.
"""

import re

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, OuterRef

from chain.models import Membership
from clients import search
from clients.queries import ClientQuerySet, any_of, shows
from diagnosis.codes import LICENCES
from diagnosis.models import ProfileTerm

SMALL = {"aan", "als", "bij", "de", "een", "en", "het", "in", "met", "niveau", "of", "op", "te", "van", "voor"}
# "rijbewijs B", "B-rijbewijs": by itself the letter would begin half of the words.
CODES = "|".join(sorted((re.escape(code.lower()) for code in LICENCES), key=len, reverse=True))
LICENCE = re.compile(rf"rijbewijs ({CODES})(?![a-z0-9+])|(?<![a-z0-9])({CODES})[ -]rijbewijs")


def terms(typed: str) -> list[tuple[str, str]]:
    """What is looked for: (lookup, word) each, the one that leaves fewest people first."""
    text = " ".join(search.plain(typed[: search.LONGEST]).split())
    licences = ["rijbewijs " + (before or after) for before, after in LICENCE.findall(text)]
    words = [word for word in search.words(LICENCE.sub(" ", text)) if word not in SMALL and len(word) > 1]
    return [("term", each) for each in dict.fromkeys(licences)] + [("term__begins", word) for word in words]


def found(clients: ClientQuerySet, typed: str, membership: Membership) -> ClientQuerySet | None:
    """Those in whose profile each of the words begins a word; None where there is nothing to look for or to look in."""
    wanted = terms(typed) if membership.reads("profile") else []
    if not wanted:
        return None
    clients = clients.filter(shows(membership, "profile", "pk"))
    for position, (lookup, word) in enumerate(wanted):
        there = ProfileTerm.objects.filter(chain_id=membership.chain_id, **{lookup: word})
        if position == 0 and len(word) > search.COMMON:
            # As an array, since of a usual word the planner would look at everybody.
            ids = ArraySubquery(there.values("client_id"))
            clients = clients.filter(
                Func(F("pk"), ids, arg_joiner=" = any(", template="%(expressions)s)", output_field=BooleanField())
            )
        else:
            clients = clients.filter(any_of(there.filter(client=OuterRef("pk"))))
    return clients
