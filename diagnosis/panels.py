"""What the intake adds to the record page and to Mijn dag (registered in the settings)."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from chain.days import today
from chain.formats import day_short
from chain.models import Membership, Partner
from chain.parts import CASEWORKERS, CONSULTANTS
from clients.covering import whose
from clients.day_asked import Question, answers, of_person, person
from clients.models import Client, Step
from clients.registered import DayRow, Leads, OpenEnd, Panel
from diagnosis import ability_panel, intake_panel, profile_panel, report_panel
from diagnosis import outlook as labour_market
from diagnosis.invitations import cancel, coming, open_invitations
from diagnosis.models import Intake, Invitation


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """What the panels here need of the person, asked with the rest of the record page in one statement."""
    return (
        intake_panel.questions(membership, client)
        | ability_panel.questions(membership, client)
        | labour_market.questions(membership, client)
        | profile_panel.questions(membership, client)
        | report_panel.questions(membership, client)
    )


def profile(membership: Membership, client: Client) -> Panel | None:
    return profile_panel.panel(membership, client)


def outlook(membership: Membership, client: Client) -> Panel | None:
    return labour_market.panel(membership, client)


def report(membership: Membership, client: Client) -> Panel | None:
    return report_panel.panel(membership, client)


def ability(membership: Membership, client: Client) -> Panel | None:
    return ability_panel.panel(membership, client)


ROWS = 25  # of each kind on Mijn dag
UNCLAIMED_DAYS = 90  # how long a registration without a lead consultant is shown to all of them


def intake(membership: Membership, client: Client) -> Panel | None:
    """Where the intake stands, what came of it, and the way on."""
    return intake_panel.panel(membership, client)


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """Own intakes that are not concluded; and who was registered and waits for one, longest first. Of an invited
    partner: the intakes that it comes to today."""
    if membership.role in CASEWORKERS and not membership.is_contact_point:
        by = {"partner_name": F("partner__name"), "colour": F("partner__colour")}
        return {"coming": coming(membership).values("time", "on", **by, **person())[:ROWS]}
    if membership.partner is None or membership.role not in CONSULTANTS or not membership.is_contact_point:
        return {}
    users = whose(membership, leads)
    begun = Intake.objects.filter(status="open", client__in=Client.objects.visible_to(membership)).order_by(
        "started_at"
    )
    if users is not None:
        begun = begun.filter(author__in=users)
    waits = without_intake(membership, users)
    return {
        "begun": begun.values("started_at", **person())[:ROWS],
        "waits": waits.values("registered_on", **person(""))[:ROWS],
    }


def day_rows(membership: Membership, leads: Leads = ()) -> list[DayRow]:
    """What day_questions() found."""
    found, partner = answers(day_questions, membership, leads), membership.partner
    rows = [_appointment(row) for row in found.get("coming", ())]
    if partner is None:
        return rows
    rows += [
        _row(row, partner, _("Intake bezig"), _("Begonnen op %(day)s.") % {"day": day_short(row["started_at"])},
             _("Intake afronden"))
        for row in found.get("begun", ())
    ]  # fmt: skip
    rows += [
        _row(row, partner, _("Nieuw aangemeld"),
             _("Aangemeld op %(day)s, nog geen intake.") % {"day": day_short(row["registered_on"])}, _("Intake beginnen"))
        for row in found.get("waits", ())
    ]  # fmt: skip
    return rows


def _appointment(row: dict[str, Any]) -> DayRow:
    return DayRow(
        **of_person(row), reason=_("Intake samen"), why=_("vandaag om %(time)s uur") % {"time": row["time"][:5]},
        next_step=_("Meedoen met de intake"), url=reverse("intake", args=[row["c_number"]]), partner=row["partner_name"],
        colour=row["colour"], term=row["on"], urgency=3,
    )  # fmt: skip


def open_ends(client: Client) -> list[OpenEnd]:
    """What closing the file ends: invitations that still stand, a diagnosis that runs (registered in the settings)."""
    url = reverse("intake", args=[client.number])
    return report_panel.open_ends(client) + [
        OpenEnd(
            _("Uitnodiging voor de intake"), day_short(found.on), url, False, found.partner.name, found.partner.colour,
            partial(_end_invitation, found),
        )
        for found in open_invitations(client)
    ]  # fmt: skip


def _end_invitation(found: Invitation, on: dt.date, why: str, by: Membership) -> None:
    cancel(found, on=on, by=by)


def without_intake(membership: Membership, users: list[int] | None):
    """Clients of these users (or of nobody yet, registered lately; None: of all) for whom nothing has been done at all."""
    lately = today().toordinal() - UNCLAIMED_DAYS
    return (
        Client.objects.visible_to(membership)
        .filter(
            Q(pk__gt=0) if users is None else Q(lead__in=users) | Q(lead=None, registered_on__gte=today().fromordinal(lately)),
            ~Exists(Step.objects.filter(client=OuterRef("pk")).exclude(status="cancelled")),
            closed_on=None,
        )
        .order_by("registered_on", "pk")
    )  # fmt: skip


def _row(row: dict[str, Any], partner: Partner, reason: str, why: str, next_step: str) -> DayRow:
    return DayRow(
        **of_person(row), reason=reason, why=why, next_step=next_step, url=reverse("intake", args=[row["c_number"]]),
        partner=partner.name, colour=partner.colour, term=None, urgency=1,
    )  # fmt: skip
