"""The chain's palette: what can be done, by phase and track, by whom and with how much room; and one module with all of it."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chain.addresses import among, number
from chain.days import today
from chain.functions import FUNCTIONS
from chain.models import PHASES, TRACKS, Instrument, Membership
from development import module_lines, modules
from development.module_lines import Want, asks_what, yields_what
from development.modules import Module

BOTH = "beide"  # for modules of no track in particular
HOWS = {"groep": _("in een groep"), "alleen": _("individueel")}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    fase: str = ""
    spoor: str = ""
    wie: str = ""
    hoe: str = ""
    plek: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        return cls(
            among(data.get("fase"), PHASES), among(data.get("spoor"), (*TRACKS, BOTH)), number(data.get("wie")),
            among(data.get("hoe"), HOWS), among(data.get("plek"), ("1",)),
        )  # fmt: skip

    def address(self, name: str, *args: object, **changes: Any) -> str:
        chosen = urlencode({key: value for key, value in vars(replace(self, **changes)).items() if value})
        return reverse(name, args=args) + (f"?{chosen}" if chosen else "")

    @property
    def filtered(self) -> bool:
        return self != Asked()

    def names(self, one: Instrument) -> bool:
        """Whether the entry itself is one of those that are asked for."""
        return (
            self.fase in ("", one.phase)
            and self.spoor in ("", one.track or BOTH)
            and (not self.hoe or one.group is (self.hoe == "groep"))
        )

    def finds(self, module: Module) -> bool:
        """Whether its partners and its room are."""
        theirs = not self.wie or any(str(holder.partner.pk) == self.wie for holder in module.holders)
        return theirs and (not self.plek or module.room.there)


def find(membership: Membership, asked: Asked) -> list[Module]:
    """The modules that are asked for, by phase, track and name: eight queries at most."""
    wanted = [one for one in modules.offered(membership.chain_id) if asked.names(one)]
    return [module for module in modules.shown(membership, wanted) if asked.finds(module)]


def sections(found: list[Module]) -> list[dict[str, Any]]:
    """Phase by phase, and within it track by track, for a page."""
    told = []
    for phase, of_phase in groupby(found, key=lambda module: module.instrument.phase):
        groups: list[dict[str, Any]] = [
            {"track": TRACKS[track] if track else _("beide sporen"), "modules": list(group)}
            for track, group in groupby(of_phase, key=lambda module: module.instrument.track)
        ]
        number = sum(len(group["modules"]) for group in groups)
        told.append({"key": phase, "phase": PHASES[phase], "groups": groups, "number": number})
    return told


def partners(chain_id: int) -> list[tuple[str, str]]:
    """Whom the list can be narrowed to: who holds a mandate today; one query."""
    found = {
        holder.partner.pk: holder.partner
        for of_function in modules.holders(chain_id).values()
        for holder in of_function
    }
    return [(str(one.pk), one.name) for one in sorted(found.values(), key=lambda one: (one.position, one.name))]


def filters(asked: Asked, chain_id: int) -> dict[str, Any]:
    """For templates/development/_palette_filters.html."""
    tracks = [*((key, capfirst(str(name))) for key, name in TRACKS.items()), (BOTH, _("Beide sporen"))]
    return {
        "asked": asked, "phases": [(key, capfirst(str(name))) for key, name in PHASES.items()], "tracks": tracks,
        "partners": partners(chain_id), "hows": [(key, capfirst(str(name))) for key, name in HOWS.items()],
    }  # fmt: skip


def _reader(request: HttpRequest) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    return membership


def may_change(membership: Membership) -> bool:
    """The palette is the administrator's to keep."""
    return membership.role == "admin"


@login_required
@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """What the chain offers, for everyone in it."""
    membership = _reader(request)
    asked = Asked.of(request.GET)
    if not request.GET:
        asked = replace(asked, fase="development")  # what is asked for most
    found = find(membership, asked)
    context = filters(asked, membership.chain_id) | {
        "section": "development", "sections": sections(found), "number": len(found), "changes": may_change(membership),
    }  # fmt: skip
    return render(request, "development/palette.html", context)


@login_required
@require_safe
def palette_module(request: HttpRequest, code: str) -> HttpResponse:
    """One module with all that is known of it; also one that is not on offer any more, for who finds it on a step."""
    membership = _reader(request)
    one = get_object_or_404(Instrument.objects.select_related("partner"), chain_id=membership.chain_id, code=code)
    (module,) = modules.shown(membership, [one])
    called = module_lines.names(membership.chain_id)
    day = today()
    return render(request, "development/module.html", {
        "section": "development", "one": one, "module": module, "room": module.room, "changes": may_change(membership),
        "phase": PHASES[one.phase], "track": TRACKS.get(one.track, ""), "function": FUNCTIONS.get(one.function, one.function),
        "yields": [yields_what(Want.of(row), called) for row in one.yields.order_by("kind", "value")],  # type: ignore[attr-defined]
        "fits": _fits([Want.of(row) for row in one.fits.order_by("kind", "value")], called),  # type: ignore[attr-defined]
        "over": one.ended_on is not None and one.ended_on < day, "to_come": one.started_on is not None and one.started_on > day,
        "places": membership.reads("places"),
    })  # fmt: skip


def _fits(wants: list[Want], called: module_lines.Names) -> list[str]:
    """For whom it is, a line each; several municipalities in one."""
    towns = [called.get(want.value, want.value) for want in wants if want.kind == "municipality"]
    told = [asks_what(want, called) for want in wants if want.kind != "municipality"]
    if towns:
        told.append(asks_what(Want("municipality", ", ".join(towns)), called))
    return told
