"""The plan as data."""

from actions.models.links import MandateLink
from actions.models.plan import Action, ActionParticipation, BudgetLine, Plan
from actions.models.steps import Step

__all__ = ["Action", "ActionParticipation", "BudgetLine", "MandateLink", "Plan", "Step"]
