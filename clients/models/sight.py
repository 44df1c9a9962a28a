"""Who has to do with a person, and who looked: the grounds of row-level security."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Membership, Partner, User
from clients.models.client import Client
from clients.models.facts import DateRange
from clients.queries import InvolvementQuerySet

REASONS = {
    "team": _("casusteam"),
    "referral": _("verwijzing"),
    "invitation": _("uitnodiging voor de intake"),
    "screening": _("screening"),
    "mediation": _("bemiddeling"),
    "step": _("stap"),
    "placement": _("plaatsing"),
    "stay": _("leerwerkplek of groep"),
    "glass": _("inzage met een reden"),
}
RARE = ("refused", "bsn", "duplicate", "glass", "privacy", "api")  # reasons of a look that few looks have


@keep_history()
class TeamMember(models.Model):
    """Somebody of a partner in the person's case team, or who has the lead: one at a time, until the file is closed.

    On the day of a hand-over the one who leaves and the one who takes over both stand in the team.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="team", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    task = models.CharField(_("doet wat"), max_length=120, blank=True)
    is_lead = models.BooleanField(default=False)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    row_security = "of_contact"
    row_part = "plan"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "user"], condition=Q(ended_on__isnull=True), name="once_in_the_team"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="team_ends_after_start"
            ),
            ExclusionConstraint(
                name="one_lead_at_a_time",
                expressions=[
                    (F("client"), RangeOperators.EQUAL),
                    (DateRange(F("started_on"), F("ended_on"), Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_lead=True),
            ),
        ]


class Involvement(models.Model):
    """That a partner has to do with a person: why, for which parts of the file, from when to when.

    Derived by triggers from what it comes from (`source`, `source_id`; clients/sql.py). Sight lasts 90 days longer for a
    step or placement (settings.SIGHT_AFTER_STEP_DAYS). Empty `parts`: all that one's function reads. With `membership`
    it is only theirs: of a screener, or of who broke the glass.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="involvements", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.SlugField(choices=list(REASONS.items()), db_index=False)
    parts = ArrayField(models.SlugField(), null=True)
    source = models.SlugField(db_index=False)  # step, teammember, referral, glass ...
    source_id = models.BigIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)  # last day of what it comes from
    seen_until = models.DateField(null=True)  # last day of sight
    expires_at = models.DateTimeField(null=True)  # the moment at which it ends on that day
    row_security = "derived"
    row_part = "client"

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partner", "client", "seen_until"], name="involvement_sight"),
            models.Index(fields=["membership"], condition=Q(membership__isnull=False), name="involvement_in_person"),
            models.Index(
                fields=["partner"],
                condition=Q(parts__isnull=False, membership__isnull=True),
                name="involvement_of_parts",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "membership"], nulls_distinct=False, name="involvement_comes_from_one"
            )
        ]


class Glass(models.Model):
    """Somebody broke the glass: sees a file outside their involvements, for a written reason, for 24 hours.

    Made by snoer_break_glass() alone (clients/sql.py), which tells the lead consultant too.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reason = models.TextField(_("waarom"))
    at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    row_security = "glass"
    row_part = "client"


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
    why = models.SlugField(db_index=False)  # a key of clients.look_words.WHY
    at = models.DateTimeField(default=timezone.now)
    row_security = "log"
    row_part = "looks"

    class Meta:
        indexes = [
            models.Index(fields=["client", "-at"], name="look_of_client"),
            models.Index(fields=["chain", "-at"], name="look_latest"),
            # The privacy officer asks what a colleague looked at, and for what is rare among all looks.
            models.Index(fields=["membership", "-at"], name="look_of_membership"),
            models.Index(fields=["chain", "why", "-at"], name="look_rare", condition=Q(why__in=RARE)),
            models.Index(fields=["asked"], name="look_asked", condition=Q(client__isnull=True) & ~Q(asked="")),
        ]


@keep_history()
class LookReview(models.Model):
    """That the privacy officer looked into something unusual in the look log (clients/look_unusual.py), and what came of it.

    What is looked into comes back only when more of the kind follows: it covers the looks of a moment to a moment.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    kind = models.SlugField(db_index=False)  # a key of clients.look_unusual.KINDS
    looker = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="+", db_constraint=False)
    since = models.DateTimeField()
    until = models.DateTimeField()
    note = models.TextField(_("wat u naging en wat eruit kwam"), max_length=1000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    row_security = "shared"
    row_part = "registers"

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="look_review_ends_after_start")]


class Recent(models.Model):
    """That a membership opened somebody's file; kept by a trigger on the look log, the latest few of each membership."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    row_security = "opened"
    row_part = "client"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "client"], name="recent_once")]
        indexes = [models.Index(fields=["membership", "-at"], name="recent_latest")]
