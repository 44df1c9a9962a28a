"""What the chain promised: programmes with their targets, shares, costs and savings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Municipality

KINDS = {"activation": _("geactiveerd"), "outflow": _("uitgestroomd")}
EXTENTS = {"full": _("geheel"), "partial": _("gedeeltelijk")}
# By what the targets, baselines and costs are divided over the municipalities.
SHARE_KEYS = {
    "benefits": _("naar het aantal mensen met een uitkering die meetelt, op de eerste dag van het programma"),
    "agreed": _("zoals de gemeenten hebben afgesproken"),
    "equal": _("iedere gemeente evenveel"),
}
COSTS = {"planned": _("begroot"), "spent": _("uitgegeven")}


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
    share_key = models.SlugField(
        choices=list(SHARE_KEYS.items()), blank=True, db_default="", db_index=False
    )  # empty: no shares
    share_note = models.CharField(max_length=200, blank=True, db_default="")  # where the shares come from
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


@keep_history()
class Share(models.Model):
    """The part of the programme's targets, baselines and costs that falls to a municipality; together 100."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="shares")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    row_security = "vocabulary"

    class Meta:
        ordering = ["municipality__name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "municipality"], name="one_share_a_municipality"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="share_is_a_percentage"),
        ]


@keep_history()
class Cost(models.Model):
    """Money that the programme takes: planned, or spent on a day."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="costs")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    kind = models.SlugField(choices=list(COSTS.items()), db_index=False)
    on = models.DateField()  # of what is planned: the day from which it is meant
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # euro
    text = models.CharField(max_length=300)  # what for, and where the figure comes from
    row_security = "vocabulary"

    class Meta:
        ordering = ["on", "pk"]


@keep_history()
class Saving(models.Model):
    """What one outflow saves, in euro, for outflows from the day on: assumed, where no real amounts are known."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="savings")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    started_on = models.DateField()
    full = models.DecimalField(max_digits=10, decimal_places=2)  # of a full outflow
    partial = models.DecimalField(max_digits=10, decimal_places=2)  # of a partial one
    text = models.CharField(max_length=300)  # where the figures come from
    row_security = "vocabulary"

    class Meta:
        ordering = ["started_on"]
        constraints = [models.UniqueConstraint(fields=["programme", "started_on"], name="one_saving_from_a_day")]
