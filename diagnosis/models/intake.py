"""The joint intake: a talk in sections, each with an owner and a version of its own, that ends with a conclusion."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models import Client, Step

CONCLUSIONS = {
    "placement": _("direct naar Podium24: bemiddelen naar werk"),
    "diagnosis": _("eerst een verdiepende diagnose"),
    "development": _("eerst ontwikkelen"),
    "participation": _("meedoen: participatie of vrijwilligerswerk"),
    "none": _("geen vervolg nu"),
}
INTAKE_STATUSES = {"open": _("bezig"), "concluded": _("afgerond")}
# The whole talk of who is new; the shorter one, of the perspective plan, for who is long on benefit (document 002, annex 3 b).
INTAKE_FORMS = {"full": _("intake"), "perspective": _("perspectiefgesprek")}
# Areas of life that are opened one by one, with the reason why work asks for it; none is asked of everybody
# (Autoriteit Persoonsgegevens 2018: recording them all for all is unlawful).
LIFE_DOMAINS = {
    "children": _("zorg voor kinderen"),
    "informal-care": _("mantelzorg"),
    "money": _("geldzaken"),
    "housing": _("wonen"),
    "language-digital": _("taal en digitaal"),
    "daily-life": _("dag en ritme"),
    "social-network": _("sociale contacten"),
    "home-relations": _("thuis"),
    "physical-health": _("lichamelijke gezondheid"),
    "mental-health": _("geestelijke gezondheid"),
    "substance-use": _("middelengebruik"),
    "justice": _("justitie"),
}
# Of these stands only whether it is in the way of work, and what is then needed: never what it is.
SENSITIVE = ("physical-health", "mental-health", "substance-use", "justice")
IN_THE_WAY = {"yes": _("ja"), "no": _("nee")}


@keep_history()
class Intake(models.Model):
    """One talk about one person: its step, its form, and the conclusion that people chose."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="intakes", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    step = models.OneToOneField(Step, models.PROTECT, related_name="intake")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    form = models.SlugField(choices=list(INTAKE_FORMS.items()), default="full", db_index=False)
    status = models.SlugField(choices=list(INTAKE_STATUSES.items()), default="open", db_index=False)
    conclusion = models.SlugField(_("conclusie"), choices=list(CONCLUSIONS.items()), blank=True, db_index=False)
    question = models.TextField(_("vraag aan de verdiepende diagnose"), blank=True)  # for `diagnosis`
    grounds = models.TextField(_("waarom deze conclusie"), blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)
    row_security = "beside_step"
    row_part = "profile"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(status="open"), name="one_open_intake_a_client"),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(conclusion="") & Q(concluded_on__isnull=False),
                name="intake_concluded_with_conclusion",
            ),
        ]


@keep_history()
class IntakeSection(models.Model):
    """What one partner writes in an intake: the answers of one section, by field (diagnosis.sections), in a row of its own,
    so that two desks save beside each other. `part` is the part of the file that it belongs to."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="sections")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    key = models.SlugField(db_index=False)
    part = models.SlugField(db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)  # whose section it is
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)  # who wrote last
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "section"
    row_part = "profile"  # of the table; each row has its own

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "key"], name="intake_section_once")]


@keep_history()
class LifeDomain(models.Model):
    """An area of life that was opened because work asks for it: why, what is in the way, and what is needed."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="domains")
    client = models.ForeignKey(Client, models.CASCADE, related_name="life_domains", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    domain = models.SlugField(_("leefgebied"), choices=list(LIFE_DOMAINS.items()), db_index=False)
    why = models.CharField(_("waarom is dit nodig voor werk?"), max_length=300)
    in_the_way = models.SlugField(_("staat in de weg"), choices=list(IN_THE_WAY.items()), blank=True, db_index=False)
    barrier = models.TextField(_("wat staat in de weg?"), blank=True)
    needed = models.TextField(_("wat is nodig?"), blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "of_partner"
    row_part = "barriers"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "domain"], condition=Q(closed_at__isnull=True), name="life_domain_once_open"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="life_domain_with_reason"),
            models.CheckConstraint(
                condition=~Q(domain__in=SENSITIVE) | Q(barrier=""), name="sensitive_domain_says_no_more"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="life_domain_closes_after"
            ),
        ]


@keep_history()
class Invitation(models.Model):
    """That a partner comes to the person's joint intake, on a day and time.

    It gives the partner sight of what the intake is about from that day until the intake is concluded or the invitation
    cancelled (diagnosis/sql.py, which also fills `intake` and `ended_on`).
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="invitations", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    on = models.DateField(_("dag"))
    time = models.TimeField(_("tijd"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField(db_default=Now())
    cancelled_on = models.DateField(null=True, blank=True)
    intake = models.ForeignKey(
        Intake, models.SET_NULL, null=True, blank=True, related_name="invitations", db_index=False
    )
    ended_on = models.DateField(null=True, blank=True)
    row_security = "of_contact"
    row_part = "profile"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "partner"], condition=Q(cancelled_on__isnull=True, ended_on__isnull=True),
                name="one_invitation_of_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | Q(ended_on__isnull=True), name="invitation_ends_once"
            ),
        ]  # fmt: skip
