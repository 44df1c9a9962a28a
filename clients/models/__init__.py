"""The one shared record; each table holds one part of the file (chain.parts)."""

from clients.models.client import Capacity, Client, Contact, Identity, TargetGroup, Word
from clients.models.facts import END_REASONS, LEVELS, SCHEMES, BenefitPeriod, Residence
from clients.models.sight import Involvement, Look, TeamMember
from clients.models.step import Observation, Step
from clients.models.timeline import Event, Note

__all__ = [
    "END_REASONS",
    "LEVELS",
    "SCHEMES",
    "BenefitPeriod",
    "Capacity",
    "Client",
    "Contact",
    "Event",
    "Identity",
    "Involvement",
    "Look",
    "Note",
    "Observation",
    "Residence",
    "Step",
    "TargetGroup",
    "TeamMember",
    "Word",
]  # fmt: skip
