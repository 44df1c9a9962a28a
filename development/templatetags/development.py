"""The tabs above the pages of development: groups, running steps, learning places, lines, palette, support, moving on."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()
# address -> name of the tab, and the part that is read for it
TABS = {
    "groups_today": (_("Vandaag"), "plan"),
    "running": (_("Lopend"), "plan"),
    "groups": (_("Groepen"), "places"),
    "places": (_("Leerwerkplekken"), "places"),
    "lines": (_("Leerlijnen"), "places"),
    "onward": (_("Doorstroom"), "places"),
    "supports": (_("Ondersteuning"), "support"),
    "signals": (_("Signalen"), "cooperation"),
    "palette": (_("Palet"), ""),
}
UNDER = {"palette_module": "palette"}  # pages that stand under a tab
FOR_CASEWORKERS = ("groups_today", "running", "supports", "signals")


@register.simple_tag(takes_context=True)
def development_tabs(context: Any) -> list[tuple[str, Any, bool]]:
    """(address, name, whether it is this page) of the tabs that the reader has."""
    request = context["request"]
    membership, here = request.membership, request.resolver_match.url_name if request.resolver_match else ""
    found = []
    for name, (label, part) in TABS.items():
        if membership is None or (part and not membership.reads(part)):
            continue
        if name in FOR_CASEWORKERS and not membership.writes("plan"):
            continue
        try:
            found.append((reverse(name), label, name == UNDER.get(here, here)))
        except NoReverseMatch:
            continue
    return found
