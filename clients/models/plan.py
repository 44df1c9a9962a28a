"""The plan: made with the person, in their words; goals, agreements, and each version on which they agreed.

Participatiewet, article 44a: support, obligations and their consequences, and an evaluation with the person from time to
time. The positions on the participation ladder at start and end: Regeling SUWI, annex II.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models.client import Client

PLAN_KINDS = {"action": _("plan van aanpak"), "perspective": _("perspectiefplan")}
LADDER = {
    1: _("1: geïsoleerd"),
    2: _("2: sociale contacten buitenshuis"),
    3: _("3: georganiseerde activiteiten"),
    4: _("4: onbetaald werk"),
    5: _("5: betaald werk met ondersteuning"),
    6: _("6: betaald werk zonder ondersteuning"),
}
GOAL_STATUSES = {"open": _("loopt"), "reached": _("bereikt"), "dropped": _("losgelaten")}
# The allowed moves of a goal, act -> (from, to); buttons, refusals and the lock in clients.plans come from this table.
GOAL_MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "reach": (("open",), "reached"),
    "drop": (("open",), "dropped"),
    "resume": (("reached", "dropped"), "open"),
}
AGREED_HOW = {
    "signed": _("ondertekend"),
    "said": _("gezegd in het gesprek"),
    "not": _("niet akkoord"),  # the plan holds all the same; what the person says stands with it
}
PLAN_ENDS = {
    "goal": _("doel bereikt"),
    "work": _("aan het werk"),
    "new-plan": _("nieuw plan"),
    "stopped": _("voortijdig gestopt"),
    "closed": _("dossier gesloten"),
}


@keep_history()
class Plan(models.Model):
    """The plan as it stands now; what was agreed stands unchanged in its versions. One open plan a person."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="plans", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.SlugField(_("soort plan"), choices=list(PLAN_KINDS.items()), default="action", db_index=False)
    words = models.TextField(_("in eigen woorden"), blank=True)  # what the person wants, as they say it
    limits = models.TextField(_("wat vaststaat"), blank=True)  # support, obligations and their consequences
    ladder_start = models.PositiveSmallIntegerField(_("trede bij de start"), null=True, blank=True)
    ladder_end = models.PositiveSmallIntegerField(_("trede bij het einde"), null=True, blank=True)
    started_on = models.DateField(_("begonnen op"))
    evaluate_on = models.DateField(_("volgende evaluatie"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.SlugField(blank=True, choices=list(PLAN_ENDS.items()), db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "of_contact"
    row_part = "plan"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(ended_on__isnull=True), name="one_open_plan"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="plan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=(Q(ladder_start__isnull=True) | Q(ladder_start__range=(1, 6)))
                & (Q(ladder_end__isnull=True) | Q(ladder_end__range=(1, 6))),
                name="plan_ladder_has_six_steps",
            ),
        ]


@keep_history()
class PlanGoal(models.Model):
    """What the person works towards; steps of any partner hang under it (`steps`)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("doel"), max_length=200)
    why = models.TextField(_("waarom dit belangrijk is"), blank=True)
    options = models.TextField(_("waaruit te kiezen was"), blank=True)  # within the limits, one a line
    chosen = models.CharField(_("wat gekozen is"), max_length=200, blank=True)
    status = models.SlugField(choices=list(GOAL_STATUSES.items()), default="open", db_index=False)
    result = models.TextField(_("hoe het ging"), blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "of_contact"
    row_part = "plan"

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    def moves(self) -> list[str]:
        """The acts that the status allows."""
        return [act for act, (before, _after) in GOAL_MOVES.items() if self.status in before]


@keep_history()
class Agreement(models.Model):
    """Who does what by when: the person (without a partner) or a partner."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="agreements")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    text = models.CharField(_("afspraak"), max_length=300)
    due_on = models.DateField(_("klaar op"), null=True, blank=True)
    kept_on = models.DateField(_("gedaan op"), null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)  # it no longer holds
    version = models.PositiveIntegerField(default=1)
    row_security = "of_partner"
    row_part = "plan"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True) | Q(dropped_on__isnull=True), name="agreement_kept_or_dropped"
            )
        ]


class PlanVersion(models.Model):
    """The plan as it was agreed on a day, whole and unchanged: words, limits, goals with their steps, agreements."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # clients.plans.content()
    agreed_on = models.DateField(_("besproken op"))
    how = models.SlugField(_("akkoord"), choices=list(AGREED_HOW.items()), db_index=False)
    says = models.TextField(_("wat de inwoner ervan vindt"), blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    row_security = "said"
    row_part = "plan"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class Evaluation(models.Model):
    """The plan looked back on with the person: how it goes, in whose words, and where they stand now."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="evaluations")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    on = models.DateField(_("datum"))
    words = models.TextField(_("wat de inwoner zegt"), blank=True)
    text = models.TextField(_("hoe het gaat"))
    ladder = models.PositiveSmallIntegerField(_("trede nu"), null=True, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    row_security = "said"
    row_part = "plan"
