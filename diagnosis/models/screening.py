"""Duo screening: named people of two partners go through a selection, one person after the other."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Membership, Partner, User
from clients.models import Client

# The selections of document 002, annex 3: b, c, d, f, the group of the whole document, and what the analysis shows.
SELECTIONS = {
    "long-on-benefit": _("lang in de uitkering"),
    "life-event": _("er komt een levensgebeurtenis aan"),
    "participation-place": _("in een participatieplaats"),
    "ready-not-out": _("klaar voor werk en nog niet uitgestroomd"),
    "work-ability": _("arbeidsvermogen van 30 tot 80 procent"),
    "facets": _("uit de bestandsanalyse"),
}
SCREENING_OUTCOMES = {
    "perspective": _("perspectiefplan maken"),
    "candidate": _("direct kandidaat"),
    "potential": _("mogelijk naar betaald werk"),
    "deeper": _("eerst verdiepende diagnose"),
    "not-now": _("nu niets, tot een dag"),
}


@keep_history()
class Screening(models.Model):
    """A round: which selection, by whom, and from when to when. It gives its screeners sight of those in it."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    name = models.CharField(_("naam"), max_length=120)
    selection = models.SlugField(_("selectie"), choices=list(SELECTIONS.items()), db_index=False)
    parameters = models.JSONField(
        default=dict
    )  # of the selection: {"years": 3}, {"months": 12}, {"from": 30, "to": 80}
    started_on = models.DateField(_("van"))
    ends_on = models.DateField(_("tot en met"))
    closed_on = models.DateField(null=True, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "screening"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("started_on")), name="screening_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Screener(models.Model):
    """Who screens in a round. Those of the point of contact see the people as it is; the others by this (diagnosis/sql.py)."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="screeners")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    row_security = "shared"
    row_part = "screening"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["screening", "member"], name="screener_once")]


@keep_history()
class ScreeningEntry(models.Model):
    """Somebody in a round, why they were selected, and what was decided."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="entries")
    client = models.ForeignKey(Client, models.CASCADE, related_name="screenings", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    position = models.PositiveIntegerField()
    outcome = models.SlugField(_("besluit"), choices=list(SCREENING_OUTCOMES.items()), blank=True, db_index=False)
    until = models.DateField(_("tot"), null=True, blank=True)  # of `not-now`
    remark = models.TextField(_("toelichting"), max_length=500, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "entry"
    row_part = "plan"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screening", "client"], name="screened_once_a_round"),
            models.UniqueConstraint(fields=["screening", "position"], name="screening_position_once"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True, until__isnull=True)
                | ~Q(outcome="") & Q(decided_on__isnull=False), name="screening_decided_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not-now") | Q(until__isnull=False), name="screening_not_now_until"
            ),
        ]  # fmt: skip
