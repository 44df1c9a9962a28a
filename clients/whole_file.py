"""The whole file of one person, to read (PDF) and to carry (JSON): every table of SNOER_FILE_SECTIONS, with what it said before.

Made when it is asked for and kept nowhere. A value that may be another person's name or words carries a mark: somebody looks at
it before the file goes out (AVG article 15, paragraph 4). The BSN is not printed, nor one that somebody typed in a text.
"""

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from mimetypes import guess_extension
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import override

from chain.days import today
from chain.documents import pdf
from chain.formats import day_long, plain
from chain.free_text import eleven
from chain.models import Membership
from chain.parts import CONSULTANTS, OPENS_CLOSED
from clients import access, documents
from clients.models import Client, Document
from clients.whole_file_sections import moment
from clients.whole_file_tables import FileTable, Value, sections

FORMS = {"pdf": "application/pdf", "json": "application/json", "zip": "application/zip"}
NINE = re.compile(r"(?<![0-9])[0-9](?:[ .-]?[0-9]){8}(?![0-9])")
LOOKS = "clients.Look"


@dataclass(frozen=True)
class Row:
    """A row as it is now (`values`), and each time that it changed: when, what (insert, update, delete), by whom, its values."""

    values: list[Value]
    before: list[tuple[str, str, str, list[Value]]]
    gone: bool = False


@dataclass(frozen=True)
class Told:
    """A table of the file with its rows."""

    table: FileTable
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class WholeFile:
    """What is kept of one person. `marked`: how many values may be somebody else's, in the rows as they are now."""

    client: Client
    by: str
    parts: list[tuple[str, list[Told]]]

    @property
    def marked(self) -> int:
        rows = (row for _section, tables in self.parts for told in tables for row in now(told))
        return sum(value.review for row in rows for value in row.values)

    @property
    def rows(self) -> int:
        return sum(len(now(told)) for _section, tables in self.parts for told in tables)


def now(told: Told) -> list[Row]:
    """Those that are there now."""
    return [row for row in told.rows if not row.gone]


def may_make(membership: Membership, client: Client) -> bool:
    """Consultants of the point of contact of an open file; its lead consultants and archivist of a closed one. As
    snoer_makes_whole_file says it, which decides."""
    roles = OPENS_CLOSED if client.closed_on else CONSULTANTS
    return membership.role in roles and bool(membership.is_contact_point) and access.reads(membership, client, "rights")


