"""The step (the law's voorziening): one row for everything that is done with a person."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import PHASES, TRACKS, Chain, Instrument, Partner, User
from clients.models.client import Client

STATUSES = {
    "planned": _("gepland"),
    "active": _("loopt"),
    "done": _("afgerond"),
    "stopped": _("gestopt"),
    "cancelled": _("gaat niet door"),
}
# The allowed moves, act -> (from, to); buttons, refusals and the lock in clients.steps come from this table.
MOVES = {
    "start": ("planned", "active"),
    "finish": ("active", "done"),
    "stop": ("active", "stopped"),
    "cancel": ("planned", "cancelled"),
}
# Why a step stopped before it was done; the statutory statistics (SRG, kenmerk 18) set apart those that nobody chose.
STOPPED_FOR = {
    "early": _("gestopt voor het klaar was"),
    "moved": _("verhuisd"),
    "died": _("overleden"),
    "detention": _("detentie"),
    "pregnancy": _("zwangerschap en bevalling"),
}
SRG_DONE, SRG_EARLY, SRG_OTHER = 1, 2, 3


@keep_history()
class Step(models.Model):
    """What is done with a person: instrument, executing partner, planned, started, ended, status, hours.

    Diagnosis, placement and development add a row of their own one-to-one beside it, never a second set of dates.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="steps", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    ref = models.CharField(max_length=60)  # what it is called across systems; unique in the chain
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")  # keeps the partner of its day
    planned_on = models.DateField(_("gepland op"), null=True, blank=True)
    planned_end = models.DateField(_("gepland tot en met"), null=True, blank=True)
    started_on = models.DateField(_("begonnen op"), null=True, blank=True)
    ended_on = models.DateField(_("laatste dag"), null=True, blank=True)
    status = models.SlugField(choices=list(STATUSES.items()), default="planned", db_index=False)
    hours_per_week = models.PositiveSmallIntegerField(_("uur per week"), null=True, blank=True)
    phase = models.SlugField(choices=list(PHASES.items()), db_index=False)
    track = models.SlugField(blank=True, choices=list(TRACKS.items()), db_index=False)
    goal = models.CharField(_("waarvoor"), max_length=200, blank=True)
    plan_goal = models.ForeignKey("clients.PlanGoal", models.SET_NULL, null=True, blank=True, related_name="steps")
    referral = models.ForeignKey("clients.Referral", models.SET_NULL, null=True, blank=True, related_name="steps")
    result = models.CharField(_("resultaat"), max_length=500, blank=True)
    stopped_for = models.SlugField(_("reden"), choices=list(STOPPED_FOR.items()), blank=True, db_index=False)
    registered_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "of_partner"
    row_part = "plan"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "ref"], name="step_ref_once_in_chain"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="step_ends_after_start"
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=["planned", "cancelled"], started_on__isnull=True, ended_on__isnull=True)
                    | Q(status="active", started_on__isnull=False, ended_on__isnull=True)
                    | Q(status__in=["done", "stopped"], started_on__isnull=False, ended_on__isnull=False)
                ),
                name="step_dates_fit_status",
            ),
            models.CheckConstraint(
                condition=Q(stopped_for="") | Q(status="stopped"), name="step_reason_of_a_stopped_one"
            ),
        ]
        indexes = [
            models.Index(fields=["client", "started_on"], name="step_of_client"),
            models.Index(
                fields=["chain", "started_on", "id"],
                include=["partner", "instrument", "client"],
                condition=Q(status="active"),
                name="step_running",
            ),
            # How many run and are planned by instrument, in all of the chain (development/palette_sql.py).
            models.Index(
                fields=["chain", "instrument", "status"],
                condition=Q(status__in=["planned", "active"]),
                name="step_open",
            ),
        ]

    def moves(self) -> list[str]:
        """The acts that the step's status allows."""
        return [act for act, (before, _after) in MOVES.items() if before == self.status]

    @property
    def srg_reason(self) -> int | None:
        """Reason of ending in the statutory statistics (SRG, kenmerk 18); None while it goes on or never began."""
        if self.status == "stopped":
            return SRG_EARLY if self.stopped_for in ("", "early") else SRG_OTHER
        return SRG_DONE if self.status == "done" else None


@keep_history()
class Observation(models.Model):
    """Progress on a step as the executing partner sees it, in terms of work."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="observations")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    on = models.DateField(_("datum"))
    text = models.TextField(_("voortgang"))
    at = models.DateTimeField(db_default=Now())
    row_security = "observation"
    row_part = "plan"
