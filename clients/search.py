"""Finding people by client number or by name; forgives accents, prefixes in any place, and typing errors.

Words of names lie in clients_word, in the plain form that snoer_plain() makes. What is typed is made plain here, in the
same way (a test holds the two equal), so that the database is asked once.
"""

import re
import unicodedata

from django.db.models import BooleanField, F, Func, Lookup, OuterRef, TextField
from django.db.models.expressions import RawSQL

from clients.models import Word
from clients.queries import ClientQuerySet, any_of

LONGEST = 200  # characters that are looked at
MOST_WORDS = 8
COMMON = 2  # a beginning of so few letters fits so many names that it is quicker to walk along the list
SIMILAR = 25
LETTERS = str.maketrans("ØøŁłĐđıŒœÆæßÞþÐð", "OoLlDdiOoAasTtDd")
ACCENTS = re.compile("[\u0300-\u036f]")


@TextField.register_lookup
class Begins(Lookup):
    """`word ^@ 'jan'`: unlike LIKE it may use an index under a policy."""

    lookup_name = "begins"

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)


def plain(text: str) -> str:
    """Without accents and capitals: what snoer_plain() makes of it."""
    return ACCENTS.sub("", unicodedata.normalize("NFKD", text)).translate(LETTERS).lower()


def words(typed: str) -> list[str]:
    """The words that are looked for, the longest first: it leaves fewest people."""
    found = dict.fromkeys(word for word in re.split("[^a-z0-9]+", plain(typed[:LONGEST])) if word)
    return sorted(found, key=len, reverse=True)[:MOST_WORDS]


def as_number(typed: str) -> str:
    """What is typed, if it may be a client number: it has a digit and is no longer than one; else ""."""
    wanted = typed.strip().upper()
    return wanted if len(wanted) <= 12 and wanted.isascii() and re.search(r"\d", wanted) else ""


def named(clients: ClientQuerySet, wanted: list[str], chain_id: int) -> ClientQuerySet:
    """Those with, for each word, a name that begins with it."""
    for position, word in enumerate(wanted):
        beginning = Word.objects.filter(chain_id=chain_id, word__begins=word)
        if position == 0 and len(word) > COMMON:
            clients = clients.filter(pk__in=beginning.values("client_id"))
        else:
            clients = clients.filter(any_of(beginning.filter(client=OuterRef("pk"))))
    return clients


def similar(clients: ClientQuerySet, wanted: list[str]) -> ClientQuerySet | None:
    """Those whose names look like the words, at most 25, in no order; None where the words are too short for that."""
    if not any(len(word) > COMMON for word in wanted):
        return None
    alike = RawSQL("select client_id from snoer_alike(%s::text[], %s)", (wanted, SIMILAR))
    # As an array, since the planner takes the function for a thousand rows.
    return clients.filter(
        Func(F("pk"), alike, arg_joiner=" = any(array", template="%(expressions)s)", output_field=BooleanField())
    )


def likeness(names: str, wanted: list[str]) -> float:
    """How much the names look like the words, from 0 to 1: as pg_trgm has it, of each word by the name most like it."""
    there = [_trigrams(name) for name in words(names)]
    best = [max((len(mine & its) / len(mine | its) for its in there), default=0) for mine in map(_trigrams, wanted)]
    return sum(best) / len(best)


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
