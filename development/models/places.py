"""Where people learn: learning places, groups, learning lines with their stations, and who has a place in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Instrument, Municipality, Partner, User
from clients.models import Client, Step
from clients.models.facts import ENDS_AFTER_START
from diagnosis.codes import EDUCATION_LEVELS, SECTORS
from placement.models import Employer, Site

PLACE_KINDS = {
    "learning": _("leerwerkplek"),
    "activation": _("activeringsplek"),
    "neighbourhood": _("buurtteam of openbare ruimte"),
}
# What the work asks of somebody there, from first to last.
STATION_LEVELS = {
    "preparation": _("voorbereiding"),
    "basic": _("basis: meedoen met hulp"),
    "skilled": _("vak: zelf werken"),
    "regular": _("zo goed als gewoon werk"),
}
GROUP_KINDS = {"course": _("cursus"), "team": _("werkploeg")}
WEEKDAYS = {
    1: _("maandag"), 2: _("dinsdag"), 3: _("woensdag"), 4: _("donderdag"), 5: _("vrijdag"), 6: _("zaterdag"),
    7: _("zondag"),
}  # fmt: skip
# Kept by triggers from the step (development/sql.py): nobody sets it.
STAY_STATES = {
    "waiting": _("op de wachtlijst"),
    "held": _("gereserveerd"),
    "running": _("bezet"),
    "over": _("voorbij"),
}


@keep_history()
class LearningPlace(models.Model):
    """Where several people can learn by working: at a partner of the chain or at an employer. Seats are places at once.

    `guidance_hours`: hours a week that the guiding partner (Annex) has for all who are there; empty = no limit.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("naam"), max_length=120)
    kind = models.SlugField(_("soort"), choices=list(PLACE_KINDS.items()), default="learning", db_index=False)
    host = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("bij welke ketenpartner"),
    )  # fmt: skip
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="learning_places",
        verbose_name=_("bij welke werkgever"),
    )  # fmt: skip
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("voor inwoners van"),
    )  # fmt: skip
    sector = models.SlugField(
        _("sector"), choices=[(key, label) for key, (label, _sbi) in SECTORS.items()], db_index=False
    )
    level = models.SlugField(_("niveau"), choices=list(STATION_LEVELS.items()), default="basic", db_index=False)
    text = models.TextField(_("wat doet men er"), max_length=1000, blank=True)
    seats = models.PositiveSmallIntegerField(_("plekken"))
    guide = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("wie begeleidt"),
    )  # fmt: skip
    guidance_hours = models.DecimalField(
        _("uren begeleiding per week"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "places"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "name"], name="learning_place_once_in_chain"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="learning_place_ends_after_start"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="learning_place_seats"),
            models.CheckConstraint(
                condition=Q(host__isnull=False, employer__isnull=True) | Q(host__isnull=True, employer__isnull=False),
                name="learning_place_at_one_host",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Group(models.Model):
    """A course or a work team: who meets when, on fixed days of the week, for as long as it goes on."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("naam"), max_length=120)
    kind = models.SlugField(_("soort"), choices=list(GROUP_KINDS.items()), default="course", db_index=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+", verbose_name=_("module"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("wie geeft hem"))
    place = models.ForeignKey(
        LearningPlace, models.PROTECT, null=True, blank=True, related_name="groups", verbose_name=_("leerwerkplek")
    )
    where = models.CharField(_("waar"), max_length=120, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("dagen"))  # of WEEKDAYS
    starts_at = models.TimeField(_("van"))
    ends_at = models.TimeField(_("tot"))
    seats = models.PositiveSmallIntegerField(_("plekken"))
    started_on = models.DateField(_("eerste dag"))
    ended_on = models.DateField(_("laatste dag"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "places"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "name"], name="group_once_in_chain"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="group_ends_after_start"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="group_seats"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="group_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(weekdays__len__gte=1, weekdays__contained_by=list(WEEKDAYS)), name="group_weekdays"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history()
class GroupCoach(models.Model):
    """Who leads a group: it stands on the start page of these."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="coaches")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    row_security = "shared_list"
    row_part = "places"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="group_coach_once")]


