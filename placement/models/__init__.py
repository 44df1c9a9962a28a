"""The stage of placement: employers, vacancies, work cards, introductions, placements, subsidies, and staying in work."""

from placement.models.cards import CardOccupation, CardRequest, Mediation, WorkCard
from placement.models.employers import (
    Agreement,
    ContactPerson,
    Employer,
    EmployerContact,
    Openness,
    Site,
)
from placement.models.introductions import Introduction, SentCard
from placement.models.placements import EFFECTS, END_REASONS, PROPOSAL_STATUSES, BenefitProposal, Placement
from placement.models.staying import Coaching, CoachingUse, PlacementCheck
from placement.models.subsidies import Amount, WageSubsidy, WageTask, WageValue
from placement.models.vacancies import (
    CandidateRequest,
    Cohort,
    Project,
    ProjectEmployer,
    Requirement,
    Vacancy,
    VacancyWord,
)

__all__ = [
    "EFFECTS",
    "END_REASONS",
    "PROPOSAL_STATUSES",
    "Agreement",
    "Amount",
    "BenefitProposal",
    "CandidateRequest",
    "CardOccupation",
    "CardRequest",
    "Coaching",
    "CoachingUse",
    "Cohort",
    "ContactPerson",
    "Employer",
    "EmployerContact",
    "Introduction",
    "Mediation",
    "Openness",
    "Placement",
    "PlacementCheck",
    "Project",
    "ProjectEmployer",
    "Requirement",
    "SentCard",
    "Site",
    "Vacancy",
    "VacancyWord",
    "WageSubsidy",
    "WageTask",
    "WageValue",
    "WorkCard",
]
