"""What an entry of the palette yields, and for whom it is: what can be laid beside a person's gap and facts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Instrument

# What a module can yield; `value` and `amount` are those of a requirement of a vacancy (placement.models.Requirement).
YIELDS = {
    "competence": _("competentie"),  # value: code of COMPETENCES
    "language": _("taalniveau"),  # value: code of a language, amount: of COMMAND
    "licence": _("rijbewijs"),  # value: code
    "certificate": _("certificaat"),  # value: code of CERTIFICATES
    "level": _("werk- en denkniveau"),  # amount: of LEVELS
    "readiness": _("waar iemand staat"),  # value: key of a definition, such as trajectory-fit
}
# For whom it is, in what is known of a person; each has an amount or a value.
CONDITIONS = {
    "age-from": _("vanaf leeftijd"),
    "age-to": _("tot leeftijd"),
    "ladder-from": _("vanaf trede van de participatieladder"),
    "ladder-to": _("tot en met trede van de participatieladder"),
    "hours-from": _("kan ten minste zoveel uur per week"),
    "dutch-from": _("spreekt ten minste zo goed Nederlands"),
    "dutch-to": _("spreekt ten hoogste zo goed Nederlands"),
    "found": _("gevonden"),  # value: key of a definition that was answered with yes
    "not-found": _("nog niet gevonden"),  # value: key of a definition that was not
    "municipality": _("woont in"),  # value: code of the municipality; several rows: one of them
}


@keep_history()
class Yield(models.Model):
    """One thing that somebody can have when the module is done."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="yields")
    kind = models.SlugField(_("wat"), choices=list(YIELDS.items()), db_index=False)
    value = models.CharField(max_length=40, blank=True)
    amount = models.SmallIntegerField(null=True, blank=True)
    row_security = "vocabulary"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "kind", "value"], name="yield_once")]
        indexes = [models.Index(fields=["chain", "kind", "value"], name="yield_of_kind")]


@keep_history()
class Condition(models.Model):
    """For whom a module is, as far as it can be looked up. It refuses nobody: a professional decides."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="fits")
    kind = models.SlugField(_("wat"), choices=list(CONDITIONS.items()), db_index=False)
    value = models.CharField(max_length=40, blank=True)
    amount = models.SmallIntegerField(null=True, blank=True)
    row_security = "vocabulary"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "kind", "value"], name="condition_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(kind__in=["found", "not-found", "municipality"]),
                name="condition_has_an_amount",
            ),
        ]
