"""Rows for tests, by factory-boy: `ClientFactory(chain=chain, lives=maastricht)`.

Each asks for the chain or takes it from what it hangs on. Make rows for others in `with trusted():`; without it a
factory is held by row-level security like any other code, which is how a test tries what a role may write.
"""

import datetime as dt
import secrets
import uuid
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from django.utils import timezone
from factory.django import DjangoModelFactory
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from oauth2_provider.models import Application

from chain.days import today
from chain.models import (
    ApiClient,
    Chain,
    ChainMunicipality,
    Counter,
    Incident,
    Instrument,
    JobRun,
    Mandate,
    Mapping,
    Membership,
    Municipality,
    Once,
    Outbox,
    Partner,
    PartnerAgreement,
    Upload,
    User,
    UserAct,
)
from clients import bsn
from clients.models import (
    Agreement,
    Appointment,
    Assessment,
    BenefitPeriod,
    Bulk,
    BulkLine,
    Capacity,
    Client,
    Closure,
    Contact,
    Definition,
    Document,
    Draft,
    Erasure,
    ErasureEntry,
    Evaluation,
    Event,
    Glass,
    Handover,
    HandoverPerson,
    Identity,
    Letter,
    LetterTemplate,
    Look,
    LookReview,
    Mail,
    News,
    Note,
    Observation,
    Plan,
    PlanGoal,
    PlanVersion,
    Recent,
    Referral,
    ReferralLine,
    Residence,
    RetentionRule,
    RightsRequest,
    Statement,
    Step,
    TargetGroup,
    Task,
    TeamMember,
    Term,
)
from development.models import (
    ActivationReason,
    Attendance,
    Condition,
    CooperationSignal,
    Extension,
    Group,
    GroupCoach,
    LearningLine,
    LearningPlace,
    LineEmployer,
    LineSchool,
    LineTask,
    Onward,
    Outcome,
    Pause,
    Station,
    Stay,
    Support,
    Yield,
)
from diagnosis.models import (
    Competence,
    CompetenceSeen,
    Course,
    DayObserved,
    Education,
    Exemption,
    Experience,
    Finding,
    Indication,
    Intake,
    IntakeSection,
    Invitation,
    Language,
    LifeDomain,
    Occupation,
    OccupationName,
    Outlook,
    PersonalOutlook,
    PracticalDiagnosis,
    Screener,
    Screening,
    ScreeningEntry,
    TargetOccupation,
    WorkProfile,
)
from placement.models import Agreement as EmployerAgreement
from placement.models import (
    Amount,
    BenefitProposal,
    CandidateRequest,
    CardOccupation,
    CardRequest,
    Coaching,
    CoachingUse,
    Cohort,
    ContactPerson,
    Employer,
    EmployerContact,
    Introduction,
    Mediation,
    Openness,
    Placement,
    PlacementCheck,
    Project,
    ProjectEmployer,
    Requirement,
    SentCard,
    Site,
    Vacancy,
    WageSubsidy,
    WageTask,
    WageValue,
    WorkCard,
)
from reporting.models import (
    Cell,
    Cost,
    ErasedCell,
    Facet,
    Flaw,
    OutsideReport,
    Programme,
    Report,
    ReportFile,
    Result,
    Saving,
    Share,
    Tally,
    Target,
)

PASSWORD = "een lang wachtwoord voor de toetsen"
LONG_AGO = dt.date(2015, 1, 1)


def days_ago(number: int) -> dt.date:
    return today() - dt.timedelta(number)


def a_bsn(number: int) -> str:
    """The number-th invented BSN that passes the eleven-test, of the range that is given to nobody."""
    for rest in range(10):
        if bsn.is_valid(found := f"{99000000 + number:08d}{rest}"):
            return found
    return a_bsn(number + 500_000)  # one in eleven has no last digit


class ChainFactory(DjangoModelFactory):
    class Meta:
        model = Chain

    slug = factory.Sequence(lambda n: f"chain-{n}")
    name = factory.Sequence(lambda n: f"Keten {n}")


class MunicipalityFactory(DjangoModelFactory):
    """National, so found again by its code. `served_by=chain` lets it take part in the chain."""

    class Meta:
        model = Municipality
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"XX{n:04d}")
    name = factory.Sequence(lambda n: f"Gemeente {n}")

    @factory.post_generation
    def served_by(self: Any, create: bool, chain: Chain | None, **kwargs: Any) -> None:
        if chain:
            ChainMunicipality.objects.get_or_create(chain=chain, municipality=self)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    chain = factory.SubFactory(ChainFactory)
    code = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.LazyAttribute(lambda self: self.code.capitalize())


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = Mandate

    partner = factory.SubFactory(PartnerFactory)
    chain = factory.SelfAttribute("partner.chain")
    function = "person"
    started_on = LONG_AGO
    basis = "werkdocument"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.LazyAttribute(lambda self: self.username.capitalize())
    password = factory.django.Password(PASSWORD)


class PhoneFactory(DjangoModelFactory):
    """A phone with a key that nobody has the other half of: the touch itself is in tests/browser/test_phone.py."""

    class Meta:
        model = Authenticator
        exclude = ("name",)

    name = "Werktelefoon"

    user = factory.SubFactory(UserFactory)
    type = Authenticator.Type.WEBAUTHN
    data = factory.LazyAttribute(lambda self: {"name": self.name, "credential": a_credential()})


def a_credential() -> dict[str, Any]:
    """What a phone would send of a key that it made."""
    point = {1: 2, 3: -7, -1: 1, -2: secrets.token_bytes(32), -3: secrets.token_bytes(32)}
    key = AttestedCredentialData.create(bytes(16), secrets.token_bytes(16), CoseKey.parse(point))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    made = AttestationObject.create("none", AuthenticatorData.create(bytes(32), flags, 0, key), {})
    return {
        "id": websafe_encode(key.credential_id), "rawId": websafe_encode(key.credential_id), "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
                     "attestationObject": websafe_encode(bytes(made))},
        "clientExtensionResults": {},
    }  # fmt: skip


