"""Handing over people to a colleague: for good, or for a time. It holds once the other has accepted."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models.client import Client
from clients.models.facts import PERIOD

HANDOVER_KINDS = {"move": _("overdragen"), "cover": _("tijdelijk waarnemen")}
HANDOVER_WHY = {
    "leave": _("verlof"),
    "illness": _("ziekte"),
    "departure": _("vertrek"),
    "balance": _("verdelen van de caseload"),
    "other": _("iets anders"),
}
HANDOVER_STATUSES = {
    "asked": _("wacht op antwoord"),
    "accepted": _("aangenomen"),
    "declined": _("niet aangenomen"),
    "withdrawn": _("ingetrokken"),
    "ended": _("beëindigd"),
}
PERSON_STATUSES = {"asked": _("wacht"), "taken": _("overgenomen"), "left": _("niet overgenomen")}


@keep_history()
class Handover(models.Model):
    """That somebody's people go to a colleague of the same partner. `cover`: from a day to a day, the lead stays whose it is."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    kind = models.SlugField(_("wat"), choices=list(HANDOVER_KINDS.items()), default="move", db_index=False)
    why = models.SlugField(_("waarom"), choices=list(HANDOVER_WHY.items()), db_index=False)
    giver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("van wie"))
    taker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("naar wie"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)  # of a cover
    text = models.TextField(_("wat de ander moet weten"), max_length=1000, blank=True)
    status = models.SlugField(choices=list(HANDOVER_STATUSES.items()), default="asked", db_index=False)
    answer = models.CharField(_("antwoord"), max_length=300, blank=True)
    answered_on = models.DateField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "of_colleagues"
    row_part = "plan"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_to_another"),
            models.CheckConstraint(
                condition=Q(kind="move", ended_on__isnull=True)
                | Q(kind="cover", ended_on__isnull=False, ended_on__gte=F("started_on")),
                name="handover_cover_has_an_end",
            ),
            ExclusionConstraint(
                name="one_cover_at_a_time",
                expressions=[
                    (F("partner"), RangeOperators.EQUAL), (F("giver"), RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="cover", status__in=("asked", "accepted")),
            ),
        ]  # fmt: skip


@keep_history()
class HandoverPerson(models.Model):
    """One of the people that are handed over for good, and what became of it. A cover has none: it is of a whole caseload."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="people")
    client = models.ForeignKey(Client, models.CASCADE, related_name="handovers", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(_("let op"), max_length=300, blank=True)
    status = models.SlugField(choices=list(PERSON_STATUSES.items()), default="asked", db_index=False)
    row_security = "of_partner"
    row_part = "plan"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "client"], name="once_in_a_handover")]
