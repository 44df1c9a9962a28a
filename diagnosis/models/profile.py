"""The work profile: who somebody is in the language of the labour market, in the codes of VUM (diagnosis.codes)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain
from clients.models import Client
from diagnosis.codes import (
    AGREEMENTS,
    COMMAND,
    COMPETENCES,
    CONTRACTS,
    EDUCATION_LEVELS,
    INTERESTS,
    LEVELS,
    LICENCES,
    MASTERY,
    SECTORS,
    TRANSPORT,
    YES_NO,
)

SOURCES = {"own": _("eigen lijst"), "esco": "ESCO"}


def within(field: str, codes: dict, name: str) -> models.CheckConstraint:
    """That an array holds codes of the list alone."""
    return models.CheckConstraint(condition=Q(**{f"{field}__contained_by": list(codes)}), name=name)


class Occupation(models.Model):
    """An occupation that people and employers can name. National: no chain. Found by its names (OccupationName)."""

    uri = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    isco = models.CharField(max_length=4, blank=True, db_index=True)  # group of ISCO-08
    sector = models.SlugField(
        choices=[(key, name) for key, (name, _sbi) in SECTORS.items()], blank=True, db_index=False
    )
    source = models.SlugField(choices=list(SOURCES.items()), db_index=False)
    esco_uri = models.CharField(max_length=200, blank=True)
    competentnl_uri = models.CharField(max_length=200, blank=True)  # what VUM 3 exchanges, where it is known
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OccupationName(models.Model):
    """One of the names of an occupation, also an everyday one."""

    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    plain = models.GeneratedField(
        expression=Func(F("name"), function="snoer_plain"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occupation", "name"], name="occupation_name_once")]
        indexes = [GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="occupation_name_alike")]


@keep_history()
class WorkProfile(models.Model):
    """What matching asks about a person, apart from the lists below it. Empty is not known; one a client."""

    client = models.OneToOneField(Client, models.CASCADE, related_name="work_profile", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    presentation = models.TextField(_("wie bent u, in uw eigen woorden?"), max_length=2000, blank=True)
    level = models.CharField(_("werk- en denkniveau"), max_length=1, choices=list(LEVELS.items()), blank=True)
    interests = ArrayField(models.SlugField(), verbose_name=_("soort werk"), default=list, blank=True)
    hours_min = models.PositiveSmallIntegerField(_("minste uren per week"), null=True, blank=True)
    hours_max = models.PositiveSmallIntegerField(_("meeste uren per week"), null=True, blank=True)
    office_hours = models.CharField(_("alleen overdag"), max_length=1, choices=list(YES_NO.items()), default="0")
    irregular = models.CharField(
        _("ook avond, nacht of weekend"), max_length=1, choices=list(YES_NO.items()), default="0"
    )
    available_from = models.DateField(_("beschikbaar vanaf"), null=True, blank=True)
    available_until = models.DateField(_("beschikbaar tot en met"), null=True, blank=True)
    postcode = models.CharField(
        _("postcode om vanaf te reizen"), max_length=7, blank=True
    )  # empty: that of the address
    distance_km = models.PositiveSmallIntegerField(_("verste afstand"), null=True, blank=True)  # km, one way
    travel_minutes = models.PositiveSmallIntegerField(_("langste reistijd"), null=True, blank=True)  # minutes, one way
    transport = ArrayField(models.CharField(max_length=1), verbose_name=_("vervoer"), default=list, blank=True)
    licences = ArrayField(models.CharField(max_length=3), verbose_name=_("rijbewijzen"), default=list, blank=True)
    contracts = ArrayField(models.CharField(max_length=1), verbose_name=_("soort contract"), default=list, blank=True)
    agreements = ArrayField(models.CharField(max_length=2), verbose_name=_("vorm van werk"), default=list, blank=True)
    sectors = ArrayField(models.SlugField(), verbose_name=_("sectoren"), default=list, blank=True)
    adapted_workplace = models.TextField(_("aanpassing van de werkplek"), max_length=500, blank=True)
    guidance = models.TextField(_("begeleiding op het werk"), max_length=500, blank=True)
    variation = models.TextField(_("afwisseling in het werk"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "under_client"
    row_part = "profile"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_min__isnull=True) | Q(hours_max__isnull=True) | Q(hours_min__lte=F("hours_max")),
                name="work_profile_hours",
            ),
            models.CheckConstraint(
                condition=Q(available_from__isnull=True) | Q(available_until__isnull=True)
                | Q(available_from__lte=F("available_until")), name="work_profile_available",
            ),
            within("interests", INTERESTS, "work_profile_interests"),
            within("transport", TRANSPORT, "work_profile_transport"),
            within("licences", LICENCES, "work_profile_licences"),
            within("contracts", CONTRACTS, "work_profile_contracts"),
            within("agreements", AGREEMENTS, "work_profile_agreements"),
            within("sectors", SECTORS, "work_profile_sectors"),
        ]  # fmt: skip


class OfProfile(models.Model):
    """A line of one of the lists of a work profile."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="profile_%(class)ss", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    row_security = "under_client"
    row_part = "profile"

    class Meta:
        abstract = True


