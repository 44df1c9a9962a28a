"""What fits a person: the palette beside what is known, with who can do it and where there is room; and, from a gap, what
closes it (?gat=language:nld:2). The consultant chooses with the person; nothing follows from the order by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chain.models import Membership
from clients import access, referrals, steps
from clients.models import Client, Step
from development import fitting, module_lines, modules
from development.fitting import HIT, MISS, UNKNOWN, Line
from development.module_lines import Want, a_yield, yields_what
from development.modules import Holder, Module, Room
from development.palette import Asked, filters
from diagnosis.outlook import occupations
from placement.models.vacancies import CERTIFICATES

PAGE = 15
MOST_GAPS = 12
ELSEWHERE = ("support", "intake", "person")  # functions that are asked for on pages of their own
# Verdict -> its word, sign and tone: never by colour alone.
VERDICTS = {
    HIT: (_("past"), "✓", "good"),
    UNKNOWN: (_("niet bekend"), "?", "outline"),
    MISS: (_("past niet"), "✗", "warn"),
}
HAD = {
    "active": _("loopt al"),
    "planned": _("is al gepland"),
    "done": _("eerder afgerond"),
    "stopped": _("eerder gestopt"),
}


@dataclass
class Fits:
    """A module beside a person. `closes`: of the gap what it closes, and whether wholly."""

    module: Module
    holders: list[Holder]  # who can do it for people of this municipality
    room: Room
    lines: list[Line] = field(default_factory=list)
    closes: list[tuple[str, bool]] = field(default_factory=list)
    had: object = ""
    ask: tuple[object, str] | None = None  # a button: its text, and where it leads

    @property
    def misses(self) -> int:
        return sum(line.verdict == MISS for line in self.lines)

    @property
    def unknown(self) -> int:
        return sum(line.verdict == UNKNOWN for line in self.lines)

    @property
    def hits(self) -> int:
        return len(self.lines) - self.misses - self.unknown

    @property
    def shown(self) -> list[tuple[Line, object, str, str]]:
        return [(line, *VERDICTS[line.verdict]) for line in self.lines]

    @property
    def place(self) -> tuple[int, int, int, bool, int, int, str]:
        """In the order: what closes most, what can be done here, what misses least, where there is room, what fits most."""
        wholly = sum(2 if whole else 1 for _what, whole in self.closes)
        return (
            -wholly, 0 if self.holders else 1, self.misses, not self.room.there, -self.hits, self.unknown,
            self.module.instrument.name,
        )  # fmt: skip


def gaps(typed: Iterable[str]) -> list[Want]:
    """What the address says is missing; what cannot be read is left out."""
    found = []
    for one in list(typed)[:MOST_GAPS]:
        try:
            found.append(a_yield(one[:80]))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def asked_of(client: Client, membership: Membership) -> list[Want]:
    """What employers ask in the occupations that the person wants and is not there yet (the outlook of the person), for who
    reads that; one question."""
    if not access.reads(membership, client, "profile"):
        return []
    lines = [line for gap in occupations(client) for line in gap.lines if line.met is False]
    return list(dict.fromkeys(want for line in lines if (want := wanted(line.kind, line.value, line.amount))))


def fits(client: Client, membership: Membership, asked: Asked, missing: list[Want], only: bool) -> list[Fits]:
    """The modules that are asked for, beside the person: what closes most and fits best first; `only` those that close.

    Fourteen queries at most, however many modules.
    """
    chain_id = client.chain_id
    offered = [one for one in modules.offered(chain_id) if one.function not in ELSEWHERE and asked.names(one)]
    closing = fitting.closing_many(missing, fitting.yields(chain_id)) if missing else {}
    if only:
        offered = [one for one in offered if one.pk in closing]
    known, conditions = fitting.facts(client, membership), fitting.conditions(chain_id)
    called, had, home = module_lines.names(chain_id), _had(client), client.home.code if client.home else ""
    refers = referrals.may_ask(membership, client)
    found = []
    for module in modules.shown(membership, offered):
        one = module.instrument
        row = Fits(
            module, [holder for holder in module.holders if not home or holder.serves(home)], module.room_for(client.home_id),
            fitting.laid(known, conditions.get(one.pk, []), called),
            [(yields_what(want, called), whole is True) for want, whole in closing.get(one.pk, {}).items()],
            HAD.get(had.get(one.pk, ""), ""),
        )  # fmt: skip
        theirs = not asked.wie or any(str(holder.partner.pk) == asked.wie for holder in row.holders)
        if theirs and (row.room.there or not asked.plek):
            row.ask = _ask(client, membership, row, refers)
            found.append(row)
    return sorted(found, key=lambda row: row.place)


def _had(client: Client) -> dict[int, str]:
    """By module how the person's last step of it stands; what runs goes before what is over. One query."""
    order = list(HAD)
    rows = Step.objects.filter(client=client, status__in=HAD).values_list("instrument", "status").order_by("pk")
    found: dict[int, str] = {}
    for module, status in rows:
        if module not in found or order.index(status) <= order.index(found[module]):
            found[module] = status
    return found


