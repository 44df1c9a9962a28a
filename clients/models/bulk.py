"""One act for many people at once: chosen in the list, looked at beforehand, carried out by a worker, one by one."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.models import Chain, Membership
from clients.models.client import Client

BULK_STATUSES = {
    "asked": _("staat klaar"),
    "running": _("bezig"),
    "done": _("klaar"),
    "stopped": _("gestopt"),
}
LINE_STATUSES = {"todo": _("nog te doen"), "done": _("gedaan"), "refused": _("niet gedaan")}


class Bulk(models.Model):
    """An act for many, of the membership that asked for it, with whose rights it is carried out."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    act = models.SlugField(db_index=False)  # a key of clients.bulk.acts()
    values = models.JSONField(default=dict)  # what the form of the act asked; emptied once it is over
    status = models.SlugField(choices=list(BULK_STATUSES.items()), default="asked", db_index=False)
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    row_security = "own"
    row_part = "client"


class BulkLine(models.Model):
    """One person of it, and what came of it; `reason` is what the product itself would have answered."""

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="lines")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    status = models.SlugField(choices=list(LINE_STATUSES.items()), default="todo", db_index=False)
    reason = models.CharField(max_length=300, blank=True)
    row_security = "draft"
    row_part = "client"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "client"], name="once_in_a_bulk")]
        indexes = [models.Index(fields=["bulk"], condition=Q(status="todo"), name="bulk_to_do")]
