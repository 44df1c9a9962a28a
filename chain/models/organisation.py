"""Chains, municipalities, partners, mandates, users; the vocabulary; what jobs and forms need."""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.history import keep_history
from chain.parts import CONTACT_READS, CONTACT_WRITES, MANDATE_READS, ROLES, WIDE, reads, writes

PHASES = {"diagnosis": _("diagnose"), "placement": _("plaatsing"), "development": _("ontwikkeling")}
TRACKS = {"activation": _("spoor 1: activering"), "placement": _("spoor 2: plaatsing")}
FORMS_OF_WORK = {
    "regular": _("regulier werk"),
    "temporary-agency": _("uitzendwerk"),
    "wage-subsidy": _("werk met loonkostensubsidie"),
    "secondment": _("detachering"),
    "sheltered": _("beschut werk"),
    "participation-place": _("participatieplaats"),
    "retention-of-benefit": _("werken met behoud van uitkering"),
    "volunteering": _("vrijwilligerswerk"),
    "day-activity": _("dagbesteding"),
}

COSTS_PER = {"person": _("per persoon"), "week": _("per week"), "hour": _("per uur")}


def holds_on(day: dt.date, prefix: str = "") -> Q:
    """Rows with started_on and an inclusive, possibly empty ended_on that hold on the day."""
    return Q(**{f"{prefix}started_on__lte": day}) & (
        Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": day})
    )


class User(AbstractUser):
    """Somebody who signs in, or a job of a chain (kind of membership `system`, without a usable password)."""

    name = models.CharField(_("naam"), max_length=120)
    digest = models.BooleanField(_("elke werkdag een overzicht per e-mail"), default=True, db_default=True)
    start_password = models.BooleanField(default=False, db_default=False)  # to be changed at the first sign-in

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isupper()]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")) if words else self.username[:2].upper()


class Chain(models.Model):
    """A re-integration chain: the cooperating organisations of a region. Sees only itself."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A Dutch municipality, by its CBS code. National: people move in from anywhere."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


@keep_history()
class ChainMunicipality(models.Model):
    """A municipality that takes part in a chain."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="served")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    row_security = "vocabulary"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "municipality"], name="municipality_once_in_chain")]


class PartnerQuerySet(models.QuerySet["Partner"]):
    def acting_for(self, partner: Any) -> "PartnerQuerySet":
        """The partner, its sub-units, and those that it has succeeded."""
        return self.filter(
            Q(pk=partner) | Q(parent=partner) | Q(succeeded_by=partner, succeeded_on__lte=today())
        )  # fmt: skip


@keep_history()
class Partner(models.Model):
    """An organisation of the chain, or a sub-unit of one. A step keeps the partner of its day."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="partners")
    code = models.SlugField()
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    colour = models.SlugField(default="system")  # a key of the palette in static/theme.css
    position = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    succeeded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    succeeded_on = models.DateField(null=True, blank=True)  # from this day on the successor acts; empty = not yet
    # Who sends its letters; set on the page of the letters, and left alone by the blueprint.
    address = models.TextField(_("postadres"), max_length=200, blank=True)
    phone = models.CharField(_("telefoon"), max_length=24, blank=True)
    row_security = "vocabulary"

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["chain", "code"], name="partner_code_once_in_chain")]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def on(self, day: dt.date) -> "MandateQuerySet":
        return self.filter(holds_on(day))

    def covering(self, function: str, municipality_id: int | None) -> "MandateQuerySet":
        """Mandates for the function in the municipality; a mandate without municipality covers the whole chain."""
        return self.filter(
            Q(municipality__isnull=True) | Q(municipality_id=municipality_id), function=function
        )  # fmt: skip


@keep_history()
class Mandate(models.Model):
    """That a partner carries out a function, in a municipality (empty: all), for a time, on a legal or contract basis."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="mandates")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="mandates")
    function = models.SlugField()  # a key of chain.functions.FUNCTIONS
    phase = models.SlugField(blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    basis = models.TextField()  # law, decision or contract
    source = models.TextField(blank=True)
    row_security = "vocabulary"

    objects = MandateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["partner", "function"], name="mandate_partner_function")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="mandate_ends_after_start"
            )
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of_people(self) -> "MembershipQuerySet":
        """Without those under which machines come in (chain/machines.py): nobody hands work to a machine."""
        return self.filter(api_client=None)

    def with_contact_point(self) -> "MembershipQuerySet":
        """Each with `is_contact_point` and `acts_for` filled, in the same query."""
        held = Mandate.objects.on(today()).filter(partner=models.OuterRef("partner"), function="person")
        own = Partner.objects.acting_for(models.OuterRef("partner")).order_by("pk").values("pk")
        return self.annotate(is_contact_point=models.Exists(held), acts_for=ArraySubquery(own))


