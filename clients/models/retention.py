"""How long a file is kept, what is proposed to be erased, and the proof that it was."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, User
from clients.models.client import Client

# What became of a file: the longest term of what holds for it counts (clients/retention.py).
RETAINED = {
    "provision": _("er was een voorziening"),
    "refused": _("een voorziening is geweigerd"),
    "broken-off": _("afgebroken voordat er iets begon"),
}
ACTS = {"erase": _("vernietigen"), "keep": _("bewaren")}


@keep_history()
class RetentionRule(models.Model):
    """So long after its closing a file of the kind is kept, for files closed from `started_on` up to `ended_on`."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    kind = models.SlugField(_("wat er met het dossier was"), choices=list(RETAINED.items()))
    months = models.PositiveSmallIntegerField(_("maanden"), default=0)
    weeks = models.PositiveSmallIntegerField(_("weken"), default=0)
    source = models.CharField(_("grondslag"), max_length=200)
    started_on = models.DateField(_("voor dossiers gesloten vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "vocabulary"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gt=0) | Q(weeks__gt=0), name="retention_lasts"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="retention_ends_after_start"
            ),
        ]


@keep_history()
class Erasure(models.Model):
    """A list of files to be erased: proposed by one, approved by another, carried out by the database role snoer_eraser.

    `proof`: `digest` of the numbers on the list, made at the approval; `files` and `rows` (per table) that went. It names
    nobody.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    note = models.TextField(_("toelichting"), max_length=1000, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    answer = models.TextField(_("wat de tweede persoon erover zei"), max_length=1000, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)
    proof = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    row_security = "erasure"
    row_part = "retention"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")), name="approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True) | Q(approved_at__isnull=False), name="erased_when_approved"
            ),
        ]


class ErasureEntry(models.Model):
    """A file on such a list; once it is erased, neither its number nor its client is left of it: days and the rule alone."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="entries")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    client = models.ForeignKey(Client, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    number = models.CharField(max_length=12)
    closed_on = models.DateField()
    due_on = models.DateField()
    rule = models.CharField(max_length=200)
    act = models.SlugField(choices=list(ACTS.items()), default="erase", db_index=False)
    why_kept = models.CharField(_("waarom bewaren"), max_length=500, blank=True)
    erased_at = models.DateTimeField(null=True)
    row_security = "erasure_entry"
    row_part = "retention"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["erasure", "number"], name="once_on_a_list"),
            models.CheckConstraint(condition=~Q(act="keep") | Q(why_kept__gt=""), name="kept_with_a_reason"),
        ]
