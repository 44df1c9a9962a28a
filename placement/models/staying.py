"""After the start of work: how it goes, coaching on the job, and what was seen in time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client
from placement.models.placements import Placement

# Early signs that work may end, in terms of work.
SIGNALS = {
    "late": _("komt vaker te laat"),
    "absent": _("is vaker afwezig"),
    "pace": _("tempo of kwaliteit loopt terug"),
    "atmosphere": _("sfeer of samenwerking"),
    "hours": _("uren of werktijden knellen"),
    "travel": _("reizen gaat moeilijk"),
    "home": _("het lukt niet samen met thuis"),
    "guidance": _("begeleiding is te weinig"),
    "contract": _("contract loopt af"),
}
HOW = {"well": _("goed"), "so-so": _("matig"), "badly": _("slecht")}
COACHING_KINDS = {
    "in-kind": _("jobcoach van de gemeente of partner"),
    "subsidy": _("subsidie voor een jobcoach"),
    "internal": _("interne werkbegeleider"),
}


@keep_history()
class PlacementCheck(models.Model):
    """A talk after the start: does somebody still work there, how does it go, what stands out."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="checks")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(_("datum"))
    working = models.BooleanField(_("werkt er nog"))
    how = models.SlugField(_("hoe gaat het"), choices=list(HOW.items()), blank=True, db_index=False)
    with_employer = models.BooleanField(_("ook met de werkgever gesproken"), default=False)
    signals = ArrayField(models.SlugField(), verbose_name=_("wat valt op"), default=list, blank=True)
    text = models.TextField(_("toelichting"), max_length=1000, blank=True)
    next_on = models.DateField(_("volgend gesprek"), null=True, blank=True)
    at = models.DateTimeField(db_default=Now())
    row_security = "observation"
    row_part = "placements"

    class Meta:
        indexes = [models.Index(fields=["placement", "-on"], name="placement_check_latest")]
        constraints = [models.CheckConstraint(condition=Q(signals__contained_by=list(SIGNALS)), name="check_signals")]


@keep_history()
class Coaching(models.Model):
    """Coaching on the job that was granted (Participatiewet, articles 8a, 10 and 10da): how much, until when."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="coaching")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(_("soort"), choices=list(COACHING_KINDS.items()), db_index=False)
    coach = models.CharField(_("wie"), max_length=120)
    hours = models.DecimalField(_("toegekende uren"), max_digits=6, decimal_places=2)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"))
    decided_on = models.DateField(_("besloten op"))
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "of_partner"
    row_part = "placements"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__gte=F("started_on")), name="coaching_ends_after_start"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="coaching_hours"),
        ]


@keep_history()
class CoachingUse(models.Model):
    """Hours of coaching that were used on a day."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    coaching = models.ForeignKey(Coaching, models.CASCADE, related_name="used")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(_("datum"))
    hours = models.DecimalField(_("uren"), max_digits=5, decimal_places=2)
    text = models.CharField(_("waaraan gewerkt"), max_length=300, blank=True)
    row_security = "observation"
    row_part = "placements"

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=24), name="coaching_use_hours")]
