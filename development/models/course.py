"""What happens on the way of a step: attendance, extensions, pauses, what is said about moving on, and how it ended."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Instrument, Partner, User
from clients.models import Client, Step
from clients.models.facts import ENDS_AFTER_START, DateRange
from development.models.places import Group

MARKS = {
    "present": _("aanwezig"),
    "late": _("te laat"),
    "excused": _("afgemeld"),
    "absent": _("niet afgemeld"),
}
THERE = ("present", "late")
# Why a step stands still: in terms of the step, never of health.
PAUSES = {
    "waits-for-support": _("wacht op praktische ondersteuning"),
    "waits-for-place": _("wacht op een plek"),
    "holiday": _("vakantie"),
    "not-able-now": _("kan tijdelijk niet meedoen"),
    "works": _("werkt tijdelijk"),
    "other": _("iets anders"),
}
VERDICTS = {
    "now": _("kan nu door"),
    "soon": _("kan binnen drie maanden door"),
    "later": _("heeft hier nog tijd nodig"),
    "stuck": _("zit vast"),
}
# What would help somebody to move on.
HELPS = {
    "place": _("een plek bij het volgende station"),
    "vacancy": _("een vacature die past"),
    "language": _("beter Nederlands"),
    "certificate": _("een certificaat of rijbewijs"),
    "schooling": _("scholing"),
    "hours": _("uren opbouwen"),
    "job-coach": _("een jobcoach"),
    "subsidy": _("loonkostensubsidie"),
    "transport": _("vervoer"),
    "childcare": _("kinderopvang"),
    "motivation": _("een gesprek over wat iemand wil"),
    "other-work": _("ander werk"),
}


@keep_history()
class Attendance(models.Model):
    """Whether somebody was there on a day of a step; the last who marked it stands with it."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="attendance", db_index=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    on = models.DateField(_("datum"))
    mark = models.SlugField(choices=list(MARKS.items()), db_index=False)
    hours = models.DecimalField(_("uren"), max_digits=4, decimal_places=2, null=True, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    row_security = "attended"
    row_part = "plan"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "on"], name="attendance_once_a_day"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(mark__in=THERE, hours__gt=0, hours__lte=24), name="attendance_hours"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "on"], condition=Q(group__isnull=False), name="attendance_of_group"),
            models.Index(fields=["client", "on"], condition=Q(mark="absent"), name="attendance_absent"),
        ]


@keep_history()
class Extension(models.Model):
    """That a running step goes on longer than was planned, and why."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="extensions")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    was_until = models.DateField(null=True)
    until = models.DateField(_("tot en met"))
    reason = models.CharField(_("waarom langer"), max_length=300)
    at = models.DateTimeField(db_default=Now())
    row_security = "said"
    row_part = "plan"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(was_until__isnull=True) | Q(until__gt=F("was_until")), name="extension_is_longer"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
        ]


@keep_history()
class Pause(models.Model):
    """That a running step stands still for a time. Within the step's own days: a trigger holds that (development/sql.py)."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="pauses")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    reason = models.SlugField(_("waarom"), choices=list(PAUSES.items()), db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "beside_step"
    row_part = "plan"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="pause_ends_after_start"),
            ExclusionConstraint(
                name="one_pause_at_a_time",
                expressions=[
                    (F("step"), RangeOperators.EQUAL),
                    (DateRange(F("started_on"), F("ended_on"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]


@keep_history()
class Onward(models.Model):
    """What is said last of moving on from a running step: whether somebody can, and what would help."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="onward")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    verdict = models.SlugField(_("kan deze persoon door"), choices=list(VERDICTS.items()), db_index=False)
    helps = ArrayField(models.SlugField(), verbose_name=_("wat zou helpen"), default=list, blank=True)
    text = models.CharField(_("toelichting"), max_length=300, blank=True)
    on = models.DateField(_("datum"))
    version = models.PositiveIntegerField(default=1)
    row_security = "attended"  # said by who is with the person; the last word stands
    row_part = "plan"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(helps__contained_by=list(HELPS)), name="onward_helps"),
        ]
        indexes = [models.Index(fields=["chain", "-on", "-id"], condition=Q(verdict="stuck"), name="onward_stuck")]


@keep_history()
class Outcome(models.Model):
    """How a step of development ended, beside its result: fit for a trajectory or project, and what should follow."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="outcome")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    fit = models.BooleanField(_("kan nu met een traject of project beginnen"), null=True, blank=True)
    advice = models.TextField(_("advies voor het vervolg"), max_length=1000, blank=True)
    follow_up = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("wat past als vervolg"),
    )  # fmt: skip
    row_security = "beside_step"
    row_part = "plan"
