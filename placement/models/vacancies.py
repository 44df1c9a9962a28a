"""Work that is to be had: vacancies with what they ask in the terms of the work profile, and projects with cohorts."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from diagnosis.codes import AGREEMENTS, CONTRACTS, SECTORS, YES_NO
from diagnosis.models import Occupation
from placement.models.employers import ContactPerson, Employer, Site

KINDS = {
    "regular": _("gewone vacature"),
    "apprenticeship": _("leerbaan"),
    "carved": _("taken afgesplitst (jobcarving)"),
    "created": _("nieuw gemaakte functie (functiecreatie)"),
    "project": _("plek in een project"),
    "volunteering": _("vrijwilligerswerk"),
    "work-experience": _("werkervaringsplek"),
}
STATUSES = {"open": _("open"), "paused": _("even niet"), "closed": _("gesloten")}
# The allowed moves, act -> (from ..., to).
MOVES = {
    "pause": (("open",), "paused"),
    "resume": (("paused",), "open"),
    "close": (("open", "paused"), "closed"),
    "reopen": (("closed",), "open"),
}
SHIFTS = {"day": _("overdag"), "evening": _("avond"), "night": _("nacht"), "weekend": _("weekend")}
# What a vacancy can ask. `value` and `amount` by kind: docs/matching.md.
ASKED = {
    "occupation": _("beroep"),
    "level": _("werk- en denkniveau"),
    "education": _("opleiding"),
    "experience": _("werkervaring"),
    "competence": _("vaardigheid"),
    "language": _("taal"),
    "licence": _("rijbewijs"),
    "certificate": _("certificaat"),
    "hours": _("uren per week"),
    "shifts": _("werktijden"),
    "start": _("begindatum"),
    "reach": _("bereikbaar"),
    "contract": _("soort contract"),
    "agreement": _("vorm van werk"),
}
NO_END = dt.date(9999, 12, 31)  # of what has no closing day, so that it can be compared and ordered
# Certificates that employers ask for by name; found in the courses of a profile by their words (placement/sql.py).
CERTIFICATES = {
    "vca": _("VCA"),
    "forklift": _("heftruckcertificaat"),
    "reach-truck": _("reachtruckcertificaat"),
    "bhv": _("BHV"),
    "haccp": _("HACCP of sociale hygiëne"),
    "code-95": _("code 95"),
    "welding": _("lascertificaat"),
    "cleaning": _("basisvakopleiding schoonmaak"),
}


@keep_history()
class Project(models.Model):
    """A way into a sector with employers and groups of people, such as horeca@work."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    name = models.CharField(_("naam"), max_length=120)
    sector = models.SlugField(
        _("sector"), choices=[(key, name) for key, (name, _sbi) in SECTORS.items()], blank=True, db_index=False
    )
    text = models.TextField(_("wat is het"), max_length=1000, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "vacancies"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "name"], name="project_once_in_chain"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="project_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history()
