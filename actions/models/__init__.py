"""The plan as data."""

from actions.models.indicators import Baseline, Indicator, IndicatorUse, Observation, Target
from actions.models.links import MandateLink
from actions.models.plan import Action, ActionParticipation, BudgetLine, Plan
from actions.models.step_facts import DueChange, StepDependency, StepStateChange
from actions.models.steps import Step
from actions.models.table import (
    AgendaItem,
    Assignment,
    CoordinationTable,
    Decision,
    Meeting,
    MeetingAttendance,
)
from actions.models.updates import Override, Update

__all__ = [
    "Action",
    "ActionParticipation",
    "AgendaItem",
    "Assignment",
    "Baseline",
    "BudgetLine",
    "CoordinationTable",
    "Decision",
    "DueChange",
    "Indicator",
    "IndicatorUse",
    "MandateLink",
    "Meeting",
    "MeetingAttendance",
    "Observation",
    "Override",
    "Plan",
    "Step",
    "StepDependency",
    "StepStateChange",
    "Target",
    "Update",
]
