"""The tabs of the pages of figures, for who has them."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as translate

from chain.models import Membership
from chain.parts import OUTSIDE
from reporting.scope import steers


class Tab(NamedTuple):
    url: str
    name: str
    current: bool


def tabs(membership: Membership, here: str) -> list[Tab]:
    """Those that the membership has, `here` the name of the current page; none where there would be one."""
    steering, inside = steers(membership), membership.role not in OUTSIDE
    there = [
        ("targets", translate("Stand"), inside),
        ("chain_view", translate("Keten"), steering),
        ("flow", translate("Doorstroom"), steering),
        ("analysis", translate("Bestand"), steering),
        ("returns", translate("Opbrengst"), steering),
        ("contributions", translate("Ieders deel"), steering),
        ("reports", translate("Rapporten"), steering or not inside),
        ("quality", translate("Kwaliteit"), inside),
    ]  # fmt: skip
    found = [Tab(address, name, page == here) for page, name, has in there if has and (address := _address(page))]
    return found if len(found) > 1 else []


def _address(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""
