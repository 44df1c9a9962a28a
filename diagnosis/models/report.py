"""In-depth diagnosis on a question: in a work setting, observed by the day, told to the person, and answered."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client, Referral, Step
from diagnosis.codes import COMPETENCES, MASTERY

REPORT_STATUSES = {"draft": _("bezig"), "reported": _("gerapporteerd"), "stopped": _("gestopt")}
FINDING_KINDS = {
    "test": _("test"),
    "medical": _("medisch advies"),
    "occupational": _("arbeidskundig advies"),
}


@keep_history()
class PracticalDiagnosis(models.Model):
    """One in-depth diagnosis: the question, where and how long, and the report (document 002: competences x motivation x
    chances). A draft is read by its own partner alone; six to twelve weeks (document 004)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="diagnoses", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, models.PROTECT, null=True, blank=True, related_name="diagnosis")
    step = models.OneToOneField(Step, models.PROTECT, null=True, blank=True, related_name="diagnosis")
    question = models.TextField(_("vraag"))
    place = models.CharField(_("waar"), max_length=120)
    host = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    started_on = models.DateField(_("van"))
    planned_end = models.DateField(_("tot en met"))
    days_a_week = models.PositiveSmallIntegerField(_("dagen per week"))
    status = models.SlugField(choices=list(REPORT_STATUSES.items()), default="draft", db_index=False)
    competences = models.TextField(_("wat kan deze persoon?"), blank=True)
    motivation = models.TextField(_("wat wil deze persoon?"), blank=True)
    chances = models.TextField(_("welke kansen zijn er?"), blank=True)
    advice = models.TextField(_("advies"), blank=True)
    talked_on = models.DateField(_("besproken met de inwoner op"), null=True, blank=True)
    says = models.TextField(_("wat de inwoner ervan vindt"), blank=True)
    ended_on = models.DateField(null=True, blank=True)  # reported or stopped
    stop_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "report"
    row_part = "diagnosis"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "partner"], condition=Q(status="draft"), name="one_diagnosis_at_a_time"
            ),
            models.CheckConstraint(condition=Q(planned_end__gte=F("started_on")), name="diagnosis_ends_after_start"),
            models.CheckConstraint(condition=Q(days_a_week__gte=1, days_a_week__lte=7), name="diagnosis_days_a_week"),
            models.CheckConstraint(
                condition=~Q(status="reported") | ~Q(advice="") & Q(talked_on__isnull=False, ended_on__isnull=False),
                name="diagnosis_reported_after_talk",
            ),
        ]


@keep_history()
class DayObserved(models.Model):
    """What was seen of somebody at work on one day, by who was there; corrected by its author alone."""

    diagnosis = models.ForeignKey(PracticalDiagnosis, models.CASCADE, related_name="days")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    on = models.DateField(_("dag"))
    present = models.BooleanField(_("was er"), default=True)
    text = models.TextField(_("wat zag u?"), blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    row_security = "report_day"
    row_part = "diagnosis"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["diagnosis", "on", "author"], name="day_observed_once_by_each"),
            models.CheckConstraint(condition=Q(present=False) | ~Q(text=""), name="day_observed_says_something"),
        ]


@keep_history()
class Finding(models.Model):
    """The conclusion, in terms of work, of a test or of a medical or occupational advice: never the advice itself
    (access.md, rule 6; the report stays with the expert)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="findings", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    diagnosis = models.ForeignKey(
        PracticalDiagnosis, models.PROTECT, null=True, blank=True, related_name="findings", db_index=False
    )
    kind = models.SlugField(_("soort"), choices=list(FINDING_KINDS.items()), db_index=False)
    given_by = models.CharField(_("van wie"), max_length=120)
    on = models.DateField(_("datum"))
    conclusion = models.TextField(_("conclusie in termen van werk"))
    valid_until = models.DateField(_("geldig tot en met"), null=True, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "finding"
    row_part = "diagnosis"


@keep_history()
class CompetenceSeen(models.Model):
    """How far a competence was mastered in the diagnosis, and by what that was seen."""

    diagnosis = models.ForeignKey(PracticalDiagnosis, models.CASCADE, related_name="seen")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    code = models.SlugField(choices=list(COMPETENCES.items()), db_index=False)
    mastery = models.CharField(max_length=1, choices=list(MASTERY.items()))
    evidence = models.CharField(max_length=300, blank=True)
    row_security = "in_report"
    row_part = "diagnosis"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["diagnosis", "code"], name="competence_seen_once")]
