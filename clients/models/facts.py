"""Facts that hold for a time: where a person lives and which benefit is received. The last day is inclusive."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Municipality
from clients.models.client import Client

SCHEMES = {
    "participatiewet": _("Participatiewet"),
    "ioaw": _("IOAW"),
    "ioaz": _("IOAZ"),
    "wsw": _("Wsw"),
    "wajong": _("Wajong"),
    "other": _("andere regeling"),
}
LEVELS = {"full": _("volledig"), "partial": _("gedeeltelijk")}
END_REASONS = {
    "work": _("werk"),
    "relationship": _("relatie"),
    "pension-age": _("AOW-leeftijd"),
    "moved": _("verhuisd"),
    "study": _("studie"),
    "other": _("andere reden"),
}


class DateRange(Func):
    """daterange(started_on, ended_on, '[]'): both days included."""

    function = "daterange"
    output_field = DateRangeField()


PERIOD = DateRange(F("started_on"), F("ended_on"), Value("[]"))
ENDS_AFTER_START = Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on"))


@keep_history()
class Residence(models.Model):
    """That somebody lives in a municipality, of the chain or not."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="residences", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    row_security = "under_client"
    row_part = "contact"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="residence_ends_after_start"),
            ExclusionConstraint(
                name="one_residence_at_a_time",
                expressions=[(F("client"), RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
            ),
        ]


@keep_history()
class BenefitPeriod(models.Model):
    """That somebody receives a benefit of one scheme at one level."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="benefits", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    scheme = models.SlugField(_("regeling"), choices=list(SCHEMES.items()), db_index=False)
    level = models.SlugField(_("hoogte"), choices=list(LEVELS.items()), db_index=False)
    amount = models.DecimalField(
        _("bruto per maand, in euro"), max_digits=7, decimal_places=2, null=True, blank=True
    )  # as the benefit's own system says; empty = unknown
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    end_reason = models.SlugField(_("reden van einde"), choices=list(END_REASONS.items()), blank=True, db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "under_client"
    row_part = "benefit"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="benefit_ends_after_start"),
            models.CheckConstraint(condition=Q(ended_on__isnull=False) | Q(end_reason=""), name="benefit_end_reason"),
            ExclusionConstraint(
                name="one_period_of_a_scheme_at_a_time",
                expressions=[
                    (F("client"), RangeOperators.EQUAL),
                    (F("scheme"), RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]