def gather(client: Client, membership: Membership) -> WholeFile:
    """Everything, in Dutch: one query, which leaves a look at all parts. PermissionDenied for who may not make it."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_whole_file(%s)", [client.pk])
        (answer,) = cursor.fetchone()
    if answer is None:
        access.look(membership, client, ["rights"], "refused")
        raise PermissionDenied
    there = json.loads(answer) if isinstance(answer, str) else answer
    with override("nl"):
        parts = [
            (str(section.title), [told for table in section.tables if (told := _told(table, there)).rows])
            for section in sections()
        ]
    return WholeFile(client, membership.user.name, [(title, tables) for title, tables in parts if tables])


def _told(table: FileTable, there: dict[str, Any]) -> Told:
    now = there.get(f"rows:{table.model}") or []
    before: dict[int, list[dict[str, Any]]] = {}
    for event in there.get(f"history:{table.model}") or []:
        before.setdefault(event["pgh_obj_id"], []).append(event)
    rows = [Row(_values(table, row), _before(table, before.pop(row["id"], []))) for row in now]
    rows += [Row([], _before(table, events, gone=True), gone=True) for events in before.values()]
    return Told(table, str(table.title), rows)


def _before(
    table: FileTable, events: list[dict[str, Any]], *, gone: bool = False
) -> list[tuple[str, str, str, list[Value]]]:
    """What a row said at each change; nothing where it stands as it was put in."""
    if len(events) < 2 and not gone:
        return []
    return [
        (event["pgh_created_at"], event["pgh_label"], event["pgh_by"] or "", _values(table, event)) for event in events
    ]


def _values(table: FileTable, row: dict[str, Any]) -> list[Value]:
    """What the row says: told by its table itself, and the other fields that are filled, each with its label and in words."""
    own = table.tell(row) if table.tell else []
    if table.tell and table.model != "clients.Identity":
        return [_masked(value) for value in own if value.text]
    found = list(own)
    for one in table.fields:
        raw = row.get(one.name) if one.is_relation else row.get(one.column)
        if raw in (None, "", [], {}) or (one.is_relation and one.name not in row):
            continue
        found.append(Value(one.name, table.label(one), raw, _words(table, one, raw), table.review(one)))
    return [_masked(value) for value in found]


def _words(table: FileTable, one: Any, raw: Any) -> str:
    """A value as people read it: codes by their labels, days and moments in words."""
    if isinstance(raw, list):
        of = table.words.get(one.name) or dict(getattr(getattr(one, "base_field", None), "flatchoices", None) or ())
        return ", ".join(str(of.get(each, each)) if not isinstance(each, dict) else _lines(each) for each in raw)
    if isinstance(raw, bool):
        return translate("ja") if raw else translate("nee")
    if isinstance(raw, dict):
        return _lines(raw)
    if one.is_relation:
        return str(raw)
    if isinstance(one, models.DateTimeField):
        return moment(raw)
    if isinstance(one, models.DateField):
        return day_long(dt.date.fromisoformat(raw))
    if isinstance(one, models.TimeField):
        return str(raw)[:5]
    if isinstance(one, models.DecimalField):
        return plain(Decimal(str(raw)))
    choices = table.words.get(one.name) or dict(one.flatchoices or ())
    if raw in choices:
        return str(choices[raw])
    return plain(raw) if isinstance(raw, int) else str(raw)


def _lines(content: dict[str, Any]) -> str:
    """What was kept as a whole (a version of a plan, an earlier answer): each thing with its name, on a line."""
    told = []
    for key, value in content.items():
        if value in (None, "", [], {}):
            continue
        inner = "; ".join(_lines(one) if isinstance(one, dict) else str(one) for one in value) if isinstance(value, list) else (
            _lines(value) if isinstance(value, dict) else str(value)
        )  # fmt: skip
        told.append(f"{key}: {inner}")
    return "\n".join(told)


def without_bsn(text: str) -> str:
    """The text with each BSN that somebody typed in it taken away."""

    def out(found: re.Match[str]) -> str:
        hidden = translate("(BSN, niet afgedrukt)")
        return hidden if eleven("".join(re.findall("[0-9]", found[0]))) else found[0]

    return NINE.sub(out, text)


def _masked(value: Value) -> Value:
    return Value(value.name, value.label, _raw(value.raw), without_bsn(value.text), value.review)


def _raw(raw: Any) -> Any:
    if isinstance(raw, str):
        return without_bsn(raw)
    if isinstance(raw, list):
        return [_raw(one) for one in raw]
    return {key: _raw(one) for key, one in raw.items()} if isinstance(raw, dict) else raw


# to carry


def _field(value: Value) -> dict[str, Any]:
    told = {"label": value.label, "value": value.raw, "text": value.text}
    return told | {"review": True} if value.review else told


def _fields(values: list[Value]) -> dict[str, Any]:
    return {value.name: _field(value) for value in values}


def as_json(whole: WholeFile) -> bytes:
    """By section and table, each value with its label, as it is kept and in words; `review` where another may be meant."""

    def rows(told: Told) -> Iterator[dict[str, Any]]:
        for row in told.rows:
            one: dict[str, Any] = {"deleted": True} if row.gone else {"fields": _fields(row.values)}
            if row.before:
                one["history"] = [
                    {"at": at, "change": what, "by": {"text": by, "review": True}, "fields": _fields(values)}
                    for at, what, by, values in row.before
                ]
            yield one

    content = {
        "client": whole.client.number, "name": whole.client.name, "madeOn": today().isoformat(),
        "review": whole.marked,
        "sections": [
            {"title": title, "tables": [
                {"table": told.table.model, "title": told.title, "rows": list(rows(told))} for told in tables]}
            for title, tables in whole.parts
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


# to read


def as_pdf(whole: WholeFile) -> bytes:
    """On paper, in Dutch (PDF/UA): what is there now; what it said before stands in the file to carry."""
    with override("nl"):
        told: dict[str, Any] = {
            "name": whole.client.name, "number": whole.client.number, "printed_on": day_long(today()), "by": whole.by,
            "marked": whole.marked,
            "sections": [
                {"title": title, "tables": [
                    {"title": one.title, "rows": _printed(one)} for one in tables if now(one)]}
                for title, tables in whole.parts
            ],
        }  # fmt: skip
        told["sections"] = [section for section in told["sections"] if section["tables"]]
        return pdf("whole_file", told)


def _printed(told: Told) -> list[list[dict[str, Any]]]:
    """Rows of values; the looks of somebody on one day for one reason are one row, with how many."""
    if told.table.model != LOOKS:
        return [
            [
                {"label": capfirst(value.label), "text": value.text, "review": value.review}
                for value in row.values
                if value.text
            ]
            for row in now(told)
        ]
    groups: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in now(told):
        look = {value.name: value for value in row.values}
        on = look["at"].text.split(",")[0]
        group = groups.setdefault((on, look["membership"].text, look["why"].text), {"number": 0, "parts": {}})
        group["number"] += 1
        group["parts"] |= dict.fromkeys(look["parts"].text.split(", "))
    return [
        [
            {"label": capfirst(translate("wanneer")), "text": f"{on} ({one['number']}×)", "review": False},
            {"label": capfirst(translate("wie")), "text": who, "review": True},
            {"label": capfirst(translate("waarom")), "text": why, "review": False},
            {"label": capfirst(translate("onderdelen")), "text": ", ".join(one["parts"]), "review": False},
        ]
        for (on, who, why), one in groups.items()
    ]


def as_zip(whole: WholeFile) -> bytes:
    """Both, and the documents themselves, by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(f"dossier-{whole.client.number}.pdf", as_pdf(whole))
        folder.writestr(f"dossier-{whole.client.number}.json", as_json(whole))
        for name, content in _documents(whole.client):
            folder.writestr(f"documenten/{name}", content)
    return out.getvalue()


def _documents(client: Client) -> Iterator[tuple[str, bytes]]:
    """Name and content of each; of one that is gone or damaged, a line that says so."""
    for document in Document.objects.filter(client=client).order_by("pk"):
        name = f"{document.pk}-{_file_name(document.title)}"
        try:
            yield name + (guess_extension(document.kind) or ""), documents.content(document)
        except documents.Damaged:
            yield name + ".txt", translate("Dit document is niet meer te lezen.").encode()


def _file_name(title: str) -> str:
    return re.sub(r"[^\w. -]", "_", title)[:100]
