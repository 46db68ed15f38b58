"""The state tables of the plan."""

from actions.transitions.links import LINK_TRANSITIONS
from actions.transitions.observations import OBSERVATION_TRANSITIONS
from actions.transitions.steps import STEP_TRANSITIONS
from actions.transitions.table import ASSIGNMENT_TRANSITIONS, MEETING_TRANSITIONS

__all__ = [
    "ASSIGNMENT_TRANSITIONS",
    "LINK_TRANSITIONS",
    "MEETING_TRANSITIONS",
    "OBSERVATION_TRANSITIONS",
    "STEP_TRANSITIONS",
]