class MembershipFactory(DjangoModelFactory):
    """`MembershipFactory(partner=szmh, role="consultant")`; of a job: `MembershipFactory(chain=chain, job="count")`."""

    class Meta:
        model = Membership

    class Params:
        of_a_job = factory.LazyAttribute(lambda self: bool(self.job))

    job = ""
    user = factory.SubFactory(UserFactory)
    partner = factory.Maybe("of_a_job", None, factory.SubFactory(PartnerFactory))
    chain = factory.LazyAttribute(lambda self: self.partner.chain)
    role = factory.LazyAttribute(lambda self: "system" if self.job else "consultant")
    started_on = LONG_AGO


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = Instrument

    chain = factory.SubFactory(ChainFactory)
    code = factory.Sequence(lambda n: f"instrument-{n}")
    name = factory.LazyAttribute(lambda self: self.code.capitalize())
    phase = "development"
    function = "trajectories"


class ClientFactory(DjangoModelFactory):
    """`lives`: the municipality of residence; `bsn` and `birth_date` make the Identity."""

    class Meta:
        model = Client
        skip_postgeneration_save = True

    chain = factory.SubFactory(ChainFactory)
    number = factory.Sequence(lambda n: f"T-{n:06d}")
    first_name = "Anna"
    last_name = factory.Sequence(lambda n: f"Achternaam{n}")
    source = "benefit"
    registered_on = dt.date(2020, 1, 1)

    @factory.post_generation
    def lives(self: Any, create: bool, municipality: Municipality | None, **kwargs: Any) -> None:
        if municipality:
            ResidenceFactory(client=self, municipality=municipality)
            self.refresh_from_db()

    @factory.post_generation
    def bsn(self: Any, create: bool, number: str | None, **kwargs: Any) -> None:
        if number or kwargs:
            IdentityFactory(client=self, bsn=number, **kwargs)


class UnderClientFactory(DjangoModelFactory):
    """What lies under a client carries the client's chain."""

    class Meta:
        abstract = True

    client = factory.SubFactory(ClientFactory)
    chain = factory.SelfAttribute("client.chain")


class IdentityFactory(UnderClientFactory):
    class Meta:
        model = Identity

    class Params:
        bsn = None

    bsn_cipher = factory.LazyAttribute(lambda self: bsn.encrypt(self.bsn) if self.bsn else None)
    bsn_index = factory.LazyAttribute(lambda self: bsn.index(self.bsn, self.chain.slug) if self.bsn else None)
    birth_date = dt.date(1980, 5, 17)


class ContactFactory(UnderClientFactory):
    class Meta:
        model = Contact

    postcode = "6211 AB"
    house_number = "1"


class CapacityFactory(UnderClientFactory):
    class Meta:
        model = Capacity

    work_ability = 60


class TargetGroupFactory(UnderClientFactory):
    class Meta:
        model = TargetGroup

    code = "45plus"


class ResidenceFactory(UnderClientFactory):
    class Meta:
        model = Residence

    municipality = factory.SubFactory(MunicipalityFactory)
    started_on = dt.date(2010, 1, 1)


class BenefitPeriodFactory(UnderClientFactory):
    class Meta:
        model = BenefitPeriod

    scheme = "participatiewet"
    level = "full"
    started_on = dt.date(2019, 1, 1)


class StepFactory(UnderClientFactory):
    """Active by default; `status` brings the dates that fit it, where none are given."""

    class Meta:
        model = Step

    ref = factory.Sequence(lambda n: f"S-{n:06d}")
    instrument = factory.SubFactory(InstrumentFactory, chain=factory.SelfAttribute("..chain"))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    status = "active"
    phase = factory.SelfAttribute("instrument.phase")
    planned_on = factory.LazyAttribute(lambda self: days_ago(-7) if self.status == "planned" else None)
    started_on = factory.LazyAttribute(
        lambda self: None if self.status in ("planned", "cancelled") else days_ago(120)
    )  # fmt: skip
    ended_on = factory.LazyAttribute(lambda self: days_ago(10) if self.status in ("done", "stopped") else None)


class ObservationFactory(UnderClientFactory):
    class Meta:
        model = Observation

    step = factory.SubFactory(StepFactory)
    client = factory.SelfAttribute("step.client")
    partner = factory.SelfAttribute("step.partner")
    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    text = "Komt op tijd."


class TeamMemberFactory(UnderClientFactory):
    class Meta:
        model = TeamMember

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    user = factory.SubFactory(UserFactory)
    started_on = factory.LazyFunction(lambda: days_ago(30))


class ReferralFactory(UnderClientFactory):
    """Asked ten days ago by a partner of another; `status` brings the days and the answer that fit it."""

    class Meta:
        model = Referral

    function = "practical-diagnosis"
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    asked_by = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    question = "Wat kan deze persoon aan?"
    asked_on = factory.LazyFunction(lambda: days_ago(10))
    turn_since = factory.SelfAttribute("asked_on")
    closed_on = factory.LazyAttribute(
        lambda self: None if getattr(self, "status", "asked") in ("asked", "queried", "accepted") else today()
    )  # fmt: skip
    answer = factory.LazyAttribute(lambda self: "Zittend werk gaat goed." if self.closed_on else "")


