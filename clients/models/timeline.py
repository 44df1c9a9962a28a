"""What happened, told once and for all partners: events by acts, notes by people."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Membership, Partner, User
from clients.models.client import Client

NOTE_KINDS = {
    "talk": _("gesprek"),
    "phone": _("telefonisch contact"),
    "mail": _("e-mail of brief"),
    "visit": _("bezoek"),
    "no-show": _("niet verschenen"),
}
AUDIENCES = {"chain": _("partners bij deze persoon"), "partner": _("alleen mijn organisatie")}


class Event(models.Model):
    """One act on the timeline: a text key with parameters, and kind and id of what it is about (no generic key)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="events", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    act = models.SlugField(db_index=False)  # a key of clients.timeline.TEXTS
    part = models.SlugField(db_index=False)
    params = models.JSONField(default=dict)
    about = models.SlugField(blank=True, db_index=False)  # model name
    about_id = models.BigIntegerField(null=True)
    on = models.DateField()  # the day that it tells of
    at = models.DateTimeField(db_default=Now())
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    row_security = "told"

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="event_latest")]


@keep_history()
class Note(models.Model):
    """A contact with the person, in a few lines; corrected only with history."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="notes", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.SlugField(_("soort"), choices=list(NOTE_KINDS.items()), db_index=False)
    on = models.DateField(_("datum"))
    text = models.TextField(_("notitie"))
    audience = models.SlugField(_("zichtbaar voor"), choices=list(AUDIENCES.items()), default="chain", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "note"
    row_part = "notes"

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="note_latest")]
