"""Who is ready and not yet out (document 002, annex 3 f): each with what the last step to work needs, who does it, by when.

Ready is who is marked for mediation and has no paid work that runs or is planned; what is late comes first. A second list is
of who was found ready for mediation (the chain's definition `job-ready`) and has no mark yet: there is no card of them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.addresses import among, number
from chain.days import today
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients import access
from clients.models import Assessment, Client, Definition, Involvement
from clients.queries import any_of, sees_by_place, shows
from clients.registered import help_url
from placement.models import Introduction, Mediation, Placement
from placement.models.introductions import OPEN
from placement.placements import PAID

PAGE = 25
TABS = {"klaar": _("Met een werkkaart"), "gevonden": _("Gevonden klaar, nog geen kaart")}
STEPS = {"": _("Alles"), "laat": _("Te laat"), "geen": _("Zonder laatste stap")}
WHOSE = {"": _("Alle inwoners die ik mag zien"), "mijn": _("Mijn inwoners, en wat ik doe")}


def reads_list(membership: Membership) -> bool:
    """Who guides people to work; each sees those in sight."""
    return membership.reads("profile") and membership.role in CASEWORKERS


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    tab: str = "klaar"
    who: str = ""
    step: str = ""
    after: str = ""

    @classmethod
    def of(cls, data: Any) -> "Asked":
        return cls(
            among(data.get("lijst"), TABS) or "klaar", among(data.get("wie"), WHOSE), among(data.get("stap"), STEPS),
            number(data.get("na")),
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        here = {"lijst": self.tab, "wie": self.who, "stap": self.step} | changes
        if here["lijst"] == "klaar":
            del here["lijst"]
        query = urlencode({name: value for name, value in here.items() if value})
        return reverse("ready") + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Row:
    """Somebody on the list: since when, what the last step needs, and how many introductions run."""

    client: Client
    since: dt.date
    mediation: Mediation | None
    said: Assessment | None
    late: bool
    introductions: int
    help_url: str = ""  # where to find what helps with the last step


def not_out(membership: Membership) -> QuerySet[Mediation]:
    """The marks of people in sight, in open files, who have no paid work that runs or is planned."""
    return _not_out(Mediation.objects.filter(chain_id=membership.chain_id, ended_on=None), membership)


def _not_out(found: QuerySet, membership: Membership) -> QuerySet:
    if sees_by_place(membership):
        people = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), closed_on=None)
        found = found.filter(any_of(people))
    else:  # few of many: from those that it is involved with
        mine = Involvement.objects.of(membership).values("client")
        found = found.filter(shows(membership, "profile"), client__in=mine)
    work = Placement.objects.filter(
        client=OuterRef("client"), form_of_work__in=PAID, step__status__in=("planned", "active")
    )  # fmt: skip
    return found.annotate(works=any_of(work)).filter(works=None)


def of_mine(membership: Membership) -> Q:
    """The people whose lead one has, asked for first: joined, the policies would be worked out for everybody's."""
    people = Client.objects.visible_to(membership).filter(lead=membership.user_id, closed_on=None)
    return Q(client__in=list(people.values_list("pk", flat=True)))


def marked(membership: Membership, asked: Asked) -> list[int]:
    """Ids of the page's marks and one more: what is late first, what has no day last."""
    found = not_out(membership)
    if asked.who:
        found = found.filter(of_mine(membership) | Q(needs_by=membership.user_id))
    if asked.step == "laat":
        found = found.filter(step_due__lt=today())
    elif asked.step == "geen":
        found = found.filter(needs="")
    if asked.after and (last := Mediation.objects.filter(pk=asked.after).first()):
        later = Q(step_due__gt=last.step_due) | Q(step_due=last.step_due, pk__gt=last.pk)
        found = found.filter(later, step_due__gte=last.step_due)
    return list(found.order_by("step_due", "pk").values_list("pk", flat=True)[: PAGE + 1])


def found_ready(membership: Membership, asked: Asked) -> list[int]:
    """Ids of the assessments of who was found ready last and has no mark, latest first; the page's and one more."""
    words = list(Definition.objects.filter(chain_id=membership.chain_id, key="job-ready").values_list("pk", flat=True))
    said = Assessment.objects.filter(definition__in=words, value="yes", chain_id=membership.chain_id)
    later = Assessment.objects.filter(client=OuterRef("client"), definition__in=words).filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    )
    marks = Mediation.objects.filter(client=OuterRef("client"), ended_on=None)
    found = _not_out(said, membership).annotate(again=any_of(later), mark=any_of(marks)).filter(again=None, mark=None)
    if asked.who:
        found = found.filter(of_mine(membership))
    if asked.after:
        found = found.filter(pk__lt=asked.after)
    return list(found.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1])


def rows(membership: Membership, asked: Asked, ids: list[int]) -> list[Row]:
    """The page's people, in the order of the ids: three queries."""
    model: Any = Mediation if asked.tab == "klaar" else Assessment
    related = ("needs_by",) if asked.tab == "klaar" else ("author",)
    there: dict[int, Any] = model.objects.select_related(*related).in_bulk(ids)
    of = [there[pk].client_id for pk in ids if pk in there]
    people = Client.objects.visible_to(membership).select_related("home", "lead").in_bulk(of)
    counted = Introduction.objects.filter(client__in=of, status__in=OPEN).values("client").annotate(number=Count("pk"))
    number = {row["client"]: row["number"] for row in counted.order_by("client")}
    return [
        _row(there[pk], people[there[pk].client_id], number, help_url(membership, people[there[pk].client_id]))
        for pk in ids
        if pk in there and there[pk].client_id in people
    ]


def _row(one: Any, client: Client, number: dict[int, int], helps: str) -> Row:
    if isinstance(one, Assessment):
        return Row(client, one.on, None, one, False, number.get(client.pk, 0), helps)
    late = one.needs_on is not None and one.needs_on < today()
    return Row(client, one.started_on, one, None, late, number.get(client.pk, 0), helps)


@login_required
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """The list, for who guides people to work."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not reads_list(membership):
        raise PermissionDenied
    asked = Asked.of(request.GET)
    ids = (marked if asked.tab == "klaar" else found_ready)(membership, asked)
    people = rows(membership, asked, ids[:PAGE])
    access.looks(membership, (row.client for row in people), ["client", "profile"])
    context = {
        "section": "introductions", "asked": asked, "rows": people, "writes": membership.writes("profile"),
        "tabs": [(asked.address(lijst=tab, stap="", na=""), name, tab == asked.tab) for tab, name in TABS.items()],
        "whose": list(WHOSE.items()), "steps": list(STEPS.items()), "filtered": bool(asked.who or asked.step),
        "everything": asked.address(wie="", stap=""), "first_url": asked.address() if asked.after else "",
        "next_url": asked.address(na=str(ids[PAGE - 1])) if len(ids) > PAGE else "", "previous_url": "",
        "late": sum(1 for row in people if row.late), "marks": membership.is_contact_point,
    }  # fmt: skip
    return render(request, "placement/ready.html", context)
