"""What the page of a step says of a learning line: at which station of which line somebody is (SNOER_STEP_SECTIONS)."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from chain.models import Membership
from clients.models import Client, Step
from clients.registered import StepSection
from development.models import Station, Stay


def sections(membership: Membership, client: Client, step: Step) -> list[StepSection]:
    """The station, its line and how far along it that is; one query. The way on stands with the place (step_sections.py)."""
    if not membership.reads("places"):
        return []
    stops = Station.objects.filter(line=OuterRef("station__line"), ended_on=None)
    found = (
        Stay.objects.filter(step=step, station__isnull=False).select_related("station__line")
        .annotate(
            all_stops=_number(stops), number=_number(stops.filter(position__lte=OuterRef("station__position"))),
            next=Subquery(stops.filter(position__gt=OuterRef("station__position")).order_by("position").values("name")[:1]),
        )
        .first()
    )  # fmt: skip
    if found is None:
        return []
    context = {
        "station": found.station, "number": found.number, "all": found.all_stops, "next": found.next or "",
        "state": found.state,
    }  # fmt: skip
    return [StepSection("development/_line_section.html", context, position=15)]


def _number(rows: QuerySet[Station]) -> Coalesce:
    counted = rows.order_by().values("line").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