class ReferralLineFactory(UnderClientFactory):
    class Meta:
        model = ReferralLine

    referral = factory.SubFactory(ReferralFactory)
    client = factory.SelfAttribute("referral.client")
    act = "asked"
    text = factory.SelfAttribute("referral.question")
    partner = factory.SelfAttribute("referral.asked_by")
    author = factory.SelfAttribute("referral.author")
    on = factory.SelfAttribute("referral.asked_on")


class PlanFactory(UnderClientFactory):
    class Meta:
        model = Plan

    words = "Ik wil graag weer met mijn handen werken."
    started_on = factory.LazyFunction(lambda: days_ago(60))
    author = factory.SubFactory(UserFactory)


class OfPlanFactory(UnderClientFactory):
    class Meta:
        abstract = True

    plan = factory.SubFactory(PlanFactory)
    client = factory.SelfAttribute("plan.client")


class PlanGoalFactory(OfPlanFactory):
    class Meta:
        model = PlanGoal

    text = "Werken in het groen"


class AgreementFactory(OfPlanFactory):
    class Meta:
        model = Agreement

    text = "Gaat elke ochtend naar het werkproject"


class PlanVersionFactory(OfPlanFactory):
    class Meta:
        model = PlanVersion

    number = 1
    content = factory.LazyFunction(dict)
    agreed_on = factory.LazyFunction(lambda: days_ago(50))
    how = "said"
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class EvaluationFactory(OfPlanFactory):
    class Meta:
        model = Evaluation

    on = factory.LazyFunction(today)
    text = "Het gaat zoals afgesproken."
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    chain = factory.SubFactory(ChainFactory)
    key = factory.Sequence(lambda n: f"term-{n}")
    name = "Kijken hoe het gaat"
    source = "contact"
    offset = 60
    unit = "days"
    started_on = LONG_AGO


class TaskFactory(UnderClientFactory):
    """What somebody wrote down as the next step; `term` makes it one of the engine."""

    class Meta:
        model = Task

    key = "next"
    about = "note"
    about_id = factory.Sequence(lambda n: n + 1)
    part = "plan"
    since = factory.LazyFunction(today)
    due_on = factory.LazyFunction(lambda: days_ago(-7))
    shown_from = factory.SelfAttribute("since")
    text = "Bellen over de fiets"


class DefinitionFactory(DjangoModelFactory):
    class Meta:
        model = Definition

    chain = factory.SubFactory(ChainFactory)
    key = factory.Sequence(lambda n: f"definition-{n}")
    name = "Arbeidsfit"
    text = "Kan zonder hulp een werkdag aan."
    started_on = LONG_AGO


class AssessmentFactory(UnderClientFactory):
    class Meta:
        model = Assessment

    definition = factory.SubFactory(DefinitionFactory, chain=factory.SelfAttribute("..chain"))
    value = "yes"
    on = factory.LazyFunction(today)
    ground = "Werkt drie weken zonder uitval."
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class ClosureFactory(UnderClientFactory):
    class Meta:
        model = Closure

    closed_on = factory.LazyFunction(lambda: days_ago(1))
    reason = "work"
    author = factory.SubFactory(UserFactory)


class GlassFactory(UnderClientFactory):
    """Broken an hour ago, unless `at` says otherwise; the owner alone may make one so."""

    class Meta:
        model = Glass

    membership = factory.SubFactory(MembershipFactory)
    reason = "De politie belt dat deze persoon hulp zoekt."
    at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))
    expires_at = factory.LazyAttribute(lambda self: self.at + dt.timedelta(hours=24))


class DraftFactory(UnderClientFactory):
    class Meta:
        model = Draft

    membership = factory.SubFactory(MembershipFactory)
    form = "note"
    content = factory.LazyFunction(lambda: {"text": "Nog niet af"})


class LetterTemplateFactory(DjangoModelFactory):
    class Meta:
        model = LetterTemplate

    chain = factory.SubFactory(ChainFactory)
    key = factory.Sequence(lambda n: f"letter-{n}")
    name = "Brief"
    source = "person"
    subject = "Een bericht"
    body = "Beste [naam],\n\nDit is een brief."


class LetterFactory(UnderClientFactory):
    class Meta:
        model = Letter

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    subject = "Een bericht"
    body = "Beste meneer,\n\nDit is een brief."
    on = factory.LazyFunction(today)


class PartnerAgreementFactory(DjangoModelFactory):
    class Meta:
        model = PartnerAgreement

    chain = factory.SelfAttribute("partner.chain")
    kind = "processing"
    reference = "VO-1"
    started_on = LONG_AGO


class IncidentFactory(DjangoModelFactory):
    class Meta:
        model = Incident

    discovered_at = factory.LazyFunction(timezone.now)
    what = "Een brief ging naar een verkeerd adres."
    author = factory.SubFactory(UserFactory)


class UserActFactory(DjangoModelFactory):
    class Meta:
        model = UserAct

    chain = factory.SelfAttribute("membership.chain")
    user = factory.SelfAttribute("membership.user")
    act = "password"


class ApplicationFactory(DjangoModelFactory):
    """Of the OAuth library: what a machine names itself with."""

    class Meta:
        model = Application

    name = "Suite"
    client_type = Application.CLIENT_CONFIDENTIAL
    authorization_grant_type = Application.GRANT_CLIENT_CREDENTIALS


class ApiClientFactory(DjangoModelFactory):
    """A machine of the partner of `membership`; a number that no application has, unless told."""

    class Meta:
        model = ApiClient

    chain = factory.SelfAttribute("membership.chain")
    membership = factory.SubFactory(MembershipFactory)
    application_id = factory.Sequence(lambda n: 10_000 + n)
    name = "Suite"
    made_by = factory.SubFactory(UserFactory)


class UploadFactory(DjangoModelFactory):
    class Meta:
        model = Upload

    chain = factory.SelfAttribute("membership.chain")
    kind = "clients"
    name = "mensen.csv"
    cipher = b"x"


