"""Who has access today and why: all functions by partner, with what they read, since when, and whether they are used."""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain import cells
from chain.api.scopes import SCOPES
from chain.days import today
from chain.formats import as_day, day_long, moment
from chain.models import ApiClient, Mandate, Membership, Partner, holds_on
from chain.parts import GLASS, OUTSIDE, PARTS, WITHOUT_FILES
from clients import access, sight
from clients.privacy_tabs import SECTION, officer, tabs

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Person:
    """A function that somebody holds today. `source`: who gave it. `machine`: the name of the connection that acts under it."""

    row: Membership
    source: str
    reads: str
    machine: str = ""
    scopes: str = ""
    new: bool = False  # so short that not having signed in says nothing

    @property
    def last(self) -> dt.datetime | None:
        return self.row.user.last_login

    @property
    def unused(self) -> bool:
        """Held for longer than UNUSED_DAYS, and not signed in for so long. Of a machine nothing is known here."""
        if self.machine or self.new:
            return False
        return self.last is None or self.last < timezone.now() - dt.timedelta(settings.UNUSED_DAYS)


@dataclass
class Group:
    """A partner with those who have access for it. `until`: the last day that its agreements give."""

    partner: Partner
    people: list[Person] = field(default_factory=list)

    @property
    def until(self) -> dt.date | None:
        return next((one.row.agreed_until for one in self.people if one.row.agreed_until), None)

    @property
    def functions(self) -> list[tuple[str, str]]:
        """(function, what it reads) of each function that there is, once."""
        found = {str(one.row.get_role_display()): one.reads for one in self.people if not one.machine}
        return sorted(found.items())

    @property
    def unused(self) -> int:
        return sum(one.unused for one in self.people)


def now(chain_id: int) -> list[Group]:
    """Partners in their order, their people by name: six queries, however many there are."""
    on = today()
    agreed = Q(agreed_until__isnull=True) | Q(agreed_until__gte=on)
    held = Membership.objects.with_contact_point().filter(holds_on(on), agreed, chain_id=chain_id)
    rows = list(
        held.exclude(role="system")
        .select_related("user", "partner__parent", "municipality")
        .order_by("user__name", "pk")
    )
    machines = {one.membership_id: one for one in ApiClient.objects.filter(chain_id=chain_id)}
    sources, reading = _sources(chain_id, rows), _reading(rows)
    groups: dict[int, Group] = {}
    for row in rows:
        assert row.partner is not None  # of a partner, for it is no system's
        group = groups.setdefault(row.partner.pk, Group(row.partner))
        machine = machines.get(row.pk)
        scopes = ", ".join(str(SCOPES.get(scope, scope)) for scope in machine.scopes) if machine else ""
        young = row.started_on > on - dt.timedelta(settings.UNUSED_DAYS)
        group.people.append(
            Person(
                row, sources.get(row.pk, ""), reading[row.partner.pk, row.role], machine.name if machine else "", scopes, young
            )
        )  # fmt: skip
    return sorted(groups.values(), key=lambda one: (one.partner.position, one.partner.name))


def _reading(rows: Iterable[Membership]) -> dict[tuple[int, str], str]:
    """(partner, function) -> what it reads of files, in words; one query for what the partners may do."""
    held: dict[int, list[str]] = {}
    for partner_id, function, place in Mandate.objects.on(today()).values_list(
        "partner_id", "function", "municipality"
    ):
        held.setdefault(partner_id, []).append(f"{function}:{place or ''}")
    found: dict[tuple[int, str], str] = {}
    for row in rows:
        key = (row.partner_id or 0, row.role)
        if key not in found:
            row.held = held.get(key[0], [])
            found[key] = reads(row)
    return found


def reads(row: Membership) -> str:
    """What the function reads, and of whom."""
    if row.role in OUTSIDE:
        return translate("geen dossiers; wat voor de eigen gemeente is gepubliceerd")
    parts = sight.names(part for part in PARTS if part not in sight.OF_NO_FILE and row.reads(part))
    if not parts:
        return translate("geen dossiers")
    told = ", ".join(parts)
    if row.role in GLASS:
        return translate("alleen met een geschreven reden, 24 uur: %(parts)s") % {"parts": told}
    if row.role in WITHOUT_FILES:
        return translate("geen dossiers; wel %(parts)s") % {"parts": told}
    if row.is_contact_point:
        return translate("van inwoners van de eigen gemeenten: %(parts)s") % {"parts": told}
    return translate("van wie de organisatie kent door een stap, team of verwijzing: %(parts)s") % {"parts": told}


