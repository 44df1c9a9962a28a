"""The stage of diagnosis: the joint intake, the work profile, the labour market, in-depth diagnosis, ability, screening."""

from diagnosis.models.ability import Exemption, Indication
from diagnosis.models.intake import (
    CONCLUSIONS,
    Intake,
    IntakeSection,
    Invitation,
    LifeDomain,
)
from diagnosis.models.outlook import Outlook, PersonalOutlook
from diagnosis.models.profile import (
    Competence,
    Course,
    Education,
    Experience,
    Language,
    Occupation,
    OccupationName,
    ProfileTerm,
    TargetOccupation,
    WorkProfile,
)
from diagnosis.models.report import CompetenceSeen, DayObserved, Finding, PracticalDiagnosis
from diagnosis.models.screening import Screener, Screening, ScreeningEntry

__all__ = [
    "CONCLUSIONS",
    "Competence",
    "CompetenceSeen",
    "Course",
    "DayObserved",
    "Education",
    "Exemption",
    "Experience",
    "Finding",
    "Indication",
    "Intake",
    "IntakeSection",
    "Invitation",
    "Language",
    "LifeDomain",
    "Occupation",
    "OccupationName",
    "Outlook",
    "PersonalOutlook",
    "PracticalDiagnosis",
    "ProfileTerm",
    "Screener",
    "Screening",
    "ScreeningEntry",
    "TargetOccupation",
    "WorkProfile",
]
