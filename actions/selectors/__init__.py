"""Reads for the pages of the plan: a fixed number of queries, then pure arithmetic."""

from actions.selectors.plan import PlanView, current_plan, read_plan
from actions.selectors.points import PointView
from actions.selectors.thread import deadlines, thread_of

__all__ = ["PlanView", "PointView", "current_plan", "deadlines", "read_plan", "thread_of"]
