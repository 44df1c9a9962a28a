"""The groups of columns of the list of people: what each says of 25 of them, or of the 2,000 in a file, in one query.

Who somebody is, where they live and who has the lead always stand there. Floors above add groups (SNOER_LIST_COLUMNS).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, JSONObject
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day_short
from chain.models import Membership
from chain.registry import registered
from clients.models import LEVELS, SCHEMES, Appointment, BenefitPeriod, Client, Contact, Note, Plan, PlanGoal, Step
from clients.models.plan import PLAN_KINDS
from clients.models.timeline import NOTE_KINDS, NOTE_PARTS
from clients.queries import any_of, shows
from clients.registered import Cell, Columns
from clients.string import mini_string, moments

Cells = dict[int, tuple[Cell, ...]]
LATER = dt.date(2999, 1, 1)


def groups() -> list[Columns]:
    """All groups, in their order."""
    return [group for table in registered("SNOER_LIST_COLUMNS") for group in table]


def readable(membership: Membership) -> list[Columns]:
    """The groups that the membership can choose."""
    return [group for group in groups() if membership.reads(group.parts[0])]


def usual(membership: Membership) -> tuple[str, ...]:
    """What stands there where nobody chose: the steps, for who reads of them."""
    return tuple(group.key for group in readable(membership) if group.key == "stappen")


def shown(membership: Membership, chosen: tuple[str, ...] | None, order: str) -> list[Columns]:
    """The groups that were chosen, or the usual ones, with the one that the order is about."""
    wanted = (*usual(membership), order) if chosen is None else chosen
    return [group for group in readable(membership) if group.key in wanted]


def looked_at(membership: Membership, some: list[Columns]) -> list[str]:
    """The parts of the file that such a page shows beside the name, for the look log. Of the steps alone it is the list as
    it has always been: like the name, no look into a file."""
    parts = {part for group in some if group.key != "stappen" for part in group.parts}
    return sorted(part for part in parts if membership.reads(part))


# Steps: the string, what runs and what comes.


def with_steps(rows: list[dict[str, Any]], membership: Membership) -> None:
    """Add to each row the string in small, the running steps and the next planned one; one question for all rows."""
    paths: dict[int, list[dict[str, Any]]] = {row["pk"]: [] for row in rows}
    steps = (
        Step.objects.filter(shows(membership, "plan"), client_id__in=paths)
        .exclude(status="cancelled")
        .values(
            "client_id", "status", "planned_on", "planned_end", "started_on", "ended_on", name=F("instrument__name"),
            by=F("partner__name"), colour=F("partner__colour"),
        )
        .order_by("planned_on", "started_on", "pk")
    )  # fmt: skip
    for step in steps:
        paths[step["client_id"]].append(step | {"partners": [(step["colour"], step["by"])]})
    day = today()
    for row in rows:
        path = paths[row["pk"]]
        row["running"] = [step for step in path if step["status"] == "active"]
        row["next"] = next((step for step in path if step["status"] == "planned"), None)
        row["late"] = row["next"] is not None and row["next"]["planned_on"] and row["next"]["planned_on"] < day
        row["mini"] = mini_string(moments(path, day))
        row["steps"] = len(path)


def steps_cells(membership: Membership, ids: list[int]) -> Cells:
    """The same in words, for a file."""
    rows: list[dict[str, Any]] = [{"pk": pk} for pk in ids]
    with_steps(rows, membership)
    return {row["pk"]: (Cell(_running(row)), Cell(_next(row))) for row in rows}


def _running(row: dict[str, Any]) -> str:
    return "; ".join(f"{step['name']} ({step['by']}), {day_short(step['started_on'])}" for step in row["running"])


def _next(row: dict[str, Any]) -> str:
    step = row["next"]
    return f"{step['name']} ({step['by']}), {day_short(step['planned_on'])}".rstrip(", ") if step else ""


# The plan


def plan_cells(membership: Membership, ids: list[int]) -> Cells:
    open_goals = PlanGoal.objects.filter(plan=OuterRef("pk"), status="open").order_by().values("plan")
    found = Plan.objects.filter(shows(membership, "plan"), client_id__in=ids, ended_on=None).values(
        "client_id", "kind", "started_on", "evaluate_on",
        open=Coalesce(Subquery(open_goals.annotate(n=Count("pk")).values("n")), Value(0)),
    )  # fmt: skip
    return {row["client_id"]: _plan(row) for row in found}


def _plan(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    due = row["evaluate_on"]
    warn = translate("voorbij") if due and due < today() else ""
    return (
        Cell(capfirst(str(PLAN_KINDS[row["kind"]])), translate("sinds %(on)s") % {"on": day_short(row["started_on"])}),
        Cell(row["open"]), Cell(due, warn=warn),
    )  # fmt: skip


# Contact: the last one, the next appointment, and the telephone


def contacts_of(membership: Membership) -> QuerySet[Note]:
    """The contacts with the client of the query around it that the membership reads of. A no-show is none."""
    own: Any = Q(pk__in=[])  # each note of the part that it is about, which an involvement may not show
    for part in NOTE_PARTS:
        if membership.reads(part):
            own |= Q(part=part) & shows(membership, part)
    return (
        Note.objects.filter(own, shows(membership, "notes"), client=OuterRef("pk")).exclude(kind="no-show").order_by()
    )


def contact_cells(membership: Membership, ids: list[int]) -> Cells:
    last = contacts_of(membership).order_by("-on", "-pk")
    to_come = Appointment.objects.filter(
        shows(membership, "plan"), client=OuterRef("pk"), status="planned", on__gte=today()
    ).order_by("on", "time")
    address = Contact.objects.filter(shows(membership, "contact"), client=OuterRef("pk"))
    # One sub-select for each table, not for each value: each is held by the table's policies.
    found = Client.objects.filter(pk__in=ids).values(
        "pk", last=Subquery(last.values(told=JSONObject(on="on", kind="kind"))[:1]),
        next=Subquery(to_come.values(told=JSONObject(on="on", time="time", user="user__name"))[:1]),
        phone=Subquery(address.values("phone")[:1]),
    )  # fmt: skip
    return {row["pk"]: _contact(row) for row in found}


def _contact(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    last, to_come = row["last"], row["next"]
    return (
        Cell(dt.date.fromisoformat(last["on"]), str(NOTE_KINDS[last["kind"]])) if last else Cell(),
        Cell(dt.date.fromisoformat(to_come["on"]), f"{to_come['time'][:5]}, {to_come['user']}") if to_come else Cell(),
        Cell(row["phone"] or ""),
    )  # fmt: skip


# The benefit: the point of contact's alone


def benefit_cells(membership: Membership, ids: list[int]) -> Cells:
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gte=today())
    found = BenefitPeriod.objects.filter(
        going_on, shows(membership, "benefit"), client_id__in=ids, started_on__lte=today()
    ).order_by("started_on", "pk")  # fmt: skip
    periods: dict[int, list[tuple[str, Any]]] = {}
    for client, scheme, level, since in found.values_list("client_id", "scheme", "level", "started_on"):
        periods.setdefault(client, []).append((f"{SCHEMES[scheme]} ({LEVELS[level]})", since))
    return {
        client: (Cell(", ".join(name for name, _since in some)), Cell(some[0][1])) for client, some in periods.items()
    }


GROUPS = (
    Columns("stappen", _("Snoer en stappen"), ("plan",), (_("Loopt nu"), _("Volgende stap")), steps_cells),
    Columns("plan", _("Plan"), ("plan",), (_("Plan"), _("Open doelen"), _("Evaluatie")), plan_cells),
    Columns(
        "contact", _("Contact en afspraken"), ("notes", "contact", "plan"),
        (_("Laatste contact"), _("Volgende afspraak"), _("Telefoon")), contact_cells,
    ),
    Columns("uitkering", _("Uitkering"), ("benefit",), (_("Uitkering"), _("Uitkering sinds")), benefit_cells),
)  # fmt: skip


# The orders that go along nobody's index: for the people of one consultant.


def last_contact(membership: Membership) -> Any:
    """The day of the last contact, else of the registration."""
    on = contacts_of(membership).order_by("-on").values("on")[:1]
    return Greatest(Subquery(on, output_field=DateField()), F("registered_on"))


def without_step_since(membership: Membership) -> Any:
    """The day on which the last step ended, else of the registration; a day to come for who is in one."""
    steps = Step.objects.filter(shows(membership, "plan"), client=OuterRef("pk")).order_by()
    running = any_of(steps.filter(status="active"))
    ended = steps.filter(ended_on__isnull=False).order_by("-ended_on").values("ended_on")[:1]
    since = Greatest(Subquery(ended, output_field=DateField()), F("registered_on"))
    return Case(When(running, then=Value(LATER, output_field=DateField())), default=since)
