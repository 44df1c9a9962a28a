"""The labour market: of the region, kept once by who serves the employers; and of a person, drawn from it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client
from diagnosis.codes import CHANCES, COMMAND, COMPETENCES, LEVELS, LICENCES, SECTORS, YES_NO
from diagnosis.models.profile import Occupation, within


@keep_history()
class Outlook(models.Model):
    """What the region's labour market offers and asks, in one occupation or in all of a sector, for as long as it holds."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    sector = models.SlugField(
        _("sector"), choices=[(key, name) for key, (name, _sbi) in SECTORS.items()], db_index=False
    )
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, related_name="+")
    chances = models.SlugField(_("kansen"), choices=list(CHANCES.items()), db_index=False)
    hard_to_fill = models.BooleanField(_("moeilijk te vervullen"), default=False)
    asked = models.TextField(_("wat vragen werkgevers?"), blank=True)
    # What is asked in codes, so that it can be laid beside a work profile.
    level = models.CharField(_("minste werk- en denkniveau"), max_length=1, choices=list(LEVELS.items()), blank=True)
    dutch = models.CharField(_("Nederlands spreken"), max_length=1, choices=list(COMMAND.items()), blank=True)
    licences = ArrayField(models.CharField(max_length=3), verbose_name=_("rijbewijzen"), default=list, blank=True)
    competences = ArrayField(models.SlugField(), verbose_name=_("competenties"), default=list, blank=True)
    certificate = models.CharField(_("certificaat of diploma"), max_length=120, blank=True)
    hours_min = models.PositiveSmallIntegerField(_("minste uren per week"), null=True, blank=True)
    irregular = models.CharField(_("avond, nacht of weekend"), max_length=1, choices=list(YES_NO.items()), default="0")
    source = models.CharField(_("bron"), max_length=160, blank=True)
    started_on = models.DateField(_("vanaf"))
    valid_until = models.DateField(_("geldig tot en met"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    ended_on = models.DateField(null=True, blank=True)  # not kept up any more: does not hold from this day on
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "outlook"

    class Meta:
        indexes = [models.Index(fields=["chain", "valid_until"], name="outlook_valid")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("started_on")), name="outlook_ends_after_start"),
            within("licences", LICENCES, "outlook_licences"),
            within("competences", COMPETENCES, "outlook_competences"),
        ]


@keep_history()
class PersonalOutlook(models.Model):
    """What chance somebody has in an occupation, what is still missing, and by what one sees that. The latest holds."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="outlooks", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+", db_index=False)
    outlook = models.ForeignKey(Outlook, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    chances = models.SlugField(_("kansen"), choices=list(CHANCES.items()), db_index=False)
    missing = models.TextField(_("wat is nog nodig?"), blank=True)
    evidence = models.TextField(_("waaraan ziet u dat?"))
    on = models.DateField(_("datum"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    ended_on = models.DateField(null=True, blank=True)  # not looked at any more, or followed by a later one
    version = models.PositiveIntegerField(default=1)
    row_security = "followed"
    row_part = "profile"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "occupation"], condition=Q(ended_on__isnull=True), name="one_outlook_an_occupation"
            )
        ]
