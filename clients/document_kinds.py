"""What a file is, read from its content: of these kinds alone can a document be, and without what acts by itself.

The name says nothing: it only has to agree. A picture loses where and with what it was taken; what stands behind its end,
which could be another file, goes too. Of what is packed (Word, OpenDocument) the table of contents is looked at, never
the size that it says alone; it is not unpacked here.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PDF, PNG, JPEG, TEXT = "application/pdf", "image/png", "image/jpeg", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
# Media type -> what users call it, and the ends of its name; the first is that of a download.
KINDS: dict[str, tuple[object, tuple[str, ...]]] = {
    PDF: (_("PDF"), ("pdf",)),
    PNG: (_("foto of scan"), ("png",)),
    JPEG: (_("foto of scan"), ("jpg", "jpeg")),
    TEXT: (_("tekst"), ("txt",)),
    DOCX: (_("Word"), ("docx",)),
    ODT: (_("OpenDocument"), ("odt",)),
}
ACCEPT = ",".join(f".{end}" for _label, ends in KINDS.values() for end in ends)

MOST_ENTRIES, MOST_UNPACKED, MOST_TIMES = 2000, 100_000_000, 200  # of what is packed: bytes, and times what it weighs
MOST_PIXELS = 100_000_000
MOST_INFLATED = 20_000_000  # bytes of the object streams of a PDF that are looked into
SLACK = 64  # bytes behind the end of a PDF: line ends, and what printers leave

UNKNOWN = _(
    "Dit bestand kan niet. Het mag een PDF, een foto (JPG of PNG), Word (.docx), OpenDocument (.odt) of tekst (.txt) zijn."
)
NAMED_OTHERWISE = _(
    "De naam eindigt op .%(end)s, maar in het bestand zit iets anders. Sla het opnieuw op en probeer het nog eens."
)
ACTS = _("In dit bestand zit iets dat vanzelf iets kan doen, zoals een macro of een script. Sla het op als gewone PDF.")
LOCKED = _("Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.")
BROKEN = _("Dit bestand is beschadigd of niet compleet. Sla het opnieuw op en probeer het nog eens.")
TOO_LARGE_INSIDE = _("Dit bestand is ingepakt veel kleiner dan uitgepakt. Sla het op als PDF.")


def read(content: bytes, name: str) -> tuple[str, bytes]:
    """The media type of the content, and the content as it is kept. ValidationError where it is none of these."""
    if not content:
        raise ValidationError(_("Dit bestand is leeg"), code="empty")
    kind, kept = _read(content)
    end = name.rpartition(".")[2].lower() if "." in name else ""
    if end not in KINDS[kind][1]:
        raise ValidationError(NAMED_OTHERWISE, code="name", params={"end": end}) if end else _wrong(UNKNOWN)
    return kind, kept


def _read(content: bytes) -> tuple[str, bytes]:
    for start, kind, look in BEGINS:
        if content.startswith(start):
            try:
                return (kind, look(content)) if kind else (_packed(content), content)
            except (struct.error, IndexError, zlib.error, zipfile.BadZipFile, UnicodeError):
                raise _wrong(BROKEN) from None
    return TEXT, _text(content)


def _wrong(said: object) -> ValidationError:
    return ValidationError(said, code="content")  # type: ignore[arg-type]


# PDF

# Searched in all of it, streams too: a reader can be led to an object that stands in one. So only what no picture holds by
# chance.
PDF_ACTS = re.compile(
    rb"/(?:(?:JavaScript|Rendition|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])|XFA(?=[\0\s%\[]))"
)
# What a script is called stands beside /JavaScript or /Rendition; three letters stand in one out of three large scans.
PDF_SCRIPT = re.compile(rb"/JS(?![A-Za-z0-9])")
PDF_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
PDF_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def _pdf(content: bytes) -> bytes:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise _wrong(BROKEN)
    if len(content) - end - 5 > SLACK or b"PK\x05\x06" in content[end:]:
        raise _wrong(UNKNOWN)  # another file behind it
    named = _named(content)
    if b"/Encrypt" in named:
        raise _wrong(LOCKED)
    if PDF_ACTS.search(named) or PDF_SCRIPT.search(_named(_without_streams(content))):
        raise _wrong(ACTS)
    left = MOST_INFLATED
    for part in _packed_objects(content):
        left -= len(part)
        named = _named(part)
        if PDF_ACTS.search(named) or PDF_SCRIPT.search(named):
            raise _wrong(ACTS)
        if left < 0:
            raise _wrong(TOO_LARGE_INSIDE)
    return content


def _named(part: bytes) -> bytes:
    """With the names as they are read: /#4aS is /JS."""
    return PDF_NAME.sub(lambda found: bytes([int(found[1], 16)]), part)


def _streams(content: bytes, begins: re.Pattern[bytes]) -> Iterator[tuple[int, int, int]]:
    """Where each stream that begins so does, where its content begins, and where that ends."""
    at = 0
    for found in begins.finditer(content):
        if found.end() <= at:
            continue  # within the one before
        end = content.find(b"endstream", found.end())
        if end < 0:
            return
        yield found.start(), found.end(), end
        at = end


