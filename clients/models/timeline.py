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
WITH_WHOM = {
    "person": _("de inwoner"),
    "family": _("familie of naaste"),
    "partner": _("een ketenpartner"),
    "employer": _("een werkgever"),
    "other": _("iemand anders"),
}
# Parts of the file that a note can be about: who does not read the part does not read the note.
NOTE_PARTS = {
    "notes": _("algemeen"),
    "placements": _("plaatsing"),
    "capacity": _("arbeidsvermogen"),
    "benefit": _("uitkering"),
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
    with_whom = models.SlugField(_("met wie"), choices=list(WITH_WHOM.items()), default="person", db_index=False)
    part = models.SlugField(_("onderdeel"), choices=list(NOTE_PARTS.items()), default="notes", db_index=False)
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


class Draft(models.Model):
    """What somebody is writing about a person and has not saved yet: kept by the second, theirs alone."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    form = models.SlugField(db_index=False)  # which form: note
    content = models.JSONField(default=dict)  # field name -> what was typed
    at = models.DateTimeField(auto_now=True)
    row_security = "draft"
    row_part = "notes"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "membership", "form"], name="draft_once")]


class News(models.Model):
    """An event that a partner involved has to know, once. A number and no name: the file may be closed by now."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    event_number = models.BigIntegerField()  # the event's id, without a key: who may not see it any more has this row
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    act = models.SlugField(db_index=False)  # of the event
    number = models.CharField(max_length=12)  # of the client
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    row_security = "news"
    row_part = "client"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_number", "partner"], name="news_once")]
        indexes = [
            models.Index(fields=["partner", "-at"], condition=models.Q(seen_at__isnull=True), name="news_unseen")
        ]
