"""What was counted for a programme: results of persons, and the numbers without persons that follow from them."""

from django.db import models

from chain.models import Chain, Municipality, Partner
from clients.models import Client
from reporting.models.programme import EXTENTS, KINDS, Programme


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


class Change(models.Model):
    """Numbers without persons: how the count changes on one as-of day. A count as of D is the sum of the days up to D.

    `kind` is a kind of result, `both` (people in both) or `provisional` (outflows within their days of return); `year` is
    that of the result's day; 0, or no municipality, for `both` where the two results differ in it.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="%(class)ss", db_index=False)
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
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "day", "kind", "year", "municipality", "partner", "extent"],
                nulls_distinct=False, name="one_%(class)s",
            )
        ]  # fmt: skip


class Cell(Change):
    """What the results of all files come to."""


class ErasedCell(Change):
    """What the results of erased files add to the cells, and all that is left of who was counted.

    Written by the erasure, in the same transaction (reporting/erased.py); counting all anew adds it.
    """
