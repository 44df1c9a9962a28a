"""What is open of each of the people of a handover, for as far as the reader reads: six questions, however many they are."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, Q

from chain.days import today
from chain.models import Membership
from chain.parts import PARTS
from clients.models import Appointment, Note, Referral, Step, Task
from clients.models.referral import OPEN
from clients.queries import shows


@dataclass
class Open:
    """Of one person: the names of what runs, what is planned, and what waits."""

    running: list[str] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)
    tasks: int = 0
    late: int = 0
    referrals: int = 0
    appointment: dt.date | None = None
    contact: dt.date | None = None


def open_of(membership: Membership, ids: Collection[int]) -> dict[int, Open]:
    """What is open by client id; an entry for each of them. The caller logs the looks."""
    found = {pk: Open() for pk in ids}
    plan, among = shows(membership, "plan"), Q(client_id__in=list(ids))
    steps = Step.objects.filter(plan, among, status__in=("planned", "active")).select_related("instrument")
    for step in steps.order_by("started_on", "planned_on", "pk"):
        one = found[step.client_id]
        (one.running if step.status == "active" else one.planned).append(step.instrument.name)
    parts = [part for part in PARTS if membership.reads(part)]
    tasks = Task.objects.filter(plan, among, status="open", part__in=parts, shown_from__lte=today())
    tasks = tasks.exclude(for_whom="manager")
    late = Count("pk", filter=Q(due_on__lt=today()))
    for client_id, number, over in tasks.values("client").annotate(n=Count("pk"), late=late).values_list(
        "client", "n", "late"
    ):  # fmt: skip
        found[client_id].tasks, found[client_id].late = number, over
    if membership.reads("referrals"):
        asked = Referral.objects.filter(shows(membership, "referrals"), among, status__in=OPEN)
        for client_id, number in asked.values("client").annotate(n=Count("pk")).values_list("client", "n"):
            found[client_id].referrals = number
    ahead = Appointment.objects.filter(plan, among, status="planned", on__gte=today())
    for client_id, on in ahead.values("client").annotate(first=Min("on")).values_list("client", "first"):
        found[client_id].appointment = on
    if membership.reads("notes"):
        talks = Note.objects.filter(shows(membership, "notes"), among, part__in=parts).exclude(kind="no-show")
        for client_id, on in talks.values("client").annotate(last=Max("on")).values_list("client", "last"):
            found[client_id].contact = on
    return found
