"""Who somebody is: the client and the parts of the file that hold one row a person."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Municipality, User
from clients.queries import ClientQuerySet

SOURCES = {
    "benefit": _("aanvraag van een uitkering"),
    "self": _("meldt zich zelf"),
    "partner": _("via een ketenpartner"),
    "employer": _("via een werkgever"),
    "municipality": _("via de gemeente of een buurtteam"),
    "import": _("overgenomen uit een ander systeem"),
}
TARGET_GROUPS = {
    "45plus": _("45-plus"),
    "status-holder": _("statushouder"),
    "wajong": _("Wajong"),
    "vso-pro": _("vso of praktijkonderwijs"),
    "jobs-agreement": _("banenafspraak"),
    "single-parent": _("alleenstaande ouder"),
}
# For the statutory statistics (SRG, kenmerk 10).
GENDERS = {"male": _("man"), "female": _("vrouw"), "other": _("anders of niet bekend")}
# As the benefit knows them (Participatiewet, articles 3, 4 and 22a).
HOUSEHOLDS = {
    "single": _("alleenstaand"),
    "single-parent": _("alleenstaande ouder"),
    "couple": _("samen, zonder kinderen thuis"),
    "family": _("samen, met kinderen thuis"),
    "sharing": _("deelt de woning met anderen"),
}


@keep_history("sort_name", "partner_ids", "full_partner_ids", "lived_in")
class Client(models.Model):
    """A person on record in a chain. A person in two chains is two clients.

    `home`, `lived_in`, `partner_ids` (who sees the person) and `full_partner_ids` (who of them sees every part) are
    derived from residences and involvements by triggers in the database, which the application cannot overrule
    (chain/rowsecurity.py). `shown` and `given` are set by clients.access, for the acting membership.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    number = models.CharField(max_length=12)
    ref = models.CharField(max_length=40, null=True, blank=True)  # what another system calls this person
    first_name = models.CharField(_("voornaam"), max_length=80)
    prefix = models.CharField(_("tussenvoegsel"), max_length=20, blank=True)
    last_name = models.CharField(_("achternaam"), max_length=120)
    alias = models.CharField(_("ook bekend als"), max_length=120, blank=True)
    sort_name = models.GeneratedField(
        expression=Func(F("last_name"), F("first_name"), F("prefix"), function="snoer_sort_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )  # fmt: skip
    home = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    lived_in = ArrayField(models.BigIntegerField(), default=list, editable=False)
    partner_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    full_partner_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    lead = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # lead consultant
    source = models.SlugField(_("hoe aangemeld"), choices=list(SOURCES.items()))
    registered_on = models.DateField(_("aangemeld op"))
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "client"
    row_part = "client"
    shown: frozenset[str] | None = None  # None: all that one's function reads
    given: list[dict] | None = None  # of a partner: the involvements by which it sees the person
    asked: dict[str, list[dict]] | None = None  # what a page asked of the person in one go (clients.asked)
    glass: Any = None  # the involvement by which it is seen, where the glass was broken

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="client_number_once_in_chain"),
            models.UniqueConstraint(fields=["chain", "ref"], name="client_ref_once_in_chain"),
            models.UniqueConstraint(fields=["id", "chain"], name="client_with_chain"),
        ]
        indexes = [
            models.Index(fields=["chain", "sort_name", "id"], name="client_by_name"),
            models.Index(fields=["chain", "lead", "sort_name", "id"], name="client_by_lead"),
            GinIndex(fields=["partner_ids"], name="client_partners"),
            # How many of what is of open files, by municipality: without reading the files.
            models.Index(fields=["id"], include=["home"], condition=Q(closed_on__isnull=True), name="client_open"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        return " ".join(filter(None, [self.first_name, self.prefix, self.last_name]))


@keep_history()
class Identity(models.Model):
    """BSN and birth date. The BSN is encrypted and found by an index keyed per chain (clients.bsn)."""

    client = models.OneToOneField(Client, models.CASCADE, related_name="identity", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    bsn_cipher = models.BinaryField(null=True)
    bsn_index = models.CharField(max_length=64, null=True)
    birth_date = models.DateField(_("geboortedatum"), null=True, blank=True)
    gender = models.SlugField(_("geslacht"), choices=list(GENDERS.items()), blank=True, db_default="", db_index=False)
    household = models.SlugField(
        _("huishouden"), choices=list(HOUSEHOLDS.items()), blank=True, db_default="", db_index=False
    )
    # Life events that change what work means: the youngest child becomes 5, 12 or 18 (document 002, annex 3 c).
    youngest_child_born_on = models.DateField(_("geboortedatum van het jongste kind"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "under_client"
    row_part = "identity"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "bsn_index"], name="bsn_once_in_chain"),
            models.CheckConstraint(
                condition=Q(bsn_cipher__isnull=True, bsn_index__isnull=True)
                | Q(bsn_cipher__isnull=False, bsn_index__isnull=False),
                name="bsn_cipher_with_index",
            ),
        ]
        indexes = [
            models.Index(fields=["chain", "birth_date"], name="identity_born"),
            models.Index(
                fields=["chain", "youngest_child_born_on"], condition=Q(youngest_child_born_on__isnull=False),
                name="identity_child_born",
            ),
        ]  # fmt: skip


@keep_history()
class Contact(models.Model):
    """Where and in which language somebody is reached."""

    client = models.OneToOneField(Client, models.CASCADE, related_name="contact", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    house_number = models.CharField(_("huisnummer"), max_length=12, blank=True)
    phone = models.CharField(_("telefoon"), max_length=24, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("taal van het gesprek"), max_length=3, default="nld")  # ISO 639-3
    version = models.PositiveIntegerField(default=1)
    row_security = "under_client"
    row_part = "contact"


@keep_history()
class Capacity(models.Model):
    """Work capacity in terms of work; no diagnoses (access.md, rule 6)."""

    client = models.OneToOneField(Client, models.CASCADE, related_name="capacity", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    work_ability = models.PositiveSmallIntegerField(_("arbeidsvermogen"), null=True, blank=True)  # percent
    version = models.PositiveIntegerField(default=1)
    row_security = "under_client"
    row_part = "capacity"

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(work_ability__lte=100), name="work_ability_percent")]


@keep_history()
class TargetGroup(models.Model):
    """A target group of policy that a person belongs to, where that matters for what can be offered."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="target_groups", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    code = models.SlugField(choices=list(TARGET_GROUPS.items()))
    row_security = "under_client"
    row_part = "capacity"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="target_group_once")]


class Word(models.Model):
    """One word of a client's names, plain and lower case, for search; kept by a trigger on the client."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    word = models.TextField(db_collation="C")
    row_security = "derived"
    row_part = "client"

    class Meta:
        indexes = [models.Index(fields=["chain", "word"], name="word_prefix")]
