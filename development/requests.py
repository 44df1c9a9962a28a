"""Asking for a module: the step is planned, and the person waits for a place, has one reserved, or needs none."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chain.models import Instrument, Membership, Partner
from clients import steps
from clients.asked import ask as rows_of
from clients.models import Client, Step
from development import stays
from development.models import Group, LearningPlace, Station

WAYS = {
    "reserve": _("Er is plek: meteen reserveren"),
    "wait": _("Op de wachtlijst"),
    "none": _("Hiervoor is geen plek nodig"),
}

# What the last module that ended left as advice, as long as nothing was planned since it ended.
ADVICE = """
    select s.id, i.name as step, p.name as partner, p.colour, s.ended_on, s.status, o.advice, o.fit, f.id as module,
      f.name as follow_up
    from development_outcome o join clients_step s on s.id = o.step_id join chain_instrument i on i.id = s.instrument_id
      join chain_partner p on p.id = s.partner_id left join chain_instrument f on f.id = o.follow_up_id
    where o.client_id = %(client)s and (o.advice <> '' or o.follow_up_id is not null)
      and not exists (select from clients_step n where n.client_id = o.client_id and n.id <> s.id
        and n.status <> 'cancelled' and greatest(n.planned_on, n.started_on) > s.ended_on)
    order by s.ended_on desc, s.id desc limit 1"""


def request(
    client: Client,
    instrument: Instrument,
    partner: Partner,
    *,
    way: str,
    place: LearningPlace | None = None,
    group: Group | None = None,
    station: Station | None = None,
    guidance: Decimal = Decimal(0),
    goal: str = "",
    by: Membership | None = None,
    **planned: Any,
) -> Step:
    """Plan the step (`planned`: as steps.plan() takes it) and ask for a seat, reserve one, or neither (`way`, of WAYS).

    All or nothing. Errors as of steps.plan() and stays.ask(); ValidationError at `group` for one of another module.
    """
    if group and group.instrument_id != instrument.pk:
        raise ValidationError({"group": _("Deze groep is van een andere module")})
    by = steps.acting(by)
    with transaction.atomic():
        step = steps.plan(client, instrument, partner, goal=goal, by=by, **planned)
        if way != "none":
            stays.ask(
                step, place=place, group=group, station=station, asked_for=goal, guidance=guidance,
                reserve=way == "reserve", by=by,
            )  # fmt: skip
    return step


def advice(client: Client) -> dict[str, Any] | None:
    """The advice that the person's last module ended with, if nothing followed yet: one query."""
    found = rows_of({"advice": ADVICE}, {"client": client.pk})["advice"]
    return found[0] if found else None
