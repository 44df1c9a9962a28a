"""The one shared record; each table holds one part of the file (chain.parts)."""

from clients.models.appointment import Appointment
from clients.models.bulk import Bulk, BulkLine
from clients.models.client import Capacity, Client, Contact, Identity, TargetGroup, Word
from clients.models.closing import Closure
from clients.models.facts import END_REASONS, LEVELS, SCHEMES, BenefitPeriod, Residence
from clients.models.handover import Handover, HandoverPerson
from clients.models.letter import Letter, LetterTemplate
from clients.models.mail import Mail
from clients.models.plan import Agreement, Evaluation, Plan, PlanGoal, PlanVersion
from clients.models.referral import Referral, ReferralLine
from clients.models.retention import Erasure, ErasureEntry, RetentionRule
from clients.models.rights import Document, RightsRequest, Statement
from clients.models.sight import Glass, Involvement, Look, LookReview, Recent, TeamMember
from clients.models.standing import Assessment, Definition
from clients.models.step import Observation, Step
from clients.models.term import Task, Term
from clients.models.timeline import Draft, Event, News, Note

__all__ = [
    "END_REASONS",
    "LEVELS",
    "SCHEMES",
    "Agreement",
    "Appointment",
    "Assessment",
    "BenefitPeriod",
    "Bulk",
    "BulkLine",
    "Capacity",
    "Client",
    "Closure",
    "Contact",
    "Definition",
    "Document",
    "Draft",
    "Erasure",
    "ErasureEntry",
    "Evaluation",
    "Event",
    "Glass",
    "Handover",
    "HandoverPerson",
    "Identity",
    "Involvement",
    "Letter",
    "LetterTemplate",
    "Look",
    "LookReview",
    "Mail",
    "News",
    "Note",
    "Observation",
    "Plan",
    "PlanGoal",
    "PlanVersion",
    "Recent",
    "Referral",
    "ReferralLine",
    "Residence",
    "RetentionRule",
    "RightsRequest",
    "Statement",
    "Step",
    "TargetGroup",
    "Task",
    "TeamMember",
    "Term",
    "Word",
]  # fmt: skip
