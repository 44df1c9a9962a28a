"""The page of Mijn dag, and what it says of the team. Each row is acted upon in place: a button, or a form under the row."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from chain.addresses import number
from chain.days import today
from chain.formats import day_near, day_short
from chain.models import Membership, User
from chain.navigation import counted, keep
from chain.once import new_key
from chain.parts import CASEWORKERS
from chain.registry import registered
from clients import access, counts, day_team, news, string
from clients.covering import stands_for
from clients.day import rows_of
from clients.day_order import LOOKS, ORDER, SIGNAL, in_order
from clients.day_tabs import sees_team, tabs
from clients.models import Client, Involvement, Step
from clients.queries import sees_by_place, shows
from clients.record import address, as_pearl
from clients.registered import DayRow

SHOWN = 50  # rows on the page


@dataclass
class Shown:
    """A row as it stands on the page, with the person's path in small and what runs now."""

    row: DayRow
    tone: str
    icon: str
    term: str
    since: str
    once: str
    also: list[str] = field(default_factory=list)
    mini: str = ""
    running: str = ""
    ways: list[tuple[str, str]] = field(default_factory=list)
    for_whom: str = ""  # the colleague whom one stands in for
    person: str = ""  # who of the partner is on turn, where that is not oneself


def _since(term: dt.date | None) -> str:
    if term is None or term >= today():
        return ""
    days = (today() - term).days
    return ngettext("%(days)s dag voorbij", "%(days)s dagen voorbij", days) % {"days": days}


def _paths(membership: Membership, client_ids: set[int]) -> dict[int, tuple[str, str]]:
    """Per client the path in small, and in words what runs: one query."""
    by_client: dict[int, list[Step]] = {}
    steps = Step.objects.filter(shows(membership, "plan"), client_id__in=client_ids)
    for step in steps.select_related("instrument", "partner"):
        by_client.setdefault(step.client_id, []).append(step)
    paths: dict[int, tuple[str, str]] = {}
    for client_id, found in by_client.items():
        running = [step.instrument.name for step in found if step.status == "active"]
        names = translate(" en ").join(filter(None, [", ".join(running[:-1]), *running[-1:]]))
        told = ngettext("%(names)s loopt", "%(names)s lopen", len(running)) % {"names": names} if running else ""
        paths[client_id] = (string.mini_string(string.moments(map(as_pearl, found))), told)
    return paths


class _Drawings:
    """A drawing that stands on the page already is pointed at: people of a partner often went the same way."""

    def __init__(self, minis: Iterable[str]) -> None:
        self.number = Counter(minis)
        self.there: dict[str, int] = {}

    def of(self, mini: str) -> str:
        if self.number[mini] < 2 or not mini:
            return mini
        if mini in self.there:
            size = mini[: mini.index(" aria-hidden")]
            return format_html('{} aria-hidden="true"><use href="#m{}"/></svg>', mark_safe(size), self.there[mini])
        self.there[mini] = len(self.there)
        return mark_safe(mini.replace("<svg", f'<svg id="m{self.there[mini]}"', 1))


def _noted(membership: Membership, client_ids: set[int]) -> set[int]:
    """The clients in whose file the membership writes notes: one query, or none at the point of contact."""
    if not membership.writes("notes"):
        return set()
    if sees_by_place(membership):
        return client_ids
    mine = Involvement.objects.of(membership).filter(client_id__in=client_ids)
    return set(mine.filter(Q(parts=None) | Q(parts__contains=["notes"])).values_list("client_id", flat=True))


def _with_next(url: str, here: str, place: int) -> str:
    """The address of a page that comes back to the row's place in the list."""
    page, _, section = url.partition("#")
    to = f"{page}{'&' if '?' in page else '?'}next={quote(f'{here}#r{place}', safe='/')}"
    return f"{to}#{section}" if section else to


