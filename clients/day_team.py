"""The team of a lead consultant: with whom how many people wait. Of the plan and its terms, which is most of Mijn dag; what
partners ask, and appointments, stand on the colleague's own day.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from chain.days import today
from chain.models import Membership, User, holds_on
from chain.parts import CASEWORKERS, CONSULTANTS
from clients.covering import covers
from clients.task_rows import SIGNALS, TO_BE_DONE, shown_to

# Each person once, by the most urgent that waits for them: as the list has it (clients/day_order.py). Counted from what is
# open to whose it is.
WAITS = f"""
    with waits as (
      select s.client_id, 0 as urgency from clients_step s
      where s.chain_id = %(chain)s and s.status in ('planned', 'active') and (s.status = 'planned' and s.planned_on < %(today)s
        or s.status = 'active' and s.planned_end < %(today)s)
      union all
      select t.client_id, case when t.due_on < %(today)s and coalesce(k.source, '') <> all(%(signals)s) then 0 else 4 end
      from clients_task t left join clients_term k on k.id = t.term_id where t.chain_id = %(chain)s and {TO_BE_DONE})
    select c.lead_id, w.urgency, count(*) from (
      select client_id, min(urgency) as urgency from waits group by client_id) w
    cross join lateral (select c.lead_id from clients_client c
      where c.id = w.client_id and c.chain_id = %(chain)s and c.closed_on is null limit 1) c
    group by c.lead_id, w.urgency"""  # noqa: S608


@dataclass
class Colleague:
    """Somebody of the team: how many people wait whose term has passed, and of how many there is a signal."""

    user: int
    name: str
    role: str
    late: int = 0
    signals: int = 0
    here: bool = True  # else it is somebody who has no people any more, and yet these
    stands_in: str = ""  # who looks after the colleague's people for the time being


def colleagues(membership: Membership) -> QuerySet[Membership]:
    """Who of one's own partner can have the lead today."""
    return (
        Membership.objects.of_people().with_contact_point().filter(
            holds_on(today()), chain_id=membership.chain_id, partner__in=membership.acts_for, role__in=CONSULTANTS & CASEWORKERS,
        )
        .select_related("user", "partner")
        .order_by("user__name", "pk")
    )  # fmt: skip


def rows(membership: Membership) -> list[Colleague]:
    """The colleagues by name, with what waits; last those of whom nobody has the lead, where there are any. Three queries."""
    people = {
        one.user_id: Colleague(one.user_id, str(one.user), str(one.get_role_display()))
        for one in colleagues(membership)
    }
    for giver, taker in covers(membership).items():
        if giver in people:
            people[giver].stands_in = taker
    with connection.cursor() as cursor:
        cursor.execute(WAITS, shown_to(membership, []) | {"signals": list(SIGNALS)})
        for lead, urgency, number in cursor.fetchall():
            one = people.setdefault(lead or 0, Colleague(lead or 0, "", ""))
            if urgency == 0:
                one.late += number
            else:
                one.signals += number
    gone = {one.user: one for one in people.values() if one.user and not one.name}
    for user, name in User.objects.filter(pk__in=gone).values_list("pk", "name") if gone else ():
        gone[user].name, gone[user].here = name, False
    return sorted(people.values(), key=lambda one: (not one.user, one.here, list(people).index(one.user)))