class ProjectEmployer(models.Model):
    """That an employer takes part in a project."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="employers")
    employer = models.ForeignKey(Employer, models.CASCADE, related_name="projects")
    row_security = "shared_list"
    row_part = "vacancies"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "employer"], name="project_employer_once")]


@keep_history()
class Cohort(models.Model):
    """A group that goes through a project together. Its places are vacancies of the kind `project`."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="cohorts")
    name = models.CharField(_("naam"), max_length=80)
    started_on = models.DateField(_("begint op"))
    ended_on = models.DateField(_("eindigt op"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "vacancies"

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="cohort_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="cohort_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history("until")
class Vacancy(models.Model):
    """Work at an employer for one or more people, from any partner. What it asks stands in its requirements.

    `taken` counts placements that hold a position (their step planned, running or finished); kept by triggers.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    ref = models.CharField(max_length=60, null=True)  # its number at the employer, or in the file it was imported from
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="vacancies")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    contact = models.ForeignKey(ContactPerson, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="vacancies")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)  # who brought it in
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(_("wat voor plek"), choices=list(KINDS.items()), default="regular", db_index=False)
    title = models.CharField(_("functie"), max_length=120)
    tasks = models.TextField(_("taken"), max_length=2000, blank=True)
    carved_from = models.CharField(_("afgesplitst van"), max_length=200, blank=True)
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, related_name="+")
    positions = models.PositiveSmallIntegerField(_("aantal plekken"), default=1)
    taken = models.PositiveSmallIntegerField(default=0)
    hours_min = models.PositiveSmallIntegerField(_("minste uren per week"), null=True, blank=True)
    hours_max = models.PositiveSmallIntegerField(_("meeste uren per week"), null=True, blank=True)
    shifts = ArrayField(models.SlugField(), verbose_name=_("werktijden"), default=list, blank=True)
    contract = models.CharField(_("contract"), max_length=1, choices=list(CONTRACTS.items()), blank=True)
    agreement = models.CharField(_("vorm van werk"), max_length=2, choices=list(AGREEMENTS.items()), default="01")
    wage = models.CharField(_("loon"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    without_car = models.CharField(
        _("te bereiken zonder auto"), max_length=1, choices=list(YES_NO.items()), default="0"
    )
    starts_on = models.DateField(_("begint op"), null=True, blank=True)
    closes_on = models.DateField(_("reageren tot en met"), null=True, blank=True)
    until = models.GeneratedField(
        expression=Coalesce(F("closes_on"), Value(NO_END)), output_field=models.DateField(), db_persist=True
    )
    status = models.SlugField(choices=list(STATUSES.items()), default="open", db_index=False)
    closed_why = models.CharField(_("waarom gesloten"), max_length=200, blank=True)
    opened_on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "vacancies"

    class Meta:
        indexes = [
            models.Index(fields=["chain", "-opened_on", "-id"], name="vacancy_latest"),
            models.Index(fields=["chain", "until", "id"], name="vacancy_closing"),
            models.Index(fields=["author", "until"], condition=Q(status="open"), name="vacancy_open_of_author"),
            models.Index(fields=["chain", "occupation"], condition=Q(status="open"), name="vacancy_open_occupation"),
            models.Index(fields=["chain", "occupation"], condition=Q(taken__gt=0), name="vacancy_taken_occupation"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chain", "ref"], name="vacancy_ref_once_in_chain"),
            models.CheckConstraint(condition=Q(positions__gte=1), name="vacancy_positions"),
            models.CheckConstraint(condition=Q(taken__lte=F("positions")), name="vacancy_not_more_than_its_positions"),
            models.CheckConstraint(
                condition=Q(hours_min__isnull=True) | Q(hours_max__isnull=True) | Q(hours_min__lte=F("hours_max")),
                name="vacancy_hours",
            ),
            models.CheckConstraint(condition=Q(shifts__contained_by=list(SHIFTS)), name="vacancy_shifts"),
            models.CheckConstraint(
                condition=~Q(kind="carved") | ~Q(carved_from=""), name="vacancy_carved_from_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def free(self) -> int:
        """Positions that are left."""
        return max(self.positions - self.taken, 0)


@keep_history()
class Requirement(models.Model):
    """One thing that a vacancy asks: a must or a wish, with its weight (1 to 5).

    What the vacancy says itself (occupation, hours, shifts, start, reach, contract, agreement) stands there alone: its row here
    has only how much it matters.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="requirements")
    kind = models.SlugField(choices=list(ASKED.items()), db_index=False)
    value = models.CharField(max_length=40, blank=True)  # a code, of the kinds that have a list of them
    amount = models.SmallIntegerField(null=True, blank=True)  # a level or a number of years
    must = models.BooleanField(_("moet"), default=False)
    weight = models.PositiveSmallIntegerField(_("gewicht"), default=1)
    row_security = "shared_list"
    row_part = "vacancies"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "kind", "value"], name="requirement_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="requirement_weight"),
        ]


class VacancyWord(models.Model):
    """One word by which a vacancy is found, plain and lower case: of its title, employer, occupation and place.

    Kept by triggers (placement/vacancy_sql.py).
    """

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="+")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    word = models.TextField(db_collation="C")
    row_security = "shared_kept"
    row_part = "vacancies"

    class Meta:
        indexes = [models.Index(fields=["chain", "word"], name="vacancy_word_prefix")]


CANDIDATE_STATUSES = {
    "open": _("gevraagd"),
    "met": _("genoeg kandidaten"),
    "declined": _("lukt niet"),
    "withdrawn": _("niet meer nodig"),
}
# act -> (from, to); `met` follows by itself from the introductions that were asked for.
CANDIDATE_MOVES = {"decline": ("open", "declined"), "withdraw": ("open", "withdrawn")}


@keep_history()
class CandidateRequest(models.Model):
    """A question of the employer service to the point of contact: so many candidates for a vacancy, by a day.

    What is proposed for it are introductions (Introduction.request); it says nothing of a person itself.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="candidate_requests")
    number = models.PositiveSmallIntegerField(_("hoeveel kandidaten"), default=3)
    needed_on = models.DateField(_("uiterlijk op"))
    text = models.CharField(_("waar moet iemand aan voldoen"), max_length=500, blank=True)
    asked_by = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_on = models.DateField()
    status = models.SlugField(choices=list(CANDIDATE_STATUSES.items()), default="open", db_index=False)
    answer = models.CharField(_("antwoord"), max_length=300, blank=True)
    closed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "vacancies"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vacancy"], condition=Q(status="open"), name="one_open_candidate_request"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=25), name="candidate_request_of_some"),
        ]
        indexes = [
            models.Index(fields=["chain", "needed_on"], condition=Q(status="open"), name="candidate_request_open")
        ]
