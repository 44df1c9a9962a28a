"""The stage of diagnosis: a first intake, deepened later."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client, Step

CONCLUSIONS = {
    "placement": _("direct naar Podium24: bemiddelen naar werk"),
    "diagnosis": _("eerst een verdiepende diagnose"),
    "development": _("eerst ontwikkelen"),
    "participation": _("meedoen: participatie of vrijwilligerswerk"),
    "none": _("geen vervolg nu"),
}
INTAKE_STATUSES = {"open": _("bezig"), "concluded": _("afgerond")}


@keep_history()
class Intake(models.Model):
    """The first talk: question, work and education, motivation, practical matters, and the conclusion people chose."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="intakes", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    step = models.OneToOneField(Step, models.PROTECT, related_name="intake")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    status = models.SlugField(choices=list(INTAKE_STATUSES.items()), default="open", db_index=False)
    question = models.TextField(_("aanleiding en vraag"), blank=True)
    work = models.TextField(_("werk en opleiding"), blank=True)
    wish = models.CharField(_("wat voor werk"), max_length=200, blank=True)
    motivation = models.TextField(_("motivatie, in de eigen woorden"), blank=True)
    view = models.TextField(_("hoe wij het zien"), blank=True)
    obstacles = models.TextField(_("wat in de weg staat, en wat we eraan doen"), blank=True)
    hours = models.PositiveSmallIntegerField(_("uren per week beschikbaar"), null=True, blank=True)
    conclusion = models.SlugField(_("conclusie"), choices=list(CONCLUSIONS.items()), blank=True, db_index=False)
    grounds = models.TextField(_("waarom deze conclusie"), blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "beside_step"
    row_part = "profile"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(status="open"), name="one_open_intake_a_client"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open") | ~models.Q(conclusion="") & models.Q(concluded_on__isnull=False),
                name="intake_concluded_with_conclusion",
            ),
        ]


@keep_history()
class Invitation(models.Model):
    """That a partner comes to the person's joint intake, on a day and time.

    It gives the partner sight of what the intake is about from that day until the intake is concluded or the invitation
    cancelled (diagnosis/sql.py, which also fills `intake` and `ended_on`).
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="invitations", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    on = models.DateField(_("dag"))
    time = models.TimeField(_("tijd"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(db_default=Now())
    cancelled_on = models.DateField(null=True, blank=True)
    intake = models.ForeignKey(
        Intake, models.SET_NULL, null=True, blank=True, related_name="invitations", db_index=False
    )
    ended_on = models.DateField(null=True, blank=True)
    row_security = "of_contact"
    row_part = "profile"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "partner"], condition=Q(cancelled_on__isnull=True, ended_on__isnull=True),
                name="one_invitation_of_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | Q(ended_on__isnull=True), name="invitation_ends_once"
            ),
        ]  # fmt: skip
