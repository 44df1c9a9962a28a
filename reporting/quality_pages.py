"""The pages of what is to be mended in the record: how much of what, and who it is about, for who reads that part."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.models import Instrument, Membership, Partner
from chain.parts import CASEWORKERS, CONSULTANTS, PUBLISHES
from clients import access
from clients.models import Client, Step
from clients.queries import any_of, shows
from clients.registered import Check
from placement.models import Placement, WageSubsidy
from reporting import quality as record
from reporting.models import Flaw
from reporting.quality_figures import BY, by_lead, counts_all, figures, part_of, reads_list, shown
from reporting.scope import places_of, scope_of, within
from reporting.tabs import tabs

PAGE = 25
ASKS = PUBLISHES | {"admin"}  # who may have the record looked over now
MINE, ALL = "mijn", "iedereen"
# Model of what it is about -> what names it in a line.
NAMED: dict[str, tuple[Any, str]] = {
    "step": (Step, "instrument__name"), "placement": (Placement, "step__instrument__name"),
    "wagesubsidy": (WageSubsidy, "placement__step__instrument__name"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One thing to mend: of whom or what, its address there, since when, who can, and where it is mended ("" for who cannot)."""

    name: str
    small: str
    url: str
    what: str
    since: Any
    partner: Partner | None
    lead: str
    mend_url: str


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def quality(request: HttpRequest) -> HttpResponse:
    """The numbers; `gemeente` in the address. A post asks a worker to look over the record now."""
    membership = within(request.membership)  # type: ignore[attr-defined]
    asks = membership.role in ASKS
    if request.method == "POST":
        if not asks:
            raise PermissionDenied
        if record.ask(membership.chain_id):
            messages.success(request, translate("Alles wordt nu nagekeken. De cijfers komen vanzelf."))
        else:
            messages.warning(request, translate("Er is nu geen verwerker bereikbaar. Vannacht wordt alles nagekeken."))
        return redirect("quality")
    scope, form = scope_of(membership, request.GET.dict())
    looked_at, busy = record.last_run(membership.chain_id)
    found = figures(membership, scope.municipality.pk if scope.municipality else None)
    made = shown(scope, found)
    context = {
        "section": "targets", "tabs": tabs(membership, "quality"), "scope": scope, "form": form,
        "checks_table": made[0], "others": [*made[1:], *(by_lead(found) if counts_all(membership) else [])],
        "looked_at": looked_at, "busy": busy, "asks": asks,
        "all": counts_all(membership), "number": found.number,
        "why": [(capfirst(str(one.name)), one.why, one.statutory) for one in record.checks().values()],
        "query": request.GET.urlencode(), "own": membership.role in CASEWORKERS,
    }  # fmt: skip
    return render(request, "reporting/quality.html", context)


@login_required
@never_cache
@require_GET
def quality_people(request: HttpRequest, key: str) -> HttpResponse:
    """Who or what a check found, as far as the reader may see it: wie (mijn, iedereen), gemeente, na (keyset)."""
    membership = within(request.membership)  # type: ignore[attr-defined]
    check = record.checks().get(key)
    if check is None:
        raise Http404
    if not reads_list(membership, check):
        raise PermissionDenied
    own = membership.role in CONSULTANTS and bool(membership.is_contact_point) and bool(check.part)
    whose = MINE if own and request.GET.get("wie") == MINE else ALL
    places = places_of(membership.chain_id) if check.part else []
    place = next((one for one in places if one.code == request.GET.get("gemeente")), None)
    found = _visible(membership, check)
    if whose == MINE:
        found = found.filter(user=membership.user_id)
    elif check.part and not counts_all(membership):  # as many as the page of numbers told them
        found = found.filter(Q(partner__in=membership.acts_for) | Q(user=membership.user_id))
    if place:
        found = found.filter(client__home=place)
    after = request.GET.get("na", "")
    if after.isascii() and after.isdecimal() and len(after) < 19:
        found = found.filter(pk__gt=int(after))
    flaws = list(found.select_related("partner", "user").order_by("pk")[: PAGE + 1])
    rows = _rows(membership, check, flaws[:PAGE])
    here = {"wie": MINE if whose == MINE else "", "gemeente": place.code if place else ""}
    more = {**here, "na": str(flaws[PAGE - 1].pk)} if len(flaws) > PAGE else {}
    context = {
        "section": "targets", "check": check, "name": capfirst(str(check.name)), "by": BY[check.by], "part": part_of(check),
        "rows": rows, "own": own, "whose": whose, "places": [(one.code, one.name) for one in places],
        "place": place.code if place else "",
        "next_url": f"?{_query(more)}" if more else "", "first_url": f"?{_query(here)}" if after else "",
    }  # fmt: skip
    return render(request, "reporting/quality_people.html", context)


def _query(values: dict[str, str]) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _visible(membership: Membership, check: Check) -> Any:
    """What the check found, of people in sight whose file shows the part (net 1; net 2 says the same)."""
    found = Flaw.objects.filter(chain_id=membership.chain_id, check_key=check.key)
    if not check.part:
        return found
    seen = any_of(Client.objects.visible_to(membership).filter(pk=OuterRef("client_id")))
    return found.filter(Q(seen), shows(membership, check.part), part=check.part)


def _rows(membership: Membership, check: Check, flaws: list[Flaw]) -> list[Row]:
    """The page's lines, the look at each person logged: four queries, however many lines."""
    if not check.part:
        modules = Instrument.objects.in_bulk([flaw.about_id for flaw in flaws])
        return [
            _of_module(membership, check, flaw, modules[flaw.about_id]) for flaw in flaws if flaw.about_id in modules
        ]
    people = {
        one.pk: one for one in access.several(membership, Client.objects.filter(pk__in=[f.client_id for f in flaws]))
    }
    shown = [flaw for flaw in flaws if flaw.client_id in people]
    names: dict[int, str] = {}
    if check.about in NAMED and membership.reads("plan"):
        model, name = NAMED[check.about]
        names = dict(model.objects.filter(pk__in=[flaw.about_id for flaw in shown]).values_list("pk", name))
    parts = list(dict.fromkeys(["client", check.part, *(["plan"] if names else [])]))
    access.looks(membership, (people[flaw.client_id] for flaw in shown), parts)  # type: ignore[index]
    return [
        _of_person(membership, check, flaw, people[flaw.client_id], names.get(flaw.about_id, ""))  # type: ignore[index]
        for flaw in shown
    ]


def _of_person(membership: Membership, check: Check, flaw: Flaw, client: Client, what: str) -> Row:
    open_file = client.closed_on is None or check.page == "file_reopen"
    ours = flaw.partner_id in membership.acts_for or (check.about != "step" and bool(membership.is_contact_point))
    mends = ours and open_file and membership.writes(check.part)
    takes = {"number": client.number, "about_id": flaw.about_id}
    small = f"{client.number}, {client.home}" if client.home else client.number
    return Row(
        client.name, small, reverse("record", args=[client.number]), what, flaw.since, flaw.partner,
        str(flaw.user or ""), reverse(check.page, args=[takes[one] for one in check.takes]) if mends else "",
    )  # fmt: skip


def _of_module(membership: Membership, check: Check, flaw: Flaw, module: Instrument) -> Row:
    mend = reverse(check.page, args=[module.code]) if membership.role == "admin" else ""
    url = reverse("palette_module", args=[module.code])
    return Row(module.name, module.get_phase_display(), url, "", flaw.since, None, "", mend)
