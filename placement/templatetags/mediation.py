"""The tabs above the pages of the mediation: introductions, questions about cards, who is ready, staying in work."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()
# address -> name of the tab, and the part that is read for it
TABS = {
    "introductions": (_("Voordrachten"), "placements"),
    "ready": (_("Klaar voor werk"), "profile"),
    "card_requests": (_("Vragen over kaarten"), "cards"),
    "proposals": (_("Voorstellen uitkering"), "placements"),
    "staying": (_("Blijven werken"), "placements"),
    "subsidies": (_("Loonkostensubsidies"), "subsidy"),
}


@register.simple_tag(takes_context=True)
def mediation_tabs(context: Any) -> list[tuple[str, Any, bool]]:
    """(address, name, whether it is this page) of the tabs that the reader has."""
    request = context["request"]
    membership, here = request.membership, request.resolver_match.url_name if request.resolver_match else ""
    found = []
    for name, (label, part) in TABS.items():
        if membership is None or not membership.reads(part):
            continue
        try:
            found.append((reverse(name), label, name == here))
        except NoReverseMatch:
            continue
    return found