class MappingFactory(DjangoModelFactory):
    class Meta:
        model = Mapping

    chain = factory.SelfAttribute("partner.chain")
    kind = "clients"


class RightsRequestFactory(UnderClientFactory):
    """Asked ten days ago; `status` brings what fits it."""

    class Meta:
        model = RightsRequest

    kind = "access"
    received_on = factory.LazyFunction(lambda: days_ago(10))
    due_on = factory.LazyAttribute(lambda self: self.received_on + dt.timedelta(days=30))
    asked = "Ik wil weten wat er over mij staat."
    author = factory.SubFactory(UserFactory)
    closed_on = factory.LazyAttribute(lambda self: None if getattr(self, "status", "open") == "open" else today())
    outcome = factory.LazyAttribute(lambda self: "granted" if getattr(self, "status", "open") == "answered" else "")


class StatementFactory(UnderClientFactory):
    class Meta:
        model = Statement

    part = "plan"
    text = "Ik was wel op tijd."
    on = factory.LazyFunction(today)
    author = factory.SubFactory(UserFactory)


class DocumentFactory(UnderClientFactory):
    """`membership` says who put it there; no file lies behind it."""

    class Meta:
        model = Document

    membership = factory.SubFactory(MembershipFactory)
    partner = factory.SelfAttribute("membership.partner")
    author = factory.SelfAttribute("membership.user")
    part = "plan"
    title = "Diploma"
    kind = "application/pdf"
    size = 1000
    digest = "0" * 64


class RetentionRuleFactory(DjangoModelFactory):
    class Meta:
        model = RetentionRule

    kind = "provision"
    months = 120
    source = "Selectielijst gemeenten 2020, 8.1"
    started_on = LONG_AGO


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = Erasure

    proposed_by = factory.SubFactory(UserFactory)


class ErasureEntryFactory(UnderClientFactory):
    class Meta:
        model = ErasureEntry

    erasure = factory.SubFactory(ErasureFactory, chain=factory.SelfAttribute("..client.chain"))
    number = factory.SelfAttribute("client.number")
    closed_on = factory.LazyFunction(lambda: days_ago(4000))
    due_on = factory.LazyFunction(lambda: days_ago(300))
    rule = "Selectielijst gemeenten 2020, 8.1"


class AppointmentFactory(UnderClientFactory):
    """Today at ten, with who made it, unless told otherwise."""

    class Meta:
        model = Appointment

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    user = factory.SubFactory(UserFactory)
    author = factory.SelfAttribute("user")
    subject = "Samen verder kijken"
    on = factory.LazyFunction(today)
    time = dt.time(10, 0)


class MailFactory(UnderClientFactory):
    class Meta:
        model = Mail

    key = factory.Sequence(lambda n: f"mail-{n}")
    kind = "invitation"


class HandoverFactory(DjangoModelFactory):
    class Meta:
        model = Handover

    partner = factory.SubFactory(PartnerFactory)
    chain = factory.SelfAttribute("partner.chain")
    why = "leave"
    giver = factory.SubFactory(UserFactory)
    taker = factory.SubFactory(UserFactory)
    author = factory.SelfAttribute("giver")
    started_on = factory.LazyFunction(today)


class HandoverPersonFactory(UnderClientFactory):
    class Meta:
        model = HandoverPerson

    handover = factory.SubFactory(HandoverFactory)
    partner = factory.SelfAttribute("handover.partner")


class BulkFactory(DjangoModelFactory):
    class Meta:
        model = Bulk

    membership = factory.SubFactory(MembershipFactory)
    chain = factory.SelfAttribute("membership.chain")
    act = "lead"


class BulkLineFactory(UnderClientFactory):
    class Meta:
        model = BulkLine

    bulk = factory.SubFactory(BulkFactory)
    membership = factory.SelfAttribute("bulk.membership")


class RecentFactory(UnderClientFactory):
    class Meta:
        model = Recent

    membership = factory.SubFactory(MembershipFactory)


class NewsFactory(UnderClientFactory):
    class Meta:
        model = News

    event_number = factory.Sequence(lambda n: n + 1)
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    act = "placed"
    number = factory.SelfAttribute("client.number")
    on = factory.LazyFunction(today)


class NoteFactory(UnderClientFactory):
    """`membership` says who wrote it."""

    class Meta:
        model = Note

    membership = factory.SubFactory(MembershipFactory)
    partner = factory.SelfAttribute("membership.partner")
    author = factory.SelfAttribute("membership.user")
    kind = "talk"
    on = factory.LazyFunction(today)
    text = "Een goed gesprek."


class EventFactory(UnderClientFactory):
    class Meta:
        model = Event

    act = "registered"
    part = "plan"
    params = factory.LazyFunction(lambda: {"source": "benefit"})
    on = factory.LazyFunction(today)
    author = factory.SubFactory(UserFactory)


class LookFactory(UnderClientFactory):
    class Meta:
        model = Look

    membership = factory.SubFactory(MembershipFactory)
    parts = factory.LazyFunction(lambda: ["client"])
    why = "involvement"


class LookReviewFactory(DjangoModelFactory):
    """Of the last hour, unless told."""

    class Meta:
        model = LookReview

    chain = factory.SelfAttribute("looker.chain")
    kind = "files"
    since = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(hours=1))
    until = factory.LazyFunction(timezone.now)
    note = "Nagevraagd: een overdracht van twintig mensen."
    author = factory.SubFactory(UserFactory)


class IntakeFactory(UnderClientFactory):
    class Meta:
        model = Intake

    step = factory.SubFactory(StepFactory, client=factory.SelfAttribute("..client"), phase="diagnosis")
    author = factory.SubFactory(UserFactory)


