"""The log of a person: what happened (events) and what people noted, one story, newest first, a page at a time."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.formats import MONTHS, as_day, clock, language, month_of
from chain.models import Membership
from chain.parts import PARTS
from clients import access
from clients.models import Client
from clients.models.timeline import NOTE_KINDS, NOTE_PARTS, WITH_WHOM
from clients.timeline import TEXTS, told

PAGE = 20
ICONS = {"talk": "talk", "phone": "talk", "mail": "doc", "visit": "person", "no-show": "bell"}
# What one can choose to see: key in the address -> (name, notes too, acts).
STEP_ACTS = [act for act in TEXTS if act.startswith(("step-", "placed", "placement-", "intake-"))]
REFERRAL_ACTS = [act for act in TEXTS if act.startswith("referral-")]
FILTERS: dict[str, tuple[object, bool, list[str] | None]] = {
    "": (_("Alles"), True, None),
    "contact": (_("Gesprekken en notities"), True, []),
    "stappen": (_("Stappen en plaatsingen"), False, STEP_ACTS),
    "verwijzingen": (_("Verwijzingen"), False, REFERRAL_ACTS),
    "gegevens": (
        _("Gegevens, uitkering en team"),
        False,
        [act for act in TEXTS if act not in STEP_ACTS + REFERRAL_ACTS],
    ),
}

# The day of an entry is the day that it tells of, or, for what is still to come, the day on which it was told.
LOG = """
    with log as (
      select 'event' as source, id, least("on", (at at time zone 'Europe/Amsterdam')::date) as day, at, act as kind,
        params, "on", '' as text, '' as audience, '' as with_whom, '' as about, 1 as version, partner_id, author_id
      from clients_event
      where client_id = %(client)s and part = any(%(parts)s) and (%(acts)s::text[] is null or act = any(%(acts)s))
      union all
      select 'note', id, least("on", (at at time zone 'Europe/Amsterdam')::date), at, kind,
        '{}'::jsonb, "on", text, audience, with_whom, part, version, partner_id, author_id
      from clients_note where client_id = %(client)s and part = any(%(parts)s) and %(notes)s)
    select log.source, log.id, log.day, log.at, log.kind, log.params, log."on", log.text, log.audience, log.with_whom,
      log.about, log.version, log.author_id, u.name as author, coalesce(p.name, '') as partner,
      coalesce(p.colour, 'system') as colour, count(*) over () as total
    from log join chain_user u on u.id = log.author_id left join chain_partner p on p.id = log.partner_id
    where %(day)s::date is null
      or (log.day, log.at, log.source, log.id) < (%(day)s::date, %(at)s::timestamptz, %(source)s::text, %(id)s::bigint)
    order by log.day desc, log.at desc, log.source desc, log.id desc limit %(limit)s"""
CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)_(\d+)_(event|note)_(\d+)", re.ASCII)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


class Month(NamedTuple):
    """A heading and its entries; `continued` where the page before began it."""

    name: str
    entries: list["Entry"]
    continued: bool


@dataclass
class Entry:
    """One line of the log, as it is shown."""

    day: dt.date
    label: str  # its day without the year, which stands in the heading
    clock: str
    title: str
    text: str
    icon: str
    author: str
    partner: str
    colour: str
    automatic: bool  # told by an act; else written by somebody
    private: bool
    changed: bool
    edit_url: str
    cursor: str
    with_whom: object = ""  # of a note, where that is not the person
    about: object = ""  # the part of the file that a note is about, where that is one
    history_url: str = ""


@dataclass
class Log:
    """A page of the log. `older`: how many lines come after it; `older_url`: where they are."""

    number: str
    months: list[Month]
    total: int
    older: int
    older_url: str
    kind: str
    first: bool

    @property
    def filters(self) -> list[tuple[str, object]]:
        return [(key, name) for key, (name, _notes, _acts) in FILTERS.items()]

    @property
    def name(self) -> object:
        return FILTERS[self.kind][0]


def page(membership: Membership, client: Client, kind: str = "", before: str = "") -> Log:
    """A page of what the membership may read of the client's log, in one query; an unknown kind or cursor is none."""
    kind = kind if kind in FILTERS else ""
    _name, notes, acts = FILTERS[kind]
    after = CURSOR.fullmatch(before)
    where: dict[str, Any] = {"day": None, "at": None, "source": None, "id": None}
    if after:
        since = EPOCH + int(after[2][:17]) * MICROSECOND
        where = {"day": after[1], "at": since, "source": after[3], "id": int(after[4][:18])}
    where |= {
        "client": client.pk, "parts": access.readable(membership, client, *PARTS), "acts": acts,
        "notes": notes and access.reads(membership, client, "notes"), "limit": PAGE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LOG, where)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    entries = [_entry(row, membership, client) for row in rows]
    total = rows[0]["total"] if rows else 0
    older = total - len(rows)
    older_url = ""
    if older:
        query = {"soort": kind, "voor": entries[-1].cursor} if kind else {"voor": entries[-1].cursor}
        older_url = f"{reverse('timeline', args=[client.number])}?{urlencode(query)}"
    begun = month_of(dt.date.fromisoformat(after[1])) if after else ""
    months = [
        Month(name, list(group), name == begun)
        for name, group in groupby(entries, key=lambda entry: month_of(entry.day))
    ]
    return Log(client.number, months, total, older, older_url, kind, first=not after)


