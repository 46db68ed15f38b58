"""``{% load history %}{% history_days history as days %}``: entries of the register, by day."""

from django import template

from abitare.records.history import by_day

register = template.Library()


@register.simple_tag
def history_days(entries):
    """The days (``abitare.records.history.Day``) of log entries already in order, newest first."""
    return by_day(entries)
