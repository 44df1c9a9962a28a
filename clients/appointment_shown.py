"""Where appointments are seen: on the record, on Mijn dag, in the agenda, and when a file is to be closed."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chain.days import now, today
from chain.formats import day_short
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients import access, appointments
from clients.asked import ask
from clients.covering import whose
from clients.day_asked import Question, answers
from clients.models import Appointment, Client
from clients.models.appointment import APPOINTMENT_STATUSES, WHERE
from clients.models.mail import MAIL_STATUSES
from clients.queries import shows
from clients.registered import AgendaItem, DayRow, Leads, OpenEnd, Panel, Waiting

SHOWN = 4  # on the record
ROWS = 300  # on Mijn dag; what is today goes before what was
MOST = 400  # in the agenda of two weeks of one partner
TONES = {"planned": "info", "kept": "good", "no-show": "error", "excused": "outline", "cancelled": "outline"}
NOT_ARRIVED = ("unsure", "refused")

# What is to come first, the soonest at the head, then what was last; and how many of the last were missed in a row.
LATEST = """
    select a.id, a.subject, a."on", to_char(a.time, 'HH24:MI') as time, a.status, a."where", u.name as person,
      p.name as partner, p.colour, (select count(*) from (select x.status, bool_or(x.status = 'kept') over (
            order by x."on" desc, x.time desc, x.id desc) as came
          from clients_appointment x where x.client_id = a.client_id and x.status in ('kept', 'no-show')
          order by x."on" desc, x.time desc, x.id desc limit 10) l where not l.came) as missed
    from clients_appointment a join chain_partner p on p.id = a.partner_id join chain_user u on u.id = a.user_id
    where a.client_id = %(client)s and a.status <> 'cancelled'
    order by a.status <> 'planned', case when a.status = 'planned' then a."on" end, a."on" desc, a.time, a.id limit 5"""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The select of what is shown on the record, for clients.asked."""
    return {"appointments": LATEST} if access.reads(membership, client, "plan") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """`Afspraken` on the record; nothing for who cannot make the first."""
    if not access.reads(membership, client, "plan"):
        return None
    there = client.asked if client.asked is not None else ask(questions(membership, client), {"client": client.pk})
    found, writes = there["appointments"], appointments.may_make(membership, client)
    if not found and not writes:
        return None
    rows = [
        row | {"tone": TONES[row["status"]], "label": APPOINTMENT_STATUSES[row["status"]], "how": WHERE[row["where"]],
               "today": row["on"] == today(), "open": row["status"] == "planned" and row["on"] < today(),
               "url": reverse("appointment", args=[client.number, row["id"]])}
        for row in found[:SHOWN]
    ]  # fmt: skip
    context = {
        "rows": rows, "more": len(found) > SHOWN, "writes": writes, "number": client.number,
        "missed": found[0]["missed"] if found and found[0]["missed"] >= appointments.IN_A_ROW else 0,
    }  # fmt: skip
    return Panel("appointments", "plan", "clients/panel_appointments.html", context, place="side", position=15)


# Mijn dag. Of these users what is planned up to today, and what is to come whose invitation did not arrive; sight is asked as
# in clients/day.py. A limit of one keeps the planner from joining. The mail of an invitation is found by its key.
TURN = """
    select a.id, a."on", a.time, a.subject, a."where", a.place as spot, a.user_id, u.name as person, p.name as partner,
      p.colour, c.*, coalesce(q.status, '') as mail
    from clients_appointment a join chain_partner p on p.id = a.partner_id join chain_user u on u.id = a.user_id,
      lateral (select c.id as client_id, c.number,
          concat_ws(' ', nullif(c.first_name, ''), nullif(c.prefix, ''), c.last_name) as name, coalesce(m.name, '') as place
        from clients_client c left join chain_municipality m on m.id = c.home_id
        where c.id = a.client_id and c.chain_id = a.chain_id and c.closed_on is null
          and (%(contact)s or exists (select 1 from clients_involvement v where v.client_id = c.id
            and v.partner_id = any(%(partners)s) and v.membership_id is null and (v.parts is null or 'plan' = any(v.parts))
            and v.started_on <= %(today)s and (v.seen_until is null or v.seen_until >= %(today)s)))
        limit 1) c
      left join lateral (select m.status from clients_mail m where a.invited_by = 'email' and a."on" >= %(today)s
        and m.chain_id = a.chain_id and m.key = 'appointment-' || a.id || '-' || a.version limit 1) q on true
    where a.chain_id = %(chain)s and a.status = 'planned' and (%(users)s::bigint[] is null or a.user_id = any(%(users)s))
      and a.partner_id = any(%(partners)s)
      and (a."on" <= %(today)s or a."on" <= %(today)s + 60 and q.status in ('unsure', 'refused'))
    order by a."on" < %(today)s, a."on", a.time, a.id limit %(most)s"""


