"""The person's rights: requests and their course, a statement beside what stays contested, documents on file."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Membership, Partner, User
from clients.models.client import Client

# Articles 15 to 21 of the AVG.
REQUESTS = {
    "access": _("inzage of een kopie"),
    "rectification": _("verbeteren of aanvullen"),
    "erasure": _("wissen"),
    "restriction": _("minder gebruiken"),
    "portability": _("meenemen naar een ander"),
    "objection": _("bezwaar"),
}
REQUEST_STATES = {"open": _("loopt"), "answered": _("beantwoord"), "withdrawn": _("ingetrokken")}
OUTCOMES = {"granted": _("ingewilligd"), "partly": _("gedeeltelijk ingewilligd"), "refused": _("afgewezen")}
# Parts of the file that a document or a statement can be about: who does not read the part does not read it.
DOCUMENT_PARTS = {
    "notes": _("algemeen"),
    "contact": _("adres en contact"),
    "profile": _("intake en werkprofiel"),
    "plan": _("plan en stappen"),
    "diagnosis": _("verdiepende diagnose"),
    "placements": _("plaatsing"),
    "capacity": _("arbeidsvermogen"),
    "benefit": _("uitkering"),
}


@keep_history()
class RightsRequest(models.Model):
    """What a person asked under the AVG, and its course: an answer within a month, two months later at most (article 12)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="rights_requests", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.SlugField(_("wat wordt gevraagd"), choices=list(REQUESTS.items()), db_index=False)
    received_on = models.DateField(_("ontvangen op"))
    due_on = models.DateField(_("antwoord uiterlijk op"))
    extended_why = models.TextField(_("waarom het langer duurt"), max_length=1000, blank=True)
    asked = models.TextField(_("de vraag, in eigen woorden"), max_length=4000)
    part = models.SlugField(_("waarover"), choices=list(DOCUMENT_PARTS.items()), blank=True, db_index=False)
    stands = models.TextField(_("wat er nu staat"), max_length=2000, blank=True)
    should_stand = models.TextField(_("wat er moet staan"), max_length=2000, blank=True)
    status = models.SlugField(choices=list(REQUEST_STATES.items()), default="open", db_index=False)
    outcome = models.SlugField(_("uitkomst"), choices=list(OUTCOMES.items()), blank=True, db_index=False)
    answer = models.TextField(_("het antwoord"), max_length=4000, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    row_security = "of_contact"
    row_part = "rights"

    class Meta:
        indexes = [models.Index(fields=["chain", "due_on"], condition=Q(status="open"), name="rights_request_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="answered", outcome__gt="", closed_on__isnull=False)
                | Q(status="withdrawn", outcome="", closed_on__isnull=False)
                | Q(status="open", outcome="", closed_on__isnull=True),
                name="rights_request_answered_with_outcome",
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("received_on")), name="rights_request_due_later"),
        ]


@keep_history()
class Statement(models.Model):
    """What the person says about a part of the file that stays contested; stands beside it for all who read that part."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="statements", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    request = models.ForeignKey(
        RightsRequest, models.CASCADE, null=True, blank=True, related_name="statements", db_index=False
    )
    part = models.SlugField(_("waarover"), choices=list(DOCUMENT_PARTS.items()), db_index=False)
    text = models.TextField(_("verklaring van de inwoner"), max_length=4000)
    on = models.DateField(_("datum"))
    withdrawn_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)  # who put it in
    row_security = "statement"
    row_part = "rights"  # who writes it; read with the part that it is about


class Document(models.Model):
    """A file with a person's file: encrypted outside the web root, found by `stored`; what it is was read from its content."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="documents", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    part = models.SlugField(_("waarover"), choices=list(DOCUMENT_PARTS.items()), db_index=False)
    title = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(max_length=80)  # media type, as read from the content
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)  # SHA-256 of the content, hexadecimal
    stored = models.UUIDField(default=uuid.uuid4, unique=True)  # name of the encrypted file
    at = models.DateTimeField(db_default=Now())
    row_security = "document"

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="document_latest")]
