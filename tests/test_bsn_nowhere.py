"""A BSN stands in plain text nowhere: no table, log, address, cache, task, export or dump (access.md, rule 5).

Somebody's number goes all the ways that it can: typed at registering, looked for, shown, loaded from a file, asked for by a
machine, written in a text where it does not belong. After that everything that is kept or was sent is read back.
"""

import io
import logging
import re
import subprocess
import uuid
import zipfile

import pypdf
import pytest
import redis
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse

from chain import embedded
from clients import bsn
from clients.models import Client, Identity
from tests.api.calls import Machine
from tests.clients.test_loading import load, preview
from tests.clients.test_register import typed
from tests.conftest import role
from tests.factories import CounterFactory, MandateFactory, a_bsn
from tests.world import World, world

TYPED, LOADED, WRONG = a_bsn(500), a_bsn(501), a_bsn(502)  # registered, loaded, and written where it does not belong
EACH = [re.compile(rb"\D{0,2}".join(digit.encode() for digit in number)) for number in (TYPED, LOADED, WRONG)]


def stands_in(kept: bytes) -> list[int]:
    """Which of the numbers stand in it, with dots or spaces too."""
    return [place for place, each in enumerate(EACH) if each.search(kept)]


class Sent:
    """A browser of the consultant that keeps what went through addresses and what came back."""

    def __init__(self, w: World) -> None:
        self.browser = Browser()
        self.browser.force_login(w.staff["consultant"].user)
        self.addresses: list[str] = []
        self.pages: dict[str, bytes] = {}

    def __call__(self, method: str, address: str, *given: object, **more: object):
        answer = getattr(self.browser, method)(address, *given, **more)
        self.addresses += [answer.request["PATH_INFO"], answer.request["QUERY_STRING"], answer.get("Location", "")]
        self.addresses += [step[0] for step in getattr(answer, "redirect_chain", [])]
        return answer

    def export(self, method: str, address: str, **more: object) -> None:
        answer = self(method, address, **more)
        assert answer.status_code == 200, (address, answer.status_code)
        self.pages[address] = unpacked(b"".join(answer) if answer.streaming else answer.content)


def unpacked(content: bytes) -> bytes:
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b" ".join(unpacked(archive.read(name)) for name in archive.namelist())
    if content[:4] == b"%PDF":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).encode()
    return content


@pytest.fixture
def lived(transactional_db, caplog, settings):
    """The world in a database that really commits; what went through it; and the log, down to the last detail."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # statements are no log of the product
    with role("snoer_owner"), transaction.atomic():
        w = world()
        CounterFactory(chain=w.chain)
        MandateFactory(partner=w.partners["szmh"], function="intake")
        machine = Machine.of(w.staff["lead"])
    sent = Sent(w)
    sent("post", reverse("register"), typed(w, bsn=f"{TYPED[:4]}.{TYPED[4:6]}.{TYPED[6:]}"))
    with role("snoer_owner"):
        person = Client.objects.get(identity__bsn_index=bsn.index(TYPED, w.chain.slug))
    number = person.number
    sent("post", reverse("register"), typed(w, first_name="Nog", last_name="Eens", bsn=TYPED))  # is there already
    sent("post", reverse("find_bsn"), {"bsn": TYPED})
    sent("get", reverse("clients"), {"q": person.last_name})
    sent("post", reverse("bsn", args=[number]))
    for text in (f"Zijn nummer is {WRONG}.", f"BSN {WRONG[:3]} {WRONG[3:6]} {WRONG[6:]}"):
        answer = sent("post", reverse("note_new", args=[number]), {"text": text, "kind": "talk", "part": "notes",
                      "audience": "chain", "with_whom": "person", "on": "1-6-2020", "once": str(uuid.uuid4())})  # fmt: skip
        assert answer.status_code == 422
        sent("post", reverse("note_new", args=[number]), {"text": text, "draft": "1"}, headers={"HX-Request": "true"})
    lines = b"bsn;voornaam;achternaam;geboortedatum;gemeente\r\n" + f"{LOADED};Nora;Smeets;1-2-1980;Maastricht".encode()
    file = SimpleUploadedFile(f"mensen {WRONG}.csv", lines)
    begun = sent("post", "/inlezen/clients/", {"file": file}, follow=True)
    address, page = preview(sent.browser, begun)
    kept = everything()  # also while the file waits between its steps
    load(sent.browser, address, page, laden="new")
    machine.post("/clients/_search", {"bsn": TYPED})
    machine.post(f"/clients/{number}/bsn/_show", {})
    machine.get(f"/clients/{number}/identity")
    return w, sent, number, caplog, kept


def everything() -> bytes:
    """The whole database as a dump writes it, in plain text; bytes as they are, not as hexadecimal."""
    dump = subprocess.run(
        [embedded.programs() / "pg_dump", "--data-only", "--inserts", "--dbname",
         embedded.database_url(settings.TEST_FOLDER, "snoer_owner", connection.settings_dict["NAME"])],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    raw = re.sub(rb"\\x([0-9a-f]{2,})", lambda found: bytes.fromhex(found[1].decode()), dump)
    return dump + raw


def test_a_bsn_stands_in_plain_text_nowhere(lived):
    w, sent, number, log, while_loading = lived
    with role("snoer_owner"):
        for number_kept in (TYPED, LOADED):
            assert Identity.objects.filter(bsn_index=bsn.index(number_kept, w.chain.slug)).count() == 1
    # the ways out: everything that can be taken along of this person
    sent.export("get", reverse("clients_export"))
    sent.export("get", reverse("record", args=[number]))
    sent.export("get", reverse("timeline", args=[number]))
    for form in ("pdf", "json", "zip"):
        sent.export("post", reverse("whole_file", args=[number]), data={"form": form, "once": str(uuid.uuid4())})
    found = {
        "table or dump": stands_in(everything()),
        "table while a file waits": stands_in(while_loading),
        "log": stands_in("\n".join(f"{record.getMessage()} {record.exc_text}" for record in log.records).encode()),
        "address": stands_in("\n".join(sent.addresses).encode()),
        "task": stands_in(queued()),
        **{name: stands_in(content) for name, content in sent.pages.items()},
    }
    assert found == {name: [] for name in found}


def queued() -> bytes:
    """All that lies in Valkey: tasks, and what hangs on them."""
    store = redis.Redis.from_url(settings.CELERY_BROKER_URL)
    kept = []
    for key in store.scan_iter():
        kept += [key, *(store.lrange(key, 0, -1) if store.type(key) == b"list" else [str(store.dump(key)).encode()])]
    return b"\n".join(kept)


def test_the_scan_would_find_one(db):
    assert stands_in(f"x {TYPED[:4]}.{TYPED[4:6]}.{TYPED[6:]} y".encode()) == [0]
    assert stands_in(f'{{"bsn": "{WRONG}"}}'.encode()) == [2]
