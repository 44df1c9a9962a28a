"""The caseload as it is: one narrow row a person, for numbers only (reporting/analysis.py)."""

from django.db import models

from chain.models import Chain, Municipality
from clients.models import Client


class Facet(models.Model):
    """What somebody with an open file counts for in the analysis, in one row that no person reads.

    Each number is the place of a group among those of its kind (reporting/facet_kinds.py), 0 for what is unknown: a hundred
    thousand rows are grouped by such numbers in half the time that the words take. `groups` has a bit for each target group.
    Kept by a job from the parts of the file (`renewed_at` says when it last changed).
    """

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    home = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+", db_index=False)
    age = models.PositiveSmallIntegerField(default=0)
    duration = models.PositiveSmallIntegerField(default=0)  # of the benefit, without a day between
    ability = models.PositiveSmallIntegerField(default=0)
    ladder = models.PositiveSmallIntegerField(default=0)
    household = models.PositiveSmallIntegerField(default=0)
    education = models.PositiveSmallIntegerField(default=0)
    language = models.PositiveSmallIntegerField(default=0)
    groups = models.PositiveIntegerField(default=0)
    renewed_at = models.DateTimeField()
    row_security = "job"
    row_part = "client"

    class Meta:
        indexes = [models.Index(fields=["chain"], name="facet_of_chain")]
