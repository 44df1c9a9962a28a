"""What trust between the partners rests on: agreements, the register of incidents, machines that come in by the API."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models.organisation import Chain, Membership, Partner, User

AGREEMENTS = {
    "processing": _("verwerkersovereenkomst"),
    "cooperation": _("samenwerkingsovereenkomst"),
    "joint": _("afspraken als gezamenlijk verantwoordelijken"),
}


@keep_history()
class PartnerAgreement(models.Model):
    """On what a partner's people may read: with a partner that has agreements, their access ends with the last that joins up."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    kind = models.SlugField(_("soort"), choices=list(AGREEMENTS.items()))
    reference = models.CharField(_("kenmerk"), max_length=80)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    note = models.TextField(_("toelichting"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "registers"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="partner_agreement_ends_after_start",
            )
        ]


@keep_history()
class Incident(models.Model):
    """A breach of personal data, or what looked like one (AVG, articles 33 and 34; told to the authority within 72 hours)."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    discovered_at = models.DateTimeField(_("ontdekt op"))
    happened_on = models.DateField(_("gebeurd op"), null=True, blank=True)
    what = models.TextField(_("wat er gebeurde"), max_length=4000)
    whose = models.TextField(_("om wier gegevens het gaat"), max_length=1000, blank=True)
    people = models.PositiveIntegerField(_("hoeveel mensen"), null=True, blank=True)
    kinds = models.TextField(_("welke gegevens"), max_length=1000, blank=True)
    consequences = models.TextField(_("mogelijke gevolgen"), max_length=2000, blank=True)
    measures = models.TextField(_("wat er is gedaan"), max_length=4000, blank=True)
    reported_at = models.DateTimeField(_("gemeld bij de Autoriteit Persoonsgegevens"), null=True, blank=True)
    why_not_reported = models.TextField(_("waarom niet gemeld"), max_length=1000, blank=True)
    told_on = models.DateField(_("verteld aan de mensen zelf"), null=True, blank=True)
    closed_on = models.DateField(_("afgehandeld op"), null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "registers"


@keep_history()
class ApiClient(models.Model):
    """A machine of a partner: an OAuth application, the membership under which it acts, and the scopes it may ask for.

    What it reads and writes is what that membership reads and writes, and no more than its scopes.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    # Of oauth2_provider.Application. No key: that library's tables hang on ours, so its migrations follow.
    application_id = models.BigIntegerField(unique=True)
    membership = models.OneToOneField(Membership, models.PROTECT, related_name="api_client")
    name = models.CharField(_("naam van de koppeling"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    row_security = "vocabulary"

    def __str__(self) -> str:
        return self.name


# What an administrator does about how somebody signs in.
USER_ACTS = {
    "bound": _("gekoppeld aan een aanmelddienst"),
    "freed": _("losgemaakt van een aanmelddienst"),
    "factor": _("tweede stap weggehaald"),
    "password": _("nieuw wachtwoord gemaakt"),
    "sessions": _("overal afgemeld"),
}


class UserAct(models.Model):
    """Who did what about how somebody signs in: said in the act itself, under one's own function, and never changed."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    act = models.SlugField(_("handeling"), choices=list(USER_ACTS.items()))
    at = models.DateTimeField(db_default=Now())
    row_security = "user_act"
    row_part = "looks"


class Upload(models.Model):
    """A file that somebody is loading: kept, encrypted, from the preview to the decision; an hour at most."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.SlugField()
    name = models.CharField(max_length=120)
    cipher = models.BinaryField()
    mapping = models.JSONField(default=dict)  # column of the file -> field
    made_at = models.DateTimeField(db_default=Now())
    row_security = "own"


class Mapping(models.Model):
    """Which columns of a partner's files go to which fields: remembered for the next file of the kind."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    kind = models.SlugField()
    columns = models.JSONField(default=dict)
    row_security = "of_colleagues"
    row_part = "plan"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "kind"], name="one_mapping_a_kind")]
