"""Who sees what: per partner the parts of the file that its people read now, why, since when and until when.

What an involvement shows is what the partner's functions read (of all who work there today), cut down to the parts that it
is for. The same rows stand in short on the record page (clients/record.py).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_GET

from chain.days import today
from chain.formats import day, moment
from chain.models import Mandate, Membership
from chain.parts import CONTACT_READS, MANDATE_READS, PARTS, WITHOUT_FILES
from clients import access
from clients.asked import ask
from clients.models import Client
from clients.models.sight import REASONS

# What is no part of a person's file: who looked, what was counted, the employers, the registers of the chain.
OF_NO_FILE = frozenset(
    {"looks", "results", "employers", "vacancies", "cards", "outlook", "screening", "places", "registers", "retention"}
)
MANDATED = ", ".join(f"'{function}'" for function in sorted(set(MANDATE_READS.values())))
# The functions of all who act for the partner `p` today, and as `mandate:...` its mandates that a part is read by.
ROLES_OF = f"""array(select r.role::text from chain_membership r
      where r.partner_id in (p.id, p.parent_id, case when p.succeeded_on <= %(today)s then p.succeeded_by_id end)
        and r.role <> 'system' and r.started_on <= %(today)s and (r.ended_on is null or r.ended_on >= %(today)s)
      union select 'mandate:' || d.function from chain_mandate d where d.function in ({MANDATED})
        and d.partner_id in (p.id, p.parent_id, case when p.succeeded_on <= %(today)s then p.succeeded_by_id end)
        and d.started_on <= %(today)s and (d.ended_on is null or d.ended_on >= %(today)s))"""  # noqa: S608 (constants)
# Not the point of contact, which sees by where the person lives.
OTHERS = """(v.membership_id is not null or v.partner_id not in (select partner_id from chain_mandate
      where function = 'person' and started_on <= %(today)s and (ended_on is null or ended_on >= %(today)s)))"""
NOW = """v.started_on <= %(today)s and (v.seen_until is null or v.seen_until >= %(today)s)
      and (v.expires_at is null or v.expires_at > now())"""
ALL = f"""
    select p.id as partner_id, p.name as partner, p.colour, p.position, coalesce(u.name, '') as person, v.reason,
      to_json(v.parts) as parts, to_json(case when m.id is null then {ROLES_OF} else array[m.role::text] end) as roles,
      v.started_on, v.seen_until, v.expires_at, {NOW} as now, v.started_on > %(today)s as later
    from clients_involvement v join chain_partner p on p.id = v.partner_id
      left join chain_membership m on m.id = v.membership_id left join chain_user u on u.id = m.user_id
    where v.client_id = %(client)s and {OTHERS}
    order by p.position, p.name, v.started_on desc, v.id desc"""  # noqa: S608 (constants)


@dataclass
class Ground:
    """One reason for which a partner (or, by a broken glass, one person) sees the file."""

    why: str
    since: dt.date
    until: str  # in words
    person: str = ""


@dataclass
class Sight:
    """A partner that sees the person now: which parts, and on what grounds. `until` None: as long as that lasts."""

    partner: str
    colour: str
    person: str = ""
    parts: set[str] = field(default_factory=set)
    grounds: list[Ground] = field(default_factory=list)
    until: dt.date | None = None
    open: bool = False

    @property
    def why(self) -> str:
        return ", ".join(dict.fromkeys(ground.why for ground in self.grounds))

    @property
    def names(self) -> list[str]:
        return names(self.parts)


def names(parts: Iterable[str]) -> list[str]:
    """The parts as people read them, in the order of the file."""
    there = set(parts)
    return [str(part.label) for key, part in PARTS.items() if key in there]


def parts_of(roles: Iterable[str], parts: Iterable[str] | None, *, person: bool = False) -> set[str]:
    """The parts of a file that these functions read of a partner, where an involvement is for `parts` (None: all).

    Who sees no file by relation reads by what is theirs in person alone.
    """
    seeing = set(roles) - (set() if person else WITHOUT_FILES)
    kept = {key for key, function in MANDATE_READS.items() if f"mandate:{function}" not in seeing}
    read = {key for key, part in PARTS.items() if part.read & seeing} - CONTACT_READS - OF_NO_FILE - kept
    return read if parts is None else read & {"client", *parts}


def sights(rows: Iterable[dict[str, Any]]) -> list[Sight]:
    """Per partner what holds now, from rows of involvements; a broken glass stands by itself, for it is one person's."""
    found: dict[Any, Sight] = {}
    for row in rows:
        key = (row["partner_id"], row["person"])
        sight = found.setdefault(key, Sight(row["partner"], row["colour"], row["person"], until=row["seen_until"]))
        sight.parts |= parts_of(row["roles"], row["parts"], person=bool(row["person"]))
        if row["seen_until"] is None:
            sight.open = True
        sight.until = None if sight.open else max(filter(None, [sight.until, row["seen_until"]]))
        sight.grounds.append(ground(row))
    return list(found.values())


def ground(row: dict[str, Any]) -> Ground:
    if row["expires_at"]:
        until = translate("tot %(on)s") % {"on": moment(row["expires_at"])}
    elif row["seen_until"]:
        until = translate("tot en met %(on)s") % {"on": day(row["seen_until"])}
    else:
        until = translate("zolang het loopt")
    return Ground(str(REASONS.get(row["reason"], row["reason"])), row["started_on"], until, row["person"])


def involvements(client: Client) -> list[dict[str, Any]]:
    """All of the person's, also those that are over: one query."""
    return ask({"involvements": ALL}, {"client": client.pk, "today": today()})["involvements"]


@login_required
@require_GET
def who_sees(request: HttpRequest, number: str) -> HttpResponse:
    """The page to turn the screen to: who sees what now, and who did before."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client")
    rows = involvements(found)
    # A closed file is seen by nobody's partner; by a broken glass it is.
    now = [row for row in rows if row["now"] and not (found.closed_on and not row["person"])]
    contact = Mandate.objects.on(today()).filter(chain_id=found.chain_id).covering("person", found.home_id)
    context = {
        "client": found, "section": "clients", "sights": sights(now), "membership": membership,
        "later": [(row, ground(row)) for row in rows if row["later"]],
        "earlier": [(row, ground(row)) for row in rows if not row["now"] and not row["later"]],
        "contact": [mandate.partner for mandate in contact.select_related("partner").order_by("partner__position")],
        "contact_parts": names(set(PARTS) - OF_NO_FILE),
    }  # fmt: skip
    return render(request, "clients/sight.html", context)
