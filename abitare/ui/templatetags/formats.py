"""Italian formats as template filters of the same names: ``{% load formats %}``, ``{{ act.date|long_date }}``."""

from django import template

from abitare.ui import formats

register = template.Library()

for _name in (
    "number", "euro", "percent", "points", "square_metres", "days", "counted", "distance",
    "long_date", "short_date", "day_month", "month_year", "weekday_date", "numeric_date", "dated", "instant",
    "fingerprint", "fingerprint_short", "file_size", "plain_day",
):  # fmt: skip
    register.filter(_name, getattr(formats, _name))