class InvitationFactory(UnderClientFactory):
    class Meta:
        model = Invitation

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    on = factory.LazyFunction(today)
    time = dt.time(10, 30)
    made_by = factory.SubFactory(UserFactory)


class BesideIntakeFactory(UnderClientFactory):
    class Meta:
        abstract = True

    intake = factory.SubFactory(IntakeFactory, client=factory.SelfAttribute("..client"))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))


class IntakeSectionFactory(BesideIntakeFactory):
    class Meta:
        model = IntakeSection

    key = "motivation"
    part = "profile"


class LifeDomainFactory(BesideIntakeFactory):
    class Meta:
        model = LifeDomain

    domain = "children"
    why = "Een bakkerij begint om 6 uur."
    author = factory.SubFactory(UserFactory)


class OccupationFactory(DjangoModelFactory):
    class Meta:
        model = Occupation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Beroep {n}")
    uri = factory.LazyAttribute(lambda made: f"snoer:{made.name.lower().replace(' ', '-')}")
    source = "own"

    @factory.post_generation
    def names(self, create, extracted, **kwargs):
        """The occupation's own name, and others: OccupationFactory(names=["poetsvrouw"])."""
        for name in {self.name, *(extracted or [])}:
            OccupationName.objects.create(occupation=self, name=name)


class WorkProfileFactory(UnderClientFactory):
    class Meta:
        model = WorkProfile


class TargetOccupationFactory(UnderClientFactory):
    class Meta:
        model = TargetOccupation

    occupation = factory.SubFactory(OccupationFactory)


class CompetenceFactory(UnderClientFactory):
    class Meta:
        model = Competence

    code = "on-time"
    mastery = "1"


class EducationFactory(UnderClientFactory):
    class Meta:
        model = Education

    name = "Bakker"
    level = "4"


class CourseFactory(UnderClientFactory):
    class Meta:
        model = Course

    name = "Heftruck"


class ExperienceFactory(UnderClientFactory):
    class Meta:
        model = Experience

    job = "Schoonmaker"


class LanguageFactory(UnderClientFactory):
    class Meta:
        model = Language

    code = "nld"


class OutlookFactory(DjangoModelFactory):
    class Meta:
        model = Outlook

    chain = factory.SubFactory(ChainFactory)
    sector = "logistics"
    chances = "good"
    started_on = factory.LazyFunction(lambda: days_ago(30))
    valid_until = factory.LazyFunction(lambda: days_ago(-150))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class PersonalOutlookFactory(UnderClientFactory):
    class Meta:
        model = PersonalOutlook

    occupation = factory.SubFactory(OccupationFactory)
    chances = "fair"
    evidence = "Twee werkgevers wilden kennismaken."
    on = factory.LazyFunction(today)
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class PracticalDiagnosisFactory(UnderClientFactory):
    class Meta:
        model = PracticalDiagnosis

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    question = "Hoeveel uur per dag houdt deze persoon vol?"
    place = "Groenploeg"
    started_on = factory.LazyFunction(lambda: days_ago(14))
    planned_end = factory.LazyFunction(lambda: days_ago(-42))
    days_a_week = 3


class OfDiagnosisFactory(UnderClientFactory):
    class Meta:
        abstract = True

    diagnosis = factory.SubFactory(PracticalDiagnosisFactory, client=factory.SelfAttribute("..client"))
    partner = factory.SelfAttribute("diagnosis.partner")


class DayObservedFactory(OfDiagnosisFactory):
    class Meta:
        model = DayObserved

    on = factory.LazyFunction(today)
    text = "Werkte de hele ochtend door."
    author = factory.SubFactory(UserFactory)


class CompetenceSeenFactory(OfDiagnosisFactory):
    class Meta:
        model = CompetenceSeen

    code = "pace"
    mastery = "2"


class FindingFactory(OfDiagnosisFactory):
    class Meta:
        model = Finding

    kind = "occupational"
    given_by = "Arbeidsdeskundig bureau"
    on = factory.LazyFunction(today)
    conclusion = "Kan vier uur per dag staand werk doen."
    author = factory.SubFactory(UserFactory)


class IndicationFactory(UnderClientFactory):
    class Meta:
        model = Indication

    kind = "target-group"
    requested_on = factory.LazyFunction(lambda: days_ago(20))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class ExemptionFactory(UnderClientFactory):
    class Meta:
        model = Exemption

    kind = "temporary"
    duties = "a"
    requested_on = factory.LazyFunction(lambda: days_ago(40))
    decided_on = factory.LazyFunction(lambda: days_ago(30))
    started_on = factory.LazyFunction(lambda: days_ago(30))
    ended_on = factory.LazyFunction(lambda: days_ago(-60))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class ScreeningFactory(DjangoModelFactory):
    class Meta:
        model = Screening

    chain = factory.SubFactory(ChainFactory)
    name = "Lang in de uitkering"
    selection = "long-on-benefit"
    started_on = factory.LazyFunction(lambda: days_ago(7))
    ends_on = factory.LazyFunction(lambda: days_ago(-14))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class ScreenerFactory(DjangoModelFactory):
    class Meta:
        model = Screener

    screening = factory.SubFactory(ScreeningFactory)
    chain = factory.SelfAttribute("screening.chain")
    member = factory.SubFactory(MembershipFactory, chain=factory.SelfAttribute("..chain"))


class ScreeningEntryFactory(UnderClientFactory):
    class Meta:
        model = ScreeningEntry

    screening = factory.SubFactory(ScreeningFactory, chain=factory.SelfAttribute("..chain"))
    position = factory.Sequence(lambda n: n + 1)


class EmployerFactory(DjangoModelFactory):
    class Meta:
        model = Employer

    chain = factory.SubFactory(ChainFactory)
    name = factory.Sequence(lambda n: f"Werkgever {n}")


