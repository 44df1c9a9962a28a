"""The top floor: programmes with their targets, and what was counted for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Municipality, Partner
from clients.models import Client

KINDS = {"activation": _("geactiveerd"), "outflow": _("uitgestroomd")}
EXTENTS = {"full": _("geheel"), "partial": _("gedeeltelijk")}


@keep_history()
class Programme(models.Model):
    """A chain's targets for a period (counting.md)."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="programmes")
    key = models.SlugField()
    name = models.CharField(max_length=120)
    started_on = models.DateField()
    ended_on = models.DateField()
    counted_schemes = ArrayField(models.SlugField())
    rule_set = models.SlugField(default="2018")  # which rules of reporting.counting count it
    investment = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)  # euro
    investment_note = models.TextField(blank=True)
    saving_per_outflow = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)  # euro a year
    baseline_note = models.CharField(max_length=200, blank=True)  # e.g. that the baselines are invented
    row_security = "vocabulary"

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "key"], name="programme_key_once_in_chain"),
            models.CheckConstraint(condition=Q(ended_on__gte=F("started_on")), name="programme_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Target(models.Model):
    """How many extra results of a kind a year should bring, and how many would have come anyway (empty: not entered)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="targets")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    kind = models.SlugField(choices=list(KINDS.items()))
    year = models.PositiveSmallIntegerField()
    target = models.PositiveIntegerField()
    baseline = models.PositiveIntegerField(null=True, blank=True)
    row_security = "vocabulary"

    class Meta:
        ordering = ["kind", "year"]
        constraints = [models.UniqueConstraint(fields=["programme", "kind", "year"], name="target_once_a_year")]


class Tally(models.Model):
    """When a programme was last counted; its results and cells are of that moment."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="tally")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    row_security = "counted"


class Result(models.Model):
    """One counted result of one person, and the as-of days for which it is the answer: from `since` up to before `until`."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="results", db_index=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="results", db_constraint=False)
    kind = models.SlugField(choices=list(KINDS.items()), db_index=False)
    on = models.DateField()  # the day of the activation, or of the first outflow
    since = models.DateField()
    until = models.DateField(null=True)  # first as-of day for which it no longer is the answer
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", db_index=False)
    extent = models.SlugField(blank=True, choices=list(EXTENTS.items()), db_index=False)
    evidence = models.BigIntegerField()  # id of the step (activation) or of the benefit period (outflow)
    row_security = "result"
    row_part = "results"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "client", "kind", "since"], name="one_result_at_a_time"),
        ]
        indexes = [models.Index(fields=["programme", "kind", "on", "client"], name="result_drill_down")]


class Cell(models.Model):
    """Numbers without persons: how the count changes on one as-of day. A count as of D is the sum of the days up to D.

    `kind` is a kind of result, `both` (people in both) or `provisional` (outflows within their days of return); `year` is
    that of the result's day; 0, or no municipality, for `both` where the two results differ in it.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="cells", db_index=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(db_index=False)
    day = models.DateField()
    year = models.PositiveSmallIntegerField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", db_index=False)
    extent = models.SlugField(blank=True, db_index=False)
    change = models.IntegerField()
    row_security = "counted"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "day", "kind", "year", "municipality", "partner", "extent"],
                nulls_distinct=False, name="one_cell",
            )
        ]  # fmt: skip
