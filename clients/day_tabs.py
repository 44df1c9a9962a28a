"""The tabs of the pages that look at many people at once: the day, the agenda, the team, and what holds people up.

The same on each of them, for who works with people as for who leads.
"""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.models import Membership
from chain.parts import CASEWORKERS
from clients.todo import MANAGES
from clients.unseen_sql import SEES, WEIGHS


class Tab(NamedTuple):
    """`number`: what waits there, on the page itself."""

    url: str
    name: str
    current: bool
    number: int | None = None


def sees_caseloads(membership: Membership) -> bool:
    return membership.role in WEIGHS and bool(membership.is_contact_point)


def sees_team(membership: Membership) -> bool:
    """Lead consultants at the point of contact see what waits with their colleagues."""
    return membership.role == "lead_consultant" and bool(membership.is_contact_point)


def section(membership: Membership) -> str:
    """The entry of the main menu under which these pages stand."""
    if membership.role in CASEWORKERS:
        return "day"
    return "overdue" if membership.role in MANAGES else "out-of-sight"


def tabs(membership: Membership, here: str, number: int | None = None) -> list[Tab]:
    """Those that the membership has, `here` the name of the current page; none where there would be one."""
    works = membership.role in CASEWORKERS
    there = [
        ("day", translate("Nu te doen"), works),
        ("agenda", translate("Agenda"), works),
        ("day_team", translate("Team"), sees_team(membership)),
        ("out_of_sight", translate("Uit beeld"), membership.role in SEES),
        ("caseloads", translate("Caseloads"), sees_caseloads(membership)),
        ("overdue", translate("Te laat"), membership.role in MANAGES),
        ("handover_new", translate("Overdragen"), works),
    ]  # fmt: skip
    found = [
        Tab(reverse(page), name, page == here, number if page == here else None) for page, name, has in there if has
    ]
    return found if len(found) > 1 else []
