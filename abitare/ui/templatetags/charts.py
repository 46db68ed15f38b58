"""Charts as server-side SVG with their data table: ``{% load charts %}``, ``{% timeline chart %}``.

Each takes the frozen dataclass of the same name from ``abitare.ui.charts``. Coordinates arrive as strings, so they
never meet localisation; nothing uses inline style.
"""

from django import template

from abitare.ui import charts
from abitare.ui.options import TONES, choose

register = template.Library()


@register.inclusion_tag("components/charts/stacked_bars.html")
def stacked_bars(chart):
    """Bars made of parts (``StackedBars``)."""
    return {"chart": charts.draw_stacked_bars(chart)}


@register.inclusion_tag("components/charts/line_target.html")
def line_target(chart):
    """Observations against their target (``LineTarget``)."""
    return {"chart": charts.draw_line_target(chart)}


@register.inclusion_tag("components/charts/timeline.html")
def timeline(chart):
    """Steps in time, with today's line (``Timeline``)."""
    return {"chart": charts.draw_timeline(chart)}


@register.inclusion_tag("components/charts/funnel.html")
def funnel(chart):
    """How many reach each stage (``Funnel``)."""
    return {"chart": charts.draw_funnel(chart)}


@register.inclusion_tag("components/charts/expected_bars.html")
def expected_bars(chart):
    """Done and expected, period by period (``ExpectedBars``)."""
    return {"chart": charts.draw_expected_bars(chart)}


@register.inclusion_tag("components/charts/sparkline.html")
def sparkline(chart, table=False):
    """The course of a figure in a cell (``Sparkline``); ``table=True`` adds its figures under «Le cifre»."""
    choose(chart.tone, TONES, "sparkline tone")
    return {"chart": charts.draw_sparkline(chart), "table": table}
