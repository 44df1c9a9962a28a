"""Who has to do with a person, and who looked: the grounds of row-level security."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Membership, Partner, User
from clients.models.client import Client
from clients.models.step import Step

REASONS = {"team": _("casusteam"), "step": _("stap"), "placement": _("plaatsing")}


@keep_history()
class TeamMember(models.Model):
    """Somebody of a partner in the person's case team."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="team", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    task = models.CharField(_("doet wat"), max_length=120, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    row_security = "team"
    row_part = "plan"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "user"], condition=Q(ended_on__isnull=True), name="once_in_the_team"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="team_ends_after_start"
            ),
        ]


class Involvement(models.Model):
    """That a partner has to do with a person, why, from when to when. Derived by triggers from what it comes from.

    Sight lasts 90 days longer for a step or placement (settings.SIGHT_AFTER_STEP_DAYS).
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="involvements", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    reason = models.SlugField(choices=list(REASONS.items()), db_index=False)
    step = models.OneToOneField(Step, models.CASCADE, null=True, related_name="involvement")
    member = models.OneToOneField(TeamMember, models.CASCADE, null=True, related_name="involvement")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)  # last day of what it comes from
    seen_until = models.DateField(null=True)  # last day of sight
    row_security = "derived"
    row_part = "client"

    class Meta:
        indexes = [
            models.Index(fields=["partner", "client", "seen_until"], name="involvement_sight"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__isnull=False, member__isnull=True) | Q(step__isnull=True, member__isnull=False),
                name="involvement_comes_from_one",
            )
        ]


class Look(models.Model):
    """Somebody looked at parts of a file, or was refused. The application can add and nothing else.

    The key is made here: with INSERT .. RETURNING the writer would need the right to read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    asked = models.CharField(max_length=40, blank=True)  # the number that was asked for, where it was refused
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    parts = ArrayField(models.SlugField())
    why = models.SlugField(db_index=False)  # contact-point, involvement, system, duplicate, bsn, refused
    at = models.DateTimeField(default=timezone.now)
    row_security = "log"
    row_part = "looks"

    class Meta:
        indexes = [
            models.Index(fields=["client", "-at"], name="look_of_client"),
            models.Index(fields=["chain", "-at"], name="look_latest"),
        ]
