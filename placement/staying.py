"""After the start of work: talks about how it goes, early signals, and the after-care that such a talk answers.

After-care is planned by the engine of terms, for paid work alone (placement/starts.py), and ends with the placement. Where
work is voluntary nothing is asked of anybody: a talk may be recorded, but no signal, and no task comes of it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from chain.days import today
from chain.jobs import lock
from chain.models import Membership, holds_on
from clients import access, steps, terms, todo
from clients.models import Task, Term
from clients.models.term import UNITS
from clients.steps import NotNow, acting, check_day
from clients.timeline import record
from placement import coaching
from placement.models import Placement, PlacementCheck
from placement.models.staying import HOW, SIGNALS

VOLUNTARY = coaching.VOLUNTARY
AFTER_CARE = "placement-started"  # the source of its terms
FOLLOW_UP = dt.timedelta(14)  # so soon after a signal one talks again, unless a day was chosen
SHOWN = 12  # talks on the page of a placement


def may_check(by: Membership, placement: Placement) -> bool:
    """Whether the membership may record a talk: of work that goes on, all who write placements of the person."""
    return (
        placement.step.status == "active"
        and by.partner_id is not None
        and access.writes(by, placement.client, "placements")
    )


def check(
    placement: Placement,
    on: dt.date | None = None,
    *,
    working: bool = True,
    how: str = "",
    with_employer: bool = False,
    signals: Iterable[str] = (),
    text: str = "",
    next_on: dt.date | None = None,
    by: Membership | None = None,
) -> PlacementCheck:
    """Record a talk on the day (today). It answers the after-care that asked for it; a signal or a chosen day
    (`next_on`) makes a task for the partner of the placement, and so does the end of the work, for who may not record it.
    A talk of before the latest one is kept, and asks nothing any more.

    PermissionDenied for who may not; NotNow where the placement does not run; ValidationError, per field, for a day before
    the start or to come, how it goes left out, a next talk that is over, or a signal about what is voluntary.
    """
    by, on, signals, text = acting(by), on or today(), list(dict.fromkeys(signals)), text.strip()
    with transaction.atomic():
        lock("todo", placement.client_id)  # two at once would both answer the same after-care
        placement = Placement.objects.select_related("client", "step__partner", "step__client").get(pk=placement.pk)
        step = placement.step
        if not access.writes(by, placement.client, "placements") or by.partner_id is None:
            raise PermissionDenied
        if step.status != "active":
            raise NotNow
        check_day(on, by)
        if step.started_on and on < step.started_on:
            raise ValidationError({"on": _("Deze dag ligt vóór de eerste werkdag")})
        if working and how not in HOW:
            raise ValidationError({"how": _("Kies hoe het gaat")})
        _check_asked(placement, signals, next_on, on)
        found = PlacementCheck.objects.create(
            client=placement.client, chain_id=placement.chain_id, placement=placement, partner_id=by.partner_id,
            author_id=by.user_id, on=on, working=working, how=how if working else "", with_employer=with_employer,
            signals=signals, text=text, next_on=next_on if working else None,
        )  # fmt: skip
        latest = not PlacementCheck.objects.filter(placement=placement, on__gt=on).exists()
        todo.answered(_asked_for(placement, on, latest), on, by=by)
        if working and latest and (signals or next_on):
            _again(placement, signals, next_on or max(on + FOLLOW_UP, today()), by)
        elif not working and placement.form_of_work not in VOLUNTARY and not steps.may(by, step, "finish"):
            _add(placement, _("Werkt er niet meer. Leg het einde van de plaatsing vast."), today(), by)
        record("work-checked", placement.client, about=found, part="placements", on=on)
    return found


def _check_asked(placement: Placement, signals: Sequence[str], next_on: dt.date | None, on: dt.date) -> None:
    if not {*signals} <= {*SIGNALS}:
        raise ValidationError({"signals": _("Kies uit de lijst")})
    if placement.form_of_work in VOLUNTARY and (signals or next_on):
        raise ValidationError(
            {"signals" if signals else "next_on": _("Bij vrijwilligerswerk en dagbesteding hoort dit niet")}
        )
    if next_on and (next_on <= on or next_on < today()):
        raise ValidationError({"next_on": _("Kies een dag die nog komt")})


def _asked_for(placement: Placement, on: dt.date, latest: bool) -> QuerySet[Task]:
    """What a talk on the day answers: after-care that was asked for by then; the latest talk also what one had in mind."""
    return Task.objects.filter(
        Q(term__source=AFTER_CARE, shown_from__lte=on) | (Q(key=todo.NEXT) if latest else Q(pk=None)),
        client_id=placement.client_id, about="placement", about_id=placement.pk, status="open",
    )  # fmt: skip


def _again(placement: Placement, signals: Sequence[str], due_on: dt.date, by: Membership) -> None:
    with override("nl"):  # as people write it; who reads in another language reads what a colleague wrote
        told = ", ".join(str(SIGNALS[code]) for code in signals)
        text = (
            _("Signaal op het werk: %(signals)s. Weer praten.")
            if told
            else _("Weer praten over hoe het op het werk gaat")
        )
        said = str(text) % {"signals": told}
    if len(said) > todo.LONGEST:
        said = said[: todo.LONGEST - 1] + "…"
    _add(placement, said, due_on, by)


def _add(placement: Placement, text: str | Promise, due_on: dt.date, by: Membership) -> None:
    with override("nl"):
        text = str(text)
    todo.add(
        placement.client, text, due_on, by=by, about=placement, part="placements", for_whom="partner",
        partner=placement.step.partner,
    )  # fmt: skip


def ended(placement: Placement) -> None:
    """With the placement end the talks that people had in mind; those of the terms the engine clears by itself."""
    Task.objects.filter(
        client_id=placement.client_id, key=todo.NEXT, about="placement", about_id=placement.pk, status="open"
    ).update(status="cleared")


# What a page shows


@dataclass(frozen=True)
class Moment:
    """After-care on the line: `state` is done, now, late (nobody talked), planned, or over (the work ended before)."""

    label: str
    due_on: dt.date
    done_on: dt.date | None
    state: str


STATES = {
    "done": (_("gesproken"), "good"), "now": (_("nu"), "info"), "late": (_("niet gesproken"), "warn"),
    "planned": (_("gepland"), "outline"), "over": (_("vervalt"), "outline"),
}  # fmt: skip


def moments(
    rows: Iterable[Term],
    started_on: dt.date,
    ended_on: dt.date | None,
    talks: Iterable[dt.date],
    done: dict[tuple[str, int], dt.date],
    on: dt.date,
) -> list[Moment]:
    """The after-care of work that began on the day, soonest first, as it is `on` a day.

    A talk counts for the moment whose warning it follows, until the warning of the next; `done` are the days on which
    tasks were done, by term key and nth time.
    """
    of_key = {
        term.key: term for term in sorted(rows, key=lambda term: term.scope)
    }  # the general one first, so overruled
    planned = sorted(
        (terms.due(term, started_on, nth), term.key, nth, term)
        for term in of_key.values()
        for nth in range(1, term.times + 1)
    )
    asked = [due_on - dt.timedelta(term.warn_days) for due_on, _key, _nth, term in planned]
    found = []
    for (due_on, key, nth, term), since, until in zip(planned, asked, [*asked, dt.date.max][1:], strict=True):
        done_on = min((day for day in talks if since <= day < until), default=None) or done.get((key, nth))
        if done_on:
            state = "done"
        elif ended_on and due_on > ended_on:
            state = "over"
        else:
            state = "late" if due_on < on else "now" if since <= on else "planned"
        found.append(Moment(_after(term, nth), due_on, done_on, state))
    return found


def _after(term: Term, nth: int) -> str:
    number = term.offset + (nth - 1) * (term.every or 0)
    if term.unit == "months":
        return ngettext("na %(number)s maand", "na %(number)s maanden", number) % {"number": number}
    return f"{number} {UNITS[term.unit]}"


def _after_care(placement: Placement, checks: Sequence[PlacementCheck]) -> list[Moment]:
    step = placement.step
    if not step.started_on:
        return []
    rows = Term.objects.filter(
        holds_on(step.started_on), chain_id=placement.chain_id, source=AFTER_CARE,
        scope__in=("", placement.form_of_work),
    )  # fmt: skip
    done = Task.objects.filter(
        client_id=placement.client_id, about="placement", about_id=placement.pk, term__source=AFTER_CARE, status="done"
    )  # fmt: skip
    days = {(key, nth): day for key, nth, day in done.values_list("key", "nth", "done_on")}
    talks = [check.on for check in checks]
    return moments(rows, step.started_on, step.ended_on, talks, days, today())  # type: ignore[arg-type]


def labels(signals: Iterable[str]) -> list[object]:
    return [SIGNALS[code] for code in signals if code in SIGNALS]


def of(placement: Placement, membership: Membership) -> dict[str, Any]:
    """For templates/placement/_staying.html: after-care on a line, talks (latest first), signals, coaching.

    The part `placements` is the page's to ask. Nothing of a placement that was cancelled.
    """
    from placement.placements import PAID  # it ends what is here

    if placement.step.status == "cancelled":
        return {}
    checks = list(
        PlacementCheck.objects.filter(placement=placement).select_related("partner", "author").order_by("-on", "-pk")
    )
    latest = checks[0] if checks else None
    shown = [{"check": one, "signals": labels(one.signals)} for one in checks[:SHOWN]]
    line = _after_care(placement, checks) if placement.form_of_work in PAID else []
    return {
        "placement": placement, "number": placement.client.number, "checks": shown, "more": max(len(checks) - SHOWN, 0),
        "moments": [(moment, *STATES[moment.state]) for moment in line],
        "signals": labels(latest.signals) if latest and placement.step.status == "active" else [], "latest": latest,
        "coaching": coaching.of(placement), "may_check": may_check(membership, placement),
        "may_coach": coaching.may_grant(membership, placement), "voluntary": placement.form_of_work in VOLUNTARY,
    }  # fmt: skip
