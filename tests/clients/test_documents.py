"""Documents with a person's file: what may be put there is read from the content, and who does not read the part sees none."""

import datetime as dt
import io
import os
import re
import struct
import time
import uuid
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from chain.acting import acting_as
from chain.uploads import MEGABYTE
from clients import documents
from clients.document_kinds import DOCX, JPEG, MOST_PIXELS, ODT, PDF, PNG, TEXT, read
from clients.models import Document, Event, Look
from tests.conftest import role
from tests.factories import DocumentFactory

A_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def png(*extra: bytes, width: int = 1, height: int = 1) -> bytes:
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    told = b"".join(chunk(b"tEXt", each) for each in extra)
    return b"\x89PNG\r\n\x1a\n" + head + told + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg(*, orientation: int = 0, where: bytes = b"") -> bytes:
    tiff = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0) + where
    exif = b"Exif\0\0" + tiff
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 1, 1, 1) + b"\1\x11\0"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\1\0\0\x3f\0" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + frame + scan + b"\xff\xd9"


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return made.getvalue()


def scan(pixels: bytes) -> bytes:
    return A_PDF.replace(b"endobj\n", b"endobj\n2 0 obj << /Length 9 >> stream\n" + pixels + b"\nendstream endobj\n", 1)


CSRF = re.compile('name="csrfmiddlewaretoken" value="[^"]*"')
MAIN = f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/>'.encode()
A_DOCX = {"[Content_Types].xml": MAIN, "word/document.xml": b"<w:document/>"}
AN_ODT = {"mimetype": ODT.encode(), "content.xml": b"<office:document-content/>"}
OUTSIDE = b'<Relationship Type="http://x/attachedTemplate" Target="http://x/a.dotm" TargetMode="External"/>'


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.SNOER_FILES = tmp_path / "files"
    return settings.SNOER_FILES


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


# What it is


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (A_PDF, "Diploma.PDF", PDF), (png(), "scan.png", PNG), (jpeg(), "foto.jpeg", JPEG), (jpeg(), "foto.jpg", JPEG),
        ("Één regel\r\nen nog een, met € erbij".encode(), "brief.txt", TEXT), (packed(A_DOCX), "cv.docx", DOCX),
        (packed(AN_ODT), "cv.odt", ODT),
    ],
)  # fmt: skip
def test_these_kinds_can_be_kept(content, name, kind):
    assert read(content, name)[0] == kind


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "leeg.pdf", "leeg"),
        (A_PDF, "diploma.docx", "iets anders"),
        (A_PDF, "diploma", "kan niet"),
        (png(), "foto.pdf", "iets anders"),
        (b"MZ\x90\x00\x03", "brief.pdf", "kan niet"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "plaatje.png", "kan niet"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "brief.txt", "kan niet"),
        (b"\xef\xbb\xbf  <html><body>", "brief.txt", "kan niet"),
        (b"{\\rtf1 hallo}", "brief.txt", "kan niet"),
        (b"regel \x00 nul", "brief.txt", "kan niet"),
        (b"caf\xe9", "brief.txt", "kan niet"),
        (b"GIF89a\1\0\1\0", "plaatje.gif", "kan niet"),
        (b"%PDF-1.7 zonder einde", "brief.pdf", "beschadigd"),
        (A_PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"), "brief.pdf", "macro of een script"),
        (A_PDF.replace(b"/Catalog", b"/Catalog /#4aavaScript"), "brief.pdf", "macro of een script"),
        (A_PDF.replace(b"/Catalog", b"/Catalog /EmbeddedFiles 3 0 R"), "brief.pdf", "macro of een script"),
        (A_PDF.replace(b"endobj\n", b"endobj\n2 0 obj << /Type /ObjStm >> stream\n"
                       + zlib.compress(b"<< /S /JavaScript >>") + b"\nendstream endobj\n"), "brief.pdf", "macro of een script"),
        (A_PDF.replace(b"trailer <<", b"trailer << /Encrypt 4 0 R"), "brief.pdf", "wachtwoord"),
        (A_PDF + packed(A_DOCX), "brief.pdf", "kan niet"),
        (A_PDF + b"<html>" * 20, "brief.pdf", "kan niet"),
        (packed(A_DOCX) + A_PDF, "cv.docx", "kan niet"),
        (packed({"iets.txt": b"a"}), "iets.docx", "kan niet"),
        (packed({**A_DOCX, "word/vbaProject.bin": b"x"}), "cv.docx", "macro of een script"),
        (packed({**A_DOCX, "word/embeddings/a.xlsx": b"x"}), "cv.docx", "macro of een script"),
        (packed({**A_DOCX, "word/_rels/settings.xml.rels": OUTSIDE}), "cv.docx", "macro of een script"),
        (packed({**A_DOCX, "[Content_Types].xml": MAIN + b"macroEnabled"}), "cv.docx", "macro of een script"),
        (packed({**AN_ODT, "Basic/Standard/Module1.xml": b"x"}), "cv.odt", "macro of een script"),
        (packed({**A_DOCX, "word/groot.xml": bytes(5_000_000)}), "cv.docx", "uitgepakt"),
        (packed({**A_DOCX, "../../etc/passwd": b"x"}), "cv.docx", "beschadigd"),
        (packed(A_DOCX)[:-30], "cv.docx", "beschadigd"),
        (b"PK\x03\x04" + bytes(40) + packed({}), "cv.docx", "beschadigd"),
        (packed(A_DOCX, zipfile.ZIP_BZIP2), "cv.docx", "beschadigd"),
        (packed(A_DOCX, zipfile.ZIP_LZMA), "cv.docx", "beschadigd"),
        (A_PDF.replace(b"/Catalog", b"/Catalog /JS 3 0 R"), "brief.pdf", "macro of een script"),
        (A_PDF.replace(b"/Catalog", b"/Catalog /AcroForm << /XFA[3 0 R] >>"), "brief.pdf", "macro of een script"),
        (scan(b"<< /S /Rendition /JS (app.alert) >>"), "brief.pdf", "macro of een script"),
        (png()[:-6], "scan.png", "beschadigd"),
        (png(width=MOST_PIXELS, height=2), "scan.png", "te groot"),
        (jpeg()[:-8], "foto.jpg", "beschadigd"),
    ],
)  # fmt: skip
def test_these_are_refused_and_it_is_said_why(content, name, said):
    with pytest.raises(ValidationError) as refused:
        read(content, name)
    assert said in refused.value.messages[0]


