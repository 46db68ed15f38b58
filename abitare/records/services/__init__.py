"""Verbs that write records."""
