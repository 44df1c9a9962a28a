"""What the intake adds to the record page and to Mijn dag (registered in the settings)."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from chain.days import today
from chain.formats import day_short
from chain.models import Membership, Partner
from chain.parts import CONSULTANTS
from clients.models import Client, Step
from clients.registered import DayRow, Panel
from diagnosis.intake import may_write
from diagnosis.models import Intake

ROWS = 25  # of each kind on Mijn dag
UNCLAIMED_DAYS = 90  # how long a registration without a lead consultant is shown to all of them


def intake(membership: Membership, client: Client) -> Panel | None:
    """Where the intake stands, what came of it, and the way on."""
    if not membership.reads("profile"):
        return None
    latest = Intake.objects.filter(client=client).select_related("author").order_by("-started_at", "-pk").first()
    writes = may_write(membership, client)
    url = reverse("intake", args=[client.number])
    return Panel(
        "intake", "profile", "diagnosis/panel_intake.html",
        {"intake": latest, "writes": writes, "url": url}, place="side", position=20,
    )  # fmt: skip


def day_rows(membership: Membership) -> list[DayRow]:
    """Own intakes that are not concluded; and who was registered and waits for one, longest first."""
    partner = membership.partner
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