@pytest.mark.parametrize("files", [A_DOCX, AN_ODT])
def test_whatever_is_changed_in_what_is_packed_it_is_read_or_refused(files):
    whole = packed(files)
    for at in range(4, len(whole)):
        for byte in (0, 12, 14, 255):
            with suppress(ValidationError):
                read(whole[:at] + bytes([byte]) + whole[at + 1 :], "cv.docx")


def test_a_scan_may_hold_what_reads_like_a_short_name():
    """As one out of three of nine MB does, by chance."""
    content = scan(b"\x12/JS\x80 /#4aS(\xff/XFA\x90")
    assert read(content, "scan.pdf") == (PDF, content)


@pytest.mark.parametrize("rest", [b"\xff\x00" * 4_000_000, b"\xff\xd0" * 4_000_000])
def test_a_large_photo_is_read_at_once(rest):
    begun = time.perf_counter()
    assert read(jpeg().replace(b"\x12\xff\x00", rest), "foto.jpg")[0] == JPEG
    assert read(scan(b"/ObjStm stream\n" * 500_000).replace(b"endstream", b""), "scan.pdf")[0] == PDF
    assert time.perf_counter() - begun < 5


def test_a_photo_loses_where_it_was_taken_and_stays_upright():
    _kind, kept = read(jpeg(orientation=6, where=b"GPS 50.85,5.69"), "foto.jpg")
    assert b"GPS" not in kept
    at = kept.index(b"Exif\0\0") + 6
    assert struct.unpack_from(">HHIH", kept, at + 10) == (0x0112, 3, 1, 6)
    assert read(kept, "foto.jpg") == (JPEG, kept)
    assert b"Exif" not in read(jpeg(orientation=1, where=b"GPS"), "foto.jpg")[1]


