"""Terms: the chain's rules as dated rows, and the tasks that the engine makes of them (clients/terms.py)."""

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

UNITS = {"days": _("dagen"), "workdays": _("werkdagen"), "weeks": _("weken"), "months": _("maanden")}
FOR_WHOM = {
    "lead": _("wie de regie heeft"),
    "partner": _("de partner die aan zet is"),
    "manager": _("de leidinggevende"),
}
TASK_STATUSES = {"open": _("te doen"), "done": _("gedaan"), "cleared": _("vervallen")}


@keep_history()
class Term(models.Model):
    """A rule: so long after something started, this has to be done (a warning), or it may not go on (a hard limit).

    `source` names what starts it (a key of clients.terms.sources()), `scope` narrows that to an instrument or function.
    It holds for what starts within its own period, so a change of the law leaves alone what runs.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="terms")
    key = models.SlugField(db_index=False)
    name = models.CharField(_("wat er moet gebeuren"), max_length=120)
    source = models.SlugField(_("begint bij"), db_index=False)
    scope = models.SlugField(_("alleen voor"), blank=True, db_index=False)
    offset = models.SmallIntegerField(_("termijn"))  # in `unit`, from what starts it
    unit = models.SlugField(_("eenheid"), choices=list(UNITS.items()), default="months", db_index=False)
    every = models.PositiveSmallIntegerField(_("daarna elke"), null=True, blank=True)  # in `unit`; empty = once
    times = models.PositiveSmallIntegerField(_("hoe vaak"), default=1)  # at most, where it comes back
    warn_days = models.PositiveSmallIntegerField(_("zoveel dagen vooraf"), default=0)
    hard = models.BooleanField(_("harde grens"), default=False)
    article = models.CharField(_("artikel of bron"), max_length=120, blank=True)
    for_whom = models.SlugField(_("voor wie"), choices=list(FOR_WHOM.items()), default="lead", db_index=False)
    started_on = models.DateField(_("geldt voor wat begint vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "vocabulary"

    class Meta:
        ordering = ["source", "offset", "key"]
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="term_ends_after_start"),
            ExclusionConstraint(
                name="one_term_at_a_time",
                expressions=[
                    (F("chain"), RangeOperators.EQUAL), (F("key"), RangeOperators.EQUAL),
                    (F("scope"), RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(every__isnull=True, times=1) | Q(every__gte=1, times__gte=1), name="term_comes_back_in_time"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


@keep_history()
class Task(models.Model):
    """Something that somebody has to do about a person by a day: made by a term, or by a colleague as the next step.

    With a term it is made, moved and cleared by the engine; `since` is the start that it was reckoned from.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="tasks", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    key = models.SlugField(db_index=False)  # of the term, or of what made it: next, glass
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="+", db_index=False)
    about = models.SlugField(db_index=False)  # model name
    about_id = models.BigIntegerField()
    nth = models.PositiveSmallIntegerField(default=1)
    part = models.SlugField(db_index=False)  # of the file, of which it tells
    since = models.DateField()
    due_on = models.DateField()
    shown_from = models.DateField()
    for_whom = models.SlugField(choices=list(FOR_WHOM.items()), default="lead", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)  # who alone, if anyone
    text = models.CharField(_("wat"), max_length=200, blank=True)  # of one without a term
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(db_default=Now())
    status = models.SlugField(choices=list(TASK_STATUSES.items()), default="open", db_index=False)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    result = models.CharField(_("wat er gedaan is"), max_length=300, blank=True)
    row_security = "task"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "key", "about", "about_id", "nth"], name="task_once"),
            models.CheckConstraint(
                condition=Q(status="done", done_on__isnull=False) | ~Q(status="done") & Q(done_on__isnull=True),
                name="task_done_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "due_on"], condition=Q(status="open"), name="task_of_client"),
            models.Index(fields=["partner", "shown_from"], condition=Q(status="open"), name="task_of_partner"),
        ]