def day_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """Of the users meant by `leads` (oneself): what is today, what was of which nobody said how it went, and invitations that
    did not arrive."""
    if membership.role not in CASEWORKERS or not membership.writes("plan") or membership.partner is None:
        return {}
    params: dict[str, Any] = {
        "chain": membership.chain_id, "users": whose(membership, leads), "today": today(), "most": ROWS,
        "partners": membership.acts_for, "contact": bool(membership.is_contact_point),
    }  # fmt: skip
    return {"turn": (TURN, params)}


def day_rows(membership: Membership, leads: Leads = ()) -> list[DayRow]:
    """What day_questions() found."""
    found = answers(day_questions, membership, leads).get("turn", [])
    return [_day_row(row | {"time": dt.time.fromisoformat(row["time"])}, membership) for row in found]


def _day_row(row: dict[str, Any], membership: Membership) -> DayRow:
    over = dt.datetime.combine(row["on"], row["time"]) <= now()
    url = reverse("appointment", args=[row["number"], row["id"]])
    later, why = (translate("Verzetten"), f"{url}#move"), translate("%(subject)s, %(day)s om %(time)s uur")
    if over:
        reason, next_step, urgency = translate("Hoe liep het?"), translate("Zeggen hoe het liep"), 1
        ways: tuple[tuple[str, str], ...] = ((reason, f"{url}#settle"),)
    elif row["on"] == today():
        reason, next_step, urgency = translate("Afspraak vandaag"), translate("Afspraak om %(time)s uur"), 3
        why, ways = "%(subject)s, %(where)s", (later,)
    else:
        reason, next_step, urgency = (
            translate("Uitnodiging niet aangekomen"),
            translate("Bellen, of anders uitnodigen"),
            1,
        )
        ways = (later,)
    words = {"subject": row["subject"], "day": day_short(row["on"]), "time": f"{row['time']:%H:%M}",
             "where": row["spot"] or str(WHERE[row["where"]])}  # fmt: skip
    return DayRow(
        number=row["number"], name=row["name"], place=row["place"], reason=reason, why=why % words,
        next_step=next_step % words, url=url, partner=row["partner"], colour=row["colour"], term=row["on"], urgency=urgency,
        client_id=row["client_id"], person="" if row["user_id"] == membership.user_id else row["person"], ways=ways,
        lead=row["user_id"],
    )  # fmt: skip


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """What one has today that is still to come."""
    if membership.role not in CASEWORKERS:
        return {}
    found = Appointment.objects.filter(
        shows(membership, "plan"), chain_id=membership.chain_id, user=membership.user_id, status="planned", on=today()
    )  # fmt: skip
    return {"today": found.order_by().values("user_id").annotate(number=Count("pk"))}


def waiting(membership: Membership) -> list[Waiting]:
    """How many one has today that are still to come, and where the agenda is."""
    number = sum(row["number"] for row in answers(head_questions, membership).get("today", ()))
    return (
        [Waiting(number, ngettext("afspraak vandaag", "afspraken vandaag", number), reverse("agenda"))]
        if number
        else []
    )


# The agenda, and closing a file


def agenda(membership: Membership, users: list[int], first: dt.date, last: dt.date) -> list[AgendaItem]:
    """The appointments of these users of one's partner, but for those called off: one query."""
    if not membership.reads("plan"):
        return []
    found = (
        Appointment.objects.filter(
            shows(membership, "plan"), chain_id=membership.chain_id, partner__in=membership.acts_for, user__in=users,
            on__gte=first, on__lte=last,
        )
        .exclude(status="cancelled").select_related("client", "partner").order_by("on", "time", "pk")
    )  # fmt: skip
    return [
        AgendaItem(
            on=one.on, time=one.time, user=one.user_id, number=one.client.number, name=one.client.name, what=one.subject,
            where=one.place or str(WHERE[one.where]), url=reverse("appointment", args=[one.client.number, one.pk]),
            partner=one.partner.name, colour=one.partner.colour, state=_state(one),
        )
        for one in found[:MOST]
    ]  # fmt: skip


def _state(one: Appointment) -> str:
    if one.status == "planned":
        return translate("Hoe liep het?") if appointments.begun(one) else ""
    return str(APPOINTMENT_STATUSES[one.status])


def open_ends(client: Client) -> list[OpenEnd]:
    """What is still to come, or was never settled: closing the file calls it off."""
    found = Appointment.objects.filter(client=client, status="planned").select_related("partner", "user")
    return [
        OpenEnd(
            translate("Afspraak"), f"{one.subject}, {day_short(one.on)}", reverse("appointment", args=[client.number, one.pk]),
            False, one.partner.name, one.partner.colour, partial(_end, one),
        )
        for one in found.order_by("on", "time", "pk")
    ]  # fmt: skip


def _end(one: Appointment, on: dt.date, why: str, by: Membership) -> None:
    found = Appointment.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if found.status == "planned":
        appointments.settle(found, "cancel", text=why, by=by)


# What became of the e-mail, as the page of an appointment says it
MAIL_TOLD = {
    **MAIL_STATUSES,
    "waiting": _("staat klaar om verstuurd te worden"),
    "dropped": _("niet verstuurd: dat was niet meer nodig"),
    "refused": _("niet aangekomen: het adres klopt niet"),
}
