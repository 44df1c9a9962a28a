"""The list as a spreadsheet: the people that the filters leave, in the same order, with the columns that are shown.

What the reader does not read stands not in it, and never a BSN. Each person in it is a look that is logged. All is written
as text, numbers and days: what somebody typed is no formula there.
"""

import datetime as dt
import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain import cells
from chain.days import today
from chain.formats import moment
from chain.models import Membership
from clients import access, list_columns
from clients.list_address import Asked, has_bsn, options, sorts, statuses
from clients.listing import find, listed_name, may_export, reader
from clients.models import Client
from clients.registered import Cell, Columns

MOST = 2000  # people in one file
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48  # characters of a column


@login_required
@never_cache
@require_GET
def clients_export(request: HttpRequest) -> HttpResponse:
    """The file, for the same address as the list; at most MOST people, which it says."""
    membership = reader(request)
    if not may_export(membership):
        raise PermissionDenied
    if has_bsn(request.GET):
        messages.warning(request, translate("Zoek niet op BSN. Zoek op naam of klantnummer."))
        return redirect("clients")
    there = options(membership)
    asked = Asked.of(request.GET, membership, there)
    asked.na = asked.voor = ""
    found = find(membership, asked, there, MOST)
    groups = list_columns.shown(membership, asked.kolommen, asked.order)
    parts = sorted({"client", *(part for group in groups for part in group.parts if membership.reads(part))})
    access.looks(membership, (Client(pk=row["pk"], closed_on=row["closed_on"]) for row in found.rows), parts)
    made = workbook(membership, found.rows, groups, _about(membership, asked, there, len(found.rows), bool(found.next)))
    response = HttpResponse(made, content_type=KIND)
    name = translate("inwoners")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today().isoformat()}.xlsx"'
    return response


def workbook(
    membership: Membership, rows: list[dict[str, Any]], groups: list[Columns], about: list[tuple[str, str]]
) -> bytes:
    """The sheet with the people and the one that tells what it is; a question for each group of columns."""
    written = io.BytesIO()
    book = cells.workbook(written)
    head, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    sheet = book.add_worksheet(translate("Inwoners"))
    names = [translate("Nummer"), translate("Naam"), translate("Gemeente"), translate("Regie"), translate("Aangemeld"),
             *(str(name) for group in groups for name in group.names)]  # fmt: skip
    widths = [len(name) for name in names]
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, head)
    ids = [row["pk"] for row in rows]
    known = [(group, group.cells(membership, ids) if ids else {}) for group in groups]
    for line, row in enumerate(rows, 1):
        in_row = [Cell(row["number"]), Cell(listed_name(row)), Cell(row["home__name"]), Cell(row["lead__name"]),
                 Cell(row["registered_on"])]  # fmt: skip
        for group, of_client in known:
            in_row += of_client.get(row["pk"], (Cell(),) * len(group.names))
        for place, cell in enumerate(in_row):
            widths[place] = max(widths[place], _write(sheet, line, place, cell, day))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(names) - 1)
    other = book.add_worksheet(translate("Over dit bestand"))
    for line, (name, text) in enumerate(about):
        other.write_string(line, 0, name, head)
        other.write_string(line, 1, text)
    other.set_column(0, 0, 24)
    other.set_column(1, 1, 80)
    book.close()
    return written.getvalue()


def _write(sheet: Any, line: int, place: int, cell: Cell, day: Any) -> int:
    """The cell as what it is; how wide it is, in characters."""
    if isinstance(cell.value, dt.date):
        sheet.write_datetime(line, place, dt.datetime.combine(cell.value, dt.time()), day)
        if cell.small or cell.warn:
            sheet.write_comment(line, place, " ".join(filter(None, [cell.small, cell.warn])))
        return 10
    if isinstance(cell.value, int):
        sheet.write_number(line, place, cell.value)
        return 8
    text = ", ".join(filter(None, [cell.value, cell.small, cell.warn]))
    sheet.write_string(line, place, text)
    return len(text)


def _about(membership: Membership, asked: Asked, there: Any, number: int, more: bool) -> list[tuple[str, str]]:
    """What is in it, of when and for whom; what was typed to search for does not stand in it twice."""
    names = {"gemeente": dict(there.municipalities), "partner": dict(there.partners), "consulent": dict(there.leads)}
    chosen = [
        str(dict(names[key]).get(value, translate("Ikzelf") if value == "mijn" else value))
        for key in names if (value := getattr(asked, key))
    ]  # fmt: skip
    chosen += [str(statuses(membership)[asked.status])] if asked.status else []
    chosen += [f"{translate('Aangemeld sinds')} {asked.sinds}"] if asked.since else []
    chosen += [text for text in (asked.q, asked.werk) if text]
    told = ngettext("%(n)s inwoner", "%(n)s inwoners", number) % {"n": number}
    if more:
        told = translate("De eerste %(n)s. Er zijn er meer: maak de keuze kleiner.") % {"n": number}
    return [
        (translate("Gemaakt op"), moment(timezone.now())),
        (translate("Voor"), f"{membership.user.name}, {membership.partner}"),
        (translate("Keuze"), ", ".join(chosen) or translate("Iedereen die u mag zien")),
        (translate("Volgorde"), str(sorts(membership)[asked.order])),
        (translate("Hoeveel"), told),
        (translate("Let op"), translate("In dit bestand staan persoonsgegevens. Bewaar het niet langer dan nodig, en "
                                        "stuur het niet per e-mail. Dat u dit zag, is bij elke inwoner vastgelegd.")),
    ]  # fmt: skip