@keep_history()
class TargetOccupation(OfProfile):
    """An occupation that somebody wants to do, the first choice first (bemiddelingsberoep)."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(OfProfile.Meta):
        constraints = [models.UniqueConstraint(fields=["client", "occupation"], name="target_occupation_once")]


@keep_history()
class Competence(OfProfile):
    """What somebody can do at work, how far, and by what that was seen."""

    code = models.SlugField(choices=list(COMPETENCES.items()), db_index=False)
    mastery = models.CharField(max_length=1, choices=list(MASTERY.items()))
    evidence = models.CharField(_("waaraan ziet u dat?"), max_length=300, blank=True)

    class Meta(OfProfile.Meta):
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="competence_once")]


@keep_history()
class Education(OfProfile):
    """A school or training that was followed, here or elsewhere."""

    name = models.CharField(_("opleiding"), max_length=120)
    level = models.CharField(_("niveau"), max_length=1, choices=list(EDUCATION_LEVELS.items()))
    diploma = models.CharField(_("diploma"), max_length=1, choices=list(YES_NO.items()), default="0")
    year = models.PositiveSmallIntegerField(_("jaar"), null=True, blank=True)  # the last of it


@keep_history()
class Course(OfProfile):
    """A course or certificate, such as VCA or a forklift licence."""

    name = models.CharField(_("cursus of certificaat"), max_length=120)
    year = models.PositiveSmallIntegerField(_("jaar"), null=True, blank=True)
    valid_until = models.DateField(_("geldig tot en met"), null=True, blank=True)


@keep_history()
class Experience(OfProfile):
    """Work that somebody did, paid or not, here or elsewhere."""

    job = models.CharField(_("wat voor werk"), max_length=120)
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    employer = models.CharField(_("bij wie of waar"), max_length=120, blank=True)
    from_year = models.PositiveSmallIntegerField(_("van"), null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(_("tot"), null=True, blank=True)  # empty: still, or not known
    unpaid = models.BooleanField(_("onbetaald"), default=False)

    class Meta(OfProfile.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year__isnull=True) | Q(to_year__isnull=True) | Q(from_year__lte=F("to_year")),
                name="experience_years",
            )
        ]


@keep_history()
class Language(OfProfile):
    """How well somebody commands a language: ISO 639-3, and a code of COMMAND for each way."""

    code = models.CharField(max_length=3)
    speaking = models.CharField(max_length=1, choices=list(COMMAND.items()), default="0")
    listening = models.CharField(max_length=1, choices=list(COMMAND.items()), default="0")
    reading = models.CharField(max_length=1, choices=list(COMMAND.items()), default="0")
    writing = models.CharField(max_length=1, choices=list(COMMAND.items()), default="0")

    class Meta(OfProfile.Meta):
        constraints = [models.UniqueConstraint(fields=["client", "code"], name="language_once")]


class ProfileTerm(models.Model):
    """One word of a work profile, plain and lower case, for search; kept by triggers (diagnosis/sql.py)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    term = models.TextField(db_collation="C")
    row_security = "derived"
    row_part = "profile"

    class Meta:
        indexes = [models.Index(fields=["chain", "term"], name="profile_term_prefix")]