def _entry(row: dict[str, Any], membership: Membership, client: Client) -> Entry:
    note = row["source"] == "note"
    if note:
        title, text = str(NOTE_KINDS.get(row["kind"], row["kind"])).capitalize(), row["text"]
        icon = ICONS.get(row["kind"], "talk")
    else:
        title, text, icon = told({**row, "act": row["kind"], "params": json.loads(row["params"])})
    own = note and row["author_id"] == membership.user_id and access.writes(membership, client, "notes")
    return Entry(
        day=row["day"],
        label=f"{row['day'].day} {MONTHS[language()][row['day'].month - 1]}",
        clock=clock(row["at"]) if as_day(row["at"]) == row["day"] else "",
        title=title,
        text=text,
        icon=icon,
        author=row["author"],
        partner=row["partner"],
        colour=row["colour"],
        automatic=not note,
        private=row["audience"] == "partner",
        changed=row["version"] > 1,
        edit_url=reverse("note_edit", args=[client.number, row["id"]]) if own else "",
        cursor=f"{row['day']}_{(row['at'] - EPOCH) // MICROSECOND}_{row['source']}_{row['id']}",
        with_whom=WITH_WHOM.get(row["with_whom"], "") if row["with_whom"] != "person" else "",
        about=NOTE_PARTS.get(row["about"], "") if row["about"] != "notes" else "",
        history_url=reverse("note_history", args=[client.number, row["id"]]) if note and row["version"] > 1 else "",
    )


def _done(query: Mapping[str, str]) -> str:
    """What was just done with the note form, as the page says it."""
    if "weg" in query:
        return translate("De tekst is weggegooid.")
    return translate("De notitie is opgeslagen.") if "bewaard" in query else ""


@login_required
@require_GET
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    """The log by itself, also from a cursor on; to htmx the part of the page that changes."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    older = "voor" in request.GET
    fragment = "HX-Request" in request.headers
    found = access.client(request, number, "client", also=("plan", "notes"), log=not (fragment and older))
    log = page(membership, found, request.GET.get("soort", ""), request.GET.get("voor", ""))
    context: dict[str, Any] = {"client": found, "log": log, "section": "clients", "saved": _done(request.GET)}
    if fragment and older:
        return render(request, "clients/_log_entries.html", context)
    from clients.notes import note_form  # the form stands in the log, and its page shows the log

    context["note_form"] = note_form(membership, found)
    if fragment:
        return render(request, "clients/_log.html", context)
    return render(request, "clients/log.html", context)
