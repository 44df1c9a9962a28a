"""One language: what the chain means by motivated, fit for work, ready for mediation ..., and who was found so when.

Document 002 asks for one picture of when somebody is motivated and fit for work; the two distances are those of the
regional by-law (CVDR713411).
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models.client import Client
from clients.models.facts import ENDS_AFTER_START, PERIOD

# What can be said for a definition of the kind.
ANSWERS = {
    "yes-no": {"yes": _("ja"), "not-yet": _("nog niet")},
    "distance": {"short": _("korte afstand"), "long": _("grote afstand")},
    # The participation ladder (SRG, kenmerk 11).
    "ladder": {
        "1": _("1: geïsoleerd"),
        "2": _("2: sociale contacten buiten de deur"),
        "3": _("3: deelname aan activiteiten"),
        "4": _("4: onbetaald werk"),
        "5": _("5: betaald werk met ondersteuning"),
        "6": _("6: betaald werk"),
    },
    # Arbeidsvermogen (GGM, Model Werk; SRG, kenmerk 13); with a percentage where it was measured.
    "work-ability": {
        "below": _("minder dan het minimumloon"),
        "supported": _("het minimumloon of meer, met hulp"),
        "independent": _("het minimumloon of meer, zelfstandig"),
        "none-now": _("tijdelijk geen arbeidsvermogen"),
        "unknown": _("nog niet bekend"),
    },
}
PARTS = {"work-ability": "capacity"}  # kind -> the part of the file that its answers belong to; else `profile`
# How somebody came to the answer.
WAYS = {
    "talk": _("gesprek"),
    "intake": _("intake"),
    "practice": _("gezien in de praktijk"),
    "diagnosis": _("verdiepende diagnose"),
    "measured": _("meting of test"),
    "uwv": _("UWV"),
}


@keep_history()
class Definition(models.Model):
    """A word with one meaning in the whole chain, for as long as it is dated."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="definitions")
    key = models.SlugField(db_index=False)
    name = models.CharField(max_length=80)
    kind = models.SlugField(choices=[(key, key) for key in ANSWERS], default="yes-no", db_index=False)
    text = models.TextField()  # what is meant
    signs = models.TextField(blank=True)  # by what one sees it, one a line
    source = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    row_security = "vocabulary"

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="definition_ends_after_start"),
            ExclusionConstraint(
                name="one_definition_at_a_time",
                expressions=[
                    (F("chain"), RangeOperators.EQUAL), (F("key"), RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


@keep_history()
class Assessment(models.Model):
    """What somebody found of a person in the words of a definition: on which day, on what ground. The last one holds."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="assessments", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+", db_index=False)
    value = models.SlugField(db_index=False)  # a key of ANSWERS[definition.kind]
    part = models.SlugField(default="profile", db_index=False)  # by the kind of the definition (PARTS)
    way = models.SlugField(_("hoe bent u hierbij gekomen?"), choices=list(WAYS.items()), default="talk", db_index=False)
    percent = models.PositiveSmallIntegerField(
        _("procent van het minimumloon"), null=True, blank=True
    )  # of work ability
    on = models.DateField(_("datum"))
    ground = models.TextField(_("waaraan u dat ziet"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    row_security = "assessment"
    row_part = "profile"  # of the table; each row has its own

    class Meta:
        indexes = [
            models.Index(fields=["client", "-on"], name="assessment_latest"),
            models.Index(fields=["definition", "-id"], condition=Q(value="yes"), name="assessment_yes"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(percent__isnull=True) | Q(percent__lte=100), name="assessment_percent")
        ]
