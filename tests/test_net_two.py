"""Net 1 switched off: every page, list, search, export and API route is asked, and net 2 alone lets nothing out.

With every filter and every check of parts of clients.access gone, what stands in the answers is what PostgreSQL gives. In each
table under a person each free text is a mark that names the person and the part. Who does not see the person may find none
of their marks; who does, none of a part that the function does not read.
"""

import io
import re
import zipfile
from collections.abc import Iterator

import pypdf
import pytest
from django.db import connection, models, transaction
from django.test import Client as Browser
from django.urls import reverse

from chain import rowsecurity
from chain.models import Membership
from chain.parts import CONTACT_READS, MANDATE_READS, PARTS
from clients import access
from clients.queries import ClientQuerySet
from tests.api import test_matrix as machines
from tests.api.calls import Machine
from tests.conftest import role
from tests.test_matrix import SEES, addresses, things, where
from tests.world import STAFF, World

__all__ = ["things"]  # a fixture of the matrix

RELATIONS = ("both", "unknown", "closed", "foreign")
PERSON = {"both": "both", "unknown": "unknown", "closed": "closed-step", "foreign": "theirs"}
MARK = re.compile(r"(?<![\w-])[Zz]q([a-d])(a[a-z]|b[a-z])x(?![\w-])")  # by itself, not in a key
CODES = {part: f"{chr(97 + place // 26)}{chr(97 + place % 26)}" for place, part in enumerate(PARTS)}
PART_OF = {code: part for part, code in CODES.items()}
LONG_ENOUGH = 8
SEARCHES = {
    "clients": ["?q=zqa", "?q=zqb"],
    "find": ["?q=zqa", "?q=zqb"],
    "employers": ["?q=zq"],
    "out_of_sight": ["?wie=iedereen"],
}
# One of each way to see people, and who sees none.
LOOKERS = (
    "stranger", "trainer", "adviser", "annex_manager", "manager", "coordinator", "privacy", "archivist", "alderman",
)  # fmt: skip


def mark(relation: str, part: str) -> str:
    return f"zq{'abcd'[RELATIONS.index(relation)]}{CODES[part]}x"


def plant(w: World) -> set[str]:
    """A mark in each free text of each table under each of the people; the marks that were planted."""
    planted = set()
    for model in rowsecurity.fenced():
        fields = {field.name: field for field in model._meta.local_fields}
        if rowsecurity.tracked(model) or not ({"client"} <= set(fields) or model._meta.db_table == "clients_client"):
            continue
        if getattr(model, "row_security", "") == "statement":
            continue  # read with its part and by who put it there too: tests/chain/test_fence_parts.py
        texts = [field for field in fields.values() if _free(field)]
        for relation, name in PERSON.items():
            of = {"pk": w[name].pk} if model._meta.db_table == "clients_client" else {"client": w[name].pk}
            for row in model._base_manager.filter(**of):
                part = getattr(row, "part", None) or getattr(model, "row_part", "")
                if part not in PARTS:
                    continue
                for field in texts:
                    try:
                        with transaction.atomic():
                            model._base_manager.filter(pk=row.pk).update(**{field.name: mark(relation, part)})
                            planted.add(mark(relation, part))
                    except Exception:
                        continue
    return planted


def _free(field: models.Field) -> bool:
    return (
        isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.EmailField | models.GeneratedField)
        and not (field.choices or field.unique or field.primary_key)
        and (field.max_length or 99) >= LONG_ENOUGH
        and field.name not in {"number", "ref", "asked", "bsn_index", "digest", "kind", "word"}
    )


@pytest.fixture
def open_doors(monkeypatch) -> None:
    """Net 1 is off: every filter gives all, every question of a part is answered with yes."""
    monkeypatch.setattr(ClientQuerySet, "visible_to", lambda self, membership: self)
    monkeypatch.setattr(Membership, "reads", lambda self, part: True)
    monkeypatch.setattr(Membership, "writes", lambda self, part: True)
    monkeypatch.setattr(access, "sees_by_place", lambda membership: True)
    monkeypatch.setattr(access, "reads", lambda membership, found, part: True)
    monkeypatch.setattr(access, "readable", lambda membership, found, *parts: list(parts))


