"""The list of signals that nobody decided yet, the oldest first: for the point of contact and who gives activation places."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.addresses import among, number
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients import access
from clients.models import Client, Involvement
from clients.queries import any_of, sees_by_place, shows
from development.cooperation import PART
from development.models import CooperationSignal
from development.models.support import SIGNALS

PAGE = 25
WHOSE = {"": _("Alle inwoners die ik mag zien"), "mijn": _("Mijn inwoners"), "verteld": _("Door mij verstuurd")}
HEARD = {"": _("Alles wat open staat"), "nee": _("Nog spreken met de inwoner"), "ja": _("Te besluiten")}


def reads_list(membership: Membership) -> bool:
    return membership.reads(PART) and membership.role in CASEWORKERS


def whose(membership: Membership) -> dict[str, Any]:
    return {key: name for key, name in WHOSE.items() if key != "mijn" or membership.is_contact_point}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    who: str = ""
    heard: str = ""
    after: str = ""

    @classmethod
    def of(cls, data: Any, membership: Membership) -> "Asked":
        return cls(
            among(data.get("wie"), whose(membership)), among(data.get("gesproken"), HEARD), number(data.get("na"))
        )

    def address(self, **changes: str) -> str:
        query = urlencode({k: v for k, v in ({"wie": self.who, "gesproken": self.heard} | changes).items() if v})
        return reverse("signals") + (f"?{query}" if query else "")


def page(membership: Membership, asked: Asked) -> tuple[list[CooperationSignal], str]:
    """The page's rows, and the id after which the next begins ("" if there is none)."""
    ids = list(_found(membership, asked).order_by("on", "pk").values_list("pk", flat=True)[: PAGE + 1])
    rows = CooperationSignal.objects.select_related(
        "partner", "author", "client__home", "client__lead", "step__instrument"
    ).in_bulk(ids[:PAGE])
    return [rows[pk] for pk in ids[:PAGE] if pk in rows], str(ids[PAGE - 1]) if len(ids) > PAGE else ""


def _found(membership: Membership, asked: Asked) -> QuerySet[CooperationSignal]:
    found = CooperationSignal.objects.filter(chain_id=membership.chain_id, status="open")
    if sees_by_place(membership):
        people = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), closed_on=None)
        found = found.filter(any_of(people))
    else:  # few of many: from those that it is involved with
        mine = Involvement.objects.of(membership).values("client")
        found = found.filter(shows(membership, PART), client__in=mine)
    if asked.who == "verteld":
        found = found.filter(author=membership.user_id)
    elif asked.who == "mijn":  # asked for first: joined, the policies would be worked out for everybody's
        people = Client.objects.visible_to(membership).filter(lead=membership.user_id, closed_on=None)
        found = found.filter(client__in=list(people.values_list("pk", flat=True)))
    if asked.heard:
        found = found.filter(heard_on__isnull=asked.heard == "nee")
    if asked.after and (last := CooperationSignal.objects.filter(pk=asked.after).first()):
        found = found.filter(Q(on__gt=last.on) | Q(on=last.on, pk__gt=last.pk), on__gte=last.on)
    return found


@login_required
@require_GET
def signals(request: HttpRequest) -> HttpResponse:
    """The list; each sees the people in sight."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not reads_list(membership):
        raise PermissionDenied
    asked = Asked.of(request.GET, membership)
    found, more = page(membership, asked)
    access.looks(membership, (one.client for one in found), ["client", PART])
    context = {
        "section": "development", "asked": asked, "rows": [(one, SIGNALS[one.what]) for one in found],
        "choices": list(whose(membership).items()), "heard": list(HEARD.items()),
        "filtered": bool(asked.who or asked.heard), "everything": reverse("signals"), "previous_url": "",
        "next_url": asked.address(na=more) if more else "", "first_url": asked.address() if asked.after else "",
    }  # fmt: skip
    return render(request, "development/signals.html", context)