def _ask(client: Client, membership: Membership, row: Fits, refers: bool) -> tuple[object, str] | None:
    """How one goes on: ask for it where one may plan for who does it, place where it is a form of work, else refer."""
    one = row.module.instrument
    if any(steps.may_plan(membership, holder.partner) for holder in row.holders):
        if not one.form_of_work:
            return _("Aanvragen"), reverse("step_request", args=[client.number]) + f"?module={one.pk}"
        if access.writes(membership, client, "placements"):
            return _("Plaatsen"), reverse("placement_new", args=[client.number])
    if row.holders and refers:
        return _("Verwijzen"), reverse("referral_new", args=[client.number]) + f"?function={one.function}"
    return None


@login_required
@never_cache
@require_safe
def palette_for(request: HttpRequest, number: str) -> HttpResponse:
    """What fits this person; ?gat= once or more, ?fase= and the other filters of the palette. For who plans."""
    found = access.client(request, number, "plan", also=("profile", "identity"), write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    asked, missing = Asked.of(request.GET), gaps(request.GET.getlist("gat"))
    if not asked.fase and not missing and "fase" not in request.GET:
        asked = replace(asked, fase="development")  # what is asked for most
    of_work = [] if missing else asked_of(found, membership)
    rows = fits(found, membership, asked, missing or of_work, only=bool(missing))
    called = module_lines.names(found.chain_id) if missing or of_work else {}
    typed = request.GET.get("pagina", "")
    page = int(typed) if typed.isdecimal() and 0 < len(typed) < 4 else 1
    gap_pairs = [("gat", str(want)) for want in missing]
    here = reverse("palette_for", args=[number])

    def at(number: int) -> str:
        chosen = {**vars(asked), "pagina": str(number) if number > 1 else ""}
        return f"{here}?" + urlencode(gap_pairs + [pair for pair in chosen.items() if pair[1] or pair[0] == "fase"])

    return render(request, "development/palette_for.html", filters(asked, found.chain_id) | {
        "section": "clients", "client": found, "rows": rows[(page - 1) * PAGE : page * PAGE], "here": here,
        "gaps": [str(want) for want in missing], "missing": [yields_what(want, called) for want in missing],
        "of_work": [yields_what(want, called) for want in of_work],
        "everything": f"{here}?{urlencode(gap_pairs) or 'fase='}", "shown": page if len(rows) > PAGE else "",
        "previous_url": at(page - 1) if page > 1 else "", "next_url": at(page + 1) if len(rows) > page * PAGE else "",
        "support_url": _support(membership, found),
    })  # fmt: skip


def _support(membership: Membership, client: Client) -> str:
    """Where practical support is asked for, for who may."""
    return reverse("support_new", args=[client.number]) if access.writes(membership, client, "support") else ""


# On the pages of the floors beneath (SNOER_GAP_LINKS)


def gap_link(membership: Membership, client: Client, kind: str, value: str, amount: int | None) -> str:
    """Where to find what closes it, for who may plan; without a kind, what fits the person. "" for what no module can yield."""
    if not access.writes(membership, client, "plan"):
        return ""
    here = reverse("palette_for", args=[client.number])
    if not kind:
        return here
    want = wanted(kind, value, amount)
    return f"{here}?{urlencode({'gat': str(want)})}" if want else ""


def wanted(kind: str, value: str, amount: int | None) -> Want | None:
    """A requirement as what a module can yield; None for what none can. More hours come of keeping it up."""
    if kind == "hours":
        return Want("competence", "endurance")
    if kind == "certificate" and value not in CERTIFICATES:  # what employers ask in words
        typed = value.casefold()
        value = next((code for code, name in CERTIFICATES.items() if typed and _alike(typed, str(name).casefold())), "")
    try:
        return a_yield(str(Want(kind, value, amount)))
    except ValueError:
        return None


def _alike(typed: str, name: str) -> bool:
    return typed in name or name in typed
