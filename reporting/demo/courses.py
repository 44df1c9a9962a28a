"""What happened to modules on their way: some go on longer with a reason, some stand still, some ended with advice; and
people for whom a module was asked and who wait."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chain.acting import acting_as
from chain.models import Chain, Instrument, Membership
from chain.once import NotNow
from clients import steps
from clients.models import Client, Observation, Step
from clients.steps import holders
from development import course, requests
from reporting.demo import texts

LONGER = (
    "Komt nu elke dag. Nog een maand om de uren op te bouwen.",
    "Het examen is verzet naar volgende maand.",
    "De werkgever heeft pas over zes weken plek.",
    "Door de verhuizing een paar weken gemist, die haalt hij in.",
)
ENDS: tuple[tuple[str, str, bool | None, str, str], ...] = (
    ("finish", "Is op tijd, werkt samen en vraagt om hulp als dat nodig is.", True,
     "Begin met drie ochtenden en bouw in twee maanden op naar vijf.", "leerwerktraject"),
    ("finish", "Weet wat zij wil: werken met mensen, in de zorg of de horeca.", True,
     "Laat haar eerst een dag meelopen. Zij kiest graag zelf.", "leerlijn"),
    ("stop", "Kwam de laatste weken niet meer, ook niet na een huisbezoek.", False,
     "Kleine groep en een vaste begeleider. Eerst het dagritme terug.", "activeringsplek"),
    ("finish", "Verstaat de uitleg op de werkvloer en durft te vragen.", None, "Blijven oefenen met een taalmaatje.", ""),
)  # fmt: skip
WANTED = ("taaltraining", "leerwerktraject", "empowerment", "werknemersvaardigheden")
MOST = 4  # of each, for each partner


def told(chain: Chain, people: dict[str, Membership], today: dt.date) -> None:
    """Of the modules of Annex and MTB that run, and for some of the people for whom nothing is planned."""
    with acting_as(people["rianne"].pk, "load_demo"):
        modules = {one.code: one for one in Instrument.objects.filter(chain=chain)}
    for name in ("roy", "sjef", "iris", "loes"):
        by = people[name]
        with acting_as(by.pk, "load_demo"):
            running = _running(by)
            if name in ("roy", "sjef"):
                _on_the_way(running, modules, by, today)
            _noted(running, by, today)
    for name in ("loes", "rianne"):
        with acting_as(people[name].pk, "load_demo"):
            _asked(people[name], modules, today)


def _running(by: Membership) -> list[Step]:
    found = Step.objects.filter(partner__in=by.acts_for, status="active", client__closed_on=None)
    rows = found.select_related("client", "instrument", "partner").order_by("started_on", "pk")
    return [step for step in rows if course.is_module(step.instrument)]


def _on_the_way(running: list[Step], modules: dict[str, Instrument], by: Membership, today: dt.date) -> None:
    late = [step for step in running if step.planned_end and step.planned_end < today]
    for step, reason in zip(late[::2], LONGER, strict=False):
        _tried(course.extend, step, today + dt.timedelta(28), reason, by=by)
    rest = [
        step for step in running if step not in late and step.started_on and step.started_on < today - dt.timedelta(42)
    ]
    for number, step in enumerate(rest[1 : 2 * MOST : 2]):
        began = today - dt.timedelta(5 + 3 * number)
        until = began + dt.timedelta(13) if number == 1 else None
        _tried(
            course.pause,
            step,
            ("waits-for-support", "holiday", "not-able-now", "other")[number],
            on=began,
            until=until,
            by=by,
        )
    for step, (act, result, fit, advice, follow_up) in zip(rest[2 * MOST :: 3], ENDS, strict=False):
        _tried(
            course.end, step, act, on=today - dt.timedelta(3), result=result, fit=fit, advice=advice,
            follow_up=modules.get(follow_up) if follow_up != step.instrument.code else None, stopped_for="early" if act == "stop" else "", by=by,
        )  # fmt: skip


def _noted(running: list[Step], by: Membership, today: dt.date) -> None:
    """A word of the last weeks about nearly all; about one in nine nothing was noted for long."""
    told = set(
        Observation.objects.filter(step__in=running, on__gte=today - dt.timedelta(27)).values_list("step", flat=True)
    )
    for number, step in enumerate(running):
        on = max(today - dt.timedelta(1 + number % 20), step.started_on or today)
        if step.pk not in told and number % 9:
            _tried(steps.observe, step, texts.OBSERVATIONS[number % len(texts.OBSERVATIONS)], on=on, by=by)


def _asked(by: Membership, modules: dict[str, Instrument], today: dt.date) -> None:
    """On the wait list, for those of the consultant's own people for whom nothing runs or is planned."""
    busy = Step.objects.filter(status__in=["planned", "active"], client__lead=by.user_id).values("client")
    had = Step.objects.filter(status="done", instrument__function="intake", client__lead=by.user_id).values("client")
    free = (
        Client.objects.visible_to(by)
        .filter(lead=by.user_id, closed_on=None, pk__in=had)
        .exclude(pk__in=busy)
        .order_by("pk")
    )
    for number, client in enumerate(free[:MOST]):
        module = modules.get(WANTED[number])
        partner = module and module.partner
        if module is None or partner is None or partner.pk not in holders(module, client.home_id, today):
            continue
        start = today + dt.timedelta(14 + 7 * number)
        _tried(
            requests.request, client, module, partner, way="wait", planned_on=start,
            planned_end=start + dt.timedelta(weeks=module.weeks or 12), goal="Een vast ritme in de week", by=by,
        )  # fmt: skip


def _tried(act: Callable[..., Any], *given: Any, **more: Any) -> None:
    """The act, where it can be: other parts of the demo may have been first."""
    try:
        with transaction.atomic():
            act(*given, **more)
    except (ValidationError, PermissionDenied, NotNow):
        return