def test_a_scan_loses_its_remarks_and_what_lies_behind_its_end():
    assert read(png(b"Author\0Jan"), "scan.png") == (PNG, png())
    assert read(png() + packed(A_DOCX), "scan.png") == (PNG, png())
    assert read(jpeg() + b"<script>", "foto.jpg")[1].endswith(b"\xff\xd9")


# On disk


def put(w, name="step", by="consultant", **given):
    member = w.staff[by]
    with acting_as(member.pk, "test"):
        given = {"title": "Diploma", "part": "plan", **given}
        return documents.put(w[name], given.pop("content", A_PDF), given.pop("file", "a.pdf"), by=member, **given)


@pytest.mark.django_db(transaction=True)
def test_on_disk_it_is_encrypted_under_a_name_that_says_nothing(w, folder):
    made = put(w)
    (path,) = on_disk(folder)
    assert path == documents.path_of(made.stored)
    assert path.parent.parent.parent == folder
    assert b"PDF" not in path.read_bytes() and "diploma" not in str(path).lower()
    assert path.stat().st_mode & 0o077 == 0
    assert documents.content(made) == A_PDF


@pytest.mark.django_db(transaction=True)
def test_a_key_of_before_decrypts_too(w, settings):
    made = put(w)
    settings.BSN_KEYS = ["6QxHGQU5d0pXQ0pXQ0pXQ0pXQ0pXQ0pXQ0pXQ0pXQ0o=", *settings.BSN_KEYS]
    assert documents.content(made) == A_PDF


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_on_disk_where_the_transaction_comes_to_nothing(w, folder):
    member = w.staff["consultant"]
    with pytest.raises(RuntimeError), acting_as(member.pk, "test"):
        documents.put(w["step"], A_PDF, "a.pdf", title="Diploma", part="plan", by=member)
        assert len(on_disk(folder)) == 1
        raise RuntimeError
    assert on_disk(folder) == []
    with acting_as(member.pk, "test"):
        with pytest.raises(RuntimeError), transaction.atomic():
            documents.put(w["step"], A_PDF, "a.pdf", title="Diploma", part="plan", by=member)
            raise RuntimeError
        assert on_disk(folder) == []
        documents.put(w["step"], A_PDF, "a.pdf", title="Diploma", part="plan", by=member)
    assert len(on_disk(folder)) == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_changed_on_disk_is_not_given(w):
    made = put(w)
    documents.path_of(made.stored).write_bytes(b"iets anders")
    with pytest.raises(documents.Damaged):
        documents.content(made)


@pytest.mark.django_db(transaction=True)
def test_the_night_takes_away_what_no_row_knows_once_it_is_a_day_old(w, folder):
    made, old, new = put(w), uuid.uuid4(), uuid.uuid4()
    for stored in (old, new):
        documents.path_of(stored).parent.mkdir(parents=True, exist_ok=True)
        documents.path_of(stored).write_bytes(b"x")
    half = documents.path_of(old).with_suffix(".part")
    half.write_bytes(b"x")
    before = time.time() - documents.LEFT_BEHIND - 60
    for path in (documents.path_of(old), documents.path_of(made.stored)):
        os.utime(path, (before, before))
    assert documents.sweep() == 1
    assert {path.name for path in on_disk(folder)} == {made.stored.hex, new.hex, half.name}


def lie_there(number: int) -> None:
    """So many files that no row knows, of before yesterday."""
    before = time.time() - documents.LEFT_BEHIND - 60
    for _nth in range(number):
        path = documents.path_of(uuid.uuid4())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (before, before))


