"""Wage value and wage subsidy (Participatiewet, articles 10c and 10d): what is measured, asked, decided and paid."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client
from placement.models.placements import Placement

AMOUNTS = {
    "minimum-wage": _("wettelijk minimumloon per uur"),  # euro
    "holiday-allowance": _("vakantiebijslag"),  # percent
    "employer-charges": _("werkgeverslasten"),  # percent, over the subsidy
    "full-week": _("uren van een volle werkweek"),  # hours
    "subsidy-cap": _("hoogste deel van het minimumloon"),  # percent
    "flat-rate": _("vast deel in het begin"),  # percent
    "flat-rate-months": _("hoe lang het vaste deel hoogstens duurt"),  # months
    "decision-weeks": _("termijn voor het besluit"),  # weeks
    "premium": _("premie participatieplaats"),  # euro, per half year
}
SUBSIDY_KINDS = {"regular": _("loonkostensubsidie"), "flat-rate": _("forfaitaire loonkostensubsidie")}
SUBSIDY_STATUSES = {
    "requested": _("aangevraagd"),
    "granted": _("toegekend"),
    "refused": _("afgewezen"),
    "ended": _("beëindigd"),
}
SUBSIDY_MOVES = {
    "grant": ("requested", "granted"),
    "refuse": ("requested", "refused"),
    "end": ("granted", "ended"),
}
ASKED_BY = {"employer": _("de werkgever"), "person": _("de persoon"), "municipality": _("de gemeente zelf")}


@keep_history()
class Amount(models.Model):
    """A number of the law or the chain, for the days on which it holds."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="amounts")
    key = models.SlugField(choices=list(AMOUNTS.items()), db_index=False)
    value = models.DecimalField(max_digits=9, decimal_places=2)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    row_security = "vocabulary"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "key", "started_on"], name="amount_once_a_day"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="amount_ends_after_start"
            ),
        ]


@keep_history()
class WageValue(models.Model):
    """A measurement of the wage value at the workplace: per task tempo x quality x deployability x share (article 10d;
    Regeling loonkostensubsidie, articles 2 to 4). `percent` is filled when it is settled, and then nothing changes."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="wage_values", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    placement = models.ForeignKey(Placement, models.CASCADE, null=True, blank=True, related_name="wage_values")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(_("gemeten op"))
    expert = models.CharField(_("loonwaardedeskundige"), max_length=120)
    reference_job = models.CharField(_("normfunctie"), max_length=120)
    employer_agrees = models.BooleanField(_("besproken met de werkgever"), default=False)
    note = models.CharField(_("toelichting"), max_length=500, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)  # whole percents of the norm, when settled
    settled_on = models.DateField(null=True)
    again_on = models.DateField(_("opnieuw meten op"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "of_partner"
    row_part = "subsidy"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True, settled_on__isnull=True)
                | Q(percent__lte=100, settled_on__isnull=False), name="wage_value_settled",
            )
        ]  # fmt: skip


@keep_history()
class WageTask(models.Model):
    """A main task of a wage value: its share of the work, and how it goes against the norm. All in percents."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    wage_value = models.ForeignKey(WageValue, models.CASCADE, related_name="tasks")
    name = models.CharField(_("taak"), max_length=120)
    share = models.PositiveSmallIntegerField(_("deel van het werk"))
    pace = models.PositiveSmallIntegerField(_("tempo"))
    quality = models.PositiveSmallIntegerField(_("kwaliteit"))
    deployment = models.PositiveSmallIntegerField(_("inzetbaarheid"))
    row_security = "under_client"
    row_part = "subsidy"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__range=(1, 100), pace__lte=100, quality__lte=100, deployment__lte=100),
                name="wage_task_percents",
            )
        ]


@keep_history()
class WageSubsidy(models.Model):
    """A wage subsidy for one employment: asked, decided by the point of contact, ended. Amounts follow from the rules."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="wage_subsidies", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    placement = models.ForeignKey(Placement, models.CASCADE, related_name="subsidies")
    wage_value = models.ForeignKey(WageValue, models.PROTECT, null=True, blank=True, related_name="subsidies")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)  # who registered the request
    kind = models.SlugField(_("soort"), choices=list(SUBSIDY_KINDS.items()), db_index=False)
    asked_by = models.SlugField(_("wie vraagt het aan"), choices=list(ASKED_BY.items()), db_index=False)
    requested_on = models.DateField(_("aangevraagd op"))
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    hours = models.DecimalField(_("uren per week"), max_digits=4, decimal_places=1)
    status = models.SlugField(choices=list(SUBSIDY_STATUSES.items()), default="requested", db_index=False)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("toelichting"), max_length=300, blank=True)
    # As decided: euro a month without and with the employer's charges (rule version = the day it was worked out for).
    monthly = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    with_charges = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "subsidy"
    row_part = "subsidy"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="subsidy_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="granted") | Q(decided_on__isnull=False, monthly__isnull=False),
                name="subsidy_granted_with_amount",
            ),
            models.CheckConstraint(
                condition=~Q(kind="flat-rate", status="granted") | Q(ended_on__isnull=False),
                name="flat_rate_has_an_end",
            ),
            # No second subsidy for the same employment at a time (article 10d); flat-rate and regular follow each other.
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(status__in=["requested", "granted"]),
                name="one_subsidy_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["chain", "requested_on", "id"], condition=Q(status="requested"), name="subsidy_to_decide"
            ),
            models.Index(fields=["chain", "-started_on", "-id"], condition=Q(status="granted"), name="subsidy_running"),
        ]
