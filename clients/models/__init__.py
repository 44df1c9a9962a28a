"""The one shared record; each table holds one part of the file (chain.parts)."""

from clients.models.client import Capacity, Client, Contact, Identity, TargetGroup, Word
from clients.models.closing import Closure
from clients.models.facts import END_REASONS, LEVELS, SCHEMES, BenefitPeriod, Residence
from clients.models.plan import Agreement, Evaluation, Plan, PlanGoal, PlanVersion
from clients.models.referral import Referral, ReferralLine
from clients.models.sight import Glass, Involvement, Look, TeamMember
from clients.models.standing import Assessment, Definition
from clients.models.step import Observation, Step
from clients.models.term import Task, Term
from clients.models.timeline import Draft, Event, News, Note

__all__ = [
    "END_REASONS",
    "LEVELS",
    "SCHEMES",
    "Agreement",
    "Assessment",
    "BenefitPeriod",
    "Capacity",
    "Client",
    "Closure",
    "Contact",
    "Definition",
    "Draft",
    "Evaluation",
    "Event",
    "Glass",
    "Identity",
    "Involvement",
    "Look",
    "News",
    "Note",
    "Observation",
    "Plan",
    "PlanGoal",
    "PlanVersion",
    "Referral",
    "ReferralLine",
    "Residence",
    "Step",
    "TargetGroup",
    "Task",
    "TeamMember",
    "Term",
    "Word",
]  # fmt: skip
