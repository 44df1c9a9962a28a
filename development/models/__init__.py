"""What development adds: the palette's yields, places and groups with who is in them, the course of a step, support."""

from development.models.course import Attendance, Extension, Onward, Outcome, Pause
from development.models.palette import Condition, Yield
from development.models.places import (
    Group,
    GroupCoach,
    LearningLine,
    LearningPlace,
    LineEmployer,
    LineSchool,
    LineTask,
    Station,
    Stay,
)
from development.models.support import ActivationReason, CooperationSignal, Support

__all__ = [
    "ActivationReason",
    "Attendance",
    "Condition",
    "CooperationSignal",
    "Extension",
    "Group",
    "GroupCoach",
    "LearningLine",
    "LearningPlace",
    "LineEmployer",
    "LineSchool",
    "LineTask",
    "Onward",
    "Outcome",
    "Pause",
    "Station",
    "Stay",
    "Support",
    "Yield",
]
