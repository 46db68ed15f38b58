"""Verbs that write the plan."""
