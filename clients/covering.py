"""Who stands in for whom: a colleague's caseload that somebody looks after for a time (clients/handovers.py makes it so)."""

from collections.abc import Sequence

from chain.days import today
from chain.models import Membership
from clients.models import Handover


def stands_for(membership: Membership) -> list[int]:
    """Ids of the users whose people the membership looks after today: its own user's, then of those it stands in for.

    A cover is of a whole caseload, also of who comes into it meanwhile. One query.
    """
    held = Handover.objects.filter(
        kind="cover", status="accepted", taker=membership.user_id, partner__in=membership.acts_for,
        started_on__lte=today(), ended_on__gte=today(),
    )  # fmt: skip
    return [membership.user_id, *held.order_by("pk").values_list("giver", flat=True)]


def whose(membership: Membership, leads: Sequence[int] | None) -> list[int] | None:
    """The users meant by `leads` (clients/registered.py): the membership's own where there are none; None for everybody."""
    return None if leads is None else list(leads) or [membership.user_id]


def covers(membership: Membership) -> dict[int, str]:
    """Of one's own partner: the user whose people somebody else looks after today, and who does. One query."""
    now = Handover.objects.filter(
        kind="cover", status="accepted", partner__in=membership.acts_for, started_on__lte=today(), ended_on__gte=today()
    )
    return dict(now.values_list("giver", "taker__name"))
