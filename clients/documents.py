"""Documents with a person's file: encrypted on disk, outside what the web server shows, under a name that says nothing.

The file is whole on disk before its row is written, and goes again where the transaction comes to nothing; what a crash
leaves behind, the night takes away. A BSN key of before decrypts too, as with the BSN itself.
"""

import hashlib
import logging
import os
import shutil
import tempfile
import time
import uuid
import weakref
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.acting import acting_as, system_membership
from chain.models import Chain, Membership
from chain.sealing import box
from chain.uploads import MEGABYTE
from chain.vitals import Vital
from clients import access
from clients.document_kinds import read
from clients.models import Client, Document
from clients.models.rights import DOCUMENT_PARTS
from clients.timeline import record

logger = logging.getLogger(__name__)
REMOVE_DAYS = 14  # how long who put a document there can take it away again: later others may have gone by it
LEFT_BEHIND = 24 * 3600  # seconds: a file without a row is older than any request that could still write one
FEW, SHARE = 20, 0.05  # more than both in one night is not what crashes leave: folder and database are not of one time
ROOM = 10  # files of the largest size: with less room the disk is as good as full
TOO_LARGE = _("Dit bestand is te groot. Het mag ten hoogste %(most)s MB zijn. Sla het kleiner op, of in delen.")
FULL = _("Bij deze persoon staat al %(most)s MB aan documenten. Haal eerst iets weg dat niet nodig is.")


class Damaged(Exception):
    """The file is not there, or is not what was put there."""


# On disk


def path_of(stored: uuid.UUID) -> Path:
    """Where the encrypted file with that name lies, or would."""
    name = stored.hex
    return Path(settings.SNOER_FILES) / name[:2] / name[2:4] / name


def _write(stored: uuid.UUID, content: bytes) -> Path:
    """Written whole beside its place and put there in one move: nobody ever finds half of it."""
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(path, box("documents").encrypt(content), beside=path.with_suffix(".part"))
    return path


def write_whole(path: Path, sealed: bytes, *, beside: Path) -> None:
    """At `path`, by way of `beside`, which is not there yet; on disk for sure when this returns."""
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class _Pending:
    """Lives in the list of what is done on commit, which Django empties on commit and on any rollback alike."""


def _remove_unless_committed(path: Path) -> None:
    pending = _Pending()
    undo = weakref.finalize(pending, path.unlink, missing_ok=True)

    # The default argument is what keeps `pending` alive, as long as the transaction may still commit.
    def done(_held: _Pending = pending) -> None:
        undo.detach()

    transaction.on_commit(done)


# What is done with them


def parts_to_write(membership: Membership, client: Client) -> list[str]:
    """The parts of this file that the membership may put a document with."""
    if membership.partner_id is None:
        return []
    return [part for part in DOCUMENT_PARTS if access.writes(membership, client, part)]


def parts_to_read(membership: Membership, client: Client) -> list[str]:
    return access.readable(membership, client, *DOCUMENT_PARTS)


def put(client: Client, content: bytes, name: str, *, title: str, part: str, by: Membership) -> Document:
    """The document, kept and told on the timeline, in the transaction of the caller.

    `name` is what the file was called; it is not kept. ValidationError at `file` for what is no such document, is too
    large, or where the person has too much; PermissionDenied for a part that `by` does not write.
    """
    if part not in parts_to_write(by, client):
        raise PermissionDenied
    if len(content) > settings.SNOER_UPLOAD_MB * MEGABYTE:
        raise ValidationError({"file": too_large()})
    try:
        kind, kept = read(content, name)
    except ValidationError as error:
        raise ValidationError({"file": error}) from None
    there = Document.objects.filter(client=client).aggregate(size=Sum("size"))["size"] or 0  # as far as `by` reads
    if there + len(kept) > settings.SNOER_PERSON_MB * MEGABYTE:
        raise ValidationError({"file": ValidationError(FULL, params={"most": settings.SNOER_PERSON_MB})})
    with transaction.atomic():
        stored = uuid.uuid4()
        _remove_unless_committed(_write(stored, kept))
        made = Document.objects.create(
            client=client, chain_id=client.chain_id, partner_id=by.partner_id, author_id=by.user_id, membership=by,
            part=part, title=title, kind=kind, size=len(kept), digest=hashlib.sha256(kept).hexdigest(), stored=stored,
        )  # fmt: skip
        record("document-added", client, made, part=part, title=title)
    return made