@keep_history()
class Membership(models.Model):
    """That a user works for a partner of a chain in a role, for a time. A user acts under one membership at a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="memberships")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.SlugField(choices=[(role, label) for role, label in ROLES.items()])
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )  # of an alderman
    job = models.SlugField(blank=True)  # of a system membership: which job acts under it
    by_claims = models.SlugField(blank=True, db_default="")  # the provider that told it at a sign-in (chain/oidc.py)
    started_on = models.DateField(default=today)
    ended_on = models.DateField(null=True, blank=True)
    agreed_until = models.DateField(
        null=True, editable=False
    )  # derived: the last day that its partner has agreements for
    row_security = "membership"

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="system", partner__isnull=True) | ~Q(role="system") & Q(partner__isnull=False),
                name="membership_of_a_partner_or_system",
            ),
            models.CheckConstraint(
                condition=Q(role="alderman", municipality__isnull=False)
                | ~Q(role="alderman") & Q(municipality__isnull=True),
                name="membership_of_a_municipality",
            ),
            models.UniqueConstraint(fields=["chain", "job"], condition=~Q(job=""), name="one_membership_a_job"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role}, {self.partner or self.job})"

    def reads(self, part: str) -> bool:
        return (
            reads(self.role, part)
            and (part not in CONTACT_READS or self._keeps)
            and (part not in MANDATE_READS or self._keeps or self.mandated(MANDATE_READS[part]))
        )

    def writes(self, part: str) -> bool:
        return (
            writes(self.role, part)
            and (part not in CONTACT_WRITES or self._keeps)
            and (part not in MANDATE_READS or self._keeps or self.mandated(MANDATE_READS[part]))
        )

    @property
    def serves_employers(self) -> bool:
        """Whether the partner is the chain's point of contact for the employer today (mandate `employer`)."""
        return self.mandated("employer")

    def mandated(self, function: str) -> bool:
        """Whether the partner holds the mandate for the function today, in some municipality or all."""
        return any(held.startswith(f"{function}:") for held in self.held)

    @property
    def _keeps(self) -> bool:
        return self.role in WIDE or self.is_contact_point

    @cached_property
    def acts_for(self) -> list[int]:
        """Ids of the membership's partner, its sub-units, and the partners that it has succeeded."""
        return list(Partner.objects.acting_for(self.partner_id).values_list("pk", flat=True))

    @cached_property
    def held(self) -> list[str]:
        """The functions that the partner holds the mandate for today, as `function:municipality`; without one: all."""
        mandates = Mandate.objects.on(today()).filter(partner=self.partner_id)
        return [f"{function}:{where or ''}" for function, where in mandates.values_list("function", "municipality")]

    def holds(self, function: str, municipality_id: int | None) -> bool:
        """Whether the partner holds the mandate for the function in the municipality today."""
        return bool({f"{function}:", f"{function}:{municipality_id or ''}"} & set(self.held))

    @cached_property
    def is_contact_point(self) -> bool:
        """Whether the partner is the chain's point of contact for the person today (mandate `person`)."""
        return Mandate.objects.on(today()).filter(partner=self.partner_id, function="person").exists()


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def offered(self, day: dt.date) -> "InstrumentQuerySet":
        """Those that are on offer on the day; without a first or last day: always so far, or from then on."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=day), Q(ended_on__isnull=True) | Q(ended_on__gte=day)
        )  # fmt: skip


@keep_history()
class Instrument(models.Model):
    """An entry of the chain's palette: what can be done with or for a person."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="instruments")
    code = models.SlugField()
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    phase = models.SlugField(choices=list(PHASES.items()))
    track = models.SlugField(blank=True, choices=list(TRACKS.items()))
    function = models.SlugField()  # the mandate that carrying it out takes
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")  # usual one
    activates = models.BooleanField(default=False)
    form_of_work = models.SlugField(blank=True, choices=list(FORMS_OF_WORK.items()))
    group = models.BooleanField(default=False)
    weeks = models.PositiveSmallIntegerField(_("gewone duur in weken"), null=True, blank=True)
    srg_code = models.CharField(
        _("soort voorziening (SRG)"), max_length=2, blank=True, db_default=""
    )  # of the statutory statistics
    norm_weeks = models.PositiveSmallIntegerField(_("langer is te lang (weken)"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(_("uur per week"), null=True, blank=True)
    for_whom = models.CharField(_("voor wie"), max_length=300, blank=True)
    conditions = models.TextField(_("voorwaarden"), max_length=600, blank=True)
    unit_cost = models.DecimalField(_("kosten in euro"), max_digits=8, decimal_places=2, null=True, blank=True)
    cost_per = models.SlugField(_("kosten per"), choices=list(COSTS_PER.items()), blank=True)
    capacity = models.PositiveSmallIntegerField(_("zoveel mensen tegelijk"), null=True, blank=True)
    started_on = models.DateField(_("wordt aangeboden vanaf"), null=True, blank=True)
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "vocabulary"

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["phase", "name"]
        constraints = [models.UniqueConstraint(fields=["chain", "code"], name="instrument_code_once_in_chain")]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """The next number of a series of a chain, such as client numbers; taken under a row lock."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    series = models.SlugField()
    next = models.PositiveBigIntegerField()
    row_security = "counter"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "series"], name="counter_once_in_chain")]


class Outbox(models.Model):
    """What is still to be done because of what was done; written in the transaction of its cause, swept every minute.

    `facts`: clients (empty = all) whose steps, benefit periods or residences changed. `told`: an act on the timeline.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    topic = models.SlugField()
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    row_security = "outbox"

    class Meta:
        indexes = [models.Index(fields=["chain", "id"], condition=Q(done_at__isnull=True), name="outbox_to_do")]


class JobRun(models.Model):
    """One run of a job in a chain: when, and what came of it."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    job = models.SlugField()
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)  # never a person's data
    row_security = "jobrun"

    class Meta:
        indexes = [models.Index(fields=["chain", "job", "-started_at"], name="jobrun_latest")]


class Once(models.Model):
    """A form's one-time key: a second post with it finds where the first one led."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    led_to = models.CharField(max_length=200, blank=True)
    sent = models.CharField(
        max_length=64, blank=True, db_default=""
    )  # of the API: a digest of what was sent with the key
    at = models.DateTimeField(db_default=Now())
    row_security = "once"
