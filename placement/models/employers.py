"""An employer as the chain knows it together: sites, people to speak with, contacts, agreements, and what it is open to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.history import keep_history
from chain.models import Chain, Partner, User
from diagnosis.codes import SECTORS, YES_NO

KINDS = {
    "employer": _("werkgever"),
    "volunteer-desk": _("vrijwilligersloket of organisatie met vrijwilligers"),
    "day-activity": _("dagbesteding"),
    "learning-company": _("leerwerkbedrijf"),
}
# Groups for whom something is arranged by law or in the chain (document 002; Participatiewet).
GROUPS = {
    "banenafspraak": _("banenafspraak"),
    "statushouder": _("statushouders"),
    "45plus": _("45-plussers"),
    "alleenstaande-ouder": _("alleenstaande ouders"),
    "vso-pro": _("jongeren uit vso en praktijkonderwijs"),
    "wajong": _("Wajong"),
    "long-on-benefit": _("mensen die lang een uitkering hebben"),
}
# What an employer will do otherwise for somebody, in terms of work.
ADAPTATIONS = {
    "few-hours": _("weinig uren (onder de 16)"),
    "build-up": _("uren opbouwen"),
    "fixed-hours": _("vaste of aangepaste werktijden"),
    "school-hours": _("binnen schooltijden"),
    "slower-pace": _("lager tempo"),
    "split-tasks": _("taken apart zetten"),
    "own-guidance": _("eigen begeleider op de werkvloer"),
    "job-coach": _("jobcoach welkom"),
    "simple-dutch": _("weinig Nederlands nodig"),
    "no-diploma": _("geen diploma nodig"),
    "quiet-place": _("rustige werkplek"),
    "seated": _("zittend werk"),
    "learning": _("leren tijdens het werk"),
}
CONTACT_WAYS = {
    "visit": _("bezoek"),
    "call": _("telefoon"),
    "mail": _("e-mail"),
    "online": _("online gesprek"),
    "event": _("bijeenkomst"),
    "letter": _("brief"),
}
SUBJECTS = {
    "getting-to-know": _("kennismaking"),
    "vacancy": _("vacature"),
    "candidate": _("kandidaat"),
    "carving": _("functiecreatie of jobcarving"),
    "subsidy": _("subsidie en regelingen"),
    "after-care": _("nazorg"),
    "learning": _("leren op de werkplek"),
    "social-return": _("social return"),
    "other": _("anders"),
}
RECENT_DAYS = 14  # for so long after a contact a second call asks for a word with who had it
AGREEMENT_KINDS = {
    "intention": _("intentie"),
    "covenant": _("afspraak op papier"),
    "social-return": _("social return"),
    "learning": _("leerplekken"),
    "trial": _("proefplaatsingen"),
}


@keep_history("plain")
class Employer(models.Model):
    """An employer known to the chain; made by name on import, then unchecked."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="employers")
    name = models.CharField(_("naam"), max_length=120)
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    kind = models.SlugField(_("soort"), choices=list(KINDS.items()), default="employer", db_index=False)
    kvk = models.CharField(_("KvK-nummer"), max_length=8, blank=True)  # 8 digits
    sbi = models.CharField(_("SBI-code"), max_length=5, blank=True)  # 2 to 5 digits, Standaard Bedrijfsindeling 2008
    sector = models.SlugField(
        _("sector"), choices=[(key, name) for key, (name, _sbi) in SECTORS.items()], blank=True, db_index=False
    )
    website = models.URLField(_("website"), blank=True)
    size = models.PositiveIntegerField(_("aantal werknemers"), null=True, blank=True)
    trains = models.CharField(_("erkend leerbedrijf (SBB)"), max_length=1, choices=list(YES_NO.items()), default="0")
    keeper = models.ForeignKey(  # who keeps the contact for the chain
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("vaste contactpersoon bij ons")
    )
    checked = models.BooleanField(default=False)
    plain = models.GeneratedField(
        expression=Func(F("name"), function="snoer_plain"), output_field=models.TextField(), db_persist=True
    )
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "employers"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "name"], name="employer_name_once_in_chain"),
            models.UniqueConstraint(fields=["chain", "kvk"], condition=~Q(kvk=""), name="employer_kvk_once_in_chain"),
        ]
        indexes = [GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="employer_alike")]

    def __str__(self) -> str:
        return self.name