def _shown(
    membership: Membership, rows: list[tuple[DayRow, list[str]]], here: str, names: dict[int, str]
) -> list[Shown]:
    ids = {row.client_id for row, _also in rows} - {0}
    paths, noted = (_paths(membership, ids), _noted(membership, ids)) if ids else ({}, set())
    drawings = _Drawings(paths[row.client_id][0] for row, _also in rows if row.client_id in paths)
    shown = []
    for place, (row, also) in enumerate(rows, 1):
        tone, icon = LOOKS[row.urgency]
        mini, running = paths.get(row.client_id, ("", ""))
        mini = drawings.of(mini)
        if row.urgency == SIGNAL and (
            row.term is None or row.term < today()
        ):  # the last day on which something happened
            term, since = "", translate("laatst: %(day)s") % {"day": day_short(row.term)} if row.term else ""
        else:
            term, since = capfirst(day_near(row.term)), _since(row.term)
        ways = [(text, _with_next(url, here, place)) for text, url in row.ways]
        if row.client_id in noted:
            ways.append((translate("Notitie"), _with_next(reverse("note_new", args=[row.number]), here, place)))
        shown.append(
            Shown(
                row,
                tone,
                icon,
                term,
                since,
                new_key(),
                also,
                mini,
                running,
                ways,
                names.get(row.lead, ""),
                "" if row.person == membership.user.name else row.person,
            )
        )
    return shown


def _acting(request: HttpRequest) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.role not in CASEWORKERS:
        raise PermissionDenied
    return membership


def _whose(membership: Membership, wie: str) -> tuple[Membership, list[int] | None]:
    """Whose day the address asks for: as whom, and of which lead consultants. 404 for who is no colleague."""
    user = number(wie)
    if not sees_team(membership) or not (user or wie == "iedereen"):
        return membership, stands_for(membership)
    if not user:
        return membership, None
    colleague = day_team.colleagues(membership).filter(user=int(user)).first()
    if colleague is None:
        raise Http404
    colleague.held = membership.held
    return colleague, stands_for(colleague)


@login_required
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """The page; its filters stand in the address: reden, partner, gemeente, and wie (iedereen, or a colleague's user id) for
    lead consultants."""
    membership = _acting(request)
    wie = request.GET.get("wie", "")
    acting, leads = _whose(membership, wie)
    own = acting is membership and leads is not None
    all_rows = in_order(rows_of(acting, leads, *(("SNOER_HEAD_QUESTIONS",) if own else ())))
    waiting = counts.waiting(membership) if own else []
    if own:
        counted(request, counts.numbers(waiting) | {"day": len(all_rows)}, all_of_them=True)
    chosen = {key: request.GET.get(key, "") for key in ("reden", "partner", "gemeente")}
    values = {"reden": "reason", "partner": "partner", "gemeente": "place"}
    options = {key: sorted({str(getattr(row, name)) for row, _also in all_rows} - {""}) for key, name in values.items()}
    rows = [
        (row, also) for row, also in all_rows
        if all(not chosen[key] or str(getattr(row, name)) == chosen[key] for key, name in values.items())
    ]  # fmt: skip
    others = [user for user in leads or () if user != acting.user_id]
    names = dict(User.objects.filter(pk__in=others).values_list("pk", "name")) if others else {}
    here = request.get_full_path()
    if not own:  # the people of others: a look at each, as in any list
        access.looks(
            membership, (Client(pk=row.client_id) for row, _also in rows[:SHOWN] if row.client_id), ["client", "plan"]
        )
    told, more_news = news.latest(membership) if own else ([], False)
    context = {
        "notices": [notice for function in registered("SNOER_DAY_NOTICES") for notice in function(membership)] if own else [],
        "section": "day", "tabs": tabs(membership, "day" if own else "day_team", len(all_rows) if own else None),
        "rows": _shown(acting, rows[:SHOWN], here, names),
        "total": len(rows), "news": told, "more_news": more_news, "people": _people(rows), "waiting": waiting,
        "all": len(all_rows), "chosen": chosen, "options": options, "filtered": any(chosen.values()), "order": ORDER,
        "wie": "" if own else wie, "colleague": acting.user if acting is not membership else None, "here": here,
        "today": today(), "today_typed": today().strftime("%d-%m-%Y"), "icons": static("icons.svg"),
        "register_url": address("register") if membership.writes("client") else "", "clients_url": address("clients"),
    }  # fmt: skip
    return keep(request, render(request, "clients/day.html", context))


def _people(rows: Iterable[tuple[DayRow, list[str]]]) -> int:
    return len({row.client_id for row, _also in rows} - {0})


@login_required
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """How many people wait with each colleague, by why; each leads to the colleague's day."""
    membership = _acting(request)
    if not sees_team(membership):
        raise PermissionDenied
    rows = day_team.rows(membership)
    context = {
        "section": "day", "tabs": tabs(membership, "day_team"), "today": today(), "rows": rows, "order": ORDER,
        "caseloads_url": address("caseloads"),
    }  # fmt: skip
    return render(request, "clients/day_team.html", context)