def _without_streams(content: bytes) -> bytes:
    kept, at = [], 0
    for begins, _inside, end in _streams(content, PDF_STREAM):
        kept.append(content[at:begins])
        at = end
    return b"".join([*kept, content[at:]])


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The objects of the file that are packed; a stream of pages or pictures holds none."""
    for _begins, inside, end in _streams(content, PDF_PACKED):
        try:
            yield zlib.decompressobj().decompress(content[inside:end], MOST_INFLATED)
        except zlib.error:
            continue  # packed in another way


# Pictures

PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"bKGD", b"sBIT"}


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        whole = content[at : at + 12 + length]
        if len(whole) < 12 + length or (at == 8) != (name == b"IHDR"):
            raise _wrong(BROKEN)
        if name == b"IHDR":
            _check_size(*struct.unpack_from(">II", whole, 8))
        if name in PNG_KEPT:
            kept.append(whole)
        at += 12 + length
        if name == b"IEND":
            return b"".join(kept)


JPEG_SCAN_ENDS = re.compile(rb"\xff[^\x00\xd0-\xd7]")
JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
JPEG_DROPPED = {0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE}  # EXIF, XMP, previews, remarks; not the colours (APP0, 2 and 14)


def _jpeg(content: bytes) -> bytes:
    kept, at, turned = [content[:2]], 2, b""
    while True:
        if content[at] != 0xFF:
            raise _wrong(BROKEN)
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return b"".join([kept[0], turned, *kept[1:], content[at : at + 2]])
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            raise _wrong(BROKEN)
        if marker in JPEG_SIZES:
            height, width = struct.unpack_from(">HH", segment, 5)
            _check_size(width, height)
        if marker == 0xE1 and segment[4:10] == b"Exif\x00\x00":
            turned = _turned(segment[10:])
        if marker not in JPEG_DROPPED:
            kept.append(segment)
        at += 2 + length
        if marker == 0xDA:
            ends = JPEG_SCAN_ENDS.search(content, at)
            if ends is None:
                raise _wrong(BROKEN)
            kept.append(content[at : ends.start()])
            at = ends.start()


def _turned(tiff: bytes) -> bytes:
    """A segment that says how the camera was held, and nothing else: without it a photo lies on its side."""
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (number,) = struct.unpack_from(f"{order}H", tiff, first)
    for nth in range(min(number, 200)):
        tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * nth)
        if tag == 0x0112 and kind == 3 and 1 < value < 9:
            told = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, value, 0, 0)
            return struct.pack(">HH", 0xFFE1, 8 + len(told)) + b"Exif\x00\x00" + told
    return b""


def _check_size(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise _wrong(_("Deze foto is te groot. Maak hem kleiner of scan met minder punten."))


# What is packed


def _packed(content: bytes) -> str:
    try:
        return _packed_kind(content)
    except (OSError, EOFError, RuntimeError, ValueError):  # what zipfile raises besides, of what was cut or changed
        raise _wrong(BROKEN) from None


def _packed_kind(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        entries = file.infolist()
        names = {entry.filename for entry in entries}
        _check_packed(content, file, entries)
        if "[Content_Types].xml" in names and "word/document.xml" in names:
            _check_docx(file, names)
            return DOCX
        if "mimetype" in names and _entry(file, "mimetype").strip() == ODT.encode():
            if any(re.match(r"(?:Basic|Scripts)/|Object ", name) for name in names):
                raise _wrong(ACTS)
            return ODT
    raise _wrong(UNKNOWN)


def _check_packed(content: bytes, file: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if not entries or any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
        raise _wrong(BROKEN)  # both kinds are packed in these ways alone
    unpacked, weighs = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, MOST_TIMES * len(content)) or weighs > len(content):
        raise _wrong(TOO_LARGE_INSIDE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _wrong(LOCKED)
    if file.comment or not content[-22:].startswith(b"PK\x05\x06") or min(e.header_offset for e in entries) != 0:
        raise _wrong(UNKNOWN)  # another file before or behind it
    if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in file.namelist()):
        raise _wrong(BROKEN)


def _check_docx(file: zipfile.ZipFile, names: set[str]) -> None:
    kinds = _entry(file, "[Content_Types].xml").lower()
    if b"macroenabled" in kinds or b"vbaproject" in kinds or b"wordprocessingml.document.main+xml" not in kinds:
        raise _wrong(ACTS)
    if any(
        re.search(r"vbaProject|/activeX/|/embeddings/|\.bin$|\.exe$|\.js$|\.vbs$", name, re.IGNORECASE)
        for name in names
    ):
        raise _wrong(ACTS)
    for name in names:  # a template from elsewhere can bring its macros along
        if name.endswith(".rels") and re.search(
            rb"(?i)(?:attachedTemplate|oleObject|frame)\"[^>]*External", _entry(file, name)
        ):
            raise _wrong(ACTS)


def _entry(file: zipfile.ZipFile, name: str) -> bytes:
    with file.open(name) as entry:
        return entry.read(2_000_000)


# Text

NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
A_PAGE = re.compile(
    r"<\s*(?:!doctype|html|svg|script|\?xml|\?php|iframe|body|object|embed)|^\s*(?:\{\\rtf|%!PS|#!)", re.IGNORECASE
)


def _text(content: bytes) -> bytes:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(UNKNOWN) from None
    if NOT_TEXT.search(text) or A_PAGE.search(text):
        raise _wrong(UNKNOWN)
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        found = []
    if any(one.confidence >= 0.8 and not one.mime_type.startswith("text/plain") and one.mime_type for one in found):
        raise _wrong(UNKNOWN)
    return content


Look = Callable[[bytes], bytes]
BEGINS: tuple[tuple[bytes, str, Look], ...] = (
    (b"%PDF-", PDF, _pdf),
    (b"\x89PNG\r\n\x1a\n", PNG, _png),
    (b"\xff\xd8\xff", JPEG, _jpeg),
    (b"PK\x03\x04", "", bytes),
)
