"""The one shared record; each table holds one part of the file (chain.parts)."""

from clients.models.client import Client, Contact, Identity, Capacity, TargetGroup, Word
from clients.models.facts import BenefitPeriod, Residence, SCHEMES, LEVELS, END_REASONS
from clients.models.sight import Involvement, Look, TeamMember
from clients.models.step import Observation, Step
from clients.models.timeline import Event, Note

__all__ = [
    "BenefitPeriod", "Capacity", "Client", "Contact", "END_REASONS", "Event", "Identity", "Involvement", "LEVELS",
    "Look", "Note", "Observation", "Residence", "SCHEMES", "Step", "TargetGroup", "TeamMember", "Word",
]  # fmt: skip