class PlacementFactory(UnderClientFactory):
    class Meta:
        model = Placement

    step = factory.SubFactory(
        StepFactory, instrument__form_of_work="regular", instrument__phase="placement",
        client=factory.SelfAttribute("..client"),
    )  # fmt: skip
    form_of_work = "regular"
    employer = factory.SubFactory(EmployerFactory, chain=factory.SelfAttribute("..chain"))


class BenefitProposalFactory(UnderClientFactory):
    class Meta:
        model = BenefitProposal

    placement = factory.SubFactory(PlacementFactory)
    client = factory.SelfAttribute("placement.client")
    effect = "full"
    from_on = factory.LazyFunction(today)
    proposed_by = factory.SubFactory(UserFactory)


class OfEmployerFactory(DjangoModelFactory):
    """What hangs under an employer, in its chain."""

    class Meta:
        abstract = True

    employer = factory.SubFactory(EmployerFactory)
    chain = factory.SelfAttribute("employer.chain")


class SiteFactory(OfEmployerFactory):
    class Meta:
        model = Site

    name = factory.Sequence(lambda n: f"Vestiging {n}")
    postcode = "6211 AB"
    place = "Maastricht"


class ContactPersonFactory(OfEmployerFactory):
    class Meta:
        model = ContactPerson

    name = "Pieter Peeters"
    phone = "043 123 45 67"
    keep_until = factory.LazyFunction(lambda: days_ago(-700))


class EmployerContactFactory(OfEmployerFactory):
    class Meta:
        model = EmployerContact

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    way = "call"
    subject = "vacancy"
    text = "Zoekt twee mensen voor de keuken."


class EmployerAgreementFactory(OfEmployerFactory):
    class Meta:
        model = EmployerAgreement

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    kind = "intention"
    text = "Twee leerplekken per jaar."
    started_on = LONG_AGO


class OpennessFactory(OfEmployerFactory):
    class Meta:
        model = Openness

    groups = factory.LazyFunction(lambda: ["banenafspraak"])
    adaptations = factory.LazyFunction(lambda: ["few-hours"])
    talked_on = factory.LazyFunction(today)
    author = factory.SubFactory(UserFactory)


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    chain = factory.SubFactory(ChainFactory)
    name = factory.Sequence(lambda n: f"project{n}@work")
    sector = "catering"
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    started_on = LONG_AGO


class ProjectEmployerFactory(DjangoModelFactory):
    class Meta:
        model = ProjectEmployer

    project = factory.SubFactory(ProjectFactory)
    chain = factory.SelfAttribute("project.chain")
    employer = factory.SubFactory(EmployerFactory, chain=factory.SelfAttribute("..chain"))


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    project = factory.SubFactory(ProjectFactory)
    chain = factory.SelfAttribute("project.chain")
    name = factory.Sequence(lambda n: f"Groep van {n}")
    started_on = factory.LazyFunction(today)


class VacancyFactory(DjangoModelFactory):
    class Meta:
        model = Vacancy

    chain = factory.SubFactory(ChainFactory)
    employer = factory.SubFactory(EmployerFactory, chain=factory.SelfAttribute("..chain"))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    title = "Medewerker keuken"
    opened_on = factory.LazyFunction(today)


class CandidateRequestFactory(DjangoModelFactory):
    class Meta:
        model = CandidateRequest

    vacancy = factory.SubFactory(VacancyFactory)
    chain = factory.SelfAttribute("vacancy.chain")
    needed_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=3))
    asked_by = factory.SelfAttribute("vacancy.partner")
    author = factory.SelfAttribute("vacancy.author")
    asked_on = factory.LazyFunction(today)


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    vacancy = factory.SubFactory(VacancyFactory)
    chain = factory.SelfAttribute("vacancy.chain")
    kind = "level"
    amount = 2


class WorkCardFactory(DjangoModelFactory):
    """A card of nobody: those of people are written by triggers."""

    class Meta:
        model = WorkCard

    chain = factory.SubFactory(ChainFactory)
    code = factory.Sequence(lambda n: f"Z{n:05d}")
    changed_on = factory.LazyFunction(today)


class CardOccupationFactory(DjangoModelFactory):
    class Meta:
        model = CardOccupation

    card = factory.SubFactory(WorkCardFactory)
    chain = factory.SelfAttribute("card.chain")
    occupation = factory.SubFactory(OccupationFactory)
    group = "941"


class MediationFactory(UnderClientFactory):
    class Meta:
        model = Mediation

    started_on = factory.LazyFunction(today)
    told_on = factory.LazyFunction(today)
    by = factory.SubFactory(UserFactory)


class CardRequestFactory(DjangoModelFactory):
    """`mediation`, and `partner` who asks; the owner alone may make one so."""

    class Meta:
        model = CardRequest

    mediation = factory.SubFactory(MediationFactory)
    chain = factory.SelfAttribute("mediation.chain")
    code = factory.Sequence(lambda n: f"Y{n:05d}")
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    why = "Zoekt werk in de keuken, en kan morgen beginnen."
    asked_on = factory.LazyFunction(today)


class IntroductionFactory(UnderClientFactory):
    class Meta:
        model = Introduction

    employer = factory.SubFactory(EmployerFactory, chain=factory.SelfAttribute("..chain"))
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    why = "Werkte eerder in een keuken."
    proposed_on = factory.LazyFunction(today)


class SentCardFactory(UnderClientFactory):
    class Meta:
        model = SentCard

    introduction = factory.SubFactory(IntroductionFactory)
    client = factory.SelfAttribute("introduction.client")
    partner = factory.SelfAttribute("introduction.partner")
    author = factory.SelfAttribute("introduction.author")
    fields = factory.LazyFunction(lambda: ["first-name"])
    content = factory.LazyFunction(
        lambda: {
            "fields": [["first-name", "Voornaam", "Anna"]], "employer": "Hotel Zon", "job": "", "by": "Iris",
            "partner": "Podium24", "on": today().isoformat(),
        }
    )  # fmt: skip


