"""The digest: what waits on Mijn dag, in numbers, by e-mail early each working day to who wants it.

It tells no name and no client number, so that nothing is lost where a mailbox is read by others. One a membership a day, by
its key. What it counts is counted when it is sent, with the rights of who gets it; yesterday's is not sent today.
"""

from email.message import EmailMessage

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext, override

from chain import smtp
from chain.acting import acting_as, system_membership
from chain.days import today
from chain.formats import day_full
from chain.models import Chain, Membership, holds_on
from chain.parts import CASEWORKERS
from clients import mail
from clients.covering import stands_for
from clients.day import rows_of
from clients.day_order import in_order
from clients.models import Mail

KIND = "digest"


def put(chain: Chain) -> int:
    """In the queue, for all who get one today and have it not yet; how many are new."""
    with acting_as(system_membership(chain, mail.JOB), mail.JOB):
        if not mail.on():
            return 0
        readers = Membership.objects.filter(
            holds_on(today()), chain=chain, role__in=CASEWORKERS, user__digest=True, user__is_active=True
        ).exclude(user__email="")  # fmt: skip
        before = Mail.objects.filter(chain=chain, kind=KIND).count()
        Mail.objects.bulk_create(
            [
                Mail(chain=chain, key=_key(pk), kind=KIND, membership_id=pk)
                for pk in readers.values_list("pk", flat=True)
            ],
            ignore_conflicts=True,
        )
        mail.kick(chain.pk)
        return Mail.objects.filter(chain=chain, kind=KIND).count() - before


def _key(membership_id: int) -> str:
    return f"digest-{membership_id}-{today():%Y%m%d}"


def message(queued: Mail) -> EmailMessage | None:
    """As it is now; None where it is of another day, where nothing waits, or for who wants none any more."""
    assert queued.membership_id
    held = Membership.objects.with_contact_point().select_related("user", "partner", "chain")
    reader = held.filter(holds_on(today()), pk=queued.membership_id).first()
    if reader is None or queued.key != _key(reader.pk) or not (reader.user.digest and reader.user.email):
        return None
    with acting_as(reader.pk, "digest"), override("nl"):
        lines = numbers(reader)
        if not lines:
            return None
        address = settings.SNOER_URL.rstrip("/")
        text = "\n".join([
            translate("Goedemorgen,"), "", translate("Op Mijn dag in Snoer staat voor u:"), "",
            *(f"- {line}" for line in lines), "", f"{address}{reverse('day')}", "",
            translate("In dit bericht staan geen namen. Wilt u het niet meer? Zet het uit bij Mijn instellingen:"),
            f"{address}{reverse('my_settings')}", "",
        ])  # fmt: skip
        return smtp.message(
            to=reader.user.email, subject=translate("Uw dag in Snoer: %(day)s") % {"day": day_full(today())}, text=text,
            called="Snoer", message_id=f"{queued.key}.{queued.chain_id}",
        )  # fmt: skip


def numbers(membership: Membership) -> list[str]:
    """What stands on Mijn dag, by urgency, in words; nothing where it is empty."""
    count = dict.fromkeys(range(5), 0)
    for row, _also in in_order(rows_of(membership, stands_for(membership))):
        count[row.urgency] += 1
    told = {
        0: ngettext("%(number)s keer is een termijn voorbij", "%(number)s keer is een termijn voorbij", count[0]),
        1: ngettext("%(number)s persoon wacht op u", "%(number)s mensen wachten op u", count[1]),
        2: ngettext("%(number)s vraag van of aan een partner", "%(number)s vragen van of aan een partner", count[2]),
        3: ngettext("%(number)s afspraak of start", "%(number)s afspraken of starts", count[3]),
        4: ngettext("%(number)s signaal", "%(number)s signalen", count[4]),
    }
    return [told[urgency] % {"number": count[urgency]} for urgency in told if count[urgency]]


MAIL = (KIND, message)
