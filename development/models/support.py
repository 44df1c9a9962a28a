"""Practical support (document 001), activation places and signals of not cooperating.

Of the last two the reason is the point of contact's and the activation partner's alone (part `cooperation`).
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Instrument, Partner, User
from clients.models import Client, Step

SUPPORT_STATUSES = {
    "asked": _("gevraagd"),
    "granted": _("toegekend"),
    "arranged": _("geregeld"),
    "declined": _("afgewezen"),
    "withdrawn": _("niet meer nodig"),
}
SUPPORT_MOVES = {
    "grant": ("asked", "granted"),
    "decline": ("asked", "declined"),
    "withdraw": ("asked", "withdrawn"),
    "arrange": ("granted", "arranged"),
    "drop": ("granted", "withdrawn"),
}
COST_PER = {"once": _("eenmalig"), "month": _("per maand")}
WAITS = ("asked", "granted")  # while it is so, the step that needs it cannot start
SIGNALS = {
    "not-there": _("komt niet, zonder bericht"),
    "leaves": _("gaat eerder weg"),
    "agreements": _("komt afspraken niet na"),
    "refuses": _("weigert werk of een aanbod"),
    "conduct": _("gedrag waardoor anderen niet kunnen werken"),
    "other": _("iets anders"),
}
SIGNAL_STATUSES = {"open": _("open"), "decided": _("besloten"), "withdrawn": _("ingetrokken")}
DECISIONS = {
    "no-grounds": _("geen verwijt: er was een goede reden"),
    "talk": _("gesprek en nieuwe afspraken"),
    "other-step": _("een andere stap"),
    "activation": _("een activeringsplek"),
    "handed-over": _("doorgegeven aan wie over de uitkering gaat"),
}


@keep_history()
class Support(models.Model):
    """Something practical that somebody needs: a bus pass, childcare, work clothes. Asked in a line, decided, arranged.

    `for_step`: the step that waits for it, and cannot start before it is arranged (where `blocks`). `step`: the provision
    itself, once it was granted. Of a certificate of conduct only whether it is there stands on record.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="supports", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="+", db_index=False, verbose_name=_("wat is nodig")
    )
    for_step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="supports", verbose_name=_("voor welke stap")
    )
    step = models.OneToOneField(Step, models.SET_NULL, null=True, blank=True, related_name="support")
    text = models.CharField(_("waarvoor"), max_length=200)
    blocks = models.BooleanField(_("de stap kan zonder dit niet beginnen"), default=True)
    asked_on = models.DateField()
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)  # who asks
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    status = models.SlugField(choices=list(SUPPORT_STATUSES.items()), default="asked", db_index=False)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decision = models.CharField(_("toelichting"), max_length=300, blank=True)
    cost = models.DecimalField(_("kosten in euro"), max_digits=8, decimal_places=2, null=True, blank=True)
    cost_per = models.SlugField(_("hoe vaak"), choices=list(COST_PER.items()), blank=True, db_index=False)
    arranged_on = models.DateField(_("geregeld op"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "support"
    row_part = "support"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="support_cost"),
            models.CheckConstraint(
                condition=Q(status="arranged", arranged_on__isnull=False)
                | ~Q(status="arranged") & Q(arranged_on__isnull=True),
                name="support_arranged_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "withdrawn"]) | Q(decided_on__isnull=False), name="support_decided"
            ),
        ]
        indexes = [
            models.Index(fields=["chain", "asked_on", "id"], condition=Q(status__in=WAITS), name="support_open"),
        ]


@keep_history()
class ActivationReason(models.Model):
    """Why somebody is in an activation place, and what was agreed. The step itself says neither."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="activation_reason")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    why = models.TextField(_("waarom deze plek"), max_length=1000)
    agreed = models.TextField(_("wat is afgesproken"), max_length=1000, blank=True)
    person_view = models.TextField(_("wat de inwoner ervan vindt"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "beside_step"
    row_part = "cooperation"


@keep_history()
class CooperationSignal(models.Model):
    """A well-founded suspicion that somebody does not cooperate (Besluit SUWI, article 4.1, paragraph 3), told to the point
    of contact: what, by what it is seen, what the person says of it, and what the consultant decides.

    A measure on the benefit is the benefit system's: here stands no more than that it was handed over.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("bij welke stap")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(_("wanneer"))
    what = models.SlugField(_("wat gebeurde er"), choices=list(SIGNALS.items()), db_index=False)
    evidence = models.TextField(_("waaraan ziet u dat"), max_length=1000)
    person_view = models.TextField(_("wat de inwoner ervan zegt"), max_length=1000, blank=True)
    heard_on = models.DateField(_("gesproken op"), null=True, blank=True)
    status = models.SlugField(choices=list(SIGNAL_STATUSES.items()), default="open", db_index=False)
    decision = models.SlugField(_("besluit"), choices=list(DECISIONS.items()), blank=True, db_index=False)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    decision_why = models.TextField(_("waarom"), max_length=1000, blank=True)
    at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "cooperation"
    row_part = "cooperation"

    class Meta:
        constraints = [
            # Nothing is decided before the person was heard.
            models.CheckConstraint(
                condition=~Q(status="decided")
                | Q(decided_on__isnull=False, heard_on__isnull=False) & ~Q(decision="") & ~Q(person_view=""),
                name="signal_decided_after_hearing",
            ),
        ]
        indexes = [
            models.Index(fields=["chain", "on", "id"], condition=Q(status="open"), name="signal_open"),
            models.Index(fields=["author", "decided_on"], name="signal_of_author"),
        ]
