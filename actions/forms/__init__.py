"""Parsing and validating what people send about the plan."""

from actions.forms.steps import CompleteStepForm, ReasonForm, StepForm

__all__ = ["CompleteStepForm", "ReasonForm", "StepForm"]
