"""The pages of matching: for a vacancy the anonymous cards, for a person the vacancies and the employers. Each says why.

Nothing follows from the order by itself. Whoever goes on says why: in the question whose card it is, or in the introduction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chain.models import Membership
from clients import access
from clients.models import Client
from clients.queries import any_of, shows
from placement import candidate_pages, cards, vacancies
from placement.introduction_shown import in_sight
from placement.match_employers import employers_for
from placement.match_lines import Shown, helps_for, names_of, shown
from placement.match_sql import UNKNOWN
from placement.matching import PAGE, Match, cards_for, vacancies_for
from placement.models import CardRequest, Introduction, Mediation
from placement.models.introductions import OPEN
from placement.vacancy_pages import one

# What the order is made of, as the pages explain it; docs/matching.md has the same rules.
RULES = [
    (_("beroep"), _("dit beroep"), _("een beroep uit dezelfde groep, of een gewenste sector"), _("wil ander werk")),
    (_("werk- en denkniveau, opleiding"), _("zo hoog of hoger"), _("één niveau lager"), _("meer dan één niveau lager")),
    (_("werkervaring"), _("zoveel jaar in dit soort werk"), _("minder jaar in dit soort werk"), _("alleen ander werk")),
    (_("vaardigheid"), _("goed of voldoende"), _("onvoldoende"), _("niet")),
    (_("taal"), _("zo goed of beter"), _("één stap minder goed"), _("minder, of helemaal niet")),
    (_("rijbewijs"), _("heeft het, of een dat ook geldt"), "", _("heeft alleen andere")),
    (_("certificaat"), _("staat in het profiel en is geldig"), "", ""),
    (_("uren per week"), _("er zijn uren die beide kunnen"), _("scheelt hoogstens 4 uur"), _("scheelt meer")),
    (_("werktijden"), _("kan op al die tijden"), _("kan alleen overdag, een deel is overdag"), _("kan alleen overdag")),
    (_("begindatum"), _("dan beschikbaar"), _("hoogstens 30 dagen later"), _("later")),
    (_("bereikbaar"), _("zelfde gebied, en er te komen"), _("gebied ernaast, of met de fiets"),
     _("ver weg, of alleen bus en trein waar die niet rijden")),
    (_("contract, vorm van werk"), _("staat in het profiel"), "", _("wil iets anders")),
]  # fmt: skip


@dataclass
class Row:
    """A match on a page, with what may be done from there."""

    match: Match
    lines: list[Shown]
    person: Client | None = None  # where the card is of somebody in sight
    request: CardRequest | None = None
    introduction: Introduction | None = None
    asks: bool = field(default=False)

    @property
    def told(self) -> list[Shown]:
        """The lines of which the card says something."""
        return [line for line in self.lines if line.line.verdict != UNKNOWN]

    @property
    def unknown(self) -> list[Shown]:
        return [line for line in self.lines if line.line.verdict == UNKNOWN]


@login_required
@never_cache
@require_safe
def vacancy_matches(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """The cards that fit the vacancy, 25 at a time: ?na=CODE goes on from there."""
    membership, vacancy = one(request, vacancy_id)
    if not membership.reads("cards"):
        raise PermissionDenied
    after = request.GET.get("na", "")[:8]
    found = cards_for(vacancy, after=after or None, limit=PAGE + 1)
    rows = _of_cards(membership, vacancy.pk, found[:PAGE])
    is_open = vacancies.state(vacancy) == "open"
    for row in rows:
        row.asks = is_open and row.person is None and row.request is None and cards.may_ask(membership)
    here, asked = reverse("vacancy_matches", args=[vacancy.pk]), candidate_pages.of_vacancy(vacancy, membership)
    return render(request, "placement/vacancy_matches.html", {
        "section": "vacancies", "vacancy": vacancy, "rows": rows, "rules": RULES,
        "changes": vacancies.may_change(membership, vacancy), "introduces": membership.writes("placements"),
        "is_open": is_open, "after": after, "here": here, "asked": asked["open"], "proposes": asked["proposes"],
        "next_url": f"{here}?na={found[PAGE - 1].card['code']}" if len(found) > PAGE else "",
    })  # fmt: skip


def _of_cards(membership: Membership, vacancy_id: int, found: list[Match]) -> list[Row]:
    """With the name of who is in sight anyway, what was asked about the others, and who was introduced here already."""
    names = names_of(found)
    people = _people(membership, [match.card["id"] for match in found])
    access.looks(membership, people.values(), ["client", "profile"])
    requests = cards.in_sight(membership).filter(
        code__in=[match.card["code"] for match in found], status__in=("asked", "accepted")
    )  # fmt: skip
    asked = {request.code: request for request in requests.filter(partner__in=membership.acts_for)}
    introduced = {row.client_id: row for row in _introduced(membership, client__in=people.values(), vacancy=vacancy_id)}
    rows = []
    for match in found:
        person = people.get(match.card["id"])
        rows.append(
            Row(
                match,
                shown(match, names, helps_for(membership, person)),
                person,
                asked.get(match.card["code"]),
                introduced.get(person.pk if person else 0),
            )
        )
    return rows


def _people(membership: Membership, card_ids: list[int]) -> dict[int, Client]:
    """Whose cards these are, of who is in sight with the profile: by the id of the card."""
    seen = Client.objects.visible_to(membership).filter(pk=OuterRef("client"))
    marks = Mediation.objects.filter(
        any_of(seen), shows(membership, "profile"), card__in=card_ids, ended_on=None
    ).select_related("client")  # fmt: skip
    if not membership.reads("profile"):
        return {}
    return {mark.card_id: mark.client for mark in marks if mark.card_id}


def _introduced(membership: Membership, **where: Any) -> Iterable[Introduction]:
    if not membership.reads("placements"):
        return []
    return in_sight(membership).filter(status__in=OPEN, **where).select_related("partner")


@login_required
@never_cache
@require_safe
def client_matches(request: HttpRequest, number: str) -> HttpResponse:
    """The open vacancies that fit the person, 25 at a time (?na=PK), and the employers that are open to her."""
    client = access.client(request, number, "profile", also=("placements",))
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not membership.reads("vacancies"):
        access.look(membership, client, ["profile"], "refused")
        raise PermissionDenied
    given = request.GET.get("na", "")
    after = int(given) if given.isdecimal() and len(given) < 12 else None
    found = vacancies_for(client, after=after, limit=PAGE + 1)
    names = names_of(found[:1])
    introduced = {
        row.vacancy_id: row
        for row in (_introduced(membership, client=client) if access.reads(membership, client, "placements") else ())
    }
    here = reverse("client_matches", args=[number])
    helps = helps_for(membership, client)
    rows = [
        Row(match, shown(match, names, helps), introduction=introduced.get(match.vacancy["id"]))
        for match in found[:PAGE]
    ]
    wants = bool(not rows or rows[0].match.card["occupations"] or rows[0].match.card["sectors"])
    return render(request, "placement/client_matches.html", {
        "section": "clients", "client": client, "rows": rows, "rules": RULES,
        "employers": employers_for(client) if after is None else [], "after": after, "here": here, "wants": wants,
        "introduces": access.writes(membership, client, "placements"),
        "writes": access.writes(membership, client, "profile"),
        "next_url": f"{here}?na={found[PAGE - 1].vacancy['id']}" if len(found) > PAGE else "",
    })  # fmt: skip
