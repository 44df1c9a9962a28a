"""Loading a file in steps: which column is which field, what each line would do, and doing what was ticked.

What can be loaded is a Kind (SNOER_LOADING). A line is read with the fields that its columns go to, then judged with all
others at once: new, changed, the same, a conflict (never loaded: a person decides) or a fault. What the page showed is
judged anew when it is carried out, and has to come out the same.
"""

import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import cells
from chain.formats import day_typed, money
from chain.forms import DutchDateField, DutchDecimalField
from chain.free_text import holds_bsn
from chain.jobs import lock
from chain.models import Mapping as ColumnMapping
from chain.models import Membership
from chain.registry import registered
from clients import bsn
from clients.loading_files import REASON, Table

KINDS_OF_LINE = {
    "new": _("Nieuw"),
    "changed": _("Gewijzigd"),
    "conflict": _("Zelf bekijken"),
    "fault": _("Fout"),
    "same": _("Zonder wijziging"),
}
Parse = Callable[[str], Any]


@dataclass(frozen=True)
class Field:
    """What a column can be: `names` are those by which it is guessed, beside its key and label."""

    key: str
    label: Any
    parse: Parse
    names: tuple[str, ...] = ()
    required: bool = False
    told: Any = ""


@dataclass
class Line:
    """A line of the file by field; None where it is empty, no key where the file has no such column."""

    number: int
    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    label: str
    now: str
    then: str


@dataclass
class Judged:
    """What a line would do. `number` 0: it is about what the file does not have. `data` is for the kind itself."""

    number: int
    what: str
    title: str = ""
    url: str = ""
    changes: tuple[Change, ...] = ()
    reasons: tuple[str, ...] = ()
    data: Any = None


@dataclass(frozen=True)
class Kind:
    """What can be loaded.

    may: whether the membership loads it at all. judge: all good lines at once, in a constant number of queries. load: does
    what the lines say and gives, by line, why one could not be done after all.
    """

    key: str
    label: Any
    about: Any
    may: Callable[[Membership], bool]
    fields: tuple[Field, ...]
    judge: Callable[[Membership, list[Line]], list[Judged]]
    load: Callable[[Membership, list[Judged]], dict[int, str]]
    example: str


def kinds(membership: Membership) -> dict[str, Kind]:
    """What the membership loads, by key."""
    return {kind.key: kind for kind in every().values() if kind.may(membership)}


def every() -> dict[str, Kind]:
    return {kind.key: kind for table in registered("SNOER_LOADING") for kind in table}


# What stands in a cell


def words(most: int, *, number: bool = False) -> Parse:
    """`number`: nine digits may be another number than a BSN, as of a phone; its kind looks at all of the column (`bsns`)."""

    def parse(typed: str) -> str:
        if len(typed) > most:
            raise ValidationError(translate("langer dan %d tekens") % most)
        if not number and like_bsn(typed):
            raise ValidationError(translate("hierin staat een BSN"))
        return " ".join(typed.split())

    return parse


def like_bsn(typed: str) -> bool:
    """Whether a BSN stands in it, also one of which a spreadsheet left out the zero at its beginning."""
    digits = "".join(each for each in typed if each not in " .-")
    return holds_bsn(typed) or (len(digits) == 8 and bsn.is_valid(f"0{digits}"))


def bsns(column: Mapping[int, str]) -> set[int]:
    """The lines with a BSN in a column of other numbers, of which one in eleven looks like one: all, where there are more."""
    alike = {line for line, typed in column.items() if like_bsn(typed)}
    return alike if len(alike) * 4 > len(column) else set()


def day(typed: str) -> dt.date:
    """23-11-2026, 2026-11-23, 20261123; also with a time behind it, as programs write a day."""
    tight = typed.split("T")[0].split(" ")[0]
    if len(tight) == 8 and tight.isdecimal():
        tight = f"{tight[:4]}-{tight[4:6]}-{tight[6:]}"
    found: dt.date = DutchDateField().clean(tight)
    return found


def amount(typed: str) -> Decimal:
    found: Decimal = DutchDecimalField(max_digits=7, min_value=Decimal(0)).clean(typed)
    return found


def number(typed: str) -> str:
    """A BSN; spreadsheets leave out the zero at its beginning."""
    digits = "".join(each for each in typed if each not in " .-").zfill(9)
    if not bsn.is_valid(digits):
        raise ValidationError(translate("dit is geen BSN"))
    return digits


def code(known: Mapping[str, Any], also: Mapping[str, str] | None = None) -> Parse:
    """A code of a list, given as the code, its name, or one of the other words for it (`also`: word -> code)."""

    def parse(typed: str) -> str:
        there = {simple(each): each for each in known}
        there |= {simple(str(name)): each for each, name in known.items()}
        there |= {simple(word): each for word, each in (also or {}).items()}
        try:
            return there[simple(typed)]
        except KeyError:
            names = ", ".join(str(name) for name in known.values())
            raise ValidationError(translate("kennen we niet; kies uit: %s") % names) from None

    return parse


def simple(name: str) -> str:
    """As names are compared: without capitals, accents and signs."""
    spread = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in spread if each.isalnum())


def shown(value: Any) -> str:
    """A value as the preview shows it."""
    if value is None or value == "":
        return "–"
    return (
        day_typed(value) if isinstance(value, dt.date) else money(value) if isinstance(value, Decimal) else str(value)
    )


