"""A placement: work in any form beside its step, and what it means for the benefit."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import FORMS_OF_WORK, Chain, Partner, User
from clients.models import Client, Step
from diagnosis.codes import CONTRACTS
from placement.models.employers import Employer, Site
from placement.models.vacancies import Vacancy

END_REASONS = {
    "contract-ended": _("contract liep af"),
    "not-suitable": _("paste niet"),
    "own-choice": _("eigen keuze"),
    "illness": _("ziekte"),
    "other": _("andere reden"),
}
EFFECTS = {"none": _("geen gevolg"), "partial": _("gedeeltelijk"), "full": _("geheel")}
PROPOSAL_STATUSES = {"proposed": _("voorgesteld"), "confirmed": _("bevestigd"), "declined": _("afgewezen")}


@keep_history()
class Placement(models.Model):
    """Work in any form, beside its step, which holds partner, dates and hours."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="placement")
    client = models.ForeignKey(Client, models.CASCADE, related_name="placements", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    ref = models.CharField(max_length=60, null=True)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, blank=True, related_name="placements")
    form_of_work = models.SlugField(choices=list(FORMS_OF_WORK.items()), db_index=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, blank=True, related_name="placements")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    job = models.CharField(_("functie of taken"), max_length=120, blank=True)
    contract = models.CharField(_("contract"), max_length=1, choices=list(CONTRACTS.items()), blank=True)
    wage = models.DecimalField(_("bruto uurloon"), max_digits=6, decimal_places=2, null=True, blank=True)  # euro
    # Who employs the person where that is not where the work is: a secondment.
    employed_by = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("in dienst bij"),
    )
    quick_start = models.BooleanField(_("snelle start (Perspectief op Werk)"), default=False)
    learning = models.BooleanField(_("ook een leerplek"), default=False)
    end_reason = models.SlugField(choices=list(END_REASONS.items()), blank=True, db_index=False)
    row_security = "beside_step"
    row_part = "placements"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "ref"], name="placement_ref_once_in_chain")]


@keep_history()
class BenefitProposal(models.Model):
    """What a placement means for the benefit. Only SZMH's confirmation changes a benefit period."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="proposals")
    client = models.ForeignKey(Client, models.CASCADE, related_name="benefit_proposals", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    effect = models.SlugField(_("gevolg voor de uitkering"), choices=list(EFFECTS.items()), db_index=False)
    from_on = models.DateField(_("vanaf"))
    status = models.SlugField(choices=list(PROPOSAL_STATUSES.items()), default="proposed", db_index=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    reason = models.CharField(_("toelichting"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "proposal"
    row_part = "placements"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(status="proposed"), name="one_open_proposal_a_placement"
            )
        ]
        indexes = [models.Index(fields=["chain", "proposed_at"], condition=Q(status="proposed"), name="proposal_open")]
