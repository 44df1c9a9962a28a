"""What the intake adds to the record page and to Mijn dag (registered in the settings)."""

import datetime as dt
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from chain.days import today
from chain.formats import day_short
from chain.models import Membership, Partner
from chain.parts import CASEWORKERS, CONSULTANTS
from clients.models import Client, Step
from clients.registered import DayRow, OpenEnd, Panel
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


def day_rows(membership: Membership) -> list[DayRow]:
    """Own intakes that are not concluded; and who was registered and waits for one, longest first. Of an invited
    partner: the intakes that it comes to today."""
    partner = membership.partner
    if membership.role in CASEWORKERS and not membership.is_contact_point:
        return [_appointment(found) for found in coming(membership)[:ROWS]]
    if partner is None or membership.role not in CONSULTANTS or not membership.is_contact_point:
        return []
    open_ones = (
        Intake.objects.filter(author_id=membership.user_id, status="open")
        .filter(client__in=Client.objects.visible_to(membership))
        .select_related("client__home").order_by("started_at")[:ROWS]
    )  # fmt: skip
    rows = [
        _row(found.client, partner, _("Intake bezig"), _("Begonnen op %(day)s.") % {"day": day_short(found.started_at)},
             _("Intake afronden"), 1)
        for found in open_ones
    ]  # fmt: skip
    rows += [
        _row(client, partner, _("Nieuw aangemeld"),
             _("Aangemeld op %(day)s, nog geen intake.") % {"day": day_short(client.registered_on)},
             _("Intake beginnen"), 1)
        for client in without_intake(membership)[:ROWS]
    ]  # fmt: skip
    return rows


def _appointment(found: Invitation) -> DayRow:
    told = {"time": f"{found.time:%H:%M}"}
    return DayRow(
        number=found.client.number, name=found.client.name, place=found.client.home.name if found.client.home else "",
        reason=_("Intake samen"), why=_("vandaag om %(time)s uur") % told, next_step=_("Meedoen met de intake"),
        url=reverse("intake", args=[found.client.number]), partner=found.partner.name, colour=found.partner.colour,
        term=found.on, urgency=3, client_id=found.client_id,
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


def without_intake(membership: Membership):
    """Clients of the membership's user (or of nobody yet, registered lately) for whom nothing has been done at all."""
    lately = today().toordinal() - UNCLAIMED_DAYS
    return (
        Client.objects.visible_to(membership)
        .filter(
            Q(lead_id=membership.user_id) | Q(lead=None, registered_on__gte=today().fromordinal(lately)),
            ~Exists(Step.objects.filter(client=OuterRef("pk")).exclude(status="cancelled")),
            closed_on=None,
        )
        .select_related("home")
        .order_by("registered_on", "pk")
    )  # fmt: skip


def _row(client: Client, partner: Partner, reason: str, why: str, next_step: str, urgency: int) -> DayRow:
    return DayRow(
        number=client.number, name=client.name, place=client.home.name if client.home else "", reason=reason, why=why,
        next_step=next_step, url=reverse("intake", args=[client.number]), partner=partner.name, colour=partner.colour,
        term=None, urgency=urgency, client_id=client.pk,
    )  # fmt: skip