class OfEmployer(models.Model):
    """What belongs to an employer."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    row_security = "shared"
    row_part = "employers"

    class Meta:
        abstract = True


@keep_history()
class Site(OfEmployer):
    """A place where an employer has work."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="sites")
    name = models.CharField(_("vestiging"), max_length=120)
    kvk_site = models.CharField(_("vestigingsnummer"), max_length=12, blank=True)  # 12 digits
    street = models.CharField(_("straat en nummer"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)  # 1234 AB
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    without_car = models.CharField(
        _("te bereiken zonder auto"), max_length=1, choices=list(YES_NO.items()), default="0"
    )
    ended_on = models.DateField(_("gesloten op"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(OfEmployer.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["employer", "name"], name="site_once")]

    def __str__(self) -> str:
        return self.name


@keep_history()
class ContactPerson(OfEmployer):
    """Somebody at an employer to speak with. Kept until `keep_until`, which each contact moves on, then taken away."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="people")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    name = models.CharField(_("naam"), max_length=120)
    job = models.CharField(_("functie"), max_length=120, blank=True)
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    keep_until = models.DateField()
    version = models.PositiveIntegerField(default=1)
    row_security = "shared_list"

    class Meta(OfEmployer.Meta):
        ordering = ["name"]
        indexes = [models.Index(fields=["chain", "keep_until"], name="contact_person_until")]

    def __str__(self) -> str:
        return self.name


@keep_history()
class EmployerContact(OfEmployer):
    """A contact with an employer, for all partners to see (werkgeverscontactmoment, VUM 3.1): nobody calls twice."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(ContactPerson, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(_("datum"))
    way = models.SlugField(_("hoe"), choices=list(CONTACT_WAYS.items()), db_index=False)
    subject = models.SlugField(_("waarover"), choices=list(SUBJECTS.items()), db_index=False)
    text = models.TextField(_("wat is besproken"), max_length=1000, blank=True)
    next_on = models.DateField(_("volgend contact"), null=True, blank=True)
    at = models.DateTimeField(db_default=Now())
    row_security = "shared_said"

    class Meta(OfEmployer.Meta):
        indexes = [
            models.Index(fields=["employer", "-on"], name="employer_contact_latest"),
            models.Index(fields=["chain", "next_on"], condition=Q(next_on__isnull=False), name="employer_contact_next"),
        ]

    @property
    def recent(self) -> bool:
        """Whether it is so short ago that who wants to call as well had better ask first."""
        return (today() - self.on).days <= RECENT_DAYS


@keep_history()
class Agreement(OfEmployer):
    """What was agreed with an employer, for a time."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="agreements")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(_("soort"), choices=list(AGREEMENT_KINDS.items()), db_index=False)
    text = models.TextField(_("afspraak"), max_length=1000)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(OfEmployer.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="agreement_ends_after_start"
            )
        ]


@keep_history()
class Openness(OfEmployer):
    """For whom an employer makes room, and what it will do otherwise for somebody; as last talked about."""

    employer = models.OneToOneField(Employer, models.CASCADE, related_name="openness")
    groups = ArrayField(models.SlugField(), verbose_name=_("staat open voor"), default=list, blank=True)
    adaptations = ArrayField(models.SlugField(), verbose_name=_("kan aanpassen"), default=list, blank=True)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    talked_on = models.DateField(_("laatst besproken op"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta(OfEmployer.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(groups__contained_by=list(GROUPS)), name="openness_groups"),
            models.CheckConstraint(
                condition=Q(adaptations__contained_by=list(ADAPTATIONS)), name="openness_adaptations"
            ),
        ]
