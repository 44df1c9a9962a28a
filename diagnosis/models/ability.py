"""Indications and exemptions: what was decided about a person's place on the labour market, with its days."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client
from clients.models.facts import ENDS_AFTER_START, PERIOD

INDICATIONS = {
    "target-group": _("doelgroepregister (banenafspraak)"),
    "sheltered-work": _("advies beschut werk"),
    "limited-hours": _("medisch urenbeperkt"),
    "wage-subsidy": _("doelgroep loonkostensubsidie"),
    "wsw": _("Wsw-indicatie"),
}
OUTCOMES = {"yes": _("ja"), "no": _("nee"), "presumed": _("vermoedelijk")}  # GGM, Doelgroepregister
EXEMPTIONS = {
    "temporary": _("tijdelijk, om dringende redenen (artikel 9 lid 2)"),
    "permanent": _("volledig en duurzaam arbeidsongeschikt (artikel 9 lid 5)"),
    "parent": _("alleenstaande ouder met een kind tot 5 jaar (artikel 9a)"),
}
# The duties of article 9, paragraph 1, that it takes away: a work, b provisions, c community contribution.
DUTIES = {"a": _("werk zoeken en aannemen"), "ac": _("werk en tegenprestatie"), "abc": _("alle plichten")}


@keep_history()
class Indication(models.Model):
    """One request or decision about a person's place on the labour market. Without an outcome it is still awaited."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="indications", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.SlugField(_("soort"), choices=list(INDICATIONS.items()), db_index=False)
    requested_on = models.DateField(_("aangevraagd op"), null=True, blank=True)
    changed = models.TextField(_("wat is er veranderd?"), blank=True)  # why it is asked again within the year
    decided_on = models.DateField(_("besloten op"), null=True, blank=True)
    outcome = models.SlugField(_("uitkomst"), choices=list(OUTCOMES.items()), blank=True, db_index=False)
    hours = models.PositiveSmallIntegerField(_("uren per week"), null=True, blank=True)  # of limited hours
    started_on = models.DateField(_("vanaf"), null=True, blank=True)
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    source = models.CharField(_("van wie"), max_length=120, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "of_contact"
    row_part = "capacity"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | ENDS_AFTER_START, name="indication_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(requested_on__isnull=True)
                | Q(decided_on__gte=F("requested_on")),
                name="indication_decided_after_request",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="") | Q(decided_on__isnull=True), name="indication_decided_with_outcome"
            ),
        ]


@keep_history()
class Exemption(models.Model):
    """That somebody is exempt from duties of the Participatiewet, by which article, from when to when."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="exemptions", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.SlugField(_("soort"), choices=list(EXEMPTIONS.items()), db_index=False)
    duties = models.SlugField(_("vrij van"), choices=list(DUTIES.items()), db_index=False)
    requested_on = models.DateField(_("gevraagd op"))
    decided_on = models.DateField(_("besloten op"))
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    child_born_on = models.DateField(_("geboortedatum van het kind"), null=True, blank=True)  # article 9a
    months_elsewhere = models.PositiveSmallIntegerField(_("maanden in een andere gemeente"), default=0)  # article 9a
    planned_on = models.DateField(_("plan gemaakt op"), null=True, blank=True)  # article 9a: within six months
    reviewed_on = models.DateField(_("laatst bekeken op"), null=True, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "of_contact"
    row_part = "benefit"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="exemption_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(kind="parent") | Q(child_born_on__isnull=False), name="exemption_of_parent_with_child"
            ),
            models.CheckConstraint(
                condition=~Q(kind="temporary") | Q(ended_on__isnull=False), name="temporary_exemption_ends"
            ),
            ExclusionConstraint(
                name="one_exemption_at_a_time",
                expressions=[(F("client"), RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
            ),
        ]