def text(response) -> str:
    """What an answer says, whatever it comes as."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if content[:4] == b"%PDF":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="replace")


def let_out(name: str, said: str) -> set[str]:
    """The marks in what was said that this person should not read, by the table of parts and who sees whom, by hand."""
    partner, function = STAFF.get(name, ("beleid", "alderman") if name == "alderman" else ("other", "consultant"))
    contact = partner in ("szmh", "other")
    wrong = set()
    for found in MARK.finditer(said):
        relation, part = RELATIONS["abcd".index(found[1])], PART_OF[found[2]]
        seen = name in SEES[relation]
        reads = function in PARTS[part].read and (contact or part not in CONTACT_READS)
        mandated = {"employer": "podium24", "activation-place": "annex"}
        if part in MANDATE_READS and not contact and mandated[MANDATE_READS[part]] != partner:
            reads = False
        if not (seen and (reads or part == "client")):
            wrong.add(f"{relation}: {part}")
    return wrong


def asked(w: World, found: dict) -> Iterator[str]:
    """Every address to be read, of every person; lists with what searches them."""
    for pattern in addresses():
        relations = [one for one in found if one != "absent"] if "number" in pattern.pattern.converters else [None]
        for relation in relations:
            address = where(pattern, w, found[relation] if relation else {})
            yield address
            yield from (f"{address}{search}" for search in SEARCHES.get(str(pattern.name), []))


@pytest.mark.slow
@pytest.mark.parametrize("name", LOOKERS)
def test_no_page_lets_out_what_net_two_does_not_give(things, open_doors, name):
    w, found = things
    with role("snoer_owner"):
        assert len(plant(w)) > 40
    browser = Browser(raise_request_exception=False)
    browser.force_login(w.staff[name].user)
    wrong = []
    for address in asked(w, found):
        if address.startswith((reverse("account_logout"), "/status")):
            continue
        with transaction.atomic():
            out = let_out(name, text(browser.get(address)))
            transaction.set_rollback(True)
        if out:
            wrong.append(f"{address}: {', '.join(sorted(out))}")
    assert not wrong, f"{name}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", machines.MACHINES)
def test_no_route_of_the_api_lets_out_what_net_two_does_not_give(things, open_doors, settings, name):
    w, found = things
    settings.SNOER_API_CALLS_A_MINUTE = 100_000
    with role("snoer_owner"):
        plant(w)
        machine = Machine.of(w.staff[name])
    wrong = []
    for pattern in machines.routes():
        for relation in [one for one in found if one != "absent"]:
            given = {key: found[relation].get(key, w.of_employer.get(key, 1)) for key in pattern.pattern.converters}
            given |= {"number": found[relation]["number"]} if "number" in given else {}
            try:
                address = reverse(pattern.name, kwargs=given)
            except Exception:
                continue
            with transaction.atomic():
                out = let_out(name, text(machine.get(address)))
                transaction.set_rollback(True)
            if out:
                wrong.append(f"{address}: {', '.join(sorted(out))}")
    assert not wrong, f"{name}:\n" + "\n".join(wrong)


def test_the_marks_are_there_to_be_found(things):
    """Else the tests above could not fail: who sees the person reads marks of many parts."""
    w, _found = things
    with role("snoer_owner"):
        plant(w)
    browser = Browser()
    browser.force_login(w.staff["consultant"].user)
    said = text(browser.get(reverse("record", args=[w["both"].number])))
    assert {"client", "notes", "plan"} <= {PART_OF[found[2]] for found in MARK.finditer(said)}
    assert not let_out("consultant", said)
    assert let_out("adviser", mark("both", "benefit")) and let_out("stranger", mark("both", "client"))
    assert connection.in_atomic_block
