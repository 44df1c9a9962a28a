"""Letters: the templates that an administrator keeps, and what was written to or about a person, as it was sent."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models.client import Client

LETTER_STATUSES = {"draft": _("concept"), "final": _("definitief")}
SENT_HOW = {"letter": _("per post"), "email": _("per e-mail"), "handed": _("meegegeven")}


@keep_history()
class LetterTemplate(models.Model):
    """The text of a kind of letter, with [fields] that are filled from the record (clients/letter_fields.py).

    `source` names what such a letter is about, a key of clients.letters.sources(): which fields there are, and the part of
    the file that it belongs to.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    key = models.SlugField(db_index=False)
    name = models.CharField(_("naam"), max_length=80)
    source = models.SlugField(_("waarover"), db_index=False)
    subject = models.CharField(_("onderwerp"), max_length=120)
    body = models.TextField(_("tekst"), max_length=6000)
    in_use = models.BooleanField(_("in gebruik"), default=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "vocabulary"

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["chain", "key"], name="letter_template_once_in_chain")]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Letter(models.Model):
    """A letter in the file: its text as it was sent, which no later change of the template touches."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="letters", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, related_name="+", db_index=False)
    part = models.SlugField(default="plan", db_index=False)  # by the source of its template
    about = models.SlugField(blank=True, db_index=False)  # model name
    about_id = models.BigIntegerField(null=True)
    subject = models.CharField(_("onderwerp"), max_length=120)
    body = models.TextField(_("tekst"), max_length=8000)
    on = models.DateField(_("datum"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    status = models.SlugField(choices=list(LETTER_STATUSES.items()), default="draft", db_index=False)
    how = models.SlugField(_("hoe verstuurd"), choices=list(SENT_HOW.items()), blank=True, db_index=False)
    final_on = models.DateField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "letter"
    row_part = "plan"  # of the table; each row has its own

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", final_on__isnull=True) | Q(status="final", final_on__isnull=False),
                name="letter_final_on_a_day",
            )
        ]
        indexes = [models.Index(fields=["client", "-on"], name="letter_latest")]
