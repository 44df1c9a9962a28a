"""Ready for mediation: the mark that SZMH gives, the anonymous work card that follows from it, and the question who it is.

access.md 2a: the card says what somebody can and wants, and nothing of who that is. Cards are written by triggers
(placement/sql.py) from the work profile; no column leads from a card to its person.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client
from diagnosis.models import Occupation
from placement.models.vacancies import NO_END, Vacancy

REQUEST_STATUSES = {
    "asked": _("gevraagd"),
    "accepted": _("akkoord"),
    "declined": _("afgewezen"),
    "withdrawn": _("ingetrokken"),
    "ended": _("afgelopen"),
}
REQUEST_MOVES = {
    "accept": ("asked", "accepted"),
    "decline": ("asked", "declined"),
    "withdraw": ("asked", "withdrawn"),
    "end": ("accepted", "ended"),
}


class WorkCard(models.Model):
    """What matching may know of somebody who is ready for mediation. Levels: 0 is not known."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=8)  # what people call it; by chance, and new with each mark
    region = models.CharField(max_length=2, blank=True)  # two digits of the postcode
    occupations = ArrayField(models.BigIntegerField(), default=list)  # wanted, first choice first
    groups = ArrayField(models.CharField(max_length=3), default=list)  # their minor groups of ISCO-08
    sectors = ArrayField(models.SlugField(), default=list)  # wanted, and those of the occupations
    level = models.PositiveSmallIntegerField(default=0)  # LEVELS, 7 told as 0
    education = models.PositiveSmallIntegerField(default=0)  # highest of EDUCATION_LEVELS, 9 told as 0
    experience = models.JSONField(default=dict)  # minor group of ISCO-08 -> years, at least 1
    competences = models.JSONField(default=dict)  # code -> MASTERY
    languages = models.JSONField(default=dict)  # code -> the best of speaking and listening, of COMMAND
    licences = ArrayField(models.CharField(max_length=3), default=list)
    certificates = ArrayField(models.SlugField(), default=list)  # CERTIFICATES that are valid
    transport = ArrayField(models.CharField(max_length=1), default=list)
    hours_min = models.PositiveSmallIntegerField(null=True)
    hours_max = models.PositiveSmallIntegerField(null=True)
    office_hours = models.CharField(max_length=1, default="0")
    irregular = models.CharField(max_length=1, default="0")
    available_from = models.DateField(null=True)
    contracts = ArrayField(models.CharField(max_length=1), default=list)
    agreements = ArrayField(models.CharField(max_length=2), default=list)
    guidance = models.BooleanField(default=False)  # that guidance or adaptation is asked for; not which
    changed_on = models.DateField()
    row_security = "card"
    row_part = "cards"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "code"], name="work_card_code_once_in_chain")]


class CardOccupation(models.Model):
    """What a card wants, one a row, so that an index finds the cards (array operators have none here).

    A row for each occupation; for each wanted sector that is of none of them, without occupation and group; and one with
    neither group nor sector for who wants nothing known. Kept by a trigger on the cards (placement/match_sql.py).
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    card = models.ForeignKey(WorkCard, models.CASCADE, related_name="wanted")
    occupation = models.ForeignKey(Occupation, models.CASCADE, null=True, related_name="+", db_index=False)
    group = models.CharField(max_length=3, blank=True)  # minor group of ISCO-08
    sector = models.SlugField(blank=True, db_index=False)
    row_security = "card"
    row_part = "cards"

    class Meta:
        indexes = [
            models.Index(fields=["chain", "sector", "card"], name="card_occupation_sector"),
            models.Index(fields=["chain", "group", "card"], name="card_occupation_group"),
        ]


@keep_history("step_due")
class Mediation(models.Model):
    """That SZMH found somebody ready for mediation, until it ends; and what the last step to work needs (annex 3 f)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="mediations", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    card = models.OneToOneField(WorkCard, models.SET_NULL, null=True, related_name="mediation")  # made by a trigger
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(_("waarom eindigt het"), max_length=200, blank=True)
    told_on = models.DateField(_("met de persoon besproken op"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    needs = models.CharField(_("wat is er nog nodig"), max_length=300, blank=True)
    needs_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("wie doet dat")
    )
    needs_on = models.DateField(_("voor wanneer"), null=True, blank=True)
    step_due = models.GeneratedField(  # what has no day comes last
        expression=Coalesce(F("needs_on"), Value(NO_END)), output_field=models.DateField(), db_persist=True
    )
    version = models.PositiveIntegerField(default=1)
    row_security = "mediation"
    row_part = "profile"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(ended_on__isnull=True), name="one_open_mediation"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="mediation_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["chain", "step_due", "id"], condition=Q(ended_on__isnull=True), name="mediation_last_step"
            )
        ]


@keep_history()
class CardRequest(models.Model):
    """A partner asks who a card is, for work that it has; SZMH answers. Made by snoer_ask_card() alone.

    Accepted, it gives the partner sight of the person (trigger), until it is ended or the mark is.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    mediation = models.ForeignKey(Mediation, models.CASCADE, related_name="requests")
    code = models.CharField(max_length=8)  # of the card, as it was asked for
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, related_name="card_requests")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(_("waarom deze kaart"), max_length=300)
    asked_on = models.DateField()
    status = models.SlugField(choices=list(REQUEST_STATUSES.items()), default="asked", db_index=False)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    answered_on = models.DateField(null=True)
    answer = models.CharField(_("toelichting"), max_length=300, blank=True)
    ended_on = models.DateField(null=True)  # of what was accepted: from then on there is no sight
    end_reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "card_request"
    row_part = "cards"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mediation", "partner"], condition=Q(status__in=["asked", "accepted"]),
                name="one_open_request_a_card",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["chain", "asked_on", "id"], condition=Q(status="asked"), name="card_request_open"),
            models.Index(fields=["partner", "status", "-id"], name="card_request_of_partner"),
            models.Index(fields=["chain", "-id"], name="card_request_latest"),
        ]
