"""What the work profile says in the list of people: which work, how much, from when."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day_short
from chain.models import Membership
from clients.queries import shows
from clients.registered import Cell, Columns
from diagnosis.models import TargetOccupation, WorkProfile


def work_cells(membership: Membership, ids: list[int]) -> dict[int, tuple[Cell, ...]]:
    wanted = TargetOccupation.objects.filter(client=OuterRef("client")).order_by("position", "pk")
    found = WorkProfile.objects.filter(shows(membership, "profile"), client_id__in=ids).values(
        "client_id", "hours_min", "hours_max", "available_from",
        occupations=ArraySubquery(wanted.values("occupation__name")[:3]),
    )  # fmt: skip
    return {row["client_id"]: _work(dict(row)) for row in found}


def _work(row: dict[str, Any]) -> tuple[Cell, ...]:
    hours = [each for each in (row["hours_min"], row["hours_max"]) if each is not None]
    later = row["available_from"] and row["available_from"] > today()
    since = translate("vanaf %(on)s") % {"on": day_short(row["available_from"])} if later else ""
    return (Cell(", ".join(row["occupations"])), Cell("–".join(map(str, dict.fromkeys(hours))), since))


GROUPS = (Columns("werk", _("Werk"), ("profile",), (_("Wil werken als"), _("Uren per week")), work_cells),)
