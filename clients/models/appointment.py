"""Appointments with a person: with whom, when, where; what came of it; and how the person was invited."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models.client import Client
from clients.models.letter import Letter

WHERE = {
    "office": _("op kantoor"),
    "work": _("op de werkplek"),
    "home": _("thuis"),
    "outside": _("buiten, al wandelend"),
    "phone": _("telefonisch"),
    "video": _("met beeld"),
}
APPOINTMENT_STATUSES = {
    "planned": _("gepland"),
    "kept": _("is geweest"),
    "no-show": _("niet verschenen"),
    "excused": _("afgemeld"),
    "cancelled": _("gaat niet door"),
}
# The allowed moves, act -> (from, to); moving it to another day leaves it planned.
APPOINTMENT_MOVES = {
    "move": ("planned", "planned"),
    "keep": ("planned", "kept"),
    "miss": ("planned", "no-show"),
    "excuse": ("planned", "excused"),
    "cancel": ("planned", "cancelled"),
}
INVITED_BY = {
    "said": _("al afgesproken"),
    "email": _("uitnodiging per e-mail"),
    "letter": _("uitnodiging per brief"),
}


@keep_history()
class Appointment(models.Model):
    """That somebody of a partner and a person meet. `user` is with whom; `letter` the last invitation that was made."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="appointments", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("met wie"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(_("waar gaat het over"), max_length=120)
    on = models.DateField(_("dag"))
    time = models.TimeField(_("tijd"))
    minutes = models.PositiveSmallIntegerField(_("minuten"), default=45)
    where = models.SlugField(_("hoe"), choices=list(WHERE.items()), default="office", db_index=False)
    place = models.CharField(_("adres of plek"), max_length=200, blank=True)
    invited_by = models.SlugField(_("uitnodiging"), choices=list(INVITED_BY.items()), default="said", db_index=False)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    status = models.SlugField(choices=list(APPOINTMENT_STATUSES.items()), default="planned", db_index=False)
    result = models.CharField(_("wat is afgesproken"), max_length=300, blank=True)  # or why it did not happen
    made_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "of_partner"
    row_part = "plan"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="appointment_of_minutes")
        ]
        indexes = [
            models.Index(fields=["client", "-on"], name="appointment_of_client"),
            models.Index(
                fields=["chain", "user", "on"], condition=Q(status="planned"), name="appointment_to_come"
            ),
            models.Index(fields=["partner", "on", "time"], name="appointment_of_partner"),
        ]  # fmt: skip