@keep_history()
class LearningLine(models.Model):
    """Stations towards a trade, and the employers that take people at the end (document 002, annex 3 i)."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("naam"), max_length=120)
    sector = models.SlugField(
        _("sector"), choices=[(key, label) for key, (label, _sbi) in SECTORS.items()], db_index=False
    )
    text = models.TextField(_("waar leidt hij naartoe"), max_length=1000, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="+", db_index=False, verbose_name=_("wie trekt hem")
    )
    started_on = models.DateField(_("vanaf"))
    ended_on = models.DateField(_("tot en met"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "shared"
    row_part = "places"

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "name"], name="learning_line_once_in_chain"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="learning_line_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Station(models.Model):
    """A stop on a learning line, with its host (a learning place) and level. People enter at any, at any time."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(LearningLine, models.CASCADE, related_name="stations")
    position = models.PositiveSmallIntegerField(_("volgorde"))
    name = models.CharField(_("naam"), max_length=120)
    level = models.SlugField(_("niveau"), choices=list(STATION_LEVELS.items()), default="basic", db_index=False)
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="+", db_index=False, verbose_name=_("module")
    )
    place = models.ForeignKey(
        LearningPlace, models.PROTECT, null=True, blank=True, related_name="stations", verbose_name=_("leerwerkplek")
    )
    weeks = models.PositiveSmallIntegerField(_("gewone duur in weken"), null=True, blank=True)
    text = models.CharField(_("wat leert men er"), max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # no longer a stop; who came along it stays on record
    row_security = "shared"
    row_part = "places"

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "position"], condition=Q(ended_on__isnull=True), name="one_station_at_a_position"
            )
        ]

    def __str__(self) -> str:
        return self.name


@keep_history()
class LineTask(models.Model):
    """What a partner does on a line (document 002: Annex, Podium24 and SZMH divide the tasks)."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(LearningLine, models.CASCADE, related_name="tasks")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    task = models.CharField(_("doet wat"), max_length=160)
    row_security = "shared_list"
    row_part = "places"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "partner", "task"], name="line_task_once")]


@keep_history()
class LineSchool(models.Model):
    """A school with which people learn beside the work of the line (dual: ROC, Praktech)."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(LearningLine, models.CASCADE, related_name="schools")
    school = models.CharField(_("school"), max_length=120)
    course = models.CharField(_("opleiding"), max_length=120)
    level = models.CharField(_("niveau"), max_length=1, choices=list(EDUCATION_LEVELS.items()), blank=True)
    text = models.CharField(_("afspraak"), max_length=200, blank=True)
    row_security = "shared_list"
    row_part = "places"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "school", "course"], name="line_school_once")]


@keep_history()
class LineEmployer(models.Model):
    """An employer that takes people at the end of the line."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(LearningLine, models.CASCADE, related_name="employers")
    employer = models.ForeignKey(Employer, models.CASCADE, related_name="lines")
    row_security = "shared_list"
    row_part = "places"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "employer"], name="line_employer_once")]


@keep_history()
class Stay(models.Model):
    """Somebody's place in a learning place or group, beside the step that it is for: asked (wait list), held, taken.

    `state`, `held_from` and `held_until` follow the step by triggers (development/sql.py), which also refuse one seat too
    many, or more hours of guidance than there are; a step that starts takes its place. `held_until` empty: no end known.
    """

    step = models.OneToOneField(Step, models.CASCADE, related_name="stay")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    place = models.ForeignKey(
        LearningPlace, models.PROTECT, null=True, blank=True, related_name="stays", db_index=False
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="stays", db_index=False)
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="stays", db_index=False)
    reserved = models.BooleanField(default=False)
    asked_on = models.DateField()  # the wait list is in this order
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_for = models.CharField(_("waarvoor"), max_length=200, blank=True)
    guidance = models.DecimalField(_("uren begeleiding per week"), max_digits=4, decimal_places=1, default=0)
    state = models.SlugField(choices=list(STAY_STATES.items()), default="waiting", db_index=False)
    held_from = models.DateField(null=True)
    held_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    row_security = "beside_step"
    row_part = "plan"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved=False) | Q(place__isnull=False) | Q(group__isnull=False), name="stay_is_somewhere"
            ),
            models.CheckConstraint(condition=Q(guidance__gte=0, guidance__lte=40), name="stay_guidance"),
        ]
        indexes = [
            models.Index(fields=["place", "state", "asked_on", "id"], name="stay_of_place"),
            models.Index(fields=["group", "state", "asked_on", "id"], name="stay_of_group"),
            models.Index(fields=["station", "state"], condition=Q(station__isnull=False), name="stay_of_station"),
            models.Index(fields=["chain", "asked_on", "id"], condition=Q(state="waiting"), name="stay_waiting"),
        ]
