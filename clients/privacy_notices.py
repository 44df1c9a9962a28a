"""What waits for the privacy officer, told on the page where their day begins: agreements, incidents, requests."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain import agreements, incidents
from chain.days import today
from chain.formats import day_long
from chain.models import Membership, PartnerAgreement
from clients.models import RightsRequest


@dataclass(frozen=True)
class Notice:
    text: str
    url: str
    late: bool = False


def notices(membership: Membership) -> list[Notice]:
    """Incidents whose 72 hours still run, requests that are late, and agreements that ran out or soon do: four queries."""
    return [*_incidents(membership), *_requests(membership), *of_agreements(membership.chain_id)]


def of_agreements(chain_id: int) -> list[Notice]:
    """Also for the administrator, who cannot change them (then without a way in)."""
    url = reverse("partner_agreements")
    found = [Notice(_said(one, over=True), url, late=True) for one in agreements.run_out(chain_id)]
    return found + [Notice(_said(one, over=False), url) for one in agreements.running_out(chain_id)]


def _said(one: PartnerAgreement, *, over: bool) -> str:
    words = {"kind": one.get_kind_display(), "partner": one.partner, "day": day_long(one.ended_on)}
    if over:
        return translate("De %(kind)s met %(partner)s liep af op %(day)s.") % words
    return translate("De %(kind)s met %(partner)s loopt af op %(day)s.") % words


def _incidents(membership: Membership) -> list[Notice]:
    found = []
    for one in incidents.open_ones(membership.chain_id):
        clock = incidents.clock(one)
        if clock.hours is not None:
            words = {"day": day_long(one.discovered_at), "left": clock.said}
            text = translate("Het incident van %(day)s: melden of opschrijven waarom niet, %(left)s.") % words
            found.append(Notice(text, reverse("incident", args=[one.pk]), clock.late))
    return found


def _requests(membership: Membership) -> list[Notice]:
    """How many requests of persons are late, whoever handles them."""
    late = RightsRequest.objects.filter(chain_id=membership.chain_id, status="open", due_on__lt=today()).count()
    if not late:
        return []
    text = ngettext("%(n)s verzoek van een inwoner is te laat.", "%(n)s verzoeken van inwoners zijn te laat.", late)
    return [Notice(text % {"n": late}, reverse("rights_list"), late=True)]