@pytest.mark.django_db(transaction=True)
def test_the_night_leaves_all_where_no_document_is_known(w, folder):
    """An empty database over the files of before."""
    lie_there(1)
    assert documents.sweep() == 0 and len(on_disk(folder)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_night_leaves_all_where_it_would_be_many(w, folder, caplog):
    put(w)
    lie_there(documents.FEW + 1)
    assert documents.sweep() == 0 and len(on_disk(folder)) == documents.FEW + 2
    assert "nothing is taken away" in caplog.text


def test_it_is_said_where_no_document_can_be_kept(settings, folder, monkeypatch):
    assert documents.vital(1).alive and on_disk(folder) == []
    monkeypatch.setattr(documents.shutil, "disk_usage", lambda path: SimpleNamespace(free=3 * MEGABYTE))
    assert not documents.vital(1).alive and "nog 3 MB" in documents.vital(1).detail
    settings.SNOER_FILES = folder / "a file"
    settings.SNOER_FILES.write_bytes(b"x")
    assert not documents.vital(1).alive and "er kan niets bij" in documents.vital(1).detail


def test_a_person_does_not_get_more_than_fits(w, settings, folder):
    settings.SNOER_PERSON_MB = 0
    with pytest.raises(ValidationError) as refused:
        put(w)
    assert "al 0 MB" in refused.value.message_dict["file"][0]
    settings.SNOER_PERSON_MB, settings.SNOER_UPLOAD_MB = 10, 0
    with pytest.raises(ValidationError) as refused:
        put(w)
    assert "ten hoogste 0 MB" in refused.value.message_dict["file"][0]
    assert on_disk(folder) == []


def test_nobody_puts_one_with_a_part_that_is_not_theirs_to_write(w):
    with pytest.raises(PermissionDenied):
        put(w, by="trainer", part="benefit")


# On the pages


def send(browser, number, content=A_PDF, name="diploma.pdf", **given):
    data = {"title": "Diploma lassen", "part": "plan", "once": str(uuid.uuid4()), **given}
    data |= {"file": SimpleUploadedFile(name, content)} if name else {}
    return browser.post(reverse("documents", args=[number]), data)


def test_it_is_put_there_shown_by_its_part_and_given_to_keep(w, signed_in, django_capture_on_commit_callbacks):
    number = w["step"].number
    with django_capture_on_commit_callbacks(execute=True):
        assert send(signed_in("consultant"), number).url == reverse("documents", args=[number])
    with role("snoer_owner"):
        made = Document.objects.get()
        assert Event.objects.filter(act="document-added", part="plan", about_id=made.pk).exists()
    page = signed_in("trainer").get(reverse("documents", args=[number])).content.decode()
    assert "Diploma lassen" in page and "Weghalen" not in page
    assert '<span class="count">1</span>' in signed_in("trainer").get(reverse("record", args=[number])).content.decode()
    given = signed_in("trainer").get(reverse("document", args=[number, made.pk]))
    assert given.content == A_PDF
    assert given["Content-Disposition"] == 'attachment; filename="diploma-lassen.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in given["Cache-Control"]
    with role("snoer_owner"):
        assert Look.objects.filter(membership=w.staff["trainer"], parts=["client", "plan"], why="involvement").exists()


@pytest.mark.parametrize(
    ("given", "said", "status"),
    [
        ({"name": ""}, "Kies een bestand", 422),
        ({"title": ""}, "Geef het document een naam", 422),
        ({"part": ""}, "Kies waarover het gaat", 422),
        ({"content": b"<html>", "name": "brief.txt"}, "Dit bestand kan niet", 422),
        ({"content": b"", "name": "brief.txt"}, "Dit bestand is leeg", 422),
        ({"title": "BSN 123456708"}, "Hierin staat een BSN", 422),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(w, signed_in, folder, given, said, status):
    answer = send(signed_in("consultant"), w["step"].number, **given)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert on_disk(folder) == []


def test_a_file_that_is_too_large_is_not_even_taken_in(w, signed_in, settings, folder):
    settings.SNOER_UPLOAD_MB = 1
    answer = send(signed_in("consultant"), w["step"].number, content=A_PDF + b" " * 2_000_000)
    assert answer.status_code == 413
    assert "ten hoogste 1 MB" in answer.content.decode()
    assert 'value="Diploma lassen"' in answer.content.decode()
    assert on_disk(folder) == []


def test_sent_twice_it_is_there_once(w, signed_in, folder):
    key = str(uuid.uuid4())
    for _turn in range(2):
        assert send(signed_in("consultant"), w["step"].number, once=key).status_code == 302
    assert len(on_disk(folder)) == 1


def _plain(answer, pk):
    """What a page says, without its own address and the token of its forms."""
    return CSRF.sub("", answer.content.decode()).replace(f"/{pk}/", "/")


def test_who_does_not_read_the_part_does_not_see_that_there_is_one(w, signed_in, trusted):
    with trusted():
        hidden = DocumentFactory(
            client=w["step"], membership=w.staff["consultant"], part="benefit", title="Beschikking"
        )
    number = w["step"].number
    assert "Beschikking" not in signed_in("trainer").get(reverse("documents", args=[number])).content.decode()
    there = signed_in("trainer").get(reverse("document", args=[number, hidden.pk]))
    absent = signed_in("trainer").get(reverse("document", args=[number, 999_999]))
    assert there.status_code == absent.status_code == 404
    assert _plain(there, hidden.pk) == _plain(absent, 999_999)
    assert "Documenten</a>" in signed_in("trainer").get(reverse("record", args=[number])).content.decode()
    assert 'value="benefit"' not in signed_in("trainer").get(reverse("documents", args=[number])).content.decode()


def test_somebody_of_another_chain_gets_nothing_of_it(w, signed_in, trusted):
    with trusted():
        one = DocumentFactory(client=w["step"], membership=w.staff["consultant"])
    number = w["step"].number
    assert signed_in("stranger").get(reverse("documents", args=[number])).status_code == 404
    assert signed_in("stranger").get(reverse("document", args=[number, one.pk])).status_code == 404
    assert send(signed_in("stranger"), number).status_code == 404


def test_a_closed_file_is_read_and_takes_nothing_more(w, signed_in, trusted, folder):
    with trusted():
        DocumentFactory(client=w["closed"], membership=w.staff["consultant"], title="Diploma")
    page = signed_in("archivist").get(reverse("documents", args=[w["closed"].number]))
    assert "Diploma" in page.content.decode() and "Document toevoegen" not in page.content.decode()
    assert send(signed_in("lead"), w["closed"].number).status_code == 403
    assert on_disk(folder) == []


def test_who_put_it_there_takes_it_away_again(w, signed_in, folder, django_capture_on_commit_callbacks):
    number = w["step"].number
    send(signed_in("trainer"), number)
    with role("snoer_owner"):
        made = Document.objects.get()
    url = reverse("document_remove", args=[number, made.pk])
    assert signed_in("consultant").post(url, {"once": str(uuid.uuid4())}).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in("trainer").post(url, {"once": str(uuid.uuid4())}).status_code == 302
    assert on_disk(folder) == []
    with role("snoer_owner"):
        assert not Document.objects.exists()
        assert Event.objects.filter(act="document-removed", params__title="Diploma lassen").exists()


def test_where_the_disk_refuses_it_is_gone_for_all_and_the_rest_is_done(w, trusted, monkeypatch):
    def refuses(stored):
        raise OSError

    monkeypatch.setattr(documents, "discard", refuses)
    with trusted():
        one = DocumentFactory(client=w["step"], membership=w.staff["trainer"])
    with TestCase.captureOnCommitCallbacks(execute=True), acting_as(w.staff["trainer"].pk, "test"):
        documents.remove(one)
    with role("snoer_owner"):
        assert not Document.objects.exists()


def test_and_after_two_weeks_nobody_does(w, signed_in, trusted):
    long_ago = timezone.now() - dt.timedelta(days=documents.REMOVE_DAYS, minutes=1)
    with trusted():
        one = DocumentFactory(client=w["step"], membership=w.staff["trainer"], at=long_ago)
    url = reverse("document_remove", args=[w["step"].number, one.pk])
    assert signed_in("trainer").post(url, {"once": str(uuid.uuid4())}).status_code == 403


def test_a_file_that_is_gone_is_said_and_not_shown_broken(w, signed_in, trusted):
    with trusted():
        one = DocumentFactory(client=w["step"], membership=w.staff["trainer"])
    answer = signed_in("trainer").get(reverse("document", args=[w["step"].number, one.pk]), follow=True)
    assert "niet te lezen" in answer.content.decode()


def test_the_list_costs_the_same_however_many_there_are(w, signed_in, trusted, django_assert_max_num_queries):
    with trusted():
        for nth in range(8):
            DocumentFactory(client=w["step"], membership=w.staff["trainer"], title=f"Stuk {nth}")
    browser = signed_in("trainer")
    with django_assert_max_num_queries(13):
        assert "Stuk 7" in browser.get(reverse("documents", args=[w["step"].number])).content.decode()
