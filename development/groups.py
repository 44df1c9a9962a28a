"""Courses and work teams: who reads and keeps them, which meet on a day, and who is in them.

The pages: group_day_pages.py (who is there), group_pages.py (the list, a group, its form).
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as translate

from chain.days import today
from chain.formats import WEEKDAYS, language
from chain.models import Membership, holds_on
from clients.models import Client, Step
from clients.queries import any_of, shows
from development import reading
from development.models import Attendance, Group, GroupCoach, Pause, Stay

MOST = 100  # people of a group on a page


def reader(request: HttpRequest, *, write: bool = False) -> Membership:
    """Who asks for a page about groups; 404 outside a chain, 403 for who may not read (or write) of them."""
    return reading.reader(request, may_write if write else None)


def may_write(membership: Membership) -> bool:
    """Of groups is written under the name of a partner."""
    return membership.writes("places") and membership.partner_id is not None


def may_change(membership: Membership, group: Group) -> bool:
    """Who gives it, and the point of contact."""
    return may_write(membership) and (group.partner_id in membership.acts_for or bool(membership.is_contact_point))


def may_log(membership: Membership, group: Group) -> bool:
    """Who is with the people: the partner that gives the group, and the host of its place."""
    host = group.place.host_id if group.place else None
    return (
        membership.writes("plan")
        and membership.partner_id is not None
        and bool({group.partner_id, host} & set(membership.acts_for))
    )


def one(request: HttpRequest, pk: int, *, write: bool = False) -> tuple[Membership, Group]:
    """The chain's group, for who reads of groups (or may change this one)."""
    membership = reader(request, write=write)
    found = (
        Group.objects.select_related("partner", "instrument", "place")
        .filter(chain_id=membership.chain_id, pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    if write and not may_change(membership, found):
        raise PermissionDenied
    return membership, found


def of(membership: Membership) -> QuerySet[Group]:
    """The groups that the membership's partner gives or hosts, with whether one coaches it (`mine`), those first."""
    mine = any_of(GroupCoach.objects.filter(group=OuterRef("pk"), user=membership.user_id))
    own = Q(partner__in=membership.acts_for) | Q(place__host__in=membership.acts_for)
    return (
        Group.objects.filter(own, chain_id=membership.chain_id)
        .select_related("partner", "instrument", "place")
        .annotate(mine=Case(When(mine, then=Value(True)), default=Value(False), output_field=BooleanField()))
        .order_by("-mine", "starts_at", "name")
    )  # fmt: skip


def meets(group: Group, day: dt.date) -> bool:
    """Whether it meets on the day, as was planned."""
    return (
        day.isoweekday() in group.weekdays and group.started_on <= day and (not group.ended_on or day <= group.ended_on)
    )


def meeting(groups: QuerySet[Group], day: dt.date) -> QuerySet[Group]:
    """Those of the groups that meet on the day."""
    return groups.filter(holds_on(day), weekdays__contains=[day.isoweekday()])


def near(group: Group, day: dt.date, way: int) -> dt.date | None:
    """The meeting before (`way` -1) or after (1) the day, not later than today; None where there is none within a month."""
    for ahead in range(1, 32):
        other = day + dt.timedelta(way * ahead)
        if other > today():
            return None
        if meets(group, other):
            return other
    return None


def hours(group: Group) -> Decimal:
    """How long a meeting lasts, in hours to the quarter."""
    minutes = (group.ends_at.hour - group.starts_at.hour) * 60 + group.ends_at.minute - group.starts_at.minute
    return (Decimal(minutes) / 15).to_integral_value() / 4


def days_of(group: Group) -> str:
    """`maandag, woensdag`; of three or more in a row the first and the last: `maandag tot en met vrijdag`."""
    names, runs = WEEKDAYS[language()], list[list[int]]()
    for day in sorted(group.weekdays):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    told = []
    for run in runs:
        if len(run) > 2:
            told.append(
                translate("%(first)s tot en met %(last)s") % {"first": names[run[0] - 1], "last": names[run[-1] - 1]}
            )
        else:
            told += [names[day - 1] for day in run]
    return ", ".join(told)


def people(membership: Membership, group: Group, **where: Any) -> QuerySet[Step]:
    """The steps, by name, of who has to do with the group and whom the membership sees, with the person and the stay."""
    return (
        Step.objects.filter(
            shows(membership, "plan"),
            any_of(Client.objects.visible_to(membership).filter(pk=OuterRef("client_id"), closed_on=None)),
            stay__group=group, **where,
        )
        .select_related("client", "instrument", "partner", "stay")
        .order_by("client__sort_name", "pk")
    )  # fmt: skip


def members_on(membership: Membership, group: Group, day: dt.date) -> list[Step]:
    """Who was in the group on the day, or should begin by then, each with the mark of the day (`was`) and why the step
    stands still (`pause`): one question."""
    ran = Q(stay__state__in=["running", "over"], started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))
    begins = Q(stay__state="held", planned_on__lte=day)
    marked = Attendance.objects.filter(step=OuterRef("pk"), on=day).order_by()
    pauses = Pause.objects.filter(holds_on(day), step=OuterRef("pk")).order_by()
    return list(
        people(membership, group).filter(ran | begins).annotate(
            was=Subquery(marked.values(row=JSONObject(mark="mark", hours="hours"))[:1]),
            pause=Subquery(pauses.values("reason")[:1]),
        )[:MOST]
    )  # fmt: skip


def marked(groups: list[Any], day: dt.date) -> dict[int, int]:
    """Per group (or its id) how many people in sight have a mark for the day: one question."""
    found = Attendance.objects.filter(group__in=groups, on=day).values_list("group").annotate(number=Count("pk"))
    return dict(found.order_by())


def running(groups: list[Group]) -> dict[int, int]:
    """Per group how many people in sight are in it now: one question."""
    found = Stay.objects.filter(group__in=groups, state="running").values_list("group").annotate(number=Count("pk"))
    return dict(found.order_by())