def _sources(chain_id: int, rows: list[Membership]) -> dict[int, str]:
    """Who made each function: an administrator by name, or the claims of the sign-in; from the history, two queries."""
    history: Any = apps.get_model("chain", "MembershipEvent")
    events = history.objects.filter(chain_id=chain_id, pgh_label="insert", id__in=[row.pk for row in rows])
    made = {pk: (context or {}).get("membership") for pk, context in events.values_list("id", "pgh_context")}
    makers = Membership.objects.select_related("user").in_bulk({pk for pk in made.values() if pk})
    found = {}
    for row in rows:
        by = makers.get(made.get(row.pk) or 0)
        if row.by_claims:
            found[row.pk] = translate("aanmelding bij de eigen organisatie")
        elif by is None or by.role == "system":
            found[row.pk] = translate("bij het inrichten")
        else:
            found[row.pk] = str(by.user)
    return found


@login_required
@never_cache
@require_GET
def access_now(request: HttpRequest) -> HttpResponse:
    """The page, by partner."""
    membership = officer(request)
    groups = now(membership.chain_id)
    people = [one for group in groups for one in group.people]
    context = {
        "section": SECTION, "tabs": tabs(membership, "access_now"), "groups": groups,
        "number": len({one.row.user_id for one in people if not one.machine}), "unused": sum(one.unused for one in people),
        "machines": [one for one in people if one.machine], "days": settings.UNUSED_DAYS,
    }  # fmt: skip
    return render(request, "clients/access_now.html", context)


@login_required
@never_cache
@require_GET
def access_now_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet, for who checks it with the partners. All is written as text or day: nothing is a formula."""
    membership = officer(request)
    access.look(membership, None, ["looks"], "privacy")
    response = HttpResponse(workbook(now(membership.chain_id)), content_type=KIND)
    name = f"wie-heeft-toegang-{today().isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(groups: list[Group]) -> bytes:
    written = io.BytesIO()
    book = cells.workbook(written)
    head, date = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    sheet = book.add_worksheet(translate("Wie heeft toegang"))
    names = [translate("Organisatie"), translate("Naam"), translate("Functie"), translate("Vanaf"), translate("Tot en met"),
             translate("Gegeven door"), translate("Laatst aangemeld"), translate("Let op"), translate("Leest")]  # fmt: skip
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, head)
    lines = [(group, one) for group in groups for one in group.people]
    for line, (group, one) in enumerate(lines, 1):
        ends = [day for day in (one.row.ended_on, one.row.agreed_until) if day]
        in_row: list[Any] = [
            str(group.partner), str(one.row.user), str(one.machine or one.row.get_role_display()), one.row.started_on,
            min(ends, default=None), one.source, as_day(one.last) if one.last else None, _careful(one),
            one.scopes or one.reads,
        ]  # fmt: skip
        for place, cell in enumerate(in_row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(line, place, dt.datetime.combine(cell, dt.time()), date)
            elif cell:
                sheet.write_string(line, place, capfirst(cell) if place == len(in_row) - 1 else cell)
    for place, width in enumerate((18, 26, 22, 12, 12, 24, 16, 26, 90)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(lines), 1), len(names) - 1)
    about = book.add_worksheet(translate("Over dit bestand"))
    about.write_string(0, 0, translate("Gemaakt op"), head)
    about.write_string(0, 1, moment(timezone.now()))
    about.write_string(1, 0, translate("Stand van"), head)
    about.write_string(1, 1, day_long(today()))
    about.set_column(0, 1, 26)
    book.close()
    return written.getvalue()


def _careful(one: Person) -> str:
    """What to look at, in words."""
    if one.machine or not one.unused:
        return ""
    if one.last is None:
        return translate("nooit aangemeld")
    return translate("%(days)s dagen niet aangemeld") % {"days": settings.UNUSED_DAYS}
