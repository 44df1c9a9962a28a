"""E-mail that is to be sent: what it is about, never its text or address, which are made when it is sent."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.models import Chain, Membership
from clients.models.client import Client

MAIL_STATUSES = {
    "waiting": _("wacht"),
    "sending": _("wordt verstuurd"),
    "sent": _("verstuurd"),
    "unsure": _("niet zeker of het is aangekomen"),
    "dropped": _("niet meer nodig"),
    "refused": _("adres geweigerd"),
}


class Mail(models.Model):
    """One e-mail: an invitation to a person, or the digest of a colleague. Its key is unique, so that none is made twice.

    It is `sending` from before it is handed over until after: one that stays so is never sent again by itself, for it may
    have arrived.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    kind = models.SlugField(db_index=False)  # invitation, digest
    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="+", db_constraint=False)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    about = models.SlugField(blank=True, db_index=False)  # model name
    about_id = models.BigIntegerField(null=True)
    status = models.SlugField(choices=list(MAIL_STATUSES.items()), default="waiting", db_index=False)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())  # not before
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, blank=True)  # the kind of error, without an address
    row_security = "mail"
    row_part = "contact"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "key"], name="mail_once"),
            models.CheckConstraint(
                condition=Q(client__isnull=False, membership__isnull=True)
                | Q(client__isnull=True, membership__isnull=False),
                name="mail_to_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["chain", "next_at"], condition=Q(status__in=["waiting", "sending"]), name="mail_to_send"
            ),
        ]  # fmt: skip
