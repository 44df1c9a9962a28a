"""The end of a file, and its coming back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, User
from clients.models.client import Client

CLOSE_REASONS = {
    "work": _("aan het werk, geen begeleiding meer nodig"),
    "no-benefit": _("geen uitkering of begeleiding meer"),
    "pension-age": _("AOW-leeftijd"),
    "moved": _("verhuisd naar buiten de regio"),
    "own-request": _("op eigen verzoek"),
    "deceased": _("overleden"),
    "mistake": _("per vergissing aangemeld"),
}


@keep_history()
class Closure(models.Model):
    """That the file was closed on a day, why, and whether it came back. `Client.closed_on` says how it stands."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="closures", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    closed_on = models.DateField(_("gesloten op"))
    reason = models.SlugField(_("reden"), choices=list(CLOSE_REASONS.items()), db_index=False)
    explanation = models.TextField(_("toelichting"), blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    reopened_on = models.DateField(null=True, blank=True)
    reopened_why = models.TextField(_("waarom het dossier terugkomt"), blank=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    row_security = "of_contact"
    row_part = "plan"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(reopened_on__isnull=True), name="closed_once"),
            models.CheckConstraint(
                condition=Q(reopened_on__isnull=True) | Q(reopened_on__gte=F("closed_on")),
                name="reopened_after_closing",
            ),
        ]
