"""How somebody hears of an appointment: a letter in plain Dutch (B1), filed with the person, that goes by post or by e-mail.

An e-mail is put in the queue and made when it is sent (clients/mail.py): what was moved or called off meanwhile is not sent
any more, and who got an invitation that does not hold any more gets the next one.
"""

import datetime as dt
from email.message import EmailMessage

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain import smtp
from chain.days import now, today
from chain.formats import day_full
from chain.models import Membership
from clients import access, letters, mail
from clients.models import Appointment, Client, Contact, Letter, LetterTemplate, Mail
from clients.models.appointment import WHERE

KIND = "invitation"
# Once it was handed over, or may have been, the person may have read it.
MAY_HAVE_ARRIVED = ("sending", "sent", "unsure")
ABOVE = {
    "moved": "Let op: deze afspraak komt in de plaats van de afspraak die u eerder van ons kreeg.",
}


def hinder(membership: Membership, client: Client, invited_by: str) -> object:
    """Why the person cannot be invited so by the membership, in words; "" where that can."""
    if invited_by != "email":
        return ""
    if not mail.on():
        return _("E-mail staat in Snoer nog uit. Kies een brief.")
    if not access.reads(membership, client, "contact"):
        return _("U ziet het e-mailadres van deze persoon niet. Kies een brief.")
    if not Contact.objects.filter(client=client).exclude(email="").exists():
        return _("Van deze persoon is geen e-mailadres bekend. Kies een brief.")
    return ""


def send(appointment: Appointment, what: str, *, by: Membership) -> Letter:
    """The letter of an invitation, of one that takes the place of an earlier one (`moved`), or that it does not go on
    (`cancelled`); in the queue where it goes by e-mail."""
    if what == "moved" and appointment.invited_by == "email" and not _arrived(appointment):
        what = "invitation"
    appointment.letter = _written(appointment, what, by)
    appointment.save(update_fields=["letter"])
    if appointment.invited_by == "email":
        mail.put(KIND, appointment.client, key(appointment), about=appointment)
    return appointment.letter


def key(appointment: Appointment) -> str:
    """Of its mail: each change is another one, and an old one is told from the last."""
    return f"appointment-{appointment.pk}-{appointment.version}"


def _arrived(appointment: Appointment) -> bool:
    earlier = Mail.objects.filter(chain_id=appointment.chain_id, key__startswith=f"appointment-{appointment.pk}-")
    return earlier.filter(status__in=MAY_HAVE_ARRIVED).exclude(key=key(appointment)).exists()


def _written(appointment: Appointment, what: str, by: Membership) -> Letter:
    """By the chain's own template; that it does not go on, and where there is no template, in our words."""
    how = {"email": "email", "letter": "letter"}[appointment.invited_by]
    with override("nl"):
        if what == "cancelled":
            return _filed(appointment, by, how, *_called_off(appointment, by))
        try:
            letter = letters.compose(
                appointment.client, letters.INVITATION, about=appointment, by=by, final=False, how=how
            )
        except LetterTemplate.DoesNotExist:
            subject, body = _invited(appointment, by)
            return _filed(appointment, by, how, subject, "\n\n".join(filter(None, [ABOVE.get(what, ""), body])))
        if above := ABOVE.get(what):
            letter.body = f"{above}\n\n{letter.body}"
            letter.save(update_fields=["body"])
        return letters.make_final(letter, by=by, how=how)


def _invited(found: Appointment, by: Membership) -> tuple[str, str]:
    when = f"{day_full(found.on)} om {found.time:%H.%M} uur"
    where = ", ".join(filter(None, [str(WHERE[found.where]), found.place]))
    return f"Uw afspraak op {day_full(found.on)}", (
        f"Beste {found.client.name},\n\nWe nodigen u uit voor een gesprek. Het gaat over: {found.subject}.\n\n"
        f"Wanneer: {when}. Het duurt ongeveer {found.minutes} minuten.\n"
        f"Hoe: {where}.\nMet wie: {found.user} van {found.partner}.\n\n"
        "Kunt u dan niet? Laat het ons weten vóór de afspraak. Dan zoeken we samen een andere dag. "
        "U mag iemand meenemen.\n\n"
        f"Met vriendelijke groet,\n\n{by.user}\n{found.partner}"
    )


def _called_off(found: Appointment, by: Membership) -> tuple[str, str]:
    return f"Uw afspraak op {day_full(found.on)} gaat niet door", (
        f"Beste {found.client.name},\n\n"
        f"U had een afspraak met {found.user} van {found.partner}, op {day_full(found.on)} om {found.time:%H.%M} uur. "
        "Deze afspraak gaat niet door. U hoeft niet te komen.\n\n"
        "We laten het u weten als er een nieuwe afspraak is.\n\n"
        f"Met vriendelijke groet,\n\n{by.user}\n{found.partner}"
    )


def _filed(found: Appointment, by: Membership, how: str, subject: str, body: str) -> Letter:
    assert by.partner_id
    return Letter.objects.create(
        client=found.client, chain_id=found.chain_id, part="plan", about="appointment", about_id=found.pk,
        subject=subject[:120], body=body, on=today(), partner_id=by.partner_id, author_id=by.user_id, status="final",
        final_on=today(), how=how,
    )  # fmt: skip


def message(queued: Mail) -> EmailMessage | None:
    """The e-mail as it is sent now; None where it is not needed any more: moved, over, or called off before it was sent."""
    found = (
        Appointment.objects.select_related("client__contact", "letter", "partner", "user")
        .filter(pk=queued.about_id or 0, chain_id=queued.chain_id).first()
    )  # fmt: skip
    if found is None or found.letter is None or found.client.closed_on or key(found) != queued.key:
        return None
    if found.status == "cancelled":
        needed = found.on >= today() and _arrived(found)
    else:
        needed = found.status == "planned" and dt.datetime.combine(found.on, found.time) > now()
    contact = getattr(found.client, "contact", None)
    if not needed or contact is None or not contact.email:
        return None
    made = smtp.message(
        to=contact.email, subject=found.letter.subject, text=found.letter.body, called=found.partner.name,
        message_id=f"{queued.key}.{queued.chain_id}", reply_to=found.user.email or settings.SNOER_MAIL_FROM,
    )  # fmt: skip
    return made


MAIL = (KIND, message)
