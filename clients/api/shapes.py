"""The parts of a file as JSON."""

from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as field

from chain.api.shapes import Shape, Texts, choice
from chain.functions import FUNCTIONS
from chain.models import PHASES, TRACKS
from chain.parts import SHAREABLE
from clients.languages import LANGUAGES
from clients.models import LEVELS, SCHEMES
from clients.models.client import GENDERS, HOUSEHOLDS, SOURCES, TARGET_GROUPS
from clients.models.facts import END_REASONS
from clients.models.plan import GOAL_STATUSES, PLAN_ENDS, PLAN_KINDS
from clients.models.referral import STATUSES as REFERRAL_STATUSES
from clients.models.step import STATUSES, STOPPED_FOR
from clients.models.timeline import AUDIENCES, NOTE_KINDS, NOTE_PARTS, WITH_WHOM
from clients.plan_forms import LONGEST


class Place(Shape):
    """A municipality, by its CBS code."""

    explained = _("Een gemeente, met haar CBS-code.")
    code = field.CharField()
    name = field.CharField()


class Person(Shape):
    """Somebody who works in the chain."""

    explained = _("Iemand die in de keten werkt.")
    id = field.IntegerField()
    name = field.CharField()


class Organisation(Shape):
    """A partner of the chain."""

    explained = _("Een partner van de keten.")
    code = field.CharField()
    name = field.CharField()


class ClientShape(Shape):
    """Who somebody is by name; the rest of the file lies in its parts."""

    explained = _("Hoe iemand heet en wie de regie heeft.")
    number = field.CharField()
    first_name = field.CharField()
    prefix = field.CharField()
    last_name = field.CharField()
    alias = field.CharField()
    home = Place(allow_null=True)
    lead = Person(allow_null=True)
    source = choice(SOURCES)  # type: ignore[assignment]
    registered_on = field.DateField()
    closed_on = field.DateField(allow_null=True)


class FoundShape(Shape):
    """Somebody who was found."""

    explained = _("Iemand die gevonden is.")
    number = field.CharField()
    name = field.CharField()


class FoundList(Shape):
    items = FoundShape(many=True)
    similar = field.BooleanField(help_text=_("Niemand heet zo; deze namen lijken erop."))
    more = field.BooleanField(help_text=_("Er zijn er meer: zoek nauwkeuriger."))


