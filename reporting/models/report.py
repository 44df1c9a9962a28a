"""Reports: what was told on a day, to the chain exactly, and outside it so that nobody can be found in it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Membership, Municipality, User
from reporting.models.programme import Programme

FILE_STATUSES = {"asked": _("staat klaar"), "running": _("bezig"), "done": _("klaar"), "failed": _("mislukt")}
FORMATS = {"pdf": "PDF", "xlsx": "XLSX", "csv": "CSV"}


@keep_history("content")
class Report(models.Model):
    """An edition: the figures of a programme as of a day, as they were known when it was made. Published, it stays so."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reports")
    as_of = models.DateField()
    made_at = models.DateTimeField(db_default=Now())  # the figures are as known at this moment
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    note = models.TextField(_("toelichting"), max_length=2000, blank=True)
    content = models.JSONField(default=dict)  # exact: {"sections": [...]} as reporting.tables writes them
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "edition"

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="report_published_by_somebody",
            )
        ]


class OutsideReport(models.Model):
    """What leaves the chain of an edition: for one municipality, or for all together; small numbers are hidden."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="outside")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+", db_index=False)
    content = models.JSONField(default=dict)
    published = models.BooleanField(default=False)
    row_security = "outside"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "municipality"], nulls_distinct=False, name="once_a_municipality")
        ]


class ReportFile(models.Model):
    """A file with figures that a worker makes for somebody, without persons; taken away after a day."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    what = models.SlugField(db_index=False)  # a key of reporting.files.SOURCES
    values = models.JSONField(default=dict)  # what it was asked for: as in the address of the page
    format = models.SlugField(choices=list(FORMATS.items()), db_index=False)
    status = models.SlugField(choices=list(FILE_STATUSES.items()), default="asked", db_index=False)
    done = models.PositiveSmallIntegerField(default=0)  # tables, of `number`
    number = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)  # of the file
    content = models.BinaryField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    row_security = "own"
    row_part = "client"