class BesidePlacementFactory(UnderClientFactory):
    """What hangs under a placement, under its person and of the partner of its step."""

    class Meta:
        abstract = True

    placement = factory.SubFactory(PlacementFactory)
    client = factory.SelfAttribute("placement.client")
    partner = factory.SelfAttribute("placement.step.partner")


class WageValueFactory(BesidePlacementFactory):
    class Meta:
        model = WageValue

    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    expert = "L. Deskundige"
    reference_job = "medewerker keuken"


class WageTaskFactory(UnderClientFactory):
    class Meta:
        model = WageTask

    wage_value = factory.SubFactory(WageValueFactory)
    client = factory.SelfAttribute("wage_value.client")
    name = "Afwassen"
    share = 100
    pace = 80
    quality = 90
    deployment = 100


class WageSubsidyFactory(BesidePlacementFactory):
    class Meta:
        model = WageSubsidy

    kind = "regular"
    asked_by = "employer"
    requested_on = factory.LazyFunction(today)
    started_on = factory.LazyFunction(today)
    hours = 36


class AmountFactory(DjangoModelFactory):
    class Meta:
        model = Amount

    chain = factory.SubFactory(ChainFactory)
    key = "minimum-wage"
    value = "14.99"
    started_on = LONG_AGO
    source = "Toets"


class PlacementCheckFactory(BesidePlacementFactory):
    class Meta:
        model = PlacementCheck

    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    working = True


class CoachingFactory(BesidePlacementFactory):
    class Meta:
        model = Coaching

    kind = "in-kind"
    coach = "J. Coach"
    hours = 20
    started_on = factory.LazyFunction(today)
    ended_on = factory.LazyFunction(lambda: days_ago(-180))
    decided_on = factory.LazyFunction(today)


class CoachingUseFactory(UnderClientFactory):
    class Meta:
        model = CoachingUse

    coaching = factory.SubFactory(CoachingFactory)
    client = factory.SelfAttribute("coaching.client")
    partner = factory.SelfAttribute("coaching.partner")
    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    hours = 2


class YieldFactory(DjangoModelFactory):
    class Meta:
        model = Yield

    instrument = factory.SubFactory(InstrumentFactory)
    chain = factory.SelfAttribute("instrument.chain")
    kind = "language"
    value = "nld"
    amount = 2


class ConditionFactory(DjangoModelFactory):
    class Meta:
        model = Condition

    instrument = factory.SubFactory(InstrumentFactory)
    chain = factory.SelfAttribute("instrument.chain")
    kind = "age-from"
    amount = 18


class LearningPlaceFactory(DjangoModelFactory):
    """`employer` instead of `host` makes it a place outside the chain."""

    class Meta:
        model = LearningPlace

    class Params:
        inside = factory.LazyAttribute(lambda self: self.employer is None)

    chain = factory.SubFactory(ChainFactory)
    name = factory.Sequence(lambda n: f"Leerwerkplek {n}")
    employer = None
    host = factory.Maybe("inside", factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain")), None)
    sector = "logistics"
    seats = 10
    started_on = LONG_AGO


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = Group

    chain = factory.SubFactory(ChainFactory)
    name = factory.Sequence(lambda n: f"Groep van {n}")
    instrument = factory.SubFactory(InstrumentFactory, chain=factory.SelfAttribute("..chain"), group=True)
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    weekdays = factory.LazyFunction(lambda: [1, 2, 3, 4, 5, 6, 7])
    starts_at = dt.time(9)
    ends_at = dt.time(12)
    seats = 15
    started_on = LONG_AGO


class GroupCoachFactory(DjangoModelFactory):
    class Meta:
        model = GroupCoach

    group = factory.SubFactory(GroupFactory)
    chain = factory.SelfAttribute("group.chain")
    user = factory.SubFactory(UserFactory)


class LearningLineFactory(DjangoModelFactory):
    class Meta:
        model = LearningLine

    chain = factory.SubFactory(ChainFactory)
    name = factory.Sequence(lambda n: f"Leerlijn {n}")
    sector = "logistics"
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    started_on = LONG_AGO


class OfLineFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    line = factory.SubFactory(LearningLineFactory)
    chain = factory.SelfAttribute("line.chain")


class StationFactory(OfLineFactory):
    class Meta:
        model = Station

    position = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda self: f"Station {self.position}")
    instrument = factory.SubFactory(InstrumentFactory, chain=factory.SelfAttribute("..chain"))


class LineTaskFactory(OfLineFactory):
    class Meta:
        model = LineTask

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    task = "begeleidt"


class LineSchoolFactory(OfLineFactory):
    class Meta:
        model = LineSchool

    school = "Praktech"
    course = "Logistiek medewerker"


class LineEmployerFactory(OfLineFactory):
    class Meta:
        model = LineEmployer

    employer = factory.SubFactory(EmployerFactory, chain=factory.SelfAttribute("..chain"))


class BesideStepFactory(UnderClientFactory):
    class Meta:
        abstract = True

    step = factory.SubFactory(StepFactory)
    client = factory.SelfAttribute("step.client")


class StayFactory(BesideStepFactory):
    """Triggers fill in state and days from the step: refresh_from_db() to read them."""

    class Meta:
        model = Stay

    asked_on = factory.LazyFunction(today)
    asked_by = factory.SubFactory(UserFactory)


