""" "Wie keek mee": who looked at one person's file, day by day; on the screen for the privacy officer, and on paper for the
person who asks (AVG, article 15)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as translate
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.days import today
from chain.documents import pdf
from chain.formats import day_long
from chain.models import Membership
from clients import access, look_words
from clients.models import Client

PAGE = 100  # lines: somebody on a day
# Per day and membership: the parts and grounds of all looks together, refused ones by number too, and the reasons of a
# broken glass.
PER_DAY = """
    select d.*, (select array_agg(g.reason order by g.at) from clients_glass g where g.client_id = %(client)s
        and g.membership_id = d.membership_id and (g.at at time zone 'Europe/Amsterdam')::date = d.day)
    from (select (l.at at time zone 'Europe/Amsterdam')::date as day, l.membership_id, count(distinct l.id) as times,
        array_agg(distinct p) filter (where p is not null and l.why <> 'refused') as parts, array_agg(distinct l.why) as why
      from clients_look l left join unnest(l.parts) p on true
      where (l.client_id = %(client)s
          or l.client_id is null and l.asked = %(number)s and l.asked <> '' and l.why = 'refused')
        and l.chain_id = %(chain)s and l.at < %(before)s::timestamp at time zone 'Europe/Amsterdam'
      group by 1, 2 order by 1 desc, 2 limit %(most)s) d order by d.day desc, d.membership_id"""


@dataclass(frozen=True)
class Line:
    """What one colleague saw of the person on one day."""

    day: dt.date
    looker: Membership
    times: int
    parts: str
    why: list[str]  # in whole sentences
    grounds: list[str]  # in short
    reasons: list[str]  # of a broken glass, as they were written

    @property
    def function(self) -> str:
        return str(self.looker.get_role_display())


def per_day(client: Client, before: dt.date | None = None, most: int | None = None) -> list[Line]:
    """Latest day first, before the day; two queries."""
    params: dict[str, Any] = {
        "client": client.pk, "number": client.number, "chain": client.chain_id, "most": most,
        "before": before or today() + dt.timedelta(1),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PER_DAY, params)
        rows = cursor.fetchall()
    lookers = Membership.objects.select_related("user", "partner").in_bulk({row[1] for row in rows})
    return [
        Line(
            day, lookers[looker], times, ", ".join(look_words.parts(parts or (), why)),
            [look_words.told(one) for one in why], [look_words.why(one) for one in why], reasons or [],
        )
        for day, looker, times, parts, why, reasons in rows
    ]  # fmt: skip


def _whole_days(lines: list[Line]) -> tuple[list[Line], dt.date | None]:
    """No more than the page, of whole days, and the day before which the next page begins."""
    if len(lines) <= PAGE:
        return lines, None
    last = lines[PAGE].day
    whole = [line for line in lines if line.day > last]
    return (whole, last + dt.timedelta(1)) if whole else (lines, last)


@login_required
@never_cache
@require_GET
def who_looked(request: HttpRequest, number: str) -> HttpResponse:
    """The page; `voor`: the days before that one."""
    found = access.client(request, number, "client", "looks")
    lines, further = _whole_days(per_day(found, _day(request.GET.get("voor", "")), PAGE + 1))
    context = {
        "client": found, "section": "clients", "lines": lines,
        "next_url": f"?voor={further.isoformat()}" if further else "", "previous_url": "",
    }  # fmt: skip
    return render(request, "clients/who_looked.html", context)


def _day(typed: str) -> dt.date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None


@login_required
@never_cache
@require_GET
def who_looked_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """All of it on paper, in plain Dutch, to hand to the person."""
    found = access.client(request, number, "client", "looks")
    with override("nl"):
        made = pdf("who_looked", paper(found))
    name = f"wie-keek-mee-{found.number}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def paper(client: Client) -> dict[str, Any]:
    """The lines by day, in the words of the person's paper."""
    days: dict[dt.date, list[dict[str, Any]]] = {}
    for line in per_day(client):
        partner = line.looker.partner.name if line.looker.partner else translate("Snoer")
        days.setdefault(line.day, []).append(
            {"who": str(line.looker.user), "partner": partner, "function": line.function, "parts": line.parts,
             "why": line.why, "reasons": line.reasons}
        )  # fmt: skip
    return {
        "name": client.name, "number": client.number, "printed_on": day_long(today()),
        "days": [{"day": day_long(day), "lines": lines} for day, lines in days.items()],
    }  # fmt: skip
