"""How long a step may take: its instrument's norm in weeks, with the days taken off on which it stood still.

The norm is a column of the palette (`norm_weeks`, else the usual `weeks`); without either nothing is too long. Who is past it
is looked at (document 002: nobody hangs in a trajectory longer than it helps), and nothing follows by itself.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import (
    Case,
    DateField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.db.models.lookups import LessThanOrEqual

from chain.models import Instrument
from clients.models import Step
from development.models import Pause

Days = tuple[dt.date, dt.date | None]  # first and last, both of them in it; no last: it goes on


def weeks_of(instrument: Instrument) -> int | None:
    """After how many weeks it takes too long; None where nothing is said of that."""
    return instrument.norm_weeks or instrument.weeks or None


def stood_still(pauses: Iterable[Days], day: dt.date) -> int:
    """Days until and with the day on which the step stood still. Pauses of a step do not overlap (one_pause_at_a_time)."""
    return sum(max((min(last or day, day) - first).days + 1, 0) for first, last in pauses)


def days_in(started_on: dt.date, pauses: Iterable[Days], day: dt.date) -> int:
    """How many days the step has taken by the day, its first day counted, without those on which it stood still."""
    return max((day - started_on).days + 1 - stood_still(pauses, day), 0)


def days_past(started_on: dt.date, pauses: Iterable[Days], weeks: int | None, day: dt.date) -> int:
    """How many days more than the norm of so many weeks; 0 within it, and where there is none."""
    return max(days_in(started_on, pauses, day) - 7 * weeks, 0) if weeks else 0


class _Long(Func):
    """Days from the second to the first, both of them counted."""

    template, arg_joiner, output_field = "(%(expressions)s + 1)", " - ", IntegerField()


def with_pauses(steps: QuerySet[Step], day: dt.date) -> QuerySet[Step]:
    """The steps, each with `paused`: stood_still() of it."""
    each = _Long(Least(Coalesce("ended_on", day), day, output_field=DateField()), F("started_on"))
    there = Pause.objects.filter(step=OuterRef("pk"), started_on__lte=day).order_by()
    taken = there.values("step").values(days=Cast(Sum(each), IntegerField()))
    return steps.annotate(paused=Coalesce(Subquery(taken), 0))


def past(steps: QuerySet[Step], norms: Mapping[int, int | None], day: dt.date) -> QuerySet[Step]:
    """Those of the running steps that are past their norm on the day. `norms`: weeks by id of the instrument.

    The first condition says when the very first of them has to have begun, for the index; pauses are asked of who would be
    past it without them.
    """
    by_weeks: dict[int, list[int]] = {}
    for pk, weeks in norms.items():
        if weeks:
            by_weeks.setdefault(weeks, []).append(pk)
    if not by_weeks:
        return steps.none()

    last = {weeks: day - dt.timedelta(7 * weeks) for weeks in by_weeks}  # to have begun on, at the latest
    cases = [When(instrument__in=ids, then=Value(last[weeks])) for weeks, ids in by_weeks.items()]
    latest = Case(*cases, output_field=DateField())
    late = steps.filter(LessThanOrEqual(F("started_on"), latest), started_on__lte=max(last.values()))
    began = ExpressionWrapper(F("started_on") + F("paused"), output_field=DateField())
    return with_pauses(late, day).filter(LessThanOrEqual(began, latest))
