"""A file that somebody loads: read as CSV, and kept encrypted between the steps, for an hour at most."""

import csv
import datetime as dt
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as translate

from chain import cells
from chain.models import Membership, Upload
from chain.sealing import box

LARGEST = 4_000_000  # bytes
MOST = 2000  # lines: what is looked at and written within seconds
KEPT = dt.timedelta(hours=1)
REASON = "snoer: waarom niet geladen"  # the last column of an error file; skipped when it comes back
DIGITS = 5  # a name of a column with so many is a value: the first line is missing then


@dataclass(frozen=True)
class Row:
    """A line of the file that is not empty; `number` is where it begins, the header being 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    header: list[str]
    rows: list[Row]


def read(content: bytes) -> Table:
    """The file as a table; ValidationError, in words, where it is no CSV that can be loaded.

    UTF-8 or, where it is not, as Windows writes it (1252); semicolons, commas or tabs, whichever the header has most of.
    """
    if len(content) > LARGEST:
        raise ValidationError(translate("Het bestand is te groot. Verdeel het over meer bestanden."))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ValidationError(translate("Dit is een Excel-bestand. Kies in Excel: Opslaan als, CSV UTF-8."))
    text = _text(content)
    if "\x00" in text:
        raise ValidationError(translate("Dit is geen CSV-bestand."))
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cells.typed(name.strip()) for name in next(lines, [])]
        _check_header(header)
        rows: list[Row] = []
        for row in _filled(lines):
            if len(rows) == MOST:
                raise ValidationError(
                    translate("Er staan meer dan %d regels in. Verdeel het over meer bestanden.") % MOST
                )
            rows.append(row)
    except csv.Error:
        raise ValidationError(
            translate("Regel %d is niet te lezen: kijk de aanhalingstekens na.") % lines.line_num
        ) from None
    if not rows:
        raise ValidationError(translate("Er staat geen enkele regel in."))
    return Table(header, rows)


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _filled(lines: Any) -> Iterator[Row]:
    begins = lines.line_num + 1
    for values in lines:
        if any(value.strip() for value in values):
            yield Row(begins, [cells.typed(value.strip()) for value in values])
        begins = lines.line_num + 1


def _check_header(header: list[str]) -> None:
    """The names of columns, and no values: they are kept for a next file, so nobody's data may stand there."""
    named = [name.casefold() for name in header if name]
    if not named or any(sum(each.isdigit() for each in name) >= DIGITS or "@" in name for name in named):
        raise ValidationError(translate("De eerste regel moet de namen van de kolommen hebben."))
    twice = next((name for name in named if named.count(name) > 1), "")
    if twice:
        raise ValidationError(translate("De kolom %s staat er twee keer.") % twice[:40])


# Kept between the steps


def sealed(content: bytes) -> bytes:
    return box("uploads").encrypt(zlib.compress(content))


def opened(upload: Upload) -> bytes:
    """What lies in it."""
    return zlib.decompress(box("uploads").decrypt(bytes(upload.cipher)))


def keep(membership: Membership, kind: str, content: bytes) -> Upload:
    """The file, until it is loaded; a new one of a kind takes the place of the one before. Its own name is not kept: people
    are named in names of files."""
    Upload.objects.filter(membership=membership, kind=kind).delete()
    return Upload.objects.create(
        chain_id=membership.chain_id, membership=membership, kind=kind, name=f"{kind}.csv", cipher=sealed(content)
    )


def kept(membership: Membership, upload_id: int, *, lock: bool = False) -> Upload | None:
    """The membership's file; None for one that is not there (any more), is another's, or is an hour old."""
    found = Upload.objects.select_for_update(of=("self",)) if lock else Upload.objects
    return found.filter(membership=membership, pk=upload_id, made_at__gt=timezone.now() - KEPT).first()


def forget() -> int:
    """Take away what is older than an hour, of everybody."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_forget_uploads()")
        return int(cursor.fetchone()[0])
