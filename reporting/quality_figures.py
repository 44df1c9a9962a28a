"""How much is to be mended in the record, per check and by who can mend it: exact for who steers, else of one's own partner."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain import formats
from chain.models import Membership, Partner, User
from chain.parts import PARTS, WITHOUT_FILES
from clients.registered import Check
from reporting.quality import checks, last_run
from reporting.quality_sql import COUNTS
from reporting.scope import Scope, Section
from reporting.tables import Column, Line, Table, Value


def counts_all(membership: Membership) -> bool:
    """Whether the membership reads the numbers of the whole chain; else those of its own partner."""
    return membership.role in COUNTS


def reads_list(membership: Membership, check: Check) -> bool:
    """Whether the membership reads what the check finds, one by one: the part of the file that it tells of."""
    return not check.part or (membership.reads(check.part) and membership.role not in WITHOUT_FILES)


# Who can mend what a check finds.
BY = {"contact": _("aanspreekpunt voor de inwoner"), "partner": _("wie het uitvoert"), "admin": _("beheerder")}


@dataclass(frozen=True)
class Found:
    """By check: (number, new in a week, the reader's own, since when the oldest is so); and by partner and lead the same."""

    by_check: dict[str, tuple[int, int, int, dt.date | None]] = field(default_factory=dict)
    by_who: dict[tuple[int | None, int | None], tuple[int, int, int, dt.date | None]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return sum(row[0] for row in self.by_check.values())

    @property
    def own(self) -> int:
        return sum(row[2] for row in self.by_check.values())


def figures(membership: Membership, place: int | None = None) -> Found:
    """Of the chain, or for who does not read that of the own partner; of a municipality, by id. One query."""
    found = Found()
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_flaws(%s, %s)", [place, not counts_all(membership)])
        for key, partner, user, *numbers in cursor.fetchall():
            if key is not None:
                found.by_check[key] = tuple(numbers)
            else:
                found.by_who[partner, user] = tuple(numbers)
    return found


def tables(scope: Scope) -> list[Table]:
    """What is to be mended, and who can: the page `quality`. As it was found last; the days of the scope do not matter."""
    found = shown(scope, figures(scope.membership, scope.municipality.pk if scope.municipality else None))
    looked_at, _busy = last_run(scope.chain_id)
    of = (
        translate("Stand van %(day)s.") % {"day": formats.day_long(looked_at)}
        if looked_at
        else translate("Nog niet nagekeken.")
    )
    return [replace(table, note=f"{of} {table.note}".strip()) for table in found]


def shown(scope: Scope, found: Found) -> list[Table]:
    return [_by_check(scope, found), *_by_partner(found)]


def _by_check(scope: Scope, found: Found) -> Table:
    membership = scope.membership
    lines = []
    for check in checks().values():
        if check.key not in found.by_check:
            continue
        number, fresh, own, since = found.by_check[check.key]
        url = reverse("quality_people", args=[check.key]) + (
            f"?gemeente={scope.municipality.code}" if scope.municipality else ""
        )
        urls = {"number": url} if reads_list(membership, check) else {}
        if own and urls:
            urls["own"] = f"{url}{'&' if '?' in url else '?'}wie=mijn"
        cells: tuple[Value, ...] = (number, fresh, own, since, str(BY[check.by]), check.statutory or None)
        lines.append(Line(capfirst(str(check.name)), cells, check.key, urls))
    columns = [
        Column("number", translate("Na te kijken"), means="to-mend"),
        Column("fresh", translate("Nieuw deze week")),
        Column("own", translate("Van mij")),
        Column("since", translate("Het langst sinds"), "day", people=False),
        Column("who", translate("Wie kan het herstellen"), "text", people=False),
        Column("statutory", translate("Hoort bij"), "text", people=False, means="statutory"),
    ]
    rows = sorted(found.by_check.values(), key=lambda row: row[3] or dt.date.max)
    total: tuple[Value, ...] = (
        found.number, sum(row[1] for row in rows), found.own, rows[0][3] if rows else None, None, None,
    )  # fmt: skip
    if counts_all(membership) and not found.own:  # nobody has the lead who steers, but for lead consultants
        columns, total = [one for one in columns if one.key != "own"], (*total[:2], *total[3:])
        lines = [Line(one.name, (*one.cells[:2], *one.cells[3:]), one.key, one.urls) for one in lines]
    return Table(
        "checks", translate("Wat er na te kijken is"), translate("Wat er aan de hand is"), tuple(columns), tuple(lines),
        Line(translate("Samen"), total, "whole"),
        note=_note([str(one.name) for key, one in checks().items() if key not in found.by_check]),
        definition="quality",
    )  # fmt: skip


def _note(nothing: list[str]) -> str:
    """How to read it, and of what nothing was found."""
    told = translate("Iemand kan op meer regels staan. Wat is hersteld, is de volgende ochtend van de lijst.")
    if nothing:
        told += " " + translate("Niets gevonden bij: %(checks)s.") % {"checks": ", ".join(nothing)}
    return told


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", translate("Na te kijken"), means="to-mend"), Column("fresh", translate("Nieuw deze week")),
        Column("since", translate("Het langst sinds"), "day", people=False),
    )  # fmt: skip


def _by_partner(found: Found) -> list[Table]:
    """A line per partner that can mend something, in the order of the chain; no table where there is none."""
    partners: dict[int, list[Any]] = {}
    for (partner, _user), row in found.by_who.items():
        if partner is not None:
            partners.setdefault(partner, []).append(row)
    named = Partner.objects.filter(pk__in=partners).order_by("position", "name")
    by_partner = tuple(
        Line(str(one), (sum(row[0] for row in partners[one.pk]), sum(row[1] for row in partners[one.pk]),
                        min((row[3] for row in partners[one.pk] if row[3]), default=None)), one.code)
        for one in named
    )  # fmt: skip
    table = Table(
        "by-partner", translate("Bij welke organisatie"), translate("Organisatie"), _columns(), by_partner, adds=False,
        note=translate("Wat van het palet is, hoort bij geen organisatie."), definition="quality",
    )  # fmt: skip
    return [table] if by_partner else []


def by_lead(found: Found) -> list[Table]:
    """Per consultant who has the lead, by name: on the page for who steers, and in no file."""
    people = {user: row for (_partner, user), row in found.by_who.items() if user is not None}
    users = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    lines = tuple(
        Line(users[pk], (row[0], row[1], row[3]), str(pk)) for pk, row in sorted(people.items(), key=lambda one: users[one[0]])
    )  # fmt: skip
    table = Table(
        "by-lead", translate("Bij wie de regie heeft"), translate("Consulent"), _columns(), lines, adds=False,
        note=translate("Op naam, zonder volgorde van goed of slecht: wie meer mensen heeft, heeft meer na te kijken."),
        definition="quality",
    )  # fmt: skip
    return [table] if lines else []


def part_of(check: Check) -> object:
    """The part of the file that it tells of, as people know it; "" for what is of no person."""
    return PARTS[check.part].label if check.part else ""


SECTION = Section("quality", _("Wat er na te kijken is"), tables, everybody=True)