def too_large() -> ValidationError:
    return ValidationError(TOO_LARGE, code="size", params={"most": settings.SNOER_UPLOAD_MB})


def content(document: Document) -> bytes:
    """What was put there, decrypted; Damaged where it is gone or changed. Who may read it, the caller has asked."""
    try:
        found = box("documents").decrypt(path_of(document.stored).read_bytes())
    except Exception as error:
        raise Damaged(type(error).__name__) from None
    if hashlib.sha256(found).hexdigest() != document.digest:
        raise Damaged("digest")
    return found


def may_remove(membership: Membership, client: Client, document: Document) -> bool:
    """Who put it there, for the same partner, in the first days, as long as the file is open."""
    return (
        document.author_id == membership.user_id
        and document.partner_id in membership.acts_for
        and (timezone.now() - document.at).days < REMOVE_DAYS
        and access.writes(membership, client, document.part)
    )


def remove(document: Document) -> None:
    """Take it away: the row and the story now, the file once that is sure."""
    stored, client = document.stored, document.client
    record("document-removed", client, document, part=document.part, title=document.title)
    document.delete()
    # Where the disk refuses, the row is gone all the same, and the night takes the file away.
    transaction.on_commit(lambda: discard(stored), robust=True)


def discard(stored: uuid.UUID) -> None:
    """The file itself, whose row is gone."""
    path_of(stored).unlink(missing_ok=True)


def left_behind(now: float | None = None) -> dict[uuid.UUID, Path]:
    """The files on disk that are older than a day, by name, half written ones among them."""
    old = (now or time.time()) - LEFT_BEHIND
    found = {}
    for path in Path(settings.SNOER_FILES).glob("*/*/*"):
        try:
            if path.stat().st_mtime < old:
                found[uuid.UUID(path.stem)] = path
        except (FileNotFoundError, ValueError):
            continue  # gone meanwhile, or none of ours
    return found


def sweep() -> int:
    """Take away the files that no row knows, of any chain; how many. A chain that cannot be asked stops it all.

    None where there is no document at all, or where it would be many: so looks a database that is empty, or of before."""
    left = left_behind()
    there, known = len(left), 0
    for chain in Chain.objects.all() if left else ():
        with acting_as(system_membership(chain, "retention"), "sweep documents"):
            of_chain = Document.objects.filter(chain=chain)
            known += of_chain.count()
            for stored in of_chain.filter(stored__in=left).values_list("stored", flat=True):
                del left[stored]
    if left and (not known or len(left) > max(FEW, SHARE * there)):
        logger.error(
            "%s of %s files in SNOER_FILES have no row, of %s documents: nothing is taken away", len(left), there, known
        )
        return 0
    for path in left.values():
        path.unlink(missing_ok=True)
    return len(left)


def vital(chain_id: int) -> Vital:
    """Whether a document can be kept: tried, for the page that says whether everything works."""
    name, folder = translate("Documenten"), Path(settings.SNOER_FILES)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # as the first document does
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
        free = shutil.disk_usage(folder).free
    except OSError:
        return Vital(name, False, translate("de map van de documenten is er niet, of er kan niets bij"))
    if free < ROOM * settings.SNOER_UPLOAD_MB * MEGABYTE:
        return Vital(name, False, translate("de schijf is bijna vol: nog %s MB vrij") % (free // MEGABYTE))
    return Vital(name, True, "")