class SearchShape(Shape):
    """One of the three."""

    explained = _("Een van de drie.")
    bsn = field.RegexField(r"^[0-9]{9}$", required=False)
    birth_date = field.DateField(required=False)
    name = field.CharField(max_length=200, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            said = translate("Zoek op bsn, birthDate of name: op een van de drie.")
            raise field.ValidationError(said, code="one")
        return attrs


class RegisterShape(Shape):
    """Somebody new."""

    explained = _("Iemand die nog niet bekend is.")
    first_name = field.CharField(max_length=80)
    prefix = field.CharField(max_length=20, required=False, allow_blank=True)
    last_name = field.CharField(max_length=120)
    alias = field.CharField(max_length=120, required=False, allow_blank=True)
    birth_date = field.DateField()
    bsn = field.CharField(max_length=11, required=False)
    no_bsn = field.BooleanField(required=False, help_text=_("Er is nog geen BSN."))
    gender = choice(GENDERS, required=False)
    household = choice(HOUSEHOLDS, required=False)
    municipality = field.CharField(max_length=80, help_text=_("CBS-code of naam."))
    lives_since = field.DateField(required=False)
    postcode = field.CharField(max_length=7, required=False, allow_blank=True)
    house_number = field.CharField(max_length=12, required=False, allow_blank=True)
    phone = field.CharField(max_length=24, required=False, allow_blank=True)
    email = field.EmailField(max_length=254, required=False, allow_blank=True)
    language = choice(LANGUAGES, required=False)
    scheme = choice(SCHEMES, required=False)
    level = choice(LEVELS, required=False)
    benefit_since = field.DateField(required=False)
    source = choice(SOURCES)  # type: ignore[assignment]
    registered_on = field.DateField()
    lead = field.IntegerField(min_value=1, max_value=2**31 - 1, help_text=_("Wie de regie heeft: het id uit lead."))
    target_groups = field.ListField(child=choice(TARGET_GROUPS), required=False, max_length=len(TARGET_GROUPS))
    different = field.ListField(
        child=field.CharField(max_length=12), required=False, max_length=25,
        help_text=_("Klantnummers van wie op deze persoon lijkt en het niet is."),
    )  # fmt: skip
    again = field.BooleanField(required=False, help_text=_("Dezelfde persoon als in het gesloten dossier met dit BSN."))


class IdentityShape(Shape):
    """Birth date, gender and household. The BSN is shown by an act of its own (/clients/{number}/bsn/_show)."""

    explained = _("Geboortedatum, geslacht en huishouden. Het BSN toont `/clients/{number}/bsn/_show`.")
    birth_date = field.DateField(allow_null=True)
    gender = field.CharField(allow_blank=True)
    household = field.CharField(allow_blank=True)
    youngest_child_born_on = field.DateField(allow_null=True)
    has_bsn = field.SerializerMethodField()

    def get_has_bsn(self, identity: Any) -> bool:
        return identity.bsn_index is not None


class IdentityChange(Shape):
    """What changes; what is not sent stays."""

    explained = _("Wat wijzigt; wat u niet stuurt, blijft.")
    birth_date = field.DateField(required=False, allow_null=True)
    gender = choice(GENDERS, required=False, allow_blank=True)
    household = choice(HOUSEHOLDS, required=False, allow_blank=True)
    youngest_child_born_on = field.DateField(required=False, allow_null=True)


class BsnShape(Shape):
    bsn = field.CharField(allow_null=True)


class ContactShape(Shape):
    """Where and in which language somebody is reached."""

    explained = _("Waar en in welke taal iemand te bereiken is.")
    postcode = field.CharField(allow_blank=True)
    house_number = field.CharField(allow_blank=True)
    phone = field.CharField(allow_blank=True)
    email = field.CharField(allow_blank=True)
    language = field.CharField()


class ContactChange(Shape):
    """What changes; what is not sent stays."""

    explained = _("Wat wijzigt; wat u niet stuurt, blijft.")
    postcode = field.CharField(max_length=7, required=False, allow_blank=True)
    house_number = field.CharField(max_length=12, required=False, allow_blank=True)
    phone = field.CharField(max_length=24, required=False, allow_blank=True)
    email = field.EmailField(max_length=254, required=False, allow_blank=True)
    language = choice(LANGUAGES, required=False)


class CapacityShape(Shape):
    """In terms of work: no medical data."""

    explained = _("In termen van werk: geen medische gegevens.")
    work_ability = field.IntegerField(allow_null=True, help_text=_("In procenten van het minimumloon."))
    target_groups = field.ListField(child=field.CharField(), source="codes")


class CapacityChange(Shape):
    """What changes; what is not sent stays."""

    explained = _("Wat wijzigt; wat u niet stuurt, blijft.")
    work_ability = field.IntegerField(min_value=0, max_value=100, required=False, allow_null=True)
    target_groups = field.ListField(child=choice(TARGET_GROUPS), required=False, max_length=len(TARGET_GROUPS))


class BenefitShape(Shape):
    """A period of a benefit, both days included."""

    explained = _("Een periode met een uitkering, de eerste en de laatste dag meegerekend.")
    id = field.IntegerField()
    scheme = choice(SCHEMES)
    level = choice(LEVELS)
    amount = field.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    started_on = field.DateField()
    ended_on = field.DateField(allow_null=True)
    end_reason = choice(END_REASONS, allow_blank=True)


class NoteShape(Shape):
    id = field.IntegerField()
    kind = choice(NOTE_KINDS)
    with_whom = choice(WITH_WHOM)
    part = choice(NOTE_PARTS)
    on = field.DateField()
    text = field.CharField()
    audience = choice(AUDIENCES)
    partner = Organisation()
    author = Person()
    at = field.DateTimeField()


class NoteNew(Texts):
    text = field.CharField(max_length=5000)
    kind = choice(NOTE_KINDS, required=False)
    with_whom = choice(WITH_WHOM, required=False)
    on = field.DateField(required=False)
    part = choice(NOTE_PARTS, required=False)
    audience = choice(AUDIENCES, required=False)
    next = field.CharField(max_length=200, required=False)
    next_on = field.DateField(required=False)


class EventShape(Shape):
    """One act on the timeline."""

    explained = _("Iets wat er gebeurde.")
    id = field.IntegerField()
    act = field.CharField()
    part = field.CharField()
    title = field.CharField()
    text = field.CharField()
    on = field.DateField()
    at = field.DateTimeField()
    partner = Organisation(allow_null=True)


class GoalShape(Shape):
    """What somebody works towards, why, and what they could choose from."""

    explained = _("Waar iemand naartoe werkt, waarom, en waaruit die kon kiezen.")
    id = field.IntegerField()
    text = field.CharField()
    why = field.CharField()
    options = field.CharField(help_text=_("Waaruit te kiezen was, elk op een eigen regel."))
    chosen = field.CharField()
    position = field.IntegerField(help_text=_("De plaats in het plan."))
    status = choice(GOAL_STATUSES)
    result = field.CharField()


class GoalChange(Texts):
    explained = _("Wat wijzigt; wat u niet stuurt, blijft.")
    text = field.CharField(max_length=200, required=False)
    why = field.CharField(max_length=LONGEST, required=False, allow_blank=True)
    options = field.CharField(max_length=LONGEST, required=False, allow_blank=True)
    chosen = field.CharField(max_length=200, required=False, allow_blank=True)
    position = field.IntegerField(min_value=1, max_value=2**15 - 1, required=False)


class GoalResult(Texts):
    result = field.CharField(max_length=LONGEST, help_text=_("Hoe het ging, of waarom het losgelaten wordt."))


class GoalResume(Shape):
    """Nothing has to be said of it."""


class AgreementShape(Shape):
    id = field.IntegerField()
    text = field.CharField()
    partner = Organisation(allow_null=True)
    due_on = field.DateField(allow_null=True)
    kept_on = field.DateField(allow_null=True)


class PlanShape(Shape):
    """The plan that runs, else the one that ended last."""

    explained = _("Het plan dat loopt, anders het laatste.")
    id = field.IntegerField()
    kind = choice(PLAN_KINDS)
    words = field.CharField()
    limits = field.CharField()
    started_on = field.DateField()
    evaluate_on = field.DateField(allow_null=True)
    ended_on = field.DateField(allow_null=True)
    end_reason = choice(PLAN_ENDS, allow_blank=True)
    goals = GoalShape(many=True, source="goals.all")
    agreements = AgreementShape(many=True, source="agreements.all")


class InstrumentRef(Shape):
    code = field.CharField()
    name = field.CharField()


class StepShape(Shape):
    id = field.IntegerField()
    client_number = field.CharField(source="client.number")
    instrument = InstrumentRef()
    partner = Organisation()
    phase = choice(PHASES)
    track = choice(TRACKS, allow_blank=True)
    status = choice(STATUSES)
    planned_on = field.DateField(allow_null=True)
    planned_end = field.DateField(allow_null=True)
    started_on = field.DateField(allow_null=True)
    ended_on = field.DateField(allow_null=True)
    hours_per_week = field.IntegerField(allow_null=True)
    goal = field.CharField()
    result = field.CharField()
    stopped_for = choice(STOPPED_FOR, allow_blank=True)
    plan_goal = field.IntegerField(source="plan_goal_id", allow_null=True)
    referral = field.IntegerField(source="referral_id", allow_null=True)


class StepNew(Texts):
    instrument = field.SlugField(max_length=50, help_text=_("De code uit de lijst van instrumenten."))
    partner = field.SlugField(max_length=50, required=False, help_text=_("De code; leeg: wie dit meestal doet."))
    planned_on = field.DateField()
    planned_end = field.DateField(required=False)
    hours_per_week = field.IntegerField(min_value=1, max_value=60, required=False)
    goal = field.CharField(max_length=200, required=False)
    plan_goal = field.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    referral = field.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class StepChange(Shape):
    """Other days; of a step that runs, its end alone."""

    explained = _("Andere dagen; van een stap die loopt, alleen de laatste.")
    planned_on = field.DateField(required=False)
    planned_end = field.DateField(required=False, allow_null=True)


class StepStart(Shape):
    on = field.DateField(required=False, help_text=_("Leeg: vandaag."))


class StepFinish(Texts):
    on = field.DateField(required=False, help_text=_("Leeg: vandaag."))
    result = field.CharField(max_length=500)


class StepStop(StepFinish):
    stopped_for = choice(STOPPED_FOR)


class StepCancel(Texts):
    result = field.CharField(max_length=500)


class SaidShape(Shape):
    """What was said, by whom."""

    explained = _("Wat er gezegd is, en door wie.")
    act = field.CharField()
    text = field.CharField()
    partner = Organisation()
    on = field.DateField()


class ReferralShape(Shape):
    id = field.IntegerField()
    client_number = field.CharField(source="client.number")
    function = choice(FUNCTIONS)
    partner = Organisation()
    asked_by = Organisation()
    question = field.CharField()
    shared = field.ListField(child=field.CharField())
    status = choice(REFERRAL_STATUSES)
    asked_on = field.DateField()
    respond_by = field.DateField(allow_null=True)
    answer_by = field.DateField(allow_null=True)
    accepted_on = field.DateField(allow_null=True)
    closed_on = field.DateField(allow_null=True)
    answer = field.CharField()
    lines = SaidShape(many=True, source="lines.all")


class ReferralNew(Texts):
    function = choice(FUNCTIONS)
    partner = field.SlugField(max_length=50, required=False, help_text=_("De code; leeg: de enige die het kan."))
    question = field.CharField(max_length=4000)
    shared = field.ListField(child=choice(dict.fromkeys(SHAREABLE)), required=False, max_length=len(SHAREABLE))
    answer_by = field.DateField(required=False)
    plan_goal = field.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class ReferralAct(Texts):
    text = field.CharField(max_length=4000, required=False)
