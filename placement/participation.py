"""Participation places: unpaid, additional work with its own calendar (Participatiewet, articles 7 and 10a).

The numbers are the chain's terms (pp-...), by the day on which a place begins; the engine makes tasks of those of the
calendar, and a task that was done tells that somebody looked, offered or paid. Time in another provision is not taken off:
who goes there ends the place, and begins it again after.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day
from chain.models import holds_on
from clients.models import Client, Step, Task, Term
from clients.terms import after, due, term_on
from placement.models import Employer, Placement

FORM = "participation-place"
CALENDAR = ("pp-schooling", "pp-review", "pp-stop", "pp-premium", "pp-end")
LONGER, MOST, AGE = "pp-longer", "pp-most", "pp-age"
ONE_DAY = dt.timedelta(1)


# The rules, of days alone


def last_day(
    started_on: dt.date, used: int, *, years: int = 24, longer: int = 12, most: int = 48
) -> tuple[dt.date, bool] | None:
    """The last day that a place beginning on the day may last, and whether it is one of a longer time.

    `used`: days in places before. All together at most `years` months (article 10a, paragraph 1), after which twice
    `longer` months at another place with other work, up to `most` in all. None where those are over.
    """
    began = started_on - dt.timedelta(used)  # as if they had followed on one another
    for months in range(years, most + 1, longer):
        last = after(began, months, "months") - ONE_DAY
        if started_on <= last:
            return last, months > years
    return None


@dataclass(frozen=True)
class Moment:
    """A day in the calendar of a place: what is due, by which article; `nth` of those that come back."""

    key: str
    name: str
    article: str
    on: dt.date
    nth: int = 1


def moments(started_on: dt.date, last: dt.date, terms: Iterable[Term]) -> list[Moment]:
    """The calendar of a place from its first day to the last that it may last, in order; what would come later is left
    out, but for the day after, on which the last premium is due."""
    found = [
        Moment(term.key, term.name, term.article, due(term, started_on, nth), nth)
        for term in terms for nth in range(1, term.times + 1)
    ]  # fmt: skip
    return sorted((one for one in found if one.on <= last + ONE_DAY), key=lambda one: (one.on, CALENDAR.index(one.key)))


# What is on record of a person


def places(client: Client, before: dt.date | None = None) -> list[Placement]:
    """The person's participation places that began (before the day), first to last."""
    found = Placement.objects.filter(client=client, form_of_work=FORM, step__started_on__isnull=False)
    if before:
        found = found.filter(step__started_on__lt=before)
    return list(found.select_related("step", "employer").order_by("step__started_on", "pk"))


def used_days(earlier: Iterable[Placement], until: dt.date) -> int:
    """Days in these places before the day; one that goes on counts until the day before it."""
    return sum(
        max((min(one.step.ended_on or until - ONE_DAY, until - ONE_DAY) - one.step.started_on).days + 1, 0)
        for one in earlier if one.step.started_on
    )  # fmt: skip


def limit(client: Client, code: str, started_on: dt.date, earlier: list[Placement]) -> tuple[dt.date, bool] | None:
    """last_day() by the chain's terms (`code`: of the instrument); without them a place has no limit."""
    years = term_on(client.chain_id, "pp-end", started_on, code)
    longer, most = (term_on(client.chain_id, key, started_on) for key in (LONGER, MOST))
    if years is None:
        return dt.date.max - ONE_DAY, False
    step = longer.offset if longer else 12
    return last_day(started_on, used_days(earlier, started_on), years=years.offset, longer=step,
                    most=most.offset if most else years.offset)  # fmt: skip


def too_young(client: Client, on: dt.date) -> bool | None:
    """Whether the person is too young for a place that begins on the day (article 7, paragraph 8), without telling the
    birth date to who does not read it; None where it is not known."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_too_young(%s, %s)", [client.pk, on])
        young: bool | None = cursor.fetchone()[0]
    return young


def check(
    client: Client, code: str, started_on: dt.date, planned_end: dt.date | None, employer: Employer | None, job: str
) -> None:
    """ValidationError, per field, where articles 7 and 10a do not allow the place, or not so long."""
    if (young := too_young(client, started_on)) is None:
        raise ValidationError({"form_of_work": _(
            "De geboortedatum is niet bekend. Een participatieplaats kan pas vanaf 27 jaar (artikel 7 lid 8): vul haar eerst in."
        )})  # fmt: skip
    if young:
        raise ValidationError({"form_of_work": _(
            "Deze persoon is op de eerste dag nog geen 27 jaar. Een participatieplaats kan dan niet (artikel 7 lid 8)."
        )})  # fmt: skip
    earlier = places(client, started_on)
    if (found := limit(client, code, started_on, earlier)) is None:
        raise ValidationError({"started_on": _("De vier jaar in een participatieplaats zijn voorbij (artikel 10a)")})
    last, is_longer = found
    if planned_end and planned_end > last:
        text = _("Een participatieplaats mag hier tot en met %(day)s duren (artikel 10a)")
        raise ValidationError({"planned_end": ValidationError(text, code="limit", params={"day": day(last)})})
    before = earlier[-1] if is_longer and earlier else None
    if before and same_place(before, employer, job):
        raise ValidationError({"employer": _(
            "Na twee jaar kan een participatieplaats een jaar langer duren, maar alleen op een andere plek met ander werk "
            "(artikel 10a)"
        )})  # fmt: skip


def same_place(before: Placement, employer: Employer | None, job: str) -> bool:
    """Whether it would be the same place, or the same work elsewhere: a longer time needs both to be other."""
    same_work = bool(before.job) and before.job.strip().casefold() == job.strip().casefold()
    return before.employer_id == (employer.pk if employer else None) or same_work


@dataclass(frozen=True)
class Line:
    """A line of the calendar on the page: `done` by what was recorded, `late` where its day has passed without."""

    moment: Moment
    task: Task | None
    done: bool
    late: bool


def calendar(placement: Placement) -> tuple[list[Line], dt.date] | None:
    """The calendar of a participation place with what was done of it, and the last day it may last; None for other work."""
    step: Step = placement.step
    begins = step.started_on or step.planned_on
    if placement.form_of_work != FORM or begins is None:
        return None
    found = limit(placement.client, step.instrument.code, begins, places(placement.client, begins))
    last = found[0] if found else begins
    codes = {"", step.instrument.code}
    rows = Term.objects.filter(holds_on(begins), chain_id=placement.chain_id, key__in=CALENDAR, scope__in=codes)
    terms = {term.key: term for term in rows.order_by("scope")}  # the general one first, so overruled
    about = Task.objects.filter(client=placement.client, about="step", about_id=step.pk, key__in=CALENDAR)
    tasks = {(task.key, task.nth): task for task in about.select_related("done_by")}
    over, lines = step.ended_on, []
    for moment in moments(begins, last, terms.values()):
        task = tasks.get((moment.key, moment.nth))
        done = task is not None and task.status == "done"
        if moment.key == "pp-stop" and (reviewed := tasks.get(("pp-review", 1))) and reviewed.status == "done":
            continue
        if over and moment.on > over + ONE_DAY and not done:
            continue
        lines.append(Line(moment, task, done, not done and moment.on < today() and moment.key != "pp-end"))
    return lines, last
