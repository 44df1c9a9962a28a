"""An introduction of a person to an employer, from the first idea to the placement or the reason why not."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client, Step
from placement.models.employers import ContactPerson, Employer
from placement.models.placements import Placement
from placement.models.vacancies import CandidateRequest, Vacancy

STATUSES = {
    "proposed": _("bedacht"),
    "agreed": _("persoon wil dit"),
    "sent": _("voorgesteld aan werkgever"),
    "talk": _("gesprek"),
    "trial": _("proefplaatsing"),
    "offer": _("aanbod"),
    "placed": _("geplaatst"),
    "declined": _("gaat niet door"),
}
OPEN = ("proposed", "agreed", "sent", "talk", "trial", "offer")
# The allowed moves, act -> (from ..., to). Nothing is sent before the person agreed.
MOVES = {
    "agree": (("proposed",), "agreed"),
    "send": (("agreed", "sent"), "sent"),
    "talk": (("sent", "talk"), "talk"),  # a second talk, or another day
    "try": (("talk", "offer"), "trial"),
    "offer": (("talk", "trial"), "offer"),
    "place": (("talk", "trial", "offer"), "placed"),
    "decline": (OPEN, "declined"),
}
DECLINED_BY = {
    "person": _("de persoon"),
    "employer": _("de werkgever"),
    "partner": _("wij"),
    "placed": _("al geplaatst"),
    "filled": _("de plek is vervuld"),
}
DECLINE_REASONS = {
    "hours": _("uren of werktijden"),
    "travel": _("reizen"),
    "tasks": _("het soort werk"),
    "skills": _("vaardigheden of ervaring"),
    "language": _("taal"),
    "wage": _("loon"),
    "no-click": _("geen klik"),
    "withdrawn": _("de plek is er niet meer"),
    "other-work": _("ander werk gevonden"),
    "other": _("anders"),
}


@keep_history()
class Introduction(models.Model):
    """That a person is brought together with an employer, for a vacancy or for work that is still to be found there."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="introductions", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="introductions")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, blank=True, related_name="introductions")
    request = models.ForeignKey(
        CandidateRequest, models.SET_NULL, null=True, blank=True, related_name="introductions", db_index=True
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)  # whose introduction it is
    why = models.CharField(_("waarom past dit"), max_length=500)
    status = models.SlugField(choices=list(STATUSES.items()), default="proposed", db_index=False)
    proposed_on = models.DateField()
    agreed_on = models.DateField(_("besproken met de persoon op"), null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    talk_on = models.DateField(_("gesprek op"), null=True, blank=True)
    offered_on = models.DateField(null=True, blank=True)
    trial = models.OneToOneField(Step, models.SET_NULL, null=True, related_name="introduction")  # the trial placement
    placement = models.OneToOneField(Placement, models.SET_NULL, null=True, related_name="introduction")
    ended_on = models.DateField(null=True, blank=True)
    declined_by = models.SlugField(choices=list(DECLINED_BY.items()), blank=True, db_index=False)
    decline_reason = models.SlugField(choices=list(DECLINE_REASONS.items()), blank=True, db_index=False)
    decline_text = models.CharField(_("toelichting"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "of_partner"
    row_part = "placements"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "vacancy"], condition=Q(status__in=OPEN), name="one_open_introduction_a_vacancy"
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | (~Q(declined_by="") & ~Q(decline_reason="")),
                name="introduction_declined_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["chain", "partner"], condition=Q(status__in=OPEN), name="introduction_open"),
            models.Index(
                fields=["chain", "partner", "-ended_on", "-id"],
                condition=Q(ended_on__isnull=False),
                name="introduction_ended",
            ),
            models.Index(fields=["client", "-proposed_on"], name="introduction_latest"),
        ]


@keep_history()
class SentCard(models.Model):
    """A profile card that went to an employer: which fields of the person, to whom, when, by whom. Never changed."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="cards")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(ContactPerson, models.SET_NULL, null=True, related_name="+", db_index=False)
    fields = ArrayField(models.SlugField())
    content = models.JSONField()  # what was told, field by field, as it stands on the card
    at = models.DateTimeField(db_default=Now())
    row_security = "said"
    row_part = "placements"