class AttendanceFactory(BesideStepFactory):
    class Meta:
        model = Attendance

    on = factory.LazyFunction(today)
    mark = "present"
    partner = factory.SelfAttribute("step.partner")
    author = factory.SubFactory(UserFactory)


class ExtensionFactory(BesideStepFactory):
    class Meta:
        model = Extension

    partner = factory.SelfAttribute("step.partner")
    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    until = factory.LazyFunction(lambda: days_ago(-90))
    reason = "Het gaat goed, maar nog niet zelfstandig."


class PauseFactory(BesideStepFactory):
    class Meta:
        model = Pause

    started_on = factory.LazyFunction(today)
    reason = "holiday"
    author = factory.SubFactory(UserFactory)


class OnwardFactory(BesideStepFactory):
    class Meta:
        model = Onward

    partner = factory.SelfAttribute("step.partner")
    author = factory.SubFactory(UserFactory)
    verdict = "now"
    on = factory.LazyFunction(today)


class OutcomeFactory(BesideStepFactory):
    class Meta:
        model = Outcome

    author = factory.SubFactory(UserFactory)
    advice = "Verder met een leerwerktraject."


class SupportFactory(UnderClientFactory):
    class Meta:
        model = Support

    instrument = factory.SubFactory(InstrumentFactory, chain=factory.SelfAttribute("..chain"), function="support")
    text = "Om er te komen."
    asked_on = factory.LazyFunction(today)
    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)


class ActivationReasonFactory(BesideStepFactory):
    class Meta:
        model = ActivationReason

    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    why = "Kwam drie keer niet."


class CooperationSignalFactory(UnderClientFactory):
    class Meta:
        model = CooperationSignal

    partner = factory.SubFactory(PartnerFactory, chain=factory.SelfAttribute("..chain"))
    author = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(today)
    what = "not-there"
    evidence = "Stond niet op de lijst van aanwezigen."


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    chain = factory.SubFactory(ChainFactory)
    key = factory.Sequence(lambda n: f"programme-{n}")
    name = "Programma"
    started_on = dt.date(2018, 1, 1)
    ended_on = dt.date(2021, 12, 31)
    counted_schemes = factory.LazyFunction(lambda: ["participatiewet", "ioaw", "ioaz"])


class OfProgrammeFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    programme = factory.SubFactory(ProgrammeFactory)
    chain = factory.SelfAttribute("programme.chain")


class TargetFactory(OfProgrammeFactory):
    class Meta:
        model = Target

    kind = "activation"
    year = 2019
    target = 100


class TallyFactory(OfProgrammeFactory):
    class Meta:
        model = Tally

    counted_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class ResultFactory(OfProgrammeFactory):
    class Meta:
        model = Result

    client = factory.SubFactory(ClientFactory, chain=factory.SelfAttribute("..chain"))
    kind = "activation"
    on = dt.date(2019, 3, 1)
    since = dt.date(2019, 3, 1)
    municipality = factory.SubFactory(MunicipalityFactory)
    evidence = 1


class CellFactory(OfProgrammeFactory):
    class Meta:
        model = Cell

    kind = "activation"
    day = dt.date(2019, 3, 1)
    year = 2019
    change = 1


class ErasedCellFactory(OfProgrammeFactory):
    class Meta:
        model = ErasedCell

    kind = "activation"
    day = dt.date(2019, 3, 1)
    year = 2019
    change = 1


class ShareFactory(OfProgrammeFactory):
    class Meta:
        model = Share

    municipality = factory.SubFactory(MunicipalityFactory)
    percent = 50


class CostFactory(OfProgrammeFactory):
    class Meta:
        model = Cost

    kind = "planned"
    on = dt.date(2018, 1, 1)
    amount = 1_000_000
    text = "meer consulenten"


class SavingFactory(OfProgrammeFactory):
    class Meta:
        model = Saving

    started_on = dt.date(2018, 1, 1)
    full = 8500
    partial = 8500
    text = "werkdocument, investering"


class ReportFactory(OfProgrammeFactory):
    class Meta:
        model = Report

    as_of = dt.date(2019, 12, 31)
    author = factory.SubFactory(UserFactory)


class OutsideReportFactory(DjangoModelFactory):
    class Meta:
        model = OutsideReport

    report = factory.SubFactory(ReportFactory)
    chain = factory.SelfAttribute("report.chain")


class ReportFileFactory(DjangoModelFactory):
    class Meta:
        model = ReportFile

    membership = factory.SubFactory(MembershipFactory)
    chain = factory.SelfAttribute("membership.chain")
    what = "flow"
    format = "csv"


class FacetFactory(DjangoModelFactory):
    class Meta:
        model = Facet

    client = factory.SubFactory(ClientFactory)
    chain = factory.SelfAttribute("client.chain")
    renewed_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class FlawFactory(DjangoModelFactory):
    class Meta:
        model = Flaw

    client = factory.SubFactory(ClientFactory)
    chain = factory.SelfAttribute("client.chain")
    check_key = "no-ladder"
    part = "profile"
    about = "client"
    about_id = factory.SelfAttribute("client.id")


class CounterFactory(DjangoModelFactory):
    class Meta:
        model = Counter

    chain = factory.SubFactory(ChainFactory)
    series = "client"
    next = 1


class OutboxFactory(DjangoModelFactory):
    class Meta:
        model = Outbox

    chain = factory.SubFactory(ChainFactory)
    topic = "facts"


class JobRunFactory(DjangoModelFactory):
    class Meta:
        model = JobRun

    chain = factory.SubFactory(ChainFactory)
    job = "count"


class OnceFactory(DjangoModelFactory):
    class Meta:
        model = Once

    membership = factory.SubFactory(MembershipFactory)
    chain = factory.SelfAttribute("membership.chain")
    key = factory.LazyFunction(uuid.uuid4)