# Columns


def guess(kind: Kind, membership: Membership, header: list[str]) -> dict[str, str]:
    """Column (its place) -> field: as a colleague chose for the partner's last file, else by the column's name."""
    before = ColumnMapping.objects.filter(partner=membership.partner, kind=kind.key).first()
    chosen = before.columns if before else {}
    found: dict[str, str] = {}
    for place, name in enumerate(header):
        if name.casefold() == REASON:
            continue
        known = chosen.get(simple(name))
        for each in kind.fields:
            names = {simple(word) for word in (each.key, str(each.label), *each.names)}
            if each.key not in found.values() and (known == each.key or (known is None and simple(name) in names)):
                found[str(place)] = each.key
                break
    return found


def remember(kind: Kind, membership: Membership, header: list[str], columns: Mapping[str, str]) -> None:
    """For the partner's next file; "" is a column that is not loaded."""
    named = {simple(name): columns.get(str(place), "") for place, name in enumerate(header) if name}
    named.pop(simple(REASON), None)
    ColumnMapping.objects.update_or_create(
        partner=membership.partner, kind=kind.key,
        defaults={"columns": named, "chain_id": membership.chain_id},
    )  # fmt: skip


def missing(kind: Kind, columns: Mapping[str, str]) -> list[Field]:
    """The required fields that no column goes to."""
    return [each for each in kind.fields if each.required and each.key not in columns.values()]


# Lines


def lines(kind: Kind, table: Table, columns: Mapping[str, str]) -> list[Line]:
    """The lines with their values; what a cell has wrong stands in `faults`, without the value."""
    fields = {each.key: each for each in kind.fields}
    places = [(int(place), fields[key]) for place, key in columns.items() if key in fields]
    found = []
    for row in table.rows:
        line = Line(row.number, {})
        found.append(line)
        if len(row.cells) != len(table.header):
            line.faults.append(
                translate("er staan %(there)s waarden in plaats van %(asked)s")
                % {"there": len(row.cells), "asked": len(table.header)}
            )
            continue
        for place, each in places:
            line.values[each.key] = _value(line, each, row.cells[place])
    return found


def _value(line: Line, of: Field, typed: str) -> Any:
    if not typed:
        if of.required:
            line.faults.append(f"{of.label}: {translate('mag niet leeg zijn')}")
        return None
    try:
        return of.parse(typed)
    except ValidationError as error:
        line.faults += [f"{of.label}: {message}" for message in error.messages]
        return None


def judge(kind: Kind, membership: Membership, table: Table, columns: Mapping[str, str]) -> list[Judged]:
    """What each line would do, in the order of the lines; nothing is written but the looks at whom it shows."""
    found = lines(kind, table, columns)
    judged = [Judged(line.number, "fault", reasons=tuple(line.faults)) for line in found if line.faults]
    judged += kind.judge(membership, [line for line in found if not line.faults])
    return sorted(judged, key=lambda each: (each.number == 0, each.number))


def digest(judged: list[Judged]) -> str:
    """What the page showed, to be the same when it is carried out; it says nothing without the key."""
    told = repr([(each.number, each.what, each.changes, each.reasons) for each in judged])
    return salted_hmac("snoer.loading", told, algorithm="sha256").hexdigest()


def carry_out(
    kind: Kind, membership: Membership, table: Table, columns: Mapping[str, str], seen: str, ticked: Collection[str],
    numbers: Collection[int] = (),
) -> tuple[dict[str, int], list[Judged], dict[int, str]] | None:  # fmt: skip
    """Do the lines of the ticked kinds (`new`, `changed`), and changed ones by their number: all of these, or none.

    Gives how many of each kind were done, how all lines were judged, and why lines were left out, by number. None where it
    is not any more what was `seen`: nothing was done then.
    """
    with transaction.atomic():
        lock("loading", membership.chain_id)  # two files at once would each find the other's people new
        judged = judge(kind, membership, table, columns)
        if digest(judged) != seen:
            return None
        chosen = [
            each for each in judged
            if each.what in ("new", "changed") and (each.what in ticked or (each.what == "changed" and each.number in numbers))
        ]  # fmt: skip
        refused = kind.load(membership, chosen) if chosen else {}
    done = {each.number for each in chosen if each.number not in refused}
    counted = {what: sum(each.what == what and each.number in done for each in chosen) for what in ("new", "changed")}
    counted["same"] = sum(each.what == "same" for each in judged)
    left = {
        each.number: refused.get(each.number) or "; ".join(each.reasons) or translate("Niet aangevinkt.")
        for each in judged
        if each.number and each.what != "same" and each.number not in done
    }
    counted["left"] = len(left)
    return counted, judged, left


def error_file(table: Table, left: Mapping[int, str]) -> bytes:
    """The lines that were not loaded, as they came, and why not in the last column: to correct, and to load again."""
    skipped = [place for place, name in enumerate(table.header) if name.casefold() == REASON]

    def without(values: list[str]) -> list[str]:
        return [value for place, value in enumerate(values) if place not in skipped]

    written = io.StringIO(newline="")
    rows = cells.Writer(written)
    rows.writerow([*without(table.header), REASON])
    rows.writerows([*without(row.cells), left[row.number]] for row in table.rows if row.number in left)
    return written.getvalue().encode("utf-8-sig")
